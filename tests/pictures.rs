//! Pictures of formats that PDF does not know, made in code: what `pdfimages` takes out of the
//! bundle is what was put in. Without it the tests say so and pass, unless `APPEALC_CI` is set.
#![allow(clippy::disallowed_methods, reason = "runs pdfimages")]
#![allow(clippy::print_stdout, reason = "says what was skipped")]

/// Small PDF files made in code.
mod made;

use std::path::Path;
use std::process::Command;

use appealc::evidence::{Content, Inspected, Limits, PageSize, inspect};
use appealc::link::{Part, What, link};
use made::frame;
use made::picture::{self, Picture};

/// A picture with an edge in it: its width and height and its pixels, three bytes each.
fn drawing() -> (u32, u32, Vec<u8>) {
    let pixel = |x: u8, y: u8| if x > y { [200, x * 6, 10] } else { [20, 30, y * 8] };
    let pixels = (0..20).flat_map(|y| (0..30).flat_map(move |x| pixel(x, y)));
    (30, 20, pixels.collect())
}

fn look(bytes: &[u8]) -> Inspected {
    inspect(bytes, "x", &Limits::default()).expect("it is accepted")
}

fn raster(found: &Inspected, page: usize) -> What {
    if found.format == "svg" {
        return What::Drawing;
    }
    What::Raster { format: found.format, page }
}

/// The bundle of one page that shows this.
fn bundle(bytes: &[u8], what: What) -> Vec<u8> {
    let frame = frame(&[PageSize { width: 300.0, height: 200.0 }]);
    let part = Part { slot: 0, bytes, what, password: None };
    let linked = link(&frame, &[part], &[]).expect("it links").pdf.concat();
    if let Some(folder) = std::env::var_os("APPEALC_KEEP") {
        let name = format!("picture-{:08x}.pdf", flate2_sum(&linked));
        std::fs::write(Path::new(&folder).join(name), &linked).expect("the bundle is kept");
    }
    linked
}

fn flate2_sum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A picture as `pdfimages` finds it: width, height, samples a pixel, bytes.
type Found = (u32, u32, usize, Vec<u8>);

/// The pictures that `pdfimages` finds.
fn pictures(pdf: &[u8]) -> Option<Vec<Found>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bundle.pdf");
    std::fs::write(&path, pdf).expect("a file");
    let done = Command::new("pdfimages").arg("-png").arg(&path).arg(folder.path().join("p")).output();
    if !done.is_ok_and(|done| done.status.success()) {
        assert!(std::env::var_os("APPEALC_CI").is_none(), "missing: pdfimages");
        println!("skipped: pdfimages");
        return None;
    }
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "png"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let bytes = std::io::Cursor::new(std::fs::read(file).expect("a picture"));
        let mut decoder = png::Decoder::new(bytes);
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a header");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        (info.width, info.height, info.color_type.samples(), pixels)
    };
    Some(files.iter().map(read).collect())
}

/// Checks that the first picture has these pixels.
fn shows(pdf: &[u8], (width, height, pixels): &(u32, u32, Vec<u8>)) {
    let Some(found) = pictures(pdf) else { return };
    let (w, h, samples, data) = found.first().expect("a picture");
    assert_eq!((w, h), (width, height));
    let colours: Vec<u8> = match samples {
        1 => data.iter().flat_map(|grey| [*grey; 3]).collect(),
        _ => data.clone(),
    };
    assert!(colours == *pixels, "other pixels");
}

fn drawn() -> Picture {
    let (width, height, pixels) = drawing();
    Picture { width, height, pixels }
}

fn webp() -> Vec<u8> {
    picture::webp(&drawn())
}

fn bmp() -> Vec<u8> {
    picture::bmp(&drawn())
}

fn gif(frames: u16) -> (Vec<u8>, (u32, u32, Vec<u8>)) {
    let palette = [255, 0, 0, 0, 0, 255];
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 6, 2, &palette).expect("it begins");
    for n in 0..frames {
        let buffer = vec![0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, u8::from(n > 0)];
        let frame = gif::Frame { width: 6, height: 2, buffer: buffer.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    let first = [0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0_usize];
    let pixels = first.iter().flat_map(|index| palette[index * 3..index * 3 + 3].to_vec()).collect();
    (bytes, (6, 2, pixels))
}

/// Pages, each brighter than the one before.
fn tiff(pages: u8) -> Vec<u8> {
    let page = |page: u8| {
        let mut picture = drawn();
        picture.pixels.iter_mut().for_each(|byte| *byte = byte.saturating_add(page));
        picture
    };
    picture::tiff(&(0..pages).map(page).collect::<Vec<_>>(), false)
}

#[test]
fn pages_are_told_apart() {
    let bytes = tiff(3);
    let found = look(&bytes);
    let Content::Pages(sizes) = &found.content else { panic!("{found:?}") };
    assert_eq!((sizes.len(), sizes[0]), (3, PageSize { width: 21.6, height: 14.4 }));
    let (width, height, pixels) = drawing();
    for page in 0..3_u8 {
        let expected = pixels.iter().map(|byte| byte.saturating_add(page)).collect();
        shows(&bundle(&bytes, raster(&found, page.into())), &(width, height, expected));
    }
}

#[test]
fn fax_codes_are_not_touched() {
    // Group 4: white, as above, the end; 10 × 2.
    let data = [0b1100_0000, 0b0000_0100, 0b0000_0000, 0b0100_0000];
    let mut bytes = b"II*\0\x0C\0\0\0".to_vec();
    bytes.extend(data);
    bytes.extend([7, 0]);
    for (tag, value) in [(256_u16, 10_u32), (257, 2), (259, 4), (262, 0), (273, 8), (278, 2), (279, 4)] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(b"\x04\0\x01\0\0\0");
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    let bundle = bundle(&bytes, raster(&look(&bytes), 0));
    assert!(memchr::memmem::find(&bundle, &[b"stream\n", &data[..], b"\nendstream"].concat()).is_some());
    shows(&bundle, &(10, 2, vec![255; 60]));
}

#[test]
fn exact_pictures_stay_exact() {
    for bytes in [webp(), bmp(), tiff(1)] {
        let found = look(&bytes);
        shows(&bundle(&bytes, raster(&found, 0)), &drawing());
    }
    let (bytes, expected) = gif(3);
    let found = look(&bytes);
    assert_eq!(found.left_out, [appealc::evidence::LeftOut::Animation]);
    shows(&bundle(&bytes, raster(&found, 0)), &expected);
}

#[test]
fn what_is_clear_stays_clear() {
    let mut data = Vec::new();
    let pixels: Vec<u8> = (0..12_u8).flat_map(|n| [n * 9, 1, 2, n * 20]).collect();
    let encoder = image_webp::WebPEncoder::new(&mut data);
    encoder.encode(&pixels, 4, 3, image_webp::ColorType::Rgba8).expect("it is encoded");
    let Some(found) = pictures(&bundle(&data, raster(&look(&data), 0))) else { return };
    assert_eq!(found.len(), 2, "a picture and its mask");
    assert_eq!(found[1].3, (0..12_u8).map(|n| n * 20).collect::<Vec<_>>());
}

#[test]
fn photos_are_nearly_the_same() {
    let (width, height, pixels) = photo();
    let heic = heic();
    let avif = include_bytes!("fixtures/gradient.avif").to_vec();
    for bytes in [heic, avif] {
        let Some(found) = pictures(&bundle(&bytes, raster(&look(&bytes), 0))) else { return };
        let (w, h, samples, data) = &found[0];
        assert_eq!((*w, *h, *samples), (width, height, 3));
        let apart: u64 = data.iter().zip(&pixels).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(apart < 6 * pixels.len() as u64, "{apart} levels apart over {} samples", pixels.len());
    }
    let clear = include_bytes!("fixtures/clear.avif").to_vec();
    let Some(found) = pictures(&bundle(&clear, raster(&look(&clear), 0))) else { return };
    assert_eq!(found.len(), 2, "a picture and its mask");
    let mask = &found[1].3;
    assert!(mask[0] < 12 && mask[mask.len() - 1] > 240, "{} to {}", mask[0], mask[mask.len() - 1]);
}

/// The picture in the fixtures: a gradient with an edge.
fn photo() -> (u32, u32, Vec<u8>) {
    let pixel = |x: u8, y: u8| if x < 48 { [x * 4, y * 5, 40] } else { [250, 10, 20] };
    (64, 48, (0..48).flat_map(|y| (0..64).flat_map(move |x| pixel(x, y))).collect())
}

fn heic() -> Vec<u8> {
    let (width, height, pixels) = photo();
    heifer::encode_rgb8(width, height, &pixels, &heifer::EncodeOptions::default()).expect("it is encoded")
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
    <defs><linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient></defs>\
    <rect width='20' height='20' fill='url(#g)'/><text x='21' y='12' font-size='5'>Carton</text></svg>";

#[test]
fn drawings_stay_vectors() {
    let bytes = DRAWING.as_bytes();
    assert_eq!(look(bytes).format, "svg");
    let made = bundle(bytes, What::Drawing);
    let again = bundle(bytes, What::Drawing);
    assert!(made == again, "another bundle from the same drawing");
    let Some(found) = pictures(&made) else { return };
    assert_eq!(found.len(), 0, "a picture in a drawing");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bundle.pdf");
    std::fs::write(&path, &made).expect("a file");
    if let Ok(done) = Command::new("pdftotext").arg(&path).arg("-").output() {
        assert!(String::from_utf8_lossy(&done.stdout).contains("Carton"));
    }
}

#[test]
fn mutations_neither_panic_nor_hang() {
    let frame = frame(&[PageSize { width: 300.0, height: 200.0 }]);
    let mut seed = 0x9E37_79B9_u32;
    for bytes in all() {
        let found = look(&bytes);
        let pages = if let Content::Pages(sizes) = &found.content { sizes.len() } else { 1 };
        for round in 0..1500 {
            let mut changed = bytes.clone();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (seed >> 8) as usize % changed.len();
                changed[at] ^= 1 << (seed % 8);
            }
            if round % 8 == 0 {
                changed.truncate((seed >> 9) as usize % changed.len());
            }
            let _ = inspect(&changed, "x", &Limits { pixels: 1_000_000, ..Limits::default() });
            // Sizes that lie upwards cost memory and time; the limit of inspection stands before.
            if inspect(&changed, "x", &Limits { pixels: 100_000, ..Limits::default() }).is_ok() {
                let part = Part { slot: 0, bytes: &changed, what: raster(&found, round % pages), password: None };
                let _ = link(&frame, &[part], &[]);
            }
        }
    }
}

/// One file of each format.
fn all() -> Vec<Vec<u8>> {
    let avif = include_bytes!("fixtures/gradient.avif").to_vec();
    vec![webp(), bmp(), gif(2).0, tiff(2), heic(), avif, DRAWING.as_bytes().to_vec()]
}
