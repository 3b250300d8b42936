//! Flags of the commands that record and look back. Only `src/cli/args.rs` and the files beside this one
//! know clap.

use std::path::PathBuf;

use clap::Args;

use super::Cases;

/// Flags of `submit`.
#[derive(Debug, Args)]
pub struct Submit {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// Amazon's case id
    #[arg(long, value_name = "N")]
    pub case_id: Option<String>,
    /// The marketplace, of several
    #[arg(long, value_name = "M")]
    pub marketplace: Option<String>,
    /// Send the same again
    #[arg(long, requires = "reason")]
    pub same: bool,
    /// Why the same is sent again
    #[arg(long, value_name = "TEXT", requires = "same")]
    pub reason: Option<String>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}

/// Flags of `approve`.
#[derive(Debug, Args)]
pub struct Approve {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// Who signs off
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The marketplace, of several
    #[arg(long, value_name = "M")]
    pub marketplace: Option<String>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}

/// Flags of `outcome`.
#[derive(Debug, Args)]
pub struct Outcome {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// What Amazon answered
    #[arg(value_name = "RESULT")]
    pub result: String,
    /// Amazon's reply
    #[arg(long, value_name = "FILE")]
    pub reply: Option<PathBuf>,
    /// The ASINs that were reinstated
    #[arg(long, value_name = "ASIN", num_args = 1..)]
    pub reinstated: Vec<String>,
    /// The submission that is answered
    #[arg(long, value_name = "N", id = "submission")]
    pub submission: Option<u64>,
    /// The marketplace, of several
    #[arg(long, value_name = "M")]
    pub marketplace: Option<String>,
    /// The day of the answer
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// Flags of `note`.
#[derive(Debug, Args)]
pub struct Note {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// What happened
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// Flags of `status`.
#[derive(Debug, Args)]
pub struct Status {
    /// Which cases.
    #[command(flatten)]
    pub cases: Cases,
    /// Run every rule
    #[arg(long = "check", id = "full_check")]
    pub check: bool,
    /// Only cases in this state
    #[arg(long, value_name = "STATE")]
    pub state: Vec<String>,
}

/// Flags of `log`.
#[derive(Debug, Args)]
pub struct Log {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
}

/// Flags of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// The earlier submission
    #[arg(value_name = "FROM")]
    pub earlier: Option<String>,
    /// The later one
    #[arg(value_name = "TO")]
    pub later: Option<String>,
}

/// Flags of `stats`.
#[derive(Debug, Args)]
pub struct Stats {
    /// Workspaces, folders or case files
    #[arg(value_name = "PATH", default_value = "cases")]
    pub paths: Vec<PathBuf>,
}

/// Flags of `reply`.
#[derive(Debug, Args)]
pub struct Reply {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// Amazon's reply
    #[arg(value_name = "FILE", id = "reply_file")]
    pub file: PathBuf,
}

/// Flags of `share`.
#[derive(Debug, Args)]
pub struct Share {
    /// The case
    #[arg(value_name = "CASE", id = "one_case")]
    pub case: PathBuf,
    /// The package
    #[arg(long = "out", value_name = "FILE.zip", id = "package")]
    pub out: PathBuf,
    /// Replace a package that exists
    #[arg(long)]
    pub force: bool,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}
