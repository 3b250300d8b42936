//! How long builds take and how much memory, side by side with the `typst` program on equal
//! content. See `benches/README.md`.
//!
//! ```text
//! cargo bench --bench build               # everything, 7 rounds
//! cargo bench --bench build -- 3 light    # 3 rounds, only what has "light" in its name
//! ```
//!
//! With `APPEALC_BENCH_KEEP` set its folder is left, for a profiler to build in.

#![allow(clippy::disallowed_methods)] // it makes its own inputs, in a folder of its own

mod inputs;
mod measure;
mod yardstick;

use std::cell::Cell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use inputs::{Exhibit, exhibit};
use measure::{Cost, Peak, median, peak, ratio, run};
use yardstick::Yardstick;

/// Copies of the light case in one build.
const COPIES: u32 = 200;
/// Pairs of typst runs in a round of the light case.
const PAIRS: u32 = 10;
const TODAY: &str = "2026-11-20";

/// What is asked for.
struct Wanted {
    rounds: usize,
    name: Option<String>,
}

impl Wanted {
    fn read() -> Self {
        let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
        let rounds = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(7);
        Self { rounds, name: args.into_iter().find(|arg| arg.parse::<usize>().is_err()) }
    }

    fn includes(&self, name: &str) -> bool {
        self.name.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()))
    }
}

/// A workspace of generated cases.
struct Workspace {
    root: PathBuf,
    /// How many builds there were.
    builds: Cell<u32>,
}

impl Workspace {
    fn new(root: PathBuf) -> io::Result<Self> {
        inputs::workspace(&root)?;
        Ok(Self { root, builds: Cell::new(0) })
    }

    fn command(&self, verb: &str, cases: &Path, jobs: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
        command.args([verb, "--quiet", "--today", TODAY, "-j", &jobs.to_string()]).arg(cases);
        command
    }

    /// A build from nothing, into a new folder.
    fn build(&self, cases: &str, jobs: usize) -> Command {
        self.builds.set(self.builds.get() + 1);
        self.again(cases, jobs)
    }

    /// The last build once more.
    fn again(&self, cases: &str, jobs: usize) -> Command {
        let mut command = self.command("build", &self.root.join(cases), jobs);
        command.arg("--out").arg(self.out());
        command
    }

    /// A build from nothing whose outputs go at once: tens of MB each time would be memory that the
    /// system has to find anew, while typst writes over its own.
    fn passing(&self, cases: &str, jobs: usize) -> io::Result<Cost> {
        let cost = run(&mut self.build(cases, jobs))?;
        fs::remove_dir_all(self.out())?;
        Ok(cost)
    }

    fn out(&self) -> PathBuf {
        self.root.join(format!("build-{}", self.builds.get()))
    }

    fn built(&self, name: &str) -> PathBuf {
        self.out().join("cases").join(name)
    }
}

/// The lines of the table.
struct Table(Vec<[String; 5]>);

impl Table {
    fn line(&mut self, what: &str, ours: String, typst: String, ratio: String, target: &str) -> io::Result<()> {
        self.0.push([what.to_owned(), ours, typst, ratio, target.to_owned()]);
        writeln!(io::stderr(), "{what}: {}", self.0.last().map(|line| line[1..4].join(" | ")).unwrap_or_default())
    }

    fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "| what | appealc | two typst runs | ratio | target |\n| --- | --- | --- | --- | --- |")?;
        self.0.iter().try_for_each(|line| writeln!(out, "| {} |", line.join(" | ")))
    }
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 100.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

fn processor(cost: &Cost) -> String {
    format!("{}, {} of it the system", ms(cost.cpu), ms(cost.system))
}

fn mib(peak: Option<Peak>) -> String {
    peak.map_or("not measured".to_owned(), |peak| format!("{:.0} MiB ({:.0})", peak.resident, peak.proportional))
}

fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

/// The pages of bundle and letter, by appealc's manifest.
fn pages(built: &Path) -> io::Result<(usize, usize)> {
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(built.join("manifest.json"))?)?;
    let of = |name: &str| {
        let outputs = manifest["outputs"].as_array();
        let found = outputs.and_then(|outputs| outputs.iter().find(|output| output["path"] == name));
        found.and_then(|output| output["pages"].as_u64()).and_then(|pages| usize::try_from(pages).ok()).unwrap_or(0)
    };
    Ok((of("bundle.pdf"), of("letter.pdf")))
}

/// Builds once, writes the yardstick and sees to it that both have as many pages.
fn yardstick(space: &Workspace, typst: Option<&Path>, name: &str) -> io::Result<Option<Yardstick>> {
    run(&mut space.build(&format!("cases/{name}"), 1))?;
    let built = space.built(name);
    let (bundle, letter) = pages(&built)?;
    let Some(typst) = typst else { return Ok(None) };
    let made = Yardstick::new(typst, &space.root, name, &built)?;
    for mut command in made.commands() {
        run(&mut command)?;
    }
    let theirs = (made.pages("bundle")?, made.pages("letter")?);
    writeln!(
        io::stderr(),
        "{name}: bundle {bundle} pages, letter {letter}; the yardstick's {} and {}",
        theirs.0,
        theirs.1
    )?;
    if theirs != (bundle, letter) {
        return Err(io::Error::other("the yardstick's content is not equal"));
    }
    Ok(Some(made))
}

/// Both sides in turn.
fn side_by_side(
    rounds: usize,
    yardstick: Option<&Yardstick>,
    pairs: u32,
    ours: &mut dyn FnMut() -> io::Result<Cost>,
) -> io::Result<(Cost, Option<(Cost, f64)>)> {
    let mut own = Vec::new();
    let mut both = Vec::new();
    for _ in 0..rounds {
        let cost = ours()?;
        own.push(cost);
        if let Some(yardstick) = yardstick {
            let mut theirs = Cost::default();
            for _ in 0..pairs {
                for mut command in yardstick.commands() {
                    theirs = theirs + run(&mut command)?;
                }
            }
            both.push((cost, theirs / pairs));
        }
    }
    let theirs = yardstick.map(|_| {
        let all: Vec<Cost> = both.iter().map(|(_, theirs)| *theirs).collect();
        (median(&all), ratio(&both, |cost| cost.cpu))
    });
    Ok((median(&own), theirs))
}

fn peaks(yardstick: Option<&Yardstick>) -> io::Result<Option<Peak>> {
    let Some(yardstick) = yardstick else { return Ok(None) };
    let mut most: Option<Peak> = None;
    for mut command in yardstick.commands() {
        if let Some(found) = peak(&mut command)? {
            let known = most.unwrap_or_default();
            let larger = |a: f64, b: f64| a.max(b);
            most = Some(Peak {
                resident: larger(known.resident, found.resident),
                proportional: larger(known.proportional, found.proportional),
            });
        }
    }
    Ok(most)
}

fn heavy(space: &Workspace, typst: Option<&Path>, wanted: &Wanted, table: &mut Table) -> io::Result<()> {
    let mut exhibits: Vec<Exhibit> =
        (1..=6).map(|n| exhibit(&format!("photo-{n}"), &format!("photo-{n}.jpg"), "photo")).collect();
    exhibits.push(exhibit("report", "report.pdf", "inspection-report"));
    exhibits.push(exhibit("table", "table.csv", "batch-test"));
    for name in ["heavy-1", "heavy-2"] {
        let folder = inputs::evidence(&space.root, name)?;
        for n in 1..=6 {
            let path = folder.join(format!("photo-{n}.jpg"));
            inputs::photo(&path, 4000, 3000, n, 9)?;
            let size = fs::metadata(&path)?.len();
            if !(2_500_000..3_500_000).contains(&size) {
                return Err(io::Error::other(format!("a photo of {size} bytes")));
            }
        }
        inputs::pdf(&folder.join("report.pdf"), 10)?;
        inputs::csv(&folder.join("table.csv"), 200, 0)?;
        inputs::case(&space.root, name, &exhibits, 0)?;
    }
    let yardstick = yardstick(space, typst, "heavy-1")?;
    let (own, theirs) = side_by_side(wanted.rounds, yardstick.as_ref(), 1, &mut || space.passing("cases/heavy-1", 2))?;
    let (cpu, wall, share) =
        theirs.map_or_else(Default::default, |(theirs, share)| (processor(&theirs), ms(theirs.wall), percent(share)));
    table.line("photo-heavy case, processor time", processor(&own), cpu, share, "33 % at most")?;
    table.line("photo-heavy case, wall time", ms(own.wall), wall, String::new(), "")?;
    let alone = peak(&mut space.build("cases/heavy-1", 2))?;
    table.line("photo-heavy case, peak memory", mib(alone), mib(peaks(yardstick.as_ref())?), String::new(), "")?;
    let two = peak(&mut space.build("cases", 2))?;
    table.line(
        "two photo-heavy cases, two workers, peak memory",
        mib(two),
        String::new(),
        String::new(),
        "300 MiB at most",
    )
}

fn light(space: &Workspace, typst: Option<&Path>, wanted: &Wanted, table: &mut Table) -> io::Result<()> {
    let exhibits = [
        exhibit("photo", "photo.jpg", "photo"),
        exhibit("report", "report.pdf", "inspection-report"),
        exhibit("table", "table.csv", "batch-test"),
    ];
    for copy in 0..COPIES {
        let name = format!("light-{copy:03}");
        let folder = inputs::evidence(&space.root, &name)?;
        inputs::photo(&folder.join("photo.jpg"), 800, 600, u64::from(copy) + 1, 9)?;
        inputs::pdf(&folder.join("report.pdf"), 2)?;
        inputs::csv(&folder.join("table.csv"), 12, copy as usize)?;
        inputs::case(&space.root, &name, &exhibits, copy)?;
    }
    let yardstick = yardstick(space, typst, "light-000")?;
    let (own, theirs) =
        side_by_side(
            wanted.rounds,
            yardstick.as_ref(),
            PAIRS,
            &mut || Ok(run(&mut space.build("cases", 1))? / COPIES),
        )?;
    let (cpu, wall, factor) = theirs.map_or_else(Default::default, |(theirs, share)| {
        (processor(&theirs), ms(theirs.wall), format!("{:.2} times as fast", 1.0 / share))
    });
    table.line("light case, processor time", processor(&own), cpu, factor, "1.5 times as fast at least")?;
    table.line("light case, wall time", ms(own.wall), wall, String::new(), "")?;
    let mut within = Vec::new();
    let mut first = Vec::new();
    let mut second = Vec::new();
    let mut check = Vec::new();
    for _ in 0..wanted.rounds {
        space.builds.set(space.builds.get() + 1);
        within.push(
            run(Command::new(std::env::current_exe()?)
                .env("RAYON_NUM_THREADS", "1")
                .arg("--within")
                .arg(&space.root)
                .arg(space.out()))?
                / COPIES,
        );
        first.push(run(&mut space.build("cases/light-000", 1))?);
        second.push(run(&mut space.again("cases/light-000", 1))?);
        check.push(run(&mut space.command("check", &space.root.join("cases/light-000"), 1))?);
    }
    let mut alone = |what: &str, costs: &[Cost]| {
        let cost = median(costs);
        let text = format!("{} ({} wall)", ms(cost.cpu), ms(cost.wall));
        table.line(what, text, String::new(), String::new(), "")
    };
    alone("light case without worker processes", &within)?;
    alone("one light case, as a whole run", &first)?;
    alone("the same again, nothing to do", &second)?;
    alone("check of one light case, as a whole run", &check)
}

fn single(space: &Workspace, typst: Option<&Path>, wanted: &Wanted, table: &mut Table) -> io::Result<()> {
    type Make = fn(&Path, usize) -> io::Result<()>;
    let csv: Make = |path, rows| inputs::csv(path, rows, 0);
    let cases: [(&str, &str, &str, Make, usize, &str); 2] = [
        ("exhibit of 400 PDF pages", "long", "long.pdf", inputs::pdf, 400, "1 s, 200 MiB at most"),
        ("CSV file of 2,000 rows", "rows", "rows.csv", csv, 2000, "1 s at most"),
    ];
    for (what, name, file, make, size, target) in cases {
        make(&inputs::evidence(&space.root, name)?.join(file), size)?;
        inputs::case(&space.root, name, &[exhibit("record", file, "inspection-report")], 0)?;
        let yardstick = yardstick(space, typst, name)?;
        let path = format!("cases/{name}");
        let (own, theirs) = side_by_side(wanted.rounds, yardstick.as_ref(), 1, &mut || space.passing(&path, 1))?;
        let memory = mib(peak(&mut space.build(&path, 1))?);
        let their_memory = mib(peaks(yardstick.as_ref())?);
        let (their, share) = theirs.map_or_else(Default::default, |(theirs, share)| {
            (format!("{} ({} wall), {their_memory}", ms(theirs.cpu), ms(theirs.wall)), percent(share))
        });
        table.line(what, format!("{} ({} wall), {memory}", ms(own.cpu), ms(own.wall)), their, share, target)?;
    }
    Ok(())
}

/// The worked cases of this repository.
fn worked(wanted: &Wanted, table: &mut Table, scratch: &Path) -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = scratch.join("worked");
    let mut costs = Vec::new();
    for _ in 0..wanted.rounds {
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
        command.args(["build", "--quiet", "--today", TODAY, "-j", "2", "--out"]).arg(&out).arg(root.join("cases"));
        costs.push(run(&mut command)?);
    }
    let cost = median(&costs);
    let count = fs::read_dir(out.join("cases"))?.count();
    let what = format!("the {count} worked cases in `cases/`, two workers");
    table.line(&what, format!("{} ({} wall)", ms(cost.cpu), ms(cost.wall)), String::new(), String::new(), "")
}

/// Builds all cases of a workspace in this process: what worker processes cost is what this saves.
fn within(root: &Path, out: PathBuf) -> io::Result<()> {
    use appealc::driver::session::Session;
    use appealc::options::Options;
    let root = fs::canonicalize(root)?;
    let found =
        appealc::read::workspace(&[root.join("cases")]).map_err(|error| io::Error::other(format!("{error:?}")))?;
    let mut session = Session::new(Options {
        build: true,
        today_given: true,
        out: Some(out),
        scratch: root.join("scratch"),
        ..Options::looking(root.clone(), TODAY.parse().map_err(io::Error::other)?)
    });
    for case in found.cases {
        let result = session.run(&case, &mut |_| {});
        if result.outcome.status != appealc::report::Status::Built {
            return Err(io::Error::other(format!("{case}: {:?}", result.outcome.status)));
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some("--within") {
        let (Some(root), Some(out)) = (args.next(), args.next()) else { return Ok(()) };
        return within(Path::new(&root), PathBuf::from(out));
    }
    let wanted = Wanted::read();
    let typst = yardstick::program();
    if typst.is_none() {
        writeln!(io::stderr(), "no typst program in TYPST or the path: our own figures only")?;
    }
    let typst = typst.as_deref();
    let keep = std::env::var_os("APPEALC_BENCH_KEEP").is_some();
    let scratch = tempfile::Builder::new().prefix("appealc-bench-").disable_cleanup(keep).tempdir()?;
    let mut table = Table(Vec::new());
    type Group = fn(&Workspace, Option<&Path>, &Wanted, &mut Table) -> io::Result<()>;
    let groups: [(&str, Group); 3] = [("heavy", heavy), ("light", light), ("single", single)];
    for (name, group) in groups {
        if wanted.includes(name) {
            group(&Workspace::new(scratch.path().join(name))?, typst, &wanted, &mut table)?;
        }
    }
    if wanted.includes("worked") {
        worked(&wanted, &mut table, scratch.path())?;
    }
    table.print()
}
