use std::io::Read;

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};
use weezl::BitOrder;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::evidence::Problem;
use crate::evidence::formats::jpeg;
use crate::evidence::raster::{Body, Raster};

use super::{Colours, Packing, Page};

fn damaged(detail: &str) -> Problem {
    Problem::damaged(detail)
}

/// Decodes a page. Fax codes and JPEG data that are one strip stay as they are.
pub(super) fn decode(page: &Page, bytes: &[u8]) -> Result<Raster, Problem> {
    let single = page.segments() == (1, 1) && !page.tiled;
    let place = page.places.first().copied().unwrap_or((0, 0));
    let mut raster = Raster {
        width: page.width,
        height: page.height,
        orientation: page.orientation,
        components: u8::try_from(page.colours.components()).unwrap_or(1),
        bits: u8::try_from(page.bits).unwrap_or(8),
        body: Body::Exact(Vec::new()),
        palette: page.palette.clone(),
        alpha: None,
        icc: page.icc.clone(),
        inverted: page.colours == Colours::WhiteFirst,
    };
    match page.packing {
        Packing::Fax { k, aligned } if single => {
            let data = stored(page, bytes, place)?;
            fax(&data, k, aligned, page.width, page.height)?;
            // The codes know white and black; 0 is white for them.
            raster.inverted = page.colours == Colours::Grey;
            raster.body = Body::Fax { data, k, aligned };
        }
        Packing::Jpeg if single => {
            let data = with_tables(page, &stored(page, bytes, place)?);
            let walked = jpeg::walk(&data).map_err(|_| damaged("JPEG data that cannot be read"))?;
            let same = (u32::from(walked.width), u32::from(walked.height)) == (page.width, page.height);
            if !same || usize::from(walked.components) != page.samples {
                return Err(damaged("JPEG data of another size"));
            }
            raster.body = Body::Jpeg { data, rgb: page.colours == Colours::Rgb };
        }
        _ => {
            let rows = rows(page, bytes)?;
            let rows = with_alpha(page, rows, &mut raster.alpha);
            raster.body =
                if page.packing == Packing::Jpeg { Body::Photo { rows, fine: true } } else { Body::Exact(rows) };
        }
    }
    Ok(raster)
}

/// The bytes of a strip or tile, their bits in order.
fn stored(page: &Page, bytes: &[u8], (start, length): (u64, u64)) -> Result<Vec<u8>, Problem> {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
    let data = bytes.get(start..end).ok_or_else(|| damaged("a strip outside the file"))?;
    if page.reversed && !matches!(page.packing, Packing::Jpeg | Packing::Deflate) {
        return Ok(data.iter().map(|byte| byte.reverse_bits()).collect());
    }
    Ok(data.to_vec())
}

/// All rows of all samples, side by side.
fn rows(page: &Page, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let planes = if page.planar { page.samples } else { 1 };
    let samples = if page.planar { 1 } else { page.samples };
    let pixel_bits = samples * usize::from(page.bits);
    let row = (page.width as usize * pixel_bits).div_ceil(8);
    let (across, down) = page.segments();
    let mut whole: Vec<Vec<u8>> = Vec::new();
    let mut places = page.places.iter();
    for _ in 0..planes {
        let mut plane = vec![0; row * page.height as usize];
        for y in 0..down {
            for x in 0..across {
                let place = places.next().copied().ok_or_else(|| damaged("strips or tiles are missing"))?;
                let top = y * page.segment.1 as usize;
                // Tiles are whole even where they reach over the edge.
                let left_rows = page.height as usize - top;
                let high = if page.tiled { page.segment.1 as usize } else { left_rows.min(page.segment.1 as usize) };
                let part = segment(page, bytes, place, samples, high)?;
                let part_row = (page.segment.0 as usize * pixel_bits).div_ceil(8);
                let left = x * page.segment.0 as usize * pixel_bits / 8;
                for (n, line) in part.chunks_exact(part_row.max(1)).take(high.min(left_rows)).enumerate() {
                    let start = (top + n) * row + left;
                    let length = part_row.min(row - left);
                    if let (Some(to), Some(from)) = (plane.get_mut(start..start + length), line.get(..length)) {
                        to.copy_from_slice(from);
                    }
                }
            }
        }
        whole.push(plane);
    }
    if whole.len() == 1 {
        return Ok(whole.pop().unwrap_or_default());
    }
    // Whole bytes: samples of planes have 8 or 16 bits.
    let step = usize::from(page.bits / 8).max(1);
    let pixels = page.width as usize * page.height as usize;
    let mut mixed = Vec::with_capacity(pixels * whole.len() * step);
    for n in 0..pixels {
        for plane in &whole {
            mixed.extend_from_slice(plane.get(n * step..n * step + step).unwrap_or_default());
        }
    }
    Ok(mixed)
}

/// One strip or tile of so many rows.
fn segment(page: &Page, bytes: &[u8], place: (u64, u64), samples: usize, high: usize) -> Result<Vec<u8>, Problem> {
    let wide = page.segment.0 as usize;
    let row = (wide * samples * usize::from(page.bits)).div_ceil(8);
    let size = row * high;
    let data = stored(page, bytes, place)?;
    let high32 = u32::try_from(high).unwrap_or(u32::MAX);
    let mut rows = match page.packing {
        Packing::Plain => data,
        Packing::Fax { k, aligned } => return fax(&data, k, aligned, page.segment.0, high32),
        Packing::Lzw => lzw(&data, size)?,
        Packing::Deflate => {
            let mut rows = Vec::with_capacity(size);
            let zlib = flate2::read::ZlibDecoder::new(data.as_slice());
            // What was read before an error counts; too little is found below.
            let _ = zlib.take(size as u64).read_to_end(&mut rows);
            rows
        }
        Packing::Runs => runs(&data, size),
        Packing::Jpeg => return photo(page, &data, wide, high),
    };
    if rows.len() < size {
        return Err(Problem::Truncated { expected: Some(size as u64), found: rows.len() as u64 });
    }
    rows.truncate(size);
    let wide_samples = page.bits == 16;
    if wide_samples && bytes.starts_with(b"II") {
        rows.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.swap(0, 1));
    }
    if page.differences {
        rows.chunks_exact_mut(row.max(1)).for_each(|line| sum(line, samples, wide_samples));
    }
    Ok(rows)
}

/// Undoes differences between neighbours.
fn sum(line: &mut [u8], samples: usize, wide: bool) {
    if wide {
        let pairs = line.as_chunks_mut::<2>().0;
        for at in samples..pairs.len() {
            let before = u16::from_be_bytes(pairs[at - samples]);
            pairs[at] = u16::from_be_bytes(pairs[at]).wrapping_add(before).to_be_bytes();
        }
    } else {
        for at in samples..line.len() {
            line[at] = line[at].wrapping_add(line[at - samples]);
        }
    }
}

fn lzw(data: &[u8], size: usize) -> Result<Vec<u8>, Problem> {
    // Very old programs wrote the bits the other way round.
    let old = data.first() == Some(&0) && data.get(1).is_some_and(|byte| byte & 1 == 1);
    let mut decoder = if old {
        weezl::decode::Decoder::new(BitOrder::Lsb, 8)
    } else {
        weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    };
    let mut rows = vec![0; size];
    let (mut read, mut made) = (0, 0);
    while made < size {
        let (Some(from), Some(to)) = (data.get(read..), rows.get_mut(made..)) else { break };
        let step = decoder.decode_bytes(from, to);
        read += step.consumed_in;
        made += step.consumed_out;
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            Ok(_) => break,
            Err(_) => return Err(damaged("LZW data that cannot be read")),
        }
    }
    rows.truncate(made);
    Ok(rows)
}

/// Apple's runs: a count and bytes as they are, or a count and a byte to repeat.
fn runs(data: &[u8], size: usize) -> Vec<u8> {
    let mut rows = Vec::with_capacity(size);
    let mut rest = data;
    while let Some((&count, after)) = rest.split_first().filter(|_| rows.len() < size) {
        rest = after;
        match count.cast_signed() {
            -128 => {}
            count @ 0.. => {
                let length = (usize::from(count.unsigned_abs()) + 1).min(rest.len());
                let (bytes, after) = rest.split_at(length);
                rows.extend_from_slice(bytes);
                rest = after;
            }
            count => {
                let Some((&byte, after)) = rest.split_first() else { break };
                rows.resize(rows.len() + usize::from(count.unsigned_abs()) + 1, byte);
                rest = after;
            }
        }
    }
    rows
}

/// Rows of bits, 1 where the codes say black.
struct Bits {
    rows: Vec<u8>,
    row: usize,
    width: u32,
    count: usize,
}

impl Decoder for Bits {
    fn push_row(&mut self, changes: &[u32]) {
        let start = self.count * self.row;
        self.count += 1;
        let Some(line) = self.rows.get_mut(start..start + self.row) else { return };
        for span in changes.chunks(2) {
            let from = span.first().copied().unwrap_or(0).min(self.width);
            let to = span.get(1).copied().unwrap_or(self.width).min(self.width);
            let (first, last) = (from as usize / 8, to as usize / 8);
            let (head, tail) = (0xFF_u8 >> (from % 8), !(0xFF_u16 >> (to % 8)) as u8);
            if first == last {
                line.get_mut(first).into_iter().for_each(|byte| *byte |= head & tail);
                continue;
            }
            line.get_mut(first).into_iter().for_each(|byte| *byte |= head);
            line.get_mut(first + 1..last).into_iter().for_each(|bytes| bytes.fill(0xFF));
            line.get_mut(last).into_iter().for_each(|byte| *byte |= tail);
        }
    }
}

fn fax(data: &[u8], k: i8, aligned: bool, width: u32, height: u32) -> Result<Vec<u8>, Problem> {
    let row = (width as usize).div_ceil(8);
    let mut bits = Bits { rows: vec![0; row * height as usize], row, width, count: 0 };
    let encoding = match k {
        -1 => EncodingMode::Group4,
        0 => EncodingMode::Group3_1D,
        _ => EncodingMode::Group3_2D,
    };
    let mut context = DecoderContext::new(DecodeSettings {
        columns: width,
        rows: height,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: aligned,
        encoding,
        strict: false,
    });
    // Rows before an error count; too few are found here.
    let _ = hayro_ccitt::decode(data, &mut bits, &mut context);
    if bits.count < height as usize {
        return Err(Problem::Truncated { expected: Some(u64::from(height)), found: bits.count as u64 });
    }
    Ok(bits.rows)
}

/// JPEG data together with the tables that all strips share.
fn with_tables(page: &Page, data: &[u8]) -> Vec<u8> {
    let tables = page.tables.as_deref().and_then(|tables| tables.strip_suffix(b"\xFF\xD9"));
    match (tables, data.strip_prefix(b"\xFF\xD8")) {
        (Some(tables), Some(rest)) if tables.starts_with(b"\xFF\xD8") => [tables, rest].concat(),
        _ => data.to_vec(),
    }
}

/// Decodes a JPEG strip or tile.
fn photo(page: &Page, data: &[u8], wide: usize, high: usize) -> Result<Vec<u8>, Problem> {
    let broken = |_| damaged("JPEG data that cannot be read");
    let data = with_tables(page, data);
    let options = DecoderOptions::default().set_max_width(65_536).set_max_height(65_536);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data.as_slice()), options);
    decoder.decode_headers().map_err(broken)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("JPEG data without a size"))?;
    if width != wide || height < high || height > high.next_multiple_of(64) {
        return Err(damaged("JPEG data of another size"));
    }
    let input = decoder.input_colorspace();
    let space = match (page.colours, input) {
        (Colours::YCbCr, _) => Some(ColorSpace::RGB),
        // Stored as it is meant: nothing is to be converted.
        (_, input) => input,
    };
    let space = space.filter(|space| space.num_components() == page.samples);
    decoder.set_options(options.jpeg_set_out_colorspace(space.ok_or_else(|| damaged("JPEG data of other colours"))?));
    let mut pixels = decoder.decode().map_err(broken)?;
    pixels.truncate(wide * high * page.samples);
    if pixels.len() < wide * high * page.samples {
        return Err(damaged("JPEG data of another size"));
    }
    Ok(pixels)
}

/// Parts colours and alpha; other samples than these are dropped.
fn with_alpha(page: &Page, rows: Vec<u8>, alpha: &mut Option<Vec<u8>>) -> Vec<u8> {
    let components = page.colours.components();
    if page.samples == components {
        return rows;
    }
    let step = usize::from(page.bits / 8).max(1);
    let mut colours = Vec::with_capacity(rows.len() / page.samples * components);
    let mut mask = Vec::new();
    for pixel in rows.chunks_exact(page.samples * step) {
        let (own, rest) = pixel.split_at(components * step);
        let clear = rest.first().copied().unwrap_or(255);
        match page.alpha {
            // Colours that were multiplied are divided again.
            Some(true) if clear > 0 && step == 1 => {
                let part = |byte: &u8| (u16::from(*byte) * 255 / u16::from(clear)).min(255);
                colours.extend(own.iter().map(|byte| u8::try_from(part(byte)).unwrap_or(255)));
            }
            _ => colours.extend_from_slice(own),
        }
        if page.alpha.is_some() {
            mask.push(clear);
        }
    }
    *alpha = Some(mask).filter(|mask| mask.iter().any(|alpha| *alpha != 255));
    colours
}
