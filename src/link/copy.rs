use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, ObjectIdentifier, Stream};

use crate::evidence::Problem;

use super::bare::bare;
use super::out::Out;
use super::syntax::{self, Refs};

/// Keys of stream dictionaries that are not copied: links to the source's structure, editing
/// data, files outside, and what is written anew.
const DROPPED: &[&[u8]] = &[
    b"Length",
    b"DL",
    b"StructParent",
    b"StructParents",
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"Parent",
    b"AF",
    b"OPI",
    b"Ref",
    b"F",
    b"FFilter",
    b"FDecodeParms",
    b"Filter",
    b"DecodeParms",
    b"Measure",
    b"PtData",
];

/// Copies objects of one source file; what several pages share is copied once.
pub(super) struct Copier<'a> {
    /// The source.
    pub(super) pdf: &'a Pdf,
    numbers: BTreeMap<ObjectIdentifier, u32>,
    forms: BTreeMap<ObjectIdentifier, u32>,
    waiting: Vec<(ObjectIdentifier, u32)>,
}

/// Numbers of the output for references of the source, given out on demand.
struct Renumber<'c, 'a, 'o, 'b> {
    copier: &'c mut Copier<'a>,
    out: &'o mut Out<'b>,
}

impl Refs for Renumber<'_, '_, '_, '_> {
    fn number(&mut self, reference: ObjRef) -> Option<u32> {
        Some(self.copier.number(self.out, reference))
    }
}

impl<'a> Copier<'a> {
    /// Copies from this file.
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, numbers: BTreeMap::new(), forms: BTreeMap::new(), waiting: Vec::new() }
    }

    /// The number of an object in the output; it is written when [`Self::drain`] is called.
    pub(super) fn number(&mut self, out: &mut Out<'_>, reference: ObjRef) -> u32 {
        let id = ObjectIdentifier::from(reference);
        if let Some(number) = self.numbers.get(&id) {
            return *number;
        }
        let number = out.reserve();
        self.numbers.insert(id, number);
        self.waiting.push((id, number));
        number
    }

    /// The number of an object that was copied.
    pub(super) fn copied(&self, reference: ObjRef) -> Option<u32> {
        self.numbers.get(&reference.into()).copied()
    }

    /// Writes a value with its references translated.
    pub(super) fn object(&mut self, out: &mut Out<'_>, object: &Object<'_>) -> Vec<u8> {
        let mut written = Vec::new();
        let mut refs = Renumber { copier: self, out };
        syntax::object(&mut written, object, &mut refs);
        written
    }

    /// Writes the objects that others refer to until none is left.
    ///
    /// # Errors
    ///
    /// A stream that does not decrypt.
    pub(super) fn drain(&mut self, out: &mut Out<'_>) -> Result<(), Problem> {
        while let Some((id, number)) = self.waiting.pop() {
            match self.pdf.xref().get::<Object<'_>>(id) {
                Some(Object::Stream(stream)) => self.stream(out, number, &stream, b"", &[])?,
                Some(Object::Dict(dict)) if !carried(&dict) => out.object(number, b"null"),
                Some(object) => {
                    let body = self.object(out, &object);
                    out.object(number, &body);
                }
                None => out.object(number, b"null"),
            }
        }
        Ok(())
    }

    /// Writes a stream, its data as they are, with entries of our own in place of some of its.
    ///
    /// # Errors
    ///
    /// It does not decrypt.
    pub(super) fn stream(
        &mut self,
        out: &mut Out<'_>,
        number: u32,
        stream: &Stream<'_>,
        own: &[u8],
        except: &[&[u8]],
    ) -> Result<(), Problem> {
        let dict = stream.dict();
        if matches!(dict.get::<Name<'_>>("Type").as_deref(), Some(b"EmbeddedFile" | b"Metadata")) {
            out.object(number, b"null");
            return Ok(());
        }
        let dropped: Vec<&[u8]> = DROPPED.iter().chain(except).copied().collect();
        let mut entries = own.to_vec();
        let mut refs = Renumber { copier: self, out };
        syntax::entries(&mut entries, dict, &dropped, &mut refs);
        entries.extend(self.filters(out, dict));
        let data = bare(dict, raw(stream)?);
        out.stream(number, &entries, &[&data]);
        Ok(())
    }

    /// The `/Filter` and `/DecodeParms` of a stream whose data are copied as they are, but for
    /// the decryption, which is done.
    pub(super) fn filters(&mut self, out: &mut Out<'_>, dict: &Dict<'_>) -> Vec<u8> {
        let mut written = Vec::new();
        let filter = dict.get::<Object<'_>>("Filter");
        let parameters = dict.get::<Object<'_>>("DecodeParms");
        let crypt = |name: &Name<'_>| &**name == b"Crypt";
        match filter {
            Some(Object::Name(name)) if !crypt(&name) => {
                written.extend_from_slice(b"/Filter");
                syntax::name(&mut written, &name);
                let first = match parameters {
                    Some(Object::Array(array)) => array.iter::<Object<'_>>().next(),
                    other => other,
                };
                if let Some(Object::Dict(dict)) = first {
                    written.extend_from_slice(b"/DecodeParms");
                    written.extend(self.object(out, &Object::Dict(dict)));
                }
            }
            Some(Object::Array(names)) => {
                let names: Vec<Name<'_>> = names.iter::<Name<'_>>().collect();
                let skip = usize::from(names.first().is_some_and(crypt));
                written.extend_from_slice(b"/Filter[");
                for name in names.iter().skip(skip) {
                    syntax::name(&mut written, name);
                }
                written.push(b']');
                let list: Vec<Object<'_>> = match parameters {
                    Some(Object::Array(array)) => all(&array),
                    Some(dict @ Object::Dict(_)) => vec![dict],
                    _ => Vec::new(),
                };
                if list.len() > skip {
                    written.extend_from_slice(b"/DecodeParms[");
                    for item in list.iter().skip(skip) {
                        written.extend(self.object(out, item));
                        written.push(b' ');
                    }
                    written.push(b']');
                }
            }
            _ => {}
        }
        written
    }

    /// The number of a stream copied as a form, whatever it calls itself.
    ///
    /// # Errors
    ///
    /// It does not decrypt.
    pub(super) fn form(&mut self, out: &mut Out<'_>, stream: &Stream<'_>) -> Result<u32, Problem> {
        let id = stream.obj_id();
        if let Some(number) = self.forms.get(&id) {
            return Ok(*number);
        }
        let number = out.reserve();
        self.forms.insert(id, number);
        let own = b"/Type/XObject/Subtype/Form";
        self.stream(out, number, stream, own, &[b"Type", b"Subtype"])?;
        Ok(number)
    }
}

/// The items of an array; what cannot be resolved counts as null, so that places are kept.
fn all<'a>(array: &Array<'a>) -> Vec<Object<'a>> {
    let null = || Object::Null(hayro_syntax::object::Null);
    let count = array.raw_iter().count();
    let mut items = array.flex_iter();
    (0..count).map(|_| items.next::<Object<'a>>().unwrap_or_else(null)).collect()
}

/// The data of a stream, decrypted but not decoded.
///
/// # Errors
///
/// Where decryption leaves nothing of something.
pub(super) fn raw<'a>(stream: &Stream<'a>) -> Result<std::borrow::Cow<'a, [u8]>, Problem> {
    let data = stream.raw_data();
    if data.is_empty() && stream.dict().get::<u32>("Length").unwrap_or(0) > 0 {
        return Err(Problem::DecryptionFailed);
    }
    Ok(data)
}

/// Whether a dictionary may be copied: not the source's pages, structure or actions.
fn carried(dict: &Dict<'_>) -> bool {
    const KINDS: &[&[u8]] = &[
        b"Page",
        b"Pages",
        b"Catalog",
        b"Annot",
        b"StructTreeRoot",
        b"StructElem",
        b"Action",
        b"Filespec",
        b"Outlines",
    ];
    let kind = dict.get::<Name<'_>>("Type");
    !kind.is_some_and(|kind| KINDS.contains(&&*kind)) && !syntax::acts(dict)
}
