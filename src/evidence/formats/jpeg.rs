use std::ops::Range;

use crate::evidence::exif::{self, Exif};
use crate::evidence::{Content, ImageInfo, Inspected, Limits, Problem, Refusal};

use super::Format;

/// JPEG, eight bits a component, Huffman coded.
pub static FORMAT: Format = Format {
    id: "jpeg",
    media_type: "image/jpeg",
    extensions: &["jpg", "jpeg", "jpe", "jfif"],
    sniff: |bytes, _| bytes.starts_with(b"\xFF\xD8\xFF"),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// A JPEG file, walked marker by marker; nothing is decoded.
#[derive(Debug)]
pub struct Jpeg {
    /// Width in pixels as stored.
    pub width: u16,
    /// Height in pixels as stored.
    pub height: u16,
    /// 1, 3 or 4.
    pub components: u8,
    /// The components call themselves `R`, `G`, `B`.
    pub named_rgb: bool,
    /// The file has a JFIF header.
    pub jfif: bool,
    /// The file has Adobe's APP14 segment, which says how colours are transformed.
    pub adobe: bool,
    /// Refined scan by scan, from coarse to fine.
    pub progressive: bool,
    /// How many scans there are.
    pub scans: usize,
    /// Some components are stored with fewer samples than others.
    pub subsampled: bool,
    /// What EXIF says.
    pub exif: Exif,
    /// The colour profile, put together.
    pub icc: Option<Vec<u8>>,
    /// What has to be kept of the file, in order, from after SOI to EOI.
    pub kept: Vec<Range<usize>>,
}

/// What is collected on the way.
#[derive(Default)]
struct Walk {
    frame: Option<(u16, u16, Vec<u8>)>,
    scans: usize,
    progressive: bool,
    subsampled: bool,
    jfif: bool,
    adobe: bool,
    exif: Option<Exif>,
    gps: bool,
    /// Sequence number, count and place of the profile's pieces.
    icc: Vec<(u8, u8, Range<usize>)>,
    kept: Vec<Range<usize>>,
}

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

fn damaged(detail: &str) -> Refusal {
    unreadable(Problem::damaged(detail))
}

fn truncated(bytes: &[u8]) -> Refusal {
    unreadable(Problem::Truncated { expected: None, found: bytes.len() as u64 })
}

fn flavour(name: &str) -> Refusal {
    Refusal::Unsupported { what: format!("{name} JPEG"), convert_to: "jpeg" }
}

/// Walks the markers of a JPEG file up to its EOI; bytes after that are not looked at.
///
/// # Errors
///
/// Truncated or damaged files, and flavours that PDF readers do not show.
pub fn walk(bytes: &[u8]) -> Result<Jpeg, Refusal> {
    let mut walk = Walk::default();
    if !bytes.starts_with(b"\xFF\xD8") {
        return Err(damaged("no SOI marker"));
    }
    let mut at = 2_usize;
    loop {
        // A marker is 0xFF, any number of fill bytes 0xFF, and its code.
        let start = at;
        if *bytes.get(at).ok_or_else(|| truncated(bytes))? != 0xFF {
            return Err(damaged("a marker is missing"));
        }
        while *bytes.get(at).ok_or_else(|| truncated(bytes))? == 0xFF {
            at += 1;
        }
        let code = *bytes.get(at).ok_or_else(|| truncated(bytes))?;
        at += 1;
        match code {
            0xD9 => {
                walk.kept.push(start..at);
                return walk.finish(bytes);
            }
            0x01 | 0xD0..=0xD7 => continue,
            0x00 | 0x02..=0xBF | 0xD8 => return Err(damaged("an unknown marker")),
            _ => {}
        }
        let length = match bytes.get(at..at.saturating_add(2)) {
            Some(&[high, low]) => usize::from(u16::from_be_bytes([high, low])),
            _ => return Err(truncated(bytes)),
        };
        if length < 2 {
            return Err(damaged("a segment of impossible length"));
        }
        let body = at + 2..at.saturating_add(length);
        let data = bytes.get(body.clone()).ok_or_else(|| truncated(bytes))?;
        at = body.end;
        if walk.segment(code, data, &body)? {
            walk.kept.push(start..at);
        }
        if code == 0xDA {
            let end = entropy_coded(bytes, at).ok_or_else(|| truncated(bytes))?;
            if end == at {
                return Err(damaged("a scan without data"));
            }
            walk.scans += 1;
            walk.kept.push(at..end);
            at = end;
        }
    }
}

/// The end of the entropy-coded data that begins here: the next marker that is no restart.
fn entropy_coded(bytes: &[u8], from: usize) -> Option<usize> {
    // Every 256th byte of such data is 0xFF, so that going from one to the next is slow: many pairs are looked at
    // together.
    const TOGETHER: usize = 64;
    let ends = |(byte, next): (&u8, &u8)| {
        let stuffed = (*next == 0x00) | (*next == 0xFF);
        (*byte == 0xFF) & !stuffed & (*next & 0xF8 != 0xD0)
    };
    let mut at = from;
    while let Some(block) = bytes.get(at..)?.first_chunk::<{ TOGETHER + 1 }>() {
        if block[..TOGETHER].iter().zip(&block[1..]).fold(false, |found, pair| found | ends(pair)) {
            break;
        }
        at += TOGETHER;
    }
    let rest = bytes.get(at..)?;
    rest.iter().zip(rest.get(1..)?).position(ends).map(|pair| at + pair)
}

impl Walk {
    /// Looks at one segment; whether the linker has to keep it.
    fn segment(&mut self, code: u8, data: &[u8], place: &Range<usize>) -> Result<bool, Refusal> {
        match code {
            0xC0..=0xC2 => {
                self.progressive = code == 0xC2;
                self.frame_header(data)?;
            }
            0xC3 => return Err(flavour("lossless")),
            0xC5..=0xC7 | 0xDE | 0xDF => return Err(flavour("hierarchical")),
            0xC9..=0xCC => return Err(flavour("arithmetic-coded")),
            0xCD..=0xCF => return Err(flavour("hierarchical")),
            0xC8 | 0xF0..=0xFD => return Err(flavour("extended")),
            0xDC => return Err(flavour("late-height")),
            0xDA if self.frame.is_none() => return Err(damaged("a scan before the frame")),
            0xE0 => {
                self.jfif |= data.starts_with(b"JFIF\0");
                return Ok(false);
            }
            0xE1 => {
                if let Some(tiff) = data.strip_prefix(b"Exif\0\0") {
                    self.exif.get_or_insert_with(|| exif::read(tiff));
                } else if data.starts_with(b"http://ns.adobe.com/") {
                    self.gps |= memchr::memmem::find(data, b"GPSLatitude").is_some();
                }
                return Ok(false);
            }
            0xE2 => {
                if let (Some(&number), Some(&count)) = (data.get(12), data.get(13))
                    && data.starts_with(b"ICC_PROFILE\0")
                {
                    self.icc.push((number, count, place.start + 14..place.end));
                }
                return Ok(false);
            }
            0xEE if data.starts_with(b"Adobe") => self.adobe = true,
            0xE3..=0xEF | 0xFE => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn frame_header(&mut self, data: &[u8]) -> Result<(), Refusal> {
        if self.frame.is_some() {
            return Err(flavour("hierarchical"));
        }
        let &[precision, h1, h0, w1, w0, count, ref rest @ ..] = data else {
            return Err(damaged("a frame header that is too short"));
        };
        if precision != 8 {
            return Err(flavour(&format!("{precision}-bit")));
        }
        let height = u16::from_be_bytes([h1, h0]);
        let width = u16::from_be_bytes([w1, w0]);
        if height == 0 && width != 0 {
            return Err(flavour("late-height"));
        }
        if width == 0 || width > 65_500 || height > 65_500 {
            return Err(damaged("impossible dimensions"));
        }
        if !matches!(count, 1 | 3 | 4) {
            return Err(flavour(&format!("{count}-component")));
        }
        if rest.len() != usize::from(count) * 3 {
            return Err(damaged("a frame header of impossible length"));
        }
        let components: Vec<&[u8]> = rest.chunks_exact(3).collect();
        let sane = components.iter().all(|component| {
            let sampling = component.get(1).copied().unwrap_or(0);
            let table = component.get(2).copied().unwrap_or(u8::MAX);
            (1..=4).contains(&(sampling >> 4)) && (1..=4).contains(&(sampling & 15)) && table < 4
        });
        if !sane {
            return Err(damaged("impossible sampling factors"));
        }
        self.subsampled = components.windows(2).any(|two| two[0].get(1) != two[1].get(1));
        let ids = components.iter().filter_map(|c| c.first().copied());
        self.frame = Some((width, height, ids.collect()));
        Ok(())
    }

    fn finish(self, bytes: &[u8]) -> Result<Jpeg, Refusal> {
        let Some((width, height, ids)) = self.frame else {
            return Err(damaged("no frame"));
        };
        if self.scans == 0 {
            return Err(damaged("no scan"));
        }
        let mut exif = self.exif.unwrap_or_default();
        exif.gps |= self.gps;
        Ok(Jpeg {
            width,
            height,
            components: u8::try_from(ids.len()).unwrap_or(0),
            named_rgb: ids == *b"RGB",
            jfif: self.jfif,
            adobe: self.adobe,
            progressive: self.progressive,
            scans: self.scans,
            subsampled: self.subsampled,
            exif,
            icc: join_profile(bytes, self.icc),
            kept: self.kept,
        })
    }
}

/// Puts the profile's pieces in order; nothing if one is missing or there are two of it.
fn join_profile(bytes: &[u8], mut pieces: Vec<(u8, u8, Range<usize>)>) -> Option<Vec<u8>> {
    pieces.sort_by_key(|piece| piece.0);
    let count = usize::from(pieces.first()?.1);
    let in_order = (1..).zip(&pieces).all(|(i, piece)| usize::from(piece.0) == i);
    if count != pieces.len() || !in_order {
        return None;
    }
    let parts = pieces.into_iter().filter_map(|piece| bytes.get(piece.2));
    Some(parts.flatten().copied().collect())
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let jpeg = walk(bytes)?;
    let (mut width, mut height) = (u32::from(jpeg.width), u32::from(jpeg.height));
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(unreadable(Problem::TooManyPixels { width, height, limit: limits.pixels }));
    }
    if jpeg.exif.orientation >= 5 {
        std::mem::swap(&mut width, &mut height);
    }
    let content = Content::Image(ImageInfo {
        width,
        height,
        orientation: jpeg.exif.orientation,
        components: jpeg.components,
        bits: 8,
    });
    let mut found = Inspected::new(FORMAT.id, content);
    found.gps = jpeg.exif.gps;
    found.taken = jpeg.exif.taken;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOF: &[u8] = b"\xFF\xC0\0\x0B\x08\0\x02\0\x03\x01\x01\x11\0";
    const SOS: &[u8] = b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0";

    fn file(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    #[test]
    fn smallest() {
        let exif: &[u8] = b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let bytes = file(&[b"\xFF\xD8", exif, SOF, SOS, b"\x12\xFF\0\x34\xFF\xD9", b"tail"]);
        let found = inspect(&bytes, &Limits::default());
        let expected = ImageInfo { width: 2, height: 3, orientation: 6, components: 1, bits: 8 };
        assert_eq!(found.map(|f| f.content), Ok(Content::Image(expected)));
        let kept = walk(&bytes).map(|jpeg| jpeg.kept.len());
        assert_eq!(kept.ok(), Some(4));
    }

    #[test]
    fn scans_end_at_the_first_marker() {
        let plain = |bytes: &[u8]| {
            bytes.windows(2).position(|two| two[0] == 0xFF && !matches!(two[1], 0x00 | 0xD0..=0xD7 | 0xFF))
        };
        let mut seed = 1_u32;
        for length in 0..300 {
            let byte = |_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b"\0\xFF\xFF\xD0\xD7\xD3\0\0"[seed as usize >> 24 & 7]
            };
            let mut bytes: Vec<u8> = (0..length).map(byte).collect();
            assert_eq!(entropy_coded(&bytes, 0), None, "{bytes:?}");
            for end in 0..length {
                let before = bytes[end];
                bytes[end] = 0xD9;
                assert_eq!(entropy_coded(&bytes, 0), plain(&bytes), "{bytes:?}");
                bytes[end] = before;
            }
        }
    }

    #[test]
    fn without_an_end() {
        let bytes = file(&[b"\xFF\xD8", SOF, SOS, b"\x12\x34"]);
        assert!(matches!(
            inspect(&bytes, &Limits::default()),
            Err(Refusal::Unreadable { problem: Problem::Truncated { .. }, .. })
        ));
    }

    #[test]
    fn flavours_are_named() {
        for (code, name) in [(0xC3, "lossless"), (0xC9, "arithmetic-coded"), (0xC5, "hierarchical")] {
            let mut sof = SOF.to_vec();
            sof[1] = code;
            let bytes = file(&[b"\xFF\xD8", &sof, SOS, b"\x12\xFF\xD9"]);
            let refusal = inspect(&bytes, &Limits::default());
            assert_eq!(refusal, Err(flavour(name)));
        }
        let mut sof = SOF.to_vec();
        sof[4] = 12;
        let bytes = file(&[b"\xFF\xD8", &sof, SOS, b"\x12\xFF\xD9"]);
        assert_eq!(inspect(&bytes, &Limits::default()), Err(flavour("12-bit")));
    }

    #[test]
    fn every_cut_is_refused() {
        let bytes = file(&[b"\xFF\xD8", SOF, SOS, b"\x12\xFF\xD9"]);
        for end in 2..bytes.len() {
            assert!(walk(&bytes[..end]).is_err(), "{end}");
        }
    }
}
