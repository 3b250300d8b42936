//! Proves a submission: what is kept of it is what was recorded, and the commit that was checked out still yields
//! the files that were sent, byte for byte. The commit's files are written to a scratch folder and built there.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::past;
use super::session::Session;
use super::verify::Verified;
use crate::diag::Finding;
use crate::diag::Setting;
use crate::history::FOLDER;
use crate::history::event::Sent;
use crate::lint::rules;
use crate::options::{Manner, Options};
use crate::read::commits::Commits;
use crate::read::{self, built};
use crate::verify::{Differences, pdf};
use crate::write;

/// Reads a submission back.
pub fn run(session: &mut Session, case: &str, n: u64) -> Verified {
    let root = session.options.root.clone();
    let shown = read::join(case, &format!("{FOLDER}/{n}"));
    let mut out = Differences::new(&shown);
    let book = past::book(&root, case).ok();
    let events = book.iter().flat_map(|book| &book.history.events);
    let mut sent = events.filter_map(|event| Some((event.sent()?, event.marketplace.as_deref())));
    let Some((sent, market)) = sent.find(|(sent, _)| sent.n == n) else {
        out.push(Finding::new("V016", out.place()).variant("unrecorded").arg("n", n.to_string()));
        return Verified::of_submission(shown, case, out.finish(), Counted::default());
    };
    let mut counted = Counted::default();
    kept(&root, case, sent, &mut counted, &mut out);
    uploaded(&root, case, sent, market, &mut counted, &mut out);
    let manifest = past::kept(&root, case, n).unwrap_or(Value::Null);
    counted.exhibits = manifest["exhibits"].as_array().map_or(0, Vec::len);
    if let Some(finding) = again(session, case, sent, market, &manifest, &out) {
        finding.into_iter().for_each(|finding| out.push(finding));
    }
    Verified::of_submission(shown, case, out.finish(), counted)
}

/// What was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted {
    /// Files.
    pub files: usize,
    /// Pages of bundles.
    pub pages: usize,
    /// Exhibits.
    pub exhibits: usize,
}

fn hash(bytes: &[u8]) -> String {
    format!("sha256:{}", read::sha256(bytes))
}

/// What is kept with the case, against the history.
fn kept(root: &Path, case: &str, sent: &Sent, counted: &mut Counted, out: &mut Differences) {
    let letter = Some(&sent.letter);
    for (name, wanted) in
        [("letter.txt", letter), ("form.txt", sent.form.as_ref()), (built::MANIFEST, sent.manifest.as_ref())]
    {
        let Some(wanted) = wanted else { continue };
        let finding = Finding::new("V016", out.place()).arg("path", name);
        match past::kept_file(root, case, sent.n, name) {
            None => out.push(finding.variant("missing")),
            Some(bytes) => {
                counted.files += 1;
                // A working tree may have line ends of its own.
                let plain = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                if hash(&bytes) != *wanted && hash(plain.as_bytes()) != *wanted {
                    out.push(finding.variant("changed"));
                }
            }
        }
    }
}

/// What lies ready to upload, if it is still there, against the history; and each bundle against itself.
fn uploaded(root: &Path, case: &str, sent: &Sent, market: Option<&str>, counted: &mut Counted, out: &mut Differences) {
    let settings = past::Shelf::default().settings(root, case);
    let Some(glance) = past::glance(root, case, settings) else { return };
    let other = market.filter(|market| *market != glance.market.code);
    let folder = past::outputs(root, case, &glance.settings, other).join("upload").join(sent.n.to_string());
    let wanted: BTreeSet<&String> =
        sent.bundle.iter().chain(&sent.letter_pdf).chain(&sent.form).chain([&sent.letter]).collect();
    for name in built::all(&folder) {
        let Ok(bytes) = built::output(&folder, &name) else { continue };
        counted.files += 1;
        if !wanted.contains(&hash(&bytes)) {
            out.push(Finding::new("V016", out.place()).variant("upload").arg("path", name.as_str()));
        }
        if name.contains("-evidence") {
            match pdf::read(&bytes) {
                Ok(found) => {
                    counted.pages += found.bundle.pages.len();
                    pdf::check(&found, out);
                }
                Err(problem) => out.push(problem.finding(out)),
            }
        }
    }
}

/// Builds the commit again, and compares; what keeps that from being done is told as well.
fn again(
    session: &Session,
    case: &str,
    sent: &Sent,
    market: Option<&str>,
    manifest: &Value,
    out: &Differences,
) -> Option<Vec<Finding>> {
    let finding = || Finding::new("V017", out.place());
    let Some(commit) = &sent.commit else { return Some(vec![finding().variant("unrecorded")]) };
    let short = commit.get(..10).unwrap_or(commit).to_owned();
    let Some(commits) = Commits::around(&session.options.root) else {
        return Some(vec![finding().variant("no-repository").arg("commit", short)]);
    };
    if commits.find(commit).is_err() {
        let shallow = if commits.is_shallow() { "shallow" } else { "unknown" };
        return Some(vec![finding().variant(shallow).arg("commit", short)]);
    }
    let failed =
        |detail: String| Some(vec![finding().variant("io").arg("commit", short.clone()).arg("detail", detail)]);
    let scratch = match write::scratch(&session.options.scratch) {
        Ok(scratch) => scratch,
        Err(error) => return failed(error.to_string()),
    };
    let root = match built::root_of(scratch.path()) {
        Ok((_, full)) => full,
        Err(error) => return failed(error.to_string()),
    };
    let wanted = wanted(case, manifest);
    let mut each = |path: &str, bytes: Vec<u8>| {
        write::file(&root.join(path), &bytes, true).map_err(|error| format!("{path}: {error}"))
    };
    if let Err(detail) = commits.files(commit, &wanted, &mut each) {
        return failed(detail);
    }
    let h001 = rules::find("H001").map_or("H001", |rule| rule.name).to_owned();
    // As the case named its marketplaces then.
    let settings = past::Shelf::default().settings(&root, case);
    let glance = past::glance(&root, case, settings);
    if let Some(notice) = glance.as_ref().and_then(past::Glance::notice).filter(|notice| !wanted(notice))
        && let Err(detail) = commits.files(commit, &|path| path == notice, &mut each)
    {
        return failed(detail);
    }
    let own = glance.map(|glance| glance.market.code);
    let market = market.map(str::to_owned).filter(|market| own.is_some_and(|own| own != market));
    let options = Options {
        manner: Manner { market, ..Manner::default() },
        kept: root.join(".appealc").join("cache"),
        build: true,
        // What is printed is the day of then.
        today: sent.printed.unwrap_or(session.options.today),
        today_given: true,
        // It was sent then, whatever rules said.
        levels: vec![(h001, Setting::Allow)],
        out: None,
        root: root.clone(),
        ..session.options.clone()
    };
    let mut inner = Session::new(options);
    let result = inner.run(case, &mut |_| {});
    let settings = inner.settings(case, &mut Vec::new(), &mut Vec::new());
    let folder = write::folder(&inner.out(&settings), case);
    let names = built::listed(&folder);
    if !names.iter().any(|name| name == "letter.txt") {
        let first = result.report.diagnostics.iter().find(|d| d.level == crate::diag::Level::Error);
        let code = first.map_or_else(String::new, |diagnostic| diagnostic.finding.code.clone());
        return Some(vec![finding().variant("fails").arg("commit", short).arg("code", code)]);
    }
    let made = |name: &str| built::output(&folder, name).ok().map(|bytes| hash(&bytes));
    let bundles: Vec<&String> = names.iter().filter(|name| name.starts_with("bundle")).collect();
    let mut differs: Vec<&str> = Vec::new();
    for (name, wanted) in
        [("letter.txt", Some(&sent.letter)), ("letter.pdf", sent.letter_pdf.as_ref()), ("form.txt", sent.form.as_ref())]
    {
        if wanted.is_some_and(|wanted| made(name).as_ref() != Some(wanted)) {
            differs.push(name);
        }
    }
    let mut hashes: Vec<String> = bundles.iter().filter_map(|name| made(name)).collect();
    let mut recorded = sent.bundle.clone();
    hashes.sort();
    recorded.sort();
    if hashes != recorded {
        differs.push("bundle.pdf");
    }
    if differs.is_empty() {
        return None;
    }
    let finding = finding().arg("commit", short).arg("path", differs.join(", "));
    let own = env!("CARGO_PKG_VERSION");
    Some(vec![match &sent.tool {
        Some(tool) if tool != own => finding.variant("tool").arg("found", tool.as_str()).arg("expected", own),
        _ if sent.dirty => finding.variant("dirty"),
        _ => finding,
    }])
}

/// Which files of a commit a case can be made from: its own, what its manifest names, settings, templates, fonts,
/// and what was counted in reports.
fn wanted(case: &str, manifest: &Value) -> impl Fn(&str) -> bool {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for key in ["texts", "evidence"] {
        named.extend(manifest["inputs"][key].as_object().into_iter().flatten().map(|(path, _)| path.clone()));
    }
    let exhibits = manifest["exhibits"].as_array().into_iter().flatten();
    let reports = exhibits.filter_map(|exhibit| exhibit["reports"].as_array()).flatten();
    named.extend(reports.filter_map(|report| report["path"].as_str().map(str::to_owned)));
    let own = if case.is_empty() { String::new() } else { format!("{case}/") };
    move |path: &str| {
        let plain = path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']));
        let name = path.rsplit('/').next().unwrap_or(path);
        let font = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|end| name.to_lowercase().ends_with(end));
        plain
            && (named.contains(path)
                || path.starts_with(&own)
                || path.starts_with("templates/")
                || name == read::CONFIG_FILE
                || name.ends_with(crate::complaints::kept::SUFFIX)
                || font)
    }
}
