//! The page census of a bundle: every page that was asked for is there once, upright, whole, and under
//! one number in stamp, index, link, bookmark, label, letter and manifest.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::bundle::{Look, Volume};
use super::case::{Case, Exhibit, REPORT};
use super::evidence::{Seen, Shape};
use super::front;
use crate::made::paper::{MARK, OUTSIDE};
use crate::made::picture::{COLOURS, SECRET};
use crate::pdf::{Page, squeezed};

/// Where an exhibit stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub number: usize,
    pub volume: usize,
    /// Within its volume, from 1.
    pub first: usize,
    pub pages: usize,
    /// The number that its first page bears.
    pub label: usize,
}

/// A built case.
pub struct Built<'a> {
    pub case: &'a Case,
    pub manifest: Value,
    pub volumes: Vec<Volume>,
    /// Of each exhibit, by its place in the case file.
    pub places: Vec<Place>,
    pub letter: String,
}

/// A number of a manifest.
pub fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// Checks what was built of a case; panics where something does not hold. Gives the number of pages.
pub fn check(case: &Case, folder: &Path, codes: &[String]) -> usize {
    let manifest = std::fs::read(folder.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let outputs = manifest["outputs"].as_array().expect("outputs");
    let bundles =
        outputs.iter().filter(|output| output["path"].as_str().is_some_and(|path| path.starts_with("bundle")));
    let mut volumes = Vec::new();
    let mut total = 0;
    let (most, each) = case.limits;
    let over = codes.iter().any(|code| code == "E014");
    for output in bundles {
        let path = folder.join(output["path"].as_str().expect("a path"));
        let bytes = std::fs::read(&path).expect("a bundle");
        assert_eq!(output["sha256"], appealc::read::sha256(&bytes), "{}", path.display());
        assert_eq!(number(&output["bytes"]), bytes.len());
        assert!(over || bytes.len() as f64 <= each * 1e6, "{} has {} bytes, and no E014", path.display(), bytes.len());
        total += bytes.len();
        for secret in [SECRET.as_bytes(), b"Exif\0\0", b"GPSLatitude"] {
            assert_eq!(memchr::memmem::find(&bytes, secret), None, "{}", String::from_utf8_lossy(secret));
        }
        let volume = Volume::read(path);
        assert_eq!(number(&output["pages"]), volume.pages.len(), "pages of {}", volume.path.display());
        volumes.push(volume);
    }
    assert!(!volumes.is_empty(), "no bundle");
    assert!(over || total as f64 <= most * 1e6, "all volumes have {total} bytes, and no E014");
    let names: Vec<String> = match volumes.len() {
        1 => vec!["bundle.pdf".to_owned()],
        of => (1..=of).map(|n| format!("bundle-{n}-of-{of}.pdf")).collect(),
    };
    for (volume, name) in volumes.iter().zip(&names) {
        assert!(volume.path.ends_with(name), "{} instead of {name}", volume.path.display());
    }
    let letter = std::fs::read_to_string(folder.join("letter.txt")).expect("a letter");
    let places = places(case, &manifest);
    let built = Built { case, manifest, volumes, places, letter };
    built.manifest_agrees(folder);
    built.stamps();
    built.census();
    built.looks();
    front::check(&built);
    built.volumes.iter().map(|volume| volume.pages.len()).sum()
}

/// The places that the manifest tells, by exhibits of the case file; their order is checked.
fn places(case: &Case, manifest: &Value) -> Vec<Place> {
    let listed = manifest["exhibits"].as_array().expect("exhibits");
    let ids: Vec<&str> = listed.iter().filter_map(|one| one["id"].as_str()).collect();
    let order = case.order();
    let wanted: Vec<&str> = order.iter().map(|at| case.exhibits[*at].id.as_str()).collect();
    assert_eq!(ids, wanted, "the order of exhibits");
    let place = |at: usize| {
        let one = &listed[order.iter().position(|other| *other == at).expect("an exhibit")];
        Place {
            number: number(&one["number"]),
            volume: number(&one["volume"]),
            first: number(&one["first_page"]),
            pages: number(&one["pages"]),
            label: one["label"].as_str().and_then(|label| label.parse().ok()).expect("a label"),
        }
    };
    (0..case.exhibits.len()).map(place).collect()
}

impl Built<'_> {
    /// The entry of an exhibit in the manifest.
    pub fn entry(&self, at: usize) -> &Value {
        &self.manifest["exhibits"][self.places[at].number - 1]
    }

    /// How many pages stand before a volume, from 1.
    pub fn offset(&self, volume: usize) -> usize {
        self.volumes[..volume - 1].iter().map(|volume| volume.pages.len()).sum()
    }

    /// The exhibit that stands on the same page, if it is half of a pair.
    fn other(&self, at: usize) -> Option<usize> {
        self.case.pair(at).map(|(before, after)| if before == at { after } else { before })
    }

    /// Numbers, files and places, before any page is read.
    fn manifest_agrees(&self, folder: &Path) {
        let originals = std::fs::read_dir(folder.join("exhibits")).expect("originals");
        let mut names: Vec<String> =
            originals.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        // The page made from reports has no file.
        let filed = self.case.exhibits.iter().filter(|exhibit| exhibit.file.name != REPORT).count();
        assert_eq!(names.len(), filed, "originals: {names:?}");
        let asins: Vec<&str> =
            self.manifest["asins"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(asins, self.case.asins);
        let mut next = (0, 0);
        for (n, at) in self.case.order().into_iter().enumerate() {
            let (place, exhibit, entry) = (self.places[at], &self.case.exhibits[at], self.entry(at));
            assert_eq!(place.number, n + 1);
            assert!(place.pages > 0, "exhibit {} has no page", n + 1);
            assert_eq!(place.label, self.offset(place.volume) + place.first, "the label of exhibit {}", n + 1);
            let hash = appealc::read::sha256(&exhibit.file.bytes);
            assert_eq!(entry["caption"], exhibit.caption);
            if exhibit.file.name == REPORT {
                assert_eq!((&entry["sha256"], &entry["reports"][0]["sha256"]), (&Value::Null, &Value::from(hash)));
            } else {
                assert_eq!(entry["sha256"], hash);
                let begin = format!("Exhibit {:02} - ", n + 1);
                let name = names.iter().find(|name| name.starts_with(&begin));
                let name = name.unwrap_or_else(|| panic!("no {begin} in {names:?}"));
                let original = std::fs::read(folder.join("exhibits").join(name)).expect("an original");
                if exhibit.redact.is_some() {
                    assert_eq!(entry["published_sha256"], appealc::read::sha256(&original), "{name}");
                    assert!(original != exhibit.file.bytes, "{name} is as it was");
                    let Exhibit { file, .. } = exhibit;
                    let words = match &file.shape {
                        Shape::Pages(all) => all.iter().flat_map(|seen| &seen.words).collect(),
                        _ => Vec::new(),
                    };
                    for word in words {
                        assert_eq!(memchr::memmem::find(&original, word.as_bytes()), None, "{name} holds {word}");
                    }
                } else {
                    assert!(original == exhibit.file.bytes, "{name} is not as it was");
                }
            }
            // Exhibits follow each other without a gap, a pair on one page.
            let second = self.case.pair(at).is_some_and(|(_, after)| after == at);
            let before = self.case.order().get(n.wrapping_sub(1)).map(|at| self.places[*at]);
            match before {
                Some(before) if second => assert_eq!((place.volume, place.first), (before.volume, before.first)),
                Some(_) if next.0 == place.volume => assert_eq!(place.first, next.1, "exhibit {} leaves a gap", n + 1),
                _ => assert_eq!(place.volume, next.0 + 1, "the volume of exhibit {}", n + 1),
            }
            next = (place.volume, place.first + place.pages);
        }
        assert_eq!(next.0, self.volumes.len(), "volumes without exhibits");
    }

    /// The foot of every page, by both readers.
    fn stamps(&self) {
        let case = self.case;
        let name = match &case.case_id {
            Some(id) => format!("Amazon case {id}"),
            None => format!("cases/{}", case.name),
        };
        let asins = match case.asins.as_slice() {
            [one] => one.clone(),
            [first, more @ ..] => format!("{first} and {} more", more.len()),
            [] => String::new(),
        };
        let middle = squeezed(&format!("{name} · ASIN {asins}"));
        for (v, volume) in (1..).zip(&self.volumes) {
            let of = if self.volumes.len() > 1 { format!("Volume{v}·") } else { String::new() };
            for (at, page) in (1..).zip(&volume.pages) {
                let right = format!("{of}Bundlepage{}", self.offset(v) + at);
                let end = format!("{middle}{right}");
                let foot = foot(page);
                let second = &volume.second[at - 1];
                assert!(second.contains(&middle) && second.contains(&right), "page {at}, MuPDF: no {end}: {second}");
                let Some(left) = foot.strip_suffix(&end) else { panic!("page {at} has the stamp {foot}, not {end}") };
                let owner = (0..self.places.len()).find(|n| {
                    let place = self.places[*n];
                    place.volume == v && (place.first..place.first + place.pages).contains(&at)
                });
                let Some(owner) = owner else {
                    assert!(left.starts_with("Appeal:") || left.starts_with("Dispute:"), "page {at}: {left}");
                    continue;
                };
                let place = self.places[owner];
                let count = format!("·page{}of{}", at - place.first + 1, place.pages);
                let wanted = match self.other(owner) {
                    Some(other) => {
                        let (a, b) = (place.number, self.places[other].number);
                        format!("Exhibits{}and{}{count}", a.min(b), a.max(b))
                    }
                    None => format!("Exhibit{}{count}", place.number),
                };
                assert_eq!(left, wanted, "the stamp of page {at}");
                assert!(second.contains(&wanted), "page {at}, MuPDF: no {wanted}: {second}");
            }
        }
    }

    /// Every word and every picture of the evidence stands where it belongs, once, and nowhere else.
    fn census(&self) {
        let mut words: BTreeMap<String, (usize, std::ops::RangeInclusive<usize>)> = BTreeMap::new();
        let mut pictures: Vec<(usize, std::ops::RangeInclusive<usize>, (u32, u32))> = Vec::new();
        let mut drawn: Vec<(usize, usize)> = Vec::new();
        for (at, exhibit) in self.case.exhibits.iter().enumerate() {
            let place = self.places[at];
            match &exhibit.file.shape {
                Shape::Flow { words: own, pictures: images } => {
                    let pages = place.first..=place.first + place.pages - 1;
                    words.extend(own.iter().map(|word| (word.clone(), (place.volume, pages.clone()))));
                    pictures.extend(images.iter().map(|size| (place.volume, pages.clone(), self.reduced(at, *size))));
                    self.in_order(own, place);
                }
                _ => {
                    for (seen, page) in self.seen(at) {
                        let here = page..=page;
                        if exhibit.redact.is_some() {
                            // A picture of the page, of whatever size, and no word.
                            drawn.push((place.volume, page));
                            continue;
                        }
                        words.extend(seen.words.iter().map(|word| (word.clone(), (place.volume, here.clone()))));
                        let size = seen.pixels.map(|size| self.reduced(at, size));
                        pictures.extend(size.map(|size| (place.volume, here.clone(), size)));
                    }
                }
            }
        }
        for (v, volume) in (1..).zip(&self.volumes) {
            for (reader, texts) in [("poppler", self.texts(v)), ("MuPDF", volume.second.clone())] {
                let mut wanted: Vec<&String> =
                    words.iter().filter(|(_, (own, _))| *own == v).map(|(word, _)| word).collect();
                for (page, text) in (1..).zip(&texts) {
                    for word in marks(text) {
                        let at = wanted.iter().position(|other| **other == word);
                        let Some(at) = at else { panic!("{reader}: {word} on page {page} is too many") };
                        let (_, pages) = &words[&word];
                        assert!(pages.contains(&page), "{reader}: {word} stands on page {page}, not {pages:?}");
                        wanted.swap_remove(at);
                    }
                }
                assert!(wanted.is_empty(), "{reader}: volume {v} lacks {wanted:?}");
            }
            let mut wanted: Vec<_> = pictures.iter().filter(|(own, _, _)| *own == v).collect();
            for (page, size) in &volume.pictures {
                if let Some(at) = drawn.iter().position(|one| *one == (v, *page)) {
                    drawn.swap_remove(at);
                    continue;
                }
                let turned = (size.1, size.0);
                let at =
                    wanted.iter().position(|(_, pages, own)| pages.contains(page) && (own == size || *own == turned));
                let Some(at) = at else { panic!("a picture of {size:?} on page {page} is too many") };
                wanted.swap_remove(at);
            }
            assert!(wanted.is_empty(), "volume {v} lacks pictures: {wanted:?}");
        }
        assert!(drawn.is_empty(), "pages that something is blacked out of lack their pictures: {drawn:?}");
    }

    /// The text of each page of a volume without white space, by poppler.
    fn texts(&self, volume: usize) -> Vec<String> {
        let text = |page: &Page| page.words.iter().map(|word| word.text.as_str()).collect();
        self.volumes[volume - 1].pages.iter().map(text).collect()
    }

    /// The words of a text or table come in their order.
    fn in_order(&self, words: &[String], place: Place) {
        let texts = self.texts(place.volume);
        let found: Vec<String> =
            texts[place.first - 1..place.first + place.pages - 1].iter().flat_map(|text| marks(text)).collect();
        let found: Vec<&String> = found.iter().filter(|word| words.contains(word)).collect();
        assert_eq!(found, words.iter().collect::<Vec<_>>(), "words of exhibit {}", place.number);
    }

    /// What is to be seen of a picture or of pages, and the page on which it stands.
    fn seen(&self, at: usize) -> Vec<(&Seen, usize)> {
        let place = self.places[at];
        let Exhibit { file, pages, note, .. } = &self.case.exhibits[at];
        let shown: Vec<&Seen> = match &file.shape {
            Shape::Picture(seen) => vec![seen],
            Shape::Pages(all) if pages.is_empty() => all.iter().collect(),
            Shape::Pages(all) => pages.iter().map(|page| &all[page - 1]).collect(),
            Shape::Flow { .. } => Vec::new(),
        };
        if shown.is_empty() {
            return Vec::new();
        }
        assert!(place.pages >= shown.len(), "exhibit {} has {} pages", place.number, place.pages);
        let slips = place.pages - shown.len();
        let noted = note.is_some() && matches!(file.shape, Shape::Pages(_));
        assert!(slips <= 1 && (slips == 1 || !noted), "exhibit {} has {slips} slips", place.number);
        (place.first + slips..).zip(shown).map(|(page, seen)| (seen, page)).collect()
    }

    /// The size of a picture as it is shown: the manifest says if that is smaller.
    fn reduced(&self, at: usize, (width, height): (u32, u32)) -> (u32, u32) {
        let size = |of: &Value| (number(&of["width"]) as u32, number(&of["height"]) as u32);
        let own = |one: &&Value| [(width, height), (height, width)].contains(&size(&one["of"]));
        let Some(reduced) = self.entry(at)["reduced"].as_array().into_iter().flatten().find(own) else {
            return (width, height);
        };
        let new = size(reduced);
        let shape = |(w, h): (u32, u32)| f64::from(w.min(h)) / f64::from(w.max(h));
        let apart = (shape(new) - shape((width, height))).abs() * f64::from(new.0.max(new.1));
        assert!(apart <= 1.0, "{width} × {height} became {new:?}");
        assert!(new.0.max(new.1) <= width.max(height), "{width} × {height} became larger: {new:?}");
        new
    }

    /// The corners of every picture and page, upright and whole.
    fn looks(&self) {
        for at in 0..self.case.exhibits.len() {
            let place = self.places[at];
            for (seen, page) in self.seen(at) {
                let look = &self.volumes[place.volume - 1].looks[page - 1];
                let columns = match self.case.pair(at) {
                    Some((before, _)) if before == at => 0..look.width / 2,
                    Some(_) => look.width / 2..look.width,
                    None => 0..look.width,
                };
                let said = |what: &str| format!("exhibit {}, page {page}: {what}", place.number);
                if let Some(inks) = &seen.inks {
                    let spots = inks.map(|ink| Spot::new(look, ink, columns.clone()));
                    if let Err(what) = quarters(&spots, *inks == COLOURS) {
                        panic!("{}: {spots:?}", said(&what));
                    }
                }
                assert_eq!(look.find(OUTSIDE, columns.clone()).0.len(), 0, "{}", said("more than the crop box shows"));
                let marked = !look.find(MARK, columns).0.is_empty();
                assert_eq!(marked, seen.marked, "{}", said("the annotation"));
            }
        }
    }
}

/// Where an ink is: the middle of its pixels, and how many there are.
#[derive(Debug)]
struct Spot {
    x: usize,
    y: usize,
    pixels: usize,
}

impl Spot {
    fn new(look: &Look, ink: [u8; 3], columns: std::ops::Range<usize>) -> Self {
        let (mut x, mut y) = look.find_areas(ink, columns.clone());
        // A picture can be too small for that.
        if x.len() < 4 {
            (x, y) = look.find(ink, columns);
        }
        let middle = |all: &mut Vec<usize>| {
            all.sort_unstable();
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        Self { x: middle(&mut x), y: middle(&mut y), pixels: x.len() }
    }
}

/// Whether four spots stand as they were made. Grey is in letters too, so it counts less strictly.
fn quarters([a, b, c, d]: &[Spot; 4], coloured: bool) -> Result<(), String> {
    let counts = [a, b, c, d].map(|spot| spot.pixels);
    let (least, most) = (counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0));
    if least < 4 || (least as f64) < most as f64 * if coloured { 0.55 } else { 0.2 } {
        return Err("a corner is missing".to_owned());
    }
    let far = (d.x - a.x).min(d.y.saturating_sub(a.y));
    let near = |one: usize, other: usize| one.abs_diff(other) <= if coloured { 2 } else { 2 + far / 2 };
    if !(a.x < b.x && c.x < d.x && a.y < c.y && b.y < d.y && a.x < d.x) {
        return Err("it is not upright".to_owned());
    }
    if near(a.x, c.x) && near(b.x, d.x) && near(a.y, b.y) && near(c.y, d.y) {
        Ok(())
    } else {
        Err("it is askew".into())
    }
}

/// The stamp at the foot of a page.
fn foot(page: &Page) -> String {
    let mut words: Vec<_> = page.words.iter().filter(|word| word.top > page.height - 58.0).collect();
    words.sort_by(|a, b| a.left.total_cmp(&b.left));
    words.iter().map(|word| word.text.as_str()).collect()
}

/// The words of the evidence in a text, in their order.
fn marks(text: &str) -> Vec<String> {
    let found = text.match_indices("Qz").filter_map(|(at, _)| text.get(at..at + 7));
    found.filter(|word| word[2..].bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned).collect()
}
