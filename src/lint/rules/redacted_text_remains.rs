use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};
use crate::plan::context::printed_text;
use crate::prose::fold::Needle;

/// E020: what is blacked out stands elsewhere, in the seller's words (judged here) or in an output (see
/// [`crate::driver::remains`]).
pub static RULE: Rule = Rule {
    code: "E020",
    name: "redacted-text-remains",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E020.md"),
    page_zh: include_str!("../../../locales/zh/rules/E020.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.evidence.iter().all(|evidence| evidence.hidden.is_empty()) {
        return;
    }
    let said = printed_text(case, context.settings);
    for evidence in &case.evidence {
        let mut told = Vec::new();
        for hidden in evidence.hidden.iter().filter(|hidden| hidden.named) {
            let Some(redaction) = evidence.redact.get(hidden.redaction) else { continue };
            let needle = Needle::new(&hidden.text);
            let Some(text) = said.iter().find(|text| needle.is_in(text)) else { continue };
            if !told.contains(&hidden.redaction) {
                told.push(hidden.redaction);
                let finding = Finding::new("E020", redaction.place.clone()).variant("said");
                out.push(finding.label(text.place.clone(), "said"));
            }
        }
    }
}
