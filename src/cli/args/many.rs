//! Flags of builds that several machines share, and of builds that follow changes.
//! Only these files know clap.

use std::path::PathBuf;

use clap::Args;

use super::{Check, Typesetting};

/// Which part of the cases; for `build` and `check`.
#[derive(Debug, Default, Args)]
pub struct Part {
    /// Do the M-th of N parts only: slice:M/N, hash:M/N or weight:M/N
    #[arg(long, value_name = "KIND:M/N")]
    pub partition: Option<String>,
}

/// Flags of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The output folders of the parts, or the folder in which they lie
    #[arg(value_name = "DIR", id = "parts", required = true)]
    pub folders: Vec<PathBuf>,
    /// Where all outputs go
    #[arg(long = "out", value_name = "DIR", id = "merge_out")]
    pub out: Option<PathBuf>,
}

/// Flags of `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// What `check` takes too.
    #[command(flatten)]
    pub check: Check,
    /// Where outputs go, and what typesets them.
    #[command(flatten)]
    pub typesetting: Typesetting,
    /// Look for changes every so many milliseconds, where the system does not tell of them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500")]
    pub poll: Option<u64>,
}
