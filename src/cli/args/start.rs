//! Flags of `init`, `new` and `todo`.

use std::path::PathBuf;

use clap::Args;

use super::Cases;

/// Flags of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder
    #[arg(id = "workspace", value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// Who signs the letters
    #[arg(id = "seller", long = "name", value_name = "NAME")]
    pub seller: Option<String>,
    /// The seller account's name
    #[arg(long, value_name = "NAME")]
    pub store: Option<String>,
    /// Add what is missing to a .gitignore and .gitattributes that exist
    #[arg(long)]
    pub append: bool,
}

/// Flags of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// The ASIN
    #[arg(conflicts_with_all = ["from_report", "list"])]
    pub asin: Option<String>,
    /// The type, such as onpe/packaging
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// appeal (default) or dispute
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    /// Make a case for each row of a list: CSV or XLSX with a column `asin`
    #[arg(id = "list", long = "from", value_name = "FILE", conflicts_with_all = ["from_report", "notice"])]
    pub list: Option<PathBuf>,
    /// Read Amazon's notice: a text or a mail
    #[arg(long, value_name = "FILE", conflicts_with = "from_report")]
    pub notice: Option<PathBuf>,
    /// Take this case as a model
    #[arg(long, value_name = "CASE", conflicts_with = "from_report")]
    pub like: Option<PathBuf>,
    /// Make a case for each of the ASINs with the most complaints in a report of Amazon
    #[arg(long, value_name = "FILE")]
    pub from_report: Option<PathBuf>,
    /// How many of them
    #[arg(long, value_name = "N", default_value = "20")]
    pub top: usize,
    /// The folder to make the case in
    #[arg(long, value_name = "DIR", default_value = "cases")]
    pub dir: PathBuf,
}

/// Flags of `todo`.
#[derive(Debug, Args)]
pub struct Todo {
    /// Which cases.
    #[command(flatten)]
    pub cases: Cases,
}
