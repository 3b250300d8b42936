//! `status`: every case at a glance.

use super::args::Format;
use super::args::history::Status;
use super::record::args;
use super::{Console, ERRORS, GOOD, build};
use crate::diag::{Arg, Level};
use crate::driver::pool;
use crate::driver::status::{CaseStatus, status as of_cases};
use crate::history::thread::State;
use crate::options::Task;
use crate::read;
use crate::report::status as show;

/// Shows where every case stands.
pub fn status(flags: &Status, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

/// The states by name.
const STATES: &[State] = &[
    State::Draft,
    State::Ready,
    State::Submitted,
    State::Rejected,
    State::MoreInfo,
    State::Partial,
    State::NoAnswer,
    State::Reinstated,
    State::Withdrawn,
];

fn run(flags: &Status, console: &Console) -> Result<u8, u8> {
    let today = build::today(flags.cases.today.as_deref(), console)?.0;
    let mut wanted = Vec::new();
    for name in flags.state.iter().flat_map(|names| names.split(',')) {
        match STATES.iter().find(|state| state.name() == name) {
            Some(state) => wanted.push(*state),
            None => {
                let allowed = STATES.iter().map(|state| state.name()).collect::<Vec<_>>().join(", ");
                let values = args([("value", name.into()), ("allowed", allowed.into())]);
                return Err(console.refuse("tool-bad-value", &values));
            }
        }
    }
    let workspace = read::workspace(&flags.cases.paths).map_err(|error| build::refuse(&error, console))?;
    let mut all = of_cases(&workspace.root, &workspace.cases, today);
    if flags.check {
        check(&mut all, &workspace, flags, console)?;
    }
    all.retain(|status| wanted.is_empty() || wanted.contains(&status.state));
    match console.format {
        Format::Json => console.result(&show::json(&all)),
        Format::Csv => console.result(&show::as_csv(&all)),
        Format::Human | Format::Short => console.result(&show::human(&all, &console.locale)),
        Format::Sarif | Format::Github => {
            return Err(console.refuse("history-no-format", &args([("allowed", Arg::from("human, json, csv"))])));
        }
    }
    let failed = flags.check && all.iter().any(|status| status.errors.is_some_and(|errors| errors > 0));
    Ok(if failed { ERRORS } else { GOOD })
}

/// Runs every rule on every case, and counts errors.
fn check(all: &mut [CaseStatus], workspace: &read::Workspace, flags: &Status, console: &Console) -> Result<(), u8> {
    let mut options = super::verify::options(workspace.root.clone(), Task::Cases, console)?;
    (options.today, options.today_given) = build::today(flags.cases.today.as_deref(), console)?;
    let (program, jobs) = build::workers(flags.cases.jobs)?;
    let bar = build::progress_bar(workspace.cases.len(), console);
    let tick = |count: usize| bar.set_position(count as u64);
    let mut errors = std::collections::BTreeMap::new();
    pool::run(&program, &options, &workspace.cases, jobs, &tick, &mut |result| {
        errors.insert(result.outcome.case.clone(), result.report.count(Level::Error));
    });
    bar.finish_and_clear();
    for status in all {
        status.errors = errors.get(&status.case).copied().or(status.errors);
    }
    Ok(())
}
