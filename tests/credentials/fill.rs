//! Templates: text with calls in `‹ ›` that are filled in with names, values and ordinary things.

use std::collections::HashMap;
use std::ops::Range;

use bartizan::text::base::base64_encode;

use super::name::{capital, spell, split};
use super::value::{base62, base64, hex, uuid};
use super::words::{THINGS, USERS, VERBS, WORDS, ZONES};

/// One file being written.
pub(crate) struct Filler<'r> {
    pub(crate) rng: &'r mut fastrand::Rng,
    /// The words of the credential's name, and how it may be spelt.
    pub(crate) name: Vec<String>,
    pub(crate) styles: Vec<String>,
    pub(crate) value: String,
    /// Words that calls with a number at their end share.
    same: HashMap<String, String>,
    /// Where the value stands in what was written.
    pub(crate) spans: Vec<Range<usize>>,
    /// Where other credentials stand, which may be reported and are not asked for.
    pub(crate) others: Vec<Range<usize>>,
}

impl<'r> Filler<'r> {
    pub(crate) fn new(rng: &'r mut fastrand::Rng) -> Self {
        let (name, styles) = (Vec::new(), vec!["snake".to_owned()]);
        Self { rng, name, styles, value: String::new(), same: HashMap::new(), spans: Vec::new(), others: Vec::new() }
    }

    /// Appends a template to `out`, calls filled in.
    pub(crate) fn fill(&mut self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some(at) = rest.find('‹') {
            out.push_str(&rest[..at]);
            let end = rest.find('›').unwrap_or_else(|| panic!("a call without end in `{template}`"));
            let call = &rest[at + '‹'.len_utf8()..end];
            self.call(call, out);
            rest = &rest[end + '›'.len_utf8()..];
        }
        out.push_str(rest);
    }

    /// A template filled in, on its own.
    pub(crate) fn text(&mut self, template: &str) -> String {
        let mut out = String::new();
        self.fill(template, &mut out);
        out
    }

    fn call(&mut self, call: &str, out: &mut String) {
        let (what, arg) = call.split_once(':').unwrap_or((call, ""));
        let number = arg.parse::<usize>().unwrap_or(0);
        let from = out.len();
        match what {
            "value" => self.mark(&self.value.clone(), out),
            // The value in parts: `‹part:1/3›` is the first of three.
            "part" => {
                let (part, of) = arg
                    .split_once('/')
                    .and_then(|(a, b)| Some((a.parse::<usize>().ok()?, b.parse::<usize>().ok()?)))
                    .unwrap();
                let letters: Vec<char> = self.value.chars().collect();
                let at = |part: usize| letters.len() * part / of;
                let part: String = letters[at(part - 1)..at(part)].iter().collect();
                self.mark(&part, out);
            }
            // A name and the value as HTTP sends them.
            "basic" => {
                let user = self.pick(USERS);
                let pair = base64_encode(format!("{user}:{}", self.value).as_bytes(), true);
                self.mark(&pair, out);
            }
            "name" => {
                // However often it is written in a file, it is spelt in one way.
                let style = &self.styles[self.rng.usize(..self.styles.len())];
                let style = if arg.is_empty() { style } else { arg };
                let fresh = spell(&self.name, style, self.rng);
                out.push_str(self.same.entry(format!("name {arg}")).or_insert(fresh));
            }
            "hex" => out.push_str(&hex(number, self.rng)),
            "digits" => (0..number).for_each(|_| out.push(self.rng.digit(10))),
            "base64" => out.push_str(&base64(number, self.rng)),
            "base62" => out.push_str(&base62(number, self.rng)),
            "another" => {
                out.push_str(&base62(number, self.rng));
                self.others.push(from..out.len());
            }
            "uuid" => out.push_str(&uuid(self.rng)),
            "basic64" => out.push_str(&base64_encode(arg.as_bytes(), true)),
            "int" => out
                .push_str(&self.rng.u32(2..if number > 0 { u32::try_from(number).unwrap() } else { 500 }).to_string()),
            "port" => out.push_str(&self.rng.u32(3000..9999).to_string()),
            "semver" => {
                let version = format!("{}.{}.{}", self.rng.u8(0..9), self.rng.u8(0..30), self.rng.u8(0..20));
                out.push_str(&version);
            }
            "date" => {
                let date = format!("20{:02}-{:02}-{:02}", self.rng.u8(19..27), self.rng.u8(1..13), self.rng.u8(1..29));
                out.push_str(&date);
            }
            "time" => {
                let time = format!("{:02}:{:02}:{:02}", self.rng.u8(0..24), self.rng.u8(0..60), self.rng.u8(0..60));
                out.push_str(&time);
            }
            "host" => {
                let host = format!(
                    "{}.{}.{}",
                    ["db", "api", "mq", "cache", "mail", "files"][self.rng.usize(..6)],
                    self.pick(WORDS),
                    self.pick(ZONES)
                );
                out.push_str(&host);
            }
            "email" => {
                let email = format!(
                    "{}@{}.{}",
                    self.pick(USERS),
                    self.pick(WORDS),
                    ["com", "org", "de", "io"][self.rng.usize(..4)]
                );
                out.push_str(&email);
            }
            "one" => {
                let all: Vec<&str> = arg.split('|').collect();
                let one = all[self.rng.usize(..all.len())];
                out.push_str(one);
            }
            word => self.word(word, out),
        }
        // A filled-in thing is never empty.
        assert!(out.len() > from, "`‹{call}›` gave nothing");
    }

    /// `word`, `Word`, `WORD` and so on with `thing`, `verb` and `user`; what ends in a number is the same in a file.
    fn word(&mut self, call: &str, out: &mut String) {
        let base = call.trim_end_matches(|c: char| c.is_ascii_digit());
        let list = match base.to_lowercase().as_str() {
            "word" => WORDS,
            "thing" => THINGS,
            "verb" => VERBS,
            "user" => USERS,
            _ => panic!("no call is named `‹{call}›`"),
        };
        let key = call.to_lowercase();
        let word = if base == call {
            self.pick(list).to_owned()
        } else {
            let fresh = self.pick(list).to_owned();
            self.same.entry(key).or_insert(fresh).clone()
        };
        let first = base.chars().next().unwrap_or('w');
        out.push_str(&if base.len() > 1 && base.chars().all(char::is_uppercase) {
            word.to_uppercase()
        } else if first.is_uppercase() {
            capital(&word)
        } else {
            word
        });
    }

    fn mark(&mut self, text: &str, out: &mut String) {
        self.spans.push(out.len()..out.len() + text.len());
        out.push_str(text);
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.rng.usize(..list.len())]
    }

    /// Takes a name written with spaces between its words, itself a template.
    pub(crate) fn take_name(&mut self, words: &str) {
        self.name = split(&self.text(words));
    }
}
