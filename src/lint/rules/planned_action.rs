use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::planned;

/// A002: promised, not done.
pub static RULE: Rule = Rule {
    code: "A002",
    name: "planned-action",
    level: Level::Error,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A002.md"),
    page_zh: include_str!("../../../locales/zh/rules/A002.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let words = &context.settings.words;
    context.each_phrase("A002", |part| part == Part::Action, |said, _| planned::find(said, words), out);
}
