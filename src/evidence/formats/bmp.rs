use crate::evidence::raster::{self, Body, Raster, unreadable};
use crate::evidence::{Inspected, Limits, Problem, Refusal};

use super::{Format, text};

/// BMP, of Windows and OS/2: 1 to 32 bits, runs, bit fields, either way up.
pub static FORMAT: Format = Format {
    id: "bmp",
    media_type: "image/bmp",
    extensions: &["bmp", "dib"],
    sniff: |bytes, _| bytes.starts_with(b"BM") && !text::is_text(bytes),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// What the headers say.
#[derive(Debug)]
struct Header {
    width: u32,
    height: u32,
    /// Rows stand from the top down.
    top_down: bool,
    bits: u16,
    packing: Packing,
    /// Three bytes a colour.
    palette: Vec<u8>,
    /// Where the pixels begin.
    pixels: usize,
    icc: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    /// Runs of equal pixels of so many bits.
    Runs(u16),
    /// Masks of red, green, blue and alpha.
    Fields([u32; 4]),
}

fn damaged(detail: &str) -> Problem {
    Problem::damaged(detail)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn header(bytes: &[u8]) -> Result<Header, Problem> {
    let short = || Problem::Truncated { expected: None, found: bytes.len() as u64 };
    let long = |at: usize| u32_at(bytes, at).ok_or_else(short);
    let word = |at: usize| u16_at(bytes, at).ok_or_else(short);
    let pixels = long(10)? as usize;
    let length = long(14)? as usize;
    if length == 12 {
        let header = Header {
            width: u32::from(word(18)?),
            height: u32::from(word(20)?),
            top_down: false,
            bits: word(24)?,
            packing: Packing::Plain,
            palette: Vec::new(),
            pixels,
            icc: None,
        };
        return with_palette(bytes, header, 26, 3, 0);
    }
    if !matches!(length, 40 | 52 | 56 | 64 | 108 | 124) {
        return Err(damaged("an unknown header"));
    }
    let (width, height) = (long(18)?.cast_signed(), long(22)?.cast_signed());
    let bits = word(28)?;
    let compression = long(30)?;
    let mask = |at: usize| long(at);
    // The masks stand in longer headers, or behind the shortest.
    let mut behind = 0;
    let packing = match (compression, bits, length) {
        (0, 16, _) => Packing::Fields([0x7C00, 0x3E0, 0x1F, 0]),
        (0, 32, _) => Packing::Fields([0xFF_0000, 0xFF00, 0xFF, 0]),
        (0, ..) => Packing::Plain,
        (1, 8, _) => Packing::Runs(8),
        (2, 4, _) => Packing::Runs(4),
        (3 | 6, 16 | 32, _) if length != 64 => {
            let with_alpha = length >= 56 || compression == 6;
            behind = if length > 40 { 0 } else { 12 + 4 * usize::from(with_alpha) };
            let alpha = if with_alpha { mask(66)? } else { 0 };
            Packing::Fields([mask(54)?, mask(58)?, mask(62)?, alpha])
        }
        (4 | 5, ..) => return Err(damaged("a JPEG or PNG picture inside")),
        _ => return Err(damaged("an unknown compression")),
    };
    if width <= 0 || height == 0 {
        return Err(damaged("impossible dimensions"));
    }
    let icc = (length == 124 && long(70)? == 0x4D42_4544).then(|| profile(bytes)).flatten();
    let header = Header {
        width: width.unsigned_abs(),
        height: height.unsigned_abs(),
        top_down: height < 0,
        bits,
        packing,
        palette: Vec::new(),
        pixels,
        icc,
    };
    with_palette(bytes, header, 14 + length + behind, 4, long(46)?)
}

/// The colour profile of a header of 124 bytes.
fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = 14_usize.checked_add(u32_at(bytes, 126)? as usize)?;
    Some(bytes.get(start..start.checked_add(u32_at(bytes, 130)? as usize)?)?.to_vec())
}

fn with_palette(bytes: &[u8], mut header: Header, at: usize, step: usize, used: u32) -> Result<Header, Problem> {
    match header.bits {
        1 | 4 | 8 => {}
        16 | 24 | 32 => return Ok(header),
        _ => return Err(damaged("an impossible depth")),
    }
    let most = 1_usize << header.bits;
    let count = if used == 0 { most } else { (used as usize).min(most) };
    let room = header.pixels.saturating_sub(at) / step;
    let colours = bytes.get(at..).unwrap_or_default().chunks_exact(step).take(count.min(room));
    header.palette = colours.flat_map(|colour| colour.iter().take(3).rev().copied().collect::<Vec<_>>()).collect();
    if header.palette.is_empty() {
        return Err(damaged("no palette"));
    }
    // Pixels may name colours that are not there.
    header.palette.resize(most * 3, 0);
    Ok(header)
}

/// Decodes the picture.
///
/// # Errors
///
/// A file that is damaged or too large.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Raster, Problem> {
    let header = header(bytes)?;
    let (width, height) = (header.width, header.height);
    let out_bits = match header.packing {
        Packing::Fields(_) => 32,
        _ => u32::from(header.bits),
    };
    raster::size(width, height, out_bits.max(8), limits)?;
    let data = bytes.get(header.pixels..).unwrap_or_default();
    if header.pixels < 26 {
        return Err(damaged("pixels inside the header"));
    }
    let mut raster = match header.packing {
        Packing::Runs(bits) => indexed(&header, 8, runs(data, bits, width as usize, height as usize)?),
        Packing::Plain if header.bits <= 8 => {
            let row = (width as usize * usize::from(header.bits)).div_ceil(8);
            let rows = upright(&header, data)?.flat_map(|stored| stored.iter().take(row).copied()).collect();
            indexed(&header, u8::try_from(header.bits).unwrap_or(8), rows)
        }
        Packing::Plain => {
            let mut rows = Vec::with_capacity(width as usize * height as usize * 3);
            for stored in upright(&header, data)? {
                let pixels = stored.as_chunks::<3>().0.iter().take(width as usize);
                pixels.for_each(|[b, g, r]| rows.extend([*r, *g, *b]));
            }
            Raster::of_samples(width, height, 3, rows, false)
        }
        Packing::Fields(masks) => fields(&header, masks, data)?,
    };
    raster.icc = header.icc;
    Ok(raster)
}

/// The stored rows, from the top.
fn upright<'a>(header: &Header, data: &'a [u8]) -> Result<impl Iterator<Item = &'a [u8]>, Problem> {
    let (width, height) = (header.width as usize, header.height as usize);
    let step = (width * usize::from(header.bits)).div_ceil(32) * 4;
    // The padding of the last row may be missing.
    let row = (width * usize::from(header.bits)).div_ceil(8);
    let needed = step * (height - 1) + row;
    if data.len() < needed {
        let before = header.pixels as u64;
        return Err(Problem::Truncated { expected: Some(before + needed as u64), found: before + data.len() as u64 });
    }
    let top_down = header.top_down;
    Ok((0..height).map(move |y| {
        let y = if top_down { y } else { height - 1 - y };
        data.get(y * step..data.len().min(y * step + step)).unwrap_or_default()
    }))
}

fn indexed(header: &Header, bits: u8, rows: Vec<u8>) -> Raster {
    Raster {
        width: header.width,
        height: header.height,
        orientation: 1,
        components: 1,
        bits,
        body: Body::Exact(rows),
        palette: Some(header.palette.clone()),
        alpha: None,
        icc: None,
        inverted: false,
    }
}

fn fields(header: &Header, masks: [u32; 4], data: &[u8]) -> Result<Raster, Problem> {
    let wide = usize::from(header.bits / 8);
    let parts =
        masks.map(|mask| (mask, mask.trailing_zeros().min(31), mask.checked_shr(mask.trailing_zeros()).unwrap_or(0)));
    if masks.iter().take(3).any(|mask| *mask == 0) {
        return Err(damaged("impossible bit fields"));
    }
    let samples = if masks[3] == 0 { 3 } else { 4 };
    let mut rows = Vec::with_capacity(header.width as usize * header.height as usize * samples);
    for stored in upright(header, data)? {
        for pixel in stored.chunks_exact(wide).take(header.width as usize) {
            let value = pixel.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
            for (mask, shift, most) in parts.iter().take(samples) {
                let part = u64::from((value & mask) >> shift) * 255 + u64::from(*most) / 2;
                rows.push(u8::try_from(part / u64::from((*most).max(1))).unwrap_or(255));
            }
        }
    }
    // Programs that know nothing of alpha leave it empty.
    if samples == 4 && rows.iter().skip(3).step_by(4).all(|alpha| *alpha == 0) {
        rows.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
    }
    Ok(Raster::of_samples(header.width, header.height, samples, rows, false))
}

/// Unpacks runs into a byte a pixel, from the top. Pixels that are skipped have the first colour.
fn runs(data: &[u8], bits: u16, width: usize, height: usize) -> Result<Vec<u8>, Problem> {
    let mut rows = vec![0; width * height];
    let (mut x, mut y, mut at) = (0_usize, 0_usize, 0_usize);
    let cut = || Problem::Truncated { expected: None, found: data.len() as u64 };
    let pixel = |byte: u8, n: usize| match (bits, n % 2) {
        (4, 0) => byte >> 4,
        (4, _) => byte & 15,
        _ => byte,
    };
    let mut put = |x: usize, y: usize, colour: u8| {
        if x < width && y < height {
            let place = (height - 1 - y) * width + x;
            rows.get_mut(place).into_iter().for_each(|stored| *stored = colour);
        }
    };
    while y < height {
        let &[count, value] = data.get(at..).and_then(|rest| rest.first_chunk()).ok_or_else(cut)?;
        at += 2;
        match (count, value) {
            (0, 0) => (x, y) = (0, y + 1),
            (0, 1) => break,
            (0, 2) => {
                let &[right, up] = data.get(at..).and_then(|rest| rest.first_chunk()).ok_or_else(cut)?;
                at += 2;
                (x, y) = (x + usize::from(right), y + usize::from(up));
            }
            (0, count) => {
                let count = usize::from(count);
                let stored = if bits == 4 { count.div_ceil(2) } else { count };
                let literal = data.get(at..at + stored).ok_or_else(cut)?;
                for n in 0..count {
                    let byte = literal.get(if bits == 4 { n / 2 } else { n }).copied().unwrap_or(0);
                    put(x + n, y, pixel(byte, n));
                }
                x += count;
                at += stored.next_multiple_of(2);
            }
            (count, value) => {
                (0..usize::from(count)).for_each(|n| put(x + n, y, pixel(value, n)));
                x += usize::from(count);
            }
        }
    }
    Ok(rows)
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let raster = decode(bytes, limits).map_err(|problem| unreadable(FORMAT.id, problem))?;
    Ok(raster::inspected(FORMAT.id, &raster))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Content, ImageInfo};

    /// A file with a header of 40 bytes.
    fn file(size: (i32, i32), bits: u16, compression: u32, palette: &[u8], pixels: &[u8]) -> Vec<u8> {
        let offset = u32::try_from(54 + palette.len()).expect("short");
        let mut bytes = b"BM\0\0\0\0\0\0\0\0".to_vec();
        bytes.extend(offset.to_le_bytes());
        bytes.extend(40_u32.to_le_bytes());
        bytes.extend([size.0.to_le_bytes(), size.1.to_le_bytes()].concat());
        bytes.extend([1_u16.to_le_bytes(), bits.to_le_bytes()].concat());
        bytes.extend(compression.to_le_bytes());
        bytes.extend([0; 20]);
        [&bytes, palette, pixels].concat()
    }

    const PALETTE: [u8; 64] = [7; 64];

    #[test]
    fn rows_from_below_and_from_above() {
        let pixels = [1, 2, 3, 0, 4, 5, 6, 0];
        let rows = |height| decode(&file((1, height), 24, 0, b"", &pixels), &Limits::default()).map(|r| r.palette);
        assert_eq!(rows(2), Ok(Some(vec![6, 5, 4, 3, 2, 1])));
        assert_eq!(rows(-2), Ok(Some(vec![3, 2, 1, 6, 5, 4])));
    }

    #[test]
    fn runs_and_bit_fields() {
        let packed = [3, 0x12, 0, 0, 0, 3, 0x45, 0x60, 0, 1];
        let raster = decode(&file((3, 2), 4, 2, &PALETTE, &packed), &Limits::default()).expect("it is one");
        assert_eq!(raster.body.rows(), [4, 5, 6, 1, 2, 1]);
        let masks = [0xF800_u32, 0x7E0, 0x1F].map(u32::to_le_bytes).concat();
        let raster = decode(&file((1, 1), 16, 3, &masks, &[0x1F, 0xF8, 0, 0]), &Limits::default()).expect("it is one");
        assert_eq!(raster.palette, Some(vec![255, 0, 255]));
    }

    #[test]
    fn cuts_and_lies_are_refused() {
        let whole = file((3, 2), 8, 0, &[9; 1024], &[1; 8]);
        let found = inspect(&whole, &Limits::default()).map(|found| found.content);
        let expected = ImageInfo { width: 3, height: 2, orientation: 1, components: 3, bits: 8 };
        assert_eq!(found, Ok(Content::Image(expected)));
        for end in 2..whole.len() - 1 {
            assert!(inspect(&whole[..end], &Limits::default()).is_err(), "{end}");
        }
        for size in [(0, 2), (-3, 2), (3, 0), (i32::MAX, i32::MIN), (50_000, 50_000)] {
            assert!(inspect(&file(size, 8, 1, &[9; 1024], &[1; 8]), &Limits::default()).is_err(), "{size:?}");
        }
        for (bits, compression) in [(3, 0), (24, 1), (8, 4), (16, 77)] {
            assert!(inspect(&file((1, 1), bits, compression, &[9; 1024], &[1; 8]), &Limits::default()).is_err());
        }
    }
}
