use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A008: no action where the type asks for one.
pub static RULE: Rule = Rule {
    code: "A008",
    name: "missing-area",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A008.md"),
    page_zh: include_str!("../../../locales/zh/rules/A008.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let (Some(kind), Some(place)) = (&case.kind, &case.kind_place) else { return };
    // An action whose area could not be read may be the one.
    let answered = case.actions.iter().any(|action| match &action.area {
        Some(area) => kind.areas.contains(&area.value),
        None => true,
    });
    if case.stance == Stance::Appeal && !case.actions.is_empty() && !answered {
        let areas = kind.areas.join(", ");
        let first = case.actions.first().map_or(place, |action| &action.place);
        out.push(
            Finding::new("A008", first.clone())
                .arg("type", kind.id.as_str())
                .arg("areas", areas)
                .label(place.clone(), "type"),
        );
    }
}
