use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::figures::has_figure;
use crate::lint::{Context, Group, Rule};

/// C002: a cause with neither a figure nor a record behind it.
pub static RULE: Rule = Rule {
    code: "C002",
    name: "cause-without-data",
    level: Level::Warning,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C002.md"),
    page_zh: include_str!("../../../locales/zh/rules/C002.md"),
    judge: Some(judge),
};

/// Kinds of evidence that hold observations. A photo shows one unit, a procedure what should be.
const DATA: &[&str] = &[
    "screenshot",
    "listing-screenshot",
    "inspection-report",
    "batch-test",
    "lab-report",
    "supplier-correspondence",
    "customer-correspondence",
    "calibration-record",
    "returns-analysis",
    "removal-order",
    "disposal-record",
    "order-record",
];

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    // In a dispute a cause is told by T001.
    if case.stance != Stance::Appeal || case.notice || case.cites_unread {
        return;
    }
    let tally = case.complaints.as_ref().map(|complaints| complaints.tally.as_ref());
    for cause in &case.causes {
        // Reports that could not be used were told; others are data if they show such a complaint.
        let reported = match tally {
            None => false,
            Some(None) => true,
            Some(Some(tally)) => tally.asins.iter().any(|of| {
                let area = cause.area.as_deref().unwrap_or_default();
                let own = cause.asins.is_empty() || cause.asins.contains(&of.asin);
                let such = of.counts.faults().any(|of| area.is_empty() || of.topic.answered_by(area));
                own && (such || !of.counts.ncx.is_empty())
            }),
        };
        if reported {
            continue;
        }
        let Some(statement) = &cause.statement else { continue };
        let kinds = cause.cites.iter().filter_map(|cite| case.evidence.get(cite.evidence));
        let proven = kinds.into_iter().any(|evidence| DATA.contains(&evidence.kind.as_str()));
        if !proven && !has_figure(statement) {
            out.push(Finding::new("C002", statement.place.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DATA;
    use crate::parse::keys::KINDS;

    #[test]
    fn every_kind_exists() {
        assert!(DATA.iter().all(|kind| KINDS.contains(kind)));
    }
}
