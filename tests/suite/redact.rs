//! What was blacked out is nowhere: other programs look for it in everything that is written.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::kit::{BASE, PHOTO, Run, Space, files, have, skipped};
use super::pdf::{self, pages, squeezed, tool};

/// A delivery note whose pages bear a buyer's name in red, in two pieces, and other words in blue;
/// turned, cropped, with the name in outline and metadata too.
fn note() -> Vec<u8> {
    let looks = ["", "/Rotate 90/CropBox[40 60 500 760]", "/Rotate 180/CropBox[0 300 595 842]", "/Rotate 270"];
    let kids: Vec<String> = (0..looks.len()).map(|page| format!("{} 0 R", 6 + page * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/Metadata 14 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), looks.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Type/Outlines/First 5 0 R/Last 5 0 R/Count 1>>".to_owned(),
        "<</Title(For Jane Doe)/Parent 4 0 R/Dest[6 0 R/Fit]>>".to_owned(),
    ];
    for (page, look) in looks.iter().enumerate() {
        let content = 7 + page * 2;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{look}/Resources<</Font<</F 3 0 R>>>>/Contents {content} 0 R>>"
        ));
        let draw = "BT /F 18 Tf 100 620 Td 1 0 0 rg [(Ja)-60(ne)] TJ ( D) Tj (oe) Tj ET \
                    BT /F 18 Tf 100 560 Td 0 0 1 rg (Carton 7 of 12) Tj ET";
        objects.push(format!("<</Length {}>>\nstream\n{draw}\nendstream", draw.len()));
    }
    let xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>Jane Doe</x:xmpmeta>";
    objects.push(format!("<</Type/Metadata/Subtype/XML/Length {}>>\nstream\n{xmp}\nendstream", xmp.len()));
    pdf::file(&objects)
}

/// The base case with its drop test replaced by a file, with something blacked out.
fn case(path: &str, kind: &str, redact: &str) -> String {
    let start = BASE.find("[[evidence]]\nid = \"drop-test\"").expect("the drop test");
    format!(
        "{}[[evidence]]\nid = \"drop-test\"\npath = \"evidence/{path}\"\nkind = \"{kind}\"\n\
         caption = \"Record of 9 October 2026\"\n{redact}",
        &BASE[..start]
    )
}

fn space(file: &str, bytes: &[u8], redact: &str) -> Space {
    let space = Space::new();
    let kind = if file.ends_with(".pdf") { "batch-test" } else { "photo" };
    space.same_case("a", &case(file, kind, redact));
    space.write(&format!("cases/a/evidence/{file}"), bytes);
    space
}

fn messages(run: &Run) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    run.diagnostics().iter().map(|found| (text(&found["code"]), text(&found["message"]))).collect()
}

/// Everything that poppler, mupdf and qpdf get out of a PDF file.
fn everything(file: &Path, scratch: &Path) -> String {
    let plain = scratch.join("plain.pdf");
    let done = Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(file).arg(&plain).status();
    assert!(done.expect("qpdf starts").success());
    let mut all = pages(file).join("\n");
    for (program, args) in [("mutool", &["draw", "-q", "-F", "text"][..]), ("pdfinfo", &["-meta"]), ("pdfinfo", &[])] {
        all.push_str(&tool(program, args, file));
    }
    all.push_str(&tool("qpdf", &["--json"], file));
    let shown = Command::new("mutool").args(["show", "-g"]).arg(file).arg("grep").output().expect("mutool starts");
    all.push_str(&String::from_utf8_lossy(&shown.stdout));
    all.push_str(&String::from_utf8_lossy(&fs::read(&plain).expect("the plain file")));
    all
}

/// Width, height and pixels of each page.
fn drawn(file: &Path, scratch: &Path, name: &str) -> Vec<(usize, usize, Vec<[u8; 3]>)> {
    let stem = scratch.join(name);
    let done = Command::new("pdftoppm").args(["-r", "80", "-cropbox"]).arg(file).arg(&stem).status();
    assert!(done.expect("pdftoppm starts").success());
    let made = files(scratch).into_iter().filter(|file| file.starts_with(name) && file.ends_with(".ppm"));
    made.map(|file| {
        let bytes = fs::read(scratch.join(file)).expect("a picture");
        let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut number = || {
            let field = fields.next().and_then(|field| std::str::from_utf8(field).ok());
            field.and_then(|field| field.parse::<usize>().ok()).unwrap_or(0)
        };
        let (_, width, height) = (number(), number(), number());
        let data = &bytes[bytes.len() - width * height * 3..];
        (width, height, data.as_chunks::<3>().0.to_vec())
    })
    .collect()
}

#[test]
fn a_name_is_nowhere() {
    if !have(&["pdftotext", "pdftoppm", "mutool", "qpdf"]) {
        return;
    }
    let redact =
        "\n[[evidence.redact]]\nsearch = \"jane doe\"\n\n[[evidence.redact]]\npage = 1\nrect = [70, 80, 20, 5]\n";
    let space = space("note.pdf", &note(), redact);
    let run = space.build(&[]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    let scratch = tempfile::TempDir::new().expect("a folder");
    let out = "build/cases/a";
    let published = space.at(&format!("{out}/exhibits/Exhibit 03 - note.pdf"));
    assert!(squeezed(&everything(&space.at("cases/a/evidence/note.pdf"), scratch.path())).contains("JaneDoe"));
    for name in files(&space.at(out)) {
        let file = space.at(&format!("{out}/{name}"));
        let bytes = fs::read(&file).expect("an output");
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if name.ends_with(".pdf") {
            pdf::sound(&file);
            text.push_str(&everything(&file, scratch.path()));
        }
        let wide: Vec<u8> = "Jane Doe".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(memchr::memmem::find(&bytes, &wide).is_none(), "{name}");
        let text = squeezed(&text);
        assert!(!text.contains("JaneDoe") && !text.contains("janedoe"), "{name}");
    }
    // The file is shown as it was, but for the boxes: red became black, blue is where it was.
    let (before, after) = (
        drawn(&space.at("cases/a/evidence/note.pdf"), scratch.path(), "before"),
        drawn(&published, scratch.path(), "after"),
    );
    assert_eq!((before.len(), after.len()), (4, 4));
    for (page, (before, after)) in before.iter().zip(&after).enumerate() {
        let near = |a: usize, b: usize| a.abs_diff(b) <= 1;
        assert!(near(before.0, after.0) && near(before.1, after.1), "page {page}: {:?}", (before.0, after.0));
        let (mut red, mut blue, mut moved) = (0, 0, 0);
        for y in 0..before.1.min(after.1) {
            for x in 0..before.0.min(after.0) {
                let [r, g, b] = before.2[y * before.0 + x];
                let shown = after.2[y * after.0 + x];
                if r > 150 && g < 120 && b < 120 {
                    red += 1;
                    assert_eq!(shown, [0; 3], "page {page}, {x}, {y}: not black");
                }
                if b > 150 && r < 60 && g < 60 {
                    blue += 1;
                    // Sizes in whole pixels differ by a part of one.
                    let there = |x: usize, y: usize| {
                        let shown = after.2.get(y * after.0 + x);
                        x < after.0 && shown.is_some_and(|shown| shown[2] >= 120 && shown[0] <= 200)
                    };
                    let beside = |at: usize| at.saturating_sub(1)..=at + 1;
                    moved += usize::from(!beside(y).any(|y| beside(x).any(|x| there(x, y))));
                }
            }
        }
        assert!(red > 100 && blue > 100, "page {page}: {red} red, {blue} blue");
        assert!(moved * 50 < blue, "page {page}: {moved} of {blue}");
    }
    // Both hashes, and who they are of.
    let manifest = space.json(&format!("{out}/manifest.json"));
    let exhibit = &manifest["exhibits"][2];
    let sha256 = |bytes: &[u8]| appealc::read::sha256(bytes);
    assert_eq!(exhibit["sha256"].as_str(), Some(sha256(&note()).as_str()));
    assert_eq!(exhibit["published_sha256"].as_str(), Some(sha256(&fs::read(&published).expect("it")).as_str()));
    assert_eq!(exhibit["redacted"].as_array().map(Vec::len), Some(4));
    let bundle = squeezed(&pages(&space.at(&format!("{out}/bundle.pdf"))).join(" "));
    // One for the box, and one for each name, whichever way it runs: its blank is nobody's business either.
    let boxes = exhibit["redacted"].as_array().into_iter().flatten().filter_map(|page| page["boxes"].as_u64());
    assert_eq!(boxes.collect::<Vec<_>>(), [2, 1, 1, 1]);
    assert!(bundle.contains("Redacted:5blackboxesonpages1,2,3,4hide"), "{bundle}");
    for key in ["sha256", "published_sha256"] {
        assert!(bundle.contains(exhibit[key].as_str().expect("a hash")), "{key}");
    }
    // Nothing changes, nothing is made again; what is kept makes the same bytes.
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "fresh");
    let first = space.read(&format!("{out}/bundle.pdf"));
    fs::remove_dir_all(space.at("build")).expect("outputs");
    space.build(&[]).expect(0);
    assert!(first == space.read(&format!("{out}/bundle.pdf")));
}

/// A photo with a position in its EXIF block.
fn located() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    exif.extend(b"\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0");
    exif.extend(b"\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0");
    exif.extend([51_u32, 1, 30, 1, 0, 1].iter().flat_map(|n| n.to_le_bytes()));
    let mut photo = PHOTO[..2].to_vec();
    photo.extend([0xFF, 0xE1]);
    photo.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    photo.extend(exif);
    photo.extend(&PHOTO[2..]);
    photo
}

#[test]
fn a_photo_is_black_where_its_box_is() {
    let redact = "\n[[evidence.redact]]\nrect = [25, 50, 50, 25]\n";
    let space = space("photo.jpg", &located(), redact);
    let run = space.build(&[]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    let made = space.read("build/cases/a/exhibits/Exhibit 03 - photo.jpg");
    assert!(memchr::memmem::find(&located(), b"Exif").is_some());
    assert!(memchr::memmem::find(&made, b"Exif").is_none());
    let bundle = space.read("build/cases/a/bundle.pdf");
    assert!(memchr::memmem::find(&bundle, b"Exif\0\0").is_none());
    let mut decoder = zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(&made));
    let pixels = decoder.decode().expect("a JPEG");
    let (width, height) = decoder.dimensions().expect("a size");
    assert_eq!((width, height), (640, 480));
    let mut light = 0;
    for (at, pixel) in pixels.as_chunks::<3>().0.iter().enumerate() {
        let (x, y) = (at % width, at / width);
        let inside = (160..480).contains(&x) && (240..360).contains(&y);
        assert!(!inside || pixel.iter().all(|sample| *sample < 24), "{x}, {y}: {pixel:?}");
        light += usize::from(!inside && pixel[1] > 60);
    }
    assert!(light > 1000, "{light}");
}

/// A page of Chinese whose font is not in the file.
fn without_fonts() -> Vec<u8> {
    let draw = "BT /F 18 Tf 100 620 Td <4F60597D> Tj ET";
    pdf::file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{draw}\nendstream", draw.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880\
         /Descent -120/CapHeight 880/StemV 93>>"
            .to_owned(),
    ])
}

#[test]
fn a_page_without_its_fonts_has_a_way_out() {
    let redact = "\n[[evidence.redact]]\npage = 1\nrect = [10, 20, 30, 5]\n";
    let space = space("note.pdf", &without_fonts(), redact);
    for (language, message, help) in [
        ("en", "page 1 of `note.pdf` cannot be drawn", ["print it to PDF", "take a screenshot"]),
        ("zh", "`note.pdf` 第 1 页无法照原样画出", ["打印成 PDF", "截图"]),
    ] {
        let run = space.check("cases", language).expect(1);
        let found = run.diagnostics();
        let one = found.iter().find(|one| one["code"] == "E019").unwrap_or_else(|| panic!("{found:?}"));
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        assert!(text("message").contains(message), "{one}");
        assert!(help.iter().all(|words| text("help").contains(words)), "{one}");
    }
}

#[test]
fn what_cannot_be_blacked_out_is_told() {
    let box_of = |rect: &str| format!("\n[[evidence.redact]]\npage = 1\nrect = {rect}\n");
    let tried = [
        ("note.pdf", "\n[[evidence.redact]]\nsearch = \"John Roe\"\n".to_owned(), "E019", "stands nowhere"),
        ("note.pdf", box_of("[90, 10, 20, 5]"), "E019", "outside the page"),
        ("note.pdf", box_of("[-1, 10, 20, 5]"), "E019", "outside the page"),
        ("note.pdf", box_of("[10, 10, 0, 5]"), "E019", "outside the page"),
        ("note.pdf", box_of("[10, 10, 5]"), "S003", "four numbers"),
        ("note.pdf", "\n[[evidence.redact]]\nrect = [1, 2, 3, 4]\n".to_owned(), "E019", "on which page"),
        ("note.pdf", "\n[[evidence.redact]]\npage = 9\nrect = [1, 2, 3, 4]\n".to_owned(), "E011", "no page 9"),
        (
            "note.pdf",
            "pages = \"2-3\"\n\n[[evidence.redact]]\npage = 1\nsearch = \"x\"\n".to_owned(),
            "E019",
            "not shown",
        ),
        ("note.pdf", "\n[[evidence.redact]]\npage = 1\n".to_owned(), "E019", "not what to black out"),
        ("note.pdf", "\n[[evidence.redact]]\nsearch = \"  \"\n".to_owned(), "E019", "is empty"),
        ("heavy.pdf", "\n[[evidence.redact]]\nsearch = \"Jane\"\n".to_owned(), "E019", "no text to search"),
        ("photo.jpg", "\n[[evidence.redact]]\nsearch = \"Jane\"\n".to_owned(), "E019", "no text to search"),
        ("list.csv", "\n[[evidence.redact]]\nsearch = \"Jane\"\n".to_owned(), "E019", "nothing can be blacked out"),
    ];
    for (file, redact, code, words) in tried {
        let bytes = match file {
            "note.pdf" => note(),
            "heavy.pdf" => pdf::heavy(1, 400),
            "list.csv" => b"a,b\nJane,2\n".to_vec(),
            _ => located(),
        };
        let run = space(file, &bytes, &redact).check("cases", "en").expect(1);
        let told = messages(&run);
        assert!(told.iter().any(|(c, m)| c == code && m.contains(words)), "{file} {redact}: {told:?}");
        assert!(told.iter().all(|(c, _)| c == code || c == "A006"), "{file} {redact}: {told:?}");
    }
}

#[test]
fn what_stands_elsewhere_is_told() {
    let redact = "\n[[evidence.redact]]\nsearch = \"Jane Doe\"\n";
    let space = space("note.pdf", &note(), redact);
    let letter = "Parcel of 9 October, opened before Ms Jane  Doe\nin Leeds\n";
    space.write("cases/a/evidence/mail.txt", letter);
    let other = "\n[[evidence]]\nid = \"mail\"\npath = \"evidence/mail.txt\"\nkind = \"other\"\ncaption = \"Mail\"\n";
    let cited = case("note.pdf", "batch-test", redact).replace("[\"box-after\"]", "[\"box-after\", \"mail\"]") + other;
    space.same_case("a", &cited);
    space.check("cases", "en").expect(0);
    let run = space.build(&[]).expect(1);
    let told = messages(&run);
    assert_eq!(told.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["E020"], "{told:?}");
    assert!(run.out.contains("mail.txt") && run.out.contains("bundle.pdf, page"), "{}", run.out);
    assert!(!space.at("build").join("cases/a/bundle.pdf").exists());
    // Said by the seller that it may.
    let allowed = "# appealc: allow(redacted-text-remains, reason = \"she agreed\")\nsearch = \"Jane Doe\"";
    space.same_case("a", &cited.replace("search = \"Jane Doe\"", allowed));
    assert_eq!(space.check("cases", "en").expect(0).codes(), Vec::<String>::new());
    assert_eq!(space.build(&[]).expect(0).codes(), Vec::<String>::new());
    // Under a box it is a warning, on every run.
    let boxed = cited.replace("search = \"Jane Doe\"", "page = 1\nrect = [10, 20, 40, 10]");
    space.same_case("a", &boxed);
    for status in ["built", "fresh"] {
        let run = space.build(&[]).expect(0);
        assert_eq!((run.codes(), run.status("cases/a").as_str()), (vec!["E020".to_owned()], status));
    }
}

#[test]
fn buyers_data_in_tables_are_masked() {
    if !have(&["pdftotext"]) {
        return;
    }
    let space = Space::new();
    let table = "order-id,buyer-name,buyer-email,ship-address-1,reason,customer-comments,supplier-name\n\
                 302-5550143-5550177,Jane Doe,jane@example.com,14 Example Street,DEFECTIVE,split at once,Huamu Factory\n\
                 112-5550111-5550122,John Roe,john@example.com,15 Example Street,DAMAGED,came broken,Huamu Factory\n";
    let text = format!("orders = [\"302-5550143-5550177\"]\n{BASE}");
    space.same_case("a", &text);
    space.write("cases/a/evidence/returns.csv", table);
    let run = space.build(&[]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    let shown = squeezed(&pages(&space.at("build/cases/a/bundle.pdf")).join(" "));
    for hidden in ["Jane", "John", "@example.com", "ExampleStreet", "112-5550111", "splitatonce"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
    for there in ["302-5550143-5550177", "5550122", "HuamuFactory", "DEFECTIVE", "Maskedinprint:", "buyer-email"] {
        assert!(shown.contains(there), "{there}: {shown}");
    }
    assert!(space.text("build/cases/a/exhibits/Exhibit 01 - returns.csv") == table);
    let manifest = space.json("build/cases/a/manifest.json");
    let columns = ["order-id", "buyer-name", "buyer-email", "ship-address-1", "customer-comments"];
    assert_eq!(manifest["exhibits"][0]["masked"], serde_json::json!(columns));
    // A column that has to be read.
    let unmasked =
        text.replace("kind = \"returns-analysis\"", "kind = \"returns-analysis\"\nunmask = [\"customer-comments\"]");
    space.same_case("a", &unmasked);
    space.write("cases/a/evidence/returns.csv", table);
    space.build(&[]).expect(0);
    let shown = squeezed(&pages(&space.at("build/cases/a/bundle.pdf")).join(" "));
    assert!(shown.contains("splitatonce") && !shown.contains("Jane"), "{shown}");
    // One that is misspelt would be masked without a word.
    for (name, message) in [("costumer-comments", "did you mean `customer-comments`?"), ("colour", "names no column")] {
        space.same_case("a", &unmasked.replace("[\"customer-comments\"]", &format!("[\"{name}\"]")));
        space.write("cases/a/evidence/returns.csv", table);
        let run = space.check("cases", "en").expect(1);
        assert_eq!(run.codes(), ["S009"], "{}", run.out);
        assert!(run.out.contains(message), "{}", run.out);
    }
}

/// Real files of all sorts, with a box on their first page: drawn, or refused by name.
#[test]
fn real_files_are_drawn() {
    let Some(corpus) = super::kit::corpus() else { return skipped("corpus") };
    let mut drawn = 0;
    for name in files(&corpus).into_iter().filter(|name| name.ends_with(".pdf")).step_by(9) {
        let bytes = fs::read(corpus.join(&name)).expect("a file");
        let redact = "pages = \"1\"\n\n[[evidence.redact]]\npage = 1\nrect = [10, 10, 30, 5]\n";
        let run = space("real.pdf", &bytes, redact).build(&["--dry-run"]);
        // What day a file is of is nobody's business here.
        let known = ["A007", "E004", "E006", "E011", "E019", "E020"];
        assert!(run.codes().iter().all(|code| known.contains(&code.as_str())), "{name}: {:?}", messages(&run));
        drawn += usize::from(run.code == 0);
    }
    assert!(drawn > 3, "{drawn}");
}
