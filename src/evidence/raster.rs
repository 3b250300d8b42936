//! Pictures of formats that PDF does not know: read here, written by the linker.

use super::formats::{avif, bmp, gif, heic, tiff, webp};
use super::{Content, ImageInfo, Inspected, Limits, Problem, Refusal, Word};

/// A picture as rows of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Width in pixels as stored.
    pub width: u32,
    /// Height in pixels as stored.
    pub height: u32,
    /// The EXIF orientation, 1 to 8.
    pub orientation: u8,
    /// Colour components: 1, 3 or 4; with a palette 1.
    pub components: u8,
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// Its pixels.
    pub body: Body,
    /// Three bytes a colour, where the samples are numbers of colours.
    pub palette: Option<Vec<u8>>,
    /// A byte a pixel, 0 transparent, 255 opaque.
    pub alpha: Option<Vec<u8>>,
    /// The colour profile.
    pub icc: Option<Vec<u8>>,
    /// Whether the samples mean the opposite: of 1 component, 0 is white.
    pub inverted: bool,
}

/// The pixels of a [`Raster`].
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Rows, top to bottom, each of whole bytes.
    Exact(Vec<u8>),
    /// Rows of whole bytes out of a file that had lost detail already: a photo.
    Photo {
        /// The rows.
        rows: Vec<u8>,
        /// Whether colours are stored as finely as brightness.
        fine: bool,
    },
    /// Fax codes as they are.
    Fax {
        /// The codes.
        data: Vec<u8>,
        /// Below 0 group 4, 0 group 3 in one dimension, above 0 in two.
        k: i8,
        /// Whether each row begins a byte.
        aligned: bool,
    },
    /// A JPEG file as it is.
    Jpeg {
        /// The file.
        data: Vec<u8>,
        /// Three components are red, green and blue, whatever a reader would guess.
        rgb: bool,
    },
}

impl Body {
    /// The rows; none of what stays as it is.
    pub fn rows(&self) -> &[u8] {
        match self {
            Self::Exact(rows) | Self::Photo { rows, .. } => rows,
            Self::Fax { .. } | Self::Jpeg { .. } => &[],
        }
    }
}

/// Bytes that the pixels of one picture may take.
const MEMORY: u64 = 1_000_000_000;

/// Checks a size before anything is reserved for it; how many bytes the rows take.
///
/// # Errors
///
/// No pixels, or more than the limit.
pub fn size(width: u32, height: u32, bits: u32, limits: &Limits) -> Result<usize, Problem> {
    if width == 0 || height == 0 {
        return Err(Problem::damaged("impossible dimensions"));
    }
    let pixels = u64::from(width) * u64::from(height);
    let row = (u64::from(width) * u64::from(bits)).div_ceil(8);
    let bytes = row * u64::from(height);
    match usize::try_from(bytes) {
        Ok(fits) if pixels <= limits.pixels && bytes <= MEMORY => Ok(fits),
        _ => {
            let limit = limits.pixels.min(MEMORY * 8 / u64::from(bits.max(1)));
            Err(Problem::TooManyPixels { width, height, limit })
        }
    }
}

/// Decodes a picture, or a page (from 0) of a file with several.
///
/// # Errors
///
/// What is wrong with the file; a format without pixels.
pub fn decode(format: Word, bytes: &[u8], page: usize, limits: &Limits) -> Result<Raster, Problem> {
    match format {
        "avif" => avif::decode(bytes, limits),
        "bmp" => bmp::decode(bytes, limits),
        "gif" => gif::decode(bytes, limits).map(|found| found.raster),
        "heic" => heic::decode(bytes, limits),
        "tiff" => tiff::decode(bytes, page, limits),
        "webp" => webp::decode(bytes, limits),
        _ => Err(Problem::damaged("no picture")),
    }
}

/// Whether a format's pictures go through here.
pub fn is_raster(format: Word) -> bool {
    matches!(format, "avif" | "bmp" | "gif" | "heic" | "tiff" | "webp")
}

/// A refusal by the reader of a format.
pub(crate) fn unreadable(reader: Word, problem: Problem) -> Refusal {
    Refusal::Unreadable { reader, problem }
}

/// What there is to say of a picture.
pub(crate) fn inspected(format: Word, raster: &Raster) -> Inspected {
    let components = if raster.palette.is_some() { 3 } else { raster.components };
    Inspected::new(format, image(raster.width, raster.height, raster.orientation, components, raster.bits))
}

/// A picture of that size as stored, as it stands upright.
pub(crate) fn image(width: u32, height: u32, orientation: u8, components: u8, bits: u8) -> Content {
    let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
    Content::Image(ImageInfo { width, height, orientation, components, bits })
}

impl Raster {
    /// A picture of whole bytes: 1 to 4 samples a pixel, of which the last of 2 and 4 is alpha.
    /// Alpha that hides nothing is left away; a picture without colours becomes grey, one of at
    /// most 256 colours gets a palette, unless it is a photo.
    pub fn of_samples(width: u32, height: u32, samples: usize, data: Vec<u8>, photo: bool) -> Self {
        let (mut components, mut data, mut alpha) = match samples {
            2 | 4 => {
                let step = samples - 1;
                let opaque = data.iter().skip(step).step_by(samples).all(|alpha| *alpha == 255);
                let alpha = (!opaque).then(|| data.iter().skip(step).step_by(samples).copied().collect());
                let mut colours = Vec::with_capacity(data.len() / samples * step);
                data.chunks_exact(samples)
                    .for_each(|pixel| colours.extend_from_slice(pixel.get(..step).unwrap_or(pixel)));
                (step, colours, alpha)
            }
            _ => (samples, data, None::<Vec<u8>>),
        };
        let grey = components == 3 && data.as_chunks::<3>().0.iter().all(|[r, g, b]| r == g && g == b);
        if grey {
            data = data.into_iter().step_by(3).collect();
            components = 1;
        }
        let mut palette = None;
        if components == 3
            && !photo
            && let Some((colours, indices)) = few_colours(&data)
        {
            data = indices;
            palette = Some(colours);
            components = 1;
        }
        let body = if photo { Body::Photo { rows: data, fine: false } } else { Body::Exact(data) };
        let components = u8::try_from(components).unwrap_or(1);
        alpha = alpha.filter(|alpha| !alpha.is_empty());
        Self { width, height, orientation: 1, components, bits: 8, body, palette, alpha, icc: None, inverted: false }
    }
}

/// The palette of a picture of at most 256 colours, in the order of their appearance, and its
/// pixels as numbers.
fn few_colours(data: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut known = std::collections::BTreeMap::new();
    let mut palette = Vec::new();
    let mut indices = Vec::with_capacity(data.len() / 3);
    let mut last = ([0; 3], None);
    for colour in data.as_chunks::<3>().0 {
        if let (before, Some(index)) = last
            && before == *colour
        {
            indices.push(index);
            continue;
        }
        let next = u8::try_from(known.len()).ok();
        let index = match known.get(colour) {
            Some(index) => *index,
            None => {
                palette.extend_from_slice(colour);
                known.insert(*colour, next?);
                next?
            }
        };
        indices.push(index);
        last = (*colour, Some(index));
    }
    Some((palette, indices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let limits = Limits::default();
        assert_eq!(size(9, 2, 1, &limits), Ok(4));
        assert_eq!(size(3, 2, 24, &limits), Ok(18));
        assert!(matches!(size(0, 2, 8, &limits), Err(Problem::Damaged { .. })));
        assert!(matches!(size(65_535, 65_535, 8, &limits), Err(Problem::TooManyPixels { .. })));
        assert!(matches!(size(u32::MAX, u32::MAX, 64, &limits), Err(Problem::TooManyPixels { .. })));
    }

    #[test]
    fn colours_are_stored_as_what_they_are() {
        let of = |samples, data: &[u8]| Raster::of_samples(2, 1, samples, data.to_vec(), false);
        let grey = of(4, &[7, 7, 7, 255, 9, 9, 9, 255]);
        assert_eq!((grey.components, grey.body.rows(), grey.alpha), (1, &[7, 9][..], None));
        let few = of(3, &[1, 2, 3, 4, 5, 6]);
        assert_eq!((few.palette.as_deref(), few.body.rows()), (Some(&[1, 2, 3, 4, 5, 6][..]), &[0, 1][..]));
        let clear = of(2, &[5, 0, 6, 255]);
        assert_eq!((clear.components, clear.alpha.as_deref()), (1, Some(&[0, 255][..])));
        let many: Vec<u8> = (0..=255_u8).flat_map(|n| [n, 0, 0]).chain([0, 1, 0]).collect();
        assert_eq!(Raster::of_samples(257, 1, 3, many, false).palette, None);
    }
}
