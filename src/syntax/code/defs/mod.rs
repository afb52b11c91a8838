//! What names stand for: assignments, parameters, loops and imports of one file, and which of them reach a place.
//!
//! It reads one file and inside a function looks at the order of the text and at branches, no further: enough for
//! `query = "…"; if x: query += "…"; run(query)`, for constants of a file or class, and for what a constructor put into
//! a field.

mod collect;
mod import;
mod reach;
mod scope;

use std::collections::HashMap;

pub use import::Imports;
pub use reach::Reaching;
pub use scope::Function;

use super::expr::{Expr, Kind};
use super::tree::{Code, Id, Node};

/// How many names are followed from one to the next.
pub const HOPS: usize = 3;

/// A place where a name gets a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name, or the path of names: `query`, `self.table`.
    pub name: String,
    /// The node that says so.
    pub node: Id,
    /// The value, where one is written.
    pub value: Option<Id>,
    /// Where one value is taken apart into several names, which part this is: 0 for the first.
    pub part: Option<usize>,
    /// What it is.
    pub how: How,
    /// The type, where one is written.
    pub of: Option<String>,
    /// The innermost function or class around it; `None`: the file.
    pub scope: Option<Id>,
}

/// How a name gets a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `x = value`, a declaration, a field of a class.
    Set,
    /// `x += value`, `x.append(value)`, `x.push(value)`, `x.WriteString(value)`.
    Add,
    /// A parameter; `value` is its default.
    Parameter,
    /// `for x in value`.
    Loop,
    /// A member of an enumeration.
    Member,
}

/// An assignment to anything, be it a name, a field or an element: `response.headers["X"] = value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// What is assigned to.
    pub target: Id,
    /// The value.
    pub value: Id,
    /// Whether it is added (`+=`).
    pub adds: bool,
}

/// The definitions of one file.
#[derive(Debug)]
pub struct Defs<'c> {
    code: &'c Code<'c>,
    bindings: Vec<Binding>,
    by_name: HashMap<String, Vec<u32>>,
    assignments: Vec<Assignment>,
    functions: HashMap<Vec<u8>, Id>,
    imports: Imports,
}

impl<'c> Defs<'c> {
    /// Collects them.
    #[must_use]
    pub fn new(code: &'c Code<'c>) -> Self {
        let collected = collect::collect(code);
        let mut by_name: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, binding) in collected.bindings.iter().enumerate() {
            by_name.entry(binding.name.clone()).or_default().push(at as u32);
        }
        Self {
            code,
            bindings: collected.bindings,
            by_name,
            assignments: collected.assignments,
            functions: collected.functions,
            imports: import::imports(code),
        }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> &'c Code<'c> {
        self.code
    }

    /// Every binding, in the order of the text.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The bindings of a name anywhere in the file.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Binding> {
        self.by_name.get(name).into_iter().flatten().filter_map(|&at| self.bindings.get(at as usize))
    }

    /// Every assignment, in the order of the text.
    #[must_use]
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// What the file imports.
    #[must_use]
    pub const fn imports(&self) -> &Imports {
        &self.imports
    }

    /// The value of a binding as an expression.
    #[must_use]
    pub fn value_of(&self, binding: &Binding) -> Option<Expr> {
        binding.value.map(|id| self.code.expr(self.code.node(id)))
    }

    /// What an expression can be where it stands, names followed: the values that reach a name (those of all branches),
    /// the options of a choice, a list with what is added to it. What cannot be followed is given as it is; at most 16.
    #[must_use]
    pub fn values(&self, expr: &Expr) -> Vec<Expr> {
        let mut out = Vec::new();
        self.follow(expr, HOPS, &mut out);
        out
    }

    fn follow(&self, expr: &Expr, hops: usize, out: &mut Vec<Expr>) {
        const MOST: usize = 16;
        if out.len() >= MOST {
            return;
        }
        match &expr.kind {
            Kind::Choice(choice) => choice.options.iter().for_each(|option| self.follow(option, hops, out)),
            Kind::Name(name) if hops > 0 => {
                let Some(reaching) = self.reaching(name, self.code.node(expr.node)) else {
                    out.push(expr.clone());
                    return;
                };
                let known = !reaching.sets.is_empty()
                    && reaching.sets.iter().all(|set| set.how == How::Set && set.value.is_some() && set.part.is_none());
                if !known {
                    out.push(expr.clone());
                    return;
                }
                let before = out.len();
                for value in reaching.sets.iter().filter_map(|set| self.value_of(set)) {
                    self.follow(&value, hops - 1, out);
                }
                let added: Vec<Expr> = reaching.adds.iter().filter_map(|add| self.value_of(add)).collect();
                for value in &mut out[before..] {
                    if let Kind::List(list) = &mut value.kind {
                        for item in &added {
                            match &item.kind {
                                Kind::List(items) => list.extend(items.iter().cloned()),
                                _ => list.push(item.clone()),
                            }
                        }
                    }
                }
            }
            _ => out.push(expr.clone()),
        }
    }

    /// The function of this file with a name; of several the first.
    #[must_use]
    pub fn named_function(&self, name: &str) -> Option<Node<'c>> {
        self.functions.get(name.as_bytes()).map(|&id| self.code.node(id))
    }

    /// The function around a node, if there is one.
    #[must_use]
    pub fn function(&self, node: Node<'_>) -> Option<Function> {
        scope::function_around(node).map(|found| scope::describe(found, &self.bindings))
    }
}
