//! Ids that are right but for capitals, blanks or underscores: they are mended together with all
//! that names them, if that stands in one file.

use std::sync::Arc;

use crate::diag::{Edit, Finding, Fix};
use crate::parse::raw::{RawCase, RawShared};
use crate::source::{Place, Spanned};
use crate::tidy;

use super::ident;

/// Every id of one sort, and every place that names one.
#[derive(Default)]
struct Sort {
    ids: Vec<Spanned<String>>,
    named: Vec<Spanned<String>>,
}

/// The ids of a case, as they are written.
pub struct Names {
    case: Arc<str>,
    evidence: Sort,
    causes: Sort,
}

impl Names {
    /// Collects them.
    pub fn new(raw: &RawCase, included: &[RawShared]) -> Self {
        let mut evidence = Sort::default();
        let mut causes = Sort::default();
        for shared in std::iter::once(&raw.shared).chain(included) {
            evidence.ids.extend(shared.evidence.iter().filter_map(|table| table.id.clone()));
            evidence.named.extend(shared.evidence.iter().filter_map(|table| table.after.clone()));
            evidence.named.extend(shared.causes.iter().flat_map(|table| table.evidence.clone()));
            evidence.named.extend(shared.actions.iter().flat_map(|table| table.evidence.clone()));
            causes.ids.extend(shared.causes.iter().filter_map(|table| table.id.clone()));
            causes.named.extend(shared.actions.iter().flat_map(|table| table.addresses.clone()).flatten());
        }
        evidence.named.extend(raw.arguments.iter().flat_map(|table| table.evidence.clone()));
        evidence.named.extend(raw.stock.iter().flat_map(|table| table.evidence.clone()));
        Self { case: raw.header.place.file.clone(), evidence, causes }
    }

    /// Adds its fix to each finding of an id of impossible shape.
    pub fn mend(&self, found: &mut [Finding]) {
        for finding in found {
            let sort = match finding.message.as_str() {
                "S007-evidence-id" => &self.evidence,
                "S007-cause-id" => &self.causes,
                _ => continue,
            };
            // An included file may serve other cases too, with names of its ids that are not seen here.
            if finding.place.file == self.case {
                finding.fix = sort.rename(&finding.place);
            }
        }
    }
}

impl Sort {
    fn rename(&self, place: &Place) -> Option<Fix> {
        let old = self.ids.iter().find(|id| id.place == *place)?;
        let new = tidy::table_id(old);
        let free = self.ids.iter().all(|id| id.value != new)
            && self.ids.iter().filter(|id| id.value == old.value).count() == 1;
        if !free || !ident::table_id(&new) {
            return None;
        }
        let named = self.named.iter().filter(|name| name.value == old.value).map(|name| &name.place);
        let places: Vec<&Place> = std::iter::once(place).chain(named).collect();
        if places.iter().any(|other| other.file != place.file) {
            return None;
        }
        let edits = places.into_iter().map(|place| Edit::Value { place: place.clone(), value: new.clone() });
        Some(Fix { edits: edits.collect() })
    }
}
