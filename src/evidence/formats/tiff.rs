use std::collections::BTreeSet;

use crate::evidence::raster::{self, Raster, unreadable};
use crate::evidence::{Content, Inspected, Limits, PageSize, Problem, Refusal, exif};

use super::Format;

/// Strips and tiles: from compressed bytes to rows.
mod pixels;

/// TIFF, all pages: line art by fax codes, LZW, deflate, runs, JPEG; strips and tiles.
pub static FORMAT: Format = Format {
    id: "tiff",
    media_type: "image/tiff",
    extensions: &["tif", "tiff"],
    sniff: |bytes, _| [&b"II*\0"[..], b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| bytes.starts_with(magic)),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Bytes of pixels that are decoded when a file is inspected.
const CHEAP: u64 = 64_000_000;

/// How the samples of a page become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colours {
    /// 0 is white.
    WhiteFirst,
    Grey,
    Rgb,
    Palette,
    Cmyk,
    /// As JPEG stores colours.
    YCbCr,
}

impl Colours {
    fn components(self) -> usize {
        match self {
            Self::WhiteFirst | Self::Grey | Self::Palette => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

/// How strips and tiles are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    /// Fax codes of group 3 or 4.
    Fax {
        /// As PDF's `/K`.
        k: i8,
        /// Every row begins a byte.
        aligned: bool,
    },
    Lzw,
    Jpeg,
    Deflate,
    Runs,
}

/// A page, as its directory describes it.
#[derive(Clone, Debug)]
struct Page {
    width: u32,
    height: u32,
    bits: u16,
    samples: usize,
    colours: Colours,
    packing: Packing,
    orientation: u8,
    /// Each sample has strips or tiles of its own.
    planar: bool,
    /// Samples are stored as differences.
    differences: bool,
    /// The bits of each byte stand in reverse.
    reversed: bool,
    /// Alpha, and whether colours were multiplied with it.
    alpha: Option<bool>,
    /// Width and height of a strip or tile.
    segment: (u32, u32),
    tiled: bool,
    /// Where the strips or tiles lie.
    places: Vec<(u64, u64)>,
    palette: Option<Vec<u8>>,
    icc: Option<Vec<u8>>,
    tables: Option<Vec<u8>>,
    /// Pixels an inch, across and down.
    dpi: Option<(f64, f64)>,
}

fn damaged(detail: &str) -> Refusal {
    unreadable(FORMAT.id, Problem::damaged(detail))
}

fn unsupported() -> Refusal {
    Refusal::Unsupported { what: "unusual TIFF image".to_owned(), convert_to: "jpeg" }
}

/// A file and how its numbers stand.
struct Tiff<'a> {
    bytes: &'a [u8],
    big_end: bool,
    /// Offsets of 8 bytes.
    long: bool,
}

/// The entries of a directory: tag, type, count, place of the values.
struct Directory<'a> {
    file: &'a Tiff<'a>,
    entries: Vec<(u16, u16, u64, u64)>,
}

impl<'a> Tiff<'a> {
    fn open(bytes: &'a [u8]) -> Self {
        Self { bytes, big_end: bytes.starts_with(b"MM"), long: matches!(bytes.get(2..4), Some(b"+\0" | b"\0+")) }
    }

    /// A number of so many bytes.
    fn number(&self, at: u64, size: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let part = self.bytes.get(at..at.checked_add(size)?)?;
        let add = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(if self.big_end { part.iter().fold(0, add) } else { part.iter().rev().fold(0, add) })
    }

    /// The directory at a place, and where the next one is, 0 for none.
    fn directory(&'a self, at: u64) -> Result<(Directory<'a>, u64), Refusal> {
        let cut = || unreadable(FORMAT.id, Problem::Truncated { expected: None, found: self.bytes.len() as u64 });
        let (head, size, wide) = if self.long { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.number(at, head).ok_or_else(cut)?;
        if count == 0 || count > 4096 {
            return Err(damaged("a directory of impossible length"));
        }
        let start = at.saturating_add(head as u64);
        let mut entries = Vec::new();
        for n in 0..count {
            let entry = start.saturating_add(n * size);
            let tag = self.number(entry, 2).ok_or_else(cut)?;
            let kind = self.number(entry + 2, 2).ok_or_else(cut)?;
            let length = self.number(entry + 4, wide).ok_or_else(cut)?;
            let (tag, kind) = (u16::try_from(tag).unwrap_or(0), u16::try_from(kind).unwrap_or(0));
            let values = entry + 4 + wide as u64;
            let bytes = length.saturating_mul(size_of(kind) as u64);
            let place = if bytes <= wide as u64 { values } else { self.number(values, wide).ok_or_else(cut)? };
            entries.push((tag, kind, length, place));
        }
        let next = self.number(start.saturating_add(count * size), wide).ok_or_else(cut)?;
        Ok((Directory { file: self, entries }, next))
    }
}

/// Bytes of a value of a type.
fn size_of(kind: u16) -> usize {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 1,
    }
}

impl Directory<'_> {
    fn entry(&self, tag: u16) -> Option<(u16, u64, u64)> {
        self.entries.iter().find(|entry| entry.0 == tag).map(|entry| (entry.1, entry.2, entry.3))
    }

    /// All values of a tag that holds whole numbers.
    fn values(&self, tag: u16) -> Vec<u64> {
        let Some((kind, count, place)) = self.entry(tag) else { return Vec::new() };
        let size = size_of(kind) as u64;
        // A count that lies ends at the end of the file.
        (0..count).map_while(|n| self.file.number(place.checked_add(n * size)?, size_of(kind))).collect()
    }

    fn value(&self, tag: u16) -> Option<u64> {
        let (kind, count, place) = self.entry(tag)?;
        if count == 0 { None } else { self.file.number(place, size_of(kind)) }
    }

    fn bytes(&self, tag: u16) -> Option<Vec<u8>> {
        let (_, count, place) = self.entry(tag)?;
        let start = usize::try_from(place).ok()?;
        let end = start.checked_add(usize::try_from(count).ok()?)?;
        self.file.bytes.get(start..end).map(<[u8]>::to_vec)
    }

    fn ratio(&self, tag: u16) -> Option<f64> {
        let (5, _, place) = self.entry(tag)? else { return None };
        let part = |at| self.file.number(at, 4).and_then(|number| u32::try_from(number).ok()).map(f64::from);
        let ratio = part(place)? / part(place + 4)?;
        ratio.is_finite().then_some(ratio)
    }

    fn page(&self) -> Result<Page, Refusal> {
        let one = |tag| self.value(tag).and_then(|value| u32::try_from(value).ok());
        let width = one(256).ok_or_else(|| damaged("no width"))?;
        let height = one(257).ok_or_else(|| damaged("no height"))?;
        let samples = self.value(277).unwrap_or(1);
        let bits = self.values(258);
        let bits = if bits.is_empty() { vec![1] } else { bits };
        let first = bits.first().copied().unwrap_or(1);
        let formats = self.values(339);
        if !matches!(first, 1 | 2 | 4 | 8 | 16)
            || bits.iter().any(|bits| *bits != first)
            || formats.iter().any(|format| !matches!(format, 1 | 4))
            || !(1..=16).contains(&samples)
        {
            return Err(unsupported());
        }
        let (bits, samples) = (u16::try_from(first).unwrap_or(8), usize::try_from(samples).unwrap_or(1));
        let packing = match self.value(259).unwrap_or(1) {
            1 => Packing::Plain,
            2 => Packing::Fax { k: 0, aligned: true },
            3 => Packing::Fax { k: i8::from(self.value(292).unwrap_or(0) & 1 == 1), aligned: false },
            4 => Packing::Fax { k: -1, aligned: false },
            5 => Packing::Lzw,
            7 => Packing::Jpeg,
            8 | 32_946 => Packing::Deflate,
            32_773 => Packing::Runs,
            _ => return Err(unsupported()),
        };
        let fax = matches!(packing, Packing::Fax { .. });
        let colours = match self.value(262) {
            Some(0) => Colours::WhiteFirst,
            None if fax => Colours::WhiteFirst,
            Some(1) => Colours::Grey,
            Some(2) => Colours::Rgb,
            Some(3) => Colours::Palette,
            Some(5) => Colours::Cmyk,
            Some(6) if packing == Packing::Jpeg => Colours::YCbCr,
            _ => return Err(unsupported()),
        };
        let components = colours.components();
        let planar = self.value(284) == Some(2) && samples > 1;
        let differences = self.value(317).is_some_and(|predictor| predictor != 1);
        if samples < components
            || (bits < 8 && samples > 1)
            || (fax && (bits, samples) != (1, 1))
            || (packing == Packing::Jpeg && (bits != 8 || planar || samples != components))
            || (differences && (self.value(317) != Some(2) || bits < 8))
            || (colours == Colours::Palette && bits > 8)
        {
            return Err(unsupported());
        }
        let extra = if samples > components { self.value(338) } else { None };
        let tiled = self.entry(322).is_some();
        let segment = if tiled {
            (one(322).unwrap_or(0), one(323).unwrap_or(0))
        } else {
            (width, one(278).unwrap_or(height).clamp(1, height.max(1)))
        };
        let (offsets, counts) = if tiled { (324, 325) } else { (273, 279) };
        let (offsets, mut counts) = (self.values(offsets), self.values(counts));
        if let (&[only], true) = (offsets.as_slice(), counts.is_empty()) {
            counts.push((self.file.bytes.len() as u64).saturating_sub(only));
        }
        let scale = match self.value(296).unwrap_or(2) {
            2 => Some(1.0),
            3 => Some(2.54),
            _ => None,
        };
        let dpi = scale.and_then(|scale| Some((self.ratio(282)? * scale, self.ratio(283)? * scale)));
        let sane = |dpi: &(f64, f64)| [dpi.0, dpi.1].iter().all(|dpi| (30.0..=5000.0).contains(dpi));
        Ok(Page {
            width,
            height,
            bits,
            samples,
            colours,
            packing,
            orientation: self
                .value(274)
                .and_then(|o| u8::try_from(o).ok())
                .filter(|o| (1..=8).contains(o))
                .unwrap_or(1),
            planar,
            differences,
            reversed: self.value(266) == Some(2),
            alpha: extra.filter(|kind| matches!(kind, 1 | 2)).map(|kind| kind == 1),
            segment,
            tiled,
            places: offsets.into_iter().zip(counts).collect(),
            palette: (colours == Colours::Palette).then(|| palette(&self.values(320), bits)),
            icc: self.bytes(34_675),
            tables: self.bytes(347),
            dpi: dpi.filter(sane),
        })
    }
}

/// A palette of 16-bit reds, greens and blues as triples of 8 bits.
fn palette(map: &[u64], bits: u16) -> Vec<u8> {
    let count = 1_usize << bits;
    // Some programs write 8 bits.
    let shift = if map.iter().all(|value| *value < 256) { 0 } else { 8 };
    let part = |n: usize| map.get(n).map_or(0, |value| u8::try_from(value >> shift).unwrap_or(255));
    (0..count).flat_map(|n| [part(n), part(n + count), part(n + 2 * count)]).collect()
}

/// The pages, previews and masks left away.
fn pages(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, Refusal> {
    let file = Tiff::open(bytes);
    let cut = || unreadable(FORMAT.id, Problem::Truncated { expected: None, found: bytes.len() as u64 });
    let mut next = if file.long { file.number(8, 8) } else { file.number(4, 4) }.ok_or_else(cut)?;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    while next != 0 {
        if !seen.insert(next) {
            return Err(damaged("pages that follow each other in a ring"));
        }
        if all.len() >= limits.pages {
            let problem = Problem::TooManyPages { found: all.len() + 1, limit: limits.pages };
            return Err(unreadable(FORMAT.id, problem));
        }
        let (directory, after) = file.directory(next)?;
        // A preview may be of a kind that is not shown.
        if directory.value(254).unwrap_or(0) & 5 == 0 || after == 0 && all.is_empty() {
            let page = directory.page()?;
            page.check(bytes, limits)?;
            all.push(page);
        }
        next = after;
    }
    if all.is_empty() { Err(unreadable(FORMAT.id, Problem::NoPages)) } else { Ok(all) }
}

impl Page {
    /// Checks sizes, and that all strips and tiles are in the file.
    fn check(&self, bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
        let refuse = |problem| unreadable(FORMAT.id, problem);
        let bits = u32::from(self.bits) * u32::try_from(self.samples).unwrap_or(1);
        raster::size(self.width, self.height, bits.max(8), limits).map_err(refuse)?;
        let (wide, high) = self.segment;
        raster::size(wide, high, bits.max(8), limits).map_err(refuse)?;
        let (across, down) = self.segments();
        let planes = if self.planar { self.samples } else { 1 };
        if self.places.len() < across * down * planes {
            return Err(damaged("strips or tiles are missing"));
        }
        let end = |&(start, length): &(u64, u64)| start.saturating_add(length);
        let last = self.places.iter().take(across * down * planes).map(end).max().unwrap_or(0);
        if last > bytes.len() as u64 {
            return Err(refuse(Problem::Truncated { expected: Some(last), found: bytes.len() as u64 }));
        }
        Ok(())
    }

    /// How many strips or tiles stand side by side and below each other.
    fn segments(&self) -> (usize, usize) {
        (self.width.div_ceil(self.segment.0) as usize, self.height.div_ceil(self.segment.1) as usize)
    }

    /// Bytes of the decoded pixels.
    fn weight(&self) -> u64 {
        (u64::from(self.width) * self.samples as u64 * u64::from(self.bits)).div_ceil(8) * u64::from(self.height)
    }

    /// The size on paper: as stated, or at 100 pixels an inch.
    fn size(&self) -> PageSize {
        let (x, y) = self.dpi.unwrap_or((100.0, 100.0));
        let (width, height) = (f64::from(self.width) * 72.0 / x, f64::from(self.height) * 72.0 / y);
        if self.orientation >= 5 {
            return PageSize { width: height, height: width };
        }
        PageSize { width, height }
    }
}

/// Decodes a page, counted from 0.
///
/// # Errors
///
/// A file that is damaged, too large, or of a kind that is not shown.
pub fn decode(bytes: &[u8], index: usize, limits: &Limits) -> Result<Raster, Problem> {
    let problem = |refusal| match refusal {
        Refusal::Unreadable { problem, .. } => problem,
        _ => Problem::damaged("an unusual TIFF image"),
    };
    let pages = pages(bytes, limits).map_err(problem)?;
    let page = pages.get(index).ok_or(Problem::PageDamaged { page: index + 1 })?;
    pixels::decode(page, bytes)
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let pages = pages(bytes, limits)?;
    let mut left = CHEAP;
    for page in &pages {
        let Some(after) = left.checked_sub(page.weight()) else { continue };
        left = after;
        pixels::decode(page, bytes).map_err(|problem| unreadable(FORMAT.id, problem))?;
    }
    let content = match pages.as_slice() {
        // Pixels that are not square need the stated size.
        [page] if page.dpi.is_none_or(|(x, y)| (x / y - 1.0).abs() < 0.02) => {
            let components = if page.colours == Colours::Palette { 3 } else { page.colours.components() };
            let (components, bits) = (u8::try_from(components).unwrap_or(1), u8::try_from(page.bits).unwrap_or(8));
            raster::image(page.width, page.height, page.orientation, components, bits)
        }
        pages => Content::Pages(pages.iter().map(Page::size).collect()),
    };
    let mut found = Inspected::new(FORMAT.id, content);
    let exif = exif::read(bytes);
    found.gps = exif.gps;
    found.taken = exif.taken;
    Ok(found)
}

#[cfg(test)]
mod tests;
