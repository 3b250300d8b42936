//! The process that builds cases for another: a line of JSON in, a line of JSON out. What it is
//! about to do goes to standard error, a file that nobody reads unless it dies: a message for each
//! step would wake the master a dozen times a case. It ends when its input ends, even in the middle
//! of a case.

use std::io::{self, BufRead, Write};
use std::sync::mpsc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::build::Job;
use super::session::Session;
use super::{Step, extract, look, named, now, reports, verify, weight};
use crate::options::{Options, Task};

/// The stack of threads that typeset, in bytes: that recurses as deep as its input nests, and the main thread's
/// stack is the system's choice.
const STACK: usize = 64 << 20;

/// Runs a worker on standard input and output: first the options, then a case's path a line.
///
/// # Errors
/// Options that cannot be read, or a broken pipe.
pub fn run() -> io::Result<()> {
    let mut first = String::new();
    io::stdin().lock().read_line(&mut first)?;
    let options: Options = serde_json::from_str(&first)?;
    limit_memory(options.limits.worker_mb);
    let (send, cases) = mpsc::channel::<String>();
    let work = move || {
        // The default hook has spoken of a panic; the master sees the end and starts another.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| serve(options, &cases)));
        std::process::exit(if matches!(done, Ok(Ok(()))) { 0 } else { 101 });
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        if send.send(line).is_err() {
            break;
        }
    }
    // The master is gone: what runs now is of no use to anyone.
    crate::render::cli::kill_running();
    std::process::exit(0);
}

fn serve(options: Options, cases: &mpsc::Receiver<String>) -> io::Result<()> {
    // As many threads as the master found cores for; where there is a worker for each core, typesetting stays
    // on this thread, without handing memory and work to and fro between two.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).use_current_thread().build_global();
    let task = options.task;
    let mut session = Session::new(options);
    for line in cases {
        match task {
            Task::Cases | Task::Glance => answer(&line, |case: String| session.run(&case, &mut tells(&line))),
            Task::Build => answer(&line, |job: Job| session.build(&job, &mut tells(&line))),
            Task::Verify => answer(&line, |target| verify::run(&mut session, &target)),
            Task::Extract => answer(&line, |wanted| extract::run(&wanted)),
            Task::Now => answer(&line, |case: String| now::now(&mut session, &case, &mut tells(&line))),
            Task::Complaints => answer(&line, |asked: reports::Asked| session.complaints(&asked, &mut tells(&line))),
            Task::Names => answer(&line, |case: String| weight::looked_at(&mut session, &case)),
            Task::Weigh => answer(&line, |case: String| weight::weigh(&mut session, &case)),
            Task::List => answer(&line, |listed: named::Listed| named::list(&mut session, &listed, &mut tells(&line))),
            Task::Message => answer(&line, |file: named::File| named::message(&mut session, &file, &mut tells(&line))),
            Task::Report => answer(&line, |asked: named::Asked| named::report(&asked, &mut tells(&line))),
            Task::Look => answer(&line, |wanted| look::run(&wanted)),
        }?;
    }
    Ok(())
}

/// Tells the steps of the job of a line.
fn tells(line: &str) -> impl FnMut(Step) + '_ {
    move |step| {
        let _ = say(&(line, &step), &mut io::stderr().lock());
    }
}

/// Does the job of a line and tells its result.
fn answer<Q: DeserializeOwned, R: Serialize>(line: &str, run: impl FnOnce(Q) -> R) -> io::Result<()> {
    match serde_json::from_str(line) {
        Ok(job) => say(&run(job), &mut io::stdout().lock()),
        Err(_) => Ok(()),
    }
}

fn say(what: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    out.write_all(&line)?;
    out.flush()
}

/// Bounds the memory of this process by its address space.
#[cfg(target_os = "linux")]
fn limit_memory(mb: u64) {
    let bytes = mb.saturating_mul(1 << 20);
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes);
}

/// Bounds the memory of this process by watching it, where the system has no limit to set.
#[cfg(not(target_os = "linux"))]
fn limit_memory(mb: u64) {
    use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System, get_current_pid};
    let bytes = mb.saturating_mul(1 << 20);
    let Ok(pid) = get_current_pid() else { return };
    std::thread::spawn(move || {
        let Ok(mut system) = System::new() else { return };
        loop {
            std::thread::sleep(std::time::Duration::from_millis(50));
            let kind = ProcessRefreshKind::nothing().with_memory();
            system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, kind);
            if system.process(pid).is_some_and(|process| process.memory() > bytes) {
                crate::render::cli::kill_running();
                std::process::exit(102);
            }
        }
    });
}
