use crate::evidence::formats::jpeg;
use crate::evidence::raster::{self, Body, Raster};
use crate::evidence::{Limits, Problem, Word};
use crate::picture;

use super::image::{fits, oriented, problem};
use super::out::{Out, device};
use super::rows::{Packer, Planes};

/// Decodes a picture and writes it under a number, upright: what was stored exactly stays exact,
/// photos become JPEG.
///
/// # Errors
///
/// What the reader finds wrong.
pub(super) fn write_raster(
    out: &mut Out<'_>,
    number: u32,
    bytes: &[u8],
    format: Word,
    page: usize,
) -> Result<(), Problem> {
    let raster = raster::decode(format, bytes, page, &Limits::passed())?;
    let number = oriented(out, number, raster.orientation);
    let mut entries = format!(
        "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent {}/ColorSpace {}",
        raster.width,
        raster.height,
        raster.bits,
        space(out, &raster)
    );
    if raster.inverted && raster.palette.is_none() {
        entries.push_str(&format!("/Decode[{}]", vec!["1 0"; usize::from(raster.components)].join(" ")));
    }
    if let Some(alpha) = &raster.alpha {
        let mask = mask(out, &raster, alpha);
        entries.push_str(&format!("/SMask {mask} 0 R"));
    }
    match &raster.body {
        Body::Photo { rows, fine } if raster.alpha.is_none() => {
            if let Some(jpeg) = picture::photo(&raster, rows, *fine, None) {
                entries.push_str("/Filter/DCTDecode");
                out.stream(number, entries.as_bytes(), &[&jpeg]);
                return Ok(());
            }
        }
        Body::Jpeg { data, rgb } => {
            let jpeg = jpeg::walk(data).map_err(problem)?;
            if *rgb && jpeg.components == 3 && !jpeg.adobe {
                entries.push_str("/DecodeParms<</ColorTransform 0>>");
            }
            entries.push_str("/Filter/DCTDecode");
            let kept = jpeg.kept.iter().filter_map(|place| data.get(place.clone()));
            let pieces: Vec<&[u8]> = std::iter::once(&b"\xFF\xD8"[..]).chain(kept).collect();
            out.stream(number, entries.as_bytes(), &pieces);
            return Ok(());
        }
        Body::Fax { data, k, aligned } => {
            let (width, height) = (raster.width, raster.height);
            entries.push_str(&format!(
                "/Filter/CCITTFaxDecode/DecodeParms<</K {k}/Columns {width}/Rows {height}/EncodedByteAlign {aligned}>>"
            ));
            out.stream(number, entries.as_bytes(), &[data]);
            return Ok(());
        }
        _ => {}
    }
    let samples = usize::from(raster.components);
    let row = (raster.width as usize * samples * usize::from(raster.bits)).div_ceil(8);
    let mut packer = Packer::new(row, (samples * usize::from(raster.bits) / 8).max(1));
    raster.body.rows().chunks_exact(row.max(1)).for_each(|row| packer.row(row));
    let planes = packer.finish();
    entries.push_str(&planes.parameters(raster.components, raster.bits, raster.width));
    out.stream(number, entries.as_bytes(), &[&planes.data]);
    Ok(())
}

/// The colour space: the picture's own profile where it has a sound one.
fn space(out: &mut Out<'_>, raster: &Raster) -> String {
    let components = if raster.palette.is_some() { 3 } else { raster.components };
    let base = match raster.icc.as_ref().filter(|icc| fits(icc, components)) {
        Some(icc) => out.profile(icc, components),
        None => format!("/{}", device(components)),
    };
    match &raster.palette {
        Some(palette) => {
            let hex: String = palette.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("[/Indexed {base} {} <{hex}>]", (palette.len() / 3).saturating_sub(1))
        }
        None => base,
    }
}

fn mask(out: &mut Out<'_>, raster: &Raster, alpha: &[u8]) -> u32 {
    let number = out.reserve();
    let planes = Planes::of(alpha, raster.width as usize);
    let entries = format!(
        "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent 8/ColorSpace/DeviceGray{}",
        raster.width,
        raster.height,
        planes.parameters(1, 8, raster.width)
    );
    out.stream(number, entries.as_bytes(), &[&planes.data]);
    number
}
