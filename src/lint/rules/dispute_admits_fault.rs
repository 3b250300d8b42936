use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Part, Rule};
use crate::prose::admission;

/// T001: a dispute that admits the fault.
pub static RULE: Rule = Rule {
    code: "T001",
    name: "dispute-admits-fault",
    level: Level::Error,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T001.md"),
    page_zh: include_str!("../../../locales/zh/rules/T001.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.stance != Stance::Dispute {
        return;
    }
    let causes = case.causes.iter().map(|cause| (&cause.place, "cause"));
    let actions = case.actions.iter().filter(|action| !action.preventive).map(|action| (&action.place, "action"));
    for (place, variant) in causes.chain(actions) {
        let mut finding = Finding::new("T001", place.clone()).variant(variant);
        if let Some(stance) = &case.stance_place {
            finding = finding.label(stance.clone(), "stance");
        }
        out.push(finding);
    }
    for (_, text, said) in context.said().iter().filter(|(part, ..)| matches!(part, Part::Argument(_))) {
        for hit in admission::find(said, &context.settings.words) {
            let finding = Finding::new("T001", context.span(text, &hit)).variant("words").level(Level::Warning);
            out.push(finding.arg("phrase", &text[hit.clone()]));
        }
    }
}
