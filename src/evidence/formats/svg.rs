use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use typst::text::FontInfo;
use usvg::{FontFamily, ImageHrefResolver, ImageKind, Node, Options, Tree, fontdb};

use crate::evidence::raster::unreadable;
use crate::evidence::{Content, ImageInfo, Inspected, LeftOut, Limits, Problem, Refusal, extension};

use super::{Format, jpeg, text};

/// What is looked for before a drawing is drawn: references, entities, depth.
mod scan;

/// SVG drawings. They stay vectors; what would have to be fetched is refused.
pub static FORMAT: Format = Format {
    id: "svg",
    media_type: "image/svg+xml",
    extensions: &["svg"],
    sniff: |bytes, name| text::is_text(bytes) && is_drawing(bytes, name),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Bytes of a drawing.
const LONGEST: usize = 20 << 20;

/// Whether a text is a drawing: its first element is `svg`.
fn is_drawing(bytes: &[u8], name: &str) -> bool {
    let start = bytes.get(..65_536).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let mut rest = start.trim_start_matches('\u{FEFF}').trim_start();
    let by_name = extension(name) == "svg" && rest.starts_with('<');
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest.starts_with("<!") {
            // A document type, perhaps with declarations of its own.
            rest.find(['[', '>']).and_then(|at| match rest.as_bytes().get(at) {
                Some(b'[') => rest.find("]>").or_else(|| rest.find("]")).map(|end| end + 2),
                _ => Some(at + 1),
            })
        } else {
            let tag = rest.strip_prefix('<').unwrap_or_default();
            let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
            let tag = tag.get(..end).unwrap_or_default();
            return tag == "svg" || tag.ends_with(":svg");
        };
        let Some(after) = end.and_then(|end| rest.get(end..)) else { return by_name };
        rest = after.trim_start();
    }
}

pub(super) fn unsupported(what: &str) -> Refusal {
    Refusal::Unsupported { what: format!("SVG drawing {what}"), convert_to: "pdf" }
}

fn damaged(detail: impl Into<String>) -> Refusal {
    unreadable(FORMAT.id, Problem::damaged(detail))
}

/// The fonts inside the program.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let made = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for font in typst_assets::fonts() {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        fonts.set_serif_family("Libertinus Serif");
        fonts.set_sans_serif_family("Libertinus Serif");
        fonts.set_cursive_family("Libertinus Serif");
        fonts.set_fantasy_family("Libertinus Serif");
        fonts.set_monospace_family("DejaVu Sans Mono");
        Arc::new(fonts)
    });
    Arc::clone(made)
}

/// Whether the fonts inside the program have all characters of the texts. The library that draws
/// leaves out what they lack and says nothing.
fn covered(document: &usvg::roxmltree::Document<'_>) -> bool {
    static COVERAGE: OnceLock<Vec<FontInfo>> = OnceLock::new();
    let infos = COVERAGE.get_or_init(|| typst_assets::fonts().flat_map(FontInfo::iter).collect());
    // Private characters mean what their font wants.
    let private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let known = |c: char| !private(c) && infos.iter().any(|info| info.coverage.contains(u32::from(c)));
    let texts = document.descendants().filter(|node| node.is_text());
    let drawn = texts.filter(|node| node.ancestors().any(|above| above.tag_name().name() == "text"));
    let mut chars = drawn.filter_map(|node| node.text()).flat_map(str::chars);
    chars.all(|c| {
        c.is_ascii() || c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}') || known(c)
    })
}

/// A drawing, read.
struct Drawing {
    tree: Tree,
    left_out: Vec<LeftOut>,
    gps: bool,
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Drawing, Refusal> {
    if bytes.len() > LONGEST {
        return Err(damaged("it is too long"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("it is not in UTF-8"))?;
    let text = scan::without_type(text.trim_start_matches('\u{FEFF}'))?;
    scan::depth(&text)?;
    let document = usvg::roxmltree::Document::parse(&text).map_err(|error| damaged(error.to_string()))?;
    let mut left_out = scan::elements(&document)?;
    let bad = AtomicBool::new(false);
    let gps = AtomicBool::new(false);
    let usual = ImageHrefResolver::default_data_resolver();
    let options = Options {
        font_family: "Libertinus Serif".to_owned(),
        fontdb: fonts(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|mime, data, options| {
                let image = image(&data, limits, &gps).and_then(|data| usual(mime, data, options));
                // Drawings inside would be read without being looked at first.
                let image = image.filter(|image| !matches!(image, ImageKind::SVG(_)));
                bad.fetch_or(image.is_none(), Ordering::Relaxed);
                image
            }),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| damaged(error.to_string()))?;
    drop(options);
    if bad.into_inner() {
        return Err(damaged("a picture inside cannot be read"));
    }
    let mut replaced = false;
    if !covered(&document) || !glyphs(tree.root(), &mut replaced) {
        return Err(unsupported("with characters of other fonts"));
    }
    if replaced {
        left_out.push(LeftOut::Fonts);
    }
    Ok(Drawing { tree, left_out, gps: gps.into_inner() })
}

/// A picture inside, if it can be shown; a photo without what it tells of camera and place.
fn image(data: &Arc<Vec<u8>>, limits: &Limits, gps: &AtomicBool) -> Option<Arc<Vec<u8>>> {
    let found = crate::evidence::inspect(data, "", limits).ok()?;
    if !matches!(found.format, "jpeg" | "png" | "gif" | "webp") {
        return None;
    }
    gps.fetch_or(found.gps, Ordering::Relaxed);
    if found.format != "jpeg" {
        return Some(Arc::clone(data));
    }
    let jpeg = jpeg::walk(data).ok()?;
    let kept = jpeg.kept.iter().filter_map(|place| data.get(place.clone()));
    let pieces: Vec<&[u8]> = std::iter::once(&b"\xFF\xD8"[..]).chain(kept).collect();
    Some(Arc::new(pieces.concat()))
}

/// Whether all text has glyphs; and whether fonts were asked for that are not there.
fn glyphs(group: &usvg::Group, replaced: &mut bool) -> bool {
    let known = fonts();
    let has = |family: &str| known.faces().any(|face| face.families.iter().any(|(name, _)| name == family));
    group.children().iter().all(|node| match node {
        Node::Group(group) => glyphs(group, replaced),
        Node::Text(text) => {
            let spans = text.chunks().iter().flat_map(|chunk| chunk.spans());
            let mut families = spans.map(|span| span.font().families());
            *replaced |= families.any(|families| match families.first() {
                Some(FontFamily::Named(name)) => !has(name),
                Some(FontFamily::Monospace | FontFamily::Serif) | None => false,
                Some(_) => true,
            });
            text.layouted().iter().all(|span| span.positioned_glyphs.iter().all(|glyph| glyph.id.0 != 0))
        }
        _ => true,
    })
}

/// The size in pixels.
fn size(tree: &Tree) -> Result<(f32, f32), Refusal> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let sane = |side: f32| (0.1..=100_000.0).contains(&side);
    if !sane(width) || !sane(height) || !(0.001..=1000.0).contains(&(width / height)) {
        return Err(damaged("impossible dimensions"));
    }
    Ok((width, height))
}

/// A PDF file of one page that shows the drawing.
///
/// # Errors
///
/// A drawing that is damaged or not shown.
pub fn pdf(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let problem = |refusal| match refusal {
        Refusal::Unreadable { problem, .. } => problem,
        Refusal::Unsupported { what, .. } => Problem::damaged(what),
        Refusal::Empty | Refusal::LfsPointer => Problem::damaged("no drawing"),
    };
    let drawing = read(bytes, &Limits::default()).map_err(problem)?;
    let (width, height) = size(&drawing.tree).map_err(problem)?;
    // PDF's pages have at least 3 and at most 14,400 points.
    let scale = 1000.0 / width.max(height);
    let (width, height) = ((width * scale).max(3.0), (height * scale).max(3.0));
    let sizes = PageSettings::from_wh(width, height).zip(Size::from_wh(width, height));
    let (settings, size) = sizes.ok_or_else(|| Problem::damaged("impossible dimensions"))?;
    let mut document = krilla::Document::new();
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let drawn = surface.draw_svg(&drawing.tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    drawn.ok_or_else(|| Problem::damaged("it cannot be drawn"))?;
    document.finish().map_err(|error| Problem::damaged(format!("{error:?}")))
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let drawing = read(bytes, limits)?;
    let (width, height) = size(&drawing.tree)?;
    // Drawings have no pixels: small ones are shown larger.
    let scale = (1000.0 / f64::from(width.max(height))).max(1.0);
    let pixels = |side: f32| (f64::from(side) * scale).round().clamp(1.0, 100_000.0) as u32;
    let (width, height) = (pixels(width), pixels(height));
    let content = Content::Image(ImageInfo { width, height, orientation: 1, components: 3, bits: 8 });
    let mut found = Inspected::new(FORMAT.id, content);
    found.gps = drawing.gps;
    found.left_out = drawing.left_out;
    Ok(found)
}

#[cfg(test)]
mod tests;
