//! A case to build, what comes of it, and how its outputs get to their place. Workers leave outputs beside
//! it; whoever collects results makes several durable at once and swaps them in.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::failures::refused_finding;
use super::state::Record;
use super::{CaseOutcome, CaseResult, Status};
use crate::check::settings::Settings;
use crate::diag::Report;
use crate::lint;
use crate::read;
use crate::read::stat::{self, Moment};
use crate::source::SourceFile;
use crate::write::outputs;
use crate::write::{Place, Refused};

/// A case to build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its path from the root.
    pub case: String,
    /// A moment before the run read anything; none where nothing is to be remembered.
    pub since: Option<Moment>,
    /// Fail rather than build.
    pub locked: bool,
    /// What tells this run from others.
    pub run: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    /// What is told.
    pub result: CaseResult,
    /// What is remembered.
    pub record: Option<Record>,
    /// Outputs that wait beside this place.
    pub staged: Option<Place>,
    /// How long it took to check the case.
    pub checked: Duration,
    /// How long all of it took.
    pub all: Duration,
}

impl Done {
    /// A case that came to nothing else.
    pub fn failed(result: CaseResult, all: Duration) -> Self {
        Self { result, record: None, staged: None, checked: Duration::ZERO, all }
    }
}

/// Makes what was staged durable and puts it into its place; what cannot be put there has failed. With each
/// case come the paths of files that an earlier build wrote.
pub fn commit(root: &Path, batch: Vec<(Done, Vec<String>)>) -> Vec<Done> {
    let places: Vec<&Place> = batch.iter().filter_map(|(done, _)| done.staged.as_ref()).collect();
    let synced = if places.is_empty() { Ok(()) } else { outputs::sync(&places) };
    let one = |(mut done, known): (Done, Vec<String>)| {
        let Some(place) = done.staged.take() else { return done };
        let put = match &synced {
            Ok(()) => outputs::commit(&place, &known),
            Err(error) => {
                outputs::discard(&place);
                Err(Refused::Io(place.folder(), error.kind().into()))
            }
        };
        match put {
            Ok(()) => {
                if let (Some(record), Some(parent)) = (&mut done.record, place.folder().parent()) {
                    // The swap has just changed the folder above: until then nobody could touch the files.
                    record.facts.written = stat::moment_of(parent);
                }
            }
            Err(refused) => {
                done.record = None;
                let keys = std::mem::take(&mut done.result.keys);
                done.result = CaseResult { keys, ..refuse(root, &place.case, &refused) };
            }
        }
        done
    };
    batch.into_iter().map(one).collect()
}

fn refuse(root: &Path, case: &str, refused: &Refused) -> CaseResult {
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = refused_finding(&file.at(0..0), root, refused);
    let diagnostics = lint::settle(vec![finding], &Settings::default(), &[]);
    CaseResult {
        outcome: CaseOutcome::new(case, Status::Failed),
        report: Report { sources: vec![file], diagnostics },
        keys: Vec::new(),
    }
}
