use super::{Class, Raster, Rendition, Samples, decode, encode};
use crate::evidence::Problem;

/// The quality of a picture that is written anew.
const QUALITY: u8 = 92;

/// What pixels may lose when they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// They are a photo.
    Photo,
    /// They are a page: text stays sharp, and only what is a photo in truth, and costs several
    /// times as much if it is kept exactly, is stored as one.
    WherePaid,
}

/// Paints boxes black in rows of pixels of so many samples, black being zero: left, top, right,
/// bottom as parts of the picture. Pixels that a box touches are black.
pub fn paint(data: &mut [u8], width: u32, height: u32, samples: usize, boxes: &[[f64; 4]]) {
    let (wide, high) = (width as usize, height as usize);
    // Fractions of pixels that come of calculating are no pixels.
    let from = |part: f64, most: usize| ((part * most as f64 + 1e-6).floor().max(0.0) as usize).min(most);
    let to = |part: f64, most: usize| ((part * most as f64 - 1e-6).ceil().max(0.0) as usize).min(most);
    for [left, top, right, bottom] in boxes {
        let (x0, x1) = (from(*left, wide), to(*right, wide));
        for y in from(*top, high)..to(*bottom, high) {
            let row = y * wide;
            if let Some(run) = data.get_mut((row + x0) * samples..(row + x1.max(x0)) * samples) {
                run.fill(0);
            }
        }
    }
}

/// Writes a JPEG or PNG anew, upright, with boxes over it, and nothing but pixels and colour
/// profile.
///
/// # Errors
/// A format or colours of another kind, or a picture that is not to be decoded.
pub fn boxed(bytes: &[u8], format: &str, boxes: &[[f64; 4]]) -> Result<Rendition, Problem> {
    let (raster, quality) = match format {
        "jpeg" => (decode::jpeg(bytes)?, Some(QUALITY)),
        "png" => (decode::png(bytes)?, None),
        other => return Err(Problem::damaged(format!("{other} is drawn"))),
    };
    if !matches!(raster.samples, Samples::Grey | Samples::Rgb) {
        return Err(Problem::damaged("colours of an unusual kind"));
    }
    let mut raster = raster.upright();
    paint(&mut raster.data, raster.width, raster.height, raster.samples.count(), boxes);
    encode::write(&raster, quality, Class::Writing)
}

/// Writes pixels, width and height and red, green and blue row by row.
///
/// # Errors
/// Sizes that no format has.
pub fn of_pixels((width, height, data): (u32, u32, Vec<u8>), loss: Option<Loss>) -> Result<Rendition, Problem> {
    let grey = data.as_chunks::<3>().0.iter().all(|[r, g, b]| r == g && g == b);
    let (samples, data) = match grey {
        true => (Samples::Grey, data.into_iter().step_by(3).collect()),
        false => (Samples::Rgb, data),
    };
    let raster = Raster { width, height, samples, data, profile: None, orientation: 1 };
    if loss == Some(Loss::Photo) {
        return encode::write(&raster, Some(QUALITY), Class::Writing);
    }
    let exact = encode::write(&raster, None, Class::Writing)?;
    if loss.is_none() || exact.bytes.len() < 600_000 {
        return Ok(exact);
    }
    let photo = encode::write(&raster, Some(QUALITY), Class::Writing)?;
    Ok(if photo.bytes.len() * 3 < exact.bytes.len() { photo } else { exact })
}
