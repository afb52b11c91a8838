//! Why no plan can be made, and what to write instead.

use super::nearest::did_you_mean;

/// A wrong setting. The message says what is wrong and where it was said; [`Self::help`] what to write instead.
/// File names in it are escaped for a terminal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A path to scan does not exist.
    #[error("there is no file or folder `{path}`")]
    NoSuchPath {
        /// As it was named.
        path: String,
    },
    /// A path to scan is a symbolic link to something that does not exist.
    #[error("`{path}` is a symbolic link that leads nowhere")]
    DanglingLink {
        /// As it was named.
        path: String,
    },
    /// Standard input was named together with something else.
    #[error("standard input (`-`) cannot be scanned together with paths")]
    StdinWithPaths,
    /// Standard input was named together with `--staged`.
    #[error("standard input (`-`) cannot be scanned together with `--staged`")]
    StdinStaged,
    /// A name was given to standard input, which is not scanned.
    #[error("`--stdin-name` is given, but standard input is not scanned")]
    StdinNameAlone,
    /// The name of standard input is absolute or empty.
    #[error("`{name}` cannot be the name of standard input: reports hold relative paths only")]
    StdinName {
        /// As it was given.
        name: String,
    },
    /// A glob does not read.
    #[error("`{option} {glob}`: {why}")]
    Glob {
        /// `--include` or `--exclude`.
        option: &'static str,
        /// As it was given.
        glob: String,
        /// What the reader of globs says.
        why: String,
    },
    /// A glob begins with `!`.
    #[error("`{option} {glob}`: a glob cannot be turned round with `!` here")]
    NegatedGlob {
        /// `--include` or `--exclude`.
        option: &'static str,
        /// As it was given.
        glob: String,
    },
    /// No rule has this id, pack or tag.
    #[error("`{option} {word}`: there is no rule, pack or tag of that name")]
    UnknownRule {
        /// `--only` or `--skip`.
        option: &'static str,
        /// As it was given.
        word: String,
        /// Names like it.
        nearest: Vec<String>,
    },
    /// All rules are off.
    #[error("no rule is left: `--only`, `--skip` and the configuration turn every rule off")]
    NoRules,
    /// Two reports would go to one file.
    #[error("two reports go to the same file, `{file}`")]
    SameReport {
        /// As the second was named.
        file: String,
    },
    /// The folder of a report does not exist.
    #[error("the report `{file}` cannot be written: there is no folder `{folder}`")]
    ReportFolder {
        /// As it was named.
        file: String,
        /// Its folder.
        folder: String,
    },
    /// A report's name is a folder's.
    #[error("the report `{file}` cannot be written: that is a folder")]
    ReportIsFolder {
        /// As it was named.
        file: String,
    },
}

impl PlanError {
    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::NoSuchPath { .. } | Self::DanglingLink { .. } => {
                "name an existing file or folder, or `-` for standard input".into()
            }
            Self::StdinWithPaths => "run bartizan twice, once with `-` alone".into(),
            Self::StdinStaged => "leave one of the two out; `--staged` alone scans all that is staged".into(),
            Self::StdinNameAlone => "name `-` as the path to scan, or leave `--stdin-name` out".into(),
            Self::StdinName { .. } => "give the name that the text has in the repository, such as `src/app.py`".into(),
            Self::Glob { .. } => "write it as in `.gitignore`, such as `*.py` or `src/**/*.json`".into(),
            Self::NegatedGlob { option: "--include", .. } => "use `--exclude` to leave files out".into(),
            Self::NegatedGlob { .. } => "use `--include` to take only some files".into(),
            Self::UnknownRule { nearest, .. } => did_you_mean(nearest).unwrap_or_else(|| {
                "a rule is named like `secrets/github-pat-classic`, a pack like `secrets`, a tag like `CWE-798`; `bartizan rules` lists them".into()
            }),
            Self::NoRules => "turn fewer rules off; `bartizan rules` lists them".into(),
            Self::SameReport { .. } => "give each `--report` a file of its own".into(),
            Self::ReportFolder { folder, .. } => format!("make the folder first: `mkdir -p {folder}`"),
            Self::ReportIsFolder { file } => format!("name a file in it, such as `{}/report`", file.trim_end_matches('/')),
        }
    }
}
