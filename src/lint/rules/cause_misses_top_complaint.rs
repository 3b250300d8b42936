use crate::check::case::Stance;
use crate::complaints::tally::Counts;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// C003: Amazon's reports show another complaint more often than the one that the causes explain.
pub static RULE: Rule = Rule {
    code: "C003",
    name: "cause-misses-top-complaint",
    level: Level::Warning,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C003.md"),
    page_zh: include_str!("../../../locales/zh/rules/C003.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let Some(complaints) = &case.complaints else { return };
    let Some(tally) = &complaints.tally else { return };
    // A cause whose area could not be read may be the one.
    let areas: Option<Vec<&str>> = case.causes.iter().map(|cause| cause.area.as_deref()).collect();
    let (Some(areas), Some(first)) = (areas, case.causes.first()) else { return };
    let counts = &tally.all;
    let Some(top) = counts.faults().next() else { return };
    let leads = counts.faults().take_while(|of| of.units == top.units);
    let answered = |of: &crate::complaints::tally::OfTopic| areas.iter().any(|area| of.topic.answered_by(area));
    if case.stance != Stance::Appeal || leads.into_iter().any(answered) {
        return;
    }
    let own: u32 = counts.faults().filter(|of| answered(of)).map(|of| of.units).sum();
    let mut finding = Finding::new("C003", first.area_place.clone().unwrap_or_else(|| first.place.clone()))
        .arg_message("topic", format!("topic-{}", top.topic.name()))
        .arg("units", number(top.units))
        .arg("fault", number(counts.fault))
        .arg("codes", codes(counts, top.topic))
        .arg("own", number(own))
        .arg("areas", areas_of(&areas))
        .arg("area", top.topic.areas().first().copied().unwrap_or_default())
        .arg("answers", top.topic.areas().join(", "))
        .label(complaints.place.clone(), "reports");
    for cause in case.causes.iter().skip(1) {
        finding = finding.label(cause.area_place.clone().unwrap_or_else(|| cause.place.clone()), "also");
    }
    for place in &complaints.reading_places {
        finding = finding.label(place.clone(), "reading");
    }
    out.push(finding);
}

fn number(units: u32) -> usize {
    usize::try_from(units).unwrap_or(usize::MAX)
}

/// The areas of the causes, each once.
fn areas_of(areas: &[&str]) -> String {
    let mut areas = areas.to_vec();
    areas.sort_unstable();
    areas.dedup();
    areas.join(", ")
}

/// `DEFECTIVE 12, WARRANTY 1`
fn codes(counts: &Counts, topic: crate::complaints::reasons::Topic) -> String {
    let of = counts.reasons.iter().filter(|of| of.topic == topic).take(5);
    of.map(|of| format!("{} {}", of.code, of.units)).collect::<Vec<_>>().join(", ")
}
