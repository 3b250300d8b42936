//! After outputs were made, and before they are written: what was blacked out is looked for in all
//! of them, in their text, their metadata and their streams, as a stranger would.

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict, MaybeRef, Name, Object};
use serde_json::{Value, json};

use super::session::Ready;
use crate::check::case::{Hidden, Redaction};
use crate::diag::{Finding, Level};
use crate::evidence::formats::{self, is_plain};
use crate::evidence::pages;
use crate::plan::Exhibit;
use crate::plan::context::evidence_text;
use crate::plan::manifest::original_name;
use crate::prose::fold::Needle;
use crate::redact::layer::Sheets;
use crate::write::Output;

/// Shortest text that is looked for among the bytes of a file: shorter ones are anywhere by chance.
const BYTES: usize = 5;
/// How deep objects nest that are looked through.
const DEPTH: usize = 32;

/// A text that was blacked out and can still be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remain {
    /// The number of the exhibit.
    pub exhibit: usize,
    /// Index into its redactions.
    pub redaction: usize,
    /// Whether the file that was made by blacking it out holds it.
    pub own: bool,
    /// Where it can be read.
    pub places: Vec<String>,
}

/// A text that was blacked out, as it is looked for.
struct Wanted<'a> {
    exhibit: usize,
    hidden: &'a Hidden,
    needle: Needle,
    raw: Vec<Vec<u8>>,
}

/// Looks for what was blacked out.
pub fn look(ready: &Ready, exhibits: &[Exhibit], files: &[Output<'_>]) -> Vec<Remain> {
    let mut wanted = Vec::new();
    for exhibit in exhibits {
        let evidence = &ready.case.evidence[exhibit.evidence];
        wanted.extend(evidence.hidden.iter().map(|hidden| Wanted {
            exhibit: exhibit.number,
            hidden,
            needle: Needle::new(&hidden.text),
            raw: spellings(&hidden.text),
        }));
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let of_name = |name: &str| {
        exhibits.iter().find(|exhibit| {
            let file = ready.case.evidence[exhibit.evidence].file.as_ref();
            file.is_some_and(|file| name == format!("exhibits/{}", original_name(exhibit, &file.name, exhibits.len())))
        })
    };
    let mut found: BTreeMap<(usize, usize), Remain> = BTreeMap::new();
    for file in files {
        let bytes = file.pieces.concat();
        let exhibit = of_name(&file.path);
        let evidence = exhibit.map(|exhibit| &ready.case.evidence[exhibit.evidence]);
        let inspected = evidence.and_then(|evidence| evidence.file.as_ref()).map(|file| &file.inspected);
        let texts = match inspected {
            None if file.path.ends_with(".pdf") => pdf(&bytes),
            None => vec![(0, String::from_utf8_lossy(&bytes).into_owned())],
            Some(inspected) if inspected.format == "pdf" => pdf(&bytes),
            Some(inspected) if formats::by_id(inspected.format).is_some_and(is_plain) => {
                vec![(0, String::from_utf8_lossy(&bytes).into_owned())]
            }
            Some(_) => evidence.map(|evidence| (0, evidence_text(evidence))).into_iter().collect(),
        };
        let streams = if bytes.starts_with(b"%PDF-") { streams(&bytes) } else { Vec::new() };
        for one in &wanted {
            let in_bytes = |bytes: &[u8]| one.raw.iter().any(|raw| memchr::memmem::find(bytes, raw).is_some());
            let mut places: Vec<String> = Vec::new();
            for (page, text) in texts.iter().filter(|(_, text)| one.needle.is_in(text)) {
                places.push(if *page > 0 { format!("{}, page {page}", file.path) } else { file.path.clone() });
                debug_assert!(!text.is_empty());
            }
            if places.is_empty() && (in_bytes(&bytes) || streams.iter().any(|stream| in_bytes(stream))) {
                places.push(file.path.clone());
            }
            if places.is_empty() {
                continue;
            }
            let own = exhibit.is_some_and(|exhibit| exhibit.number == one.exhibit);
            let remain = found.entry((one.exhibit, one.hidden.redaction)).or_insert_with(|| Remain {
                exhibit: one.exhibit,
                redaction: one.hidden.redaction,
                own: false,
                places: Vec::new(),
            });
            remain.own |= own;
            places.retain(|place| !remain.places.contains(place));
            remain.places.extend(places);
        }
    }
    found.into_values().collect()
}

/// The text of every page, then, as page 0, of everything that is no page: outline, metadata, names.
fn pdf(bytes: &[u8]) -> Vec<(usize, String)> {
    let Ok(sheets) = Sheets::open(bytes) else { return Vec::new() };
    let mut texts: Vec<(usize, String)> = (1..).zip(sheets.layers().iter().map(|layer| layer.text())).collect();
    let mut strings = String::new();
    if let Ok(file) = pages::open(bytes) {
        file.objects().into_iter().for_each(|object| gather(&object, &mut strings, 0));
    }
    texts.push((0, strings));
    texts
}

/// The strings of an object.
fn gather(object: &Object<'_>, to: &mut String, depth: usize) {
    if depth > DEPTH {
        return;
    }
    let mut of_dict = |dict: &Dict<'_>| {
        for (_, value) in dict.entries() {
            if let MaybeRef::NotRef(value) = value {
                gather(&value, to, depth + 1);
            }
        }
    };
    match object {
        Object::String(text) => {
            to.push_str(&decoded(text.as_bytes()));
            to.push('\n');
        }
        Object::Dict(dict) => of_dict(dict),
        Object::Stream(stream) => of_dict(stream.dict()),
        Object::Array(list) => {
            for item in list.raw_iter() {
                if let MaybeRef::NotRef(item) = item {
                    gather(&item, to, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// A text string: UTF-16 or UTF-8 with a mark, else a byte a letter.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The streams of a file that are no pictures, unpacked.
fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Ok(file) = pages::open(bytes) else { return Vec::new() };
    let of = |object: Object<'_>| {
        let Object::Stream(stream) = object else { return None };
        let picture = stream.dict().get::<Name<'_>>("Subtype").as_deref() == Some(b"Image");
        if picture { None } else { stream.decoded_data().ok().map(|data| data.into_owned()) }
    };
    file.objects().into_iter().filter_map(of).collect()
}

/// A text as files may hold it.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let text = text.trim();
    if text.len() < BYTES {
        return Vec::new();
    }
    let wide = |of: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(of).collect::<Vec<u8>>();
    vec![text.as_bytes().to_vec(), wide(u16::to_be_bytes), wide(u16::to_le_bytes)]
}

/// As the manifest keeps them, for builds that change nothing.
pub fn entries(remains: &[Remain]) -> Value {
    let entry = |one: &Remain| json!({"exhibit": one.exhibit, "redaction": one.redaction, "places": one.places});
    remains.iter().map(entry).collect()
}

/// What a manifest keeps.
pub fn of_manifest(manifest: &Value) -> Vec<Remain> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let one = |entry: &Value| {
        let places = entry["places"].as_array()?.iter().filter_map(|place| place.as_str().map(str::to_owned));
        let (exhibit, redaction) = (number(&entry["exhibit"])?, number(&entry["redaction"])?);
        Some(Remain { exhibit, redaction, own: false, places: places.collect() })
    };
    manifest["remains"].as_array().into_iter().flatten().filter_map(one).collect()
}

/// The diagnostics: E020 where the text stands elsewhere too, X003 where blacking out has failed.
pub fn findings(ready: &Ready, exhibits: &[Exhibit], remains: &[Remain]) -> Vec<Finding> {
    let mut all = Vec::new();
    for remain in remains {
        let exhibit = exhibits.iter().find(|exhibit| exhibit.number == remain.exhibit);
        let Some(evidence) = exhibit.map(|exhibit| &ready.case.evidence[exhibit.evidence]) else { continue };
        let Some(redaction) = evidence.redact.get(remain.redaction) else { continue };
        let hidden = evidence.hidden.iter().find(|hidden| hidden.redaction == remain.redaction);
        let named = hidden.is_some_and(|hidden| hidden.named);
        all.push(finding(redaction, named, remain));
    }
    all
}

fn finding(redaction: &Redaction, named: bool, remain: &Remain) -> Finding {
    const SHOWN: usize = 5;
    let mut places = remain.places.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if remain.places.len() > SHOWN {
        places.push_str("; …");
    }
    let told = |finding: Finding| finding.arg("places", places).arg("number", remain.exhibit);
    if remain.own {
        return told(Finding::new("X003", redaction.place.clone()));
    }
    let finding = told(Finding::new("E020", redaction.place.clone()));
    if named { finding } else { finding.variant("box").level(Level::Warning) }
}
