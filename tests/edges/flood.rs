//! A megabyte of what only begins like a value: the work is what its bytes are worth, by counters and not by the clock.
//! Texts that fit on the other side of this stand in `tests/linear.rs`.

use bartizan::check::secrets::Secrets;
use bartizan::check::{Check, Cx, Match, Work};
use bartizan::finding::ReportPath;
use bartizan::source::{Blob, Encoding, Origin};
use bartizan::text::decode::{FOR_EACH_BYTE, IN_ANY_CASE};

use super::run::rules;

/// The most regular expressions that are tried for 100 bytes, and the most bytes that are searched for words for one:
/// as in `tests/linear.rs`, twice, since what stands in pieces is looked at once more.
const TRIES: u64 = 340;
const CONTEXT: u64 = 80;

fn work(check: &Secrets<'_>, text: &[u8]) -> (Work, Vec<Match>) {
    let origin = Origin { path: ReportPath::from_bytes(b"a.txt"), explicit: true, lines: None };
    let own = 0..text.len();
    let (mut cx, mut found) = (Cx::default(), Vec::new());
    check.run(
        &Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true },
        &mut cx,
        &mut found,
    );
    (cx.work, found)
}

#[test]
fn a_megabyte_of_beginnings_costs_what_its_bytes_are_worth() {
    let check = Secrets::new(rules());
    let letters = "Qm9vayBvZiB0aGUgd2Vlaw";
    let mut floods: Vec<String> =
        ["password", "secret = ", "api_key: ", "AKIA", "ghp_", "sk_live_", "xoxb-", "-----BEGIN"]
            .map(str::to_owned)
            .to_vec();
    floods.extend([
        letters.to_owned(),
        format!("{letters}{letters}{letters}\n"),
        format!("\"{letters}\" +\n"),
        format!("\"{letters}\"\n  \"{letters}\";\n"),
        format!("k = \"{letters}\" + \"{letters}\";"),
        format!("'{letters}' .\n"),
        format!("{letters}\\\n"),
        format!("\"ghp_{letters}\" \\\n    "),
        "\"\" + ".to_owned(),
        "\"\"\n".to_owned(),
        "\"abcdefghijklmnop\" +".to_owned(),
        format!("\"{}\n", " ".repeat(190)),
    ]);
    for piece in floods {
        let make = |size: usize| piece.bytes().cycle().take(size / piece.len() * piece.len()).collect::<Vec<u8>>();
        let (half, whole) = (make(500_000), make(1_000_000));
        let ((once, _), (twice, _)) = (work(&check, &half), work(&check, &whole));
        let length = whole.len() as u64;
        let most = length * FOR_EACH_BYTE as u64 + IN_ANY_CASE as u64;
        assert!(twice.decoded_bytes <= most + most / 4, "{piece:?}: {twice:?}");
        assert!(twice.verifications * 100 <= length * TRIES, "{piece:?}: {twice:?}");
        assert!(twice.context_bytes <= length * CONTEXT, "{piece:?}: {twice:?}");
        for (what, once, twice) in [
            ("verifications", once.verifications, twice.verifications),
            ("context bytes", once.context_bytes, twice.context_bytes),
            ("decoded bytes", once.decoded_bytes, twice.decoded_bytes),
        ] {
            let more = once * 23 / 10 + IN_ANY_CASE as u64;
            assert!(twice <= more, "{piece:?}: {once} {what} become {twice}");
        }
    }
}
