//! Amazon's own reports: what they are, what they say, and a tally of it.
//!
//! ```text
//! bytes ─▶ source ─▶ rows ─▶ formats ─▶ take ─▶ Taken ─▶ tally ─▶ Tally
//!          encoding  cells   columns            kept beside the report
//! ```
//!
//! [`take::take`](crate::complaints::take::take) streams a report once: [`source`](crate::complaints::source) hashes, unpacks and tells the encoding, [`rows`](crate::complaints::rows)
//! cuts cells without decoding them, a file of [`formats`](crate::complaints::formats) says what they are, and what is left is a
//! [`taken::Taken`](crate::complaints::taken::Taken): for each ASIN its returns by day, reason and grading, with nothing of any buyer.
//! [`kept`](crate::complaints::kept) writes that beside the report and reads it where the report is absent. [`tally::tally`](crate::complaints::tally::tally) adds
//! up what a case needs.
//!
//! What a [`Tally`](crate::complaints::Tally) gives: for each ASIN and for all together, units by reason code, by topic (what would
//! answer it), by reason and grading, by day and by ISO week, those that are complaints
//! (`fault`), those whose comments bear the seller's readings, and what the Voice of the Customer says
//! (oldest first, so first and last are before and after); for each report its path, SHA-256, encoding,
//! dates and how its rows fared; the period; the stars of seller feedback, which is of the whole store.
//! It is `Serialize` and `Deserialize`, the same for raw reports and for what was kept of them.

/// Dates as reports write them.
pub mod dates;

/// Before and after a correction.
pub mod effect;

/// The reports, one file each.
pub mod formats;

/// What is kept beside a report.
pub mod kept;

/// What buyers wrote, without what leads to them.
pub mod quotes;

/// What a seller reads in comments.
pub mod reading;

/// Reason codes.
pub mod reasons;

/// Rows out of bytes.
pub mod rows;

/// Bytes, their hash and their encoding.
pub mod source;

/// A report into what is taken from it.
pub mod take;

/// What is taken from a report.
pub mod taken;

/// The tally of a case.
pub mod tally;

/// The ASINs with the most complaints.
pub mod worst;

pub use tally::Tally;

#[cfg(test)]
mod tests;
