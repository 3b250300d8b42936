//! Cases about one and the same thing: rule S011 looks across cases, which only the process that
//! hears of all of them can.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CaseResult;
use crate::check::case::Case;
use crate::check::ident;
use crate::check::settings::Settings;
use crate::diag::Finding;
use crate::lint;
use crate::options::Options;
use crate::read;
use crate::source::Place;

/// What a case is about: one for each of its ASINs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseKey {
    about: About,
    /// Where the ASIN stands.
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct About {
    store: Option<String>,
    marketplace: String,
    asin: String,
    kind: String,
}

/// What a case is about. A case whose type is unknown is about nothing that could be compared.
pub fn keys(case: &Case, settings: &Settings) -> Vec<CaseKey> {
    let Some(kind) = &case.kind else { return Vec::new() };
    let asins = case.items.iter().map(|item| &item.asin).filter(|asin| ident::asin(asin).is_ok());
    let about = |asin: &str| About {
        store: settings.store.as_ref().map(|store| store.trim().to_owned()),
        marketplace: case.marketplace.code.to_owned(),
        asin: asin.to_owned(),
        kind: kind.id.clone(),
    };
    asins.map(|asin| CaseKey { about: about(asin), place: asin.place.clone() }).collect()
}

/// The cases that were told so far.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<About, (String, Place)>);

impl Seen {
    /// Adds a case by what it is about; says what an earlier one is about already.
    pub fn judge(&mut self, of: &str, keys: &[CaseKey]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for CaseKey { about, place } in keys.iter().cloned() {
            let Some((case, first)) = self.0.get(&about) else {
                self.0.insert(about, (of.to_owned(), place));
                continue;
            };
            let finding = Finding::new("S011", place)
                .arg("asin", about.asin)
                .arg("marketplace", about.marketplace)
                .arg("type", about.kind)
                .arg("case", case.as_str());
            findings.push(finding.label(first.clone(), "first"));
        }
        findings
    }

    /// Adds a case; what an earlier one is about already is told with this one.
    pub fn add(&mut self, result: &mut CaseResult, options: &Options) {
        let findings = self.judge(&result.outcome.case, &result.keys);
        if findings.is_empty() {
            return;
        }
        let report = &mut result.report;
        for place in findings.iter().flat_map(|f| std::iter::once(&f.place).chain(f.labels.iter().map(|l| &l.place))) {
            if report.source(place).is_none() {
                report.sources.extend(read::current(options, &place.file));
            }
        }
        // The levels of schema rules cannot be set.
        report.diagnostics.extend(lint::settle(findings, &Settings::default(), &[]));
        lint::sort(&mut report.diagnostics);
    }
}
