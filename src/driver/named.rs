//! Looks into a file that the command line names, in a worker: a list, a notice, a reply, a report. A stranger may
//! have made it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Step;
use super::reports::{self, Ask};
use super::session::{Progress, Session};
use crate::complaints::take::take;
use crate::complaints::tally::{Tally, tally};
use crate::complaints::worst::{Ranking, worst};
use crate::evidence::message::{self, Message};
use crate::read;
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

/// A report to read, and what is asked of it. It may be large, and is read where it lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// Its path as it was named.
    pub path: PathBuf,
    /// The period.
    pub ask: Ask,
    /// One ASIN, of which all is told.
    pub asin: Option<String>,
    /// How many ASINs are ranked.
    pub most: usize,
}

/// What a report says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Its ASINs, that with the most complaints first.
    pub ranking: Ranking,
    /// All of it.
    pub whole: Tally,
    /// The one ASIN; none where the report does not have it.
    pub one: Option<Tally>,
    /// How many rows have a date that can be read in two ways.
    pub ambiguous: u64,
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

/// Reads a report.
///
/// # Errors
/// Why it is none, but for its path.
pub fn report(asked: &Asked, progress: Progress<'_>) -> Result<Report, Fault> {
    let name = asked.path.display().to_string();
    progress(Step::Evidence { place: Place::of(&name), path: name.clone() });
    let file = read::named_report(&asked.path)
        .map_err(|error| Fault::new("tool-read-failed").arg("detail", error.to_string()))?;
    let taken = take(file, &[]).map_err(|refusal| {
        let (message, args) = reports::refusal(&refusal);
        Fault { message, args }
    })?;
    let Ask { from, to } = asked.ask;
    let of = |asins: &[&str]| tally(&[(&name, &taken)], asins, from, to);
    let one = asked.asin.as_deref().filter(|asin| taken.of(asin).is_some());
    Ok(Report {
        ranking: Ranking::new(worst(&taken, from, to), asked.most),
        whole: of(&[]),
        one: one.map(|asin| of(&[asin])),
        ambiguous: taken.rows.ambiguous.count,
    })
}

/// Says that a file is looked into; gives the limits of the workspace.
fn begin(session: &mut Session, file: &File, progress: Progress<'_>) -> crate::evidence::Limits {
    progress(Step::Evidence { place: Place::of(&file.path), path: file.path.clone() });
    session.settings("", &mut Vec::new(), &mut Vec::new()).evidence
}
