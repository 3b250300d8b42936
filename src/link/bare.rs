//! Pictures inside PDF files, without what they tell of camera, place and editing: scanners and
//! phones leave it in them. Everything else of a page is copied as it is.

use std::borrow::Cow;
use std::io::Read;

use hayro_syntax::object::{Array, Dict, Name, Object};

use crate::evidence::formats::jpeg;

use super::deflate;
use super::image::JFIF;

/// Largest picture that is unpacked to look into it.
const LIMIT: u64 = 512 << 20;

/// The data of a stream, decrypted but not decoded, without such segments.
pub(super) fn bare<'d>(dict: &Dict<'_>, data: Cow<'d, [u8]>) -> Cow<'d, [u8]> {
    let own = |name: &Name<'_>| -> &'static str {
        match &**name {
            b"DCTDecode" | b"DCT" => "jpeg",
            b"JPXDecode" => "jpeg-2000",
            b"FlateDecode" | b"Fl" => "packed",
            b"Crypt" => "",
            _ => "other",
        }
    };
    let mut filters: Vec<&str> = match dict.get::<Object<'_>>("Filter") {
        Some(Object::Name(name)) => vec![own(&name)],
        Some(Object::Array(names)) => Array::iter::<Name<'_>>(&names).map(|name| own(&name)).collect(),
        _ => return data,
    };
    filters.retain(|name| !name.is_empty());
    let stripped = match filters.as_slice() {
        ["jpeg"] => jpeg(&data),
        ["jpeg-2000"] => jpeg_2000(&data),
        ["packed", "jpeg"] => unpacked(&data).and_then(|inner| Some(deflate(&jpeg(&inner)?))),
        _ => None,
    };
    stripped.map_or(data, Cow::Owned)
}

fn unpacked(data: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    flate2::read::ZlibDecoder::new(data).take(LIMIT).read_to_end(&mut inner).ok()?;
    Some(inner)
}

/// A JPEG without them; nothing where it has none.
fn jpeg(data: &[u8]) -> Option<Vec<u8>> {
    let mut kept = b"\xFF\xD8".to_vec();
    match jpeg::walk(data) {
        Ok(walked) => {
            if walked.jfif {
                kept.extend_from_slice(JFIF);
            }
            walked
                .kept
                .iter()
                .filter_map(|place| data.get(place.clone()))
                .for_each(|part| kept.extend_from_slice(part));
        }
        // Of a flavour or in a state that only the page's reader can judge: what stands before the scan.
        Err(_) => {
            let mut rest = data.strip_prefix(b"\xFF\xD8")?;
            while let &[0xFF, code @ 0xC0..=0xFE, high, low, ..] = rest {
                let length = 2 + usize::from(u16::from_be_bytes([high, low]));
                if code == 0xDA || matches!(code, 0xD0..=0xD9) || length > rest.len() {
                    break;
                }
                let (segment, after) = rest.split_at(length);
                match code {
                    0xE0 if segment.get(4..9) == Some(b"JFIF\0") => kept.extend_from_slice(JFIF),
                    0xE0..=0xED | 0xEF | 0xFE => {}
                    _ => kept.extend_from_slice(segment),
                }
                rest = after;
            }
            kept.extend_from_slice(rest);
        }
    }
    (kept != data).then_some(kept)
}

/// A JPEG 2000 file without its boxes of free text and of other programs' data; nothing where it has
/// none.
fn jpeg_2000(data: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut rest = data.starts_with(b"\0\0\0\x0CjP  ").then_some(data)?;
    while let &[a, b, c, d, ref kind @ ..] = rest {
        let kind = kind.get(..4)?;
        let length = match u32::from_be_bytes([a, b, c, d]) {
            0 => rest.len(),
            1 => usize::try_from(u64::from_be_bytes(*rest.get(8..)?.first_chunk()?)).ok()?,
            length => length as usize,
        };
        if length < 8 || length > rest.len() {
            // Not for this reader to mend.
            return None;
        }
        let (own, after) = rest.split_at(length);
        if !matches!(kind, b"uuid" | b"xml " | b"uinf") {
            kept.extend_from_slice(own);
        }
        rest = after;
    }
    (rest.is_empty() && kept != data).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &[u8] = b"\xFF\xC0\0\x0B\x08\0\x02\0\x03\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\xFF\xD9";

    fn parts(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    #[test]
    fn what_is_clean_stays_and_what_is_not_does_not() {
        let clean = parts(&[b"\xFF\xD8", JFIF, SCAN]);
        assert_eq!(jpeg(&clean), None);
        let told = parts(&[b"\xFF\xD8", JFIF, b"\xFF\xE1\0\x08Exif\0\0\xFF\xFE\0\x05abc", SCAN, b"tail"]);
        assert_eq!(jpeg(&told), Some(clean));
        // Arithmetic codes: refused as a photo, but a page's reader may know them.
        let odd = parts(&[b"\xFF\xD8\xFF\xE1\0\x08Exif\0\0\xFF\xC9\0\x04ab", SCAN]);
        assert_eq!(jpeg(&odd), Some(parts(&[b"\xFF\xD8\xFF\xC9\0\x04ab", SCAN])));
        assert_eq!(jpeg(b"rubbish"), None);
    }

    #[test]
    fn boxes_of_jpeg_2000() {
        let head = b"\0\0\0\x0CjP  \r\n\x87\n";
        let code = b"\0\0\0\x0Cjp2cabcd";
        let told = parts(&[head, b"\0\0\0\x0Duuid12345", code]);
        assert_eq!(jpeg_2000(&told), Some(parts(&[head, code])));
        assert_eq!(jpeg_2000(&parts(&[head, code])), None);
        assert_eq!(jpeg_2000(&parts(&[head, b"\0\0\0\xFFuuid", code])), None);
    }
}
