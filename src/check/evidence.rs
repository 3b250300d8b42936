//! Evidence: the files that a case names, their tables, and the ids that cite them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::case::{COMPLAINTS, Cite, Evidence, EvidenceFile};
use super::tables::{filled, own_asins, required, unique};
use super::{choice, ident, redact, unmask};
use crate::diag::{Arg, Edit, Finding, Fix, Level};
use crate::evidence::invoice::Invoice;
use crate::evidence::{Content, Inspected, Problem, Refusal};
use crate::parse::fields::nearest;
use crate::parse::keys;
use crate::parse::raw::{RawCase, RawEvidence, RawShared};
use crate::read::git::Untracked;
use crate::read::{Loaded, PathProblem};
use crate::source::{Place, Spanned};
use crate::tidy;

/// A file as it was found: its facts, and what it holds.
#[derive(Debug, Clone)]
pub struct Found {
    /// The file.
    pub file: Loaded,
    /// What it holds, or why it cannot be shown.
    pub inspected: Result<Arc<Inspected>, Refusal>,
    /// Why git does not keep it, if it does not.
    pub untracked: Option<Untracked>,
    /// What it says of itself as an invoice, if it is named as one.
    pub invoice: Option<Invoice>,
}

/// What every path of a case leads to, by directory (from the root) and path as written.
#[derive(Debug, Default)]
pub struct Files(pub BTreeMap<(String, String), Result<Found, PathProblem>>);

impl Files {
    fn get(&self, path: &Spanned<String>) -> Option<&Result<Found, PathProblem>> {
        self.0.get(&(base(&path.place).to_owned(), path.value.clone()))
    }
}

/// The directory that paths in a file are relative to: its own.
pub fn base(place: &Place) -> &str {
    place.file.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// Whether an entry of an `evidence` list is a path rather than an id.
pub fn is_path(text: &str) -> bool {
    text.contains(['/', '.', '\\'])
}

/// Every path that a case names, each once, with the place that names it first.
pub fn wanted(raw: &RawCase, included: &[RawShared], notice: Option<&Spanned<String>>) -> Vec<Spanned<String>> {
    let mut paths: Vec<Spanned<String>> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |path: &Spanned<String>| {
        if seen.insert((path.value.clone(), base(&path.place).to_owned())) {
            paths.push(path.clone());
        }
    };
    for shared in std::iter::once(&raw.shared).chain(included) {
        shared.evidence.iter().filter_map(|e| e.path.as_ref()).for_each(&mut add);
        let lists = shared.causes.iter().map(|c| &c.evidence).chain(shared.actions.iter().map(|a| &a.evidence));
        lists.flatten().filter(|entry| is_path(entry)).for_each(&mut add);
    }
    let lists = raw.arguments.iter().map(|a| &a.evidence).chain(raw.stock.iter().map(|s| &s.evidence));
    lists.flatten().filter(|entry| is_path(entry)).for_each(&mut add);
    notice.into_iter().for_each(&mut add);
    paths
}

/// The paths of `[[evidence]]` tables that are invoices, with the directory that they start from.
pub fn invoices(raw: &RawCase, included: &[RawShared]) -> BTreeSet<(String, String)> {
    let all = std::iter::once(&raw.shared).chain(included).flat_map(|shared| &shared.evidence);
    let invoices = all.filter(|evidence| evidence.kind.as_ref().is_some_and(|kind| kind.value == "invoice"));
    let paths = invoices.filter_map(|evidence| evidence.path.as_ref());
    paths.map(|path| (base(&path.place).to_owned(), path.value.clone())).collect()
}

/// Whether a file without a table is taken for an invoice.
pub fn is_called_invoice(name: &str) -> bool {
    let name = name.to_lowercase();
    ["invoice", "发票"].iter().any(|word| name.contains(word))
}

/// The variables of the environment that hold passwords, by the directory and the path of the file
/// that each opens. A file that several tables name has the first that one of them gives.
pub fn variables(raw: &RawCase, included: &[RawShared]) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for table in std::iter::once(&raw.shared).chain(included).flat_map(|shared| &shared.evidence) {
        if let (Some(path), Some(name)) = (&table.path, &table.password_env) {
            all.entry((base(&path.place).to_owned(), path.value.clone())).or_insert_with(|| name.value.clone());
        }
    }
    all
}

/// Checks that the notice can be read.
pub(super) fn notice(path: &Spanned<String>, files: &Files, out: &mut Vec<Finding>) {
    match files.get(path) {
        Some(Err(problem)) => out.push(path_finding(path, problem)),
        Some(Ok(_)) => untidy(path, out),
        None => {}
    }
}

/// Tells of `./` and doubled slashes in a path that leads somewhere.
pub fn untidy(path: &Spanned<String>, out: &mut Vec<Finding>) {
    if let Some(plain) = tidy::path(path) {
        let finding = Finding::new("E018", path.place.clone()).arg("path", path.value.clone());
        out.push(finding.arg("plain", plain.clone()).meant(Some(plain)));
    }
}

/// The evidence of a case while its citations are resolved.
pub struct Cites<'a> {
    files: &'a Files,
    evidence: Vec<Evidence>,
    /// Raw `after` values, by index.
    after: Vec<Option<Spanned<String>>>,
    /// Tables whose ids could not be read, by index.
    nameless: Vec<usize>,
}

impl<'a> Cites<'a> {
    /// Checks all `[[evidence]]` tables; `page` is where the reports are named whose page can be cited too.
    pub(super) fn new(
        raw: Vec<RawEvidence>,
        page: Option<Place>,
        files: &'a Files,
        asins: &[&str],
        out: &mut Vec<Finding>,
    ) -> Self {
        let mut all = Self { files, evidence: Vec::new(), after: Vec::new(), nameless: Vec::new() };
        let mut seen = BTreeMap::new();
        for raw in raw {
            let there = [
                ("id", raw.id.is_some()),
                ("path", raw.path.is_some()),
                ("kind", raw.kind.is_some()),
                ("caption", raw.caption.is_some()),
            ];
            let before = out.len();
            required(&raw.header, "[[evidence]]", &there, out);
            let after = out.len();
            let fresh = raw.id.as_ref().is_none_or(|id| unique(id, "evidence-id", &mut seen, out));
            let kind = raw.kind.as_ref().and_then(|kind| choice(kind, "kind", keys::KINDS, out));
            let proves = raw.proves.as_ref().and_then(|proves| choice(proves, "proves", &["action"], out));
            let mark = out.len();
            let file = raw.path.as_ref().and_then(|path| file(path, files, out));
            if let Some(name) = raw.password_env.as_ref().filter(|name| !ident::password_variable(name)) {
                // That nothing is found under such a name needs no words.
                let told = out.split_off(mark).into_iter();
                out.extend(told.filter(|finding| finding.message != "E004-password-unset"));
                let finding = Finding::new("S007", name.place.clone()).variant("password-env");
                out.push(finding.arg("value", name.value.clone()));
            }
            if let Some(kind) = file.as_ref().and_then(certain_kind).filter(|_| raw.kind.is_none()) {
                let of_kind = |finding: &&mut Finding| finding.args.get("key") == Some(&Arg::from("kind"));
                for finding in out[before..after].iter_mut().filter(of_kind) {
                    let (header, value) = (raw.header.place.clone(), format!("\"{kind}\""));
                    finding.fix = Some(Fix {
                        edits: vec![Edit::Insert { header, below: "path".to_owned(), key: "kind".to_owned(), value }],
                    });
                }
            }
            let pages = raw.pages.as_ref().and_then(|pages| page_list(pages, file.as_ref(), out)).unwrap_or_default();
            unmask::check(&raw.unmask, file.as_ref(), out);
            let redact = redact::redactions(raw.redact, file.as_ref(), &pages, out);
            let caption = filled(&raw.header, "[[evidence]]", "caption", raw.caption, out);
            let asins = own_asins(raw.asins, asins, out);
            if !fresh {
                continue;
            }
            if raw.id.is_none() && raw.header.tried("id") {
                all.nameless.push(all.evidence.len());
            }
            let place = raw.header.place;
            all.after.push(raw.after);
            all.evidence.push(Evidence {
                id: raw.id.map(|id| id.value).unwrap_or_default(),
                kind: kind.unwrap_or_else(|| "other".to_owned()),
                proves_action: proves.is_some(),
                caption: caption.unwrap_or_else(|| Spanned::new(String::new(), place.clone())),
                date: raw.date.map(|day| day.value),
                file,
                pages,
                after: None,
                note: raw.note,
                translation: raw.translation,
                redact,
                hidden: Vec::new(),
                confidential: raw.confidential.is_some_and(|flag| flag.value),
                unmask: raw.unmask,
                asins,
                path_place: raw.path.map_or_else(|| place.clone(), |path| path.place),
                place,
            });
        }
        if let Some(page) = page {
            all.after.push(None);
            all.evidence.push(Evidence::complaints(page));
        }
        all
    }

    /// Resolves a list of ids and paths. What is unknown is told with the nearest id.
    pub(super) fn resolve(&mut self, list: Vec<Spanned<String>>, out: &mut Vec<Finding>) -> Vec<Cite> {
        let mut cites: Vec<Cite> = Vec::new();
        super::tables::repeated(&list, out);
        for entry in list {
            let at = match self.evidence.iter().position(|e| e.id == entry.value) {
                Some(at) => Some(at),
                None if is_path(&entry) => self.short(&entry, out),
                None if entry.value == COMPLAINTS => {
                    out.push(Finding::new("S009", entry.place.clone()).variant("complaints").arg("id", COMPLAINTS));
                    None
                }
                None => {
                    let finding = Finding::new("S009", entry.place.clone())
                        .arg("id", entry.value.clone())
                        .arg_message("kind-of", "ref-evidence");
                    let near = nearest(&entry, self.evidence.iter().map(|e| e.id.as_str())).map(str::to_owned);
                    if let Some(at) = self.nameless.first().copied().filter(|_| near.is_none()) {
                        // The id that could not be read in its table.
                        self.nameless.remove(0);
                        self.evidence[at].id.clone_from(&entry.value);
                        cites.push(Cite { evidence: at, place: entry.place });
                        continue;
                    }
                    let at = near.as_ref().and_then(|near| self.evidence.iter().position(|e| e.id == *near));
                    out.push(match near {
                        Some(near) => finding.variant("similar").arg("nearest", near).meant(self.meant(&entry)),
                        None => finding,
                    });
                    at
                }
            };
            if let Some(evidence) = at.filter(|at| !cites.iter().any(|cite| cite.evidence == *at)) {
                cites.push(Cite { evidence, place: entry.place });
            }
        }
        cites
    }

    /// The id that must have been meant by a misspelt one.
    fn meant(&self, name: &str) -> Option<&str> {
        tidy::meant(name, self.evidence.iter().map(|e| e.id.as_str()))
    }

    /// A path in a list: short for a table whose id and caption come from the file's name.
    fn short(&mut self, path: &Spanned<String>, out: &mut Vec<Finding>) -> Option<usize> {
        let file = file(path, self.files, out)?;
        if let Some(at) = self.evidence.iter().position(|e| e.file.as_ref().is_some_and(|f| f.path == file.path)) {
            return Some(at);
        }
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        let caption = stem.replace(['_', '-'], " ").trim().to_owned();
        let mut id: String = stem
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
            .take(60)
            .collect();
        id = id.trim_matches('-').to_owned();
        if id.is_empty() {
            id = "exhibit".to_owned();
        }
        let mut unique = id.clone();
        let mut count = 1;
        while self.evidence.iter().any(|e| e.id == unique) {
            count += 1;
            unique = format!("{id}-{count}");
        }
        let kind = guess_kind(&file);
        out.push(
            Finding::new("E017", path.place.clone())
                .level(Level::Note)
                .arg("path", path.value.clone())
                .arg("id", unique.clone())
                .arg("kind", kind)
                .arg("caption", caption.clone()),
        );
        self.after.push(None);
        let bare = Evidence::bare(unique, kind, caption, path.place.clone());
        self.evidence.push(Evidence { file: Some(file), ..bare });
        Some(self.evidence.len() - 1)
    }

    /// Resolves `after` and gives the evidence.
    pub(super) fn finish(mut self, out: &mut Vec<Finding>) -> Vec<Evidence> {
        for at in 0..self.evidence.len() {
            let Some(name) = self.after[at].take() else { continue };
            match self.evidence.iter().position(|e| e.id == name.value) {
                Some(same) if same == at => {
                    out.push(Finding::new("S009", name.place).variant("after-self").arg("id", name.value));
                }
                Some(before) => self.evidence[at].after = Some(before),
                None => {
                    let finding = Finding::new("S009", name.place.clone())
                        .arg("id", name.value.clone())
                        .arg_message("kind-of", "ref-evidence");
                    out.push(match nearest(&name, self.evidence.iter().map(|e| e.id.as_str())) {
                        Some(near) => finding.variant("similar").arg("nearest", near).meant(self.meant(&name)),
                        None => finding,
                    });
                }
            }
        }
        self.evidence
    }
}

fn guess_kind(file: &EvidenceFile) -> &'static str {
    let name = file.name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match &file.inspected.content {
        Content::Image(_) if has(&["screen", "listing", "截图"]) => "screenshot",
        Content::Image(_) => "photo",
        Content::Video(_) => "video",
        _ if has(&["sop"]) => "sop",
        _ if has(&["manual", "instruction", "说明书"]) => "manual",
        _ if has(&["train", "培训"]) => "training-record",
        _ if is_called_invoice(&name) => "invoice",
        _ if has(&["inspection", "质检", "检验"]) => "inspection-report",
        _ if has(&["return", "退货"]) => "returns-analysis",
        _ => "other",
    }
}

/// The kind of a file whose name begins with the name of a kind, if it is of a form that such things
/// have; and a photo is what a camera dated, unless its name speaks of a screen.
fn certain_kind(file: &EvidenceFile) -> Option<&'static str> {
    let name = tidy::table_id(&file.name);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let begins = |kind: &str| {
        let rest = stem.strip_prefix(kind);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', ' ']))
    };
    let picture = matches!(file.inspected.content, Content::Image(_));
    let of_picture = |kind: &str| matches!(kind, "photo" | "screenshot" | "listing-screenshot");
    let kinds = keys::KINDS.iter().copied().filter(|kind| !matches!(*kind, "other" | "video"));
    let named = kinds.filter(|kind| begins(kind)).max_by_key(|kind| kind.len());
    if let Some(kind) = named {
        return (of_picture(kind) == picture).then_some(kind);
    }
    let screen = ["screen", "截图", "截屏", "listing"].iter().any(|word| stem.contains(word));
    let returns = stem == "returns" || stem == "fba-returns" || stem.starts_with("returns-");
    match &file.inspected.content {
        Content::Image(_)
            if matches!(file.inspected.format, "jpeg" | "heic") && file.inspected.taken.is_some() && !screen =>
        {
            Some("photo")
        }
        Content::Table { .. } if returns => Some("returns-analysis"),
        _ => None,
    }
}

fn file(path: &Spanned<String>, files: &Files, out: &mut Vec<Finding>) -> Option<EvidenceFile> {
    match files.get(path)? {
        Err(problem) => {
            out.push(path_finding(path, problem));
            None
        }
        Ok(found) => match &found.inspected {
            Err(refusal) => {
                out.push(refusal_finding(path, refusal));
                None
            }
            Ok(inspected) => {
                untidy(path, out);
                Some(EvidenceFile {
                    path: found.file.path.clone(),
                    name: found.file.name.clone(),
                    content: found.file.bytes.clone(),
                    bytes: found.file.bytes.len() as u64,
                    inspected: Arc::clone(inspected),
                    untracked: found.untracked.clone(),
                    invoice: found.invoice.clone(),
                    original: None,
                })
            }
        },
    }
}

/// The diagnostic of a path that cannot be used: E001, E002 or E004.
pub fn path_finding(path: &Spanned<String>, problem: &PathProblem) -> Finding {
    let finding = |code: &str| Finding::new(code, path.place.clone()).arg("path", path.value.clone());
    match problem {
        PathProblem::Missing { nearest: Some(near), case, sure, .. } => {
            let variant = if *case { "case" } else { "similar" };
            let meant = sure.then(|| near.clone());
            finding("E001").variant(variant).arg("nearest", near.clone()).meant(meant)
        }
        PathProblem::Missing { absolute: true, .. } => finding("E001").variant("absolute"),
        PathProblem::Missing { .. } => finding("E001"),
        PathProblem::NotAFile(what) => {
            finding("E001").variant("not-a-file").arg_message("what", format!("file-{what}"))
        }
        PathProblem::DotDot => finding("E002").variant("dotdot"),
        PathProblem::Drive => finding("E002").variant("drive"),
        PathProblem::Unc => finding("E002").variant("unc"),
        PathProblem::Backslash => {
            let near = tidy::slashes(path);
            // One at the start may mean the root of a drive.
            let meant = Some(near.clone()).filter(|_| !path.starts_with('\\'));
            finding("E002").variant("backslash").arg("nearest", near).meant(meant)
        }
        PathProblem::Link => finding("E002").variant("link"),
        PathProblem::Io(detail) => finding("E004").variant("io").arg("detail", detail.clone()),
    }
}

/// The diagnostic of a file that cannot be shown: E003, E004, E006 or E007.
pub fn refusal_finding(path: &Spanned<String>, refusal: &Refusal) -> Finding {
    let finding = |code: &str| Finding::new(code, path.place.clone()).arg("path", path.value.clone());
    match refusal {
        Refusal::Empty => finding("E003"),
        Refusal::LfsPointer => finding("E007"),
        Refusal::Unsupported { what, convert_to } => finding("E006")
            .arg_message("what", what_message(what))
            .arg_message("convert-to", format!("convert-{convert_to}")),
        Refusal::Unreadable { problem: Problem::NeedsPassword, .. } => finding("E004").variant("password"),
        Refusal::Unreadable { problem: Problem::PasswordUnset { variable }, .. } => {
            finding("E004").variant("password-unset").arg("variable", variable.clone())
        }
        Refusal::Unreadable { problem: Problem::WrongPassword { variable }, .. } => {
            finding("E004").variant("password-wrong").arg("variable", variable.clone())
        }
        Refusal::Unreadable { reader, problem } => {
            let finding = finding("E004").arg("reader", reader.to_uppercase());
            with_problem(limit(finding, problem), problem)
        }
    }
}

/// Names the setting that a file goes beyond.
fn limit(finding: Finding, problem: &Problem) -> Finding {
    let key = match problem {
        Problem::TooManyPages { .. } => "pages",
        Problem::TooManyPixels { .. } => "megapixels",
        Problem::Unpacked { .. } => "unpacked_mb",
        _ => return finding,
    };
    finding.variant("limit").arg("key", key)
}

/// The message that names a format: `GIF image` → `what-gif-image`.
fn what_message(what: &str) -> String {
    let parts = what.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    format!("what-{}", parts.collect::<Vec<_>>().join("-").to_ascii_lowercase())
}

/// Adds a problem's message and its values: `problem-truncated` with `expected` and `found`.
fn with_problem(mut finding: Finding, problem: &Problem) -> Finding {
    let Ok(serde_json::Value::Object(values)) = serde_json::to_value(problem) else { return finding };
    for (name, value) in values {
        let value = match value {
            serde_json::Value::String(text) if name == "problem" => Arg::Message { message: format!("problem-{text}") },
            serde_json::Value::String(text) => Arg::Text(text),
            serde_json::Value::Number(number) => Arg::Number(number.as_i64().unwrap_or(i64::MAX)),
            _ => continue,
        };
        finding = finding.arg(&name, value);
    }
    finding
}

/// The pages to show; empty where that is all there is to show.
fn page_list(pages: &Spanned<String>, file: Option<&EvidenceFile>, out: &mut Vec<Finding>) -> Option<Vec<usize>> {
    let finding = Finding::new("E011", pages.place.clone());
    let Some(list) = ident::pages(pages) else {
        let meant = Some(tidy::pages(pages)).filter(|meant| ident::pages(meant).is_some());
        out.push(finding.variant("syntax").arg("value", pages.value.clone()).meant(meant));
        return None;
    };
    let file = file?;
    let count = match &file.inspected.content {
        Content::Pages(sizes) => sizes.len(),
        // A scan of one page is a picture, and whoever names its page is right.
        Content::Image(_) => 1,
        _ => {
            let format = format!("format-{}", file.inspected.format);
            out.push(finding.variant("not-paged").arg("path", file.name.clone()).arg_message("format", format));
            return None;
        }
    };
    let outside: Vec<String> = list.iter().filter(|page| **page > count).map(usize::to_string).collect();
    if !outside.is_empty() {
        out.push(finding.arg("path", file.name.clone()).arg("pages", outside.join(", ")).arg("count", count));
        return None;
    }
    matches!(file.inspected.content, Content::Pages(_)).then_some(list)
}
