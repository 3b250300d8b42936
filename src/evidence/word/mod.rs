//! What a Word document says: headings, paragraphs, lists, tables and pictures, in their order. How
//! it lies on its pages is not kept; the bundle says so.

/// Lists: which mark stands before a paragraph.
pub mod lists;

/// The parts of the document's XML, walked within bounds.
pub mod walk;

use serde::{Deserialize, Serialize};

use super::enclosed::Enclosed;

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What stands in it, from top to bottom.
    pub blocks: Vec<Block>,
    /// Blocks past the limit.
    pub more: usize,
    /// The pictures that the blocks name.
    pub pictures: Vec<Enclosed>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1.
        level: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// An entry of a list.
    Item {
        /// How deep, from 0.
        level: usize,
        /// What stands before it: `1.`, `•`.
        mark: String,
        /// Its text.
        runs: Vec<Run>,
    },
    /// A table.
    Table {
        /// The width of each column; may be empty.
        columns: Vec<u32>,
        /// Its rows.
        rows: Vec<Vec<Cell>>,
        /// Rows past the limit.
        more: usize,
    },
    /// A picture: its index in [`Document::pictures`].
    Picture {
        /// The index.
        index: usize,
        /// Its width on the page in points, if the document says so.
        width: Option<f64>,
    },
}

/// Text in one look.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The text; a line end begins a new line.
    pub text: String,
    /// Whether it is bold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// Whether it is slanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text; paragraphs stand on lines of their own.
    pub text: String,
    /// How many columns it spans.
    pub span: usize,
}
