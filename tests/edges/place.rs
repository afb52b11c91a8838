//! Where in a file: at its ends, over the edges of windows, beside zero bytes, in files of other systems.

use bartizan::source::{WHOLE, WINDOW};
use fastrand::Rng;

use super::run::Tree;
use super::sample::{Sample, must_stand, samples, scan};

#[test]
fn at_the_first_and_at_the_last_byte() {
    for sample in samples(&mut Rng::with_seed(1)) {
        // A name before it, where it needs one, and nothing else.
        let quote = sample.before.ends_with(['"', '\'']);
        let bare = Sample { before: sample.before.trim_end_matches(['"', '\'']), behind: "", ..sample.clone() };
        let ends = if quote && sample.rule.ends_with("assignment") { [&sample, &sample] } else { [&sample, &bare] };
        for sample in ends {
            let text = sample.text();
            let place = sample.place(sample.before.len());
            must_stand(sample, text.as_bytes(), &place, &scan(sample.file, text.as_bytes()), &text.len().to_string());
        }
        if sample.before.is_empty() {
            let text = format!("{}\nmore\n", sample.value);
            must_stand(&sample, text.as_bytes(), &sample.place(0), &scan(sample.file, text.as_bytes()), "first");
        }
    }
}

#[test]
fn over_the_edge_of_a_window() {
    let mut rng = Rng::with_seed(2);
    let tree = Tree::new();
    let samples = samples(&mut rng);
    // A file of settings is read by its name; the others share one.
    let samples: Vec<_> = samples.iter().filter(|sample| sample.file != ".netrc").collect();
    for round in 0..3 {
        let mut text = b".\n".repeat((WHOLE + 7 * WINDOW) / 2);
        let mut expected = Vec::new();
        for (number, sample) in samples.iter().enumerate() {
            let cut = [1, sample.secret.len() / 2, sample.secret.len() - 1][round];
            let start = (number + 1) * WINDOW - cut - sample.secret.start - sample.before.len();
            // A line of its own, so that the one before it has any length.
            text[start - 1] = b'\n';
            text[start..start + sample.text().len()].copy_from_slice(sample.text().as_bytes());
            text[start + sample.text().len()] = b'\n';
            let at = start + sample.before.len() + sample.shown();
            let line = memchr::memrchr(b'\n', &text[..at]).unwrap();
            let lines = memchr::memchr_iter(b'\n', &text[..at]).count() + 1;
            expected.push(format!("{round}.txt:{lines}:{} {}", at - line, sample.rule));
        }
        tree.raw(format!("{round}.txt"), &text);
        let done = tree.scan(&["--format", "json", &format!("{round}.txt")]).go();
        let places = done.places();
        let missed: Vec<&String> = expected.iter().filter(|place| !places.contains(place)).collect();
        assert!(missed.is_empty(), "{missed:?} are not among {places:?}");
        assert_eq!(places.len(), expected.len(), "{places:?}");
    }
}

/// How a text becomes a file.
type Way<'w> = (&'static str, &'w dyn Fn(&str) -> Vec<u8>);

#[test]
fn in_files_of_other_systems_and_beside_zero_bytes() {
    let tree = Tree::new();
    let samples = samples(&mut Rng::with_seed(3));
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let ways: [Way<'_>; 5] = [
        ("crlf", &|text| text.replace('\n', "\r\n").into_bytes()),
        ("utf16le", &|text| [b"\xFF\xFE".to_vec(), units(text, u16::to_le_bytes)].concat()),
        ("utf16be", &|text| [b"\xFE\xFF".to_vec(), units(text, u16::to_be_bytes)].concat()),
        ("utf16le-crlf", &|text| [b"\xFF\xFE".to_vec(), units(&text.replace('\n', "\r\n"), u16::to_le_bytes)].concat()),
        ("bom", &|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
    ];
    let mut expected = Vec::new();
    for (number, sample) in samples.iter().enumerate() {
        let text = format!("# für alle\n\n{}# end\n", sample.text());
        let at = text.find(&sample.value).unwrap() + sample.shown();
        let line = text[..at].rfind('\n').unwrap();
        let (line, column) = (text[..at].matches('\n').count() + 1, at - line);
        for (way, write) in ways {
            let path = format!("{way}/{number}/{}", sample.file);
            tree.raw(&path, write(&text));
            expected.push(format!("{path}:{line}:{column} {}", sample.rule));
        }
    }
    let places = tree.scan(&["--format", "json"]).go().code(1).places();
    let missed: Vec<&String> = expected.iter().filter(|place| !places.contains(place)).collect();
    assert!(missed.is_empty(), "{missed:?} are not among {places:?}");
}

#[test]
fn between_zero_bytes() {
    // Far behind the beginning, where a zero byte makes no binary of a file.
    let lead = "text\n".repeat(20_000);
    for sample in samples(&mut Rng::with_seed(4)) {
        if sample.before.is_empty() && !sample.is_block() {
            let text = format!("{lead}\0{}\0", sample.value);
            let place = sample.place(lead.len() + 1);
            must_stand(&sample, text.as_bytes(), &place, &scan(sample.file, text.as_bytes()), "zeros");
        }
        let text = format!("{lead}\0\n{}\0\0", sample.text());
        let place = sample.place(lead.len() + 2 + sample.before.len());
        must_stand(&sample, text.as_bytes(), &place, &scan(sample.file, text.as_bytes()), "lines");
    }
}
