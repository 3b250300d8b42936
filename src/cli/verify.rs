//! `verify`: reads outputs back and compares them with their manifest and their case.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{self, Format};
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build, tell};
use crate::diag::{Arg, Report};
use crate::driver::past;
use crate::driver::pool::{self, Death};
use crate::driver::verify::{State, Target, Verified};
use crate::history;
use crate::locale::Args;
use crate::options::{Options, Task};
use crate::read::{self, built};
use crate::report::{Summary, human, json};
use crate::write;

/// Reads outputs back.
pub fn verify(flags: &args::Verify, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &args::Verify, console: &Console) -> Result<u8, u8> {
    // What lies in one workspace is read by the same workers.
    let mut targets: BTreeMap<PathBuf, Vec<Target>> = BTreeMap::new();
    for path in &flags.paths {
        let (root, mut found) = found(path, console)?;
        if flags.commit {
            let sent: Vec<Target> =
                found.iter().filter_map(case_of).flat_map(|case| submissions(&root, case)).collect();
            found.extend(sent);
        }
        targets.entry(root).or_default().extend(found);
    }
    let (program, workers) = build::workers(flags.jobs)?;
    let (mut summary, mut reports, mut unreadable) = (Summary::default(), Vec::new(), false);
    for (root, targets) in targets {
        let mut options = options(root, Task::Verify, console)?;
        let again = targets.iter().any(|target| matches!(target, Target::Submission(..)));
        // Where commits are built again.
        let own = options.root.join(".appealc");
        let scratch =
            if again { Some(write::scratch(&own).map_err(|error| unwritable(&own, &error, console))?) } else { None };
        options.scratch = scratch.as_ref().map(|folder| folder.path().to_path_buf()).unwrap_or_default();
        let lost = |target: &Target, death: &Death, _| {
            Verified::lost(&options.root, target, matches!(death, Death::TimedOut(..)))
        };
        pool::each(&program, &options, &targets, workers, &lost, &|_| {}, &mut |verified| {
            unreadable |= verified.state == State::Unreadable;
            summary.cases += 1;
            summary.failed += usize::from(verified.state != State::Good);
            summary.add_report(&verified.report);
            tell(&verified, console);
            reports.push(verified.report);
        });
    }
    console.message(&tell::document(&reports, console));
    if console.format == Format::Json {
        console.result(&json::summary(&summary));
    }
    Ok(match (unreadable, summary.failed) {
        (true, _) => COULD_NOT_RUN,
        (false, 0) => GOOD,
        _ => ERRORS,
    })
}

/// The workspace of a PATH, and what is to be read there: a bundle, a folder of outputs, all of them
/// below a folder, or the outputs of the cases below it.
fn found(path: &Path, console: &Console) -> Result<(PathBuf, Vec<Target>), u8> {
    let shown = || Args::from([("path".into(), Arg::from(path.display().to_string()))]);
    let (root, full) = built::root_of(path).map_err(|_| console.refuse("tool-no-path", &shown()))?;
    if full.is_file() && path.file_name().is_none_or(|name| name != read::CASE_FILE) {
        return Ok((root, vec![Target::Bundle(full)]));
    }
    if let Some((case, n)) = submission(&root, &full) {
        return Ok((root, n.into_iter().map(|n| Target::Submission(case.clone(), n)).collect()));
    }
    if built::is_built(&full) {
        return Ok((root, vec![Target::Folder(full)]));
    }
    if let Ok(workspace) = read::workspace(&[path.to_path_buf()]) {
        return Ok((workspace.root, workspace.cases.into_iter().map(Target::Case).collect()));
    }
    let folders = built::folders(&full);
    if folders.is_empty() {
        return Err(console.refuse("tool-no-outputs", &shown()));
    }
    Ok((root, folders.iter().map(|folder| Target::Folder(full.join(folder))).collect()))
}

/// The case and the submissions that a folder `submissions`, or one in it, holds.
fn submission(root: &Path, full: &Path) -> Option<(String, Vec<u64>)> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let (folder, numbers) = match name(full)? {
        own if own == history::FOLDER => (full, built::submissions(full)),
        own => {
            (full.parent().filter(|parent| name(parent).as_deref() == Some(history::FOLDER))?, vec![own.parse().ok()?])
        }
    };
    let case = folder.parent().filter(|case| case.starts_with(root) && built::exists(&case.join(read::CASE_FILE)))?;
    (!numbers.is_empty()).then(|| (read::relative(root, case), numbers))
}

fn case_of(target: &Target) -> Option<&str> {
    if let Target::Case(case) = target { Some(case) } else { None }
}

/// What was sent of a case, as its history has it.
fn submissions(root: &Path, case: &str) -> Vec<Target> {
    let history = past::book(root, case).map(|book| book.history).unwrap_or_default();
    let sent = history.events.iter().filter_map(|event| event.sent());
    sent.map(|sent| Target::Submission(case.to_owned(), sent.n)).collect()
}

fn unwritable(path: &Path, error: &std::io::Error, console: &Console) -> u8 {
    let path = Arg::from(path.display().to_string());
    let args = Args::from([("path".into(), path), ("detail".into(), Arg::from(error.to_string()))]);
    console.refuse("tool-write-failed", &args)
}

/// What workers need that read, and write nothing. Settings with errors are no reason not to: their limits are
/// then the usual ones.
pub(super) fn options(root: PathBuf, task: Task, console: &Console) -> Result<Options, u8> {
    let (today, _) = build::today(None, console)?;
    let limits = build::some_settings(&root).workers;
    Ok(Options { task, limits, passwords: build::passwords(), ..Options::looking(root, today) })
}

/// Tells what came of a target: differences as diagnostics, then a line.
fn tell(verified: &Verified, console: &Console) {
    let report: &Report = &verified.report;
    console.message(&tell::diagnostics(report, console));
    match console.format {
        Format::Json => console.result(&json::verified(verified)),
        Format::Human if !console.quiet => console.result(&human::verified(verified, &console.locale)),
        _ => {}
    }
}
