//! Which of a name's values reach a place.

use super::scope::{FAR, class_around, is_class, is_function};
use super::{Binding, Defs, How};
use crate::syntax::code::tree::Node;

/// The bindings that reach a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaching<'d> {
    /// The last value that is given on the way to it, and those that may have replaced it in branches behind.
    pub sets: Vec<&'d Binding>,
    /// What is added to it after that, in the order of the text.
    pub adds: Vec<&'d Binding>,
    /// Whether the name belongs to the function around the place.
    pub local: bool,
}

impl Defs<'_> {
    /// What reaches a name, or a path of names, where it stands; `None` where this file does not say what it is.
    #[must_use]
    pub fn reaching(&self, name: &str, at: Node<'_>) -> Option<Reaching<'_>> {
        let mut inside = true;
        for scope in at.ancestors().take(FAR).filter(|&above| is_function(above) || is_class(above)) {
            let own: Vec<&Binding> = self.named(name).filter(|binding| binding.scope == Some(scope.id())).collect();
            if !own.is_empty() {
                let local = inside && is_function(scope);
                return Some(if local { self.before(&own, at, scope) } else { all(&own) });
            }
            inside &= !is_function(scope);
        }
        self.field(name, at).or_else(|| {
            let own: Vec<&Binding> = self.named(name).filter(|binding| binding.scope.is_none()).collect();
            // In the open code of a file the order counts; in a function the file has been run.
            let open = inside && !own.is_empty();
            (!own.is_empty()).then(|| if open { self.before(&own, at, self.code().root()) } else { all(&own) })
        })
    }

    /// What is known of a field of the class around, or of a named class of this file.
    fn field(&self, name: &str, at: Node<'_>) -> Option<Reaching<'_>> {
        let (owner, field) = name.split_once('.')?;
        let class = if matches!(owner, "self" | "this" | "cls") {
            class_around(at)?
        } else {
            // `Queries.BY_NAME`
            let named =
                |node: &Node<'_>| is_class(*node) && node.field("name").is_some_and(|n| n.bytes() == owner.as_bytes());
            let any = self.named(field).filter_map(|binding| binding.scope).map(|scope| self.code().node(scope));
            any.into_iter().find(named)?
        };
        let declared = self.named(field).filter(|binding| binding.scope == Some(class.id()));
        let assigned = self.named(name).filter(|binding| class.holds(self.code().node(binding.node)));
        let own: Vec<&Binding> = declared.chain(assigned).collect();
        (!own.is_empty()).then(|| all(&own))
    }

    /// Of a function's own bindings those that reach `at`.
    fn before<'d>(&'d self, own: &[&'d Binding], at: Node<'_>, scope: Node<'_>) -> Reaching<'d> {
        let mut sets: Vec<&Binding> = Vec::new();
        let mut adds: Vec<&Binding> = Vec::new();
        for &binding in own {
            let node = self.code().node(binding.node);
            // What stands behind has not happened, and what holds the place is still being worked out; a loop's own
            // variable stands for what is inside.
            let holds = node.holds(at) && !matches!(binding.how, How::Loop | How::Parameter);
            // A comprehension says behind its values what they go over.
            let around = node.kind() == "for_in_clause" && node.parent().is_some_and(|whole| whole.holds(at));
            if (node.span().start > at.span().start && !around) || holds {
                continue;
            }
            let branch = branch(node, scope);
            if binding.how == How::Add {
                adds.push(binding);
                continue;
            }
            if branch.is_none_or(|branch| branch.holds(at)) {
                sets.clear();
                adds.clear();
            } else if let Some(other) = branch {
                // Of `if … else …` the other arm did not happen.
                if exclusive(other, at) {
                    continue;
                }
            }
            sets.push(binding);
        }
        adds.retain(|add| !branch(self.code().node(add.node), scope).is_some_and(|arm| exclusive(arm, at)));
        Reaching { sets, adds, local: true }
    }
}

fn all<'d>(own: &[&'d Binding]) -> Reaching<'d> {
    let (adds, sets) = own.iter().partition(|binding| binding.how == How::Add);
    Reaching { sets, adds, local: false }
}

/// The innermost part of the code around a node that may not have been run, below `scope`.
fn branch<'c>(node: Node<'c>, scope: Node<'_>) -> Option<Node<'c>> {
    let mut below = node;
    for above in node.ancestors().take(FAR) {
        let inside = match above.kind() {
            "if_statement" | "while_statement" | "do_statement" => {
                !matches!(below.role(), "condition" | "initializer")
                    && below.kind() != "elif_clause"
                    && below.kind() != "else_clause"
            }
            "for_statement" | "for_in_statement" | "enhanced_for_statement" => matches!(below.role(), "body"),
            "elif_clause" | "else_clause" | "except_clause" | "catch_clause" => below.role() != "condition",
            "case_clause"
            | "switch_case"
            | "switch_default"
            | "switch_block_statement_group"
            | "switch_rule"
            | "expression_case"
            | "default_case"
            | "type_case"
            | "communication_case" => below.role() != "value",
            "conditional_expression" | "ternary_expression" => true,
            _ => false,
        };
        if inside {
            return Some(below);
        }
        if above == scope {
            return None;
        }
        below = above;
    }
    None
}

/// Whether a branch and a place are two arms of one statement, so that only one of them is run.
fn exclusive(arm: Node<'_>, at: Node<'_>) -> bool {
    let Some(whole) = arm.ancestors().take(FAR).find(|above| {
        matches!(
            above.kind(),
            "if_statement"
                | "switch_statement"
                | "switch_expression"
                | "expression_switch_statement"
                | "match_statement"
        )
    }) else {
        return false;
    };
    whole.holds(at) && !arm.holds(at) && !at_condition(whole, at)
}

fn at_condition(whole: Node<'_>, at: Node<'_>) -> bool {
    whole.field("condition").is_some_and(|condition| condition.holds(at))
}
