//! Files of settings in which some keys are credentials: how one is read by a table of its keys.

use super::codes;
use super::kind::Kind;
use super::npm;
use super::out::{More, Out};
use super::worth::Rating;
use crate::finding::Confidence;
use crate::syntax::{Entry, Problem, Step, Visit, hcl, ini, json, toml, yaml};

/// A kind of file.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) syntax: Syntax,
    pub(super) rows: &'static [Row],
}

/// A key, how its value is written, and what it is.
#[derive(Debug)]
pub(super) struct Row(pub(super) &'static [&'static str], pub(super) Form, pub(super) Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Hcl,
    Ini,
    Json,
    Toml,
    Yaml,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// `user:password`, as it is or in base64.
    Ident,
    /// Encrypted with a key that everybody knows.
    Obscured,
    /// A JSON object that holds tokens.
    Object,
}

/// Reads `text` by `sheet`.
pub(super) fn read(sheet: &Sheet, text: &str, out: &mut Out<'_, '_>) {
    sheet.syntax.read(text, &mut |entry| {
        let Some(Row(_, form, what)) = sheet.rows.iter().find(|row| ends_with(entry, row.0)) else { return };
        let span = entry.value.clone();
        match form {
            Form::Plain => out.plain(*what, span, &entry.text, &[entry.name()]),
            Form::Ident => npm::ident(out, span, &entry.text),
            Form::Obscured if is_obscured(&entry.text) => {
                let note = Some("it is obscured in a way that anybody can undo");
                let more = More { note, most: Some(Confidence::Medium), ..More::default() };
                out.rated(*what, span, Rating::Random, more);
            }
            Form::Obscured => out.plain(*what, span, &entry.text, &[entry.name()]),
            Form::Object => {
                let held = super::inner::held("a.json", &entry.text, out);
                if let Some(super::inner::Held::Setting(rating)) = held {
                    out.rated(*what, span, rating, More::default());
                }
            }
        }
    });
}

impl Syntax {
    fn read<'t>(self, text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
        match self {
            Self::Hcl => hcl::read(text, visit),
            Self::Ini => ini::read(text, visit),
            Self::Json => json::read(text, visit),
            Self::Toml => toml::read(text, visit),
            Self::Yaml => yaml::read(text, visit),
        }
    }
}

/// Whether the keys on the way end with `keys`, of which `*` is any one.
fn ends_with(entry: &Entry<'_, '_>, keys: &[&str]) -> bool {
    let mut own = entry.path.iter().rev().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_ref()),
        Step::Index(_) => None,
    });
    keys.iter().rev().all(|key| own.next().is_some_and(|own: &str| *key == "*" || own.eq_ignore_ascii_case(key)))
}

/// Whether a value may be one of those that rclone and WinSCP write: base 64 or hexadecimal of some length.
fn is_obscured(value: &str) -> bool {
    let random = crate::text::score::made_up(value.as_bytes()).is_none();
    random
        && value.len() >= 20
        && codes::base64(value).is_some_and(|bytes| bytes.len() > 14)
        && (value.bytes().any(|byte| byte.is_ascii_digit()) || value.len() > 40)
}
