//! Builds what has changed. What the last build remembers is compared here, by two threads, without any
//! worker; only cases that may have changed are handed to workers, which judge by content. Results come in
//! the order of cases, wherever they come from. At the end all is remembered for the next run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;

use super::build::{self, Done, Job};
use super::duplicates::Seen;
use super::outputs::shown;
use super::pool::{self, Death, Warm};
use super::session::Session;
use super::state::compare::{Comparer, Now, Verdict};
use super::state::{Known, Record, State, Told, Writer};
use super::why::Reason;
use super::{CaseOutcome, CaseResult, Status, gone};
use crate::diag::{Finding, Report};
use crate::lint;
use crate::options::{Manner, Options, Task};
use crate::read::built::{self, MANIFEST};
use crate::read::stat::Moment;
use crate::read::{self, Workspace};
use crate::source::SourceFile;
use crate::write;

/// A run.
pub struct Run<'r> {
    /// The program that workers run.
    pub program: &'r Path,
    /// What the run may vary.
    pub options: &'r Options,
    /// The workspace and the cases to build.
    pub workspace: &'r Workspace,
    /// The folder of what runs keep.
    pub own: &'r Path,
    /// The folder that outputs go to unless a client's settings name another.
    pub out: &'r Path,
    /// When the run began, by the clock of the file system; none where it may write nothing.
    pub since: Option<Moment>,
    /// Fail rather than build.
    pub locked: bool,
    /// How many workers.
    pub workers: usize,
    /// Whether the outputs of cases that are as they were are to be named.
    pub lists: bool,
}

/// Hears how a run goes on.
pub trait Watch: Sync {
    /// A case is taken in hand.
    fn begins(&self, case: &str);
    /// A case is done with; so many are now.
    fn ends(&self, case: &str, done: usize);
}

/// Where the time went.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    /// Phases of the run, in order.
    pub phases: Vec<(&'static str, Duration)>,
    /// What workers did together: checking cases, and making their outputs.
    pub workers: [Duration; 2],
    /// The cases that took longest, the longest first.
    pub slowest: Vec<(String, Duration)>,
}

/// So many slow cases are remembered.
const SLOWEST: usize = 10;

impl Timings {
    fn phase(&mut self, name: &'static str, since: &mut Instant) {
        self.phases.push((name, since.elapsed()));
        *since = Instant::now();
    }

    fn case(&mut self, case: &str, done: &Done) {
        self.workers[0] += done.checked;
        self.workers[1] += done.all.saturating_sub(done.checked);
        let at = self.slowest.partition_point(|(_, all)| *all >= done.all);
        self.slowest.insert(at, (case.to_owned(), done.all));
        self.slowest.truncate(SLOWEST);
    }
}

/// What became of a run beside its cases.
#[derive(Debug, Default)]
pub struct Ended {
    /// Where the time went.
    pub timings: Timings,
    /// Cases that are gone, and their outputs that were removed.
    pub gone: Vec<(String, Vec<String>)>,
}

/// Outputs of so many cases are made durable at once.
const BATCH: usize = 64;
/// Or as soon as the first of them has waited so long.
const PATIENCE: Duration = Duration::from_millis(500);
/// Or when they are so many bytes.
const BATCH_BYTES: u64 = 256 << 20;

/// Builds what has changed. `done` hears the results in the order of the cases.
pub fn run(run: &Run<'_>, watch: &dyn Watch, done: &mut dyn FnMut(CaseResult)) -> Ended {
    let mut warm = Warm::default();
    let ended = run_warm(run, &mut warm, Seen::default(), watch, done);
    warm.end();
    ended
}

/// As [`run`], with workers that stay. `seen` has what other cases are about.
pub fn run_warm(
    run: &Run<'_>,
    warm: &mut Warm<Done>,
    seen: Seen,
    watch: &dyn Watch,
    done: &mut dyn FnMut(CaseResult),
) -> Ended {
    let mut clock = Instant::now();
    let mut ended = Ended::default();
    let (options, cases) = (run.options, &run.workspace.cases);
    // A dry run tells sizes, which only workers know of; what is remembered is of the usual manner.
    let usual = !options.dry_run && options.manner == Manner::default();
    let remembers = usual && run.since.is_some();
    let state = if !usual { State::default() } else { State::read(run.own, run.program) };
    ended.timings.phase("timing-state", &mut clock);
    let twins = twins(cases);
    let (verdicts, mut outs) = compare(run, &state, watch);
    if remembers {
        outs.insert(run.out.to_path_buf());
        for out in outs {
            // What cannot be removed is in nobody's way.
            let _ = write::outputs::recover(&out);
        }
    }
    ended.timings.phase("timing-compare", &mut clock);
    let jobs: Vec<Job> = cases
        .iter()
        .zip(&verdicts)
        .filter(|(case, verdict)| matches!(verdict, Verdict::Changed(_)) && !twins.contains_key(case.as_str()))
        .map(|(case, _)| Job {
            case: case.clone(),
            since: run.since.filter(|_| remembers),
            locked: run.locked,
            run: format!("{:x}-{:x}", run.since.unwrap_or_default(), std::process::id()),
        })
        .collect();
    let gone = if remembers { gone::gone(run, &state) } else { BTreeSet::new() };
    let touched = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Touched(_)));
    let mut teller = Teller {
        run,
        state: &state,
        verdicts: verdicts.into_iter().zip(cases).collect::<Vec<_>>().into_iter(),
        twins: &twins,
        seen,
        jobs: &jobs,
        session: None,
        writer: None,
        foretold: false,
        done,
    };
    if remembers && (touched || !jobs.is_empty() || !gone.is_empty() || !twins.is_empty()) {
        // Without it the next run takes longer, and no more.
        teller.writer = Writer::new(run.own, run.program).ok();
        teller.carry_over(&gone);
    }
    let mut batch = Batch::default();
    if !jobs.is_empty() {
        let build_options = Options { task: Task::Build, ..options.clone() };
        let lost = |job: &Job, death: &Death, last| {
            Done::failed(pool::failed(options, &job.case, death, last), Duration::ZERO)
        };
        let fresh = cases.len() - jobs.len();
        let hands = Hands { watch, jobs: &jobs, fresh };
        pool::each_warm(warm, run.program, &build_options, &jobs, run.workers, &lost, &hands, &mut |done: Done| {
            ended.timings.case(&done.result.outcome.case.clone(), &done);
            let known = done.staged.as_ref().map(|place| gone::written(&state, &place.case)).unwrap_or_default();
            batch.add(done, known);
            if batch.is_full() {
                batch.commit(options, &mut teller);
            }
        });
    }
    batch.commit(options, &mut teller);
    teller.fresh_until(None);
    ended.timings.phases.push(("timing-commit", batch.time));
    clock += batch.time.min(clock.elapsed());
    ended.timings.phase("timing-build", &mut clock);
    for case in gone {
        match gone::remove(run, &state, &case) {
            Ok(removed) if removed.is_empty() => {}
            Ok(removed) => ended.gone.push((case, removed)),
            // What cannot be removed now can be another time.
            Err(_) => teller.keep(&case),
        }
    }
    if let Some(writer) = teller.writer.take().filter(|writer| writer.count > 0 || state.cases().next().is_some()) {
        let _ = writer.finish();
    }
    ended.timings.phase("timing-remember", &mut clock);
    ended
}

/// Cases whose folders differ from an earlier one's in letter case only, and which that is: their outputs
/// would be one folder on other systems.
fn twins(cases: &[String]) -> BTreeMap<&str, &str> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut twins = BTreeMap::new();
    for case in cases {
        let folded: String = case.nfc().flat_map(char::to_lowercase).collect();
        match first.get(&folded) {
            Some(earlier) => {
                twins.insert(case.as_str(), *earlier);
            }
            None => {
                first.insert(folded, case);
            }
        }
    }
    twins
}

/// Compares all cases with what is remembered of them; gives the folders that their outputs go to as well.
fn compare(run: &Run<'_>, state: &State, watch: &dyn Watch) -> (Vec<Verdict>, BTreeSet<PathBuf>) {
    let cases = &run.workspace.cases;
    let unknown = || Verdict::Changed(Reason::new("why-no-record"));
    if state.cases().next().is_none() {
        return (cases.iter().map(|_| unknown()).collect(), BTreeSet::new());
    }
    let now = Now::new(run.options, run.since, &run.workspace.walked);
    let count = std::sync::atomic::AtomicUsize::new(0);
    let part = |cases: &[String]| -> (Vec<Verdict>, BTreeSet<PathBuf>) {
        let mut comparer = Comparer::new(&now);
        let mut one = |case: &String| {
            let verdict = state.find(case).map_or_else(unknown, |known| comparer.compare(case, &known));
            if !matches!(verdict, Verdict::Changed(_)) {
                watch.ends(case, 1 + count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            }
            verdict
        };
        let verdicts = cases.iter().map(&mut one).collect();
        (verdicts, comparer.outs)
    };
    let threads = run.workers.clamp(1, cases.len().div_ceil(64).max(1));
    std::thread::scope(|scope| {
        let parts = cases.chunks(cases.len().div_ceil(threads).max(1));
        let threads: Vec<_> = parts.map(|cases| (cases, scope.spawn(|| part(cases)))).collect();
        let (mut verdicts, mut outs) = (Vec::new(), BTreeSet::new());
        for (cases, thread) in threads {
            // A thread that broke down knows nothing.
            let found = thread.join().unwrap_or_else(|_| (cases.iter().map(|_| unknown()).collect(), BTreeSet::new()));
            verdicts.extend(found.0);
            outs.extend(found.1);
        }
        (verdicts, outs)
    })
}

/// The cases that workers have in hand.
struct Hands<'h> {
    watch: &'h dyn Watch,
    jobs: &'h [Job],
    fresh: usize,
}

impl pool::Hands for Hands<'_> {
    fn begins(&self, index: usize) {
        if let Some(job) = self.jobs.get(index) {
            self.watch.begins(&job.case);
        }
    }

    fn ends(&self, index: usize, done: usize) {
        if let Some(job) = self.jobs.get(index) {
            self.watch.ends(&job.case, self.fresh + done);
        }
    }
}

/// Results whose outputs wait to be swapped in, and those behind them.
#[derive(Default)]
struct Batch {
    waiting: Vec<(Done, Vec<String>)>,
    staged: usize,
    bytes: u64,
    since: Option<Instant>,
    time: Duration,
}

impl Batch {
    fn add(&mut self, done: Done, known: Vec<String>) {
        if done.staged.is_some() {
            self.staged += 1;
            self.bytes += done.record.iter().flat_map(|r| &r.facts.outputs).map(|entry| entry.stat.size).sum::<u64>();
            self.since.get_or_insert_with(Instant::now);
        }
        self.waiting.push((done, known));
    }

    fn is_full(&self) -> bool {
        let waited = self.since.is_none_or(|since| since.elapsed() >= PATIENCE);
        self.staged >= BATCH || self.bytes >= BATCH_BYTES || waited
    }

    fn commit(&mut self, options: &Options, teller: &mut Teller<'_>) {
        let begun = Instant::now();
        if self.staged > 0 {
            teller.foretell();
        }
        let done = build::commit(&options.root, std::mem::take(&mut self.waiting));
        (self.staged, self.bytes, self.since) = (0, 0, None);
        self.time += begun.elapsed();
        done.into_iter().for_each(|done| teller.built(done));
    }
}

/// Tells results in the order of the cases, and remembers them.
struct Teller<'t> {
    run: &'t Run<'t>,
    state: &'t State,
    verdicts: std::vec::IntoIter<(Verdict, &'t String)>,
    twins: &'t BTreeMap<&'t str, &'t str>,
    seen: Seen,
    /// What workers look at.
    jobs: &'t [Job],
    /// Knows the settings of cases, once it is asked.
    session: Option<Session>,
    writer: Option<Writer>,
    /// Whether [`Teller::foretell`] was called.
    foretold: bool,
    done: &'t mut dyn FnMut(CaseResult),
}

impl Teller<'_> {
    /// What is remembered of cases that were not asked for stays.
    fn carry_over(&mut self, gone: &BTreeSet<String>) {
        let there: BTreeSet<&str> = self.run.workspace.cases.iter().map(String::as_str).collect();
        let state = self.state;
        for case in state.cases().filter(|case| !there.contains(case) && !gone.contains(*case)) {
            self.keep(case);
        }
    }

    /// Remembers where outputs go to before they are put there: what a run leaves that is killed, the next one knows.
    fn foretell(&mut self) {
        if self.writer.is_none() || std::mem::replace(&mut self.foretold, true) {
            return;
        }
        let (run, state) = (self.run, self.state);
        let new = self.jobs.iter().filter(|job| state.find(&job.case).is_none());
        let new: Vec<(&str, String)> = new.map(|job| (job.case.as_str(), self.place(&job.case))).collect();
        let write = || -> std::io::Result<()> {
            let mut writer = Writer::new(run.own, run.program)?;
            for (case, known) in state.cases().filter_map(|case| Some((case, state.find(case)?))) {
                writer.add(case, &known)?;
            }
            new.iter().try_for_each(|(case, folder)| writer.add(case, &Known { folder, record: None }))?;
            writer.finish()
        };
        if !new.is_empty() {
            let _ = write();
        }
    }

    /// Where outputs of a case go to by the settings of now.
    fn place(&mut self, case: &str) -> String {
        let options = self.run.options;
        let session = self.session.get_or_insert_with(|| Session::new(options.clone()));
        let settings = session.settings(case, &mut Vec::new(), &mut Vec::new());
        shown(&options.root, &write::folder(&session.out(&settings), case))
    }

    /// What was known of a case is so still: its outputs are those of before. Of one of which nothing was, they may
    /// stand there all the same.
    fn keep(&mut self, case: &str) {
        if let Some(known) = self.state.find(case) {
            self.remember(case, &known);
        } else if self.writer.is_some() {
            let folder = self.place(case);
            if !built::owned(&self.run.options.root.join(&folder)).is_empty() {
                self.remember(case, &Known { folder: &folder, record: None });
            }
        }
    }

    fn remember(&mut self, case: &str, known: &Known<'_>) {
        if self.writer.as_mut().is_some_and(|writer| writer.add(case, known).is_err()) {
            // The disk is full: better no record than half of one.
            self.writer = None;
        }
    }

    fn tell(&mut self, mut result: CaseResult) {
        self.seen.add(&mut result, self.run.options);
        (self.done)(result);
    }

    /// Tells a case that a worker looked at, after those before it that are as they were.
    fn built(&mut self, mut done: Done) {
        let case = done.result.outcome.case.clone();
        let asked = self.fresh_until(Some(&case));
        if done.result.outcome.why.is_empty()
            && let Some(reason) = asked.filter(|_| done.result.outcome.status == Status::Fresh)
        {
            done.result.outcome.why.push(Reason::new("why-same"));
            done.result.outcome.why.push(reason);
        }
        let outcome = &done.result.outcome;
        match (&done.record, outcome.outputs.iter().find_map(|path| path.strip_suffix(MANIFEST)?.strip_suffix('/'))) {
            (Some(record), _) => {
                self.remember(&case, &Known { folder: &record.facts.folder, record: Some(&record.bytes()) });
            }
            (None, Some(folder)) => self.remember(&case, &Known { folder, record: None }),
            (None, None) => self.keep(&case),
        }
        self.tell(done.result);
    }

    /// Tells cases that are as they were, up to one that a worker looked at; gives why it did.
    fn fresh_until(&mut self, case: Option<&str>) -> Option<Reason> {
        while let Some((verdict, name)) = self.verdicts.next() {
            if let Some(earlier) = self.twins.get(name.as_str()) {
                self.keep(name);
                let result = twin(self.run.options, name, earlier);
                self.tell(result);
                continue;
            }
            let known = self.state.find(name);
            let (bytes, why) = match &verdict {
                Verdict::Changed(reason) if case == Some(name.as_str()) => return Some(reason.clone()),
                // Its result was lost; there is nothing to tell.
                Verdict::Changed(_) => {
                    self.keep(name);
                    continue;
                }
                Verdict::Same => (known.and_then(|known| known.record).unwrap_or_default(), "why-unchanged"),
                Verdict::Touched(bytes) => (bytes.as_slice(), "why-touched"),
            };
            let folder = known.map_or("", |known| known.folder);
            self.remember(name, &Known { folder, record: Some(bytes) });
            let Some(told) = Told::read(bytes) else { continue };
            let mut result = told.result(&self.run.options.root, name);
            result.outcome.why.push(Reason::new(why));
            if self.run.lists {
                result.outcome.outputs = Record::read(bytes).map(|record| record.outputs()).unwrap_or_default();
            }
            self.tell(result);
        }
        None
    }
}

/// A case whose outputs would be another's.
fn twin(options: &Options, case: &str, earlier: &str) -> CaseResult {
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(&options.root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = Finding::new("X004", file.at(0..0)).variant("twin").arg("case", earlier);
    let diagnostics = lint::settle(vec![finding], &crate::check::settings::Settings::default(), &[]);
    let report = Report { sources: vec![file], diagnostics };
    CaseResult { outcome: CaseOutcome::new(case, Status::Failed), report, keys: Vec::new() }
}
