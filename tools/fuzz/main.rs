//! Fuzzes the reader of case files, the rules, the readers of evidence and those of Amazon's reports:
//! `cargo run --release --example fuzz -- parse|rules|evidence|reports [--seconds N] [--seed FIRST]
//! [--count N] [--only ENDING]`.
//!
//! Every seed makes one text out of the repository's case files, or one file out of its evidence, those
//! of the corpus and some made for it, the same each time. A seed that fails is printed with the
//! command that runs it again; one that takes longer than ten seconds counts as a failure. `--only heic`
//! changes files with that ending alone.
#![allow(clippy::disallowed_methods, reason = "a tool reads the repository and the clock")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it found")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

mod evidence;
#[path = "../../tests/made/mod.rs"]
mod made;
mod mutate;
mod reports;
mod samples;
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
    let (seconds, first) = (number("--seconds").unwrap_or(60), number("--seed").unwrap_or(0));
    let count = number("--count").unwrap_or(u64::MAX);
    let only = args.iter().position(|arg| arg == "--only").and_then(|at| args.get(at + 1));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut run: Box<dyn FnMut(u64)> = match args.first().map(String::as_str) {
        Some("parse") => of_texts(Target::Parse, root),
        Some("rules") => of_texts(Target::Rules, root),
        Some("evidence") => of_evidence(root, only.map_or("", String::as_str)),
        Some("reports") => Box::new(reports::run),
        _ => {
            eprintln!("fuzz parse|rules|evidence|reports [--seconds N] [--seed FIRST] [--count N] [--only ENDING]");
            return ExitCode::from(2);
        }
    };
    let name = args.first().cloned().unwrap_or_default();
    let only = only.map_or_else(String::new, |only| format!(" --only {only}"));
    let again = move |seed: u64| format!("fuzz {name} --seed {seed} --count 1{only}");
    let now = Arc::new(AtomicU64::new(first));
    watch(Arc::clone(&now), again.clone());
    let started = Instant::now();
    let mut slowest = (Duration::ZERO, first);
    let mut done = 0;
    while done < count && started.elapsed().as_secs() < seconds {
        let seed = first.wrapping_add(done);
        now.store(seed, Ordering::Relaxed);
        let begun = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| run(seed))).is_err() {
            eprintln!("failed: {}", again(seed));
            return ExitCode::FAILURE;
        }
        slowest = slowest.max((begun.elapsed(), seed));
        done += 1;
    }
    println!(
        "{done} seeds in {:.0} s, none failed; the slowest took {:.0} ms (seed {})",
        started.elapsed().as_secs_f64(),
        slowest.0.as_secs_f64() * 1000.0,
        slowest.1
    );
    ExitCode::SUCCESS
}

fn of_texts(target: Target, root: &Path) -> Box<dyn FnMut(u64)> {
    let mut all = Vec::new();
    for folder in ["cases", "shared", "examples", "templates", "tests/rules", "tests/suite/faults"] {
        texts(&root.join(folder), &mut all);
    }
    let mut fuzz = Fuzz::new(target, root);
    Box::new(move |seed| {
        let text = mutate::case(&all, &mut mutate::Random(seed));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| fuzz.run(&text))) {
            eprintln!("---\n{text}\n---");
            std::panic::resume_unwind(panic);
        }
    })
}

/// The evidence of the repository and, where it is there, the corpus; a failing file is kept beside the
/// program for a closer look.
fn of_evidence(root: &Path, ending: &str) -> Box<dyn FnMut(u64)> {
    let folders = ["cases", "shared", "examples", "tests/fixtures", "../shared/corpus"].map(|name| root.join(name));
    let mut files = evidence::files(&folders);
    files.retain(|(name, _)| name.to_lowercase().ends_with(ending));
    assert!(!files.is_empty(), "no file ends with {ending}");
    Box::new(move |seed| {
        let (name, bytes) = evidence::file(&files, &mut mutate::Random(seed));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| evidence::run(&name, &bytes))) {
            let path = std::env::temp_dir().join(format!("appealc-fuzz-{seed}-{name}"));
            let kept = std::fs::write(&path, &bytes).is_ok();
            eprintln!("{name}, {} bytes, kept: {kept} {}", bytes.len(), path.display());
            std::panic::resume_unwind(panic);
        }
    })
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
