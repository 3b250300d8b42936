//! What a file is.
//!
//! [`inspect`](crate::evidence::inspect) takes the bytes of an evidence file and says what it is, told by content and not
//! by name, whether it can be shown, and what of it will not be. Everything that the linker
//! copies is checked here first: only what was checked is linked.
//!
//! A file format is a file in `formats` and its line in
//! [`FORMATS`](crate::evidence::formats::FORMATS).

/// Files inside files.
pub mod enclosed;

/// The EXIF block of a photo: orientation, date, GPS position.
pub mod exif;

/// Numbers of a spreadsheet, as its program shows them.
pub mod figure;

/// The file formats, one file each, and their list.
pub mod formats;

/// HTML as plain text.
pub mod html;

/// What an invoice says of itself.
pub mod invoice;

/// A message as text.
pub mod message;

/// Name trees and destinations of a PDF file.
pub mod names;

/// Office documents are ZIP archives: unpacking them within bounds.
pub mod pack;

/// The bookmarks of a PDF file.
pub mod outline;

/// The pages of a PDF file: the page tree walked with limits.
pub mod pages;

/// Everything that the pages of a PDF file need, read once.
pub mod reach;

/// Pictures of formats that PDF does not know.
pub mod raster;

/// What can be wrong with a file, and what is left out of it: data for messages.
pub mod problem;

/// What a spreadsheet shows.
pub mod sheet;

/// The text layer of PDF files.
pub mod text_layer;

/// What a Word document shows.
pub mod word;

/// Days as people write them.
pub mod written_date;

use serde::{Deserialize, Serialize};

pub use problem::{LeftOut, Problem, Refusal};

/// A word out of a fixed list (a format's id, an encoding's name), so that it can be read back
/// from JSON without allocation; see [`problem::word`].
pub type Word = &'static str;

/// How much of a file is accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Pixels of one image, width times height.
    pub pixels: u64,
    /// Pages of one file.
    pub pages: usize,
    /// MB that the parts of one Office document unpack to.
    pub unpacked_mb: u64,
    /// Rows of a table that are kept, the header included; all of them are counted.
    pub table_rows: usize,
    /// How deep files within files are looked into.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pixels: 300_000_000, pages: 5_000, unpacked_mb: 192, table_rows: 2_000, depth: 3 }
    }
}

impl Limits {
    /// The limits of a file that was within its limits when it was inspected.
    pub fn passed() -> Self {
        Self { pixels: u64::MAX, pages: usize::MAX, unpacked_mb: u64::MAX, ..Self::default() }
    }
}

/// A file that can be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// The id of the format in [`formats::FORMATS`]: `"jpeg"`, `"pdf"`, …
    #[serde(deserialize_with = "problem::word")]
    pub format: Word,
    /// What there is to show.
    pub content: Content,
    /// Whether the file tells where it was made.
    pub gps: bool,
    /// What the file holds that will not be in the bundle, each once, sorted.
    pub left_out: Vec<LeftOut>,
    /// Year, month and day when a photo was taken or a document made, if the file says so.
    pub taken: Option<(i16, u8, u8)>,
    /// Whether it opens with a password only.
    pub locked: bool,
    /// The bookmarks of a paged file, in their order.
    pub outline: Vec<outline::Bookmark>,
}

impl Inspected {
    /// A file of this format with nothing special about it.
    pub(crate) fn new(format: Word, content: Content) -> Self {
        let (left_out, outline) = (Vec::new(), Vec::new());
        Self { format, content, gps: false, left_out, taken: None, locked: false, outline }
    }
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// One picture.
    Image(ImageInfo),
    /// The sizes of all pages, in document order; never empty.
    Pages(Vec<PageSize>),
    /// Text, its line ends normalised to `\n`.
    Text {
        /// The decoded text.
        text: String,
        /// The encoding that it was in, as the Encoding Standard names it, or `UTF-32LE`/`BE`.
        #[serde(deserialize_with = "problem::word")]
        encoding: Word,
    },
    /// Rows of cells, the header first. Rows may differ in length.
    Table {
        /// The first rows, at most [`Limits::table_rows`].
        rows: Vec<Vec<String>>,
        /// The encoding that the file was in.
        #[serde(deserialize_with = "problem::word")]
        encoding: Word,
        /// How many rows the file has, the header included.
        total_rows: usize,
    },
    /// The sheets of a spreadsheet, in their order.
    Sheets(Vec<sheet::Sheet>),
    /// A mail.
    Mail(Box<Mail>),
    /// A text document with headings, tables and pictures.
    Document(Box<word::Document>),
    /// A video: facts about it.
    Video(Box<Video>),
}

/// A mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    /// From, To, Cc, Date and Subject: those that it has, decoded, in this order.
    pub headers: Vec<(String, String)>,
    /// Its text, line ends normalised to `\n`.
    pub text: String,
    /// Whether the text was made from HTML.
    pub from_html: bool,
    /// What is attached, pictures in the text included.
    pub attachments: Vec<enclosed::Enclosed>,
}

/// What a video says about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Video {
    /// Its length.
    pub milliseconds: u64,
    /// Width in pixels once upright.
    pub width: u32,
    /// Height in pixels once upright.
    pub height: u32,
    /// When it was recorded: date, time and zone.
    pub created: Option<String>,
    /// How its pictures are coded.
    pub codec: String,
    /// Whether it has sound.
    pub sound: bool,
    /// A picture that is stored as its cover: none or one.
    pub cover: Vec<enclosed::Enclosed>,
}

/// A picture, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageInfo {
    /// Width in pixels once upright.
    pub width: u32,
    /// Height in pixels once upright.
    pub height: u32,
    /// The EXIF orientation, 1 to 8; 1 is upright as stored.
    pub orientation: u8,
    /// Colour components as stored, alpha not counted; a palette counts as 3.
    pub components: u8,
    /// Bits of each component as stored.
    pub bits: u8,
}

/// The visible box of a page, in points of 1/72 inch, upright.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

/// Says what a file is, or why it cannot be shown.
///
/// `file_name` decides only where content cannot: between text, Markdown and tables.
///
/// # Errors
///
/// A [`Refusal`]: empty, a pointer instead of the file, damaged, or of a format that cannot be
/// shown.
pub fn inspect(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Inspected, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") && bytes.len() < 1024 {
        return Err(Refusal::LfsPointer);
    }
    let name = file_name.to_lowercase();
    for format in formats::FORMATS {
        if (format.sniff)(bytes, &name) {
            return (format.inspect)(bytes, &name, limits).map(tidied);
        }
    }
    let (what, convert_to) = formats::foreign::recognise(bytes, &name);
    Err(Refusal::Unsupported { what, convert_to })
}

/// As [`inspect`]; a file that opens with a password only is opened with this one.
///
/// # Errors
///
/// As [`inspect`]; [`Problem::NeedsPassword`] where the password is another.
pub fn inspect_locked(bytes: &[u8], file_name: &str, limits: &Limits, password: &str) -> Result<Inspected, Refusal> {
    match inspect(bytes, file_name, limits) {
        Err(Refusal::Unreadable { reader: "pdf", problem: Problem::NeedsPassword }) => {
            let found = formats::pdf::unlocked(bytes, limits, password).map(tidied)?;
            Ok(Inspected { locked: true, ..found })
        }
        other => other,
    }
}

fn tidied(mut found: Inspected) -> Inspected {
    found.left_out.sort();
    found.left_out.dedup();
    found
}

/// The last part of a lower-case file name after its dot, or an empty string.
pub(crate) fn extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((_, extension)) => extension,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8], name: &str) -> Option<Refusal> {
        inspect(bytes, name, &Limits::default()).err()
    }

    #[test]
    fn empty_and_pointer() {
        assert_eq!(refused(b"", "a.jpg"), Some(Refusal::Empty));
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n";
        assert_eq!(refused(pointer, "a.jpg"), Some(Refusal::LfsPointer));
    }

    #[test]
    fn told_by_content_not_by_name() {
        assert!(matches!(
            refused(b"8BPS\0\x01\0\0\0\0", "photo.jpg"),
            Some(Refusal::Unsupported { what, .. }) if what == "Photoshop image"
        ));
    }

    #[test]
    fn json_and_back() {
        let found = inspect(b"a,b\n1,2\n", "x.csv", &Limits::default());
        let text = serde_json::to_string(&found.as_ref().ok()).unwrap_or_default();
        let back: Option<Inspected> = serde_json::from_str(&text).ok();
        assert!(back.is_some());
        assert_eq!(back, found.ok());
    }
}
