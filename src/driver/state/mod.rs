//! What the last build knew: for each case, where its outputs stand, so that they can go when it is gone; and
//! what they were made from and what came out, so that the next run can tell by asking the system for sizes and
//! times that nothing has changed.
//!
//! It is one file, `.appealc/state`, written whole and sealed with its own hash. One that another version
//! wrote, that is damaged or only half there counts as none: cases are then looked at one by one, and what
//! is right is found to be so by its fingerprint. The folder is remembered of every case that has
//! outputs, with or without errors, and before they are put there; the rest only of what has none, and only where
//! all that it depends on can be asked for without opening it: see `Record`.

use std::collections::BTreeMap;
use std::io;
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
const MAGIC: &[u8] = b"appealc state 2\n";

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
type Parts = [std::ops::Range<usize>; 2];

/// What the last build knew.
#[derive(Debug, Default)]
pub struct State {
    bytes: Vec<u8>,
    cases: BTreeMap<String, Parts>,
}

impl State {
    /// Reads it from the folder of what runs keep; an empty one where there is none that can be used.
    pub fn read(own: &Path, program: &Path) -> Self {
        let Some(bytes) = read::kept::state(&own.join(FILE)) else { return Self::default() };
        match Self::index(&bytes, &header(program)) {
            Some(cases) => Self { bytes, cases },
            None => Self::default(),
        }
    }

    fn index(bytes: &[u8], header: &[u8]) -> Option<BTreeMap<String, Parts>> {
        let end = bytes.len().checked_sub(32)?;
        let (content, seal) = bytes.split_at(end);
        let mut at = MAGIC.len() + header.len();
        if content.get(..MAGIC.len())? != MAGIC || content.get(MAGIC.len()..at)? != header {
            return None;
        }
        if Hash::new(content).0 != *seal {
            return None;
        }
        let mut cases = Vec::new();
        while at < end {
            let mut part = || {
                let length: [u8; 4] = content.get(at..at + 4)?.try_into().ok()?;
                let start = at + 4;
                at = start.checked_add(usize::try_from(u32::from_le_bytes(length)).ok()?)?;
                (at <= end).then_some(start..at)
            };
            let (case, folder, record) = (part()?, part()?, part()?);
            cases.push((std::str::from_utf8(&content[case]).ok()?.to_owned(), [folder, record]));
        }
        // In order already, but for what was carried over.
        Some(cases.into_iter().collect())
    }

    /// What is known of a case.
    pub fn find(&self, case: &str) -> Option<Known<'_>> {
        let [folder, record] = self.cases.get(case)?;
        let folder = std::str::from_utf8(self.bytes.get(folder.clone())?).ok()?;
        Some(Known { folder, record: self.bytes.get(record.clone()).filter(|record| !record.is_empty()) })
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
        Ok(Self { file, count: 0 })
    }

    /// Adds a case.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, case: &str, known: &Known<'_>) -> io::Result<()> {
        for part in [case.as_bytes(), known.folder.as_bytes(), known.record.unwrap_or_default()] {
            let length = u32::try_from(part.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
            self.file.add(&length.to_le_bytes())?;
            self.file.add(part)?;
        }
        self.count += 1;
        Ok(())
    }

    /// Puts it in the place of the last one.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        self.file.finish()
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests damage files")]
mod tests;
