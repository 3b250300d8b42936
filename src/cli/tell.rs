//! Tells results in the format that was asked for.

use std::collections::BTreeSet;
use std::time::Duration;

use indicatif::ProgressBar;

use super::Console;
use super::args::Format;
use crate::diag::{Arg, Level, Report};
use crate::driver::CaseResult;
use crate::driver::incremental::Timings;
use crate::locale::Args;
use crate::read;
use crate::report::baseline::Baseline;
use crate::report::{Status, Summary, github, human, json, sarif, short};

/// Tells results as they come, and what is left at the end.
pub struct Teller<'a> {
    console: &'a Console,
    bar: &'a ProgressBar,
    summary: Summary,
    /// Diagnostics of settings files: each concerns many cases and is told once.
    told: BTreeSet<(String, usize, String)>,
    known: Option<Baseline>,
    /// Whether sizes are what was asked for.
    sizes: bool,
    /// Whether reasons are what was asked for.
    reasons: bool,
    /// Whether all reports are wanted at the end.
    keeps: bool,
    /// Codes of errors that were told.
    codes: BTreeSet<String>,
    /// Whether each case that was built is named.
    names: bool,
    /// What the end of the run needs: reports that have diagnostics.
    reports: Vec<Report>,
}

impl<'a> Teller<'a> {
    /// Begins; warnings that `known` has are not told.
    pub fn new(console: &'a Console, bar: &'a ProgressBar, known: Option<Baseline>) -> Self {
        let (summary, told, codes) = (Summary::default(), BTreeSet::new(), BTreeSet::new());
        let (sizes, reasons, keeps, names) = (false, false, false, false);
        Self { console, bar, summary, told, known, sizes, reasons, keeps, codes, names, reports: Vec::new() }
    }

    /// Tells the sizes of outputs too.
    pub fn with_sizes(mut self, wanted: bool) -> Self {
        self.sizes = wanted;
        self
    }

    /// Names each case that was built.
    pub fn with_names(mut self, wanted: bool) -> Self {
        self.names = wanted;
        self
    }

    /// Keeps all reports for the end.
    pub fn with_reports(mut self, wanted: bool) -> Self {
        self.keeps = wanted;
        self
    }

    /// Tells of each case why it was or was not built.
    pub fn with_reasons(mut self, wanted: bool) -> Self {
        self.reasons = wanted;
        self
    }

    /// Tells one result.
    pub fn tell(&mut self, result: CaseResult) {
        let CaseResult { outcome, mut report, .. } = result;
        report.diagnostics.retain(|diagnostic| {
            let place = &diagnostic.finding.place;
            let shared = place.file.ends_with(read::CONFIG_FILE);
            let key = (place.file.to_string(), place.start, diagnostic.finding.message.clone());
            !shared || self.told.insert(key)
        });
        if let Some(known) = &mut self.known {
            known.apply(&mut report);
        }
        self.summary.add(outcome.status);
        self.summary.add_report(&report);
        let console = self.console;
        let mut text = diagnostics(&report, console);
        match console.format {
            Format::Json => text.push_str(&json::case(&outcome, &console.locale)),
            Format::Human if !console.quiet && self.names_it(outcome.status) => {
                text.push_str(&human::case(&outcome, self.reasons || console.verbose, &console.locale));
                if console.verbose && !outcome.sizes.is_empty() {
                    text.push_str(&human::sizes(&outcome, &console.locale));
                }
            }
            Format::Human if self.sizes && !outcome.sizes.is_empty() => {
                text.push_str(&human::sizes(&outcome, &console.locale));
            }
            _ => {}
        }
        if !text.is_empty() {
            self.bar.suspend(|| console.message(&text));
        }
        // Formats that tell all at once need everything; the others the codes of errors at most.
        let whole = self.keeps || matches!(console.format, Format::Sarif | Format::Github);
        if !whole {
            report.sources.clear();
            report.diagnostics.retain(|diagnostic| {
                let code = diagnostic.finding.code.as_str();
                diagnostic.level == Level::Error && !self.codes.contains(code)
            });
            self.codes.extend(report.diagnostics.iter().map(|diagnostic| diagnostic.finding.code.clone()));
        }
        if !report.diagnostics.is_empty() {
            self.reports.push(report);
        }
    }

    fn names_it(&self, status: Status) -> bool {
        self.console.verbose || self.reasons || status == Status::Failed || self.names && status == Status::Built
    }

    /// Tells that the outputs of a case that is not there any more were removed.
    pub fn gone(&self, case: &str, removed: &[String]) {
        let console = self.console;
        match console.format {
            Format::Json => console.result(&json::removed(Some(case), removed)),
            Format::Human if !console.quiet => {
                let args = Args::from([("case".into(), Arg::from(case))]);
                console.message(&(console.locale.text("tool-case-gone", &args) + "\n"));
            }
            _ => {}
        }
    }

    /// Tells where the time went.
    pub fn timings(&self, timings: &Timings) {
        let console = self.console;
        match console.format {
            Format::Json => console.result(&json::timings(timings)),
            Format::Human => console.message(&human::timings(timings, &console.locale)),
            _ => {}
        }
    }

    /// Tells what stands at the end; gives the summary and the reports that have diagnostics.
    pub fn finish(self, elapsed: Duration) -> (Summary, Vec<Report>) {
        let console = self.console;
        console.message(&document(&self.reports, console));
        match console.format {
            Format::Json => console.result(&json::summary(&self.summary)),
            Format::Human if !console.quiet => {
                let failed = self.reports.iter().filter(|report| report.count(Level::Error) > 0);
                console.message(&human::hint(failed, &console.locale).unwrap_or_default());
                console.message(&human::summary(&self.summary, elapsed, &console.locale));
            }
            _ => {}
        }
        (self.summary, self.reports)
    }
}

/// Diagnostics, in the formats that tell them one by one.
pub fn diagnostics(report: &Report, console: &Console) -> String {
    match console.format {
        Format::Json => json::diagnostics(report, &console.locale),
        Format::Short => short::diagnostics(report, &console.locale),
        Format::Human => human::diagnostics(report, &console.locale, console.color),
        Format::Sarif | Format::Github | Format::Csv => String::new(),
    }
}

/// Diagnostics, in the formats that tell them all at once.
pub fn document(reports: &[Report], console: &Console) -> String {
    match console.format {
        Format::Sarif => sarif::document(reports, &console.locale),
        Format::Github => github::annotations(reports, &console.locale),
        Format::Human | Format::Short | Format::Json | Format::Csv => String::new(),
    }
}
