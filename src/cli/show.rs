//! `bartizan config show`: the settings that a scan would go by, each with its origin.

use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::ScanArgs;
use super::settings::{Settings, settings};
use crate::config::{Configuration, Plan, Said, ScanOptions};
use crate::engine::without_secrets;
use crate::exit::Exit;
use crate::finding::{Level as _, ReportPath, unsafe_on_terminal};

/// From this column on the origin stands, where the value leaves room.
const ORIGIN: usize = 40;

/// Prints the settings.
///
/// # Errors
/// Where the configuration, a pack or an argument is wrong, or `out` cannot be written.
pub(super) fn run(args: ScanArgs, out: &mut dyn Write) -> Result<Exit> {
    let Settings { configuration, rules } = settings(&args.wanted(), &args.rules)?;
    let packs: Vec<String> = args.rules.iter().map(|pack| path(pack)).collect();
    let options = args.options(None);
    let plan = Plan::resolve(options.clone(), configuration.clone(), rules)?;
    let mut text = Vec::new();
    Page { out: &mut text, file: &configuration }.write(&options, &packs, &plan)?;
    // A reason may quote the value that it is about.
    out.write_all(without_secrets(&String::from_utf8_lossy(&text)).as_bytes())?;
    Ok(Exit::Clean)
}

struct Page<'p> {
    out: &'p mut dyn Write,
    file: &'p Configuration,
}

impl Page<'_> {
    fn write(&mut self, options: &ScanOptions, packs: &[String], plan: &Plan) -> std::io::Result<()> {
        let file = self.file;
        match &file.name {
            Some(name) => writeln!(self.out, "# Configuration: {name}")?,
            None => writeln!(self.out, "# Configuration: none")?,
        }
        let fail_on = plan.policy.fail_on.map_or("never", |severity| severity.as_str());
        self.single("fail_on", &fail_on, options.fail_on.map(|_| "--fail-on"), file.fail_on)?;
        let confidence = plan.policy.min_confidence;
        let option = options.min_confidence.map(|_| "--min-confidence");
        self.single("min_confidence", &confidence, option, file.min_confidence)?;
        let option = options.max_file_size.map(|_| "--max-file-size");
        self.single("max_file_size", &size(plan.max_file_size), option, file.max_file_size)?;
        let option = options.ignore_files.map(|_| "--no-ignore");
        self.single("ignore_files", &plan.ignore_files, option, file.ignore_files)?;
        self.single("archives", &plan.archives, options.archives.map(|_| "--archives"), file.archives)?;
        let option = options.inline_ignore.map(|_| "--no-inline-ignore");
        self.single("inline_ignore", &plan.inline_ignore, option, file.inline_ignore)?;
        self.list("include", quoted_all(&file.include), &options.include, "--include")?;
        self.list("exclude", quoted_all(&file.exclude), &options.exclude, "--exclude")?;
        let own = |pack: &Said<PathBuf>| Said { value: path(&pack.value), line: pack.line };
        let own: Vec<Said<String>> = file.packs.iter().map(own).collect();
        self.list("rules", quoted_all(&own), packs, "--rules")?;
        for (key, entries) in &file.entries {
            let (more, option) = if *key == "disable" { (options.skip.as_slice(), "--skip") } else { (&[][..], "") };
            self.list(key, entries.clone(), more, option)?;
        }
        if !options.only.is_empty() {
            self.list("only", Vec::new(), &options.only, "--only")?;
        }
        Ok(())
    }

    fn single<T>(
        &mut self,
        key: &str,
        value: &dyn Display,
        option: Option<&str>,
        said: Option<Said<T>>,
    ) -> std::io::Result<()> {
        let origin = match (option, said) {
            (Some(option), _) => option.to_owned(),
            (None, Some(said)) => self.line(said.line),
            (None, None) => "default".to_owned(),
        };
        self.row(&format!("{key}: {value}"), &origin)
    }

    /// A list: what the file says, as YAML, and what an option adds.
    fn list(&mut self, key: &str, said: Vec<Said<String>>, more: &[String], option: &str) -> std::io::Result<()> {
        if said.is_empty() && more.is_empty() {
            return self.row(&format!("{key}: []"), "default");
        }
        writeln!(self.out, "{key}:")?;
        for said in said {
            let origin = self.line(said.line);
            self.row(&format!("  - {}", said.value), &origin)?;
        }
        more.iter().try_for_each(|value| self.row(&format!("  - {}", quoted(value)), option))
    }

    fn line(&self, line: usize) -> String {
        format!("{}:{line}", self.file.name.as_deref().unwrap_or_default())
    }

    fn row(&mut self, text: &str, origin: &str) -> std::io::Result<()> {
        writeln!(self.out, "{text:<ORIGIN$}  # {origin}")
    }
}

/// A size in the largest unit in which it is a whole number.
fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let whole = units.iter().find(|(unit, _)| bytes.is_multiple_of(*unit));
    whole.map_or_else(|| bytes.to_string(), |(unit, name)| format!("{}{name}", bytes / unit))
}

fn path(path: &Path) -> String {
    ReportPath::from_path(path).to_text()
}

fn quoted_all(said: &[Said<String>]) -> Vec<Said<String>> {
    said.iter().map(|said| Said { value: quoted(&said.value), line: said.line }).collect()
}

/// A text as YAML takes it, whatever it holds.
fn quoted(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted.chars().map(|c| if unsafe_on_terminal(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
