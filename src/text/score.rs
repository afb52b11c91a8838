//! How random a value looks, whether somebody visibly made it up, and whether it reads like words.

use std::sync::LazyLock;

/// Shannon entropy of a value in bits a byte: 0 for one repeated byte, at most the logarithm of its length.
#[must_use]
pub fn entropy(value: &[u8]) -> f32 {
    let mut counts = [0u32; 256];
    value.iter().for_each(|&byte| counts[byte as usize] += 1);
    let total = value.len() as f32;
    counts.iter().filter(|&&count| count > 0).map(|&count| count as f32 / total).map(|p| -p * p.log2()).sum()
}

/// Why a value cannot have come out of a random generator, if so: one character over and over, a short piece
/// repeated, a long walk up or down the alphabet or many short ones (`1234-abcd`). Judged on letters and digits alone.
/// The limits let a truly random value of 40 hexadecimal digits through but for about one in 10,000.
#[must_use]
pub fn made_up(body: &[u8]) -> Option<&'static str> {
    let written: Vec<u8> = body.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let body = written.to_ascii_lowercase();
    if body.len() < 6 {
        return None;
    }
    let mut seen = [false; 256];
    body.iter().for_each(|&byte| seen[byte as usize] = true);
    let distinct = seen.iter().filter(|&&seen| seen).count();
    if distinct <= 2 && body.len() >= 8 {
        return Some("it is made of one or two characters");
    }
    // In the same case: a key may end in `ff` and the mark behind it begin with `FFFF`.
    if longest_step(&written, |a, b| a == b) >= 6 {
        return Some("one character is repeated");
    }
    let up = |a: u8, b: u8| b == next(a);
    let down = |a: u8, b: u8| a == next(b);
    let runs = longest_step(&body, up).max(longest_step(&body, down)) >= 7;
    // Each by its neighbour, or by the next but one: `a0b1c2`.
    let mostly = body.len() >= 12
        && [1, 2].iter().any(|&by| {
            let steps = steps(&body, by, up).max(steps(&body, by, down));
            steps * 5 >= (body.len() - by) * 3
        });
    if runs || mostly {
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

/// How many characters and those `by` places behind them satisfy `test`.
fn steps(body: &[u8], by: usize, test: impl Fn(u8, u8) -> bool) -> usize {
    body.iter().zip(&body[by..]).filter(|(a, b)| test(**a, **b)).count()
}

/// How much oftener (or seldomer) than by chance a letter follows another in words: a row for each first letter, a
/// column for each second, as the binary logarithm of the odds plus 4, rounded. Counted over the words of 2,500
/// documents of the Linux sources, each word weighed by the root of its count.
const PAIRS: [&[u8; 26]; 26] = [
    b"04540240402646040656331131",
    b"53336220620631530443610030",
    b"61426105405421630435400020",
    b"52347121600341520453432120",
    b"42563330200446132665142420",
    b"52335620600521630554401030",
    b"52217245500435440553500020",
    b"60237100600132620434412041",
    b"43544340000447630455040203",
    b"63237310502122631133611000",
    b"43337221601434330364422020",
    b"62246200603611620144420050",
    b"64326100600241560042401110",
    b"51555360402213420156330010",
    b"33541230302557440644544100",
    b"61336223500520550645411010",
    b"23433301301331320340701100",
    b"62437230602243521455321030",
    b"42526114503332450256512040",
    b"51317105600321520554411130",
    b"44435330400556250565010300",
    b"63337320600241520232100000",
    b"61336115601335520541003100",
    b"52536431500321261336210420",
    b"43435110400446560375323112",
    b"62117202700211511021200134",
];

/// What people type as they go along.
const ROWS: [&[u8]; 7] =
    [b"abcdefghijklmnopqrstuvwxyz", b"01234567890", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm", b"!@#$%^&*()", b"yxcvb"];

/// Above this many bits a byte a value reads like words. Of random values of letters and digits, one in 40 of 8
/// characters does, one in 80 of 12, one in 800 of 20; of passwords that people think up, nearly all do.
const WORDY: f32 = 0.4;

/// Whether a value reads like words, whatever digits and signs are put between and behind them (`Winter2019!`,
/// `s3cretPass`), or like a walk over the keyboard: thought up, and so as often a sample as a credential.
#[must_use]
pub fn reads_like_words(value: &[u8]) -> bool {
    if holds_hex(value) {
        return false;
    }
    if is_word_and_more(value) || is_drummed(value) {
        return true;
    }
    let letters: Vec<u8> = (0..value.len()).map(|at| meant(value, at)).collect();
    let sum: i32 = letters.windows(2).map(|pair| pair_bits(pair[0], pair[1])).sum();
    sum as f32 > WORDY * value.len() as f32
}

/// How much likelier than by chance the letters of a value follow each other in words, in bits; below 0: less likely.
#[must_use]
pub fn word_bits(value: &[u8]) -> i32 {
    value.windows(2).map(|pair| pair_bits(pair[0], pair[1])).sum()
}

/// Whether a value holds 12 or more hexadecimal digits in a row, signs between them aside, a decimal one among them: no
/// words then.
fn holds_hex(value: &[u8]) -> bool {
    let (mut digits, mut decimal) = (0, false);
    value.iter().any(|byte| {
        if byte.is_ascii_hexdigit() {
            digits += 1;
            decimal |= byte.is_ascii_digit();
        } else if byte.is_ascii_alphanumeric() {
            (digits, decimal) = (0, false);
        }
        digits >= 12 && decimal
    })
}

/// Whether a value is one word of four to twelve letters, capital or not, and then a few digits and signs, whatever
/// language or company the word comes from (`Acmesoft1!`); or a short one of letters in any case and a number
/// of five digits or more.
fn is_word_and_more(value: &[u8]) -> bool {
    let capital = usize::from(value.first().is_some_and(u8::is_ascii_uppercase));
    let word = capital + value[capital..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let more = &value[word..];
    let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let numbered = letters >= 4 && value.len() - letters >= 5 && value[letters..].iter().all(u8::is_ascii_digit);
    (4..=12).contains(&word) && (1..=6).contains(&more.len()) && !more.iter().any(u8::is_ascii_alphabetic)
        || value.len() <= 12 && numbered
}

/// Whether somebody drummed a value on the keyboard: three of its letters in four are of the middle row, and three in
/// a row stand in it twice (`sdf93jsdf`). Longer values are not judged.
fn is_drummed(value: &[u8]) -> bool {
    const ROW: &[u8] = b"asdfghjkl";
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let middle = value.iter().filter(|byte| ROW.contains(byte)).count();
    let drummed = |part: &[u8]| part.iter().all(|byte| ROW.contains(byte)) && part.iter().any(|&byte| byte != part[0]);
    let again = |(at, part): (usize, &[u8])| drummed(part) && value[at + 3..].windows(3).any(|other| other == part);
    value.len() <= 64 && middle * 4 >= letters * 3 && value.windows(3).enumerate().any(again)
}

/// The letter that a digit or sign stands for between two letters, else the byte itself.
fn meant(value: &[u8], at: usize) -> u8 {
    let is_letter = |at: Option<usize>| at.and_then(|at| value.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let letter = match value[at] {
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        other => return other,
    };
    if !is_letter(at.checked_sub(1)) || !is_letter(Some(at + 1)) {
        return value[at];
    }
    if value[at + 1].is_ascii_uppercase() { letter.to_ascii_uppercase() } else { letter }
}

/// What two neighbours say: much where they are neighbours in words, in the alphabet or on the keyboard, less than
/// nothing where chance alone puts them together.
fn pair_bits(first: u8, second: u8) -> i32 {
    static BITS: LazyLock<Box<[i8; 1 << 14]>> = LazyLock::new(bits);
    if first.is_ascii() && second.is_ascii() { BITS[slot(first, second)].into() } else { 0 }
}

/// The place of a pair in a table: seven bits each.
fn slot(first: u8, second: u8) -> usize {
    usize::from(first) << 7 | usize::from(second)
}

/// What each pair of ASCII characters says.
fn bits() -> Box<[i8; 1 << 14]> {
    // A capital behind a small letter begins a word of its own.
    let cases = |a: u8, b: u8| {
        let (capital_a, capital_b) = (a.to_ascii_uppercase(), b.to_ascii_uppercase());
        let apart = a.is_ascii_lowercase() && b.is_ascii_lowercase();
        [Some((a, b)), Some((capital_a, b)), Some((capital_a, capital_b)), (!apart).then_some((a, capital_b))]
    };
    let mut table = Box::new([0; 1 << 14]);
    let letters = (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| (a, b)));
    for (a, b) in letters {
        let bits = PAIRS[usize::from(a - b'a')][usize::from(b - b'a')] as i8 - b'4' as i8;
        cases(a, b).into_iter().flatten().for_each(|(a, b)| table[slot(a, b)] = bits);
    }
    let rows = ROWS.iter().flat_map(|row| row.windows(2).map(|pair| (pair[0], pair[1])));
    let twice = (0..128).filter(|byte| !u8::is_ascii_uppercase(byte)).map(|byte| (byte, byte));
    for (a, b) in rows.chain(twice) {
        for (a, b) in cases(a, b).into_iter().flatten() {
            table[slot(a, b)] = table[slot(a, b)].max(1);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_think_up_reads_like_words() {
        for value in [
            "Winter2019!",
            "s3cretPass123",
            "catalyst@123",
            "n3wSecur3Pass",
            "storagegrid_dev",
            "correct-horse-battery-9",
            "1234qwer!@#$",
            "ABCd@1235",
            "Berlin1999#",
            "geheim$parole",
            "P@SSPHRASE",
            "Xqzwvort1!",
            "sdf0k98sjdfsdf",
            "9jklfds8jkl",
            "ACMEk589914",
        ] {
            assert!(reads_like_words(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn the_table_says_what_the_pairs_say() {
        for (first, second) in (0..=255u8).flat_map(|first| (0..=255u8).map(move |second| (first, second))) {
            let (a, b) = (first.to_ascii_lowercase(), second.to_ascii_lowercase());
            let walk = first.is_ascii() && a == b || ROWS.iter().any(|row| row.windows(2).any(|pair| pair == [a, b]));
            let letters = a.is_ascii_lowercase() && b.is_ascii_lowercase();
            let expected = match letters {
                true if first.is_ascii_lowercase() && second.is_ascii_uppercase() => 0,
                true => {
                    let bits = i32::from(PAIRS[usize::from(a - b'a')][usize::from(b - b'a')]) - i32::from(b'4');
                    if walk { bits.max(1) } else { bits }
                }
                false => i32::from(walk),
            };
            assert_eq!(pair_bits(first, second), expected, "{first} {second}");
        }
    }

    #[test]
    fn random_values_do_not_read_like_words() {
        let mut rng = fastrand::Rng::with_seed(11);
        let alphabets: [&[u8]; 3] = [
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            b"abcdefghijklmnopqrstuvwxyz0123456789",
            b"0123456789abcdef",
        ];
        for alphabet in alphabets {
            for (length, most) in [(12, 500), (20, 50), (32, 10)] {
                let wordy = (0..10_000)
                    .filter(|_| {
                        let value: Vec<u8> = (0..length).map(|_| alphabet[rng.usize(..alphabet.len())]).collect();
                        reads_like_words(&value)
                    })
                    .count();
                let hexadecimal = alphabet.len() == 16 && length < 16;
                assert!(
                    hexadecimal || wordy <= most,
                    "{wordy} of 10,000 with {length} of {} characters",
                    alphabet.len()
                );
            }
        }
    }

    #[test]
    fn made_up_bodies_are_seen_through() {
        for body in [
            "x".repeat(36),
            "0123456789abcdef".into(),
            "abcdefghijklmnop".into(),
            "a1b2".repeat(5),
            "9876543210".into(),
            "1234abcd-1234-abcd-5678-efgh1243".into(),
            "a0b1c2d3e4f5a6b7c8d9".into(),
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
