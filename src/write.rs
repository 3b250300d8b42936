//! The only stage that writes outputs. A case's outputs are written to a folder of their own and
//! swapped in whole; what else stands in the target folder is carried over. Nothing is removed
//! that appealc did not write.
#![allow(clippy::disallowed_methods, reason = "this stage writes the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::read::built::is_ours;

/// Outputs of several machines in one folder.
pub mod joined;

/// Where folders are written before they are swapped in, inside the output folder.
const STAGING: &str = ".appealc-new";

/// A file to write: path below the case's output folder, and content.
pub struct Output<'a> {
    /// Path with `/`.
    pub path: String,
    /// Content, in pieces that follow each other.
    pub pieces: Vec<&'a [u8]>,
}

impl Output<'_> {
    /// How many bytes.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }
}

/// Writes a case's outputs below `out`, all or none.
///
/// # Errors
/// What the system says; the previous outputs are then untouched.
pub fn write(out: &Path, case: &str, files: &[Output<'_>]) -> io::Result<()> {
    let target = folder(out, case);
    let name = &crate::read::sha256(case.as_bytes())[..16];
    let staging = out.join(STAGING).join(name);
    recover(&staging, &target)?;
    make(&staging)?;
    let done = files.iter().try_for_each(|file| {
        let path = staging.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut written = fs::File::create(path)?;
        file.pieces.iter().try_for_each(|piece| io::Write::write_all(&mut written, piece))
    });
    if let Err(error) = done.and_then(|()| swap(out, &staging, &target)) {
        let _ = recover(&staging, &target);
        return Err(error);
    }
    // What is left is the previous build.
    remove_ours(&staging)?;
    let _ = fs::remove_dir(out.join(STAGING));
    Ok(())
}

/// Makes a staging folder; another case may remove the empty one around it at that moment.
fn make(staging: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        match fs::create_dir_all(staging) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && tries < 100 => tries += 1,
            done => return done,
        }
    }
}

/// The output folder of a case.
pub fn folder(out: &Path, case: &str) -> PathBuf {
    if case.is_empty() { out.to_path_buf() } else { out.join(case) }
}

/// Puts the new folder in the place of the old, which then stands at `staging`.
fn swap(out: &Path, staging: &Path, target: &Path) -> io::Result<()> {
    // One swap at a time: a case's folder may hold another case's folder.
    let lock = lock_file(out)?;
    lock.lock()?;
    if target == out {
        // A case at the root shares its folder with all others: file by file.
        return replace_entries(staging, target);
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    if !target.exists() {
        return fs::rename(staging, target);
    }
    for entry in fs::read_dir(target)? {
        let name = entry?.file_name();
        if !is_ours(&name.to_string_lossy()) {
            fs::rename(target.join(&name), staging.join(&name))?;
        }
    }
    exchange(staging, target)
}

/// What one swap at a time holds: the output folder itself, so that no lock file is left in it.
#[cfg(unix)]
fn lock_file(out: &Path) -> io::Result<fs::File> {
    fs::File::open(out)
}

/// What one swap at a time holds; a folder cannot be locked here.
#[cfg(not(unix))]
fn lock_file(out: &Path) -> io::Result<fs::File> {
    fs::File::create(out.join(STAGING).join("lock"))
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Some file systems cannot.
        Err(_) => two_renames(a, b),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    two_renames(a, b)
}

fn two_renames(staging: &Path, target: &Path) -> io::Result<()> {
    let old = staging.with_extension("old");
    fs::rename(target, &old)?;
    if let Err(error) = fs::rename(staging, target) {
        fs::rename(&old, target)?;
        return Err(error);
    }
    fs::rename(&old, staging)
}

fn replace_entries(staging: &Path, target: &Path) -> io::Result<()> {
    // What the last build wrote and this one does not, such as the volumes of a larger bundle.
    for entry in fs::read_dir(target)? {
        let name = entry?.file_name();
        let old = target.join(&name);
        if is_ours(&name.to_string_lossy()) && old.is_file() && !staging.join(&name).exists() {
            fs::remove_file(old)?;
        }
    }
    for entry in fs::read_dir(staging)? {
        let name = entry?.file_name();
        let (new, place) = (staging.join(&name), target.join(&name));
        if place.is_dir() {
            fs::remove_dir_all(&place)?;
        }
        fs::rename(new, place)?;
    }
    Ok(())
}

/// Undoes what an interrupted build left: the old folder goes back, and so does what was carried.
fn recover(staging: &Path, target: &Path) -> io::Result<()> {
    let old = staging.with_extension("old");
    if old.exists() && !target.exists() {
        fs::rename(&old, target)?;
    }
    if !staging.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(staging)? {
        let name = entry?.file_name();
        let home = target.join(&name);
        if !is_ours(&name.to_string_lossy()) && !home.exists() {
            fs::create_dir_all(target)?;
            fs::rename(staging.join(&name), home)?;
        }
    }
    remove_ours(staging)
}

/// Removes a folder of ours; something foreign in it stays, and the folder with it.
fn remove_ours(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_ours(&entry.file_name().to_string_lossy()) {
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
    }
    let _ = fs::remove_dir(folder);
    Ok(())
}

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

/// Keeps a file for later runs: whole or not at all, in the place of one of the same name.
///
/// # Errors
/// What the system says.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    if !folder.is_absolute() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}

/// Removes what was kept until no more than `most` bytes are left, what was used longest ago first.
/// Files of one picture have names that are equal up to the last `-`, and go together.
///
/// # Errors
/// What the system says.
pub fn prune(folder: &Path, most: u64) -> io::Result<()> {
    let mut groups: BTreeMap<String, (Option<SystemTime>, u64, Vec<PathBuf>)> = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut total = 0;
    for entry in entries {
        let entry = entry?;
        let Ok(meta) = entry.metadata() else { continue };
        if !meta.is_file() {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let group = name.rsplit_once('-').map_or(name.as_str(), |(group, _)| group);
        let (used, bytes, files) = groups.entry(group.to_owned()).or_default();
        *used = (*used).max(meta.modified().ok());
        *bytes += meta.len();
        total += meta.len();
        files.push(entry.path());
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(a, (old, ..)), (b, (young, ..))| old.cmp(young).then(a.cmp(b)));
    for (_, (_, bytes, mut files)) in groups {
        if total <= most {
            break;
        }
        // What says which files there are goes first.
        files.sort_by_key(|path| path.extension().is_none());
        files.iter().try_for_each(fs::remove_file)?;
        total -= bytes;
    }
    Ok(())
}

/// Makes a folder.
///
/// # Errors
/// What the system says.
pub fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// A scratch folder of this run inside `folder`; it goes when the value goes.
///
/// # Errors
/// What the system says.
pub fn scratch(folder: &Path) -> io::Result<tempfile::TempDir> {
    fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix("scratch-").tempdir_in(folder)
}

/// The lock that one build holds in `folder`. It goes when the program ends.
///
/// # Errors
/// What the system says; another build that holds the lock is waited for.
pub fn lock(folder: &Path) -> io::Result<fs::File> {
    fs::create_dir_all(folder)?;
    let file = fs::File::create(folder.join("lock"))?;
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_swapped_and_foreign_files_stay() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let out = dir.path();
        let file = |path: &str, bytes: &'static [u8]| Output { path: path.to_owned(), pieces: vec![bytes] };
        write(out, "cases/a", &[file("letter.txt", b"1"), file("exhibits/x", b"1")])?;
        fs::write(out.join("cases/a/notes.txt"), "mine")?;
        write(out, "cases/a/b", &[file("letter.txt", b"b")])?;
        write(out, "cases/a", &[file("letter.txt", b"2")])?;
        assert_eq!(fs::read(out.join("cases/a/letter.txt"))?, b"2");
        assert_eq!(fs::read(out.join("cases/a/notes.txt"))?, b"mine");
        assert_eq!(fs::read(out.join("cases/a/b/letter.txt"))?, b"b");
        assert!(!out.join("cases/a/exhibits").exists());
        Ok(())
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let folder = dir.path();
        let names = || -> io::Result<Vec<String>> {
            let names = fs::read_dir(folder)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
            let mut names: Vec<String> = names.collect();
            names.sort();
            Ok(names)
        };
        for (at, picture) in ["a", "b", "c"].iter().enumerate() {
            for part in ["0", "1", "sizes.json"] {
                let name = format!("{picture}-photo-{part}");
                keep(folder, &name, &[0; 100])?;
                let day = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(86_400 * (at as u64 + 1));
                fs::File::options().write(true).open(folder.join(&name))?.set_modified(day)?;
            }
        }
        prune(folder, 900)?;
        assert_eq!(names()?.len(), 9);
        // Used again, the first is the youngest.
        keep(folder, "a-photo-sizes.json", &[0; 100])?;
        prune(folder, 899)?;
        assert!(!names()?.iter().any(|name| name.starts_with('b')) && names()?.len() == 6, "{:?}", names()?);
        prune(folder, 300)?;
        assert_eq!(names()?, ["a-photo-0", "a-photo-1", "a-photo-sizes.json"]);
        prune(folder, 0)?;
        assert!(names()?.is_empty());
        prune(&folder.join("none"), 0)
    }

    #[test]
    fn volumes_of_a_larger_bundle_go() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let out = dir.path();
        let file = |path: &str| Output { path: path.to_owned(), pieces: vec![b"1"] };
        for case in ["", "cases/a"] {
            write(out, case, &[file("bundle-1-of-2.pdf"), file("bundle-2-of-2.pdf")])?;
            fs::write(folder(out, case).join("bundles.txt"), "mine")?;
            write(out, case, &[file("bundle.pdf")])?;
            let folder = folder(out, case);
            assert!(folder.join("bundle.pdf").exists() && folder.join("bundles.txt").exists(), "{case}");
            assert!(!folder.join("bundle-1-of-2.pdf").exists(), "{case}");
        }
        Ok(())
    }
}
