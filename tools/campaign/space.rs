//! Workspaces of small cases, builds of them, and what is in their outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The day on which everything is built.
pub const TODAY: &str = "2026-11-23";

/// What went wrong, in words.
pub type Wrong = String;

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A workspace.
pub struct Space {
    /// The program that builds it.
    pub program: PathBuf,
    /// Its root.
    pub root: PathBuf,
}

/// A small case: a table and a note as evidence, and a file that cases share.
pub fn case(number: usize, figure: usize) -> String {
    format!(
        "asin = \"B0CAMP{number:04}\"\ntype = \"onpe/packaging\"\nproduct = \"Cutting board {number}\"\nnotified = 2026-10-02\n\n\
         [[root_cause]]\nid = \"no-drop-test\"\narea = \"packaging\"\n\
         statement = \"The single-wall box was never drop-tested: {figure} of 736 boards checked on 3 October 2026 had a split corner.\"\n\
         evidence = [\"returns\"]\n\n\
         [[actions]]\narea = \"packaging\"\ndone = 2026-10-07\n\
         what = \"Packing lead replaced the single-wall box by a double-wall box for all 1,148 units in stock.\"\nevidence = [\"note\"]\n\n\
         [[actions]]\nphase = \"preventive\"\narea = \"packaging\"\ndone = 2026-10-12\n\
         what = \"Ten boxes of every batch are drop-tested from 76 cm before shipment; results are logged in form QC-12.\"\n\
         owner = \"Packing lead\"\nfrequency = \"every batch\"\nevidence = [\"shared\"]\n\n\
         [[evidence]]\nid = \"returns\"\npath = \"evidence/returns.csv\"\nkind = \"returns-analysis\"\ncaption = \"Returns by reason\"\n\n\
         [[evidence]]\nid = \"note\"\npath = \"evidence/note.txt\"\nkind = \"packaging-spec\"\ncaption = \"Packaging note\"\n\n\
         [[evidence]]\nid = \"shared\"\npath = \"/shared/sop.txt\"\nkind = \"sop\"\ncaption = \"Drop test procedure\"\n"
    )
}

/// Settings with another name of the seller.
pub fn settings(name: usize) -> String {
    format!("[seller]\nname = \"Li Wei {name}\"\nstore = \"Nordhaus Home\"\n")
}

impl Space {
    /// An empty one.
    pub fn new(program: &Path, root: &Path) -> Result<Self, Wrong> {
        if root.exists() {
            fs::remove_dir_all(root).map_err(|error| error.to_string())?;
        }
        let space = Self { program: program.to_path_buf(), root: root.to_path_buf() };
        space.write("appealc.toml", settings(0).as_bytes());
        space.write("shared/sop.txt", b"Drop test from 76 cm, ten boxes of each batch.\n");
        Ok(space)
    }

    /// Adds a case with its evidence.
    pub fn add(&self, name: &str, number: usize, figure: usize) {
        self.write(&format!("cases/{name}/case.toml"), case(number, figure).as_bytes());
        let rows = format!("month,returned,reason\n2026-07,{figure},split corner\n2026-08,19,split corner\n");
        self.write(&format!("cases/{name}/evidence/returns.csv"), rows.as_bytes());
        self.write(
            &format!("cases/{name}/evidence/note.txt"),
            b"Double-wall box with corner guards since 7 October.\n",
        );
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.root.join(path);
        let _ = full.parent().map(fs::create_dir_all);
        fs::write(&full, bytes).unwrap_or_else(|error| panic!("{}: {error}", full.display()));
    }

    /// A command that builds it.
    pub fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["build", "cases", "--format", "json", "--lang", "en", "--today", TODAY]).args(more);
        command.current_dir(&self.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["APPEALC_LANG", "SOURCE_DATE_EPOCH", "TYPST"] {
            command.env_remove(name);
        }
        command
    }

    /// Builds it to the end.
    pub fn build(&self, more: &[&str]) -> Result<Built, Wrong> {
        let done = self.command(more).output().map_err(|error| error.to_string())?;
        let code = done.status.code().unwrap_or(-1);
        let out = String::from_utf8_lossy(&done.stdout).into_owned();
        if !matches!(code, 0..=2) {
            return Err(format!("exit code {code}: {}{out}", String::from_utf8_lossy(&done.stderr)));
        }
        let mut built = Built { code, ..Built::default() };
        for line in out.lines() {
            let object: Value = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
            let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
            match object["reason"].as_str() {
                Some("diagnostic") => built.diagnostics.push(line.to_owned()),
                Some("case") => {
                    built.cases.insert(text("case"), (text("status"), text("why")));
                }
                Some("removed") => built.removed.push(text("case")),
                _ => {}
            }
        }
        Ok(built)
    }

    /// Builds it where nothing was built before, and gives the outputs too.
    pub fn clean(&self) -> Result<(Built, Files), Wrong> {
        let out = self.root.with_extension("clean");
        let _ = fs::remove_dir_all(&out);
        let built = self.build(&["--out", &out.to_string_lossy()])?;
        let files = files(&out);
        let _ = fs::remove_dir_all(&out);
        Ok((built, files))
    }
}

/// What a build said.
#[derive(Debug, Default)]
pub struct Built {
    /// The exit code.
    pub code: i32,
    /// Diagnostics, a line each.
    pub diagnostics: Vec<String>,
    /// Status and reason of each case.
    pub cases: BTreeMap<String, (String, String)>,
    /// Cases whose outputs were removed.
    pub removed: Vec<String>,
}

impl Built {
    /// The cases of a status.
    pub fn of(&self, status: &str) -> BTreeSet<String> {
        self.cases.iter().filter(|(_, (found, _))| found == status).map(|(case, _)| case.clone()).collect()
    }
}

/// All files below a folder, but for what runs keep.
pub fn files(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, found: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if name != ".appealc" {
                    walk(&entry.path(), &format!("{name}/"), found);
                }
            } else {
                found.insert(name, fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    let mut found = Files::new();
    walk(folder, "", &mut found);
    found
}

/// The files of one case's outputs.
pub fn of_case(files: &Files, case: &str) -> Files {
    let prefix = format!("{case}/");
    let own = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes.clone())));
    own.collect()
}

/// Says what of a case's outputs is not as their manifest says; nothing where there are none.
pub fn partial(files: &Files, case: &str) -> Result<(), Wrong> {
    let own = of_case(files, case);
    if own.is_empty() {
        return Ok(());
    }
    let manifest = own.get("manifest.json").ok_or_else(|| format!("{case}: no manifest, but {:?}", own.keys()))?;
    let manifest: Value = serde_json::from_slice(manifest).map_err(|error| format!("{case}: {error}"))?;
    let mut named = BTreeSet::from(["manifest.json".to_owned()]);
    for output in manifest["outputs"].as_array().into_iter().flatten() {
        let path = output["path"].as_str().unwrap_or_default();
        let bytes = own.get(path).ok_or_else(|| format!("{case}: {path} is missing"))?;
        if output["sha256"].as_str() != Some(appealc::read::sha256(bytes).as_str()) {
            return Err(format!("{case}: {path} is not what the manifest says"));
        }
        named.insert(path.to_owned());
    }
    match own.keys().find(|path| !named.contains(*path)) {
        Some(path) => Err(format!("{case}: the manifest does not name {path}")),
        None => Ok(()),
    }
}

/// The first difference between two sets of files.
pub fn difference(one: &Files, other: &Files) -> Option<String> {
    let all: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = |path: &&&String| one.get(**path) != other.get(**path);
    let path = all.iter().find(differs)?;
    Some(match (one.get(*path), other.get(*path)) {
        (Some(_), None) => format!("{path} is there and should not be"),
        (None, Some(_)) => format!("{path} is missing"),
        _ => format!("{path} has other bytes"),
    })
}
