//! How long `check` takes: of ten thousand cases with six small files each, of one case as a whole
//! process, and `ruff check` on as many files of the same size as the yardstick. See `benches/README.md`.
//!
//! ```text
//! cargo bench --bench check              # 5 rounds, 10000 cases
//! cargo bench --bench check -- 3 1000    # 3 rounds, 1000 cases
//! ```
//!
//! With `APPEALC_BENCH_KEEP` set its folder is left, for a profiler to check in.

#![allow(clippy::disallowed_methods)] // it makes its own inputs, in a folder of its own
#![allow(dead_code)] // the modules serve another benchmark too

#[path = "../build/inputs.rs"]
mod inputs;
#[path = "../build/measure.rs"]
mod measure;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use inputs::{Exhibit, exhibit};
use measure::{Cost, median, ratio, run};

const TODAY: &str = "2026-11-20";

fn main() -> io::Result<()> {
    let args: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let rounds = args.first().copied().unwrap_or(5).max(1);
    let cases = args.get(1).copied().unwrap_or(10_000);
    let mut folder = tempfile::tempdir()?;
    folder.disable_cleanup(std::env::var_os("APPEALC_BENCH_KEEP").is_some());
    let root = folder.path().to_path_buf();
    let files = make(&root.join("ws"), cases)?;
    let python = root.join("python");
    twins(&root.join("ws"), &python, cases)?;
    let ruff =
        Command::new(std::env::var_os("RUFF").unwrap_or_else(|| "ruff".into())).arg("--version").output().is_ok();
    let (mut all, mut pairs, mut single, mut starts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let ours = run(&mut check(&root.join("ws/cases")))?;
        all.push(ours);
        if ruff {
            pairs.push((ours, run(&mut lint(&python))?));
        }
        for _ in 0..10 {
            let ours = run(&mut check(&root.join("ws/cases/00000")))?;
            single.push(ours);
            if ruff {
                starts.push((ours, run(&mut lint(&python.join("00000.py")))?));
            }
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{cases} cases, {files} files beside the case files; {rounds} rounds")?;
    writeln!(out, "| what | appealc check | ruff check | ratio of wall times |\n| --- | --- | --- | --- |")?;
    line(&mut out, &format!("{cases} cases"), &all, &pairs)?;
    line(&mut out, "one case, a whole process", &single, &starts)?;
    writeln!(out, "in {}", root.display())
}

fn line(out: &mut impl Write, what: &str, ours: &[Cost], pairs: &[(Cost, Cost)]) -> io::Result<()> {
    let said = |cost: Cost| format!("{} ms (processor {} ms)", cost.wall.as_millis(), cost.cpu.as_millis());
    let theirs: Vec<Cost> = pairs.iter().map(|pair| pair.1).collect();
    if pairs.is_empty() {
        return writeln!(out, "| {what} | {} | not installed | |", said(median(ours)));
    }
    let ratio = ratio(pairs, |cost| cost.wall);
    writeln!(out, "| {what} | {} | {} | {ratio:.2} |", said(median(ours)), said(median(&theirs)))
}

fn check(path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
    command.args(["check", "--quiet", "--today", TODAY]).arg(path);
    command
}

/// The yardstick, with nothing remembered and nothing found.
fn lint(path: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("RUFF").unwrap_or_else(|| "ruff".into()));
    command.args(["check", "--no-cache", "--quiet", "--isolated"]).arg(path);
    command
}

/// Cases of six small files each, every file with bytes of its own. Returns how many files.
fn make(root: &Path, cases: usize) -> io::Result<usize> {
    inputs::workspace(root)?;
    let pictures = root.join("pictures");
    fs::create_dir_all(&pictures)?;
    for seed in 0..16 {
        inputs::photo(&pictures.join(format!("{seed}.jpg")), 640, 480, seed, 0)?;
        inputs::pdf(&pictures.join(format!("{seed}.pdf")), 1 + usize::try_from(seed % 2).unwrap_or(0))?;
    }
    let exhibits = [
        exhibit("photo", "photo.jpg", "photo"),
        exhibit("record", "record.pdf", "inspection-report"),
        exhibit("table", "table.csv", "inspection-report"),
        exhibit("sop", "sop.md", "sop"),
        exhibit("mail", "mail.txt", "supplier-correspondence"),
        exhibit("closeup", "closeup.jpg", "photo"),
    ];
    let mut files = 0;
    for number in 0..cases {
        let name = format!("{number:05}");
        let folder = inputs::evidence(root, &name)?;
        files += evidence(&folder, &pictures, number)?;
        let number = u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        inputs::case(root, &name, &exhibits as &[Exhibit], number)?;
    }
    fs::remove_dir_all(pictures)?;
    Ok(files)
}

fn evidence(folder: &Path, pictures: &Path, number: usize) -> io::Result<usize> {
    // What follows the end of a JPEG or PDF file does not count, and makes its bytes its own.
    let mark = |from: String, to: &str| -> io::Result<()> {
        let mut bytes = fs::read(pictures.join(from))?;
        bytes.extend_from_slice(format!("\n% {number}\n").as_bytes());
        fs::write(folder.join(to), bytes)
    };
    mark(format!("{}.jpg", number % 16), "photo.jpg")?;
    mark(format!("{}.jpg", (number + 5) % 16), "closeup.jpg")?;
    mark(format!("{}.pdf", number % 16), "record.pdf")?;
    inputs::csv(&folder.join("table.csv"), 12 + number % 9, number)?;
    let sop = format!("# SOP-QC-{number}\n\nMeasure 32 boards of every lot with the edge gauge. Sign form QC-12.\n");
    fs::write(folder.join("sop.md"), sop)?;
    let mail = format!("From: Chen Hao\nDate: 6 October 2026\n\nThe belts of lot {number} were changed today.\n");
    fs::write(folder.join("mail.txt"), mail)?;
    Ok(6)
}

/// As many Python files as cases, each as long as its case file.
fn twins(workspace: &Path, folder: &Path, cases: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for number in 0..cases {
        let case: PathBuf = workspace.join("cases").join(format!("{number:05}")).join("case.toml");
        let length = usize::try_from(fs::metadata(case)?.len()).unwrap_or(0);
        let mut text = String::from("\"\"\"Checks boards.\"\"\"\n");
        let mut count = 0;
        while text.len() < length {
            count += 1;
            text.push_str(&format!(
                "\n\ndef measured_{count}(boards, limit={number}):\n    \"\"\"Those above the limit.\"\"\"\n    \
                 return [board for board in boards if board.edge > limit]\n"
            ));
        }
        fs::write(folder.join(format!("{number:05}.py")), text)?;
    }
    Ok(())
}
