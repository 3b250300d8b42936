use crate::diag::{Finding, Level};
use crate::lint::past::refusal;
use crate::lint::{Context, Group, Rule};

/// H004: refused twice, and only words change.
pub static RULE: Rule = Rule {
    code: "H004",
    name: "third-try",
    level: Level::Warning,
    group: Group::History,
    page_en: include_str!("../../../locales/en/rules/H004.md"),
    page_zh: include_str!("../../../locales/zh/rules/H004.md"),
    judge: Some(judge),
};

/// So many refusals say that words are not what is missing.
const REFUSALS: usize = 2;

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(refusal) = refusal(context) else { return };
    let refusals = context.past.map_or(0, |past| past.thread().refusals());
    let frame = &refusal.changes.frame;
    let moved = refusal.changes.new_proof() || frame.contains(&"route") || frame.contains(&"stance");
    if refusals < REFUSALS || moved {
        return;
    }
    let finding = Finding::new("H004", context.case.place.clone()).arg("refusals", refusals);
    out.push(match refusal.place {
        Some(place) => finding.label(place, "refused"),
        None => finding,
    });
}
