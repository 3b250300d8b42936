//! How fast the rules of wording are: `cargo bench --bench prose`.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use appealc::prose::score;

/// A case has about twenty sentences of the seller.
const SENTENCES: usize = 20;

fn main() {
    let samples = score::samples(include_str!("../tests/prose/own.tsv"));
    let judge_all = || {
        for sample in &samples {
            black_box(score::judge(sample.field, sample.text));
        }
    };
    let start = Instant::now();
    judge_all();
    println!("first pass, phrase lists compiled: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let passes = 20;
    for _ in 0..passes {
        judge_all();
    }
    let each = start.elapsed().as_secs_f64() / (passes * samples.len()) as f64;
    println!(
        "{} sentences: {:.1} µs each, {:.0} cases per second",
        samples.len(),
        each * 1e6,
        1.0 / each / SENTENCES as f64
    );
}
