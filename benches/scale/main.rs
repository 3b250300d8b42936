//! Ten thousand cases: what costs nothing when nothing changed, what a change costs, and how large the
//! program grows. See `benches/README.md`.
//!
//! ```text
//! cargo bench --bench scale -- noop touch edit          # 10,000 cases, 60,000 evidence files
//! cargo bench --bench scale -- noop --cases 1000        # fewer
//! cargo bench --bench scale -- light heavy              # cold builds beside a shell loop of typst
//! cargo bench --bench scale -- memory pages threads     # peak memory, a case of 5,000 pages, one core or two
//! ```
//!
//! `--rounds N` (5) says how often each thing is done, in turn with its yardstick; figures are medians.
//! The workspace of the first line is kept in the folder that `APPEALC_BENCH_KEEP` names, and used again.

#![allow(clippy::disallowed_methods)] // it makes its own inputs, in a folder of its own
#![allow(dead_code)] // the modules serve other benchmarks too

#[path = "../build/inputs.rs"]
mod inputs;
#[path = "../build/measure.rs"]
mod measure;
mod ninja;
mod space;
#[path = "../build/yardstick.rs"]
mod yardstick;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use measure::{Cost, median, ratio, run};
use space::{Kind, Space};

/// What is done, and how much of it.
struct Plan {
    lines: Vec<String>,
    cases: usize,
    rounds: usize,
}

impl Plan {
    fn read() -> Self {
        let mut plan = Self { lines: Vec::new(), cases: 10_000, rounds: 5 };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut number = |other: usize| args.next().and_then(|text| text.parse().ok()).unwrap_or(other);
            match arg.as_str() {
                "--cases" => plan.cases = number(plan.cases),
                "--rounds" => plan.rounds = number(plan.rounds).max(1),
                // What cargo adds.
                "--bench" => {}
                line => plan.lines.push(line.to_owned()),
            }
        }
        if plan.lines.is_empty() {
            plan.lines =
                ["noop", "touch", "edit", "light", "heavy", "memory", "pages", "threads"].map(str::to_owned).into();
        }
        plan
    }

    fn has(&self, line: &str) -> bool {
        self.lines.iter().any(|wanted| wanted == line)
    }
}

fn main() -> io::Result<()> {
    let plan = Plan::read();
    let folder = tempfile::tempdir()?;
    let place = std::env::var_os("APPEALC_BENCH_KEEP").map_or_else(|| folder.path().to_path_buf(), PathBuf::from);
    let mut out = io::stdout().lock();
    writeln!(out, "| what | appealc | yardstick | ratio | target |\n| --- | --- | --- | --- | --- |")?;
    if plan.has("noop") || plan.has("touch") || plan.has("edit") {
        unchanged(&plan, &Space::new(&place.join("many"), plan.cases, Kind::Light)?, &mut out)?;
    }
    if plan.has("light") {
        cold(&plan, &place, Kind::Light, plan.cases.min(1000), &mut out)?;
    }
    if plan.has("heavy") {
        cold(&plan, &place, Kind::Heavy, plan.cases.min(20), &mut out)?;
    }
    if plan.has("memory") {
        memory(&plan, &place, &mut out)?;
    }
    if plan.has("pages") {
        let space = Space::new(&place.join("pages"), 1, Kind::Pages)?;
        let peak = measure::peak(&mut space.build(2))?.unwrap_or_default();
        space.forget()?;
        let cost = run(&mut space.build(2))?;
        line(&mut out, "one case of 5,000 pages, 500 MB", &seconds(cost.wall), "", "", "60 s")?;
        line(&mut out, "the same, peak memory", &format!("{:.0} MiB", peak.proportional), "", "", "1,024 MiB")?;
    }
    if plan.has("threads") {
        let space = Space::new(&place.join("threads"), 60, Kind::Light)?;
        let mut pairs = Vec::new();
        for _ in 0..plan.rounds {
            let of = |jobs| -> io::Result<Cost> {
                space.forget()?;
                run(&mut space.build(jobs))
            };
            pairs.push((of(1)?, of(2)?));
        }
        let (one, two): (Vec<Cost>, Vec<Cost>) = pairs.iter().copied().unzip();
        let (one, two, ratio) = (median(&one).wall, median(&two).wall, ratio(&pairs, |cost| cost.wall));
        line(
            &mut out,
            "60 light cases, two workers against one",
            &seconds(two),
            &seconds(one),
            &times(ratio),
            "1.8 times",
        )?;
    }
    Ok(())
}

fn line(out: &mut impl Write, what: &str, ours: &str, theirs: &str, ratio: &str, target: &str) -> io::Result<()> {
    writeln!(out, "| {what} | {ours} | {theirs} | {ratio} | {target} |")?;
    out.flush()
}

fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(10) {
        format!("{:.0} ms", time.as_secs_f64() * 1000.0)
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2} times")
}

/// Builds of what was built already.
fn unchanged(plan: &Plan, space: &Space, out: &mut impl Write) -> io::Result<()> {
    let cases = space.cases;
    let cold = run(&mut space.build(2))?;
    writeln!(io::stderr(), "built {cases} cases in {}", seconds(cold.wall))?;
    // What was written last is younger than the clock's grain.
    std::thread::sleep(Duration::from_millis(50));
    run(&mut space.build(2))?;
    let files = format!("{cases} cases, {} files in, {} out", space.inputs()?.len(), space.outputs()?.len());
    if plan.has("noop") {
        let ninja = ninja::Ninja::new(space)?;
        let (mut ours, mut pairs) = (Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            let cost = run(&mut space.build(2))?;
            ours.push(cost);
            if let Some(ninja) = &ninja {
                pairs.push((cost, run(&mut ninja.command())?));
            }
        }
        let theirs: Vec<Cost> = pairs.iter().map(|pair| pair.1).collect();
        let (said, by) = match ninja {
            Some(_) => (seconds(median(&theirs).wall), times(ratio(&pairs, |cost| cost.wall))),
            None => ("ninja is not installed".to_owned(), String::new()),
        };
        let ours = seconds(median(&ours).wall);
        line(out, &format!("nothing changed: {files}"), &ours, &said, &by, "1 time ninja, and 1.0 s")?;
    }
    if plan.has("touch") {
        let mut pairs = Vec::new();
        let all = [space.inputs()?, space.outputs()?].concat();
        for _ in 0..plan.rounds.min(3) {
            let hashed = space::hashed(&all)?;
            space::touch(&all)?;
            std::thread::sleep(Duration::from_millis(50));
            pairs.push((run(&mut space.build(2))?, hashed));
        }
        let (ours, theirs): (Vec<Cost>, Vec<Cost>) = pairs.iter().copied().unzip();
        let by = times(ratio(&pairs, |cost| cost.wall));
        let (ours, theirs) = (seconds(median(&ours).wall), seconds(median(&theirs).wall));
        line(out, "every file touched, beside sha256sum", &ours, &theirs, &by, "2 times")?;
    }
    if plan.has("edit") {
        let mut pairs = Vec::new();
        for round in 0..plan.rounds {
            let nothing = run(&mut space.build(2))?;
            space.edit(round)?;
            std::thread::sleep(Duration::from_millis(50));
            let edited = run(&mut space.build(2))?;
            // The case by itself, in a folder of its own.
            pairs.push((edited, nothing + run(&mut space.alone())?));
        }
        let (ours, whole): (Vec<Cost>, Vec<Cost>) = pairs.iter().copied().unzip();
        let by = times(ratio(&pairs, |cost| cost.wall));
        line(
            out,
            "one case edited, beside nothing changed and that case alone",
            &seconds(median(&ours).wall),
            &seconds(median(&whole).wall),
            &by,
            "1 time",
        )?;
    }
    Ok(())
}

/// Cold builds beside a shell loop of typst on equal content, both cores used.
fn cold(plan: &Plan, place: &std::path::Path, kind: Kind, cases: usize, out: &mut impl Write) -> io::Result<()> {
    let space = Space::new(&place.join(format!("cold-{kind:?}")), cases, kind)?;
    run(&mut space.build(2))?;
    let Some(typst) = yardstick::program() else {
        return line(out, &format!("{cases} {kind:?} cases, cold"), "", "typst is not installed", "", "");
    };
    let documents = space.documents(&typst)?;
    let (mut pairs, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds.min(3) {
        space.forget()?;
        let ours = run(&mut space.build(2))?;
        pairs.push((run(&mut space::typst_loop(&typst, &documents))?, ours));
        plain.push((ours, space::hashed(&space.evidence()?)? + space::copied(&space.evidence()?)?));
    }
    let (theirs, ours): (Vec<Cost>, Vec<Cost>) = pairs.iter().copied().unzip();
    let by = times(ratio(&pairs, |cost| cost.wall));
    let what = format!("{cases} {} cases, cold, beside a loop of typst", kind.name());
    let target = if kind == Kind::Light { "2 times at least" } else { "5 times at least" };
    line(out, &what, &seconds(median(&ours).wall), &seconds(median(&theirs).wall), &by, target)?;
    if kind == Kind::Heavy {
        let (ours, theirs): (Vec<Cost>, Vec<Cost>) = plain.iter().copied().unzip();
        let by = times(ratio(&plain, |cost| cost.cpu));
        let (ours, theirs) = (seconds(median(&ours).cpu), seconds(median(&theirs).cpu));
        line(out, "the same, processor time, beside cat and sha256sum", &ours, &theirs, &by, "4 times at most")?;
    }
    Ok(())
}

/// Peak memory of cold builds, all processes together.
fn memory(plan: &Plan, place: &std::path::Path, out: &mut impl Write) -> io::Result<()> {
    let peak = |cases: usize| -> io::Result<f64> {
        let space = Space::new(&place.join(format!("memory-{cases}")), cases, Kind::Light)?;
        let peak = measure::peak(&mut space.build(2))?.unwrap_or_default();
        Ok(peak.proportional)
    };
    let (few, many) = (peak(plan.cases / 10)?, peak(plan.cases)?);
    let what = format!("peak memory, {} cases or {}", plan.cases / 10, plan.cases);
    line(
        out,
        &what,
        &format!("{many:.0} MiB"),
        &format!("{few:.0} MiB"),
        &times(many / few),
        "1.1 times, 400 MiB at most",
    )
}

/// Runs a program of the system over files.
fn over(program: &str, files: &[PathBuf]) -> io::Result<Cost> {
    let mut list = tempfile::NamedTempFile::new()?;
    for file in files {
        list.write_all(file.as_os_str().as_encoded_bytes())?;
        list.write_all(b"\0")?;
    }
    run(Command::new("xargs").args(["-0", "-n", "500", "-a"]).arg(list.path()).args([program, "--"]))
}
