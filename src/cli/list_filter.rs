//! Which rules `bartizan rules list` shows: by pack, provider, tag and severity.

use super::args::ListArgs;
use crate::config::{did_you_mean, nearest};
use crate::finding::Level as _;
use crate::rule::Rule;

/// A filter's word names nothing there is.
#[derive(Debug, thiserror::Error)]
#[error("`{option} {word}`: no rule has it")]
pub(super) struct NoSuch {
    option: &'static str,
    word: String,
    nearest: Vec<String>,
}

impl NoSuch {
    /// What to write instead.
    pub(super) fn help(&self) -> String {
        did_you_mean(&self.nearest)
            .unwrap_or_else(|| "`bartizan rules list --format json` shows what every rule has".into())
    }
}

/// An option, the words given to it, and what a rule has of the kind.
type Filter<'a> = (&'static str, &'a [String], fn(&Rule) -> Vec<&str>);

/// The rules that all filters let through; of one filter's words one is enough.
///
/// # Errors
/// Where a word fits no rule at all, whatever the other filters say: it is misspelt.
pub(super) fn filtered(args: &ListArgs, rules: Vec<Rule>) -> Result<Vec<Rule>, NoSuch> {
    let filters: [Filter<'_>; 4] = [
        ("--pack", &args.pack, |rule| vec![rule.id.pack()]),
        ("--provider", &args.provider, |rule| rule.provider.as_deref().into_iter().collect()),
        ("--tag", &args.tag, |rule| rule.def.tags.iter().map(String::as_str).collect()),
        ("--severity", &args.severity, |rule| vec![rule.severity.as_str()]),
    ];
    let has = |words: &[&str], word: &str| words.iter().any(|has| has.eq_ignore_ascii_case(word));
    for (option, words, of) in filters {
        if let Some(word) = words.iter().find(|word| !rules.iter().any(|rule| has(&of(rule), word))) {
            let all = rules.iter().flat_map(of);
            let nearest = nearest(word, all).into_iter().map(str::to_owned).collect();
            return Err(NoSuch { option, word: word.escape_debug().to_string(), nearest });
        }
    }
    let shows = |rule: &Rule| {
        filters.iter().all(|(_, words, of)| words.is_empty() || words.iter().any(|word| has(&of(rule), word)))
    };
    Ok(rules.into_iter().filter(shows).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::rule::embedded;

    fn args(provider: &[&str], severity: &[&str]) -> ListArgs {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        ListArgs {
            rules: Vec::new(),
            pack: vec!["secrets".into()],
            provider: words(provider),
            tag: Vec::new(),
            severity: words(severity),
            format: None,
        }
    }

    #[test]
    fn filters_hold_together_and_words_of_one_stand_for_each_other() {
        let rules = filtered(&args(&["github", "GitLab"], &["critical"]), embedded()).unwrap();
        assert!(rules.iter().any(|rule| rule.provider.as_deref() == Some("GitHub")));
        assert!(rules.iter().any(|rule| rule.provider.as_deref() == Some("GitLab")));
        assert!(rules.iter().all(|rule| rule.severity.as_str() == "critical"));
    }

    #[test]
    fn a_misspelt_word_is_refused_with_the_nearest() {
        let error = filtered(&args(&["Githib"], &[]), embedded()).unwrap_err();
        assert_eq!(error.to_string(), "`--provider Githib`: no rule has it");
        assert!(error.help().contains("GitHub"), "{}", error.help());
    }
}
