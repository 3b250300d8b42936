//! Builds what has changed. What the last build remembers is compared here, by several threads, without any
//! worker; only cases that may have changed are handed to workers, as soon as they are found, and workers judge by
//! content. Results come in the order of cases, wherever they come from. At the end all is remembered for the next
//! run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;

use super::build::{self, Done, Job};
use super::duplicates::Seen;
use super::pool::{self, Death, Pool, Warm};
use super::queue::Queue;
use super::state::State;
use super::state::compare::{Comparer, Now, Verdict};
use super::teller::Teller;
use super::why::Reason;
use super::{CaseResult, gone};
use crate::options::{Manner, Options, Task};
use crate::read::Workspace;
use crate::read::stat::Moment;
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

    fn case(&mut self, done: &Done) {
        let case = &done.result.outcome.case;
        self.workers[0] += done.checked;
        self.workers[1] += done.all.saturating_sub(done.checked);
        let at = self.slowest.partition_point(|(_, all)| *all >= done.all);
        self.slowest.insert(at, (case.clone(), done.all));
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
    if remembers {
        // Before a worker stages outputs. What cannot be removed is in nobody's way.
        let outs = state.outs().map(|out| options.root.join(out)).chain([run.out.to_path_buf()]);
        outs.collect::<BTreeSet<_>>().iter().for_each(|out| drop(write::outputs::recover(out)));
    }
    let name = format!("{:x}-{:x}", run.since.unwrap_or_default(), std::process::id());
    let line = |index: usize| {
        let case = cases.get(index)?.clone();
        let job = Job { case, since: run.since.filter(|_| remembers), locked: run.locked, run: name.clone() };
        serde_json::to_string(&job).ok()
    };
    let lost = |index: usize, death: &Death, last| {
        let result = pool::failed(options, cases.get(index)?, death, last);
        Some(Done::failed(result, Duration::ZERO))
    };
    let count = AtomicUsize::new(0);
    let hands = Hands { watch, cases, count: &count };
    let build_options = Options { task: Task::Build, ..options.clone() };
    let pool = Pool {
        program: run.program,
        options: &build_options,
        workers: run.workers,
        line: &line,
        lost: &lost,
        hands: &hands,
    };
    let mut desk = Desk {
        run,
        state: &state,
        twins: &twins,
        hands: &hands,
        remembers,
        teller: Teller::new(run, &state, &twins, seen, done),
        gone: BTreeSet::new(),
        batch: Batch::default(),
        clock,
        ended,
    };
    pool.work(warm, &mut desk);
    desk.finish()
}

/// Finds what has changed, and takes what comes of it.
struct Desk<'d> {
    run: &'d Run<'d>,
    state: &'d State,
    twins: &'d BTreeMap<&'d str, &'d str>,
    hands: &'d Hands<'d>,
    remembers: bool,
    teller: Teller<'d>,
    gone: BTreeSet<String>,
    batch: Batch,
    clock: Instant,
    ended: Ended,
}

impl pool::Desk<Done> for Desk<'_> {
    fn most(&self) -> usize {
        self.run.workspace.cases.len()
    }

    fn fill(&mut self, queue: &Queue) {
        let verdicts = self.compare(queue);
        self.ended.timings.phase("timing-compare", &mut self.clock);
        if self.remembers {
            self.gone = gone::gone(self.run, self.state);
        }
        self.teller.begin(verdicts, self.remembers, &self.gone);
    }

    fn done(&mut self, done: Done) {
        self.ended.timings.case(&done);
        let known = done.staged.as_ref().map(|place| gone::written(self.state, &place.case)).unwrap_or_default();
        self.batch.add(done, known);
        if self.batch.is_full() {
            self.batch.commit(self.run.options, &mut self.teller);
        }
    }
}

impl Desk<'_> {
    /// Compares all cases with what is remembered of them; what may have changed is for workers at once.
    fn compare(&self, queue: &Queue) -> Vec<Verdict> {
        let cases = &self.run.workspace.cases;
        let unknown = || Verdict::Changed(Reason::new("why-no-record"));
        let is_twin = |case: &String| self.twins.contains_key(case.as_str());
        if self.state.cases().next().is_none() {
            queue.add_last(cases.iter().enumerate().filter(|(_, case)| !is_twin(case)).map(|(index, _)| index));
            return cases.iter().map(|_| unknown()).collect();
        }
        let now = Now::new(self.run.options, self.run.since, &self.run.workspace.walked);
        let part = |from: usize, cases: &[String]| -> Vec<Verdict> {
            let mut comparer = Comparer::new(&now);
            let one = |(at, case): (usize, &String)| {
                let verdict = self.state.find(case).map_or_else(unknown, |known| comparer.compare(case, &known));
                match &verdict {
                    Verdict::Changed(_) if is_twin(case) => {}
                    Verdict::Changed(_) => queue.add(from + at),
                    Verdict::Same | Verdict::Touched(_) => self.hands.done(case),
                }
                verdict
            };
            cases.iter().enumerate().map(one).collect()
        };
        let threads = self.run.workers.clamp(1, cases.len().div_ceil(64).max(1));
        let size = cases.len().div_ceil(threads).max(1);
        let parts: Vec<(usize, &[String])> =
            cases.chunks(size).enumerate().map(|(at, cases)| (at * size, cases)).collect();
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                parts.into_iter().map(|(from, cases)| (from, cases, scope.spawn(move || part(from, cases)))).collect();
            let mut verdicts = Vec::new();
            for (from, cases, thread) in threads {
                // A thread that broke down knows nothing.
                verdicts.extend(thread.join().unwrap_or_else(|_| {
                    let all = cases.iter().enumerate().filter(|(_, case)| !is_twin(case));
                    all.for_each(|(at, _)| queue.add(from + at));
                    cases.iter().map(|_| unknown()).collect()
                }));
            }
            verdicts
        })
    }

    /// Puts the last outputs in their place, removes those of cases that are gone, and remembers.
    fn finish(mut self) -> Ended {
        self.batch.commit(self.run.options, &mut self.teller);
        self.teller.rest();
        let (mut ended, mut clock) = (self.ended, self.clock);
        ended.timings.phases.push(("timing-commit", self.batch.time));
        clock += self.batch.time.min(clock.elapsed());
        ended.timings.phase("timing-build", &mut clock);
        for case in self.gone {
            match gone::remove(self.run, self.state, &case) {
                Ok(removed) => {
                    self.teller.forget(&case);
                    if !removed.is_empty() {
                        ended.gone.push((case, removed));
                    }
                }
                // What cannot be removed now can be another time.
                Err(_) => self.teller.keep(&case),
            }
        }
        self.teller.finish();
        ended.timings.phase("timing-remember", &mut clock);
        ended
    }
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

/// The cases that are in hand, and how many are done with.
struct Hands<'h> {
    watch: &'h dyn Watch,
    cases: &'h [String],
    count: &'h AtomicUsize,
}

impl Hands<'_> {
    fn done(&self, case: &str) {
        self.watch.ends(case, 1 + self.count.fetch_add(1, Ordering::Relaxed));
    }
}

impl pool::Hands for Hands<'_> {
    fn begins(&self, index: usize) {
        if let Some(case) = self.cases.get(index) {
            self.watch.begins(case);
        }
    }

    fn ends(&self, index: usize, _: usize) {
        if let Some(case) = self.cases.get(index) {
            self.done(case);
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
