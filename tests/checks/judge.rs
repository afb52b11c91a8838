//! Whether what was found is what a case says.

use bartizan::finding::{Confidence, Finding, Severity};

use crate::cases::Case;

/// Holds the findings against the case's verdict.
pub(crate) fn judge(case: &Case, findings: &[Finding]) -> Result<(), String> {
    let own: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.rule.as_str() == case.rule || f.also.iter().any(|id| id.as_str() == case.rule))
        .collect();
    let told = |own: &[&Finding]| {
        let all: Vec<String> = own
            .iter()
            .map(|f| format!("{}:{} {} ({} sure) {}", f.path, f.region.line, f.severity, f.confidence, f.message))
            .collect();
        if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
    };
    let strong = |f: &&Finding| f.confidence >= Confidence::Medium;
    let right = match case.verdict.as_str() {
        "bad" => {
            let fits =
                |f: &&Finding| strong(f) && case.severity.as_ref().is_none_or(|word| f.severity.to_string() == *word);
            let first = &case.files[0].0;
            let on = |line: u64| own.iter().any(|f| fits(f) && f.path.to_text() == *first && f.region.line == line);
            if case.lines.is_empty() { own.iter().any(fits) } else { case.lines.iter().all(|&line| on(line)) }
        }
        "low" => !own.is_empty() && own.iter().all(|f| !strong(f) || f.severity <= Severity::Low),
        "safe" => !own.iter().any(strong),
        _ => own.is_empty(),
    };
    let wanted = if case.lines.is_empty() { String::new() } else { format!(" on {:?}", case.lines) };
    if right { Ok(()) } else { Err(format!("wanted {}{wanted}, and it says: {}", case.verdict, told(&own))) }
}
