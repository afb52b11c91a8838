//! A rule as it is written: plain data, the same in YAML packs, in the embedded bytes and in the schema.
//!
//! The build script includes this file by path, so of this crate it imports only what
//! the build script includes as well.

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Severity};
use crate::text::algorithm::Algorithm;
use crate::text::form::name::Form;

/// A rule pack: one YAML file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The first part of every id in this file, in kebab case: `secrets` makes `secrets/<id>`.
    pub pack: String,
    /// Who issues these credentials, as people write it: `GitHub`.
    #[serde(default)]
    pub provider: Option<String>,
    /// The rules, in any order.
    pub rules: Vec<RuleDef>,
}

/// Whether a YAML text is a check's table (it begins with `table:`, comments aside) and no pack: the tables of checks,
/// such as the sinks of a language, stand beside the packs, and are read by the check alone.
#[must_use]
pub fn is_table(yaml: &str) -> bool {
    let mut lines = yaml.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| line.starts_with("table:"))
}

/// One rule: what it looks for, how bad that is, and what to tell people.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleDef {
    /// The second part of the id, in kebab case. It never changes once released.
    pub id: String,
    /// What was found, in a few words: `GitHub classic personal access token`.
    pub title: String,
    /// `critical`, `high`, `medium`, `low` or `info`: how bad it is if it is true.
    pub severity: Severity,
    /// `high`, `medium` or `low`: how sure a match is, before checksum, context and placeholders are looked at.
    pub confidence: Confidence,
    /// The check that speaks for it, where no pattern can say what it looks for. Such a rule has no pattern, and only
    /// bartizan's own have a check.
    #[serde(default)]
    pub check: Option<CheckName>,
    /// Literals of which every match begins with one. Worked out from the pattern when absent; refused when the
    /// pattern can begin otherwise.
    #[serde(default)]
    pub anchors: Vec<String>,
    /// A regular expression, ASCII unless `unicode` is set, tried only where a prefilter proposes. It begins with
    /// its anchor (or, for a value found by context, with the value) and has no unbounded repetition. A group named
    /// `secret` is the value; without one the whole match is.
    #[serde(default)]
    pub pattern: String,
    /// What belongs to the match and stands before its anchor.
    #[serde(default)]
    pub before: Option<Before>,
    /// A long tail that goes on where the pattern ends.
    #[serde(default)]
    pub tail: Option<Tail>,
    /// What may stand directly before and behind a match.
    #[serde(default)]
    pub boundary: Boundary,
    /// Lets `\w`, `(?i)` and classes mean Unicode. Costs memory and start-up; few rules need it.
    #[serde(default)]
    pub unicode: bool,
    /// Words of which one must stand near the value: on its line, or in what holds it.
    #[serde(default)]
    pub context: Option<Context>,
    /// Ids (of the same pack) of the other halves that this credential is used with, such as the id to a secret. One
    /// that stands near raises the confidence by a step and is named in the finding.
    #[serde(default)]
    pub pair: Vec<String>,
    /// A checksum inside the value that needs nobody to be asked.
    #[serde(default)]
    pub checksum: Option<Checksum>,
    /// A structure that code reads where the pattern matched: whether it holds, and what it holds.
    #[serde(default)]
    pub form: Option<Form>,
    /// What becomes of a value that is visibly made up.
    #[serde(default)]
    pub placeholder: PlaceholderPolicy,
    /// The least Shannon entropy of the value, in bits a character; below it the match is dropped.
    #[serde(default)]
    pub min_entropy: Option<f32>,
    /// Regular expressions; a value that one of them matches anywhere is no finding.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Which files the rule looks at, as globs relative to the root.
    #[serde(default)]
    pub paths: Paths,
    /// `CWE-798`, `OWASP-A07:2021`, `checklist/secrets-in-code` and the like.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What people are told.
    pub help: Help,
    /// Pages to read on, only such as were read.
    #[serde(default)]
    pub references: Vec<String>,
    /// Texts that must and must not match.
    pub examples: Examples,
}

/// The checks that rules can leave the looking to; what each does stands in `src/check/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CheckName {
    /// Statements that are put together from values.
    Sql,
    /// Origins, methods and headers that are open to all.
    Cors,
    /// Templates of environment files, and the real ones beside them.
    EnvExample,
    /// Files of a known kind, whose values are credentials by key and structure.
    CredentialFiles,
    /// What is given to names of credentials: fallbacks, keys that everybody can read, constants that are compared.
    Credentials,
}

impl CheckName {
    /// The name as rules write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sql => "sql",
            Self::Cors => "cors",
            Self::EnvExample => "env-example",
            Self::CredentialFiles => "credential-files",
            Self::Credentials => "credentials",
        }
    }
}

/// What belongs to a match and stands before the anchor with which its pattern begins, such as the number before the
/// colon of `1234567890:AA…`: no prefilter goes by it, so it is walked back over from there. Of the places that are
/// `least` to `most` bytes of `set` before the anchor, the match begins at the first at which the boundary lets it;
/// without a boundary, at the one where the bytes of `set` begin. The value begins there too, unless a group `secret`
/// begins behind the anchor's first byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The bytes it is made of, as a class: `[A-Za-z0-9]`.
    pub set: String,
    /// The fewest bytes of it.
    pub least: u16,
    /// The most bytes of it.
    pub most: u16,
}

impl Before {
    /// The largest `most` that a rule may ask for.
    pub const MOST: u16 = 128;
}

/// A tail that is too long for a regular expression: compiled, a repetition of 13,000 takes 15 ms. The match, and with
/// it the value, goes on over bytes of the pattern's last class for as long as they come, and then `then` follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tail {
    /// The most bytes by which the match may grow.
    pub most: u32,
    /// What must stand behind it, such as `-----END PRIVATE KEY-----`; not part of the match. Empty: anything that
    /// the boundary allows.
    #[serde(default)]
    pub then: String,
}

/// What may stand directly before and behind a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Boundary {
    /// The match is a token of its own. Before it: the start, or any byte but `[A-Za-z0-9_]`, or an escape such as
    /// `\n`, `\u0022` or `%3D`. Behind it: the end, or any byte but `[A-Za-z0-9_]` and what the pattern's last
    /// part could have taken as well.
    #[default]
    Token,
    /// Anything, for patterns that bring their own surroundings.
    None,
}

/// Words that must stand near a value that has no shape of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Lower-case words; one of them, in any case, must begin at a word's start (`aws` is found in `AWS_KEY` and in
    /// `myAwsKey`, not in `laws`), and one of up to five letters must end with the word too.
    pub words: Vec<String>,
    /// How many bytes before and behind the match, on its line, are searched.
    #[serde(default = "Context::default_within")]
    pub within: u16,
    /// Where on the line a word counts.
    #[serde(default)]
    pub place: Place,
}

/// Where a context word counts. In what holds the value (the key or call around it, a comment above it) each does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Anywhere near.
    #[default]
    Line,
    /// Only as part of a longer name, such as `line` in `LINE_TOKEN`, `line.token`, `lineToken` or `api.line.example`:
    /// for words that prose uses as well.
    Name,
}

impl Context {
    /// The largest `within` that a rule may ask for; windows of large files overlap by as much.
    pub const MOST: u16 = 256;

    const fn default_within() -> u16 {
        80
    }
}

/// A checksum that stands inside the value. `skip` and `cut` say which bytes it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Checksum {
    /// How it is computed and written.
    pub algorithm: Algorithm,
    /// Bytes at the start of the value that it does not cover, such as a prefix.
    #[serde(default)]
    pub skip: u16,
    /// Bytes directly before the checksum that it does not cover, such as a separator.
    #[serde(default)]
    pub cut: u16,
}

/// What becomes of a value that is visibly made up (`xxxx`, `changeme`, `<your-token>`, `EXAMPLE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PlaceholderPolicy {
    /// It stays a finding, of low confidence: a token's form is never silenced by its look.
    #[default]
    Lower,
    /// It is no finding, and a value that only reads like words is one of low confidence: for rules that have nothing
    /// to go by but a name.
    Drop,
    /// It is treated like any other value.
    Keep,
}

/// Which files a rule looks at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paths {
    /// Only these; empty means all.
    #[serde(default)]
    pub include: Vec<String>,
    /// Not these.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// What people are told about a finding.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// What was found, in one or two sentences.
    pub what: String,
    /// What somebody who holds it can do.
    pub why: String,
    /// What to do now, and how not to come here again.
    pub fix: String,
}

/// Texts that must and must not match. `{{token}}` stands for a value made from the rule's own pattern with a fixed
/// seed, checksum included, so that no file holds anything that looks real. It can be spoiled:
/// `{{token:wrong-checksum}}`, `{{token:short}}`, `{{token:long}}`, `{{token:foreign}}` (a character outside its
/// alphabet) and `{{token:placeholder}}`. A text may stand for several files: `{{file:a/.env.example}}` on a line of its
/// own begins one of that name (rules of a check need a name that they look at). `{{<pack>/<id>}}` is a value of another rule, `{{match}}` the whole match
/// where the pattern has a group `secret` (of which `{{token}}` is the text). Where there is no pattern,
/// `{{random:24}}` (letters and digits), `{{hex:32}}`, `{{bytes:40}}` (characters of base 64), `{{base64:24}}` (letters
/// and digits, encoded), `{{base64-pair:24}}` (behind a user's name) and `{{base64-key:256}}` (a private key) make so
/// many random characters. Any other braces stay as they are, and `{{{{` stands for two that would not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Each must give at least one finding of this rule, of medium confidence or more.
    #[serde(rename = "match")]
    pub matching: Vec<String>,
    /// None may give a finding of this rule of medium confidence or more.
    #[serde(default)]
    pub near_miss: Vec<String>,
}

/// The part of a rule that only explanations need: kept apart so that a scan does not have to read it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RuleText {
    /// See [`RuleDef::help`].
    pub help: Help,
    /// See [`RuleDef::references`].
    pub references: Vec<String>,
    /// See [`RuleDef::examples`].
    pub examples: Examples,
}
