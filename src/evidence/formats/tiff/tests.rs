use super::*;
use crate::evidence::ImageInfo;
use crate::evidence::raster::Body;

/// A page of 10 × 2 pixels: compression, photometric, bits, samples, more short values, data.
struct Made<'a> {
    packing: u16,
    colours: u16,
    bits: u16,
    samples: u16,
    more: &'a [(u16, u16)],
    data: &'a [u8],
}

const PLAIN: Made<'static> = Made { packing: 1, colours: 1, bits: 8, samples: 1, more: &[], data: &[9; 20] };

/// A file of such pages.
fn file(pages: &[Made<'_>]) -> Vec<u8> {
    let mut bytes = b"II*\0".to_vec();
    let mut link = bytes.len();
    bytes.extend([0; 4]);
    for page in pages {
        let data = u32::try_from(bytes.len()).expect("short");
        bytes.extend(page.data);
        let directory = u32::try_from(bytes.len()).expect("short");
        bytes[link..link + 4].copy_from_slice(&directory.to_le_bytes());
        let length = u32::try_from(page.data.len()).expect("short");
        let mut entries: Vec<(u16, u16, u32)> = vec![
            (256, 3, 10),
            (257, 3, 2),
            (258, 3, page.bits.into()),
            (259, 3, page.packing.into()),
            (262, 3, page.colours.into()),
            (273, 4, data),
            (277, 3, page.samples.into()),
            (279, 4, length),
        ];
        entries.extend(page.more.iter().map(|(tag, value)| (*tag, 3, u32::from(*value))));
        entries.sort_unstable();
        bytes.extend(u16::try_from(entries.len()).expect("few").to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            bytes.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
        }
        link = bytes.len();
        bytes.extend([0; 4]);
    }
    bytes
}

fn rows(page: Made<'_>) -> Result<Vec<u8>, Problem> {
    decode(&file(&[page]), 0, &Limits::default()).map(|raster| raster.body.rows().to_vec())
}

#[test]
fn every_packing() {
    let expected: Vec<u8> = (0..20).collect();
    assert_eq!(rows(Made { data: &expected, ..PLAIN }), Ok(expected.clone()));
    let mut packed = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let lzw = packed.encode(&expected).expect("it is packed");
    assert_eq!(rows(Made { packing: 5, data: &lzw, ..PLAIN }), Ok(expected.clone()));
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zlib, &expected).expect("in memory");
    let deflated = zlib.finish().expect("in memory");
    assert_eq!(rows(Made { packing: 8, data: &deflated, ..PLAIN }), Ok(expected.clone()));
    let runs = [253, 7, 0, 8, 241, 9, 128];
    let repeated = [vec![7; 4], vec![8], vec![9; 16]].concat()[..20].to_vec();
    assert_eq!(rows(Made { packing: 32_773, data: &runs, ..PLAIN }), Ok(repeated));
    let steps = [1; 20];
    let summed: Vec<u8> = (1..=10).chain(1..=10).collect();
    assert_eq!(rows(Made { more: &[(317, 2)], data: &steps, ..PLAIN }), Ok(summed));
}

#[test]
fn fax_codes_go_in_as_they_are() {
    // Group 4: a row that is white, a row that is as the one above, the end.
    let data = [0b1100_0000, 0b0000_0100, 0b0000_0000, 0b0100_0000];
    let fax = |colours| Made { packing: 4, colours, bits: 1, data: &data, ..PLAIN };
    let raster = decode(&file(&[fax(0)]), 0, &Limits::default()).expect("it is one");
    assert_eq!(raster.body, Body::Fax { data: data.to_vec(), k: -1, aligned: false });
    assert!(!raster.inverted);
    assert!(decode(&file(&[fax(1)]), 0, &Limits::default()).expect("it is one").inverted);
    let cut = Made { data: &data[..0], ..fax(0) };
    assert!(matches!(rows(cut), Err(Problem::Truncated { .. })));
}

#[test]
fn pages_previews_and_orientation() {
    let turned = Made { more: &[(274, 6)], ..PLAIN };
    let preview = Made { more: &[(254, 1)], ..PLAIN };
    let content = |pages: &[Made<'_>]| inspect(&file(pages), &Limits::default()).map(|found| found.content);
    let upright = ImageInfo { width: 2, height: 10, orientation: 6, components: 1, bits: 8 };
    assert_eq!(content(&[turned, preview]), Ok(Content::Image(upright)));
    let two = content(&[PLAIN, Made { more: &[(274, 8)], ..PLAIN }]);
    let size = |width, height| PageSize { width, height };
    assert_eq!(two, Ok(Content::Pages(vec![size(7.2, 1.44), size(1.44, 7.2)])));
    let few = Limits { pages: 1, ..Limits::default() };
    assert!(inspect(&file(&[PLAIN, PLAIN]), &few).is_err());
}

#[test]
fn cuts_lies_and_rings_are_refused() {
    let whole = file(&[PLAIN]);
    for end in 4..whole.len() {
        assert!(inspect(&whole[..end], &Limits::default()).is_err(), "{end}");
    }
    let mut ring = whole.clone();
    let end = ring.len();
    ring[end - 4..].copy_from_slice(&28_u32.to_le_bytes());
    assert!(inspect(&ring, &Limits::default()).is_err());
    let few = Made { data: &[9; 19], ..PLAIN };
    assert!(inspect(&file(&[few]), &Limits::default()).is_err());
    for odd in [
        Made { packing: 6, ..PLAIN },
        Made { bits: 12, ..PLAIN },
        Made { colours: 8, ..PLAIN },
        Made { samples: 2, bits: 4, ..PLAIN },
        Made { more: &[(339, 3)], ..PLAIN },
    ] {
        assert_eq!(inspect(&file(&[odd]), &Limits::default()), Err(unsupported()));
    }
    let huge = Made { more: &[(322, 0), (323, 0), (324, 0), (325, 0)], ..PLAIN };
    assert!(inspect(&file(&[huge]), &Limits::default()).is_err());
}
