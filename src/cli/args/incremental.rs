//! Flags of incremental builds, and of `clean`.

use std::path::PathBuf;

use clap::Args;

/// How `build` goes about what has not changed.
#[derive(Debug, Clone, Default, Args)]
pub struct Incremental {
    /// Fail where a build would be needed, write nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub locked: bool,
    /// Say of each case why it was or was not built
    #[arg(id = "explain_why", long = "explain")]
    pub explain: bool,
    /// Say where the time went
    #[arg(long)]
    pub timings: bool,
}

/// Flags of `clean`.
#[derive(Debug, Args)]
pub struct Clean {
    /// Workspaces, folders or case files
    #[arg(value_name = "PATH", id = "clean_paths")]
    pub paths: Vec<PathBuf>,
    /// The folder that outputs were written to instead of build/
    #[arg(id = "clean_out", long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Remove what is kept for later builds too
    #[arg(long)]
    pub cache: bool,
}
