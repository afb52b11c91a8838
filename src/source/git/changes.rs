//! What the index holds that the last commit does not.
//!
//! Tree and index are walked side by side. The index keeps, for each folder in which nothing was staged, the name of
//! the tree it was made from (its cache-tree): where that is the name of HEAD's tree, the folder is the same and no
//! tree in it is read. What was staged costs the trees on the way to it, however large the repository is.

use std::collections::HashMap;
use std::ops::Range;

use gix_hash::ObjectId;
use gix_index::extension::Tree as CacheTree;
use gix_index::{Entry, State};
use gix_object::bstr::ByteSlice as _;

use super::index::is_promise;
use super::objects::{Lost, Node, Objects, What};

/// Something that is staged.
#[derive(Clone, Debug)]
pub(super) struct Staged {
    /// Relative to the work tree, with `/`.
    pub(super) path: Vec<u8>,
    pub(super) what: What,
    pub(super) id: ObjectId,
    /// The version of the last commit, where that has a file of this name (or one that was renamed to it).
    pub(super) before: Option<ObjectId>,
}

/// A file of the last commit that the index has no more.
#[derive(Clone, Debug)]
pub(super) struct Gone {
    pub(super) path: Vec<u8>,
    pub(super) id: ObjectId,
}

/// The difference, in no order.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) staged: Vec<Staged>,
    pub(super) gone: Vec<Gone>,
    /// Folders of the last commit that the index has no more.
    pub(super) gone_folders: Vec<(Vec<u8>, ObjectId)>,
    /// Paths whose merge is not done.
    pub(super) unmerged: Vec<Vec<u8>>,
    /// Folders that could not be compared.
    pub(super) lost: Vec<(Vec<u8>, Lost)>,
}

/// A folder to compare: HEAD's tree with a stretch of the index.
struct Folder<'i> {
    tree: ObjectId,
    entries: Range<usize>,
    /// How many bytes of the entries' paths name the folder, with its `/`.
    depth: usize,
    cached: Option<&'i CacheTree>,
}

/// A folder to compare that the index names as a tree (it is not checked out), or that one side does not have.
struct Pair {
    before: Option<ObjectId>,
    after: Option<ObjectId>,
    /// With its `/`.
    path: Vec<u8>,
}

/// Compares the index with HEAD's tree.
pub(super) struct Comparison<'i, 'o, 'r> {
    index: &'i State,
    objects: &'o Objects<'r>,
    changes: Changes,
    folders: Vec<Folder<'i>>,
    pairs: Vec<Pair>,
    buffer: Vec<u8>,
}

impl<'i, 'o, 'r> Comparison<'i, 'o, 'r> {
    pub(super) fn new(index: &'i State, objects: &'o Objects<'r>) -> Self {
        let changes = Changes::default();
        Self { index, objects, changes, folders: Vec::new(), pairs: Vec::new(), buffer: Vec::new() }
    }

    /// What is staged on top of `head`; `None`: before the first commit.
    pub(super) fn run(mut self, head: Option<ObjectId>) -> Changes {
        let all = 0..self.index.entries().len();
        match head {
            None => self.added(all),
            Some(tree) => {
                self.folder(Folder { tree, entries: all, depth: 0, cached: self.index.tree() });
            }
        }
        // Not by recursion: how deep trees are nested is not ours to say.
        while let Some(folder) = self.folders.pop() {
            self.compare(&folder);
        }
        while let Some(pair) = self.pairs.pop() {
            self.compare_trees(&pair);
        }
        self.changes
    }

    /// Takes on a folder, unless it is known to be the same.
    fn folder(&mut self, folder: Folder<'i>) {
        let same = folder.cached.is_some_and(|cached| {
            let count = cached.num_entries.and_then(|count| usize::try_from(count).ok());
            cached.id == folder.tree && count == Some(folder.entries.len())
        });
        if !same {
            self.folders.push(folder);
        }
    }

    fn compare(&mut self, folder: &Folder<'i>) {
        let index = self.index;
        let entries = &index.entries()[folder.entries.clone()];
        fn path_of<'i>(index: &'i State, entry: &Entry) -> &'i [u8] {
            entry.path(index)
        }
        let prefix: Vec<u8> =
            entries.first().map_or_else(Vec::new, |entry| path_of(index, entry)[..folder.depth].to_vec());
        let nodes = match self.objects.tree(&folder.tree, &mut self.buffer) {
            Ok(nodes) => nodes,
            Err(lost) => return self.changes.lost.push((prefix, lost)),
        };
        let mut before: HashMap<Vec<u8>, Node> = nodes.into_iter().map(|node| (node.name.clone(), node)).collect();
        let mut at = 0;
        while at < entries.len() {
            let entry = &entries[at];
            let rest = &path_of(index, entry)[folder.depth..];
            let Some(slash) = rest.find_byte(b'/') else {
                at += self.file(entry, rest, &entries[at..], &mut before);
                continue;
            };
            let (name, below) = (&rest[..slash], folder.depth + slash + 1);
            let whole = &path_of(index, entry)[..below];
            let end = at + entries[at..].partition_point(|entry| path_of(index, entry).starts_with(whole));
            let range = folder.entries.start + at..folder.entries.start + end;
            let node = before.remove(name);
            if entry.mode.is_sparse() && path_of(index, entry).len() == below {
                let tree = node.as_ref().filter(|node| node.what == What::Folder).map(|node| node.id);
                if tree != Some(entry.id) {
                    self.pairs.push(Pair { before: tree, after: Some(entry.id), path: whole.to_vec() });
                }
                self.leave_unless(What::Folder, node, &prefix);
            } else if let Some(Node { what: What::Folder, id, .. }) = node {
                let cached = folder.cached.and_then(|cached| child(cached, name));
                self.folder(Folder { tree: id, entries: range, depth: below, cached });
            } else {
                self.leave_unless(What::Folder, node, &prefix);
                self.added(range);
            }
            at = end.max(at + 1);
        }
        for node in before.into_values() {
            self.leave(node, &prefix);
        }
    }

    /// Compares a file; gives how many entries it has.
    fn file(&mut self, entry: &Entry, name: &[u8], rest: &[Entry], before: &mut HashMap<Vec<u8>, Node>) -> usize {
        let path = entry.path(self.index);
        if entry.stage_raw() != 0 {
            self.changes.unmerged.push(path.to_vec());
            before.remove(name);
            return rest.iter().take_while(|entry| entry.path(self.index) == path).count().max(1);
        }
        if is_promise(entry) {
            return 1;
        }
        let prefix = &path[..path.len() - name.len()];
        let node = Node { name: name.to_vec(), what: entry_kind(entry), id: entry.id };
        self.pair_up(node, before.remove(name), prefix);
        1
    }

    /// Compares what has one name on both sides, where the index has no folder of that name.
    fn pair_up(&mut self, after: Node, before: Option<Node>, prefix: &[u8]) {
        let same_kind = before.as_ref().is_some_and(|before| before.what == after.what);
        if same_kind && before.as_ref().is_some_and(|before| before.id == after.id) {
            return;
        }
        let path = [prefix, &after.name].concat();
        let before_id = before.as_ref().filter(|_| same_kind).map(|before| before.id);
        self.changes.staged.push(Staged { path, what: after.what, id: after.id, before: before_id });
        self.leave_unless(after.what, before, prefix);
    }

    fn compare_trees(&mut self, pair: &Pair) {
        let mut sides = [Vec::new(), Vec::new()];
        for (side, tree) in sides.iter_mut().zip([pair.before, pair.after]) {
            match tree.map_or(Ok(Vec::new()), |tree| self.objects.tree(&tree, &mut self.buffer)) {
                Ok(nodes) => *side = nodes,
                Err(lost) => return self.changes.lost.push((pair.path.clone(), lost)),
            }
        }
        let [before, after] = sides;
        let mut before: HashMap<Vec<u8>, Node> = before.into_iter().map(|node| (node.name.clone(), node)).collect();
        for node in after {
            let other = before.remove(&node.name);
            if node.what != What::Folder {
                self.pair_up(node, other, &pair.path);
                continue;
            }
            let tree = other.as_ref().filter(|other| other.what == What::Folder).map(|other| other.id);
            if tree != Some(node.id) {
                let path = [&pair.path[..], &node.name, b"/"].concat();
                self.pairs.push(Pair { before: tree, after: Some(node.id), path });
            }
            self.leave_unless(What::Folder, other, &pair.path);
        }
        for node in before.into_values() {
            self.leave(node, &pair.path);
        }
    }

    /// Notes what the index has no more, where it is of another kind than what stands there now.
    fn leave_unless(&mut self, what: What, node: Option<Node>, prefix: &[u8]) {
        if let Some(node) = node.filter(|node| node.what != what) {
            self.leave(node, prefix);
        }
    }

    fn leave(&mut self, node: Node, prefix: &[u8]) {
        let path = [prefix, &node.name].concat();
        match node.what {
            What::File => self.changes.gone.push(Gone { path, id: node.id }),
            What::Folder => self.changes.gone_folders.push((path, node.id)),
            What::Link | What::Submodule => {}
        }
    }

    /// Takes entries that the last commit knows nothing of.
    fn added(&mut self, range: Range<usize>) {
        for entry in &self.index.entries()[range] {
            let path: &[u8] = entry.path(self.index);
            if entry.stage_raw() != 0 {
                if self.changes.unmerged.last().is_none_or(|last| last != path) {
                    self.changes.unmerged.push(path.to_vec());
                }
            } else if entry.mode.is_sparse() {
                self.pairs.push(Pair { before: None, after: Some(entry.id), path: path.to_vec() });
            } else if !is_promise(entry) {
                let staged = Staged { path: path.to_vec(), what: entry_kind(entry), id: entry.id, before: None };
                self.changes.staged.push(staged);
            }
        }
    }
}

/// What an entry of the index stands for.
pub(super) const fn entry_kind(entry: &Entry) -> What {
    What::of_mode(entry.mode.bits())
}

/// What the cache knows of a folder in a folder. The reader has sorted them by name.
fn child<'c>(cached: &'c CacheTree, name: &[u8]) -> Option<&'c CacheTree> {
    let at = cached.children.binary_search_by(|child| child.name.as_slice().cmp(name)).ok()?;
    cached.children.get(at)
}
