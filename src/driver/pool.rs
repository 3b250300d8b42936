//! Processes that build cases: one per core, each with a memory and a time limit. One that dies
//! or takes too long fails its case, and another takes its place.
#![allow(clippy::disallowed_methods, reason = "starts the workers")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::duplicates::Seen;
use super::{CaseOutcome, CaseResult, Status, Step};
use crate::diag::{Finding, Report};
use crate::lint;
use crate::options::Options;
use crate::read;
use crate::render::cli::kill_group;
use crate::source::{Place, SourceFile};

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
    let queue = Mutex::new(jobs.iter().enumerate());
    let (send, results) = mpsc::channel::<(usize, R)>();
    std::thread::scope(|scope| {
        for _ in 0..workers.clamp(1, jobs.len().max(1)) {
            let send = send.clone();
            let queue = &queue;
            scope.spawn(move || {
                let mut worker = None;
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((index, job)) = next else { break };
                    let result = one(program, options, job, &mut worker, lost);
                    if send.send((index, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (count, (index, result)) in results.into_iter().enumerate() {
            tick(count + 1);
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                done(result);
                next += 1;
            }
        }
    });
}

/// How long a worker has to end what it started.
const GRACE: Duration = Duration::from_millis(500);

/// A worker process.
struct Worker<R> {
    child: Child,
    /// Closed first when the worker goes.
    input: Option<ChildStdin>,
    done: mpsc::Receiver<R>,
    /// What it was about to do, a line each.
    steps: File,
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
    fn start(program: &Path, options: &Options) -> std::io::Result<Self> {
        let steps = tempfile::tempfile()?;
        let mut command = Command::new(program);
        command
            .arg("__worker")
            .env("RAYON_NUM_THREADS", "1")
            // How the C library of GNU systems gets memory: one heap for all threads that grows in
            // large steps and is kept. Photos come and go with every case. Other systems ignore it.
            .env("MALLOC_ARENA_MAX", "1")
            .env("MALLOC_TOP_PAD_", "33554432")
            .env("MALLOC_TRIM_THRESHOLD_", "268435456")
            .env("MALLOC_MMAP_THRESHOLD_", "67108864")
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
        Ok(Self { child, input: Some(input), done, steps })
    }

    /// Where the steps of the next case begin. The worker writes where this file stands.
    fn mark(&mut self) -> std::io::Result<u64> {
        let at = self.steps.stream_position()?;
        if at < STEPS {
            return Ok(at);
        }
        self.steps.set_len(0)?;
        self.steps.rewind()?;
        Ok(0)
    }

    /// The last thing that it was about to do. Between the lines can stand what a panic says.
    fn last(&mut self, from: u64) -> Option<Step> {
        let mut said = Vec::new();
        self.steps.seek(SeekFrom::Start(from)).ok()?;
        (&self.steps).take(STEPS).read_to_end(&mut said).ok()?;
        said.rsplit(|byte| *byte == b'\n').find_map(|line| serde_json::from_slice(line).ok())
    }
}

/// Why a worker gave no result.
pub enum Death {
    /// It ended: a panic, or more memory than it may take.
    Crashed,
    /// It took too long.
    TimedOut,
    /// It could not be started.
    NotStarted(String),
}

fn one<Q: Serialize, R: DeserializeOwned + Send + 'static>(
    program: &Path,
    options: &Options,
    job: &Q,
    worker: &mut Option<Worker<R>>,
    lost: Lost<'_, Q, R>,
) -> R {
    let mut last = None;
    let death = match ask(program, options, job, worker, &mut last) {
        Ok(result) => return result,
        Err(death) => death,
    };
    *worker = None;
    lost(job, &death, last)
}

/// The result of a case whose worker died.
fn failed(options: &Options, case: &str, death: &Death, last: Option<Step>) -> CaseResult {
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(&options.root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = post_mortem(death, last, file.at(0..0), options.case_seconds);
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

fn ask<Q: Serialize, R: DeserializeOwned + Send + 'static>(
    program: &Path,
    options: &Options,
    job: &Q,
    worker: &mut Option<Worker<R>>,
    last: &mut Option<Step>,
) -> Result<R, Death> {
    if worker.is_none() {
        *worker = Some(Worker::start(program, options).map_err(|error| Death::NotStarted(error.to_string()))?);
    }
    let Some(running) = worker else { return Err(Death::Crashed) };
    let mut line = serde_json::to_vec(job).unwrap_or_default();
    line.push(b'\n');
    let from = running.mark().map_err(|_| Death::Crashed)?;
    let Some(input) = running.input.as_mut() else { return Err(Death::Crashed) };
    input.write_all(&line).map_err(|_| Death::Crashed)?;
    let death = match running.done.recv_timeout(Duration::from_secs(options.case_seconds)) {
        Ok(result) => return Ok(result),
        Err(RecvTimeoutError::Timeout) => Death::TimedOut,
        Err(RecvTimeoutError::Disconnected) => Death::Crashed,
    };
    *last = running.last(from);
    Err(death)
}

/// What killed a worker: the file that it read, else the typesetting.
fn post_mortem(death: &Death, last: Option<Step>, case: Place, seconds: u64) -> Finding {
    let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
    match (death, last) {
        (Death::NotStarted(detail), _) => Finding::new("X001", case).arg("detail", detail.as_str()),
        (Death::Crashed, Some(Step::Evidence { place, path })) => {
            Finding::new("E004", place).variant("crashed").arg("path", path)
        }
        (Death::TimedOut, Some(Step::Evidence { place, path })) => {
            Finding::new("E004", place).variant("timeout").arg("path", path).arg("seconds", seconds)
        }
        (Death::Crashed, Some(Step::Outputs { place })) => Finding::new("X001", place).variant("crashed"),
        (Death::Crashed, None) => Finding::new("X001", case).variant("crashed"),
        (Death::TimedOut, Some(Step::Outputs { place })) => {
            Finding::new("X001", place).variant("timeout").arg("seconds", seconds)
        }
        (Death::TimedOut, None) => Finding::new("X001", case).variant("timeout").arg("seconds", seconds),
    }
}
