use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// E015: an invoice older than a year, or none yet.
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
    for evidence in context.case.evidence.iter().filter(|evidence| evidence.kind == "invoice") {
        let invoice = evidence.file.as_ref().and_then(|file| file.invoice.as_ref());
        let finding = Finding::new("E015", evidence.path_place.clone()).arg("id", evidence.id.as_str());
        if invoice.is_some_and(|invoice| invoice.is_pro_forma(&evidence.pages)) {
            out.push(finding.variant("pro-forma"));
            continue;
        }
        // What the document says is what the reviewer reads.
        let printed = invoice.and_then(|invoice| invoice.date(&evidence.pages));
        let (Some(date), Some(notified)) = (printed.or(evidence.date), context.case.notified) else { continue };
        let days = (notified - date).get_days();
        if days > DAYS {
            let finding = finding.arg("date", date.to_string()).arg("days", usize::try_from(days).unwrap_or(0));
            out.push(if printed.is_some() { finding.variant("printed") } else { finding });
        }
    }
}
