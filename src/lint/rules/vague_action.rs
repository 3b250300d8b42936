use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::vague;

/// A001: nothing that a reviewer could check.
pub static RULE: Rule = Rule {
    code: "A001",
    name: "vague-action",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A001.md"),
    page_zh: include_str!("../../../locales/zh/rules/A001.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let words = &context.settings.words;
    context.each_phrase("A001", |part| part == Part::Action, |said, _| vague::find(said, words), out);
}
