//! What names and types tell of a value: a number, a constant, a request, a type that lists its values.

use super::worth::{Worths, is_upper};
use crate::syntax::code::{Binding, Expr, How, Lang};

impl Worths<'_> {
    pub(super) fn is_number(&self, of: &str) -> bool {
        let of = of.trim();
        let bare = of.strip_prefix("Optional[").and_then(|of| of.strip_suffix(']')).unwrap_or(of);
        let bare = bare.trim_end_matches(" | None").trim_end_matches(" | undefined").trim_end_matches(" | null");
        let of_list = |of: &str| {
            ["list[", "List[", "Sequence[", "Iterable[", "set[", "Set[", "tuple[", "Array<"].iter().find_map(|open| {
                of.strip_prefix(open)
                    .map(|inner| inner.trim_end_matches([']', '>']).trim_end_matches(", ...").to_owned())
            })
        };
        let numeric = |of: &str| self.table.written.numeric_types.iter().any(|known| known == of);
        numeric(bare)
            || of_list(bare).is_some_and(|inner| numeric(&inner))
            || bare.strip_suffix("[]").is_some_and(numeric)
    }

    /// Whether a path tells of a request.
    pub(super) fn is_of_request(&self, path: &str) -> bool {
        let requests = &self.table.written.requests;
        let mut parts = path.split(['.', '(', ')', '[', ']']).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        let known = |part: &str| requests.iter().any(|request| request == part);
        let strong = |part: &str| {
            matches!(part, "request" | "req" | "ctx" | "c" | "r" | "event" | "searchParams" | "flask" | "GET" | "POST")
        };
        // `request.args`, `self.request.GET`, `c.Query`, `searchParams.sort`; not just any `params`.
        strong(first) && path.len() > first.len() && known(first)
            || (matches!(first, "self" | "this")
                && parts.clone().any(|part| matches!(part, "request" | "req" | "GET" | "POST")))
            || (matches!(first, "params" | "query") && path.len() > first.len() && self.code().lang().is_ecma())
    }

    /// A member of what is called like a class: `OrderState.Shipped`.
    pub(super) fn is_member(&self, path: &str) -> bool {
        let mut parts = path.rsplit('.');
        let (Some(last), Some(owner)) = (parts.next(), parts.next()) else { return false };
        let capital = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
        match self.code().lang() {
            // What a package exports.
            Lang::Go => {
                capital(last)
                    && !path.trim_end_matches(last).trim_end_matches('.').contains('.')
                    && self.defs.imports().get(owner).is_some()
            }
            _ => capital(last) && capital(owner),
        }
    }

    pub(super) fn is_constant(&self, of: &Expr) -> bool {
        of.name().is_some_and(|name| name.split('.').any(is_upper))
    }

    /// Whether a name is that of an enumeration of this file.
    pub(super) fn is_enumeration(&self, name: &str) -> bool {
        self.defs.bindings().iter().any(|binding| {
            binding.how == How::Member
                && binding.scope.is_some_and(|scope| {
                    self.code().node(scope).field("name").is_some_and(|own| own.bytes() == name.as_bytes())
                })
        })
    }

    /// Whether a binding has a type of the project's own, which may have types for its parts.
    pub(super) fn is_own(&self, binding: &Binding) -> bool {
        self.code().lang() == Lang::Python
            && binding.of.as_deref().is_some_and(|of| !matches!(of, "Request" | "HttpRequest" | "dict"))
    }

    pub(super) fn is_own_enumeration(&self, binding: &Binding) -> bool {
        binding.of.as_deref().is_some_and(|of| self.is_enumeration(of))
    }
}
