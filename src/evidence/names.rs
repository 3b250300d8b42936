//! Name trees of a PDF file, and the pages that destinations lead to.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object};

use super::formats::pdf::text;
use super::pages::{Page, catalog};
use super::problem::Problem;

/// More nodes than this are only found in trees without end.
const NODES: usize = 100_000;

/// The names of a tree and their values, in its order.
///
/// # Errors
///
/// A tree without end.
pub fn name_tree<'a>(root: Option<Dict<'a>>) -> Result<Vec<(String, Object<'a>)>, Problem> {
    let mut found = Vec::new();
    let mut nodes: Vec<Dict<'a>> = root.into_iter().collect();
    let mut at = 0;
    while let Some(node) = nodes.get(at).cloned() {
        at += 1;
        if at > NODES {
            return Err(Problem::damaged("a name tree without end"));
        }
        if let Some(pairs) = node.get::<Array<'a>>("Names") {
            let mut items = pairs.iter::<Object<'a>>();
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                if let Object::String(key) = key {
                    found.push((text(key.as_bytes()), value));
                }
            }
        }
        let kids = node.get::<Array<'a>>("Kids");
        nodes.extend(kids.iter().flat_map(|kids| kids.iter::<Dict<'a>>()).take(NODES));
    }
    Ok(found)
}

/// The pages of a file by where their dictionaries stand.
pub struct Numbers(BTreeMap<(u32, i32), usize>);

impl Numbers {
    /// The pages of a list, numbered from 1.
    pub fn new(pages: &[Page<'_>]) -> Self {
        let known = (1..).zip(pages).filter_map(|(number, page)| {
            let id = page.id?;
            Some(((id.obj_number, id.gen_number), number))
        });
        Self(known.collect())
    }

    /// The page that an explicit destination leads to.
    pub fn page_of(&self, target: &Object<'_>) -> Option<usize> {
        let array = match target {
            Object::Array(array) => array.clone(),
            Object::Dict(dict) => dict.get::<Array<'_>>("D")?,
            _ => return None,
        };
        let page = array.raw_iter().next()?.as_obj_ref()?;
        self.0.get(&(page.obj_number, page.gen_number)).copied()
    }
}

/// All named destinations, from the name tree and from the old dictionary, and their pages, from 1.
///
/// # Errors
///
/// A tree without end, or no catalog.
pub fn destinations(pdf: &Pdf, numbers: &Numbers) -> Result<BTreeMap<String, usize>, Problem> {
    let catalog = catalog(pdf)?;
    let mut found = BTreeMap::new();
    let old = catalog.get::<Dict<'_>>("Dests").unwrap_or_default();
    for (key, _) in old.entries() {
        let target = old.get::<Object<'_>>(&*key);
        if let Some(page) = target.and_then(|target| numbers.page_of(&target)) {
            found.insert(String::from_utf8_lossy(&key).into_owned(), page);
        }
    }
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    for (name, target) in name_tree(names.get("Dests"))? {
        if let Some(page) = numbers.page_of(&target) {
            found.insert(name, page);
        }
    }
    Ok(found)
}
