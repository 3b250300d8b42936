//! Evidence files, changed at random: what inspection accepts can be unpacked, linked and made smaller.

use std::io::{Cursor, Read};
use std::path::Path;

use appealc::driver::parts;
use appealc::evidence::{Content, Inspected, Limits, PageSize, enclosed, inspect, inspect_locked};
use appealc::link::{Part, link};
use appealc::picture::{self, Class};

use super::made::frame;
use super::mutate::Random;
use super::samples::{self, Sample};

/// Files above this size cost time and say no more.
const LARGE: u64 = 400_000;

/// The files that are changed: those made here, and the small ones of some folders.
pub fn files(folders: &[std::path::PathBuf]) -> Vec<Sample> {
    let mut all = samples::made();
    folders.iter().for_each(|folder| walk(folder, &mut all));
    all
}

fn walk(folder: &Path, found: &mut Vec<Sample>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, found);
        } else if std::fs::metadata(&path).is_ok_and(|meta| meta.len() <= LARGE) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            found.extend(std::fs::read(&path).ok().map(|bytes| (name, bytes)));
        }
    }
}

/// One of the files, changed in up to six ways.
pub fn file(files: &[Sample], random: &mut Random) -> Sample {
    let (name, bytes) = &files[random.below(files.len())];
    let mut bytes = if bytes.starts_with(b"PK\x03\x04") { archive(bytes, files, random) } else { bytes.clone() };
    if !bytes.starts_with(b"PK\x03\x04") || random.below(4) == 0 {
        (0..=random.below(6)).for_each(|_| change(&mut bytes, files, random));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && random.below(4) > 0 {
        checksums(&mut bytes);
    }
    (name.clone(), bytes)
}

const NUMBERS: &[u32] = &[0, 1, 2, 7, 8, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, u32::MAX];

fn change(bytes: &mut Vec<u8>, files: &[Sample], random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    let at = random.below(bytes.len());
    let end = (at + 1 + random.below(40)).min(bytes.len());
    let number = NUMBERS[random.below(NUMBERS.len())];
    match random.below(11) {
        0..=2 => bytes[at] ^= 1 << random.below(8),
        3 => bytes[at] = random.next().to_le_bytes()[0],
        4 => {
            let wide = if random.below(2) == 0 { number.to_le_bytes() } else { number.to_be_bytes() };
            bytes[at..].iter_mut().zip(wide).for_each(|(byte, new)| *byte = new);
        }
        5 => bytes.truncate(at),
        6 => drop(bytes.drain(at..end)),
        7 => {
            let copy = bytes[at..end].repeat(1 + random.below(30));
            bytes.splice(at..at, copy);
        }
        8 => {
            // A piece of another file.
            let other = &files[random.below(files.len())].1;
            let from = random.below(other.len());
            let to = (from + random.below(300)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        9 => {
            // A number that is written out.
            let digits = |byte: &u8| byte.is_ascii_digit();
            if let Some(first) = bytes[at..].iter().position(digits) {
                let first = at + first;
                let length = bytes[first..].iter().position(|byte| !digits(byte)).unwrap_or(0);
                bytes.splice(first..first + length, number.to_string().into_bytes());
            }
        }
        _ => {
            // The same again somewhere else: loops, and keys that stand twice.
            let copy = bytes[at..end].to_vec();
            let there = random.below(bytes.len());
            bytes.splice(there..there, copy);
        }
    }
}

/// An archive, one of its parts changed: changed as a whole, hardly any would open.
fn archive(bytes: &[u8], files: &[Sample], random: &mut Random) -> Vec<u8> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return bytes.to_vec() };
    let mut parts = Vec::new();
    for at in 0..archive.len().min(40) {
        let Ok(part) = archive.by_index(at) else { continue };
        let (name, mut content) = (part.name().to_owned(), Vec::new());
        if part.take(LARGE * 4).read_to_end(&mut content).is_ok() {
            parts.push((name, content));
        }
    }
    if parts.is_empty() {
        return bytes.to_vec();
    }
    for _ in 0..=random.below(6) {
        let at = random.below(parts.len());
        change(&mut parts[at].1, files, random);
    }
    samples::zipped(&parts)
}

/// Makes the checksums of a PNG right again.
fn checksums(bytes: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = bytes.get(at..at + 4).and_then(|four| four.first_chunk::<4>()) {
        let length = u32::from_be_bytes(*length) as usize;
        let Some(chunk) = at.checked_add(8 + length).and_then(|end| bytes.get(at + 4..end)) else { return };
        let mut crc = flate2::Crc::new();
        crc.update(chunk);
        let end = at + 8 + length;
        let Some(place) = bytes.get_mut(end..end + 4) else { return };
        place.copy_from_slice(&crc.sum().to_be_bytes());
        at = end + 4;
    }
}

/// Reads a file and does with it what a build does.
pub fn run(name: &str, bytes: &[u8]) {
    let limits = Limits { pixels: 400_000, pages: 200, unpacked_mb: 32, table_rows: 200, depth: 2 };
    let Ok(found) = inspect(bytes, name, &limits) else {
        let _ = inspect_locked(bytes, name, &limits, "secret");
        return;
    };
    let json = serde_json::to_string(&found).expect("it is written as JSON");
    // Not the numbers: JSON rounds the last digit of a size.
    assert!(serde_json::from_str::<Inspected>(&json).is_ok(), "it is not read back: {json}");
    show(bytes, &found, 3);
}

fn show(bytes: &[u8], found: &Inspected, depth: usize) {
    let pages = match &found.content {
        Content::Image(image) => {
            assert!(image.width > 0 && image.height > 0 && (1..=8).contains(&image.orientation), "{image:?}");
            for class in [Class::Photo, Class::Writing] {
                let _ = picture::renditions(bytes, found.format, 0, class);
            }
            1
        }
        Content::Pages(sizes) => {
            assert!(!sizes.is_empty() && sizes.iter().all(|size| size.width > 0.0 && size.height > 0.0));
            sizes.len().min(5)
        }
        _ => 0,
    };
    if pages > 0 {
        let frame = frame(&vec![PageSize { width: 300.0, height: 200.0 }; pages]);
        let part = |slot: u32| {
            let page = if matches!(found.content, Content::Image(_)) { 0 } else { slot as usize + 1 };
            Part { slot, bytes, what: parts::what(found, page), password: None }
        };
        let all: Vec<Part<'_>> = (0..u32::try_from(pages).unwrap_or(0)).map(part).collect();
        if let Ok(linked) = link(&frame, &all, &[]) {
            let again = link(&frame, &all, &[]).expect("it links again").pdf.concat();
            assert!(linked.pdf.concat() == again, "other bytes");
        }
    }
    let inside = found.content.enclosed();
    if inside.is_empty() || depth == 0 {
        return;
    }
    let unpacked = enclosed::unpack(found.format, bytes);
    assert_eq!(unpacked.len(), inside.len(), "{}: other files inside", found.format);
    for (bytes, one) in unpacked.iter().zip(inside) {
        assert_eq!(bytes.len() as u64, one.bytes);
        if let Some(inspected) = &one.inspected {
            show(bytes, inspected, depth - 1);
        }
    }
}
