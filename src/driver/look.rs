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
    /// A PNG file; empty where it cannot be drawn.
    #[serde(with = "super::digits")]
    pub png: Vec<u8>,
    /// Whether something on it could not be drawn as it is meant.
    pub lacks: bool,
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
    Some(Drawn { png, lacks })
}
