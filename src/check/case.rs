//! A checked case. What was wrong is absent here, and was told: a case without errors is whole.

use std::sync::Arc;

use jiff::civil::Date;

use crate::complaints::Tally;
use crate::complaints::reading::Reading;
use crate::evidence::Inspected;
use crate::evidence::invoice::Invoice;
use crate::issue_type::IssueType;
use crate::market::Marketplace;
use crate::read::Bytes;
use crate::read::git::Untracked;
use crate::source::{Place, Spanned};

/// Appeal or dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// The complaint is right; it was mended.
    Appeal,
    /// The finding is wrong.
    Dispute,
}

impl Stance {
    /// As case files spell it.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Appeal => "appeal",
            Stance::Dispute => "dispute",
        }
    }
}

/// One ASIN of the case.
#[derive(Debug, Clone)]
pub struct Item {
    /// The ASIN.
    pub asin: Spanned<String>,
    /// The product's name.
    pub product: Option<Spanned<String>>,
    /// The seller's SKU.
    pub sku: Option<Spanned<String>>,
    /// Units sold.
    pub sold: Option<u64>,
    /// Units checked.
    pub checked: Option<u64>,
    /// Units that failed.
    pub failed: Option<u64>,
}

/// A citation: an index into [`Case::evidence`] and where it stands.
#[derive(Debug, Clone)]
pub struct Cite {
    /// Index into [`Case::evidence`].
    pub evidence: usize,
    /// Where it is cited.
    pub place: Place,
}

/// A root cause.
#[derive(Debug, Clone)]
pub struct Cause {
    /// Its id, if it has one.
    pub id: Option<Spanned<String>>,
    /// The area.
    pub area: Option<String>,
    /// Where the area is named.
    pub area_place: Option<Place>,
    /// The statement as written.
    pub statement: Option<Spanned<String>>,
    /// What it cites.
    pub cites: Vec<Cite>,
    /// The same in Chinese, for colleagues.
    pub zh: Option<Spanned<String>>,
    /// The ASINs that it concerns; empty: all.
    pub asins: Vec<String>,
    /// Keys that are there but could not be read.
    pub tried: Vec<&'static str>,
    /// The table's header.
    pub place: Place,
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action {
    /// Whether it prevents (else it corrects).
    pub preventive: bool,
    /// The area.
    pub area: Option<Spanned<String>>,
    /// The day it began.
    pub started: Option<Date>,
    /// The day it was done.
    pub done: Option<Spanned<Date>>,
    /// What was done.
    pub what: Option<Spanned<String>>,
    /// Indices into [`Case::causes`].
    pub addresses: Vec<usize>,
    /// Who is responsible.
    pub owner: Option<Spanned<String>>,
    /// How often.
    pub frequency: Option<Spanned<String>>,
    /// What it cites.
    pub cites: Vec<Cite>,
    /// Whether an `evidence` list was written at all, even if its entries were wrong.
    pub cites_written: bool,
    /// The same in Chinese, for colleagues.
    pub zh: Option<Spanned<String>>,
    /// Keys that are there but could not be read: misspelt, or with a value that they cannot have.
    pub tried: Vec<&'static str>,
    /// The ASINs that it concerns; empty: all.
    pub asins: Vec<String>,
    /// The table's header.
    pub place: Place,
}

/// An argument of a dispute.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The claim.
    pub claim: Option<Spanned<String>>,
    /// What it cites.
    pub cites: Vec<Cite>,
    /// Whether an `evidence` list was written at all.
    pub cites_written: bool,
    /// The same in Chinese, for colleagues.
    pub zh: Option<Spanned<String>>,
    /// The ASINs that it concerns; empty: all.
    pub asins: Vec<String>,
    /// The table's header.
    pub place: Place,
}

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// Kind, one of [`crate::parse::keys::KINDS`].
    pub kind: String,
    /// Whether it proves an action, though its kind proves provenance only.
    pub proves_action: bool,
    /// Caption.
    pub caption: Spanned<String>,
    /// When it was made.
    pub date: Option<Date>,
    /// The file, if it can be used.
    pub file: Option<EvidenceFile>,
    /// Source pages to show, from 1, in order; empty: all.
    pub pages: Vec<usize>,
    /// Index of the exhibit that it improves on.
    pub after: Option<usize>,
    /// Printed on the slip.
    pub note: Option<Spanned<String>>,
    /// Printed on the slip.
    pub translation: Option<Spanned<String>>,
    /// What is blacked out.
    pub redact: Vec<Redaction>,
    /// The text that is then hidden.
    pub hidden: Vec<Hidden>,
    /// Whether it stays in the house when the case is shared.
    pub confidential: bool,
    /// Columns that are printed as they are.
    pub unmask: Vec<Spanned<String>>,
    /// The ASINs that it concerns; empty: all.
    pub asins: Vec<String>,
    /// The table's header, or the path where there is no table.
    pub place: Place,
    /// Where its path stands.
    pub path_place: Place,
}

/// What cites the page made from Amazon's reports.
pub const COMPLAINTS: &str = "@complaints";

impl Evidence {
    /// The page made from Amazon's reports: an exhibit without a file.
    pub fn complaints(place: Place) -> Self {
        Self::bare(COMPLAINTS.to_owned(), "returns-analysis", "What buyers reported".to_owned(), place)
    }

    /// An exhibit of which no more is said.
    pub fn bare(id: String, kind: &str, caption: String, place: Place) -> Self {
        Self {
            id,
            kind: kind.to_owned(),
            proves_action: false,
            caption: Spanned::new(caption, place.clone()),
            date: None,
            file: None,
            pages: Vec::new(),
            after: None,
            note: None,
            translation: None,
            redact: Vec::new(),
            hidden: Vec::new(),
            confidential: false,
            unmask: Vec::new(),
            asins: Vec::new(),
            path_place: place.clone(),
            place,
        }
    }

    /// Whether it is the page made from Amazon's reports.
    pub fn is_complaints(&self) -> bool {
        self.id == COMPLAINTS
    }
}

/// A file that was read and understood.
#[derive(Debug, Clone)]
pub struct EvidenceFile {
    /// Path from the workspace root.
    pub path: String,
    /// The file's own name.
    pub name: String,
    /// Its content, which knows its hash.
    pub content: Bytes,
    /// Size in bytes.
    pub bytes: u64,
    /// What it holds.
    pub inspected: Arc<Inspected>,
    /// Why git does not keep it, if it does not.
    pub untracked: Option<Untracked>,
    /// What it says of itself as an invoice, if it is named as one.
    pub invoice: Option<Invoice>,
    /// The file that this one was made from by blacking out; none where it is as the seller has it.
    pub original: Option<Original>,
}

impl EvidenceFile {
    /// SHA-256 of its content.
    pub fn sha256(&self) -> &str {
        self.content.sha256()
    }

    /// SHA-256 of the file as the seller has it.
    pub fn source_sha256(&self) -> &str {
        self.original.as_ref().map_or_else(|| self.sha256(), |original| original.sha256.as_str())
    }
}

/// The file that a redacted one was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// SHA-256 of its content.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// How many pages it has.
    pub pages: usize,
    /// The page, from 1, that each page of the redacted file shows, and how many boxes lie on it.
    pub boxes: Vec<(usize, usize)>,
}

/// Something that is blacked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Redaction {
    /// Pages of the file, from 1; a picture is page 1.
    pub pages: Vec<usize>,
    /// What on them.
    pub area: Area,
    /// Where the case file names it.
    pub place: Place,
}

/// Text under what is blacked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Index into [`Evidence::redact`].
    pub redaction: usize,
    /// The text.
    pub text: String,
    /// Whether the case file names it, and not only a box over it.
    pub named: bool,
}

/// What is blacked out on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Area {
    /// A box: left, top, width, height in percent of the page as shown.
    Rect([f64; 4]),
    /// A text, wherever it stands.
    Text(String),
}

/// Units that could still reach buyers.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Stock {
    pub as_of: Option<Date>,
    pub at_amazon: Option<u64>,
    pub recalled: Option<u64>,
    pub received: Option<u64>,
    pub sellable: Option<u64>,
    pub cites: Vec<Cite>,
}

/// Amazon's reports, as the case names them, and what they say.
#[derive(Debug, Clone)]
pub struct Complaints {
    /// Paths of the reports.
    pub reports: Vec<Spanned<String>>,
    /// First day that counts.
    pub from: Option<Date>,
    /// Last day that counts.
    pub to: Option<Date>,
    /// What comments mean.
    pub readings: Vec<Reading>,
    /// Where each reading stands.
    pub reading_places: Vec<Place>,
    /// Whether some of what buyers wrote is printed.
    pub quote: bool,
    /// What the reports say about the case's ASINs; none where one of them could not be used.
    pub tally: Option<Tally>,
    /// The table's header.
    pub place: Place,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The case's directory from the workspace root.
    pub path: String,
    /// Its file's first line, for what concerns the whole case.
    pub place: Place,
    /// The type, if it exists.
    pub kind: Option<IssueType>,
    /// Where the type is named.
    pub kind_place: Option<Place>,
    /// Appeal or dispute.
    pub stance: Stance,
    /// Where the stance is named.
    pub stance_place: Option<Place>,
    /// The marketplace.
    pub marketplace: &'static Marketplace,
    /// The letter's language.
    pub language: String,
    /// The route.
    pub route: String,
    /// Where the route is named.
    pub route_place: Option<Place>,
    /// The request.
    pub request: String,
    /// Amazon's case id.
    pub case_id: Option<String>,
    /// The day of Amazon's notice.
    pub notified: Option<Date>,
    /// The deadline.
    pub respond_by: Option<Date>,
    /// Where the deadline is named.
    pub respond_by_place: Option<Place>,
    /// Whether the case names Amazon's notice.
    pub notice: bool,
    /// Amazon's reports.
    pub complaints: Option<Complaints>,
    /// What buyers say.
    pub complaint: Option<Spanned<String>>,
    /// Orders that the notice names.
    pub orders: Vec<String>,
    /// The ASINs, one at least.
    pub items: Vec<Item>,
    /// One product name for all, where items have none of their own.
    pub product: Option<Spanned<String>>,
    /// One SKU.
    pub sku: Option<Spanned<String>>,
    /// Root causes.
    pub causes: Vec<Cause>,
    /// Actions, in the order of the file.
    pub actions: Vec<Action>,
    /// Arguments.
    pub arguments: Vec<Argument>,
    /// Evidence, in the order of the file; short forms follow.
    pub evidence: Vec<Evidence>,
    /// Stock.
    pub stock: Option<Stock>,
    /// Whether a list of evidence could not be read: what it cites is not known.
    pub cites_unread: bool,
}

impl Case {
    /// All citations, in the order in which the letter makes them: causes, corrective actions,
    /// preventive actions, stock, arguments.
    pub fn cites(&self) -> impl Iterator<Item = &Cite> {
        let actions = |preventive| self.actions.iter().filter(move |a| a.preventive == preventive);
        self.causes
            .iter()
            .flat_map(|cause| &cause.cites)
            .chain(actions(false).flat_map(|action| &action.cites))
            .chain(actions(true).flat_map(|action| &action.cites))
            .chain(self.stock.iter().flat_map(|stock| &stock.cites))
            .chain(self.arguments.iter().flat_map(|argument| &argument.cites))
    }
}
