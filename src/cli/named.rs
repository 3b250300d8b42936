//! Files that the command line names: a worker looks into them.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Console, build, verify};
use crate::diag::Arg;
use crate::driver::named::{Asked, File, Report};
use crate::driver::pool::{self, Death};
use crate::evidence::message::Message;
use crate::locale::Args;
use crate::options::Task;
use crate::read;
use crate::start::Fault;

/// The largest file that is read, in bytes.
const MOST: u64 = 64 << 20;

/// A file, or what comes from standard input (`-`); `paste` is the message that asks a person for it.
pub(super) fn file(path: &Path, paste: &str, console: &Console) -> Result<File, u8> {
    let shown = path.display().to_string();
    let read = if path == Path::new("-") {
        if io::stdin().is_terminal() && !console.quiet {
            console.message(&format!("{}\n", console.locale.word(paste)));
        }
        pasted()
    } else {
        read::named_bytes(path, MOST)
    };
    let bytes = read.map_err(|error| {
        let args = [("path".into(), Arg::from(shown.as_str())), ("detail".into(), Arg::from(error.to_string()))];
        console.refuse("tool-read-failed", &Args::from(args))
    })?;
    let name = path.file_name().filter(|name| *name != "-");
    Ok(File { path: shown, name: name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), bytes })
}

fn pasted() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// What Amazon wrote, read in the workspace of `root`.
pub(super) fn message(root: &Path, file: &File, console: &Console) -> Result<Message, u8> {
    in_worker(Task::Message, root, file, &file.path, console)
}

/// What a report says, read in the workspace around the current folder.
pub(super) fn report(asked: &Asked, console: &Console) -> Result<Report, u8> {
    let root = read::root_above(Path::new(".")).map_or_else(|_| PathBuf::from("."), |above| above.root);
    in_worker(Task::Report, &root, asked, &asked.path.display().to_string(), console)
}

/// Has a worker do a job on the file of this path, or says why it could not.
pub(super) fn in_worker<Q: Serialize + Sync, R: DeserializeOwned + Send + 'static>(
    task: Task,
    root: &Path,
    job: &Q,
    path: &str,
    console: &Console,
) -> Result<R, u8> {
    let options = verify::options(root.to_path_buf(), task, console)?;
    let (program, _) = build::workers(Some(1))?;
    let mut answer = Err(Death::Crashed.fault());
    let lost = |_: &&Q, death: &Death, _| Err(death.fault());
    pool::each(&program, &options, &[job], 1, &lost, &|_| {}, &mut |found: Result<R, Fault>| answer = found);
    answer.map_err(|mut fault| {
        fault.args.insert("path".into(), Arg::from(path));
        console.refuse(&fault.message, &fault.args)
    })
}
