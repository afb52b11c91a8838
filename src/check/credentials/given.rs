//! What is given to a name, read at the name: a literal that is assigned, that stands in where nothing is configured,
//! or that is compared with.
//!
//! No file is parsed. From the name on a few bytes are looked at, and most names are left behind at the first of them.

use std::ops::Range;

use super::around::{self, Callee};
use super::instead::{
    argument, attribute, below, below_key, default_in, expanded, in_block, instead, is_whole, tagged,
};
use super::literal::{Bare, blanks, literal};

/// How a value is given to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is the name's value.
    Assigned,
    /// It is used where the name has no value.
    Fallback,
    /// It is compared with the name's value.
    Compared,
}

/// A value and the name it is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) how: How,
}

/// What is given to the name at `name`. `bare`: how a value without quotes ends in this kind of file.
pub(super) fn given(text: &[u8], name: Range<usize>, bare: Bare) -> Option<Given> {
    let found = |how, value| Some(Given { name: name.clone(), value, how });
    let expansion = around::expansion(text, name.start);
    if expansion {
        return found(How::Fallback, expanded(text, name.end)?);
    }
    if let Some(value) = around::piped_before(text, name.start) {
        return found(How::Fallback, value);
    }
    let closed = around::closed(text, name.end);
    let quoted = closed.quoted;
    let at = closed.end + blanks(&text[closed.end..]);
    let rest = &text[at.min(text.len())..];
    if let Some(value) = instead(text, at, closed) {
        // What a call makes of a credential is none: `sanitised(token) or "x"`.
        if closed.called && around::callee(text, name.start) != Callee::Lookup {
            return None;
        }
        return found(How::Fallback, value);
    }
    match rest.first()? {
        b'=' | b'!' if is_comparison(rest) => {
            let operator = rest.iter().take_while(|byte| matches!(byte, b'=' | b'!')).count();
            found(How::Compared, literal(text, at + operator, Bare::Never)?)
        }
        b'=' | b':' => assigned(text, at, bare, quoted).and_then(|(how, value)| found(how, value)),
        b',' if quoted || closed.called => {
            let callee = around::callee(text, name.start);
            if closed.called {
                // `first(getenv("K"), "x")`: the call around it has no more arguments.
                let value = literal(text, at + 1, Bare::Never)
                    .filter(|_| callee == Callee::Lookup && around::asks_environment(text, name.start))?;
                return if text.get(value.end + 1) == Some(&b')') { found(How::Fallback, value) } else { None };
            }
            let how = match callee {
                Callee::Lookup => How::Fallback,
                Callee::Setter => How::Assigned,
                Callee::Default => How::Fallback,
                _ => return tagged(text, at).and_then(|value| found(How::Fallback, value)),
            };
            found(how, argument(text, at + 1)?)
        }
        b',' if rest.starts_with(b",default=") => found(How::Fallback, tagged(text, at)?),
        b'{' if quoted => found(How::Fallback, in_block(text, at + 1)?),
        b'(' if !quoted && around::is_setter(text, name.clone()) => {
            found(How::Assigned, literal(text, at + 1, Bare::Never)?)
        }
        b'\n' | b'\r' if bare == Bare::Line => found(How::Assigned, below(text, at)?),
        _ if quoted => tagged(text, at)
            .map(|value| (How::Fallback, value))
            .or_else(|| attribute(text, at).map(|value| (How::Assigned, value)))
            .and_then(|(how, value)| found(how, value)),
        _ => None,
    }
}

fn is_comparison(rest: &[u8]) -> bool {
    rest.starts_with(b"==") || rest.starts_with(b"!=")
}

/// What stands behind `=` or `:` at `at`.
fn assigned(text: &[u8], at: usize, bare: Bare, quoted: bool) -> Option<(How, Range<usize>)> {
    let operator = text[at..].iter().take_while(|byte| matches!(byte, b'=' | b':' | b'>' | b'?')).count();
    let behind = at + operator;
    if let Some(value) = literal(text, behind, Bare::Never) {
        return is_whole(text, &value).then_some((How::Assigned, value));
    }
    let line = around::rest_of_line(text, behind);
    // A type, and then the value: `secret: str = "x"`.
    if text[at] == b':'
        && let Some(sign) = line.iter().position(|byte| *byte == b'=')
    {
        let type_like = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b' ' | b'_' | b'.' | b'[' | b']' | b'|' | b'?' | b'<' | b'>' | b'&' | b'\'')
        };
        if sign > 0 && line[..sign].iter().all(type_like) && !line[sign..].starts_with(b"==") {
            let behind = behind + sign + 1;
            if let Some(value) = literal(text, behind, Bare::Never) {
                return Some((How::Assigned, value));
            }
            return default_in(text, behind).map(|value| (How::Fallback, value));
        }
    }
    if let Some(value) = default_in(text, behind) {
        return Some((How::Fallback, value));
    }
    let value = literal(text, behind, bare)?;
    if value.is_empty() && bare == Bare::Line && !quoted {
        return below_key(text, behind).map(|value| (How::Fallback, value));
    }
    Some((How::Assigned, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::NAMES;

    /// What is given to the name that holds the first part of one in `text`.
    fn read(text: &str, bare: Bare) -> Option<(How, &str)> {
        let lower = text.to_ascii_lowercase();
        let at = NAMES.iter().filter_map(|part| lower.find(part)).min()?;
        let given = given(text.as_bytes(), around::name(text.as_bytes(), at), bare)?;
        Some((given.how, &text[given.value]))
    }

    #[test]
    fn values_are_given_in_many_ways() {
        for (text, bare, how, value) in [
            ("password = \"x1\"", Bare::Never, How::Assigned, "x1"),
            ("let api_key: &str = \"x1\";", Bare::Never, How::Assigned, "x1"),
            ("secret := `x1`", Bare::Never, How::Assigned, "x1"),
            ("{\"password\": \"x1\"}", Bare::Never, How::Assigned, "x1"),
            ("'password' => 'x1',", Bare::Never, How::Assigned, "x1"),
            ("app.config['SECRET_KEY'] = 'x1'", Bare::Never, How::Assigned, "x1"),
            ("cfg.setPassword(\"x1\")", Bare::Never, How::Assigned, "x1"),
            ("props.put(\"db.password\", \"x1\")", Bare::Never, How::Assigned, "x1"),
            ("<add key=\"DbPassword\" value=\"x1\" />", Bare::Never, How::Assigned, "x1"),
            ("db_password: x1 # y", Bare::Line, How::Assigned, "x1"),
            ("- name: DB_PASSWORD\n  value: x1\n", Bare::Line, How::Assigned, "x1"),
            ("DB_PASSWORD=x1 run", Bare::Word, How::Assigned, "x1"),
            ("if password == 'x1':", Bare::Never, How::Compared, "x1"),
            ("if (token !== \"x1\") {", Bare::Never, How::Compared, "x1"),
        ] {
            assert_eq!(read(text, bare), Some((how, value)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not_read() {
        for text in [
            "`secret` or `config`",
            "\"secret-scanning-sort\"?: \"created\"",
            "if (a === lastToken || 'separator' === b)",
            "if x['token'] or 'authorization' in y",
            "f(os.Getenv(\"TOKEN\"), \"a\", b)",
            "\"targets\": os.Getenv(\"PASSPHRASE\"),\n\"snapshot\": 1",
            "key = options.sessionTokenKey || ('oauth2:' + host)",
            "lookup('builtin.password', 'credentials/' + client)",
            "type DefinitionToken = \"Name\" | \"Version\"",
            "password = get_password(\"x\")",
            "password = hash(\"x\" + salt)",
            "token.kind() == Kind::Word",
            "secret_ref { name = \"x\" }",
            "password:\n",
            "return sanitised_token(token) or \"WezTerm\"",
            "password",
            "x = 'accessToken' not in token or 'expiresAt' not in token",
            "To use \"sha256_password\" or \"caching_sha2\" for",
            "lookup('amazon.aws.aws_secret', 'denied')",
            "cache.fetch(\"master_token\", \"master.pub\")",
            "validate(key.get('secret'), 'keys.secret')",
            "'secret': self.get_option_default('aws_key')",
            "dict(aliases=['api_token'], default=environ.get(\"ONE\"))",
        ] {
            assert_eq!(read(text, Bare::Never), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_it(text in "[\\PC\\n\"'`=:|?{}()$-]{0,120}", at in 0usize..120) {
            let text = format!("{text} password {text}");
            let bytes = text.as_bytes();
            let name = around::name(bytes, at.min(bytes.len()));
            for bare in [Bare::Never, Bare::Line, Bare::Word, Bare::Brace] {
                if let Some(given) = given(bytes, name.clone(), bare) {
                    proptest::prop_assert!(given.value.end <= bytes.len() && given.value.start <= given.value.end);
                }
            }
        }
    }
}
