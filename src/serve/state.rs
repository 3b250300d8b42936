//! What is known of the cases. Every change has a number; a page says up to which one it has seen.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tokio::sync::watch;

use crate::diag::{Level, Report};
use crate::driver::Status;
use crate::driver::duplicates::CaseKey;
use crate::report::web::{self, Told};

/// Most diagnostics of a case that are kept.
const MOST_TOLD: usize = 200;

/// The cases, for threads to share.
pub struct Book {
    cases: Mutex<Cases>,
    /// The number of the last change.
    turned: watch::Sender<u64>,
}

/// The cases.
#[derive(Default)]
pub struct Cases {
    /// By path from the root.
    pub all: BTreeMap<String, Case>,
    /// The number of the last change.
    pub version: u64,
    /// The number of the last change by which a case came or went.
    pub shape: u64,
    /// The commit that is checked out.
    pub head: Option<String>,
}

/// A case.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// What its file says.
    pub head: Arc<Head>,
    /// What its manifest says.
    pub built: Option<Arc<Built>>,
    /// What the manifests of its outputs for other marketplaces say, by the marketplace's code.
    pub elsewhere: Arc<BTreeMap<String, Built>>,
    /// What the check said.
    pub checked: Option<Arc<Checked>>,
    /// What it shares with other cases and should not.
    pub twins: Arc<Vec<Told>>,
    /// What became of it.
    pub life: Arc<Life>,
    /// The number of its last change.
    pub changed: u64,
    /// How often its files were seen to change: a check that began before is of what is gone.
    pub edits: u64,
}

/// What a case's file says, as far as a list shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Whether the file could be read at all.
    pub readable: bool,
    /// The ASINs.
    pub asins: Vec<String>,
    /// The product, or the first of several.
    pub product: String,
    /// The type's id, or what stands in its place.
    pub kind: String,
    /// `appeal` or `dispute`, or what stands in its place.
    pub stance: String,
    /// The marketplace's code, or what stands in its place.
    pub marketplace: String,
    /// The letter's language.
    pub language: String,
    /// Amazon's case id.
    pub case_id: String,
    /// The date of Amazon's notice.
    pub notified: Option<Date>,
    /// The deadline.
    pub respond_by: Option<Date>,
    /// Where its outputs go, from the root.
    pub out: String,
    /// Other marketplaces that it is appealed in.
    pub others: Vec<Other>,
    /// Files that it uses, from the root.
    pub uses: Vec<String>,
    /// What a search looks through, in small letters.
    pub words: String,
}

/// Another marketplace that a case is appealed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The marketplace's code.
    pub market: String,
    /// Amazon's case id there.
    pub case_id: String,
    /// The deadline there.
    pub respond_by: Option<Date>,
    /// Where its outputs go, from the root.
    pub out: String,
}

/// What a manifest says, as far as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The date that is printed.
    pub date: String,
    /// How many exhibits there are.
    pub exhibits: usize,
    /// How many pages the bundle has.
    pub pages: usize,
}

/// What a check said.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What became of the case.
    pub status: Status,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many notes there are.
    pub notes: usize,
    /// The diagnostics.
    pub told: Vec<Told>,
    /// What the case is about.
    pub keys: Vec<CaseKey>,
}

/// What became of a case after it was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// `submitted`, `rejected` and so on; none until something was sent.
    pub state: Option<&'static str>,
    /// Whose turn it is.
    pub turn: Turn,
    /// The deadline, where there is one that is not met yet.
    pub due: Option<Date>,
    /// What happened last, and when.
    pub last: Option<(Date, String)>,
    /// Where it stands in each marketplace, if it goes to several.
    pub markets: Vec<(String, &'static str)>,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// The seller's.
    Seller,
    /// Amazon's.
    Amazon,
    /// Nobody's: it is over.
    Nobody,
}

impl Default for Life {
    fn default() -> Self {
        Self { state: None, turn: Turn::Seller, due: None, last: None, markets: Vec::new() }
    }
}

impl Checked {
    /// What a report says.
    pub fn new(status: Status, report: &Report, keys: Vec<CaseKey>) -> Self {
        let count = |level| report.count(level);
        Self {
            status,
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
            told: web::cut(report, MOST_TOLD),
            keys,
        }
    }
}

impl Head {
    /// Where outputs go, from the root: those for another marketplace by its code, else the case's own. None
    /// where the case does not name the marketplace, or nobody has read the case yet.
    pub fn out_of(&self, market: &str) -> Option<&str> {
        let own = market.is_empty() || market == self.marketplace;
        let out = if own { &self.out } else { &self.other(market)?.out };
        (!out.is_empty()).then_some(out)
    }

    /// What the case says of another marketplace.
    pub fn other(&self, market: &str) -> Option<&Other> {
        self.others.iter().find(|other| other.market == market)
    }

    /// Every folder that outputs of the case go to.
    pub fn outs(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.out).chain(self.others.iter().map(|other| &other.out)).map(String::as_str)
    }
}

impl Case {
    /// How many errors are known, of the case itself and with others.
    pub fn errors(&self) -> usize {
        self.checked.as_ref().map_or(0, |checked| checked.errors) + self.twins.len()
    }

    /// How many warnings are known.
    pub fn warnings(&self) -> usize {
        self.checked.as_ref().map_or(0, |checked| checked.warnings)
    }

    /// `none`, `fresh`, `stale`, or `unknown` before the check.
    pub fn outputs(&self) -> &'static str {
        match (&self.built, &self.checked) {
            (None, _) => "none",
            (Some(_), None) => "unknown",
            (Some(_), Some(checked)) if checked.status == Status::Fresh => "fresh",
            (Some(_), Some(_)) => "stale",
        }
    }

    /// Where it stands: what was sent and answered, else whether it could be sent.
    pub fn state(&self) -> &'static str {
        self.life.state.unwrap_or(self.unsent())
    }

    /// Where it stands as long as nothing was sent: whether it could be.
    pub fn unsent(&self) -> &'static str {
        if matches!(self.outputs(), "fresh" | "unknown") { "ready" } else { "draft" }
    }
}

impl Book {
    /// Begins with cases of which nothing is known but where they are.
    pub fn new(cases: &[String]) -> Self {
        let mut all = Cases { version: 1, shape: 1, ..Cases::default() };
        for case in cases {
            all.all.insert(case.clone(), Case { changed: 1, ..Case::default() });
        }
        Self { cases: Mutex::new(all), turned: watch::channel(1).0 }
    }

    /// Looks at the cases.
    pub fn read<T>(&self, look: impl FnOnce(&Cases) -> T) -> T {
        look(&self.cases.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes a case, if it is there and `change` says that something changed.
    pub fn change(&self, case: &str, change: impl FnOnce(&mut Case) -> bool) {
        self.turn(|cases| {
            let next = cases.version + 1;
            let Some(found) = cases.all.get_mut(case) else { return false };
            let changed = change(found);
            found.changed = if changed { next } else { found.changed };
            changed
        });
    }

    /// Changes which cases there are; gives those that are new.
    pub fn reshape(&self, found: &[String]) -> Vec<String> {
        let mut new = Vec::new();
        self.turn(|cases| {
            let next = cases.version + 1;
            let before = cases.all.len();
            cases.all.retain(|path, _| found.binary_search(path).is_ok());
            let gone = cases.all.len() != before;
            for path in found.iter().filter(|path| !cases.all.contains_key(*path)) {
                new.push(path.clone());
            }
            for path in &new {
                cases.all.insert(path.clone(), Case { changed: next, ..Case::default() });
            }
            if gone || !new.is_empty() {
                cases.shape = next;
            }
            gone || !new.is_empty()
        });
        new
    }

    /// Says which commit is checked out.
    pub fn checked_out(&self, head: Option<String>) {
        self.turn(|cases| {
            let changed = cases.head != head;
            cases.head = head;
            changed
        });
    }

    fn turn(&self, change: impl FnOnce(&mut Cases) -> bool) {
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        if change(&mut cases) {
            cases.version += 1;
            let version = cases.version;
            drop(cases);
            self.turned.send_replace(version);
        }
    }

    /// Hears of changes.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.turned.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_numbered() {
        let book = Book::new(&["a".to_owned(), "b".to_owned()]);
        let heard = book.listen();
        book.change("a", |_| false);
        book.change("c", |_| true);
        assert_eq!(book.read(|cases| cases.version), 1);
        book.change("b", |_| true);
        assert_eq!((book.read(|cases| cases.all["b"].changed), *heard.borrow()), (2, 2));
        assert_eq!(book.read(|cases| (cases.all["a"].changed, cases.shape)), (1, 1));
        assert_eq!(book.reshape(&["b".to_owned(), "c".to_owned()]), ["c"]);
        assert_eq!(book.read(|cases| cases.all.keys().cloned().collect::<Vec<_>>()), ["b", "c"]);
        assert_eq!(book.read(|cases| (cases.version, cases.shape, cases.all["c"].changed)), (3, 3, 3));
        assert!(book.reshape(&["b".to_owned(), "c".to_owned()]).is_empty());
        assert_eq!(book.read(|cases| cases.version), 3);
    }
}
