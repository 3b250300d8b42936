//! The text of a page: every glyph with the letters that it stands for and its place, upright, as
//! parts of the page from its top left corner.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::font::{FontQuery, Glyph as Drawn};
use hayro::hayro_interpret::hayro_cmap::{BfString, CidFamily};
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Rect, Shape};

use super::paint::{self, Lack, Pixels};
use crate::evidence::Problem;

/// More glyphs than this on a page are only found in hostile files.
const GLYPHS: usize = 2_000_000;

/// A plain file of pages, open.
pub struct Sheets {
    pdf: Pdf,
}

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer {
    /// Width and height of the page in points.
    pub size: (f64, f64),
    /// In the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// How many of them say not what they stand for.
    pub unknown: usize,
}

/// A glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The letters that it stands for; none where it does not say.
    pub text: String,
    /// Left, top, right, bottom.
    pub area: [f64; 4],
}

impl Sheets {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn open(bytes: &[u8]) -> Result<Self, Problem> {
        let pdf = Pdf::new(Arc::new(bytes.to_vec()));
        Ok(Self { pdf: pdf.map_err(|error| Problem::damaged(format!("{error:?}")))? })
    }

    /// The text of all pages.
    pub fn layers(&self) -> Vec<Layer> {
        let cache = InterpreterCache::new();
        let (settings, _) = settings();
        let pages = self.pdf.pages();
        let mut layers = Vec::with_capacity(pages.len());
        for page in pages.iter() {
            let (width, height) = page.render_dimensions();
            let size = (f64::from(width).max(0.1), f64::from(height).max(0.1));
            let seen = Rect::new(0.0, 0.0, size.0, size.1);
            let upright = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(upright, seen, &cache, self.pdf.xref(), settings.clone());
            let mut reader = Reader { size, layer: Layer { size, ..Layer::default() } };
            interpret_page(page, &mut context, &mut reader);
            layers.push(reader.layer);
        }
        layers
    }

    /// Draws a page on white.
    ///
    /// # Errors
    ///
    /// Something on it that cannot be drawn as it is meant.
    pub fn draw(&self, index: usize, scale: f64) -> Result<Pixels, Lack> {
        let (settings, lacks) = settings();
        let pages = self.pdf.pages();
        let page = pages.get(index).ok_or(Lack::Other)?;
        let pixels = paint::draw(page, &settings, scale)?;
        if lacks.fonts.load(Ordering::Relaxed) {
            return Err(Lack::Fonts);
        }
        if lacks.other.load(Ordering::Relaxed) { Err(Lack::Other) } else { Ok(pixels) }
    }

    /// Draws a page for somebody to look at, so many pixels on its longer side. What cannot be drawn as it
    /// is meant is no reason not to show the rest; whether there is such a thing is said.
    ///
    /// # Errors
    ///
    /// There is no such page, or it has no size.
    pub fn look(&self, index: usize, side: f64) -> Result<(Pixels, bool), Lack> {
        let (settings, lacks) = settings();
        let pages = self.pdf.pages();
        let page = pages.get(index).ok_or(Lack::Other)?;
        let (width, height) = page.render_dimensions();
        let longer = f64::from(width.max(height));
        if !longer.is_finite() || longer <= 0.0 {
            return Err(Lack::Other);
        }
        let pixels = paint::draw(page, &settings, side / longer)?;
        let lacking = lacks.fonts.load(Ordering::Relaxed) || lacks.other.load(Ordering::Relaxed);
        Ok((pixels, lacking))
    }
}

/// What could not be drawn.
#[derive(Default)]
struct Lacks {
    fonts: AtomicBool,
    other: AtomicBool,
}

/// The reader's settings, with ears for what it cannot do.
fn settings() -> (InterpreterSettings, Arc<Lacks>) {
    let lacks = Arc::new(Lacks::default());
    let (of_fonts, of_others) = (lacks.clone(), lacks.clone());
    let usual = InterpreterSettings::default();
    let own = usual.font_resolver.clone();
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |query| {
            let far = match query {
                FontQuery::Standard(_) => false,
                // No font of the reader's own has these characters: they would be blank.
                FontQuery::Fallback(query) => {
                    const FAR: [CidFamily; 4] =
                        [CidFamily::AdobeGB1, CidFamily::AdobeCNS1, CidFamily::AdobeJapan1, CidFamily::AdobeKorea1];
                    let family = query.character_collection.as_ref().map(|collection| &collection.family);
                    family.is_some_and(|family| FAR.contains(family))
                }
            };
            let found = own(query);
            if far || found.is_none() {
                of_fonts.fonts.store(true, Ordering::Relaxed);
            }
            found
        }),
        warning_sink: Arc::new(move |_| of_others.other.store(true, Ordering::Relaxed)),
        ..usual
    };
    (settings, lacks)
}

/// Takes down glyphs.
struct Reader {
    size: (f64, f64),
    layer: Layer,
}

impl<'a> Device<'a> for Reader {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_glyph(&mut self, glyph: &Drawn<'a>, page: Affine, own: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        if self.layer.glyphs.len() >= GLYPHS {
            return;
        }
        let em = |advance: Option<f32>| Rect::new(0.0, -220.0, f64::from(advance.unwrap_or(500.0)).max(1.0), 780.0);
        let rect = match glyph {
            Drawn::Outline(outline) => {
                let ink = outline.outline().bounding_box();
                let em = em(outline.advance_width());
                if ink.area() > 0.0 { em.union(ink) } else { em }
            }
            // It does not say how wide it is.
            Drawn::Type3(_) => em(Some(1000.0)),
        };
        let rect = (page * own).transform_rect_bbox(rect);
        let (width, height) = self.size;
        let centre = rect.center();
        let seen = (0.0..=width).contains(&centre.x) && (0.0..=height).contains(&centre.y);
        if !seen || !rect.is_finite() {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let known = text.chars().any(|c| !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}'));
        self.layer.unknown += usize::from(!known);
        let area = [rect.x0 / width, rect.y0 / height, rect.x1 / width, rect.y1 / height];
        self.layer.glyphs.push(Glyph { text: if known { text } else { String::new() }, area });
    }
}
