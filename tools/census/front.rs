//! Index, links, bookmarks, page labels and letter: each names the place at which an exhibit stands.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bundle::Volume;
use super::check::{Built, Place, number};
use crate::pdf::{Page, Word, squeezed};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// Checks all of it, in every volume.
pub fn check(built: &Built<'_>) {
    for (n, volume) in (1..).zip(&built.volumes) {
        labels(built, n, volume);
        let links = links(volume);
        index(built, n, volume, &links);
        bookmarks(built, n, volume);
    }
    letter(built);
}

fn labels(built: &Built<'_>, n: usize, volume: &Volume) {
    let labels = volume.document.get("pagelabels").as_array().expect("labels");
    let first = labels.iter().find(|label| number(&label["index"]) == 0).expect("a label of the first page");
    assert_eq!(number(&first["label"]["/St"]), built.offset(n) + 1, "labels of volume {n}: {labels:?}");
    for label in labels {
        let start = number(&label["label"]["/St"]);
        assert_eq!((label["label"]["/S"].as_str(), label["label"].get("/P")), (Some("/D"), None));
        assert_eq!(start, built.offset(n) + 1 + number(&label["index"]), "{labels:?}");
    }
}

/// A link: where it lies and where it leads.
struct Link {
    page: usize,
    /// Left, top, right, bottom from the page's top left corner.
    area: [f64; 4],
    /// The name of its destination.
    name: String,
    /// The page of it, from 1.
    target: usize,
}

/// Every link within a volume; each has to lead somewhere.
fn links(volume: &Volume) -> Vec<Link> {
    let document = &volume.document;
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
    let mut found = Vec::new();
    for (at, reference) in order.iter().enumerate() {
        let page = document.resolve(&Value::from(reference.as_str())).clone();
        for link in document.resolve(&page["/Annots"]).as_array().into_iter().flatten() {
            let link = document.resolve(link);
            if link["/Subtype"] != "/Link" || link.get("/Dest").is_none() {
                continue;
            }
            let named = link["/Dest"].as_str().and_then(|name| name.strip_prefix("u:"));
            let direct = || page_of(&document.resolve(&link["/Dest"])[0]);
            let target = named.map_or_else(direct, |name| destinations.get(name).copied().flatten());
            let target = target.unwrap_or_else(|| panic!("page {}: a link to nowhere: {link}", at + 1));
            let side = |index: usize| link["/Rect"][index].as_f64().expect("a number");
            let height = volume.pages[at].height;
            let area = [side(0), height - side(3), side(2), height - side(1)];
            found.push(Link { page: at + 1, area, name: named.unwrap_or_default().to_owned(), target: target + 1 });
        }
    }
    found
}

/// The rows of the index: number, title, pages, and the links on them.
fn index(built: &Built<'_>, n: usize, volume: &Volume, links: &[Link]) {
    let several = built.volumes.len() > 1;
    let firsts = built.places.iter().filter(|place| place.volume == n).map(|place| place.first);
    let front = firsts.min().expect("an exhibit in every volume") - 1;
    let rows = rows(&volume.pages[..front]);
    assert_eq!(rows.len(), built.places.len(), "rows of the index of volume {n}");
    for (at, exhibit) in built.case.exhibits.iter().enumerate() {
        let place = built.places[at];
        let (page, words) = &rows[place.number - 1];
        let width = volume.pages[page - 1].width;
        assert_eq!(words[0].text, place.number.to_string(), "a row of the index");
        let last = width - 18.0 * MM - if several { 25.0 } else { 17.0 } * MM;
        let title: String = of(words, 29.0 * MM, last - 62.0 * MM);
        assert_eq!(title, trimmed(&exhibit.caption, 160), "the title of exhibit {}", place.number);
        let said = of(words, last - 1.0, width);
        assert_eq!(said, pages_of(&place, n), "the pages of exhibit {} in the index", place.number);
        let number = &words[0];
        let (x, y) = (f64::midpoint(number.left, number.right), f64::midpoint(number.top, number.bottom));
        let on = links.iter().filter(|link| {
            let [left, top, right, bottom] = link.area;
            link.page == *page && (left..=right).contains(&x) && (top..=bottom).contains(&y)
        });
        let on: Vec<&Link> = on.collect();
        if place.volume == n {
            assert!(!on.is_empty(), "row {} of the index has no link", place.number);
            assert!(on.iter().all(|link| link.name == format!("ex-{}", place.number)), "row {}", place.number);
        } else {
            assert!(on.is_empty(), "row {} of volume {n} links to another", place.number);
        }
    }
    for link in links {
        let Some(exhibit) = link.name.strip_prefix("ex-").and_then(|number| number.parse::<usize>().ok()) else {
            continue;
        };
        let place = built.places.iter().find(|place| place.number == exhibit).expect("an exhibit");
        assert_eq!((n, link.target), (place.volume, place.first), "page {}: a link to exhibit {exhibit}", link.page);
    }
}

fn pages_of(place: &Place, volume: usize) -> String {
    let from = if place.volume == volume { String::new() } else { format!("vol.{},", place.volume) };
    let to = if place.pages > 1 { format!("–{}", place.label + place.pages - 1) } else { String::new() };
    format!("{from}{}{to}", place.label)
}

/// The words of a row within columns, joined.
fn of(words: &[&Word], left: f64, right: f64) -> String {
    let inside = words.iter().filter(|word| word.left >= left && word.right <= right + 3.0);
    inside.map(|word| word.text.as_str()).collect()
}

/// A text as it is cut, without white space.
fn trimmed(text: &str, most: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= most {
        return squeezed(text);
    }
    let cut: String = all[..most].iter().collect();
    let space = cut.rfind(char::is_whitespace).filter(|at| *at as f64 > most as f64 * 0.7);
    let cut = cut[..space.unwrap_or(cut.len())].trim_end_matches(|c: char| c.is_whitespace() || ",;:–-".contains(c));
    squeezed(&format!("{cut} …"))
}

/// The rows of the index with the pages on which they stand, from 1.
fn rows(front: &[Page]) -> Vec<(usize, Vec<&Word>)> {
    let heading = |page: &Page| {
        let words = page.words.windows(3);
        let mut found = words.filter(|w| w[0].text == "Index" && w[1].text == "of" && w[2].text == "exhibits");
        found.next().map(|w| w[0].bottom)
    };
    let start = front.iter().position(|page| heading(page).is_some()).expect("an index");
    let mut rows = Vec::new();
    for (at, page) in front.iter().enumerate().skip(start) {
        let from = if at == start { heading(page).unwrap_or_default() } else { 0.0 };
        let body: Vec<&Word> =
            page.words.iter().filter(|word| word.top > from && word.top < page.height - 58.0).collect();
        let left = 18.0 * MM + 3.0;
        let starts: Vec<&Word> = body
            .iter()
            .copied()
            .filter(|word| (word.left - left).abs() < 1.5 && word.text.bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        for (n, word) in starts.iter().enumerate() {
            // A row ends where the next one begins, or a heading: that has no inset.
            let below = body.iter().filter(|other| other.top > word.bottom && other.left < left - 1.5);
            let heading = below.map(|other| other.top).fold(f64::MAX, f64::min);
            let end = starts.get(n + 1).map_or(f64::MAX, |next| next.top - 2.0).min(heading - 2.0);
            let mut own = vec![*word];
            let inside = body.iter().copied().filter(|other| other.top > word.top - 2.0 && other.top < end);
            own.extend(inside.filter(|other| !std::ptr::eq(*other, *word)));
            rows.push((at + 1, own));
        }
    }
    rows
}

fn bookmarks(built: &Built<'_>, n: usize, volume: &Volume) {
    fn walk(outlines: &Value, found: &mut Vec<(String, usize)>) {
        for outline in outlines.as_array().into_iter().flatten() {
            let title = outline["title"].as_str().unwrap_or_default();
            found.push((squeezed(title), number(&outline["destpageposfrom1"])));
            walk(&outline["kids"], found);
        }
    }
    let mut found = Vec::new();
    walk(volume.document.get("outlines"), &mut found);
    assert!(found.iter().all(|(_, page)| (1..=volume.pages.len()).contains(page)), "{found:?}");
    let mut wanted = Vec::new();
    for at in built.case.order() {
        let (place, caption) = (built.places[at], &built.case.exhibits[at].caption);
        if place.volume == n {
            wanted.push((squeezed(&format!("Exhibit{}–{caption}", place.number)), place.first));
        }
    }
    found.retain(|(title, _)| title.starts_with("Exhibit") && !title.starts_with("Exhibits"));
    assert_eq!(found, wanted, "bookmarks of volume {n}");
}

/// What each statement cites stands in the letter with its places.
fn letter(built: &Built<'_>) {
    let letter = squeezed(&built.letter);
    for cites in built.case.cites.iter().filter(|cites| !cites.is_empty()) {
        let mut places: Vec<Place> = cites.iter().map(|at| built.places[*at]).collect();
        places.sort_by_key(|place| place.number);
        let numbers: Vec<String> = places.iter().map(|place| place.number.to_string()).collect();
        let plural = if numbers.len() > 1 { "s" } else { "" };
        places.dedup_by_key(|place| place.label);
        let of = |volume: usize| {
            let labels = places.iter().filter(|place| place.volume == volume).map(|place| place.label.to_string());
            let labels: Vec<String> = labels.collect();
            let p = if labels.len() > 1 { "pp." } else { "p." };
            (!labels.is_empty()).then(|| format!("{p}{}", labels.join(",")))
        };
        let at = match built.volumes.len() {
            1 => format!("bundle{}", of(1).unwrap_or_default()),
            many => {
                let parts = (1..=many).filter_map(|n| Some(format!("volume{n},{}", of(n)?)));
                parts.collect::<Vec<_>>().join(";")
            }
        };
        let wanted = format!("Exhibit{plural}{}({at})", numbers.join(","));
        assert!(letter.contains(&wanted), "the letter does not say {wanted}:\n{}", built.letter);
    }
}
