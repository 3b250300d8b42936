use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::blame::{self, Field};

/// C005: others are blamed instead of the own process.
pub static RULE: Rule = Rule {
    code: "C005",
    name: "blames-others",
    level: Level::Warning,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C005.md"),
    page_zh: include_str!("../../../locales/zh/rules/C005.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let words = &context.settings.words;
    context.each_phrase("C005", |part| part != Part::Quoted, |said, part| blame::find(said, field(part), words), out);
}

fn field(part: Part) -> Field {
    match part {
        Part::Cause => Field::Cause,
        Part::Argument(true) => Field::Proven,
        _ => Field::Other,
    }
}
