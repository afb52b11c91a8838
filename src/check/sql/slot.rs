//! Where in a statement a hole stands: what SQL takes there, a value, a name, an order.

use super::word::{Verb, is_comparison, is_keyword, names_object};
use crate::syntax::code::built::Piece;

/// What stands where a hole is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A value between quotes of the statement.
    Quoted,
    /// A value as it stands: behind a comparison, in `IN (…)` or `VALUES (…)`.
    Bare,
    /// A number of rows.
    Limit,
    /// What a result is ordered by, or in which direction.
    Order,
    /// The name of a table or column, or a part of one.
    Name,
    /// The name or the number of a placeholder: `:{name}`, `${n}`.
    Placeholder,
    /// A part of a statement that is put together elsewhere.
    Fragment,
}

/// A statement, as far as its text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    /// What it does; `None` where its beginning is not known or is no SQL.
    pub(super) verb: Option<Verb>,
    /// Whether the clause that this verb asks for is there.
    pub(super) clause: bool,
    /// Whether it begins with a hole.
    pub(super) open: bool,
    /// Whether it holds a word that only parts of statements hold, such as `WHERE`.
    pub(super) part: bool,
    /// Whether it holds `AND` or `OR`, which other languages know as well.
    pub(super) joint: bool,
    /// Whether it names a setting of the application's own, such as `app.user`.
    pub(super) own_setting: bool,
    /// The slot of every hole, in order.
    pub(super) slots: Vec<Slot>,
}

/// What the reader is in the middle of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Clause {
    #[default]
    None,
    Select,
    From,
    Into,
    Values,
    Set,
    Condition,
    Order,
    Group,
    Limit,
}

/// What a bracket was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    Values,
    Columns,
    Function,
    Other,
}

/// What a text is before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A statement.
    Statement,
    /// A condition.
    Condition,
    /// What follows `ORDER BY`.
    Order,
    /// What follows `SELECT`.
    Columns,
}

struct Reader {
    /// The last word in capitals, or the last sign.
    last: String,
    /// The word before it.
    before: String,
    word: String,
    clause: Clause,
    brackets: Vec<(Bracket, Clause)>,
    quote: Option<char>,
    /// What stood before the quote.
    between: bool,
    /// The last character outside of a comment.
    near: char,
    comment: Option<char>,
    scan: Scan,
    begun: bool,
}

/// Reads a text.
pub(super) fn scan(pieces: &[Piece], start: Start) -> Scan {
    let scan = Scan {
        verb: None,
        clause: false,
        open: false,
        part: false,
        joint: false,
        own_setting: false,
        slots: Vec::new(),
    };
    let (last, clause) = match start {
        Start::Statement => ("", Clause::None),
        Start::Condition => ("WHERE", Clause::Condition),
        Start::Order => ("BY", Clause::Order),
        Start::Columns => ("SELECT", Clause::Select),
    };
    let mut reader = Reader {
        last: last.to_owned(),
        before: String::new(),
        word: String::new(),
        clause,
        brackets: Vec::new(),
        quote: None,
        between: false,
        near: ' ',
        comment: None,
        scan,
        begun: start != Start::Statement,
    };
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text, _) => reader.text(text),
            Piece::Hole(_) => {
                let behind = match pieces.get(at + 1) {
                    Some(Piece::Text(text, _)) => text.as_str(),
                    _ => "",
                };
                reader.hole(behind);
            }
        }
    }
    reader.end_word();
    reader.scan
}

impl Reader {
    fn text(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(end) = self.comment {
                if c == end && (end == '\n' || chars.next_if_eq(&'/').is_some()) {
                    self.comment = None;
                }
                continue;
            }
            if let Some(quote) = self.quote {
                if c == '\\' {
                    chars.next();
                } else if c == quote && chars.next_if_eq(&quote).is_none() {
                    self.quote = None;
                    self.token("''");
                }
                self.near = c;
                continue;
            }
            if c.is_alphanumeric() || c == '_' {
                self.word.push(c);
                self.near = c;
                continue;
            }
            self.end_word();
            match c {
                '\'' | '"' | '`' => self.quote = Some(c),
                '-' if chars.peek() == Some(&'-') => self.comment = Some('\n'),
                '/' if chars.peek() == Some(&'*') => self.comment = Some('*'),
                '(' => self.open(),
                ')' => self.close(),
                ';' => {
                    self.token(";");
                    self.clause = Clause::None;
                }
                c if c.is_whitespace() => {}
                c => {
                    let mut sign = String::from(c);
                    if "<>!=|~:-".contains(c) {
                        while let Some(more) = chars.next_if(|more| "<>=|~*".contains(*more)) {
                            sign.push(more);
                        }
                    }
                    self.token(&sign);
                }
            }
            self.near = c;
        }
    }

    fn token(&mut self, token: &str) {
        self.begun = true;
        if self.scan.verb == Some(Verb::Set) && matches!(token, "=" | ":=") {
            self.scan.clause = true;
        }
        if token == "." && self.scan.verb == Some(Verb::Set) && self.last != "SET" {
            self.scan.own_setting = true;
        }
        self.before = std::mem::replace(&mut self.last, token.to_owned());
    }

    fn open(&mut self) {
        let bracket = match self.last.as_str() {
            "IN" | "ANY" | "ALL" | "SOME" | "VALUES" | "VALUE" => Bracket::Values,
            "," if self.clause == Clause::Values => Bracket::Values,
            last if self.clause == Clause::Into && !is_keyword(last) => Bracket::Columns,
            last if last.chars().all(|c| c.is_alphanumeric() || c == '_') && !last.is_empty() && !is_keyword(last) => {
                Bracket::Function
            }
            _ => Bracket::Other,
        };
        self.brackets.push((bracket, self.clause));
        if self.begun {
            self.token("(");
        }
    }

    fn close(&mut self) {
        if let Some((_, clause)) = self.brackets.pop() {
            self.clause = clause;
        }
        self.token(")");
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word).to_uppercase();
        if !self.begun && self.scan.verb.is_none() && !self.scan.open {
            self.scan.verb = Verb::of(&word);
        }
        self.begun = true;
        let clause = match word.as_str() {
            "SELECT" => Clause::Select,
            "FROM" | "JOIN" | "UPDATE" | "USING" => Clause::From,
            "INTO" => Clause::Into,
            "VALUES" | "VALUE" => Clause::Values,
            "SET" => Clause::Set,
            "WHERE" | "ON" | "HAVING" | "WHEN" => Clause::Condition,
            "BY" if self.last == "ORDER" => Clause::Order,
            "BY" if matches!(self.last.as_str(), "GROUP" | "PARTITION") => Clause::Group,
            "LIMIT" | "OFFSET" | "TOP" => Clause::Limit,
            "UNION" | "RETURNING" | "INTERSECT" | "EXCEPT" => Clause::None,
            _ => self.clause,
        };
        self.clause = clause;
        if matches!(word.as_str(), "WHERE" | "HAVING" | "VALUES" | "LIMIT" | "JOIN")
            || (word == "BY" && clause != Clause::None)
        {
            self.scan.part = true;
        }
        match word.as_str() {
            "BETWEEN" => self.between = true,
            "AND" | "OR" => {
                self.scan.joint |= !self.between;
                // The word between the two ends is a sign of its own.
                if std::mem::take(&mut self.between) {
                    self.token("BETWEEN");
                    return;
                }
            }
            _ => {}
        }
        if let Some(verb) = self.scan.verb {
            self.scan.clause |= verb.asks_for(&word, &self.last);
        }
        self.token(&word);
    }

    fn hole(&mut self, behind: &str) {
        // A word that touches the hole is a part of a name with it.
        let touching = !self.word.is_empty();
        self.end_word();
        if !self.begun {
            self.scan.open = true;
            self.begun = true;
        }
        // `SELECT {columns} FROM`, `UPDATE {table} SET`: what comes behind the hole is seen when it is read.
        let slot = if self.comment.is_some() { Slot::Fragment } else { self.slot(touching, behind) };
        self.scan.slots.push(slot);
        if self.quote.is_none() {
            // A value or a name stood there.
            self.token("{}");
        }
        self.near = '}';
    }

    fn slot(&self, touching: bool, behind: &str) -> Slot {
        let last = self.last.as_str();
        match self.quote {
            // `file_format=>'…'`: what functions of tables are told is mostly no value of a row.
            Some('\'') => return if last == "=>" { Slot::Name } else { Slot::Quoted },
            // Some databases take double quotes for values, where one is compared; elsewhere they are for names.
            Some('"') if self.takes_value(last) && !matches!(last, "THEN" | "ELSE" | "||") => return Slot::Quoted,
            Some(_) => return Slot::Name,
            None => {}
        }
        if matches!(self.near, ':' | '$' | '@' | '?') && !touching {
            return Slot::Placeholder;
        }
        if touching
            && (last == "P" || last == "PARAM" || last == "ARG")
            && matches!(self.before.as_str(), ":" | "@" | "$")
        {
            return Slot::Placeholder;
        }
        if touching || self.near == '.' || self.near == '[' || behind.starts_with('.') {
            return Slot::Name;
        }
        let next = behind.trim_start();
        let compared = is_comparison(next);
        let attached = behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        match last {
            "LIMIT" | "OFFSET" | "TOP" | "FIRST" => Slot::Limit,
            _ if self.takes_value(last) => {
                if attached {
                    Slot::Name
                } else {
                    Slot::Bare
                }
            }
            "BY" if self.clause == Clause::Order => Slot::Order,
            "BY" if self.clause == Clause::Group => Slot::Name,
            // `IDENTIFIED BY …`
            "BY" => Slot::Bare,
            "SELECT" | "DISTINCT" => Slot::Name,
            "AND" | "OR" | "WHERE" | "NOT" | "HAVING" | "ON" if compared => Slot::Name,
            "," | "(" => match (self.brackets.last().map(|(bracket, _)| *bracket), self.clause) {
                (Some(Bracket::Columns), _) => Slot::Name,
                (Some(_), _) => Slot::Fragment,
                (None, Clause::Select | Clause::From | Clause::Group) => Slot::Name,
                (None, Clause::Order) => Slot::Order,
                (None, Clause::Limit) => Slot::Limit,
                (None, Clause::Set) if compared => Slot::Name,
                _ => Slot::Fragment,
            },
            "SET" if compared => Slot::Name,
            last if names_object(last) => Slot::Name,
            // `ORDER BY name {direction}`, and the column behind another hole.
            _ if self.clause == Clause::Order && self.brackets.is_empty() => Slot::Order,
            _ => Slot::Fragment,
        }
    }

    /// Whether what comes next is a value.
    fn takes_value(&self, last: &str) -> bool {
        match last {
            "=" | "==" | "<>" | "!=" | "<" | ">" | "<=" | ">=" | "~" | "~*" | "||" | ":=" | "<=>" | "LIKE"
            | "ILIKE" | "BETWEEN" | "REGEXP" | "RLIKE" | "GLOB" | "THEN" | "ELSE" | "INTERVAL" | "CONTAINS" => true,
            "(" | "," => matches!(self.brackets.last(), Some((Bracket::Values, _))),
            _ => false,
        }
    }
}
