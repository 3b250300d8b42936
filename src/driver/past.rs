//! What happened to cases before: `history.toml` and what is kept of submissions, read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use super::state::remember::Trace;
use crate::check;
use crate::check::case::Case;
use crate::check::settings::Settings;
use crate::diag::{Finding, Level};
use crate::history::said::Said;
use crate::history::{self, FILE, FOLDER, History, Past, record, reply};
use crate::lint;
use crate::market::{self, Marketplace};
use crate::options::Options;
use crate::parse;
use crate::parse::raw::RawTop;
use crate::read::{self, PathProblem};
use crate::source::SourceFile;
use crate::write;

/// The largest manifest that is read back.
const MOST: u64 = 64 << 20;

/// The path of a case's history, from the root.
pub fn file(case: &str) -> String {
    read::join(case, FILE)
}

/// The text of a case's history, if there is one.
///
/// # Errors
/// It leads out of the workspace, or what the system says.
pub fn text(root: &Path, case: &str) -> Result<Option<SourceFile>, PathProblem> {
    // Most cases have none, and a look-out for names that are nearly right takes its time.
    if !read::built::exists(&root.join(case).join(FILE)) {
        return Ok(None);
    }
    match read::resolve(root, case, FILE) {
        Ok(_) => read::text(root, &file(case)).map(Some).map_err(|error| PathProblem::Io(error.to_string())),
        Err(PathProblem::Missing { .. }) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What happened to a case, for its rules and its letter. What is wrong in the file is told.
pub(super) fn read(
    options: &Options,
    case: &Case,
    own: &str,
    trace: &mut Trace,
    out: &mut Vec<Finding>,
    sources: &mut Vec<SourceFile>,
) -> Past {
    let (market, own) = (case.marketplace.code.to_owned(), own.to_owned());
    let mut past = Past { market, own, ..Past::default() };
    let path = file(&case.path);
    let found = match options.mended.get(&path) {
        Some(text) => Ok(Some(SourceFile::new(path.as_str(), text.as_str()))),
        None => text(&options.root, &case.path),
    };
    let source = match found {
        Ok(Some(source)) => source,
        Ok(None) => {
            trace.absent.push(path);
            return past;
        }
        Err(problem) => {
            trace.opaque = true;
            let place = case.place.clone();
            out.push(match problem {
                PathProblem::Link => Finding::new("E002", place).arg("path", path),
                other => {
                    let detail = if let PathProblem::Io(detail) = other { detail } else { format!("{other:?}") };
                    Finding::new("E004", place).variant("io").arg("path", path).arg("detail", detail)
                }
            });
            return past;
        }
    };
    past.history = record::history(&source, out);
    sources.push(source);
    let root = &options.root;
    let thread = past.thread();
    let base = thread.base().map(|(sent, _)| sent.n);
    let refused = thread.refused().map(|(sent, answered, _)| (sent.n, answered.clone()));
    let wanted = base.into_iter().chain(refused.as_ref().map(|(n, _)| *n));
    let mut look = |n: u64| {
        let bytes = kept_file(root, &case.path, n, read::built::MANIFEST);
        trace.note(format!("{}/{n}/{}", read::join(&case.path, FOLDER), read::built::MANIFEST), bytes.as_deref());
        Some((n, said(&serde_json::from_slice(&bytes?).ok()?)?))
    };
    past.said = wanted.filter_map(&mut look).collect();
    // A reply that was put there by hand: what it attacks is read now.
    if let Some((n, answered)) = refused
        && answered.fields.is_empty()
        && let Some(path) = &answered.reply
        && let Some(text) = reply_text(root, &case.path, path)
    {
        trace.note(read::join(&case.path, path), Some(text.as_bytes()));
        let fields = reply::reply(&text, case.stance.name()).fields();
        let events = past.history.events.iter_mut().rev();
        let mut answers = events.filter_map(|event| match &mut event.what {
            history::event::What::Answered(answered) if answered.n == n => Some(answered),
            _ => None,
        });
        if let Some(last) = answers.next() {
            last.fields = fields;
        }
    }
    past
}

/// The marketplace that a case is of first.
pub(super) fn own_market(top: &RawTop, settings: &Settings) -> &'static str {
    let named = top.marketplace.as_ref().or(settings.defaults.marketplace.as_ref());
    named.and_then(|name| Marketplace::find(name)).unwrap_or(&market::ALL[0]).code
}

/// The text of a reply that is kept with a case.
pub fn reply_text(root: &Path, case: &str, path: &str) -> Option<String> {
    let full = read::resolve(root, case, path).ok()?;
    let bytes = read::bounded(root, &read::relative(root, &full), 1 << 20).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file that is kept of a submission.
pub fn kept_file(root: &Path, case: &str, n: u64, name: &str) -> Option<Vec<u8>> {
    let full = read::resolve(root, case, &format!("{FOLDER}/{n}/{name}")).ok()?;
    read::bounded(root, &read::relative(root, &full), MOST).ok()
}

/// The manifest that is kept of a submission.
pub fn kept(root: &Path, case: &str, n: u64) -> Option<Value> {
    serde_json::from_slice(&kept_file(root, case, n, read::built::MANIFEST)?).ok()
}

/// What a manifest says that its letter said.
pub fn said(manifest: &Value) -> Option<Said> {
    serde_json::from_value(manifest.get("said")?.clone()).ok()
}

/// A history as commands use it.
#[derive(Debug, Default)]
pub struct Book {
    /// The text, if there is a file.
    pub source: Option<SourceFile>,
    /// What it says.
    pub history: History,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl Book {
    /// Whether something in the file could not be understood.
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(is_error)
    }
}

/// Reads a case's history.
///
/// # Errors
/// It leads out of the workspace, or what the system says.
pub fn book(root: &Path, case: &str) -> Result<Book, PathProblem> {
    let source = text(root, case)?;
    let mut findings = Vec::new();
    let history = source.as_ref().map(|source| record::history(source, &mut findings)).unwrap_or_default();
    Ok(Book { source, history, findings })
}

/// What the first look at a case tells: its file, read and not checked.
#[derive(Debug)]
pub struct Glance {
    /// What the file says, defaults of settings included.
    pub top: RawTop,
    /// How many ASINs its tables of items name, and the first.
    pub items: Vec<String>,
    /// The marketplace of which it speaks.
    pub market: &'static Marketplace,
    /// Others that it goes to, with Amazon's case id and the deadline there.
    pub others: Vec<(&'static Marketplace, Option<String>, Option<Date>)>,
    /// Its settings.
    pub settings: Arc<Settings>,
    /// How many errors its text has.
    pub errors: usize,
}

impl Glance {
    /// The ASINs.
    pub fn asins(&self) -> Vec<String> {
        let one = self.top.asin.iter().map(|asin| asin.value.clone());
        let many = self.top.asins.iter().flatten().map(|asin| asin.value.clone());
        one.chain(many).chain(self.items.iter().cloned()).collect()
    }

    /// Amazon's notice, from the root by its name. It has to be there, but is no input of outputs: no manifest
    /// names it.
    pub fn notice(&self) -> Option<String> {
        let notice = self.top.notice.as_ref()?;
        read::plainly(check::evidence::base(&notice.place), notice)
    }

    /// Appeal or dispute.
    pub fn stance(&self) -> &'static str {
        let dispute = self.top.stance.as_ref().is_some_and(|stance| stance.value == "dispute");
        if dispute { "dispute" } else { "appeal" }
    }
}

/// The settings files of a workspace, each read once.
#[derive(Debug, Default)]
pub struct Shelf {
    chains: BTreeMap<String, Vec<String>>,
    settings: BTreeMap<Vec<String>, Arc<Settings>>,
}

impl Shelf {
    /// The settings of a case. What is wrong in them is told by `check`.
    pub fn settings(&mut self, root: &Path, case: &str) -> Arc<Settings> {
        let paths = read::configs(root, case, &mut self.chains);
        let made = self.settings.entry(paths).or_insert_with_key(|paths| {
            let texts: Vec<SourceFile> = paths.iter().filter_map(|path| read::text(root, path).ok()).collect();
            let raw = texts.iter().filter_map(|text| parse::config(text, &mut Vec::new())).collect();
            Arc::new(Settings::new(raw, &mut Vec::new()))
        });
        made.clone()
    }
}

/// Looks at a case without checking it; nothing where its file cannot be read.
pub fn glance(root: &Path, case: &str, settings: Arc<Settings>) -> Option<Glance> {
    let source = read::text(root, &read::join(case, read::CASE_FILE)).ok()?;
    let mut findings = Vec::new();
    let raw = parse::case(&source, &mut findings);
    let errors = findings.iter().filter(|finding| is_error(finding)).count();
    let (top, items, others) = raw.map(|raw| (raw.top, raw.items, raw.submissions_to)).unwrap_or_default();
    let others = others.into_iter().filter_map(|one| {
        let market = Marketplace::find(one.marketplace.as_ref()?)?;
        Some((market, one.case_id.map(|id| id.value), one.respond_by.map(|day| day.value)))
    });
    let others = others.collect();
    let top = top.or(&settings.defaults);
    let market = top.marketplace.as_ref().and_then(|name| Marketplace::find(name)).unwrap_or(&market::ALL[0]);
    let items = items.into_iter().filter_map(|item| Some(item.asin?.value)).collect();
    Some(Glance { top, items, market, others, settings, errors })
}

/// The folder of a case's outputs; those for another marketplace than its own have one of their own.
pub fn outputs(root: &Path, case: &str, settings: &Settings, market: Option<&str>) -> PathBuf {
    let out = market.iter().fold(root.join(&settings.output_dir), |out, market| out.join(market));
    write::folder(&out, case)
}

fn is_error(finding: &Finding) -> bool {
    let rule = lint::rules::find(&finding.code).map(|rule| rule.level);
    finding.level.or(rule).unwrap_or(Level::Error) == Level::Error
}
