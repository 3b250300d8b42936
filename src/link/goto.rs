//! Links from page to page of a bundle. Typst looks for the target of a link while it lays a page out, and so it
//! lays out everything twice that has one. Templates name targets by an address instead (`appealc:ex-3`), and here
//! such a link gets the destination of that name, as a placeholder gets its evidence.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Text};
use memchr::memmem;

use crate::evidence::formats::pdf;

use super::LinkError;
use super::frame::Frame;
use super::syntax::{self, Same};

/// What the addresses of targets begin with.
const SCHEME: &[u8] = b"appealc:";

/// Where a link can lead.
struct Target {
    /// The number that its page bears.
    page: usize,
    /// The heading that stands there.
    title: Option<String>,
}

/// The destinations of a frame that have names, and the headings at them.
pub(super) struct Targets(BTreeMap<String, Target>);

impl Targets {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// A frame that is not of Typst's making.
    pub(super) fn of(frame: &Frame<'_>) -> Result<Self, LinkError> {
        let pages = frame.destinations()?;
        let numbers = numbers(&frame.catalog()?);
        let mut titles = BTreeMap::new();
        for (number, bytes) in frame.objects() {
            if memmem::find(bytes, b"/Title").is_some()
                && let Some(item) = dict(frame, number)
                && let (Some(there), Some(title)) = (item.get_ref("Dest"), item.get::<Text<'_>>("Title"))
            {
                titles.insert(there.obj_number, pdf::text(title.as_bytes()));
            }
        }
        let labels = labels(&frame.catalog()?);
        let target = |(name, page): (String, usize)| {
            let title = numbers.get(&name).and_then(|number| titles.remove(number));
            (name, Target { page: label(&labels, page), title })
        };
        Ok(Self(pages.into_iter().map(target).collect()))
    }

    /// A link as it is to be: what stands between `obj` and `endobj`. None for any other object, which stays as it is.
    ///
    /// # Errors
    ///
    /// A name that no destination has.
    pub(super) fn lead(&self, frame: &Frame<'_>, number: u32, bytes: &[u8]) -> Result<Option<Vec<u8>>, LinkError> {
        if memmem::find(bytes, SCHEME).is_none() {
            return Ok(None);
        }
        let Some(link) = dict(frame, number).filter(is_link) else { return Ok(None) };
        let address = link.get::<Dict<'_>>("A").and_then(|action| action.get::<Text<'_>>("URI"));
        let Some(name) = address.as_ref().and_then(|address| address.as_bytes().strip_prefix(SCHEME)) else {
            return Ok(None);
        };
        let name = String::from_utf8_lossy(name);
        let unknown = || LinkError::Frame(format!("a link leads to {name}, which is not there"));
        let target = self.0.get(&*name).ok_or_else(unknown)?;
        // What readers say of it, in the words that Typst uses.
        let said = match &target.title {
            Some(title) => format!("{title}, page {}", target.page),
            None => format!("page {}", target.page),
        };
        let mut body = b"<<".to_vec();
        syntax::entries(&mut body, &link, &[b"A", b"Contents"], &mut Same);
        body.extend_from_slice(b"/Dest");
        syntax::text(&mut body, &name);
        body.extend_from_slice(b"/Contents");
        syntax::text(&mut body, &said);
        body.extend_from_slice(b">>");
        Ok(Some(body))
    }
}

/// Where the numbers of pages begin anew, from 0, and with which: a volume goes on where the one before it ends.
fn labels(catalog: &Dict<'_>) -> Vec<(usize, usize)> {
    let list = catalog.get::<Dict<'_>>("PageLabels").and_then(|labels| labels.get::<Array<'_>>("Nums"));
    let items: Vec<_> = list.iter().flat_map(|list| list.iter::<Object<'_>>()).collect();
    let pair = |pair: &[Object<'_>]| match pair {
        [Object::Number(at), Object::Dict(label)] => {
            Some((usize::try_from(at.as_i64()).ok()?, label.get::<usize>("St").unwrap_or(1)))
        }
        _ => None,
    };
    items.chunks(2).filter_map(pair).collect()
}

/// The number that a page bears, which counts from 1.
fn label(labels: &[(usize, usize)], page: usize) -> usize {
    let last = labels.iter().rev().find(|(at, _)| *at < page);
    last.map_or(page, |(at, first)| first + page - 1 - at)
}

fn is_link(dict: &Dict<'_>) -> bool {
    dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Link")
}

fn dict<'f>(frame: &'f Frame<'_>, number: u32) -> Option<Dict<'f>> {
    frame.pdf.xref().get::<Dict<'f>>(ObjectIdentifier::new(number, 0))
}

/// The objects that named destinations are: Typst writes one list of them.
fn numbers(catalog: &Dict<'_>) -> BTreeMap<String, u32> {
    let tree = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests"));
    let Some(list) = tree.and_then(|tree| tree.get::<Array<'_>>("Names")) else { return BTreeMap::new() };
    let items: Vec<_> = list.raw_iter().collect();
    let pair = |pair: &[_]| match pair {
        [MaybeRef::NotRef(Object::String(name)), to] => {
            Some((pdf::text(name.as_bytes()), MaybeRef::as_obj_ref(to)?.obj_number))
        }
        _ => None,
    };
    items.chunks(2).filter_map(pair).collect()
}
