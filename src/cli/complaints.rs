//! `complaints`: what Amazon's reports say about the ASINs of cases, or one report about its own.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::{Complaints, Format};
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build, tell, verify};
use crate::complaints::take::take;
use crate::complaints::taken::Taken;
use crate::complaints::tally::{OfOne, tally};
use crate::complaints::worst::worst;
use crate::diag::{Arg, Level};
use crate::driver::pool::{self, Death};
use crate::driver::reports::{self, Answer, Ask, Asked};
use crate::locale::Args;
use crate::options::Task;
use crate::read;
use crate::report::tally as show;

/// Prints tallies.
pub fn complaints(flags: &Complaints, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Complaints, console: &Console) -> Result<u8, u8> {
    let day = |text: &Option<String>| text.as_deref().map(|text| date(text, console)).transpose();
    let ask = Ask { from: day(&flags.from)?, to: day(&flags.to)? };
    let asin = flags.asin.as_ref().map(|asin| asin.trim().to_ascii_uppercase());
    match &flags.report {
        Some(path) => of_report(path, flags, asin.as_deref(), &ask, console),
        None => of_cases(flags, asin.as_deref(), &ask, console),
    }
}

fn date(text: &str, console: &Console) -> Result<Date, u8> {
    text.parse().map_err(|_| console.refuse("tool-bad-date", &Args::from([("value".into(), Arg::from(text))])))
}

/// Reads a report that the user names, or says why it cannot be used.
pub(super) fn named(path: &Path, console: &Console) -> Result<Taken, u8> {
    let shown = Arg::from(path.display().to_string());
    let file = read::named_report(path).map_err(|error| {
        let args = Args::from([("path".into(), shown.clone()), ("detail".into(), Arg::from(error.to_string()))]);
        console.refuse("tool-read-failed", &args)
    })?;
    take(file, &[]).map_err(|refusal| {
        let (message, mut args) = reports::refusal(&refusal);
        args.insert("path".into(), shown);
        console.refuse(&message, &args)
    })
}

fn of_report(path: &Path, flags: &Complaints, asin: Option<&str>, ask: &Ask, console: &Console) -> Result<u8, u8> {
    let taken = named(path, console)?;
    let name = path.display().to_string();
    if let Some(asin) = asin {
        let found = tally(&[(&name, &taken)], &[asin], ask.from, ask.to);
        if taken.of(asin).is_none() {
            return Err(console.refuse("tool-complaints-no-asin", &Args::from([("asin".into(), Arg::from(asin))])));
        }
        print(&name, &found, &found.asins.iter().collect::<Vec<_>>(), console);
        return Ok(GOOD);
    }
    let all = worst(&taken, ask.from, ask.to);
    let whole = tally(&[(&name, &taken)], &[], ask.from, ask.to);
    if console.format == Format::Json {
        console.result(&(show::worst_json(&all) + &show::report_json(&whole)));
    } else {
        let mut text: String = whole.sources.iter().map(|source| show::source(source, &console.locale)).collect();
        text.push_str(&show::feedback(&whole, &console.locale));
        text.push_str(&if all.is_empty() { String::new() } else { show::worst(&all, flags.top, &console.locale) });
        console.result(&text);
    }
    Ok(if taken.rows.ambiguous.count > 0 { ERRORS } else { GOOD })
}

fn print(case: &str, found: &crate::complaints::Tally, asins: &[&OfOne], console: &Console) {
    console.result(&match console.format {
        Format::Json => show::json(case, found, asins),
        _ => show::human(case, found, asins, &console.locale),
    });
}

fn of_cases(flags: &Complaints, asin: Option<&str>, ask: &Ask, console: &Console) -> Result<u8, u8> {
    let cases = [PathBuf::from("cases")];
    let paths = if flags.paths.is_empty() { cases.as_slice() } else { &flags.paths };
    let workspace = read::workspace(paths).map_err(|error| build::refuse(&error, console))?;
    let options = verify::options(workspace.root.clone(), Task::Complaints, console)?;
    let (program, workers) = build::workers(None)?;
    let asked: Vec<Asked> = workspace.cases.iter().map(|case| Asked { case: case.clone(), ask: ask.clone() }).collect();
    let lost = |asked: &Asked, death: &Death, last| Answer::lost(&options, asked, death, last);
    let (mut errors, mut shown) = (false, false);
    pool::each(&program, &options, &asked, workers, &lost, &|_| {}, &mut |answer: Answer| {
        errors |= answer.report.count(Level::Error) > 0;
        console.message(&tell::diagnostics(&answer.report, console));
        console.message(&tell::document(&[answer.report], console));
        let of_case = Args::from([("case".into(), Arg::from(answer.case.as_str()))]);
        if !answer.named {
            if console.verbose || workspace.cases.len() == 1 {
                console.message(&format!("{}\n", console.locale.text("tool-complaints-none", &of_case)));
            }
            return;
        }
        let Some(found) = answer.tally else {
            errors = true;
            if console.format == Format::Human {
                console.message(&format!("{}\n", console.locale.text("tool-complaints-unusable", &of_case)));
            }
            return;
        };
        let asins: Vec<&OfOne> = found.asins.iter().filter(|of| asin.is_none_or(|asin| of.asin == asin)).collect();
        if !asins.is_empty() {
            shown = true;
            print(&answer.case, &found, &asins, console);
        }
    });
    if let Some(asin) = asin.filter(|_| !shown && !errors) {
        console.refuse("tool-complaints-no-asin", &Args::from([("asin".into(), Arg::from(asin))]));
        return Err(COULD_NOT_RUN);
    }
    Ok(if errors { ERRORS } else { GOOD })
}
