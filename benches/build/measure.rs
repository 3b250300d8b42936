//! Runs programs and says what they took.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What a run took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// User and system time of the process and of all that it started and waited for.
    pub cpu: Duration,
    /// The system's part of it.
    pub system: Duration,
    /// From start to end.
    pub wall: Duration,
}

impl std::ops::Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { cpu: self.cpu + other.cpu, system: self.system + other.system, wall: self.wall + other.wall }
    }
}

impl std::ops::Div<u32> for Cost {
    type Output = Self;

    fn div(self, count: u32) -> Self {
        Self { cpu: self.cpu / count, system: self.system / count, wall: self.wall / count }
    }
}

/// What processes took of memory, in MiB.
#[derive(Clone, Copy, Default)]
pub struct Peak {
    /// Sum of the largest resident size of each process, whenever it was: never too low, and pages
    /// that processes share (the program itself) count once for each.
    pub resident: f64,
    /// Largest sum of proportional sizes at one moment: shared pages count once.
    pub proportional: f64,
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null())
}

/// Runs a program to its end; it has to succeed.
pub fn run(command: &mut Command) -> io::Result<Cost> {
    let start = Instant::now();
    let done = quiet(command).spawn()?.wait4()?;
    if !done.status.success() {
        return Err(io::Error::other(format!("{command:?}: {}", done.status)));
    }
    let system = done.rusage.stime;
    Ok(Cost { cpu: done.rusage.utime + system, system, wall: start.elapsed() })
}

/// Runs a program and looks at its memory, and that of what it started, every two milliseconds.
/// Not for timing. Nothing where there is no `/proc`.
pub fn peak(command: &mut Command) -> io::Result<Option<Peak>> {
    watch(&mut quiet(command).spawn()?)
}

/// As [`peak`], of a process that runs; it has ended then.
pub fn watch(child: &mut Child) -> io::Result<Option<Peak>> {
    let mut resident: BTreeMap<u32, f64> = BTreeMap::new();
    let mut proportional = 0.0_f64;
    while child.try_wait()?.is_none() {
        let mut now = 0.0;
        let mut tree = vec![child.id()];
        while let Some(process) = tree.pop() {
            if let Some(high) = field(process, "status", "VmHWM:") {
                let known = resident.entry(process).or_default();
                *known = known.max(high);
            }
            now += field(process, "smaps_rollup", "Pss:").unwrap_or(0.0);
            tree.extend(children(process));
        }
        proportional = proportional.max(now);
        std::thread::sleep(Duration::from_millis(2));
    }
    let resident: f64 = resident.values().sum();
    Ok((resident > 0.0).then_some(Peak { resident, proportional }))
}

/// A size of a process, in MiB.
fn field(process: u32, file: &str, name: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/{file}")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_ascii_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

fn children(process: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_ascii_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

/// The medians of each time by itself.
pub fn median(costs: &[Cost]) -> Cost {
    let middle = |pick: fn(&Cost) -> Duration| {
        let mut all: Vec<Duration> = costs.iter().map(pick).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    Cost { cpu: middle(|cost| cost.cpu), system: middle(|cost| cost.system), wall: middle(|cost| cost.wall) }
}

/// The median of ratios, each of two runs that stood next to each other.
pub fn ratio(pairs: &[(Cost, Cost)], of: fn(&Cost) -> Duration) -> f64 {
    let mut all: Vec<f64> = pairs.iter().map(|(a, b)| of(a).as_secs_f64() / of(b).as_secs_f64()).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}
