use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A006: an action that only invoices or shipping documents prove.
pub static RULE: Rule = Rule {
    code: "A006",
    name: "provenance-only",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A006.md"),
    page_zh: include_str!("../../../locales/zh/rules/A006.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let is_provenance = |kind: &str| matches!(kind, "invoice" | "shipping-document");
    for action in &case.actions {
        let Some(first) = action.cites.first() else { continue };
        let Some(exhibit) = case.evidence.get(first.evidence) else { continue };
        let cited = action.cites.iter().filter_map(|cite| case.evidence.get(cite.evidence));
        if cited.into_iter().any(|evidence| evidence.proves_action || !is_provenance(&evidence.kind)) {
            continue;
        }
        let mut finding = Finding::new("A006", first.place.clone()).arg("kind", exhibit.kind.as_str());
        // A path in the list is its own exhibit, and has no other line.
        if exhibit.place != first.place {
            finding = finding.label(exhibit.place.clone(), "exhibit");
        }
        out.push(finding);
    }
}
