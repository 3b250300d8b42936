//! The only stage that reads the disk. It finds workspaces and cases, reads texts, evidence,
//! templates and fonts, and refuses whatever leads outside the workspace.
#![allow(clippy::disallowed_methods, reason = "this stage reads the disk")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::options::Options;
use crate::source::SourceFile;

/// Outputs of an earlier build.
pub mod built;

/// The commit that a workspace stands at.
pub mod commit;

/// What git keeps of the workspace over time.
pub mod commits;

/// What git knows of the workspace.
pub mod git;

/// What earlier runs kept.
pub mod kept;

/// Paths as sellers write them, and what they lead to.
pub mod path;

/// Font files on this machine.
pub mod fonts;

/// The manifests of partitioned builds.
pub mod parts;

/// How large evidence is.
pub mod size;

/// What the system says of files.
pub mod stat;

/// Files of a workspace, and which of them changed.
pub mod tree;

/// Hears of changes.
pub mod watch;

mod bytes;
/// Folders and what lies in them.
mod walk;

pub use bytes::{Bytes, Lost};

pub use path::{Folders, PathProblem, plainly, resolve};

/// The name of a case file.
pub const CASE_FILE: &str = "case.toml";
/// The name of a settings file.
pub const CONFIG_FILE: &str = "appealc.toml";

/// Why a workspace could not be read.
#[derive(Debug)]
pub enum WorkspaceError {
    /// A PATH does not exist.
    NoPath(PathBuf),
    /// PATHs lie in different workspaces.
    RootsDiffer(PathBuf, PathBuf),
    /// No case was found.
    NoCases(PathBuf),
    /// The system said no.
    Io(PathBuf, io::Error),
}

/// A workspace and the cases that were asked for.
#[derive(Debug)]
pub struct Workspace {
    /// The root, canonical.
    pub root: PathBuf,
    /// The cases' directories from the root, with `/`, sorted; `""` is the root itself.
    pub cases: Vec<String>,
    /// What was asked for: folders from the root.
    pub asked: Vec<String>,
    /// Every folder that was looked into, none of them a link, and whether settings lie in it.
    pub walked: BTreeMap<String, bool>,
}

/// Finds the workspace of `paths` and every case below them.
///
/// # Errors
/// A path that does not exist, paths of different workspaces, no case at all.
pub fn workspace(paths: &[PathBuf]) -> Result<Workspace, WorkspaceError> {
    let mut root: Option<PathBuf> = None;
    let (mut cases, mut asked, mut walked) = (Vec::new(), Vec::new(), BTreeMap::new());
    for path in paths {
        let full = fs::canonicalize(path).map_err(|_| WorkspaceError::NoPath(path.clone()))?;
        let found = root_of(&full);
        match &root {
            Some(first) if *first != found => return Err(WorkspaceError::RootsDiffer(first.clone(), found)),
            _ => root = Some(found.clone()),
        }
        let from = if full.is_file() { full.parent().map_or(full.clone(), Path::to_path_buf) } else { full.clone() };
        asked.push(relative(&found, &from));
        let deep = full.is_dir();
        let below = |folder: &Path| relative(root.as_deref().unwrap_or(&from), folder);
        for (folder, found) in walk::folders(&from, deep) {
            let folder = below(&folder);
            if found.has_case {
                cases.push(folder.clone());
            }
            walked.insert(folder, found.has_config);
        }
    }
    let root = root.ok_or_else(|| WorkspaceError::NoPath(PathBuf::from("cases")))?;
    cases.sort();
    cases.dedup();
    if cases.is_empty() {
        return Err(WorkspaceError::NoCases(paths.first().cloned().unwrap_or_default()));
    }
    Ok(Workspace { root, cases, asked, walked })
}

/// The root of a path: its outermost ancestor that holds `appealc.toml`, not looking above a
/// folder with `.git`; else the nearest that holds `.git`; else the current directory.
fn root_of(full: &Path) -> PathBuf {
    let start = if full.is_file() { full.parent().unwrap_or(full) } else { full };
    let mut outermost = None;
    let mut git = None;
    for dir in start.ancestors() {
        if dir.join(CONFIG_FILE).is_file() {
            outermost = Some(dir);
        }
        if dir.join(".git").exists() {
            git = Some(dir);
            break;
        }
    }
    if let Some(dir) = outermost.or(git) {
        return dir.to_path_buf();
    }
    match std::env::current_dir().and_then(fs::canonicalize) {
        Ok(current) if start.starts_with(&current) => current,
        _ => start.to_path_buf(),
    }
}

/// A workspace as it is seen from a folder in it.
#[derive(Debug)]
pub struct Above {
    /// The root, canonical.
    pub root: PathBuf,
    /// The way to the root from the folder: `../` as often as it is deep.
    pub up: String,
}

impl Above {
    /// Whether a file at the root holds this text.
    pub fn root_has(&self, name: &str, text: &str) -> bool {
        fs::read(self.root.join(name)).is_ok_and(|bytes| bytes == text.as_bytes())
    }
}

/// The workspace of a folder.
///
/// # Errors
/// There is no such folder, or what the system says.
pub fn root_above(folder: &Path) -> io::Result<Above> {
    let full = fs::canonicalize(folder)?;
    let root = root_of(&full);
    let up = "../".repeat(full.strip_prefix(&root).map_or(0, |rest| rest.components().count()));
    Ok(Above { root, up })
}

/// Whether a folder lies in a git repository.
pub fn in_git(folder: &Path) -> bool {
    fs::canonicalize(folder).is_ok_and(|full| full.ancestors().any(|dir| dir.join(".git").exists()))
}

/// `path` from `root`, with `/`.
pub fn relative(root: &Path, path: &Path) -> String {
    let rest = path.strip_prefix(root).unwrap_or(path);
    rest.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A text file of the workspace, named by its path from the root. Bytes that are no UTF-8 become
/// U+FFFD, which parsing then reports.
///
/// # Errors
/// What the system says.
pub fn text(root: &Path, path: &str) -> io::Result<SourceFile> {
    let full = root.join(path);
    let meta = fs::metadata(&full)?;
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    if meta.len() > (crate::source::MAX_TEXT as u64) * 2 {
        // Long enough that parsing refuses it by size.
        return Ok(SourceFile::new(path, " ".repeat(crate::source::MAX_TEXT + 1)));
    }
    let bytes = whole(&full, meta.len())?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    // Nearly all are sound, which is seen sooner than made so.
    let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    Ok(SourceFile::new(path, text))
}

/// A text file as this run sees it: as a fix would leave it, else as it is on the disk.
///
/// # Errors
/// What the system says.
pub fn current(options: &Options, path: &str) -> io::Result<SourceFile> {
    match options.mended.get(path) {
        Some(text) => Ok(SourceFile::new(path, text.as_str())),
        None => text(&options.root, path),
    }
}

/// A text file that the user names on the command line, wherever it is.
///
/// # Errors
/// What the system says.
pub fn named(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

/// The settings files that count for a folder, from the root down. `known` holds those of folders that
/// were looked into.
pub fn configs(root: &Path, folder: &str, known: &mut BTreeMap<String, Vec<String>>) -> Vec<String> {
    if let Some(found) = known.get(folder) {
        return found.clone();
    }
    let mut found = match folder.rsplit_once('/') {
        Some((above, _)) => configs(root, above, known),
        None if folder.is_empty() => Vec::new(),
        None => configs(root, "", known),
    };
    let path = join(folder, CONFIG_FILE);
    if root.join(&path).is_file() {
        found.push(path);
    }
    known.insert(folder.to_owned(), found.clone());
    found
}

/// Joins two parts of a path from the root.
pub fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// A file of which the size is known: no question is asked of the system twice.
fn whole(path: &Path, size: u64) -> io::Result<Vec<u8>> {
    let size = usize::try_from(size).unwrap_or(0);
    // Some file systems do not tell sizes.
    if size == 0 {
        return fs::read(path);
    }
    let mut file = fs::File::open(path)?;
    let mut bytes = vec![0; size];
    let mut filled = 0;
    while filled < size {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// An evidence file.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Path from the root, with `/`, links followed.
    pub path: String,
    /// The file's own name.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// Reads an evidence file of `most` MB at most; `base` is the directory (from the root) that its path
/// is relative to.
///
/// # Errors
/// See [`PathProblem`].
pub fn evidence(root: &Path, base: &str, path: &str, most: u64, known: &mut Folders) -> Result<Loaded, PathProblem> {
    let (full, size) = path::find(root, base, path, known)?;
    if size > most.saturating_mul(1 << 20) {
        let says = format!("more than {most} MB, the limit `evidence_mb` in appealc.toml");
        return Err(PathProblem::Io(says));
    }
    let bytes = whole(&full, size).map_err(|error| PathProblem::Io(error.to_string()))?;
    Ok(Loaded {
        path: relative(root, &full),
        name: full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        bytes: Bytes::new(bytes),
    })
}

/// A report of Amazon, opened; `base` is the directory (from the root) that its path is relative to.
/// Gives its path from the root, links followed.
///
/// # Errors
/// See [`PathProblem`].
pub fn report(root: &Path, base: &str, path: &str) -> Result<(String, fs::File), PathProblem> {
    let full = resolve(root, base, path)?;
    let file = fs::File::open(&full).map_err(|error| PathProblem::Io(error.to_string()))?;
    Ok((relative(root, &full), file))
}

/// The path from the root of a file that the user names, if it lies inside.
pub fn inside(root: &Path, path: &Path) -> Option<String> {
    let full = fs::canonicalize(path).ok()?;
    full.starts_with(root).then(|| relative(root, &full))
}

/// A report of Amazon that the user names on the command line, wherever it is.
///
/// # Errors
/// What the system says.
pub fn named_report(path: &Path) -> io::Result<fs::File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    fs::File::open(path)
}

/// A file of at most `most` bytes that the user names on the command line, wherever it is.
///
/// # Errors
/// What the system says, or that it is larger.
pub fn named_bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    if meta.len() > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    whole(path, meta.len())
}

/// A small file of the workspace with at most `most` bytes.
///
/// # Errors
/// What the system says, or that it is larger.
pub fn bounded(root: &Path, path: &str, most: u64) -> io::Result<Vec<u8>> {
    let full = root.join(path);
    if fs::metadata(&full)?.len() > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    fs::read(full)
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    sha256_of([bytes])
}

/// SHA-256 of pieces that follow each other, in hexadecimal.
pub fn sha256_of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    pieces.into_iter().for_each(|piece| hash.update(piece));
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    hash.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The workspace's own templates: name (`onpe/packaging/letter.appeal.en.tera`) and text.
pub fn templates(root: &Path) -> Vec<(String, String)> {
    let folder = root.join("templates");
    let mut found = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().flatten() {
        let wanted = entry.path().extension().is_some_and(|e| e == "tera" || e == "toml");
        if wanted && entry.file_type().is_file() {
            let text = fs::read_to_string(entry.path());
            found.extend(text.ok().map(|text| (relative(&folder, entry.path()), text)));
        }
    }
    found
}
