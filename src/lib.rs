//! appealc: a compiler for Amazon product-quality appeals.

/// What an evidence file is: formats, kinds, and what of it can be shown.
pub mod evidence;

/// Puts evidence into the frame PDF that Typst laid out.
pub mod link;
