use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// T004: a route on which nobody reads a letter.
pub static RULE: Rule = Rule {
    code: "T004",
    name: "letter-not-needed",
    level: Level::Warning,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T004.md"),
    page_zh: include_str!("../../../locales/zh/rules/T004.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.route == "voice-of-the-customer" {
        let place = case.route_place.as_ref().unwrap_or(&case.place);
        out.push(Finding::new("T004", place.clone()));
    }
}
