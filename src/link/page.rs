use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object};

use crate::evidence::Problem;
use crate::evidence::formats::pdf::contents;
use crate::evidence::pages::{self, Page, Resources};

use super::copy::{Copier, raw};
use super::layers::Layers;
use super::marks::{self, Mark};
use super::out::Out;
use super::syntax::reals;
use super::{LinkError, deflate};

/// Where a page goes.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The slot, for errors.
    pub(super) slot: u32,
    /// The object number.
    pub(super) number: u32,
    /// The page, from 0.
    pub(super) index: usize,
}

/// Writes pages of one file as forms that fill the unit square upright.
///
/// # Errors
///
/// What is wrong with the file, under the first slot, or with a page.
pub(super) fn write_pages(
    out: &mut Out<'_>,
    bytes: &[u8],
    password: Option<&str>,
    places: &[Place],
    layers: &mut Layers,
) -> Result<(), LinkError> {
    let first = places.first().map_or(0, |place| place.slot);
    let whole = |problem| LinkError::Part { slot: first, problem };
    let pdf = pages::unlock(bytes, password.unwrap_or_default()).map_err(whole)?;
    let list = pages::pages(&pdf, 1_000_000).map_err(whole)?;
    let mut copier = Copier::new(&pdf);
    for place in places {
        let failed = |problem| LinkError::Part { slot: place.slot, problem };
        let page = list
            .get(place.index)
            .ok_or(Problem::PageCount { stated: i64::try_from(place.index).unwrap_or(i64::MAX), found: list.len() });
        let page = page.map_err(failed)?;
        write_page(out, &mut copier, &pdf, place.number, page).map_err(failed)?;
        copier.drain(out).map_err(failed)?;
    }
    layers.collect(out, &mut copier).map_err(whole)
}

fn write_page(
    out: &mut Out<'_>,
    copier: &mut Copier<'_>,
    pdf: &Pdf,
    number: u32,
    page: &Page<'_>,
) -> Result<(), Problem> {
    let marks = marks::marks(out, copier, page)?;
    let mut outer = format!(
        "/Type/XObject/Subtype/Form/BBox[{}]/Matrix[{}]",
        reals(&page.visible),
        reals(&to_unit_square(page.visible, page.rotate))
    )
    .into_bytes();
    outer.extend(group(out, copier, &page.dict));
    if marks.is_empty() {
        return content(out, copier, pdf, number, page, outer);
    }
    let inner = out.reserve();
    let entries = format!("/Type/XObject/Subtype/Form/BBox[{}]", reals(&page.visible));
    content(out, copier, pdf, inner, page, entries.into_bytes())?;
    draw(out, number, outer, inner, &marks);
    Ok(())
}

/// The matrix from the visible box, turned as the page says, to the unit square.
fn to_unit_square(visible: [f64; 4], rotate: u16) -> [f64; 6] {
    let [left, bottom, right, top] = visible;
    let (w, h) = (1.0 / (right - left), 1.0 / (top - bottom));
    match rotate {
        90 => [0.0, -w, h, 0.0, -bottom * h, right * w],
        180 => [-w, 0.0, 0.0, -h, right * w, top * h],
        270 => [0.0, w, -h, 0.0, top * h, -left * w],
        _ => [w, 0.0, 0.0, h, -left * w, -bottom * h],
    }
}

/// The page's transparency group. A page's group is isolated whatever it says; a form's has to
/// say so.
fn group(out: &mut Out<'_>, copier: &mut Copier<'_>, page: &Dict<'_>) -> Vec<u8> {
    let Some(group) = page.get::<Dict<'_>>("Group") else {
        return Vec::new();
    };
    if group.get::<Name<'_>>("S").as_deref() != Some(b"Transparency") {
        return Vec::new();
    }
    let mut written = b"/Group<</Type/Group/S/Transparency/I true".to_vec();
    if let Some(space) = group.get::<Object<'_>>("CS") {
        written.extend_from_slice(b"/CS ");
        written.extend(copier.object(out, &space));
    }
    if group.get::<bool>("K") == Some(true) {
        written.extend_from_slice(b"/K true");
    }
    written.extend_from_slice(b">>");
    written
}

/// Writes a form with the page's own content and resources. One content stream stays compressed
/// as it is.
fn content(
    out: &mut Out<'_>,
    copier: &mut Copier<'_>,
    pdf: &Pdf,
    number: u32,
    page: &Page<'_>,
    mut entries: Vec<u8>,
) -> Result<(), Problem> {
    entries.extend_from_slice(b"/Resources ");
    match &page.resources {
        Some(Resources::Ref(reference)) => {
            let number = copier.number(out, *reference);
            entries.extend_from_slice(format!("{number} 0 R").as_bytes());
        }
        Some(Resources::Here(dict)) => {
            entries.extend(copier.object(out, &Object::Dict(dict.clone())));
        }
        None => entries.extend_from_slice(b"<<>>"),
    }
    let streams = contents(pdf, &page.dict);
    if let [stream] = streams.as_slice() {
        let data = raw(stream)?;
        entries.extend(copier.filters(out, stream.dict()));
        out.stream(number, &entries, &[&data]);
        return Ok(());
    }
    let mut joined = Vec::new();
    for stream in &streams {
        let decoded = stream.decoded_data().map_err(|_| Problem::damaged("a content stream does not decode"))?;
        joined.extend_from_slice(&decoded);
        joined.push(b'\n');
    }
    entries.extend_from_slice(b"/Filter/FlateDecode");
    out.stream(number, &entries, &[&deflate(&joined)]);
    Ok(())
}

/// Writes the form that draws the page and then what is over it.
fn draw(out: &mut Out<'_>, number: u32, mut entries: Vec<u8>, inner: u32, marks: &[Mark]) {
    let mut content = String::from("q /P Do Q\n");
    let mut objects = format!("/P {inner} 0 R");
    let mut properties = String::new();
    for (i, mark) in marks.iter().enumerate() {
        if let Some(layer) = mark.layer {
            content.push_str(&format!("/OC /L{i} BDC\n"));
            properties.push_str(&format!("/L{i} {layer} 0 R"));
        }
        let matrix = reals(&mark.matrix);
        content.push_str(&format!("q {matrix} cm /A{i} Do Q\n"));
        if mark.layer.is_some() {
            content.push_str("EMC\n");
        }
        objects.push_str(&format!("/A{i} {} 0 R", mark.form));
    }
    let resources = format!("/Resources<</XObject<<{objects}>>/Properties<<{properties}>>>>/Filter/FlateDecode");
    entries.extend_from_slice(resources.as_bytes());
    out.stream(number, &entries, &[&deflate(content.as_bytes())]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_land_on_corners() {
        let visible = [10.0, 20.0, 110.0, 220.0];
        // Where the page's top left corner has to land, by rotation.
        for (rotate, x, y) in [(0, 0.0, 1.0), (90, 1.0, 1.0), (180, 1.0, 0.0), (270, 0.0, 0.0)] {
            let [a, b, c, d, e, f] = to_unit_square(visible, rotate);
            let at = (10.0 * a + 220.0 * c + e, 10.0 * b + 220.0 * d + f);
            assert!((at.0 - x).abs() < 1e-9 && (at.1 - y).abs() < 1e-9, "{rotate}: {at:?}");
        }
    }
}
