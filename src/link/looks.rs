//! Simple ones: readers differ in these anyway, and what counts is that the mark is seen.

/// Text in boxes: notes, form fields.
mod words;

use hayro_syntax::object::{Array, Dict, Name, Number};

use crate::evidence::pages::rect;

use super::syntax::reals;

pub(super) use words::Field;

/// A look in the page's own coordinates.
pub(super) struct Look {
    /// What it covers: left, bottom, right, top.
    pub(super) bbox: [f64; 4],
    /// Entries of its resource dictionary.
    pub(super) resources: String,
    /// Its content stream.
    pub(super) content: Vec<u8>,
}

/// More numbers than this are not drawn.
const LIMIT: usize = 100_000;

/// Makes a look for an annotation that has none; nothing where nothing is to be seen.
pub(super) fn make(annotation: &Dict<'_>, form: &Dict<'_>) -> Option<Look> {
    let rect = rect(annotation, "Rect")?;
    let rect = [rect.x0, rect.y0, rect.x1, rect.y1];
    let pen = Pen::of(annotation);
    match annotation.get::<Name<'_>>("Subtype").as_deref()? {
        b"Highlight" => marked(annotation, rect, &pen, highlight),
        b"Underline" => marked(annotation, rect, &pen, underline),
        b"StrikeOut" => marked(annotation, rect, &pen, strike),
        b"Squiggly" => marked(annotation, rect, &pen, squiggle),
        b"Square" => pen.shape(rect, &rectangle(inset(rect, pen.width / 2.0))),
        b"Circle" => pen.shape(rect, &ellipse(inset(rect, pen.width / 2.0))),
        b"Line" => pen.line(rect, &[list(annotation, "L")?], false),
        b"PolyLine" => pen.line(rect, &[list(annotation, "Vertices")?], false),
        b"Polygon" => pen.line(rect, &[list(annotation, "Vertices")?], true),
        b"Ink" => {
            let strokes = annotation.get::<Array<'_>>("InkList")?;
            let strokes: Vec<Vec<f64>> =
                strokes.iter::<Array<'_>>().take(LIMIT).map(|stroke| floats(&stroke)).collect();
            pen.line(rect, &strokes, false)
        }
        b"Link" => border(annotation, rect, &pen),
        b"Text" | b"Caret" => Some(note(rect, &pen)),
        b"FreeText" => words::free_text(annotation, rect, &pen),
        b"Stamp" => words::stamp(annotation, rect, &pen),
        b"Widget" => words::widget(annotation, form, rect),
        _ => None,
    }
}

/// Colours, width and dashes of an annotation.
struct Pen {
    stroke: Option<String>,
    fill: Option<String>,
    width: f64,
    dashes: String,
    opacity: f64,
}

impl Pen {
    fn of(annotation: &Dict<'_>) -> Self {
        let style = annotation.get::<Dict<'_>>("BS").unwrap_or_default();
        let border = annotation.get::<Array<'_>>("Border");
        let border = border.map(|list| floats(&list)).unwrap_or_default();
        let width = style.get::<Number>("W").map(|n| n.as_f64());
        let width = width.or(border.get(2).copied()).unwrap_or(1.0);
        let dashed = matches!(style.get::<Name<'_>>("S").as_deref(), Some(b"D"));
        let dashes = style.get::<Array<'_>>("D").map(|list| floats(&list));
        let dashes = dashes.unwrap_or_else(|| vec![3.0]);
        let positive = dashes.iter().sum::<f64>() > 0.0 && dashes.iter().all(|d| *d >= 0.0);
        let opacity = annotation.get::<Number>("CA").map_or(1.0, |n| n.as_f64());
        Self {
            stroke: colour(annotation, "C", true),
            fill: colour(annotation, "IC", false),
            width: if (0.0..=1000.0).contains(&width) { width } else { 1.0 },
            dashes: if dashed && positive { format!("[{}] 0 d ", reals(&dashes)) } else { String::new() },
            opacity: opacity.clamp(0.0, 1.0),
        }
    }

    fn look(&self, bbox: [f64; 4], content: String, blend: &str) -> Look {
        let state = format!("<</CA {0}/ca {0}/BM/{blend}>>", reals(&[self.opacity]));
        Look { bbox, resources: format!("/ExtGState<</G {state}>>"), content: format!("/G gs {content}").into_bytes() }
    }

    /// A closed path, filled and stroked.
    fn shape(&self, rect: [f64; 4], path: &str) -> Option<Look> {
        let fill = self.fill.as_deref();
        let paint = match (fill, self.stroke.as_deref().filter(|_| self.width > 0.0)) {
            (Some(_), Some(_)) => "B",
            (Some(_), None) => "f",
            (None, Some(_)) => "S",
            (None, None) => return None,
        };
        let colours = [fill.map(|c| c.to_owned()), self.stroke.as_deref().map(|c| c.to_uppercase())];
        let colours: String = colours.into_iter().flatten().collect();
        let width = reals(&[self.width]);
        let content = format!("{colours}{width} w {}{path} {paint}", self.dashes);
        Some(self.look(inset(rect, -self.width), content, "Normal"))
    }

    /// Lines from point to point.
    fn line(&self, rect: [f64; 4], lines: &[Vec<f64>], closed: bool) -> Option<Look> {
        let mut path = String::new();
        let mut bbox = rect;
        for line in lines {
            for (i, point) in line.chunks_exact(2).enumerate() {
                let operator = if i == 0 { "m" } else { "l" };
                path.push_str(&format!("{} {operator} ", reals(point)));
                bbox = around(bbox, point);
            }
            if closed {
                path.push_str("h ");
            }
        }
        let mut pen = String::from("1 J 1 j ");
        pen.push_str(&path);
        let open = Pen {
            stroke: Some(self.stroke.clone().unwrap_or_else(|| "0 g ".to_owned())),
            fill: self.fill.clone().filter(|_| closed),
            width: if self.width > 0.0 { self.width } else { 1.0 },
            dashes: self.dashes.clone(),
            opacity: self.opacity,
        };
        open.shape(inset(bbox, -2.0), &pen)
    }
}

/// The colour under a key as an operator for filling; black for a mark that names none.
fn colour(dict: &Dict<'_>, key: &str, black: bool) -> Option<String> {
    let Some(list) = dict.get::<Array<'_>>(key) else {
        return black.then(|| "0 g ".to_owned());
    };
    let parts = floats(&list);
    let operator = match parts.len() {
        1 => "g",
        3 => "rg",
        4 => "k",
        _ => return None,
    };
    Some(format!("{} {operator} ", reals(&parts)))
}

/// The numbers of an array.
fn floats(list: &Array<'_>) -> Vec<f64> {
    let numbers = list.iter::<Number>().take(LIMIT).map(|n| n.as_f64());
    numbers.filter(|number| number.is_finite()).collect()
}

fn list(dict: &Dict<'_>, key: &str) -> Option<Vec<f64>> {
    let found = floats(&dict.get::<Array<'_>>(key)?);
    (found.len() >= 4).then_some(found)
}

/// Exactly so many numbers out of an array.
pub(super) fn numbers<const N: usize>(list: &Array<'_>) -> Option<[f64; N]> {
    floats(list).get(..N)?.try_into().ok()
}

fn inset([x0, y0, x1, y1]: [f64; 4], by: f64) -> [f64; 4] {
    [x0 + by, y0 + by, x1 - by, y1 - by]
}

fn around([x0, y0, x1, y1]: [f64; 4], point: &[f64]) -> [f64; 4] {
    match point {
        [x, y] => [x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)],
        _ => [x0, y0, x1, y1],
    }
}

fn rectangle([x0, y0, x1, y1]: [f64; 4]) -> String {
    format!("{} re", reals(&[x0, y0, x1 - x0, y1 - y0]))
}

fn ellipse([x0, y0, x1, y1]: [f64; 4]) -> String {
    // A quarter of a circle as a Bézier curve.
    const K: f64 = 0.552_284_75;
    let (cx, cy) = (f64::midpoint(x0, x1), f64::midpoint(y0, y1));
    let (kx, ky) = ((x1 - x0) / 2.0 * K, (y1 - y0) / 2.0 * K);
    format!(
        "{} m {} c {} c {} c {} c h",
        reals(&[x1, cy]),
        reals(&[x1, cy + ky, cx + kx, y1, cx, y1]),
        reals(&[cx - kx, y1, x0, cy + ky, x0, cy]),
        reals(&[x0, cy - ky, cx - kx, y0, cx, y0]),
        reals(&[cx + kx, y0, x1, cy - ky, x1, cy])
    )
}

/// The corners of a piece of marked text, sorted: top left, top right, bottom left, bottom right.
type Quad = [(f64, f64); 4];

/// Draws something for each piece of text that an annotation marks.
fn marked(
    annotation: &Dict<'_>,
    rect: [f64; 4],
    pen: &Pen,
    draw: fn(&Quad, &str) -> (String, &'static str),
) -> Option<Look> {
    let points = list(annotation, "QuadPoints").unwrap_or_else(|| {
        let [x0, y0, x1, y1] = rect;
        vec![x0, y1, x1, y1, x0, y0, x1, y0]
    });
    let colour = pen.stroke.as_deref()?;
    let mut content = String::new();
    let mut bbox = rect;
    let mut blend = "Normal";
    for quad in points.chunks_exact(8) {
        let &[ax, ay, bx, by, cx, cy, dx, dy] = quad else {
            continue;
        };
        for point in quad.chunks_exact(2) {
            bbox = around(bbox, point);
        }
        // The standard says counter-clockwise from the bottom left, most programs write rows,
        // the top one first.
        let rows = (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) >= 0.0;
        let corners =
            if rows { [(ax, ay), (bx, by), (cx, cy), (dx, dy)] } else { [(dx, dy), (cx, cy), (ax, ay), (bx, by)] };
        let (piece, wanted) = draw(&corners, colour);
        content.push_str(&piece);
        blend = wanted;
    }
    Some(pen.look(inset(bbox, -2.0), content, blend))
}

fn highlight(quad: &Quad, colour: &str) -> (String, &'static str) {
    let [a, b, c, d] = *quad;
    let points = [a, b, d, c].map(|(x, y)| reals(&[x, y]));
    let [a, b, d, c] = points;
    let piece = format!("{colour}{a} m {b} l {d} l {c} l h f ");
    (piece, "Multiply")
}

/// A line across marked text at a part of its height, as thick as suits it.
fn across(quad: &Quad, part: f64) -> ((f64, f64), (f64, f64), f64) {
    let [a, b, c, d] = *quad;
    let mix = |low: (f64, f64), high: (f64, f64)| (low.0 + (high.0 - low.0) * part, low.1 + (high.1 - low.1) * part);
    let height = (a.0 - c.0).hypot(a.1 - c.1);
    (mix(c, a), mix(d, b), (height / 16.0).clamp(0.3, 20.0))
}

fn stroked(quad: &Quad, colour: &str, part: f64) -> (String, &'static str) {
    let (from, to, width) = across(quad, part);
    let piece = format!(
        "{}{} w {} m {} l S ",
        colour.to_uppercase(),
        reals(&[width]),
        reals(&[from.0, from.1]),
        reals(&[to.0, to.1])
    );
    (piece, "Normal")
}

fn underline(quad: &Quad, colour: &str) -> (String, &'static str) {
    stroked(quad, colour, 0.08)
}

fn strike(quad: &Quad, colour: &str) -> (String, &'static str) {
    stroked(quad, colour, 0.45)
}

fn squiggle(quad: &Quad, colour: &str) -> (String, &'static str) {
    let (from, to, width) = across(quad, 0.05);
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let steps = (length / (width * 2.0)).clamp(1.0, 2000.0).floor();
    let mut piece = format!("{}{} w ", colour.to_uppercase(), reals(&[width]));
    let mut step = 0.0;
    while step <= steps {
        let part = step / steps;
        let lift = if step % 2.0 == 0.0 { 0.0 } else { width * 2.0 };
        let x = from.0 + (to.0 - from.0) * part;
        let y = from.1 + (to.1 - from.1) * part + lift;
        let operator = if step == 0.0 { "m" } else { "l" };
        piece.push_str(&format!("{} {operator} ", reals(&[x, y])));
        step += 1.0;
    }
    piece.push_str("S ");
    (piece, "Normal")
}

/// The frame around a link, where it says that it has one: the default of the standard, a black
/// frame around links that say nothing, is followed by no reader.
fn border(annotation: &Dict<'_>, rect: [f64; 4], pen: &Pen) -> Option<Look> {
    let says = annotation.contains_key("BS") || annotation.contains_key("Border");
    if !says || pen.width <= 0.0 {
        return None;
    }
    let frame =
        Pen { stroke: pen.stroke.clone(), fill: None, width: pen.width, dashes: pen.dashes.clone(), opacity: 1.0 };
    frame.shape(rect, &rectangle(inset(rect, pen.width / 2.0)))
}

/// The icon of a note: a sheet with lines, at the top left of its place.
fn note([x0, _, _, y1]: [f64; 4], pen: &Pen) -> Look {
    let sheet = [x0, y1 - 20.0, x0 + 18.0, y1];
    let fill = pen.stroke.clone().filter(|c| c != "0 g ");
    let fill = fill.unwrap_or_else(|| "1 0.9 0.3 rg ".to_owned());
    let mut content = format!("{fill}0 G 1 w {} B ", rectangle(inset(sheet, 0.5)));
    for line in 1..=4 {
        let y = y1 - 4.0 * f64::from(line);
        let ends = (reals(&[x0 + 4.0, y]), reals(&[x0 + 14.0, y]));
        content.push_str(&format!("{} m {} l S ", ends.0, ends.1));
    }
    pen.look(sheet, content, "Normal")
}
