//! Blacks out: what shows something that is nobody's business is drawn anew as a picture, with
//! boxes painted over, and only that picture goes out. The file that is published is made from
//! nothing but such pictures; no byte of the original's text, metadata or outline is carried over.

/// What stands where.
mod find;

/// The glyphs of a page.
pub mod layer;

/// Pixels with boxes over them.
pub mod paint;

use crate::check::case::{Area, Hidden, Redaction};
use crate::evidence::{Content, Inspected, PageSize, Problem};
use crate::link::{self, LinkError, Sheet, What};
use crate::picture::{self, Rendition};
use crate::prose::fold::Needle;
use layer::{Layer, Sheets};

/// Dots an inch of a page that is drawn anew.
pub const DPI: f64 = 200.0;

/// The version of what is made here: another one makes what is kept of earlier ones worthless.
pub const VERSION: u32 = 1;

/// What to black out of a file.
pub struct Job<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// What opens it, if it is locked.
    pub password: Option<&'a str>,
    /// What it is.
    pub inspected: &'a Inspected,
    /// Its pages that are shown, from 1; a picture has page 1.
    pub pages: &'a [usize],
    /// What is blacked out.
    pub redactions: &'a [Redaction],
    /// What of the file a page is, from 1; 0 for a picture.
    pub what: fn(&Inspected, usize) -> What,
}

/// Where the boxes of a file lie.
pub struct Marked {
    boxes: Vec<Vec<[f64; 4]>>,
    /// The text that they hide.
    pub hidden: Vec<Hidden>,
    /// A plain file of the pages, where they are pages of a PDF.
    plain: Vec<u8>,
}

/// What goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The file.
    pub bytes: Vec<u8>,
    /// The ending of its name: `pdf`, `jpg`, `png`.
    pub ending: &'static str,
}

/// Why something cannot be blacked out.
#[derive(Debug, Clone, PartialEq)]
pub enum Failed {
    /// A text that stands nowhere on its pages.
    NotFound {
        /// Index of the redaction.
        redaction: usize,
        /// Its pages have no text at all: they are scans.
        scan: bool,
        /// Characters of its pages that say not what they are.
        unknown: usize,
    },
    /// A page that cannot be drawn as it is shown: its fonts are not in the file.
    Fonts {
        /// The page, from 1.
        page: usize,
    },
    /// A page with something that cannot be drawn.
    Undrawn {
        /// The page, from 1.
        page: usize,
    },
    /// A file that cannot be read.
    File(Problem),
}

impl From<LinkError> for Failed {
    fn from(error: LinkError) -> Self {
        Failed::File(match error {
            LinkError::Part { problem, .. } => problem,
            other => Problem::damaged(other.to_string()),
        })
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Failed::File(problem)
    }
}

impl Marked {
    /// The boxes of each page that is shown: left, top, right, bottom as parts of the page.
    pub fn boxes(&self) -> &[Vec<[f64; 4]>] {
        &self.boxes
    }
}

/// Finds the boxes of a file, and what text they hide.
///
/// # Errors
///
/// Every text that stands nowhere; or what makes the file unreadable.
pub fn mark(job: &Job<'_>) -> Result<Marked, Vec<Failed>> {
    let one = |failed: Failed| vec![failed];
    let mut boxes: Vec<Vec<[f64; 4]>> = vec![Vec::new(); job.pages.len()];
    let mut hidden = Vec::new();
    let paged = job.inspected.format == "pdf";
    let plain = if paged { plain(job).map_err(one)? } else { Vec::new() };
    let layers: Vec<Layer> = match paged {
        true => Sheets::open(&plain).map_err(|problem| one(problem.into()))?.layers(),
        false => Vec::new(),
    };
    let mut failed = Vec::new();
    for (at, redaction) in job.redactions.iter().enumerate() {
        let mut found = false;
        let (mut glyphs, mut unknown) = (0, 0);
        for (index, _) in job.pages.iter().enumerate().filter(|(_, page)| redaction.pages.contains(page)) {
            let layer = layers.get(index);
            let here = match &redaction.area {
                Area::Rect([left, top, width, height]) => {
                    let area = [left / 100.0, top / 100.0, (left + width) / 100.0, (top + height) / 100.0];
                    let texts = layer.map(|layer| layer.under(area)).unwrap_or_default();
                    hidden.extend(texts.into_iter().map(|text| Hidden { redaction: at, text, named: false }));
                    vec![area]
                }
                Area::Text(text) => {
                    let layer = layer.map(|layer| (layer.find(&Needle::new(text)), layer.glyphs.len(), layer.unknown));
                    let (areas, all, dark) = layer.unwrap_or_default();
                    glyphs += all;
                    unknown += dark;
                    areas
                }
            };
            found |= !here.is_empty();
            if let Some(boxes) = boxes.get_mut(index) {
                boxes.extend(here);
            }
        }
        match &redaction.area {
            Area::Text(text) if found => hidden.push(Hidden { redaction: at, text: text.clone(), named: true }),
            Area::Text(_) => failed.push(Failed::NotFound { redaction: at, scan: glyphs == 0, unknown }),
            Area::Rect(_) => {}
        }
    }
    hidden.sort_by(|a, b| (a.redaction, &a.text).cmp(&(b.redaction, &b.text)));
    hidden.dedup();
    if failed.is_empty() { Ok(Marked { boxes, hidden, plain }) } else { Err(failed) }
}

/// Makes the file that goes out.
///
/// # Errors
///
/// A page that cannot be drawn.
pub fn publish(job: &Job<'_>, marked: &Marked) -> Result<Published, Failed> {
    if let Content::Image(image) = &job.inspected.content {
        let boxes = marked.boxes.first().map(Vec::as_slice).unwrap_or_default();
        let made = match picture::boxed(job.bytes, job.inspected.format, boxes) {
            Ok(made) => made,
            // Colours of another kind, or a format that PDF does not know: drawn as it is shown.
            Err(_) => {
                let size = PageSize { width: f64::from(image.width), height: f64::from(image.height) };
                let sheet = Sheet { bytes: job.bytes, what: (job.what)(job.inspected, 0), password: None, size };
                let plain = link::sheets(&[sheet])?;
                let drawing = job.inspected.format == "svg";
                let scale = if drawing { DPI / 96.0 } else { 1.0 };
                let photo = matches!(job.inspected.format, "jpeg" | "heic" | "avif" | "webp");
                let pixels = Sheets::open(&plain)?.draw(0, scale).map_err(|lack| lack.of(1))?;
                picture::of_pixels(pixels.boxed(boxes).pixels(), photo.then_some(picture::Loss::Photo))?
            }
        };
        let ending = if made.quality.is_some() { "jpg" } else { "png" };
        return Ok(Published { bytes: made.bytes, ending });
    }
    let drawn;
    let plain = match marked.plain.is_empty() {
        true => {
            drawn = self::plain(job)?;
            &drawn
        }
        false => &marked.plain,
    };
    let source = Sheets::open(plain)?;
    let mut pictures: Vec<(Rendition, PageSize)> = Vec::new();
    for (index, (page, boxes)) in job.pages.iter().zip(&marked.boxes).enumerate() {
        let pixels = source.draw(index, DPI / 72.0).map_err(|lack| lack.of(*page))?;
        let made = picture::of_pixels(pixels.boxed(boxes).pixels(), Some(picture::Loss::WherePaid))?;
        pictures.push((made, size(job, *page)));
    }
    let sheets: Vec<Sheet<'_>> = pictures
        .iter()
        .map(|(made, size)| Sheet {
            bytes: &made.bytes,
            what: if made.quality.is_some() { What::Jpeg } else { What::Png },
            password: None,
            size: *size,
        })
        .collect();
    Ok(Published { bytes: link::sheets(&sheets)?, ending: "pdf" })
}

/// The pages that are shown as a plain file: upright, cropped, with their annotations.
fn plain(job: &Job<'_>) -> Result<Vec<u8>, Failed> {
    let (bytes, password) = (job.bytes, job.password);
    let sheet =
        |page: &usize| Sheet { bytes, what: (job.what)(job.inspected, *page), password, size: size(job, *page) };
    Ok(link::sheets(&job.pages.iter().map(sheet).collect::<Vec<_>>())?)
}

fn size(job: &Job<'_>, page: usize) -> PageSize {
    let fallback = PageSize { width: 612.0, height: 792.0 };
    match &job.inspected.content {
        Content::Pages(sizes) => page.checked_sub(1).and_then(|at| sizes.get(at)).copied().unwrap_or(fallback),
        _ => fallback,
    }
}
