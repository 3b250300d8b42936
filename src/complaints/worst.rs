//! The ASINs of one report with the most complaints.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates;
use super::reasons::{self, Topic};
use super::taken::Taken;

/// An ASIN and its complaints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// The ASIN.
    pub asin: String,
    /// The product's name as the report has it first.
    pub product: String,
    /// Units returned.
    pub units: u32,
    /// Of these, complaints about the product or the offer.
    pub fault: u32,
    /// What most of them are about.
    pub topic: Option<Topic>,
    /// Units about that.
    pub leading: u32,
    /// The type of case that suits it.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The highest rate of negative customer experience among its offers.
    pub ncx: Option<f64>,
}

/// The first ASINs of a report, and the sums of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// How many ASINs there are.
    pub asins: u64,
    /// Units returned of all of them.
    pub units: u64,
    /// Complaints of all of them.
    pub fault: u64,
    /// The first ones.
    pub first: Vec<Worst>,
}

impl Ranking {
    /// Of all ASINs, that with the most complaints first; `most` of them are kept.
    pub fn new(mut all: Vec<Worst>, most: usize) -> Self {
        let sum = |value: fn(&Worst) -> u32| all.iter().map(|of| u64::from(value(of))).sum::<u64>();
        let (units, fault) = (sum(|of| of.units), sum(|of| of.fault));
        let asins = all.len() as u64;
        all.truncate(most);
        Self { asins, units, fault, first: all }
    }
}

/// Every ASIN of a report within a period, that with the most complaints first.
pub fn worst(taken: &Taken, from: Option<Date>, to: Option<Date>) -> Vec<Worst> {
    let topics: Vec<Topic> = taken.codes.iter().map(|code| reasons::topic(code)).collect();
    let first = from.map_or(0, dates::day_of);
    let last = to.map_or(i32::MAX, dates::day_of);
    let within = |day: u32| i32::try_from(day).is_ok_and(|day| first <= day && day <= last);
    let of_asin = |of: &super::taken::OfAsin| {
        let (mut units, mut fault) = (0, 0);
        let mut by: BTreeMap<Topic, u32> = BTreeMap::new();
        for row in of.returns.iter().filter(|row| within(row.day)) {
            let topic = topics.get(usize::from(row.code)).copied().unwrap_or(Topic::Unknown);
            units = u32::saturating_add(units, u32::from(row.units));
            if topic.is_fault() {
                fault = u32::saturating_add(fault, u32::from(row.units));
                let of = by.entry(topic).or_default();
                *of = of.saturating_add(u32::from(row.units));
            }
        }
        // Of equals the first in the order of topics.
        let leading = by.iter().rev().max_by_key(|(_, units)| **units).map(|(topic, units)| (*topic, *units));
        let rates = of.ncx.iter().filter_map(|ncx| ncx.rate);
        Worst {
            asin: of.asin.clone(),
            product: of.product.clone(),
            units,
            fault,
            topic: leading.map(|(topic, _)| topic),
            leading: leading.map_or(0, |(_, units)| units),
            kind: leading.map(|(topic, _)| topic.suggested_type().to_owned()),
            ncx: rates.max_by(f64::total_cmp),
        }
    };
    let mut all: Vec<Worst> = taken.asins.iter().map(of_asin).collect();
    let rate = |of: &Worst| of.ncx.unwrap_or(0.0);
    all.sort_by(|a, b| {
        let by_rate = rate(b).total_cmp(&rate(a));
        b.fault.cmp(&a.fault).then(b.units.cmp(&a.units)).then(by_rate).then_with(|| a.asin.cmp(&b.asin))
    });
    all
}
