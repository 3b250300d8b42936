//! The outline of a PDF file: its own bookmarks, in their order, each with its page.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Number, ObjRef, Object, String as PdfString};
use serde::{Deserialize, Serialize};

use super::formats::pdf::text;
use super::pages::Page;

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// How many bookmarks stand above it.
    pub depth: usize,
    /// Its title, on one line.
    pub title: String,
    /// The page that it leads to, from 1; none where it only holds others, or leads elsewhere.
    pub page: Option<usize>,
}

/// More bookmarks than this are left away, and such as lie deeper.
const MOST: usize = 1_000;
const DEPTH: usize = 6;

/// Characters of a title that are kept.
const TITLE: usize = 200;

/// Nodes of a name tree that are looked at.
const NODES: usize = 10_000;

/// The bookmarks of a file with these pages, in document order. What is damaged ends its branch.
pub fn outline(catalog: &Dict<'_>, pdf: &Pdf, pages: &[Page<'_>]) -> Vec<Bookmark> {
    let Some(root) = catalog.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let mut numbers = BTreeMap::new();
    for (number, page) in (1..).zip(pages) {
        if let Some(id) = page.id {
            // A page that is listed twice is led to where it stands first.
            numbers.entry((id.obj_number, id.gen_number)).or_insert(number);
        }
    }
    let named = Named::new(catalog);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    // What comes next at each depth.
    let mut stack = vec![next(&root, "First")];
    while let Some(top) = stack.last_mut() {
        let Some(reference) = top.take() else {
            stack.pop();
            continue;
        };
        if found.len() >= MOST || !seen.insert((reference.obj_number, reference.gen_number)) {
            continue;
        }
        let Some(item) = pdf.xref().get::<Dict<'_>>(reference.into()) else { continue };
        *top = next(&item, "Next");
        let depth = stack.len() - 1;
        let title = item.get::<PdfString<'_>>("Title").map(|title| one_line(&text(title.as_bytes())));
        let target = target(&item).and_then(|target| named.page(target, &numbers, pages.len()));
        found.push(Bookmark { depth, title: title.unwrap_or_default(), page: target });
        if depth + 1 < DEPTH {
            stack.push(next(&item, "First"));
        }
    }
    found
}

fn next(dict: &Dict<'_>, key: &str) -> Option<ObjRef> {
    match dict.get_raw::<Object<'_>>(key) {
        Some(MaybeRef::Ref(reference)) => Some(reference),
        _ => None,
    }
}

/// A title as bookmarks show it: white space and control characters become single spaces.
fn one_line(title: &str) -> String {
    let plain = title.replace(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}', " ");
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(TITLE).collect()
}

/// Where a bookmark leads: its destination, or that of its action.
fn target<'a>(item: &Dict<'a>) -> Option<Object<'a>> {
    item.get::<Object<'a>>("Dest").or_else(|| item.get::<Dict<'a>>("A")?.get::<Object<'a>>("D"))
}

/// Destinations by name.
struct Named<'a> {
    old: Dict<'a>,
    tree: BTreeMap<Vec<u8>, Object<'a>>,
}

impl<'a> Named<'a> {
    fn new(catalog: &Dict<'a>) -> Self {
        let names = catalog.get::<Dict<'a>>("Names").unwrap_or_default();
        let mut nodes: Vec<Dict<'a>> = names.get("Dests").into_iter().collect();
        let mut tree = BTreeMap::new();
        let mut at = 0;
        while let Some(node) = nodes.get(at).cloned() {
            at += 1;
            let pairs = node.get::<Array<'a>>("Names");
            let flat: Vec<Object<'a>> =
                pairs.iter().flat_map(|pairs| pairs.iter::<Object<'a>>()).take(2 * NODES).collect();
            for pair in flat.chunks_exact(2) {
                if let [Object::String(name), target] = pair {
                    tree.entry(name.as_bytes().to_vec()).or_insert_with(|| target.clone());
                }
            }
            let kids = node.get::<Array<'a>>("Kids");
            let kids = kids.iter().flat_map(|kids| kids.iter::<Dict<'a>>());
            nodes.extend(kids.take(NODES.saturating_sub(nodes.len())));
        }
        Self { old: catalog.get("Dests").unwrap_or_default(), tree }
    }

    /// The page that a destination leads to, from 1.
    fn page(&self, target: Object<'a>, numbers: &BTreeMap<(u32, i32), usize>, count: usize) -> Option<usize> {
        let target = match target {
            Object::Name(name) => self.old.get::<Object<'a>>(&*name)?,
            Object::String(name) => self.tree.get(name.as_bytes())?.clone(),
            other => other,
        };
        let array = match target {
            Object::Array(array) => array,
            Object::Dict(dict) => dict.get::<Array<'a>>("D")?,
            _ => return None,
        };
        match array.raw_iter().next()? {
            MaybeRef::Ref(page) => numbers.get(&(page.obj_number, page.gen_number)).copied(),
            // Some programs count pages, from 0.
            MaybeRef::NotRef(Object::Number(number)) => page_number(&number).filter(|page| *page <= count),
            MaybeRef::NotRef(_) => None,
        }
    }
}

fn page_number(number: &Number) -> Option<usize> {
    usize::try_from(number.as_i64()).ok()?.checked_add(1)
}

/// The bookmarks that lead to pages that are shown, by page, each as deep as bookmarks above it are
/// shown too. On paper they follow the pages: one whose parent stands elsewhere stands on its own.
pub fn shown(outline: &[Bookmark], pages: &[usize]) -> Vec<Bookmark> {
    // The nearest bookmark above each that is shown, as an index into `outline`.
    let mut above: Vec<usize> = Vec::new();
    let mut kept: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, bookmark) in outline.iter().enumerate() {
        while above.last().is_some_and(|upper| outline.get(*upper).is_none_or(|upper| upper.depth >= bookmark.depth)) {
            above.pop();
        }
        let place = bookmark.page.filter(|page| pages.contains(page));
        if place.is_some() && !bookmark.title.is_empty() {
            kept.push((at, above.last().copied()));
            above.push(at);
        }
    }
    let place = |at: usize| {
        let page = outline.get(at).and_then(|bookmark| bookmark.page);
        pages.iter().position(|shown| Some(*shown) == page)
    };
    kept.sort_by_key(|(at, _)| place(*at));
    let mut open: Vec<usize> = Vec::new();
    let mut all = Vec::new();
    for (at, parent) in kept {
        let depth = parent.and_then(|parent| open.iter().position(|upper| *upper == parent)).map_or(0, |at| at + 1);
        open.truncate(depth);
        open.push(at);
        all.extend(outline.get(at).map(|bookmark| Bookmark { depth, ..bookmark.clone() }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bookmark(depth: usize, title: &str, page: usize) -> Bookmark {
        Bookmark { depth, title: title.to_owned(), page: Some(page).filter(|page| *page > 0) }
    }

    fn outlined(outline: &[Bookmark], pages: &[usize]) -> Vec<(usize, String, usize)> {
        let all = shown(outline, pages).into_iter();
        all.map(|one| (one.depth, one.title, one.page.unwrap_or(0))).collect()
    }

    fn row(depth: usize, title: &str, page: usize) -> (usize, String, usize) {
        (depth, title.to_owned(), page)
    }

    #[test]
    fn only_what_is_shown_and_nothing_under_a_stranger() {
        let outline = [
            bookmark(0, "One", 1),
            bookmark(1, "One a", 2),
            bookmark(0, "Two", 3),
            bookmark(1, "Two a", 0),
            bookmark(2, "Two a i", 4),
            bookmark(1, "Back", 1),
        ];
        let all = [row(0, "One", 1), row(0, "Back", 1), row(0, "One a", 2), row(0, "Two", 3), row(1, "Two a i", 4)];
        assert_eq!(outlined(&outline, &[1, 2, 3, 4]), all);
        assert_eq!(outlined(&outline, &[2, 4]), [row(0, "One a", 2), row(0, "Two a i", 4)]);
        assert_eq!(outlined(&outline[..3], &[1, 2]), [row(0, "One", 1), row(1, "One a", 2)]);
        assert_eq!(outlined(&outline, &[9]), []);
    }

    #[test]
    fn titles_are_one_line() {
        assert_eq!(one_line("  A\r\n\u{0}b\u{2028}c "), "A b c");
        assert_eq!(one_line(&"x".repeat(999)).len(), TITLE);
    }
}
