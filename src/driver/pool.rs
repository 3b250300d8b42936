//! Processes that build cases: one per core, each with a memory and a time limit. One that dies
//! or takes too long fails its case, and another takes its place.
#![allow(clippy::disallowed_methods, reason = "starts the workers")]

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::duplicates::Seen;
use super::queue::{Closing, Queue};
use super::{CaseOutcome, CaseResult, Status, Step};
use crate::diag::{Finding, Report};
use crate::lint;
use crate::options::Options;
use crate::read;
use crate::render::cli::kill_group;
use crate::source::{Place, SourceFile};
use crate::start::Fault;

/// Runs all cases with `jobs` workers, each started as `program __worker`. `done` hears the results
/// in the order of `cases`, each as soon as those before it are there; `tick` hears how many are
/// done in any order.
pub fn run(
    program: &Path,
    options: &Options,
    cases: &[String],
    jobs: usize,
    tick: &(dyn Fn(usize) + Sync),
    done: &mut dyn FnMut(CaseResult),
) {
    let mut seen = Seen::default();
    let lost = |case: &String, death: &Death, last| failed(options, case, death, last);
    each(program, options, cases, jobs, &lost, tick, &mut |mut result| {
        seen.add(&mut result, options);
        done(result);
    });
}

/// What becomes of a job whose worker died: the job, how, and what the worker was about to do.
pub type Lost<'l, Q, R> = &'l (dyn Fn(&Q, &Death, Option<Step>) -> R + Sync);

/// Workers that stay when a run is over, for the next one with the same options.
pub struct Warm<R>(Vec<Option<Worker<R>>>);

impl<R> Default for Warm<R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<R: Send> Warm<R> {
    /// Ends them.
    pub fn end(&mut self) {
        std::thread::scope(|scope| {
            for worker in self.0.drain(..) {
                scope.spawn(move || drop(worker));
            }
        });
    }
}

/// Hears which jobs workers have in hand, by their index.
pub trait Hands: Sync {
    /// A worker begins.
    fn begins(&self, index: usize);
    /// It is done; so many jobs are now.
    fn ends(&self, index: usize, done: usize);
}

struct Ticks<'t>(&'t (dyn Fn(usize) + Sync));

impl Hands for Ticks<'_> {
    fn begins(&self, _: usize) {}

    fn ends(&self, _: usize, done: usize) {
        (self.0)(done);
    }
}

/// Runs jobs of any kind as [`run`] runs cases.
pub fn each<Q: Serialize + Sync, R: DeserializeOwned + Send + 'static>(
    program: &Path,
    options: &Options,
    jobs: &[Q],
    workers: usize,
    lost: Lost<'_, Q, R>,
    tick: &(dyn Fn(usize) + Sync),
    done: &mut dyn FnMut(R),
) {
    let mut warm = Warm::default();
    each_warm(&mut warm, (program, options, workers), jobs, lost, tick, done);
    warm.end();
}

/// As [`each`], with workers that stay.
pub fn each_warm<Q: Serialize + Sync, R: DeserializeOwned + Send + 'static>(
    warm: &mut Warm<R>,
    (program, options, workers): (&Path, &Options, usize),
    jobs: &[Q],
    lost: Lost<'_, Q, R>,
    tick: &(dyn Fn(usize) + Sync),
    done: &mut dyn FnMut(R),
) {
    let line = |index: usize| jobs.get(index).map(|job| serde_json::to_string(job).unwrap_or_default());
    let lost = |index: usize, death: &Death, last| jobs.get(index).map(|job| lost(job, death, last));
    let pool = Pool { program, options, workers, line: &line, lost: &lost, hands: &Ticks(tick) };
    pool.work(warm, &mut All { count: jobs.len(), done });
}

/// All jobs are known.
struct All<'d, R> {
    count: usize,
    done: &'d mut dyn FnMut(R),
}

impl<R> Desk<R> for All<'_, R> {
    fn most(&self) -> usize {
        self.count
    }

    fn fill(&mut self, queue: &Queue) {
        queue.add_last(0..self.count);
    }

    fn done(&mut self, result: R) {
        (self.done)(result);
    }
}

/// Who finds jobs and hears what came of them.
pub trait Desk<R> {
    /// So many jobs at most.
    fn most(&self) -> usize;
    /// Finds all jobs, while workers do those that are there already.
    fn fill(&mut self, queue: &Queue);
    /// Hears a result; they come in the order of jobs, once all jobs are known.
    fn done(&mut self, result: R);
}

/// A worker that died: the index of its job, how, and what it was about to do. Gives what becomes of the job.
type LostAt<'l, R> = &'l (dyn Fn(usize, &Death, Option<Step>) -> Option<R> + Sync);

/// What holds for all jobs of a run, which are known by their index.
pub struct Pool<'p, R> {
    /// What workers run.
    pub program: &'p Path,
    /// What the run may vary.
    pub options: &'p Options,
    /// How many workers at most. Where there are fewer jobs, the first ones do them.
    pub workers: usize,
    /// A job, in the form in which workers hear of it.
    pub line: &'p (dyn Fn(usize) -> Option<String> + Sync),
    /// What becomes of a job whose worker died.
    pub lost: LostAt<'p, R>,
    /// Hears which jobs are in hand.
    pub hands: &'p dyn Hands,
}

impl<R: DeserializeOwned + Send + 'static> Pool<'_, R> {
    /// Has all jobs done.
    pub fn work(&self, warm: &mut Warm<R>, desk: &mut dyn Desk<R>) {
        let (queue, most) = (Queue::default(), self.workers().min(desk.most().max(1)));
        if warm.0.len() < most {
            warm.0.resize_with(most, || None);
        }
        let (send, results) = mpsc::channel::<(usize, R)>();
        std::thread::scope(|scope| {
            for (number, worker) in warm.0.iter_mut().take(most).enumerate() {
                let (send, queue) = (send.clone(), &queue);
                scope.spawn(move || self.serve(queue, number, worker, &send));
            }
            drop(send);
            // However that ends, nobody waits for more.
            let closing = Closing(&queue);
            desk.fill(&queue);
            drop(closing);
            let mut order = queue.all().into_iter();
            let mut next = order.next();
            let mut waiting = BTreeMap::new();
            for (count, (index, result)) in results.into_iter().enumerate() {
                self.hands.ends(index, count + 1);
                waiting.insert(index, result);
                while let Some(result) = next.and_then(|next| waiting.remove(&next)) {
                    desk.done(result);
                    next = order.next();
                }
            }
        });
    }

    /// How many workers were asked for, within reason.
    fn workers(&self) -> usize {
        self.workers.clamp(1, WORKERS)
    }

    /// So many threads fit into one worker.
    fn room(&self) -> usize {
        usize::try_from(self.options.limits.worker_mb / THREAD_MB).unwrap_or(usize::MAX).max(1)
    }

    /// Does jobs with one worker until there are no more.
    fn serve(&self, queue: &Queue, number: usize, worker: &mut Option<Worker<R>>, send: &mpsc::Sender<(usize, R)>) {
        // One that died while there was nothing to do.
        let dead = worker.as_mut().is_some_and(|worker| !matches!(worker.child.try_wait(), Ok(None)));
        if dead {
            *worker = None;
        }
        // The jobs that it was or is to be handed, the first one first.
        let mut own: VecDeque<(usize, String)> = VecDeque::new();
        // Checks are so short that handing over counts; the last jobs go round.
        let ahead = |left: usize| if self.options.build { 0 } else { AHEAD.min(left / (2 * self.workers())) };
        loop {
            let room = |left: usize| (1 + ahead(left)).saturating_sub(own.len());
            let Some((taken, load)) = queue.take(number, own.is_empty(), &room) else { break };
            own.extend(taken.into_iter().filter_map(|index| Some((index, (self.line)(index)?))));
            let Some((index, _)) = own.front() else { break };
            let (index, threads) = (*index, load.threads(self.workers()).min(self.room()));
            // It was begun for a case alone, and there turned out to be many.
            if load.left > MANY && worker.as_ref().is_some_and(|worker| worker.threads > threads) {
                *worker = None;
            }
            self.hands.begins(index);
            let next = own.iter().map(|(_, line)| line.as_str());
            let result = match ask(self.program, self.options, threads, next, worker) {
                Ok(result) => Some(result),
                Err((death, last)) => {
                    *worker = None;
                    (self.lost)(index, &death, last)
                }
            };
            own.pop_front();
            if result.is_some_and(|result| send.send((index, result)).is_err()) {
                break;
            }
        }
    }
}

/// More workers than this are of no use on any machine.
const WORKERS: usize = 256;

/// So many megabytes of a worker's memory are for one of its threads. It takes about 100 MiB of the address space, for
/// its stack and its part of the allocator; the rest is for the case.
const THREAD_MB: u64 = 384;

/// So many jobs are worth that a worker begins anew.
const MANY: usize = 16;

/// So many jobs lie ready for a worker while it does another.
const AHEAD: usize = 4;

/// How long a worker has to end what it started.
const GRACE: Duration = Duration::from_millis(500);

/// A worker process.
struct Worker<R> {
    child: Child,
    /// Closed first when the worker goes.
    input: Option<ChildStdin>,
    done: mpsc::Receiver<R>,
    /// How many jobs it was handed and has not done.
    handed: usize,
    /// What it was about to do, a line each; it writes where this file stands.
    steps: File,
    /// The same file, to be read while it writes.
    told: File,
    /// How many threads it has.
    threads: usize,
}

/// So many bytes of steps are kept before they are thrown away.
const STEPS: u64 = 1 << 20;

impl<R> Drop for Worker<R> {
    fn drop(&mut self) {
        // Its input ends: it ends what it started, and itself. One that cannot is killed.
        drop(self.input.take());
        let end = Instant::now() + GRACE;
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(2));
        }
        kill_group(self.child.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<R: DeserializeOwned + Send + 'static> Worker<R> {
    fn start(program: &Path, options: &Options, threads: usize) -> std::io::Result<Self> {
        let named = tempfile::NamedTempFile::new()?;
        let told = named.reopen()?;
        let steps = named.into_file();
        let mut command = Command::new(program);
        command
            .arg("__worker")
            .env("RAYON_NUM_THREADS", threads.to_string())
            // The limit of a worker's memory is one of its address space, of which the allocator would take 1 GiB
            // at once.
            .env("MIMALLOC_ARENA_RESERVE", "32MiB")
            // Nor is the C library, which we hardly ask for memory, to reserve 64 MiB for each thread.
            .env("MALLOC_ARENA_MAX", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(steps.try_clone()?));
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let missing = || std::io::Error::other("no pipe");
        let mut input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let (send, done) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(result) = line.map_err(drop).and_then(|line| serde_json::from_str(&line).map_err(drop)) else {
                    break;
                };
                if send.send(result).is_err() {
                    break;
                }
            }
        });
        let mut line = serde_json::to_vec(options)?;
        line.push(b'\n');
        input.write_all(&line)?;
        Ok(Self { child, input: Some(input), done, handed: 0, steps, told, threads })
    }

    /// Tells it of jobs, the first of which it may be at already.
    fn tell<'j>(&mut self, jobs: impl Iterator<Item = &'j str>) -> std::io::Result<()> {
        // The worker writes where this file stands; it is emptied while the worker has nothing to do.
        if self.steps.stream_position()? >= STEPS {
            if self.handed > 0 {
                return Ok(());
            }
            self.steps.set_len(0)?;
            self.steps.rewind()?;
        }
        let mut lines = Vec::new();
        for job in jobs.skip(self.handed) {
            lines.extend_from_slice(job.as_bytes());
            lines.push(b'\n');
            self.handed += 1;
        }
        let input = self.input.as_mut().ok_or(std::io::ErrorKind::BrokenPipe)?;
        if lines.is_empty() { Ok(()) } else { input.write_all(&lines) }
    }

    /// The last thing that it was about to do, if that was for this job. Between the lines can stand
    /// what a panic says.
    fn last(&mut self, job: &str) -> Option<Step> {
        let mut said = Vec::new();
        let end = self.told.seek(SeekFrom::End(0)).ok()?;
        self.told.seek(SeekFrom::Start(end.saturating_sub(STEPS))).ok()?;
        (&self.told).take(STEPS).read_to_end(&mut said).ok()?;
        let mut lines = said.rsplit(|byte| *byte == b'\n');
        let (of, step): (String, Step) = lines.find_map(|line| serde_json::from_slice(line).ok())?;
        (of == job).then_some(step)
    }

    /// Whether it reads one evidence file for this long; `seen` is how much it had told, and when.
    fn is_stuck(&mut self, job: &str, seen: &mut (u64, Instant), limit: Duration) -> bool {
        let length = self.told.metadata().map_or(0, |meta| meta.len());
        if seen.0 != length {
            *seen = (length, Instant::now());
        }
        seen.1.elapsed() >= limit && matches!(self.last(job), Some(Step::Evidence { .. }))
    }
}

/// How often a worker at work is looked at.
const GLANCE: Duration = Duration::from_millis(200);

/// Why a worker gave no result.
pub enum Death {
    /// It ended: a panic, or more memory than it may take.
    Crashed,
    /// It took longer than so many seconds, a limit of this name.
    TimedOut(u64, &'static str),
    /// It could not be started.
    NotStarted(String),
}

impl Death {
    /// It as the message of a file that was to be read, but for its path.
    pub fn fault(&self) -> Fault {
        match self {
            Death::Crashed => Fault::new("tool-file-crashed"),
            Death::TimedOut(seconds, key) => {
                let seconds = usize::try_from(*seconds).unwrap_or(usize::MAX);
                Fault::new("tool-file-timeout").arg("seconds", seconds).arg("key", *key)
            }
            Death::NotStarted(detail) => Fault::new("tool-worker-not-started").arg("detail", detail.as_str()),
        }
    }
}

/// The result of a case whose worker died.
pub fn failed(options: &Options, case: &str, death: &Death, last: Option<Step>) -> CaseResult {
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(&options.root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = post_mortem(death, last, file.at(0..0));
    let mut sources = vec![file];
    if !sources.iter().any(|source| source.path == finding.place.file) {
        sources.extend(read::text(&options.root, &finding.place.file).ok());
    }
    let diagnostics = lint::settle(vec![finding], &crate::check::settings::Settings::default(), &[]);
    CaseResult {
        outcome: CaseOutcome::new(case, Status::Failed),
        report: Report { sources, diagnostics },
        keys: Vec::new(),
    }
}

/// The result of the first of these jobs, which a worker may be at already.
fn ask<'j, R: DeserializeOwned + Send + 'static>(
    program: &Path,
    options: &Options,
    threads: usize,
    mut jobs: impl Iterator<Item = &'j str> + Clone,
    worker: &mut Option<Worker<R>>,
) -> Result<R, (Death, Option<Step>)> {
    if worker.is_none() {
        let started = Worker::start(program, options, threads);
        *worker = Some(started.map_err(|error| (Death::NotStarted(error.to_string()), None))?);
    }
    let Some(running) = worker else { return Err((Death::Crashed, None)) };
    // One that died while it was told of more is known to have by its silence.
    let _ = running.tell(jobs.clone());
    let job = jobs.next().unwrap_or_default();
    let (whole, file) =
        (Duration::from_secs(options.limits.case_seconds), Duration::from_secs(options.limits.file_seconds));
    let started = Instant::now();
    let mut seen = (0, started);
    let death = loop {
        let left = whole.saturating_sub(started.elapsed());
        match running.done.recv_timeout(left.min(GLANCE)) {
            Ok(result) => {
                running.handed = running.handed.saturating_sub(1);
                return Ok(result);
            }
            Err(RecvTimeoutError::Disconnected) => break Death::Crashed,
            Err(RecvTimeoutError::Timeout) if started.elapsed() >= whole => {
                break Death::TimedOut(options.limits.case_seconds, "case_seconds");
            }
            Err(RecvTimeoutError::Timeout) if running.is_stuck(job, &mut seen, file) => {
                break Death::TimedOut(options.limits.file_seconds, "file_seconds");
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    let last = running.last(job);
    Err((death, last))
}

/// What killed a worker: the file that it read, else the typesetting.
fn post_mortem(death: &Death, last: Option<Step>, case: Place) -> Finding {
    let count = |seconds: &u64| usize::try_from(*seconds).unwrap_or(usize::MAX);
    match (death, last) {
        (Death::NotStarted(detail), _) => Finding::new("X001", case).arg("detail", detail.as_str()),
        (Death::Crashed, Some(Step::Evidence { place, path })) => {
            Finding::new("E004", place).variant("crashed").arg("path", path)
        }
        (Death::TimedOut(seconds, key), Some(Step::Evidence { place, path })) => {
            let finding = Finding::new("E004", place).variant("timeout").arg("path", path);
            finding.arg("seconds", count(seconds)).arg("key", *key)
        }
        (Death::Crashed, Some(Step::Outputs { place } | Step::Rules { place })) => {
            Finding::new("X001", place).variant("crashed")
        }
        (Death::Crashed, None) => Finding::new("X001", case).variant("crashed"),
        (Death::TimedOut(seconds, _), Some(Step::Outputs { place } | Step::Rules { place })) => {
            Finding::new("X001", place).variant("timeout").arg("seconds", count(seconds))
        }
        (Death::TimedOut(seconds, _), None) => {
            Finding::new("X001", case).variant("timeout").arg("seconds", count(seconds))
        }
    }
}
