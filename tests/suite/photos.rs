//! The photos of the corpus: their data stand in the bundle as they are, and nothing tells where, when
//! or with which camera they were taken.

use std::fs;
use std::process::Command;

use memchr::memmem;

use super::corpus::alone;
use super::kit::have;

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
