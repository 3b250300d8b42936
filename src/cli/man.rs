//! `man`: the manual, out of the command line itself, in the language of messages.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use super::{Console, GOOD, help};
use crate::diag::Arg;
use crate::locale::{Args, Locale};
use crate::options::Lang;
use crate::write;

/// The headings, which clap has in English only.
const HEADINGS: &[(&str, &str)] = &[
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", "其他"),
    ("VERSION", "版本"),
];

/// Prints a page, or writes all of them to a folder.
pub fn man(page: Option<&str>, out: Option<&Path>, console: &Console) -> u8 {
    let mut program = help::visible(&console.locale);
    // Gives subcommands the flags of all commands, and names such as `appealc-new`.
    program.build();
    let Some(folder) = out else {
        let command = match page {
            None => Some(program.clone()),
            Some(name) => program.find_subcommand(name).cloned(),
        };
        let Some(command) = command else {
            let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            let args = Args::from([
                ("value".into(), Arg::from(page.unwrap_or_default())),
                ("allowed".into(), Arg::from(names.join(", "))),
            ]);
            return console.refuse("tool-bad-value", &args);
        };
        console.result(&rendered(command, &console.locale));
        return GOOD;
    };
    let pages: Vec<Command> = program.get_subcommands().cloned().collect();
    for command in std::iter::once(program.clone()).chain(pages) {
        let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name())));
        let text = rendered(command, &console.locale);
        if let Err(error) = write::file(&path, text.as_bytes(), true) {
            let shown = Arg::from(path.display().to_string());
            let args = Args::from([("path".into(), shown), ("detail".into(), Arg::from(error.to_string()))]);
            return console.refuse("tool-write-failed", &args);
        }
        console.result(&format!("{}\n", path.display()));
    }
    GOOD
}

fn rendered(command: Command, locale: &Locale) -> String {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = Man::new(command).render(&mut page);
    let page = String::from_utf8_lossy(&page).into_owned();
    if locale.lang() != Lang::Zh {
        return page;
    }
    let heading = |line: &str| {
        let name = line.strip_prefix(".SH ")?.trim_matches('"');
        HEADINGS.iter().find(|(english, _)| *english == name).map(|(_, chinese)| format!(".SH {chinese}"))
    };
    page.lines().map(|line| heading(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}
