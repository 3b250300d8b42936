//! Every case at a glance: where it stands, what is due, what happened last. No case is checked for it and no
//! commit read, so that ten thousand cases take no time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::past::{self, Glance, Shelf};
use crate::check::settings::Settings;
use crate::history::event::What;
use crate::history::thread::{State, Thread};
use crate::read::{self, built};

/// Where a case stands in a marketplace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseStatus {
    /// The case's path from the workspace root.
    pub case: String,
    /// The marketplace.
    pub marketplace: String,
    /// Where it stands.
    pub state: State,
    /// The ASINs.
    pub asins: Vec<String>,
    /// The product.
    pub product: Option<String>,
    /// The type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Appeal or dispute.
    pub stance: &'static str,
    /// Amazon's case id.
    pub case_id: Option<String>,
    /// The deadline.
    pub respond_by: Option<Date>,
    /// Days until then; negative: since then. None where it is not the seller's turn.
    pub days_left: Option<i32>,
    /// How many errors the case has: none where nobody looked since it changed.
    pub errors: Option<usize>,
    /// How many exhibits its outputs have.
    pub exhibits: Option<usize>,
    /// How often it was sent.
    pub submissions: usize,
    /// How often Amazon refused.
    pub refusals: usize,
    /// What happened last.
    pub last: Option<Last>,
    /// Whether outputs were signed off, and nothing was sent since.
    pub approved: bool,
}

/// What happened last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Last {
    /// When.
    pub date: Date,
    /// `submitted`, `outcome`, `note`, `approved`.
    pub kind: &'static str,
    /// The answer, or the note.
    pub what: Option<String>,
}

/// Where cases stand, the most urgent first.
pub fn status(root: &Path, cases: &[String], today: Date) -> Vec<CaseStatus> {
    let mut shelf = Shelf::default();
    let settings: Vec<_> = cases.iter().map(|case| (case, shelf.settings(root, case))).collect();
    let hashes = Mutex::new(BTreeMap::new());
    let each = settings.par_iter().map(|(case, settings)| of_case(root, case, settings.clone(), today, &hashes));
    let mut all: Vec<CaseStatus> = each.collect::<Vec<_>>().into_iter().flatten().collect();
    all.sort_by(|a, b| {
        urgency(a).cmp(&urgency(b)).then_with(|| (&a.case, &a.marketplace).cmp(&(&b.case, &b.marketplace)))
    });
    all
}

/// What is the seller's turn comes first, by deadline; then what waits for Amazon, then what is over.
fn urgency(status: &CaseStatus) -> (u8, i32) {
    let turn = match status.state {
        state if state.waits_for_seller() => 0,
        state if state.is_closed() => 2,
        _ => 1,
    };
    (turn, status.days_left.unwrap_or(i32::MAX))
}

/// Hashes of texts that several cases share.
type Hashes = Mutex<BTreeMap<String, Option<String>>>;

fn of_case(root: &Path, case: &str, settings: Arc<Settings>, today: Date, hashes: &Hashes) -> Vec<CaseStatus> {
    let Some(glance) = past::glance(root, case, settings) else { return Vec::new() };
    let own_manifest = manifest(root, case, &glance, None);
    let is_current = |manifest: &Brief| is_current(root, case, manifest, hashes);
    let current = own_manifest.as_ref().is_some_and(is_current);
    let book = past::book(root, case).ok();
    let broken = book.as_ref().map_or(0, |book| book.findings.len());
    let own = glance.market.code;
    let history = book.map(|book| book.history).unwrap_or_default();
    let mut markets: Vec<String> = glance.others.iter().map(|(market, ..)| market.code.to_owned()).collect();
    markets.extend(history.events.iter().filter_map(|event| event.marketplace.clone()));
    markets.retain(|market| market != own);
    markets.sort();
    markets.dedup();
    let exhibits = own_manifest.map(|manifest| manifest.exhibits.len());
    let errors = glance.errors + broken;
    let facts = Facts { case, glance: &glance, errors, exhibits, current, today };
    let first = of_thread(&facts, own.to_owned(), current, &history.thread(own, own));
    let others = markets.into_iter().map(|market| {
        let built = manifest(root, case, &glance, Some(&market)).is_some_and(|manifest| is_current(&manifest));
        let thread = history.thread(&market, own);
        of_thread(&facts, market, built, &thread)
    });
    std::iter::once(first).chain(others).collect()
}

/// What the threads of a case share.
struct Facts<'f> {
    case: &'f str,
    glance: &'f Glance,
    errors: usize,
    exhibits: Option<usize>,
    current: bool,
    today: Date,
}

/// `built`: whether what the marketplace is to be sent was made from the texts as they are now.
fn of_thread(facts: &Facts<'_>, marketplace: String, built: bool, thread: &Thread<'_>) -> CaseStatus {
    let top = &facts.glance.top;
    let unsent = if built { State::Ready } else { State::Draft };
    let state = thread.state().unwrap_or(unsent);
    let answer = thread.last_sent().and_then(|sent| thread.answer_to(sent.n));
    let other = facts.glance.others.iter().find(|(market, ..)| market.code == marketplace);
    let own = marketplace == facts.glance.market.code;
    let own_day = top.respond_by.as_ref().filter(|_| own).map(|day| day.value);
    let respond_by = own_day.or_else(|| other.and_then(|(.., day)| *day));
    // A deadline that was met says nothing any more, unless the answer set another.
    let open = state.waits_for_seller();
    let due = respond_by.filter(|day| open && answer.is_none_or(|(_, answered)| *day > answered));
    let last = thread.events.last().map(|event| Last {
        date: event.date,
        kind: event.kind(),
        what: match &event.what {
            What::Answered(answered) => Some(answered.result.name().to_owned()),
            What::Noted { text } => Some(text.clone()),
            What::Approved(approved) => Some(approved.by.clone()),
            What::Sent(sent) => Some(sent.n.to_string()),
        },
    });
    let sent_id = thread.last_sent().and_then(|sent| sent.case_id.clone());
    CaseStatus {
        case: facts.case.to_owned(),
        marketplace,
        state,
        asins: facts.glance.asins(),
        product: top.product.as_ref().map(|text| text.value.clone()),
        kind: top.kind.as_ref().map(|text| text.value.clone()),
        stance: facts.glance.stance(),
        case_id: sent_id
            .or_else(|| top.case_id.as_ref().filter(|_| own).map(|id| id.value.clone()))
            .or_else(|| other.and_then(|(_, id, _)| id.clone())),
        respond_by,
        days_left: due.map(|day| (day - facts.today).get_days()),
        // Outputs are only written of cases without errors.
        errors: if facts.errors > 0 { Some(facts.errors) } else { facts.current.then_some(0) },
        exhibits: facts.exhibits,
        submissions: thread.sent().count(),
        refusals: thread.refusals(),
        approved: thread.approved().is_some(),
        last,
    }
}

/// What is wanted of a manifest.
#[derive(Deserialize)]
struct Brief {
    #[serde(default)]
    draft: bool,
    exhibits: Vec<IgnoredAny>,
    inputs: Texts,
}

#[derive(Deserialize)]
struct Texts {
    texts: BTreeMap<String, String>,
}

fn manifest(root: &Path, case: &str, glance: &Glance, market: Option<&str>) -> Option<Brief> {
    let folder = past::outputs(root, case, &glance.settings, market);
    serde_json::from_slice(&built::file(&folder.join(built::MANIFEST)).ok()?).ok()
}

/// Whether outputs were made from the texts as they are now: of evidence, only `build` and `verify` know.
fn is_current(root: &Path, case: &str, manifest: &Brief, hashes: &Hashes) -> bool {
    let own = read::join(case, read::CASE_FILE);
    let hash = |path: &str| read::text(root, path).ok().map(|text| read::sha256(text.text.as_bytes()));
    let shared = |path: &str| -> Option<String> {
        let known = hashes.lock().ok()?.get(path).cloned();
        known.unwrap_or_else(|| {
            let found = hash(path);
            if let Ok(mut hashes) = hashes.lock() {
                hashes.insert(path.to_owned(), found.clone());
            }
            found
        })
    };
    let plain = |path: &str| !path.starts_with('/') && !path.split('/').any(|part| part == "..");
    !manifest.draft
        && manifest.inputs.texts.contains_key(&own)
        && manifest.inputs.texts.iter().all(|(path, wanted)| {
            let found = if *path == own {
                hash(path)
            } else if plain(path) {
                shared(path)
            } else {
                None
            };
            found.as_ref() == Some(wanted)
        })
}
