//! The configuration file as it is written: plain data. `docs/config.schema.json` is made from these types.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::config::options::FailOn;
use crate::config::value::size;
use crate::finding::{Confidence, Severity};

/// A configuration of bartizan: `.bartizan.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConfigFile {
    /// The least severity that makes the exit code 1; `never`: report only. Default: `medium`.
    pub(super) fail_on: Option<FailOn>,
    /// The least confidence that makes the exit code 1. Default: `medium`.
    pub(super) min_confidence: Option<Confidence>,
    /// Look only at files that one of these globs matches. Globs are relative to the root of the repository and mean
    /// what they mean in `.gitignore`. Default: all files.
    pub(super) include: Option<Vec<String>>,
    /// Leave out files that one of these globs matches, even when they are named.
    pub(super) exclude: Option<Vec<String>>,
    /// Skip larger files and say so: bytes, `10MB`, `1GiB`. Default: `256MiB`.
    pub(super) max_file_size: Option<Size>,
    /// Whether `.gitignore`, `.ignore` and `.bartizanignore` hold. Default: `true`.
    pub(super) ignore_files: Option<bool>,
    /// Whether archives (zip and all that is made of it, tar, gzip) are looked into. Default: `false`.
    pub(super) archives: Option<bool>,
    /// Whether suppressions in comments hold. Default: `true`.
    pub(super) inline_ignore: Option<bool>,
    /// Rule packs, or folders of packs, to add to the embedded ones; relative to this file, and inside its repository.
    pub(super) rules: Option<Vec<String>>,
    /// Turns rules on again that `disable` turns off.
    pub(super) enable: Option<Vec<Choice>>,
    /// Turns rules off: everywhere, or in some paths with a reason.
    pub(super) disable: Option<Vec<Choice>>,
    /// Gives findings another severity: everywhere, or in some paths.
    pub(super) severity: Option<Vec<Grade>>,
    /// Allows findings one by one, where no comment can stand beside them.
    pub(super) allow: Option<Vec<Allow>>,
}

/// Rules that are turned on or off: a rule's id, a pack or a tag alone, or a mapping that says more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Choice {
    /// A rule's id, a pack or a tag.
    Word(String),
    /// With paths and a reason.
    Full(Narrowed),
}

/// Rules in some paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Narrowed {
    /// A rule's id, a pack or a tag.
    pub(super) rule: String,
    /// Only in files that one of these globs matches. Default: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paths: Option<Vec<String>>,
    /// Why. Who turns rules off in some paths has to say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// Another severity for the findings of some rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Grade {
    /// A rule's id, a pack or a tag.
    pub(super) rule: String,
    /// How bad they are.
    pub(super) level: Severity,
    /// Only in files that one of these globs matches. Default: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paths: Option<Vec<String>>,
    /// Why. Who lowers a severity in some paths has to say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// Findings that are allowed: exactly one of `fingerprint` and `rule`; `rule` needs a `path`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Allow {
    /// The finding's identity, as reports show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<String>,
    /// A rule's id, a pack or a tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<String>,
    /// The file, as a glob relative to the root of the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
    /// Why this is allowed.
    pub(super) reason: String,
}

impl Choice {
    /// The rule's id, the pack or the tag.
    pub(super) fn rule(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Full(full) => &full.rule,
        }
    }

    pub(super) fn paths(&self) -> Option<&[String]> {
        match self {
            Self::Word(_) => None,
            Self::Full(full) => full.paths.as_deref(),
        }
    }

    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Word(_) => None,
            Self::Full(full) => full.reason.as_deref(),
        }
    }
}

impl<'de> Deserialize<'de> for Choice {
    /// By hand: of an untagged enum serde only says that no variant fits.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Choice;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rule's id, a pack or a tag, or a mapping with `rule`,")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Choice, E> {
                Ok(Choice::Word(word.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Choice, A::Error> {
                Narrowed::deserialize(MapAccessDeserializer::new(map)).map(Choice::Full)
            }
        }
        from.deserialize_any(Either)
    }
}

/// A size in bytes, written as a number or with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size(pub(super) u64);

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Size;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a size such as 4096, `10MB` or `1GiB`,")
            }

            fn visit_u64<E: Error>(self, bytes: u64) -> Result<Size, E> {
                self.visit_str(&bytes.to_string())
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Size, E> {
                size(word).map(Size).map_err(E::custom)
            }
        }
        from.deserialize_any(Bytes)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Size {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A size: bytes, or a number with a unit.",
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": "^\\s*[0-9.]+\\s*([kKmMgGtTpPeE]?[iI]?[bB]?)\\s*$", "examples": ["10MB", "1GiB"]},
            ],
        })
    }
}
