//! The languages whose code is read: by which file names they are known, and their grammars.

use std::sync::OnceLock;

/// A programming language, or a dialect with a grammar of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Python, stubs included.
    Python,
    /// JavaScript, with JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX, where `<T>x` is no cast.
    Tsx,
    /// Go.
    Go,
    /// Java.
    Java,
}

/// The endings of file names, in lower case.
const ENDINGS: &[(&str, Lang)] = &[
    ("py", Lang::Python),
    ("pyi", Lang::Python),
    ("pyw", Lang::Python),
    ("js", Lang::JavaScript),
    ("jsx", Lang::JavaScript),
    ("mjs", Lang::JavaScript),
    ("cjs", Lang::JavaScript),
    ("ts", Lang::TypeScript),
    ("mts", Lang::TypeScript),
    ("cts", Lang::TypeScript),
    ("tsx", Lang::Tsx),
    ("go", Lang::Go),
    ("java", Lang::Java),
];

impl Lang {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Python, Self::JavaScript, Self::TypeScript, Self::Tsx, Self::Go, Self::Java];

    /// The language of a file, by the ending of its name, in any case.
    #[must_use]
    pub fn of_path(path: &[u8]) -> Option<Self> {
        let name = path.rsplit(|&byte| byte == b'/').next()?;
        let dot = name.iter().rposition(|&byte| byte == b'.')?;
        let ending = &name[dot + 1..];
        ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known.as_bytes())).map(|(_, lang)| *lang)
    }

    /// The name that tables of checks use; the three dialects of JavaScript share one.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript | Self::TypeScript | Self::Tsx => "javascript",
            Self::Go => "go",
            Self::Java => "java",
        }
    }

    /// Whether it is JavaScript or one of its dialects.
    #[must_use]
    pub const fn is_ecma(self) -> bool {
        matches!(self, Self::JavaScript | Self::TypeScript | Self::Tsx)
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// Its grammar, with the names of kinds and fields; made on first use.
    pub(super) fn grammar(self) -> &'static Grammar {
        static GRAMMARS: [OnceLock<Grammar>; 6] = [const { OnceLock::new() }; 6];
        GRAMMARS[self.index()].get_or_init(|| Grammar::new(self))
    }
}

/// A grammar and its names by number.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) language: tree_sitter::Language,
    pub(super) kinds: Vec<&'static str>,
    pub(super) fields: Vec<&'static str>,
}

impl Grammar {
    fn new(lang: Lang) -> Self {
        let language: tree_sitter::Language = match lang {
            Lang::Python => tree_sitter_python::LANGUAGE,
            Lang::JavaScript => tree_sitter_javascript::LANGUAGE,
            Lang::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
            Lang::Tsx => tree_sitter_typescript::LANGUAGE_TSX,
            Lang::Go => tree_sitter_go::LANGUAGE,
            Lang::Java => tree_sitter_java::LANGUAGE,
        }
        .into();
        let kinds = (0..language.node_kind_count() as u16).map(|id| language.node_kind_for_id(id).unwrap_or_default());
        let fields = (0..=language.field_count() as u16).map(|id| language.field_name_for_id(id).unwrap_or_default());
        let (kinds, fields) = (kinds.collect(), fields.collect());
        Self { language, kinds, fields }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_ending_in_any_case() {
        assert_eq!(Lang::of_path(b"a/b.d/app.py"), Some(Lang::Python));
        assert_eq!(Lang::of_path(b"Main.JAVA"), Some(Lang::Java));
        assert_eq!(Lang::of_path(b"x.d.mts"), Some(Lang::TypeScript));
        assert_eq!(Lang::of_path(b"view.tsx"), Some(Lang::Tsx));
        for other in ["py", "a.py/b", "a.pyc", "go", "a.", ""] {
            assert_eq!(Lang::of_path(other.as_bytes()), None, "{other}");
        }
    }
}
