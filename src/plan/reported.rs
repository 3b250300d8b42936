//! What Amazon's reports say, as it is shown: the page "What buyers reported" of the bundle, and the
//! sentences of the letter. Only numbers, days, Amazon's own codes and names of files are in it, and what
//! buyers wrote where the case quotes it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::action_order;
use super::printed::{cut, one_line};
use crate::check::case::{Case, Stance};
use crate::complaints::effect::{Effect, Side, effect, reach};
use crate::complaints::reasons::{self, Topic};
use crate::complaints::tally::{Counts, OfOffers, OfWeek, Source, Tally};
use crate::fonts::spell_out;
use crate::market::Day;

/// Reasons that have a bar of their own.
const REASONS: usize = 12;
/// Weeks that have a bar: two years.
const WEEKS: usize = 104;
/// ASINs that have a row.
const ASINS: usize = 40;
/// Rows of the Voice of the Customer.
const OFFERS: usize = 40;
/// Days by which a period may begin before the first return, or end after the last one.
const QUIET: i32 = 7;

/// The tally of a case, if its reports could be used.
pub fn tally(case: &Case) -> Option<&Tally> {
    case.complaints.as_ref()?.tally.as_ref()
}

/// The body of the exhibit.
pub fn page(case: &Case, tally: &Tally, missing: &BTreeSet<char>) -> Value {
    let all = &tally.all;
    let show = |text: &str| spell_out(&cut(&one_line(text)), missing);
    let day = |date: Date| Day::new(date, case.marketplace);
    let skipped = all.weeks.len().saturating_sub(WEEKS);
    let weeks = &all.weeks[skipped..];
    let offers = offers(case, tally, &show);
    let span = ends(tally);
    json!({
        "kind": "complaints",
        "dispute": case.stance == Stance::Dispute,
        "several": tally.asins.len() > 1,
        "returns": span.is_some(),
        "period": span.map(|span| period(span, &day)),
        "units": all.units, "fault": all.fault, "unknown": all.unknown,
        "share": percent(all.fault, all.units),
        "reasons": reasons(all),
        "readings": all.readings.iter().map(|of| json!({"area": of.area, "units": of.units})).collect::<Vec<_>>(),
        "gradings": graded(all).into_iter().map(|(code, sellable, of)| json!({
            "code": code, "sellable": sellable, "of": of, "share": percent(sellable, of),
        })).collect::<Vec<_>>(),
        "weeks": weeks.iter().map(|week| json!({
            "label": yearless(&day(week.monday).short, week.monday), "units": week.units, "fault": week.fault,
        })).collect::<Vec<_>>(),
        "earlier": skipped,
        "most": weeks.iter().map(|week| week.units).max().unwrap_or(0),
        "marks": marks(case, weeks, &day),
        "effect": effect_of(case, tally).map(|effect| said(&effect, &day)),
        "more_offers": offers.len().saturating_sub(OFFERS),
        "offers": offers.into_iter().take(OFFERS).collect::<Vec<_>>(),
        "quotes": tally.quotes.iter().map(|quote| json!({
            "text": spell_out(&one_line(&quote.text), missing), "code": code(&quote.code),
            "date": day(quote.day),
        })).collect::<Vec<_>>(),
        "stars": tally.feedback,
        "asins": tally.asins.iter().take(ASINS).map(|one| json!({
            "asin": one.asin, "units": one.counts.units, "fault": one.counts.fault,
            "share": percent(one.counts.fault, one.counts.units),
            "lead": one.counts.reasons.iter().find(|of| of.topic.is_fault()).map(|of| code(&of.code)),
        })).collect::<Vec<_>>(),
        "more_asins": tally.asins.len().saturating_sub(ASINS),
        "sources": tally.sources.iter().map(|one| source(one, &show, &day)).collect::<Vec<_>>(),
    })
}

/// What the letter says: the figures of its sentences.
pub fn letter(case: &Case, tally: &Tally) -> Value {
    let all = &tally.all;
    let day = |date: Date| Day::new(date, case.marketplace);
    let lead = all.reasons.iter().find(|of| of.topic.is_fault());
    let first = tally.asins.iter().flat_map(|one| &one.counts.ncx).find(|_| tally.asins.len() == 1);
    let span = ends(tally).filter(|_| all.units > 0);
    json!({
        "several": tally.asins.len() > 1,
        "reports": tally.sources.iter().filter(|one| is_returns(one)).count(),
        "period": span.map(|span| period(span, &day)),
        "units": all.units, "fault": all.fault, "share": percent(all.fault, all.units),
        "lead": lead.map(|of| json!({
            "code": code(&of.code), "units": of.units, "share": percent(of.units, all.units),
        })),
        "graded": graded(all).into_iter().next().map(|(code, sellable, of)| json!({
            "code": code, "sellable": sellable, "of": of,
        })),
        "ncx": first.and_then(|of| Some(json!({
            "orders": of.orders?, "total": of.total?, "rate": rate(of.rate)?, "updated": of.updated.map(day),
        }))),
        "effect": effect_of(case, tally).map(|effect| said(&effect, &day)),
    })
}

/// The text of the seller's and of Amazon's own words that the page prints.
pub fn text(case: &Case) -> String {
    let Some(tally) = tally(case) else { return String::new() };
    let names = tally.sources.iter().map(|source| name(&source.path));
    let offers = tally.asins.iter().flat_map(|one| &one.counts.ncx);
    let quotes = tally.quotes.iter().map(|quote| quote.text.as_str());
    names.chain(offers.filter_map(|of| of.reason.as_deref())).chain(quotes).collect()
}

fn is_returns(source: &Source) -> bool {
    source.report.contains("returns")
}

/// The period that reports of returns stand for: as the case names it, but for what no report reaches.
fn ends(tally: &Tally) -> Option<(Date, Date)> {
    let reach = reach(tally);
    let first = reach.iter().map(|(from, _)| *from).min()?;
    let last = reach.iter().map(|(_, to)| *to).max()?;
    let from = tally.from.filter(|from| (first - *from).get_days() <= QUIET).unwrap_or(first);
    let to = tally.to.filter(|to| (*to - last).get_days() <= QUIET).unwrap_or(last);
    Some((from, to))
}

/// A reason code as it is printed. One that is not known may be a cell that slipped into the column.
fn code(code: &str) -> String {
    let known = reasons::topic(code) != Topic::Unknown && reasons::is_code(code);
    if known { code } else { reasons::OTHER }.to_owned()
}

fn reasons(all: &Counts) -> Value {
    let mut rows: Vec<(String, Topic, u32)> = Vec::new();
    for of in &all.reasons {
        let code = code(&of.code);
        match rows.iter_mut().find(|(known, topic, _)| *known == code && *topic == of.topic) {
            Some(row) => row.2 += of.units,
            None => rows.push((code, of.topic, of.units)),
        }
    }
    let most = rows.iter().map(|row| row.2).max().unwrap_or(0).max(1);
    let rest: u32 = rows.iter().skip(REASONS).map(|row| row.2).sum();
    let shown: Vec<Value> = rows
        .iter()
        .take(REASONS)
        .map(|(code, topic, units)| {
            let (length, fault) = (f64::from(*units) / f64::from(most), topic.is_fault());
            json!({
                "code": code, "topic": topic, "fault": fault, "units": units,
                "share": percent(*units, all.units), "length": length,
            })
        })
        .collect();
    json!({"rows": shown, "more": rows.len().saturating_sub(REASONS), "rest": rest})
}

/// Complaints whose units the warehouse found sellable, most complaints first: code, sellable, graded.
fn graded(all: &Counts) -> Vec<(String, u32, u32)> {
    let faults = all.reasons.iter().filter(|of| of.topic.is_fault());
    let graded = faults.map(|of| {
        let (sellable, graded) = all.graded(&of.code, "SELLABLE");
        (code(&of.code), sellable, graded)
    });
    graded.filter(|(_, sellable, graded)| *graded > 0 && *sellable > 0).take(4).collect()
}

/// The days that stand in the timeline: where, in weeks from its left end; none where it does not reach.
fn marks(case: &Case, weeks: &[OfWeek], day: &dyn Fn(Date) -> Day) -> Value {
    let mut days: Vec<(Date, Option<usize>)> = case.notified.iter().map(|notified| (*notified, None)).collect();
    for (at, index) in action_order(case).into_iter().enumerate() {
        if let Some(done) = &case.actions[index].done {
            days.push((done.value, Some(at + 1)));
        }
    }
    days.sort();
    let first = weeks.first().map(|week| week.monday);
    let place = |date: Date| {
        let at = f64::from((date - first?).get_days()) / 7.0 + 0.5 / 7.0;
        (at >= 0.0 && at < weeks.len() as f64).then_some(at)
    };
    let mut marks: Vec<Value> = Vec::new();
    for (date, action) in days {
        let at = place(date);
        // Labels that stand close together stand one above the other.
        let near = |other: &&Value| {
            let gap = at.zip(other["at"].as_f64()).map_or(f64::MAX, |(at, other)| at - other);
            gap * 180.0 < 9.0 * weeks.len() as f64
        };
        let level = marks.iter().rev().take_while(near).filter_map(|mark| mark["level"].as_u64()).max();
        marks.push(json!({
            "at": at, "action": action, "date": day(date), "level": level.map_or(0, |level| level + 1),
        }));
    }
    Value::Array(marks)
}

/// What became of complaints after the last corrective action, if the figures carry it.
fn effect_of(case: &Case, tally: &Tally) -> Option<Effect> {
    if case.stance == Stance::Dispute {
        return None;
    }
    let (first, last) = corrected(case)?;
    effect(tally, first, last)
}

/// The days of the first and of the last corrective action.
fn corrected(case: &Case) -> Option<(Date, Date)> {
    let corrective = case.actions.iter().filter(|action| !action.preventive);
    let done: Vec<Date> = corrective.filter_map(|action| Some(action.done.as_ref()?.value)).collect();
    Some((*done.iter().min()?, *done.iter().max()?))
}

fn said(effect: &Effect, day: &dyn Fn(Date) -> Day) -> Value {
    let side = |side: &Side| {
        json!({
            "period": period((side.from, side.to), day), "days": side.days, "fault": side.fault,
            "other": side.other, "weekly": format!("{:.1}", side.weekly()),
        })
    };
    let fewer = |ratio: f64| ((1.0 - ratio) * 100.0).clamp(0.0, 100.0);
    json!({
        "before": side(&effect.before), "after": side(&effect.after),
        "fewer": format!("{:.0}", fewer(effect.ratio).floor()),
        // Rounded so that no more is said than is certain.
        "least": format!("{:.0}", fewer(effect.interval.1).floor()),
        "most": format!("{:.0}", fewer(effect.interval.0).floor()),
    })
}

fn offers(case: &Case, tally: &Tally, show: &dyn Fn(&str) -> String) -> Vec<Value> {
    let corrected = corrected(case).filter(|_| case.stance == Stance::Appeal);
    let when = |of: &OfOffers| {
        let (first, last) = corrected?;
        let updated = of.updated?;
        if updated < first {
            Some("before")
        } else if updated > last {
            Some("after")
        } else {
            None
        }
    };
    let rows = tally.asins.iter().flat_map(|one| one.counts.ncx.iter().map(|of| (one.asin.as_str(), of)));
    let rates = tally.asins.iter().flat_map(|one| &one.counts.ncx).filter_map(|of| of.rate);
    let most = rates.fold(1e-9, f64::max);
    let row = |(asin, of): (&str, &OfOffers)| {
        json!({
            "asin": asin, "when": when(of), "updated": of.updated.map(|date| Day::new(date, case.marketplace)),
            "orders": of.orders, "total": of.total, "rate": rate(of.rate), "length": of.rate.map(|rate| rate / most),
            "stars": of.stars.map(|stars| format!("{stars:.1}")), "health": of.health,
            "reason": of.reason.as_deref().map(show),
        })
    };
    rows.map(row).collect()
}

/// `July 1 to October 31, 2026`, and the same with short months.
fn period((from, to): (Date, Date), day: &dyn Fn(Date) -> Day) -> Value {
    let (first, last) = (day(from), day(to));
    let one = |first: &str, last: &str| match (from == to, from.year() == to.year()) {
        (true, _) => first.to_owned(),
        (_, true) => format!("{} to {last}", yearless(first, from)),
        _ => format!("{first} to {last}"),
    };
    json!({"long": one(&first.long, &last.long), "short": one(&first.short, &last.short)})
}

fn source(source: &Source, show: &dyn Fn(&str) -> String, day: &dyn Fn(Date) -> Day) -> Value {
    let rows = &source.rows;
    let left = [rows.duplicates, rows.unreadable, rows.headers].iter().map(|left| left.count).sum::<u64>();
    json!({
        "file": show(name(&source.path)), "report": source.report, "sha256": source.sha256,
        "period": source.dates.map(|dates| period(dates, day)),
        "read": rows.read, "left": left,
        "counted": source.own.saturating_sub(source.outside).saturating_sub(source.again),
        "outside": source.outside, "again": source.again,
    })
}

/// What the manifest says of the reports.
pub fn entries(tally: &Tally) -> Value {
    let one = |source: &Source| {
        json!({
            "path": source.path, "report": source.report, "sha256": source.sha256, "bytes": source.bytes,
            "rows": source.rows.read, "own": source.own,
        })
    };
    tally.sources.iter().map(one).collect()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `57 %`; less than one percent has a decimal.
fn percent(part: u32, of: u32) -> Option<String> {
    if of == 0 {
        return None;
    }
    let percent = f64::from(part) * 100.0 / f64::from(of);
    Some(if part > 0 && percent < 0.95 { format!("{percent:.1} %") } else { format!("{percent:.0} %") })
}

fn rate(rate: Option<f64>) -> Option<String> {
    rate.map(|rate| format!("{:.1} %", rate * 100.0))
}

/// A day without its year.
fn yearless(day: &str, date: Date) -> &str {
    day.trim_end_matches(date.year().to_string().as_str()).trim_end_matches([' ', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_read_well() {
        assert_eq!(percent(31, 54).as_deref(), Some("57 %"));
        assert_eq!(percent(1, 500).as_deref(), Some("0.2 %"));
        assert_eq!(percent(0, 500).as_deref(), Some("0 %"));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn only_codes_are_printed() {
        assert_eq!(code("NOT_AS_DESCRIBED"), "NOT_AS_DESCRIBED");
        for other in ["", "113-5550143-5550177", "ANNA@EXAMPLE.COM", "ANNA_KOWALSKA", "尺寸"] {
            assert_eq!(code(other), "OTHER");
        }
    }
}
