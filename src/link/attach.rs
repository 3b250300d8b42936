use hayro_syntax::object::{Array, Dict, MaybeRef, Object};

use super::frame::{Frame, resolved};
use super::layers::Layers;
use super::out::Out;
use super::syntax::{self, Same};
use super::{LinkError, deflate};

/// A file that travels inside the bundle.
pub struct Attachment<'a> {
    /// Its file name, without folders; readers show it.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// What it is, in the bundle's language.
    pub description: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// Writes the files; returns their names and the numbers of their specifications, sorted by name
/// as a name tree has to be.
pub(super) fn write(out: &mut Out<'_>, attachments: &[Attachment<'_>]) -> Vec<(String, u32)> {
    let mut files = Vec::with_capacity(attachments.len());
    for file in attachments {
        let stream = out.reserve();
        let specification = out.reserve();
        let mut entries = b"/Type/EmbeddedFile/Subtype".to_vec();
        syntax::name(&mut entries, file.media_type.as_bytes());
        let size = format!("/Params<</Size {}>>", file.bytes.len());
        entries.extend_from_slice(size.as_bytes());
        let packed = deflate(file.bytes);
        // Photos and PDF files are compressed already.
        if packed.len() < file.bytes.len() / 10 * 9 {
            entries.extend_from_slice(b"/Filter/FlateDecode");
            out.stream(stream, &entries, &[&packed]);
        } else {
            out.stream(stream, &entries, &[file.bytes]);
        }
        let mut body = b"<</Type/Filespec/AFRelationship/Source/F".to_vec();
        syntax::text(&mut body, file.name);
        body.extend_from_slice(b"/UF");
        syntax::text(&mut body, file.name);
        body.extend_from_slice(b"/Desc");
        syntax::text(&mut body, file.description);
        body.extend_from_slice(format!("/EF<</F {stream} 0 R/UF {stream} 0 R>>>>").as_bytes());
        out.object(specification, &body);
        files.push((file.name.to_owned(), specification));
    }
    files.sort_by_key(|(name, _)| key(name));
    files
}

/// A name as it is written, which is what the tree is sorted by.
fn key(name: &str) -> Vec<u8> {
    if name.is_ascii() {
        return name.as_bytes().to_vec();
    }
    let wide = name.encode_utf16().flat_map(u16::to_be_bytes);
    [0xFE, 0xFF].into_iter().chain(wide).collect()
}

/// The frame's catalog with attachments and layers added, everything else as it was.
///
/// # Errors
///
/// The frame has no catalog.
pub(super) fn catalog(frame: &Frame<'_>, files: &[(String, u32)], layers: &Layers) -> Result<Vec<u8>, LinkError> {
    let old = frame.catalog()?;
    let properties = layers.properties();
    let mut replaced: Vec<&[u8]> = Vec::new();
    if !files.is_empty() {
        replaced.extend([&b"Names"[..], b"AF"]);
    }
    if properties.is_some() {
        replaced.push(b"OCProperties");
    }
    let mut body = b"<<".to_vec();
    syntax::entries(&mut body, &old, &replaced, &mut Same);
    if let Some(properties) = properties {
        body.extend_from_slice(format!("/OCProperties{properties}\n").as_bytes());
    }
    if !files.is_empty() {
        let names = old.get::<Dict<'_>>("Names").unwrap_or_default();
        body.extend_from_slice(b"/Names<<");
        syntax::entries(&mut body, &names, &[b"EmbeddedFiles"], &mut Same);
        body.extend_from_slice(b"/EmbeddedFiles<</Names[");
        for (name, number) in files {
            syntax::text(&mut body, name);
            body.extend_from_slice(format!(" {number} 0 R ").as_bytes());
        }
        body.extend_from_slice(b"]>>>>\n/AF[");
        let mut all: Vec<String> = files.iter().map(|(_, n)| format!("{n} 0 R")).collect();
        all.extend(already(frame, &old));
        body.extend_from_slice(all.join(" ").as_bytes());
        body.extend_from_slice(b"]\n");
    }
    body.extend_from_slice(b">>");
    Ok(body)
}

/// Associated files that the frame has of its own.
fn already(frame: &Frame<'_>, catalog: &Dict<'_>) -> Vec<String> {
    let raw = catalog.get_raw::<Object<'_>>("AF");
    let list: Option<Array<'_>> = raw.and_then(|raw| resolved(&frame.pdf, raw)).and_then(Object::into_array);
    let items = list.iter().flat_map(Array::raw_iter);
    items
        .filter_map(|item| match item {
            MaybeRef::Ref(reference) => Some(format!("{} 0 R", reference.obj_number)),
            MaybeRef::NotRef(_) => None,
        })
        .collect()
}
