//! Checks in the background, by workers, as `appealc check` makes them: all cases once, and again those that
//! changed, which wait for none of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::Site;
use super::gather::Gatherer;
use super::state::Checked;
use crate::diag::Report;
use crate::driver::duplicates::Seen;
use crate::driver::{CaseOutcome, CaseResult, Status, pool};
use crate::options::{Options, Task};
use crate::report::web;

/// So many cases are checked before cases are compared with each other.
const BATCH: usize = 200;
/// Cases of which more than these changed are checked by several workers.
const FEW: usize = 4;

/// What is to be looked at again.
#[derive(Default)]
pub struct Todo {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

#[derive(Default)]
struct Waiting {
    cases: BTreeSet<String>,
    /// Whether cases came or went.
    shape: bool,
}

impl Todo {
    /// Adds cases; and whether some are gone.
    pub fn add(&self, cases: impl IntoIterator<Item = String>, shape: bool) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.cases.extend(cases);
        waiting.shape |= shape;
        drop(waiting);
        self.more.notify_one();
    }

    /// The cases that are waiting, without waiting for any.
    #[cfg(test)]
    pub fn waiting(&self) -> Vec<String> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut waiting.cases).into_iter().collect()
    }

    /// Waits until there is something; gives it all.
    fn take(&self) -> Waiting {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = |waiting: &mut Waiting| waiting.cases.is_empty() && !waiting.shape;
        let mut waiting = self.more.wait_while(waiting, empty).unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut waiting)
    }
}

/// Looks at all cases once.
pub fn all(site: &Site) {
    let cases: Vec<String> = site.book.read(|cases| cases.all.keys().cloned().collect());
    let mut gatherer = Gatherer::new(&site.setup.options.root);
    for batch in cases.chunks(BATCH) {
        gatherer.refresh(site, batch);
    }
    for batch in cases.chunks(BATCH) {
        check(site, batch, site.setup.jobs);
    }
}

/// Looks at those that change.
pub fn changed(site: &Site) {
    loop {
        let Waiting { cases, shape } = site.todo.take();
        let cases: Vec<String> = cases.into_iter().collect();
        let mut gatherer = Gatherer::new(&site.setup.options.root);
        for case in &cases {
            site.book.change(case, |known| {
                known.edits += 1;
                false
            });
        }
        cases.chunks(BATCH).for_each(|batch| gatherer.refresh(site, batch));
        if shape && cases.is_empty() {
            compare(site);
        }
        for batch in cases.chunks(BATCH) {
            check(site, batch, if batch.len() > FEW { site.setup.jobs } else { 1 });
        }
    }
}

/// What workers need to check cases as of today.
fn options(site: &Site) -> Options {
    Options { task: Task::Glance, today: (site.setup.today)(), ..site.setup.options.clone() }
}

fn check(site: &Site, cases: &[String], jobs: usize) {
    let options = options(site);
    let edits: BTreeMap<&String, u64> =
        site.book.read(|known| cases.iter().filter_map(|case| Some((case, known.all.get(case)?.edits))).collect());
    let lost = |case: &String, death: &pool::Death, last| pool::failed(&options, case, death, last);
    pool::each(&site.setup.program, &options, cases, jobs, &lost, &|_| {}, &mut |result: CaseResult| {
        let case = &result.outcome.case;
        let checked = Arc::new(Checked::new(result.outcome.status, &result.report, result.keys));
        site.book.change(case, |known| {
            let current = edits.get(case) == Some(&known.edits);
            if current {
                known.checked = Some(checked);
            }
            current
        });
    });
    compare(site);
}

/// Compares cases with each other, as far as they are checked.
fn compare(site: &Site) {
    let options = options(site);
    let keys: Vec<_> = site.book.read(|cases| {
        let checked = cases.all.iter().filter_map(|(case, known)| Some((case, known.checked.as_ref()?)));
        checked.map(|(case, checked)| (case.clone(), checked.keys.clone())).collect()
    });
    let mut seen = Seen::default();
    for (case, keys) in keys {
        let outcome = CaseOutcome::new(&case, Status::Checked);
        let mut result = CaseResult { outcome, report: Report::default(), keys };
        seen.add(&mut result, &options);
        let told = web::cut(&result.report, usize::MAX);
        site.book.change(&case, |known| {
            let differs = *known.twins != told;
            if differs {
                known.twins = Arc::new(told);
            }
            differs
        });
    }
}
