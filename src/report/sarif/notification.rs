//! What the run says about itself: whether it saw everything, and what did not fit into the file.

use serde_json::json;
use serde_sarif::sarif::{
    self, ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification, PhysicalLocation,
    ReportingDescriptor, ReportingDescriptorReference,
};

use super::rule::sentence;
use crate::exit::Exit;
use crate::finding::{Note, Region, ReportPath};
use crate::report::Summary;

/// Files that were not looked at are named up to this many.
const NAMED: usize = 100;

/// The kinds of notifications, in the order of their descriptors.
#[derive(Clone, Copy)]
enum Kind {
    NotLookedAt,
    LeftOut,
    Note,
}

impl Kind {
    const ALL: [Self; 3] = [Self::NotLookedAt, Self::LeftOut, Self::Note];

    const fn id(self) -> &'static str {
        match self {
            Self::NotLookedAt => "coverage/not-looked-at",
            Self::LeftOut => "report/left-out",
            Self::Note => "report/note",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::NotLookedAt => "NotLookedAt",
            Self::LeftOut => "LeftOut",
            Self::Note => "Note",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::NotLookedAt => "Make the file readable, raise the limit that left it out, or exclude it.",
            Self::LeftOut => "Fix the worst findings first, or scan parts of the tree one by one.",
            Self::Note => "The note says what to do.",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::NotLookedAt => "Something was asked for and not looked at, so the scan is incomplete.",
            Self::LeftOut => "Code hosts accept only so much of a report; the rest was left out.",
            Self::Note => "Something to know that is no finding, such as a suppression that hides nothing.",
        }
    }
}

/// Describes the kinds.
pub(super) fn descriptors() -> Vec<ReportingDescriptor> {
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    Kind::ALL
        .iter()
        .map(|kind| {
            ReportingDescriptor::builder()
                .id(kind.id())
                .name(kind.name())
                .short_description(text(kind.description()))
                .full_description(text(kind.description()))
                .help(text(kind.help()))
                .build()
        })
        .collect()
}

/// How the run went. No times, no folder, no arguments: they would differ from machine to machine.
pub(super) fn invocation(
    summary: &Summary,
    notes: &[Note],
    results_left_out: u64,
    rules_left_out: usize,
) -> Invocation {
    let mut notifications = Vec::new();
    if results_left_out > 0 {
        let kept = summary.total().saturating_sub(results_left_out);
        notifications.push(notification(
            Kind::LeftOut,
            &format!(
                "{results_left_out} findings were left out: code hosts accept {kept} results. The worst are kept; the JSON report holds all."
            ),
        ));
    }
    if rules_left_out > 0 {
        notifications.push(notification(
            Kind::LeftOut,
            &format!("{rules_left_out} rules were left out: code hosts accept only so many."),
        ));
    }
    let incomplete: Vec<_> = summary.tally.skipped.iter().filter(|skip| skip.reason.incomplete()).collect();
    for skip in incomplete.iter().take(NAMED) {
        let mut named =
            notification(Kind::NotLookedAt, &sentence(&format!("Not looked at: {}{}", entry(&skip.path), skip.reason)));
        named.locations = Some(vec![location(&skip.path, None)]);
        notifications.push(named);
    }
    let more = incomplete.len().saturating_sub(NAMED);
    if more > 0 {
        notifications.push(notification(Kind::NotLookedAt, &format!("Not looked at: {more} more files.")));
    }
    for note in notes.iter().take(NAMED) {
        let entry = note.path.as_ref().map_or_else(String::new, entry);
        let text = format!("{entry}{} {}", sentence(&note.message), sentence(&note.help));
        let mut said = notification(Kind::Note, &text);
        said.level = Some(json!("note"));
        said.locations = note.path.as_ref().map(|path| vec![location(path, note.region)]);
        notifications.push(said);
    }
    let more = notes.len().saturating_sub(NAMED);
    if more > 0 {
        notifications.push(notification(Kind::Note, &format!("{more} more notes; the JSON report holds all.")));
    }
    let mut invocation = Invocation::builder()
        .execution_successful(matches!(summary.exit, Exit::Clean | Exit::Findings) && incomplete.is_empty())
        .exit_code(i64::from(summary.exit.code()))
        .build();
    if !notifications.is_empty() {
        invocation.tool_execution_notifications = Some(notifications);
    }
    invocation
}

/// What stands in front of a message about an entry of an archive, whose location is the archive's.
fn entry(path: &ReportPath) -> String {
    path.in_archive().map_or_else(String::new, |(_, entry)| format!("{}: ", entry.to_terminal()))
}

fn location(path: &ReportPath, region: Option<Region>) -> Location {
    let file = ArtifactLocation::builder().uri(path.on_disk().to_uri()).build();
    let mut place = PhysicalLocation::builder().artifact_location(file).build();
    // A place in an entry is none in the archive.
    place.region = region.filter(|_| path.in_archive().is_none()).map(|region| {
        sarif::Region::builder().start_line(region.line as i64).start_column(region.column as i64).build()
    });
    Location::builder().physical_location(place).build()
}

fn notification(kind: Kind, text: &str) -> Notification {
    Notification::builder()
        .descriptor(ReportingDescriptorReference::builder().id(kind.id()).index(kind as i64).build())
        .level(json!("warning"))
        .message(Message::builder().text(text).build())
        .build()
}
