//! What stands in a bundle where a placeholder stood: the way back from [`link`](crate::link::link).

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, Stream};

use crate::evidence::pages::rect;

use super::image::ORIENTATIONS;
use super::looks::numbers;

/// A piece of evidence, found in a bundle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The object that the page draws.
    pub drawn: (u32, i32),
    /// The object that holds it; another one where a picture is turned, or drawn again.
    pub object: (u32, i32),
    /// What it is.
    pub kind: Kind,
    /// Width and height on the page, in points; nothing where nobody looked.
    pub printed: (f64, f64),
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A picture.
    Picture {
        /// Its width in pixels, upright.
        width: u32,
        /// Its height in pixels, upright.
        height: u32,
        /// How it lies as stored, as EXIF counts: 1 to 8.
        orientation: u8,
    },
    /// A page of a document, or a drawing.
    Page {
        /// Its width, upright, in its own units.
        width: f64,
        /// Its height, upright.
        height: f64,
    },
}

impl Shown {
    /// Width by height, upright.
    pub fn size(&self) -> (f64, f64) {
        match self.kind {
            Kind::Picture { width, height, .. } => (f64::from(width), f64::from(height)),
            Kind::Page { width, height } => (width, height),
        }
    }
}

/// Forms within forms are followed so deep.
const DEPTH: usize = 8;

/// What an object is that a page draws, if it is evidence.
pub fn shown(pdf: &Pdf, reference: ObjRef) -> Option<Shown> {
    let drawn = (reference.obj_number, reference.gen_number);
    let (mut at, mut orientation) = (reference, 1);
    for _ in 0..DEPTH {
        let stream = pdf.xref().get::<Stream<'_>>(at.into())?;
        let object = (at.obj_number, at.gen_number);
        let dict = stream.dict();
        if dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Image") {
            let (width, height) = (dict.get::<u32>("Width")?, dict.get::<u32>("Height")?);
            let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
            return Some(Shown {
                drawn,
                object,
                kind: Kind::Picture { width, height, orientation },
                printed: (0.0, 0.0),
            });
        }
        if dict.get::<Name<'_>>("Subtype").as_deref() != Some(b"Form") {
            return None;
        }
        let Some((inner, turned)) = wrapped(&stream) else {
            let (width, height) = page_size(dict)?;
            return Some(Shown { drawn, object, kind: Kind::Page { width, height }, printed: (0.0, 0.0) });
        };
        // Only a picture is turned, and only once.
        orientation = if turned == 1 { orientation } else { turned };
        at = inner;
    }
    None
}

/// What a form of the linker's own draws, and how it turns it.
fn wrapped(stream: &Stream<'_>) -> Option<(ObjRef, u8)> {
    let dict = stream.dict();
    let bbox = rect(dict, "BBox")?;
    if dict.contains_key("Matrix") || [bbox.x0, bbox.y0, bbox.x1, bbox.y1] != [0.0, 0.0, 1.0, 1.0] {
        return None;
    }
    let resources = dict.get::<Dict<'_>>("Resources")?;
    let objects = resources.get::<Dict<'_>>("XObject")?;
    let inner = objects.get_ref("I")?;
    let content = stream.decoded().ok()?;
    let mut orientation = 1;
    let mut instructions = UntypedIter::new(&content);
    while let Some(instruction) = instructions.next() {
        if &**instruction.operator == b"cm" {
            let operands = instruction.operands().filter_map(|operand| operand.clone().into_number());
            let matrix: Vec<f64> = operands.map(|number| number.as_f64()).collect();
            let known = (1..).zip(ORIENTATIONS).find(|(_, known)| known[..] == matrix[..]);
            orientation = known.map(|(orientation, _)| orientation)?;
        }
    }
    Some((inner, orientation))
}

/// The size of a page that was made a form, upright. Its matrix maps its box to the unit square.
fn page_size(dict: &Dict<'_>) -> Option<(f64, f64)> {
    let bbox = rect(dict, "BBox")?;
    let matrix: [f64; 6] = dict.get::<Array<'_>>("Matrix").and_then(|list| numbers(&list))?;
    let turned = matrix[0] == 0.0;
    let (width, height) = (bbox.width(), bbox.height());
    let sane = width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0;
    sane.then_some(if turned { (height, width) } else { (width, height) })
}

/// The objects that a resource dictionary names.
pub fn objects<'a>(resources: &Dict<'a>) -> Vec<(Vec<u8>, ObjRef)> {
    let Some(objects) = resources.get::<Object<'a>>("XObject").and_then(Object::into_dict) else {
        return Vec::new();
    };
    objects.keys().filter_map(|name| Some((name.to_vec(), objects.get_ref(&*name)?))).collect()
}
