//! appealc: a compiler for Amazon product-quality appeals.
//!
//! A case goes through stages; each is a module below, in the order of the flow, and uses only
//! what stands above it (`tests/suite/gates.rs` holds them to that):
//!
//! ```text
//! disk ─▶ read ─▶ parse ─▶ check · lint ─▶ plan ─▶ render ─▶ link ─▶ write ─▶ disk
//!         text    RawCase     Case        Exhibits   frame   bundle
//! ```
//!
//! [`verify`] goes the other way: from outputs on the disk back to what their manifest says. [`history`] is what
//! became of a case: rules and letters look back at it, and only commands that the seller runs for it write it.
//!
//! Only [`read`] reads the disk and only [`write`](mod@write) writes, but for two things that go when the
//! run goes: the scratch folder of [`render::cli`], and the nameless file in which a worker of
//! [`driver::pool`] notes what it is about to do. Pictures that were made smaller, and files that
//! something was blacked out of, are kept by [`write`](mod@write) as well, and read back as if a stranger
//! had written them; so is what was counted in a report of Amazon, beside the report, and what the last build
//! knew ([`driver::state`]). Stages hand on a
//! value and push [`diag::Finding`]s; [`lint`] gives them levels, [`report`] gives them looks, and `main`
//! alone turns them into an exit code. [`driver`] runs the stages once per case, in worker processes, so
//! that no file and no template can take the run down. [`serve`] shows what they found and made to a browser
//! on the same machine, and is the only module that listens.

// Of the program, its workers, and its tools, which are the program too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// Slips of writing that can have meant one thing only.
pub mod tidy;

/// Marketplaces and dates.
pub mod market;

/// Corrections: what was meant into which bytes change.
pub mod fix;

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

/// Pictures made smaller.
pub mod picture;

/// Which font shows which character.
pub mod fonts;

/// What sentences say: empty, promised, blaming and so on.
pub mod prose;

/// Amazon's own reports, and their tally.
pub mod complaints;

/// What was sent, and what Amazon answered.
pub mod history;

/// Raw values into a case.
pub mod check;

/// What goes into the outputs.
pub mod plan;

/// Rules: what makes an appeal fail.
pub mod lint;

/// Data into text and frames.
pub mod render;

/// Puts evidence into the frame PDF that Typst laid out.
pub mod link;

/// Blacks out: pages and pictures drawn anew, with boxes over what is nobody's business.
pub mod redact;

/// Reads outputs back and compares them with their manifest.
pub mod verify;

/// The only stage that writes outputs.
pub mod write;

/// How a case begins.
pub mod start;

/// The stages once per case, in worker processes.
pub mod driver;

/// Diagnostics and outcomes as text, one file per format.
pub mod report;

/// A local page that shows all of it and changes nothing.
pub mod serve;

/// What a case still lacks.
pub mod todo;

/// The commands, one file each.
pub mod cli;
