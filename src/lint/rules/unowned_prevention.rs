use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A010: a preventive action that nobody owns or that has no rhythm.
pub static RULE: Rule = Rule {
    code: "A010",
    name: "unowned-prevention",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A010.md"),
    page_zh: include_str!("../../../locales/zh/rules/A010.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for action in context.case.actions.iter().filter(|action| action.preventive) {
        let says = |text: &Option<crate::source::Spanned<String>>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        let owner = says(&action.owner) || action.tried.contains(&"owner");
        let frequency = says(&action.frequency) || action.tried.contains(&"frequency");
        let finding = Finding::new("A010", action.place.clone());
        match (owner, frequency) {
            (true, true) => {}
            (false, true) => out.push(finding.variant("owner")),
            (true, false) => out.push(finding.variant("frequency")),
            (false, false) => out.push(finding),
        }
    }
}
