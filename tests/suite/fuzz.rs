//! A few seeds of the fuzzer; `cargo run --release --example fuzz` runs it for longer.

#[path = "../../tools/fuzz/evidence.rs"]
mod evidence;
#[path = "../../tools/fuzz/mutate.rs"]
mod mutate;
#[path = "../../tools/fuzz/reports.rs"]
mod reports;
#[path = "../../tools/fuzz/samples.rs"]
mod samples;
#[path = "../../tools/fuzz/targets.rs"]
mod targets;

use super::kit::{BASE, files, repository};
use super::made;
use targets::{Fuzz, Target};

fn run(target: Target, seeds: std::ops::Range<u64>) {
    let cases = files(&repository().join("cases")).into_iter().filter(|path| path.ends_with("case.toml"));
    let read = |path: String| std::fs::read_to_string(repository().join("cases").join(path)).expect("a case");
    let mut texts: Vec<String> = cases.map(read).collect();
    texts.extend([BASE.to_owned(), include_str!("faults/fifty.toml").to_owned()]);
    let mut fuzz = Fuzz::new(target, repository());
    for seed in seeds {
        let text = mutate::case(&texts, &mut mutate::Random(seed));
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| fuzz.run(&text)));
        assert!(done.is_ok(), "seed {seed} of {target:?} fails:\n{text}");
    }
}

#[test]
fn seeds_of_the_parser() {
    run(Target::Parse, 0..2000);
}

#[test]
fn seeds_of_the_rules() {
    run(Target::Rules, 0..200);
}

#[test]
fn seeds_of_the_evidence() {
    let files = evidence::files(&[]);
    for (name, bytes) in &files {
        let found = appealc::evidence::inspect(bytes, name, &appealc::evidence::Limits::default());
        assert!(found.is_ok() || name == "locked.pdf", "{name}: {found:?}");
        evidence::run(name, bytes);
    }
    for seed in 0..3000 {
        let (name, bytes) = evidence::file(&files, &mut mutate::Random(seed));
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| evidence::run(&name, &bytes)));
        assert!(done.is_ok(), "seed {seed} fails: {name}, {} bytes", bytes.len());
    }
}

#[test]
fn seeds_of_the_reports() {
    for seed in 0..1500 {
        assert!(std::panic::catch_unwind(|| reports::run(seed)).is_ok(), "seed {seed} fails");
    }
}
