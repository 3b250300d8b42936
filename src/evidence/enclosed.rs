//! Files inside files: attachments of mail, pictures of documents, covers of videos.

use serde::{Deserialize, Serialize};

use super::{Content, Inspected, Limits, Problem, Refusal, formats, inspect};
use crate::read;

/// A file inside a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Its name, or an empty string.
    pub name: String,
    /// Its media type as the file around it says.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// What it is, if it can be shown.
    pub inspected: Option<Box<Inspected>>,
    /// Why it cannot be shown, in English.
    pub why: Option<String>,
}

impl Enclosed {
    /// Looks into a file that was found in another, as deep as the limits allow.
    pub fn new(name: String, media_type: String, bytes: &[u8], limits: &Limits) -> Self {
        let within = Limits { depth: limits.depth.saturating_sub(1), ..limits.clone() };
        let found = if limits.depth == 0 {
            Err("nested too deep".to_owned())
        } else {
            inspect(bytes, &name, &within).map_err(|refusal| why(&refusal))
        };
        let (inspected, why) = match found {
            Ok(inspected) => (Some(Box::new(inspected)), None),
            Err(why) => (None, Some(why)),
        };
        let sha256 = read::sha256(bytes);
        Self { name, media_type, bytes: bytes.len() as u64, sha256, inspected, why }
    }
}

/// A refusal in few words, as the bundle prints it.
fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "empty".to_owned(),
        Refusal::LfsPointer => "not the file itself".to_owned(),
        Refusal::Unreadable { problem: Problem::NeedsPassword, .. } => "needs a password".to_owned(),
        Refusal::Unreadable { problem: Problem::Truncated { .. }, .. } => "cut off".to_owned(),
        Refusal::Unreadable { .. } => "cannot be read".to_owned(),
        Refusal::Unsupported { what, .. } => what.clone(),
    }
}

impl Content {
    /// The files inside, in the order in which [`unpack`] gives their bytes.
    pub fn enclosed(&self) -> &[Enclosed] {
        match self {
            Self::Mail(mail) => &mail.attachments,
            Self::Document(document) => &document.pictures,
            Self::Video(video) => &video.cover,
            _ => &[],
        }
    }
}

/// The bytes of the files inside a file of this format, in the order of [`Content::enclosed`].
pub fn unpack(format: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    match format {
        "eml" => formats::eml::attachments(bytes),
        "docx" => formats::docx::pictures(bytes),
        "mp4" | "mov" => formats::mp4::cover(bytes).map(<[u8]>::to_vec).into_iter().collect(),
        _ => Vec::new(),
    }
}
