//! The values that take the generators' places, the same in every run: they follow from the title and the place.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

use bartizan::rule::generate::Generator;
use bartizan::rule::{RuleSet, embedded};
use bartizan::text::base::base64_encode;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(embedded()));

/// Makes the values of one case.
pub(crate) struct Values {
    rng: fastrand::Rng,
    same: HashMap<String, String>,
    /// All that were made, but for repeated characters.
    pub(crate) made: Vec<String>,
}

impl Values {
    pub(crate) fn new(title: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        title.hash(&mut hasher);
        Self { rng: fastrand::Rng::with_seed(hasher.finish()), same: HashMap::new(), made: Vec::new() }
    }

    /// A text with values in the generators' places; what is none of them stays.
    pub(crate) fn expand(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("{{") {
            out.push_str(&rest[..at]);
            let made = rest[at + 2..].find("}}").and_then(|end| Some((self.call(&rest[at + 2..at + 2 + end])?, end)));
            match made {
                Some((value, end)) => {
                    out.push_str(&value);
                    rest = &rest[at + end + 4..];
                }
                None => {
                    out.push('{');
                    rest = &rest[at + 1..];
                }
            }
        }
        out + rest
    }

    fn call(&mut self, call: &str) -> Option<String> {
        let words: Vec<&str> = call.split(':').collect();
        let value = match words.as_slice() {
            ["random", n] => self.characters(n, fastrand::Rng::alphanumeric)?,
            ["hex", n] => self.hex(n)?,
            ["base64", n] => self.base64(n.parse().ok()?),
            ["password"] => self.password(),
            ["same", name, n] => self.once(call, name, |values| values.characters(n, fastrand::Rng::alphanumeric))?,
            ["same-password", name] => self.once(call, name, |values| Some(values.password()))?,
            ["same-hex", name, n] => self.once(call, name, |values| values.hex(n))?,
            ["repeat", x, n] => return Some(x.repeat(n.parse().ok()?)),
            ["pem"] => self.pem("\n"),
            ["pem-one-line"] => self.pem("\\n"),
            [id] if id.starts_with("secrets/") => {
                let rule = RULES.rules().iter().find(|rule| rule.id.as_str() == *id);
                let rule = rule.unwrap_or_else(|| panic!("`{{{{{id}}}}}` names no rule"));
                Generator::new(rule).token(&mut self.rng).unwrap().secret().to_owned()
            }
            _ => return None,
        };
        self.made.push(value.clone());
        Some(value)
    }

    fn once(&mut self, call: &str, name: &str, make: impl FnOnce(&mut Self) -> Option<String>) -> Option<String> {
        let key = format!("{}:{name}", call.split(':').next()?);
        if let Some(value) = self.same.get(&key) {
            return Some(value.clone());
        }
        let value = make(self)?;
        self.same.insert(key, value.clone());
        Some(value)
    }

    fn characters(&mut self, n: &str, one: impl Fn(&mut fastrand::Rng) -> char) -> Option<String> {
        let n: usize = n.parse().ok()?;
        Some((0..n).map(|_| one(&mut self.rng)).collect())
    }

    fn hex(&mut self, n: &str) -> Option<String> {
        self.characters(n, |rng| char::from(b"0123456789abcdef"[rng.usize(..16)]))
    }

    fn base64(&mut self, bytes: usize) -> String {
        let bytes: Vec<u8> = (0..bytes).map(|_| self.rng.u8(..)).collect();
        base64_encode(&bytes, true)
    }

    /// Two words, digits and a sign or two, as a person makes one.
    fn password(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "Harbour", "copper", "Meadow", "lantern", "Tiger", "violet", "Saturn", "maple", "Falcon", "pepper",
            "Glacier", "orbit", "Walnut", "ribbon", "Thunder", "cactus",
        ];
        let signs = ["!", "-", "_", "+", ".", ","];
        let word = |rng: &mut fastrand::Rng| WORDS[rng.usize(..WORDS.len())];
        let (first, second) = (word(&mut self.rng), word(&mut self.rng));
        let number = self.rng.u32(10..10_000);
        let (between, end) = (signs[self.rng.usize(..signs.len())], signs[self.rng.usize(..signs.len())]);
        format!("{first}{between}{second}{number}{end}")
    }

    /// A key as PKCS #8 has it: the body says how long it is and what kind, and the rest is random.
    fn pem(&mut self, line: &str) -> String {
        let rule = RULES.rules().iter().find(|rule| rule.id.as_str() == "secrets/pem-private-key");
        let made = Generator::new(rule.unwrap()).token(&mut self.rng).unwrap();
        made.text.trim_end().replace("\r\n", "\n").replace('\n', line)
    }
}
