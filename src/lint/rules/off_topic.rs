use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::off_topic::{self, Topic};

/// L005: company introductions, other support cases, questions.
pub static RULE: Rule = Rule {
    code: "L005",
    name: "off-topic",
    level: Level::Warning,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L005.md"),
    page_zh: include_str!("../../../locales/zh/rules/L005.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    for (part, text, said) in context.said() {
        if *part == Part::Quoted {
            continue;
        }
        for (topic, hit) in off_topic::find(said, case.case_id.as_deref(), &context.settings.words) {
            let finding = Finding::new("L005", context.span(text, &hit));
            out.push(match topic {
                Topic::Introduction => finding,
                Topic::OtherCase => finding.variant("case"),
                Topic::Question => finding.variant("question"),
            });
        }
    }
}
