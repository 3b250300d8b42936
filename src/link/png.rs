use std::io::Cursor;

use crate::evidence::Problem;
use crate::evidence::formats::png::{self, Png};

use super::image::{fits, oriented, problem};
use super::out::{Out, device};
use super::rows::{Packer, Planes};

/// Largest buffer that decoding may ask for, in bytes.
const MEMORY: usize = 2_500_000_000;

/// Writes a PNG under a number. Its compressed pixels go in as they are where PDF can read them;
/// pictures with alpha and interlaced ones are decoded and split.
///
/// # Errors
///
/// What the reader finds wrong.
pub(super) fn write_png(out: &mut Out<'_>, number: u32, bytes: &[u8]) -> Result<(), Problem> {
    let png = png::walk(bytes).map_err(problem)?;
    let number = oriented(out, number, png.exif.orientation);
    let alpha = matches!(png.colour, 4 | 6);
    // A transparent colour of 16 bits is compared at 8 bits by some readers.
    let keyed = png.transparency.is_some() && png.colour != 3;
    if png.interlaced || alpha || (keyed && png.bits == 16) {
        return decoded(out, number, bytes, &png);
    }
    let mut entries = head(&png, png.bits);
    entries.push_str(&format!("/ColorSpace {}", space(out, bytes, &png)));
    if png.colour == 3 {
        if let Some(mask) = palette_mask(out, bytes, &png)? {
            entries.push_str(&format!("/SMask {mask} 0 R"));
        }
    } else if let Some(range) = colour_key(bytes, &png) {
        entries.push_str(&format!("/Mask[{range}]"));
    }
    entries.push_str(&format!(
        "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {}/BitsPerComponent {}/Columns {}>>",
        png.samples(),
        png.bits,
        png.width
    ));
    let data: Vec<&[u8]> = png.data.iter().filter_map(|place| bytes.get(place.clone())).collect();
    out.stream(number, entries.as_bytes(), &data);
    Ok(())
}

fn head(png: &Png, bits: u8) -> String {
    format!("/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent {bits}", png.width, png.height)
}

/// The colour space: the picture's own profile where it has a sound one.
fn space(out: &mut Out<'_>, bytes: &[u8], png: &Png) -> String {
    let components = if matches!(png.colour, 0 | 4) { 1 } else { 3 };
    let profile = png.profile.clone().and_then(|place| bytes.get(place));
    let profile = profile.and_then(unpacked).filter(|icc| fits(icc, components));
    let base = match profile {
        Some(icc) => out.profile(&icc, components),
        None => format!("/{}", device(components)),
    };
    let palette = png.palette.clone().and_then(|place| bytes.get(place));
    match palette {
        Some(palette) if png.colour == 3 => {
            // Entries that the bits cannot reach are not allowed in PDF.
            let most = (palette.len() / 3).min(1 << png.bits);
            let used = palette.get(..most * 3).unwrap_or_default();
            let hex: String = used.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("[/Indexed {base} {} <{hex}>]", most.saturating_sub(1))
        }
        _ => base,
    }
}

/// The profile out of an iCCP chunk: a name, a zero, a method, compressed bytes.
fn unpacked(chunk: &[u8]) -> Option<Vec<u8>> {
    const LIMIT: u64 = 16 << 20;
    let end = memchr::memchr(0, chunk)?;
    let mut profile = Vec::new();
    let zlib = flate2::read::ZlibDecoder::new(chunk.get(end + 2..)?);
    std::io::Read::read_to_end(&mut std::io::Read::take(zlib, LIMIT), &mut profile).ok()?;
    Some(profile)
}

/// The transparent colour of a picture as the range that `/Mask` wants.
fn colour_key(bytes: &[u8], png: &Png) -> Option<String> {
    let chunk = bytes.get(png.transparency.clone()?)?;
    if chunk.len() != usize::from(png.samples()) * 2 {
        return None;
    }
    let most = (1_u32 << png.bits) - 1;
    let pairs = chunk.as_chunks::<2>().0.iter().map(|pair| {
        let value = u32::from(u16::from_be_bytes(*pair)) & most;
        format!("{value} {value}")
    });
    Some(pairs.collect::<Vec<_>>().join(" "))
}

/// The mask of a picture whose palette has transparent entries: its number, if any has.
fn palette_mask(out: &mut Out<'_>, bytes: &[u8], png: &Png) -> Result<Option<u32>, Problem> {
    let place = png.transparency.clone();
    let Some(alphas) = place.and_then(|place| bytes.get(place)) else {
        return Ok(None);
    };
    if alphas.iter().all(|alpha| *alpha == 255) {
        return Ok(None);
    }
    let mut mask = Vec::with_capacity(png.width as usize * png.height as usize);
    rows(bytes, png, |row| {
        let per_byte = 8 / usize::from(png.bits.max(1));
        let most = u8::MAX >> (8 - png.bits.clamp(1, 8));
        for x in 0..png.width as usize {
            let byte = row.get(x / per_byte.max(1)).copied().unwrap_or(0);
            let shift = 8 - usize::from(png.bits) * (x % per_byte.max(1) + 1);
            let index = usize::from(byte >> shift & most);
            mask.push(alphas.get(index).copied().unwrap_or(255));
        }
    })?;
    Ok(Some(write_mask(out, png, 8, &Planes::of(&mask, png.width as usize))))
}

/// Decodes a picture and writes its colours and its alpha as two.
fn decoded(out: &mut Out<'_>, number: u32, bytes: &[u8], png: &Png) -> Result<(), Problem> {
    let wide = usize::from(png.bits) / 8;
    let samples = usize::from(png.samples());
    let alpha = matches!(png.colour, 4 | 6);
    let row_bytes = (png.width as usize * samples * usize::from(png.bits)).div_ceil(8);
    let colour_bytes = if alpha { png.width as usize * (samples - 1) * wide } else { row_bytes };
    let step = if alpha { (samples - 1) * wide } else { (samples * wide).max(1) };
    let mut colours = Packer::new(colour_bytes, step);
    let mut alphas = Packer::new(png.width as usize * wide.max(1), wide.max(1));
    let mut opaque = true;
    let key = key_bytes(bytes, png);
    let mut colour_row = Vec::with_capacity(colour_bytes);
    let mut alpha_row = Vec::with_capacity(png.width as usize * wide);
    let mut palette_rows: Option<Vec<u8>> = None;
    let full = vec![255_u8; wide.max(1)];
    let clear = vec![0_u8; wide.max(1)];
    if png.colour == 3 && png.transparency.is_some() {
        palette_rows = Some(Vec::new());
    }
    rows(bytes, png, |row| {
        if alpha {
            colour_row.clear();
            alpha_row.clear();
            for pixel in row.chunks_exact(samples * wide) {
                let (colour, own) = pixel.split_at(pixel.len() - wide);
                colour_row.extend_from_slice(colour);
                alpha_row.extend_from_slice(own);
            }
            opaque &= alpha_row.iter().all(|byte| *byte == 255);
            colours.row(&colour_row);
            alphas.row(&alpha_row);
        } else {
            colours.row(row);
            if let Some(key) = &key
                && wide > 0
            {
                alpha_row.clear();
                for pixel in row.chunks_exact(samples * wide) {
                    alpha_row.extend_from_slice(if pixel == key { &clear } else { &full });
                }
                opaque &= alpha_row.iter().all(|byte| *byte == 255);
                alphas.row(&alpha_row);
            }
        }
    })?;
    let mut entries = head(png, png.bits);
    entries.push_str(&format!("/ColorSpace {}", space(out, bytes, png)));
    if palette_rows.is_some() {
        if let Some(mask) = palette_mask(out, bytes, png)? {
            entries.push_str(&format!("/SMask {mask} 0 R"));
        }
    } else if !opaque {
        let planes = alphas.finish();
        let mask = write_mask(out, png, png.bits, &planes);
        entries.push_str(&format!("/SMask {mask} 0 R"));
    } else if let Some(range) = colour_key(bytes, png).filter(|_| wide == 0) {
        entries.push_str(&format!("/Mask[{range}]"));
    }
    let planes = colours.finish();
    let stored = if alpha { png.samples() - 1 } else { png.samples() };
    entries.push_str(&planes.parameters(stored, png.bits, png.width));
    out.stream(number, entries.as_bytes(), &[&planes.data]);
    Ok(())
}

/// The transparent colour as a pixel is stored, for whole bytes.
fn key_bytes(bytes: &[u8], png: &Png) -> Option<Vec<u8>> {
    let chunk = bytes.get(png.transparency.clone()?)?;
    if png.colour == 3 || png.bits < 8 || chunk.len() != usize::from(png.samples()) * 2 {
        return None;
    }
    let skip = if png.bits == 16 { 1 } else { 2 };
    let from = if png.bits == 16 { 0 } else { 1 };
    Some(chunk.iter().skip(from).step_by(skip).copied().collect())
}

/// Decodes a picture and hands on its rows, top to bottom.
fn rows(bytes: &[u8], png: &Png, mut take: impl FnMut(&[u8])) -> Result<(), Problem> {
    let broken = |error: ::png::DecodingError| Problem::damaged(error.to_string());
    let limits = ::png::Limits { bytes: MEMORY };
    let mut decoder = ::png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(::png::Transformations::IDENTITY);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(broken)?;
    if !png.interlaced {
        for _ in 0..png.height {
            match reader.next_row().map_err(broken)? {
                Some(row) => take(row.data()),
                None => return Err(Problem::damaged("rows are missing")),
            }
        }
        return Ok(());
    }
    let size = reader.output_buffer_size().filter(|size| *size <= MEMORY);
    let size = size.ok_or_else(|| Problem::damaged("too large"))?;
    let mut pixels = vec![0_u8; size];
    let info = reader.next_frame(&mut pixels).map_err(broken)?;
    for row in pixels.chunks_exact(info.line_size.max(1)) {
        take(row);
    }
    Ok(())
}

fn write_mask(out: &mut Out<'_>, png: &Png, bits: u8, planes: &Planes) -> u32 {
    let number = out.reserve();
    let mut entries = head(png, bits);
    entries.push_str("/ColorSpace/DeviceGray");
    entries.push_str(&planes.parameters(1, bits, png.width));
    out.stream(number, entries.as_bytes(), &[&planes.data]);
    number
}
