//! Amazon's reports of a case: read, or what an earlier build kept of them; then the tally.

use std::io;
use std::path::Path;
use std::rc::Rc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::pool::{self, Death};
use super::session::{Progress, Ready, Session};
use super::{CaseResult, Step};
use crate::check::case::{Case, Complaints};
use crate::check::evidence::{base, path_finding, untidy};
use crate::complaints::formats::{FORMATS, seller_feedback};
use crate::complaints::kept;
use crate::complaints::reading::Reading;
use crate::complaints::reasons::{self, Topic};
use crate::complaints::source::MAX_BYTES;
use crate::complaints::take::{Refusal, take_quoting};
use crate::complaints::taken::Taken;
use crate::complaints::tally::{Tally, tally as add_up};
use crate::diag::{Finding, Level, Report};
use crate::locale::Args;
use crate::options::Options;
use crate::read::{self, PathProblem};
use crate::source::{Place, Spanned};
use crate::write;

/// What `appealc complaints` asks for instead of what the case says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ask {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// A case that `appealc complaints` asks about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// Its path from the root.
    pub case: String,
    /// What is asked.
    pub ask: Ask,
}

/// What its reports say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// The case.
    pub case: String,
    /// What is wrong with its reports.
    pub report: Report,
    /// Whether it names reports.
    pub named: bool,
    /// The tally, unless one of them could not be used.
    pub tally: Option<Tally>,
}

impl Answer {
    /// What is told where a worker died over a case.
    pub fn lost(options: &Options, asked: &Asked, death: &Death, last: Option<Step>) -> Self {
        let CaseResult { report, .. } = pool::failed(options, &asked.case, death, last);
        Self { case: asked.case.clone(), report, named: true, tally: None }
    }
}

/// A report that was there itself.
pub struct Raw {
    /// Its path from the root.
    pub path: String,
    /// What was taken from it.
    pub taken: Rc<Taken>,
}

/// The reports that a run read last, with what was wanted of their comments.
#[derive(Default)]
pub struct Shelf {
    run: String,
    read: Vec<(String, Wants, Rc<Taken>)>,
}

/// What a case wants of comments: its readings, and the ASINs of which they are quoted.
#[derive(Clone, PartialEq)]
struct Wants {
    readings: Vec<Reading>,
    quoted: Vec<String>,
}

/// How many reports are remembered for the next case.
const SHELF: usize = 4;

impl Shelf {
    /// Forgets what another run read: a worker that stays sees reports change between runs.
    pub fn begin(&mut self, run: &str) {
        if self.run != run {
            *self = Self { run: run.to_owned(), read: Vec::new() };
        }
    }

    fn find(&self, path: &str, wants: &Wants) -> Option<Rc<Taken>> {
        let found = self.read.iter().find(|(known, wanted, _)| known == path && wanted == wants);
        found.map(|(.., taken)| taken.clone())
    }

    fn put(&mut self, path: &str, wants: &Wants, taken: &Rc<Taken>) {
        if self.read.len() >= SHELF {
            self.read.remove(0);
        }
        self.read.push((path.to_owned(), wants.clone(), taken.clone()));
    }
}

/// Reads the reports of a case, tells what is wrong with them, and puts their tally into the case.
/// Gives those that were there themselves.
pub fn tally(
    session: &mut Session,
    case: &mut Case,
    ask: &Ask,
    progress: Progress<'_>,
    out: &mut Vec<Finding>,
) -> Vec<Raw> {
    let Some(mut complaints) = case.complaints.take() else { return Vec::new() };
    let asins: Vec<&str> = case.items.iter().map(|item| item.asin.as_str()).collect();
    let quoted = if complaints.quote { asins.iter().map(|asin| (*asin).to_owned()).collect() } else { Vec::new() };
    let wants = Wants { readings: complaints.readings.clone(), quoted };
    let mut all: Vec<(String, Rc<Taken>)> = Vec::new();
    let mut raw = Vec::new();
    for path in &complaints.reports {
        progress(Step::Evidence { place: path.place.clone(), path: path.value.clone() });
        let Some((full, taken, itself)) = one(session, &case.path, path, &asins, &wants, out) else {
            continue;
        };
        rows(path, &taken, &asins, out);
        if itself {
            raw.push(Raw { path: full.clone(), taken: taken.clone() });
        }
        all.push((full, taken));
    }
    if all.len() == complaints.reports.len() && !asins.is_empty() {
        complaints.tally = Some(made(&all, &asins, &complaints, ask));
    }
    case.complaints = Some(complaints);
    raw
}

fn made(all: &[(String, Rc<Taken>)], asins: &[&str], complaints: &Complaints, ask: &Ask) -> Tally {
    let all: Vec<(&str, &Taken)> = all.iter().map(|(path, taken)| (path.as_str(), taken.as_ref())).collect();
    add_up(&all, asins, ask.from.or(complaints.from), ask.to.or(complaints.to))
}

/// A report by its path: what was taken from it or kept of it, and whether it was there itself.
fn one(
    session: &mut Session,
    case: &str,
    path: &Spanned<String>,
    asins: &[&str],
    wants: &Wants,
    out: &mut Vec<Finding>,
) -> Option<(String, Rc<Taken>, bool)> {
    let root = session.options.root.clone();
    let folder = base(&path.place);
    let (full, file) = match read::report(&root, folder, path) {
        Ok((full, file)) => (full, Some(file)),
        Err(missing @ PathProblem::Missing { .. }) => {
            let beside = format!("{}{}", path.value, kept::SUFFIX);
            match read::resolve(&root, folder, &beside) {
                Ok(found) => {
                    let found = read::relative(&root, &found);
                    session.trace.led(folder, &beside, &found);
                    session.trace.instead.push(found.clone());
                    session.trace.absent.extend(read::plainly(folder, path));
                    (found, None)
                }
                Err(PathProblem::Missing { .. }) => {
                    out.push(path_finding(path, &missing));
                    return None;
                }
                Err(problem) => {
                    out.push(path_finding(path, &problem));
                    return None;
                }
            }
        }
        Err(problem) => {
            out.push(path_finding(path, &problem));
            return None;
        }
    };
    untidy(path, out);
    if let Some(other) = session.other_client(case, &full) {
        let finding = Finding::new("E016", path.place.clone()).arg("path", path.value.as_str());
        out.push(finding.arg("file", other));
    }
    let finding = |variant: &str| {
        let finding = Finding::new("E021", path.place.clone()).arg("path", path.value.as_str());
        if variant.is_empty() { finding } else { finding.variant(variant) }
    };
    let Some(file) = file else {
        let read =
            read::bounded(&root, &full, kept::MAX_FILE).map_err(|error| kept::Problem::Damaged(error.to_string()));
        let report = full.strip_suffix(kept::SUFFIX).unwrap_or(&full).to_owned();
        return match read.and_then(|bytes| kept::read(&bytes, asins, &wants.readings, !wants.quoted.is_empty())) {
            Ok(taken) => Some((report, Rc::new(taken), false)),
            Err(problem) => {
                out.push(match problem {
                    kept::Problem::Damaged(detail) => finding("kept-damaged").arg("detail", detail),
                    kept::Problem::Readings => finding("kept-readings"),
                    kept::Problem::Quotes => finding("kept-quotes"),
                    kept::Problem::LeftOut(asin) => finding("kept-left-out").arg("asin", asin),
                });
                None
            }
        };
    };
    if let Some(taken) = session.reports.find(&full, wants) {
        session.trace.file(folder, path, &full, &taken.sha256);
        return Some((full, taken, true));
    }
    let quoted: Vec<&str> = wants.quoted.iter().map(String::as_str).collect();
    match take_quoting(file, &wants.readings, &quoted) {
        Ok(taken) => {
            let taken = Rc::new(taken);
            session.trace.file(folder, path, &full, &taken.sha256);
            session.reports.put(&full, wants, &taken);
            Some((full, taken, true))
        }
        Err(refusal) => {
            out.push(refused(path, &refusal));
            None
        }
    }
}

/// The diagnostic of a file that is no report.
fn refused(path: &Spanned<String>, refusal: &Refusal) -> Finding {
    let finding = |code: &str| Finding::new(code, path.place.clone()).arg("path", path.value.as_str());
    match refusal {
        Refusal::Empty => finding("E003"),
        Refusal::Binary(None) => finding("E021").variant("binary"),
        Refusal::Binary(Some(what)) => {
            finding("E021").variant("other-file").arg_message("what", format!("report-file-{what}"))
        }
        Refusal::Unknown(None) => finding("E021"),
        Refusal::Unknown(Some(what)) => {
            finding("E021").variant("other").arg_message("what", format!("report-other-{what}"))
        }
        Refusal::Truncated => finding("E021").variant("truncated"),
        Refusal::Damaged(detail) => finding("E021").variant("damaged").arg("detail", detail.as_str()),
        Refusal::TooLarge => finding("E021").variant("too-large").arg("limit", count(MAX_BYTES >> 20)),
    }
}

/// The message that says why a file is no report, and its values but for the path.
pub fn refusal(refusal: &Refusal) -> (String, Args) {
    let finding = refused(&Spanned::new(String::new(), Place::of("")), refusal);
    (finding.message, finding.args)
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Tells how the rows of a report fared.
fn rows(path: &Spanned<String>, taken: &Taken, asins: &[&str], out: &mut Vec<Finding>) {
    let rows = &taken.rows;
    let own: usize = asins.iter().filter_map(|asin| taken.of(asin)).map(|of| of.returns.len() + of.ncx.len()).sum();
    let finding = |code: &str| Finding::new(code, path.place.clone()).arg("path", path.value.as_str());
    if rows.ambiguous.count > 0 {
        let finding = finding("E023").arg("count", count(rows.ambiguous.count));
        out.push(finding.arg("line", count(rows.ambiguous.line)));
    }
    let dropped = [
        ("unreadable", rows.unreadable),
        ("duplicates", rows.duplicates),
        ("headers", rows.headers),
        ("blank", rows.blank),
    ];
    let worded = |mut finding: Finding| {
        for (name, left) in dropped {
            finding = finding.arg(name, count(left.count)).arg(&format!("{name}-line"), count(left.line));
        }
        finding
            .arg("read", count(rows.read))
            .arg("own", own)
            .arg("encoding", taken.encoding.as_str())
            .arg_message("report", format!("report-{}", taken.report))
    };
    let of_store = taken.report == seller_feedback::FORMAT.id;
    debug_assert!(FORMATS.iter().any(|format| format.id == taken.report));
    if own == 0 && !of_store && !asins.is_empty() {
        out.push(worded(finding("E022").variant("none")));
    } else if rows.unreadable.count > 0 {
        out.push(worded(finding("E022")));
    } else if rows.duplicates.count + rows.headers.count + rows.blank.count > 0 {
        out.push(worded(finding("E022").variant("left-out")).level(Level::Note));
    }
    let mut units = 0_usize;
    let mut used = vec![false; taken.codes.len()];
    for row in asins.iter().filter_map(|asin| taken.of(asin)).flat_map(|of| &of.returns) {
        let at = usize::from(row.code);
        if taken.codes.get(at).is_some_and(|code| reasons::topic(code) == Topic::Unknown) {
            used[at] = true;
            units += usize::from(row.units);
        }
    }
    let named: Vec<&crate::complaints::taken::UnknownCode> = taken
        .unknown
        .iter()
        .filter(|unknown| taken.codes.iter().zip(&used).any(|(code, used)| *used && *code == unknown.code))
        .collect();
    if let Some(first) = named.first() {
        let words: Vec<&str> = named.iter().take(10).map(|unknown| unknown.raw.as_str()).collect();
        let finding = finding("E024").arg("codes", words.join(", ")).arg("units", units);
        out.push(finding.arg("line", count(first.line)));
    }
}

/// Keeps beside each report what was taken from it, if that is not there yet.
///
/// # Errors
/// What the system says.
pub fn keep(root: &Path, ready: &Ready) -> io::Result<()> {
    let asins: Vec<&str> = ready.case.items.iter().map(|item| item.asin.as_str()).collect();
    for raw in &ready.reports {
        let path = format!("{}{}", raw.path, kept::SUFFIX);
        write::beside(root, &path, &|before| kept::write(&raw.taken, &asins, before))?;
    }
    Ok(())
}
