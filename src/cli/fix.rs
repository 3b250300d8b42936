//! `fix`: mends what can have meant one thing only. All rounds happen in memory; each file is then
//! written once, whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::args::{self, Format};
use super::build::{self, judge_settings, levels, today, workers};
use super::tell;
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD};
use crate::check::settings::Settings;
use crate::diag::{Arg, Diagnostic, Fix, Level, Report};
use crate::driver::{CaseOutcome, Status, pool};
use crate::fix;
use crate::locale::Args;
use crate::options::Options;
use crate::read::{self, Workspace};
use crate::report::{Summary, Words, human, json};
use crate::source::SourceFile;
use crate::write;

/// A fix can uncover what another mends; after so many rounds nothing does any more.
const ROUNDS: usize = 8;

/// Mends the cases of these paths, or shows what would change.
pub fn fix(flags: &args::Fix, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &args::Fix, console: &Console) -> Result<u8, u8> {
    let started = std::time::Instant::now();
    let (today, today_given) = today(flags.check.cases.today.as_deref(), console)?;
    let levels = levels(&flags.check, console)?;
    let mut workspace = read::workspace(&flags.check.cases.paths).map_err(|error| build::refuse(&error, console))?;
    if let Some(revision) = &flags.check.changed_since {
        workspace.cases = build::changed_since(&workspace, revision, console)?;
    }
    let options = Options {
        today_given,
        levels,
        passwords: build::passwords(),
        ..Options::looking(workspace.root.clone(), today)
    };
    let mut mending = Mending { options, files: BTreeMap::new() };
    let settings = match mending.settings() {
        Ok(settings) => settings,
        Err(report) => {
            mending.finish_all(flags.dry_run, console);
            console.message(&tell::diagnostics(&report, console));
            console.message(&tell::document(&[report], console));
            return Err(COULD_NOT_RUN);
        }
    };
    mending.options.limits = settings.workers;
    let mut last = mending.check(&workspace, flags)?;
    for _ in 0..ROUNDS {
        if !mending.round(&last) {
            break;
        }
        last = mending.check(&workspace, flags)?;
    }
    let good = mending.finish_all(flags.dry_run, console);
    let mut summary = Summary::default();
    for (outcome, report) in &last {
        summary.add(outcome.status);
        summary.add_report(report);
        console.message(&tell::diagnostics(report, console));
        if console.format == Format::Json {
            console.message(&json::case(outcome, &console.locale));
        }
    }
    let reports: Vec<Report> = last.into_iter().map(|(_, report)| report).collect();
    console.message(&tell::document(&reports, console));
    match console.format {
        Format::Json => console.result(&json::summary(&summary)),
        Format::Human if !console.quiet => {
            console.message(&human::summary(&summary, started.elapsed(), &console.locale));
        }
        _ => {}
    }
    Ok(match (good, summary.errors > 0 || summary.failed > 0) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => ERRORS,
        (true, false) => GOOD,
    })
}

/// A fix and what it mends.
type Found<'f> = (&'f Fix, &'f Diagnostic);

/// A file that changes.
struct Mended {
    /// Its text on the disk.
    old: String,
    /// What was mended in it, each with the text that it was found in.
    done: Vec<(Diagnostic, SourceFile)>,
}

/// A run of `fix`.
struct Mending {
    options: Options,
    files: BTreeMap<String, Mended>,
}

impl Mending {
    /// The settings at the root, mended; errors that are left stop the run.
    fn settings(&mut self) -> Result<Settings, Report> {
        let judge = |options: &Options| {
            judge_settings(read::current(options, read::CONFIG_FILE).into_iter().collect(), &options.levels)
        };
        let mut judged = judge(&self.options);
        for _ in 0..ROUNDS {
            let outcome = CaseOutcome::new("", Status::Checked);
            if !self.round(&[(outcome, judged.1.clone())]) {
                break;
            }
            judged = judge(&self.options);
        }
        let (settings, report) = judged;
        if report.count(Level::Error) > 0 { Err(report) } else { Ok(settings) }
    }

    /// Checks all cases as they would be.
    fn check(&self, workspace: &Workspace, flags: &args::Fix) -> Result<Vec<(CaseOutcome, Report)>, u8> {
        let (program, jobs) = workers(flags.check.cases.jobs)?;
        let mut results = Vec::new();
        let mut told = BTreeSet::new();
        pool::run(&program, &self.options, &workspace.cases, jobs, &|_| {}, &mut |mut result| {
            // What stands in a file of several cases is told once.
            result.report.diagnostics.retain(|diagnostic| {
                let place = &diagnostic.finding.place;
                let own = place.file.ends_with(read::CASE_FILE);
                own || told.insert((place.clone(), diagnostic.finding.message.clone()))
            });
            results.push((result.outcome, result.report));
        });
        Ok(results)
    }

    /// Makes the fixes of one round; says whether there were any.
    fn round(&mut self, results: &[(CaseOutcome, Report)]) -> bool {
        let mut by_file: BTreeMap<&str, (&SourceFile, Vec<Found<'_>>)> = BTreeMap::new();
        for (_, report) in results {
            for diagnostic in &report.diagnostics {
                let Some(fix) = &diagnostic.finding.fix else { continue };
                let Some(source) = report.source(&diagnostic.finding.place) else { continue };
                by_file.entry(&source.path).or_insert((source, Vec::new())).1.push((fix, diagnostic));
            }
        }
        let mut changed = false;
        for (path, (source, fixes)) in by_file {
            let list: Vec<&Fix> = fixes.iter().map(|(fix, _)| *fix).collect();
            let (text, made) = fix::apply_all(&source.text, &list);
            if made.is_empty() || *text == *source.text {
                continue;
            }
            changed = true;
            let old = source.text.to_string();
            let file = self.files.entry(path.to_owned()).or_insert(Mended { old, done: Vec::new() });
            file.done.extend(made.into_iter().map(|at| (fixes[at].1.clone(), source.clone())));
            self.options.mended.insert(path.to_owned(), text);
        }
        changed
    }

    /// Writes or shows every file that changes; says whether all could be written.
    fn finish_all(&self, dry: bool, console: &Console) -> bool {
        self.files.iter().fold(true, |good, (path, file)| self.finish(path, file, dry, console) && good)
    }

    /// Writes a file or shows its difference, and tells what was mended.
    fn finish(&self, path: &str, file: &Mended, dry: bool, console: &Console) -> bool {
        let Some(new) = self.options.mended.get(path) else { return true };
        let difference = dry.then(|| diff(path, &file.old, new));
        let written = if dry { Ok(()) } else { write::mend(&self.options.root, path, &file.old, new) };
        if let Err(error) = written {
            let detail = Arg::from(error.to_string());
            let args = Args::from([("path".into(), Arg::from(path)), ("detail".into(), detail)]);
            console.refuse("tool-write-failed", &args);
            return false;
        }
        let locale = &console.locale;
        if console.format == Format::Json {
            let codes: Vec<&str> = file.done.iter().map(|(diagnostic, _)| diagnostic.finding.code.as_str()).collect();
            console.result(&json::fixed(path, &codes, difference.as_deref()));
            return true;
        }
        if console.format == Format::Sarif {
            // Standard output holds one document: what is left to mend.
            return true;
        }
        // A line of a case could read as a command to GitHub.
        if let Some(difference) = difference.filter(|_| console.format != Format::Github) {
            console.result(&difference);
        }
        let args = Args::from([("file".into(), Arg::from(path)), ("count".into(), Arg::from(file.done.len()))]);
        let head = locale.text(if dry { "tool-fix-would" } else { "tool-fix-done" }, &args);
        let mut text = if console.format == Format::Short { String::new() } else { format!("{head}\n") };
        for (diagnostic, source) in &file.done {
            let finding = &diagnostic.finding;
            let at = source.position(finding.place.start);
            let message = Words::new(diagnostic, locale).message;
            text.push_str(&match console.format {
                Format::Short => format!("{path}:{}:{}: fixed[{}]: {message}\n", at.line, at.column, finding.code),
                _ => format!("  {}: {}: {message}\n", at.line, finding.code),
            });
        }
        if !console.quiet {
            console.message(&text);
        }
        true
    }
}

/// A unified diff.
fn diff(path: &str, old: &str, new: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
