//! What each machine did of a build that several share: the manifest of a part.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::duplicates::CaseKey;
use super::partition::{self, Partition};
use super::{CaseResult, Status};
use crate::diag::Setting;
use crate::options::{EngineChoice, Options};
use crate::read::built::{self, MANIFEST, OutputProblem};
use crate::read::{self, commit};
use crate::verify::manifest::{Manifest, Unfit};
use crate::write;

/// The form of the manifest.
pub const FORMAT: u32 = 1;

/// What all parts of one build have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Common {
    /// Version of the program.
    pub appealc: String,
    /// The commit, inside git.
    pub commit: Option<String>,
    /// What typesets.
    pub engine: String,
    /// The date, where it was given and not just today's.
    pub today: Option<Date>,
    /// Levels of rules from flags.
    pub levels: Vec<(String, Setting)>,
    /// `sha256:…` over all cases' texts, settings and templates.
    pub inputs: String,
    /// All cases of the build, in order.
    pub workspace: Vec<String>,
}

impl Common {
    /// Of a run over all these cases.
    pub fn of(options: &Options, workspace: &[String], commit: Option<&commit::Commit>) -> Self {
        Self {
            appealc: env!("CARGO_PKG_VERSION").to_owned(),
            commit: commit.map(|commit| commit.id.clone()),
            engine: match options.engine {
                EngineChoice::Embedded => "embedded".to_owned(),
                EngineChoice::Cli(_) => "cli".to_owned(),
            },
            today: options.today_given.then_some(options.today),
            levels: options.levels.clone(),
            inputs: inputs(&options.root, workspace),
            workspace: workspace.to_vec(),
        }
    }

    /// The first thing in which another build differs: the end of a message's name, and both values.
    pub fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let none = || "—".to_owned();
        let date = |date: &Option<Date>| date.map_or_else(none, |date| date.to_string());
        let commit = |commit: &Option<String>| commit.clone().unwrap_or_else(none);
        let told = [
            ("tool", self.appealc.clone(), other.appealc.clone()),
            ("commit", commit(&self.commit), commit(&other.commit)),
            ("engine", self.engine.clone(), other.engine.clone()),
            ("date", date(&self.today), date(&other.today)),
        ];
        let plain = told.into_iter().find(|(_, own, others)| own != others);
        let long = [
            ("levels", self.levels == other.levels),
            ("cases", self.workspace == other.workspace),
            ("inputs", self.inputs == other.inputs),
        ];
        let long = long.into_iter().find(|(_, same)| !same);
        plain.or_else(|| long.map(|(what, _)| (what, String::new(), String::new())))
    }
}

/// A hash over what every machine has to read alike: the texts of all cases, settings and templates.
fn inputs(root: &Path, cases: &[String]) -> String {
    let mut known = BTreeMap::new();
    let mut texts = BTreeSet::new();
    for case in cases {
        texts.insert(read::join(case, read::CASE_FILE));
        texts.extend(read::configs(root, case, &mut known));
    }
    let mut all = String::new();
    let mut add = |path: &str, text: &str| all.push_str(&format!("{} {path}\n", read::sha256(text.as_bytes())));
    for path in texts {
        let file = read::text(root, &path);
        add(&path, file.as_ref().map_or("", |file| &file.text));
    }
    for (name, text) in read::templates(root) {
        add(&format!("templates/{name}"), &text);
    }
    format!("sha256:{}", read::sha256(all.as_bytes()))
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path from the case's output folder.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// What became of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The case.
    pub case: String,
    /// What became of it.
    pub status: Status,
    /// `sha256:…` of its inputs; none where it failed.
    pub fingerprint: Option<String>,
    /// Its outputs; none where it failed.
    pub outputs: Vec<File>,
    /// What it is about, as cases of other parts could be.
    #[serde(default)]
    pub about: Vec<CaseKey>,
}

impl Record {
    /// A case whose outputs stand below `out`.
    ///
    /// # Errors
    /// Its manifest cannot be read.
    pub fn of(out: &Path, case: &str, status: Status, about: Vec<CaseKey>) -> io::Result<Self> {
        let mut record = Self { case: case.to_owned(), status, fingerprint: None, outputs: Vec::new(), about };
        if status == Status::Failed {
            return Ok(record);
        }
        let bytes = built::output(&write::folder(out, case), MANIFEST).map_err(|problem| match problem {
            OutputProblem::Missing => io::ErrorKind::NotFound.into(),
            OutputProblem::Leads => io::Error::other("it leads out of the folder, or over a link"),
            OutputProblem::Io(detail) => io::Error::other(detail),
        })?;
        let manifest = Manifest::read(&bytes).map_err(|unfit| match unfit {
            Unfit::NoJson(detail) => io::Error::other(detail),
            Unfit::NotOurs => io::Error::from(io::ErrorKind::InvalidData),
            Unfit::Key(key) => io::Error::new(io::ErrorKind::InvalidData, key),
        })?;
        record.fingerprint = Some(manifest.fingerprint);
        let files = manifest.outputs.into_iter();
        record.outputs = files.map(|file| File { path: file.path, sha256: file.sha256, bytes: file.bytes }).collect();
        let size = bytes.len() as u64;
        record.outputs.push(File { path: MANIFEST.to_owned(), sha256: read::sha256(&bytes), bytes: size });
        Ok(record)
    }
}

/// The manifest of a part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// [`FORMAT`].
    pub part_manifest: u32,
    /// Which part.
    pub partition: Partition,
    /// Whether files that git keeps were not as in the commit.
    pub dirty: bool,
    /// What all parts have in common.
    #[serde(flatten)]
    pub common: Common,
    /// The cases of this part, in order.
    pub cases: Vec<Record>,
}

/// Why something is no manifest of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is no JSON, or lacks something.
    Json(String),
    /// Another version wrote it.
    Format,
    /// Something in it cannot be.
    Key(String),
}

impl Part {
    /// Reads the manifest of a part, which a stranger may have written.
    ///
    /// # Errors
    /// See [`Unusable`].
    pub fn read(bytes: &[u8]) -> Result<Self, Unusable> {
        let json = |error: serde_json::Error| Unusable::Json(error.to_string());
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(json)?;
        if value["part_manifest"].as_u64() != Some(u64::from(FORMAT)) {
            return Err(Unusable::Format);
        }
        let part: Self = serde_json::from_value(value).map_err(json)?;
        let Partition { part: number, of, .. } = part.partition;
        if !(1..=of).contains(&number) || of > partition::MOST {
            return Err(Unusable::Key("partition".to_owned()));
        }
        if let Some(case) = part.common.workspace.iter().find(|case| !is_plain(case)) {
            return Err(Unusable::Key(format!("workspace: {case}")));
        }
        for record in &part.cases {
            let key = |what: &str| Err(Unusable::Key(format!("cases: {}: {what}", record.case)));
            if !is_plain(&record.case) {
                return key("case");
            }
            if record.status == Status::Failed {
                if !record.outputs.is_empty() {
                    return key("outputs");
                }
                continue;
            }
            let mut seen = BTreeSet::new();
            let good = |file: &File| is_output(&file.path) && file.sha256.len() == 64;
            if !record.outputs.iter().all(|file| good(file) && seen.insert(&file.path)) {
                return key("outputs");
            }
            let has_manifest = record.outputs.iter().any(|file| file.path == MANIFEST);
            if !has_manifest || record.fingerprint.is_none() {
                return key(MANIFEST);
            }
        }
        Ok(part)
    }
}

/// The cases that a manifest of a part or of all parts speaks of; where those are none, all of the build. None of
/// what is no such manifest.
pub fn spoken_of(bytes: &[u8]) -> Option<Vec<String>> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let form = |key: &str| value[key].as_u64() == Some(u64::from(FORMAT));
    if !form("part_manifest") && !form("merged") {
        return None;
    }
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let own: Option<Vec<String>> = value["cases"].as_array()?.iter().map(|record| text(&record["case"])).collect();
    let own = own?;
    let all = || value["workspace"].as_array().map(|all| all.iter().filter_map(text).collect());
    if own.is_empty() { all() } else { Some(own) }
}

/// Whether a case's path leads where a case can be.
fn is_plain(case: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    case.is_empty() || case.split('/').all(plain) && !case.contains(char::is_control)
}

/// Whether a build writes files of this name.
fn is_output(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0', '/']);
    match path.split_once('/') {
        Some((folder, name)) => folder == "exhibits" && plain(name),
        None => plain(path) && path != "exhibits" && built::is_ours(path),
    }
}

/// What is kept of results until the manifest is written: with their outputs in place.
#[derive(Debug, Default)]
pub struct Notes(Vec<(String, Status, Vec<CaseKey>)>);

impl Notes {
    /// Notes a result.
    pub fn add(&mut self, result: &CaseResult) {
        self.0.push((result.outcome.case.clone(), result.outcome.status, result.keys.clone()));
    }

    /// Writes the manifest of a part into the folder of its outputs.
    ///
    /// # Errors
    /// A case's manifest cannot be read, or what the system says; with the path that it is about.
    pub fn write(
        self,
        out: &Path,
        partition: Partition,
        common: Common,
        dirty: bool,
    ) -> Result<(), (std::path::PathBuf, io::Error)> {
        let mut cases = Vec::new();
        for (case, status, about) in self.0 {
            let path = || write::folder(out, &case).join(MANIFEST);
            cases.push(Record::of(out, &case, status, about).map_err(|error| (path(), error))?);
        }
        let part = Part { part_manifest: FORMAT, partition, dirty, common, cases };
        let path = out.join(read::parts::name(partition.part, partition.of));
        let mut text = serde_json::to_vec_pretty(&part).unwrap_or_default();
        text.push(b'\n');
        write::joined::record(&path, &text).map_err(|error| (path, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn part() -> Value {
        let hash = "0".repeat(64);
        json!({
            "part_manifest": 1, "partition": {"kind": "slice", "part": 1, "of": 2}, "dirty": false,
            "appealc": "0.1.0", "commit": null, "engine": "embedded", "today": null, "levels": [],
            "inputs": "sha256:1", "workspace": ["cases/a", "cases/b"],
            "cases": [{"case": "cases/a", "status": "built", "fingerprint": "sha256:2", "outputs": [
                {"path": "manifest.json", "sha256": hash, "bytes": 1},
                {"path": "exhibits/Exhibit 01 - a.jpg", "sha256": hash, "bytes": 1},
            ]}],
        })
    }

    #[test]
    fn manifests_say_of_which_cases_they_speak() {
        let of = |value: &Value| spoken_of(value.to_string().as_bytes());
        assert_eq!(of(&part()), Some(vec!["cases/a".to_owned()]));
        let mut bare = part();
        bare["cases"] = json!([]);
        assert_eq!(of(&bare), Some(vec!["cases/a".to_owned(), "cases/b".to_owned()]));
        assert_eq!(of(&json!({"merged": 1, "cases": [{"case": "x"}]})), Some(vec!["x".to_owned()]));
        let others =
            [json!([]), json!({"cases": []}), json!({"merged": 2, "cases": []}), json!({"merged": 1, "cases": [1]})];
        for other in others {
            assert_eq!(of(&other), None, "{other}");
        }
        assert_eq!(spoken_of(b"part"), None);
    }

    #[test]
    fn hostile_manifests_are_refused() {
        let read = |value: &Value| Part::read(value.to_string().as_bytes());
        assert!(read(&part()).is_ok(), "{:?}", read(&part()));
        assert!(matches!(Part::read(b"{"), Err(Unusable::Json(_))));
        assert_eq!(read(&json!([])).err(), Some(Unusable::Format));
        let wrong = [
            ("/part_manifest", json!(2)),
            ("/partition/part", json!(3)),
            ("/partition/part", json!(0)),
            ("/partition/of", json!(4_000_000_000_u64)),
            ("/partition/kind", json!("random")),
            ("/cases/0/case", json!("../../etc")),
            ("/cases/0/case", json!("/etc")),
            ("/cases/0/case", json!("cases/C:")),
            ("/cases/0/outputs/1/path", json!("exhibits/../../../x")),
            ("/cases/0/outputs/1/path", json!("../letter.txt")),
            ("/cases/0/outputs/1/path", json!("exhibits")),
            ("/cases/0/outputs/1/path", json!("case.toml")),
            ("/cases/0/outputs/1/path", json!("manifest.json")),
            ("/cases/0/outputs/1/sha256", json!("0")),
            ("/cases/0/outputs", json!([])),
            ("/cases/0/status", json!("failed")),
            ("/cases/0/fingerprint", json!(null)),
            ("/workspace/0", json!("..")),
        ];
        for (pointer, value) in wrong {
            let mut part = part();
            *part.pointer_mut(pointer).expect("a value") = value;
            assert!(read(&part).is_err(), "{pointer}: {part}");
        }
    }
}
