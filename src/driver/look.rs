//! Draws a page of a bundle, in a worker: the bundle is ours, but who knows what it has become since.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::read::built;
use crate::redact::layer::Sheets;

/// A page to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The output folder of a case.
    pub folder: PathBuf,
    /// The bundle in it.
    pub name: String,
    /// The page, from 1.
    pub page: usize,
    /// Its longer side in pixels.
    pub side: u32,
}

/// A page that was drawn, or was not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// A PNG file in hexadecimal digits, for workers speak in lines; empty where it cannot be drawn.
    pub png: String,
    /// Whether something on it could not be drawn as it is meant.
    pub lacks: bool,
}

impl Drawn {
    /// The PNG file.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let (pairs, rest) = self.png.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
        if rest.is_empty() && !pairs.is_empty() { bytes.collect() } else { None }
    }
}

/// Draws a page.
pub fn run(wanted: &Wanted) -> Drawn {
    draw(&wanted.folder, wanted).unwrap_or_default()
}

fn draw(folder: &Path, wanted: &Wanted) -> Option<Drawn> {
    let bytes = built::output(folder, &wanted.name).ok()?;
    let sheets = Sheets::open(&bytes).ok()?;
    let (pixels, lacks) = sheets.look(wanted.page.checked_sub(1)?, f64::from(wanted.side)).ok()?;
    let (width, height, data) = pixels.pixels();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let png = png.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    Some(Drawn { png, lacks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_bytes_again() {
        let drawn = |png: &str| Drawn { png: png.to_owned(), lacks: false };
        assert_eq!(drawn("00ff7a").bytes(), Some(vec![0, 255, 0x7a]));
        for wrong in ["", "0", "0g", "é"] {
            assert_eq!(drawn(wrong).bytes(), None, "{wrong}");
        }
    }
}
