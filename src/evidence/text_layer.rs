//! The text layer of PDF files: what can be read without looking at pictures.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use super::pages;

/// Glyphs of a page that are looked at.
const GLYPHS: usize = 100_000;

/// The text of each of the first `most` pages: what stands at one height is a line, what stands far
/// apart in it has a tab between. Pages without text are empty; a file that cannot be read has none.
pub fn pages(bytes: &[u8], most: usize) -> Vec<String> {
    let Ok(pdf) = pages::open(bytes) else { return Vec::new() };
    let page = |page: &hayro_syntax::page::Page<'_>| {
        let cache = InterpreterCache::new();
        let mut found = Glyphs::default();
        let upright = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upright, Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut found);
        found.text()
    };
    pdf.pages().iter().take(most).map(page).collect()
}

/// A character where it stands; the page's left upper corner is at 0, 0.
struct Placed {
    text: BfString,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
}

/// Gathers the characters of a page.
#[derive(Default)]
struct Glyphs(Vec<Placed>);

impl Glyphs {
    /// The characters as lines of text.
    fn text(mut self) -> String {
        self.0.sort_by(|a, b| a.base.total_cmp(&b.base));
        let mut text = String::new();
        let mut line: Vec<Placed> = Vec::new();
        for glyph in self.0 {
            let below = line.first().is_some_and(|first| glyph.base - first.base > 0.4 * glyph.size.min(first.size));
            if below {
                write(std::mem::take(&mut line), &mut text);
            }
            line.push(glyph);
        }
        write(line, &mut text);
        text
    }
}

/// Writes what stands at one height, from left to right.
fn write(mut line: Vec<Placed>, text: &mut String) {
    line.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut before: Option<Placed> = None;
    for glyph in line {
        if let Some(before) = &before {
            let gap = (glyph.left - before.right) / glyph.size.max(before.size);
            // Bold letters are sometimes the same letter twice.
            if glyph.text == before.text && glyph.left - before.left < 0.1 * glyph.size {
                continue;
            }
            if gap > 1.2 {
                text.push('\t');
            } else if gap > 0.15 && !text.ends_with([' ', '\t']) {
                text.push(' ');
            }
        }
        match &glyph.text {
            BfString::Char(c) => text.push(*c),
            BfString::String(more) => text.push_str(more),
        }
        before = Some(glyph);
    }
    if before.is_some() {
        text.push('\n');
    }
}

impl<'a> Device<'a> for Glyphs {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let Some(text) = glyph.as_unicode().filter(|_| self.0.len() < GLYPHS) else { continue };
            let blank = matches!(text, BfString::Char(c) if c.is_whitespace() || c.is_control());
            let placed = props.transform * glyph.transform();
            let along = of(placed, Vec2::new(1000.0, 0.0));
            let up = of(placed, Vec2::new(0.0, 1000.0));
            // What stands upright or aslant is a stamp or a mark of water.
            let level = along.y.abs() < 0.1 * along.x.abs() && along.x > 0.0;
            let size = up.hypot();
            if blank || !level || !size.is_finite() || size < 0.1 {
                continue;
            }
            let width = match &**glyph {
                hayro_interpret::font::Glyph::Outline(glyph) => glyph.advance_width(),
                hayro_interpret::font::Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let at = placed * Point::ZERO;
            let right = at.x + along.x * f64::from(width.unwrap_or(500.0)) / 1000.0;
            self.0.push(Placed { text, left: at.x, right, base: at.y, size });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A direction after a change of space.
fn of(space: Affine, direction: Vec2) -> Vec2 {
    let [a, b, c, d, ..] = space.as_coeffs();
    Vec2::new(a * direction.x + c * direction.y, b * direction.x + d * direction.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with this content in Helvetica.
    fn page(content: &str) -> Vec<u8> {
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
             4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
             5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
            content.len()
        )
        .into_bytes()
    }

    #[test]
    fn lines_and_columns() {
        let content = "BT /F 10 Tf 50 700 Td (Invoice No.: 4471) Tj 300 0 Td (Page 1) Tj -300 -14 Td \
            [(Inv) 20 (oice) -300 (date:)] TJ 80 0 Td (12 March 2025) Tj ET";
        assert_eq!(pages(&page(content), 9), ["Invoice No.: 4471\tPage 1\nInvoice date:\t12 March 2025\n"]);
    }

    #[test]
    fn bold_letters_and_marks_of_water() {
        let content = "BT /F 10 Tf 50 700 Td (Bold) Tj ET BT /F 10 Tf 50.3 700 Td (Bold) Tj ET \
            BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (COPY) Tj ET";
        assert_eq!(pages(&page(content), 9), ["Bold\n"]);
    }

    #[test]
    fn what_is_no_file_has_no_pages() {
        assert_eq!(pages(b"%PDF-1.4 rubbish", 9), Vec::<String>::new());
        assert_eq!(pages(&page("q Q"), 9), [""]);
    }
}
