//! How long it takes from saving a sentence until the new letter and bundle are on the disk, while
//! `appealc watch` runs in a workspace of many cases. See `benches/README.md`.
//!
//! ```text
//! cargo bench --bench watch                # 1,000 cases, 40 edits
//! cargo bench --bench watch -- 100 20      # 100 cases, 20 edits
//! ```

#![allow(clippy::disallowed_methods)] // it makes its own inputs, in a folder of its own

#[allow(dead_code, reason = "the benchmark of builds uses the rest")]
#[path = "../build/inputs.rs"]
mod inputs;

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use inputs::exhibit;

const TODAY: &str = "2026-11-20";
/// The longest that an edit may take before it counts as lost.
const LOST: Duration = Duration::from_secs(20);

fn number(at: usize, usual: usize) -> usize {
    let args = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    args.filter_map(|arg| arg.parse().ok()).nth(at).unwrap_or(usual)
}

fn name(number: usize) -> String {
    format!("light-{number:04}")
}

/// Cases of two small photos and a PDF of two pages each.
fn make(root: &Path, cases: usize) -> io::Result<()> {
    inputs::workspace(root)?;
    let made = root.join("made");
    fs::create_dir_all(&made)?;
    for n in 0..16 {
        inputs::photo(&made.join(format!("{n}.jpg")), 1024, 768, n, 3)?;
    }
    inputs::pdf(&made.join("report.pdf"), 2)?;
    let exhibits = [
        exhibit("before", "before.jpg", "photo"),
        exhibit("after", "after.jpg", "photo"),
        exhibit("report", "report.pdf", "inspection-report"),
    ];
    for case in 0..cases {
        let folder = inputs::evidence(root, &name(case))?;
        fs::copy(made.join(format!("{}.jpg", case % 16)), folder.join("before.jpg"))?;
        fs::copy(made.join(format!("{}.jpg", (case + 1) % 16)), folder.join("after.jpg"))?;
        fs::copy(made.join("report.pdf"), folder.join("report.pdf"))?;
        inputs::case(root, &name(case), &exhibits, u32::try_from(case + 1).unwrap_or(u32::MAX))?;
    }
    fs::remove_dir_all(made)
}

/// `watch`, which ends when this goes.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `watch`; gives the lines that it tells.
fn start(root: &Path) -> io::Result<(Watch, impl Iterator<Item = String>)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
    command.args(["watch", "--format", "json", "--today", TODAY, "cases"]).current_dir(root);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
    Ok((Watch(child), BufReader::new(out).lines().map_while(Result::ok)))
}

fn wait(lines: &mut impl Iterator<Item = String>) -> io::Result<()> {
    let waiting = |line: String| line.contains("\"watch\"") && line.contains("\"waiting\"");
    if lines.any(waiting) { Ok(()) } else { Err(io::Error::other("watch ended")) }
}

/// Changes a sentence of a case and waits for its outputs.
fn edit(root: &Path, case: &str, round: usize) -> io::Result<Duration> {
    let path = root.join("cases").join(case).join("case.toml");
    let built = root.join("build").join("cases").join(case);
    let text = fs::read_to_string(&path)?;
    let word = format!("in {} days", 1000 + round);
    let sentence = "and reset the feed to 4 m a minute";
    let text = match text.find(sentence) {
        Some(at) => {
            let end = at + sentence.len();
            let rest = text[end..].find('.').map_or(end, |dot| end + dot);
            format!("{} {word}{}", &text[..end], &text[rest..])
        }
        None => return Err(io::Error::other("the sentence is gone")),
    };
    let bundle = fs::metadata(built.join("bundle.pdf")).and_then(|meta| meta.modified())?;
    let started = Instant::now();
    fs::write(&path, text)?;
    while started.elapsed() < LOST {
        let letter = fs::read_to_string(built.join("letter.txt")).unwrap_or_default();
        let typeset = fs::metadata(built.join("bundle.pdf")).and_then(|meta| meta.modified());
        if letter.contains(&word) && typeset.is_ok_and(|time| time != bundle) {
            return Ok(started.elapsed());
        }
        std::thread::sleep(Duration::from_micros(300));
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, format!("{case} was not built again")))
}

fn line(what: &str, times: &mut [Duration]) -> String {
    times.sort();
    let ms = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let (median, late, last) = (times.len() / 2, times.len() * 9 / 10, times.len().saturating_sub(1));
    format!("| {what} | {:.0} ms | {:.0} ms | {:.0} ms | 150 ms |\n", ms(median), ms(late), ms(last))
}

fn main() -> io::Result<()> {
    let (cases, edits) = (number(0, 1000).max(2), number(1, 40));
    let dir = tempfile::tempdir()?;
    // Links are followed in what the system tells.
    let root = fs::canonicalize(dir.path())?;
    make(&root, cases)?;
    let started = Instant::now();
    let (watch, mut lines) = start(&root)?;
    wait(&mut lines)?;
    writeln!(io::stderr(), "{cases} cases built in {:.1} s", started.elapsed().as_secs_f64())?;
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for round in 0..edits {
        same.push(edit(&root, &name(0), round)?);
        wait(&mut lines)?;
        other.push(edit(&root, &name(1 + round % (cases - 1)), round)?);
        wait(&mut lines)?;
    }
    drop(watch);
    // The first edit of a case is one of the other kind.
    same.remove(0);
    let mut out = io::stdout().lock();
    writeln!(out, "| {cases} cases, from save to new letter and bundle | median | 90 % | most | target, median |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    write!(out, "{}", line("the same case again", &mut same))?;
    write!(out, "{}", line("another case each time", &mut other))
}
