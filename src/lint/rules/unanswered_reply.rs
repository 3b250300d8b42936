use crate::diag::{Finding, Level};
use crate::history::event::Field;
use crate::lint::past::refusal;
use crate::lint::{Context, Group, Rule};
use crate::source::Place;

/// H002: Amazon's reply named a part, and nobody changed it.
pub static RULE: Rule = Rule {
    code: "H002",
    name: "unanswered-reply",
    level: Level::Warning,
    group: Group::History,
    page_en: include_str!("../../../locales/en/rules/H002.md"),
    page_zh: include_str!("../../../locales/zh/rules/H002.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(refusal) = refusal(context) else { return };
    // Of a case in which nothing changed at all, H001 speaks; but what to change is worth knowing then too.
    for field in &refusal.answered.fields {
        let of_stance = field.is_of(context.case.stance.name());
        if !of_stance || refusal.changes.touches(*field, refusal.before, &refusal.now) {
            continue;
        }
        let finding = Finding::new("H002", place(context, *field))
            .variant(field.name())
            .arg("n", refusal.sent.n.to_string())
            .arg("date", refusal.date.to_string());
        out.push(match &refusal.place {
            Some(place) => finding.label(place.clone(), "reply"),
            None => finding,
        });
    }
}

/// Where a part of the case begins.
fn place(context: &Context<'_>, field: Field) -> Place {
    let case = context.case;
    let action = |preventive| {
        let own = case.actions.iter().find(|action| action.preventive == preventive);
        own.or(case.actions.first()).map(|action| &action.place)
    };
    let found = match field {
        Field::RootCause => case.causes.first().map(|cause| &cause.place),
        Field::Actions | Field::Implementation => action(false),
        Field::Prevention => action(true),
        Field::Arguments => case.arguments.first().map(|argument| &argument.place),
        Field::Evidence => case.evidence.first().map(|evidence| &evidence.place),
    };
    // Shared files have lines of their own, which other cases own as well.
    found.filter(|place| place.file == case.place.file).unwrap_or(&case.place).clone()
}
