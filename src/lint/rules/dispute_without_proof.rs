use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// T003: a dispute's argument without evidence.
pub static RULE: Rule = Rule {
    code: "T003",
    name: "dispute-without-proof",
    level: Level::Error,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T003.md"),
    page_zh: include_str!("../../../locales/zh/rules/T003.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (index, argument) in context.case.arguments.iter().enumerate() {
        if !argument.cites_written {
            out.push(Finding::new("T003", argument.place.clone()).arg("number", index + 1));
        }
    }
}
