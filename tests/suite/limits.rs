//! Bundles that are too large at first: pictures shown smaller, volumes, and what is told where nothing
//! helps. What other programs read in all volumes together is what the manifest says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use jpeg_encoder::{ColorType, Encoder};
use serde_json::Value;

use super::kit::{BASE, Run, Space, files, have};
use super::pdf::{self, Document, squeezed};

/// Numbers without a pattern.
fn noise(state: &mut u64, end: u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) % end
}

/// A photo of soft shapes and grain.
pub fn photo(width: u16, height: u16, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut pixels = Vec::new();
    for y in 0..u64::from(height) {
        for x in 0..u64::from(width) {
            let grain = noise(&mut state, 50);
            let shape = if (x / 97 + y / 61 + seed).is_multiple_of(7) { 40 } else { 0 };
            for base in [x / 32 + seed * 37, y / 24 + shape, (x + y) / 40] {
                pixels.push(u8::try_from(40 + base % 120 + grain).unwrap_or(u8::MAX));
            }
        }
    }
    let mut file = Vec::new();
    Encoder::new(&mut file, 88).encode(&pixels, width, height, ColorType::Rgb).expect("it encodes");
    file
}

/// A screenshot: lines of letters, as sharp as they come, on a ground that does not compress well.
pub fn screenshot(width: u32, height: u32) -> Vec<u8> {
    let mut state = 5;
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let ink = (x / 5 * 7 + y / 9 * 3) % 5 == 0 && y % 18 < 12;
            let grey = if ink { 20 } else { 200 + noise(&mut state, 56) };
            pixels.extend([u8::try_from(grey).unwrap_or(255); 3]);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    file
}

/// Adds photos to the base case, cited by its cause; every fifth is the other half of a pair.
fn with_photos(count: usize) -> String {
    let ids: Vec<String> = (0..count).map(|at| format!("photo-{at}")).collect();
    let list: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let mut text = BASE.replace("[\"returns\"]", &format!("[\"returns\", {}]", list.join(", ")));
    for (at, id) in ids.iter().enumerate() {
        let _ = write!(
            text,
            "\n[[evidence]]\nid = \"{id}\"\npath = \"evidence/{id}.jpg\"\nkind = \"photo\"\n\
             caption = \"Box {at} after the drop test, 9 October 2026\"\n"
        );
        if at % 5 == 4 {
            let _ = writeln!(text, "after = \"photo-{}\"", at - 1);
        }
    }
    text
}

/// Says how many MB all files of a bundle, and each of them, may have.
pub fn limits(space: &Space, bundle: &str, file: &str) {
    let seller = "[seller]\nname = \"Li Wei\"\nstore = \"Nordhaus Home\"\n";
    space.write("appealc.toml", format!("{seller}[limits]\nbundle_mb = {bundle}\nfile_mb = {file}\n"));
}

/// A workspace with a case of photos.
fn space_of(count: usize, width: u16, height: u16) -> Space {
    let space = Space::new();
    space.same_case("a", &with_photos(count));
    for at in 0..count {
        let (w, h) = if at % 3 == 2 { (height, width) } else { (width, height) };
        space.write(&format!("cases/a/evidence/photo-{at}.jpg"), photo(w, h, at as u64 + 1));
    }
    space
}

/// A whole number.
pub fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// The line of JSON about the case.
pub fn outcome(run: &Run) -> Value {
    run.objects().into_iter().find(|object| object["reason"] == "case").expect("a case")
}

/// The files of the bundle.
pub fn bundles(space: &Space) -> Vec<PathBuf> {
    let names = files(&space.at("build/cases/a")).into_iter().filter(|name| name.starts_with("bundle"));
    names.map(|name| space.at(&format!("build/cases/a/{name}"))).collect()
}

/// Their sizes.
pub fn sizes(space: &Space) -> Vec<u64> {
    bundles(space).iter().map(|path| fs::metadata(path).expect("a file").len()).collect()
}

#[test]
fn photos_are_shown_smaller_and_volumes_count_on() {
    let space = space_of(12, 2400, 1800);
    limits(&space, "4", "2");
    let run = space.build(&[]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    let sizes = sizes(&space);
    assert!(sizes.len() >= 2 && sizes.iter().all(|size| *size <= 2_000_000), "{sizes:?}");
    let total: u64 = sizes.iter().sum();
    assert!((2_500_000..=4_000_000).contains(&total), "{total}");
    let manifest = space.json("build/cases/a/manifest.json");
    let exhibits = manifest["exhibits"].as_array().expect("exhibits");
    let names: Vec<String> = (1..=sizes.len()).map(|at| format!("bundle-{at}-of-{}.pdf", sizes.len())).collect();
    let listed = manifest["outputs"].as_array().expect("outputs").iter().filter_map(|output| output["path"].as_str());
    assert_eq!(listed.filter(|name| name.starts_with("bundle")).collect::<Vec<_>>(), names);
    assert_eq!(outcome(&run)["pictures"]["decoded"], 13, "{}", outcome(&run));
    // Pairs stay together.
    for pair in exhibits.windows(2) {
        let id = pair[1]["id"].as_str().expect("an id");
        if ["photo-4", "photo-9"].contains(&id) {
            assert_eq!((&pair[0]["volume"], &pair[0]["first_page"]), (&pair[1]["volume"], &pair[1]["first_page"]));
        }
    }
    if have(&["qpdf", "pdftotext", "pdfinfo", "pdfimages"]) {
        census(&space, exhibits);
    }
}

/// Every exhibit once in all volumes, under one number in stamp, label, index, link and bookmark.
fn census(space: &Space, exhibits: &[Value]) {
    let mut offset = 0;
    let mut seen = 0;
    let paths = bundles(space);
    for (volume, path) in (1..).zip(&paths) {
        pdf::sound(path);
        let pages: Vec<String> = pdf::pages(path).iter().map(|page| squeezed(page)).collect();
        for (at, page) in (1..).zip(&pages) {
            let stamp = format!("Volume{volume}·Bundlepage{}", offset + at);
            assert!(page.contains(&stamp), "{} page {at}: no {stamp}: {page}", path.display());
        }
        let document = Document::new(path);
        let label = &document.get("pagelabels").as_array().expect("labels")[0];
        assert_eq!((number(&label["index"]), number(&label["label"]["/St"])), (0, offset + 1), "{label}");
        let index = pages.iter().position(|page| page.contains("Indexofexhibits")).expect("an index");
        let mut targets = BTreeMap::new();
        bookmarks(document.get("outlines"), &mut targets);
        let links = links(&document);
        let mut front: Vec<String> = Vec::new();
        for exhibit in exhibits {
            let (own, first) = (number(&exhibit["volume"]), number(&exhibit["first_page"]));
            let (id, caption) = (number(&exhibit["number"]), squeezed(exhibit["caption"].as_str().expect("text")));
            let here = own == volume;
            assert_eq!(targets.get(&id), here.then_some(&first), "bookmark of exhibit {id}");
            assert_eq!(links.get(&format!("ex-{id}")), here.then_some(&first), "links to exhibit {id}");
            let row =
                if here { caption.clone() } else { format!("vol.{own},{}", exhibit["label"].as_str().unwrap_or("")) };
            front.push(row);
            if here {
                seen += 1;
                assert_eq!(exhibit["label"].as_str(), Some((offset + first).to_string().as_str()));
                let page = &pages[first - 1];
                assert!(page.contains(&format!("Exhibit{id}")) && page.contains("·page1of"), "{page}");
                if exhibit.get("reduced").is_some() {
                    assert!(page.contains("Shownwith"), "exhibit {id} does not say so: {page}");
                }
            }
        }
        let before =
            exhibits.iter().filter(|one| number(&one["volume"]) == volume).map(|one| number(&one["first_page"]));
        let text = pages[index..before.min().expect("an exhibit") - 1].concat();
        for row in front {
            assert!(text.contains(&row), "index of volume {volume}: no {row}");
        }
        let last = volume == paths.len();
        assert_eq!(pages.iter().any(|page| page.contains("SHA-256")), last, "hashes stand in the last volume");
        let inner = pdf::tool("qpdf", &["--show-attachment=manifest.json"], path);
        assert_eq!(serde_json::from_str::<Value>(&inner).expect("JSON")["exhibits"], Value::from(exhibits.to_vec()));
        resolution(path, 1..=usize::MAX, 90.0);
        offset += pages.len();
    }
    assert_eq!(seen, exhibits.len());
    let letter = space.text("build/cases/a/letter.txt");
    for exhibit in exhibits {
        let place = (number(&exhibit["volume"]), exhibit["label"].as_str().expect("a label"));
        let cited = letter.split("volume ").any(|part| {
            let pages = part.split([')', ';']).next().unwrap_or_default();
            let mut numbers = pages.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            numbers.next() == Some(&place.0.to_string()) && numbers.any(|page| page == place.1)
        });
        assert!(cited, "the letter does not say {place:?}:\n{letter}");
    }
    assert!(letter.contains(&format!("on {offset} pages in {} volumes", paths.len())), "{letter}");
}

fn bookmarks(outlines: &Value, found: &mut BTreeMap<usize, usize>) {
    for outline in outlines.as_array().into_iter().flatten() {
        let title = outline["title"].as_str().unwrap_or_default();
        let id = title.strip_prefix("Exhibit ").and_then(|rest| rest.split(' ').next()?.parse().ok());
        if let Some(id) = id {
            found.insert(id, number(&outline["destpageposfrom1"]));
        }
        bookmarks(&outline["kids"], found);
    }
}

/// The named destinations that links go to, and their pages from 1; each has to exist.
fn links(document: &Document) -> BTreeMap<String, usize> {
    let order = document.pages();
    let names = document.resolve(&document.catalog()["/Names"]);
    let list = document.resolve(&document.resolve(&names["/Dests"])["/Names"]).as_array().expect("names");
    let mut destinations = BTreeMap::new();
    for pair in list.chunks(2) {
        let target = document.resolve(&pair[1]);
        let target = if target.is_object() { document.resolve(&target["/D"]) } else { target };
        let page = order.iter().position(|page| Some(page.as_str()) == target[0].as_str());
        destinations.insert(pair[0].as_str().unwrap_or_default().trim_start_matches("u:").to_owned(), page);
    }
    let mut found = BTreeMap::new();
    for reference in &order {
        let page = document.resolve(&Value::from(reference.as_str())).clone();
        for link in document.resolve(&page["/Annots"]).as_array().into_iter().flatten() {
            let link = document.resolve(link);
            if let Some(name) = link["/Dest"].as_str().and_then(|name| name.strip_prefix("u:")) {
                let page = destinations.get(name).copied().flatten();
                found.insert(name.to_owned(), page.unwrap_or_else(|| panic!("a link to {name}, which is nowhere")) + 1);
            }
        }
    }
    found
}

/// No picture on these pages is printed with fewer dots an inch, across or down.
pub fn resolution(path: &std::path::Path, pages: std::ops::RangeInclusive<usize>, floor: f64) -> usize {
    let list = pdf::tool("pdfimages", &["-list"], path);
    let mut checked = 0;
    for line in list.lines().skip(2) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let page = cells.first().and_then(|cell| cell.parse().ok()).unwrap_or_else(|| panic!("{line}"));
        if !pages.contains(&page) {
            continue;
        }
        for at in [12, 13] {
            let dpi: f64 = cells.get(at).and_then(|cell| cell.parse().ok()).unwrap_or_else(|| panic!("{line}"));
            assert!(dpi >= floor - 1.0, "{line}");
        }
        checked += 1;
    }
    assert!(checked > 0, "{list}");
    checked
}

#[test]
fn what_is_known_is_not_decoded_again() {
    let space = space_of(4, 1600, 1200);
    limits(&space, "1", "1");
    let run = space.build(&[]).expect(0);
    assert_eq!(outcome(&run)["pictures"], serde_json::json!({"reduced": 4, "decoded": 5}), "{}", outcome(&run));
    let first = bundles(&space);
    let bytes: Vec<Vec<u8>> = first.iter().map(|path| fs::read(path).expect("a bundle")).collect();

    // One more photo: only that one.
    space.same_case("a", &with_photos(5));
    space.write("cases/a/evidence/photo-4.jpg", photo(1600, 1200, 5));
    let run = space.build(&["--dry-run"]).expect(0);
    assert_eq!(outcome(&run)["pictures"]["decoded"], 1, "{}", outcome(&run));
    let run = space.build(&[]).expect(0);
    assert_eq!(outcome(&run)["pictures"]["decoded"], 0, "{}", outcome(&run));

    // What is kept is damaged, forged or gone: made again, with the same bytes.
    let cache = space.at(".appealc/cache");
    let kept = files(&cache);
    assert!(kept.len() > 20 && !kept.iter().any(|name| name.starts_with('.')), "{kept:?}");
    for damage in ["cut", "forged", "gone", "other", "older", "half true"] {
        for name in files(&cache) {
            let path = cache.join(&name);
            let old = fs::read(&path).expect("a kept file");
            match damage {
                "cut" => fs::write(&path, &old[..old.len() / 2]).expect("a file"),
                "forged" if !name.ends_with("json") => fs::write(&path, photo(40, 30, 3)).expect("a file"),
                "other" if name.ends_with("json") => fs::write(&path, "{}").expect("a file"),
                "older" | "half true" if name.ends_with("json") => {
                    let text = String::from_utf8(old).expect("JSON");
                    let version = format!("ladder {}", appealc::picture::VERSION);
                    let (from, to) =
                        if damage == "older" { (version.as_str(), "ladder 2") } else { ("\"width\":", "\"width\":1") };
                    assert!(text.contains(from) || !text.contains("steps"), "{text}");
                    fs::write(&path, text.replace(from, to)).expect("a file");
                }
                "gone" => fs::remove_file(&path).expect("a file"),
                _ => {}
            }
        }
        space.same_case("a", &with_photos(4));
        fs::remove_dir_all(space.at("build")).expect("outputs");
        let run = space.build(&[]).expect(0);
        assert_eq!(run.status("cases/a"), "built");
        assert_ne!(outcome(&run)["pictures"]["decoded"], 0, "{damage}");
        let again: Vec<Vec<u8>> = bundles(&space).iter().map(|path| fs::read(path).expect("a bundle")).collect();
        assert!(again == bytes, "{damage}: other bytes");
    }
}

#[test]
fn a_dry_run_predicts_and_writes_nothing() {
    let space = space_of(4, 1600, 1200);
    limits(&space, "1.2", "0.7");
    let run = space.build(&["--dry-run"]).expect(0);
    assert_eq!(run.status("cases/a"), "checked");
    assert!(!space.at("build").exists(), "something was written");
    let predicted = outcome(&run)["sizes"].clone();
    let run = space.build(&[]).expect(0);
    assert_eq!(outcome(&run)["sizes"], predicted);
    for path in bundles(&space) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(predicted[&name], fs::metadata(&path).expect("a file").len(), "{name}");
    }
    let human = space.run(&["build", "--dry-run", "--today", super::kit::TODAY]).expect(0);
    assert!(
        human.err.contains("bundle together") || human.out.contains("bundle together"),
        "{}{}",
        human.out,
        human.err
    );

    // With more room there is one file again, and nothing else is left.
    limits(&space, "50", "50");
    let run = space.build(&[]).expect(0);
    assert_eq!(outcome(&run).get("pictures"), None);
    let names: Vec<String> =
        bundles(&space).iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["bundle.pdf"]);
    let source = space.read("cases/a/evidence/photo-0.jpg");
    let bundle = space.read("build/cases/a/bundle.pdf");
    // From the first scan on, the photo stands there as it is.
    let scan = source.windows(2).position(|two| two == [0xff, 0xda]).expect("a scan");
    assert!(memchr::memmem::find(&bundle, &source[scan..]).is_some());
}

#[test]
fn writing_stays_sharp_and_lossless() {
    let space = Space::new();
    let text = BASE.replace("box-after.jpg\"\nkind = \"photo\"", "screen.png\"\nkind = \"screenshot\"");
    space.same_case("a", &text);
    let file = screenshot(2600, 1500);
    let mb = file.len() as f64 / 1e6;
    space.write("cases/a/evidence/screen.png", &file);
    let limit = format!("{:.3}", mb * 0.6);
    limits(&space, &limit, &limit);
    space.build(&[]).expect(0);
    let manifest = space.json("build/cases/a/manifest.json");
    let exhibit = manifest["exhibits"].as_array().expect("exhibits").iter().find(|one| one["kind"] == "screenshot");
    let reduced = &exhibit.expect("a screenshot")["reduced"][0];
    assert_eq!((reduced["format"].as_str(), reduced.get("quality")), (Some("png"), None), "{reduced}");
    // 492 points wide: 1,025 pixels are 150 dots an inch.
    assert!(number(&reduced["width"]) >= 1025, "{reduced}");
    if have(&["pdfimages"]) {
        let list = pdf::tool("pdfimages", &["-list"], &bundles(&space)[0]);
        assert!(!list.contains(" jpeg "), "{list}");
    }
}

#[test]
fn what_cannot_be_helped_is_told_and_built() {
    let space = Space::new();
    space.same_case("a", BASE);
    space.write("cases/a/evidence/drop-test.pdf", pdf::heavy(3, 500_000));
    limits(&space, "1", "0.9");
    let told = |run: &Run| {
        let found = run.diagnostics();
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one["code"].as_str(), one["level"].as_str()), (Some("E014"), Some("warning")));
        one["message"].as_str().expect("a message").to_owned()
    };
    let run = space.build(&[]).expect(0);
    assert_eq!(run.status("cases/a"), "built");
    let message = told(&run);
    assert!(message.contains("the bundle has 1.6 MB, 0.") && message.contains("the limit of 1 MB"), "{message}");
    let help = run.diagnostics()[0]["help"].as_str().expect("help").to_owned();
    assert!(help.contains("`drop-test`"), "{help}");
    // The same where nothing is built anew, and where it is only checked.
    let fresh = space.build(&[]).expect(0);
    assert_eq!((fresh.status("cases/a"), told(&fresh)), ("fresh".into(), message.clone()));
    assert_eq!(told(&space.check("cases", "en").expect(0)), message);
    // As an error it is not built; allowed it is silent.
    fs::remove_dir_all(space.at("build")).expect("outputs");
    let denied = space.build(&["-D", "over-limit"]).expect(1);
    assert_eq!((denied.status("cases/a"), bundles(&space).len()), ("failed".into(), 0));
    let run = space.build(&["-A", "over-limit"]).expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
    // One exhibit alone is more than a file may be.
    limits(&space, "5", "0.9");
    assert!(told(&space.build(&[]).expect(0)).starts_with("one file of the bundle has 1."));
    assert!(bundles(&space).len() > 1);
    space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\n[limits]\nfile_types = [\"jpg\"]\n");
    assert!(told(&space.check("cases", "en").expect(0)).contains("`pdf`"));
}

#[test]
fn both_engines_make_the_same_volumes() {
    if !have(&["typst", "pdftotext"]) {
        return;
    }
    let space = space_of(4, 1200, 900);
    limits(&space, "0.8", "0.5");
    let (one, two) = (space.at("one"), space.at("two"));
    space.build(&["--out", &one.to_string_lossy()]).expect(0);
    space.build(&["--engine", "cli", "--out", &two.to_string_lossy()]).expect(0);
    let names: Vec<String> =
        files(&one).into_iter().filter(|path| path.ends_with(".pdf") && !path.contains("exhibits")).collect();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        assert_eq!(pdf::pages(&one.join(&name)), pdf::pages(&two.join(&name)), "{name}");
    }
}
