use heifer::heifer_isobmff::HeifFile;
use heifer::heifer_isobmff::boxes::Property;

use crate::evidence::exif::{self, Exif};
use crate::evidence::raster::{self, Raster, unreadable};
use crate::evidence::{Inspected, Limits, Problem, Refusal};

use super::{Format, foreign};

/// HEIC photos of phones.
pub static FORMAT: Format = Format {
    id: "heic",
    media_type: "image/heic",
    extensions: &["heic", "heif"],
    sniff: |bytes, _| bytes.get(4..8) == Some(b"ftyp") && foreign::boxes(bytes).0 == "HEIC image",
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// What the container says of its main picture.
pub(super) struct Facts<'a> {
    pub(super) file: HeifFile<'a>,
    /// Upright.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u8,
    pub(super) components: u8,
    exif: Exif,
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::damaged(error.to_string())
}

/// Reads the container; checks that everything the main picture needs is in the file.
///
/// # Errors
///
/// A file that is damaged, cut off or too large.
pub(super) fn facts<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Facts<'a>, Problem> {
    whole(bytes)?;
    let file = HeifFile::parse(bytes).map_err(broken)?;
    let id = file.primary_id;
    let (mut width, mut height) = match file.image_size(id).map_err(broken)? {
        Some(size) => size,
        None => return Err(Problem::damaged("a picture without a size")),
    };
    let (mut bits, mut components) = (8, 3);
    for property in file.item_properties(id).map_err(broken)? {
        match property {
            Property::CleanAperture { width: (w, by_w), height: (h, by_h), .. } => {
                if *by_w == 0 || *by_h == 0 {
                    return Err(Problem::damaged("an impossible crop"));
                }
                // As much as is whole pixels; never more than there is.
                (width, height) = (width.min(w / by_w), height.min(h / by_h));
            }
            Property::Rotation(1 | 3) => std::mem::swap(&mut width, &mut height),
            Property::PixelInfo(depths) => {
                bits = depths.first().copied().unwrap_or(8);
                components = if depths.len() == 1 { 1 } else { 3 };
            }
            _ => {}
        }
    }
    // Decoders hold 4 samples of 16 bits.
    raster::size(width, height, 64, limits)?;
    let parts = file.referenced_items(id, b"dimg");
    for item in parts.iter().chain([&id]) {
        file.item_data(*item).map_err(|_| Problem::Truncated { expected: None, found: bytes.len() as u64 })?;
    }
    let block = file.exif(id).ok().flatten();
    let mut exif = block.map_or_else(Exif::default, |block| exif::read(&block));
    let xmp = file.xmp(id).ok().flatten();
    exif.gps |= xmp.is_some_and(|xmp| memchr::memmem::find(&xmp, b"GPSLatitude").is_some());
    Ok(Facts { width, height, bits, components, exif, file })
}

/// Whether the last box ends where the file ends, or before.
fn whole(bytes: &[u8]) -> Result<(), Problem> {
    let mut at = 0_u64;
    let length = bytes.len() as u64;
    let number = |at: u64, size: usize| {
        let at = usize::try_from(at).ok()?;
        let part = bytes.get(at..at.checked_add(size)?)?;
        Some(part.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)))
    };
    while at < length {
        let size = match number(at, 4) {
            Some(0) => return Ok(()),
            Some(1) => number(at + 8, 8).filter(|size| *size >= 16),
            size => size.filter(|size| *size >= 8),
        };
        let Some(size) = size else { return Err(Problem::damaged("a box of impossible length")) };
        at = at.saturating_add(size);
    }
    if at > length { Err(Problem::Truncated { expected: Some(at), found: length }) } else { Ok(()) }
}

/// What is told of a picture in such a container.
pub(super) fn inspected(format: crate::evidence::Word, facts: &Facts<'_>) -> Inspected {
    let content = raster::image(facts.width, facts.height, 1, facts.components, facts.bits);
    let mut found = Inspected::new(format, content);
    found.gps = facts.exif.gps;
    found.taken = facts.exif.taken;
    found
}

/// The colour profile of the main picture, or of its first tile.
pub(super) fn profile(file: &HeifFile<'_>) -> Option<Vec<u8>> {
    let first = file.referenced_items(file.primary_id, b"dimg").first().copied();
    let items = [Some(file.primary_id), first];
    items.into_iter().flatten().find_map(|item| file.icc_profile(item).ok().flatten().map(<[u8]>::to_vec))
}

/// Decodes the main picture, upright.
///
/// # Errors
///
/// A file that is damaged or too large.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Raster, Problem> {
    let facts = facts(bytes, limits)?;
    // Workers take a core each.
    let options = heifer::Options { max_threads: 1, max_pixels: limits.pixels };
    let icc = profile(&facts.file);
    // Without a profile the colours may be of a wider space, stated by its number.
    let known = if icc.is_none() { heifer::decode_srgb_rgba8(bytes, &options).ok() } else { None };
    let image = match known {
        Some(image) => image,
        None => heifer::decode_rgba8(bytes, &options).map_err(broken)?,
    };
    let mut raster = Raster::of_samples(image.width, image.height, 4, image.data, true);
    raster.icc = icc;
    Ok(raster)
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let facts = facts(bytes, limits).map_err(|problem| unreadable(FORMAT.id, problem))?;
    let item = facts.file.primary_item().map(|item| item.item_type.0);
    match item {
        Ok(kind) if matches!(&kind, b"hvc1" | b"grid" | b"iovl" | b"iden") => Ok(inspected(FORMAT.id, &facts)),
        _ => Err(Refusal::Unsupported { what: "unusual HEIC image".to_owned(), convert_to: "jpeg" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Content, ImageInfo};

    fn made() -> Vec<u8> {
        let pixels: Vec<u8> = (0..64 * 48).flat_map(|n| [u8::try_from(n % 64 * 4).unwrap_or(0), 90, 30]).collect();
        heifer::encode_rgb8(64, 48, &pixels, &heifer::EncodeOptions::default()).expect("it is encoded")
    }

    #[test]
    fn a_photo_is_decoded() {
        let bytes = made();
        let found = inspect(&bytes, &Limits::default()).map(|found| found.content);
        let Ok(Content::Image(ImageInfo { width: 64, height: 48, orientation: 1, .. })) = found else {
            panic!("{found:?}")
        };
        let raster = decode(&bytes, &Limits::default()).expect("it is decoded");
        assert_eq!((raster.width, raster.height, raster.components), (64, 48, 3));
        let pixel = &raster.body.rows()[32 * 3..33 * 3];
        let near = |value: u8, wanted: u8| value.abs_diff(wanted) < 12;
        assert!(near(pixel[0], 128) && near(pixel[1], 90) && near(pixel[2], 30), "{pixel:?}");
    }

    #[test]
    fn cuts_and_lies_are_refused() {
        let whole = made();
        for end in 8..whole.len() {
            assert!(inspect(&whole[..end], &Limits::default()).is_err(), "{end}");
        }
        let few = Limits { pixels: 64 * 48 - 1, ..Limits::default() };
        let refusal = inspect(&whole, &few);
        assert!(matches!(refusal, Err(Refusal::Unreadable { problem: Problem::TooManyPixels { .. }, .. })));
    }
}
