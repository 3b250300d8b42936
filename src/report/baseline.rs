//! A baseline: today's warnings, so that only new ones show. A warning is known again by its file,
//! its rule and the text that it points at, not by its line, which moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Level, Report};

/// The warnings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The version of this format.
    pub baseline: u32,
    /// Warnings, sorted.
    pub warnings: Vec<Known>,
}

/// A warning, and how many of the same there are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// The file, from the workspace root.
    pub file: String,
    /// The rule's name.
    pub rule: String,
    /// The text that it points at, its spaces folded.
    pub text: String,
    /// How many of the same.
    pub count: usize,
}

type Key = (String, String, String);

fn key(report: &Report, diagnostic: &Diagnostic) -> Key {
    let place = &diagnostic.finding.place;
    let text = report.source(place).and_then(|source| source.text.get(place.start..place.end)).unwrap_or_default();
    let text: Vec<&str> = text.split_whitespace().collect();
    (place.file.to_string(), diagnostic.rule.clone(), text.join(" "))
}

impl Baseline {
    /// The warnings of some reports.
    pub fn new(reports: &[Report]) -> Self {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for report in reports {
            for diagnostic in report.diagnostics.iter().filter(|d| d.level == Level::Warning) {
                *counts.entry(key(report, diagnostic)).or_default() += 1;
            }
        }
        let known = |((file, rule, text), count)| Known { file, rule, text, count };
        Self { baseline: 1, warnings: counts.into_iter().map(known).collect() }
    }

    /// Drops the warnings that are known; of more of the same than there were, the last are new.
    pub fn apply(&mut self, report: &mut Report) {
        let keys: Vec<Key> = report.diagnostics.iter().map(|diagnostic| key(report, diagnostic)).collect();
        let mut keys = keys.into_iter();
        report.diagnostics.retain(|diagnostic| {
            let Some((file, rule, text)) = keys.next() else { return true };
            if diagnostic.level != Level::Warning {
                return true;
            }
            let same = |known: &&mut Known| known.file == file && known.rule == rule && known.text == text;
            match self.warnings.iter_mut().find(same).filter(|known| known.count > 0) {
                Some(known) => {
                    known.count -= 1;
                    false
                }
                None => true,
            }
        });
    }
}
