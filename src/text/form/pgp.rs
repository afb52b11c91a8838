//! A secret key of OpenPGP (RFC 9580): whether its packet reads, and whether a passphrase protects it.

use super::key::Kind;

/// What the packet with which `bytes` begin is; `None` where it is no secret key.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let body = packet(bytes)?;
    let (&version, rest) = body.split_first()?;
    let rest = match version {
        3 => rest.get(6..)?,
        4 => rest.get(4..)?,
        5 | 6 => rest.get(4..)?,
        _ => return None,
    };
    let (&algorithm, rest) = rest.split_first()?;
    // From version 5 on the public half says how long it is.
    let rest = if version >= 5 {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        rest.get(u32::from_be_bytes(*length) as usize..)?
    } else {
        behind_public(algorithm, rest)?
    };
    // How the secret half is protected: zero says not at all.
    Some(if *rest.first()? == 0 { Kind::Open } else { Kind::Locked })
}

/// The body of the first packet, if it is a secret key; cut where the text is.
fn packet(bytes: &[u8]) -> Option<&[u8]> {
    let (&tag, rest) = bytes.split_first()?;
    let size = |count: usize| Some((rest.get(..count)?.iter().fold(0, |sum, &b| sum << 8 | usize::from(b)), count));
    let (length, header) = match tag {
        0x94 => size(1)?,
        0x95 => size(2)?,
        0x96 => size(4)?,
        0xc5 => match *rest.first()? {
            short @ 0..=191 => (usize::from(short), 1),
            first @ 192..=223 => ((usize::from(first) - 192) * 256 + usize::from(*rest.get(1)?) + 192, 2),
            255 => (rest.get(1..5)?.iter().fold(0, |sum, &b| sum << 8 | usize::from(b)), 5),
            _ => return None,
        },
        _ => return None,
    };
    let body = &rest[header..];
    (length >= 20 && length <= body.len()).then(|| &body[..length])
}

/// What comes behind the numbers of a public half.
fn behind_public(algorithm: u8, mut rest: &[u8]) -> Option<&[u8]> {
    let number = |rest: &mut &[u8]| {
        let (bits, behind) = rest.split_first_chunk::<2>()?;
        *rest = behind.get(usize::from(u16::from_be_bytes(*bits)).div_ceil(8)..)?;
        Some(())
    };
    let numbers = match algorithm {
        1..=3 => 2,
        16 => 3,
        17 => 4,
        18 | 19 | 22 => {
            let curve = usize::from(*rest.first()?);
            rest = rest.get(1 + curve..)?;
            1
        }
        25 | 27 => return rest.get(32..),
        26 => return rest.get(56..),
        28 => return rest.get(57..),
        _ => return None,
    };
    for _ in 0..numbers {
        number(&mut rest)?;
    }
    if algorithm == 18 {
        let parameters = usize::from(*rest.first()?);
        rest = rest.get(1 + parameters..)?;
    }
    Some(rest)
}
