//! What speaks for or against a value being a credential: one small fact each, about its name, itself, or its place.

/// A fact. How much it weighs is data (`rules/weights.yaml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check::credentials) enum Feature {
    /// Added to every sum.
    Base,
    NameSure,
    NameLikely,
    NameWeak,
    NamePassword,
    NameKey,
    NameToken,
    NameSalt,
    NameTrial,
    Random,
    Hex,
    Uuid,
    HashLength,
    Long,
    Short,
    Signs,
    DigitsAndLetters,
    DigitsOnly,
    LettersOnly,
    Words,
    Identifier,
    Dotted,
    Label,
    Common,
    Foreign,
    Deployed,
    Setting,
    Aside,
    Told,
    Data,
    Flag,
    Call,
    Taken,
    Compared,
    Packed,
    NearUser,
    NearHost,
    Again,
}

impl Feature {
    pub(in crate::check::credentials) const ALL: [Self; 38] = [
        Self::Base,
        Self::NameSure,
        Self::NameLikely,
        Self::NameWeak,
        Self::NamePassword,
        Self::NameKey,
        Self::NameToken,
        Self::NameSalt,
        Self::NameTrial,
        Self::Random,
        Self::Hex,
        Self::Uuid,
        Self::HashLength,
        Self::Long,
        Self::Short,
        Self::Signs,
        Self::DigitsAndLetters,
        Self::DigitsOnly,
        Self::LettersOnly,
        Self::Words,
        Self::Identifier,
        Self::Dotted,
        Self::Label,
        Self::Common,
        Self::Foreign,
        Self::Deployed,
        Self::Setting,
        Self::Aside,
        Self::Told,
        Self::Data,
        Self::Flag,
        Self::Call,
        Self::Taken,
        Self::Compared,
        Self::Packed,
        Self::NearUser,
        Self::NearHost,
        Self::Again,
    ];

    /// Its name in the table of weights, and what it says, as a part of a sentence about the value.
    pub(in crate::check::credentials) const fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::Base => ("base", "what is given to such a name is a credential as often as not"),
            Self::NameSure => ("name-sure", "its name says what it is"),
            Self::NameLikely => ("name-likely", "its name is mostly that of a credential"),
            Self::NameWeak => ("name-weak", "its name may be that of many things"),
            Self::NamePassword => ("name-password", "its name is that of a password"),
            Self::NameKey => ("name-key", "its name is that of a key"),
            Self::NameToken => ("name-token", "its name is that of a token"),
            Self::NameSalt => ("name-salt", "its name is that of a salt"),
            Self::NameTrial => ("name-trial", "its name says that it is there to be tried out"),
            Self::Random => ("random", "it looks random"),
            Self::Hex => ("hex", "it is hexadecimal"),
            Self::Uuid => ("uuid", "it is a UUID"),
            Self::HashLength => ("hash-length", "it is as long as a hash"),
            Self::Long => ("long", "it is long"),
            Self::Short => ("short", "it is short"),
            Self::Signs => ("signs", "it mixes letters, digits and signs"),
            Self::DigitsAndLetters => ("digits-and-letters", "it mixes letters and digits"),
            Self::DigitsOnly => ("digits-only", "it is a number"),
            Self::LettersOnly => ("letters-only", "it has nothing but letters"),
            Self::Words => ("words", "it reads like words"),
            Self::Identifier => ("identifier", "it is written like a name in code"),
            Self::Dotted => ("dotted", "it is a row of names with dots"),
            Self::Label => ("label", "it is written like a label"),
            Self::Common => ("common", "it is one that people try first"),
            Self::Foreign => ("foreign", "it has letters beyond ASCII"),
            Self::Deployed => ("deployed", "the file says how something is run"),
            Self::Setting => ("setting", "the file holds settings"),
            Self::Aside => ("aside", "it stands in a test, an example or code from elsewhere"),
            Self::Told => ("told", "it stands in a text for people"),
            Self::Data => ("data", "it stands in a table of data"),
            Self::Flag => ("flag", "it is an argument of a command"),
            Self::Call => ("call", "it is an argument of a call"),
            Self::Taken => ("taken", "it stands where nothing but a credential is taken"),
            Self::Compared => ("compared", "it is compared with"),
            Self::Packed => ("packed", "its line was written by a program"),
            Self::NearUser => ("near-user", "a user's name stands beside it"),
            Self::NearHost => ("near-host", "a host stands beside it"),
            Self::Again => ("again", "the same value stands elsewhere"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_in_the_order_of_their_numbers() {
        for (at, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, at);
        }
    }
}
