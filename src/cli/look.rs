//! `log`, `diff` and `stats`: what happened, what changed, and what came of it.

use super::args::Format;
use super::args::history::{Diff, Log, Stats};
use super::record::{Desk, args, desk};
use super::{Console, GOOD, build};
use crate::diag::Arg;
use crate::driver::diff::{Side, diff as compare, letter};
use crate::driver::{log as life, stats as count};
use crate::read;
use crate::report::{diff as show_diff, log as show_log, stats as show_stats};

/// Shows a case's life.
pub fn log(flags: &Log, console: &Console) -> u8 {
    let run = || -> Result<u8, u8> {
        let desk = desk(&flags.case, console)?;
        desk.warn(console);
        let life = life::log(&desk.root, &desk.case, &desk.book);
        console.result(&match console.format {
            Format::Json => show_log::json(&desk.case, &life),
            _ => show_log::human(&life, &console.locale),
        });
        Ok(GOOD)
    };
    run().unwrap_or_else(|code| code)
}

/// Shows what changed between two submissions.
pub fn diff(flags: &Diff, console: &Console) -> u8 {
    run_diff(flags, console).unwrap_or_else(|code| code)
}

fn run_diff(flags: &Diff, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    desk.warn(console);
    let side = |text: &str| side(text, &desk, console);
    let sent: Vec<u64> = desk.book.history.events.iter().filter_map(|event| Some(event.sent()?.n)).collect();
    let nothing = || {
        let case = Arg::from(desk.case.as_str());
        console.refuse("history-nothing-sent", &args([("case", case)]))
    };
    let from = match &flags.earlier {
        Some(text) => side(text)?,
        None => Side::Sent(*sent.last().ok_or_else(nothing)?),
    };
    let to = flags.later.as_deref().map_or(Ok(Side::Now), side)?;
    let both = [&from, &to];
    let now = if both.contains(&&Side::Now) { desk.now(console)? } else { None };
    let read = |side: &Side| {
        letter(&desk.root, &desk.case, side, now.as_ref().map(|now| &now.said)).ok_or_else(|| {
            let name = Arg::from(show_diff::side(side, &console.locale));
            console.refuse("diff-not-kept", &args([("what", name), ("case", desk.case.as_str().into())]))
        })
    };
    let found = compare(read(&from)?, read(&to)?);
    console.result(&match console.format {
        Format::Json => show_diff::json(&desk.case, [&from, &to], &found),
        _ => show_diff::human([&from, &to], &found, &console.locale),
    });
    Ok(GOOD)
}

/// A submission by its number, or `now`.
fn side(text: &str, desk: &Desk, console: &Console) -> Result<Side, u8> {
    if text == "now" {
        return Ok(Side::Now);
    }
    let known = |n: &u64| desk.book.history.events.iter().any(|event| event.sent().is_some_and(|sent| sent.n == *n));
    let n = text.parse().ok().filter(known);
    n.map(Side::Sent).ok_or_else(|| console.refuse("history-no-submission", &args([("n", Arg::from(text))])))
}

/// Shows what came of everything that was sent.
pub fn stats(flags: &Stats, console: &Console) -> u8 {
    let run = || -> Result<u8, u8> {
        let workspace = read::workspace(&flags.paths).map_err(|error| build::refuse(&error, console))?;
        let stats = count::stats(&workspace.root, &workspace.cases);
        console.result(&match console.format {
            Format::Json => show_stats::json(&stats),
            Format::Csv => show_stats::as_csv(&stats),
            _ => show_stats::human(&stats, &console.locale),
        });
        Ok(GOOD)
    };
    run().unwrap_or_else(|code| code)
}
