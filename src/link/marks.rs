//! An annotation's look is a form of its own, drawn over the page; what it does when clicked is
//! not carried over. Looks that are missing are made in `looks.rs`.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};

use crate::evidence::pages::{Page, rect};
use crate::evidence::{Problem, pages};

use super::copy::Copier;
use super::deflate;
use super::looks::{self, Field};
use super::out::Out;
use super::syntax::reals;

/// Something drawn over a page.
pub(super) struct Mark {
    /// The number of its form.
    pub(super) form: u32,
    /// From the form to the page.
    pub(super) matrix: [f64; 6],
    /// The number of the layer that it belongs to.
    pub(super) layer: Option<u32>,
}

/// More annotations than this on a page are only found in hostile files.
const LIMIT: usize = 20_000;

const IDENTITY: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The annotations of a page that are seen on screen, in order.
fn visible<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let Some(list) = page.dict.get::<Array<'a>>("Annots") else {
        return Vec::new();
    };
    let count = list.raw_iter().count().min(LIMIT);
    let mut items = list.flex_iter();
    let all = (0..count).filter_map(|_| items.next::<Dict<'a>>());
    all.filter(|annotation| {
        let flags = annotation.get::<i32>("F").unwrap_or(0);
        let hidden = flags & (1 << 1) != 0;
        let not_on_screen = flags & (1 << 5) != 0;
        let kind = annotation.get::<Name<'_>>("Subtype");
        !hidden && !not_on_screen && kind.as_deref() != Some(b"Popup")
    })
    .collect()
}

/// Writes the looks of a page's annotations.
///
/// # Errors
///
/// A look that does not decrypt.
pub(super) fn marks(out: &mut Out<'_>, copier: &mut Copier<'_>, page: &Page<'_>) -> Result<Vec<Mark>, Problem> {
    let mut found = Vec::new();
    let list = visible(page);
    if list.is_empty() {
        return Ok(found);
    }
    let catalog = pages::catalog(copier.pdf)?;
    let form = catalog.get::<Dict<'_>>("AcroForm").unwrap_or_default();
    let stale = form.get::<bool>("NeedAppearances") == Some(true);
    for annotation in list {
        let mut look = appearance(&annotation);
        if let Some(stream) = &look
            && stale
            && is_blank(stream)
            && Field::of(&annotation, &form).is_some_and(|field| field.has_text())
        {
            look = None;
        }
        let mark = match look {
            Some(stream) => match placed(&annotation, &stream) {
                Some(matrix) => Some((copier.form(out, &stream)?, matrix)),
                None => None,
            },
            None => looks::make(&annotation, &form).map(|look| (made(out, &look), IDENTITY)),
        };
        if let Some((form, matrix)) = mark {
            let layer = match annotation.get_raw::<Object<'_>>("OC") {
                Some(MaybeRef::Ref(reference)) => Some(copier.number(out, reference)),
                _ => None,
            };
            found.push(Mark { form, matrix, layer });
        }
    }
    Ok(found)
}

/// The form that an annotation shows in its present state.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    let looks = annotation.get::<Dict<'a>>("AP")?;
    match looks.get::<Object<'a>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => {
            let state = annotation.get::<Name<'a>>("AS");
            let state = state.or_else(|| annotation.get::<Name<'a>>("V"));
            states.get::<Stream<'a>>(state.as_deref().unwrap_or(b"Off"))
        }
        _ => None,
    }
}

/// Whether the look of a field shows no text.
fn is_blank(stream: &Stream<'_>) -> bool {
    let data = stream.decoded_data().unwrap_or_default();
    !data
        .split(|byte| !byte.is_ascii_alphabetic() && !matches!(byte, b'\'' | b'"' | b'*'))
        .any(|word| matches!(word, b"Tj" | b"TJ" | b"'" | b"\"" | b"Do"))
}

/// The matrix that puts a form into an annotation's rectangle, by the algorithm of the standard:
/// the box that the form fills, after its own matrix, is stretched to the rectangle.
fn placed(annotation: &Dict<'_>, stream: &Stream<'_>) -> Option<[f64; 6]> {
    let (rect, bbox) = (rect(annotation, "Rect")?, rect(stream.dict(), "BBox")?);
    let own = stream.dict().get::<Array<'_>>("Matrix");
    let [a, b, c, d, e, f] = own.and_then(|list| looks::numbers(&list)).unwrap_or(IDENTITY);
    let corners = [(bbox.x0, bbox.y0), (bbox.x1, bbox.y0), (bbox.x0, bbox.y1), (bbox.x1, bbox.y1)];
    let xs = corners.map(|(x, y)| a * x + c * y + e);
    let ys = corners.map(|(x, y)| b * x + d * y + f);
    let low = |all: [f64; 4]| all.into_iter().fold(f64::INFINITY, f64::min);
    let high = |all: [f64; 4]| all.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let (x0, y0) = (low(xs), low(ys));
    let (width, height) = (high(xs) - x0, high(ys) - y0);
    if width <= 0.0 || height <= 0.0 || rect.width() <= 0.0 || rect.height() <= 0.0 {
        return None;
    }
    let (sx, sy) = (rect.width() / width, rect.height() / height);
    let matrix = [sx, 0.0, 0.0, sy, rect.x0 - x0 * sx, rect.y0 - y0 * sy];
    matrix.iter().all(|number| number.is_finite()).then_some(matrix)
}

/// Writes a look of our making.
fn made(out: &mut Out<'_>, look: &looks::Look) -> u32 {
    let number = out.reserve();
    let entries = format!(
        "/Type/XObject/Subtype/Form/BBox[{}]/Resources<<{}>>/Filter/FlateDecode",
        reals(&look.bbox),
        look.resources
    );
    out.stream(number, entries.as_bytes(), &[&deflate(&look.content)]);
    number
}
