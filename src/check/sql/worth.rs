//! What a value can be that is put into a statement: what makes it harmless, and where it comes from.

use super::guard::guarded;
use super::table::{Table, has_word, listed};
use crate::syntax::code::built::Hole;
use crate::syntax::code::defs::HOPS;
use crate::syntax::code::{Binding, Call, CallForm, Choice, Code, Defs, Expr, Form, How, Kind, Part};

/// What a value can be, from the most harmless to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// A number, a constant, a name of the code's own.
    Harmless,
    /// A placeholder.
    Placeholder,
    /// A name that was quoted, by something made for it.
    Quoted,
    /// One of a list that somebody compared it with.
    Checked,
    /// It went through something that cleans, or is of a type of the project's own.
    Cleaned,
    /// Its quotes were escaped.
    Escaped,
    /// Any text, from somewhere.
    Unknown,
    /// Any text, a field of an object.
    Field,
    /// Any text, a parameter or a part of one.
    Parameter,
    /// Any text, a parameter whose type says so.
    Typed,
    /// Any text, from a request.
    Request,
}

/// Looks at values of one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worths<'w> {
    pub(super) table: &'w Table,
    pub(super) defs: &'w Defs<'w>,
}

impl Worths<'_> {
    /// What the value in a hole can be.
    pub(super) fn of(&self, hole: &Hole) -> Worth {
        match hole.form {
            Form::Number => Worth::Harmless,
            Form::Quoted => Worth::Escaped,
            Form::Plain => self.value(&hole.expr, HOPS),
        }
    }

    pub(super) fn code(&self) -> &Code<'_> {
        self.defs.code()
    }

    fn value(&self, expr: &Expr, hops: usize) -> Worth {
        match &expr.kind {
            Kind::Text(_) | Kind::Number | Kind::Bool(_) | Kind::Null => Worth::Harmless,
            Kind::Template(parts) | Kind::Tagged(_, parts) => self.worst(parts.iter().map(|part| match part {
                Part::Text(..) => Worth::Harmless,
                Part::Hole(_, Form::Number) => Worth::Harmless,
                Part::Hole(value, _) => self.value(value, hops),
            })),
            Kind::Sum(list) => self.worst(list.iter().map(|part| self.value(part, hops))),
            Kind::List(list) => self.worst(list.iter().map(|item| self.value(item, hops))),
            Kind::Percent(text, values) => self.value(text, hops).max(self.value(values, hops)),
            Kind::Choice(choice) => self.choice(choice, hops),
            Kind::Cast(to, value) => {
                if self.is_number(to) {
                    Worth::Harmless
                } else {
                    self.value(value, hops)
                }
            }
            Kind::Spread(value) | Kind::Each(value) => self.value(value, hops),
            Kind::Index(of, key) => {
                if key.text().is_none() && self.is_constant(of) {
                    Worth::Harmless
                } else {
                    self.part(of, hops)
                }
            }
            Kind::Member(of, name) => {
                if listed(&self.table.written.numeric, name) || listed(&self.table.written.metadata, name) {
                    Worth::Harmless
                } else {
                    self.part(of, hops)
                }
            }
            Kind::Name(name) => self.name(expr, name, hops),
            Kind::Call(call) => self.call(expr, call, hops),
            Kind::Map(_) | Kind::Function(_) | Kind::Other => Worth::Unknown,
        }
    }

    fn worst(&self, all: impl Iterator<Item = Worth>) -> Worth {
        all.max().unwrap_or(Worth::Harmless)
    }

    /// One of several: checked, where what decides compares one of them with a list.
    fn choice(&self, choice: &Choice, hops: usize) -> Worth {
        let worst = self.worst(choice.options.iter().map(|option| self.value(option, hops)));
        let by = choice.by.map(|id| self.code().node(id));
        let decided = by.is_some_and(|by| {
            choice.options.iter().any(|option| super::guard::is_membership(by, &option_text(self.code(), option)))
        });
        if decided { worst.min(Worth::Checked) } else { worst }
    }

    /// A part of something: any text, if that comes from outside.
    fn part(&self, of: &Expr, hops: usize) -> Worth {
        let path = of.path();
        if self.is_of_request(&path) {
            return Worth::Request;
        }
        match self.value(of, hops) {
            worth @ (Worth::Parameter | Worth::Typed | Worth::Request | Worth::Field) => worth.min(Worth::Request),
            _ => Worth::Unknown,
        }
    }

    fn name(&self, expr: &Expr, path: &str, hops: usize) -> Worth {
        let written = &self.table.written;
        let last = path.rsplit('.').next().unwrap_or(path);
        let dotted = path.contains('.');
        if dotted && (listed(&written.numeric, last)) || path.split('.').any(|part| listed(&written.metadata, part)) {
            return Worth::Harmless;
        }
        if path.split('.').any(is_upper) || self.is_member(path) {
            return Worth::Harmless;
        }
        let lower = last.to_ascii_lowercase();
        if written.placeholders.iter().any(|part| lower.contains(part.as_str())) {
            return Worth::Placeholder;
        }
        let node = self.code().node(expr.node);
        if guarded(self.defs, path, node) {
            return Worth::Checked;
        }
        if let Some(reaching) = self.defs.reaching(path, node) {
            let worst = self.worst(reaching.sets.iter().map(|set| self.binding(set, hops)));
            let added = self.worst(reaching.adds.iter().map(|add| {
                let value = self.defs.value_of(add);
                value.map_or(
                    Worth::Unknown,
                    |value| if hops == 0 { Worth::Unknown } else { self.value(&value, hops - 1) },
                )
            }));
            let field = path.starts_with("self.") || path.starts_with("this.");
            let worst = if reaching.sets.is_empty() { Worth::Unknown } else { worst };
            return match worst.max(added) {
                // What a constructor was given is a field by now.
                Worth::Parameter | Worth::Unknown | Worth::Typed if field => Worth::Field,
                worth => worth,
            };
        }
        if !dotted {
            return Worth::Unknown;
        }
        let (root, _) = path.split_once('.').unwrap_or((path, ""));
        if matches!(root, "self" | "this" | "cls") {
            return if self.is_of_request(path) { Worth::Request } else { Worth::Field };
        }
        let Some(reaching) = self.defs.reaching(root, node) else {
            return if self.is_of_request(path) { Worth::Request } else { Worth::Unknown };
        };
        if self.is_of_request(path) && !reaching.sets.iter().any(|set| self.is_own(set)) {
            return Worth::Request;
        }
        // `order.sql`, where `order` is one of an enumeration of this file.
        if reaching.sets.iter().any(|set| self.is_own_enumeration(set)) {
            return Worth::Checked;
        }
        self.worst(reaching.sets.iter().map(|set| match set.how {
            How::Parameter => Worth::Parameter,
            _ => match self.binding(set, hops) {
                worth @ (Worth::Request | Worth::Parameter | Worth::Field) => worth,
                Worth::Typed => Worth::Parameter,
                _ => Worth::Unknown,
            },
        }))
    }

    fn binding(&self, binding: &Binding, hops: usize) -> Worth {
        if let Some(of) = &binding.of {
            if self.is_number(of) {
                return Worth::Harmless;
            }
            if is_closed(of) {
                return Worth::Checked;
            }
        }
        match binding.how {
            How::Member => Worth::Harmless,
            How::Parameter => self.parameter(binding),
            How::Set | How::Loop | How::Add => {
                let Some(value) = self.defs.value_of(binding) else {
                    // A declaration without a value.
                    return Worth::Harmless;
                };
                let Some(hops) = hops.checked_sub(1) else { return Worth::Unknown };
                if binding.part.is_some()
                    && value.call().is_some_and(|call| call.name == "enumerate")
                    && binding.part == Some(0)
                {
                    return Worth::Harmless;
                }
                if value.call().is_some_and(|call| matches!(call.name.as_str(), "range" | "xrange")) {
                    return Worth::Harmless;
                }
                // The error, or another part, of what several were taken from.
                self.value(&value, hops)
            }
        }
    }

    fn parameter(&self, binding: &Binding) -> Worth {
        let written = &self.table.written;
        let Some(of) = &binding.of else {
            // `limit=10`
            let default = self.defs.value_of(binding).map(|value| value.kind);
            let from = self.is_of_request(&binding.name);
            return match default {
                Some(Kind::Number | Kind::Bool(_)) => Worth::Harmless,
                _ if from => Worth::Request,
                _ => Worth::Parameter,
            };
        };
        let bare =
            of.trim_start_matches("Optional[").trim_end_matches(']').trim_end_matches(" | None").trim_end_matches('?');
        let known = written.text_types.iter().any(|text| {
            bare == text || bare.strip_prefix(text.as_str()).is_some_and(|rest| rest.starts_with(['[', '<', ' ']))
        });
        let plain = bare.eq_ignore_ascii_case("str") || bare.eq_ignore_ascii_case("string");
        match (known, plain) {
            (_, true) if self.marked(binding) => Worth::Request,
            (_, true) => Worth::Typed,
            (true, _) => Worth::Parameter,
            // A type of JavaScript is as often an object of any texts.
            (false, _) if self.code().lang().is_ecma() && bare.starts_with('{') => Worth::Parameter,
            (false, _) => Worth::Cleaned,
        }
    }

    /// Whether a parameter is marked as one of a request: `@RequestParam String sort`, `sort: str = Query(…)`.
    fn marked(&self, binding: &Binding) -> bool {
        let text = self.code().node(binding.node).text().into_owned();
        [
            "@RequestParam",
            "@QueryParam",
            "@PathParam",
            "@PathVariable",
            "@RequestHeader",
            "@CookieValue",
            "@FormParam",
            "@Query(",
            "@Param(",
            "@Body(",
            "@Headers(",
            "= Query(",
            "= Path(",
            "= Form(",
            "= Header(",
            "= Body(",
        ]
        .iter()
        .any(|mark| text.contains(mark))
    }

    fn call(&self, expr: &Expr, call: &Call, hops: usize) -> Worth {
        let written = &self.table.written;
        let name = call.name.as_str();
        if listed(&written.metadata, name)
            || listed(&written.numeric, name)
            || (call.form == CallForm::New && self.is_number(name))
        {
            return Worth::Harmless;
        }
        if listed(&written.quoting, name) {
            return Worth::Quoted;
        }
        // Whatever says of itself that it quotes: `_trino_sql_literal`, `quoteIdent`, `escape_value`.
        const NAMES: [&str; 4] = ["ident", "identifier", "identifiers", "column"];
        const QUOTES: [&str; 7] = ["literal", "quote", "quoted", "escape", "escaped", "lit", "esc"];
        let has = |words: &[&str]| words.iter().any(|word| has_word(name, word));
        if listed(&written.escaping, name) || has(&QUOTES) {
            return if has(&NAMES) { Worth::Quoted } else { Worth::Escaped };
        }
        let receiver = call.receiver.as_ref();
        if matches!(name, "replace" | "replaceAll" | "ReplaceAll" | "sub" | "gsub" | "Replace") {
            let quote = call.args.iter().any(|arg| arg.value.text().is_some_and(|text| text.contains('\'')));
            return if quote || self.code().node(expr.node).bytes().contains(&b'\'') {
                Worth::Escaped
            } else {
                Worth::Cleaned
            };
        }
        let path = call.path();
        if path.contains("getClass") || path.contains("type().") || path.starts_with("uuid") {
            return Worth::Harmless;
        }
        if listed(&written.request_calls, name) && receiver.is_some() {
            return Worth::Request;
        }
        // `Order.valueOf(wish)`, `SortField(wish)`: one of an enumeration, or an error.
        if matches!(name, "valueOf" | "fromString") || self.is_enumeration(name) {
            return Worth::Checked;
        }
        // `valid_sort_column(…)`, `sanitize(…)`, `safeOrder(…)`
        const CLEANING: [&str; 17] = [
            "valid",
            "validate",
            "validated",
            "sanitize",
            "sanitized",
            "clean",
            "cleaned",
            "safe",
            "check",
            "checked",
            "allowed",
            "whitelist",
            "normalize",
            "normalise",
            "resolve",
            "map",
            "quote",
        ];
        if CLEANING.iter().any(|word| has_word(name, word)) && name != "map" {
            return Worth::Cleaned;
        }
        let from = receiver.filter(|receiver| self.is_of_request(&receiver.path()));
        if from.is_some() {
            return Worth::Request;
        }
        let given = self.worst(call.args.iter().map(|arg| self.value(&arg.value, hops)));
        let on = receiver.map_or(Worth::Harmless, |receiver| match &receiver.kind {
            // A module or a class.
            Kind::Name(name)
                if self
                    .defs
                    .reaching(name.split('.').next().unwrap_or(name), self.code().node(expr.node))
                    .is_none() =>
            {
                if name.split('.').any(is_upper) {
                    Worth::Quoted
                } else {
                    Worth::Harmless
                }
            }
            _ => match self.value(receiver, hops) {
                // What something of the project's own gives is any text, but for its own name.
                Worth::Cleaned if !matches!(name, "name" | "toString" | "String" | "value" | "getValue") => {
                    Worth::Parameter
                }
                worth => worth,
            },
        });
        match given.max(on) {
            // `State.PAID.name()`
            Worth::Quoted if call.args.is_empty() => Worth::Harmless,
            Worth::Harmless | Worth::Placeholder | Worth::Quoted => {
                // Conversions of what is harmless are harmless.
                let converts = matches!(
                    name,
                    "str"
                        | "String"
                        | "toString"
                        | "string"
                        | "map"
                        | "join"
                        | "Sprint"
                        | "Sprintf"
                        | "lower"
                        | "upper"
                        | "strip"
                        | "trim"
                        | "format"
                        | "ToUpper"
                        | "ToLower"
                        | "toUpperCase"
                        | "toLowerCase"
                        | "sorted"
                        | "list"
                        | "tuple"
                        | "set"
                        | "abs"
                        | "toFixed"
                        | "valueOf"
                        | "name"
                );
                if converts { given.max(on) } else { Worth::Unknown }
            }
            worst => worst,
        }
    }
}

fn option_text(code: &Code<'_>, option: &Expr) -> String {
    code.node(option.node).text().into_owned()
}

/// `'asc' | 'desc'`, `Literal["asc", "desc"]`, `keyof X`: a type that lists its values.
fn is_closed(of: &str) -> bool {
    let of = of.trim();
    of.starts_with("Literal[")
        || of.starts_with("keyof ")
        || (of.contains('|')
            && of
                .split('|')
                .all(|part| part.trim().starts_with(['\'', '"']) || matches!(part.trim(), "undefined" | "null")))
}

/// A name in capitals is a constant by everybody's custom.
pub(super) fn is_upper(name: &str) -> bool {
    name.len() > 1
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
        && !name.bytes().any(|byte| byte.is_ascii_lowercase())
        && !matches!(name, "GET" | "POST" | "URL" | "DB" | "ID")
}
