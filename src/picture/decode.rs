use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{MOST_PIXELS, Raster, Samples};
use crate::evidence::formats::{self, jpeg, png};
use crate::evidence::raster::{self, Body};
use crate::evidence::{Limits, Problem, Refusal};

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Unreadable { problem, .. } => problem,
        Refusal::Unsupported { what, .. } => Problem::damaged(what),
        Refusal::Empty | Refusal::LfsPointer => Problem::damaged("no picture"),
    }
}

fn bounded(width: u32, height: u32) -> Result<(), Problem> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Problem::TooManyPixels { width, height, limit: MOST_PIXELS });
    }
    Ok(())
}

/// The pixels of a JPEG, with the colours that it has.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Raster, Problem> {
    let walked = jpeg::walk(bytes).map_err(refused)?;
    let (width, height) = (u32::from(walked.width), u32::from(walked.height));
    bounded(width, height)?;
    if walked.named_rgb && !walked.adobe && !walked.jfif {
        return Err(Problem::damaged("colours of an unusual kind"));
    }
    // The decoder loses colours that stand in scans of their own, or mixes up four of different sizes.
    if (walked.scans > 1 && !walked.progressive) || (walked.components == 4 && walked.subsampled) {
        return Err(Problem::damaged("colours of an unusual kind"));
    }
    let broken = |error: zune_jpeg::errors::DecodeErrors| Problem::damaged(error.to_string());
    let options = DecoderOptions::new_safe().set_max_width(width as usize).set_max_height(height as usize);
    let options = options.set_strict_mode(false);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(broken)?;
    let (space, samples) = match (walked.components, decoder.input_colorspace()) {
        (1, _) => (ColorSpace::Luma, Samples::Grey),
        (3, _) => (ColorSpace::RGB, Samples::Rgb),
        (_, Some(ColorSpace::YCCK)) => (ColorSpace::YCCK, Samples::Ycck),
        (_, Some(ColorSpace::CMYK)) => (ColorSpace::CMYK, Samples::Cmyk),
        _ => return Err(Problem::damaged("colours of an unusual kind")),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let mut data = decoder.decode().map_err(broken)?;
    if data.len() != width as usize * height as usize * samples.count() {
        return Err(Problem::damaged("pixels are missing"));
    }
    if samples == Samples::Cmyk && walked.adobe {
        // Adobe's programs store it inverted.
        data.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    Ok(Raster { width, height, samples, data, profile: walked.icc, orientation: walked.exif.orientation })
}

/// The pixels of a PNG, eight bits a sample, without a palette.
pub(super) fn png(bytes: &[u8]) -> Result<Raster, Problem> {
    let walked = png::walk(bytes).map_err(refused)?;
    bounded(walked.width, walked.height)?;
    let broken = |error: ::png::DecodingError| Problem::damaged(error.to_string());
    let mut decoder = ::png::Decoder::new_with_limits(Cursor::new(bytes), ::png::Limits { bytes: 1 << 30 });
    decoder.set_transformations(::png::Transformations::EXPAND | ::png::Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(broken)?;
    let size = reader.output_buffer_size().ok_or_else(|| Problem::damaged("too large"))?;
    let mut data = vec![0; size];
    let info = reader.next_frame(&mut data).map_err(broken)?;
    let samples = match info.color_type {
        ::png::ColorType::Grayscale => Samples::Grey,
        ::png::ColorType::GrayscaleAlpha => Samples::GreyAlpha,
        ::png::ColorType::Rgb => Samples::Rgb,
        ::png::ColorType::Rgba => Samples::RgbAlpha,
        ::png::ColorType::Indexed => return Err(Problem::damaged("a palette that does not unfold")),
    };
    data.truncate(info.buffer_size());
    if data.len() != info.width as usize * info.height as usize * samples.count() {
        return Err(Problem::damaged("pixels are missing"));
    }
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let raster =
        Raster { width: info.width, height: info.height, samples, data, profile, orientation: walked.exif.orientation };
    Ok(opaque(raster))
}

/// A page, from 0, of a file that is none of those that PDF knows.
pub(super) fn other(bytes: &[u8], format: &str, page: usize, limits: &Limits) -> Result<raster::Raster, Problem> {
    let format = formats::by_id(format).ok_or_else(|| Problem::damaged("an unknown format"))?.id;
    raster::decode(format, bytes, page, limits)
}

/// Its pixels, eight bits a sample, and whether it had lost detail before.
pub(super) fn pixels(read: raster::Raster) -> Result<(Raster, bool), Problem> {
    let (width, height) = (read.width, read.height);
    bounded(width, height)?;
    if let Body::Jpeg { data, rgb } = &read.body {
        if *rgb {
            return Err(Problem::damaged("colours of an unusual kind"));
        }
        let inner = jpeg(data)?;
        return Ok((Raster { profile: read.icc, orientation: read.orientation, ..inner }, true));
    }
    let lossy = matches!(read.body, Body::Photo { .. });
    let colours = match (&read.palette, read.components) {
        (Some(_), _) | (None, 3) => Samples::Rgb,
        (None, 1) => Samples::Grey,
        (None, 4) => Samples::Cmyk,
        _ => return Err(Problem::damaged("colours of an unusual kind")),
    };
    let samples = match (colours, read.alpha.is_some()) {
        (Samples::Grey, true) => Samples::GreyAlpha,
        (Samples::Rgb, true) => Samples::RgbAlpha,
        (_, true) => return Err(Problem::damaged("colours of an unusual kind")),
        (colours, false) => colours,
    };
    let (profile, orientation) = (read.icc.clone(), read.orientation);
    let plain = read.bits == 8 && read.palette.is_none() && read.alpha.is_none() && !read.inverted;
    let data = match read.body {
        Body::Exact(rows) | Body::Photo { rows, .. } if plain => rows,
        _ => unfolded(&read, colours.count()),
    };
    if data.len() != width as usize * height as usize * samples.count() {
        return Err(Problem::damaged("pixels are missing"));
    }
    Ok((opaque(Raster { width, height, samples, data, profile, orientation }), lossy))
}

/// The samples of rows of any depth, with colours in the place of their numbers, and alpha behind each pixel.
fn unfolded(read: &raster::Raster, colours: usize) -> Vec<u8> {
    let (width, height) = (read.width as usize, read.height as usize);
    let stored = if read.palette.is_some() { 1 } else { usize::from(read.components) };
    let row = (width * stored * usize::from(read.bits)).div_ceil(8);
    let mut data = Vec::with_capacity(width * height * (colours + 1));
    let mut alpha = read.alpha.iter().flatten();
    for line in read.body.rows().chunks_exact(row.max(1)).take(height) {
        for x in 0..width {
            for sample in x * stored..(x + 1) * stored {
                let value = sample_of(line, sample, read.bits);
                match &read.palette {
                    Some(palette) => {
                        let at = usize::from(value) * 3;
                        data.extend_from_slice(palette.get(at..at + 3).unwrap_or(&[0; 3]));
                    }
                    None => data.push(scaled(value, read.bits) ^ if read.inverted { 255 } else { 0 }),
                }
            }
            if read.alpha.is_some() {
                data.push(alpha.next().copied().unwrap_or(255));
            }
        }
    }
    data
}

/// A sample of a row, as it is stored; of 16 bits the upper 8.
fn sample_of(line: &[u8], at: usize, bits: u8) -> u8 {
    let byte = |at: usize| line.get(at).copied().unwrap_or(0);
    match bits {
        16 => byte(at * 2),
        8 => byte(at),
        _ => {
            let bits = usize::from(bits.clamp(1, 4));
            let per_byte = 8 / bits;
            byte(at / per_byte) >> (8 - bits * (at % per_byte + 1)) & (0xFF >> (8 - bits))
        }
    }
}

/// A sample of fewer bits as one of 8.
fn scaled(value: u8, bits: u8) -> u8 {
    match bits {
        1 => value * 255,
        2 => value * 85,
        4 => value * 17,
        _ => value,
    }
}

/// Paper shows through what is transparent: the picture on white, without its alpha.
fn opaque(raster: Raster) -> Raster {
    let samples = match raster.samples {
        Samples::GreyAlpha => Samples::Grey,
        Samples::RgbAlpha => Samples::Rgb,
        _ => return raster,
    };
    let mut data = Vec::with_capacity(raster.data.len());
    for pixel in raster.data.chunks_exact(raster.samples.count()) {
        let Some((alpha, colours)) = pixel.split_last() else { continue };
        let alpha = u32::from(*alpha);
        let over = |sample: &u8| u8::try_from((u32::from(*sample) * alpha + 255 * (255 - alpha) + 127) / 255);
        data.extend(colours.iter().map(|sample| over(sample).unwrap_or(255)));
    }
    Raster { samples, data, ..raster }
}
