//! Proves that nothing of the evidence is lost:
//!
//! ```text
//! cargo run --release --example census -- 1000 [SEED]        # random cases, read back by two readers
//! cargo run --release --example census -- sameness [FOLDER]  # pages of PDF files look as they did
//! cargo run --release --example census -- table [FOLDER]     # every file of a corpus, alone and all together
//! ```
//!
//! Every seed makes one case, the same each time; the cases of a run are `SEED`, `SEED + 1` and so on.
//! A case that fails is kept in `target/census`, and the command that runs it again is printed. FOLDER
//! is a corpus of real files, `../shared/corpus` if nothing is said.
#![allow(clippy::disallowed_methods, reason = "a tool makes files, runs programs and reads the clock")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it found")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

mod bundle;
mod case;
mod check;
mod evidence;
mod front;
#[path = "../../tests/made/mod.rs"]
mod made;
#[path = "../../benches/build/measure.rs"]
#[allow(dead_code, reason = "benchmarks use the rest")]
mod measure;
#[path = "../../tests/suite/pdf.rs"]
#[allow(dead_code, reason = "tests use the rest")]
mod pdf;
mod place;
mod run;
mod sameness;
mod table;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let folder = || args.get(1).map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    match args.first().map(String::as_str) {
        // This program is the program that it tests, and its workers.
        Some("build" | "__worker") => ExitCode::from(appealc::cli::main()),
        Some("sameness") => sameness::all(&itself(), &folder()),
        Some("table") => table::all(&itself(), &folder()),
        Some(count) if count.parse::<u64>().is_ok() => {
            let seed = args.get(1).and_then(|seed| seed.parse().ok()).unwrap_or_else(by_clock);
            census(count.parse().unwrap_or(0), seed)
        }
        _ => {
            eprintln!("census COUNT [SEED] | sameness [FOLDER] | table [FOLDER]");
            ExitCode::from(2)
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn itself() -> PathBuf {
    std::env::current_exe().expect("a program")
}

fn by_clock() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |time| time.as_secs())
}

/// Whether the readers are there; says which are not.
fn readers() -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let there = |program: &str| std::env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    let missing: Vec<&&str> = bundle::PROGRAMS.iter().filter(|program| !there(program)).collect();
    if !missing.is_empty() {
        eprintln!("not found: {missing:?}");
    }
    missing.is_empty()
}

fn census(count: u64, seed: u64) -> ExitCode {
    if !readers() {
        return ExitCode::from(2);
    }
    println!("{count} cases from seed {seed}");
    std::panic::set_hook(Box::new(|_| {}));
    let started = Instant::now();
    let (mut done, mut failed, mut pages, mut volumes, mut reduced) = (0, 0, 0, 0, 0);
    while done < count {
        let scratch = tempfile::Builder::new().prefix("appealc-census-").tempdir().expect("a folder");
        let next = (done + run::BATCH as u64).min(count);
        for outcome in run::batch(&itself(), scratch.path(), seed + done..seed + next) {
            volumes += u64::from(outcome.volumes);
            reduced += u64::from(outcome.reduced);
            match outcome.result {
                Ok(own) => pages += own,
                Err(what) => {
                    failed += 1;
                    let kept = run::keep(scratch.path(), outcome.seed, &root().join("target/census"));
                    println!("failed: census 1 {}: {what}\n  kept in {}", outcome.seed, kept.display());
                }
            }
        }
        done = next;
        eprintln!("{done} cases, {failed} failed, {:.0} s", started.elapsed().as_secs_f64());
    }
    println!(
        "{done} cases from seed {seed} in {:.0} s: {pages} pages, {volumes} cases in volumes, {reduced} with smaller \
         pictures, {failed} failed",
        started.elapsed().as_secs_f64()
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
