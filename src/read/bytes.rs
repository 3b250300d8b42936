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
    /// Where it lies and how long it is, if it was put away.
    away: Option<(PathBuf, usize)>,
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
        Self(Arc::new(Held { bytes: OnceLock::new(), sha256, away: Some((path, self.len())) }))
    }

    /// Whether it was put away and the file did not hold it any more.
    pub fn is_lost(&self) -> bool {
        let length = self.0.bytes.get().map(Vec::len);
        self.0.away.as_ref().is_some_and(|(_, known)| length.is_some_and(|length| length != *known))
    }
}

impl Deref for Bytes {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        self.0.bytes.get_or_init(|| {
            let Some((path, length)) = &self.0.away else { return Vec::new() };
            let bytes = whole(path, *length as u64).unwrap_or_default();
            // Nothing rather than something else.
            let same = self.0.sha256.get().is_some_and(|known| *known == sha256(&bytes));
            if same { bytes } else { Vec::new() }
        })
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
        assert!(away.0.bytes.get().is_none() && away.sha256() == here.sha256() && !away.is_lost());
        assert_eq!(**away, **here);
        assert!(!away.is_lost());
        let changed = here.put_away(file.path().to_owned());
        std::fs::write(file.path(), "evidents").expect("a file");
        assert!(changed.is_empty() && changed.is_lost());
        assert!(here.put_away("/nowhere".into()).is_empty());
    }
}
