//! The command line. Only this file and those in `args/` know clap, and `help.rs`, which words it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Flags of incremental builds, and of `clean`.
pub mod incremental;

/// Flags of builds on several machines, and of builds that follow changes.
pub mod many;

/// Flags of the commands that record and look back.
pub mod history;

/// Flags of `serve`.
pub mod serve;

/// Flags that several commands have.
pub mod shared;

/// Flags of the commands that begin a case or belong to the program itself.
pub mod start;

pub use shared::{Cases, Typesetting};
pub use start::{Init, New, Todo};

/// What the program is for, in one line.
#[derive(Debug, Parser)]
#[command(name = "appealc", version, about = "A compiler for Amazon product-quality appeals", max_term_width = 100)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Flags of all commands.
    #[command(flatten)]
    pub common: Common,
}

/// Flags of all commands.
#[derive(Debug, Args)]
pub struct Common {
    /// Language of messages (else APPEALC_LANG, else the locale)
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// When to colour messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// How results are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Say less
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// Languages of messages.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

/// The language that a command line names, even one that cannot be read.
pub fn named_language() -> Option<Lang> {
    let given: Vec<String> = std::env::args().collect();
    let after = given.iter().position(|arg| arg == "--lang").and_then(|at| given.get(at + 1)).map(String::as_str);
    match after.or_else(|| given.iter().find_map(|arg| arg.strip_prefix("--lang="))) {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// When to colour messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One line for each diagnostic
    Short,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations for GitHub Actions
    Github,
    /// A table for spreadsheets: `status` and `stats`
    Csv,
}

/// Engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Typst inside the program
    Embedded,
    /// The typst program
    Cli,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a workspace: settings, and what git and editors should know
    Init(Init),
    /// Check, then write every case's outputs
    Build(Build),
    /// Build again whenever a file changes
    Watch(many::Watch),
    /// Show every diagnostic, write nothing
    Check(CheckOnly),
    /// Remove outputs, and nothing else
    Clean(incremental::Clean),
    /// Mend slips that can have meant one thing only; comments stay
    Fix(Fix),
    /// Make a commented case directory
    New(New),
    /// List what is missing, whose it is, and by when
    Todo(Todo),
    /// Read outputs back: do they match their manifest, and the manifest the case?
    Verify(Verify),
    /// Join the outputs of a build that several machines shared
    Merge(many::Merge),
    /// Write the exhibits of a bundle out again
    Extract(Extract),
    /// Show what Amazon's reports say
    Complaints(Complaints),
    /// Show all cases on a local page
    Serve(serve::Serve),
    /// Every case at a glance
    Status(history::Status),
    /// A case's life on one line of time
    Log(history::Log),
    /// What changed between two submissions
    Diff(history::Diff),
    /// Read Amazon's reply
    Reply(history::Reply),
    /// What came of everything that was sent
    Stats(history::Stats),
    /// Freeze and record what is sent
    Submit(history::Submit),
    /// Record Amazon's answer
    Outcome(history::Outcome),
    /// Sign off letter and bundle
    Approve(history::Approve),
    /// Record a call or a mail
    Note(history::Note),
    /// Pack a case for a client
    Share(history::Share),
    /// Show a rule's page
    Explain {
        /// A code or a name, such as S002 or unknown-key
        rule: String,
    },
    /// List all rules
    Rules,
    /// Print the JSON Schema of case.toml
    Schema {
        /// Of appealc.toml instead
        #[arg(long)]
        config: bool,
    },
    /// List the built-in templates, or copy one out to change it
    Templates {
        /// A template's name, or the beginning of one: these are copied to templates/
        name: Option<String>,
        /// Print instead of copying
        #[arg(long)]
        print: bool,
    },
    /// Print a shell's completions
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: clap_complete::Shell,
    },
    /// Print a page of the manual
    Man {
        /// The command (default: the page about the program)
        page: Option<String>,
        /// Write all pages to this folder
        #[arg(id = "pages", long = "out", value_name = "DIR", conflicts_with = "page")]
        out: Option<PathBuf>,
    },
    /// Build cases for another process
    #[command(name = "__worker", hide = true)]
    Worker,
}

/// Flags of `build` and `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Which cases.
    #[command(flatten)]
    pub cases: Cases,
    /// Only cases that changed since a git revision
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Allow a rule or a group
    #[arg(short = 'A', long = "allow", value_name = "RULE")]
    pub allow: Vec<String>,
    /// Warn of a rule or a group
    #[arg(short = 'W', long = "warn", value_name = "RULE")]
    pub warn: Vec<String>,
    /// Treat a rule or a group as an error
    #[arg(short = 'D', long = "deny", value_name = "RULE")]
    pub deny: Vec<String>,
}

/// Flags of `check` alone.
#[derive(Debug, Args)]
pub struct CheckOnly {
    /// What `build` takes too.
    #[command(flatten)]
    pub check: Check,
    /// Which part of the cases.
    #[command(flatten)]
    pub part: many::Part,
    /// Hide the warnings that this file knows
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write today's warnings to this file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
}

/// Flags of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// What `check` takes too.
    #[command(flatten)]
    pub check: Check,
    /// Which part of the cases.
    #[command(flatten)]
    pub part: many::Part,
    /// Say how large the outputs would be, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to go about what has not changed.
    #[command(flatten)]
    pub incremental: incremental::Incremental,
    /// Build in spite of gaps
    #[arg(long)]
    pub draft: bool,
    /// Where outputs go, and what typesets them.
    #[command(flatten)]
    pub typesetting: Typesetting,
}

/// Flags of `fix`.
#[derive(Debug, Args)]
pub struct Fix {
    /// What `check` takes too.
    #[command(flatten)]
    pub check: Check,
    /// Show what would change, write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Flags of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Output folders, bundles, or folders of cases
    #[arg(value_name = "PATH", id = "outputs", default_value = "build")]
    pub paths: Vec<PathBuf>,
    /// Make submissions of cases again from their commits
    #[arg(long, id = "from_commit")]
    pub commit: bool,
    /// How many at a time (default: one per core)
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// Flags of `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// A bundle, or all volumes of one
    #[arg(value_name = "BUNDLE.pdf", required = true)]
    pub bundles: Vec<PathBuf>,
    /// Where to write the files
    #[arg(long = "out", value_name = "DIR", default_value = "extracted")]
    pub folder: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
}

/// Flags of `complaints`.
#[derive(Debug, Args)]
pub struct Complaints {
    /// Workspaces, folders or case files
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A report, read without any case
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub report: Option<PathBuf>,
    /// This ASIN only
    #[arg(id = "one_asin", long = "asin", value_name = "ASIN")]
    pub asin: Option<String>,
    /// First day that counts
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<String>,
    /// Last day that counts
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
    /// How many ASINs of a report are shown
    #[arg(long, value_name = "N", default_value = "20")]
    pub top: usize,
}
