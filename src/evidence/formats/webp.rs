use std::io::Cursor;

use image_webp::WebPDecoder;

use crate::evidence::exif::{self, Exif};
use crate::evidence::raster::{self, Raster, unreadable};
use crate::evidence::{Inspected, LeftOut, Limits, Problem, Refusal};

use super::Format;

/// WebP, of an animation the first frame.
pub static FORMAT: Format = Format {
    id: "webp",
    media_type: "image/webp",
    extensions: &["webp"],
    sniff: |bytes, _| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Pictures of at most so many pixels are decoded when they are inspected.
const CHEAP: u64 = 4_000_000;

/// A file whose header was read.
struct Open<'a> {
    decoder: WebPDecoder<Cursor<&'a [u8]>>,
    width: u32,
    height: u32,
    exif: Exif,
    /// Bytes of the decoded picture.
    size: usize,
}

fn broken(error: &image_webp::DecodingError) -> Problem {
    Problem::damaged(error.to_string())
}

fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Open<'a>, Problem> {
    let stated = bytes.get(4..8).and_then(|four| four.first_chunk::<4>()).map(|four| u32::from_le_bytes(*four));
    let stated = u64::from(stated.unwrap_or(0)) + 8;
    if stated > bytes.len() as u64 + 1 {
        // A file of odd length may lack the last byte, which only pads it.
        return Err(Problem::Truncated { expected: Some(stated), found: bytes.len() as u64 });
    }
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    let bits = if decoder.has_alpha() { 32 } else { 24 };
    let size = raster::size(width, height, bits, limits)?;
    decoder.set_memory_limit(size.saturating_mul(2).max(1 << 20));
    let mut exif = match decoder.exif_metadata() {
        Ok(Some(block)) => exif::read(block.strip_prefix(b"Exif\0\0").unwrap_or(&block)),
        _ => Exif::default(),
    };
    let xmp = decoder.xmp_metadata().ok().flatten();
    exif.gps |= xmp.is_some_and(|xmp| memchr::memmem::find(&xmp, b"GPSLatitude").is_some());
    Ok(Open { decoder, width, height, exif, size })
}

/// Decodes the picture.
///
/// # Errors
///
/// A file that is damaged or too large.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Raster, Problem> {
    let Open { mut decoder, width, height, exif, size } = open(bytes, limits)?;
    let mut pixels = vec![0; size];
    let animated = decoder.is_animated();
    if animated {
        decoder.read_frame(&mut pixels).map_err(|error| broken(&error))?;
    } else {
        decoder.read_image(&mut pixels).map_err(|error| broken(&error))?;
    }
    let samples = if decoder.has_alpha() { 4 } else { 3 };
    let mut raster = Raster::of_samples(width, height, samples, pixels, decoder.is_lossy());
    raster.icc = decoder.icc_profile().ok().flatten();
    raster.orientation = exif.orientation;
    Ok(raster)
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let refuse = |problem| unreadable(FORMAT.id, problem);
    let open = open(bytes, limits).map_err(refuse)?;
    if u64::from(open.width) * u64::from(open.height) <= CHEAP {
        decode(bytes, limits).map_err(refuse)?;
    }
    let content = raster::image(open.width, open.height, open.exif.orientation, 3, 8);
    let mut found = Inspected::new(FORMAT.id, content);
    found.gps = open.exif.gps;
    found.taken = open.exif.taken;
    if open.decoder.is_animated() && open.decoder.num_frames() > 1 {
        found.left_out.push(LeftOut::Animation);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Content, ImageInfo};

    /// A lossless picture of 5 × 3, with an EXIF block that turns it.
    fn file() -> Vec<u8> {
        let mut data = Vec::new();
        let pixels: Vec<u8> = (0..45).map(|n| n * 5).collect();
        let mut encoder = image_webp::WebPEncoder::new(&mut data);
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        encoder.set_exif_metadata(exif.to_vec());
        encoder.encode(&pixels, 5, 3, image_webp::ColorType::Rgb8).expect("it is encoded");
        data
    }

    #[test]
    fn upright_and_exact() {
        let found = inspect(&file(), &Limits::default()).map(|found| found.content);
        let expected = ImageInfo { width: 3, height: 5, orientation: 6, components: 3, bits: 8 };
        assert_eq!(found, Ok(Content::Image(expected)));
        let raster = decode(&file(), &Limits::default()).expect("it is decoded");
        assert_eq!((raster.width, raster.height, raster.orientation), (5, 3, 6));
        let first = raster.palette.as_deref().map(|palette| palette[..3].to_vec());
        assert_eq!(first, Some(vec![0, 5, 10]));
    }

    #[test]
    fn cuts_and_lies_are_refused() {
        let whole = file();
        for end in 12..whole.len() - 2 {
            assert!(inspect(&whole[..end], &Limits::default()).is_err(), "{end}");
        }
        let small = Limits { pixels: 14, ..Limits::default() };
        let refusal = inspect(&whole, &small);
        assert!(matches!(refusal, Err(Refusal::Unreadable { problem: Problem::TooManyPixels { .. }, .. })));
    }
}
