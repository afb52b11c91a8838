//! The words of SQL, and what makes a text a statement: a verb, and the clause that this verb asks for.

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Select,
    Insert,
    Update,
    Delete,
    /// `WITH x AS (…)`, `EXPLAIN …`: another statement follows.
    With,
    Set,
    /// `CALL`, `EXEC`.
    Call,
    /// `FROM Order o WHERE …`, as query languages of objects have it.
    From,
    /// Statements in which databases take no parameters: `CREATE`, `GRANT`, `PRAGMA` …
    Fixed,
}

impl Verb {
    /// The verb that a statement begins with; `word` is in capitals.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "SELECT" => Self::Select,
            "INSERT" | "REPLACE" | "MERGE" | "UPSERT" => Self::Insert,
            "UPDATE" => Self::Update,
            "DELETE" => Self::Delete,
            "WITH" | "EXPLAIN" => Self::With,
            "SET" => Self::Set,
            "CALL" | "EXEC" | "EXECUTE" => Self::Call,
            "FROM" => Self::From,
            "CREATE" | "ALTER" | "DROP" | "TRUNCATE" | "GRANT" | "REVOKE" | "PRAGMA" | "COPY" | "COMMENT"
            | "ATTACH" | "VACUUM" | "ANALYZE" | "SAVEPOINT" | "RELEASE" | "ROLLBACK" | "LISTEN" | "NOTIFY" | "LOCK"
            | "SHOW" | "USE" | "REINDEX" | "KILL" | "LOAD" | "DESCRIBE" | "OPTIMIZE" | "REFRESH" => Self::Fixed,
            _ => return None,
        })
    }

    /// Whether a word behind it, in capitals, is the one that makes it a statement.
    pub(super) fn asks_for(self, word: &str, before: &str) -> bool {
        match self {
            Self::Select => {
                word == "FROM" || (before == "SELECT" && matches!(word, "COUNT" | "EXISTS" | "NEXTVAL" | "SET_CONFIG"))
            }
            Self::Insert => matches!(word, "INTO"),
            Self::Update => word == "SET",
            Self::Delete => word == "FROM",
            Self::With => matches!(word, "SELECT" | "INSERT" | "UPDATE" | "DELETE"),
            Self::Set => word == "TO" || matches!(before, "LOCAL" | "SESSION" | "GLOBAL"),
            Self::Call => true,
            Self::From => matches!(word, "WHERE" | "JOIN" | "ORDER"),
            Self::Fixed => matches!(
                word,
                "TABLE"
                    | "INDEX"
                    | "VIEW"
                    | "DATABASE"
                    | "SCHEMA"
                    | "USER"
                    | "ROLE"
                    | "SEQUENCE"
                    | "TRIGGER"
                    | "FUNCTION"
                    | "ON"
                    | "TO"
                    | "COLUMN"
                    | "TYPE"
                    | "TABLES"
                    | "COLUMNS"
                    | "EXTENSION"
                    | "PROCEDURE"
                    | "UNIQUE"
            ),
        }
    }
}

/// Words behind which no name of a function or table ends.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "SELECT"
            | "FROM"
            | "WHERE"
            | "AND"
            | "OR"
            | "NOT"
            | "IN"
            | "AS"
            | "ON"
            | "BY"
            | "SET"
            | "INTO"
            | "VALUES"
            | "JOIN"
            | "UNION"
            | "ALL"
            | "EXISTS"
            | "LIKE"
            | "BETWEEN"
            | "THEN"
            | "ELSE"
            | "WHEN"
            | "CASE"
            | "USING"
            | "OVER"
            | "WITH"
            | "DISTINCT"
            | "HAVING"
            | "LIMIT"
            | "OFFSET"
            | "RETURNING"
            | "DEFAULT"
    )
}

/// Words behind which the name of a table or another object stands.
pub(super) fn names_object(word: &str) -> bool {
    matches!(
        word,
        "FROM"
            | "JOIN"
            | "INTO"
            | "UPDATE"
            | "TABLE"
            | "EXISTS"
            | "DATABASE"
            | "SCHEMA"
            | "INDEX"
            | "VIEW"
            | "COLUMN"
            | "ADD"
            | "USER"
            | "ROLE"
            | "SEQUENCE"
            | "TRIGGER"
            | "FUNCTION"
            | "SAVEPOINT"
            | "RELEASE"
            | "AS"
            | "USING"
            | "TRUNCATE"
            | "DESCRIBE"
            | "USE"
            | "PRAGMA"
            | "TO"
            | "ONLY"
            | "REFERENCES"
            | "COLLATE"
            | "CONSTRAINT"
            | "LISTEN"
            | "NOTIFY"
            | "VACUUM"
            | "ANALYZE"
            | "REPLACE"
            | "OVERWRITE"
            | "COPY"
            | "DATABASES"
            | "LOCK"
            | "EXTENSION"
            | "TYPE"
            | "CAST"
            | "ROUTINE"
            | "TABLES"
    )
}

/// Whether a text goes on with a comparison: what stands before it is a column.
pub(super) fn is_comparison(next: &str) -> bool {
    let upper: String = next.chars().take(8).collect::<String>().to_uppercase();
    upper.starts_with(['=', '<', '>', '!', '~'])
        || ["LIKE", "ILIKE", "IN ", "IN(", "IS ", "BETWEEN", "NOT "].iter().any(|word| upper.starts_with(word))
}
