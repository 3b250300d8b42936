use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::denial;

/// T002: an appeal whose root cause denies the complaint and names no cause.
pub static RULE: Rule = Rule {
    code: "T002",
    name: "appeal-denies-fault",
    level: Level::Error,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T002.md"),
    page_zh: include_str!("../../../locales/zh/rules/T002.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    if context.case.stance != Stance::Appeal {
        return;
    }
    let words = &context.settings.words;
    context.each_phrase("T002", |part| part == Part::Cause, |said, _| denial::find(said, words), out);
}
