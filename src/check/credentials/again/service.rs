//! Which service of a compose file a value is given to, if the service is what the value opens.

use super::opens::opens;
use crate::check::env_example::role::split;
use crate::source::Blob;

/// How far a service is looked for, in bytes before the value and behind its first line.
const REACH: usize = 4096;

/// Where the service begins that the name at `at` belongs to; `None` where the file describes no services, or the
/// service runs something else than `what`: a program that is told the password of its store has no store of its own.
pub(super) fn service(blob: &Blob<'_>, at: usize, what: &str) -> Option<u32> {
    let path = blob.origin.path.as_bytes().to_ascii_lowercase();
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let compose = memchr::memmem::find(name, b"compose").is_some() && name.ends_with(b"ml");
    if blob.base > 0 || !compose {
        return None;
    }
    let text = blob.text;
    let from = at.saturating_sub(REACH);
    let mut least = usize::MAX;
    // The keys that hold the name, innermost first: each is indented less than what it holds.
    let mut holder = None;
    let mut end = at;
    while let Some(start) = line_start(text, from, end) {
        let line = &text[start..end];
        let (indent, rest) = indented(line);
        // The name's own line is cut at the name.
        if end == at {
            least = indent;
        } else if !rest.is_empty() && indent < least {
            least = indent;
            if rest.starts_with(b"services:") {
                return holder.filter(|&service| runs(text, service, what)).and_then(|at| u32::try_from(at).ok());
            }
            holder = Some(start);
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// Where the line begins that ends at `end`.
fn line_start(text: &[u8], from: usize, end: usize) -> Option<usize> {
    match memchr::memrchr(b'\n', &text[from..end]) {
        Some(at) => Some(from + at + 1),
        None => (from == 0).then_some(0),
    }
}

/// How far a line is indented, and what it says; nothing where it is a comment.
fn indented(line: &[u8]) -> (usize, &[u8]) {
    let rest = line.trim_ascii_start();
    (line.len() - rest.len(), if rest.starts_with(b"#") { b"" } else { rest.trim_ascii_end() })
}

/// Whether the image of the service whose first line begins at `start` is one of `what`.
fn runs(text: &[u8], start: usize, what: &str) -> bool {
    let mut lines = text[start..text.len().min(start + REACH)].split(|byte| *byte == b'\n').map(indented);
    let Some((own, _)) = lines.next() else { return false };
    let inside = lines.take_while(|(indent, rest)| rest.is_empty() || *indent > own);
    let mut images = inside.filter_map(|(_, rest)| std::str::from_utf8(rest.strip_prefix(b"image:")?).ok());
    images.next().is_some_and(|image| opens(&split(image)) == Some(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::ReportPath;
    use crate::source::{Encoding, Origin};

    #[test]
    fn a_store_has_a_service_and_its_clients_have_none() {
        let text = "services:\n  one:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: x\n  two:\n    \
            environment:\n      - POSTGRES_PASSWORD=x\n    image: acme/pg:1\n  app:\n    image: acme/app\n    environment:\n      \
            POSTGRES_PASSWORD: x\n";
        let origin = Origin { path: ReportPath::from_bytes(b"docker-compose.yml"), explicit: true, lines: None };
        let own = 0..text.len();
        let blob = Blob { origin: &origin, text: text.as_bytes(), base: 0, own, encoding: Encoding::Ascii, last: true };
        let found: Vec<Option<u32>> =
            text.match_indices("POSTGRES_").map(|(at, _)| service(&blob, at, "PostgreSQL")).collect();
        let place = |name: &str| text.find(name).map(|at| at as u32);
        assert_eq!(found, [place("  one:"), place("  two:"), None]);
    }
}
