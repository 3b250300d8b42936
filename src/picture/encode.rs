use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{Class, Raster, Rendition, Samples};
use crate::evidence::{Problem, raster};

/// Writes pixels as JPEG of a quality, else as PNG.
pub(super) fn write(raster: &Raster, quality: Option<u8>, class: Class) -> Result<Rendition, Problem> {
    let bytes = match quality {
        Some(quality) => jpeg(raster, quality, class)?,
        None => png(raster)?,
    };
    Ok(Rendition { width: raster.width, height: raster.height, quality, bytes })
}

fn failed(error: impl ToString) -> Problem {
    Problem::damaged(error.to_string())
}

fn jpeg(raster: &Raster, quality: u8, class: Class) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    // Colours of half the size are not seen in a photo; at the edges of letters they are.
    let coarse = class == Class::Photo && raster.samples == Samples::Rgb;
    encoder.set_sampling_factor(if coarse { SamplingFactor::F_2_2 } else { SamplingFactor::F_1_1 });
    if let Some(profile) = &raster.profile {
        encoder.add_icc_profile(profile).map_err(failed)?;
    }
    let colours = match raster.samples {
        Samples::Grey => ColorType::Luma,
        Samples::Rgb => ColorType::Rgb,
        Samples::Cmyk => ColorType::Cmyk,
        Samples::Ycck => ColorType::Ycck,
        Samples::GreyAlpha | Samples::RgbAlpha => return Err(Problem::damaged("a transparent JPEG")),
    };
    let side = |length: u32| u16::try_from(length).map_err(failed);
    encoder.encode(&raster.data, side(raster.width)?, side(raster.height)?, colours).map_err(failed)?;
    Ok(bytes)
}

/// How well photos are stored that had lost detail before: of 100.
const QUALITY: u8 = 92;

/// A decoded photo as JPEG in its full size, as it is stored, if JPEG can hold it; with this colour profile.
pub fn photo(raster: &raster::Raster, rows: &[u8], fine: bool, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(raster.width).ok()?, u16::try_from(raster.height).ok()?);
    let colours = match (raster.components, raster.bits) {
        (1, 8) => ColorType::Luma,
        (3, 8) => ColorType::Rgb,
        _ => return None,
    };
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, QUALITY);
    encoder.set_sampling_factor(if fine { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    encoder.encode(rows, width, height, colours).ok()?;
    Some(jpeg)
}

fn png(raster: &Raster) -> Result<Vec<u8>, Problem> {
    let mut info = ::png::Info::with_size(raster.width, raster.height);
    info.bit_depth = ::png::BitDepth::Eight;
    info.icc_profile = raster.profile.as_deref().map(Cow::Borrowed);
    let palette = palette(raster);
    let data = match (&palette, raster.samples) {
        (Some((colours, indices)), _) => {
            info.color_type = ::png::ColorType::Indexed;
            info.palette = Some(Cow::Borrowed(colours));
            indices
        }
        (None, Samples::Grey) => {
            info.color_type = ::png::ColorType::Grayscale;
            &raster.data
        }
        (None, Samples::Rgb) => {
            info.color_type = ::png::ColorType::Rgb;
            &raster.data
        }
        _ => return Err(Problem::damaged("colours that PNG does not have")),
    };
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::with_info(&mut bytes, info).map_err(failed)?;
    // The highest takes up to ten times as long over a scan, for a few bytes in a hundred.
    encoder.set_compression(::png::Compression::Balanced);
    // Neighbours in a palette have nothing in common: filters would only add noise.
    let filter = if palette.is_some() { ::png::Filter::NoFilter } else { ::png::Filter::Adaptive };
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(data).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// A picture of so few colours was drawn, not taken.
const DRAWN: usize = 16;

/// Whether a picture is line art: edges that a JPEG would blur.
pub(super) fn is_line_art(raster: &Raster) -> bool {
    let mut known: BTreeSet<&[u8]> = BTreeSet::new();
    raster
        .data
        .chunks_exact(raster.samples.count())
        .all(|pixel| known.contains(pixel) || (known.insert(pixel) && known.len() <= DRAWN))
}

/// The colours of a picture that has few, and which of them each pixel is.
fn palette(raster: &Raster) -> Option<(Vec<u8>, Vec<u8>)> {
    if raster.samples != Samples::Rgb {
        return None;
    }
    let mut known: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut colours = Vec::new();
    let mut indices = Vec::with_capacity(raster.data.len() / 3);
    let mut last: Option<([u8; 3], u8)> = None;
    for pixel in raster.data.as_chunks::<3>().0 {
        let index = match last {
            Some((colour, index)) if colour == *pixel => index,
            _ => match known.get(pixel) {
                Some(index) => *index,
                None => {
                    let index = u8::try_from(known.len()).ok()?;
                    known.insert(*pixel, index);
                    colours.extend_from_slice(pixel);
                    index
                }
            },
        };
        last = Some((*pixel, index));
        indices.push(index);
    }
    Some((colours, indices))
}
