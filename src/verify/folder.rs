//! A case's output folder: every file as the manifest says, nothing missing, nothing foreign under a
//! name of ours, and every bundle checked by the manifest inside it.

use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::{File, Manifest, Unfit};
use super::{Differences, pdf};
use crate::diag::Finding;
use crate::read;
use crate::read::built::{self, MANIFEST, OutputProblem};

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct Checked {
    /// Every difference.
    pub findings: Vec<Finding>,
    /// The manifest, if it could be read.
    pub manifest: Option<Manifest>,
    /// How many files were read.
    pub files: usize,
    /// How many pages the bundles have.
    pub pages: usize,
}

/// Checks a folder, which messages call `shown`.
pub fn check(folder: &Path, shown: &str) -> Checked {
    let mut checked = Checked::default();
    let name = |path: &str| read::join(shown, path);
    let manifest = manifest(folder, &mut Differences::new(&name(MANIFEST)), &mut checked);
    let listed = built::listed(folder);
    let outputs = manifest.as_ref().map(|manifest| manifest.outputs.as_slice()).unwrap_or_default();
    let mut bundles: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for output in outputs {
        let mut out = Differences::new(&name(&output.path));
        let bytes = compare(folder, output, &mut out);
        checked.findings.extend(out.finish());
        let Some(bytes) = bytes else { continue };
        checked.files += 1;
        if is_bundle(&output.path) {
            bundles.insert(output.path.clone(), bytes);
        }
    }
    for path in listed.iter().filter(|path| *path != MANIFEST && !outputs.iter().any(|one| one.path == **path)) {
        if manifest.is_some() {
            let mut out = Differences::new(&name(path));
            out.push(Finding::new("V002", out.place()).variant("foreign").arg("path", path.as_str()));
            checked.findings.extend(out.finish());
        }
        if is_bundle(path)
            && let Ok(bytes) = built::output(folder, path)
        {
            bundles.insert(path.clone(), bytes);
        }
    }
    if let Some(manifest) = &manifest {
        let mut out = Differences::new(&name(MANIFEST));
        originals(manifest, &mut out);
        volumes(manifest, &mut out);
        checked.findings.extend(out.finish());
    }
    for (path, bytes) in &bundles {
        let mut out = Differences::new(&name(path));
        checked.pages += bundle(path, bytes, manifest.as_ref(), &mut out);
        checked.findings.extend(out.finish());
    }
    checked.manifest = manifest;
    checked
}

fn is_bundle(path: &str) -> bool {
    built::is_ours(path) && path.starts_with("bundle")
}

fn manifest(folder: &Path, out: &mut Differences, checked: &mut Checked) -> Option<Manifest> {
    let found = match built::output(folder, MANIFEST) {
        Ok(bytes) => Manifest::read(&bytes).map_err(|unfit| match unfit {
            Unfit::NoJson(detail) => Finding::new("V003", out.place()).variant("json").arg("detail", detail),
            Unfit::NotOurs => Finding::new("V003", out.place()).variant("foreign"),
            Unfit::Key(key) => Finding::new("V003", out.place()).variant("key").arg("key", key),
        }),
        Err(OutputProblem::Missing) => Err(Finding::new("V003", out.place()).variant("missing")),
        Err(problem) => Err(unreadable(&problem, MANIFEST, out)),
    };
    match found {
        Ok(manifest) => Some(manifest),
        Err(finding) => {
            checked.findings.push(finding);
            None
        }
    }
}

fn unreadable(problem: &OutputProblem, path: &str, out: &Differences) -> Finding {
    match problem {
        OutputProblem::Missing => Finding::new("V002", out.place()).variant("missing").arg("path", path),
        OutputProblem::Leads => Finding::new("V002", out.place()).variant("leads").arg("path", path),
        OutputProblem::Io(detail) => {
            Finding::new("V002", out.place()).variant("io").arg("path", path).arg("detail", detail.as_str())
        }
    }
}

/// Reads an output and compares it with what the manifest says of it.
fn compare(folder: &Path, output: &File, out: &mut Differences) -> Option<Vec<u8>> {
    let bytes = match built::output(folder, &output.path) {
        Ok(bytes) => bytes,
        Err(problem) => {
            out.push(unreadable(&problem, &output.path, out));
            return None;
        }
    };
    let finding = Finding::new("V002", out.place()).arg("path", output.path.as_str());
    if bytes.len() as u64 != output.bytes {
        let sizes = [bytes.len() as u64, output.bytes].map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        out.push(finding.variant("size").arg("found", sizes[0]).arg("expected", sizes[1]));
    } else if read::sha256(&bytes) != output.sha256 {
        out.push(finding.variant("changed"));
    }
    Some(bytes)
}

/// Every exhibit with a file has one in `exhibits/`, with the hash that its entry says.
fn originals(manifest: &Manifest, out: &mut Differences) {
    for exhibit in &manifest.exhibits {
        let Some(sha256) = &exhibit.sha256 else { continue };
        let digits = manifest.exhibits.len().to_string().len().max(2);
        let start = format!("exhibits/Exhibit {:0digits$} - ", exhibit.number);
        let own = manifest.outputs.iter().find(|output| output.path.starts_with(&start));
        let finding = Finding::new("V012", out.place()).arg("exhibit", exhibit.number);
        match own {
            Some(output) if output.sha256 == *sha256 => {}
            Some(output) => out.push(finding.arg("path", output.path.as_str())),
            None => out.push(finding.variant("none").arg("id", exhibit.id.as_str())),
        }
    }
}

/// The name of a volume's file.
fn volume_name(number: usize, of: usize) -> String {
    if of == 1 { "bundle.pdf".to_owned() } else { format!("bundle-{number}-of-{of}.pdf") }
}

/// Every volume is among the outputs, with as many pages as it should have.
fn volumes(manifest: &Manifest, out: &mut Differences) {
    for (at, pages) in manifest.volumes.iter().enumerate() {
        let name = volume_name(at + 1, manifest.of());
        let finding = Finding::new("V013", out.place()).arg("path", name.as_str());
        match manifest.outputs.iter().find(|output| output.path == name) {
            Some(output) if output.pages == Some(*pages) => {}
            Some(output) => {
                let found = output.pages.unwrap_or(0);
                out.push(finding.variant("pages").arg("found", found).arg("expected", *pages));
            }
            None => out.push(finding.variant("none")),
        }
    }
}

/// Checks a bundle of the folder; gives its number of pages.
fn bundle(path: &str, bytes: &[u8], outer: Option<&Manifest>, out: &mut Differences) -> usize {
    let found = match pdf::read(bytes) {
        Ok(found) => found,
        Err(problem) => {
            out.push(problem.finding(out));
            return 0;
        }
    };
    if let Some(outer) = outer {
        for key in found.manifest.differences(outer) {
            out.push(Finding::new("V003", out.place()).variant("inner-differs").arg("key", key));
        }
        let of = outer.of();
        let wanted = (1..=of.min(10_000)).find(|number| volume_name(*number, of) == path);
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found.volume) {
            let finding = Finding::new("V013", out.place()).arg("found", found.volume);
            out.push(finding.variant("other").arg("expected", wanted));
        }
    }
    pdf::check(&found, out);
    found.bundle.pages.len()
}
