//! The flags of `serve`.

use clap::Args;

use super::Cases;

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Which cases.
    #[command(flatten)]
    pub cases: Cases,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// The port of the page
    #[arg(long, value_name = "N", default_value = "0")]
    pub port: u16,
}
