use serde::{Deserialize, Deserializer, Serialize};

use super::{Word, formats};

/// Why a file cannot be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "kebab-case")]
pub enum Refusal {
    /// Zero bytes.
    Empty,
    /// A Git LFS pointer stands where the file should be.
    LfsPointer,
    /// The format is known and shown, this file of it cannot be read.
    Unreadable {
        /// The id of the format that was tried.
        #[serde(deserialize_with = "word")]
        reader: Word,
        /// What is wrong.
        problem: Problem,
    },
    /// A format, or a flavour of one, that cannot be shown.
    Unsupported {
        /// Its name for a message, such as `HEIC image`.
        what: String,
        /// What to make of it: `jpeg`, `png`, `pdf`, `csv`, `txt`, `stills` (pictures out of a
        /// video) or `contents` (the files packed inside).
        #[serde(deserialize_with = "word")]
        convert_to: Word,
    },
}

/// What is wrong with a file of a known format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum Problem {
    /// The file ends too early.
    Truncated {
        /// Bytes or other units that there should be, where that is known.
        expected: Option<u64>,
        /// How many there are.
        found: u64,
    },
    /// It opens only with a password.
    NeedsPassword,
    /// The variable of the environment that holds its password is not set.
    PasswordUnset {
        /// The variable.
        variable: String,
    },
    /// The password that was given does not open it.
    WrongPassword {
        /// The variable that holds it.
        variable: String,
    },
    /// Encrypted in a way that is not known.
    UnknownEncryption,
    /// A part of an encrypted file does not decrypt.
    DecryptionFailed,
    /// It has no pages.
    NoPages,
    /// The number of pages that it states is not the number of pages in it.
    PageCount {
        /// The number stated.
        stated: i64,
        /// The number found.
        found: usize,
    },
    /// A page whose visible box is empty or absurd.
    PageSize {
        /// The page, from 1.
        page: usize,
    },
    /// A page whose content does not decode.
    PageDamaged {
        /// The page, from 1.
        page: usize,
    },
    /// More pages than the limit.
    TooManyPages {
        /// Pages found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// More pixels than the limit.
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The limit on width times height.
        limit: u64,
    },
    /// It unpacks to more than the limit.
    Unpacked {
        /// The limit in megabytes.
        limit: u64,
    },
    /// No sheet of it has a cell with something in it.
    NoCells,
    /// No text, no table and no picture.
    NoText,
    /// A checksum does not fit.
    BadCrc {
        /// The PNG chunk.
        chunk: String,
    },
    /// Anything else; the detail is English and for experts.
    Damaged {
        /// What was found.
        detail: String,
    },
}

impl Problem {
    /// Damage with a detail.
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

/// Something in a file that does not reach the bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "left-out", rename_all = "kebab-case")]
pub enum LeftOut {
    /// Scripts.
    JavaScript,
    /// An action that starts a program.
    LaunchAction,
    /// An action when the file or a page is opened.
    OpenAction,
    /// A file inside the file.
    EmbeddedFile {
        /// Its name.
        name: String,
    },
    /// A link to the outside.
    RemoteLink {
        /// Where it leads.
        uri: String,
    },
    /// Links between places of the file.
    InternalLink,
    /// A form description in XML; the pages beneath it are shown.
    Xfa,
    /// Sound, video, 3D.
    Media,
    /// Pages after the first of an animation.
    Animation,
    /// Fonts that a drawing names or brings: its text is set in others.
    Fonts,
    /// An annotation for which no look could be made.
    Annotation {
        /// Its subtype.
        subtype: String,
        /// The page, from 1.
        page: usize,
    },
    /// A chart.
    Chart,
    /// A picture over the cells of a spreadsheet, or one that cannot be shown.
    Picture {
        /// Its name in the file.
        what: String,
    },
    /// Pictures on the web that a mail would load.
    RemotePictures {
        /// How many.
        count: usize,
    },
    /// Attachments past the limit.
    Attachments {
        /// How many.
        count: usize,
    },
    /// An attachment that cannot be shown.
    Attachment {
        /// Its name.
        name: String,
    },
    /// Headers and footers of pages.
    Margins,
    /// Text that was deleted with changes tracked.
    Deleted,
    /// Text that the document hides.
    HiddenText,
    /// Formulas and drawings that are no text.
    Drawing,
    /// Comments at the edge.
    Comments,
    /// Programs inside the file.
    Macros,
    /// Columns of a sheet past the limit.
    Columns {
        /// The sheet.
        sheet: String,
        /// How many.
        count: usize,
    },
    /// Sheets past the limit.
    Sheets {
        /// How many.
        count: usize,
    },
    /// Rows of a table past the limit.
    Rows {
        /// How many.
        count: usize,
    },
}

/// Reads a [`Word`] back: it has to be one that this program writes.
///
/// # Errors
///
/// The word is unknown.
pub fn word<'de, D: Deserializer<'de>>(input: D) -> Result<Word, D::Error> {
    const OTHERS: &[&str] = &["jpeg", "png", "pdf", "csv", "txt", "stills", "contents", "UTF-32LE", "UTF-32BE"];
    let text = String::deserialize(input)?;
    let formats = formats::FORMATS.iter().map(|format| format.id);
    let known = OTHERS.iter().copied().chain(formats);
    if let Some(found) = known.into_iter().find(|known| *known == text) {
        return Ok(found);
    }
    match encoding_rs::Encoding::for_label(text.as_bytes()) {
        Some(encoding) => Ok(encoding.name()),
        None => Err(serde::de::Error::custom(format!("unknown word {text}"))),
    }
}
