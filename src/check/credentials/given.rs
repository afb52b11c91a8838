//! What is given to a name, read at the name: a literal that is assigned, that stands in where nothing is configured,
//! or that is compared with.
//!
//! No file is parsed. From the name on a few bytes are looked at, and most names are left behind at the first of them.

use std::ops::Range;

use super::around;
use super::below::{above, below, below_key, block, in_block, same_line};
use super::callee::{self, Callee};
use super::instead::{argument, attribute, default_in, expanded, instead, is_whole, tagged};
use super::joined::joined;
use super::literal::{Bare, blanks, literal};
use super::place::{FileKind, Style};
use super::{command, compared, markup, takers, wrapped};
use crate::text::name::Role;

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

/// In what a value is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// A statement or an entry of code.
    Code,
    /// A line of settings, without quotes.
    Setting,
    /// An argument of a call.
    Call,
    /// An argument of a command.
    Flag,
    /// An element or a tag.
    Markup,
    /// A column of a table.
    Column,
    /// A sentence.
    Prose,
}

/// A value and the name it is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) how: How,
    pub(super) carrier: Carrier,
    /// What the value says, where it is written in pieces.
    pub(super) whole: Option<String>,
    /// What the value is for, where its place says it and not the name.
    pub(super) role: Option<Role>,
    /// Whether the scheme of a header stands before it, behind which nothing but a credential does.
    pub(super) schemed: bool,
}

impl Given {
    pub(super) const fn new(name: Range<usize>, value: Range<usize>, how: How, carrier: Carrier) -> Self {
        Self { name, value, how, carrier, whole: None, role: None, schemed: false }
    }

    /// Says what the value is for.
    pub(super) const fn of(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }
}

/// What is given to the name at `name`, in a file of this style.
pub(super) fn given(text: &[u8], name: Range<usize>, style: Style) -> Option<Given> {
    let name = around::name_in_words(text, name, style);
    let given = stated(text, &name, style).or_else(|| elsewhere(text, &name, style))?;
    Some(if given.how == How::Assigned { without_scheme(text, given) } else { given })
}

/// Leaves the scheme out of a value that begins with one: `"Bearer x"`.
fn without_scheme(text: &[u8], mut given: Given) -> Given {
    let length = wrapped::scheme(&text[given.value.clone()]);
    if length > 0 {
        given.value.start += length;
        given.whole = given.whole.and_then(|whole| whole.get(length..).map(str::to_owned));
        given.schemed = true;
    }
    given
}

/// What a statement or an entry gives to a name: behind a sign, a comma, a brace.
fn stated(text: &[u8], name: &Range<usize>, style: Style) -> Option<Given> {
    let bare = style.bare;
    let told = |how, value, carrier| Some(Given::new(name.clone(), value, how, carrier));
    let found = |how, value| told(how, value, Carrier::Code);
    if around::expansion(text, name.start) {
        return found(How::Fallback, expanded(text, name.end)?);
    }
    if let Some(value) = around::piped_before(text, name.start) {
        return found(How::Fallback, value);
    }
    let closed = around::closed(text, name.end);
    let quoted = closed.quoted;
    let at = wrapped::converted(text, closed.end);
    let at = at + blanks(&text[at..]);
    let rest = &text[at.min(text.len())..];
    // Settings in a literal of several lines.
    let long = bare == Bare::Never
        && !quoted
        && matches!(rest.first(), Some(b'=' | b':'))
        && (around::in_note(text, name.start)
            || around::is_variable(text, name, at)
            || around::begins_entry(text, name.start) && around::in_long_literal(text, name.start));
    let bare = if long { Bare::Word } else { bare };
    if let Some((name, value)) = compared::compared(text, name, at) {
        return Some(Given::new(name, value, How::Compared, Carrier::Code));
    }
    if let Some(value) = instead(text, at, closed) {
        // What a call makes of a credential is none: `sanitised(token) or "x"`.
        if closed.called && callee::callee(text, name.start) != Callee::Lookup {
            return None;
        }
        return found(How::Fallback, value);
    }
    match rest.first()? {
        b'=' | b'!' if compared::is_comparison(rest) => {
            let operator = rest.iter().take_while(|byte| matches!(byte, b'=' | b'!')).count();
            found(How::Compared, literal(text, at + operator, Bare::Never)?)
        }
        b':' if rest.starts_with(b"::") => None,
        // What a call gives back is shown, and nothing assigned: `f("k") => "x"`.
        b'=' | b':' if closed.called => None,
        b'=' if let Some(value) = takers::pair(text, name, at) => {
            Some(Given::new(name.clone(), value, How::Assigned, Carrier::Call).of(Role::Password))
        }
        b'=' | b':' => assigned(text, at, bare, quoted, name),
        // `char password[] = "x"`, `Password { get; set; } = "x"`.
        b'[' | b'{' if !quoted && let Some(sign) = declared(text, at) => assigned(text, sign, Bare::Never, false, name),
        b',' if quoted || closed.called => {
            let callee = callee::callee(text, name.start);
            if closed.called {
                // `first(getenv("K"), "x")`: the call around it has no more arguments.
                let value = literal(text, at + 1, Bare::Never)
                    .filter(|_| callee == Callee::Lookup && callee::asks_environment(text, name.start))?;
                return if text.get(value.end + 1) == Some(&b')') { found(How::Fallback, value) } else { None };
            }
            // `"name": "k", "value": "x"`.
            if let Some(value) = same_line(text, at) {
                return found(How::Assigned, value);
            }
            match callee {
                Callee::Lookup | Callee::Default => {
                    let value = argument(text, at + 1)?;
                    // What is compared with a literal on the spot is never used.
                    if callee::is_asked(text, &value) { None } else { found(How::Fallback, value) }
                }
                Callee::Pair => {
                    let value = argument(text, at + 1)?;
                    if callee::is_pair(text, name.start, &value) {
                        told(How::Assigned, value, Carrier::Call)
                    } else {
                        None
                    }
                }
                Callee::Setter => told(How::Assigned, argument(text, at + 1)?, Carrier::Call),
                _ => found(How::Fallback, tagged(text, at)?),
            }
        }
        // Ruby's `set :password, "x"`.
        b',' if text[..name.start].ends_with(b" :") => {
            told(How::Assigned, literal(text, at + 1, Bare::Never)?, Carrier::Call)
        }
        // Kotlin's `"k" to "x"`.
        b't' if quoted && rest.starts_with(b"to ") => found(How::Assigned, literal(text, at + 3, Bare::Never)?),
        b',' if rest.starts_with(b",default=") => found(How::Fallback, tagged(text, at)?),
        b'{' if quoted => found(How::Fallback, in_block(text, at + 1)?),
        b'(' if !quoted => {
            // In a sentence a blank stands before the parenthesis.
            if at == closed.end
                && let Some((value, role)) = takers::argument(text, name, at)
            {
                return Some(Given::new(name.clone(), value, How::Assigned, Carrier::Call).of(role));
            }
            if !callee::is_setter(text, name.clone()) {
                return None;
            }
            let name = callee::set_name(text, name);
            let mut given = Given::new(name, literal(text, at + 1, Bare::Never)?, How::Assigned, Carrier::Call);
            given.whole = take_joined(text, &mut given.value)?;
            Some(given)
        }
        b'\n' | b'\r' if bare == Bare::Line => found(How::Assigned, below(text, at)?),
        _ if quoted => tagged(text, at)
            .map(|value| (How::Fallback, value))
            .or_else(|| attribute(text, at).map(|value| (How::Assigned, value)))
            .and_then(|(how, value)| found(how, value)),
        _ => None,
    }
}

/// What commands, markup, settings without a sign and sentences give to a name.
fn elsewhere(text: &[u8], name: &Range<usize>, style: Style) -> Option<Given> {
    if text[..name.start].ends_with(b"name: ")
        && let Some(value) = above(text, name.start)
    {
        return Some(Given::new(name.clone(), value, How::Assigned, Carrier::Setting));
    }
    let told = |value, carrier| Some(Given::new(name.clone(), value, How::Assigned, carrier));
    if let Some(value) = command::flag(text, name.start, name.end) {
        return told(value, Carrier::Flag);
    }
    match text.get(name.end)? {
        b'<' if let Some(value) = markup::next(text, name.end) => told(value, Carrier::Markup),
        b'>' | b' ' if let Some(value) = markup::element(text, name.start, name.end) => told(value, Carrier::Markup),
        b'"' | b'\'' if let Some(value) = markup::beside(text, name.start, name.end) => told(value, Carrier::Markup),
        b' ' | b'\t' => {
            let start = name.end + blanks(&text[name.end..]);
            // `#define K "x"`, `PASSWORD 'x'` and `IDENTIFIED BY 'x'` of SQL.
            if let Some(value) = wrapped::wrapped(text, start) {
                if around::is_clause(&text[name.clone()], style) {
                    return told(value, Carrier::Code).map(|given| given.of(Role::Password));
                }
                if around::is_defined(text, name.start) {
                    return told(value, Carrier::Code);
                }
            }
            // `SET PASSWORD FOR 'bob' = 'x'`.
            if text[start..].len() > 4
                && text[start..start + 4].eq_ignore_ascii_case(b"for ")
                && around::is_clause(&text[name.clone()], style)
            {
                let line = around::rest_of_line(text, start);
                let sign = line.iter().position(|byte| *byte == b'=')?;
                return told(wrapped::wrapped(text, start + sign + 1)?, Carrier::Code);
            }
            // A sentence: `the password is x`.
            if style.kind == FileKind::Text
                && let Some(rest) = text[start..].strip_prefix(b"is ").or_else(|| text[start..].strip_prefix(b"was "))
            {
                return told(literal(text, text.len() - rest.len(), style.bare)?, Carrier::Prose);
            }
            if style.spaced && around::begins_line(text, name.start) {
                return told(literal(text, start, style.bare)?, Carrier::Setting);
            }
            around::is_image(text, name.start)
                .then(|| literal(text, start, Bare::Line))
                .flatten()
                .and_then(|value| told(value, Carrier::Setting))
        }
        _ => None,
    }
}

/// The sign that gives a value to what is declared with brackets or braces behind its name.
fn declared(text: &[u8], at: usize) -> Option<usize> {
    let line = around::rest_of_line(text, at);
    let close = if line[0] == b'[' { b']' } else { b'}' };
    let end = line.iter().take(40).position(|byte| *byte == close)?;
    let inside = line[1..end].trim_ascii();
    let declares = if close == b']' {
        inside.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    } else {
        inside.starts_with(b"get")
    };
    let sign = at + end + 1 + blanks(&line[end + 1..]);
    (declares && text.get(sign) == Some(&b'=') && text.get(sign + 1) != Some(&b'=')).then_some(sign)
}

/// Grows a literal over those that are joined to it, and says what they say together: `Some(None)` where it stands alone,
/// `None` where something else is joined to it.
#[expect(clippy::option_option, reason = "whether it may be told, and what it says then")]
fn take_joined(text: &[u8], value: &mut Range<usize>) -> Option<Option<String>> {
    if let Some((span, whole)) = joined(text, value) {
        *value = span;
        return Some(Some(whole));
    }
    is_whole(text, value).then_some(None)
}

/// What stands behind `=` or `:` at `at`.
fn assigned(text: &[u8], at: usize, bare: Bare, quoted: bool, name: &Range<usize>) -> Option<Given> {
    let operator = text[at..].iter().take_while(|byte| matches!(byte, b'=' | b':' | b'>' | b'?')).count();
    let behind = at + operator;
    let told = |how, value, carrier| Some(Given::new(name.clone(), value, how, carrier));
    // Bold text: `**Password:** x`.
    let behind = behind + text[behind..].iter().take(2).take_while(|byte| **byte == b'*').count();
    if !quoted && around::ends_literal(text, name, behind) {
        return None;
    }
    if let Some(value) = wrapped::wrapped(text, behind) {
        let mut given = Given::new(name.clone(), value, How::Assigned, Carrier::Code);
        given.whole = take_joined(text, &mut given.value)?;
        return Some(given);
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
                return told(How::Assigned, value, Carrier::Code);
            }
            if let Some(value) = default_in(text, behind) {
                return told(How::Fallback, value, Carrier::Code);
            }
        }
    }
    if let Some(value) = default_in(text, behind) {
        return told(How::Fallback, value, Carrier::Code);
    }
    // All of a literal: `"POSTGRES_PASSWORD=x"`, `-e 'K=x'`.
    let front = text[..name.start].iter().rev().find(|byte| **byte != b'-');
    let open = front.copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    if let Some(quote) = open.filter(|_| !quoted) {
        let gap = if text[at] == b'=' { 0 } else { blanks(line) };
        let end = line.iter().position(|byte| *byte == quote || matches!(byte, b'&' | b';' | b'\\'))?;
        return told(How::Assigned, behind + gap..behind + end.max(gap), Carrier::Setting);
    }
    let spread = bare == Bare::Line && text[at] == b':';
    // In a name with colons, as clouds give them to their resources, it is but a part.
    if text[at] == b':' && text[..name.start].ends_with(b":") && bare != Bare::Never {
        return None;
    }
    let gap = blanks(line);
    if spread && let Some(value) = block(text, behind + gap) {
        return told(How::Assigned, value, Carrier::Setting);
    }
    if let Some(value) = wrapped::behind_scheme(text, behind, bare) {
        let given = Given::new(name.clone(), value, How::Assigned, Carrier::Setting);
        return Some(Given { schemed: true, ..given });
    }
    let value = literal(text, behind, if quoted && text[at] == b'=' { Bare::Never } else { bare })?;
    if value.is_empty() && bare == Bare::Line && !quoted {
        return told(How::Fallback, below_key(text, behind)?, Carrier::Code);
    }
    // An expression, and no setting, where a literal of several lines was taken for one.
    let read = &text[value.clone()];
    let called = read.windows(2).any(|pair| pair[1] == b'(' && pair[0].is_ascii_alphanumeric());
    if bare == Bare::Word && (read.ends_with(b",") || called) {
        return None;
    }
    told(How::Assigned, value, Carrier::Setting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::NAMES;

    /// What is given to the name that holds the first part of one in `text`.
    fn read(text: &str, bare: Bare) -> Option<(How, &str)> {
        let lower = text.to_ascii_lowercase();
        let at = NAMES.iter().filter(|part| !part.starts_with("key")).filter_map(|part| lower.find(part)).min()?;
        let style = Style { kind: FileKind::Code, bare, spaced: false };
        let given = given(text.as_bytes(), around::name(text.as_bytes(), at), style)?;
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
            ("login = (\"password\", \"x1\")", Bare::Never, How::Assigned, "x1"),
            ("if getattr(settings, \"SECRET_KEY\", \"x1\") == given:", Bare::Never, How::Fallback, "x1"),
            ("<add key=\"DbPassword\" value=\"x1\" />", Bare::Never, How::Assigned, "x1"),
            ("db_password: x1 # y", Bare::Line, How::Assigned, "x1"),
            ("- name: DB_PASSWORD\n  value: x1\n", Bare::Line, How::Assigned, "x1"),
            ("- \"--db-password=x1\"", Bare::Line, How::Assigned, "x1"),
            ("DB_PASSWORD=x1\n", Bare::Never, How::Assigned, "x1"),
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
            "DB_PASSWORD = x1",
            "DB_PASSWORD=read()",
            "KRB5_PASSWORD=str(KRB5_PASSWORD_ENV),",
            "type DefinitionToken = \"Name\" | \"Version\"",
            "password = get_password(\"x\")",
            "password = hash(\"x\" + salt)",
            "token.kind() == Kind::Word",
            "secret_ref { name = \"x\" }",
            "password:\n",
            "t('Password:')}),name:'password'",
            "these credentials (`a`, `client_secret`, `b`)",
            "return sanitised_token(token) or \"WezTerm\"",
            "password",
            "x = 'accessToken' not in token or 'expiresAt' not in token",
            "To use \"sha256_password\" or \"caching_sha2\" for",
            "lookup('amazon.aws.aws_secret', 'denied')",
            "cache.fetch(\"master_token\", \"master.pub\")",
            "validate(key.get('secret'), 'keys.secret')",
            "'secret': self.get_option_default('aws_key')",
            "dict(aliases=['api_token'], default=environ.get(\"ONE\"))",
            "NAMES = (\"password\", \"token\", \"x1\")",
            "if getattr(settings, \"SECRET_KEY\", \"x1\") == \"x1\":",
            "names = (\n    \"port\",\n    \"password\",\n    \"base\",\n    \"bin\",\n)",
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
            for bare in [Bare::Never, Bare::Line, Bare::Word, Bare::Entry] {
                let style = Style { kind: FileKind::Text, bare, spaced: true };
                if let Some(given) = given(bytes, name.clone(), style) {
                    proptest::prop_assert!(given.value.end <= bytes.len() && given.value.start <= given.value.end);
                }
            }
        }
    }
}
