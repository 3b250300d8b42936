//! Pictures made smaller: decoded once, written anew in a ladder of sizes, of which the plan takes
//! what the limits leave room for. The same file gives the same bytes everywhere.

/// Boxes over pixels.
mod boxes;

/// Pixels out of files.
mod decode;

/// Pixels into files.
mod encode;

/// Pixels into fewer pixels.
mod scale;

use crate::evidence::raster::Body;
use crate::evidence::{Limits, Problem};

pub use boxes::{Loss, boxed, of_pixels, paint};
pub use encode::photo;

/// Largest picture that is decoded, in pixels; one of three colours then takes 200 MB.
pub const MOST_PIXELS: u64 = 64_000_000;

/// The version of the ladders: another one makes what is kept of earlier ones worthless.
pub const VERSION: u32 = 4;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Things: it may be stored as JPEG.
    Photo,
    /// Text and lines: it keeps its kind of file, and its edges.
    Writing,
}

impl Class {
    /// What an exhibit of a kind shows.
    pub fn of(kind: &str) -> Self {
        if kind == "photo" { Class::Photo } else { Class::Writing }
    }

    /// `photo` or `writing`.
    pub fn name(self) -> &'static str {
        match self {
            Class::Photo => "photo",
            Class::Writing => "writing",
        }
    }
}

/// A picture, written anew: upright, without anything but pixels and colour profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The quality of a JPEG; a PNG has none.
    pub quality: Option<u8>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Longer sides of photos, with the quality at each: at small sizes grain is gone, and fewer bits
/// do. 2,000 pixels fill the width of a page with 290 dots an inch, 560 with 80.
const PHOTO: &[(u32, u8)] = &[(2000, 85), (1600, 84), (1300, 82), (1050, 80), (850, 78), (700, 76), (560, 75)];
/// The same for pictures of writing, whose edges a low quality would blur.
const WRITING: &[(u32, u8)] = &[(2600, 90), (2100, 90), (1750, 88), (1530, 88), (1280, 88), (1060, 88), (880, 88)];

/// A picture in all sizes of its ladder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renditions {
    /// Width and height of the picture itself in pixels, upright.
    pub own: (u32, u32),
    /// Its sizes, the largest first.
    pub made: Vec<Rendition>,
}

/// Writes a picture anew in all sizes of its ladder. `format` is that of
/// [`crate::evidence::Inspected::format`], `page` counts from 0 in a file of several.
///
/// # Errors
/// A picture that is too large, or not to be decoded.
pub fn renditions(bytes: &[u8], format: &str, page: usize, class: Class) -> Result<Renditions, Problem> {
    match format {
        "jpeg" => ladder(decode::jpeg(bytes)?, true, class),
        "png" => ladder(decode::png(bytes)?, false, class),
        format => {
            let limits = Limits { pixels: MOST_PIXELS, ..Limits::default() };
            let (raster, lossy) = decode::pixels(decode::other(bytes, format, page, &limits)?)?;
            ladder(raster, lossy, class)
        }
    }
}

/// What one decoding of a picture of a format that PDF does not know gives: the picture as a JPEG in its
/// full size, which PDF knows, and its smaller sizes, where they are wanted. The first is `None` where the picture is no photo, or
/// would lose by it: it is then stored pixel by pixel.
pub type Decoded = (Option<Vec<u8>>, Option<Result<Renditions, Problem>>);

/// Decodes a picture of a format that PDF does not know, once for all that it may be shown as; `sizes` says
/// what it is, where its smaller sizes are wanted.
///
/// # Errors
/// A picture that cannot be decoded.
pub fn decoded(bytes: &[u8], format: &str, sizes: Option<Class>) -> Result<Decoded, Problem> {
    let read = decode::other(bytes, format, 0, &Limits::passed())?;
    let whole = match &read.body {
        Body::Photo { rows, fine } if read.alpha.is_none() && read.palette.is_none() && read.orientation <= 1 => {
            encode::photo(&read, rows, *fine, read.icc.as_deref())
        }
        _ => None,
    };
    let sizes = sizes.map(|class| decode::pixels(read).and_then(|(raster, lossy)| ladder(raster, lossy, class)));
    Ok((whole, sizes))
}

/// All sizes of a picture; one that was `lossy` may become a JPEG, and so may a photo, but for line art.
fn ladder(mut raster: Raster, lossy: bool, class: Class) -> Result<Renditions, Problem> {
    let jpeg = lossy || (class == Class::Photo && !encode::is_line_art(&raster));
    let ladder = if class == Class::Photo { PHOTO } else { WRITING };
    let long = raster.width.max(raster.height);
    let own = if raster.orientation >= 5 { (raster.height, raster.width) } else { (raster.width, raster.height) };
    // Its own size first, where that is no larger than the first of the ladder.
    let first = ladder.first().filter(|(first, _)| long <= *first).map(|(_, quality)| (long, *quality));
    let smaller = ladder.iter().copied().filter(|(side, _)| u64::from(*side) * 20 < u64::from(long) * 19);
    let mut made = Vec::new();
    for (side, quality) in first.into_iter().chain(smaller) {
        let small = scale::to(&mut raster, side, class == Class::Writing)?.upright();
        made.push(encode::write(&small, jpeg.then_some(quality), class)?);
    }
    Ok(Renditions { own, made })
}

/// Pixels, row by row, eight bits a sample.
#[derive(Debug, Clone)]
pub(crate) struct Raster {
    /// Width in pixels as stored.
    pub(crate) width: u32,
    /// Height in pixels as stored.
    pub(crate) height: u32,
    /// Samples of a pixel.
    pub(crate) samples: Samples,
    /// The samples.
    pub(crate) data: Vec<u8>,
    /// The colour profile.
    pub(crate) profile: Option<Vec<u8>>,
    /// The EXIF orientation.
    pub(crate) orientation: u8,
}

impl Raster {
    /// The same picture in another size.
    fn with_pixels(&self, width: u32, height: u32, data: Vec<u8>) -> Self {
        let (samples, profile) = (self.samples, self.profile.clone());
        Self { width, height, samples, data, profile, orientation: self.orientation }
    }
}

/// What the samples of a pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Samples {
    Grey,
    GreyAlpha,
    Rgb,
    RgbAlpha,
    Cmyk,
    /// As Adobe stores CMYK: luma and chroma of the inverted colours, inverted black.
    Ycck,
}

impl Samples {
    /// How many.
    pub(crate) fn count(self) -> usize {
        match self {
            Samples::Grey => 1,
            Samples::GreyAlpha => 2,
            Samples::Rgb => 3,
            Samples::RgbAlpha | Samples::Cmyk | Samples::Ycck => 4,
        }
    }
}

impl Raster {
    /// The picture as it is looked at.
    fn upright(self) -> Self {
        let (width, height) = (self.width as usize, self.height as usize);
        let turned = self.orientation >= 5;
        if !(2..=8).contains(&self.orientation) {
            return self;
        }
        let count = self.samples.count();
        let (new_width, new_height) = if turned { (height, width) } else { (width, height) };
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..new_height {
            for x in 0..new_width {
                // Where the pixel that is shown at (x, y) is stored.
                let (from_x, from_y) = match self.orientation {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };
                let at = (from_y * width + from_x) * count;
                data.extend_from_slice(self.data.get(at..at + count).unwrap_or_default());
            }
        }
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self { width: size(new_width), height: size(new_height), data, orientation: 1, ..self }
    }
}

#[cfg(test)]
mod tests;
