//! `bartizan man`: one page with every subcommand, because people search one page.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::args::Args;
use crate::exit::Exit;

/// Writes the manual page in roff.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn run(out: &mut Vec<u8>) -> Result<Exit> {
    let mut command = Args::command();
    command.build();
    let page = Man::new(command.clone()).manual("User Commands");
    let mut sections = Vec::new();
    page.render_title(&mut sections)?;
    page.render_name_section(&mut sections)?;
    page.render_synopsis_section(&mut sections)?;
    page.render_description_section(&mut sections)?;
    page.render_options_section(&mut sections)?;
    subcommands(&command, &mut vec![command.get_name()], &mut sections)?;
    exit_status(&mut sections)?;
    page.render_version_section(&mut sections)?;

    // Every section brings the preamble of a page of its own; a page has one.
    let mut preamble = Vec::new();
    Roff::new().to_writer(&mut preamble)?;
    let sections = String::from_utf8_lossy(&sections).replace(&*String::from_utf8_lossy(&preamble), "");
    out.write_all(&preamble)?;
    out.write_all(sections.as_bytes())?;
    Ok(Exit::Clean)
}

/// A section for each subcommand, those of `rules` included, with its own sections one level down.
fn subcommands<'c>(command: &'c Command, names: &mut Vec<&'c str>, out: &mut Vec<u8>) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        names.push(sub.get_name());
        let mut head = Roff::new();
        head.control("SH", [names.join(" ").to_uppercase().as_str()]);
        head.to_writer(out)?;
        let page = Man::new(sub.clone().bin_name(names.join(" ")));
        let mut text = Vec::new();
        page.render_description_section(&mut text)?;
        page.render_synopsis_section(&mut text)?;
        page.render_options_section(&mut text)?;
        out.write_all(
            String::from_utf8_lossy(&text).replace("\n.SH ", "\n.SS ").replace(".SS DESCRIPTION\n", "").as_bytes(),
        )?;
        subcommands(sub, names, out)?;
        names.pop();
    }
    Ok(())
}

fn exit_status(out: &mut dyn Write) -> io::Result<()> {
    let mut section = Roff::new();
    section.control("SH", ["EXIT STATUS"]);
    for (exit, sentence) in Exit::ALL {
        section.control("TP", []);
        section.text([roman(exit.code().to_string())]);
        section.text([roman(sentence)]);
    }
    section.to_writer(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn the_page_holds_every_subcommand_option_and_exit_code() {
        let mut page = Vec::new();
        run(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for part in
            ["BARTIZAN SCAN", "BARTIZAN RULES CHECK", "BARTIZAN EXPLAIN", "\\-\\-max\\-file\\-size", "EXIT STATUS"]
        {
            assert!(page.contains(part), "{part} is missing in:\n{page}");
        }
        for (exit, sentence) in Exit::ALL {
            let row = format!(".TP\n{}\n{}\n", exit.code(), sentence.replace('-', "\\-"));
            assert!(page.contains(&row), "{exit:?} is missing in:\n{page}");
        }
        assert_eq!(page.matches(".el .ds Aq").count(), 1, "one preamble");
    }
}
