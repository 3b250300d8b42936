//! Precision and recall of the rules of wording, by class, on labelled sentences.

use std::fs;
use std::path::PathBuf;

use appealc::prose::score::{CLASSES, count, misses, samples, table};

use super::kit::{repository, skipped};

/// Right when it speaks; then, that it speaks.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.80;
/// Every language on its own.
const OF_A_LANGUAGE: f64 = 0.75;

fn assert_good(text: &str, least: usize) {
    let samples = samples(text);
    assert!(samples.len() >= least, "only {} sentences", samples.len());
    for (class, rule) in CLASSES.iter().filter(|(class, _)| *class != "clean") {
        let all = count(&samples, class, "");
        assert!(all.right + all.missed > 0, "no sentence is labelled {class}");
        let good = all.precision() >= PRECISION && all.recall() >= RECALL;
        assert!(good, "{rule} {class}\n{}\n{}", table(&samples), misses(&samples));
        for lang in ["en", "zh"] {
            let one = count(&samples, class, lang);
            assert!(
                one.precision() >= OF_A_LANGUAGE && one.recall() >= OF_A_LANGUAGE,
                "{rule} {lang}\n{}",
                misses(&samples)
            );
        }
    }
}

#[test]
fn own_sentences_are_judged_well() {
    for (name, least) in [("tests/prose/own.tsv", 700), ("tests/prose/fresh.tsv", 1400)] {
        let text = fs::read_to_string(repository().join(name)).expect(name);
        assert_good(&text, least);
        for sample in samples(&text) {
            assert!(["root_cause", "action", "dispute_argument"].contains(&sample.field), "{}", sample.id);
            for label in &sample.labels {
                assert!(CLASSES.iter().any(|(class, _)| class == label), "{}: no class {label}", sample.id);
            }
        }
    }
}

#[test]
fn the_shared_sentences_are_judged_well() {
    let named = std::env::var_os("APPEALC_PROSE").map(PathBuf::from);
    let path = named.unwrap_or_else(|| repository().join("../shared/prose/dev.tsv"));
    match fs::read_to_string(&path) {
        Ok(text) => assert_good(&text, 100),
        Err(_) => skipped("prose set"),
    }
}
