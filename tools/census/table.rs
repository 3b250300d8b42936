//! Every file of a corpus in a case of its own, and all of them in one: what became of each, and what
//! it took.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use serde_json::Value;

use super::check::number;
use super::measure;
use super::run::write;
use super::sameness::case;

/// What no file may take: seconds, and MiB of memory of all processes together.
const SECONDS: f64 = 10.0;
const MEMORY: f64 = 500.0;

/// What a build took and said.
struct Cost {
    seconds: f64,
    memory: f64,
    code: Option<i32>,
    status: String,
    codes: Vec<String>,
}

/// Prints the table.
pub fn all(program: &Path, corpus: &Path) -> ExitCode {
    let mut files = Vec::new();
    find(corpus, &mut files);
    files.retain(|path| path.extension().is_some_and(|end| end != "tsv" || !path.ends_with("MANIFEST.tsv")));
    if files.is_empty() {
        eprintln!("no files in {}", corpus.display());
        return ExitCode::from(2);
    }
    let scratch = tempfile::Builder::new().prefix("appealc-table-").tempdir().expect("a folder");
    let root = scratch.path();
    write(root, "appealc.toml", b"[seller]\nname = \"Li Wei\"\n");
    println!("| file | result | pages | code | ms | MiB |\n| --- | --- | --- | --- | --- | --- |");
    let (mut wrong, mut good, mut largest, mut slowest) = (Vec::new(), Vec::new(), 0.0_f64, 0.0_f64);
    let (mut printed_pages, mut shown) = (0, 0);
    for (at, path) in files.iter().enumerate() {
        let name = path.strip_prefix(corpus).unwrap_or(path).to_string_lossy().replace('\\', "/");
        write(root, &format!("corpus/{name}"), &fs::read(path).expect("a file"));
        let folder = format!("cases/c{at:03}");
        write(root, &format!("{folder}/case.toml"), case(at, &[format!("/corpus/{name}")]).as_bytes());
        let cost = build(program, root, &folder);
        let pages = pages(&root.join("build").join(&folder));
        let printed = pages.as_ref().map_or(String::new(), |pages| pages[0].0.to_string());
        println!(
            "| {name} | {} | {printed} | {} | {:.0} | {:.0} |",
            cost.status,
            cost.codes.join(" "),
            cost.seconds * 1000.0,
            cost.memory
        );
        (largest, slowest) = (largest.max(cost.memory), slowest.max(cost.seconds));
        printed_pages += pages.as_ref().map_or(0, |pages| pages[0].0);
        shown += pages.map_or(0, |pages| pages[0].1);
        if cost.status == "built" {
            good.push(format!("/corpus/{name}"));
        }
        wrong.extend(failings(&cost).into_iter().map(|what| format!("{name}: {what}")));
    }
    println!(
        "\n{} files: {} in the bundle on {printed_pages} pages, {} refused; {:.0} ms and {largest:.0} MiB at the most",
        files.len(),
        good.len(),
        files.len() - good.len(),
        slowest * 1000.0
    );
    for (what, limits) in [("as they are", "bundle_mb = 2000\nfile_mb = 2000\n"), ("within the usual limits", "")] {
        write(root, "appealc.toml", format!("[seller]\nname = \"Li Wei\"\n[limits]\n{limits}").as_bytes());
        write(root, "cases/all/case.toml", case(999, &good).as_bytes());
        let cost = build(program, root, "cases/all");
        let all = pages(&root.join("build/cases/all")).unwrap_or_default();
        let pages: usize = all.iter().map(|(pages, _)| pages).sum();
        let there = all.len() == good.len() && all.iter().all(|(pages, _)| *pages > 0);
        let whole = there && all.iter().map(|(_, shown)| shown).sum::<usize>() == shown;
        println!(
            "all {} in one case, {what}: {}, {} pages, {}; {:.1} s, {:.0} MiB",
            good.len(),
            cost.status,
            pages,
            counted(&cost.codes),
            cost.seconds,
            cost.memory
        );
        if cost.status != "built" || !whole || cost.memory > MEMORY {
            let (status, memory) = (&cost.status, cost.memory);
            wrong.push(format!("all in one case, {what}: {status}, {pages} pages, {memory:.0} MiB"));
        }
    }
    wrong.iter().for_each(|line| println!("- {line}"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Codes, each once, with how often they were told.
fn counted(codes: &[String]) -> String {
    let each: BTreeSet<&String> = codes.iter().collect();
    let told = each.into_iter().map(|code| format!("{code} × {}", codes.iter().filter(|other| *other == code).count()));
    told.collect::<Vec<_>>().join(", ")
}

/// What may not be.
fn failings(cost: &Cost) -> Vec<String> {
    let mut all = Vec::new();
    let expected = match cost.status.as_str() {
        "built" => cost.code == Some(0),
        "failed" => cost.code == Some(1) && cost.codes.iter().any(|code| code.starts_with('E')),
        _ => false,
    };
    if !expected || cost.codes.iter().any(|code| code.starts_with('X')) {
        all.push(format!("{:?}, {} {:?}", cost.code, cost.status, cost.codes));
    }
    if cost.seconds > SECONDS {
        all.push(format!("{:.1} s", cost.seconds));
    }
    if cost.memory > MEMORY {
        all.push(format!("{:.0} MiB", cost.memory));
    }
    all
}

fn build(program: &Path, root: &Path, folder: &str) -> Cost {
    let out = root.join("out.json");
    let mut command = Command::new(program);
    command.args(["build", folder, "--format", "json", "--lang", "en", "--today", "2026-11-23"]).current_dir(root);
    command.stdin(Stdio::null()).stdout(File::create(&out).expect("a file"));
    let started = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let memory = measure::watch(&mut child).expect("it is watched").map_or(0.0, |peak| peak.proportional);
    let seconds = started.elapsed().as_secs_f64();
    let code = child.wait().ok().and_then(|status| status.code());
    let mut cost = Cost { seconds, memory, code, status: "not told".to_owned(), codes: Vec::new() };
    for line in fs::read_to_string(&out).unwrap_or_default().lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        match line["reason"].as_str() {
            Some("case") => cost.status = text("status"),
            Some("diagnostic") if text("level") != "note" => cost.codes.push(text("code")),
            _ => {}
        }
    }
    cost
}

/// The pages of each exhibit, and how many of them show a picture or a page of its file: the former
/// depend on what stands above them.
fn pages(folder: &Path) -> Option<Vec<(usize, usize)>> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
    let exhibits = manifest["exhibits"].as_array()?;
    Some(exhibits.iter().map(|one| (number(&one["pages"]), number(&one["shown_pages"]))).collect())
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { find(&path, found) } else { found.push(path) }
    }
}
