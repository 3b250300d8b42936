//! Reads outputs back in a worker: a bundle, a case's output folder, or the outputs of a case of the
//! workspace; and says whether they still match their case.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::session::Session;
use super::{outputs, rebuilt};
use crate::diag::{Finding, Report};
use crate::read::{self, built};
use crate::verify::manifest::{Manifest, Unfit};
use crate::verify::pdf::NoBundle;
use crate::verify::{self, Differences, folder, pdf, stale};
use crate::write;

/// What to read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The outputs of a case, by its path from the root.
    Case(String),
    /// A case's output folder.
    Folder(PathBuf),
    /// A bundle, or a volume of one.
    Bundle(PathBuf),
    /// What was sent of a case: its path from the root, and the number.
    Submission(String, u64),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Everything is as the manifest says.
    Good,
    /// Something differs.
    Different,
    /// It is no bundle, or cannot be read.
    Unreadable,
}

/// What was read back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Verified {
    /// The folder or file, from the workspace root where it lies inside.
    pub path: String,
    /// The case, if a manifest names it.
    pub case: Option<String>,
    /// What came of it.
    pub state: State,
    /// How many files were read.
    pub files: usize,
    /// How many pages of bundles were read.
    pub pages: usize,
    /// How many exhibits they have.
    pub exhibits: usize,
    /// Whether they were compared with the case.
    pub compared: bool,
    /// The differences.
    pub report: Report,
}

impl Verified {
    fn new(path: String, findings: Vec<Finding>) -> Self {
        let state = if findings.is_empty() { State::Good } else { State::Different };
        let report = Report { sources: Vec::new(), diagnostics: verify::diagnostics(findings) };
        Self { path, case: None, state, files: 0, pages: 0, exhibits: 0, compared: false, report }
    }

    /// What came of a submission.
    pub(super) fn of_submission(path: String, case: &str, findings: Vec<Finding>, counted: rebuilt::Counted) -> Self {
        let rebuilt::Counted { files, pages, exhibits } = counted;
        Self { case: Some(case.to_owned()), files, pages, exhibits, compared: true, ..Self::new(path, findings) }
    }

    /// What is told where a worker died over a target.
    pub fn lost(root: &Path, target: &Target, timed_out: bool) -> Self {
        let path = shown(root, target.path());
        let out = Differences::new(&path);
        let finding = Finding::new("V001", out.place());
        let finding = if timed_out { finding.variant("timeout") } else { finding.variant("crashed") };
        Self { state: State::Unreadable, ..Self::new(path, vec![finding]) }
    }
}

impl Target {
    fn path(&self) -> &Path {
        match self {
            Target::Case(case) | Target::Submission(case, _) => Path::new(case),
            Target::Folder(path) | Target::Bundle(path) => path,
        }
    }
}

/// A path as messages show it.
fn shown(root: &Path, path: &Path) -> String {
    if path.starts_with(root) { read::relative(root, path) } else { path.to_string_lossy().into_owned() }
}

/// Reads a target back.
pub fn run(session: &mut Session, target: &Target) -> Verified {
    let root = session.options.root.clone();
    match target {
        Target::Bundle(path) => bundle(path, shown(&root, path)),
        Target::Folder(path) => outputs_of(session, path),
        Target::Submission(case, n) => rebuilt::run(session, case, *n),
        Target::Case(case) => {
            let settings = session.settings(case, &mut Vec::new(), &mut Vec::new());
            let folder = write::folder(&session.out(&settings), case);
            outputs_of(session, &folder)
        }
    }
}

fn bundle(path: &Path, shown: String) -> Verified {
    let mut out = Differences::new(&shown);
    let bytes = match built::file(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let finding = Finding::new("V001", out.place()).variant("io").arg("detail", error.to_string());
            return Verified { state: State::Unreadable, ..Verified::new(shown, vec![finding]) };
        }
    };
    match pdf::read(&bytes) {
        Ok(found) => {
            pdf::check(&found, &mut out);
            Verified {
                case: Some(found.manifest.case.clone()),
                files: 1,
                pages: found.bundle.pages.len(),
                exhibits: found.manifest.here(found.volume).count(),
                ..Verified::new(shown, out.finish())
            }
        }
        Err(problem) => {
            // A bundle whose manifest was damaged is still one.
            let damaged = matches!(problem, NoBundle::Manifest(Unfit::NoJson(_) | Unfit::Key(_)));
            let state = if damaged { State::Different } else { State::Unreadable };
            let finding = problem.finding(&out);
            Verified { state, ..Verified::new(shown, vec![finding]) }
        }
    }
}

fn outputs_of(session: &mut Session, path: &Path) -> Verified {
    let name = shown(&session.options.root, path);
    let mut checked = folder::check(path, &name);
    let mut compared = false;
    if let Some(manifest) = &checked.manifest {
        let mut out = Differences::new(&read::join(&name, built::MANIFEST));
        compared = with_case(session, manifest, &mut out);
        checked.findings.extend(out.finish());
    }
    let manifest = checked.manifest.as_ref();
    Verified {
        case: manifest.map(|manifest| manifest.case.clone()),
        files: checked.files,
        pages: checked.pages,
        exhibits: manifest.map_or(0, |manifest| manifest.exhibits.len()),
        compared,
        ..Verified::new(name, checked.findings)
    }
}

/// Compares a manifest with its case, if that lies in the workspace; says whether it does.
fn with_case(session: &mut Session, manifest: &Manifest, out: &mut Differences) -> bool {
    let case = manifest.case.as_str();
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if !case.is_empty() && !case.split('/').all(plain) {
        out.push(Finding::new("V003", out.place()).variant("key").arg("key", "case"));
        return false;
    }
    if read::resolve(&session.options.root, "", &read::join(case, read::CASE_FILE)).is_err() {
        return false;
    }
    match session.check(case, &mut Vec::new(), &mut Vec::new(), &mut |_| {}) {
        Some(ready) => stale::check(manifest, &outputs::inputs(session, &ready), out),
        None => out.push(Finding::new("V014", out.place()).variant("unreadable").arg("case", case)),
    }
    true
}
