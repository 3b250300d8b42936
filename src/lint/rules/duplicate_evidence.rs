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
        let mut before = all[..index].iter().filter(|other| same_bytes(other, evidence));
        let Some((first, both)) = before.find_map(|other| Some((other, overlap(other, evidence)?))) else { continue };
        let finding = Finding::new("E010", evidence.path_place.clone())
            .arg("id", evidence.id.as_str())
            .arg("other", first.id.as_str())
            .label(first.path_place.clone(), "first");
        let list: Vec<String> = both.iter().map(usize::to_string).collect();
        out.push(match both.is_empty() {
            true => finding,
            false => finding.variant("pages").arg("pages", list.join(", ")).arg("count", both.len()),
        });
    }
}

fn same_bytes(a: &Evidence, b: &Evidence) -> bool {
    matches!((&a.file, &b.file), (Some(a), Some(b)) if a.bytes == b.bytes && a.sha256() == b.sha256())
}

/// The pages that both show; empty where both show the whole file. No pages named: all.
fn overlap(a: &Evidence, b: &Evidence) -> Option<Vec<usize>> {
    let both: Vec<usize> = match (a.pages.as_slice(), b.pages.as_slice()) {
        ([], []) => return Some(Vec::new()),
        ([], pages) | (pages, []) => pages.to_vec(),
        (a, b) => a.iter().copied().filter(|page| b.contains(page)).collect(),
    };
    Some(both).filter(|both| !both.is_empty())
}
