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
}

impl Spoken {
    pub(super) const ALL: [Self; 4] = [Self::Fallback, Self::Known, Self::Default, Self::Check];

    /// The rule's id.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Fallback => "secrets/credential-fallback",
            Self::Known => "secrets/known-signing-key",
            Self::Default => "secrets/weak-default-password",
            Self::Check => "secrets/hardcoded-check",
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
        (How::Fallback, Purpose::Own | Purpose::Issued, Kind::Random) => (Spoken::Fallback, S::High, C::High),
        (How::Fallback, Purpose::Password, Kind::Random) => (Spoken::Fallback, S::High, C::High),
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
        (How::Compared, _, Kind::Usable) => (Spoken::Check, S::Medium, C::Low),
        (How::Compared, _, Kind::Weak | Kind::Placeholder) => return None,
    })
}
