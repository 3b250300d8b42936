//! Pictures in all their smaller sizes, made once per content and kept in a folder that may be deleted
//! at any time. What is found there is checked by length, hash and look before it is used.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::parts::{Unpacked, pieces};
use super::session::Ready;
use crate::evidence::Word;
use crate::picture::{self, Class, Rendition, Renditions};
use crate::plan::Exhibit;
use crate::read;
use crate::write;

/// A size that a picture can be shown in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Pixels, upright.
    pub width: u32,
    /// Pixels, upright.
    pub height: u32,
    /// The quality of a JPEG; a PNG has none.
    pub quality: Option<u8>,
    /// How many bytes it has.
    pub bytes: u64,
    sha256: String,
}

/// What is kept about a picture, sealed so that half of it is not taken for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sealed {
    index: Index,
    sha256: String,
}

/// Who made what is kept: another version may make other pictures.
fn maker() -> String {
    format!("appealc {} ladder {}", env!("CARGO_PKG_VERSION"), picture::VERSION)
}

/// What is known of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    maker: String,
    source: String,
    page: usize,
    class: String,
    own: (u32, u32),
    /// None where the picture cannot be decoded.
    steps: Option<Vec<Step>>,
}

/// A picture of the case.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Its hash.
    pub sha256: &'a str,
    /// Its format.
    pub format: Word,
    /// The page, from 0, of a file with several pictures.
    pub page: usize,
    /// What it shows.
    pub class: Class,
}

/// The sizes of a picture, and those that could not be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Width and height of the picture itself in pixels, upright; nothing where it cannot be decoded.
    pub own: (u32, u32),
    /// From large to small; empty where the picture stays as it is.
    pub steps: Vec<Step>,
    made: Vec<Rendition>,
}

/// Makes and keeps smaller pictures.
#[derive(Debug)]
pub struct Shelf<'s> {
    folder: &'s Path,
    /// How many pictures were decoded.
    pub decoded: usize,
}

impl<'s> Shelf<'s> {
    /// Keeps them in a folder.
    pub fn new(folder: &'s Path) -> Self {
        Self { folder, decoded: 0 }
    }

    /// The sizes of a picture.
    pub fn ladder(&mut self, source: &Source<'_>) -> Ladder {
        match self.index(source) {
            Some(index) => Ladder { own: index.own, steps: index.steps.unwrap_or_default(), made: Vec::new() },
            None => self.make(source),
        }
    }

    /// The file of a size.
    pub fn file(&mut self, source: &Source<'_>, ladder: &Ladder, at: usize) -> Option<Vec<u8>> {
        let step = ladder.steps.get(at)?;
        if let Some(made) = ladder.made.get(at) {
            return Some(made.bytes.clone());
        }
        let sound = |bytes: &Vec<u8>| {
            bytes.len() as u64 == step.bytes && read::sha256(bytes) == step.sha256 && looks(bytes, step)
        };
        let kept = read::kept::kept(self.folder, &name(source, &at.to_string())).filter(sound);
        kept.or_else(|| {
            // Made again, it has the same sizes.
            let again = self.make(source);
            let same = again.steps.get(at).is_some_and(|found| found == step);
            let kept = || read::kept::kept(self.folder, &name(source, &at.to_string())).filter(sound);
            again.made.get(at).map(|made| made.bytes.clone()).or_else(kept).filter(|_| same)
        })
    }

    /// A photo of a format that PDF does not know as a JPEG in its full size; `None` where it stays as it is.
    /// Where `sizes` may be wanted, what decodes it makes its smaller sizes too: to decode it again for them would
    /// take much longer.
    pub fn whole(&mut self, source: &Source<'_>, sizes: bool) -> Option<Vec<u8>> {
        let name = format!("{}-whole-jpeg", source.sha256);
        let kept = read::kept::kept(self.folder, &name).and_then(|file| opened(&file));
        let jpeg = kept.unwrap_or_else(|| {
            self.decoded += 1;
            let decoded = picture::decoded(source.bytes, source.format, sizes.then_some(source.class));
            let (whole, smaller) = match decoded {
                Ok((whole, smaller)) => (whole, smaller.map(Result::ok)),
                Err(_) => (None, Some(None)),
            };
            if let Some(smaller) = smaller {
                self.keep(source, smaller);
            }
            let made = whole.unwrap_or_default();
            // What cannot be kept is made again.
            let _ = write::keep(self.folder, &name, &sealed(&made));
            made
        });
        (!jpeg.is_empty()).then_some(jpeg)
    }

    fn index(&self, source: &Source<'_>) -> Option<Index> {
        let text = read::kept::kept(self.folder, &name(source, "sizes.json"))?;
        let Sealed { index, sha256 } = serde_json::from_slice(&text).ok()?;
        let right = index.maker == maker()
            && sha256 == read::sha256(&serde_json::to_vec(&index).ok()?)
            && index.source == source.sha256
            && index.page == source.page
            && index.class == source.class.name()
            && index.steps.as_ref().is_none_or(|steps| steps.iter().all(|step| step.width > 0 && step.bytes > 0));
        // Written once more it is the youngest, and the last to go where there is too much.
        let _ = right.then(|| write::keep(self.folder, &name(source, "sizes.json"), &text));
        right.then_some(index)
    }

    fn make(&mut self, source: &Source<'_>) -> Ladder {
        self.decoded += 1;
        self.keep(source, picture::renditions(source.bytes, source.format, source.page, source.class).ok())
    }

    /// Keeps the sizes of a picture, or that it cannot be decoded.
    fn keep(&self, source: &Source<'_>, found: Option<Renditions>) -> Ladder {
        let step = |one: &Rendition| Step {
            width: one.width,
            height: one.height,
            quality: one.quality,
            bytes: one.bytes.len() as u64,
            sha256: read::sha256(&one.bytes),
        };
        let steps = found.as_ref().map(|found| found.made.iter().map(step).collect::<Vec<_>>());
        let Renditions { own, mut made } = found.unwrap_or_default();
        let (sha256, class) = (source.sha256.to_owned(), source.class.name().to_owned());
        let index = Index { maker: maker(), source: sha256, page: source.page, class, own, steps };
        // The index last: where it stands, the rest does.
        let sha256 = read::sha256(&serde_json::to_vec(&index).unwrap_or_default());
        let text = serde_json::to_vec(&Sealed { index: index.clone(), sha256 }).unwrap_or_default();
        let files = made.iter().enumerate().map(|(at, one)| (at.to_string(), one.bytes.as_slice()));
        let kept = files
            .chain([("sizes.json".to_owned(), text.as_slice())])
            .try_for_each(|(part, bytes)| write::keep(self.folder, &name(source, &part), bytes));
        if kept.is_ok() {
            made.clear();
        }
        Ladder { own, steps: index.steps.unwrap_or_default(), made }
    }
}

/// A file with who made it and its hash in front, on a line of their own.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    [format!("{} {}\n", maker(), read::sha256(bytes)).as_bytes(), bytes].concat()
}

/// What was [`sealed`], if nothing is wrong with it.
fn opened(file: &[u8]) -> Option<Vec<u8>> {
    let end = file.iter().position(|byte| *byte == b'\n')?;
    let (line, bytes) = (file.get(..end)?, file.get(end + 1..)?);
    (line == format!("{} {}", maker(), read::sha256(bytes)).as_bytes()).then(|| bytes.to_vec())
}

/// Photos of formats that PDF does not know, as JPEG in their full size, by the hash of the file.
pub type Wholes = BTreeMap<String, Vec<u8>>;

/// Formats of photos that are decoded to be shown.
const DECODED: [&str; 3] = ["heic", "avif", "webp"];

/// The photos of a case that are decoded to be shown, also those inside its files; and how many had to be
/// decoded for it.
pub fn wholes(exhibits: &[Exhibit], ready: &Ready, inside: &Unpacked, folder: &Path) -> (Wholes, usize) {
    let mut shelf = Shelf::new(folder);
    let mut all = Wholes::new();
    let sizes = may_be_crowded(exhibits, ready);
    // The others' files are not asked for: they may have been put away.
    let asked = |exhibit: &&Exhibit| {
        let file = ready.case.evidence[exhibit.evidence].file.as_ref();
        !exhibit.inside.is_empty() || file.is_some_and(|file| DECODED.contains(&file.inspected.format))
    };
    for exhibit in exhibits.iter().filter(asked) {
        for source in pieces(exhibit, ready, inside).iter().filter_map(|piece| piece.picture) {
            if DECODED.contains(&source.format)
                && !all.contains_key(source.sha256)
                && let Some(jpeg) = shelf.whole(&source, sizes)
            {
                all.insert(source.sha256.to_owned(), jpeg);
            }
        }
    }
    (all, shelf.decoded)
}

/// Whether the limits may be exceeded before any picture is made smaller. Wrong, it costs time and nothing else.
fn may_be_crowded(exhibits: &[Exhibit], ready: &Ready) -> bool {
    /// A JPEG in full size has several times the bytes of the formats of today.
    const TIMES: u64 = 4;
    let cost = |exhibit: &Exhibit| {
        let file = ready.case.evidence[exhibit.evidence].file.as_ref();
        file.map_or(0, |file| if file.inspected.format == "jpeg" { file.bytes } else { file.bytes * TIMES })
    };
    let sum: u64 = exhibits.iter().map(cost).sum();
    let limit = ready.settings.bundle_mb.min(ready.settings.file_mb);
    sum as f64 > limit * 1e6
}

fn name(source: &Source<'_>, part: &str) -> String {
    let page = if source.page == 0 { String::new() } else { format!("-{}", source.page) };
    format!("{}-{}{page}-{part}", source.sha256, source.class.name())
}

/// Whether a file is a picture of that size.
fn looks(bytes: &[u8], step: &Step) -> bool {
    let limits = crate::evidence::Limits::default();
    let format = if step.quality.is_some() { "jpeg" } else { "png" };
    crate::evidence::inspect(bytes, "", &limits).is_ok_and(|found| {
        let size = |image: &crate::evidence::ImageInfo| (image.width, image.height) == (step.width, step.height);
        found.format == format && matches!(&found.content, crate::evidence::Content::Image(image) if size(image))
    })
}
