use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::symptom;

/// C001: a cause that only restates the complaint.
pub static RULE: Rule = Rule {
    code: "C001",
    name: "symptom-as-cause",
    level: Level::Warning,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C001.md"),
    page_zh: include_str!("../../../locales/zh/rules/C001.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let words = &context.settings.words;
    context.each_phrase("C001", |part| part == Part::Cause, |said, _| symptom::find(said, words), out);
}
