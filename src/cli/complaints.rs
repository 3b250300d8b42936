//! `complaints`: what Amazon's reports say about the ASINs of cases, or one report about its own.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::{Complaints, Format};
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build, tell, verify};
use crate::complaints::tally::OfOne;
use crate::diag::{Arg, Level};
use crate::driver::named;
use crate::driver::pool::{self, Death};
use crate::driver::reports::{Answer, Ask, Asked};
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

fn of_report(path: &Path, flags: &Complaints, asin: Option<&str>, ask: &Ask, console: &Console) -> Result<u8, u8> {
    let most = if console.format == Format::Json { usize::MAX } else { flags.top };
    let asked = named::Asked { path: path.to_path_buf(), ask: ask.clone(), asin: asin.map(str::to_owned), most };
    let found = super::named::report(&asked, console)?;
    if let Some(asin) = asin {
        let Some(one) = found.one else {
            return Err(console.refuse("tool-complaints-no-asin", &Args::from([("asin".into(), Arg::from(asin))])));
        };
        print(&path.display().to_string(), &one, &one.asins.iter().collect::<Vec<_>>(), console);
        return Ok(GOOD);
    }
    let (ranking, whole) = (found.ranking, found.whole);
    if console.format == Format::Json {
        console.result(&(show::worst_json(&ranking.first) + &show::report_json(&whole)));
    } else {
        let mut text: String = whole.sources.iter().map(|source| show::source(source, &console.locale)).collect();
        text.push_str(&show::feedback(&whole, &console.locale));
        text.push_str(&if ranking.asins == 0 { String::new() } else { show::worst(&ranking, &console.locale) });
        console.result(&text);
    }
    Ok(if found.ambiguous > 0 { ERRORS } else { GOOD })
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
