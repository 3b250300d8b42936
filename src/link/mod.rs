//! Frame PDF and evidence become the bundle.
//!
//! Typst typesets a frame whose exhibits are placeholders: pictures of three pixels that hold a
//! magic word and a slot number. [`link`](crate::link::link) writes the evidence under the same
//! object numbers, like a linker that resolves symbols; everything else stays byte for byte as
//! Typst wrote it.
//! No position has to be looked up, because a picture and a form are drawn the same way.

/// Files attached to the bundle.
mod attach;

/// Pictures inside PDF files.
mod bare;

/// Objects of a source file, copied with everything that they refer to.
mod copy;

/// Why linking failed.
mod error;

/// The frame: its objects, placeholders and named destinations.
mod frame;

/// Links from page to page.
mod goto;

/// JPEG pictures, orientation, colour profiles.
mod image;

/// Optional content: layers that are hidden stay hidden.
mod layers;

/// Looks for annotations that come without one.
mod looks;

/// Annotations: what is drawn over a page.
mod marks;

/// The file being written.
mod out;

/// Pages of PDF files.
mod page;

/// How large placeholders are printed.
mod places;

/// PNG pictures.
mod png;

/// Pictures that were decoded.
mod raster;

/// Rows of pixels, filtered and compressed.
mod rows;

/// Pages of evidence as a file of their own.
mod sheets;
/// What stands where placeholders stood.
pub mod shown;

/// Values as PDF writes them.
mod syntax;

/// Evidence taken back out of a bundle.
pub mod taken;

use std::collections::BTreeMap;
use std::io::Write;

use crate::evidence::Word;
use crate::evidence::formats::svg;

pub use attach::Attachment;
pub use error::LinkError;
use frame::Frame;
use layers::Layers;
pub use out::Pieces;
pub use places::printed_sizes;
pub use sheets::{Sheet, sheets};

use out::Out;

/// A piece of evidence for a placeholder.
pub struct Part<'a> {
    /// The placeholder's number.
    pub slot: u32,
    /// The whole file; parts of one file are best given the same slice.
    pub bytes: &'a [u8],
    /// What of the file to show.
    pub what: What,
    /// What opens the file, where it is locked.
    pub password: Option<&'a str>,
}

/// What of a file to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A JPEG, upright by its EXIF orientation.
    Jpeg,
    /// A PNG.
    Png,
    /// A picture of a format that PDF does not know: it is decoded.
    Raster {
        /// The id of the format.
        format: Word,
        /// The page, from 0, of a file with several.
        page: usize,
    },
    /// A drawing, as vectors.
    Drawing,
    /// A page of a PDF.
    PdfPage {
        /// The page, from 0.
        index: usize,
    },
}

/// The bundle.
#[derive(Debug)]
pub struct Linked<'a> {
    /// The PDF file.
    pub pdf: Pieces<'a>,
    /// How many pages it has.
    pub pages: usize,
}

/// Puts the parts into the frame and attaches files. The same input gives the same bytes.
///
/// # Errors
///
/// A frame that is not of Typst's making, slots and parts that do not pair up, and files that
/// [`crate::evidence::inspect`] would refuse.
pub fn link<'a>(frame: &[u8], parts: &[Part<'a>], attachments: &[Attachment<'_>]) -> Result<Linked<'a>, LinkError> {
    let frame = Frame::read(frame)?;
    let pages = frame.pages()?.len();
    let slots = frame.slots()?;
    let mut placed: BTreeMap<u32, &Part<'a>> = BTreeMap::new();
    for part in parts {
        if !slots.contains_key(&part.slot) {
            return Err(LinkError::UnusedPart(part.slot));
        }
        if placed.insert(part.slot, part).is_some() {
            return Err(LinkError::TwiceTheSlot(part.slot));
        }
    }
    if let Some(slot) = slots.keys().find(|slot| !placed.contains_key(slot)) {
        return Err(LinkError::MissingPart(*slot));
    }

    let mut out = Out::new(frame.header(), frame.next(), frame.size());
    let replaced: Vec<u32> = slots.values().copied().chain([frame.root]).collect();
    let targets = goto::Targets::of(&frame)?;
    for (number, bytes) in frame.objects().into_iter().filter(|(number, _)| !replaced.contains(number)) {
        match targets.lead(&frame, number, bytes)? {
            Some(link) => out.object(number, &link),
            None => out.verbatim(number, bytes),
        }
    }
    let numbered = placed.into_iter().map(|(slot, part)| (slot, slots.get(&slot).copied().unwrap_or(0), part));
    let layers = write_parts(&mut out, numbered)?;
    let files = attach::write(&mut out, attachments);
    let catalog = attach::catalog(&frame, &files, &layers)?;
    out.object(frame.root, &catalog);
    Ok(Linked { pdf: out.finish(&frame.trailer), pages })
}

/// How many bytes parts take in a bundle, beside its frame.
///
/// # Errors
///
/// As [`link`].
pub fn weigh(parts: &[Part<'_>]) -> Result<usize, LinkError> {
    let mut out = Out::new(b"", 1, 0);
    let numbered: Vec<(u32, u32, &Part<'_>)> = parts.iter().map(|part| (part.slot, out.reserve(), part)).collect();
    write_parts(&mut out, numbered.into_iter())?;
    Ok(out.finish(b"").size())
}

/// Writes parts, each with its slot and the number of its object.
fn write_parts<'p, 'a: 'p>(
    out: &mut Out<'a>,
    placed: impl Iterator<Item = (u32, u32, &'p Part<'a>)>,
) -> Result<Layers, LinkError> {
    let mut layers = Layers::default();
    // Pages of one file go together, so that each file is open once and no two at a time.
    let mut sources: Vec<(&Part<'a>, Vec<page::Place>)> = Vec::new();
    let mut written: Vec<(&Part<'a>, u32)> = Vec::new();
    for (slot, number, part) in placed {
        let before = written.iter().find(|(other, _)| other.what == part.what && same(other.bytes, part.bytes));
        if let Some((_, number_before)) = before {
            image::draw_again(out, number, *number_before);
            continue;
        }
        written.push((part, number));
        let done = match part.what {
            What::Jpeg => image::write_jpeg(out, number, part.bytes),
            What::Png => png::write_png(out, number, part.bytes),
            What::Raster { format, page } => raster::write_raster(out, number, part.bytes, format, page),
            What::Drawing => {
                let place = page::Place { slot, number, index: 0 };
                let pdf = svg::pdf(part.bytes).map_err(|problem| LinkError::Part { slot, problem })?;
                page::write_pages(out, &pdf, None, &[place], &mut layers)?;
                Ok(())
            }
            What::PdfPage { index } => {
                let place = page::Place { slot, number, index };
                let known = sources.iter_mut().find(|(first, _)| same(first.bytes, part.bytes));
                match known {
                    Some((_, places)) => places.push(place),
                    None => sources.push((part, vec![place])),
                }
                Ok(())
            }
        };
        done.map_err(|problem| LinkError::Part { slot, problem })?;
    }
    for (first, places) in sources {
        page::write_pages(out, first.bytes, first.password, &places, &mut layers)?;
    }
    Ok(layers)
}

/// Whether two slices are the same place in memory: cheaper than comparing files.
fn same(a: &[u8], b: &[u8]) -> bool {
    std::ptr::eq(a, b)
}

/// How many pages a frame has, and the pages, from 1, that its named destinations lead to (Typst makes one of
/// each label that is linked to or stands at a heading).
///
/// # Errors
///
/// A frame that is not of Typst's making.
pub fn layout(frame: &[u8]) -> Result<(usize, BTreeMap<String, usize>), LinkError> {
    let frame = Frame::read(frame)?;
    Ok((frame.pages()?.len(), frame.destinations()?))
}

/// Compresses for `/FlateDecode`.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::new(6);
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), level);
    // Writing to memory does not fail.
    let done = zlib.write_all(bytes).and_then(|()| zlib.finish());
    done.unwrap_or_default()
}
