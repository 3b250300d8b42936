//! A bundle by the manifest inside it: each check reads the page itself and says what it found.

use std::collections::{BTreeMap, BTreeSet};

use super::Differences;
use super::manifest::{Entry, Manifest, Unfit};
use super::reader::{self, Bundle, Sheet};
use super::text::{says, squeezed};
use crate::diag::Finding;
use crate::evidence::pages;
use crate::link::shown::{Kind, Shown};
use crate::plan::sizes;

/// A bundle and the manifest in it.
#[derive(Debug)]
pub struct Found {
    /// The bundle.
    pub bundle: Bundle,
    /// Its manifest.
    pub manifest: Manifest,
    /// Which volume it is, from 1, by its stamps.
    pub volume: usize,
}

/// Why a file cannot be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoBundle {
    /// It is no PDF file that can be read.
    Unreadable,
    /// It has no manifest in it.
    NoManifest,
    /// What is in it is no manifest.
    Manifest(Unfit),
}

impl NoBundle {
    /// As a finding.
    pub fn finding(&self, out: &Differences) -> Finding {
        match self {
            NoBundle::Unreadable => Finding::new("V001", out.place()).variant("pdf"),
            NoBundle::NoManifest | NoBundle::Manifest(Unfit::NotOurs) => {
                Finding::new("V003", out.place()).variant("none")
            }
            NoBundle::Manifest(Unfit::NoJson(detail)) => {
                Finding::new("V003", out.place()).variant("inner-json").arg("detail", detail.as_str())
            }
            NoBundle::Manifest(Unfit::Key(key)) => {
                Finding::new("V003", out.place()).variant("inner-key").arg("key", key.as_str())
            }
        }
    }
}

/// Reads a bundle and the manifest in it.
///
/// # Errors
///
/// See [`NoBundle`].
pub fn read(bytes: &[u8]) -> Result<Found, NoBundle> {
    let pdf = pages::open(bytes).map_err(|_| NoBundle::Unreadable)?;
    let bundle = reader::read(&pdf).map_err(|_| NoBundle::Unreadable)?;
    let manifest = bundle.manifest.as_deref().ok_or(NoBundle::NoManifest)?;
    let manifest = Manifest::read(manifest).map_err(NoBundle::Manifest)?;
    let volume = volume(&bundle).filter(|_| manifest.of() > 1).unwrap_or(1);
    Ok(Found { bundle, manifest, volume })
}

/// The volume that most stamps name.
fn volume(bundle: &Bundle) -> Option<usize> {
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for sheet in &bundle.pages {
        let stamp = squeezed(&sheet.stamp());
        let named = stamp.rsplit_once("·Bundlepage").and_then(|(before, _)| before.rsplit_once("Volume"));
        if let Some(volume) = named.and_then(|(_, number)| number.parse().ok()) {
            *votes.entry(volume).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(_, count)| *count).map(|(volume, _)| volume)
}

/// Checks a bundle.
pub fn check(found: &Found, out: &mut Differences) {
    page_count(found, out);
    places(found, out);
    stamps(found, out);
    index(found, out);
    labels(found, out);
    bookmarks(found, out);
    links(found, out);
    evidence(found, out);
}

fn page_count(found: &Found, out: &mut Differences) {
    let there = found.bundle.pages.len();
    match found.manifest.volumes.get(found.volume - 1) {
        Some(pages) if *pages == there => {}
        Some(pages) => {
            out.push(Finding::new("V004", out.place()).arg("found", there).arg("expected", *pages));
        }
        None => out.push(Finding::new("V013", out.place()).variant("unknown").arg("number", found.volume)),
    }
    let strange = found.bundle.pages.iter().enumerate().filter(|(_, sheet)| sheet.strange > 0);
    for (at, _) in strange {
        out.push(Finding::new("V011", out.place()).variant("strange").arg("page", at + 1));
    }
}

impl Found {
    /// A page, from 1.
    fn sheet(&self, page: usize) -> Option<&Sheet> {
        self.bundle.pages.get(page.checked_sub(1)?)
    }

    /// The pages of an exhibit that are there, from 1.
    pub fn pages_of(&self, exhibit: &Entry) -> std::ops::Range<usize> {
        exhibit.first.max(1)..exhibit.end().min(self.bundle.pages.len() + 1)
    }

    fn offset(&self) -> usize {
        self.manifest.offset(self.volume)
    }
}

/// The exhibits of a volume, those of the same pages as one: the halves of a pair.
pub fn together(found: &Found) -> Vec<Vec<&Entry>> {
    let mut all: Vec<Vec<&Entry>> = Vec::new();
    for exhibit in found.manifest.here(found.volume) {
        match all.last_mut() {
            Some(last) if last[0].first == exhibit.first => last.push(exhibit),
            _ => all.push(vec![exhibit]),
        }
    }
    all
}

/// Every exhibit begins where the manifest says, under its title.
fn places(found: &Found, out: &mut Differences) {
    let bodies: Vec<String> = found.bundle.pages.iter().map(Sheet::body).collect();
    for exhibit in found.manifest.here(found.volume) {
        let before = format!("Exhibit{}–", exhibit.number);
        let title = |body: &String| body.split(&before).skip(1).any(|rest| begins(rest, &exhibit.caption));
        let wanted = exhibit.first;
        let named = found.bundle.destinations.get(&format!("ex-{}", exhibit.number)).copied();
        let there = wanted.checked_sub(1).and_then(|at| bodies.get(at)).is_some_and(title);
        if exhibit.label != found.offset().saturating_add(exhibit.first) {
            let finding = Finding::new("V005", out.place()).variant("label").arg("exhibit", exhibit.number);
            out.push(finding.arg("label", exhibit.label).arg("page", exhibit.first));
        }
        if there && named.is_none_or(|named| named == wanted) {
            continue;
        }
        let elsewhere = bodies.iter().position(title).map(|at| at + 1);
        let finding = Finding::new("V005", out.place()).arg("exhibit", exhibit.number).arg("expected", wanted);
        out.push(match elsewhere.filter(|at| *at != wanted).or(named.filter(|named| *named != wanted)) {
            Some(at) => finding.variant("moved").arg("found", at),
            None => finding.variant("missing").arg("caption", exhibit.caption.as_str()),
        });
    }
}

/// Whether a squeezed text begins with a caption, or with its beginning and an ellipsis. Scripts that
/// run from the right are drawn in another order, and are not compared.
fn begins(text: &str, caption: &str) -> bool {
    let caption = squeezed(caption);
    if caption.chars().any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')) {
        return true;
    }
    text.starts_with(&caption)
        || text.split_once('…').is_some_and(|(start, _)| !start.is_empty() && caption.starts_with(start))
}

/// Every page bears the stamp that it should.
fn stamps(found: &Found, out: &mut Differences) {
    let groups = together(found);
    let manifest = &found.manifest;
    let name = manifest.case_id.as_ref().map_or_else(|| manifest.case.clone(), |id| format!("Amazon case {id}"));
    let asins = match manifest.asins.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => format!("{first} and {} more", rest.len()),
        all => all.first().cloned().unwrap_or_default(),
    };
    let volume = if manifest.of() > 1 { format!("Volume {} · ", found.volume) } else { String::new() };
    for (at, sheet) in found.bundle.pages.iter().enumerate() {
        let page = at + 1;
        let left = groups.iter().find(|group| found.pages_of(group[0]).contains(&page)).map(|group| {
            let names = match group.as_slice() {
                [one] => format!("Exhibit {}", one.number),
                several => {
                    let all: Vec<String> = several.iter().map(|one| one.number.to_string()).collect();
                    format!("Exhibits {}", all.join(" and "))
                }
            };
            format!("{names} · page {} of {}", page - group[0].first + 1, group[0].pages)
        });
        let right = format!("{volume}Bundle page {}", found.offset().saturating_add(page));
        let said = sheet.stamp();
        if !stamp_is_right(&squeezed(&said), left.as_deref(), &name, &asins, &right) {
            let wanted = [left.unwrap_or_default(), format!("{name} · ASIN {asins}"), right].join("  ");
            let finding = Finding::new("V006", out.place()).arg("page", page).arg("expected", wanted.trim());
            out.push(if said.is_empty() { finding.variant("none") } else { finding.arg("found", said) });
        }
    }
}

/// Whether a squeezed stamp says: where in which exhibit, which case and ASINs, which page. Pages of no
/// exhibit begin with the subject.
fn stamp_is_right(said: &str, left: Option<&str>, name: &str, asins: &str, right: &str) -> bool {
    let end = squeezed(&format!("·ASIN{asins}{right}"));
    let Some(rest) = said.strip_suffix(&end) else { return false };
    match left {
        Some(left) => rest.strip_prefix(&squeezed(left)).is_some_and(|found| says(found, name)),
        None => {
            let starts = rest.starts_with("Appeal:") || rest.starts_with("Dispute:");
            let names = rest.char_indices().any(|(at, _)| at > 0 && says(&rest[at..], name));
            starts && names
        }
    }
}

/// Every exhibit has a row in the index that names its pages.
fn index(found: &Found, out: &mut Differences) {
    if found.manifest.exhibits.is_empty() {
        return;
    }
    let front = found.manifest.here(found.volume).map(|exhibit| exhibit.first).min().unwrap_or(1);
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    let mut begun = false;
    for sheet in found.bundle.pages.iter().take(front.saturating_sub(1)) {
        let from = sheet.runs.iter().position(|run| squeezed(&run.text) == "Indexofexhibits");
        begun |= from.is_some();
        if !begun {
            continue;
        }
        let runs: Vec<_> = sheet.runs.iter().skip(from.unwrap_or(0)).filter(|run| !run.stamp).collect();
        // A row begins with its number at the left; its other cells stand on the same line.
        let edge = runs.iter().map(|run| run.x).fold(f64::INFINITY, f64::min);
        for first in runs.iter().filter(|run| run.x < edge + 6.0 && run.text.trim().parse::<usize>().is_ok()) {
            let line = runs.iter().filter(|run| (run.y - first.y).abs() < 1.0 && run.x > first.x);
            let mut line: Vec<_> = line.collect();
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            let last = line.last().map(|run| squeezed(&run.text)).unwrap_or_default();
            let before =
                line.iter().rev().nth(1).map(|run| squeezed(&run.text)).filter(|text| text.starts_with("vol."));
            rows.entry(first.text.trim().to_owned()).or_insert(before.unwrap_or_default() + &last);
        }
    }
    for exhibit in &found.manifest.exhibits {
        let finding = Finding::new("V007", out.place()).arg("exhibit", exhibit.number);
        let wanted = match exhibit.volume {
            own if own == found.volume => exhibit.range(),
            other => format!("vol.{other},{}", exhibit.range()),
        };
        match rows.get(&exhibit.number.to_string()) {
            Some(row) if *row == wanted => {}
            Some(row) => out.push(finding.arg("found", row.as_str()).arg("expected", wanted)),
            None => out.push(finding.variant("none").arg("expected", wanted)),
        }
    }
}

/// Readers show the numbers that the stamps bear.
fn labels(found: &Found, out: &mut Differences) {
    let wanted = |at: usize| found.offset().saturating_add(at + 1).to_string();
    let wrong = found.bundle.labels.iter().enumerate().find(|(at, label)| **label != wanted(*at));
    if let Some((at, label)) = wrong {
        let finding = Finding::new("V008", out.place()).arg("page", at + 1).arg("expected", wanted(at));
        out.push(if label.is_empty() { finding.variant("none") } else { finding.arg("found", label.as_str()) });
    }
}

/// Every exhibit has a bookmark, and every bookmark leads to a page.
fn bookmarks(found: &Found, out: &mut Differences) {
    for (title, page) in &found.bundle.bookmarks {
        if page.is_none() {
            out.push(Finding::new("V009", out.place()).variant("nowhere").arg("title", title.as_str()));
        }
    }
    for exhibit in found.manifest.here(found.volume) {
        let own = found.bundle.bookmarks.iter().find(|(title, _)| {
            let title = squeezed(title);
            let rest = title.strip_prefix(&format!("Exhibit{}–", exhibit.number));
            rest.is_some_and(|rest| says(rest, &exhibit.caption))
        });
        let finding = Finding::new("V009", out.place()).arg("exhibit", exhibit.number);
        match own {
            Some((_, Some(page))) if *page != exhibit.first => {
                out.push(finding.arg("found", *page).arg("expected", exhibit.first));
            }
            Some(_) => {}
            None => out.push(finding.variant("none").arg("caption", exhibit.caption.as_str())),
        }
    }
}

/// Every link leads to a page, and to the one that its words name.
fn links(found: &Found, out: &mut Differences) {
    // Many links lead to one place: what is wrong with it is told once.
    let mut told = BTreeSet::new();
    for (at, sheet) in found.bundle.pages.iter().enumerate() {
        for link in &sheet.links {
            let text = sheet.inside(link.rect);
            let finding = Finding::new("V010", out.place()).arg("page", at + 1).arg("text", text.trim());
            let Some(target) = link.page else {
                if told.insert((link.name.clone(), 0)) {
                    out.push(finding.variant("nowhere"));
                }
                continue;
            };
            let by_name = link.name.as_deref().and_then(|name| name.strip_prefix("ex-")?.parse::<usize>().ok());
            let (exhibit, label) = cited(&squeezed(&text));
            let first = |number: usize| {
                let exhibit = found.manifest.here(found.volume).find(|exhibit| exhibit.number == number);
                exhibit.map(|exhibit| exhibit.first)
            };
            let pages = by_name.into_iter().chain(exhibit).filter_map(first);
            let mut pages = pages.chain(label.map(|label| label.saturating_sub(found.offset())));
            let wanted = pages.find(|page| *page != target);
            if let Some(wanted) = wanted.filter(|wanted| told.insert((Some(target.to_string()), *wanted))) {
                out.push(finding.arg("found", target).arg("expected", wanted));
            }
        }
    }
}

/// The exhibit and the page that a squeezed link cites, where it says nothing else: `Exhibit3,p.12`,
/// `3(p.12)`, or either half. Other links bear words of the seller.
fn cited(text: &str) -> (Option<usize>, Option<usize>) {
    let number = |text: &str| text.parse::<usize>().ok();
    let (exhibit, page) = match text.split_once("p.") {
        Some((before, page)) => (before.trim_end_matches([',', '(']), number(page.trim_end_matches(')'))),
        None => (text.trim_end_matches(','), None),
    };
    let named = exhibit.strip_prefix("Exhibit").and_then(number);
    let known = exhibit.is_empty() || named.is_some() || number(exhibit).is_some();
    if known && (page.is_some() || !text.contains("p.")) { (named, page) } else { (None, None) }
}

/// Every picture and every page of a document is there, in its size.
fn evidence(found: &Found, out: &mut Differences) {
    for group in together(found) {
        let shown: Vec<Shown> = found.evidence(group[0]).collect();
        let wanted: Vec<(&Entry, &String)> =
            group.iter().flat_map(|exhibit| exhibit.sizes.iter().map(move |size| (*exhibit, size))).collect();
        if shown.len() != wanted.len() {
            let finding = Finding::new("V011", out.place()).arg("exhibit", group[0].number);
            out.push(finding.variant("count").arg("found", shown.len()).arg("expected", wanted.len()));
            continue;
        }
        // Pictures inside documents are placed in another order than they are stored in.
        let mut left = shown;
        for (exhibit, size) in wanted {
            match left.iter().position(|one| fits(one, size)) {
                Some(at) => {
                    left.remove(at);
                }
                None => {
                    let (width, height) = left.first().map(Shown::size).unwrap_or_default();
                    let finding = Finding::new("V011", out.place()).arg("exhibit", exhibit.number);
                    let found = format!("{width}x{height}");
                    out.push(finding.variant("size").arg("found", found).arg("expected", size.as_str()));
                    break;
                }
            }
        }
    }
}

impl Found {
    /// The evidence on the pages of an exhibit, in the order of drawing.
    pub fn evidence(&self, exhibit: &Entry) -> impl Iterator<Item = Shown> {
        let sheets = self.pages_of(exhibit).filter_map(|page| self.sheet(page));
        sheets.flat_map(|sheet| sheet.evidence.iter().copied())
    }
}

/// Whether a piece of evidence has the size that it should: a picture its pixels, a page its shape.
fn fits(shown: &Shown, size: &str) -> bool {
    let Some((width, height, pixels)) = sizes::read(size) else { return false };
    let (found_width, found_height) = shown.size();
    if pixels && matches!(shown.kind, Kind::Picture { .. }) {
        return (found_width, found_height) == (width, height);
    }
    // Pixels of a fax are not square: a page that is a picture has its shape where it stands.
    let (found_width, found_height) = match shown.kind {
        Kind::Picture { .. } => shown.printed,
        Kind::Page { .. } => (found_width, found_height),
    };
    let (wanted, found) = (width / height, found_width / found_height);
    // Scans are a few pixels off.
    (wanted / found - 1.0).abs() < 0.02
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_compared_whole() {
        let said = squeezed("Exhibit 3 · page 1 of 2 cases/a · ASIN B0CHX3QBCH Bundle page 7");
        let right = |left, name, asins, end| stamp_is_right(&said, left, name, asins, end);
        let left = Some("Exhibit 3 · page 1 of 2");
        assert!(right(left, "cases/a", "B0CHX3QBCH", "Bundle page 7"));
        assert!(!right(left, "cases/b", "B0CHX3QBCH", "Bundle page 7"));
        assert!(!right(left, "cases/a", "B0CHX3QBCJ", "Bundle page 7"));
        assert!(!right(left, "cases/a", "B0CHX3QBCH", "Bundle page 8"));
        assert!(!right(Some("Exhibit 3 · page 2 of 2"), "cases/a", "B0CHX3QBCH", "Bundle page 7"));
        assert!(!right(None, "cases/a", "B0CHX3QBCH", "Bundle page 7"));
        let front = squeezed("Appeal: packaging … Amazon case 1234 · ASIN B0 and 3 more Volume 2 · Bundle page 9");
        assert!(stamp_is_right(&front, None, "Amazon case 1234", "B0 and 3 more", "Volume 2 · Bundle page 9"));
        assert!(!stamp_is_right(&front, None, "Amazon case 1234", "B0 and 3 more", "Bundle page 9"));
    }

    #[test]
    fn citations_are_told_from_words() {
        assert_eq!(cited("Exhibit12,p.7"), (Some(12), Some(7)));
        assert_eq!(cited("Exhibit12,"), (Some(12), None));
        assert_eq!(cited("p.7"), (None, Some(7)));
        assert_eq!(cited("3(p.7)"), (None, Some(7)));
        assert_eq!(cited("Reportp.7"), (None, None));
        assert_eq!(cited("Exhibit12ofthesupplier"), (None, None));
        assert_eq!(cited("Action1"), (None, None));
    }

    #[test]
    fn captions_may_be_cut() {
        assert!(begins("BoxafterdroptestPhoto", "Box after drop test"));
        assert!(begins("Boxafter…Photo", "Box after drop test"));
        assert!(!begins("Boxbefore", "Box after drop test"));
    }
}
