use crate::check::case::Evidence;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// E010: the same bytes shown twice.
pub static RULE: Rule = Rule {
    code: "E010",
    name: "duplicate-evidence",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E010.md"),
    page_zh: include_str!("../../../locales/zh/rules/E010.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let all = &context.case.evidence;
    for (index, evidence) in all.iter().enumerate() {
        let first = all[..index].iter().find(|other| same_bytes(other, evidence) && overlap(other, evidence));
        let Some(first) = first else { continue };
        out.push(
            Finding::new("E010", evidence.path_place.clone())
                .arg("id", evidence.id.as_str())
                .arg("other", first.id.as_str())
                .label(first.path_place.clone(), "first"),
        );
    }
}

fn same_bytes(a: &Evidence, b: &Evidence) -> bool {
    matches!((&a.file, &b.file), (Some(a), Some(b)) if a.bytes == b.bytes && a.sha256() == b.sha256())
}

/// Whether a page is shown by both; no pages named: all.
fn overlap(a: &Evidence, b: &Evidence) -> bool {
    a.pages.is_empty() || b.pages.is_empty() || a.pages.iter().any(|page| b.pages.contains(page))
}
