//! The worked cases as a reviewer gets them: what other programs read in the bundles is what the
//! manifests and the case files say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use super::kit::{Space, files, have};
use super::pdf::{self, Document, squeezed};

/// The worked cases, built once for all tests.
pub fn built() -> &'static Space {
    static BUILT: OnceLock<Space> = OnceLock::new();
    BUILT.get_or_init(|| {
        let space = Space::with(&["cases", "shared"]);
        space.build(&[]).expect(0);
        space
    })
}

/// A built case.
struct Built {
    folder: PathBuf,
    manifest: Value,
    source: toml::Table,
}

impl Built {
    fn all() -> Vec<Built> {
        let space = built();
        let manifests = files(&space.at("build")).into_iter().filter(|path| path.ends_with("manifest.json"));
        let all: Vec<Built> = manifests
            .map(|path| {
                let folder = path.trim_end_matches("/manifest.json");
                Built {
                    folder: space.at(&format!("build/{folder}")),
                    manifest: space.json(&format!("build/{path}")),
                    source: space.text(&format!("{folder}/case.toml")).parse().expect("TOML"),
                }
            })
            .collect();
        assert!(all.len() >= 10, "only {} cases were built", all.len());
        all
    }

    fn bundle(&self) -> PathBuf {
        self.folder.join("bundle.pdf")
    }

    fn exhibits(&self) -> &Vec<Value> {
        self.manifest["exhibits"].as_array().expect("exhibits")
    }

    fn name(&self) -> String {
        self.folder.display().to_string()
    }

    /// The first page and the number of pages of each exhibit, by its number.
    fn places(&self) -> BTreeMap<usize, (usize, usize)> {
        let place = |one: &Value| (number(&one["number"]), (number(&one["first_page"]), number(&one["pages"])));
        self.exhibits().iter().map(place).collect()
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// The whole numbers in a text, in order.
fn numbers(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn every_pdf_is_sound_and_as_long_as_the_manifest_says() {
    if !have(&["qpdf", "pdfinfo"]) {
        return;
    }
    let mut checked = 0;
    for case in Built::all() {
        for output in case.manifest["outputs"].as_array().expect("outputs") {
            let path = output["path"].as_str().expect("a path");
            let bytes = fs::read(case.folder.join(path)).expect("an output");
            assert_eq!(bytes.len(), number(&output["bytes"]), "{path}");
            assert_eq!(output["sha256"], appealc::read::sha256(&bytes), "{path}");
            if path.ends_with(".pdf") && !path.contains('/') {
                let file = case.folder.join(path);
                pdf::sound(&file);
                assert_eq!(pdf::page_count(&file), number(&output["pages"]), "{}", file.display());
                checked += 1;
            }
        }
    }
    assert!(checked >= 20, "only {checked} files were checked");
}

#[test]
fn captions_and_stamps_stand_on_their_pages() {
    if !have(&["pdftotext"]) {
        return;
    }
    let mut stamps = 0;
    for case in Built::all() {
        let pages: Vec<String> = pdf::pages(&case.bundle()).iter().map(|page| squeezed(page)).collect();
        let raw: Vec<String> = pdf::raw_text(&case.bundle()).split('\u{c}').map(squeezed).collect();
        for (at, page) in pages.iter().enumerate() {
            assert!(page.contains(&format!("Bundlepage{}", at + 1)), "{} page {}: {page}", case.name(), at + 1);
            for asin in case.manifest["asins"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                // Many ASINs stand on the first page only.
                let many = case.manifest["asins"].as_array().is_some_and(|all| all.len() > 1) && at > 0;
                assert!(many || page.contains(asin), "{} page {}: no {asin}", case.name(), at + 1);
            }
        }
        for exhibit in case.exhibits() {
            let (number, first) = (number(&exhibit["number"]), number(&exhibit["first_page"]));
            let caption = squeezed(exhibit["caption"].as_str().expect("a caption"));
            let title = format!("Exhibit{number}–{caption}");
            // Halves of a pair stand side by side: there the order of drawing keeps a caption whole.
            let (page, drawn) = (&pages[first - 1], &raw[first - 1]);
            assert!(page.contains(&title) || drawn.contains(&title), "{} page {first}: no {title}", case.name());
            for at in first..first + self::number(&exhibit["pages"]) {
                let page = &pages[at - 1];
                let alone = format!("Exhibit{number}·page{}of{}", at - first + 1, self::number(&exhibit["pages"]));
                let pair = [format!("Exhibits{number}and"), format!("and{number}·page")];
                let there = page.contains(&alone) || pair.iter().any(|stamp| page.contains(stamp));
                assert!(there, "{} page {at}: no {alone}: {page}", case.name());
                stamps += 1;
            }
            assert_eq!(exhibit["label"].as_str(), Some(first.to_string().as_str()));
        }
        // The table of claims on page 1 and the index name every exhibit, every cause and action.
        let front: String = pages[..number(&case.exhibits()[0]["first_page"]) - 1].concat();
        let front_raw: String = raw[..number(&case.exhibits()[0]["first_page"]) - 1].concat();
        for exhibit in case.exhibits() {
            let caption = squeezed(exhibit["caption"].as_str().expect("a caption"));
            assert!(front.contains(&caption) || front_raw.contains(&caption), "{}: index: {caption}", case.name());
        }
        for (table, key) in [("root_cause", "statement"), ("actions", "what"), ("arguments", "claim")] {
            for one in case.source.get(table).and_then(toml::Value::as_array).into_iter().flatten() {
                // Long ones are cut short there; the letter has them whole.
                let text: String = squeezed(one[key].as_str().expect("a text")).chars().take(80).collect();
                assert!(front_raw.contains(&text) || front.contains(&text), "{}: page 1: {text}", case.name());
            }
        }
    }
    assert!(stamps > 80, "only {stamps} stamps were read");
}

#[test]
fn index_rows_name_the_pages() {
    if !have(&["pdftotext"]) {
        return;
    }
    let mut rows = 0;
    for case in Built::all() {
        let pages = pdf::pages(&case.bundle());
        let index: Vec<&str> = pages.iter().flat_map(|page| page.lines()).collect();
        let start = index.iter().position(|line| line.starts_with("Index of exhibits")).expect("an index");
        for (number, (first, count)) in case.places() {
            let wanted = if count == 1 { first.to_string() } else { format!("{first}–{}", first + count - 1) };
            let row = index[start..].iter().find(|line| line.split_whitespace().next() == Some(&number.to_string()));
            let row = row.unwrap_or_else(|| panic!("{}: no row for exhibit {number}", case.name()));
            assert_eq!(row.split_whitespace().last(), Some(wanted.as_str()), "{}: {row}", case.name());
            rows += 1;
        }
    }
    assert!(rows > 60, "only {rows} rows were read");
}

#[test]
fn page_labels_are_the_stamps() {
    if !have(&["qpdf"]) {
        return;
    }
    for case in Built::all() {
        let document = Document::new(&case.bundle());
        let mut shown = Vec::new();
        for label in document.get("pagelabels").as_array().expect("labels") {
            let (at, start) = (number(&label["index"]), number(&label["label"]["/St"]));
            assert_eq!((label["label"]["/S"].as_str(), label["label"].get("/P")), (Some("/D"), None), "{label}");
            shown.push((at, start));
        }
        assert_eq!(shown.first(), Some(&(0, 1)), "{}", case.name());
        assert!(shown.iter().all(|(at, start)| at + 1 == *start), "{}: {shown:?}", case.name());
    }
}

#[test]
fn links_go_to_the_pages_that_they_name() {
    if !have(&["qpdf", "pdftotext"]) {
        return;
    }
    let (mut links, mut named) = (0, 0);
    for case in Built::all() {
        let document = Document::new(&case.bundle());
        let order = document.pages();
        let page_of = |reference: &Value| order.iter().position(|page| Some(page.as_str()) == reference.as_str());
        let names = document.resolve(&document.catalog()["/Names"]);
        let list = document.resolve(&document.resolve(&names["/Dests"])["/Names"]).as_array().expect("names");
        let mut destinations = BTreeMap::new();
        for pair in list.chunks(2) {
            let target = document.resolve(&pair[1]);
            let target = if target.is_object() { document.resolve(&target["/D"]) } else { target };
            destinations.insert(pair[0].as_str().unwrap_or_default().trim_start_matches("u:"), page_of(&target[0]));
        }
        let places = case.places();
        let words = pdf::words(&case.bundle());
        for (at, reference) in order.iter().enumerate() {
            let page = document.resolve(&Value::from(reference.as_str())).clone();
            let mut texts: BTreeMap<(String, usize), Vec<&str>> = BTreeMap::new();
            for link in document.resolve(&page["/Annots"]).as_array().into_iter().flatten() {
                let link = document.resolve(link);
                if link["/Subtype"] != "/Link" || link.get("/Dest").is_none() {
                    continue;
                }
                links += 1;
                // What readers say of it: "Exhibit 2 – …, page 3", or "page 1" alone.
                let said = link["/Contents"].as_str().unwrap_or_default();
                let sound = said.starts_with("u:") && said.contains("page ") && !said.starts_with("u:,");
                assert!(sound, "{} page {}: a link says {said:?}", case.name(), at + 1);
                // A destination is a name, or stands in the link itself.
                let named = link["/Dest"].as_str().and_then(|name| name.strip_prefix("u:"));
                let direct = || page_of(&document.resolve(&link["/Dest"])[0]);
                let target = named.map_or_else(direct, |name| destinations.get(name).copied().flatten());
                let target = target.unwrap_or_else(|| panic!("{} page {}: {link}", case.name(), at + 1)) + 1;
                let name = (named.unwrap_or_default().to_owned(), target);
                let side = |index: usize| link["/Rect"][index].as_f64().expect("a number");
                let height = words[at].height;
                let inside = words[at].words.iter().filter(|word| {
                    let (x, y) = (f64::midpoint(word.left, word.right), f64::midpoint(word.top, word.bottom));
                    (side(0)..=side(2)).contains(&x) && (height - side(3)..=height - side(1)).contains(&y)
                });
                texts.entry(name).or_default().extend(inside.map(|word| word.text.as_str()));
            }
            for ((name, target), text) in texts {
                let text = text.join(" ");
                assert!(!text.is_empty(), "{} page {}: a link to {name} on nothing", case.name(), at + 1);
                let exhibit: Option<usize> = name.strip_prefix("ex-").and_then(|number| number.parse().ok());
                assert!(exhibit.is_none_or(|exhibit| places[&exhibit].0 == target), "{}: {name}", case.name());
                for part in text.split("Exhibit ").skip(1) {
                    assert_eq!(numbers(part).first(), exhibit.as_ref(), "{} page {}: {text}", case.name(), at + 1);
                    named += 1;
                }
                for part in text.split("p. ").skip(1) {
                    assert_eq!(numbers(part).first(), Some(&target), "{} page {}: {text}", case.name(), at + 1);
                    named += 1;
                }
            }
        }
    }
    assert!(links > 300 && named > 300, "only {links} links with {named} names were read");
}

#[test]
fn bookmarks_go_to_the_exhibits() {
    if !have(&["qpdf"]) {
        return;
    }
    fn walk<'v>(outlines: &'v Value, found: &mut Vec<&'v Value>) {
        for outline in outlines.as_array().into_iter().flatten() {
            found.push(outline);
            walk(&outline["kids"], found);
        }
    }
    for case in Built::all() {
        let document = Document::new(&case.bundle());
        let mut outlines = Vec::new();
        walk(document.get("outlines"), &mut outlines);
        let mut found = BTreeMap::new();
        for outline in &outlines {
            let title = outline["title"].as_str().unwrap_or_default();
            let page = number(&outline["destpageposfrom1"]);
            assert!(page >= 1, "{title} leads nowhere");
            if let Some(rest) = title.strip_prefix("Exhibit ") {
                found.insert(numbers(rest)[0], (page, title.to_owned()));
            }
        }
        assert!(outlines.len() > found.len() + 2, "{}: only exhibits have bookmarks", case.name());
        for exhibit in case.exhibits() {
            let caption = exhibit["caption"].as_str().expect("a caption");
            let (page, title) = &found[&number(&exhibit["number"])];
            assert_eq!(*page, number(&exhibit["first_page"]), "{}: {title}", case.name());
            assert!(squeezed(title).ends_with(&squeezed(caption)), "{title}");
        }
        assert_eq!(found.len(), case.exhibits().len());
    }
}

#[test]
fn the_letter_cites_the_pages_of_the_bundle() {
    let mut cited = 0;
    for case in Built::all() {
        let letter = fs::read_to_string(case.folder.join("letter.txt")).expect("a letter");
        let places = case.places();
        let mut seen = BTreeSet::new();
        for part in letter.split("(bundle p").skip(1) {
            let pages = numbers(part.split(')').next().unwrap_or_default());
            let before = &letter[..part.as_ptr().addr() - letter.as_ptr().addr()];
            let list = before.rsplit("Exhibit").next().unwrap_or_default();
            let exhibits = numbers(list.trim_end_matches("(bundle p"));
            let wanted: Vec<usize> = exhibits.iter().map(|number| places[number].0).collect();
            assert_eq!(pages, wanted, "{}: Exhibit{list}{part:.20}", case.name());
            cited += exhibits.len();
            seen.extend(exhibits);
        }
        let words: Vec<&str> = letter.split_whitespace().collect();
        let at = words.windows(4).find(|w| w[1] == "exhibits" && w[2] == "on").expect("a count");
        assert_eq!(at[0], places.len().to_string(), "{}", case.name());
        assert!(!seen.is_empty(), "{}", case.name());
        for asin in case.manifest["asins"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let head: Vec<&str> = letter.lines().take(10).collect();
            assert!(head.join("\n").contains(asin), "{}: {asin} is not in the first ten lines", case.name());
        }
    }
    assert!(cited > 80, "only {cited} citations were read");
}

#[test]
fn originals_are_byte_identical() {
    let space = built();
    let mut compared = 0;
    for case in Built::all() {
        let originals = files(&case.folder.join("exhibits"));
        // The page made from Amazon's reports has no file.
        let filed: Vec<_> = case.exhibits().iter().filter(|exhibit| exhibit["id"] != "@complaints").collect();
        assert_eq!(originals.len(), filed.len(), "{}", case.name());
        for exhibit in filed {
            let source = space.read(exhibit["path"].as_str().expect("a path"));
            assert_eq!(exhibit["sha256"], appealc::read::sha256(&source));
            let start = format!("Exhibit {:02} - ", number(&exhibit["number"]));
            let name = originals.iter().find(|name| name.starts_with(&start)).expect("an original");
            assert_eq!(fs::read(case.folder.join("exhibits").join(name)).expect("a file"), source, "{name}");
            compared += 1;
        }
    }
    assert!(compared > 60, "only {compared} originals were compared");
}

#[test]
fn the_manifest_travels_in_the_bundle() {
    if !have(&["qpdf"]) {
        return;
    }
    for case in Built::all() {
        let inner = pdf::tool("qpdf", &["--show-attachment=manifest.json"], &case.bundle());
        let inner: Value = serde_json::from_str(&inner).expect("JSON");
        let mut outer = case.manifest.clone();
        for key in ["outputs", "engine", "fonts", "form", "inputs", "said"] {
            assert!(outer.as_object_mut().and_then(|object| object.remove(key)).is_some(), "no {key}");
        }
        assert_eq!(inner, outer, "{}", case.name());
    }
}

#[test]
fn nothing_tells_where_a_photo_was_taken() {
    let space = built();
    let (mut with_position, mut checked) = (0, 0);
    for case in Built::all() {
        let bundle = fs::read(case.bundle()).expect("a bundle");
        for mark in [&b"Exif\0\0"[..], b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0", b"GPSLatitude"] {
            let found = memchr::memmem::find(&bundle, mark);
            assert_eq!(found, None, "{}: {}", case.name(), String::from_utf8_lossy(mark));
        }
        checked += 1;
        with_position += case.exhibits().iter().filter(|exhibit| exhibit["gps"] == true).count();
        for exhibit in case.exhibits().iter().filter(|exhibit| exhibit["gps"] == true) {
            let source = space.read(exhibit["path"].as_str().expect("a path"));
            assert!(memchr::memmem::find(&source, b"Exif\0\0").is_some(), "{exhibit}");
        }
    }
    assert!(checked >= 10 && with_position >= 1, "no photo with a position was put in");
}

#[test]
fn bundles_can_be_read_aloud() {
    if !have(&["qpdf"]) {
        return;
    }
    for case in Built::all() {
        for name in ["bundle.pdf", "letter.pdf"] {
            let document = Document::new(&case.folder.join(name));
            let catalog = document.catalog();
            assert_eq!(catalog["/Lang"], "u:en", "{}", case.name());
            assert_eq!(document.resolve(&catalog["/MarkInfo"])["/Marked"], true);
            let trailer = &document.get("qpdf")[1]["trailer"]["value"];
            let title = &document.resolve(&trailer["/Info"])["/Title"];
            let asin = case.manifest["asins"][0].as_str().expect("an ASIN");
            assert!(title.as_str().is_some_and(|title| title.contains(asin)), "{}: {title}", case.name());
        }
        let document = Document::new(&case.bundle());
        let figures: Vec<&Value> = document.dictionaries().filter(|object| object["/S"] == "/Figure").collect();
        let shown: usize = case.exhibits().iter().map(|exhibit| number(&exhibit["shown_pages"])).sum();
        assert!(figures.len() >= shown, "{}: {} figures, {shown} pictures", case.name(), figures.len());
        for figure in figures {
            let alt = figure["/Alt"].as_str().unwrap_or_default();
            assert!(alt.starts_with("u:Exhibit "), "{}: {figure}", case.name());
        }
    }
}
