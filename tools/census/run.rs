//! Builds random cases in batches with the program, and reads what came out.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::case::{self, Case};
use super::check;

/// Cases of one run of the program.
pub const BATCH: usize = 25;

/// What became of a case.
pub struct Outcome {
    pub seed: u64,
    /// The pages of its bundle, or what does not hold.
    pub result: Result<usize, String>,
    /// Whether it has several volumes, and whether pictures were made smaller.
    pub volumes: bool,
    pub reduced: bool,
}

/// Builds the cases of these seeds in one run, in an empty folder, and checks each.
pub fn batch(program: &Path, folder: &Path, seeds: std::ops::Range<u64>) -> Vec<Outcome> {
    let cases: Vec<(u64, Case)> = seeds.map(|seed| (seed, case::random(seed, (seed % 1_000_000) as usize))).collect();
    write(folder, "appealc.toml", b"[seller]\nname = \"Li Wei\"\nstore = \"Nordhaus Home\"\n");
    for (_, case) in &cases {
        for (name, bytes) in case.files() {
            write(folder, &format!("cases/{}/{name}", case.name), &bytes);
        }
    }
    let told = build(program, folder);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((seed, case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = outcome(folder, *seed, case, &told);
                    if let Ok(mut done) = done.lock() {
                        done.push(outcome);
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by_key(|outcome| outcome.seed);
    done
}

/// What the program told of a case.
#[derive(Default)]
struct Told {
    status: String,
    codes: Vec<String>,
    lines: Vec<String>,
}

fn build(program: &Path, folder: &Path) -> BTreeMap<String, Told> {
    let mut command = Command::new(program);
    command.args(["build", "--format", "json", "--lang", "en", "--today", "2026-11-23"]).current_dir(folder);
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("APPEALC_LANG");
    let done = command.output().expect("the program starts");
    assert!(
        done.status.code().is_some_and(|code| code <= 1),
        "{:?}: {}",
        done.status,
        String::from_utf8_lossy(&done.stderr)
    );
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        match line["reason"].as_str() {
            Some("case") => told.entry(text("case")).or_default().status = text("status"),
            Some("diagnostic") => {
                let case = text("file").split('/').take(2).collect::<Vec<_>>().join("/");
                let told = told.entry(case).or_default();
                told.codes.push(text("code"));
                told.lines.push(format!("{} {}", text("code"), text("message")));
            }
            _ => {}
        }
    }
    told
}

fn outcome(folder: &Path, seed: u64, case: &Case, told: &BTreeMap<String, Told>) -> Outcome {
    let path = format!("cases/{}", case.name);
    let nothing = Told::default();
    let told = told.get(&path).unwrap_or(&nothing);
    let built = folder.join("build").join(&path);
    let result = if told.status == "built" {
        catch_unwind(AssertUnwindSafe(|| check::check(case, &built, &told.codes))).map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
        })
    } else {
        Err(format!("status {:?}: {}", told.status, told.lines.join("; ")))
    };
    let manifest = fs::read_to_string(built.join("manifest.json")).unwrap_or_default();
    Outcome { seed, result, volumes: manifest.contains("\"bundle-1-of-"), reduced: manifest.contains("\"reduced\"") }
}

/// Keeps a failing case with what was built of it, to be looked at.
pub fn keep(folder: &Path, seed: u64, to: &Path) -> PathBuf {
    let name = case::random(seed, (seed % 1_000_000) as usize).name;
    let to = to.join(&name);
    for part in ["cases", "build/cases"] {
        copy(&folder.join(part).join(&name), &to.join(part).join(&name));
    }
    let settings = fs::read(folder.join("appealc.toml")).unwrap_or_default();
    write(&to, "appealc.toml", &settings);
    to
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else if fs::create_dir_all(to.parent().unwrap_or(&to)).is_ok() {
            let _ = fs::copy(&path, &to);
        }
    }
}

/// Writes a file and the folders that it needs.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder");
    fs::write(path, bytes).expect("a file");
}
