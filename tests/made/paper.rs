//! PDF files whose pages are turned, cut and annotated in every way, and say which page they are.

use super::picture::COLOURS;
use super::{pdf, stream};

/// What an annotation is painted with.
pub const MARK: [u8; 3] = [0, 200, 200];

/// What lies outside a page's crop box; no reader shows it.
pub const OUTSIDE: [u8; 3] = [230, 0, 230];

/// A page, by how it is seen.
#[derive(Clone)]
pub struct Sheet {
    /// Width and height in points once upright.
    pub size: (f64, f64),
    /// `/Rotate`.
    pub rotate: u16,
    /// How far the media box reaches beyond the crop box, in points; 0: there is no crop box.
    pub beyond: f64,
    /// A word that stands on the page.
    pub word: String,
    /// A square without a look of its own.
    pub square: bool,
    /// A filled form field, with the word that it holds.
    pub field: Option<String>,
    /// Cut into two content streams.
    pub halves: bool,
}

/// The matrix from the page as it is seen to its own coordinates.
fn upright(sheet: &Sheet) -> [f64; 6] {
    let (w, h) = own_size(sheet);
    let by = sheet.beyond;
    match sheet.rotate {
        90 => [0.0, 1.0, -1.0, 0.0, w + by, by],
        180 => [-1.0, 0.0, 0.0, -1.0, w + by, h + by],
        270 => [0.0, -1.0, 1.0, 0.0, by, h + by],
        _ => [1.0, 0.0, 0.0, 1.0, by, by],
    }
}

/// Width and height before the page is turned.
fn own_size(sheet: &Sheet) -> (f64, f64) {
    let (w, h) = sheet.size;
    if sheet.rotate.is_multiple_of(180) { (w, h) } else { (h, w) }
}

/// A rectangle of the page as it is seen, in the page's own coordinates.
fn rect(sheet: &Sheet, [x, y, w, h]: [f64; 4]) -> String {
    let [a, b, c, d, e, f] = upright(sheet);
    let at = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
    let ((x0, y0), (x1, y1)) = (at(x, y), at(x + w, y + h));
    format!("[{} {} {} {}]", x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1))
}

fn ink([r, g, b]: [u8; 3]) -> String {
    let part = |level: u8| f64::from(level) / 255.0;
    format!("{:.4} {:.4} {:.4}", part(r), part(g), part(b))
}

/// A file of these pages; with bookmarks, if asked for.
pub fn file(sheets: &[Sheet], bookmarks: bool) -> Vec<u8> {
    // Catalog, pages, font, outlines; then what pages need.
    let mut objects: Vec<Vec<u8>> = vec![Vec::new(); 4];
    objects[2] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec();
    let mut kids = Vec::new();
    let mut fields = Vec::new();
    for sheet in sheets {
        let mut add = |body: Vec<u8>| {
            objects.push(body);
            objects.len()
        };
        let (paint, write) = content(sheet);
        let contents = if sheet.halves {
            format!("[{} 0 R {} 0 R]", add(stream("", paint.as_bytes())), add(stream("", write.as_bytes())))
        } else {
            format!("{} 0 R", add(stream("", [paint, write].concat().as_bytes())))
        };
        let (w, h) = sheet.size;
        let mut annotations = String::new();
        if sheet.square {
            let place = rect(sheet, [w * 0.4, h * 0.7, w * 0.2, h * 0.1]);
            let body = format!("<</Type/Annot/Subtype/Square/F 4/Rect{place}/C[{0}]/IC[{0}]>>", ink(MARK));
            annotations += &format!("{} 0 R ", add(body.into_bytes()));
        }
        if let Some(word) = &sheet.field {
            let (width, height) = (w * 0.5, w.min(h) / 12.0);
            let text = format!("BT /F {} Tf 2 {} Td ({word}) Tj ET", height * 0.7, height * 0.25);
            // A look is upright on a page that is not turned; here it turns with the page.
            let look = format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Matrix{}/Resources<</Font<</F 3 0 R>>>>",
                turn(sheet.rotate)
            );
            let look = add(stream(&look, text.as_bytes()));
            let place = rect(sheet, [w * 0.25, h * 0.25, width, height]);
            let body = format!(
                "<</Type/Annot/Subtype/Widget/FT/Tx/T(f{look})/V({word})/F 4/Rect{place}/AP<</N {look} 0 R>>/DA(/F 9 Tf)>>"
            );
            let field = add(body.into_bytes());
            annotations += &format!("{field} 0 R ");
            fields.push(format!("{field} 0 R"));
        }
        let (own_w, own_h) = own_size(sheet);
        let by = sheet.beyond;
        let mut page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Rotate {}/Contents {contents}\
             /Resources<</Font<</F 3 0 R>>>>/Annots[{annotations}]",
            own_w + 2.0 * by,
            own_h + 2.0 * by,
            sheet.rotate
        );
        if by > 0.0 {
            page += &format!("/CropBox[{by} {by} {} {}]", own_w + by, own_h + by);
        }
        kids.push(format!("{} 0 R", add((page + ">>").into_bytes())));
    }
    let form = format!("/AcroForm<</Fields[{}]/DR<</Font<</F 3 0 R>>>>>>", fields.join(" "));
    let outlines = if bookmarks { "/Outlines 4 0 R" } else { "" };
    objects[0] = format!("<</Type/Catalog/Pages 2 0 R{outlines}{form}>>").into_bytes();
    objects[1] = format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), kids.len()).into_bytes();
    let (first, last) = (objects.len() + 1, objects.len() + kids.len());
    objects[3] = format!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {}>>", kids.len()).into_bytes();
    for (at, kid) in kids.iter().enumerate() {
        let number = first + at;
        let mut item = format!("<</Title(Part {})/Parent 4 0 R/Dest[{kid}/Fit]", at + 1);
        if number > first {
            item += &format!("/Prev {} 0 R", number - 1);
        }
        if number < last {
            item += &format!("/Next {} 0 R", number + 1);
        }
        objects.push((item + ">>").into_bytes());
    }
    pdf(&objects)
}

/// The turn of a look that is to be read on a page that is turned.
fn turn(rotate: u16) -> &'static str {
    match rotate {
        90 => "[0 1 -1 0 0 0]",
        180 => "[-1 0 0 -1 0 0]",
        270 => "[0 -1 1 0 0 0]",
        _ => "[1 0 0 1 0 0]",
    }
}

/// What paints the corners of a page, and what writes on it.
fn content(sheet: &Sheet) -> (String, String) {
    let (w, h) = sheet.size;
    let (own_w, own_h) = own_size(sheet);
    let by = sheet.beyond;
    let matrix = upright(sheet).map(|number| number.to_string()).join(" ");
    let corner = w.min(h) / 5.0;
    let mut paint = format!("{} rg 0 0 {} {} re f\n", ink(OUTSIDE), own_w + 2.0 * by, own_h + 2.0 * by);
    // Readers cut within a pixel: what is outside begins a little outside.
    let bleed = (w.max(h) / 80.0).max(6.0);
    let (wide, high) = (w + 2.0 * bleed, h + 2.0 * bleed);
    paint += &format!("q {matrix} cm 1 1 1 rg -{bleed} -{bleed} {wide} {high} re f\n");
    let corners = [(0.0, h - corner), (w - corner, h - corner), (0.0, 0.0), (w - corner, 0.0)];
    for ((x, y), colour) in corners.into_iter().zip(COLOURS) {
        paint += &format!("{} rg {x} {y} {corner} {corner} re f\n", ink(colour));
    }
    let size = w.min(h) / 12.0;
    let write = format!("0 g BT /F {size} Tf {} {} Td ({}) Tj ET Q\n", w * 0.25, h * 0.5, sheet.word);
    (paint, write)
}
