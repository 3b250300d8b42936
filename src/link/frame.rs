use std::collections::BTreeMap;
use std::ops::Range;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, FromBytes, MaybeRef, Object, ObjectIdentifier, Stream};

use crate::evidence::{names, pages};

use super::LinkError;
use super::syntax::{self, Same};

/// What the bytes of a placeholder begin with; its slot follows as four bytes, highest first.
const MAGIC: &[u8] = b"appea";

/// A PDF file with a classic cross-reference table, as Typst writes it.
pub(super) struct Frame<'a> {
    bytes: &'a [u8],
    /// The same file for the reader.
    pub(super) pdf: Pdf,
    /// Where the objects stand, by number.
    objects: BTreeMap<u32, Range<usize>>,
    /// The number of the catalog.
    pub(super) root: u32,
    /// The other entries of the trailer, written out.
    pub(super) trailer: Vec<u8>,
}

fn bad(what: impl Into<String>) -> LinkError {
    LinkError::Frame(what.into())
}

impl<'a> Frame<'a> {
    /// Reads a frame.
    ///
    /// # Errors
    ///
    /// [`LinkError::Frame`] says what is not as Typst writes it.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, LinkError> {
        if !bytes.starts_with(b"%PDF-1.") {
            return Err(bad("it is no PDF 1.x"));
        }
        let table = table_offset(bytes).ok_or_else(|| bad("no startxref"))?;
        let rest = bytes.get(table..).unwrap_or_default();
        if !rest.starts_with(b"xref") {
            return Err(bad("no classic cross-reference table (PDF 1.7 is expected)"));
        }
        let (offsets, trailer) = entries(rest).ok_or_else(|| bad("a damaged table"))?;
        let mut starts: Vec<usize> = offsets.values().copied().collect();
        starts.push(table);
        starts.sort_unstable();
        let mut objects = BTreeMap::new();
        for (number, start) in offsets {
            let after = starts.partition_point(|other| *other <= start);
            let end = starts.get(after).copied().unwrap_or(table);
            let head = format!("{number} 0 obj");
            if !bytes.get(start..end).is_some_and(|b| b.starts_with(head.as_bytes())) {
                return Err(bad(format!("object {number} is not where the table says")));
            }
            objects.insert(number, start..end);
        }
        let dict = trailer_dict(trailer).ok_or_else(|| bad("no trailer"))?;
        if dict.contains_key("Prev") || dict.contains_key("Encrypt") {
            return Err(bad("it was updated or encrypted"));
        }
        let root = dict.get_ref("Root").ok_or_else(|| bad("no catalog"))?;
        let mut written = Vec::new();
        syntax::entries(&mut written, &dict, &[b"Size"], &mut Same);
        Ok(Self {
            bytes,
            pdf: pages::open(bytes).map_err(|problem| bad(format!("{problem:?}")))?,
            objects,
            root: root.obj_number,
            trailer: written,
        })
    }

    /// What stands before the first object.
    pub(super) fn header(&self) -> &'a [u8] {
        let first = self.objects.values().map(|place| place.start).min();
        self.bytes.get(..first.unwrap_or(0)).unwrap_or_default()
    }

    /// How many bytes the file has.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The first number that is free.
    pub(super) fn next(&self) -> u32 {
        let last = self.objects.keys().next_back().copied();
        last.unwrap_or(0).saturating_add(1)
    }

    /// All objects as they stand, in the order of the file.
    pub(super) fn objects(&self) -> Vec<(u32, &'a [u8])> {
        let mut all: Vec<_> = self.objects.iter().collect();
        all.sort_by_key(|(_, place)| place.start);
        all.into_iter().map(|(number, place)| (*number, self.bytes.get(place.clone()).unwrap_or_default())).collect()
    }

    /// The placeholders: slot to object number.
    ///
    /// # Errors
    ///
    /// Two objects with one slot.
    pub(super) fn slots(&self) -> Result<BTreeMap<u32, u32>, LinkError> {
        let mut slots = BTreeMap::new();
        for (number, bytes) in self.objects() {
            let start = bytes.get(..2048).unwrap_or(bytes);
            if memchr::memmem::find(start, b"/Image").is_none() {
                continue;
            }
            let id = ObjectIdentifier::new(number, 0);
            let Some(stream) = self.pdf.xref().get::<Stream<'_>>(id) else {
                continue;
            };
            if let Some(slot) = slot(&stream)
                && slots.insert(slot, number).is_some()
            {
                return Err(LinkError::TwiceTheSlot(slot));
            }
        }
        Ok(slots)
    }

    /// All named destinations and the pages that they lead to, from 1.
    pub(super) fn destinations(&self) -> Result<BTreeMap<String, usize>, LinkError> {
        let numbers = names::Numbers::new(&self.pages()?);
        names::destinations(&self.pdf, &numbers).map_err(|problem| bad(format!("{problem:?}")))
    }

    /// The pages.
    pub(super) fn pages(&self) -> Result<Vec<pages::Page<'_>>, LinkError> {
        pages::pages(&self.pdf, 1_000_000).map_err(|problem| bad(format!("{problem:?}")))
    }

    /// The catalog.
    pub(super) fn catalog(&self) -> Result<Dict<'_>, LinkError> {
        pages::catalog(&self.pdf).map_err(|problem| bad(format!("{problem:?}")))
    }
}

/// The slot of a placeholder, if the image is one.
fn slot(stream: &Stream<'_>) -> Option<u32> {
    let dict = stream.dict();
    if dict.get::<u32>("Width")? != 3 || dict.get::<u32>("Height")? != 1 {
        return None;
    }
    let data = stream.decoded().ok()?;
    let number: [u8; 4] = data.strip_prefix(MAGIC)?.try_into().ok()?;
    Some(u32::from_be_bytes(number))
}

fn table_offset(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memmem::rfind(bytes, b"startxref")?;
    let digits = bytes.get(at + 9..)?.trim_ascii_start();
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

/// The entries of a table in use, and what follows the table.
fn entries(table: &[u8]) -> Option<(BTreeMap<u32, usize>, &[u8])> {
    let mut rest = table.strip_prefix(b"xref")?.trim_ascii_start();
    let mut offsets = BTreeMap::new();
    while !rest.starts_with(b"trailer") {
        let line_end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(rest.get(..line_end)?).ok()?;
        let mut numbers = line.split_ascii_whitespace();
        let first: u32 = numbers.next()?.parse().ok()?;
        let count: u32 = numbers.next()?.parse().ok()?;
        rest = rest.get(line_end + 1..)?;
        for number in first..first.checked_add(count)? {
            let entry = std::str::from_utf8(rest.get(..20)?).ok()?;
            if entry.get(17..18)? == "n" {
                offsets.insert(number, entry.get(..10)?.parse().ok()?);
            }
            rest = rest.get(20..)?;
        }
        rest = rest.trim_ascii_start();
    }
    Some((offsets, rest))
}

fn trailer_dict(bytes: &[u8]) -> Option<Dict<'_>> {
    Dict::from_bytes(bytes.strip_prefix(b"trailer")?.trim_ascii_start())
}

/// Reads a value of the frame's catalog as written, or follows its reference.
pub(super) fn resolved<'a>(pdf: &'a Pdf, read: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match read {
        MaybeRef::Ref(id) => pdf.xref().get::<Object<'a>>(id.into()),
        MaybeRef::NotRef(object) => Some(object),
    }
}
