//! What is taken from one report: enough for any case's tally, and nothing of any buyer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::reading::Reading;

/// Rows that were left out, and the line of the first of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// How many.
    pub count: u64,
    /// The line of the first, from 1; 0 where there is none.
    pub line: u64,
}

impl Left {
    /// Counts one more.
    pub fn add(&mut self, line: u64) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += 1;
    }
}

/// How the rows of a report fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fared {
    /// Rows below the header that are not blank.
    pub read: u64,
    /// The same return, feedback or product again.
    pub duplicates: Left,
    /// Rows without a date, an ASIN or a number where there must be one.
    pub unreadable: Left,
    /// The header again.
    pub headers: Left,
    /// Blank rows, which are not among those read.
    pub blank: Left,
    /// Rows whose date can be two days.
    pub ambiguous: Left,
}

/// A reason code that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownCode {
    /// The word as it stands in the report.
    pub raw: String,
    /// The code in its normal form, as in [`Taken::codes`].
    pub code: String,
    /// The line on which it stands first.
    pub line: u64,
}

/// A return, without order, buyer or comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// Days since 1970.
    pub day: u32,
    /// Index into [`Taken::codes`].
    pub code: u16,
    /// Index into [`Taken::gradings`].
    pub grading: u8,
    /// The number of the reading that its comment bears, from 1; 0 for none.
    pub reading: u8,
    /// How many units.
    pub units: u16,
    /// Sixteen bits by which the same return is known in another report of the same days. Many returns
    /// share them: they lead back to none.
    pub mark: u16,
}

/// What the Voice of the Customer says about an ASIN's offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ncx {
    /// When Amazon computed it, where the report says so.
    pub updated: Option<Date>,
    /// Share of orders with a negative customer experience, 0 to 1.
    pub rate: Option<f64>,
    /// Orders with a negative customer experience.
    pub orders: Option<u32>,
    /// All orders of the time looked at.
    pub total: Option<u32>,
    /// Star rating, 0 to 5.
    pub stars: Option<f64>,
    /// Share of orders that were returned, 0 to 1.
    pub returned: Option<f64>,
    /// `excellent`, `good`, `fair`, `poor` or `very-poor`.
    pub health: Option<Health>,
    /// Amazon's words for the commonest reason.
    pub reason: Option<String>,
}

/// Amazon's word for how an offer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Health {
    Excellent,
    Good,
    Fair,
    Poor,
    VeryPoor,
}

/// What a buyer wrote with a return, as far as it may be printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// Days since 1970.
    pub day: u32,
    /// Index into [`Taken::codes`].
    pub code: u16,
    /// What [`super::quotes::scrub`] left.
    pub text: String,
}

/// What a report says about one ASIN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfAsin {
    /// The ASIN.
    pub asin: String,
    /// The product's name as the report has it first; not kept.
    pub product: String,
    /// Its returns, by day, in the order of the report.
    pub returns: Vec<Return>,
    /// What the Voice of the Customer says, one for each offer.
    pub ncx: Vec<Ncx>,
    /// What buyers wrote with complaints, latest first; none where nobody asked.
    pub quotes: Option<Vec<Quote>>,
}

/// Ratings of one day, of the whole store: seller feedback names no ASIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// The day.
    pub day: Date,
    /// How many of one star, of two … of five.
    pub stars: [u32; 5],
}

/// What was taken from a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Taken {
    /// The id of its format.
    pub report: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Its encoding, by the name that people know.
    pub encoding: String,
    /// How its rows fared.
    pub rows: Fared,
    /// First and last day in it, of any ASIN.
    pub dates: Option<(Date, Date)>,
    /// Reason codes that are not known.
    pub unknown: Vec<UnknownCode>,
    /// Reason codes in their normal form.
    pub codes: Vec<String>,
    /// The warehouse's gradings (`detailed-disposition`); the first is empty.
    pub gradings: Vec<String>,
    /// By ASIN.
    pub asins: Vec<OfAsin>,
    /// Seller feedback, by day.
    pub feedback: Vec<Ratings>,
    /// The readings that [`Return::reading`] counts.
    pub readings: Vec<Reading>,
    /// Whether ASINs were left out when it was kept.
    pub partial: bool,
}

impl Taken {
    /// What it says about an ASIN.
    pub fn of(&self, asin: &str) -> Option<&OfAsin> {
        self.asins.binary_search_by(|of| of.asin.as_str().cmp(asin)).ok().and_then(|at| self.asins.get(at))
    }
}
