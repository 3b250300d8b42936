//! How long `status` takes: of ten thousand cases of a hundred clients, with what was sent and answered, in a
//! repository of fifty thousand commits. See `benches/README.md`.
//!
//! ```text
//! cargo bench --bench status                  # 5 rounds, 10000 cases, 50000 commits
//! cargo bench --bench status -- 3 1000 5000   # 3 rounds, 1000 cases, 5000 commits
//! ```
//!
//! The commits are written by `git fast-import`; without the `git` program there are none, and it says so.

#![allow(clippy::disallowed_methods)] // it makes its own inputs, in a folder of its own
#![allow(dead_code)] // the module serves another benchmark too

#[path = "../build/measure.rs"]
mod measure;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use measure::{Cost, median, run};

const TODAY: &str = "2026-11-20";
/// Cases of one client.
const OF_CLIENT: usize = 100;
/// What the warm run may take.
const TARGET: u128 = 2000;

fn main() -> io::Result<()> {
    let args: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let rounds = args.first().copied().unwrap_or(5).max(1);
    let cases = args.get(1).copied().unwrap_or(10_000).max(1);
    let commits = args.get(2).copied().unwrap_or(50_000);
    let mut folder = tempfile::tempdir()?;
    folder.disable_cleanup(std::env::var_os("APPEALC_BENCH_KEEP").is_some());
    let root = folder.path();
    make(root, cases)?;
    let committed = commit(root, cases, commits)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{cases} cases, {committed} commits, {rounds} rounds; the first run of each is not counted")?;
    for (name, args) in [
        ("status", &["status", ".", "--today", TODAY][..]),
        ("status --format json", &["status", ".", "--format", "json", "--today", TODAY]),
        ("stats", &["stats", "."]),
        ("log of one case", &["log", &case(cases / 2)]),
    ] {
        let mut costs: Vec<Cost> = Vec::new();
        for _ in 0..=rounds {
            costs.push(run(Command::new(env!("CARGO_BIN_EXE_appealc")).args(args).current_dir(root))?);
        }
        let cost = median(&costs[1..]);
        let met = match name.starts_with("status") {
            true if cost.wall.as_millis() <= TARGET => "; within 2 s",
            true => "; NOT within 2 s",
            false => "",
        };
        writeln!(out, "{name}: {} ms (processor {} ms){met}", cost.wall.as_millis(), cost.cpu.as_millis())?;
    }
    Ok(())
}

/// The path of a case.
fn case(number: usize) -> String {
    format!("clients/{:03}/cases/{number:05}", number / OF_CLIENT)
}

fn asin(number: usize) -> String {
    format!("B0{number:08}")
}

/// The case file, as it is after so many changes.
fn text(number: usize, version: usize) -> String {
    let base = include_str!("../../tests/rules/base.toml");
    let base = base.replace("B0CHX3QBCH", &asin(number));
    let day = number % 28 + 1;
    format!("# version {version}\n{}", base.replacen("product", &format!("respond_by = 2026-12-{day:02}\nproduct"), 1))
}

/// Cases, histories of two thirds of them, and the outputs that a build would have left.
fn make(root: &Path, cases: usize) -> io::Result<()> {
    fs::write(root.join("appealc.toml"), "[seller]\nname = \"Li Wei\"\n")?;
    fs::write(root.join(".gitignore"), "/build/\n.appealc/\n")?;
    let settings = "[seller]\nstore = \"Nordhaus Home\"\n";
    let hash = |text: &str| appealc::read::sha256(text.as_bytes());
    for number in 0..cases {
        let path = case(number);
        let folder = root.join(&path);
        fs::create_dir_all(folder.join("evidence"))?;
        let client = root.join(format!("clients/{:03}/appealc.toml", number / OF_CLIENT));
        if number % OF_CLIENT == 0 {
            fs::write(client, settings)?;
        }
        let own = text(number, 0);
        fs::write(folder.join("case.toml"), &own)?;
        for file in ["returns.csv", "box-after.jpg", "drop-test.pdf"] {
            fs::write(folder.join("evidence").join(file), b"x")?;
        }
        if number % 3 > 0 {
            fs::write(folder.join("history.toml"), history(number))?;
        }
        let texts = serde_json::json!({
            format!("{path}/case.toml"): hash(&own),
            "appealc.toml": hash("[seller]\nname = \"Li Wei\"\n"),
            format!("clients/{:03}/appealc.toml", number / OF_CLIENT): hash(settings),
        });
        let manifest = manifest(&path, &asin(number), &texts);
        let built = root.join("build").join(&path);
        fs::create_dir_all(&built)?;
        fs::write(built.join("manifest.json"), manifest)?;
    }
    Ok(())
}

/// What was sent, refused, and for some sent again.
fn history(number: usize) -> String {
    let hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let sent = |n: usize, day: &str| {
        format!(
            "[[events]]\nkind = \"submitted\"\ndate = {day}\nmarketplace = \"US\"\nn = {n}\nexhibits = 12\npages = 17\n\
             letter = \"{hash}\"\nletter_pdf = \"{hash}\"\nform = \"{hash}\"\nbundle = [\"{hash}\"]\nmanifest = \"{hash}\"\n\
             commit = \"0123456789abcdef0123456789abcdef01234567\"\ndirty = false\ntool = \"0.1.0\"\n\n"
        )
    };
    let mut text = sent(1, "2026-10-08");
    text.push_str("[[events]]\nkind = \"outcome\"\ndate = 2026-10-15\nn = 1\nresult = \"rejected\"\n\n");
    if number % 3 == 2 {
        text.push_str(&sent(2, "2026-10-20"));
    }
    text
}

/// A manifest of a dozen exhibits.
fn manifest(path: &str, asin: &str, texts: &serde_json::Value) -> String {
    let hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let exhibits = (1..=12).map(|number| {
        serde_json::json!({
            "number": number, "id": format!("exhibit-{number}"), "kind": "photo", "caption": "A caption of some words",
            "path": format!("{path}/evidence/{number}.jpg"), "sha256": hash, "bytes": 123_456, "source_pages": 1,
            "shown_pages": 1, "sizes": ["1600x1200"], "volume": 1, "first_page": number + 2, "pages": 1,
            "label": format!("{}", number + 2), "gps": false, "left_out": [], "cited_by": ["actions[0]"],
        })
    });
    let manifest = serde_json::json!({
        "manifest": 1, "appealc": "0.1.0", "case": path, "asins": [asin], "type": "onpe/packaging", "stance": "appeal",
        "fingerprint": format!("sha256:{hash}"), "exhibits": exhibits.collect::<Vec<_>>(), "volumes": [{"pages": 17}],
        "date": "2026-11-20", "outputs": [{"path": "bundle.pdf", "sha256": hash, "bytes": 123_456, "pages": 17}],
        "inputs": {"tool": "0.1.0", "texts": texts},
    });
    serde_json::to_string_pretty(&manifest).unwrap_or_default()
}

/// A repository in which each commit changes one case; gives how many there are.
fn commit(root: &Path, cases: usize, commits: usize) -> io::Result<usize> {
    let git = |args: &[&str]| Command::new("git").args(args).current_dir(root).stdout(Stdio::null()).status();
    if git(&["init", "-q"]).is_err() {
        return Ok(0);
    }
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    if let Some(stdin) = import.stdin.take() {
        let mut out = BufWriter::new(stdin);
        for number in 0..commits {
            let message = format!("change {number}");
            write!(
                out,
                "commit refs/heads/main\ncommitter Li Wei <li@example.com> {} +0000\n",
                1_700_000_000 + number
            )?;
            write!(out, "data {}\n{message}\n", message.len())?;
            let mut blob =
                |path: String, text: &str| write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
            if number == 0 {
                for number in 0..cases {
                    blob(format!("{}/case.toml", case(number)), &text(number, 0))?;
                }
            } else {
                // The last version is the one that lies on the disk.
                let own = (number * 7919) % cases;
                let version = if number + cases < commits { number } else { 0 };
                blob(format!("{}/case.toml", case(own)), &text(own, version))?;
            }
        }
        out.flush()?;
    }
    let done = import.wait()?;
    git(&["symbolic-ref", "HEAD", "refs/heads/main"])?;
    Ok(if done.success() { commits } else { 0 })
}
