use heifer::color::{ColorParams, frame_to_rgba_as};
use heifer::heifer_hevc_dec::recon::Frame;
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use heifer::image::Image;
use re_rav1d::dav1d::pixel::YUVRange;
use re_rav1d::dav1d::{Decoder, Picture, PixelLayout, PlanarImageComponent, Settings};

use crate::evidence::raster::{self, Body, Raster, unreadable};
use crate::evidence::{Inspected, LeftOut, Limits, Problem, Refusal};

use super::{Format, foreign, heic};

/// AVIF, of an animation its main picture.
pub static FORMAT: Format = Format {
    id: "avif",
    media_type: "image/avif",
    extensions: &["avif"],
    sniff: |bytes, _| bytes.get(4..8) == Some(b"ftyp") && foreign::boxes(bytes).0 == "AVIF image",
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

fn damaged(detail: &str) -> Problem {
    Problem::damaged(detail)
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::damaged(error.to_string())
}

/// Decodes a coded picture to planes of samples.
fn planes(data: Vec<u8>, limits: &Limits) -> Result<(Frame, u16), Problem> {
    // The decoder would complain about it on the standard error stream.
    if data.is_empty() {
        return Err(damaged("AV1 data without a picture"));
    }
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_all_layers(false);
    settings.set_frame_size_limit(u32::try_from(limits.pixels).unwrap_or(u32::MAX));
    let mut decoder = Decoder::with_settings(&settings).map_err(broken)?;
    match decoder.send_data(data, None, None, None) {
        Ok(()) => {}
        Err(error) if error.is_again() => {}
        Err(error) => return Err(broken(error)),
    }
    for _ in 0..1000 {
        match decoder.get_picture() {
            Ok(picture) => return frame(&picture),
            Err(error) if !error.is_again() => return Err(broken(error)),
            Err(_) => match decoder.send_pending_data() {
                Ok(()) => {}
                Err(error) if error.is_again() => {}
                Err(error) => return Err(broken(error)),
            },
        }
    }
    Err(damaged("AV1 data without a picture"))
}

/// The picture's samples, and the number of its colour matrix.
fn frame(picture: &Picture) -> Result<(Frame, u16), Problem> {
    let (width, height) = (picture.width(), picture.height());
    let half = |size: u32| size.div_ceil(2);
    let (chroma_format, chroma) = match picture.pixel_layout() {
        PixelLayout::I400 => (0, (0, 0)),
        PixelLayout::I420 => (1, (half(width), half(height))),
        PixelLayout::I422 => (2, (half(width), height)),
        PixelLayout::I444 => (3, (width, height)),
    };
    let depth = picture.bits_per_component().map_or(8, |bits| bits.0);
    let plane = |component, (wide, high): (u32, u32)| -> Result<Vec<u16>, Problem> {
        if wide == 0 {
            return Ok(Vec::new());
        }
        let samples = picture.plane(component);
        let stride = picture.stride(component) as usize;
        let bytes = if depth > 8 { 2 } else { 1 };
        let mut all = Vec::with_capacity(wide as usize * high as usize);
        for row in samples.chunks(stride.max(1)).take(high as usize) {
            let row = row.get(..wide as usize * bytes).ok_or_else(|| damaged("a row that is too short"))?;
            if bytes == 2 {
                all.extend(row.as_chunks::<2>().0.iter().map(|pair| u16::from_ne_bytes(*pair)));
            } else {
                all.extend(row.iter().map(|byte| u16::from(*byte)));
            }
        }
        Ok(all)
    };
    let depth8 = u8::try_from(depth).unwrap_or(8);
    let frame = Frame {
        widths: [width, chroma.0, chroma.0],
        heights: [height, chroma.1, chroma.1],
        planes: [
            plane(PlanarImageComponent::Y, (width, height))?,
            plane(PlanarImageComponent::U, chroma)?,
            plane(PlanarImageComponent::V, chroma)?,
        ],
        bit_depth: [depth8; 2],
        chroma_format,
        full_range: picture.color_range() == YUVRange::Full,
        matrix_coeffs: 2,
    };
    let matrix = picture.matrix_coefficients() as u16;
    Ok((frame, matrix))
}

/// The colour conversion that the container states.
fn stated(file: &HeifFile<'_>, id: ItemId) -> Option<ColorParams> {
    file.item_properties(id).ok()?.find_map(|property| match property {
        Property::Color(ColorInfo::Nclx { matrix, full_range, .. }) => {
            Some(ColorParams { matrix: *matrix, full_range: *full_range })
        }
        _ => None,
    })
}

/// A coded item, and whether its colours are as fine as its brightness.
fn coded(file: &HeifFile<'_>, id: ItemId, limits: &Limits) -> Result<(Image<u8>, bool), Problem> {
    let data = file.item_data(id).map_err(broken)?.into_owned();
    let (frame, matrix) = planes(data, limits)?;
    let own = ColorParams { matrix, full_range: frame.full_range };
    let parent = file.referencing_items(id, b"dimg").first().copied();
    let params = stated(file, id).or_else(|| stated(file, parent?)).unwrap_or(own);
    Ok((frame_to_rgba_as(&frame, params), frame.chroma_format == 3))
}

/// An item: coded, or a grid of coded ones.
fn item(file: &HeifFile<'_>, id: ItemId, limits: &Limits) -> Result<(Image<u8>, bool), Problem> {
    let found = file.item(id).map_err(broken)?;
    match &found.item_type.0 {
        b"av01" => coded(file, id, limits),
        b"grid" => {
            let grid = file.grid(id).map_err(broken)?;
            raster::size(grid.output_width, grid.output_height, 32, limits)?;
            let tiles = file.referenced_items(id, b"dimg");
            if tiles.len() != usize::from(grid.rows) * usize::from(grid.columns) || tiles.is_empty() {
                return Err(damaged("a grid without its tiles"));
            }
            let mut whole = Image::<u8>::filled_samples(grid.output_width, grid.output_height, 8, [0, 0, 0, 255]);
            let mut fine = true;
            for (n, tile) in tiles.iter().enumerate() {
                let (part, own) = coded(file, *tile, limits)?;
                fine &= own;
                let (row, column) = (n / usize::from(grid.columns), n % usize::from(grid.columns));
                let place = |n: usize, size: u32| i64::try_from(n).unwrap_or(0) * i64::from(size);
                whole.draw(&part, place(column, part.width), place(row, part.height));
            }
            Ok((whole, fine))
        }
        _ => Err(damaged("a picture of an unknown kind")),
    }
}

/// Decodes the main picture, upright.
///
/// # Errors
///
/// A file that is damaged or too large.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Raster, Problem> {
    let facts = heic::facts(bytes, limits)?;
    let file = &facts.file;
    let id = file.primary_id;
    let (mut image, fine) = item(file, id, limits)?;
    let alpha = |id: &ItemId| {
        let mut properties = file.item_properties(*id).ok()?;
        properties.find(|p| matches!(p, Property::AuxiliaryType(kind) if kind.ends_with(":auxiliary:alpha")))
    };
    if let Some(mask) = file.referencing_items(id, b"auxl").into_iter().find(|id| alpha(id).is_some()) {
        let (mask, _) = item(file, mask, limits)?;
        if (mask.width, mask.height) != (image.width, image.height) {
            return Err(damaged("a mask of another size"));
        }
        let from = mask.data.chunks_exact(4).filter_map(|pixel| pixel.first());
        image.data.chunks_exact_mut(4).zip(from).for_each(|(pixel, alpha)| {
            pixel.last_mut().into_iter().for_each(|to| *to = *alpha);
        });
    }
    for property in file.item_properties(id).map_err(broken)? {
        image = match property {
            Property::CleanAperture { width, height, horiz_offset, vert_offset } => {
                crop(&image, (*width, *horiz_offset), (*height, *vert_offset))?
            }
            Property::Rotation(quarters @ 1..=3) => image.rotate_ccw(*quarters),
            Property::Mirror(top_bottom) => image.mirror(*top_bottom),
            _ => image,
        };
    }
    let mut made = Raster::of_samples(image.width, image.height, 4, image.data, true);
    made.icc = heic::profile(file);
    if let Body::Photo { fine: stated, .. } = &mut made.body {
        *stated = fine;
    }
    Ok(made)
}

/// A length and the offset of its middle from the picture's, as fractions.
type Aperture = ((u32, u32), (i32, u32));

fn crop(image: &Image<u8>, across: Aperture, down: Aperture) -> Result<Image<u8>, Problem> {
    let part = |((size, by), (offset, offset_by)): Aperture, whole: u32| {
        let size = size.checked_div(by)?.min(whole);
        let offset = f64::from(offset) / f64::from(Some(offset_by).filter(|by| *by != 0)?);
        let start = (f64::from(whole - size) / 2.0 + offset).clamp(0.0, f64::from(whole - size));
        (size > 0).then_some((start as u32, size))
    };
    let both = part(across, image.width).zip(part(down, image.height));
    let ((x, width), (y, height)) = both.ok_or_else(|| damaged("an impossible crop"))?;
    Ok(image.crop(x, y, width, height))
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let facts = heic::facts(bytes, limits).map_err(|problem| unreadable(FORMAT.id, problem))?;
    let kind = facts.file.primary_item().map(|item| item.item_type.0);
    if !matches!(kind, Ok([b'a', b'v', b'0', b'1'] | [b'g', b'r', b'i', b'd'])) {
        return Err(Refusal::Unsupported { what: "unusual AVIF image".to_owned(), convert_to: "jpeg" });
    }
    let mut found = heic::inspected(FORMAT.id, &facts);
    if bytes.get(8..12) == Some(b"avis") {
        found.left_out.push(LeftOut::Animation);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Content, ImageInfo};

    const GRADIENT: &[u8] = include_bytes!("../../../tests/fixtures/gradient.avif");

    #[test]
    fn a_picture_is_decoded() {
        let found = inspect(GRADIENT, &Limits::default()).map(|found| found.content);
        let expected = ImageInfo { width: 64, height: 48, orientation: 1, components: 3, bits: 8 };
        assert_eq!(found, Ok(Content::Image(expected)));
        let raster = decode(GRADIENT, &Limits::default()).expect("it is decoded");
        let pixel = &raster.body.rows()[32 * 3..33 * 3];
        assert!(pixel[0].abs_diff(128) < 12 && pixel[1] < 20 && pixel[2].abs_diff(40) < 12, "{pixel:?}");
    }

    #[test]
    fn cuts_and_lies_are_refused() {
        for end in 8..GRADIENT.len() {
            assert!(inspect(&GRADIENT[..end], &Limits::default()).is_err(), "{end}");
        }
        let few = Limits { pixels: 64 * 48 - 1, ..Limits::default() };
        assert!(matches!(
            inspect(GRADIENT, &few),
            Err(Refusal::Unreadable { problem: Problem::TooManyPixels { .. }, .. })
        ));
    }
}
