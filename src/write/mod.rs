//! The only stage that writes the disk. Files are written whole or not at all, and nothing is removed that
//! appealc did not write.
#![allow(clippy::disallowed_methods, reason = "this stage writes the disk")]

use std::fs;
use std::io;
use std::path::Path;

/// Outputs that nobody wants any more.
pub mod clean;

/// Outputs of several machines in one folder.
pub mod joined;

/// What is kept for later runs, and the lock of a run.
pub mod kept;

/// The outputs of cases: beside their place first, then into it in one step.
pub mod outputs;

pub use kept::{Lock, keep, lock, prune, scratch};
pub use outputs::{Output, Place, Refused, folder};

/// Writes a new file (or several) that must not exist yet: a case that `new` makes.
///
/// # Errors
/// The file exists, or what the system says.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::options().write(true).create_new(true).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}

/// Mends a text file of the workspace in one step, if it still holds `old`; a mark of UTF-8 at its
/// start stays.
///
/// # Errors
/// The file was changed meanwhile or leads out of the workspace, or what the system says.
pub fn mend(root: &Path, path: &str, old: &str, new: &str) -> io::Result<()> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    // A link stays a link: what it leads to is replaced.
    let full = fs::canonicalize(root.join(path))?;
    if !full.starts_with(fs::canonicalize(root)?) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "leads out of the workspace"));
    }
    let bytes = fs::read(&full)?;
    let marked = bytes.starts_with(MARK);
    if &bytes[if marked { MARK.len() } else { 0 }..] != old.as_bytes() {
        return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another program has changed it"));
    }
    let permissions = fs::metadata(&full)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = full.parent().unwrap_or(root);
    let mut file = tempfile::Builder::new().prefix(".appealc-fix-").tempfile_in(folder)?;
    if marked {
        io::Write::write_all(&mut file, MARK)?;
    }
    io::Write::write_all(&mut file, new.as_bytes())?;
    file.as_file().sync_all()?;
    fs::set_permissions(file.path(), permissions)?;
    file.persist(&full).map(drop).map_err(|error| error.error)
}

/// Writes a file that may exist: beside it first, then over it in one step.
///
/// # Errors
/// What the system says; the old file is then untouched.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = readable().tempfile_in(folder)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Makes temporary files that become the user's own: with the rights that other new files have.
#[cfg(unix)]
fn readable() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-").permissions(fs::Permissions::from_mode(0o666));
    builder
}

/// Makes temporary files that become the user's own.
#[cfg(not(unix))]
fn readable() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    builder
}

/// Writes a new file, whole or not at all; one that exists is replaced only if that was asked for.
///
/// # Errors
/// The file exists, or what the system says.
pub fn file(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = readable().tempfile_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    let done = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    done.map(drop).map_err(|error| error.error)
}

/// Writes `path` (from the root) as `made` wants it, given what stands there; nothing where that is the
/// same. One process at a time, so that cases which share a report do not undo each other.
///
/// # Errors
/// It leads out of the workspace, or what the system says.
pub fn beside(root: &Path, path: &str, made: &dyn Fn(Option<&[u8]>) -> Vec<u8>) -> io::Result<()> {
    let full = root.join(path);
    let folder = full.parent().unwrap_or(root);
    if !fs::canonicalize(folder)?.starts_with(fs::canonicalize(root)?) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "leads out of the workspace"));
    }
    let _lock = shared_folder(folder)?;
    let before = fs::read(&full).ok();
    let bytes = made(before.as_deref());
    if before.as_deref() == Some(bytes.as_slice()) {
        return Ok(());
    }
    let mut file = tempfile::Builder::new().prefix(".appealc-tally-").tempfile_in(folder)?;
    io::Write::write_all(&mut file, &bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As other files that are committed; a temporary file is its owner's alone.
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644))?;
    }
    file.persist(&full).map(drop).map_err(|error| error.error)
}

/// Writes `path` (from the root) and makes the folders that it needs; none of them may lead out of the workspace.
///
/// # Errors
/// It leads out of the workspace, or what the system says.
pub fn inside(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let root = fs::canonicalize(root)?;
    let mut at = root.clone();
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        at.push(part);
        match fs::create_dir(&at) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !fs::canonicalize(&at)?.starts_with(&root) {
                    return Err(io::Error::new(io::ErrorKind::PermissionDenied, "leads out of the workspace"));
                }
            }
            done => done?,
        }
    }
    beside(&root, path, &|_| bytes.to_vec())
}

/// Holds a folder for one process; where a folder cannot be locked, nothing.
#[cfg(unix)]
fn shared_folder(folder: &Path) -> io::Result<Option<fs::File>> {
    let file = fs::File::open(folder)?;
    file.lock()?;
    Ok(Some(file))
}

/// Holds a folder for one process; where a folder cannot be locked, nothing.
#[cfg(not(unix))]
fn shared_folder(_: &Path) -> io::Result<Option<fs::File>> {
    Ok(None)
}

/// Makes a folder.
///
/// # Errors
/// What the system says.
pub fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}
