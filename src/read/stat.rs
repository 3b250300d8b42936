//! What the system says of a file without reading it, and the hash of one that must be read after all.
//!
//! A file whose size, times and inode are as they were holds what it held, unless it was written again
//! so soon that its times could not change: clocks of file systems tick every few milliseconds, some every
//! second or two. So every remembered `Stat` goes with a moment of the same clock, and only what was last
//! touched before that moment is believed; see `Stat::is_before`.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A moment of a file system's clock: nanoseconds since 1970.
pub type Moment = i64;

/// What the system says of a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// When its content was last written.
    pub modified: Moment,
    /// When its content, name or rights were last changed: nobody can set this one back.
    pub changed: Moment,
    /// Its number in the file system.
    pub inode: u64,
}

impl Stat {
    /// What the system says of it.
    pub fn of(meta: &fs::Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let moment = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
            Self {
                size: meta.len(),
                modified: moment(meta.mtime(), meta.mtime_nsec()),
                changed: moment(meta.ctime(), meta.ctime_nsec()),
                inode: meta.ino(),
            }
        }
        #[cfg(not(unix))]
        {
            let since = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            let modified = since.and_then(|time| Moment::try_from(time.as_nanos()).ok()).unwrap_or(Moment::MAX);
            Self { size: meta.len(), modified, changed: modified, inode: 0 }
        }
    }

    /// Whether the file was last touched before a moment of its own clock: then what was read of it at
    /// that moment or later is what it holds as long as this stat stays the same.
    pub fn is_before(&self, moment: Moment) -> bool {
        self.modified.max(self.changed) < moment
    }
}

/// What the system says of a regular file; none where there is none, or a link, or something else.
pub fn stat(path: &Path) -> Option<Stat> {
    let meta = fs::symlink_metadata(path).ok()?;
    meta.is_file().then(|| Stat::of(&meta))
}

/// Whether there is a folder that is no link.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// Whether there is surely nothing.
pub fn is_absent(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// When something in a folder was last made, removed or renamed.
pub fn moment_of(folder: &Path) -> Moment {
    fs::metadata(folder).map_or(Moment::MIN, |meta| Stat::of(&meta).modified)
}

/// A SHA-256: hexadecimal where people read it, 32 bytes where they do not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Of these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |at: usize| char::from(*text.as_bytes().get(at)?).to_digit(16);
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::try_from(digit(2 * at)? * 16 + digit(2 * at + 1)?).ok()?;
        }
        (text.len() == 64).then_some(Self(hash))
    }

    /// Of the content of a file, which is read piece by piece into `room`.
    ///
    /// # Errors
    /// What the system says.
    pub fn of_file(path: &Path, room: &mut Vec<u8>) -> io::Result<Self> {
        room.resize(1 << 18, 0);
        let mut file = fs::File::open(path)?;
        let mut hash = Sha256::new();
        loop {
            match file.read(room) {
                Ok(0) => return Ok(Self(hash.finalize().into())),
                Ok(more) => hash.update(&room[..more]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.collect_str(self) } else { self.0.serialize(to) }
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            let text = String::deserialize(from)?;
            return Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no SHA-256"));
        }
        <[u8; 32]>::deserialize(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_back() {
        let hash = Hash::new(b"a");
        assert_eq!(hash.to_string(), crate::read::sha256(b"a"));
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        for text in ["", "ab", &hash.to_string()[1..], &format!("{hash}0"), &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(Hash::parse(text), None, "{text}");
        }
        let json = serde_json::to_string(&hash).expect("JSON");
        assert_eq!(serde_json::from_str::<Hash>(&json).ok(), Some(hash));
        let bytes = postcard::to_stdvec(&hash).expect("bytes");
        assert_eq!((bytes.len(), postcard::from_bytes::<Hash>(&bytes).ok()), (32, Some(hash)));
    }

    #[test]
    fn only_plain_files_have_a_stat() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("a");
        fs::write(&file, "x")?;
        let found = stat(&file).ok_or(io::ErrorKind::NotFound)?;
        assert_eq!(found.size, 1);
        assert!(found.is_before(found.modified.max(found.changed) + 1) && !found.is_before(found.changed));
        assert_eq!(Hash::of_file(&file, &mut Vec::new())?, Hash::new(b"x"));
        assert!(stat(dir.path()).is_none() && is_folder(dir.path()) && is_absent(&dir.path().join("b")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&file, dir.path().join("link"))?;
            assert!(stat(&dir.path().join("link")).is_none());
        }
        Ok(())
    }
}
