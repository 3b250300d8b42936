//! How fast a report of a million returns is tallied, and in how much memory, beside DuckDB and Polars
//! doing the same on the same file on one thread. See `benches/README.md`.
//!
//! ```text
//! python3 -m venv target/tables && target/tables/bin/pip install duckdb polars
//! cargo bench --bench complaints             # 5 rounds, 1,000,000 rows
//! cargo bench --bench complaints -- 3 100000   # 3 rounds, 100,000 rows
//! ```

#![allow(clippy::disallowed_methods)] // it makes its own input, in a folder of its own
#![allow(dead_code)] // the module serves other benchmarks too

#[path = "../build/measure.rs"]
mod measure;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Cost, median, peak, ratio, run};

const REASONS: &[&str] = &[
    "DEFECTIVE",
    "UNWANTED_ITEM",
    "QUALITY_UNACCEPTABLE",
    "UNWANTED_ITEM",
    "NOT_AS_DESCRIBED",
    "DEFECTIVE",
    "DAMAGED_BY_CARRIER",
    "ORDERED_WRONG_ITEM",
    "MISSING_PARTS",
    "DAMAGED_BY_FC",
    "APPAREL_TOO_SMALL",
    "BRAND_NEW_CODE",
];
const GRADINGS: &[&str] = &["SELLABLE", "DEFECTIVE", "CUSTOMER_DAMAGED", "CARRIER_DAMAGED", "DAMAGED"];
const COMMENTS: &[&str] = &[
    "",
    "Stopped working after two days",
    "no manual in the box and I do not know which screws go where",
    "the corner of the box was crushed and the board has split",
    "",
    "not as pictured, the 24\" one is smaller",
];

fn main() -> io::Result<()> {
    let args: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let rounds = args.first().copied().unwrap_or(5).max(1);
    let rows = args.get(1).copied().unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("returns.tsv");
    make(&report, rows)?;
    let size = std::fs::metadata(&report)?.len();
    let mut out = io::stdout().lock();
    writeln!(out, "{rows} rows, {} MB, {rounds} rounds", size / 1_000_000)?;
    let python = [std::env::var_os("TABLES_PYTHON").map(PathBuf::from), Some("target/tables/bin/python".into())];
    let python = python.into_iter().flatten().find(|path| path.is_file());
    let theirs = |engine: &str| -> Option<Vec<String>> {
        let said =
            Command::new(python.as_ref()?).arg("benches/complaints/yardstick.py").arg(engine).arg(&report).output();
        let text = String::from_utf8(said.ok().filter(|said| said.status.success())?.stdout).ok()?;
        Some(text.split_whitespace().map(str::to_owned).collect())
    };
    let own = ours_says(&report)?;
    let mut engines = Vec::new();
    for engine in ["duckdb", "polars"] {
        match theirs(engine) {
            Some(said) if said.get(1) == Some(&own) => engines.push(engine),
            Some(said) => return Err(io::Error::other(format!("{engine} counts {said:?}, appealc {own}"))),
            None => writeln!(out, "skipped: no {engine} (see the top of benches/complaints/main.rs)")?,
        }
    }
    writeln!(out, "all count {own} units")?;
    let mut all = Vec::new();
    let mut pairs = vec![Vec::new(); engines.len()];
    let mut queries = vec![Vec::new(); engines.len()];
    for _ in 0..rounds {
        let cost = run(&mut ours(&report))?;
        all.push(cost);
        for (at, engine) in engines.iter().enumerate() {
            if let Some(python) = &python {
                let mut command = Command::new(python);
                command.arg("benches/complaints/yardstick.py").arg(engine).arg(&report);
                pairs[at].push((cost, run(&mut command)?));
            }
            let seconds = theirs(engine).and_then(|said| said.get(2)?.parse::<f64>().ok());
            queries[at].push(seconds.unwrap_or_default());
        }
    }
    writeln!(out, "| what | wall | processor | rows/s | peak memory | query alone | ours / theirs: wall, processor |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
    let memory = |command: &mut Command| -> io::Result<String> {
        let shown = |peak: measure::Peak| format!("{:.0} MiB ({:.0})", peak.resident, peak.proportional);
        Ok(peak(command)?.map_or_else(|| "?".to_owned(), shown))
    };
    let told = |cost: Cost| {
        let speed = rows as f64 / cost.wall.as_secs_f64();
        let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
        format!("{wall:.2} s | {cpu:.2} s | {speed:.0}")
    };
    writeln!(out, "| appealc | {} | {} | | |", told(median(&all)), memory(&mut ours(&report))?)?;
    for (at, engine) in engines.iter().enumerate() {
        let Some(python) = &python else { continue };
        let mut command = Command::new(python);
        command.arg("benches/complaints/yardstick.py").arg(engine).arg(&report);
        let costs: Vec<Cost> = pairs[at].iter().map(|pair: &(Cost, Cost)| pair.1).collect();
        queries[at].sort_by(f64::total_cmp);
        let query = queries[at].get(queries[at].len() / 2).copied().unwrap_or_default();
        let wall = ratio(&pairs[at], |cost| cost.wall);
        let cpu = ratio(&pairs[at], |cost| cost.cpu);
        let memory = memory(&mut command)?;
        writeln!(out, "| {engine} | {} | {memory} | {query:.2} s | {wall:.2}, {cpu:.2} |", told(median(&costs)))?;
    }
    Ok(())
}

fn ours(report: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
    command.args(["complaints", "--format", "json", "--report"]).arg(report);
    command
}

/// The units of all ASINs.
fn ours_says(report: &Path) -> io::Result<String> {
    let said = ours(report).output()?;
    let lines = String::from_utf8_lossy(&said.stdout).into_owned();
    let units =
        lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?["units"].as_u64());
    Ok(units.sum::<u64>().to_string())
}

/// A report in the form of the API: 400 ASINs, ten months, one row in a hundred twice.
fn make(path: &Path, rows: usize) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let columns = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
        detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments";
    writeln!(file, "{columns}")?;
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % end as u64).unwrap_or(0)
    };
    let mut last = String::new();
    for number in 0..rows {
        let asin = below(400);
        let (month, day) = (1 + number * 10 / rows.max(1), 1 + below(28));
        let row = format!(
            "2026-{month:02}-{day:02}T08:11:09+00:00\t{}-{:07}-{:07}\tKB-{asin:04}-01\tB0BENCH{asin:03}\tX000BEN{asin:03}\t\
             Bamboo cutting board with juice groove, set of {}, large kitchen size\t{}\tONT8\t{}\t{}\t\
             Unit returned to inventory\tLPNRR{number:09}\t{}",
            100 + below(800),
            below(10_000_000),
            below(10_000_000),
            1 + asin % 5,
            if below(33) == 0 { 2 } else { 1 },
            GRADINGS[below(GRADINGS.len())],
            REASONS[below(REASONS.len())],
            COMMENTS[below(COMMENTS.len())],
        );
        if number == 0 || below(100) > 0 {
            last = row;
        }
        writeln!(file, "{last}")?;
    }
    file.flush()
}
