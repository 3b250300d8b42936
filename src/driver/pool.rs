//! Processes that build cases: one per core, each with a memory and a time limit. One that dies
//! or takes too long fails its case, and another takes its place.
#![allow(clippy::disallowed_methods, reason = "starts the workers")]

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

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
    let queue = Mutex::new(cases.iter().enumerate().collect::<VecDeque<_>>());
    let jobs = jobs.clamp(1, cases.len().max(1));
    let (send, results) = mpsc::channel::<(usize, CaseResult)>();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let send = send.clone();
            let queue = &queue;
            scope.spawn(move || {
                let mut worker = None;
                // The cases that it was or is to be handed, the first one first.
                let mut own = VecDeque::new();
                loop {
                    let mut left = queue.lock().unwrap_or_else(PoisonError::into_inner);
                    // Checks are so short that handing over counts; the last cases go round.
                    let ahead = if options.build { 0 } else { AHEAD.min(left.len() / (2 * jobs)) };
                    while own.len() <= ahead {
                        let Some(next) = left.pop_front() else { break };
                        own.push_back(next);
                    }
                    drop(left);
                    let Some(&(index, case)) = own.front() else { break };
                    let next = own.iter().map(|(_, case)| case.as_str());
                    let result = one(program, options, case, next, &mut worker);
                    own.pop_front();
                    if send.send((index, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut seen = Seen::default();
        let mut next = 0;
        for (count, (index, result)) in results.into_iter().enumerate() {
            tick(count + 1);
            waiting.insert(index, result);
            while let Some(mut result) = waiting.remove(&next) {
                seen.add(&mut result, options);
                done(result);
                next += 1;
            }
        }
    });
}

/// So many cases lie ready for a worker while it checks another.
const AHEAD: usize = 4;

/// How long a worker has to end what it started.
const GRACE: Duration = Duration::from_millis(500);

/// A worker process.
struct Worker {
    child: Child,
    /// Closed first when the worker goes.
    input: Option<ChildStdin>,
    done: mpsc::Receiver<CaseResult>,
    /// How many cases it was handed and has not done.
    handed: usize,
    /// What it was about to do, a line each; it writes where this file stands.
    steps: File,
    /// The same file, to be read while it writes.
    told: File,
}

/// So many bytes of steps are kept before they are thrown away.
const STEPS: u64 = 1 << 20;

impl Drop for Worker {
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

impl Worker {
    fn start(program: &Path, options: &Options) -> std::io::Result<Self> {
        let named = tempfile::NamedTempFile::new()?;
        let told = named.reopen()?;
        let steps = named.into_file();
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
        Ok(Self { child, input: Some(input), done, handed: 0, steps, told })
    }

    /// Tells it of cases, the first of which it may be at already.
    fn tell<'c>(&mut self, cases: impl Iterator<Item = &'c str>) -> std::io::Result<()> {
        // The worker writes where this file stands; it is emptied while the worker has nothing to do.
        if self.steps.stream_position()? >= STEPS {
            if self.handed > 0 {
                return Ok(());
            }
            self.steps.set_len(0)?;
            self.steps.rewind()?;
        }
        let mut lines = Vec::new();
        for case in cases.skip(self.handed) {
            serde_json::to_writer(&mut lines, case)?;
            lines.push(b'\n');
            self.handed += 1;
        }
        let input = self.input.as_mut().ok_or(std::io::ErrorKind::BrokenPipe)?;
        if lines.is_empty() { Ok(()) } else { input.write_all(&lines) }
    }

    /// The last thing that it was about to do, if that was for this case. Between the lines can stand
    /// what a panic says.
    fn last(&mut self, case: &str) -> Option<Step> {
        let mut said = Vec::new();
        let end = self.told.seek(SeekFrom::End(0)).ok()?;
        self.told.seek(SeekFrom::Start(end.saturating_sub(STEPS))).ok()?;
        (&self.told).take(STEPS).read_to_end(&mut said).ok()?;
        let mut lines = said.rsplit(|byte| *byte == b'\n');
        let (of, step): (String, Step) = lines.find_map(|line| serde_json::from_slice(line).ok())?;
        (of == case).then_some(step)
    }

    /// Whether it reads one evidence file for this long; `seen` is how much it had told, and when.
    fn is_stuck(&mut self, case: &str, seen: &mut (u64, Instant), limit: Duration) -> bool {
        let length = self.told.metadata().map_or(0, |meta| meta.len());
        if seen.0 != length {
            *seen = (length, Instant::now());
        }
        seen.1.elapsed() >= limit && matches!(self.last(case), Some(Step::Evidence { .. }))
    }
}

/// How often a worker at work is looked at.
const GLANCE: Duration = Duration::from_millis(200);

/// Why a worker gave no result.
enum Death {
    Crashed,
    /// After so many seconds, a limit of this name.
    TimedOut(u64, &'static str),
    NotStarted(String),
}

/// The result of a case, which is the first of those that `told` says; a worker may be at it already.
fn one<'c>(
    program: &Path,
    options: &Options,
    case: &str,
    told: impl Iterator<Item = &'c str>,
    worker: &mut Option<Worker>,
) -> CaseResult {
    let mut last = None;
    let death = match ask(program, options, case, told, worker, &mut last) {
        Ok(result) => return result,
        Err(death) => death,
    };
    *worker = None;
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(&options.root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = post_mortem(&death, last, file.at(0..0));
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

fn ask<'c>(
    program: &Path,
    options: &Options,
    case: &str,
    told: impl Iterator<Item = &'c str>,
    worker: &mut Option<Worker>,
    last: &mut Option<Step>,
) -> Result<CaseResult, Death> {
    if worker.is_none() {
        *worker = Some(Worker::start(program, options).map_err(|error| Death::NotStarted(error.to_string()))?);
    }
    let Some(running) = worker else { return Err(Death::Crashed) };
    // One that died while it was told of more is known to have by its silence.
    let _ = running.tell(told);
    let (whole, file) = (Duration::from_secs(options.case_seconds), Duration::from_secs(options.file_seconds));
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
                break Death::TimedOut(options.case_seconds, "case_seconds");
            }
            Err(RecvTimeoutError::Timeout) if running.is_stuck(case, &mut seen, file) => {
                break Death::TimedOut(options.file_seconds, "file_seconds");
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    *last = running.last(case);
    Err(death)
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
