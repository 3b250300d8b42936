use crate::diag::{Finding, Level};
use crate::lint::past::refusal;
use crate::lint::{Context, Group, Rule};

/// H001: what is sent again is what was refused.
pub static RULE: Rule = Rule {
    code: "H001",
    name: "unchanged-resubmission",
    level: Level::Error,
    group: Group::History,
    page_en: include_str!("../../../locales/en/rules/H001.md"),
    page_zh: include_str!("../../../locales/zh/rules/H001.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(refusal) = refusal(context) else { return };
    // What a broken list cites is not known.
    if context.case.cites_unread || !refusal.changes.nothing_of_substance(refusal.before, &refusal.now) {
        return;
    }
    let finding = Finding::new("H001", context.case.place.clone())
        .arg("n", refusal.sent.n.to_string())
        .arg("date", refusal.date.to_string())
        .arg("result", refusal.answered.result.name());
    out.push(match refusal.place {
        Some(place) => finding.label(place, "refused"),
        None => finding,
    });
}
