//! Looks into a file that the command line names, in a worker: a list, a notice, a reply. A stranger may have
//! made it.

use serde::{Deserialize, Serialize};

use super::Step;
use super::session::{Progress, Session};
use crate::evidence::message::{self, Message};
use crate::source::Place;
use crate::start::Fault;
use crate::start::listing::{self, Defaults, Listing};

/// A file, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path as it was named.
    pub path: String,
    /// Its name; empty where it came from standard input.
    pub name: String,
    /// What it holds.
    #[serde(with = "super::digits")]
    pub bytes: Vec<u8>,
}

/// A list to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listed {
    /// The file.
    pub file: File,
    /// What holds where a row says nothing.
    pub defaults: Defaults,
}

/// Reads a list.
///
/// # Errors
/// Why it is none, but for its path.
pub fn list(session: &mut Session, listed: &Listed, progress: Progress<'_>) -> Result<Listing, Fault> {
    let limits = begin(session, &listed.file, progress);
    listing::listing(&listed.file.bytes, &listed.file.name, session.types(), &listed.defaults, &limits)
}

/// Reads what Amazon wrote.
///
/// # Errors
/// Why it is no message, but for its path.
pub fn message(session: &mut Session, file: &File, progress: Progress<'_>) -> Result<Message, Fault> {
    let limits = begin(session, file, progress);
    message::message(&file.bytes, &file.name, &limits).ok_or_else(|| Fault::new("tool-no-message"))
}

/// Says that a file is looked into; gives the limits of the workspace.
fn begin(session: &mut Session, file: &File, progress: Progress<'_>) -> crate::evidence::Limits {
    progress(Step::Evidence { place: Place::of(&file.path), path: file.path.clone() });
    session.settings("", &mut Vec::new(), &mut Vec::new()).evidence
}
