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
    let Ok(limit) = context.today.tomorrow() else { return };
    for done in context.case.actions.iter().filter_map(|action| action.done.as_ref()) {
        if done.value > limit {
            let finding = Finding::new("A003", done.place.clone());
            out.push(finding.arg("date", done.value.to_string()).arg("today", context.today.to_string()));
        }
    }
}
