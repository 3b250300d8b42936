use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// E015: an invoice older than a year.
pub static RULE: Rule = Rule {
    code: "E015",
    name: "stale-invoice",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E015.md"),
    page_zh: include_str!("../../../locales/zh/rules/E015.md"),
    judge: Some(judge),
};

/// Amazon takes invoices of the last 365 days.
const DAYS: i32 = 365;

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(notified) = context.case.notified else { return };
    for evidence in context.case.evidence.iter().filter(|evidence| evidence.kind == "invoice") {
        let Some(date) = evidence.date else { continue };
        let days = (notified - date).get_days();
        if days > DAYS {
            out.push(
                Finding::new("E015", evidence.path_place.clone())
                    .arg("id", evidence.id.as_str())
                    .arg("date", date.to_string())
                    .arg("days", usize::try_from(days).unwrap_or(0)),
            );
        }
    }
}
