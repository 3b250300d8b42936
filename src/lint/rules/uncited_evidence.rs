use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// E009: an exhibit that nothing cites.
pub static RULE: Rule = Rule {
    code: "E009",
    name: "uncited-evidence",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E009.md"),
    page_zh: include_str!("../../../locales/zh/rules/E009.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.cites_unread {
        return;
    }
    for (index, evidence) in case.evidence.iter().enumerate() {
        // The older half of a pair is shown with the one that is cited.
        let shown_beside = case
            .evidence
            .iter()
            .enumerate()
            .any(|(other, e)| e.after == Some(index) && case.cites().any(|cite| cite.evidence == other));
        // The page made from reports is cited by the letter itself.
        let named = !evidence.id.is_empty() && !evidence.is_complaints();
        if !shown_beside && !case.cites().any(|cite| cite.evidence == index) && named {
            out.push(Finding::new("E009", evidence.place.clone()).arg("id", evidence.id.as_str()));
        }
    }
}
