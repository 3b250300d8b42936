//! One case, all of it: letter, form, bundle, exhibits, diagnostics, timeline. Outputs may have been changed by
//! anyone: only what the manifest names is shown, and what is not as the manifest says is told.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::state::Case;
use super::{Site, list};
use crate::driver::{Status, log, past};
use crate::options::Lang;
use crate::read::{self, built};
use crate::report::log as told;

/// Longest letter or form that is shown, in bytes.
const LONGEST: u64 = 1 << 20;
/// Most entries of a list that are shown.
const MOST: usize = 5000;

/// The outputs of a case that its manifest names.
pub struct Outputs {
    /// Where they are.
    pub folder: PathBuf,
    /// The manifest.
    pub manifest: Value,
    /// The files.
    pub files: Vec<File>,
}

/// An output.
pub struct File {
    /// Its path from the folder.
    pub path: String,
    /// Its size, as the manifest says.
    pub bytes: u64,
    /// Its SHA-256, as the manifest says.
    pub sha256: String,
    /// How many pages it has, as the manifest says.
    pub pages: usize,
}

impl Outputs {
    /// The outputs of a case for a marketplace (empty: its own), if there are any and they lie in the workspace.
    pub fn of(site: &Site, case: &Case, market: &str) -> Option<Self> {
        let root = &site.setup.options.root;
        let folder = root.join(case.head.out_of(market)?);
        if !built::lies_inside(root, &folder) {
            return None;
        }
        let manifest = built::manifest(&folder)?;
        let named = manifest["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let files = named.iter().take(MOST).filter_map(|output| {
            let path = output["path"].as_str().filter(|path| is_plain(path))?;
            Some(File {
                path: path.to_owned(),
                bytes: output["bytes"].as_u64()?,
                sha256: output["sha256"].as_str()?.to_owned(),
                pages: number(&output["pages"]).min(MOST),
            })
        });
        let files = files.collect();
        Some(Self { folder, manifest, files })
    }

    /// The bundle, or its volumes in order.
    pub fn volumes(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.starts_with("bundle") && file.path.ends_with(".pdf"))
    }

    /// A text, and whether it is as the manifest says.
    fn text(&self, name: &str) -> Option<(String, bool)> {
        let bytes = built::output_within(&self.folder, name, LONGEST).ok()?;
        let listed = self.files.iter().find(|file| file.path == name)?;
        let same = listed.sha256 == read::sha256(&bytes);
        Some((String::from_utf8_lossy(&bytes).into_owned(), same))
    }
}

/// Whether a path is one that a build gives to an output.
fn is_plain(path: &str) -> bool {
    match path.split_once('/') {
        None => built::is_ours(path) && path != "exhibits",
        Some((folder, name)) => folder == "exhibits" && !name.is_empty() && !name.contains('/'),
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

/// All of a case, in words of a language, with its outputs for a marketplace (empty: its own). None where there
/// is no such case, or it does not name the marketplace.
pub fn detail(site: &Site, path: &str, market: &str, lang: Lang) -> Option<Value> {
    let (case, version) = site.book.read(|cases| Some((cases.all.get(path)?.clone(), cases.version)))?;
    let locale = site.locale(lang);
    let other = case.head.other(market);
    let own = market.is_empty() || market == case.head.marketplace;
    if other.is_none() && !own {
        return None;
    }
    let outputs = Outputs::of(site, &case, market);
    let mut all = list::row(path, &case, (site.setup.today)());
    let head = &case.head;
    all["version"] = json!(version);
    all["asins"] = json!(head.asins);
    all["more_asins"] = json!(0);
    all["language"] = json!(head.language);
    all["case_id"] = json!(head.case_id);
    all["notified"] = json!(head.notified);
    all["file"] = json!(read::join(path, read::CASE_FILE));
    all["folder"] = json!(head.out_of(market));
    all["places"] = places(&case);
    if let Some(other) = other {
        let built = case.elsewhere.get(&other.market);
        all["market"] = json!(other.market);
        all["marketplace"] = json!(other.market);
        all["case_id"] = json!(other.case_id);
        (all["respond_by"], all["days"]) = (json!(other.respond_by), Value::Null);
        all["state"] = json!(state_in(&case, &other.market));
        // Whether they are still right, nobody checked.
        all["outputs"] = json!(if built.is_some() { "unknown" } else { "none" });
        all["built"] = json!(built.map(|built| built.date.as_str()));
    }
    let own = case.checked.as_ref().map(|checked| checked.told.as_slice()).unwrap_or_default();
    all["diagnostics"] = case.twins.iter().chain(own).map(|told| told.value(locale)).collect();
    all["failed"] = json!(case.checked.as_ref().is_some_and(|checked| checked.status == Status::Failed));
    let Some(outputs) = outputs else { return Some(all) };
    let (letter, form) = (outputs.text("letter.txt"), outputs.text("form.txt"));
    all["letter"] = letter.map_or(
        Value::Null,
        |(text, same)| json!({"text": text, "characters": text.chars().count(), "words": words(&text), "same": same}),
    );
    all["form"] = form.map_or(Value::Null, |(text, same)| {
        let boxes = boxes(&text, &outputs.manifest["form"]);
        let whole = boxes.is_none();
        let boxes = boxes.unwrap_or_else(|| vec![("form".to_owned(), text.clone())]);
        let boxes = boxes
            .into_iter()
            .map(|(name, text)| json!({"name": name, "characters": text.chars().count(), "text": text}));
        json!({"boxes": boxes.collect::<Vec<_>>(), "same": same && !whole})
    });
    all["volumes"] = outputs.volumes().map(|file| volume(site, &outputs.folder, file)).collect();
    all["files"] = ["letter.txt", "letter.pdf", "form.txt"]
        .iter()
        .filter_map(|name| outputs.files.iter().find(|file| file.path == *name))
        .map(|file| json!({"path": file.path, "bytes": file.bytes}))
        .chain([json!({"path": built::MANIFEST, "bytes": null})])
        .collect();
    all["draft"] = json!(outputs.manifest["draft"] == true);
    all["exhibits"] = exhibits(&outputs);
    Some(all)
}

/// The marketplaces of a case, its own first: none where it is appealed in one only.
fn places(case: &Case) -> Value {
    let head = &case.head;
    if head.others.is_empty() {
        return json!([]);
    }
    let own = json!({
        "market": "", "shown": head.marketplace, "state": state_in(case, &head.marketplace),
        "built": case.built.as_ref().map(|built| built.date.as_str()),
    });
    let others = head.others.iter().map(|other| {
        let built = case.elsewhere.get(&other.market).map(|built| built.date.as_str());
        let state = state_in(case, &other.market);
        json!({"market": other.market, "shown": other.market, "state": state, "built": built})
    });
    std::iter::once(own).chain(others).collect()
}

/// Where a case stands in a marketplace.
fn state_in(case: &Case, market: &str) -> &'static str {
    let found = case.life.markets.iter().find(|(code, _)| code == market);
    match found.map(|(_, state)| *state) {
        // Of what was not sent yet: whether it could be.
        None | Some("draft" | "ready") if market == case.head.marketplace => case.unsent(),
        None | Some("draft" | "ready") => {
            if case.elsewhere.contains_key(market) {
                "ready"
            } else {
                "draft"
            }
        }
        Some(state) => state,
    }
}

/// The life of a case, from git and from its history, in words of a language. Of a long history git takes its
/// time: the page asks for it apart.
pub fn timeline(site: &Site, path: &str, lang: Lang) -> Option<Value> {
    site.book.read(|cases| cases.all.contains_key(path)).then_some(())?;
    let root = &site.setup.options.root;
    let locale = site.locale(lang);
    let book = past::book(root, path).unwrap_or_default();
    let life = log::log(root, path, &book);
    let skipped = life.entries.len().saturating_sub(MOST);
    let rows = told::rows(&life, locale).into_iter().skip(skipped);
    Some(json!({"events": rows.collect::<Vec<_>>(), "missing": told::missing(&life, locale)}))
}

/// Words as limits count them: what stands between blanks.
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A volume of the bundle, and whether it is as the manifest says.
fn volume(site: &Site, folder: &Path, file: &File) -> Value {
    let found = site.pictures.sha256(folder, &file.path);
    json!({
        "path": file.path,
        "pages": file.pages,
        "bytes": file.bytes,
        "there": found.is_some(),
        "same": found.as_deref() == Some(file.sha256.as_str()),
        // Another content is another picture.
        "of": found.map(|found| found.chars().take(16).collect::<String>()),
    })
}

fn exhibits(outputs: &Outputs) -> Value {
    let all = outputs.manifest["exhibits"].as_array().map(Vec::as_slice).unwrap_or_default();
    let shown = all.iter().take(MOST).map(|exhibit| {
        let own = number(&exhibit["number"]);
        let file = outputs.files.iter().find(|file| numbered(&file.path) == Some(own));
        json!({
            "number": own,
            "id": exhibit["id"].as_str(),
            "kind": exhibit["kind"].as_str(),
            "caption": exhibit["caption"].as_str(),
            "file": file.map(|file| file.path.as_str()),
            "bytes": file.map(|file| file.bytes),
            "volume": number(&exhibit["volume"]),
            "first_page": number(&exhibit["first_page"]),
            "pages": number(&exhibit["pages"]),
            "label": exhibit["label"].as_str(),
            "gps": exhibit["gps"] == true,
            "redacted": exhibit["redacted"].as_array().is_some_and(|pages| !pages.is_empty()),
            "cited": exhibit["cited_by"].as_array().is_some_and(|citers| !citers.is_empty()),
        })
    });
    shown.collect()
}

/// The number in `exhibits/Exhibit 01 - box.jpg`.
fn numbered(path: &str) -> Option<usize> {
    let digits = path.strip_prefix("exhibits/Exhibit ")?.split(" - ").next()?;
    digits.parse().ok()
}

/// The boxes of a form by their names: each has a heading and then as many characters as the manifest says, for
/// what a seller wrote may look like a heading. None where that does not come out.
fn boxes(text: &str, counts: &Value) -> Option<Vec<(String, String)>> {
    let mut rest = text;
    let mut found = Vec::new();
    for (name, count) in counts.as_object()? {
        let heading = rest.strip_prefix("===== ")?;
        let (_, after) = heading.split_once('\n')?;
        let end = after.char_indices().nth(number(count)).map_or(after.len(), |(at, _)| at);
        let (own, after) = after.split_at(end);
        if own.chars().count() != number(count) {
            return None;
        }
        found.push((name.clone(), own.to_owned()));
        rest = after.trim_start_matches('\n');
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_cut_by_its_counts() {
        let text = "===== A (4 characters) =====\na\n==\n\n===== B (2 characters) =====\n包装\n";
        let boxes = |counts: Value| boxes(text, &counts);
        let named = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(boxes(json!({"a": 4, "b": 2})), Some(vec![named("a", "a\n=="), named("b", "包装")]));
        assert_eq!(boxes(json!({"a": 3, "b": 2})), None);
        assert_eq!(boxes(json!({"a": 4})), None);
        assert_eq!(boxes(json!({"a": u64::MAX})), None);
        assert_eq!(boxes(json!(null)), None);
    }

    #[test]
    fn only_names_of_a_build_are_outputs() {
        for path in ["letter.txt", "bundle-1-of-3.pdf", "exhibits/Exhibit 01 - a.jpg", "manifest.json"] {
            assert!(is_plain(path), "{path}");
        }
        for path in
            ["exhibits", "exhibits/", "exhibits/a/b", "../letter.txt", "/etc/passwd", "case.toml", "a/letter.txt"]
        {
            assert!(!is_plain(path), "{path}");
        }
        assert_eq!(numbered("exhibits/Exhibit 012 - a - b.jpg"), Some(12));
        assert_eq!(numbered("exhibits/other.jpg"), None);
    }
}
