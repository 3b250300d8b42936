//! appealc: a compiler for Amazon product-quality appeals.

/// Files, spans, lines and columns.
pub mod source;

/// Diagnostics as data.
pub mod diag;

/// What a run may vary.
pub mod options;

/// Marketplaces and dates.
pub mod market;

/// The only stage that reads the disk.
pub mod read;

/// Text into raw values.
pub mod parse;

/// Built-in templates and the workspace's own.
pub mod templates;

/// Types of complaint, as data.
pub mod issue_type;

/// What an evidence file is: formats, kinds, and what of it can be shown.
pub mod evidence;

/// Which font shows which character.
pub mod fonts;

/// Raw values into a case.
pub mod check;

/// Rules: what makes an appeal fail.
pub mod lint;

/// What goes into the outputs.
pub mod plan;

/// Data into text and frames.
pub mod render;

/// Puts evidence into the frame PDF that Typst laid out.
pub mod link;
