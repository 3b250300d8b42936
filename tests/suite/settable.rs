//! The limits of evidence files and of what is kept, as `[limits]` sets them.

use std::io::Write;
use std::time::{Duration, Instant};

use super::kit::{BASE, Space, files};
use super::pdf;

/// The base case with a file in the place of its drop test.
fn with(name: &str, bytes: &[u8], settings: &str) -> Space {
    let space = Space::new();
    space.same_case("one", &BASE.replace("evidence/drop-test.pdf", &format!("evidence/{name}")));
    space.write(&format!("cases/one/evidence/{name}"), bytes);
    space.write("appealc.toml", format!("[limits]\n{settings}\n"));
    space
}

/// What is said of it, with the help.
fn told(space: &Space, lang: &str) -> Vec<String> {
    let found = space.check("cases", lang).diagnostics();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let codes = ["E004"];
    let found = found.iter().filter(|found| codes.contains(&found["code"].as_str().unwrap_or_default()));
    found.map(|found| format!("{} {}", text(&found["message"]), text(&found["help"]))).collect()
}

#[test]
fn a_file_beyond_a_limit_is_told_with_the_setting() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "word/document.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(b"<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>").expect("bytes");
        zip.write_all(&vec![b'a'; 2 << 20]).expect("bytes");
        zip.write_all(b"</w:t></w:r></w:p></w:body></w:document>").expect("bytes");
    }
    let document = zip.finish().expect("an archive").into_inner();
    let picture = include_bytes!("../fixtures/box.jpg");
    let cases: [(&str, &[u8], &str, &str, &str); 4] = [
        ("record.pdf", &pdf::plain(7), "pages = 6", "pages = 7", "`pages`"),
        ("record.jpg", picture, "megapixels = 0", "megapixels = 1", "`megapixels`"),
        ("record.docx", &document, "unpacked_mb = 1", "unpacked_mb = 5", "`unpacked_mb`"),
        ("record.pdf", &vec![b' '; 1_100_000], "evidence_mb = 1", "evidence_mb = 2", "`evidence_mb`"),
    ];
    for (name, bytes, narrow, wide, key) in cases {
        for lang in ["en", "zh"] {
            let found = told(&with(name, bytes, narrow), lang);
            // Other pictures of the case may be beyond it too.
            let of_it: Vec<_> = found.iter().filter(|text| text.contains(name)).collect();
            assert!(of_it.len() == 1 && of_it[0].contains(key), "{narrow}: {found:?}");
        }
        let found = told(&with(name, bytes, wide), "en");
        assert!(!found.iter().any(|text| text.contains(key)), "{wide}: {found:?}");
    }
}

#[test]
fn one_file_has_its_own_time() {
    // Twenty pages with one content of a gigabyte of blanks.
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    (0..1024).for_each(|_| zlib.write_all(&block).expect("memory"));
    let body: String = zlib.finish().expect("memory").iter().map(|byte| format!("{byte:02x}")).collect();
    let stream =
        format!("<</Filter[/ASCIIHexDecode/FlateDecode]/Length {}>>\nstream\n{body}>\nendstream", body.len() + 1);
    let kids: Vec<String> = (0..20).map(|page| format!("{} 0 R", page + 4)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count 20>>", kids.join(" ")),
        stream,
    ];
    objects.extend((0..20).map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>".to_owned()));
    let space = with("slow.pdf", &pdf::file(&objects), "file_seconds = 1\ncase_seconds = 120");
    space.case("two", BASE);
    let started = Instant::now();
    let run = space.check("cases", "en");
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    let found = run.expect(1).diagnostics();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("not done after 1 second")), "{}", found[0]);
    assert!(found[0]["help"].as_str().is_some_and(|text| text.contains("`file_seconds`")), "{}", found[0]);
}

#[test]
fn what_is_kept_has_a_limit() {
    let space = Space::new();
    let photo = |seed: u32| {
        let mut state = seed;
        let noise = (0..1600 * 1200 * 3).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24).to_le_bytes()[0] / 4
        });
        let mut file = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut file, 90);
        encoder.encode(&noise.collect::<Vec<u8>>(), 1600, 1200, jpeg_encoder::ColorType::Rgb).expect("it encodes");
        file
    };
    space.same_case("one", BASE);
    space.write("cases/one/evidence/box-after.jpg", photo(1));
    let kept = || files(&space.at(".appealc/cache")).len();
    let limits = |mb: usize| {
        space.write("appealc.toml", format!("[limits]\nbundle_mb = 0.6\nfile_mb = 0.6\ncache_mb = {mb}\n"));
        let _ = std::fs::remove_dir_all(space.at("build"));
        space.build(&[])
    };
    limits(500);
    assert!(kept() > 3, "{}", kept());
    let bundle = space.read("build/cases/one/bundle.pdf");
    limits(0);
    assert_eq!(kept(), 0);
    limits(500);
    assert!(kept() > 3 && space.read("build/cases/one/bundle.pdf") == bundle);
}
