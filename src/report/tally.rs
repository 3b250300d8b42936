//! What Amazon's reports say, for people (tables with bars) and for scripts (a line of JSON for each ASIN).

use jiff::civil::Date;
use serde_json::{Value, json};

use super::json::line;
use crate::complaints::Tally;
use crate::complaints::tally::{Counts, OfOffers, OfOne, Source};
use crate::complaints::worst::{Ranking, Worst};
use crate::diag::Arg;
use crate::locale::{Args, Locale};

/// The longest bar.
const BAR: u32 = 30;
/// Most lines of one table.
const LINES: usize = 15;

/// One object for what concerns all ASINs of a case, and one for each ASIN.
pub fn json(case: &str, tally: &Tally, asins: &[&OfOne]) -> String {
    let mut text = line(&json!({
        "reason": "reports",
        "case": case,
        "from": tally.from,
        "to": tally.to,
        "sources": tally.sources,
        "feedback": tally.feedback,
        "all": with_share(&tally.all),
    }));
    for of in asins {
        let mut object = json!({"reason": "complaints", "case": case, "asin": of.asin});
        if let (Value::Object(object), Value::Object(counts)) = (&mut object, with_share(&of.counts)) {
            object.extend(counts);
        }
        text.push_str(&line(&object));
    }
    text
}

fn with_share(counts: &Counts) -> Value {
    let mut value = json!(counts);
    value["share"] = json!(counts.share());
    value
}

/// One object for each ASIN of a report.
pub fn worst_json(all: &[Worst]) -> String {
    let object = |of: &Worst| {
        let mut value = json!({"reason": "complaints"});
        if let (Value::Object(value), Value::Object(of)) = (&mut value, json!(of)) {
            value.extend(of);
        }
        line(&value)
    };
    all.iter().map(object).collect()
}

/// One object for what concerns the whole of a report.
pub fn report_json(found: &Tally) -> String {
    line(&json!({"reason": "report", "source": found.sources.first(), "feedback": found.feedback}))
}

/// The stars of seller feedback, if there are any.
pub fn feedback(found: &Tally, locale: &Locale) -> String {
    let Some(stars) = found.feedback else { return String::new() };
    let names = ["one", "two", "three", "four", "five"];
    let args: Vec<(&str, Arg)> = names.into_iter().zip(stars).map(|(name, count)| (name, number(count))).collect();
    format!("  {}\n", say(locale, "tool-complaints-feedback", &args))
}

/// The tally of a case in words.
pub fn human(case: &str, tally: &Tally, asins: &[&OfOne], locale: &Locale) -> String {
    let mut text = format!("{}\n", say(locale, "tool-complaints-case", &[("case", case.into())]));
    if tally.from.is_some() || tally.to.is_some() {
        let day = |date: Option<Date>, open: &str| date.map_or_else(|| locale.word(open), |date| date.to_string());
        let from = day(tally.from, "tool-complaints-open").into();
        let to = day(tally.to, "tool-complaints-now").into();
        text.push_str(&format!("  {}\n", say(locale, "tool-complaints-period", &[("from", from), ("to", to)])));
    }
    for of in &tally.sources {
        text.push_str(&source(of, locale));
    }
    for of in asins {
        text.push_str(&one(of, locale));
    }
    text.push('\n');
    text.push_str(&feedback(tally, locale));
    text
}

fn say(locale: &Locale, id: &str, args: &[(&str, Arg)]) -> String {
    locale.text(id, &args.iter().map(|(name, arg)| ((*name).to_owned(), arg.clone())).collect::<Args>())
}

fn number(count: impl Into<u64>) -> Arg {
    Arg::Number(i64::try_from(count.into()).unwrap_or(i64::MAX))
}

/// A report, its dates, and how its rows fared.
pub fn source(of: &Source, locale: &Locale) -> String {
    let report = Arg::Message { message: format!("report-{}", of.report) };
    let mut args =
        vec![("path", Arg::from(of.path.as_str())), ("report", report), ("encoding", of.encoding.as_str().into())];
    let mut id = "tool-complaints-source-undated";
    if let Some((first, last)) = of.dates {
        id = "tool-complaints-source";
        args.extend([("first", first.to_string().into()), ("last", last.to_string().into())]);
    }
    let mut text = format!("  {}\n", say(locale, id, &args));
    let rows = &of.rows;
    let args = [
        ("read", number(rows.read)),
        ("own", number(of.own)),
        ("outside", number(of.outside)),
        ("again", number(of.again)),
    ];
    let id = if of.own > 0 { "tool-complaints-rows" } else { "tool-complaints-read" };
    text.push_str(&format!("    {}\n", say(locale, id, &args)));
    let dropped = [
        ("duplicates", "duplicates-line", rows.duplicates),
        ("unreadable", "unreadable-line", rows.unreadable),
        ("headers", "headers-line", rows.headers),
        ("blank", "blank-line", rows.blank),
        ("ambiguous", "ambiguous-line", rows.ambiguous),
    ];
    if dropped.iter().any(|(.., left)| left.count > 0) {
        let args = dropped.iter().flat_map(|(name, at, left)| [(*name, number(left.count)), (*at, number(left.line))]);
        text.push_str(&format!("    {}\n", say(locale, "tool-complaints-dropped", &args.collect::<Vec<_>>())));
    }
    text
}

fn one(of: &OfOne, locale: &Locale) -> String {
    let counts = &of.counts;
    let share = counts
        .share()
        .map_or_else(String::new, |share| say(locale, "tool-complaints-share", &[("percent", percent(share).into())]));
    let args = [
        ("asin", of.asin.as_str().into()),
        ("units", number(counts.units)),
        ("fault", number(counts.fault)),
        ("share", share.into()),
        ("unknown", number(counts.unknown)),
    ];
    let mut text = format!("\n  {}\n", say(locale, "tool-complaints-asin", &args));
    let reasons: Vec<(String, u32)> = counts
        .reasons
        .iter()
        .map(|of| (format!("{} · {}", shown(&of.code), locale.word(&format!("topic-{}", of.topic.name()))), of.units))
        .collect();
    text.push_str(&bars("tool-complaints-reasons", &reasons, locale));
    let areas = |areas: &[String]| if areas.is_empty() { String::new() } else { format!(" ({})", areas.join(", ")) };
    let topics: Vec<(String, u32)> = counts
        .topics
        .iter()
        .map(|of| (locale.word(&format!("topic-{}", of.topic.name())) + &areas(&of.areas), of.units))
        .collect();
    text.push_str(&bars("tool-complaints-topics", &topics, locale));
    let readings: Vec<(String, u32)> = counts.readings.iter().map(|of| (of.area.clone(), of.units)).collect();
    text.push_str(&bars("tool-complaints-readings", &readings, locale));
    let gradings: Vec<(String, u32)> = counts
        .gradings
        .iter()
        .filter(|of| !of.grading.is_empty())
        .map(|of| (format!("{} → {}", shown(&of.code), shown(&of.grading)), of.units))
        .collect();
    text.push_str(&bars("tool-complaints-gradings", &gradings, locale));
    // The latest weeks where there are many.
    let skip = counts.weeks.len().saturating_sub(26);
    let weeks: Vec<(String, u32)> = counts.weeks.iter().skip(skip).map(|of| (of.week.clone(), of.fault)).collect();
    text.push_str(&table("tool-complaints-weeks", &weeks, usize::MAX, locale));
    if !counts.ncx.is_empty() {
        text.push_str(&format!("    {}\n", locale.word("tool-complaints-ncx")));
        counts.ncx.iter().for_each(|of| text.push_str(&offers(of)));
    }
    text
}

fn offers(of: &OfOffers) -> String {
    let mut parts: Vec<String> = of.updated.iter().map(Date::to_string).collect();
    parts.extend(of.rate.map(|rate| format!("NCX {} %", percent(rate))));
    if let (Some(orders), Some(total)) = (of.orders, of.total) {
        parts.push(format!("{orders} / {total}"));
    }
    parts.extend(of.stars.map(|stars| format!("★ {stars}")));
    parts.extend(of.reason.as_deref().map(shown));
    format!("      {}\n", parts.join("  "))
}

/// What a report says stands nowhere as it is: nothing in it moves the cursor.
fn shown(text: &str) -> String {
    crate::quote::quoted(text, 60)
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

fn bars(title: &str, lines: &[(String, u32)], locale: &Locale) -> String {
    table(title, lines, LINES, locale)
}

/// Lines with bars: names, numbers, and how long they are beside the longest.
fn table(title: &str, lines: &[(String, u32)], most: usize, locale: &Locale) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("    {}\n", locale.text(title, &Args::new()));
    let longest = lines.iter().take(most).map(|(name, _)| width(name)).max().unwrap_or(0);
    let largest = lines.iter().map(|(_, units)| *units).max().unwrap_or(0).max(1);
    for (name, units) in lines.iter().take(most) {
        let pad = " ".repeat(longest - width(name));
        let length = u64::from(*units) * u64::from(BAR) / u64::from(largest);
        let length = usize::try_from(length).unwrap_or(0).max(usize::from(*units > 0));
        let row = format!("      {name}{pad} {units:>7}  {}", "█".repeat(length));
        text.push_str(row.trim_end());
        text.push('\n');
    }
    if lines.len() > most {
        let rest: u32 = lines.iter().skip(most).map(|(_, units)| *units).sum();
        text.push_str(&format!("      {:<longest$} {rest:>7}\n", "…"));
    }
    text
}

/// The ASINs of a report with the most complaints, as a table.
pub fn worst(ranking: &Ranking, locale: &Locale) -> String {
    let all = &ranking.first;
    let args = [("asins", ranking.asins), ("units", ranking.units), ("fault", ranking.fault)];
    let args = args.map(|(name, count)| (name, number(count)));
    let mut text = format!("  {}\n\n", say(locale, "tool-complaints-worst", &args));
    let head = locale.word("tool-complaints-columns");
    let mut rows: Vec<Vec<String>> = vec![head.split('|').map(|cell| cell.trim().to_owned()).collect()];
    for of in all {
        let share =
            if of.units > 0 { percent(f64::from(of.fault) / f64::from(of.units)) + " %" } else { String::new() };
        let leading = match (of.topic, of.ncx) {
            (Some(topic), _) => format!("{} {}", locale.word(&format!("topic-{}", topic.name())), of.leading),
            (None, Some(rate)) => format!("NCX {} %", percent(rate)),
            (None, None) => String::new(),
        };
        let kind = of.kind.clone().unwrap_or_default();
        rows.push(vec![of.asin.clone(), of.fault.to_string(), of.units.to_string(), share, leading, kind]);
    }
    let widths: Vec<usize> =
        (0..6).map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
    let largest = all.iter().map(|of| of.fault).max().unwrap_or(0).max(1);
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, wide))| {
            let pad = " ".repeat(wide - width(cell));
            if (1..=3).contains(&at) { format!("{pad}{cell}") } else { format!("{cell}{pad}") }
        });
        let bar = number.checked_sub(1).and_then(|at| all.get(at)).map_or(0, |of| of.fault * 15 / largest);
        let bar = "█".repeat(usize::try_from(bar).unwrap_or(0));
        let line = format!("  {}  {bar}", cells.collect::<Vec<_>>().join("  "));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let more = ranking.asins.saturating_sub(all.len() as u64);
    if more > 0 {
        text.push_str(&format!("  {}\n", say(locale, "tool-complaints-more", &[("count", number(more))])));
    }
    text
}

/// How many columns a text takes in a terminal.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if ('\u{1100}'..='\u{ffe6}').contains(&c) && !('\u{2000}'..='\u{2e7f}').contains(&c) { 2 } else { 1 })
        .sum()
}
