use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::emotive;

/// L003: pleading, hardship, threats, flattery.
pub static RULE: Rule = Rule {
    code: "L003",
    name: "emotive-language",
    level: Level::Warning,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L003.md"),
    page_zh: include_str!("../../../locales/zh/rules/L003.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let words = &context.settings.words;
    context.each_phrase("L003", |part| part != Part::Quoted, |said, _| emotive::find(said, words), out);
}
