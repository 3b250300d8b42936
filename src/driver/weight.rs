//! What a case names, and what that weighs. Nothing is opened that need not be: a weight is wanted of
//! every case before the first is built, on every machine.

use serde::{Deserialize, Serialize};

use super::session::Session;
use crate::check::evidence::{base, wanted};
use crate::parse;
use crate::parse::raw::{RawCase, RawShared};
use crate::read::{self, Folders, size};
use crate::source::Spanned;

/// What the evidence and the reports of a case weigh.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// Bytes.
    pub bytes: u64,
    /// Pages that evidence has; an estimate, see [`size::pages`].
    pub pages: u64,
}

/// So many bytes of evidence take as long as a page of it.
const PAGE: u64 = 32 << 10;

/// So many bytes of evidence take as long as a case without any.
const CASE: u64 = 256 << 10;

impl Weight {
    /// As one number, in bytes.
    pub fn total(self) -> u64 {
        self.bytes.saturating_add(self.pages.saturating_mul(PAGE)).saturating_add(CASE)
    }
}

/// The paths that a case names, each with the directory that it starts from.
pub(super) fn named(raw: &RawCase, included: &[RawShared], notice: Option<&Spanned<String>>) -> Vec<Spanned<String>> {
    let reports = raw.complaints.iter().flat_map(|complaints| &complaints.reports);
    wanted(raw, included, notice).into_iter().chain(reports.cloned()).collect()
}

/// Weighs a case. What cannot be read weighs nothing.
pub fn weigh(session: &mut Session, case: &str) -> Weight {
    let settings = session.settings(case, &mut Vec::new(), &mut Vec::new());
    let options = &session.options;
    let mut weight = Weight::default();
    let Ok(file) = read::current(options, &read::join(case, read::CASE_FILE)) else { return weight };
    let mut findings = Vec::new();
    let Some(raw) = parse::case(&file, &mut findings) else { return weight };
    let included = raw.include.iter().filter_map(|path| {
        let full = read::resolve(&options.root, base(&path.place), path).ok()?;
        let text = read::current(options, &read::relative(&options.root, &full)).ok()?;
        parse::shared(&text, &mut findings)
    });
    let included: Vec<RawShared> = included.collect();
    let notice = raw.top.notice.as_ref().or(settings.defaults.notice.as_ref());
    let mut folders = Folders::default();
    for path in named(&raw, &included, notice) {
        let Some((bytes, pages)) = size::of(&options.root, base(&path.place), &path, &mut folders) else { continue };
        weight.bytes = weight.bytes.saturating_add(bytes);
        weight.pages = weight.pages.saturating_add(pages);
    }
    weight
}
