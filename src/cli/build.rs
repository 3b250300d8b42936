//! `build` and `check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use super::args::incremental::Incremental;
use super::args::{Build, Cases, Check, CheckOnly, Format, many};
use super::part;
use super::tell::{self, Teller};
use super::{BUG, COULD_NOT_RUN, Console, ERRORS, GOOD};
use crate::check::settings::Settings;
use crate::diag::{Arg, Level, Report, Setting};
use crate::driver::changed::{Unknown, changed};
use crate::driver::incremental::{self, Watch};
use crate::driver::pool;
use crate::fix;
use crate::lint;
use crate::locale::Args;
use crate::options::{EngineChoice, Manner, Options, PREFIX, Secret};
use crate::parse;
use crate::quote;
use crate::read::{self, Workspace, WorkspaceError};
use crate::report::baseline::Baseline;
use crate::source::SourceFile;
use crate::write::{self, Lock};

/// Checks, then writes every case's outputs.
pub fn build(flags: &Build, console: &Console) -> u8 {
    let engine = flags.typesetting.choice();
    let manner = Manner { draft: flags.draft, ..Manner::default() };
    let (out, how) = (flags.typesetting.out.clone(), flags.incremental.clone());
    let building = Building { engine, out, dry_run: flags.dry_run, how, manner };
    run(&flags.check, &flags.part, Some(building), KnownWarnings::default(), console).unwrap_or_else(|code| code)
}

/// What `build` is told beside what `check` is.
struct Building {
    engine: EngineChoice,
    out: Option<PathBuf>,
    dry_run: bool,
    how: Incremental,
    manner: Manner,
}

/// Warnings that are known, and where to write those of today.
#[derive(Default)]
struct KnownWarnings {
    baseline: Option<Baseline>,
    write: Option<PathBuf>,
}

/// Shows every diagnostic.
pub fn check(flags: &CheckOnly, console: &Console) -> u8 {
    let mut known = KnownWarnings { baseline: None, write: flags.write_baseline.clone() };
    if let Some(path) = &flags.baseline {
        known.baseline = read::named(path).ok().and_then(|text| serde_json::from_str(&text).ok());
        if known.baseline.is_none() {
            let args = Args::from([("path".into(), Arg::from(path.display().to_string()))]);
            return console.refuse("tool-bad-baseline", &args);
        }
    }
    run(&flags.check, &flags.part, None, known, console).unwrap_or_else(|code| code)
}

fn run(
    flags: &Check,
    part: &many::Part,
    build: Option<Building>,
    known: KnownWarnings,
    console: &Console,
) -> Result<u8, u8> {
    let started = Instant::now();
    let partition = part::named(part, console)?;
    let (today, today_given) = today(flags.cases.today.as_deref(), console)?;
    let levels = levels(flags, console)?;
    let mut workspace = read::workspace(&flags.cases.paths).map_err(|error| refuse(&error, console))?;
    let settings = root_settings(&workspace, &levels, console)?;
    if let Some(revision) = &flags.changed_since {
        workspace.cases = changed_since(&workspace, revision, console)?;
    }
    let building = build.is_some();
    let plain = || Building {
        engine: EngineChoice::Embedded,
        out: None,
        dry_run: false,
        how: Incremental::default(),
        manner: Manner::default(),
    };
    let Building { engine, out, dry_run, how, manner } = build.unwrap_or_else(plain);
    let out = out.map(|out| std::path::absolute(&out).unwrap_or(out));
    // What a run needs beside its outputs stays out of their way, and inside the workspace.
    let own = out.as_ref().unwrap_or(&workspace.root).join(".appealc");
    let locks = if building { locks(&own, &workspace.root, how.locked, console)? } else { Vec::new() };
    let needs_scratch = building && matches!(engine, EngineChoice::Cli(_));
    let scratch = if needs_scratch {
        Some(write::scratch(&own).map_err(|error| write_failed(&own, &error, console))?)
    } else {
        None
    };
    let options = Options {
        build: building,
        dry_run,
        engine,
        today_given,
        levels,
        out,
        scratch: scratch.as_ref().map(|folder| folder.path().to_path_buf()).unwrap_or_default(),
        kept: own.join("cache"),
        limits: settings.workers,
        passwords: passwords(),
        manner,
        ..Options::looking(workspace.root.clone(), today)
    };
    let (program, jobs) = workers(flags.cases.jobs)?;
    let mut part = match partition {
        Some(partition) => Some(part::Part::take(partition, &mut workspace, &options, jobs, console)?),
        None => None,
    };
    let bar = progress_bar(workspace.cases.len(), console);
    let mut teller = Teller::new(console, &bar, known.baseline).with_sizes(dry_run).with_reasons(how.explain);
    teller = teller.with_reports(known.write.is_some());
    let mut timings = None;
    if building {
        let found = started.elapsed();
        let usual = workspace.root.join(&settings.output_dir);
        let run = incremental::Run {
            program: &program,
            options: &options,
            workspace: &workspace,
            own: &own,
            out: options.out.as_deref().unwrap_or(&usual),
            since: locks.first().map(|lock| lock.moment),
            locked: how.locked,
            workers: jobs,
            lists: console.format == Format::Json,
        };
        let watch = Progress::new(&bar);
        let mut ended = incremental::run(&run, &watch, &mut |result| {
            part.iter_mut().for_each(|part| part.note(&result));
            teller.tell(result);
        });
        bar.finish_and_clear();
        ended.timings.phases.insert(0, ("timing-find", found));
        ended.gone.iter().for_each(|(case, removed)| teller.gone(case, removed));
        timings = how.timings.then_some(ended.timings);
    } else {
        let tick = |count: usize| bar.set_position(count as u64);
        pool::run(&program, &options, &workspace.cases, jobs, &tick, &mut |result| teller.tell(result));
        bar.finish_and_clear();
    }
    if let Some(timings) = timings {
        teller.timings(&timings);
    }
    let (summary, reports) = teller.finish(started.elapsed());
    // A manifest says what was written: where nothing is, there is none.
    if let Some(part) = part.filter(|_| building && !dry_run && !how.locked) {
        let usual = || options.root.join(&settings.output_dir);
        part.finish(&options, &options.out.clone().unwrap_or_else(usual), console)?;
    }
    if summary.built > 0 || !building {
        // What cannot be removed is no reason to fail.
        let _ = write::prune(&options.kept, settings.cache_mb.saturating_mul(1_000_000));
    }
    if let Some(path) = known.write {
        let text = serde_json::to_string_pretty(&Baseline::new(&reports)).unwrap_or_default() + "\n";
        write::replace(&path, &text).map_err(|error| write_failed(&path, &error, console))?;
    }
    Ok(if summary.errors > 0 || summary.failed > 0 { ERRORS } else { GOOD })
}

/// The cases that changed since a revision.
pub(super) fn changed_since(workspace: &Workspace, revision: &str, console: &Console) -> Result<Vec<String>, u8> {
    let found = changed(&workspace.root, &workspace.cases, revision).map_err(|unknown| {
        let (id, detail) = match unknown {
            Unknown::NoRepository => ("tool-no-repository", String::new()),
            Unknown::NoRevision(detail) => ("tool-no-revision", detail),
            Unknown::Shallow => ("tool-shallow", String::new()),
        };
        let values = [("revision".into(), Arg::from(revision)), ("detail".into(), Arg::from(detail))];
        console.refuse(id, &Args::from(values))
    })?;
    if console.format == Format::Human && !console.quiet {
        let counts = [("count", found.len()), ("total", workspace.cases.len())];
        let mut values: Args = counts.into_iter().map(|(name, count)| (name.to_owned(), Arg::from(count))).collect();
        values.insert("revision".into(), Arg::from(revision));
        console.message(&format!("{}\n", console.locale.text("tool-changed-since", &values)));
    }
    Ok(found)
}

/// How one case is built for another command.
#[derive(Default)]
pub(super) struct One {
    /// The day that was given.
    pub today: Option<String>,
    /// Rules that are allowed this once.
    pub allow: Vec<String>,
    /// In what manner.
    pub manner: Manner,
    /// Where outputs go instead.
    pub out: Option<PathBuf>,
}

/// The rule that refuses what Amazon has refused already: to be allowed where that is no reason not to build.
pub(super) fn unchanged() -> Vec<String> {
    vec![lint::rules::find("H001").map_or("H001", |rule| rule.name).to_owned()]
}

/// Builds one case for another command: tells what is wrong, and gives the exit code.
pub(super) fn one(path: &Path, one: One, console: &Console) -> Result<u8, u8> {
    let One { today, allow, manner, out } = one;
    let (warn, deny) = (Vec::new(), Vec::new());
    let cases = Cases { paths: vec![path.to_path_buf()], jobs: Some(1), today };
    let check = Check { cases, changed_since: None, allow, warn, deny };
    let how = Incremental::default();
    let building = Building { engine: EngineChoice::Embedded, out, dry_run: false, how, manner };
    run(&check, &many::Part::default(), Some(building), KnownWarnings::default(), console)
}

fn write_failed(path: &Path, error: &std::io::Error, console: &Console) -> u8 {
    let shown = Arg::from(path.display().to_string());
    let args = Args::from([("path".into(), shown), ("detail".into(), Arg::from(error.to_string()))]);
    console.refuse("tool-write-failed", &args)
}

/// Holds the folder of what runs keep, and the workspace's own where outputs go to another folder in it.
/// A run that may write nothing waits for others, and holds nothing.
pub(super) fn locks(own: &Path, root: &Path, only_look: bool, console: &Console) -> Result<Vec<Lock>, u8> {
    if only_look {
        let mut waiting = || say_waiting(console);
        write::kept::look(own, &mut waiting).map_err(|error| write_failed(own, &error, console))?;
        return Ok(Vec::new());
    }
    let mut locks = vec![lock(own, console)?];
    let also = root.join(".appealc");
    if own.starts_with(root) && *own != also {
        locks.push(lock(&also, console)?);
    }
    Ok(locks)
}

/// The lock of a folder; says so where another build holds it.
pub(super) fn lock(own: &Path, console: &Console) -> Result<Lock, u8> {
    write::lock(own, &mut || say_waiting(console)).map_err(|error| write_failed(own, &error, console))
}

fn say_waiting(console: &Console) {
    if console.format == Format::Human {
        console.message(&(console.locale.word("tool-lock-held") + "\n"));
    }
}

/// The program that workers run, and how many of them.
pub(super) fn workers(jobs: Option<usize>) -> Result<(PathBuf, usize), u8> {
    let program = std::env::current_exe().map_err(|_| BUG)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok((program, jobs.unwrap_or(cores).max(1)))
}

/// The settings that concern the whole run; errors in them stop it.
pub(super) fn root_settings(
    workspace: &Workspace,
    levels: &[(String, Setting)],
    console: &Console,
) -> Result<Settings, u8> {
    let sources = read::text(&workspace.root, read::CONFIG_FILE).into_iter().collect();
    let (settings, report) = judge_settings(sources, levels);
    if report.count(Level::Error) == 0 {
        return Ok(settings);
    }
    console.message(&tell::diagnostics(&report, console));
    console.message(&tell::document(&[report], console));
    Err(COULD_NOT_RUN)
}

/// The settings at the root, as far as they can be read.
pub(super) fn some_settings(root: &Path) -> Settings {
    judge_settings(read::text(root, read::CONFIG_FILE).into_iter().collect(), &[]).0
}

/// Reads the settings at the root, and says what is wrong with them.
pub(super) fn judge_settings(sources: Vec<SourceFile>, levels: &[(String, Setting)]) -> (Settings, Report) {
    let mut findings = Vec::new();
    let raw = sources.iter().filter_map(|text| parse::config(text, &mut findings)).collect();
    let settings = Settings::new(raw, &mut findings);
    lint::check_names(&settings, &mut findings);
    let mut diagnostics = lint::settle(findings, &settings, levels);
    fix::settle(&mut diagnostics, &sources, read::CONFIG_FILE);
    (settings, Report { sources, diagnostics })
}

pub(super) fn refuse(error: &WorkspaceError, console: &Console) -> u8 {
    let show = |path: &std::path::Path| Arg::from(path.display().to_string());
    match error {
        WorkspaceError::NoPath(path) => console.refuse("tool-no-path", &Args::from([("path".into(), show(path))])),
        WorkspaceError::NoCases(path) => console.refuse("tool-no-cases", &Args::from([("path".into(), show(path))])),
        WorkspaceError::RootsDiffer(first, second) => {
            let args = Args::from([("first".into(), show(first)), ("second".into(), show(second))]);
            console.refuse("tool-roots-differ", &args)
        }
        WorkspaceError::Io(path, error) => {
            let args = Args::from([("path".into(), show(path)), ("detail".into(), Arg::from(error.to_string()))]);
            console.refuse("tool-read-failed", &args)
        }
    }
}

/// Today: the flag, else `SOURCE_DATE_EPOCH`, else the clock; and whether it was given.
pub(super) fn today(flag: Option<&str>, console: &Console) -> Result<(Date, bool), u8> {
    let bad = |value: &str| console.refuse("tool-bad-date", &Args::from([("value".into(), Arg::from(value))]));
    if let Some(text) = flag {
        return text.parse().map(|date| (date, true)).map_err(|_| bad(text));
    }
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = text.trim().parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        let Some(time) = seconds else { return Err(bad(&text)) };
        return Ok((time.to_zoned(jiff::tz::TimeZone::UTC).date(), true));
    }
    Ok((clock(), false))
}

/// What day it is.
pub(super) fn clock() -> Date {
    jiff::Zoned::now().date()
}

/// What the environment holds that may be a password of evidence.
pub(super) fn passwords() -> BTreeMap<String, Secret> {
    let all = std::env::vars_os().filter_map(|(name, value)| {
        let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
        name.starts_with(PREFIX).then(|| (name, Secret::new(value)))
    });
    all.collect()
}

/// Levels from flags: what is denied weighs more than what is warned of, and that more than what
/// is allowed.
pub(super) fn levels(flags: &Check, console: &Console) -> Result<Vec<(String, Setting)>, u8> {
    let lists = [(&flags.allow, Setting::Allow), (&flags.warn, Setting::Warn), (&flags.deny, Setting::Deny)];
    let mut levels = Vec::new();
    for (name, setting) in lists.iter().flat_map(|(names, setting)| names.iter().map(move |name| (name, *setting))) {
        let rule = lint::rules::find(name);
        let group = lint::rules::ALL.iter().any(|rule| rule.group.name() == name);
        let mut args = Args::from([("name".into(), Arg::from(name.as_str()))]);
        match rule {
            None if !group => {
                return Err(match lint::rules::nearest(name) {
                    Some(near) => {
                        args.insert("nearest".into(), Arg::from(near.name));
                        console.refuse("tool-unknown-rule-similar", &args)
                    }
                    None => console.refuse("tool-unknown-rule", &args),
                });
            }
            Some(rule) if setting == Setting::Allow && !rule.can_be_allowed() => {
                args.insert("rule".into(), Arg::from(rule.name));
                return Err(console.refuse("tool-cannot-allow", &args));
            }
            _ => levels.push((name.clone(), setting)),
        }
    }
    Ok(levels)
}

pub(super) fn progress_bar(cases: usize, console: &Console) -> ProgressBar {
    let bar = ProgressBar::new(cases as u64);
    if console.quiet || console.format != Format::Human || cases < 2 {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} + {eta}  {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// Shows how far a run is, and which cases are in hand.
pub(super) struct Progress<'b> {
    bar: &'b ProgressBar,
    in_hand: Mutex<Vec<String>>,
}

impl<'b> Progress<'b> {
    pub(super) fn new(bar: &'b ProgressBar) -> Self {
        Self { bar, in_hand: Mutex::new(Vec::new()) }
    }

    fn show(&self, change: impl FnOnce(&mut Vec<String>)) {
        if self.bar.is_hidden() {
            return;
        }
        let mut in_hand = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut in_hand);
        self.bar.set_message(quote::escaped(&in_hand.join("  ")));
    }
}

impl Watch for Progress<'_> {
    fn begins(&self, case: &str) {
        self.show(|in_hand| in_hand.push(case.to_owned()));
    }

    fn ends(&self, case: &str, done: usize) {
        self.show(|in_hand| in_hand.retain(|other| other != case));
        self.bar.set_position(done as u64);
    }
}
