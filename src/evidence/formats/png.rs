use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};

use crate::evidence::exif::{self, Exif};
use crate::evidence::{Content, ImageInfo, Inspected, LeftOut, Limits, Problem, Refusal};

use super::Format;

/// PNG, all colour types and depths; the default image of an animation.
pub static FORMAT: Format = Format {
    id: "png",
    media_type: "image/png",
    extensions: &["png", "apng"],
    sniff: |bytes, _| bytes.starts_with(SIGNATURE),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG file, walked chunk by chunk; pixels are not decoded.
#[derive(Debug)]
pub struct Png {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
    pub colour: u8,
    /// Whether the pixels are stored in Adam7's seven passes.
    pub interlaced: bool,
    /// The palette's place: three bytes an entry.
    pub palette: Option<Range<usize>>,
    /// The place of the transparency chunk.
    pub transparency: Option<Range<usize>>,
    /// The place of the colour profile chunk's data.
    pub profile: Option<Range<usize>>,
    /// What EXIF says.
    pub exif: Exif,
    /// There are more pictures than the first.
    pub animated: bool,
    /// The compressed pixels, in pieces.
    pub data: Vec<Range<usize>>,
}

impl Png {
    /// Samples of a pixel as stored.
    pub fn samples(&self) -> u8 {
        match self.colour {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        }
    }

    /// Bytes of a row of that many pixels, without its filter byte.
    fn row(&self, width: u32) -> u64 {
        (u64::from(width) * u64::from(self.samples()) * u64::from(self.bits)).div_ceil(8)
    }
}

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

fn damaged(detail: &str) -> Refusal {
    unreadable(Problem::damaged(detail))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_be_bytes(four))
}

/// Walks the chunks of a PNG file up to IEND and checks order and checksums.
///
/// # Errors
///
/// Truncated or damaged files.
pub fn walk(bytes: &[u8]) -> Result<Png, Refusal> {
    let truncated = || unreadable(Problem::Truncated { expected: None, found: bytes.len() as u64 });
    let mut png: Option<Png> = None;
    let mut at = SIGNATURE.len();
    let mut data_ended = false;
    loop {
        let length = number(bytes, at).ok_or_else(truncated)?;
        if length > 0x7FFF_FFFF {
            return Err(damaged("a chunk of impossible length"));
        }
        let place = at + 8..at.saturating_add(8).saturating_add(length as usize);
        let kind = bytes.get(at + 4..at + 8).ok_or_else(truncated)?;
        let body = bytes.get(place.clone()).ok_or_else(truncated)?;
        let stated = number(bytes, place.end).ok_or_else(truncated)?;
        at = place.end + 4;

        let critical = kind.first().is_some_and(|byte| byte & 0x20 == 0);
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(body);
        if crc.sum() != stated {
            if critical {
                let chunk = String::from_utf8_lossy(kind).into_owned();
                return Err(unreadable(Problem::BadCrc { chunk }));
            }
            continue;
        }
        let Some(found) = &mut png else {
            if kind != b"IHDR" {
                return Err(damaged("the header is not first"));
            }
            png = Some(header(body)?);
            continue;
        };
        if kind != b"IDAT" && !found.data.is_empty() {
            data_ended = true;
        }
        match kind {
            b"IHDR" => return Err(damaged("two headers")),
            b"PLTE" => {
                let sane = body.len() % 3 == 0 && (3..=768).contains(&body.len());
                if !sane || found.palette.is_some() || data_ended {
                    return Err(damaged("an impossible palette"));
                }
                found.palette = Some(place);
            }
            b"IDAT" if data_ended => return Err(damaged("pixels in two places")),
            b"IDAT" => found.data.push(place),
            b"IEND" => break,
            b"tRNS" if !data_ended => found.transparency = Some(place),
            b"iCCP" if !data_ended => found.profile = Some(place),
            b"eXIf" => found.exif = exif::read(body),
            b"acTL" => found.animated = true,
            b"iTXt" => found.exif.gps |= memchr::memmem::find(body, b"GPSLatitude").is_some(),
            _ if critical => return Err(damaged("an unknown critical chunk")),
            _ => {}
        }
    }
    match png {
        Some(png) if png.data.is_empty() => Err(damaged("no pixels")),
        Some(png) if png.colour == 3 && png.palette.is_none() => Err(damaged("no palette")),
        Some(png) => Ok(png),
        None => Err(damaged("no header")),
    }
}

fn header(body: &[u8]) -> Result<Png, Refusal> {
    let &[w3, w2, w1, w0, h3, h2, h1, h0, bits, colour, compression, filter, interlace] = body else {
        return Err(damaged("a header of impossible length"));
    };
    let width = u32::from_be_bytes([w3, w2, w1, w0]);
    let height = u32::from_be_bytes([h3, h2, h1, h0]);
    if width == 0 || height == 0 || width > 0x7FFF_FFFF || height > 0x7FFF_FFFF {
        return Err(damaged("impossible dimensions"));
    }
    let legal = match colour {
        0 => matches!(bits, 1 | 2 | 4 | 8 | 16),
        3 => matches!(bits, 1 | 2 | 4 | 8),
        2 | 4 | 6 => matches!(bits, 8 | 16),
        _ => false,
    };
    if !legal || compression != 0 || filter != 0 || interlace > 1 {
        return Err(damaged("an impossible header"));
    }
    Ok(Png {
        width,
        height,
        bits,
        colour,
        interlaced: interlace == 1,
        palette: None,
        transparency: None,
        profile: None,
        exif: Exif::default(),
        animated: false,
        data: Vec::new(),
    })
}

/// Rows and bytes of a row (filter byte included) of each pass, empty passes left out.
fn passes(png: &Png) -> Vec<(u64, u64)> {
    if !png.interlaced {
        return vec![(u64::from(png.height), 1 + png.row(png.width))];
    }
    // Adam7: first column, first row, column step, row step.
    const ADAM7: [(u32, u32, u32, u32); 7] =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let sizes = ADAM7.iter().map(|&(x, y, dx, dy)| {
        let width = png.width.saturating_sub(x).div_ceil(dx);
        let height = png.height.saturating_sub(y).div_ceil(dy);
        (width, height)
    });
    sizes
        .filter(|&(width, height)| width > 0 && height > 0)
        .map(|(width, height)| (u64::from(height), 1 + png.row(width)))
        .collect()
}

/// Inflates the pixels in small pieces, throws them away, and checks that there are exactly as
/// many as the header promises and that each row names a known filter.
fn check_pixels(bytes: &[u8], png: &Png) -> Result<(), Refusal> {
    let passes = passes(png);
    let expected: u64 = passes.iter().map(|(rows, row)| rows * row).sum();
    let mut rows = passes.into_iter();
    let mut pass = rows.next().unwrap_or((0, 1));
    let mut next_filter = 0_u64;
    let mut found = 0_u64;
    let mut inflate = Decompress::new(true);
    let mut buffer = vec![0_u8; 1 << 16];
    let mut ended = false;
    for place in &png.data {
        let mut input = bytes.get(place.clone()).unwrap_or_default();
        while !ended {
            let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
            let status = inflate
                .decompress(input, &mut buffer, FlushDecompress::None)
                .map_err(|_| damaged("the pixels do not decompress"))?;
            let read = usize::try_from(inflate.total_in() - before_in).unwrap_or(usize::MAX);
            let made = inflate.total_out() - before_out;
            input = input.get(read..).unwrap_or_default();
            let end = found + made;
            while next_filter < end && pass.0 > 0 {
                let offset = usize::try_from(next_filter - found).unwrap_or(usize::MAX);
                if buffer.get(offset).is_none_or(|filter| *filter > 4) {
                    return Err(damaged("an unknown row filter"));
                }
                next_filter += pass.1;
                pass.0 -= 1;
                if pass.0 == 0 {
                    pass = rows.next().unwrap_or((0, 1));
                }
            }
            found = end;
            if found > expected {
                return Err(damaged("more pixels than the header says"));
            }
            ended = status == Status::StreamEnd;
            if input.is_empty() && made < buffer.len() as u64 || (read == 0 && made == 0) {
                break;
            }
        }
    }
    if found < expected || !ended {
        return Err(unreadable(Problem::Truncated { expected: Some(expected), found }));
    }
    Ok(())
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let png = walk(bytes)?;
    let (mut width, mut height) = (png.width, png.height);
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(unreadable(Problem::TooManyPixels { width, height, limit: limits.pixels }));
    }
    check_pixels(bytes, &png)?;
    if png.exif.orientation >= 5 {
        std::mem::swap(&mut width, &mut height);
    }
    let content = Content::Image(ImageInfo {
        width,
        height,
        orientation: png.exif.orientation,
        components: if matches!(png.colour, 0 | 4) { 1 } else { 3 },
        bits: png.bits,
    });
    let mut found = Inspected::new(FORMAT.id, content);
    found.gps = png.exif.gps;
    found.taken = png.exif.taken;
    if png.animated {
        found.left_out.push(LeftOut::Animation);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(body);
        let length = u32::try_from(body.len()).unwrap_or(0);
        let sum = crc.sum().to_be_bytes();
        [&length.to_be_bytes()[..], kind, body, &sum].concat()
    }

    fn file(head: &[u8], pixels: &[u8]) -> Vec<u8> {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        let _ = zlib.write_all(pixels);
        let data = zlib.finish().unwrap_or_default();
        let parts = [chunk(b"IHDR", head), chunk(b"IDAT", &data), chunk(b"IEND", b"")];
        [SIGNATURE.to_vec(), parts.concat()].concat()
    }

    const HEAD: &[u8] = b"\0\0\0\x02\0\0\0\x02\x08\0\0\0\0";

    #[test]
    fn smallest() {
        let bytes = file(HEAD, &[0, 1, 2, 0, 3, 4]);
        let found = inspect(&bytes, &Limits::default());
        assert!(matches!(
            found.map(|f| f.content),
            Ok(Content::Image(ImageInfo { width: 2, height: 2, components: 1, .. }))
        ));
    }

    #[test]
    fn too_few_and_too_many_pixels() {
        let problem = |pixels: &[u8]| match inspect(&file(HEAD, pixels), &Limits::default()) {
            Err(Refusal::Unreadable { problem, .. }) => Some(problem),
            _ => None,
        };
        assert_eq!(problem(&[0, 1, 2, 0, 3]), Some(Problem::Truncated { expected: Some(6), found: 5 }));
        assert!(matches!(problem(&[0, 1, 2, 0, 3, 4, 0]), Some(Problem::Damaged { .. })));
        assert!(matches!(problem(&[0, 1, 2, 9, 3, 4]), Some(Problem::Damaged { .. })));
    }

    #[test]
    fn a_flipped_bit_is_seen() {
        let mut bytes = file(HEAD, &[0, 1, 2, 0, 3, 4]);
        bytes[17] ^= 1;
        let refusal = inspect(&bytes, &Limits::default());
        let chunk = String::from("IHDR");
        assert_eq!(refusal, Err(unreadable(Problem::BadCrc { chunk })));
    }

    #[test]
    fn limits_hold_before_inflating() {
        let head = b"\x0F\0\0\0\x0F\0\0\0\x08\x06\0\0\0";
        assert!(matches!(
            inspect(&file(head, &[0]), &Limits::default()),
            Err(Refusal::Unreadable { problem: Problem::TooManyPixels { .. }, .. })
        ));
    }
}
