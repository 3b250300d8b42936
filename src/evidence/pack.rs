//! Office documents are ZIP archives: what is in them is unpacked here, within bounds.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use crate::evidence::{Limits, Problem, Refusal, Word};

/// Bytes of one part from which its ratio is looked at.
const SMALL: u64 = 8 << 20;
/// How many times larger a part may be than what is stored of it. Tables of repeated rows reach 100.
const RATIO: u64 = 400;
/// Parts that a document may have.
const PARTS: usize = 20_000;

/// An open document.
pub struct Pack<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    reader: Word,
    /// MB that all parts may have once unpacked.
    most_mb: u64,
    left: u64,
}

/// Whether bytes begin as a ZIP archive does.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether a ZIP archive holds a part of this name. Where the list of parts is cut off, its name
/// anywhere in the bytes counts: a document that is cut off is to be named as what it is.
pub fn holds(bytes: &[u8], name: &str) -> bool {
    if !is_zip(bytes) {
        return false;
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive.index_for_name(name).is_some(),
        Err(_) => memmem::find(bytes, name.as_bytes()).is_some(),
    }
}

impl<'a> Pack<'a> {
    /// Opens a document.
    ///
    /// # Errors
    ///
    /// It is no archive, cut off, or has too many parts.
    pub fn open(reader: Word, bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let problem = match error {
                zip::result::ZipError::InvalidArchive(_) if memmem::rfind(bytes, b"PK\x05\x06").is_none() => {
                    Problem::Truncated { expected: None, found: bytes.len() as u64 }
                }
                error => Problem::damaged(error.to_string()),
            };
            Refusal::Unreadable { reader, problem }
        })?;
        let most_mb = limits.unpacked_mb;
        let pack = Self { archive, reader, most_mb, left: most_mb.saturating_mul(1 << 20) };
        if pack.archive.len() > PARTS {
            return Err(pack.refuse(Problem::damaged(format!("it has {} parts", pack.archive.len()))));
        }
        Ok(pack)
    }

    /// Unpacks every part that another reader will unpack, so that it meets no more than the bounds.
    ///
    /// # Errors
    ///
    /// A part that is damaged, or more than the bounds.
    pub fn measure(&mut self, wanted: impl Fn(&str) -> bool) -> Result<(), Refusal> {
        for name in self.names() {
            if wanted(&name) {
                self.part(&name, &mut std::io::sink())?;
            }
        }
        self.left = self.most_mb.saturating_mul(1 << 20);
        Ok(())
    }

    /// The names of all parts, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The bytes of a part, if there is one of this name.
    ///
    /// # Errors
    ///
    /// It is damaged, has a password, or is more than the bounds.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let mut bytes = Vec::new();
        Ok(self.part(name, &mut bytes)?.then_some(bytes))
    }

    fn part(&mut self, name: &str, to: &mut impl std::io::Write) -> Result<bool, Refusal> {
        let (reader, most, most_mb) = (self.reader, self.left, self.most_mb);
        let refuse = |problem| Refusal::Unreadable { reader, problem };
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(zip::result::ZipError::FileNotFound) => return Ok(false),
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(refuse(Problem::NeedsPassword));
            }
            Err(error) => return Err(refuse(Problem::damaged(format!("{name}: {error}")))),
        };
        let most = most.min(part.compressed_size().saturating_mul(RATIO).max(SMALL));
        let mut bounded = part.take(most + 1);
        let unpacked = std::io::copy(&mut bounded, to).map_err(|error| {
            if error.kind() == std::io::ErrorKind::OutOfMemory {
                // Not the file's fault. It ends a worker here as it does wherever memory is not asked for with care,
                // and whoever started the worker names the limit.
                std::process::abort();
            }
            refuse(Problem::damaged(format!("{name}: {error}")))
        })?;
        if unpacked > most {
            return Err(refuse(Problem::Unpacked { limit: most_mb }));
        }
        self.left -= unpacked;
        Ok(true)
    }

    /// A refusal by the reader of this document.
    pub fn refuse(&self, problem: Problem) -> Refusal {
        Refusal::Unreadable { reader: self.reader, problem }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write;

    /// An archive with these parts.
    pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
            writer.write_all(bytes).expect("bytes");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn parts_are_found() {
        let bytes = zipped(&[("a/b.xml", b"<x/>")]);
        assert!(holds(&bytes, "a/b.xml") && !holds(&bytes, "b.xml"));
        assert!(holds(&bytes[..40], "a/b.xml"));
        let mut pack = Pack::open("xlsx", &bytes, &Limits::default()).expect("a pack");
        assert_eq!(pack.read("a/b.xml"), Ok(Some(b"<x/>".to_vec())));
        assert_eq!(pack.read("none"), Ok(None));
    }

    #[test]
    fn bombs_are_refused() {
        let bytes = zipped(&[("a.xml", &vec![b' '; 30 << 20])]);
        assert!(bytes.len() < 100_000);
        let mut pack = Pack::open("xlsx", &bytes, &Limits::default()).expect("a pack");
        let refused = pack.measure(|_| true);
        let problem = Problem::Unpacked { limit: Limits::default().unpacked_mb };
        assert_eq!(refused, Err(Refusal::Unreadable { reader: "xlsx", problem }));
        // Many parts that are each within bounds.
        let many: Vec<(String, Vec<u8>)> = (0..30).map(|n| (format!("{n}.xml"), vec![b' '; 7 << 20])).collect();
        let parts: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let bytes = zipped(&parts);
        let mut pack = Pack::open("xlsx", &bytes, &Limits::default()).expect("a pack");
        assert!(pack.measure(|_| true).is_err());
    }

    #[test]
    fn an_archive_that_is_cut_off() {
        let bytes = zipped(&[("a/b.xml", b"<x/>")]);
        let refused = Pack::open("xlsx", &bytes[..bytes.len() - 30], &Limits::default()).err();
        assert!(matches!(refused, Some(Refusal::Unreadable { problem: Problem::Truncated { .. }, .. })));
    }
}
