//! The photos of the corpus: their data stand in the bundle as they are, and nothing tells where, when
//! or with which camera they were taken.

use std::fs;
use std::process::Command;

use memchr::memmem;

use super::corpus::alone;
use super::kit::{BASE, Space, files, have};

/// What stands in a JPEG from its first scan to its end.
fn scans(photo: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    while photo.get(at..at + 2)? != [0xff, 0xda] {
        let length = photo.get(at + 2..at + 4)?;
        at += 2 + (usize::from(length[0]) << 8 | usize::from(length[1]));
    }
    let end = memmem::find(photo.get(at..)?, &[0xff, 0xd9])?;
    photo.get(at..at + end)
}

#[test]
fn photos_are_as_they_were_and_tell_nothing() {
    let Some(all) = alone() else { return };
    let is_photo = |path: &str| [".jpg", ".jpeg"].iter().any(|end| path.to_lowercase().ends_with(end));
    let (mut compared, mut with_position) = (0, 0);
    let pictures = tempfile::tempdir().expect("a folder");
    let tools = have(&["pdfimages", "exiftool"]);
    for (case, path) in all.cases.iter().filter(|(case, path)| is_photo(path) && all.run.status(case) == "built") {
        let exhibit = &all.space.json(&format!("build/{case}/manifest.json"))["exhibits"][0];
        let bundle = all.space.read(&format!("build/{case}/bundle.pdf"));
        for told in [&b"Exif\0\0"[..], b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0", b"GPSLatitude"] {
            assert_eq!(memmem::find(&bundle, told), None, "{path}: {}", String::from_utf8_lossy(told));
        }
        with_position += usize::from(exhibit["gps"] == true);
        if exhibit.get("reduced").is_none() {
            let photo = all.space.read(&format!("corpus/{path}"));
            let Some(scans) = scans(&photo).filter(|scans| !scans.is_empty()) else { panic!("{path} has no scan") };
            assert!(memmem::find(&bundle, scans).is_some(), "{path}: its data are changed");
            compared += 1;
        }
        if tools {
            let to = pictures.path().join(case.replace('/', "-"));
            let from = all.space.at(&format!("build/{case}/bundle.pdf"));
            let done = Command::new("pdfimages").arg("-all").args([&from, &to]).status().expect("pdfimages starts");
            assert!(done.success(), "{path}");
        }
    }
    assert!(compared > 30 && with_position > 3, "{compared} photos, {with_position} with a position");
    if !tools {
        return;
    }
    // What a program that knows every camera finds in them.
    let done = Command::new("exiftool").args(["-q", "-json", "-G1"]).arg(pictures.path()).output().expect("exiftool");
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let found = found.as_array().expect("pictures");
    assert!(found.len() >= compared && fs::read_dir(pictures.path()).is_ok(), "{} pictures", found.len());
    for picture in found {
        for (name, value) in picture.as_object().into_iter().flatten() {
            let group = name.split(':').next().unwrap_or_default();
            let told = ["GPS", "IFD", "ExifIFD", "XMP", "MakerNotes", "IPTC", "Photoshop", "MPF", "Canon", "Apple"];
            assert!(!told.iter().any(|told| group.starts_with(told)), "{}: {name} {value}", picture["SourceFile"]);
        }
    }
}

#[test]
fn a_photo_that_pdf_does_not_know_is_decoded_once() {
    let mut dice = crate::made::dice::Dice(7);
    let picture = crate::made::picture::Picture::quarters(320, 240, &crate::made::picture::COLOURS, 12, &mut dice);
    let text = BASE.replace("evidence/box-after.jpg", "evidence/box-after.heic");
    assert!(text != BASE, "the case shows a photo");
    let space = Space::new();
    let write = |text: &str| {
        space.same_case("a", text);
        space.write("cases/a/evidence/box-after.heic", crate::made::picture::heic(&picture));
    };
    let decoded = |run: &super::kit::Run| {
        let objects = run.objects();
        let case = objects.iter().find(|object| object["reason"] == "case").expect("a case").clone();
        (case["status"].as_str().unwrap_or_default().to_owned(), case["pictures"]["decoded"].as_u64().unwrap_or(0))
    };
    write(&text);
    assert_eq!(decoded(&space.build(&[]).expect(0)), ("built".to_owned(), 1));
    let first = space.read("build/cases/a/bundle.pdf");
    // Another sentence, the same photo.
    write(&text.replace("double-wall", "triple-wall"));
    assert_eq!(decoded(&space.build(&[]).expect(0)), ("built".to_owned(), 0));
    assert!(space.read("build/cases/a/bundle.pdf") != first);
    // What is kept is gone, cut or another's: made again.
    let cache = space.at(".appealc/cache");
    for damage in ["gone", "cut", "forged"] {
        for name in files(&cache).into_iter().filter(|name| name.contains("-whole-")) {
            let bytes = space.read(&format!(".appealc/cache/{name}"));
            let path = cache.join(&name);
            match damage {
                "gone" => fs::remove_file(&path).expect("a file"),
                "cut" => fs::write(&path, &bytes[..bytes.len() / 2]).expect("a file"),
                _ => fs::write(&path, [&bytes[..], b"x"].concat()).expect("a file"),
            }
        }
        write(&text);
        fs::remove_dir_all(space.at("build")).expect("outputs");
        assert_eq!(decoded(&space.build(&[]).expect(0)), ("built".to_owned(), 1), "{damage}");
        assert!(space.read("build/cases/a/bundle.pdf") == first, "{damage}");
    }
}

#[test]
fn a_picture_has_page_1() {
    let mut dice = crate::made::dice::Dice(5);
    let picture = crate::made::picture::Picture::quarters(640, 480, &crate::made::picture::COLOURS, 12, &mut dice);
    let scan = crate::made::picture::tiff(&[picture], true);
    let said = |file: &str, bytes: &[u8], pages: &str| {
        let space = Space::new();
        let named = format!("path = \"evidence/{file}\"\npages = \"{pages}\"");
        let text = BASE.replace("path = \"evidence/box-after.jpg\"", &named);
        assert!(text != BASE, "the case shows a photo");
        space.same_case("a", &text);
        space.write(&format!("cases/a/evidence/{file}"), bytes);
        let run = space.check("cases", "en");
        let found = run.diagnostics();
        found.iter().find(|one| one["code"] == "E011").map(|one| one["message"].as_str().unwrap_or_default().to_owned())
    };
    for (file, bytes) in [("scan.tif", scan.as_slice()), ("box.jpg", super::kit::PHOTO)] {
        assert_eq!(said(file, bytes, "1"), None, "{file}");
        assert_eq!(said(file, bytes, "1-2"), Some(format!("`{file}` has no page 2")));
    }
    assert_eq!(said("notes.txt", b"a line\n", "1"), Some("`notes.txt` has no pages to choose from".to_owned()));
}

#[test]
fn one_decoding_is_enough_where_limits_bite() {
    let mut dice = crate::made::dice::Dice(3);
    let picture = crate::made::picture::Picture::quarters(900, 700, &crate::made::picture::COLOURS, 40, &mut dice);
    let space = Space::new();
    space.same_case("a", &BASE.replace("evidence/box-after.jpg", "evidence/box-after.heic"));
    space.write("cases/a/evidence/box-after.heic", crate::made::picture::heic(&picture));
    space.build(&[]).expect(0);
    let whole: u64 = super::limits::sizes(&space).iter().sum();
    let mb = format!("{:.4}", whole as f64 * 0.7 / 1e6);
    super::limits::limits(&space, &mb, &mb);
    for folder in ["build", ".appealc/cache"] {
        fs::remove_dir_all(space.at(folder)).expect("a folder");
    }
    let run = space.build(&[]).expect(0);
    assert_eq!(super::limits::outcome(&run)["pictures"], serde_json::json!({"reduced": 1, "decoded": 1}));
}
