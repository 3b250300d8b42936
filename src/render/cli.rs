//! The engine that runs the `typst` program through [`std::process`]. The program wants files, so
//! this is the one stage beside `read` and `write` that touches the disk: a scratch folder, which
//! is gone afterwards.
#![allow(clippy::disallowed_methods, reason = "the typst program wants files")]

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Document, Engine, EngineError, TYPST_FILES};
use crate::options::PREFIX;

/// The oldest version whose pages are known to be the same.
pub const NEEDED: &str = "0.15.0";

/// The child that runs now, so that a worker whose master is gone can end it.
static RUNNING: Mutex<Option<u32>> = Mutex::new(None);

/// The `typst` program.
pub struct Cli {
    program: PathBuf,
    name: String,
    scratch: PathBuf,
}

impl Cli {
    /// Finds the program (`named`, else the environment's `TYPST`, else the path) and checks its
    /// version. Scratch files go below `scratch`.
    ///
    /// # Errors
    /// No program, one that is too old, one that does not answer.
    pub fn new(named: Option<&Path>, scratch: &Path) -> Result<Self, EngineError> {
        let program = match named.map(Path::to_path_buf).or_else(|| std::env::var_os("TYPST").map(PathBuf::from)) {
            Some(path) => which::which(&path).map_err(|_| EngineError::Missing(path.display().to_string()))?,
            None => which::which("typst").map_err(|_| EngineError::Missing("typst".to_owned()))?,
        };
        let mut command = Command::new(&program);
        command.arg("--version");
        let done = run(command, Duration::from_secs(10))?;
        let words: Vec<&str> = done.stdout.split_whitespace().collect();
        let version = match words.as_slice() {
            ["typst", version, ..] => (*version).to_owned(),
            _ => return Err(EngineError::Failed(format!("{} --version: {}", program.display(), done.brief()))),
        };
        if number(&version) < number(NEEDED) {
            return Err(EngineError::TooOld { found: version, needed: NEEDED });
        }
        Ok(Self { program, name: format!("cli {version}"), scratch: scratch.to_path_buf() })
    }
}

impl Engine for Cli {
    fn name(&self) -> &str {
        &self.name
    }

    fn typeset(&self, document: &Document<'_>) -> Result<Vec<u8>, EngineError> {
        let io = |error: std::io::Error| EngineError::Failed(error.to_string());
        fs::create_dir_all(&self.scratch).map_err(io)?;
        let folder = tempfile::Builder::new().prefix("typst-").tempdir_in(&self.scratch).map_err(io)?;
        let root = folder.path();
        for (name, text) in TYPST_FILES {
            fs::write(root.join(name), text).map_err(io)?;
        }
        fs::write(root.join("case.json"), &document.data).map_err(io)?;
        fs::write(root.join("setting.json"), &document.setting).map_err(io)?;
        let fonts = root.join("fonts");
        fs::create_dir(&fonts).map_err(io)?;
        for (at, extra) in document.fonts.extras.iter().enumerate() {
            // Numbered, so that two files of one name from two folders do not meet.
            fs::write(fonts.join(format!("{at:02}-{}", extra.name)), extra.bytes.as_slice()).map_err(io)?;
        }
        let output = root.join("out.pdf");
        let seconds =
            document.date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|e| EngineError::Failed(e.to_string()))?;
        let mut command = Command::new(&self.program);
        command
            .args([OsStr::new("compile"), OsStr::new("--root"), root.as_os_str()])
            .args([OsStr::new("--ignore-system-fonts"), OsStr::new("--font-path"), fonts.as_os_str()])
            .args(["--jobs", "1", "--diagnostic-format", "short", "--creation-timestamp"])
            .arg(seconds.timestamp().as_second().to_string())
            .arg(root.join(document.main))
            .arg(&output)
            .current_dir(root);
        // Nor does it learn passwords of evidence.
        let own = |name: &OsStr| ["TYPST_", PREFIX].iter().any(|start| name.to_string_lossy().starts_with(start));
        for (name, _) in std::env::vars_os().filter(|(name, _)| own(name)) {
            command.env_remove(name);
        }
        let done = run(command, document.limit)?;
        match fs::read(&output) {
            Ok(pdf) if done.success => Ok(pdf),
            _ => Err(EngineError::Failed(done.brief().replace(&*root.to_string_lossy(), ""))),
        }
    }
}

/// A program's end.
struct Done {
    success: bool,
    stdout: String,
    stderr: String,
}

impl Done {
    /// The first lines of what it said.
    fn brief(&self) -> String {
        let text = if self.stderr.trim().is_empty() { &self.stdout } else { &self.stderr };
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(4).collect();
        if lines.is_empty() { "it ended without a word".to_owned() } else { lines.join("; ") }
    }
}

/// Runs a program to its end, or kills it and what it started at the limit.
fn run(mut command: Command, limit: Duration) -> Result<Done, EngineError> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command.spawn().map_err(|error| EngineError::Failed(format!("{program}: {error}")))?;
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(child.id());
    let out = child.stdout.take().map(listen);
    let err = child.stderr.take().map(listen);
    let ended = wait(&mut child, limit);
    if ended.is_none() {
        kill_group(child.id());
        let _ = child.kill();
        let _ = child.wait();
    }
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    let hear = |thread: Option<std::thread::JoinHandle<String>>| thread.and_then(|t| t.join().ok()).unwrap_or_default();
    match ended {
        Some(success) => Ok(Done { success, stdout: hear(out), stderr: hear(err) }),
        None => Err(EngineError::Timeout(limit)),
    }
}

/// Waits until the child ends; `None` at the limit.
fn wait(child: &mut Child, limit: Duration) -> Option<bool> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if start.elapsed() >= limit => return None,
            Ok(None) => std::thread::sleep(pause),
            Err(_) => return None,
        }
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

/// Reads a stream to its end on a thread of its own, so that a full pipe stops nobody; keeps 64 kB.
fn listen(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut chunk = [0u8; 8192];
        while let Ok(n) = stream.read(&mut chunk) {
            if n == 0 {
                break;
            }
            let room = 65_536usize.saturating_sub(kept.len()).min(n);
            kept.extend_from_slice(&chunk[..room]);
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}

/// Ends the `typst` program that runs now, if any, and what it started.
pub fn kill_running() {
    if let Some(id) = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take() {
        kill_group(id);
    }
}

/// Kills a process group.
pub fn kill_group(id: u32) {
    #[cfg(unix)]
    if let Some(pid) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = id;
}

/// A version as numbers, for comparing.
fn number(version: &str) -> Vec<u32> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(number("0.9.0") < number(NEEDED));
        assert!(number("0.15.1") >= number(NEEDED));
        assert!(number("1.0") > number(NEEDED));
    }
}
