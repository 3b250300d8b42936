use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::blame;

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
    for (part, text) in context.texts() {
        if part == Part::Quoted {
            continue;
        }
        let proven = part == Part::Argument(true);
        for hit in blame::find(text, proven, words) {
            let phrase = &text[hit.clone()];
            out.push(Finding::new("C005", context.span(text, &hit)).arg("phrase", phrase));
        }
    }
}
