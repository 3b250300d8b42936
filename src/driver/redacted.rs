//! Redacted evidence of a case: the file that goes out takes the place of the seller's, before
//! anything is judged or planned. Drawing a page takes a moment, so what was made is kept by content.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Step;
use super::parts::what;
use super::session::Progress;
use crate::check::case::{Case, Evidence, EvidenceFile, Original};
use crate::check::evidence::refusal_finding;
use crate::diag::Finding;
use crate::evidence::{self, Content, Limits, Refusal};
use crate::options::Secret;
use crate::plan::context::source_pages;
use crate::read;
use crate::redact::{self, Failed, Job, Marked, Published};
use crate::source::Spanned;
use crate::write;

/// Blacks out what the case wants blacked out. Where that fails the evidence has no file any more:
/// nothing of it can go out.
pub fn apply(
    case: &mut Case,
    passwords: &BTreeMap<String, Secret>,
    kept: &Path,
    progress: Progress<'_>,
    out: &mut Vec<Finding>,
) {
    for evidence in &mut case.evidence {
        if evidence.redact.is_empty() {
            continue;
        }
        let Some(file) = evidence.file.take() else { continue };
        progress(Step::Evidence { place: evidence.path_place.clone(), path: file.path.clone() });
        let all: Vec<usize> = (1..=source_pages(&file.inspected.content)).collect();
        let pages = if evidence.pages.is_empty() { all } else { evidence.pages.clone() };
        let job = Job {
            bytes: &file.content,
            password: passwords.get(&file.path).map(Secret::reveal),
            inspected: &file.inspected,
            pages: &pages,
            redactions: &evidence.redact,
            what,
        };
        match made(&job, &file, kept) {
            Ok((marked, new)) => {
                let counts = pages.iter().copied().zip(marked.boxes().iter().map(Vec::len)).collect();
                let pages = source_pages(&file.inspected.content);
                let sha256 = file.sha256().to_owned();
                let original = Original { sha256, bytes: file.bytes, pages, boxes: counts };
                evidence.hidden = marked.hidden;
                evidence.pages.clear();
                evidence.file = Some(EvidenceFile { original: Some(original), path: file.path, ..new });
            }
            Err(failed) => out.extend(failed.iter().map(|failed| finding(failed, evidence, &file))),
        }
    }
}

/// The boxes, and the file that goes out.
fn made(job: &Job<'_>, file: &EvidenceFile, kept: &Path) -> Result<(Marked, EvidenceFile), Vec<Failed>> {
    let marked = redact::mark(job)?;
    let key = serde_json::json!([redact::VERSION, file.sha256(), job.pages, marked.boxes()]);
    let key = format!("redacted-{}", read::sha256(key.to_string().as_bytes()));
    if let Some(new) = find(kept, &key).and_then(|published| described(file, published).ok()) {
        return Ok((marked, new));
    }
    let published = redact::publish(job, &marked).map_err(|failed| vec![failed])?;
    keep(kept, &key, &published);
    let new = described(file, published).map_err(|refusal| match refusal {
        Refusal::Unreadable { problem, .. } => vec![Failed::File(problem)],
        _ => vec![Failed::Undrawn { page: 1 }],
    })?;
    Ok((marked, new))
}

/// What was made, as an evidence file.
fn described(file: &EvidenceFile, published: Published) -> Result<EvidenceFile, Refusal> {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let fits = ending == published.ending || (ending == "jpeg" && published.ending == "jpg");
    let name = if fits { file.name.clone() } else { format!("{stem}.{}", published.ending) };
    let mut inspected = evidence::inspect(&published.bytes, &name, &Limits::default())?;
    inspected.left_out.clone_from(&file.inspected.left_out);
    inspected.taken = file.inspected.taken;
    let (path, bytes) = (file.path.clone(), published.bytes.len() as u64);
    let content = read::Bytes::new(published.bytes);
    Ok(EvidenceFile { path, name, content, bytes, inspected: Arc::new(inspected), ..file.clone() })
}

/// What is kept beside a file.
#[derive(Serialize, Deserialize)]
struct Kept {
    sha256: String,
    ending: String,
}

fn find(kept: &Path, key: &str) -> Option<Published> {
    let note: Kept = serde_json::from_slice(&read::kept::kept(kept, &format!("{key}.json"))?).ok()?;
    let bytes = read::kept::kept(kept, key).filter(|bytes| read::sha256(bytes) == note.sha256)?;
    let ending = ["pdf", "jpg", "png"].into_iter().find(|ending| *ending == note.ending)?;
    Some(Published { bytes, ending })
}

/// Keeps what was made, if the disk lets it.
fn keep(kept: &Path, key: &str, published: &Published) {
    let note = Kept { sha256: read::sha256(&published.bytes), ending: published.ending.to_owned() };
    let note = serde_json::to_vec(&note).unwrap_or_default();
    // The note last: where it stands, the file does.
    let done = write::keep(kept, key, &published.bytes);
    let _ = done.and_then(|()| write::keep(kept, &format!("{key}.json"), &note));
}

fn finding(failed: &Failed, evidence: &Evidence, file: &EvidenceFile) -> Finding {
    let at = |page: usize| {
        let redaction = evidence.redact.iter().find(|redaction| redaction.pages.contains(&page));
        redaction.or(evidence.redact.first()).map_or(&evidence.place, |redaction| &redaction.place).clone()
    };
    let drawn = |page: usize, variant: &str| {
        let finding = Finding::new("E019", at(page)).variant(variant).arg("path", file.name.clone());
        let paged = matches!(file.inspected.content, Content::Pages(_));
        if paged { finding.arg("page", page) } else { finding.arg("page", 1usize) }
    };
    match failed {
        Failed::NotFound { redaction, scan, unknown } => {
            let redaction = evidence.redact.get(*redaction);
            let place = redaction.map_or(&evidence.place, |redaction| &redaction.place).clone();
            let finding = Finding::new("E019", place).arg("path", file.name.clone());
            let pages = redaction.map(|redaction| redaction.pages.iter().map(usize::to_string).collect::<Vec<_>>());
            let finding = finding.arg("pages", pages.unwrap_or_default().join(", "));
            match (scan, unknown) {
                (true, _) => finding.variant("scan"),
                (_, 0) => finding,
                (_, unknown) => finding.variant("unreadable").arg("count", *unknown),
            }
        }
        Failed::Fonts { page } => drawn(*page, "fonts"),
        Failed::Undrawn { page } => drawn(*page, "undrawn"),
        Failed::File(problem) => {
            let path = Spanned::new(file.path.clone(), evidence.path_place.clone());
            let refusal = Refusal::Unreadable { reader: file.inspected.format, problem: problem.clone() };
            refusal_finding(&path, &refusal)
        }
    }
}
