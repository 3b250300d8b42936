use crate::evidence::Problem;
use crate::evidence::Refusal;
use crate::evidence::formats::jpeg;

use super::out::{Out, device};
use super::syntax::reals;

/// A JFIF header without a thumbnail: kept because it settles how colours are stored.
pub(super) const JFIF: &[u8] = b"\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// What a refusal of the readers means here.
pub(super) fn problem(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Unreadable { problem, .. } => problem,
        Refusal::Unsupported { what, .. } => Problem::damaged(what),
        Refusal::Empty | Refusal::LfsPointer => Problem::damaged("no picture"),
    }
}

/// Writes a JPEG under a number: its compressed data as they are, without the segments that tell
/// of camera, place and editing.
///
/// # Errors
///
/// What the reader finds wrong.
pub(super) fn write_jpeg<'a>(out: &mut Out<'a>, number: u32, bytes: &'a [u8]) -> Result<(), Problem> {
    let jpeg = jpeg::walk(bytes).map_err(problem)?;
    let image = oriented(out, number, jpeg.exif.orientation);
    let space = match jpeg.icc.filter(|icc| fits(icc, jpeg.components)) {
        Some(icc) => out.profile(&icc, jpeg.components),
        None => format!("/{}", device(jpeg.components)),
    };
    let mut entries = format!(
        "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent 8/ColorSpace {space}/Filter/DCTDecode",
        jpeg.width, jpeg.height
    );
    if jpeg.components == 4 && jpeg.adobe {
        // Adobe's programs store such pictures inverted and mark them with their segment.
        entries.push_str("/Decode[1 0 1 0 1 0 1 0]");
    }
    if jpeg.named_rgb && !jpeg.adobe && !jpeg.jfif {
        entries.push_str("/DecodeParms<</ColorTransform 0>>");
    }
    let mut data: Vec<&'a [u8]> = vec![b"\xFF\xD8"];
    if jpeg.jfif {
        data.push(JFIF);
    }
    data.extend(jpeg.kept.iter().filter_map(|place| bytes.get(place.clone())));
    out.stream_of(image, entries.as_bytes(), &data);
    Ok(())
}

/// From the stored picture's unit square to the upright one, by EXIF's orientations from 1.
pub(super) const ORIENTATIONS: [[f64; 6]; 8] = [
    [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
    [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
    [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
    [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
    [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
    [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
];

/// The number under which to write a picture so that it appears upright under `number`.
pub(super) fn oriented(out: &mut Out<'_>, number: u32, orientation: u8) -> u32 {
    let matrix = match orientation {
        2..=8 => ORIENTATIONS[usize::from(orientation) - 1],
        _ => return number,
    };
    let image = out.reserve();
    let entries = format!("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</I {image} 0 R>>>>");
    let content = format!("q {} cm /I Do Q", reals(&matrix));
    out.stream(number, entries.as_bytes(), &[content.as_bytes()]);
    image
}

/// Writes a form that draws what stands under another number, which fills the unit square too.
pub(super) fn draw_again(out: &mut Out<'_>, number: u32, other: u32) {
    let entries = format!("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</I {other} 0 R>>>>");
    out.stream(number, entries.as_bytes(), &[b"/I Do"]);
}

/// Whether a colour profile is one, and for so many components.
pub(super) fn fits(icc: &[u8], components: u8) -> bool {
    let stated = icc.first_chunk::<4>().map(|four| u32::from_be_bytes(*four));
    let space: &[u8] = match components {
        1 => b"GRAY",
        3 => b"RGB ",
        _ => b"CMYK",
    };
    let class = icc.get(12..16).unwrap_or_default();
    icc.len() >= 132
        && stated.is_some_and(|stated| stated as usize == icc.len())
        && icc.get(36..40) == Some(b"acsp")
        && icc.get(16..20) == Some(space)
        && [&b"mntr"[..], b"scnr", b"prtr", b"spac"].contains(&class)
}
