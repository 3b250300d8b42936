use std::cell::RefCell;

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use hayro_syntax::{Filter, Pdf};

use crate::evidence::pages::{self, Page};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal};
use crate::evidence::{outline, reach};

use super::Format;

/// PDF, all versions, also with an owner's password.
pub static FORMAT: Format = Format {
    id: "pdf",
    media_type: "application/pdf",
    extensions: &["pdf"],
    sniff: |bytes, _| {
        let start = bytes.get(..1024).unwrap_or(bytes);
        memchr::memmem::find(start, b"%PDF-").is_some()
    },
    inspect: |bytes, _, limits| unlocked(bytes, limits, ""),
};

/// Reads a file, with its password where it wants one.
///
/// # Errors
///
/// What is wrong with it; [`Problem::NeedsPassword`] where it wants another password.
pub fn unlocked(bytes: &[u8], limits: &Limits, password: &str) -> Result<Inspected, Refusal> {
    read(bytes, limits, password).map_err(|problem| match problem {
        Failed::Flavour(what) => Refusal::Unsupported { what: what.to_owned(), convert_to: "pdf" },
        Failed::Problem(problem) => Refusal::Unreadable { reader: FORMAT.id, problem },
    })
}

enum Failed {
    Flavour(&'static str),
    Problem(Problem),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

fn read(bytes: &[u8], limits: &Limits, password: &str) -> Result<Inspected, Failed> {
    // The reader repairs a file whose end is missing, and then pages may be missing too.
    let last = |needle: &[u8]| memchr::memmem::rfind(bytes, needle);
    if last(b"startxref") < last(b"endobj") || last(b"startxref").is_none() {
        return Err(Failed::Problem(Problem::Truncated { expected: None, found: bytes.len() as u64 }));
    }
    let pdf = pages::unlock(bytes, password)?;
    let catalog = pages::catalog(&pdf)?;
    let form = catalog.get::<Dict<'_>>("AcroForm").unwrap_or_default();
    if form.contains_key("XFA") && catalog.get::<bool>("NeedsRendering") == Some(true) {
        return Err(Failed::Flavour("PDF with an XFA form instead of pages"));
    }
    let list = match pages::pages(&pdf, limits.pages) {
        Err(Problem::NoPages) if catalog.contains_key("Collection") => {
            return Err(Failed::Flavour("PDF portfolio without pages"));
        }
        list => list?,
    };
    let mut left_out = Vec::new();
    if form.contains_key("XFA") {
        left_out.push(LeftOut::Xfa);
    }
    document(&catalog, &mut left_out);
    let mut sizes = Vec::with_capacity(list.len());
    for (number, page) in (1..).zip(&list) {
        if !page.is_sane() {
            return Err(Failed::Problem(Problem::PageSize { page: number }));
        }
        content(&pdf, page, number)?;
        actions(page, number, &mut left_out);
        sizes.push(page.size());
    }
    reach::check(&pdf, &list)?;
    let mut found = Inspected::new(FORMAT.id, Content::Pages(sizes));
    found.left_out = left_out;
    found.outline = outline::outline(&catalog, &pdf, &list);
    // A form that was filled in is older than what it says.
    let told = pdf.metadata();
    let dates = [told.creation_date, told.modification_date].into_iter().flatten();
    found.taken = dates.filter_map(|made| Some((i16::try_from(made.year).ok()?, made.month, made.day))).max();
    Ok(found)
}

/// The content of a page has to decode: a reader would show an empty page instead.
fn content(pdf: &Pdf, page: &Page<'_>, number: usize) -> Result<(), Problem> {
    for stream in contents(pdf, &page.dict) {
        reach::decrypts(&stream)?;
        if !is_whole(&stream) {
            return Err(Problem::PageDamaged { page: number });
        }
    }
    Ok(())
}

/// Whether a stream decodes to its end. The reader makes do with half of a compressed stream,
/// and the page would end in the middle.
fn is_whole(stream: &Stream<'_>) -> bool {
    let data = stream.raw_data();
    let parameters = stream.dict().contains_key("DecodeParms");
    // A method byte, a check byte, and blocks; checksums at the end are often wrong or missing.
    let zlib = data.first().is_some_and(|method| method & 0x0F == 8);
    if stream.filters().as_slice() != [Filter::FlateDecode] || parameters || !zlib {
        return stream.decoded_data().is_ok();
    }
    INFLATE.with_borrow_mut(|(inflate, buffer)| {
        inflate.reset(false);
        inflates(inflate, buffer, data.get(2..).unwrap_or_default())
    })
}

thread_local! {
    /// What inflates, and room for what comes of it: to make them takes longer than to use them for a page.
    static INFLATE: RefCell<(Decompress, Vec<u8>)> = RefCell::new((Decompress::new(false), vec![0; 1 << 15]));
}

/// Whether compressed blocks decode to their end.
fn inflates(inflate: &mut Decompress, buffer: &mut [u8], mut input: &[u8]) -> bool {
    loop {
        let before = (inflate.total_in(), inflate.total_out());
        match inflate.decompress(input, buffer, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return true,
            Ok(_) if (inflate.total_in(), inflate.total_out()) != before => {}
            _ => return false,
        }
        let read = usize::try_from(inflate.total_in() - before.0).unwrap_or(usize::MAX);
        input = input.get(read..).unwrap_or_default();
    }
}

/// The content streams of a page, in order.
pub fn contents<'a>(pdf: &'a Pdf, page: &Dict<'a>) -> Vec<Stream<'a>> {
    match page.get::<Object<'a>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => array
            .raw_iter()
            .filter_map(|item| match item {
                MaybeRef::Ref(id) => pdf.xref().get::<Stream<'a>>(id.into()),
                MaybeRef::NotRef(object) => object.into_stream(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What the document as a whole holds besides its pages.
fn document(catalog: &Dict<'_>, left_out: &mut Vec<LeftOut>) {
    if catalog.contains_key("AA") {
        left_out.push(LeftOut::OpenAction);
    }
    // Most only say which page to begin with, as a destination or an action that goes there.
    if let Some(action) = catalog.get::<Dict<'_>>("OpenAction")
        && action.get::<Name<'_>>("S").as_deref() != Some(b"GoTo")
    {
        left_out.push(LeftOut::OpenAction);
        self::action(&action, left_out);
    }
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    if names.contains_key("JavaScript") {
        left_out.push(LeftOut::JavaScript);
    }
    if let Some(files) = names.get::<Dict<'_>>("EmbeddedFiles") {
        embedded(files, left_out);
    }
}

/// The names in a name tree of embedded files, breadth first, boundedly many nodes.
fn embedded(root: Dict<'_>, left_out: &mut Vec<LeftOut>) {
    let mut nodes = vec![root];
    let mut next = 0;
    while let Some(node) = nodes.get(next).cloned() {
        next += 1;
        if let Some(names) = node.get::<Array<'_>>("Names") {
            let specs = names.iter::<Object<'_>>().filter_map(Object::into_dict);
            for spec in specs.take(1000) {
                left_out.push(file(&spec));
            }
        }
        let kids = node.get::<Array<'_>>("Kids");
        let kids = kids.iter().flat_map(|kids| kids.iter::<Dict<'_>>());
        nodes.extend(kids.take(1000_usize.saturating_sub(nodes.len())));
    }
}

fn file(spec: &Dict<'_>) -> LeftOut {
    let name = [&b"UF"[..], b"F"].into_iter().find_map(|key| spec.get::<hayro_syntax::object::String<'_>>(key));
    LeftOut::EmbeddedFile { name: name.map(|name| text(name.as_bytes())).unwrap_or_default() }
}

/// A text string: UTF-16 with its mark, UTF-8 with its mark, or close enough to Latin-1.
pub fn text(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xFE\xFF") {
        return encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned();
    }
    if let Some(wide) = bytes.strip_prefix(b"\xFF\xFE") {
        return encoding_rs::UTF_16LE.decode_without_bom_handling(wide).0.into_owned();
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::mem::decode_latin1(bytes).into_owned(),
    }
}

/// Annotations that need no look of their own to be seen, or are not meant to be: the linker
/// makes one for them.
const DRAWN: &[&[u8]] = &[
    b"Link",
    b"Popup",
    b"Widget",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Square",
    b"Circle",
    b"Line",
    b"PolyLine",
    b"Polygon",
    b"Ink",
    b"Text",
    b"Caret",
    b"FreeText",
    b"Stamp",
];

/// What the annotations of a page do when clicked, and what they hold.
fn actions(page: &Page<'_>, number: usize, left_out: &mut Vec<LeftOut>) {
    if page.dict.contains_key("AA") {
        left_out.push(LeftOut::OpenAction);
    }
    let Some(annotations) = page.dict.get::<Array<'_>>("Annots") else {
        return;
    };
    for annotation in annotations.iter::<Object<'_>>().filter_map(Object::into_dict) {
        if annotation.contains_key("Dest") {
            left_out.push(LeftOut::InternalLink);
        }
        if let Some(action) = annotation.get::<Dict<'_>>("A") {
            self::action(&action, left_out);
        }
        if let Some(others) = annotation.get::<Dict<'_>>("AA") {
            for (key, _) in others.entries() {
                if let Some(action) = others.get::<Dict<'_>>(&*key) {
                    self::action(&action, left_out);
                }
            }
        }
        match annotation.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"FileAttachment") => {
                let spec = annotation.get::<Dict<'_>>("FS").unwrap_or_default();
                left_out.push(file(&spec));
            }
            Some(b"Sound" | b"Movie" | b"Screen" | b"RichMedia" | b"3D") => {
                left_out.push(LeftOut::Media);
            }
            Some(subtype) if !annotation.contains_key("AP") && !DRAWN.contains(&subtype) => {
                left_out
                    .push(LeftOut::Annotation { subtype: String::from_utf8_lossy(subtype).into_owned(), page: number });
            }
            _ => {}
        }
    }
}

fn action(action: &Dict<'_>, left_out: &mut Vec<LeftOut>) {
    let uri = || action.get::<hayro_syntax::object::String<'_>>("URI");
    match action.get::<Name<'_>>("S").as_deref() {
        Some(b"JavaScript") => left_out.push(LeftOut::JavaScript),
        Some(b"Launch") => left_out.push(LeftOut::LaunchAction),
        Some(b"GoTo" | b"Named" | b"Thread") => left_out.push(LeftOut::InternalLink),
        Some(b"Sound" | b"Movie" | b"Rendition" | b"GoTo3DView") => left_out.push(LeftOut::Media),
        Some(b"URI") => {
            left_out.push(LeftOut::RemoteLink { uri: uri().map(|uri| text(uri.as_bytes())).unwrap_or_default() })
        }
        Some(b"GoToR" | b"SubmitForm" | b"ImportData") => left_out.push(LeftOut::RemoteLink { uri: String::new() }),
        _ => {}
    }
}
