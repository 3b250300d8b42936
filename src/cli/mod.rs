//! The commands, one file each.
#![allow(clippy::disallowed_methods, reason = "the environment becomes options here")]

use std::io::{IsTerminal, Write};
use std::panic;

use clap::Parser;

use crate::locale::{Args, Locale};
use crate::options::Lang;

/// The command line.
pub mod args;

/// `approve`.
pub mod approve;

/// `build` and `check`.
pub mod build;

/// `clean`.
pub mod clean;

/// `complaints`.
pub mod complaints;

/// `completions`.
pub mod completions;

/// `explain` and `rules`.
pub mod explain;

/// `extract`.
pub mod extract;

/// `fix`.
pub mod fix;

/// `--help` in two languages.
pub mod help;

/// `merge`.
pub mod merge;

/// `init`.
pub mod init;
/// `log`, `diff` and `stats`.
pub mod look;

/// `man`.
pub mod man;

/// Files that the command line names.
mod named;

/// `new`.
pub mod new;

/// `--partition`.
pub mod part;

/// `outcome` and `note`.
pub mod outcome;

/// One case and its history.
mod record;

/// The reference in `docs/`.
pub mod reference;
/// `reply`.
pub mod reply;

/// `schema`.
pub mod schema;

/// `serve`.
pub mod serve;

/// `share`.
pub mod share;

/// `status`.
pub mod status;

/// `submit`.
pub mod submit;

/// Tells results.
pub mod tell;

/// `templates`.
pub mod templates;

/// `todo`.
pub mod todo;

/// `verify`.
pub mod verify;

/// `watch`.
pub mod watch;

use args::{Color, Command, Common, Format};

/// All good.
pub const GOOD: u8 = 0;
/// Some case has errors.
pub const ERRORS: u8 = 1;
/// Could not run.
pub const COULD_NOT_RUN: u8 = 2;
/// A bug in the program.
pub const BUG: u8 = 3;

/// Where a command speaks: results to standard output, messages to standard error.
pub struct Console {
    /// The words.
    pub locale: Locale,
    /// Whether messages are coloured.
    pub color: bool,
    /// How results are written.
    pub format: Format,
    /// Say less.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
}

impl Console {
    fn new(common: &Common) -> Self {
        let color = match common.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        };
        Self {
            locale: Locale::new(language(common.lang)),
            color,
            format: common.format,
            quiet: common.quiet,
            verbose: common.verbose,
        }
    }

    /// The same, saying less: for a part of what a command does.
    #[must_use]
    pub fn quieter(&self) -> Self {
        let locale = Locale::new(self.locale.lang());
        Self { locale, color: self.color, format: self.format, quiet: true, verbose: false }
    }

    /// Writes a result. A reader that went away is no error.
    pub fn result(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Writes a message: to standard output where a machine reads it.
    pub fn message(&self, text: &str) {
        if self.format == Format::Human {
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
        } else {
            self.result(text);
        }
    }

    /// Says why the program could not run.
    pub fn refuse(&self, id: &str, args: &Args) -> u8 {
        let message = self.locale.text(id, args);
        let help = self.locale.attribute(id, "help", args);
        match self.format {
            Format::Json => {
                let note = self.locale.attribute(id, "note", args);
                let line = serde_json::json!({"reason": "error", "message": message, "note": note, "help": help});
                self.result(&format!("{line}\n"));
            }
            Format::Short | Format::Human | Format::Sarif | Format::Github | Format::Csv => {
                let mut text = format!("{}: {message}\n", self.locale.word("level-error"));
                if let (Format::Human, Some(note)) = (self.format, self.locale.attribute(id, "note", args)) {
                    text.push_str(&format!("  = {}: {note}\n", self.locale.word("level-note")));
                }
                if let (Format::Human, Some(help)) = (self.format, help) {
                    text.push_str(&format!("  = {}: {help}\n", self.locale.word("level-help")));
                }
                // A half document helps no machine.
                let _ = std::io::stderr().lock().write_all(text.as_bytes());
            }
        }
        COULD_NOT_RUN
    }
}

/// The language of messages: the flag, else `APPEALC_LANG`, else the locale.
fn language(flag: Option<args::Lang>) -> Lang {
    match flag {
        Some(args::Lang::En) => return Lang::En,
        Some(args::Lang::Zh) => return Lang::Zh,
        None => {}
    }
    let set = ["APPEALC_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    if set.is_some_and(|value| value.to_lowercase().starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// Prints help, or what is wrong with the command line, in the language of messages.
fn help_or_refuse() -> u8 {
    let lang = language(args::named_language());
    match help::command(&Locale::new(lang)).try_get_matches() {
        Ok(_) => COULD_NOT_RUN,
        Err(error) => {
            let _ = error.print();
            if error.use_stderr() { COULD_NOT_RUN } else { GOOD }
        }
    }
}

/// Runs the program and gives its exit code.
pub fn main() -> u8 {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(_) => return help_or_refuse(),
    };
    if matches!(cli.command, Command::Worker) {
        return if crate::driver::worker::run().is_ok() { GOOD } else { BUG };
    }
    let console = Console::new(&cli.common);
    if console.format == Format::Csv && !matches!(cli.command, Command::Status(_) | Command::Stats(_)) {
        return console.refuse("tool-no-csv", &Args::new());
    }
    panic::catch_unwind(panic::AssertUnwindSafe(|| match cli.command {
        Command::Build(flags) => build::build(&flags, &console),
        Command::Check(flags) => build::check(&flags, &console),
        Command::Clean(flags) => clean::clean(&flags, &console),
        Command::Fix(flags) => fix::fix(&flags, &console),
        Command::Init(flags) => init::init(&flags, &console),
        Command::Todo(flags) => todo::todo(&flags, &console),
        Command::Completions { shell } => completions::completions(shell, &console),
        Command::Man { page, out } => man::man(page.as_deref(), out.as_deref(), &console),
        Command::New(flags) => new::new(&flags, &console),
        Command::Verify(flags) => verify::verify(&flags, &console),
        Command::Watch(flags) => watch::watch(&flags, &console),
        Command::Merge(flags) => merge::merge(&flags, &console),
        Command::Extract(flags) => extract::extract(&flags, &console),
        Command::Complaints(flags) => complaints::complaints(&flags, &console),
        Command::Serve(flags) => serve::serve(&flags, &console),
        Command::Status(flags) => status::status(&flags, &console),
        Command::Log(flags) => look::log(&flags, &console),
        Command::Diff(flags) => look::diff(&flags, &console),
        Command::Reply(flags) => reply::reply(&flags, &console),
        Command::Stats(flags) => look::stats(&flags, &console),
        Command::Submit(flags) => submit::submit(&flags, &console),
        Command::Outcome(flags) => outcome::outcome(&flags, &console),
        Command::Approve(flags) => approve::approve(&flags, &console),
        Command::Note(flags) => outcome::note(&flags, &console),
        Command::Share(flags) => share::share(&flags, &console),
        Command::Explain { rule } => explain::explain(&rule, &console),
        Command::Rules => explain::rules(&console),
        Command::Schema { config } => schema::schema(config, &console),
        Command::Templates { name, print } => templates::templates(name.as_deref(), print, &console),
        Command::Worker => GOOD,
    }))
    .unwrap_or(BUG)
}
