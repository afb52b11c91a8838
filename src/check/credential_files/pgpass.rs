//! `.pgpass`: `host:port:database:user:password`, a line each, with `\:` and `\\`.

use std::borrow::Cow;
use std::ops::Range;

use super::kind::Kind;
use super::out::Out;
use crate::syntax::lines;

pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    for (start, line) in lines(text) {
        let body = line.trim_end_matches(['\n', '\r']);
        if body.starts_with('#') {
            continue;
        }
        let Some(fields) = fields(body) else { continue };
        let said = |field: usize| plain(&body[fields[field].clone()]);
        let (user, database, password) = (said(3), said(2), said(4));
        let span = start + fields[4].start..start + fields[4].end;
        out.plain(Kind::PgpassLine, span, &password, &[&user, &database, "password"]);
    }
}

/// The five fields of a line; `None` where it has fewer.
fn fields(line: &str) -> Option<[Range<usize>; 5]> {
    let mut ends = [0; 5];
    let (mut field, mut at) = (0, 0);
    let bytes = line.as_bytes();
    while field < 5 && at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b':' => {
                ends[field] = at;
                field += 1;
            }
            _ => {}
        }
        at += 1;
    }
    if field == 4 {
        ends[4] = bytes.len();
    } else if field < 4 {
        return None;
    }
    Some([0..ends[0], ends[0] + 1..ends[1], ends[1] + 1..ends[2], ends[2] + 1..ends[3], ends[3] + 1..ends[4]])
}

fn plain(field: &str) -> Cow<'_, str> {
    if field.contains('\\') { field.replace("\\:", ":").replace("\\\\", "\\").into() } else { field.into() }
}
