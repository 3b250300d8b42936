//! A damaged file may look sound until an object is read that is not where the table says; the
//! reader then repairs the table, and the pages are others than before. So everything that the
//! linker will copy is read once here.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};

use super::Problem;
use super::pages::{self, Page, Resources};

/// How deep arrays and dictionaries are followed; the linker follows them no deeper.
const DEPTH: usize = 96;

/// More objects than this are only found in hostile files.
const LIMIT: usize = 4_000_000;

/// Reads whatever the pages of a file need.
///
/// # Errors
///
/// A stream that does not decrypt, and pages that change while they are read.
pub fn check(pdf: &Pdf, list: &[Page<'_>]) -> Result<(), Problem> {
    let mut waiting = Vec::new();
    let mut seen = BTreeSet::new();
    for page in list {
        match &page.resources {
            Some(Resources::Ref(reference)) => waiting.push((*reference).into()),
            Some(Resources::Here(dict)) => entries(dict, 0, &mut waiting),
            None => {}
        }
        let annotations = page.dict.get::<Array<'_>>("Annots");
        let annotations = annotations.iter().flat_map(|list| list.iter::<Object<'_>>());
        for annotation in annotations.filter_map(Object::into_dict) {
            for key in ["AP", "OC"] {
                if let Some(value) = annotation.get_raw::<Object<'_>>(key) {
                    gather(&value, 0, &mut waiting);
                }
            }
        }
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            if seen.len() > LIMIT {
                return Err(Problem::damaged("too many objects"));
            }
            object(pdf, id, &mut waiting)?;
        }
    }
    let again = pages::pages(pdf, list.len())?;
    let same = |(a, b): (&Page<'_>, &Page<'_>)| a.id == b.id && a.visible == b.visible;
    if again.len() != list.len() || !again.iter().zip(list).all(same) {
        return Err(Problem::damaged("its pages change while they are read"));
    }
    Ok(())
}

fn object(pdf: &Pdf, id: ObjectIdentifier, waiting: &mut Vec<ObjectIdentifier>) -> Result<(), Problem> {
    match pdf.xref().get::<Object<'_>>(id) {
        Some(Object::Stream(stream)) => {
            decrypts(&stream)?;
            entries(stream.dict(), 0, waiting);
        }
        Some(Object::Dict(dict)) => {
            let kind = dict.get::<Name<'_>>("Type");
            if !matches!(kind.as_deref(), Some(b"Page" | b"Pages" | b"Catalog")) {
                entries(&dict, 0, waiting);
            }
        }
        Some(object) => gather(&MaybeRef::NotRef(object), 0, waiting),
        None => {}
    }
    Ok(())
}

/// A stream that does not decrypt reads as an empty one.
///
/// # Errors
///
/// [`Problem::DecryptionFailed`].
pub fn decrypts(stream: &Stream<'_>) -> Result<(), Problem> {
    let stated = stream.dict().get::<u32>("Length").unwrap_or(0);
    if stated > 0 && stream.raw_data().is_empty() {
        return Err(Problem::DecryptionFailed);
    }
    Ok(())
}

fn entries(dict: &Dict<'_>, depth: usize, waiting: &mut Vec<ObjectIdentifier>) {
    for (_, value) in dict.entries() {
        gather(&value, depth + 1, waiting);
    }
}

fn gather(value: &MaybeRef<Object<'_>>, depth: usize, waiting: &mut Vec<ObjectIdentifier>) {
    if depth > DEPTH {
        return;
    }
    match value {
        MaybeRef::Ref(reference) => waiting.push((*reference).into()),
        MaybeRef::NotRef(Object::Dict(dict)) => entries(dict, depth, waiting),
        MaybeRef::NotRef(Object::Array(array)) => {
            for item in array.raw_iter() {
                gather(&item, depth + 1, waiting);
            }
        }
        MaybeRef::NotRef(_) => {}
    }
}
