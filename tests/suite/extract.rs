//! Evidence taken back out of bundles is what went in.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use appealc::evidence::formats::{jpeg, png};
use appealc::evidence::{Content, Limits, inspect};
use serde_json::Value;

use super::bundle::built;
use super::kit::{BASE, Space, corpus, files, have, skipped};

/// The compressed data of a picture, without what tells of its camera and its colours.
fn data(bytes: &[u8]) -> Vec<u8> {
    let kept = if bytes.starts_with(b"\xFF\xD8") {
        jpeg::walk(bytes).expect("a JPEG").kept
    } else {
        png::walk(bytes).expect("a PNG").data
    };
    kept.into_iter().flat_map(|place| bytes[place].to_vec()).collect()
}

/// A page as grey pixels.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// All pages of a PDF file at so many dots an inch.
fn rendered(file: &Path, dots: u32) -> Vec<Picture> {
    drawn(file, |folder| {
        let mut poppler = Command::new("pdftoppm");
        poppler.args(["-gray", "-cropbox", "-r", &dots.to_string()]).args([file, &folder.join("p")]);
        poppler
    })
}

/// The same by MuPDF.
fn rendered_by_mupdf(file: &Path, dots: u32) -> Vec<Picture> {
    drawn(file, |folder| {
        let mut mupdf = Command::new("mutool");
        mupdf.args(["draw", "-q", "-c", "gray", "-r", &dots.to_string(), "-o"]).args([&folder.join("p%3d.pgm"), file]);
        mupdf
    })
}

/// The pictures that a program makes in a folder.
fn drawn(file: &Path, program: impl Fn(&Path) -> Command) -> Vec<Picture> {
    let folder = tempfile::tempdir().expect("a folder");
    let done = program(folder.path()).output().expect("the program starts");
    assert!(done.status.success(), "{}", file.display());
    let pages = files(folder.path());
    let read = |name: &String| {
        let bytes = fs::read(folder.path().join(name)).expect("a picture");
        let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut next = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        let (kind, width, height) = (next(), next(), next());
        assert_eq!(kind, "P5");
        let (width, height) = (width.parse().expect("a width"), height.parse().expect("a height"));
        let pixels = bytes[bytes.len() - width * height..].to_vec();
        Picture { width, height, pixels }
    };
    pages.iter().map(read).collect()
}

/// The share of the pixels that differ, after a slight blur.
fn difference(a: &Picture, b: &Picture) -> f64 {
    assert!(
        a.width.abs_diff(b.width) <= 1 && a.height.abs_diff(b.height) <= 1,
        "{}x{} {}x{}",
        a.width,
        a.height,
        b.width,
        b.height
    );
    let (width, height) = (a.width.min(b.width), a.height.min(b.height));
    let blurred = |picture: &Picture, x: usize, y: usize| -> i32 {
        let mut sum = 0;
        for (dx, dy) in (0..3).flat_map(|dx| (0..3).map(move |dy| (dx, dy))) {
            sum += i32::from(picture.pixels[(y + dy) * picture.width + x + dx]);
        }
        sum / 9
    };
    let mut differ = 0;
    for (x, y) in (0..width.saturating_sub(2)).flat_map(|x| (0..height.saturating_sub(2)).map(move |y| (x, y))) {
        differ += usize::from((blurred(a, x, y) - blurred(b, x, y)).abs() > 32);
    }
    f64::from(u32::try_from(differ).expect("a number")) / f64::from(u32::try_from(width * height).expect("a number"))
}

/// Fails unless the pages of two PDF files look the same.
fn same_looks(made: &Path, source: &Path, dots: u32) -> usize {
    let (made_pages, source_pages) = (rendered(made, dots), rendered(source, dots));
    assert_eq!(made_pages.len(), source_pages.len(), "{}", source.display());
    for (at, (a, b)) in made_pages.iter().zip(&source_pages).enumerate() {
        let differ = difference(a, b);
        assert!(differ < 0.01, "{} page {}: {:.1} % differ", source.display(), at + 1, differ * 100.0);
    }
    made_pages.len()
}

fn extracted(space: &Space, bundle: &str, out: &str) -> Vec<(Value, PathBuf)> {
    let run = space.run(&["extract", "--format", "json", "--out", out, bundle]).expect(0);
    let all = run.objects().into_iter().filter(|object| object["reason"] == "extracted");
    let all: Vec<(Value, PathBuf)> =
        all.map(|one| (one.clone(), PathBuf::from(one["path"].as_str().expect("a path")))).collect();
    assert_eq!(files(&space.at(out)).len(), all.len());
    all
}

#[test]
fn the_exhibits_of_the_worked_cases_come_back() {
    let space = built();
    let render = have(&["pdftoppm"]);
    let (mut pictures, mut pages, mut printed) = (0, 0, 0);
    for (at, folder) in fs::read_dir(space.at("build/cases")).expect("cases").flatten().enumerate() {
        let folder = format!("build/cases/{}", folder.file_name().to_string_lossy());
        let manifest = space.json(&format!("{folder}/manifest.json"));
        let taken = extracted(space, &format!("{folder}/bundle.pdf"), &format!("taken/{at}"));
        assert_eq!(taken.len(), manifest["exhibits"].as_array().map_or(0, Vec::len));
        for ((one, path), exhibit) in taken.iter().zip(manifest["exhibits"].as_array().expect("exhibits")) {
            let source = exhibit["path"].as_str().unwrap_or_default();
            match one["form"].as_str() {
                Some("jpeg" | "png") if exhibit.get("reduced").is_none() => {
                    let (made, original) = (fs::read(path).expect("a file"), space.read(source));
                    let same_kind = made[..2] == original[..2];
                    assert!(!same_kind || data(&made) == data(&original), "{source}");
                    pictures += usize::from(same_kind);
                }
                Some("pdf")
                    if render && source.ends_with(".pdf") && exhibit["source_pages"] == exhibit["shown_pages"] =>
                {
                    pages += same_looks(path, &space.at(source), 50);
                }
                Some("printed") => {
                    assert_eq!(one["pages"], exhibit["pages"]);
                    printed += 1;
                }
                _ => {}
            }
        }
    }
    assert!(pictures > 10 && printed > 3 && (pages > 10 || !render), "{pictures} {pages} {printed}");
}

#[test]
fn photos_lie_as_they_lay() {
    let space = Space::new();
    space.case("a", BASE);
    let mut turned = super::kit::PHOTO.to_vec();
    let exif = [&b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..]].concat();
    turned.splice(2..2, exif);
    let lies = |bytes: &[u8]| jpeg::walk(bytes).expect("a JPEG").exif.orientation;
    assert_eq!(lies(&turned), 6);
    space.write("cases/a/evidence/box-after.jpg", &turned);
    space.build(&[]).expect(0);
    space.run(&["verify"]).expect(0);
    let taken = extracted(&space, "build/cases/a/bundle.pdf", "taken");
    let (_, path) = taken.iter().find(|(one, _)| one["form"] == "jpeg").expect("a photo");
    let made = fs::read(path).expect("a file");
    assert_eq!((lies(&made), data(&made) == data(&turned)), (6, true));
}

#[test]
fn the_pdf_files_of_the_corpus_come_back() {
    let Some(corpus) = corpus() else { return skipped("corpus") };
    if !have(&["pdftoppm", "mutool"]) {
        return;
    }
    let space = Space::new();
    space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\n[limits]\nfile_mb = 900\nbundle_mb = 900\n");
    let mut case = BASE.to_owned();
    let mut sources = Vec::new();
    for name in files(&corpus.join("pdf")) {
        let path = corpus.join("pdf").join(&name);
        let bytes = fs::read(&path).expect("a file");
        let pages = match inspect(&bytes, &name, &Limits::default()).map(|found| found.content) {
            Ok(Content::Pages(pages)) if pages.len() <= 12 => pages.len(),
            _ => continue,
        };
        let id = format!("pdf-{}", sources.len());
        space.write(&format!("cases/a/evidence/{id}.pdf"), &bytes);
        let path_key = format!("path = \"evidence/{id}.pdf\"\nkind = \"other\"\ncaption = \"File {id}\"\n");
        let _ = write!(case, "\n[[evidence]]\nid = \"{id}\"\n{path_key}");
        sources.push((id, path, pages));
    }
    assert!(sources.len() > 30, "{} files", sources.len());
    space.write("cases/a/case.toml", case.replace("B0CHX3QBCH", "B0CHX3QBCX"));
    space.evidence("cases/a/evidence");
    space.build(&["-A", "uncited-evidence", "-A", "missing-glyph"]).expect(0);
    space.run(&["verify"]).expect(0);
    let taken = extracted(&space, "build/cases/a/bundle.pdf", "taken");
    let mut pages = 0;
    for (id, source, count) in sources {
        let (one, path) = taken.iter().find(|(one, _)| one["id"] == id.as_str()).expect("an exhibit");
        assert_eq!(one["pages"].as_u64(), u64::try_from(count).ok(), "{}", source.display());
        // Poppler draws the highlight of this file by its corners, in an order of its own, and not as the file
        // says that it looks; MuPDF draws what stands there.
        let twisted = source.ends_with("PDF 2.0 UTF-8 string and annotation.pdf");
        let draw = if twisted { rendered_by_mupdf } else { rendered };
        let (made_pages, source_pages) = (draw(path, 100), draw(&source, 100));
        assert_eq!(made_pages.len(), source_pages.len(), "{}", source.display());
        for (at, (a, b)) in made_pages.iter().zip(&source_pages).enumerate() {
            // A page of a few dots is all edge, and where it ends within a dot nothing is certain.
            if a.width.min(a.height) < 20 {
                continue;
            }
            let differ = difference(a, b);
            assert!(differ < 0.01, "{} page {}: {:.2} % differ", source.display(), at + 1, differ * 100.0);
        }
        pages += count;
    }
    assert!(pages > 60, "{pages} pages compared");
}
