//! Data into text and frames: Tera writes the letter, Typst lays out letter and bundle. Evidence
//! never passes through either; the bundle's frame holds placeholders.

use std::time::Duration;

use jiff::civil::Date;

use crate::fonts::Chosen;

/// The plain-text letter cut into blocks.
pub mod blocks;

/// The engine that runs the `typst` program.
pub mod cli;

/// The engine inside the program.
pub mod embedded;

/// Letters and form boxes, by Tera.
pub mod letter;

/// The Typst templates. They are ours alone: a workspace cannot override them.
pub const TYPST_FILES: &[(&str, &str)] = &[
    ("bundle.typ", include_str!("../../templates/bundle.typ")),
    ("letter.typ", include_str!("../../templates/letter.typ")),
    ("common.typ", include_str!("../../templates/common.typ")),
    ("parts.typ", include_str!("../../templates/parts.typ")),
    ("leaves.typ", include_str!("../../templates/leaves.typ")),
    ("letter-parts.typ", include_str!("../../templates/letter-parts.typ")),
    ("complaints.typ", include_str!("../../templates/complaints.typ")),
    ("base.typ", include_str!("../../templates/base.typ")),
];

/// A document to lay out.
pub struct Document<'a> {
    /// `bundle.typ` or `letter.typ`.
    pub main: &'static str,
    /// The data, as `case.json`.
    pub data: Vec<u8>,
    /// Language, paper and fonts, as `setting.json`.
    pub setting: Vec<u8>,
    /// Fonts beyond the embedded ones.
    pub fonts: &'a Chosen,
    /// The date of the document.
    pub date: Date,
    /// How long it may take.
    pub limit: Duration,
}

/// Why a document could not be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// No `typst` program was found; where it was looked for.
    Missing(String),
    /// It is too old.
    TooOld {
        /// Its version.
        found: String,
        /// The oldest that works.
        needed: &'static str,
    },
    /// It failed; what it said.
    Failed(String),
    /// It took longer than this.
    Timeout(Duration),
}

/// Lays out documents.
pub trait Engine {
    /// Name and version, such as `embedded 0.15.1`.
    fn name(&self) -> &str;

    /// Lays out a document as a PDF file.
    ///
    /// # Errors
    /// See [`EngineError`].
    fn typeset(&self, document: &Document<'_>) -> Result<Vec<u8>, EngineError>;
}
