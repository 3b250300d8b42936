use jiff::Span;

use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A003: an action that is not done yet.
pub static RULE: Rule = Rule {
    code: "A003",
    name: "action-in-future",
    level: Level::Error,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A003.md"),
    page_zh: include_str!("../../../locales/zh/rules/A003.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    // A day's grace: it may be tomorrow already where the seller is.
    for done in context.case.actions.iter().filter_map(|action| action.done.as_ref()) {
        let Ok(limit) = done.value.checked_sub(Span::new().days(2)) else { continue };
        if !context.is_after(limit) {
            let finding = Finding::new("A003", done.place.clone());
            out.push(finding.arg("date", done.value.to_string()).arg("today", context.today().to_string()));
        }
    }
}
