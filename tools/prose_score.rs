//! Precision and recall of the rules of wording on labelled sentences:
//!
//! ```text
//! cargo run --release --example prose-score -- tests/prose/own.tsv [--misses]
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]
#![allow(clippy::disallowed_methods, reason = "reads the table that it is given")]

use std::process::ExitCode;
use std::time::Instant;

use appealc::prose::score;

fn main() -> ExitCode {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let Some(file) = files.first() else {
        eprintln!("usage: prose-score FILE.tsv [--misses]");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let samples = score::samples(&text);
    if flags.iter().any(|flag| flag == "--misses") {
        println!("{}", score::misses(&samples));
    }
    print!("{}", score::table(&samples));
    let start = Instant::now();
    for sample in &samples {
        score::judge(sample.field, sample.text);
    }
    let each = start.elapsed().as_secs_f64() / samples.len().max(1) as f64;
    println!("{} sentences, {:.0} per second", samples.len(), 1.0 / each.max(1e-9));
    ExitCode::SUCCESS
}
