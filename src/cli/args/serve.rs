//! The flags of `serve`.

use std::path::PathBuf;

use clap::Args;

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Workspaces, folders or case files
    #[arg(value_name = "PATH", default_value = "cases")]
    pub paths: Vec<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// The port of the page
    #[arg(long, value_name = "N", default_value = "0")]
    pub port: u16,
    /// How many cases are checked at a time
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Judge as of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}
