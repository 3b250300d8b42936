//! What the last build knew: for each case, where its outputs stand, so that they can go when it is gone; and
//! what they were made from and what came out, so that the next run can tell by asking the system for sizes and
//! times that nothing has changed.
//!
//! It is one file, `.appealc/state`, written whole and sealed with its own hash. Where little changed, that is added
//! behind it, sealed as well. One that another version wrote, that is damaged or only half there counts as none: cases
//! are then looked at one by one, and what is right is found to be so by its fingerprint. So are those of what was
//! added, if that is not whole. The folder is remembered of every case that has
//! outputs, with or without errors, and before they are put there; the rest only of what has none, and only where
//! all that it depends on can be asked for without opening it: see `Record`.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::duplicates::CaseKey;
use super::{CaseOutcome, CaseResult, Pictures, Status};
use crate::diag::{Diagnostic, Report};
use crate::read;
use crate::read::git::{Mark, Untracked};
use crate::read::stat::{Hash, Moment, Stat};
use crate::write::kept::Sealed;

/// Whether what is remembered still holds.
pub mod compare;

/// What is remembered of a case.
pub mod remember;

/// The name of the file.
pub const FILE: &str = "state";

/// What it begins with; another form of it has another number.
const MAGIC: &[u8] = b"appealc state 3\n";

/// A file and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// What the system said of it.
    pub stat: Stat,
    /// Its content.
    pub hash: Hash,
}

/// Everything that one case of the last build depends on, and its outputs. Paths are from the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// A moment before anything was read: what changed since is not believed.
    pub seen: Moment,
    /// A moment before which nobody could change the outputs.
    pub written: Moment,
    /// What flags say of levels.
    pub levels: Hash,
    /// The date, where it was given.
    pub date: Option<Date>,
    /// The first and the last day on which the same is to be told.
    pub days: (Date, Date),
    /// The type of the case.
    pub kind: String,
    /// The workspace's own templates that the type uses.
    pub templates: Hash,
    /// Where fonts of this machine were looked for, and which there are.
    pub fonts: Option<(Vec<String>, Hash)>,
    /// Case file, settings, what it includes, evidence, reports.
    pub inputs: Vec<Entry>,
    /// Reports of which only what was kept is there.
    pub absent: Vec<String>,
    /// The settings files above the case and its evidence.
    pub configs: Vec<String>,
    /// What was kept of reports.
    pub beside: Vec<Entry>,
    /// The repository as it was; none: it must be asked.
    pub git: Option<Mark>,
    /// Files that git does not keep, and why.
    pub strangers: Vec<(String, Option<Untracked>)>,
    /// The output folder: from the root, or by its whole path where it lies elsewhere.
    pub folder: String,
    /// Whether the folder was named on the command line.
    pub elsewhere: bool,
    /// The outputs, by their paths from the folder.
    pub outputs: Vec<Entry>,
}

/// What is told of a case that is not built again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its diagnostics, as JSON; empty where there are none.
    pub diagnostics: String,
    /// What it is about.
    pub keys: Vec<CaseKey>,
    /// How large letter and bundle are.
    pub sizes: Vec<(String, u64)>,
    /// How many pictures are shown smaller.
    pub reduced: usize,
}

/// What is remembered of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What is told of it; first, so that it can be read alone.
    pub told: Told,
    /// What it depends on.
    pub facts: Facts,
}

impl Record {
    /// What was remembered, if these bytes are a record.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// The paths of the outputs.
    pub fn outputs(&self) -> Vec<String> {
        self.facts.outputs.iter().map(|output| read::join(&self.facts.folder, &output.path)).collect()
    }

    /// As bytes.
    pub fn bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }
}

impl Told {
    /// What is told, if these bytes are a record.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::take_from_bytes(bytes).ok().map(|(told, _)| told)
    }

    /// The result of a case of which nothing has changed, but for the paths of its outputs.
    pub fn result(self, root: &Path, case: &str) -> CaseResult {
        let diagnostics: Vec<Diagnostic> = match self.diagnostics.as_str() {
            "" => Vec::new(),
            text => serde_json::from_str(text).unwrap_or_default(),
        };
        let mut report = Report { sources: Vec::new(), diagnostics };
        let places = report.diagnostics.iter().flat_map(|diagnostic| {
            let finding = &diagnostic.finding;
            std::iter::once(&finding.place).chain(finding.labels.iter().map(|label| &label.place))
        });
        let files: std::collections::BTreeSet<_> = places.map(|place| place.file.clone()).collect();
        report.sources = files.iter().filter_map(|file| read::text(root, file).ok()).collect();
        let mut outcome = CaseOutcome::new(case, Status::Fresh);
        outcome.sizes = self.sizes;
        outcome.pictures = Pictures { reduced: self.reduced, decoded: 0 };
        CaseResult { outcome, report, keys: self.keys }
    }
}

/// The program and the form in which it remembers.
fn header(program: &Path) -> Vec<u8> {
    let program = read::kept::program_mark(program);
    postcard::to_stdvec(&(env!("CARGO_PKG_VERSION"), program)).unwrap_or_default()
}

/// What is known of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'s> {
    /// Where its outputs stand, if it has any: from the root, or by its whole path where it lies elsewhere.
    pub folder: &'s str,
    /// The [`Record`] of them, as it was written; none where they must be looked at.
    pub record: Option<&'s [u8]>,
}

/// Where folder and record of a case stand in the file.
type Parts = [Range<usize>; 2];

/// In the place of a case's length: the piece ends. In that of a folder's: nothing is known of the case any more.
const END: u32 = u32::MAX;

/// What the last build knew.
#[derive(Debug, Default)]
pub struct State {
    bytes: Vec<u8>,
    cases: BTreeMap<String, Parts>,
    /// The length of the first piece, and of all that are whole.
    base: usize,
    whole: usize,
}

/// A piece of the file: what stands in it, in order, and where it ends.
struct Piece {
    cases: Vec<(String, Option<Parts>)>,
    end: usize,
}

impl Piece {
    /// The piece that begins at `at`; `from` is where what its seal is of begins.
    fn read(bytes: &[u8], from: usize, mut at: usize) -> Option<Self> {
        let mut cases = Vec::new();
        let length = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?));
        let part = |at: &mut usize| -> Option<Option<Range<usize>>> {
            let length = length(*at)?;
            *at += 4;
            if length == END {
                return Some(None);
            }
            let end = at.checked_add(usize::try_from(length).ok()?)?;
            let start = std::mem::replace(at, end);
            (end <= bytes.len()).then_some(Some(start..end))
        };
        while let Some(case) = part(&mut at)? {
            let case = std::str::from_utf8(bytes.get(case)?).ok()?.to_owned();
            let known = match part(&mut at)? {
                Some(folder) => Some([folder, part(&mut at)??]),
                None => None,
            };
            cases.push((case, known));
        }
        let end = at.checked_add(SEAL)?;
        (Hash::new(bytes.get(from..at)?).0 == *bytes.get(at..end)?).then_some(Self { cases, end })
    }
}

/// The length of a seal.
const SEAL: usize = 32;

impl State {
    /// Reads it from the folder of what runs keep; an empty one where there is none that can be used.
    pub fn read(own: &Path, program: &Path) -> Self {
        let read = read::kept::state(&own.join(FILE)).and_then(|bytes| Self::of(bytes, &header(program)));
        read.unwrap_or_default()
    }

    fn of(bytes: Vec<u8>, header: &[u8]) -> Option<Self> {
        let at = MAGIC.len() + header.len();
        if bytes.get(..MAGIC.len())? != MAGIC || bytes.get(MAGIC.len()..at)? != header {
            return None;
        }
        let Piece { cases, end: base } = Piece::read(&bytes, 0, at)?;
        // In order already, but for what was carried over.
        let mut cases: BTreeMap<String, Parts> =
            cases.into_iter().filter_map(|(case, known)| Some((case, known?))).collect();
        let mut whole = base;
        while let Some(piece) = Piece::read(&bytes, whole - SEAL, whole) {
            for (case, known) in piece.cases {
                match known {
                    Some(known) => cases.insert(case, known),
                    None => cases.remove(&case),
                };
            }
            whole = piece.end;
        }
        Some(Self { bytes, cases, base, whole })
    }

    /// Whether news of so many cases are better added than written with all the rest: only as long as that does not
    /// become much, and never behind something that is not whole.
    pub fn may_grow(&self, news: usize) -> bool {
        let added = self.whole - self.base;
        !self.cases.is_empty()
            && self.whole == self.bytes.len()
            && news.saturating_mul(2) <= self.cases.len()
            && added.saturating_mul(4) <= self.base
    }

    /// What is known of a case.
    pub fn find(&self, case: &str) -> Option<Known<'_>> {
        let [folder, record] = self.cases.get(case)?;
        let folder = std::str::from_utf8(self.bytes.get(folder.clone())?).ok()?;
        Some(Known { folder, record: self.bytes.get(record.clone()).filter(|record| !record.is_empty()) })
    }

    /// The folders that outputs of cases stand in, each below its own path, as far as neighbours have others.
    pub fn outs(&self) -> impl Iterator<Item = &str> {
        let mut last = None;
        let out = |case: &String| Some(self.find(case)?.folder.strip_suffix(case.as_str())?.trim_end_matches('/'));
        self.cases.keys().filter_map(out).filter(move |out| last.replace(*out) != Some(*out))
    }

    /// All cases that are remembered, sorted.
    pub fn cases(&self) -> impl Iterator<Item = &str> {
        self.cases.keys().map(String::as_str)
    }
}

/// Writes what the next run will know.
#[derive(Debug)]
pub struct Writer {
    file: Sealed,
    /// How many cases were added.
    pub count: usize,
    /// How many of them stand in a piece that is whole.
    sealed: usize,
    /// Whether it adds to what is there.
    pub grows: bool,
}

impl Writer {
    /// Begins; nothing is changed until [`Writer::finish`].
    ///
    /// # Errors
    /// What the system says.
    pub fn new(own: &Path, program: &Path) -> io::Result<Self> {
        let mut file = Sealed::new(own, FILE)?;
        file.add(MAGIC)?;
        file.add(&header(program))?;
        Ok(Self { file, count: 0, sealed: 0, grows: false })
    }

    /// Begins to add to a state; what is added counts from [`Writer::seal`] or [`Writer::finish`] on.
    ///
    /// # Errors
    /// What the system says; a file that is not the one that was read.
    pub fn grow(own: &Path, state: &State) -> io::Result<Self> {
        let seal = state.bytes.get(state.whole.saturating_sub(SEAL)..state.whole).unwrap_or_default();
        let file = Sealed::grow(own, FILE, state.whole as u64, seal)?;
        Ok(Self { file, count: 0, sealed: 0, grows: true })
    }

    fn part(&mut self, part: &[u8]) -> io::Result<()> {
        let length = u32::try_from(part.len()).ok().filter(|length| *length != END);
        self.file.add(&length.ok_or(io::ErrorKind::InvalidInput)?.to_le_bytes())?;
        self.file.add(part)
    }

    /// Adds a case.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, case: &str, known: &Known<'_>) -> io::Result<()> {
        self.part(case.as_bytes())?;
        self.part(known.folder.as_bytes())?;
        self.part(known.record.unwrap_or_default())?;
        self.count += 1;
        Ok(())
    }

    /// Nothing is known of a case any more.
    ///
    /// # Errors
    /// What the system says.
    pub fn forget(&mut self, case: &str) -> io::Result<()> {
        self.part(case.as_bytes())?;
        self.file.add(&END.to_le_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// Makes what was added count now, where it is added to what is there.
    ///
    /// # Errors
    /// What the system says.
    pub fn seal(&mut self) -> io::Result<()> {
        self.file.add(&END.to_le_bytes())?;
        self.sealed = self.count;
        self.file.seal()
    }

    /// Puts it in the place of the last one, or makes what was added count.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<()> {
        if !self.grows || self.sealed < self.count {
            self.seal()?;
        }
        self.file.finish()
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests damage files")]
mod tests;
