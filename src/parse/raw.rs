//! What a case file says, before anything was checked: every field optional, each with its place.

use jiff::civil::Date;

use super::fields::Header;
use crate::source::Spanned;

/// Text with its place.
pub type Text = Option<Spanned<String>>;
/// A date with its place.
pub type Day = Option<Spanned<Date>>;
/// A number with its place.
pub type Number = Option<Spanned<u64>>;
/// A list of texts, each with its place.
pub type Texts = Option<Vec<Spanned<String>>>;

/// The top-level keys of a case, which `[defaults]` may hold too.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct RawTop {
    pub asin: Text,
    pub asins: Texts,
    pub kind: Text,
    pub stance: Text,
    pub marketplace: Text,
    pub language: Text,
    pub product: Text,
    pub sku: Text,
    pub route: Text,
    pub case_id: Text,
    pub notified: Day,
    pub respond_by: Day,
    pub notice: Text,
    pub complaint: Text,
    pub request: Text,
    pub orders: Texts,
}

impl RawTop {
    /// Fills what is absent from `other`.
    pub fn or(self, other: &RawTop) -> RawTop {
        let named = self.asin.is_some() || self.asins.is_some();
        let o = other.clone();
        RawTop {
            asin: if named { self.asin } else { o.asin },
            asins: if named { self.asins } else { o.asins },
            kind: self.kind.or(o.kind),
            stance: self.stance.or(o.stance),
            marketplace: self.marketplace.or(o.marketplace),
            language: self.language.or(o.language),
            product: self.product.or(o.product),
            sku: self.sku.or(o.sku),
            route: self.route.or(o.route),
            case_id: self.case_id.or(o.case_id),
            notified: self.notified.or(o.notified),
            respond_by: self.respond_by.or(o.respond_by),
            notice: self.notice.or(o.notice),
            complaint: self.complaint.or(o.complaint),
            request: self.request.or(o.request),
            orders: self.orders.or(o.orders),
        }
    }
}

/// `case.toml`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawCase {
    pub header: Header,
    pub top: RawTop,
    pub include: Vec<Spanned<String>>,
    pub items: Vec<RawItem>,
    pub stock: Option<RawStock>,
    pub complaints: Option<RawComplaints>,
    pub submissions_to: Vec<RawSubmission>,
    pub arguments: Vec<RawArgument>,
    pub shared: RawShared,
}

/// What an included file can hold as well.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct RawShared {
    pub causes: Vec<RawCause>,
    pub actions: Vec<RawAction>,
    pub evidence: Vec<RawEvidence>,
}

/// `[[root_cause]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawCause {
    pub header: Header,
    pub id: Text,
    pub area: Text,
    pub statement: Text,
    pub evidence: Vec<Spanned<String>>,
    pub zh: Text,
    pub asins: Vec<Spanned<String>>,
}

/// `[[actions]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawAction {
    pub header: Header,
    pub phase: Text,
    pub area: Text,
    pub started: Day,
    pub done: Day,
    pub what: Text,
    pub addresses: Texts,
    pub owner: Text,
    pub frequency: Text,
    pub evidence: Vec<Spanned<String>>,
    pub zh: Text,
    pub asins: Vec<Spanned<String>>,
}

/// `[[arguments]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawArgument {
    pub header: Header,
    pub claim: Text,
    pub evidence: Vec<Spanned<String>>,
    pub zh: Text,
    pub asins: Vec<Spanned<String>>,
}

/// `[[evidence]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawEvidence {
    pub header: Header,
    pub id: Text,
    pub path: Text,
    pub kind: Text,
    pub caption: Text,
    pub date: Day,
    pub pages: Text,
    pub after: Text,
    pub note: Text,
    pub translation: Text,
    pub proves: Text,
    pub password_env: Text,
    pub redact: Vec<RawRedact>,
    pub unmask: Vec<Spanned<String>>,
    pub confidential: Option<Spanned<bool>>,
    pub asins: Vec<Spanned<String>>,
}

/// `[[evidence.redact]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawRedact {
    pub header: Header,
    pub page: Number,
    pub rect: Option<Spanned<[f64; 4]>>,
    pub search: Text,
}

/// `[[submissions_to]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawSubmission {
    pub header: Header,
    pub marketplace: Text,
    pub case_id: Text,
    pub respond_by: Day,
}

/// `[[items]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawItem {
    pub header: Header,
    pub asin: Text,
    pub product: Text,
    pub sku: Text,
    pub sold: Number,
    pub checked: Number,
    pub failed: Number,
}

/// `[stock]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawStock {
    pub header: Header,
    pub as_of: Day,
    pub at_amazon: Number,
    pub recalled: Number,
    pub received: Number,
    pub sellable: Number,
    pub evidence: Vec<Spanned<String>>,
}

/// `[complaints]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawComplaints {
    pub header: Header,
    pub reports: Vec<Spanned<String>>,
    pub from: Day,
    pub to: Day,
    pub quote: Option<Spanned<bool>>,
    pub readings: Vec<RawReading>,
}

/// `[[complaints.reading]]`.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RawReading {
    pub header: Header,
    pub area: Text,
    pub words: Texts,
}

/// `appealc.toml`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct RawConfig {
    pub seller_name: Text,
    pub store: Text,
    pub defaults: RawTop,
    pub bundle_mb: Option<Spanned<f64>>,
    pub file_mb: Option<Spanned<f64>>,
    pub letter_words: Number,
    pub file_types: Texts,
    pub case_seconds: Number,
    pub worker_mb: Number,
    pub file_seconds: Number,
    pub evidence_mb: Number,
    pub megapixels: Number,
    pub pages: Number,
    pub nesting: Number,
    pub unpacked_mb: Number,
    pub cache_mb: Number,
    pub lints: Vec<(Spanned<String>, Spanned<String>)>,
    pub prose: RawProse,
    pub output_dir: Text,
    pub paper: Text,
    pub approval: Option<Spanned<bool>>,
    pub font_paths: Texts,
}

/// `[prose]` of `appealc.toml`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct RawProse {
    pub vague: Texts,
    pub planned: Texts,
    pub blame: Texts,
    pub emotive: Texts,
    pub concrete: Texts,
    pub ignore: Texts,
}
