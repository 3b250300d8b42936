//! The content of a file.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::{sha256, whole};

/// The content of a file: shared, and hashed when its hash is first asked for. What was put away is read again
/// when it is next needed.
#[derive(Debug, Clone, Default)]
pub struct Bytes(Arc<Held>);

#[derive(Debug, Default)]
struct Held {
    bytes: OnceLock<Vec<u8>>,
    sha256: OnceLock<String>,
    away: Option<Away>,
}

/// What was put away.
#[derive(Debug)]
struct Away {
    path: PathBuf,
    length: usize,
    lost: OnceLock<Lost>,
}

impl Away {
    /// Reads it again: nothing rather than something else.
    fn read(&self, sha256: Option<&String>) -> Vec<u8> {
        let lost = match whole(&self.path, self.length as u64) {
            Ok(bytes) if sha256.is_some_and(|known| *known == super::sha256(&bytes)) => return bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Lost::Gone,
            _ => Lost::Changed,
        };
        let _ = self.lost.set(lost);
        Vec::new()
    }
}

impl Bytes {
    /// Of these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Held { bytes: OnceLock::from(bytes), ..Held::default() }))
    }

    /// SHA-256 of the content, 64 hexadecimal digits.
    pub fn sha256(&self) -> &str {
        self.0.sha256.get_or_init(|| sha256(self))
    }

    /// The same content, out of memory: `path` is the file that holds it.
    #[must_use]
    pub fn put_away(&self, path: PathBuf) -> Self {
        let sha256 = OnceLock::from(self.sha256().to_owned());
        let away = Away { path, length: self.len(), lost: OnceLock::new() };
        Self(Arc::new(Held { bytes: OnceLock::new(), sha256, away: Some(away) }))
    }

    /// Whether it was put away and the file did not hold it any more; and if so, whether there was none.
    pub fn lost(&self) -> Option<Lost> {
        self.0.away.as_ref()?.lost.get().copied()
    }
}

/// Why content that was put away could not be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Its file is not there any more.
    Gone,
    /// Its file holds something else, or cannot be read.
    Changed,
}

impl Deref for Bytes {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        let read = || self.0.away.as_ref().map(|away| away.read(self.0.sha256.get())).unwrap_or_default();
        self.0.bytes.get_or_init(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_away_is_read_again_or_lost() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "evidence").expect("a file");
        let here = Bytes::new(b"evidence".to_vec());
        let away = here.put_away(file.path().to_owned());
        assert!(away.0.bytes.get().is_none() && away.sha256() == here.sha256() && away.lost().is_none());
        assert_eq!(**away, **here);
        assert_eq!(away.lost(), None);
        let changed = here.put_away(file.path().to_owned());
        std::fs::write(file.path(), "evidents").expect("a file");
        let gone = here.put_away("/nowhere".into());
        assert!(changed.is_empty() && gone.is_empty());
        assert_eq!((changed.lost(), gone.lost(), here.lost()), (Some(Lost::Changed), Some(Lost::Gone), None));
    }
}
