//! The tree of a text as a flat list in the order of the text: parents are known, walks need no recursion, and nothing
//! of it points into the parser's own memory.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::lang::Lang;

/// The code of one file.
#[derive(Debug)]
pub struct Code<'t> {
    lang: Lang,
    text: &'t [u8],
    nodes: Vec<Data>,
    broken: Option<Range<usize>>,
    /// What lowering may still do, in nodes; see [`Code::spend`].
    fuel: Cell<u32>,
}

/// What is stored of a node; its children follow it directly, up to `behind`.
#[derive(Clone, Copy, Debug)]
struct Data {
    kind: u16,
    field: u16,
    start: u32,
    end: u32,
    parent: u32,
    behind: u32,
    named: bool,
    broken: bool,
}

/// A node, by its place in its [`Code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

/// A node of the tree; as cheap to copy as a pointer.
#[derive(Clone, Copy, Debug)]
pub struct Node<'c> {
    code: &'c Code<'c>,
    at: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.code, other.code)
    }
}

impl<'t> Code<'t> {
    pub(super) fn new(lang: Lang, text: &'t [u8], tree: &tree_sitter::Tree) -> Self {
        let mut nodes: Vec<Data> = Vec::with_capacity(text.len() / 3);
        let mut broken = None;
        let mut cursor = tree.walk();
        let mut open: Vec<u32> = Vec::new();
        'walk: loop {
            let node = cursor.node();
            let bad = node.is_error() || node.is_missing();
            if bad && broken.is_none() {
                broken = Some(node.start_byte().min(text.len())..node.end_byte().min(text.len()));
            }
            // Comments may stand anywhere and mean nothing to anybody above.
            let comment = node.is_extra() && !node.is_error();
            if !comment {
                let at = nodes.len() as u32;
                nodes.push(Data {
                    kind: node.kind_id(),
                    field: cursor.field_id().map_or(0, |id| id.get()),
                    start: node.start_byte() as u32,
                    end: node.end_byte() as u32,
                    parent: open.last().copied().unwrap_or(0),
                    behind: at + 1,
                    named: node.is_named(),
                    broken: bad,
                });
                if cursor.goto_first_child() {
                    open.push(at);
                    continue;
                }
            }
            while !cursor.goto_next_sibling() {
                let Some(parent) = open.pop() else { break 'walk };
                nodes[parent as usize].behind = nodes.len() as u32;
                if !cursor.goto_parent() || open.is_empty() {
                    break 'walk;
                }
            }
        }
        let count = nodes.len() as u32;
        if let Some(root) = nodes.first_mut() {
            root.behind = count;
        }
        Self { lang, text, nodes, broken, fuel: Cell::new(count.saturating_mul(16).saturating_add(1024)) }
    }

    /// Its language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Its text.
    #[must_use]
    pub const fn text(&self) -> &'t [u8] {
        self.text
    }

    /// The first place where its syntax is broken, if it is. What stands before and behind it was read all the same,
    /// but a statement may have been taken apart wrongly.
    #[must_use]
    pub fn broken(&self) -> Option<Range<usize>> {
        self.broken.clone()
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        self.node(Id(0))
    }

    /// A node that was named before.
    #[must_use]
    pub fn node(&self, id: Id) -> Node<'_> {
        Node { code: self, at: id.0 }
    }

    /// Every named node, in the order of the text.
    pub fn walk(&self) -> impl Iterator<Item = Node<'_>> {
        let named = |at: &u32| self.nodes[*at as usize].named;
        (0..self.nodes.len() as u32).filter(named).map(|at| Node { code: self, at })
    }

    /// The innermost named node at a place.
    #[must_use]
    pub fn at(&self, place: usize) -> Node<'_> {
        let mut node = self.root();
        while let Some(inner) = node.children().find(|child| child.span().contains(&place)) {
            node = inner;
        }
        node
    }

    /// How many nodes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// Takes one node's worth of lowering; false when all is spent. Lowering the same long expression from each of its
    /// parts would otherwise take the square of its length, in code that was made for it.
    pub(super) fn spend(&self) -> bool {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        left > 0
    }
}

impl<'c> Node<'c> {
    fn data(self) -> Data {
        self.code.nodes[self.at as usize]
    }

    /// The code it belongs to.
    #[must_use]
    pub const fn code(self) -> &'c Code<'c> {
        self.code
    }

    /// Its name in the code.
    #[must_use]
    pub const fn id(self) -> Id {
        Id(self.at)
    }

    /// What the grammar calls it.
    #[must_use]
    pub fn kind(self) -> &'static str {
        let kinds = &self.code.lang.grammar().kinds;
        // The kind of an error is no number of the grammar's.
        kinds.get(self.data().kind as usize).copied().unwrap_or("ERROR")
    }

    /// Whether it is an error, or something that is missing.
    #[must_use]
    pub fn is_broken(self) -> bool {
        self.data().broken
    }

    /// Where it stands, in bytes.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        let data = self.data();
        data.start as usize..data.end as usize
    }

    /// Its text, as it stands there.
    #[must_use]
    pub fn bytes(self) -> &'c [u8] {
        self.code.text.get(self.span()).unwrap_or_default()
    }

    /// Its text, with what is no UTF-8 replaced.
    #[must_use]
    pub fn text(self) -> Cow<'c, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The node it is part of.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        (self.at > 0).then(|| Self { code: self.code, at: self.data().parent })
    }

    /// Its parent, that one's parent, and so on.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The name of the field that it is of its parent; empty where it is none.
    #[must_use]
    pub fn role(self) -> &'static str {
        self.code.lang.grammar().fields.get(self.data().field as usize).copied().unwrap_or_default()
    }

    /// All its children, punctuation and words included.
    pub fn tokens(self) -> impl Iterator<Item = Self> {
        let behind = self.data().behind;
        let first = (self.at + 1 < behind).then_some(Self { code: self.code, at: self.at + 1 });
        std::iter::successors(first, move |node| {
            let next = node.data().behind;
            (next < behind).then_some(Self { code: node.code, at: next })
        })
    }

    /// Its named children.
    pub fn children(self) -> impl Iterator<Item = Self> {
        self.tokens().filter(|node| node.data().named)
    }

    /// Its named child at `index`.
    #[must_use]
    pub fn child(self, index: usize) -> Option<Self> {
        self.children().nth(index)
    }

    /// Its child with that role.
    #[must_use]
    pub fn field(self, role: &str) -> Option<Self> {
        self.tokens().find(|node| node.role() == role)
    }

    /// Its children with that role.
    pub fn fields(self, role: &'static str) -> impl Iterator<Item = Self> {
        self.tokens().filter(move |node| node.role() == role)
    }

    /// Its first child of a kind.
    #[must_use]
    pub fn of_kind(self, kind: &str) -> Option<Self> {
        self.tokens().find(|node| node.kind() == kind)
    }

    /// All named nodes inside, in the order of the text.
    pub fn inside(self) -> impl Iterator<Item = Self> {
        let code = self.code;
        (self.at + 1..self.data().behind).map(move |at| Self { code, at }).filter(|node| node.data().named)
    }

    /// Whether `other` is this node or stands inside it.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        (self.at..self.data().behind.max(self.at + 1)).contains(&other.at)
    }
}
