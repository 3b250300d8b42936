//! appealc: a compiler for Amazon product-quality appeals.

/// Files, spans, lines and columns.
pub mod source;

/// Diagnostics as data.
pub mod diag;

/// What a run may vary.
pub mod options;

/// How text from a file is shown.
pub mod quote;

/// The words, in English and Chinese.
pub mod locale;

/// What an evidence file is: formats, kinds, and what of it can be shown.
pub mod evidence;

/// Rules: what makes an appeal fail.
pub mod lint;

/// Puts evidence into the frame PDF that Typst laid out.
pub mod link;

/// Diagnostics and outcomes as text, one file per format.
pub mod report;
