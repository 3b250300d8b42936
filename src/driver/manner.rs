//! Cases that are made in another manner than for Amazon: drafts, whose gaps are marked; packages for a client, in
//! which confidential evidence is withheld; and other marketplaces that a case names.

use crate::check::case::{Action, Case, Cause, Evidence, EvidenceFile, Item, Stance};
use crate::evidence::{self, Limits};
use crate::market::Marketplace;
use crate::options::Manner;
use crate::parse::raw::{RawCase, RawTop};
use crate::read::Bytes;
use crate::source::{Place, Spanned};

/// Puts what a case says of another marketplace in the place of its own.
pub fn market(raw: &mut RawCase, manner: &Manner) {
    let Some(wanted) = &manner.market else { return };
    let is_wanted = |name: &Spanned<String>| Marketplace::find(name).is_some_and(|market| market.code == wanted);
    let found = raw.submissions_to.iter().find(|one| one.marketplace.as_ref().is_some_and(is_wanted));
    if let Some(found) = found.cloned() {
        let top = RawTop { marketplace: None, case_id: None, respond_by: None, ..raw.top.clone() };
        let (marketplace, case_id, respond_by) = (found.marketplace, found.case_id, found.respond_by);
        raw.top = RawTop { marketplace, case_id, respond_by, ..top };
        raw.submissions_to.clear();
    }
}

/// Fills gaps, or withholds what is confidential.
pub fn apply(case: &mut Case, manner: &Manner) {
    if manner.draft {
        draft(case);
    }
    if manner.share {
        share(case);
    }
}

fn gap(text: &mut Option<Spanned<String>>, what: &str, place: &Place) {
    if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
        *text = Some(Spanned::new(format!("[{what} missing]"), place.clone()));
    }
}

fn draft(case: &mut Case) {
    let place = case.place.clone();
    if case.items.is_empty() {
        let asin = Spanned::new("[ASIN missing]".to_owned(), place.clone());
        case.items.push(Item { asin, product: None, sku: None, sold: None, checked: None, failed: None });
    }
    if case.items.iter().all(|item| item.product.is_none()) {
        gap(&mut case.product, "product", &place);
    }
    if case.stance == Stance::Appeal {
        if case.causes.is_empty() {
            case.causes.push(Cause {
                id: None,
                area: None,
                area_place: None,
                statement: None,
                cites: Vec::new(),
                zh: None,
                asins: Vec::new(),
                tried: Vec::new(),
                place: place.clone(),
            });
        }
        for preventive in [false, true] {
            if case.actions.iter().all(|action| action.preventive != preventive) {
                case.actions.push(no_action(preventive, &place));
            }
        }
    }
    for cause in &mut case.causes {
        gap(&mut cause.statement, "root cause", &cause.place);
    }
    for action in &mut case.actions {
        let what = if action.preventive { "preventive action" } else { "corrective action" };
        gap(&mut action.what, what, &action.place);
    }
    for argument in &mut case.arguments {
        gap(&mut argument.claim, "argument", &argument.place);
    }
    for evidence in &mut case.evidence {
        if evidence.caption.trim().is_empty() {
            evidence.caption = Spanned::new("[caption missing]".to_owned(), evidence.place.clone());
        }
        if evidence.file.is_none() && !evidence.is_complaints() {
            let text = format!(
                "[file missing]\n\nThe file of the exhibit `{}` is not there, or cannot be used.\n",
                evidence.id
            );
            stand_in(evidence, "missing.txt", text);
        }
    }
}

fn no_action(preventive: bool, place: &Place) -> Action {
    Action {
        preventive,
        area: None,
        started: None,
        done: None,
        what: None,
        addresses: Vec::new(),
        owner: None,
        frequency: None,
        cites: Vec::new(),
        cites_written: false,
        zh: None,
        tried: Vec::new(),
        asins: Vec::new(),
        place: place.clone(),
    }
}

/// Confidential exhibits keep their numbers, so that the letter is as Amazon has it; nothing else of them is left.
fn share(case: &mut Case) {
    for evidence in case.evidence.iter_mut().filter(|evidence| evidence.confidential) {
        evidence.caption = Spanned::new("Confidential exhibit, withheld".to_owned(), evidence.place.clone());
        let text = "This exhibit is confidential. Amazon has it; it is not part of this package.\n".to_owned();
        stand_in(evidence, "withheld.txt", text);
    }
}

/// Puts a text in the place of an exhibit's file.
fn stand_in(evidence: &mut Evidence, name: &str, text: String) {
    let Ok(inspected) = evidence::inspect(text.as_bytes(), name, &Limits::default()) else { return };
    evidence.file = Some(EvidenceFile {
        // It is no file of the workspace.
        path: String::new(),
        name: name.to_owned(),
        bytes: text.len() as u64,
        content: Bytes::new(text.into_bytes()),
        inspected: std::sync::Arc::new(inspected),
        untracked: None,
        invoice: None,
        original: None,
    });
    (evidence.note, evidence.translation, evidence.date, evidence.after) = (None, None, None, None);
    evidence.pages.clear();
    evidence.redact.clear();
    evidence.hidden.clear();
    evidence.unmask.clear();
}
