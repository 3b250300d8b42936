use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A005: an action that cites nothing.
pub static RULE: Rule = Rule {
    code: "A005",
    name: "action-without-evidence",
    level: Level::Error,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A005.md"),
    page_zh: include_str!("../../../locales/zh/rules/A005.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    for (number, index) in crate::plan::action_order(case).into_iter().enumerate() {
        let action = &case.actions[index];
        if !action.cites_written {
            out.push(Finding::new("A005", action.place.clone()).arg("number", number + 1));
        }
    }
}
