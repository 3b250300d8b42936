//! The outputs of one case: frame, pages, letter, bundle, manifest, and the swap onto the disk.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::session::{Ready, Session};
use crate::check::case::Case;
use crate::diag::Finding;
use crate::evidence::{Content, Inspected, enclosed, raster};
use crate::link::{self, Attachment, LinkError, Part, What};
use crate::plan::context::{Pages, Source};
use crate::plan::fingerprint::Inputs;
use crate::plan::manifest::{self, Facts};
use crate::plan::{self, Exhibit};
use crate::read;
use crate::render::letter::{FormBox, TemplateError};
use crate::render::{Document, EngineError};
use crate::source::{Place, SourceFile};
use crate::write::{self, Output};

/// What was made.
pub struct Made {
    /// Output files, from the root of the workspace (or below `--out`).
    pub paths: Vec<String>,
    /// Whether everything was still right.
    pub fresh: bool,
    /// Why it was built.
    pub why: String,
}

/// A diagnostic, with a source of its own if it points into a template.
pub type Failure = Box<(Finding, Vec<SourceFile>)>;

/// Builds a case, unless what stands there is right already.
///
/// # Errors
/// A diagnostic: typesetting, a template, or writing failed. The previous outputs are untouched.
pub fn build(session: &mut Session, ready: &Ready) -> Result<Made, Failure> {
    let out = session.out(&ready.settings);
    let case = &ready.case;
    let kind = case.kind.as_ref().map(|kind| kind.id.clone()).unwrap_or_default();
    let fingerprint = inputs(session, ready, &kind).fingerprint();
    let folder = write::folder(&out, &case.path);
    let root = session.options.root.clone();
    let shown = |name: &str| {
        let path = folder.join(name);
        match path.strip_prefix(&root) {
            Ok(_) => read::relative(&root, &path),
            Err(_) => path.to_string_lossy().into_owned(),
        }
    };
    if let Some(names) = read::built::still_right(&folder, &fingerprint) {
        return Ok(Made { paths: names.iter().map(|name| shown(name)).collect(), fresh: true, why: String::new() });
    }
    let fail = |error: EngineError| failure(engine_finding(&case.place, &error));
    let limit = Duration::from_secs(session.options.case_seconds.div_ceil(3).max(1));
    let exhibits = plan::plan(case);
    let source = Source {
        case,
        exhibits: &exhibits,
        settings: &ready.settings,
        fonts: &ready.fonts,
        today: session.options.today,
    };
    let document = |main, data: &Value| Document {
        main,
        data: serde_json::to_vec(data).unwrap_or_default(),
        fonts: &ready.fonts,
        date: session.options.today,
        limit,
    };
    let bundle_document = document("bundle.typ", &source.bundle());
    let engine = session.engine(&ready.settings).map_err(fail)?;
    let engine_name = engine.name().to_owned();
    let frame = engine.typeset(&bundle_document).map_err(fail)?;
    let (pages, total) = pages(&frame, &exhibits).map_err(|error| fail(EngineError::Failed(error.to_string())))?;

    let data = source.letter(&pages, total);
    let made = session.letters(&kind).and_then(|letters| {
        Ok((letters.letter(case.stance, &case.language, &data)?, letters.form(case.stance, &case.language, &data)?))
    });
    let (letter, form) = made.map_err(|error| template_failure(&session.templates, case, &error))?;
    let mut letter_data = data;
    letter_data["letter"] = json!(letter.blocks);
    let letter_document = Document {
        main: "letter.typ",
        data: serde_json::to_vec(&letter_data).unwrap_or_default(),
        fonts: &ready.fonts,
        date: session.options.today,
        limit,
    };
    let letter_pdf = session.engine(&ready.settings).map_err(fail)?.typeset(&letter_document).map_err(fail)?;

    let facts = Facts {
        case,
        exhibits: &exhibits,
        pages: &pages,
        fingerprint: &fingerprint,
        date: session.options.today.to_string(),
    };
    let mut manifest = manifest::manifest(&facts);
    let inner = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    let inside = unpacked(case, &exhibits, ready);
    let bundle = bundle(&frame, case, &exhibits, ready, &inside, &inner)
        .map_err(|error| link_failure(case, &exhibits, &error))?;
    let form_text = form_text(&form);

    let originals = originals(case, &exhibits, ready);
    let letter_pages = link::page_count(&letter_pdf).unwrap_or(0);
    let mut files = vec![
        Output { path: "letter.txt".into(), pieces: vec![letter.text.as_bytes()] },
        Output { path: "letter.pdf".into(), pieces: vec![&letter_pdf] },
        Output { path: "form.txt".into(), pieces: vec![form_text.as_bytes()] },
        Output { path: "bundle.pdf".into(), pieces: bundle.pdf.iter().collect() },
    ];
    let made = files.len();
    let known: Vec<&str> = originals.iter().map(|(_, sha256)| *sha256).collect();
    files.extend(originals.into_iter().map(|(file, _)| file));
    let entries = files.iter().enumerate().map(|(at, file)| {
        // Originals were hashed when they were read.
        let known = at.checked_sub(made).and_then(|at| known.get(at));
        let sha256 = known.map_or_else(|| read::sha256_of(file.pieces.iter().copied()), |sha256| (*sha256).to_owned());
        let mut entry = json!({"path": file.path, "sha256": sha256, "bytes": file.size()});
        match file.path.as_str() {
            "bundle.pdf" => entry["pages"] = json!(bundle.pages),
            "letter.pdf" => entry["pages"] = json!(letter_pages),
            _ => {}
        }
        entry
    });
    manifest.insert("outputs".into(), entries.collect());
    manifest.insert("engine".into(), json!(engine_name));
    let fonts = ready.fonts.extras.iter().map(|font| format!("sha256:{}", font.sha256));
    manifest.insert("fonts".into(), fonts.collect());
    let counts = form.iter().map(|part| (part.name.to_owned(), json!(part.text.chars().count())));
    manifest.insert("form".into(), Value::Object(counts.collect()));
    let mut manifest_text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    manifest_text.push(b'\n');
    files.push(Output { path: "manifest.json".into(), pieces: vec![&manifest_text] });
    write::write(&out, &case.path, &files).map_err(|error| {
        let detail = format!("{}: {error}", folder.display());
        fail(EngineError::Failed(detail))
    })?;
    let paths = files.iter().map(|file| shown(&file.path)).collect();
    Ok(Made { paths, fresh: false, why: String::new() })
}

fn inputs(session: &Session, ready: &Ready, kind: &str) -> Inputs {
    let texts = ready.sources.iter().map(|source| (source.path.to_string(), read::sha256(source.text.as_bytes())));
    let evidence = ready.case.evidence.iter().filter_map(|e| e.file.as_ref());
    let used = session.templates.iter().filter(|(name, _)| {
        // `bundle.typ` and its like stand at the top.
        !name.contains('/')
            || name.starts_with("base/")
            || name.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/'))
    });
    Inputs {
        tool: env!("CARGO_PKG_VERSION"),
        texts: texts.collect(),
        evidence: evidence.map(|file| (file.path.clone(), file.sha256.clone())).collect(),
        templates: used.map(|(name, template)| (name.to_owned(), read::sha256(template.text.as_bytes()))).collect(),
        fonts: ready.fonts.extras.iter().map(|font| font.sha256.clone()).collect(),
        date: session.options.today_given.then_some(session.options.today),
    }
}

/// Where each exhibit stands, from the frame's named destinations, and how many pages there are.
fn pages(frame: &[u8], exhibits: &[Exhibit]) -> Result<(Pages, usize), LinkError> {
    let destinations = link::destinations(frame)?;
    let total = link::page_count(frame)?;
    let first = |number: usize| destinations.get(&format!("ex-{number}")).copied();
    let end =
        ["timeline", "hashes"].iter().filter_map(|name| destinations.get(*name)).min().copied().unwrap_or(total + 1);
    let mut pages = BTreeMap::new();
    for exhibit in exhibits {
        let start = first(exhibit.number)
            .ok_or_else(|| LinkError::Frame(format!("exhibit {} has no heading", exhibit.number)))?;
        let next = exhibits.iter().filter_map(|other| first(other.number)).filter(|page| *page > start).min();
        pages.insert(exhibit.number, (start, next.unwrap_or(end).saturating_sub(start).max(1)));
    }
    Ok((pages, total))
}

/// What of a file stands in a placeholder.
fn what(file: &Inspected, page: usize) -> What {
    match (&file.content, file.format) {
        (_, format) if raster::is_raster(format) => What::Raster { format, page: page.saturating_sub(1) },
        (Content::Pages(_), _) => What::PdfPage { index: page.saturating_sub(1) },
        (_, "svg") => What::Drawing,
        (_, "png") => What::Png,
        _ => What::Jpeg,
    }
}

/// Files inside evidence files, by the path of the file and the way to them.
type Unpacked = BTreeMap<(String, Vec<usize>), Vec<u8>>;

/// The bytes of every file inside that has a placeholder.
fn unpacked(case: &Case, exhibits: &[Exhibit], ready: &Ready) -> Unpacked {
    let mut all = Unpacked::new();
    for exhibit in exhibits {
        let Some(file) = case.evidence[exhibit.evidence].file.as_ref() else { continue };
        for place in &exhibit.inside {
            for depth in 1..=place.way.len() {
                let (around, own) = (&place.way[..depth - 1], &place.way[..depth]);
                if all.contains_key(&(file.path.clone(), own.to_vec())) {
                    continue;
                }
                let bytes = match around {
                    [] => ready.bytes.get(&file.path),
                    way => all.get(&(file.path.clone(), way.to_vec())),
                };
                let format = at_way(&file.inspected, around).map_or("", |found| found.format);
                let found = bytes.map(|bytes| enclosed::unpack(format, bytes)).unwrap_or_default();
                for (at, bytes) in found.into_iter().enumerate() {
                    let mut way = around.to_vec();
                    way.push(at);
                    all.insert((file.path.clone(), way), bytes);
                }
            }
        }
    }
    all
}

/// What the file at the end of a way is.
fn at_way<'f>(file: &'f Inspected, way: &[usize]) -> Option<&'f Inspected> {
    way.iter().try_fold(file, |file, at| file.content.enclosed().get(*at)?.inspected.as_deref())
}

fn bundle<'a>(
    frame: &[u8],
    case: &Case,
    exhibits: &[Exhibit],
    ready: &'a Ready,
    inside: &'a Unpacked,
    manifest: &[u8],
) -> Result<link::Linked<'a>, LinkError> {
    let mut parts = Vec::new();
    for exhibit in exhibits {
        let Some(file) = case.evidence[exhibit.evidence].file.as_ref() else { continue };
        let Some(bytes) = ready.bytes.get(&file.path) else { continue };
        for (slot, page) in &exhibit.slots {
            parts.push(Part { slot: *slot, bytes, what: what(&file.inspected, *page) });
        }
        for place in &exhibit.inside {
            let Some(bytes) = inside.get(&(file.path.clone(), place.way.clone())) else { continue };
            let Some(inspected) = at_way(&file.inspected, &place.way) else { continue };
            parts.push(Part { slot: place.slot, bytes, what: what(inspected, place.page) });
        }
    }
    let attachment = Attachment {
        name: "manifest.json",
        media_type: "application/json",
        description: "What this bundle was made from",
        bytes: manifest,
    };
    link::link(frame, &parts, &[attachment])
}

/// The originals, byte for byte, and their hashes. An exhibit that shows pages of a file gives the
/// whole file.
fn originals<'a>(case: &'a Case, exhibits: &[Exhibit], ready: &'a Ready) -> Vec<(Output<'a>, &'a str)> {
    let all = exhibits.iter().filter_map(|exhibit| {
        let file = case.evidence[exhibit.evidence].file.as_ref()?;
        let bytes = ready.bytes.get(&file.path)?;
        let name = manifest::original_name(exhibit, &file.name, exhibits.len());
        Some((Output { path: format!("exhibits/{name}"), pieces: vec![bytes] }, file.sha256.as_str()))
    });
    all.collect()
}

/// The boxes of Amazon's form, each with its length in characters.
fn form_text(form: &[FormBox]) -> String {
    let mut text = String::new();
    for part in form {
        let title = match part.name {
            "root_cause" => "ROOT CAUSE / 根本原因",
            "actions" => "ACTIONS TAKEN / 已采取的措施",
            "prevention" => "STEPS TO PREVENT / 预防措施",
            _ => "ARGUMENTS / 争议理由",
        };
        let count = part.text.chars().count();
        text.push_str(&format!("===== {title} ({count} characters / {count} 个字符) =====\n{}\n\n", part.text));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn failure(finding: Finding) -> Failure {
    Box::new((finding, Vec::new()))
}

/// The diagnostic of an engine that failed.
pub fn engine_finding(place: &Place, error: &EngineError) -> Finding {
    let finding = Finding::new("X001", place.clone());
    match error {
        EngineError::Missing(path) => finding.variant("missing").arg("path", path.as_str()),
        EngineError::TooOld { found, needed } => {
            finding.variant("old").arg("found", found.as_str()).arg("needed", *needed)
        }
        EngineError::Failed(detail) => finding.arg("detail", detail.as_str()),
        EngineError::Timeout(limit) => {
            finding.variant("timeout").arg("seconds", usize::try_from(limit.as_secs()).unwrap_or(usize::MAX))
        }
    }
}

/// The diagnostic of a template: in its own line where it is the workspace's own.
fn template_failure(templates: &crate::templates::Templates, case: &Case, error: &TemplateError) -> Failure {
    let Some(template) = templates.get(&error.template) else {
        let kind = case.kind.as_ref().map(|kind| kind.id.clone()).unwrap_or_default();
        if error.template.contains("/letter.") {
            let finding = Finding::new("X002", case.place.clone()).variant("missing").arg("type", kind);
            return failure(finding.arg("stance", case.stance.name()).arg("language", case.language.as_str()));
        }
        return failure(Finding::new("X002", case.place.clone()).arg("detail", error.detail.as_str()));
    };
    let file = SourceFile::new(format!("templates/{}", error.template), template.text.clone());
    let span = error.span.clone().unwrap_or(0..0);
    let finding = Finding::new("X002", file.at(span)).arg("detail", error.detail.as_str());
    Box::new((finding, vec![file]))
}

/// The diagnostic of a file that passed inspection and could not be linked.
fn link_failure(case: &Case, exhibits: &[Exhibit], error: &LinkError) -> Failure {
    if let LinkError::Part { slot, problem } = error {
        let exhibit = exhibits.iter().find(|exhibit| {
            exhibit.slots.iter().any(|(at, _)| at == slot) || exhibit.inside.iter().any(|place| place.slot == *slot)
        });
        if let Some(evidence) = exhibit.map(|exhibit| &case.evidence[exhibit.evidence]) {
            let path = evidence.file.as_ref().map(|file| file.path.clone()).unwrap_or_default();
            let reader = evidence.file.as_ref().map_or("", |file| file.inspected.format);
            let refusal = crate::evidence::Refusal::Unreadable { reader, problem: problem.clone() };
            let path = crate::source::Spanned::new(path, evidence.path_place.clone());
            return failure(crate::check::evidence::refusal_finding(&path, &refusal));
        }
    }
    failure(Finding::new("X001", case.place.clone()).arg("detail", error.to_string()))
}
