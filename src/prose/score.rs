//! Precision and recall on labelled sentences: tables with the columns id, language, field,
//! stance, labels, text, source, separated by tabs.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::blame::Field;
use super::{Words, admission, blame, denial, emotive, personal, placeholder, planned, symptom, vague};

/// The classes: label and rule. `clean` is a sentence without any.
pub const CLASSES: &[(&str, &str)] = &[
    ("vague_action", "A001"),
    ("planned_not_done", "A002"),
    ("symptom_as_cause", "C001"),
    ("blames_other", "C005"),
    ("admits_in_dispute", "T001"),
    ("denies_in_appeal", "T002"),
    ("placeholder", "L001"),
    ("emotive", "L003"),
    ("pii", "L004"),
    ("clean", "-"),
];

/// A labelled sentence.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Sample<'t> {
    pub id: &'t str,
    pub lang: &'t str,
    pub field: &'t str,
    pub labels: BTreeSet<&'t str>,
    pub text: &'t str,
}

/// The samples of a table; its first line names the columns.
pub fn samples(table: &str) -> Vec<Sample<'_>> {
    let lines = table.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (id, lang, field) = (cells.next()?, cells.next()?, cells.next()?);
            let labels = cells.nth(1)?.split(',').map(str::trim).collect();
            Some(Sample { id, lang, field, labels, text: cells.next()? })
        })
        .collect()
}

/// The labels that the rules would give a sentence.
pub fn judge(field: &str, text: &str) -> BTreeSet<&'static str> {
    let words = Words::default();
    let sentences = super::text::sentences(text);
    let place = match field {
        "dispute_argument" => Field::Proven,
        "root_cause" => Field::Cause,
        _ => Field::Other,
    };
    let mut labels = BTreeSet::new();
    let mut add = |label, found: bool| {
        if found {
            labels.insert(label);
        }
    };
    match field {
        "action" => {
            add("vague_action", !vague::find(&sentences, &words).is_empty());
            add("planned_not_done", !planned::find(&sentences, &words).is_empty());
        }
        "root_cause" => {
            add("symptom_as_cause", !symptom::find(&sentences, &words).is_empty());
            add("denies_in_appeal", !denial::find(&sentences, &words).is_empty());
        }
        _ => add("admits_in_dispute", !admission::find(&sentences, &words).is_empty()),
    }
    add("blames_other", !blame::find(&sentences, place, &words).is_empty());
    add("placeholder", !placeholder::find(text, true, &words).is_empty());
    add("emotive", !emotive::find(&sentences, &words).is_empty());
    add("pii", !personal::find(&sentences, &[], &words).is_empty());
    if labels.is_empty() {
        labels.insert("clean");
    }
    labels
}

/// Counts of a class.
#[derive(Debug, Clone, Copy, Default)]
#[allow(missing_docs)]
pub struct Count {
    pub right: usize,
    pub false_alarms: usize,
    pub missed: usize,
}

impl Count {
    /// Of what was found, the part that is right.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.false_alarms)
    }

    /// Of what should be found, the part that was.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The counts of a class, in one language or (`lang` empty) in all.
pub fn count(samples: &[Sample<'_>], class: &str, lang: &str) -> Count {
    let mut count = Count::default();
    for sample in samples.iter().filter(|sample| lang.is_empty() || sample.lang == lang) {
        match (judge(sample.field, sample.text).contains(class), sample.labels.contains(class)) {
            (true, true) => count.right += 1,
            (true, false) => count.false_alarms += 1,
            (false, true) => count.missed += 1,
            (false, false) => {}
        }
    }
    count
}

/// A table of all figures.
pub fn table(samples: &[Sample<'_>]) -> String {
    let mut text =
        format!("{:<18} {:<5} {:<4} {:>3} {:>6} {:>6} {:>6}\n", "class", "rule", "lang", "n", "prec", "recall", "F1");
    for (class, rule) in CLASSES {
        for (lang, shown) in [("en", "en"), ("zh", "zh"), ("", "both")] {
            let c = count(samples, class, lang);
            let n = c.right + c.missed;
            let line = (c.precision(), c.recall(), c.f1());
            let _ = writeln!(
                text,
                "{class:<18} {rule:<5} {shown:<4} {n:>3} {:>6.3} {:>6.3} {:>6.3}",
                line.0, line.1, line.2
            );
        }
    }
    text
}

/// One line per sentence that is judged otherwise than it is labelled.
pub fn misses(samples: &[Sample<'_>]) -> String {
    let mut text = String::new();
    for sample in samples {
        let judged = judge(sample.field, sample.text);
        if judged.iter().any(|label| !sample.labels.contains(label)) || judged.len() != sample.labels.len() {
            let list = |labels: Vec<&str>| labels.join(",");
            let _ = writeln!(
                text,
                "{} {} {}: expected {}, judged {}\n    {}",
                sample.id,
                sample.lang,
                sample.field,
                list(sample.labels.iter().copied().collect()),
                list(judged.into_iter().collect()),
                sample.text
            );
        }
    }
    text
}
