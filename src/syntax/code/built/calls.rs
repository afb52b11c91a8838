//! Calls that make a text of others: formats, joins, replacements, builders, and what only trims.

use super::format::{Slot, braces, percent};
use super::{Builder, Hole, Made, Piece, known, whole};
use crate::syntax::code::expr::{Arg, Call, CallForm, Expr, Form, Kind};
use crate::syntax::code::lang::Lang;

/// Methods that give the text they are called on, or one that differs in nothing that matters.
const SAME: &[&str] = &[
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "trim",
    "trimStart",
    "trimEnd",
    "toString",
    "String",
    "stripIndent",
    "strip_indent",
    "encode",
    "decode",
    "intern",
    "valueOf",
    "toLowerCase",
    "toUpperCase",
    "as_string",
    "stripLeading",
    "stripTrailing",
    "getvalue",
    "title",
    "capitalize",
];

/// Functions that give the text of their first argument.
const SAME_OF: &[&str] = &[
    "dedent",
    "cleandoc",
    "TrimSpace",
    "ToUpper",
    "ToLower",
    "TrimSuffix",
    "TrimPrefix",
    "TrimRight",
    "TrimLeft",
    "Trim",
];

/// Types that texts are put together in.
const BUILDERS: &[&str] = &["StringBuilder", "StringBuffer", "StringJoiner", "StringIO"];

impl Builder<'_> {
    /// The pieces of a call that makes a text; `None` where it is no such call.
    pub(super) fn call(&self, expr: &Expr, call: &Call, hops: usize) -> Option<Vec<Piece>> {
        let receiver = call.receiver.as_ref();
        let lang = self.defs.code().lang();
        match call.name.as_str() {
            "format" | "format_map" if lang == Lang::Python => {
                let text = self.text(receiver?, hops)?;
                Some(self.fill(text, braces, &call.args, hops))
            }
            "format" if receiver.is_some_and(|receiver| receiver.last_name() == Some("MessageFormat")) => {
                let text = self.text(call.arg(0)?, hops)?;
                Some(self.fill(text, braces, call.args.get(1..)?, hops))
            }
            "formatted" => Some(self.fill(self.text(receiver?, hops)?, percent, &call.args, hops)),
            "Fprintf" => Some(self.fill(self.text(call.arg(1)?, hops)?, percent, call.args.get(2..)?, hops)),
            "Fprint" | "Fprintln" | "Sprint" | "Sprintln" => {
                let skip = usize::from(call.name.starts_with('F'));
                let values = call.args.iter().skip(skip);
                Some(values.flat_map(|arg| self.of(&arg.value, hops, Made::Concatenation)).collect())
            }
            "Sprintf" | "sprintf" | "format" | "vsprintf" | "printf" => {
                // Java's `format(locale, text, …)`.
                let at = (0..2).find(|&at| call.arg(at).is_some_and(|arg| self.text(arg, hops).is_some()))?;
                Some(self.fill(self.text(call.arg(at)?, hops)?, percent, call.args.get(at + 1..)?, hops))
            }
            "join" | "Join" => self.join(call, hops),
            "concat" if receiver.is_some() => {
                let mut out = self.text(receiver?, hops)?;
                out.extend(call.args.iter().flat_map(|arg| self.of(&arg.value, hops, Made::Concatenation)));
                Some(out)
            }
            "replace" | "replaceAll" | "ReplaceAll" | "Replace" | "replaceFirst" => self.replace(call, hops),
            "append" | "WriteString" if receiver.is_some() => {
                let mut out = self.text(receiver?, hops).unwrap_or_default();
                out.extend(
                    call.args.first().into_iter().flat_map(|arg| self.of(&arg.value, hops, Made::Concatenation)),
                );
                Some(out)
            }
            "repeat" | "Repeat" => self.text(receiver.filter(|_| lang != Lang::Go).or(call.arg(0))?, hops),
            "nCopies" => self.text(call.arg(1)?, hops),
            name if call.form == CallForm::New && BUILDERS.contains(&name) || name == "StringIO" => {
                let first = call.args.first().map(|arg| self.of(&arg.value, hops, Made::Concatenation));
                // `new StringBuilder(64)` begins with nothing.
                let first =
                    first.filter(|_| call.args.first().is_some_and(|arg| !matches!(arg.value.kind, Kind::Number)));
                Some(first.unwrap_or_else(|| vec![Piece::Text(String::new(), expr.span.clone())]))
            }
            "str" | "String" if receiver.is_none() => self.text(call.arg(0)?, hops),
            name if SAME.contains(&name) && receiver.is_some() && call.args.len() < 2 => self.text(receiver?, hops),
            name if SAME_OF.contains(&name) => self.text(call.arg(0)?, hops),
            "get" | "getOrDefault" if receiver.is_some() => {
                let fallback = call.arg(1);
                let of = receiver?;
                Some(vec![self.lookup(of, fallback, hops)?])
            }
            _ => self.gives(expr, call, hops),
        }
    }

    /// The pieces of an expression, where some of them are text.
    fn text(&self, expr: &Expr, hops: usize) -> Option<Vec<Piece>> {
        let pieces = self.of(expr, hops, Made::Concatenation);
        let says = |piece: &Piece| match piece {
            Piece::Text(..) => true,
            Piece::Hole(hole) => hole.joined,
        };
        pieces.iter().any(says).then_some(pieces)
    }

    pub(super) fn percent(&self, text: &Expr, values: &Expr, hops: usize) -> Vec<Piece> {
        let pieces = self.of(text, hops, Made::Formatting);
        let args: Vec<Arg> = match &values.kind {
            Kind::List(list) => list.iter().map(|value| Arg { name: None, value: value.clone() }).collect(),
            Kind::Map(map) => {
                map.entries.iter().map(|entry| Arg { name: entry.key.clone(), value: entry.value.clone() }).collect()
            }
            _ => vec![Arg { name: None, value: values.clone() }],
        };
        self.fill(pieces, percent, &args, hops)
    }

    /// Puts values into the slots of a text.
    fn fill(&self, text: Vec<Piece>, slots: fn(&str) -> Vec<Slot>, args: &[Arg], hops: usize) -> Vec<Piece> {
        let plain: Vec<&Expr> = args.iter().filter(|arg| arg.name.is_none()).map(|arg| &arg.value).collect();
        // `**values`, and a dict that is not written out here, stand for every name.
        let open = || {
            let spread = plain.iter().find(|value| matches!(value.kind, Kind::Spread(_)));
            spread.or_else(|| plain.first().filter(|_| plain.len() == 1)).copied()
        };
        let mut next = 0;
        let mut out = Vec::new();
        for piece in text {
            let Piece::Text(literal, span) = piece else {
                out.push(piece);
                continue;
            };
            for slot in slots(&literal) {
                let (value, form) = match slot {
                    Slot::Text(text) => {
                        out.push(Piece::Text(text, span.clone()));
                        continue;
                    }
                    Slot::Next(form) => {
                        next += 1;
                        (plain.get(next - 1).copied().or_else(open), form)
                    }
                    Slot::At(position, form) => (plain.get(position).copied().or_else(open), form),
                    Slot::Named(name, form) => {
                        let named = args.iter().find(|arg| arg.name.as_deref() == Some(&name)).map(|arg| &arg.value);
                        (named.or_else(open), form)
                    }
                };
                match value {
                    Some(value) => out.extend(self.hole(value, form, hops, Made::Formatting)),
                    None => out.push(Piece::Text("{}".into(), span.clone())),
                }
            }
        }
        out
    }

    /// `", ".join(list)`, `list.join(", ")`, `strings.Join(list, ", ")`, `String.join(", ", list)`.
    fn join(&self, call: &Call, hops: usize) -> Option<Vec<Piece>> {
        let (list, separator): (Vec<&Expr>, _) = match self.defs.code().lang() {
            Lang::Python => (vec![call.arg(0)?], call.receiver.as_ref()),
            Lang::Go => (vec![call.arg(0)?], call.arg(1)),
            Lang::Java => (call.args.iter().skip(1).map(|arg| &arg.value).collect(), call.arg(0)),
            _ => (vec![call.receiver.as_ref()?], call.arg(0)),
        };
        let separator = match separator {
            Some(separator) => self.constant_in(separator, hops)?,
            None => ",".to_owned(),
        };
        let mut out: Vec<Piece> = Vec::new();
        for item in list.iter().flat_map(|one| self.items(one, hops)) {
            if let (false, Some(Piece::Text(_, span) | Piece::Hole(Hole { expr: Expr { span, .. }, .. }))) =
                (separator.is_empty(), item.first())
                && !out.is_empty()
            {
                out.push(Piece::Text(separator.clone(), span.clone()));
            }
            out.extend(item);
        }
        (!out.is_empty()).then_some(out)
    }

    /// The elements of what is joined, each as its pieces.
    fn items(&self, list: &Expr, hops: usize) -> Vec<Vec<Piece>> {
        let unknown = |expr: &Expr| {
            vec![Piece::Hole(Hole { expr: expr.clone(), form: Form::Plain, made: Made::Join, joined: true })]
        };
        let mut out = Vec::new();
        for value in self.defs.values(list) {
            match &value.kind {
                Kind::List(items) => out.extend(items.iter().map(|item| match &item.kind {
                    Kind::Spread(inner) => unknown(inner),
                    _ => self.of(item, hops, Made::Join),
                })),
                // What every element is.
                Kind::Each(body) => out.push(self.of(body, hops, Made::Join)),
                Kind::Call(call) => match (call.name.as_str(), call.args.first().map(|arg| &arg.value.kind)) {
                    ("map" | "flatMap", Some(Kind::Function(Some(body)))) => out.push(self.of(body, hops, Made::Join)),
                    ("fill" | "nCopies" | "repeat", _) => out.push(
                        call.args.iter().find_map(|arg| self.text(&arg.value, hops)).unwrap_or_else(|| unknown(&value)),
                    ),
                    ("list" | "tuple" | "sorted" | "set" | "asList" | "of" | "filter" | "reversed", Some(_)) => {
                        let of = call.receiver.as_ref().filter(|_| call.name == "filter");
                        match of.or_else(|| call.arg(0)) {
                            Some(inner) if !matches!(inner.kind, Kind::Text(_)) && call.args.len() == 1 && hops > 0 => {
                                out.extend(self.items_in(inner, hops - 1));
                            }
                            _ => out.extend(call.args.iter().map(|arg| self.of(&arg.value, hops, Made::Join))),
                        }
                    }
                    _ => out.push(unknown(&value)),
                },
                _ => out.push(unknown(&value)),
            }
        }
        out
    }

    fn items_in(&self, list: &Expr, hops: usize) -> Vec<Vec<Piece>> {
        if hops == 0 { vec![vec![whole(list, Made::Join)]] } else { self.items(list, hops) }
    }

    /// `text.replace("{name}", value)`: a hole where the name stood.
    fn replace(&self, call: &Call, hops: usize) -> Option<Vec<Piece>> {
        let go = self.defs.code().lang() == Lang::Go;
        let (of, from) = if go { (call.arg(0)?, 1) } else { (call.receiver.as_ref()?, 0) };
        let text = self.text(of, hops)?;
        let (Some(old), Some(new)) = (call.arg(from).and_then(Expr::text), call.arg(from + 1)) else {
            return Some(text);
        };
        let mut out = Vec::new();
        for piece in text {
            let Piece::Text(literal, span) = &piece else {
                out.push(piece);
                continue;
            };
            if old.is_empty() {
                out.push(piece);
                continue;
            }
            for (at, part) in literal.split(old).enumerate() {
                if at > 0 {
                    out.extend(self.hole(new, Form::Plain, hops, Made::Formatting));
                }
                out.push(Piece::Text(part.to_owned(), span.clone()));
            }
        }
        Some(out)
    }

    /// A call of a function of this file that gives nothing but literals.
    fn gives(&self, expr: &Expr, call: &Call, hops: usize) -> Option<Vec<Piece>> {
        let hops = hops.checked_sub(1)?;
        let own =
            call.receiver.as_ref().is_none_or(|receiver| matches!(receiver.name(), Some("self" | "this" | "cls")));
        if !own || call.name.is_empty() {
            return None;
        }
        let code = self.defs.code();
        let function = self.defs.named_function(&call.name)?;
        let mut first = None;
        for given in function.inside().filter(|node| matches!(node.kind(), "return_statement")) {
            // Of a Go function that gives an error as well, the first.
            let value = given.child(0).map(|value| code.expr(value))?;
            let value = match value.kind {
                Kind::List(list) => list.into_iter().next()?,
                _ => value,
            };
            let text = if matches!(value.kind, Kind::Null) { String::new() } else { self.literal(&value, hops)? };
            if first.as_ref().is_none_or(String::is_empty) {
                first = Some(text);
            }
        }
        Some(vec![Piece::Text(first?, expr.span.clone())])
    }

    fn literal(&self, value: &Expr, hops: usize) -> Option<String> {
        let pieces = self.of(value, hops, Made::Concatenation);
        known(&pieces)
    }
}
