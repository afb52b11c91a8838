//! What GitHub Actions says about itself in the environment of a step.

use std::ffi::OsString;
use std::path::PathBuf;

/// The runner that a scan runs under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actions {
    /// The file to which a step adds a page in Markdown about itself.
    pub step_summary: Option<PathBuf>,
}

impl Actions {
    /// Reads the environment through `variable`; `None`: there is no runner.
    pub fn read(variable: impl Fn(&str) -> Option<OsString>) -> Option<Self> {
        if variable("GITHUB_ACTIONS")? != "true" {
            return None;
        }
        let step_summary = variable("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from);
        Some(Self { step_summary })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Option<Actions> {
        Actions::read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn a_runner_says_true_and_nothing_else() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[("GITHUB_ACTIONS", "false"), ("GITHUB_STEP_SUMMARY", "page")]), None);
        assert_eq!(read(&[("GITHUB_ACTIONS", "true")]), Some(Actions { step_summary: None }));
        assert_eq!(read(&[("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "")]), Some(Actions::default()));
        let page = Some(Actions { step_summary: Some("page".into()) });
        assert_eq!(read(&[("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "page")]), page);
    }
}
