//! What private keys are written in, as far as it takes to tell a key from noise: DER (ITU-T X.690) with one element in
//! another, and the strings with their length in front that SSH uses.

/// An element: its tag, and its content.
pub(super) struct Element<'d> {
    /// The tag's byte.
    pub(super) tag: u8,
    /// What it holds.
    pub(super) content: &'d [u8],
}

/// A sequence's tag.
pub(super) const SEQUENCE: u8 = 0x30;
/// An integer's tag.
pub(super) const INTEGER: u8 = 0x02;
/// The tag of a string of bytes.
pub(super) const OCTETS: u8 = 0x04;
/// The tag of an object identifier.
pub(super) const OBJECT: u8 = 0x06;

/// The element with which `bytes` begin, and what comes behind it; `None` where its length is not written in the one
/// way that DER allows, or says more than there is.
#[must_use]
pub(super) fn element(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        // No key has a length of more than three bytes.
        if !(1..=3).contains(&count) || rest.len() < count || rest[0] == 0 {
            return None;
        }
        let length = rest[..count].iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        (length, &rest[count..])
    };
    (length <= rest.len()).then(|| (Element { tag, content: &rest[..length] }, &rest[length..]))
}

/// The elements of the one sequence that `bytes` are, up to 12; `None` where they are something else, or more is left over
/// than the padding of a cipher's block.
#[must_use]
pub(super) fn sequence(bytes: &[u8]) -> Option<Vec<Element<'_>>> {
    let (whole, rest) = element(bytes)?;
    if whole.tag != SEQUENCE || rest.len() > 16 {
        return None;
    }
    let (mut parts, mut rest) = (Vec::new(), whole.content);
    while !rest.is_empty() && parts.len() < 12 {
        let (part, behind) = element(rest)?;
        parts.push(part);
        rest = behind;
    }
    Some(parts)
}

/// The string with which SSH's `bytes` begin, its length in four bytes before it, and what comes behind.
#[must_use]
pub(super) fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    (length <= rest.len()).then(|| rest.split_at(length))
}
