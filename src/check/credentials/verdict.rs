//! What a value means for the one it is given to: the table of purpose and kind.

use super::given::How;
use super::kind::Kind;
use super::purpose::Purpose;
use crate::finding::{Confidence, Severity};

/// The rules that the check speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    /// A credential that is used where none is configured.
    Fallback,
    /// A key that everybody can read.
    Known,
    /// A password that everybody tries first.
    Default,
    /// A credential that is compared with a constant.
    Check,
    /// A password that is given a literal.
    Password,
    /// Any other secret.
    Secret,
    /// A token.
    Token,
    /// An API key.
    ApiKey,
}

impl Spoken {
    pub(super) const ALL: [Self; 8] = [
        Self::Fallback,
        Self::Known,
        Self::Default,
        Self::Check,
        Self::Password,
        Self::Secret,
        Self::Token,
        Self::ApiKey,
    ];

    /// The rule's id.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Fallback => "secrets/credential-fallback",
            Self::Known => "secrets/known-signing-key",
            Self::Default => "secrets/weak-default-password",
            Self::Check => "secrets/hardcoded-check",
            Self::Password => "secrets/generic-password-assignment",
            Self::Secret => "secrets/generic-secret-assignment",
            Self::Token => "secrets/generic-token-assignment",
            Self::ApiKey => "secrets/generic-api-key-assignment",
        }
    }
}

/// Which rule speaks, how bad it is, and how sure. `deployed`: the file says how something is run.
pub(super) fn verdict(
    purpose: Purpose,
    kind: Kind,
    how: How,
    deployed: bool,
) -> Option<(Spoken, Severity, Confidence)> {
    use {Confidence as C, Severity as S};
    Some(match (how, purpose, kind) {
        (_, _, Kind::Empty | Kind::Reference) => return None,
        // What is assigned and can be used is what other rules look for.
        (How::Assigned, _, Kind::Random | Kind::Usable) => return None,
        (How::Fallback, _, Kind::Random) => (Spoken::Fallback, S::High, C::High),
        (How::Fallback, Purpose::Own, Kind::Usable) => (Spoken::Fallback, S::High, C::Medium),
        (How::Fallback, _, Kind::Usable) => (Spoken::Fallback, S::Medium, C::Medium),
        // The program takes it as well as any other key, and so takes what anybody signs with it.
        (How::Fallback | How::Assigned, Purpose::Own, Kind::Weak | Kind::Placeholder) => {
            (Spoken::Known, S::High, C::High)
        }
        (How::Fallback | How::Assigned, Purpose::Password, Kind::Weak | Kind::Placeholder) if deployed => {
            (Spoken::Default, S::Medium, C::High)
        }
        (How::Fallback, Purpose::Password, Kind::Weak) => (Spoken::Default, S::Low, C::Medium),
        // Who issues the real one refuses this: nothing works, and nothing is open.
        (How::Fallback | How::Assigned, Purpose::Issued | Purpose::Password, Kind::Weak | Kind::Placeholder) => {
            return None;
        }
        (How::Compared, _, Kind::Random) => (Spoken::Check, S::High, C::High),
        (How::Compared, Purpose::Password | Purpose::Own, Kind::Usable | Kind::Weak) => {
            (Spoken::Check, S::Medium, C::Medium)
        }
        // What parsers call a token is compared with words all the time.
        (How::Compared, _, Kind::Usable | Kind::Weak | Kind::Placeholder) => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

    use std::fmt::Write as _;
    use std::{env, fs};

    use super::*;

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/credentials.md");
    const MARKS: [&str; 2] = ["<!-- verdicts:begin -->\n", "<!-- verdicts:end -->"];

    /// The table for people: a row for each purpose and way, a column for each kind.
    fn table() -> String {
        let mut text =
            "| | ".to_owned() + &Kind::ALL.map(Kind::name).join(" | ") + " |\n|---|" + &"---|".repeat(6) + "\n";
        let ways = [
            ("as a fallback", How::Fallback, false),
            ("as a fallback in a deployment", How::Fallback, true),
            ("assigned", How::Assigned, false),
            ("assigned in a deployment", How::Assigned, true),
            ("compared", How::Compared, false),
        ];
        for purpose in Purpose::ALL {
            for (way, how, deployed) in ways {
                // Only what a deployment changes has a row of its own.
                let same = |kind| verdict(purpose, kind, how, deployed) == verdict(purpose, kind, how, false);
                if deployed && Kind::ALL.into_iter().all(same) {
                    continue;
                }
                let cell = |kind| match verdict(purpose, kind, how, deployed) {
                    Some((spoken, severity, confidence)) => {
                        format!("`{}`, {severity}, {confidence}", spoken.id().trim_start_matches("secrets/"))
                    }
                    None => "–".to_owned(),
                };
                writeln!(text, "| {}, {way} | {} |", purpose.name(), Kind::ALL.map(cell).join(" | ")).unwrap();
            }
        }
        text
    }

    #[test]
    fn the_page_shows_the_table() {
        let page = fs::read_to_string(PAGE).unwrap();
        let (before, rest) = page.split_once(MARKS[0]).unwrap();
        let (_, after) = rest.split_once(MARKS[1]).unwrap();
        let made = format!("{before}{}{}{}{after}", MARKS[0], table(), MARKS[1]);
        if env::var_os("BARTIZAN_UPDATE").is_some() {
            fs::write(PAGE, &made).unwrap();
        }
        assert!(made == page || env::var_os("BARTIZAN_UPDATE").is_some(), "docs/credentials.md shows another table");
    }

    #[test]
    fn what_is_nobody_s_is_quiet_and_what_is_random_is_told() {
        for purpose in Purpose::ALL {
            for how in [How::Fallback, How::Assigned, How::Compared] {
                for deployed in [false, true] {
                    assert_eq!(verdict(purpose, Kind::Empty, how, deployed), None);
                    assert_eq!(verdict(purpose, Kind::Reference, how, deployed), None);
                }
            }
            let spoken = verdict(purpose, Kind::Random, How::Fallback, false).map(|(spoken, ..)| spoken);
            assert_eq!(spoken, Some(Spoken::Fallback));
        }
        for kind in [Kind::Weak, Kind::Placeholder] {
            let known = Some((Spoken::Known, Severity::High, Confidence::High));
            assert_eq!(verdict(Purpose::Own, kind, How::Fallback, false), known);
            assert_eq!(verdict(Purpose::Own, kind, How::Assigned, false), known);
            assert_eq!(verdict(Purpose::Issued, kind, How::Fallback, true), None);
            let default = verdict(Purpose::Password, kind, How::Assigned, true).map(|(spoken, ..)| spoken);
            assert_eq!(default, Some(Spoken::Default));
            assert_eq!(verdict(Purpose::Password, kind, How::Assigned, false), None);
        }
    }
}
