//! Proves that builds can be interrupted, and that what is not built again need not be:
//!
//! ```text
//! cargo run --release --example campaign -- kills 500 [SEED]    # kill -9 at random moments
//! cargo run --release --example campaign -- edits 2000 [SEED]   # random edits: incremental equals clean
//! ```
//!
//! What fails leaves its workspace in the folder of temporary files; where, and the seed, is printed.
#![allow(clippy::disallowed_methods, reason = "a tool makes files, runs programs and reads the clock")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it found")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

#[path = "../../tests/made/dice.rs"]
#[allow(dead_code, reason = "others use the rest")]
mod dice;
mod edits;
mod kills;
mod space;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|text| text.parse::<u64>().ok());
    let seed = number(2).unwrap_or_else(by_clock);
    let Ok(itself) = std::env::current_exe() else { return ExitCode::from(2) };
    // Outside of any repository: this one's settings would count.
    let folder = std::env::temp_dir().join(format!("appealc-campaign-{}", std::process::id()));
    let found = match (args.first().map(String::as_str), number(1)) {
        // This program is the program that it tests, and its workers.
        (Some("build" | "check" | "__worker"), _) => return ExitCode::from(appealc::cli::main()),
        (Some("kills"), Some(count)) => kills::run(&itself, &place(&folder, "kills"), count, seed),
        (Some("edits"), Some(count)) => edits::run(&itself, &place(&folder, "edits"), count, seed),
        _ => {
            eprintln!("campaign kills COUNT [SEED] | edits COUNT [SEED]");
            return ExitCode::from(2);
        }
    };
    match found {
        Ok(said) => {
            let _ = std::fs::remove_dir(&folder);
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("seed {seed}: {wrong}\nthe workspace is in {}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn place(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

fn by_clock() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |time| time.as_secs())
}
