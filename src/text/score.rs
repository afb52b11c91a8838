//! How random a value looks, and whether somebody visibly made it up.

/// Shannon entropy of a value in bits a byte: 0 for one repeated byte, at most the logarithm of its length.
#[must_use]
pub fn entropy(value: &[u8]) -> f32 {
    let mut counts = [0u32; 256];
    value.iter().for_each(|&byte| counts[byte as usize] += 1);
    let total = value.len() as f32;
    counts.iter().filter(|&&count| count > 0).map(|&count| count as f32 / total).map(|p| -p * p.log2()).sum()
}

/// Why a value cannot have come out of a random generator, if so: one character over and over, a short piece
/// repeated, or a long walk up or down the alphabet. Judged on letters and digits alone. The limits let a truly
/// random value of 40 hexadecimal digits through but for about one in 10,000.
#[must_use]
pub fn made_up(body: &[u8]) -> Option<&'static str> {
    let body: Vec<u8> = body.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    if body.len() < 6 {
        return None;
    }
    let mut seen = [false; 256];
    body.iter().for_each(|&byte| seen[byte as usize] = true);
    let distinct = seen.iter().filter(|&&seen| seen).count();
    if distinct <= 2 && body.len() >= 8 {
        return Some("it is made of one or two characters");
    }
    if longest_step(&body, |a, b| a == b) >= 6 {
        return Some("one character is repeated");
    }
    if longest_step(&body, |a, b| b == next(a)).max(longest_step(&body, |a, b| a == next(b))) >= 7 {
        return Some("its characters run up or down in order");
    }
    if (2..=body.len() / 3).any(|period| body.iter().zip(&body[period..]).all(|(a, b)| a == b)) {
        return Some("a short piece is repeated");
    }
    None
}

/// The character behind `byte` in the alphabet or among the digits, `0` behind `9`, as people type them.
const fn next(byte: u8) -> u8 {
    match byte {
        b'9' => b'0',
        b'z' => b'a',
        _ => byte + 1,
    }
}

/// The most neighbours in a row, counted in characters, of which each pair satisfies `test`.
fn longest_step(body: &[u8], test: impl Fn(u8, u8) -> bool) -> usize {
    let (mut longest, mut current) = (1, 1);
    for pair in body.windows(2) {
        current = if test(pair[0], pair[1]) { current + 1 } else { 1 };
        longest = longest.max(current);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_bodies_are_seen_through() {
        for body in [
            "x".repeat(36),
            "0123456789abcdef".into(),
            "abcdefghijklmnop".into(),
            "a1b2".repeat(5),
            "9876543210".into(),
        ] {
            assert!(made_up(body.as_bytes()).is_some(), "{body}");
        }
    }

    #[test]
    fn random_bodies_pass() {
        let mut rng = fastrand::Rng::with_seed(7);
        let wrong = (0..20_000)
            .filter(|_| {
                let body: Vec<u8> = (0..40).map(|_| b"0123456789abcdef"[rng.usize(..16)]).collect();
                made_up(&body).is_some()
            })
            .count();
        assert!(wrong <= 8, "{wrong} of 20,000");
    }

    #[test]
    fn entropy_is_bits_a_byte() {
        assert_eq!(entropy(b"aaaa"), 0.0);
        assert_eq!(entropy(b"abab"), 1.0);
        assert_eq!(entropy(b"abcd"), 2.0);
    }
}
