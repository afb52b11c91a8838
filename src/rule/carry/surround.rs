//! What stands before a pattern's match and behind it, walked over byte by byte outside of the regular expression.

use regex_syntax::hir::{Hir, HirKind};

use super::super::def::{Before, Tail};
use super::shape::{class_set, last_set};
use super::{REACH, Refusal};
use crate::text::token::ByteSet;

/// The bytes of what stands before a rule's anchor.
pub(super) fn checked_before(before: &Before) -> Result<ByteSet, Refusal> {
    let class = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(&before.set);
    let set = match class.as_ref().map(Hir::kind) {
        Ok(HirKind::Class(class)) => class_set(class),
        _ => {
            return Err(Refusal {
                what: format!("`before.set` is `{}`, which is no class", before.set),
                help: "write the bytes that may stand there in brackets, such as `[A-Za-z0-9]`".into(),
            });
        }
    };
    if before.least == 0 || before.least > before.most || before.most > Before::MOST {
        return Err(Refusal {
            what: format!("`before` asks for {} to {} bytes", before.least, before.most),
            help: format!("`least` is 1 or more, and `most` lies between it and {}", Before::MOST),
        });
    }
    Ok(set)
}

/// The bytes of a rule's tail.
pub(super) fn checked_tail(tail: &Tail, hir: &Hir, reach: u32) -> Result<ByteSet, Refusal> {
    let set = last_set(hir);
    let whole = reach as usize + tail.most as usize + tail.then.len();
    if whole > REACH {
        return Err(Refusal {
            what: format!("with its tail a match can take {whole} bytes; the most is {REACH}"),
            help: "lower `tail.most`".into(),
        });
    }
    if set == ByteSet::default() {
        return Err(Refusal {
            what: "the tail does not know what it is made of".into(),
            help: "let the pattern end with a repeated class, such as `[A-Za-z0-9+/]{80}`".into(),
        });
    }
    match tail.then.bytes().next() {
        Some(first) if set.contains(first) => Err(Refusal {
            what: "`tail.then` begins with a byte that the tail itself may hold, so it would never be reached".into(),
            help: "begin it with something else, such as `-----END`".into(),
        }),
        _ => Ok(set),
    }
}
