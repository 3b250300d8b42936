//! What a case names, and what that weighs. Nothing is opened that need not be: a weight is wanted of
//! every case before the first is built, on every machine.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::session::Session;
use crate::check::evidence::{base, wanted};
use crate::complaints::kept;
use crate::parse;
use crate::parse::raw::RawShared;
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

/// The paths that a case names: evidence, notice, reports; and the files that it includes.
#[derive(Default)]
struct Named {
    files: Vec<Spanned<String>>,
    included: Vec<Spanned<String>>,
    /// Reports, for what is kept beside them.
    reports: Vec<Spanned<String>>,
}

fn named(session: &mut Session, case: &str) -> Named {
    let settings = session.settings(case, &mut Vec::new(), &mut Vec::new());
    let options = &session.options;
    let mut findings = Vec::new();
    let file = read::current(options, &read::join(case, read::CASE_FILE)).ok();
    let Some(raw) = file.and_then(|file| parse::case(&file, &mut findings)) else { return Named::default() };
    let included = raw.include.iter().filter_map(|path| {
        let full = read::resolve(&options.root, base(&path.place), path).ok()?;
        let text = read::current(options, &read::relative(&options.root, &full)).ok()?;
        parse::shared(&text, &mut findings)
    });
    let included: Vec<RawShared> = included.collect();
    let notice = raw.top.notice.as_ref().or(settings.defaults.notice.as_ref());
    let reports: Vec<_> = raw.complaints.iter().flat_map(|complaints| complaints.reports.iter().cloned()).collect();
    let mut files = wanted(&raw, &included, notice);
    files.extend(reports.iter().cloned());
    Named { files, included: raw.include, reports }
}

/// The files whose coming, going or changing may change a case, as far as it names them: paths from the
/// root, whether there is something or not, and what links among them lead to.
pub fn looked_at(session: &mut Session, case: &str) -> BTreeSet<String> {
    let named = named(session, case);
    let root = &session.options.root;
    let mut all = BTreeSet::new();
    for path in named.files.iter().chain(&named.included) {
        let base = base(&path.place);
        all.extend(read::plainly(base, path));
        all.extend(read::resolve(root, base, path).ok().map(|full| read::relative(root, &full)));
    }
    let beside = named.reports.iter().filter_map(|path| read::plainly(base(&path.place), path));
    all.extend(beside.map(|path| format!("{path}{}", kept::SUFFIX)));
    all
}

/// Weighs a case. What cannot be read weighs nothing.
pub fn weigh(session: &mut Session, case: &str) -> Weight {
    let mut weight = Weight::default();
    let mut folders = Folders::default();
    let named = named(session, case);
    for path in &named.files {
        let Some((bytes, pages)) = size::of(&session.options.root, base(&path.place), path, &mut folders) else {
            continue;
        };
        weight.bytes = weight.bytes.saturating_add(bytes);
        weight.pages = weight.pages.saturating_add(pages);
    }
    weight
}
