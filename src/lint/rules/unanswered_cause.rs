use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// C004: a root cause that no action addresses.
pub static RULE: Rule = Rule {
    code: "C004",
    name: "unanswered-cause",
    level: Level::Error,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C004.md"),
    page_zh: include_str!("../../../locales/zh/rules/C004.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    // Without any action S004 has spoken already.
    if case.stance != Stance::Appeal || case.actions.is_empty() {
        return;
    }
    for (index, cause) in case.causes.iter().enumerate() {
        if !case.actions.iter().any(|action| action.addresses.contains(&index)) {
            let finding = match &cause.id {
                Some(id) => Finding::new("C004", id.place.clone()).arg("id", id.value.clone()),
                None => Finding::new("C004", cause.place.clone()).variant("unnamed"),
            };
            out.push(finding);
        }
    }
}
