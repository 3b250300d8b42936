//! Pictures inside files are made smaller as those of exhibits are: attachments of mail, pictures of Word
//! documents, pages of scans.

use serde_json::Value;

use super::kit::{BASE, Space, have};
use super::limits::{bundles, limits, number, outcome, photo, resolution, sizes};
use super::pdf::{self, squeezed};
use crate::made::dice::Dice;
use crate::made::office::{self, Block, attachment};
use crate::made::picture::{self, COLOURS, Picture};

/// A case that shows such a file, cited by its cause.
fn shown(name: &str, kind: &str, bytes: &[u8]) -> Space {
    let space = Space::new();
    let cited = BASE.replace("[\"returns\"]", "[\"returns\", \"inner\"]");
    space.same_case(
        "a",
        &format!(
            "{cited}\n[[evidence]]\nid = \"inner\"\npath = \"evidence/{name}\"\nkind = \"{kind}\"\n\
             caption = \"Photos of the corner guards, 9 October 2026\"\n"
        ),
    );
    space.write(&format!("cases/a/evidence/{name}"), bytes);
    space
}

/// The exhibit in the manifest.
fn exhibit(space: &Space) -> Value {
    let manifest = space.json("build/cases/a/manifest.json");
    let exhibits = manifest["exhibits"].as_array().expect("exhibits").clone();
    exhibits.into_iter().find(|one| one["id"] == "inner").expect("the exhibit")
}

/// Builds with so much of the room that the bundle would take, and looks whether everything is as it should be:
/// `count` pictures, all in this format, none coarser than `floor` dots an inch.
fn fits(space: &Space, part: f64, count: usize, format: &str, floor: f64) {
    limits(space, "50", "50");
    space.build(&[]).expect(0);
    let whole: u64 = sizes(space).iter().sum();
    assert_eq!(exhibit(space).get("reduced"), None);
    let room = (whole as f64 * part) as u64;
    let mb = format!("{:.6}", room as f64 / 1e6);
    limits(space, &mb, &mb);
    let predicted = outcome(&space.build(&["--dry-run"]).expect(0));
    let run = space.build(&[]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    let total: u64 = sizes(space).iter().sum();
    assert!(total <= room && total * 2 > room, "{total} of {room} bytes");
    for (path, size) in bundles(space).iter().zip(sizes(space)) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (said, found) = (number(&predicted["sizes"][&name]) as f64, size as f64);
        assert!((said / found - 1.0).abs() < 0.02, "{name}: {said} was predicted, {found} came of it");
    }
    // What was reduced stands in the manifest, each by its place among what the exhibit shows.
    let exhibit = exhibit(space);
    let reduced = exhibit["reduced"].as_array().expect("smaller pictures").clone();
    assert_eq!(reduced.len(), count, "{reduced:?}");
    for one in &reduced {
        assert_eq!(one["format"], format, "{one}");
        assert!(number(&one["width"]) <= number(&one["of"]["width"]), "{one}");
        let size = exhibit["sizes"][number(&one["at"]) - 1].as_str().expect("a size").to_owned();
        let pixels = format!("{}x{} px", one["width"], one["height"]);
        assert!(size == pixels || size.ends_with(" pt"), "{size} {one}");
    }
    assert!(number(&outcome(&run)["pictures"]["reduced"]) >= count);
    space.run(&["verify"]).expect(0);
    if have(&["pdftotext", "pdfimages"]) {
        let page = number(&exhibit["first_page"]);
        let text = squeezed(&pdf::pages(&bundles(space)[0])[page - 1]);
        assert!(text.contains(&format!("{count}picturesareshownsmaller:")), "{text}");
        let pages = page..=page + number(&exhibit["pages"]) - 1;
        assert_eq!(resolution(&bundles(space)[0], pages, floor), count);
    }
    // Another sentence: nothing is decoded again.
    let case = space.text("cases/a/case.toml");
    space.same_case("a", &case.replace("double-wall", "triple-wall"));
    let run = space.build(&[]).expect(0);
    assert_eq!(run.status("cases/a"), "built");
    assert_eq!(outcome(&run)["pictures"]["decoded"], 0, "{}", outcome(&run));
}

fn mail() -> Vec<u8> {
    let mut text = "From: Li Wei <li@factory.example>\nTo: shop@example.com\nDate: Fri, 9 Oct 2026 14:30:12 +0800\n\
        Subject: Corner guards\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
        --B\nContent-Type: text/plain; charset=utf-8\n\nHere are the photos.\n"
        .to_owned();
    for seed in 1..=3 {
        text += &attachment("image/jpeg", &format!("guard-{seed}.jpg"), &photo(1700, 1275, seed));
    }
    (text + "--B--\n").into_bytes()
}

#[test]
fn photos_of_a_mail() {
    let space = shown("mail.eml", "other", &mail());
    fits(&space, 0.66, 3, "jpeg", 150.0);
}

#[test]
fn pictures_of_a_word_document() {
    let photos: Vec<Vec<u8>> = (1..=2).map(|seed| photo(1500, 1000, seed)).collect();
    let blocks = [
        Block::Heading("Inspection of lot 7"),
        Block::Picture(&photos[0]),
        Block::Paragraph("All boxes were dropped."),
        Block::Picture(&photos[1]),
    ];
    let space = shown("report.docx", "photo", &office::docx(&blocks));
    fits(&space, 0.4, 2, "jpeg", 90.0);
}

#[test]
fn pages_of_a_scan() {
    let mut dice = Dice(11);
    let pages: Vec<Picture> = (0..3).map(|_| Picture::quarters(1240, 1754, &COLOURS, 12, &mut dice)).collect();
    let space = shown("scan.tif", "other", &picture::tiff(&pages, true));
    fits(&space, 0.7, 3, "png", 150.0);
}

#[test]
fn pages_whose_pixels_are_not_square() {
    let space = shown("fax.tif", "other", &picture::fax(2));
    space.build(&[]).expect(0);
    assert_eq!(exhibit(&space)["sizes"], serde_json::json!(["609.88x792 pt", "609.88x792 pt"]));
    space.run(&["verify"]).expect(0);
}
