//! What must not be seen of a document that is refused: stars, as many as there were bytes, so that places stay.

use std::ops::Range;
use std::sync::Arc;

use super::Source;

/// So many characters of a value in a row give it away.
const ENOUGH: usize = 8;

/// The document without its secrets, and these in the pieces in which messages may quote them.
pub(super) fn source(source: &Arc<Source>, secrets: &[Range<usize>]) -> (Arc<Source>, Vec<String>) {
    let text = &source.text;
    let mut masked = String::with_capacity(text.len());
    let mut pieces = Vec::new();
    for (at, c) in text.char_indices() {
        // Lines stay lines.
        if c != '\n' && c != '\r' && secrets.iter().any(|secret| secret.contains(&at)) {
            masked.extend(std::iter::repeat_n('*', c.len_utf8()));
        } else {
            masked.push(c);
        }
    }
    for secret in secrets {
        pieces.extend(text[secret.clone()].split_whitespace().map(str::to_owned));
    }
    (Arc::new(Source { name: source.name.clone(), text: masked }), pieces)
}

/// Masks pieces in a message, also where it quotes only the beginning of one.
pub(super) fn words(message: &mut String, pieces: &[String]) {
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let head: String = piece.chars().take(ENOUGH).collect();
        while let Some(at) = message.find(&head) {
            let same = message[at..].chars().zip(piece.chars()).take_while(|(a, b)| a == b);
            let length = same.map(|(c, _)| c.len_utf8()).sum::<usize>();
            message.replace_range(at..at + length, "…");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_gone_and_places_stay() {
        let text = "a: 'word-ä-word'\nb: c\n".to_owned();
        let from = text.find("word").unwrap_or_default();
        let secret = from..from + "word-ä-word".len();
        let (masked, pieces) = source(&Arc::new(Source { name: "n".into(), text: text.clone() }), &[secret]);
        assert_eq!(masked.text, format!("a: '{}'\nb: c\n", "*".repeat(12)));
        assert_eq!(masked.text.len(), text.len());
        let mut message = "`word-ä-word` and `word-ä-w…`".to_owned();
        words(&mut message, &pieces);
        assert_eq!(message, "`…` and `……`");
    }
}
