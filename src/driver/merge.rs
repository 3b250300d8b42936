//! Joins the parts of a build that several machines shared: every part is there once, all are of the same
//! build, and every file is as its part says. Only then is something written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Status;
use super::duplicates::Seen;
use super::joint::{Common, Part, Record, Unusable};
use crate::check::settings::Settings;
use crate::diag::{Diagnostic, Finding, Level, LevelFrom};
use crate::lint;
use crate::read;
use crate::read::built::{self, MANIFEST, OutputProblem};
use crate::read::parts::{self, MERGED};
use crate::source;
use crate::verify::manifest::Manifest;
use crate::write::{self, Output, Place, Refused, joined::NewFolder, outputs};

/// The codes of what keeps parts apart, and their names.
pub const NAMES: &[(&str, &str)] = &[
    ("M001", "part-unreadable"),
    ("M002", "part-missing"),
    ("M003", "part-doubled"),
    ("M004", "parts-differ"),
    ("M005", "case-doubled"),
    ("M006", "case-missing"),
    ("M007", "part-output-differs"),
];

/// So many of a kind are told one by one.
const MOST: usize = 100;

/// A part, and where it was found.
struct Found {
    place: parts::Place,
    shown: String,
    part: Part,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Merged {
    /// What keeps the parts apart; warnings about cases too.
    pub diagnostics: Vec<Diagnostic>,
    /// How many parts were found.
    pub parts: usize,
    /// The cases, in order.
    pub cases: Vec<(String, Status)>,
    /// How many files were read.
    pub files: usize,
    /// Where they lie together, if they do.
    pub out: Option<PathBuf>,
    /// Whether they were copied there.
    pub copied: bool,
}

impl Merged {
    /// Whether something keeps the parts apart.
    pub fn refused(&self) -> bool {
        self.out.is_none()
    }
}

/// Joins the parts in these folders, each with the name that messages call it by. `out` is where they go;
/// none leaves them where they are, if that is one folder, and else takes `usual`.
///
/// # Errors
/// What the system says, with the path that it says it of: a folder is not there, or nothing can be written.
pub fn merge(folders: &[PathBuf], out: Option<&Path>, usual: &Path) -> Result<Merged, (PathBuf, io::Error)> {
    let mut findings = Vec::new();
    let found = find(folders, &mut findings)?;
    let mut merged = Merged { parts: found.len(), ..Merged::default() };
    compare(&found, &mut findings);
    let cases = cases(&found, &mut findings);
    for (found, record) in cases.values() {
        merged.files += verify(found, record, &mut findings);
    }
    merged.cases = cases.values().map(|(_, record)| (record.case.clone(), record.status)).collect();
    merged.diagnostics = diagnostics(findings);
    if let (true, Some(first)) = (merged.diagnostics.is_empty(), found.first()) {
        let same = found.iter().all(|found| found.place.folder == first.place.folder);
        let target = match out {
            Some(out) => out,
            None if same => &first.place.folder,
            None => usual,
        };
        merged.copied = join(&cases, &first.part, &found, target)?;
        merged.out = Some(target.to_path_buf());
    }
    let mut seen = Seen::default();
    let twice = cases.values().flat_map(|(_, record)| seen.judge(&record.case, &record.about)).collect();
    // The levels of schema rules cannot be set.
    merged.diagnostics.extend(lint::settle(twice, &Settings::default(), &[]));
    Ok(merged)
}

/// Whether anything is a part in these folders.
///
/// # Errors
/// As [`merge`].
pub fn is_any(folders: &[PathBuf]) -> Result<bool, (PathBuf, io::Error)> {
    for folder in folders {
        if !parts::find(folder).map_err(|error| (folder.clone(), error))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn whole(file: &str) -> source::Place {
    source::Place { file: file.into(), start: 0, end: 0 }
}

/// Findings as diagnostics: each is an error.
fn diagnostics(findings: Vec<Finding>) -> Vec<Diagnostic> {
    let all = findings.into_iter().map(|finding| {
        let name = NAMES.iter().find(|(code, _)| *code == finding.code).map_or("", |(_, name)| name);
        Diagnostic { rule: name.to_owned(), level: Level::Error, level_from: LevelFrom::Default, finding }
    });
    all.collect()
}

/// The parts, in the order of their numbers.
fn find(folders: &[PathBuf], out: &mut Vec<Finding>) -> Result<Vec<Found>, (PathBuf, io::Error)> {
    let mut all: Vec<Found> = Vec::new();
    for folder in folders {
        let places = parts::find(folder).map_err(|error| (folder.clone(), error))?;
        let given = folder.to_string_lossy().into_owned();
        if places.is_empty() {
            out.push(Finding::new("M001", whole(&given)).variant("none"));
        }
        let own = parts::existing(folder);
        for place in places {
            let below = own.as_ref().map(|own| read::relative(own, &place.folder)).unwrap_or_default();
            let shown = read::join(&read::join(given.trim_end_matches('/'), &below), &place.name);
            match part(&place) {
                Ok(part) => all.push(Found { place, shown, part }),
                Err(finding) => out.push(Finding { place: whole(&shown), ..*finding }),
            }
        }
    }
    all.sort_by_key(|found| found.part.partition.part);
    Ok(all)
}

fn part(place: &parts::Place) -> Result<Part, Box<Finding>> {
    let unfit = |variant: &str, what: Option<(&str, String)>| {
        let finding = Finding::new("M001", whole("")).variant(variant);
        Box::new(match what {
            Some((name, value)) => finding.arg(name, value),
            None => finding,
        })
    };
    let bytes = parts::bytes(place).map_err(|error| unfit("io", Some(("detail", error.to_string()))))?;
    let part = Part::read(&bytes).map_err(|unusable| match unusable {
        Unusable::Json(detail) => unfit("json", Some(("detail", detail))),
        Unusable::Format => unfit("format", None),
        Unusable::Key(key) => unfit("key", Some(("key", key))),
    })?;
    if parts::name(part.partition.part, part.partition.of) != place.name {
        return Err(unfit("key", Some(("key", format!("partition: {}", part.partition)))));
    }
    Ok(part)
}

/// Says which parts are missing, there twice, or of another build.
fn compare(found: &[Found], out: &mut Vec<Finding>) {
    let Some(first) = found.first() else { return };
    let partition = first.part.partition;
    for other in &found[1..] {
        let finding = |variant: &str| {
            Finding::new("M004", whole(&other.shown)).variant(variant).arg("path", first.shown.as_str())
        };
        if (other.part.partition.kind, other.part.partition.of) != (partition.kind, partition.of) {
            let said = |part: &Part| format!("{}:…/{}", part.partition.kind.name(), part.partition.of);
            out.push(finding("partition").arg("here", said(&other.part)).arg("there", said(&first.part)));
        } else if let Some((what, there, here)) = first.part.common.difference(&other.part.common) {
            out.push(finding(what).arg("here", here).arg("there", there));
        }
    }
    for (at, other) in found.iter().enumerate() {
        let twin = found[..at].iter().find(|earlier| earlier.part.partition == other.part.partition);
        if let Some(twin) = twin {
            let finding = Finding::new("M003", whole(&other.shown)).arg("path", twin.shown.as_str());
            out.push(finding.arg("part", other.part.partition.to_string()));
        }
    }
    let there: BTreeSet<usize> = found.iter().map(|found| found.part.partition.part).collect();
    let missing: Vec<usize> = (1..=partition.of).filter(|part| !there.contains(part)).collect();
    for part in missing.iter().take(MOST) {
        let name = parts::name(*part, partition.of);
        let finding = Finding::new("M002", whole(&name)).arg("part", *part).arg("of", partition.of);
        out.push(finding);
    }
    if missing.len() > MOST {
        let finding = Finding::new("M002", whole(&parts::name(missing[MOST], partition.of))).variant("more");
        out.push(finding.arg("count", missing.len() - MOST));
    }
}

type Cases<'f> = BTreeMap<&'f str, (&'f Found, &'f Record)>;

/// The cases of all parts; says which is in two, in none, or in no list.
fn cases<'f>(found: &'f [Found], out: &mut Vec<Finding>) -> Cases<'f> {
    let mut cases: Cases<'f> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    let Some(first) = found.first() else { return cases };
    let all: BTreeSet<&str> = first.part.common.workspace.iter().map(String::as_str).collect();
    let mut told = 0;
    let mut tell = |finding: Finding| {
        told += 1;
        if told <= MOST {
            out.push(finding);
        }
    };
    for found in found {
        // A part that is there twice was told; its cases need not be.
        if !numbers.insert(found.part.partition.part) {
            continue;
        }
        for record in &found.part.cases {
            let finding = |code: &str| Finding::new(code, whole(&found.shown)).arg("case", record.case.as_str());
            if let Some((other, _)) = cases.get(record.case.as_str()) {
                tell(finding("M005").arg("path", other.shown.as_str()));
            } else {
                cases.insert(&record.case, (found, record));
                if !all.contains(record.case.as_str()) {
                    tell(finding("M006").variant("unknown"));
                }
            }
        }
    }
    // Where a part is missing, so are its cases.
    if numbers.len() == first.part.partition.of {
        for case in all.iter().filter(|case| !cases.contains_key(**case)) {
            tell(Finding::new("M006", whole(&first.shown)).arg("case", *case));
        }
    }
    cases
}

/// Compares the outputs of a case with what its part says; gives the number of files.
fn verify(found: &Found, record: &Record, out: &mut Vec<Finding>) -> usize {
    if record.status == Status::Failed {
        return 0;
    }
    let folder = write::folder(&found.place.folder, &record.case);
    let above = found.shown.rsplit_once('/').map_or("", |(above, _)| above);
    let finding = |path: &str, variant: &str| {
        let place = whole(&read::join(&read::join(above, &record.case), path));
        Finding::new("M007", place).variant(variant).arg("path", found.shown.as_str())
    };
    for file in &record.outputs {
        match built::output(&found.place.folder, &read::join(&record.case, &file.path)) {
            Ok(bytes) if read::sha256(&bytes) != file.sha256 => out.push(finding(&file.path, "changed")),
            Ok(bytes) if file.path == MANIFEST => {
                let agrees = Manifest::read(&bytes).is_ok_and(|manifest| {
                    manifest.case == record.case && Some(manifest.fingerprint) == record.fingerprint
                });
                if !agrees {
                    out.push(finding(&file.path, "manifest"));
                }
            }
            Ok(_) => {}
            Err(OutputProblem::Missing) => out.push(finding(&file.path, "missing")),
            Err(OutputProblem::Leads) => out.push(finding(&file.path, "leads")),
            Err(OutputProblem::Io(detail)) => out.push(finding(&file.path, "io").arg("detail", detail)),
        }
    }
    for path in built::listed(&folder) {
        if !record.outputs.iter().any(|file| file.path == path) {
            out.push(finding(&path, "foreign"));
        }
    }
    record.outputs.len()
}

/// Copies what does not lie in the target already, then writes the manifest of all; says whether
/// something was copied. A folder that was not there appears with everything in it.
fn join(cases: &Cases<'_>, first: &Part, found: &[Found], target: &Path) -> Result<bool, (PathBuf, io::Error)> {
    let fail = |error: io::Error| (target.to_path_buf(), error);
    let new = NewFolder::begin(target).map_err(fail)?;
    let folder = new.as_ref().map_or(target, NewFolder::path);
    let own = parts::existing(folder);
    let mut copied = false;
    for (found, record) in cases.values() {
        if Some(&found.place.folder) == own.as_ref() || record.status == Status::Failed {
            continue;
        }
        copy(found, record, folder)?;
        copied = true;
    }
    let mut all = serde_json::Map::new();
    all.insert("merged".into(), json!(1));
    let common: &Common = &first.common;
    all.insert("partition".into(), json!({"kind": first.partition.kind, "of": first.partition.of}));
    all.insert("dirty".into(), json!(found.iter().any(|found| found.part.dirty)));
    if let Ok(serde_json::Value::Object(common)) = serde_json::to_value(common) {
        all.extend(common.into_iter().filter(|(key, _)| key != "workspace"));
    }
    all.insert("cases".into(), cases.values().map(|(_, record)| json!(record)).collect());
    let mut text = serde_json::to_vec_pretty(&all).unwrap_or_default();
    text.push(b'\n');
    write::joined::record(&folder.join(MERGED), &text).map_err(fail)?;
    if let Some(new) = new {
        new.finish().map_err(fail)?;
    }
    Ok(copied)
}

fn copy(found: &Found, record: &Record, folder: &Path) -> Result<(), (PathBuf, io::Error)> {
    let mut files = Vec::new();
    for file in &record.outputs {
        let path = read::join(&record.case, &file.path);
        let whole = || found.place.folder.join(&path);
        let bytes = built::output(&found.place.folder, &path).map_err(|problem| {
            let detail = format!("{problem:?}");
            (whole(), io::Error::other(detail))
        })?;
        // It was right a moment ago.
        if read::sha256(&bytes) != file.sha256 {
            return Err((whole(), io::ErrorKind::ResourceBusy.into()));
        }
        files.push((file.path.clone(), bytes));
    }
    let files: Vec<Output> =
        files.iter().map(|(path, bytes)| Output { path: path.clone(), pieces: vec![bytes] }).collect();
    let run = format!("merge-{:x}", std::process::id());
    let place = Place { base: folder.to_path_buf(), out: folder.to_path_buf(), case: record.case.clone(), run };
    let refused = |refused: Refused| match refused {
        Refused::Io(path, error) => (path, error),
        Refused::Link(path) | Refused::NotAFolder(path) | Refused::NotAFile(path) => {
            (path, io::ErrorKind::AlreadyExists.into())
        }
    };
    outputs::stage(&place, &files).map_err(refused)?;
    outputs::commit(&place, &[]).map_err(refused)
}
