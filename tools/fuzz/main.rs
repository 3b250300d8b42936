//! Fuzzes the reader of case files, the rules, and the readers of Amazon's reports: `cargo run --release
//! --example fuzz -- parse|rules|reports
//! [--seconds N] [--seed FIRST] [--count N]`.
//!
//! Every seed makes one text out of the repository's case files, the same each time. A seed that
//! fails is printed with the command that runs it again; a text that takes longer than ten seconds
//! counts as a failure.
#![allow(clippy::disallowed_methods, reason = "a tool reads the repository and the clock")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it found")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

mod mutate;
mod reports;
mod targets;

use targets::{Fuzz, Target};

/// Seconds after which a text counts as one that never ends.
const PATIENCE: u64 = 10;

/// The case files of a folder and those below it.
fn texts(folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.extend(std::fs::read_to_string(&path));
        }
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| -> Option<u64> {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)?.parse().ok()
    };
    let target = match args.first().map(String::as_str) {
        Some("parse") => Target::Parse,
        Some("rules") => Target::Rules,
        Some("reports") => return fuzz_reports(&number),
        _ => {
            eprintln!("fuzz parse|rules|reports [--seconds N] [--seed FIRST] [--count N]");
            return ExitCode::from(2);
        }
    };
    let (seconds, first) = (number("--seconds").unwrap_or(60), number("--seed").unwrap_or(0));
    let count = number("--count").unwrap_or(u64::MAX);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["cases", "shared", "examples", "templates", "tests/rules", "tests/suite/faults"] {
        texts(&root.join(folder), &mut all);
    }
    let name = args.first().cloned().unwrap_or_default();
    let again = move |seed: u64| format!("fuzz {name} --seed {seed} --count 1");
    let now = Arc::new(AtomicU64::new(first));
    watch(Arc::clone(&now), again.clone());
    let mut fuzz = Fuzz::new(target, root);
    let started = Instant::now();
    let mut slowest = (Duration::ZERO, first);
    let mut done = 0;
    while done < count && started.elapsed().as_secs() < seconds {
        let seed = first.wrapping_add(done);
        now.store(seed, Ordering::Relaxed);
        let text = mutate::case(&all, &mut mutate::Random(seed));
        let begun = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| fuzz.run(&text))).is_err() {
            eprintln!("failed: {}\n---\n{text}\n---", again(seed));
            return ExitCode::FAILURE;
        }
        slowest = slowest.max((begun.elapsed(), seed));
        done += 1;
    }
    println!(
        "{done} texts in {:.0} s, none failed; the slowest took {:.0} ms (seed {})",
        started.elapsed().as_secs_f64(),
        slowest.0.as_secs_f64() * 1000.0,
        slowest.1
    );
    ExitCode::SUCCESS
}

/// The same for reports, which are bytes that a seed makes.
fn fuzz_reports(number: &dyn Fn(&str) -> Option<u64>) -> ExitCode {
    let (seconds, first) = (number("--seconds").unwrap_or(60), number("--seed").unwrap_or(0));
    let count = number("--count").unwrap_or(u64::MAX);
    let again = |seed: u64| format!("fuzz reports --seed {seed} --count 1");
    let now = Arc::new(AtomicU64::new(first));
    watch(Arc::clone(&now), again);
    let started = Instant::now();
    let mut done = 0;
    while done < count && started.elapsed().as_secs() < seconds {
        let seed = first.wrapping_add(done);
        now.store(seed, Ordering::Relaxed);
        if catch_unwind(|| reports::run(seed)).is_err() {
            eprintln!("failed: {}", again(seed));
            return ExitCode::FAILURE;
        }
        done += 1;
    }
    println!("{done} reports in {:.0} s, none failed", started.elapsed().as_secs_f64());
    ExitCode::SUCCESS
}

/// Ends the program when one text takes too long.
fn watch(now: Arc<AtomicU64>, again: impl Fn(u64) -> String + Send + 'static) {
    std::thread::spawn(move || {
        let mut seen = (u64::MAX, 0);
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let seed = now.load(Ordering::Relaxed);
            seen = if seen.0 == seed { (seed, seen.1 + 1) } else { (seed, 0) };
            if seen.1 >= PATIENCE {
                eprintln!("failed: more than {PATIENCE} s: {}", again(seed));
                std::process::exit(1);
            }
        }
    });
}
