//! Diagnostics and outcomes as text, one file per format: [`crate::report::human`], [`crate::report::short`], [`crate::report::json`].
//!
//! A format turns data into a string or bytes; who calls it decides where they go. A new format is
//! a file here and its line below.

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Level, LevelFrom, Report};
use crate::locale::{Args, Locale};
use crate::source::Place;

/// Known warnings, so that only new ones show.
pub mod baseline;

/// What changed.
pub mod diff;

/// For GitHub Actions: annotations.
pub mod github;

/// What was recorded.
pub mod history;

/// For people: source lines, carets, advice.
pub mod human;

/// For programs: one JSON object a line.
pub mod json;

/// A case's life.
pub mod log;

/// The rules' pages.
pub mod pages;

/// What came of joining parts; what `watch` hears.
pub mod parts;

/// For code-scanning services: SARIF.
pub mod sarif;

/// For people and editors: one line each.
pub mod short;

/// What came of everything that was sent.
pub mod stats;

/// Every case at a glance.
pub mod status;

/// Tables for terminals and spreadsheets.
pub mod table;

/// What Amazon's reports say.
pub mod tally;

/// For the local page: words and marked lines as data.
pub mod web;

mod positions;
mod window;

pub use positions::Positions;

pub use crate::driver::{CaseOutcome, Status};

/// What became of a whole run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many cases there were.
    pub cases: usize,
    /// How many were built.
    pub built: usize,
    /// How many were up to date.
    pub fresh: usize,
    /// How many have errors.
    pub failed: usize,
    /// How many errors there were.
    pub errors: usize,
    /// How many warnings there were.
    pub warnings: usize,
}

impl Summary {
    /// Counts a case.
    pub fn add(&mut self, status: Status) {
        self.cases += 1;
        match status {
            Status::Built => self.built += 1,
            Status::Fresh => self.fresh += 1,
            Status::Failed => self.failed += 1,
            Status::Checked => {}
        }
    }

    /// Counts the diagnostics of a report.
    pub fn add_report(&mut self, report: &Report) {
        self.errors += report.count(Level::Error);
        self.warnings += report.count(Level::Warning);
    }

    /// How many cases were checked only, without errors.
    pub fn checked(&self) -> usize {
        self.cases.saturating_sub(self.built + self.fresh + self.failed)
    }
}

/// A diagnostic in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is wrong.
    pub message: String,
    /// What to say at the place itself.
    pub label: Option<String>,
    /// What to say at second places.
    pub labels: Vec<(Place, String)>,
    /// Why, or what else is worth knowing.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Words {
    /// Words a diagnostic.
    pub fn new(diagnostic: &Diagnostic, locale: &Locale) -> Self {
        let finding = &diagnostic.finding;
        let attribute = |name: &str| locale.attribute(&finding.message, name, &finding.args);
        let chosen = |name: &str| {
            let shown = finding.only.is_empty() || finding.only.iter().any(|only| only == name);
            if shown { attribute(name) } else { None }
        };
        let second =
            |label: &crate::diag::Label| (label.place.clone(), attribute(&label.attribute).unwrap_or_default());
        Self {
            message: locale.text(&finding.message, &finding.args),
            label: chosen("label"),
            labels: finding.labels.iter().map(second).collect(),
            note: chosen("note"),
            help: chosen("help"),
        }
    }
}

/// Where a diagnostic's level came from, in words.
pub fn level_origin(diagnostic: &Diagnostic, locale: &Locale) -> String {
    let mut args = Args::new();
    args.insert("rule".into(), diagnostic.rule.as_str().into());
    args.insert("level".into(), diagnostic.level.name().into());
    let id = match &diagnostic.level_from {
        LevelFrom::Default if diagnostic.finding.level.is_some() => "level-here",
        LevelFrom::Default => "level-default",
        LevelFrom::Config(file) => {
            args.insert("file".into(), file.as_str().into());
            "level-config"
        }
        LevelFrom::Flag => "level-flag",
    };
    locale.text(id, &args)
}

#[cfg(test)]
mod tests;
