use crate::check::case::{Action, Stance};
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A004: done before the first complaint that it answers.
pub static RULE: Rule = Rule {
    code: "A004",
    name: "action-before-complaint",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A004.md"),
    page_zh: include_str!("../../../locales/zh/rules/A004.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let Some(complaints) = &case.complaints else { return };
    let Some(tally) = &complaints.tally else { return };
    if case.stance != Stance::Appeal {
        return;
    }
    for action in &case.actions {
        let Some(done) = &action.done else { continue };
        let areas = areas(context, action);
        let answers = tally.all.faults().filter(|of| areas.iter().any(|area| of.topic.answered_by(area)));
        let Some(first) = answers.map(|of| of.first).min() else { continue };
        if done.value < first {
            let finding = Finding::new("A004", done.place.clone());
            let finding = finding.arg("done", done.value.to_string()).arg("first", first.to_string());
            out.push(finding.label(complaints.place.clone(), "reports"));
        }
    }
}

/// The areas that an action answers: its causes' and its own.
fn areas<'c>(context: &'c Context<'_>, action: &'c Action) -> Vec<&'c str> {
    let causes = action.addresses.iter().filter_map(|at| context.case.causes.get(*at)?.area.as_deref());
    causes.chain(action.area.as_ref().map(|area| area.as_str())).collect()
}
