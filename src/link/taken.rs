//! Evidence taken back out of a bundle: pictures as files of their own where their data went in
//! as they are, pages as PDF files.

use std::collections::BTreeMap;
use std::io::Write;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};

use crate::evidence::Problem;
use crate::evidence::pages::rect;

use super::copy::{Copier, raw};
use super::layers::Layers;
use super::looks::numbers;
use super::out::Out;
use super::page::{Place, write_pages};
use super::shown::{Kind, Shown};
use super::syntax::reals;
use super::{LinkError, deflate};

/// A picture as a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Picture {
    /// A JPEG file.
    Jpeg(Vec<u8>),
    /// A PNG file.
    Png(Vec<u8>),
}

/// A picture with its data as they stand in the bundle. None where they are no file of a kind that
/// could stand alone: pictures with a mask, or fax codes.
pub fn picture(pdf: &Pdf, shown: &Shown) -> Option<Picture> {
    let Kind::Picture { orientation, .. } = shown.kind else { return None };
    let stream = pdf.xref().get::<Stream<'_>>(id(shown.object))?;
    let dict = stream.dict();
    if dict.contains_key("SMask") || dict.contains_key("Mask") {
        return None;
    }
    let filter = match dict.get::<Object<'_>>("Filter")? {
        Object::Name(name) => name.to_vec(),
        Object::Array(names) => {
            let names: Vec<Name<'_>> = names.iter::<Name<'_>>().collect();
            let [name] = names.as_slice() else { return None };
            name.to_vec()
        }
        _ => return None,
    };
    let data = raw(&stream).ok()?;
    match filter.as_slice() {
        b"DCTDecode" => jpeg(&data, orientation, profile(dict)).map(Picture::Jpeg),
        b"FlateDecode" if orientation == 1 && !dict.contains_key("Decode") => png(dict, &data).map(Picture::Png),
        _ => None,
    }
}

fn id((number, generation): (u32, i32)) -> ObjectIdentifier {
    ObjectIdentifier::new(number, generation)
}

/// The colour profile of a picture.
fn profile(dict: &Dict<'_>) -> Option<Vec<u8>> {
    let space = dict.get::<Array<'_>>("ColorSpace")?;
    let mut items = space.flex_iter();
    match &*items.next::<Name<'_>>()? {
        b"ICCBased" => Some(items.next::<Stream<'_>>()?.decoded_data().ok()?.into_owned()),
        b"Indexed" => {
            let base = items.next::<Array<'_>>()?;
            let mut items = base.flex_iter();
            let named = items.next::<Name<'_>>().is_some_and(|name| &*name == b"ICCBased");
            let stream = items.next::<Stream<'_>>().filter(|_| named)?;
            Some(stream.decoded_data().ok()?.into_owned())
        }
        _ => None,
    }
}

/// A JPEG file: the data, and before them what the linker took into the PDF instead, the way it
/// lies and its colour profile.
fn jpeg(data: &[u8], orientation: u8, profile: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut rest = data.strip_prefix(b"\xFF\xD8")?;
    let mut file = b"\xFF\xD8".to_vec();
    if let Some(&[0xFF, 0xE0, high, low]) = rest.first_chunk::<4>() {
        let (own, after) = rest.split_at_checked(2 + usize::from(u16::from_be_bytes([high, low])))?;
        file.extend_from_slice(own);
        rest = after;
    }
    if orientation != 1 {
        file.extend_from_slice(b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
        file.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    }
    // As the ICC's standard cuts profiles into segments.
    let profile = profile.unwrap_or_default();
    let pieces: Vec<&[u8]> = profile.chunks(65_519).collect();
    let count = u8::try_from(pieces.len()).ok()?;
    for (number, piece) in (1_u8..).zip(pieces) {
        let length = u16::try_from(piece.len() + 16).ok()?.to_be_bytes();
        file.extend_from_slice(&[0xFF, 0xE2, length[0], length[1]]);
        file.extend_from_slice(b"ICC_PROFILE\0");
        file.extend_from_slice(&[number, count]);
        file.extend_from_slice(piece);
    }
    file.extend_from_slice(rest);
    Some(file)
}

/// A PNG file around compressed rows, where they are filtered as PNG does.
fn png(dict: &Dict<'_>, data: &[u8]) -> Option<Vec<u8>> {
    let (width, height) = (dict.get::<u32>("Width")?, dict.get::<u32>("Height")?);
    let bits = dict.get::<u8>("BitsPerComponent")?;
    let parameters = dict.get::<Dict<'_>>("DecodeParms")?;
    let filtered = parameters.get::<u8>("Predictor").is_some_and(|predictor| predictor >= 10);
    if !filtered || parameters.get::<u32>("Columns") != Some(width) {
        return None;
    }
    let colours = parameters.get::<u8>("Colors").unwrap_or(1);
    let palette = palette(dict);
    let kind = match (&palette, colours) {
        (Some(_), 1) => 3_u8,
        (None, 1) => 0,
        (None, 3) => 2,
        _ => return None,
    };
    let mut file = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend_from_slice(&[bits, kind, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    if let Some(profile) = profile(dict) {
        chunk(&mut file, b"iCCP", &[&b"ICC\0\0"[..], &deflate(&profile)].concat());
    }
    if let Some(palette) = palette {
        chunk(&mut file, b"PLTE", &palette);
    }
    chunk(&mut file, b"IDAT", data);
    chunk(&mut file, b"IEND", b"");
    Some(file)
}

fn palette(dict: &Dict<'_>) -> Option<Vec<u8>> {
    let space = dict.get::<Array<'_>>("ColorSpace")?;
    let mut items = space.flex_iter();
    if &*items.next::<Name<'_>>()? != b"Indexed" {
        return None;
    }
    let _base = items.next::<Object<'_>>()?;
    let _most = items.next::<Object<'_>>()?;
    match items.next::<Object<'_>>()? {
        Object::String(bytes) => Some(Bytes::as_bytes(&bytes).to_vec()),
        Object::Stream(stream) => Some(stream.decoded_data().ok()?.into_owned()),
        _ => None,
    }
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    let mut sum = flate2::CrcWriter::new(Vec::with_capacity(data.len() + 4));
    // Writing to memory does not fail.
    let _ = sum.write_all(name).and_then(|()| sum.write_all(data));
    file.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let checksum = sum.crc().sum();
    file.extend_from_slice(&sum.into_inner());
    file.extend_from_slice(&checksum.to_be_bytes());
}

/// A page of its own.
enum Sheet {
    /// An object that fills the unit square, and the size of the page in points.
    Scaled(u32, (f64, f64)),
    /// A form on a page as it was before the linker scaled and turned it: its box as it is written there, and
    /// how it is turned.
    Exact(u32, Vec<u8>, u16),
}

/// A PDF file with a page for each piece of evidence, of so many points by so many.
///
/// # Errors
///
/// A stream that does not decrypt.
pub fn pages(pdf: &Pdf, list: &[(Shown, (f64, f64))]) -> Result<Vec<u8>, Problem> {
    let mut out = Out::new(HEADER, 3, 0);
    let mut copier = Copier::new(pdf);
    let mut all = Vec::new();
    let mut unscaled: BTreeMap<(u32, i32), u32> = BTreeMap::new();
    for (shown, size) in list {
        let source = pdf.xref().get::<Stream<'_>>(id(shown.object)).filter(|_| matches!(shown.kind, Kind::Page { .. }));
        let before = source.as_ref().and_then(|form| before(form.dict(), *size));
        let sheet = match (source, before) {
            (Some(form), Some((bbox, rotate))) => {
                let number = match unscaled.get(&shown.object) {
                    Some(number) => *number,
                    None => {
                        let number = out.reserve();
                        unscaled.insert(shown.object, number);
                        copier.stream(&mut out, number, &form, b"", &[b"Matrix"])?;
                        number
                    }
                };
                Sheet::Exact(number, copier.object(&mut out, &bbox), rotate)
            }
            _ => {
                let (obj_number, gen_number) = shown.drawn;
                let reference = hayro_syntax::object::ObjRef { obj_number, gen_number };
                Sheet::Scaled(copier.number(&mut out, reference), *size)
            }
        };
        all.push(sheet);
        copier.drain(&mut out)?;
    }
    let mut layers = Layers::default();
    layers.collect(&mut out, &mut copier)?;
    Ok(finished(out, &all, &layers))
}

/// A PDF file with some pages of the bundle as they are, from 0, each of the size given with it.
///
/// # Errors
///
/// There is no such page, or it is damaged.
pub fn sheets(bundle: &[u8], list: &[(usize, (f64, f64))]) -> Result<Vec<u8>, LinkError> {
    let mut out = Out::new(HEADER, 3, 0);
    let mut all = Vec::new();
    let mut places = Vec::new();
    for (index, size) in list {
        let number = out.reserve();
        places.push(Place { slot: 0, number, index: *index });
        all.push(Sheet::Scaled(number, *size));
    }
    let mut layers = Layers::default();
    write_pages(&mut out, bundle, None, &places, &mut layers)?;
    Ok(finished(out, &all, &layers))
}

/// The box of a page before it was scaled into the unit square, and how it was turned; none where the page was
/// of another size, in larger units or as a drawing. Scaled to and fro, the edge of a scan can come to lie a
/// hair beside the pixel that it ended with, and programs then stretch the scan by that pixel.
fn before<'a>(form: &Dict<'a>, (width, height): (f64, f64)) -> Option<(Object<'a>, u16)> {
    const LONGEST: f64 = 14_400.0;
    let bbox = rect(form, "BBox")?;
    let matrix: [f64; 6] = form.get::<Array<'_>>("Matrix").and_then(|list| numbers(&list))?;
    let rotate = match matrix {
        [a, 0.0, 0.0, d, ..] if a > 0.0 && d > 0.0 => 0,
        [0.0, b, c, 0.0, ..] if b < 0.0 && c > 0.0 => 90,
        [a, 0.0, 0.0, d, ..] if a < 0.0 && d < 0.0 => 180,
        [0.0, b, c, 0.0, ..] if b > 0.0 && c < 0.0 => 270,
        _ => return None,
    };
    let (wide, high) = match rotate {
        90 | 270 => (bbox.height(), bbox.width()),
        _ => (bbox.width(), bbox.height()),
    };
    let same = |a: f64, b: f64| (a / b - 1.0).abs() < 0.005 || (a - b).abs() < 0.01;
    let fits = same(wide, width) && same(high, height) && wide.max(high) <= LONGEST && wide.min(high) > 0.0;
    let written = form.get::<Object<'a>>("BBox")?;
    fits.then_some((written, rotate))
}

const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n\n";

/// Adds the pages and the catalog.
fn finished(mut out: Out<'_>, all: &[Sheet], layers: &Layers) -> Vec<u8> {
    let mut kids = String::new();
    for sheet in all {
        let (page, content) = (out.reserve(), out.reserve());
        let (object, area, look, draw) = match sheet {
            Sheet::Exact(object, bbox, rotate) => {
                (object, bbox.clone(), format!("/Rotate {rotate}"), "/P Do".to_owned())
            }
            Sheet::Scaled(object, (width, height)) => {
                // Larger pages than 200 inches count in larger units.
                let unit = (width.max(*height) / 14_400.0).ceil().max(1.0);
                let (width, height) = (width / unit, height / unit);
                let units = if unit > 1.0 { format!("/UserUnit {unit}") } else { String::new() };
                let draw = format!("q {} cm /P Do Q", reals(&[width, 0.0, 0.0, height, 0.0, 0.0]));
                let area = format!("[{}]", reals(&[0.0, 0.0, width, height]));
                (object, area.into_bytes(), units, draw)
            }
        };
        let mut entries = b"<</Type/Page/Parent 2 0 R/MediaBox".to_vec();
        entries.extend(area);
        entries.extend(format!("{look}/Resources<</XObject<</P {object} 0 R>>>>/Contents {content} 0 R>>").bytes());
        out.object(page, &entries);
        out.stream(content, b"", &[draw.as_bytes()]);
        kids.push_str(&format!("{page} 0 R "));
    }
    let properties = layers.properties().map(|properties| format!("/OCProperties{properties}")).unwrap_or_default();
    out.object(1, format!("<</Type/Catalog/Pages 2 0 R{properties}>>").as_bytes());
    out.object(2, format!("<</Type/Pages/Count {}/Kids[{}]>>", all.len(), kids.trim_end()).as_bytes());
    out.finish(b"/Root 1 0 R\n").concat()
}
