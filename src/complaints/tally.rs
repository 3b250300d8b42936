//! The tally: what Amazon's reports say about the ASINs of one case in one period. See [`Tally`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates;
use super::reasons::{self, Topic};
use super::taken::{Fared, Health, OfAsin, Return, Taken};

/// What Amazon's reports say about the ASINs of one case: a plain value, the same whether the reports
/// themselves were read or what an earlier build kept of them. It holds numbers, codes, days and names of
/// files; of what buyers wrote nothing but what a case quotes.
///
/// - [`Tally::asins`] has one [`OfOne`] for each ASIN of the case, in the case's order, also for one that
///   no report names; [`Tally::all`] is all of them together.
/// - Everything in [`Counts`] is counted in *units* (a return of two counts twice), within the period, and
///   without what a second report says again.
/// - A *fault* is a unit whose reason is a complaint about the product or the offer
///   ([`Topic::is_fault`]); unknown codes are in `units` and never in `fault`.
/// - A comment that bears one of the seller's readings moves its unit to the reading's topic:
///   [`Counts::reasons`] are as Amazon has them, [`Counts::topics`], `fault` and days are after that.
/// - Weeks are ISO weeks without gaps, as far as reports reach within the period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// First day that counts, if the case names one.
    pub from: Option<Date>,
    /// Last day that counts, if the case names one.
    pub to: Option<Date>,
    /// The reports, in the case's order.
    pub sources: Vec<Source>,
    /// All ASINs of the case together.
    pub all: Counts,
    /// Each ASIN of the case.
    pub asins: Vec<OfOne>,
    /// Star ratings of the whole store within the period: one, two … five stars. Seller feedback names
    /// no ASIN.
    pub feedback: Option<[u32; 5]>,
    /// What buyers wrote, if the case quotes it: what the leading complaint says first, then latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<OfQuote>,
}

/// What a buyer wrote, without what leads to the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfQuote {
    /// The ASIN.
    pub asin: String,
    /// The day of the return.
    pub day: Date,
    /// The code that the buyer picked, in its normal form.
    pub code: String,
    /// The words.
    pub text: String,
}

/// A report that was tallied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its path from the root of the workspace.
    pub path: String,
    /// Its format: `fba-returns`, `seller-returns`, `seller-returns-xml`, `voice-of-the-customer`,
    /// `seller-feedback`.
    pub report: String,
    /// SHA-256 of the report itself.
    pub sha256: String,
    /// Size of the report itself.
    pub bytes: u64,
    /// Its encoding.
    pub encoding: String,
    /// First and last day in it, of any ASIN.
    pub dates: Option<(Date, Date)>,
    /// How its rows fared.
    pub rows: Fared,
    /// Rows about the case's ASINs.
    pub own: u64,
    /// Of these, those outside the period.
    pub outside: u64,
    /// Of these, those that an earlier report of the list has too.
    pub again: u64,
}

/// An ASIN of the case and its counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OfOne {
    /// The ASIN.
    pub asin: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What is counted of an ASIN, or of several.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Units returned.
    pub units: u32,
    /// Of these, complaints about the product or the offer.
    pub fault: u32,
    /// Of these, those with a code that is not known.
    pub unknown: u32,
    /// Units by Amazon's reason code, most first.
    pub reasons: Vec<OfReason>,
    /// Units by what they are about, most first.
    pub topics: Vec<OfTopic>,
    /// Units by reason and by what the warehouse found, most first.
    pub gradings: Vec<OfGrading>,
    /// Units whose comment bears a reading of the seller, by area.
    pub readings: Vec<OfReading>,
    /// Days with returns.
    pub days: Vec<OfDay>,
    /// Weeks.
    pub weeks: Vec<OfWeek>,
    /// What the Voice of the Customer says, oldest first; none in what is said of several ASINs.
    pub ncx: Vec<OfOffers>,
}

/// Units with a reason code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfReason {
    /// The code in its normal form.
    pub code: String,
    /// What it is about.
    pub topic: Topic,
    /// How many.
    pub units: u32,
}

/// Units with a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfTopic {
    /// What they are about.
    pub topic: Topic,
    /// The areas that answer it.
    pub areas: Vec<String>,
    /// How many.
    pub units: u32,
    /// The first day.
    pub first: Date,
}

/// Units with a reason and a grading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfGrading {
    /// The code in its normal form.
    pub code: String,
    /// What the warehouse found: `SELLABLE`, `DEFECTIVE`, `CUSTOMER_DAMAGED` …
    pub grading: String,
    /// How many.
    pub units: u32,
}

/// Units whose comment bears a reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfReading {
    /// The reading's area.
    pub area: String,
    /// How many.
    pub units: u32,
}

/// Units of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfDay {
    /// The day.
    pub day: Date,
    /// Units returned.
    pub units: u32,
    /// Of these, complaints.
    pub fault: u32,
}

/// Units of a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfWeek {
    /// The Monday.
    pub monday: Date,
    /// `2026-W10`
    pub week: String,
    /// Units returned.
    pub units: u32,
    /// Of these, complaints.
    pub fault: u32,
}

/// What a Voice of the Customer report says about all offers of an ASIN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfOffers {
    /// Index into [`Tally::sources`].
    pub source: usize,
    /// When Amazon computed it, where the report says so.
    pub updated: Option<Date>,
    /// Orders with a negative customer experience.
    pub orders: Option<u32>,
    /// All orders that were looked at.
    pub total: Option<u32>,
    /// The first divided by the second, 0 to 1; else as the report has it.
    pub rate: Option<f64>,
    /// Star rating.
    pub stars: Option<f64>,
    /// Amazon's word for how the worst offer does.
    pub health: Option<Health>,
    /// Amazon's words for the commonest reason.
    pub reason: Option<String>,
}

impl Counts {
    /// Complaints about the product or the offer among all returned units, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        (self.units > 0).then(|| f64::from(self.fault) / f64::from(self.units))
    }

    /// The complaints among [`Counts::topics`], most first.
    pub fn faults(&self) -> impl Iterator<Item = &OfTopic> {
        self.topics.iter().filter(|of| of.topic.is_fault())
    }

    /// Units with a reason code, and those of them that the warehouse graded so.
    pub fn graded(&self, code: &str, grading: &str) -> (u32, u32) {
        let of = self.gradings.iter().filter(|of| of.code == code);
        let graded = of.clone().filter(|of| of.grading == grading).map(|of| of.units).sum();
        (graded, of.filter(|of| !of.grading.is_empty()).map(|of| of.units).sum())
    }
}

/// Adds up.
#[derive(Default)]
struct Sum {
    units: u32,
    reasons: BTreeMap<String, u32>,
    topics: BTreeMap<Topic, (u32, u32)>,
    gradings: BTreeMap<(String, String), u32>,
    readings: BTreeMap<String, u32>,
    days: BTreeMap<u32, (u32, u32)>,
}

impl Sum {
    fn add(&mut self, taken: &Taken, row: &Return) {
        let units = u32::from(row.units);
        let code = taken.codes.get(usize::from(row.code)).map_or("", String::as_str);
        let grading = taken.gradings.get(usize::from(row.grading)).map_or("", String::as_str);
        let mut topic = reasons::topic(code);
        if let Some(reading) = usize::from(row.reading).checked_sub(1).and_then(|at| taken.readings.get(at)) {
            topic = Topic::of_area(&reading.area);
            add(self.readings.entry(reading.area.clone()).or_default(), units);
        }
        add(&mut self.units, units);
        add(self.reasons.entry(code.to_owned()).or_default(), units);
        let of = self.topics.entry(topic).or_insert((0, row.day));
        *of = (of.0.saturating_add(units), of.1.min(row.day));
        add(self.gradings.entry((code.to_owned(), grading.to_owned())).or_default(), units);
        let day = self.days.entry(row.day).or_default();
        add(&mut day.0, units);
        add(&mut day.1, if topic.is_fault() { units } else { 0 });
    }

    fn finish(self, span: Option<(u32, u32)>, ncx: Vec<OfOffers>) -> Counts {
        let of_topic = |wanted: &dyn Fn(Topic) -> bool| -> u32 {
            self.topics
                .iter()
                .filter(|(topic, _)| wanted(**topic))
                .fold(0, |sum: u32, (_, (units, _))| sum.saturating_add(*units))
        };
        let (fault, unknown) = (of_topic(&Topic::is_fault), of_topic(&|topic| topic == Topic::Unknown));
        let mut reasons: Vec<OfReason> = self
            .reasons
            .into_iter()
            .map(|(code, units)| OfReason { topic: reasons::topic(&code), code, units })
            .collect();
        reasons.sort_by_key(|of| std::cmp::Reverse(of.units));
        let mut topics: Vec<OfTopic> = self
            .topics
            .into_iter()
            .map(|(topic, (units, first))| OfTopic {
                topic,
                areas: topic.areas().iter().map(|area| (*area).to_owned()).collect(),
                units,
                first: date(first),
            })
            .collect();
        topics.sort_by_key(|of| std::cmp::Reverse(of.units));
        let mut gradings: Vec<OfGrading> =
            self.gradings.into_iter().map(|((code, grading), units)| OfGrading { code, grading, units }).collect();
        gradings.sort_by_key(|of| std::cmp::Reverse(of.units));
        let days: Vec<OfDay> = self
            .days
            .iter()
            .map(|(day, (units, fault))| OfDay { day: date(*day), units: *units, fault: *fault })
            .collect();
        let readings = self.readings.into_iter().map(|(area, units)| OfReading { area, units }).collect();
        let weeks = weeks(&self.days, span);
        Counts { units: self.units, fault, unknown, reasons, topics, gradings, readings, days, weeks, ncx }
    }
}

/// Adds to a count; no report of a buyer is so long, but a made-up one may be.
fn add(sum: &mut u32, units: u32) {
    *sum = sum.saturating_add(units);
}

fn date(day: u32) -> Date {
    dates::date(i32::try_from(day).unwrap_or(i32::MAX))
}

/// Most weeks that are listed without gaps.
const MAX_WEEKS: usize = 520;

/// Weeks from the first day of a span to its last; only those with returns, if the span is beyond reason.
fn weeks(days: &BTreeMap<u32, (u32, u32)>, span: Option<(u32, u32)>) -> Vec<OfWeek> {
    let monday = |day: u32| dates::monday(i32::try_from(day).unwrap_or(0));
    let mut sums: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    for (day, (units, fault)) in days {
        let week = sums.entry(monday(*day)).or_default();
        add(&mut week.0, *units);
        add(&mut week.1, *fault);
    }
    if let Some((first, last)) = span {
        let all: Vec<i32> = (monday(first)..=monday(last)).step_by(7).take(MAX_WEEKS + 1).collect();
        if all.len() <= MAX_WEEKS {
            for monday in all {
                sums.entry(monday).or_default();
            }
        }
    }
    let of = |(monday, (units, fault)): (i32, (u32, u32))| {
        let monday = dates::date(monday);
        let iso = monday.iso_week_date();
        OfWeek { monday, week: format!("{}-W{:02}", iso.year(), iso.week()), units, fault }
    };
    sums.into_iter().map(of).collect()
}

/// Tallies reports, each with its path, for the ASINs of a case in a period.
pub fn tally(reports: &[(&str, &Taken)], asins: &[&str], from: Option<Date>, to: Option<Date>) -> Tally {
    let within = |day: u32| {
        let day = date(day);
        from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
    };
    let mut sources: Vec<Source> = reports.iter().map(|(path, taken)| source(path, taken)).collect();
    let span = span(reports, from, to);
    let mut all = Sum::default();
    let mut ones = Vec::new();
    for asin in asins {
        let mut sum = Sum::default();
        let mut ncx = Vec::new();
        // How many returns of a day and a mark earlier reports have.
        let mut had: BTreeMap<(u32, u16), u32> = BTreeMap::new();
        for (at, (_, taken)) in reports.iter().enumerate() {
            let Some(of) = taken.of(asin) else { continue };
            let source = &mut sources[at];
            source.own += (of.returns.len() + of.ncx.len()) as u64;
            let mut here: BTreeMap<(u32, u16), u32> = BTreeMap::new();
            for row in &of.returns {
                if !within(row.day) {
                    source.outside += 1;
                    continue;
                }
                let number = here.entry((row.day, row.mark)).or_default();
                *number += 1;
                if had.get(&(row.day, row.mark)).is_some_and(|had| *number <= *had) {
                    source.again += 1;
                    continue;
                }
                sum.add(taken, row);
                all.add(taken, row);
            }
            for (key, count) in here {
                let had = had.entry(key).or_default();
                *had = count.max(*had);
            }
            offers(at, of, &mut ncx);
        }
        ncx.sort_by_key(|of| (of.updated, of.source));
        ones.push(OfOne { asin: (*asin).to_owned(), counts: sum.finish(span, ncx) });
    }
    let all = all.finish(span, Vec::new());
    let quotes = quotes(reports, asins, &all, &within);
    Tally { from, to, sources, all, asins: ones, feedback: feedback(reports, from, to), quotes }
}

/// Most quotations of a tally.
const MAX_QUOTES: usize = 6;

fn quotes(reports: &[(&str, &Taken)], asins: &[&str], all: &Counts, within: &dyn Fn(u32) -> bool) -> Vec<OfQuote> {
    let mut found: Vec<(usize, std::cmp::Reverse<u32>, OfQuote)> = Vec::new();
    for asin in asins {
        for (taken, of) in reports.iter().filter_map(|(_, taken)| Some((taken, taken.of(asin)?))) {
            for quote in of.quotes.iter().flatten().filter(|quote| within(quote.day)) {
                let code = taken.codes.get(usize::from(quote.code)).cloned().unwrap_or_default();
                let rank = all.reasons.iter().position(|of| of.code == code).unwrap_or(usize::MAX);
                let (day, text) = (date(quote.day), quote.text.clone());
                let one = OfQuote { asin: (*asin).to_owned(), day, code, text };
                // Two reports may have the same return.
                if !found.iter().any(|(.., known)| known.text == one.text) {
                    found.push((rank, std::cmp::Reverse(quote.day), one));
                }
            }
        }
    }
    found.sort_by(|a, b| (a.0, a.1, &a.2.text).cmp(&(b.0, b.1, &b.2.text)));
    found.into_iter().take(MAX_QUOTES).map(|(.., quote)| quote).collect()
}

fn source(path: &str, taken: &Taken) -> Source {
    Source {
        path: path.to_owned(),
        report: taken.report.clone(),
        sha256: taken.sha256.clone(),
        bytes: taken.bytes,
        encoding: taken.encoding.clone(),
        dates: taken.dates,
        rows: taken.rows,
        own: 0,
        outside: 0,
        again: 0,
    }
}

/// The first and the last day that reports of returns reach within the period.
fn span(reports: &[(&str, &Taken)], from: Option<Date>, to: Option<Date>) -> Option<(u32, u32)> {
    let returns = reports.iter().filter(|(_, taken)| taken.asins.iter().any(|of| !of.returns.is_empty()));
    let dates: Vec<(Date, Date)> = returns.filter_map(|(_, taken)| taken.dates).collect();
    let first = dates.iter().map(|dates| dates.0).min()?;
    let last = dates.iter().map(|dates| dates.1).max()?;
    let first = from.map_or(first, |from| from.max(first));
    let last = to.map_or(last, |to| to.min(last));
    let day = |date| u32::try_from(dates::day_of(date)).ok();
    if first > last { None } else { Some((day(first)?, day(last)?)) }
}

/// Adds what a report says about an ASIN's offers, one entry for each day that it was computed on.
fn offers(source: usize, of: &OfAsin, out: &mut Vec<OfOffers>) {
    let mut updates: Vec<Option<Date>> = of.ncx.iter().map(|ncx| ncx.updated).collect();
    updates.sort();
    updates.dedup();
    for updated in updates {
        let here: Vec<_> = of.ncx.iter().filter(|ncx| ncx.updated == updated).collect();
        let sum = |value: fn(&super::taken::Ncx) -> Option<u32>| -> Option<u32> {
            here.iter().try_fold(0_u32, |sum, ncx| sum.checked_add(value(ncx)?))
        };
        let (orders, total) = (sum(|ncx| ncx.orders), sum(|ncx| ncx.total));
        let rate = match (orders, total, here.as_slice()) {
            (Some(orders), Some(total), _) if total > 0 => Some(rounded(f64::from(orders) / f64::from(total))),
            (.., [one]) => one.rate,
            _ => None,
        };
        let largest = here.iter().max_by_key(|ncx| ncx.total.unwrap_or(0));
        out.push(OfOffers {
            source,
            updated,
            orders,
            total,
            rate,
            stars: largest.and_then(|ncx| ncx.stars),
            health: here.iter().filter_map(|ncx| ncx.health).max(),
            reason: largest.and_then(|ncx| ncx.reason.clone()),
        });
    }
}

/// A share with six decimals, so that it is the same number after it was written and read.
pub fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

fn feedback(reports: &[(&str, &Taken)], from: Option<Date>, to: Option<Date>) -> Option<[u32; 5]> {
    let mut days: BTreeMap<Date, [u32; 5]> = BTreeMap::new();
    let named = reports.iter().any(|(_, taken)| taken.report == super::formats::seller_feedback::FORMAT.id);
    for ratings in reports.iter().flat_map(|(_, taken)| taken.feedback.iter()) {
        let within = from.is_none_or(|from| ratings.day >= from) && to.is_none_or(|to| ratings.day <= to);
        if within {
            // Two reports of one day have the same feedback.
            let day = days.entry(ratings.day).or_default();
            for (day, stars) in day.iter_mut().zip(ratings.stars) {
                *day = stars.max(*day);
            }
        }
    }
    let mut sum = [0_u32; 5];
    days.values().for_each(|day| sum.iter_mut().zip(day).for_each(|(sum, stars)| *sum += *stars));
    named.then_some(sum)
}
