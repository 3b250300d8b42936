//! `[complaints]`: which reports, which days, and what comments mean.

use super::case::Complaints;
use super::{choice, missing};
use crate::complaints::reading::Reading;
use crate::diag::Finding;
use crate::parse::keys;
use crate::parse::raw::RawComplaints;

/// Checks the table; none where it names no report.
pub(super) fn complaints(raw: RawComplaints, out: &mut Vec<Finding>) -> Option<Complaints> {
    super::tables::repeated(&raw.reports, out);
    if raw.reports.is_empty() {
        missing(&raw.header, "[complaints]", "reports", out);
    }
    if let (Some(from), Some(to)) = (&raw.from, &raw.to)
        && from.value > to.value
    {
        let finding = Finding::new("S003", to.place.clone()).variant("period");
        out.push(finding.arg("from", from.value.to_string()).arg("to", to.value.to_string()));
    }
    let (mut readings, mut reading_places) = (Vec::new(), Vec::new());
    for reading in raw.readings {
        for (key, there) in [("area", reading.area.is_some()), ("match", reading.words.is_some())] {
            if !there {
                missing(&reading.header, "[[complaints.reading]]", key, out);
            }
        }
        let area = reading.area.and_then(|area| choice(&area, "area", keys::AREAS, out));
        let words = reading.words.unwrap_or_default().into_iter().map(|word| word.value);
        if let Some(area) = area {
            readings.push(Reading { area, words: words.collect() });
            reading_places.push(reading.header.place);
        }
    }
    let mut reports = raw.reports;
    let mut seen = std::collections::BTreeSet::new();
    reports.retain(|path| seen.insert(path.value.clone()));
    (!reports.is_empty()).then_some(Complaints {
        reports,
        from: raw.from.map(|day| day.value),
        to: raw.to.map(|day| day.value),
        readings,
        reading_places,
        quote: raw.quote.is_some_and(|quote| quote.value),
        tally: None,
        place: raw.header.place,
    })
}
