//! YAML with places: a small tree in which every key and value knows where it stands in the text.
//!
//! `serde_yaml` gives a place for errors of syntax and type only; whoever finds that a pattern does not compile or
//! that a value is a secret needs the place of that very node. Aliases stay what they are and are never followed, and
//! nesting is bounded, so no text can make the tree larger than itself times a constant.
//!
//! [`read`] hands out the values of any text, line by line where it is no YAML yet: a template of Helm or Jinja.

mod entries;
mod lines;
mod node;
mod place;
mod read;

pub use entries::read;
pub use node::{Kind, Node, Step, Style};
pub use place::{Place, place};
pub use read::{DEPTH, YamlError, documents};

#[cfg(test)]
mod tests;
