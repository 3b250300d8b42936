//! The file formats that can be shown.
//!
//! To add one: a file here with a `static FORMAT`, and its line in
//! [`FORMATS`](crate::evidence::formats::FORMATS). The order matters: signatures
//! first, then what is told apart by name, plain text last.

/// AVIF pictures.
pub mod avif;

/// BMP pictures.
pub mod bmp;

/// Comma- and tab-separated tables: CSV.
pub mod csv;

/// Word documents since 2007: DOCX.
pub mod docx;

/// Mail: EML.
pub mod eml;

/// Formats that are recognised only to be refused by name.
pub mod foreign;

/// GIF pictures.
pub mod gif;

/// HEIC photos.
pub mod heic;

/// JPEG photos.
pub mod jpeg;

/// Markdown, shown as the text that it is.
pub mod md;

/// QuickTime videos: MOV.
pub mod mov;

/// Videos in the ISO container: MP4.
pub mod mp4;

/// OpenDocument spreadsheets: ODS.
pub mod ods;

/// PDF documents.
pub mod pdf;

/// PNG pictures.
pub mod png;

/// SVG drawings.
pub mod svg;

/// Plain text and logs.
pub mod text;

/// TIFF pictures and scans.
pub mod tiff;

/// Tab-separated tables, among them Amazon's reports: TSV.
pub mod tsv;

/// WebP pictures.
pub mod webp;
/// Excel workbooks up to 2003: XLS.
pub mod xls;

/// Excel workbooks since 2007: XLSX.
pub mod xlsx;

use super::{Inspected, Limits, Refusal, Word};

/// A file format.
pub struct Format {
    /// Its id, also the `reader` of a refusal.
    pub id: Word,
    /// Its media type.
    pub media_type: &'static str,
    /// Usual extensions, lower case, without dot; the first is the one to write.
    pub extensions: &'static [&'static str],
    /// Whether these bytes are such a file; the name is lower case.
    pub sniff: fn(bytes: &[u8], name: &str) -> bool,
    /// Reads such a file.
    pub inspect: fn(bytes: &[u8], name: &str, limits: &Limits) -> Result<Inspected, Refusal>,
}

/// All formats, in the order in which they are tried.
pub static FORMATS: &[&Format] = &[
    &jpeg::FORMAT,
    &png::FORMAT,
    &gif::FORMAT,
    &webp::FORMAT,
    &bmp::FORMAT,
    &tiff::FORMAT,
    &heic::FORMAT,
    &avif::FORMAT,
    &svg::FORMAT,
    &pdf::FORMAT,
    &docx::FORMAT,
    &xlsx::FORMAT,
    &xls::FORMAT,
    &ods::FORMAT,
    &mp4::FORMAT,
    &mov::FORMAT,
    &eml::FORMAT,
    &tsv::FORMAT,
    &csv::FORMAT,
    &md::FORMAT,
    &text::FORMAT,
];

/// The format with this id.
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// Whether a format is told apart by name alone: writing of some sort, which may be called anything.
pub fn is_plain(format: &Format) -> bool {
    format.media_type.starts_with("text/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_and_extensions_are_unique() {
        let mut seen = BTreeSet::new();
        for format in FORMATS {
            assert!(!format.extensions.is_empty(), "{}", format.id);
            assert!(seen.insert(format.id), "{} twice", format.id);
            let others = format.extensions.iter().filter(|e| **e != format.id);
            for extension in others {
                assert!(seen.insert(extension), "{extension} twice");
            }
        }
    }
}
