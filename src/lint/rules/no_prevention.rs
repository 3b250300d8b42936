use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A009: an appeal without a preventive action.
pub static RULE: Rule = Rule {
    code: "A009",
    name: "no-prevention",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A009.md"),
    page_zh: include_str!("../../../locales/zh/rules/A009.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    // A phase that could not be read may be the one.
    let prevents = case.actions.iter().any(|action| action.preventive || action.tried.contains(&"phase"));
    let last = case.actions.iter().rev().find(|action| action.place.file == case.place.file);
    let Some(last) = last.or(case.actions.last()) else { return };
    if case.stance == Stance::Appeal && !prevents {
        out.push(Finding::new("A009", last.place.clone()).arg("count", case.actions.len()));
    }
}
