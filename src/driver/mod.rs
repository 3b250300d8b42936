//! Runs the stages: [`session`](crate::driver::session) once per case, [`worker`](crate::driver::worker) in a process of its own, [`pool`](crate::driver::pool) over
//! all cases with a process per core.

use serde::{Deserialize, Serialize};

use crate::diag::Report;
use crate::source::Place;

/// Which cases changed since a revision.
pub mod changed;

/// A case to build, what comes of it, and how its outputs get to their place.
pub mod build;

/// Cases about one and the same thing.
pub mod duplicates;

/// Two submissions side by side.
pub mod diff;

/// Cases that are gone, and their outputs.
mod gone;

/// Takes the exhibits out of bundles.
pub mod extract;

/// What goes wrong while outputs are made.
mod failures;

/// A bundle within its limits.
pub mod fit;

/// Builds what has changed, and remembers.
pub mod incremental;

/// How long letters are.
pub mod length;

/// What each machine did of a build that several share.
pub mod joint;

/// Joins the parts of a build.
pub mod merge;

/// Parts of the cases, for several machines.
pub mod partition;

/// A case's life.
pub mod log;

/// Drafts, packages for clients, other marketplaces.
mod manner;

/// A case as it is now.
pub mod now;

/// Files that the command line names.
pub mod named;

/// What stands in placeholders.
pub mod parts;

/// Processes that build cases, restarted when they die.
pub mod pool;

/// Jobs that wait for workers.
pub mod queue;

/// Tells results in the order of cases.
mod teller;

/// The stages of one case.
pub mod session;

/// The outputs of one case.
pub mod outputs;

/// Bytes between processes.
mod digits;

/// Pages of bundles as pictures.
pub mod look;

/// What is over the limits.
pub mod over;

/// What happened to cases before.
pub mod past;

/// Pictures in smaller sizes, kept.
pub mod pictures;

/// Evidence with something blacked out.
pub mod redacted;

/// Submissions, made again from their commits.
pub mod rebuilt;

/// What was blacked out and can be read all the same.
pub mod remains;

/// Reads outputs back, and says whether they still match their case.
pub mod verify;

/// What came of everything that was sent.
pub mod stats;

/// Every case at a glance.
pub mod status;

/// What the last build knew.
pub mod state;

/// The frames of volumes.
mod volumes;

/// Which pictures are shown smaller, and how a bundle is cut.
mod smaller;

/// Which cases a change concerns.
pub mod watch;

/// What cases weigh.
pub mod weight;

/// Amazon's reports, and what is kept of them.
pub mod reports;

/// Why a case is built.
pub mod why;

/// The process that builds cases for another.
pub mod worker;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Its outputs were written.
    Built,
    /// Its outputs were still right.
    Fresh,
    /// It has errors.
    Failed,
    /// It was checked only, and has no errors.
    Checked,
}

impl Status {
    /// `built`, `fresh`, `failed` or `checked`.
    pub fn name(self) -> &'static str {
        match self {
            Status::Built => "built",
            Status::Fresh => "fresh",
            Status::Failed => "failed",
            Status::Checked => "checked",
        }
    }
}

/// What became of one case, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOutcome {
    /// The case's path from the workspace root.
    pub case: String,
    /// What became of it.
    pub status: Status,
    /// Why it was, or was not, rebuilt.
    pub why: Vec<why::Reason>,
    /// What was written, by path from the workspace root.
    pub outputs: Vec<String>,
    /// How many bytes letter and bundle have, by name.
    pub sizes: Vec<(String, u64)>,
    /// Pictures that are shown smaller than they are.
    pub pictures: Pictures,
}

impl CaseOutcome {
    /// A case that nothing has become of yet.
    pub fn new(case: &str, status: Status) -> Self {
        let pictures = Pictures::default();
        Self { case: case.to_owned(), status, why: Vec::new(), outputs: Vec::new(), sizes: Vec::new(), pictures }
    }
}

/// Pictures of a case that are shown smaller than they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictures {
    /// How many.
    pub reduced: usize,
    /// How many files had to be decoded for it; the rest was known from earlier builds.
    pub decoded: usize,
}

/// What became of a case, and what was found in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseResult {
    /// What became of it.
    pub outcome: CaseOutcome,
    /// What was found.
    pub report: Report,
    /// What it is about, as other cases could be.
    pub keys: Vec<duplicates::CaseKey>,
}

/// What is about to be done: if the process dies, this is what killed it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Step {
    /// An evidence file is inspected.
    Evidence {
        /// Where its path stands.
        place: Place,
        /// The path as written.
        path: String,
    },
    /// The case is judged.
    Rules {
        /// The case.
        place: Place,
    },
    /// Outputs are made.
    Outputs {
        /// The case.
        place: Place,
    },
}
