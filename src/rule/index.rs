//! From literals, shapes and words to the rules that asked for them: what both prefilters need of a rule set.

use std::collections::BTreeMap;

use super::Rule;
use super::carry::Carrier;
use super::def::CheckName;
pub use super::role::Role;
use super::role::{CREDENTIAL, OTHER};
use super::shared::Shared;
use crate::text::literals::Literals;
use crate::text::runs::{Runs, ValueFormat};
use crate::text::token::ByteSet;
use crate::text::words::Words;

/// The id under which the literal prefilter finds what stands encoded in an address: no rule's.
pub const ENCODED: u32 = u32::MAX;

/// The id under which it finds what a file must hold for the CORS check to read it.
pub const CORS: u32 = u32::MAX - 1;

/// The id under which it finds what a suppression begins with.
pub const SUPPRESSION: u32 = u32::MAX - 2;

/// The id under which it finds what names of credentials hold and no rule begins with.
pub const NAME: u32 = u32::MAX - 3;

/// What the names of credentials hold, in small letters, and the calls and commands that take some: one of them stands in
/// nearly every such name. `key` alone stands everywhere, and ends a name where it names what follows.
pub const NAMES: [&str; 56] = [
    "pass",
    "pwd",
    "secre",
    "token",
    "api_key",
    "api-key",
    "apikey",
    "key=",
    "key ",
    "key:",
    "key,",
    "key(",
    "key\"",
    "key'",
    "key>",
    "key<",
    "key[",
    "key\n",
    "key|",
    "key;",
    "key\\",
    "key\t",
    "key]",
    "key)",
    "key.eq",
    "cred",
    "authorization",
    "auth=(",
    "basicauth",
    "salt",
    "pepper",
    "identified by",
    "securestring",
    "tochararray",
    "kennwort",
    "mdp",
    "frase",
    "contras",
    "senha",
    "schl",
    "clave",
    "chave",
    "jeton",
    "segre",
    "geheim",
    "chiffr",
    "cifra",
    "curl ",
    "mysql",
    "redis-cli ",
    "docker login",
    "sudo -s",
    "getconnection(",
    "sequelize(",
    "pdo(",
    "jwt.",
];

/// Every name that the CORS check knows holds one of these: searching for two is faster than for all.
pub const CORS_PARTS: [&str; 2] = ["cors", "rigin"];

/// What every suppression holds; a text without it has none.
pub const MARKER: &[u8] = b"bartizan:";

/// `://` with the escapes that it is written with.
const ENCODED_LITERALS: [&[u8]; 2] = [b"%3a%2f%2f", b":\\/\\/"];

/// The tables of one rule set. Ids in them are positions in the set.
#[derive(Debug)]
pub struct Index {
    /// Literals at and before runs (ids: rules), and value formats (ids: positions in `values`).
    pub runs: Runs,
    /// Names and structures (ids: positions in `shared`), and, if any rule has some, what others look for.
    pub literals: Literals,
    /// For each literal, the rules that begin with it.
    pub shared: Vec<Shared>,
    /// For each literal, whether it is one of [`NAMES`].
    pub named: Vec<bool>,
    /// Whether any rule has some.
    pub has_literals: bool,
    /// The context words of all rules, and, where any rule asks for some, the words that say what a value is.
    pub words: Words,
    /// For each word, what it says of a value.
    pub roles: Vec<Option<Role>>,
    /// For each value format, its rule.
    pub values: Vec<u32>,
    /// For each word, the value formats that ask for it.
    pub values_by_word: Vec<Vec<u32>>,
    /// The value formats that ask for no word: a checksum or a mark inside them says enough. They are few, and tried
    /// one by one.
    pub values_alone: Vec<u32>,
    /// For each rule, the ids of its words.
    pub words_of: Vec<Vec<usize>>,
    /// The largest distance that any value format allows its words.
    pub within: usize,
    /// The most bytes that a match of a value format with words can have: words may stand behind all of it.
    pub value_reach: usize,
    /// The most bytes that a match of a rule with a literal and words can have.
    pub literal_reach: usize,
}

impl Index {
    /// Builds the tables.
    #[must_use]
    pub fn new(rules: &[Rule]) -> Self {
        let mut word_ids: BTreeMap<&str, usize> = BTreeMap::new();
        for word in rules.iter().flat_map(|rule| &rule.def.context).flat_map(|context| &context.words) {
            word_ids.entry(word).or_default();
        }
        if !word_ids.is_empty() {
            for word in CREDENTIAL.iter().chain(OTHER) {
                word_ids.entry(word).or_default();
            }
        }
        word_ids.values_mut().enumerate().for_each(|(at, id)| *id = at);
        let words: Vec<String> = word_ids.keys().map(|&word| word.to_owned()).collect();
        let mut roles = vec![None; words.len()];
        if !words.is_empty() {
            CREDENTIAL.iter().for_each(|word| roles[word_ids[word]] = Some(Role::Credential));
            OTHER.iter().for_each(|word| roles[word_ids[word]] = Some(Role::Other));
        }

        let (mut heads, mut behind, mut names) = (Vec::new(), Vec::new(), BTreeMap::<&[u8], Shared>::new());
        let (mut formats, mut values) = (Vec::new(), Vec::new());
        let (mut within, mut value_reach, mut literal_reach) = (0, 0, 0);
        let mut values_by_word = vec![Vec::new(); words.len()];
        let mut values_alone = Vec::new();
        let mut words_of = Vec::with_capacity(rules.len());
        for (id, rule) in (0u32..).zip(rules) {
            let context = rule.def.context.as_ref();
            let mut own: Vec<usize> =
                context.iter().flat_map(|c| &c.words).map(|word| word_ids[word.as_str()]).collect();
            own.sort_unstable();
            own.dedup();
            match &rule.carried.carrier {
                Carrier::Run(all) => heads.extend(all.iter().map(|literal| (literal.clone(), id))),
                Carrier::Behind(all) => behind.extend(all.iter().map(|literal| (literal.clone(), id))),
                Carrier::Literal(all) => {
                    all.iter().for_each(|name| names.entry(name).or_insert_with(Shared::new).add(id, rule));
                    if let Some(context) = context {
                        within = within.max(usize::from(context.within));
                        literal_reach = literal_reach.max(rule.carried.reach as usize);
                    }
                }
                Carrier::Check => {}
                Carrier::Value { min, max, set } => {
                    let format = values.len() as u32;
                    own.iter().for_each(|&word| values_by_word[word].push(format));
                    if context.is_none() {
                        values_alone.push(format);
                    }
                    values.push(id);
                    formats.push(ValueFormat { min: *min, max: *max, set: *set });
                    if let Some(context) = context {
                        within = within.max(usize::from(context.within));
                        value_reach = value_reach.max(rule.carried.reach as usize);
                    }
                }
            }
            words_of.push(own);
        }
        // What goes by names alone brings no literal along.
        let by_names = rules.iter().any(|rule| rule.def.check == Some(CheckName::Credentials));
        let has_literals = by_names || !names.is_empty();
        let (names, shared): (Vec<&[u8]>, Vec<Shared>) = names.into_iter().unzip();
        let named: Vec<bool> = names.iter().map(|literal| NAMES.iter().any(|it| it.as_bytes() == *literal)).collect();
        let others: Vec<&str> = NAMES.into_iter().filter(|it| !names.contains(&it.as_bytes())).collect();
        let mut literals: Vec<(Vec<u8>, u32)> = names.into_iter().map(<[u8]>::to_vec).zip(0..).collect();
        if has_literals {
            literals.extend(ENCODED_LITERALS.iter().map(|literal| (literal.to_vec(), ENCODED)));
            // Others would have to go through the text once more.
            literals.extend(CORS_PARTS.iter().map(|part| (part.as_bytes().to_vec(), CORS)));
            literals.push((MARKER.to_vec(), SUPPRESSION));
            literals.extend(others.iter().map(|name| (name.as_bytes().to_vec(), NAME)));
        }
        Self {
            runs: Runs::new(&heads, &behind, &formats, &if has_literals { generated() } else { Vec::new() }),
            literals: Literals::new(&literals),
            shared,
            named,
            has_literals,
            words: Words::new(&words),
            roles,
            values,
            values_by_word,
            values_alone,
            words_of,
            within,
            value_reach,
            literal_reach,
        }
    }

    /// Whether a text begins with a word for a credential, in any case.
    #[must_use]
    pub fn begins_credential(&self, text: &[u8]) -> bool {
        let begins = |word: &&str| text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word.as_bytes());
        CREDENTIAL.iter().any(begins)
    }
}
/// What comes out of generators, whoever issues it: letters and digits, hexadecimal digits, base 64 of both kinds.
fn generated() -> Vec<ValueFormat> {
    let set = |bytes: &[u8]| {
        let mut set = ByteSet::default();
        bytes.iter().for_each(|&byte| set.insert(byte));
        set
    };
    let letters: Vec<u8> = (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9').collect();
    let with = |more: &[u8]| set(&[&letters, more].concat());
    let format = |min, set| ValueFormat { min, max: 128, set };
    vec![
        format(12, with(b"")),
        format(16, with(b"-_")),
        format(16, with(b"+/=")),
        format(24, set(b"0123456789abcdef-")),
        format(24, set(b"0123456789ABCDEF")),
    ]
}
