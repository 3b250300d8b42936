//! Runs the stages: [`session`](crate::driver::session) once per case, [`worker`](crate::driver::worker) in a process of its own, [`pool`](crate::driver::pool) over
//! all cases with a process per core.

use serde::{Deserialize, Serialize};

use crate::diag::Report;
use crate::report::CaseOutcome;
use crate::source::Place;

/// Processes that build cases, restarted when they die.
pub mod pool;

/// The stages of one case.
pub mod session;

/// The outputs of one case.
pub mod outputs;

/// The process that builds cases for another.
pub mod worker;

/// What became of a case, and what was found in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseResult {
    /// What became of it.
    pub outcome: CaseOutcome,
    /// What was found.
    pub report: Report,
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
    /// Outputs are made.
    Outputs {
        /// The case.
        place: Place,
    },
}
