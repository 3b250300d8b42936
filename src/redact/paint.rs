//! Pages as pixels.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::Failed;

/// Most pixels of a page that is drawn; a larger page gets fewer dots an inch.
const MOST: f64 = 40e6;
/// Longest side in pixels.
const SIDE: f64 = 30_000.0;

/// Why a page cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It wants fonts that it does not bring.
    Fonts,
    /// Something else.
    Other,
}

impl Lack {
    /// The failure of a page.
    pub(super) fn of(self, page: usize) -> Failed {
        match self {
            Lack::Fonts => Failed::Fonts { page },
            Lack::Other => Failed::Undrawn { page },
        }
    }
}

/// Red, green and blue of each pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

/// Draws a page on white, as many pixels a point as `scale` says, fewer where that is too many.
pub(super) fn draw<'a>(page: &'a Page<'a>, settings: &InterpreterSettings, scale: f64) -> Result<Pixels, Lack> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = scale.min((MOST / (width * height)).sqrt()).min(SIDE / width.max(height));
    // A sliver has a pixel at least.
    let scale = scale.max(1.5 / width.min(height)) as f32;
    if f64::from(scale) * width.max(height) > f64::from(u16::MAX) {
        return Err(Lack::Other);
    }
    let look = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let pixmap = render(page, &RenderCache::new(), settings, &look);
    let data: Vec<u8> = pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    Ok(Pixels { width: u32::from(pixmap.width()), height: u32::from(pixmap.height()), data })
}

impl Pixels {
    /// Paints boxes black: left, top, right, bottom as parts of the page.
    pub(super) fn boxed(mut self, boxes: &[[f64; 4]]) -> Self {
        crate::picture::paint(&mut self.data, self.width, self.height, 3, boxes);
        self
    }

    /// Width, height, and the pixels.
    pub fn pixels(self) -> (u32, u32, Vec<u8>) {
        (self.width, self.height, self.data)
    }
}
