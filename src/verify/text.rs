//! The text that a page of a bundle itself bears, and what it draws. Forms are not looked into: what
//! stands in them is evidence, and could say anything.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, ObjRef, Object, Stream, String as Bytes};

use crate::evidence::formats::pdf::{contents, text as decoded};
use crate::evidence::pages::{Page, Resources};
use crate::link::shown::objects;

/// Text that is shown in one go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// Where it begins: from the left, in points.
    pub x: f64,
    /// Its base line: from below, in points.
    pub y: f64,
    /// Whether it belongs to the stamp at the foot of the page.
    pub stamp: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct Content {
    /// Its text, in the order of drawing.
    pub runs: Vec<Run>,
    /// The objects that it draws, in order, and how large, in points.
    pub drawn: Vec<(ObjRef, (f64, f64))>,
}

/// The fonts of a file, each read once.
#[derive(Default)]
pub struct Fonts(BTreeMap<(u32, i32), Rc<Font>>);

/// What the codes of a font mean.
struct Font {
    /// How many bytes a code has.
    bytes: usize,
    map: Option<CMap>,
}

impl Font {
    fn new(dict: &Dict<'_>) -> Self {
        let bytes = if dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Type0") { 2 } else { 1 };
        let stream = dict.get::<Stream<'_>>("ToUnicode");
        let data = stream.and_then(|stream| stream.decoded().ok().map(|data| data.into_owned()));
        Self { bytes, map: data.and_then(|data| CMap::parse(&data, |_| None)) }
    }

    fn say(&self, codes: &[u8], out: &mut String) {
        for code in codes.chunks(self.bytes) {
            let code = code.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            match self.map.as_ref().and_then(|map| map.lookup_bf_string(code)) {
                Some(BfString::Char(c)) => out.push(c),
                Some(BfString::String(text)) => out.push_str(&text),
                None => out.push('\u{FFFD}'),
            }
        }
    }
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix) -> Matrix {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// A stretch of marked content.
struct Marked {
    stamp: bool,
    /// The text that stands for what is shown, until it has been said.
    instead: Option<String>,
    replaced: bool,
}

/// What is known while a page is read.
struct Reader<'r> {
    content: Content,
    open: Option<Run>,
    font: Option<Rc<Font>>,
    matrix: Matrix,
    kept: Vec<(Matrix, Option<Rc<Font>>)>,
    marked: Vec<Marked>,
    objects: &'r [(Vec<u8>, ObjRef)],
}

/// Reads a page; what cannot be read of it shows nothing.
pub fn read(pdf: &Pdf, page: &Page<'_>, fonts: &mut Fonts) -> Content {
    let resources = match &page.resources {
        Some(Resources::Ref(reference)) => pdf.xref().get::<Dict<'_>>((*reference).into()),
        Some(Resources::Here(dict)) => Some(dict.clone()),
        None => None,
    };
    let resources = resources.unwrap_or_default();
    let known = fonts.of(pdf, &resources);
    let objects = objects(&resources);
    let mut data = Vec::new();
    for stream in contents(pdf, &page.dict) {
        data.extend_from_slice(&stream.decoded().unwrap_or_default());
        data.push(b'\n');
    }
    let mut reader = Reader {
        content: Content::default(),
        open: None,
        font: None,
        matrix: IDENTITY,
        kept: Vec::new(),
        marked: Vec::new(),
        objects: &objects,
    };
    let mut instructions = UntypedIter::new(&data);
    while let Some(instruction) = instructions.next() {
        let operands: Vec<Object<'_>> = instruction.operands().cloned().collect();
        reader.instruction(instruction.operator, &operands, &known);
    }
    reader.end_text();
    reader.content
}

impl Fonts {
    fn of(&mut self, pdf: &Pdf, resources: &Dict<'_>) -> BTreeMap<Vec<u8>, Rc<Font>> {
        let dict = resources.get::<Dict<'_>>("Font").unwrap_or_default();
        let named = dict.keys().filter_map(|name| Some((name.to_vec(), dict.get_ref(&*name)?)));
        let found = named.filter_map(|(name, reference)| {
            let key = (reference.obj_number, reference.gen_number);
            let font = match self.0.entry(key) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(place) => {
                    let font = pdf.xref().get::<Dict<'_>>(reference.into())?;
                    place.insert(Rc::new(Font::new(&font))).clone()
                }
            };
            Some((name, font))
        });
        found.collect()
    }
}

/// More states than this are only kept by hostile files.
const DEPTH: usize = 1_000;

impl Reader<'_> {
    fn instruction(&mut self, operator: &[u8], operands: &[Object<'_>], fonts: &BTreeMap<Vec<u8>, Rc<Font>>) {
        match operator {
            b"q" if self.kept.len() < DEPTH => self.kept.push((self.matrix, self.font.clone())),
            b"Q" => {
                if let Some(kept) = self.kept.pop() {
                    (self.matrix, self.font) = kept;
                }
            }
            b"cm" => {
                if let Some(matrix) = numbers(operands) {
                    self.matrix = then(matrix, self.matrix);
                }
            }
            b"BT" => {
                self.end_text();
                let stamp = self.marked.iter().any(|marked| marked.stamp);
                self.open = Some(Run { x: f64::NAN, stamp, ..Run::default() });
            }
            b"ET" => self.end_text(),
            b"Tf" => {
                let name = operands.first().and_then(|name| name.clone().into_name());
                self.font = name.and_then(|name| fonts.get(&*name).cloned());
            }
            b"Tm" | b"Td" | b"TD" => {
                let matrix = numbers(operands).or_else(|| {
                    let [x, y] = numbers(operands)?;
                    Some([1.0, 0.0, 0.0, 1.0, x, y])
                });
                if let (Some(matrix), Some(run)) = (matrix, self.open.as_mut())
                    && run.x.is_nan()
                {
                    let [.., x, y] = then(matrix, self.matrix);
                    (run.x, run.y) = (x, y);
                }
            }
            b"Tj" | b"'" | b"\"" => {
                if let Some(Object::String(codes)) = operands.last() {
                    self.show(codes.as_bytes());
                }
            }
            b"TJ" => {
                if let Some(Object::Array(array)) = operands.first() {
                    array.iter::<Object<'_>>().for_each(|item| {
                        if let Object::String(codes) = item {
                            self.show(codes.as_bytes());
                        }
                    });
                }
            }
            b"BDC" | b"BMC" if self.marked.len() < DEPTH => self.begin(operands),
            b"EMC" => {
                self.marked.pop();
            }
            b"Do" => {
                let name = operands.first().and_then(|name| name.clone().into_name());
                let known = name.and_then(|name| self.objects.iter().find(|(own, _)| own.as_slice() == &*name));
                let [a, b, c, d, ..] = self.matrix;
                self.content.drawn.extend(known.map(|(_, reference)| (*reference, (a.hypot(b), c.hypot(d)))));
            }
            _ => {}
        }
    }

    fn begin(&mut self, operands: &[Object<'_>]) {
        let properties = operands.get(1).and_then(|properties| properties.clone().into_dict()).unwrap_or_default();
        let instead = properties.get::<Bytes<'_>>("ActualText").map(|text| decoded(text.as_bytes()));
        let is = |key: &str, wanted: &[u8]| properties.get::<Name<'_>>(key).as_deref() == Some(wanted);
        let artifact = operands.first().and_then(|name| name.clone().into_name());
        let artifact = artifact.is_some_and(|name| &*name == b"Artifact");
        let stamp = artifact && is("Type", b"Pagination") && is("Subtype", b"Footer");
        self.marked.push(Marked { stamp, replaced: instead.is_some(), instead });
    }

    fn show(&mut self, codes: &[u8]) {
        let Some(run) = self.open.as_mut() else { return };
        if let Some(marked) = self.marked.iter_mut().find(|marked| marked.replaced) {
            run.text.push_str(&marked.instead.take().unwrap_or_default());
        } else if let Some(font) = &self.font {
            font.say(codes, &mut run.text);
        }
    }

    fn end_text(&mut self) {
        self.content.runs.extend(self.open.take().filter(|run| !run.text.is_empty()));
    }
}

fn numbers<const N: usize>(operands: &[Object<'_>]) -> Option<[f64; N]> {
    if operands.len() != N {
        return None;
    }
    let all = operands.iter().filter_map(|operand| operand.clone().into_number());
    all.map(|number| number.as_f64()).collect::<Vec<_>>().try_into().ok()
}

/// Text without white space and marks that leave no trace, for comparing over line breaks.
pub fn squeezed(text: &str) -> String {
    let shown =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    text.chars().filter(shown).collect()
}

/// Whether a squeezed text is what was meant, or its beginning and an ellipsis.
pub fn says(found: &str, meant: &str) -> bool {
    let meant = squeezed(meant);
    found == meant || found.strip_suffix('…').is_some_and(|start| !start.is_empty() && meant.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_blanks() {
        assert!(says("Boxafter", "Box after"));
        assert!(says("Boxaf…", "Box after"));
        assert!(!says("…", "Box after"));
        assert!(!says("Boxbefore", "Box after"));
        assert_eq!(squeezed("a\u{A0}b\u{200B} c\n"), "abc");
    }

    #[test]
    fn matrices_are_joined() {
        let flipped = [1.0, 0.0, 0.0, -1.0, 0.0, 792.0];
        assert_eq!(then([1.0, 0.0, 0.0, -1.0, 10.0, 20.0], flipped), [1.0, 0.0, 0.0, 1.0, 10.0, 772.0]);
    }
}
