//! Flags that several commands have, each defined once. Only these files know clap.

use std::path::PathBuf;

use clap::Args;

use super::Engine;
use crate::options::EngineChoice;

/// Which cases a command is about, how many it takes at a time, and as of which day.
#[derive(Debug, Args)]
pub struct Cases {
    /// Workspaces, folders or case files
    #[arg(value_name = "PATH", default_value = "cases")]
    pub paths: Vec<PathBuf>,
    /// How many cases at a time (default: one per core)
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Judge and date as of this day (else SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}

/// Where outputs go, and what typesets them.
#[derive(Debug, Args)]
pub struct Typesetting {
    /// Write outputs here instead of build/
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What typesets: embedded needs nothing, cli runs the typst program
    #[arg(long, value_name = "ENGINE", default_value = "embedded")]
    pub engine: Engine,
    /// The typst program for --engine cli (else TYPST, else PATH)
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
}

impl Typesetting {
    /// The engine, with its program.
    pub fn choice(&self) -> EngineChoice {
        match self.engine {
            Engine::Embedded => EngineChoice::Embedded,
            Engine::Cli => EngineChoice::Cli(self.typst.clone()),
        }
    }
}
