//! Flags of builds that several machines share, and of builds that follow changes.
//! Only these files know clap.

use std::path::PathBuf;

use clap::Args;

/// Which part of the cases; for `build` and `check`.
#[derive(Debug, Args)]
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
