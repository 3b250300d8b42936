//! What is kept for later runs, a scratch folder, and the lock that keeps runs apart.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::read::stat::{Moment, Stat};

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

/// A scratch folder of this run inside `folder`; it goes when the value goes.
///
/// # Errors
/// What the system says.
pub fn scratch(folder: &Path) -> io::Result<tempfile::TempDir> {
    fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix("scratch-").tempdir_in(folder)
}

/// The lock that a run holds. It goes when the program ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
    /// When it was taken, by the clock of the file system that it lies on.
    pub moment: Moment,
}

/// The lock that one build holds in `folder`. Another build that holds it is waited for, which `waiting`
/// hears of.
///
/// # Errors
/// What the system says.
pub fn lock(folder: &Path, waiting: &mut dyn FnMut()) -> io::Result<Lock> {
    fs::create_dir_all(folder)?;
    let mut file = fs::File::options().write(true).create(true).truncate(false).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            waiting();
            file.lock()?;
        }
        Err(fs::TryLockError::Error(error)) => return Err(error),
    }
    // What is written now bears the time of now, as the file system counts it.
    io::Write::write_all(&mut file, b"\n")?;
    let moment = Stat::of(&file.metadata()?).modified;
    Ok(Lock { _file: file, moment })
}

/// Waits for a build that is under way in `folder`, and writes nothing: for runs that only look.
///
/// # Errors
/// What the system says.
pub fn look(folder: &Path, waiting: &mut dyn FnMut()) -> io::Result<Option<fs::File>> {
    let Ok(file) = fs::File::open(folder.join("lock")) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            waiting();
            file.lock_shared()?;
        }
        Err(fs::TryLockError::Error(error)) => return Err(error),
    }
    Ok(Some(file))
}

/// A file in pieces, each with its own hash behind it, over the hash before as well. A new one takes the place of
/// another once it is whole, and until then does not exist for anybody; one that grows has a piece more once that is
/// whole, and until then something at its end that has no hash.
#[derive(Debug)]
pub struct Sealed {
    file: Target,
    hash: Sha256,
}

#[derive(Debug)]
enum Target {
    New(io::BufWriter<tempfile::NamedTempFile>, PathBuf),
    Grown(io::BufWriter<fs::File>),
}

/// So many bytes are written at once.
const CHUNK: usize = 1 << 16;

impl Sealed {
    /// Begins a new file.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(folder: &Path, name: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        let file = io::BufWriter::with_capacity(CHUNK, file);
        Ok(Self { file: Target::New(file, folder.join(name)), hash: Sha256::new() })
    }

    /// Begins a piece of a file that is this long and ends with this hash.
    ///
    /// # Errors
    /// What the system says; a file that is another by now, or that has another name too.
    pub fn grow(folder: &Path, name: &str, length: u64, seal: &[u8]) -> io::Result<Self> {
        let path = folder.join(name);
        let meta = fs::symlink_metadata(&path)?;
        if !meta.is_file() || meta.len() != length || has_other_names(&meta) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = fs::File::options().append(true).open(path)?;
        let mut hash = Sha256::new();
        hash.update(seal);
        Ok(Self { file: Target::Grown(io::BufWriter::with_capacity(CHUNK, file)), hash })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Target::New(file, _) => io::Write::write_all(file, bytes),
            Target::Grown(file) => io::Write::write_all(file, bytes),
        }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.write(bytes)
    }

    /// Ends a piece; another one may follow.
    ///
    /// # Errors
    /// What the system says.
    pub fn seal(&mut self) -> io::Result<()> {
        let seal = std::mem::take(&mut self.hash).finalize();
        self.hash.update(seal);
        self.write(&seal)?;
        match &mut self.file {
            Target::New(..) => Ok(()),
            Target::Grown(file) => io::Write::flush(file),
        }
    }

    /// Puts a new file in its place; the last piece was ended.
    ///
    /// # Errors
    /// What the system says; what stood there before is then untouched.
    pub fn finish(self) -> io::Result<()> {
        match self.file {
            Target::New(file, path) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(path).map(drop).map_err(|error| error.error)
            }
            Target::Grown(mut file) => io::Write::flush(&mut file),
        }
    }
}

/// Whether a file has another name, so that it would grow elsewhere too.
#[cfg(unix)]
fn has_other_names(meta: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(meta) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_second_build_waits() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        assert!(look(dir.path(), &mut || {})?.is_none());
        let first = lock(dir.path(), &mut || unreachable!("nobody holds it"))?;
        let waited = std::thread::scope(|scope| {
            let (told, hears) = std::sync::mpsc::channel();
            let folder = dir.path();
            let second = scope.spawn(move || {
                let mut count = 0;
                let lock = lock(folder, &mut || {
                    count += 1;
                    let _ = told.send(());
                });
                lock.map(|lock| (count, lock.moment))
            });
            let _ = hears.recv();
            let before = first.moment;
            drop(first);
            let (count, after) = second.join().map_err(|_| io::Error::other("it broke down"))??;
            assert!(after >= before);
            Ok::<_, io::Error>(count)
        })?;
        assert_eq!(waited, 1);
        Ok(())
    }

    #[test]
    fn a_sealed_file_is_whole_or_not_there() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let mut file = Sealed::new(dir.path(), "state")?;
        file.add(b"one")?;
        drop(file);
        assert_eq!(fs::read_dir(dir.path())?.count(), 0);
        let mut file = Sealed::new(dir.path(), "state")?;
        file.add(b"one")?;
        file.add(b"two")?;
        file.seal()?;
        file.finish()?;
        let path = dir.path().join("state");
        let bytes = fs::read(&path)?;
        let (text, hash) = bytes.split_at(bytes.len() - 32);
        assert_eq!((text, hash), (&b"onetwo"[..], &Sha256::digest(b"onetwo")[..]));
        // It grows by pieces, each sealed together with the seal before.
        let mut file = Sealed::grow(dir.path(), "state", bytes.len() as u64, hash)?;
        for piece in [&b"three"[..], b"four"] {
            let before = fs::read(&path)?;
            file.add(piece)?;
            file.seal()?;
            let seal = Sha256::digest([&before[before.len() - 32..], piece].concat());
            assert_eq!(fs::read(&path)?, [&before[..], piece, &seal[..]].concat());
        }
        file.finish()?;
        // But not one that is another by now.
        assert!(Sealed::grow(dir.path(), "state", bytes.len() as u64, hash).is_err());
        Ok(())
    }
}
