//! A bundle as it is found: pages, text, evidence, labels, bookmarks, links, and the manifest in it.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Number, ObjRef, Object, Rect, Stream, String as Bytes};

use super::text::{self, Fonts, Run};
use crate::evidence::formats::pdf::text as decoded;
use crate::evidence::names::{self, Numbers};
use crate::evidence::pages::{self, Page};
use crate::evidence::{Limits, Problem};
use crate::link::shown::{Shown, shown};

/// What a bundle holds.
#[derive(Debug, Default)]
pub struct Bundle {
    /// Its pages.
    pub pages: Vec<Sheet>,
    /// The labels of its pages, as readers show them.
    pub labels: Vec<String>,
    /// Its bookmarks: title, and the page from 1.
    pub bookmarks: Vec<(String, Option<usize>)>,
    /// Its named destinations and their pages, from 1.
    pub destinations: BTreeMap<String, usize>,
    /// The file `manifest.json` that is attached.
    pub manifest: Option<Vec<u8>>,
}

/// A page.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its size in points.
    pub size: (f64, f64),
    /// Its own text, in the order of drawing.
    pub runs: Vec<Run>,
    /// The evidence that it shows, in order.
    pub evidence: Vec<Shown>,
    /// What it draws that is no evidence.
    pub strange: usize,
    /// Its links.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// Left, bottom, right, top.
    pub rect: [f64; 4],
    /// The name of its destination, if it has one.
    pub name: Option<String>,
    /// The page that it leads to, from 1.
    pub page: Option<usize>,
}

impl Sheet {
    /// What its stamp says.
    pub fn stamp(&self) -> String {
        let all: Vec<&str> = self.runs.iter().filter(|run| run.stamp).map(|run| run.text.trim()).collect();
        all.join(" ")
    }

    /// Its text but for the stamp, without white space, in the order of drawing.
    pub fn body(&self) -> String {
        self.runs.iter().filter(|run| !run.stamp).map(|run| text::squeezed(&run.text)).collect()
    }

    /// The text inside a rectangle.
    pub fn inside(&self, [left, bottom, right, top]: [f64; 4]) -> String {
        let within = |run: &&Run| (left - 1.0..=right).contains(&run.x) && (bottom - 1.0..=top).contains(&run.y);
        let all: Vec<&str> = self.runs.iter().filter(within).map(|run| run.text.as_str()).collect();
        all.join(" ")
    }
}

/// Reads a bundle.
///
/// # Errors
///
/// It is no PDF file that can be read.
pub fn read(pdf: &Pdf) -> Result<Bundle, Problem> {
    let list = pages::pages(pdf, Limits::default().pages)?;
    let catalog = pages::catalog(pdf)?;
    let numbers = Numbers::new(&list);
    let destinations = names::destinations(pdf, &numbers)?;
    let mut fonts = Fonts::default();
    let mut known: BTreeMap<(u32, i32), Option<Shown>> = BTreeMap::new();
    let mut sheets = Vec::with_capacity(list.len());
    for page in &list {
        let content = text::read(pdf, page, &mut fonts);
        let mut found = |reference: ObjRef| {
            let key = (reference.obj_number, reference.gen_number);
            *known.entry(key).or_insert_with(|| shown(pdf, reference))
        };
        let drawn = content.drawn.iter().map(|(reference, printed)| {
            let printed = *printed;
            found(*reference).map(|shown| Shown { printed, ..shown })
        });
        let drawn: Vec<Option<Shown>> = drawn.collect();
        let size = page.size();
        sheets.push(Sheet {
            size: (size.width, size.height),
            runs: content.runs,
            strange: drawn.iter().filter(|one| one.is_none()).count(),
            evidence: drawn.into_iter().flatten().collect(),
            links: links(page, &numbers, &destinations),
        });
    }
    Ok(Bundle {
        labels: labels(&catalog, sheets.len()),
        bookmarks: bookmarks(&catalog, &numbers, &destinations),
        manifest: attached(&catalog)?,
        pages: sheets,
        destinations,
    })
}

/// The manifest that is attached to a file, if it is one that can be read.
pub fn attached(catalog: &Dict<'_>) -> Result<Option<Vec<u8>>, Problem> {
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    let files = names::name_tree(names.get("EmbeddedFiles"))?;
    let found = files.into_iter().filter(|(name, _)| name == "manifest.json").find_map(|(_, file)| {
        let kept = file.into_dict()?.get::<Dict<'_>>("EF")?;
        let stream = kept.get::<Stream<'_>>("F").or_else(|| kept.get::<Stream<'_>>("UF"))?;
        stream.decoded_data().ok().map(|data| data.into_owned())
    });
    Ok(found)
}

/// The page that a destination leads to, and its name.
fn target(
    object: &Object<'_>,
    numbers: &Numbers,
    destinations: &BTreeMap<String, usize>,
) -> (Option<String>, Option<usize>) {
    let name = match object {
        Object::String(name) => decoded(name.as_bytes()),
        Object::Name(name) => decoded(name),
        object => return (None, numbers.page_of(object)),
    };
    let page = destinations.get(&name).copied();
    (Some(name), page)
}

/// Where a link or a bookmark leads: its own destination, or that of its action.
fn destination<'a>(dict: &Dict<'a>) -> Option<Object<'a>> {
    if let Some(own) = dict.get::<Object<'a>>("Dest") {
        return Some(own);
    }
    let action = dict.get::<Dict<'a>>("A")?;
    let goes = action.get::<Name<'a>>("S").as_deref() == Some(b"GoTo");
    action.get::<Object<'a>>("D").filter(|_| goes)
}

fn links(page: &Page<'_>, numbers: &Numbers, destinations: &BTreeMap<String, usize>) -> Vec<Link> {
    let list = page.dict.get::<Array<'_>>("Annots");
    let all = list.iter().flat_map(|list| list.iter::<Dict<'_>>());
    let links = all.filter(|annotation| annotation.get::<Name<'_>>("Subtype").as_deref() == Some(b"Link"));
    let found = links.filter_map(|link| {
        let rect = link.get::<Rect>("Rect")?;
        let (name, page) = target(&destination(&link)?, numbers, destinations);
        Some(Link { rect: [rect.x0, rect.y0, rect.x1, rect.y1], name, page })
    });
    found.collect()
}

/// More bookmarks than this are only found in lists without end.
const BOOKMARKS: usize = 100_000;

fn bookmarks(
    catalog: &Dict<'_>,
    numbers: &Numbers,
    destinations: &BTreeMap<String, usize>,
) -> Vec<(String, Option<usize>)> {
    let root = catalog.get::<Dict<'_>>("Outlines").unwrap_or_default();
    let mut waiting: Vec<Dict<'_>> = root.get("First").into_iter().collect();
    let mut found = Vec::new();
    while let Some(one) = waiting.pop() {
        if found.len() >= BOOKMARKS {
            break;
        }
        let title = one.get::<Bytes<'_>>("Title").map(|title| decoded(title.as_bytes())).unwrap_or_default();
        let page = destination(&one).and_then(|object| target(&object, numbers, destinations).1);
        found.push((title, page));
        // Those below come before those that follow.
        waiting.extend(one.get("Next"));
        waiting.extend(one.get("First"));
    }
    found
}

/// The labels of pages: decimal numbers, with a prefix. Other kinds are none of ours and stay empty.
fn labels(catalog: &Dict<'_>, pages: usize) -> Vec<String> {
    let mut ranges: BTreeMap<usize, Option<(String, usize)>> = BTreeMap::new();
    let mut nodes: Vec<Dict<'_>> = catalog.get("PageLabels").into_iter().collect();
    let mut at = 0;
    while let Some(node) = nodes.get(at).cloned() {
        at += 1;
        if at > BOOKMARKS {
            break;
        }
        if let Some(list) = node.get::<Array<'_>>("Nums") {
            let mut items = list.iter::<Object<'_>>();
            while let (Some(first), Some(label)) = (items.next(), items.next()) {
                let (Object::Number(first), Object::Dict(label)) = (first, label) else { continue };
                let Ok(first) = usize::try_from(first.as_i64()) else { continue };
                let decimal = label.get::<Name<'_>>("S").as_deref() == Some(b"D");
                let prefix = label.get::<Bytes<'_>>("P").map(|text| decoded(text.as_bytes())).unwrap_or_default();
                let start = label.get::<Number>("St").map_or(1, |number| number.as_i64());
                let start = usize::try_from(start).ok().filter(|_| decimal);
                ranges.insert(first, start.map(|start| (prefix, start)));
            }
        }
        let kids = node.get::<Array<'_>>("Kids");
        nodes.extend(kids.iter().flat_map(|kids| kids.iter::<Dict<'_>>()).take(BOOKMARKS));
    }
    let label = |index: usize| {
        let (first, range) = ranges.range(..=index).next_back()?;
        let (prefix, start) = range.as_ref()?;
        Some(format!("{prefix}{}", start.saturating_add(index - first)))
    };
    (0..pages).map(|index| label(index).unwrap_or_default()).collect()
}
