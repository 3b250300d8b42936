use crate::check::case::Stance;
use crate::diag::{Finding, Level};
use crate::lint::figures::figures;
use crate::lint::{Context, Group, Rule};

/// C006: Amazon's reports hold a fact for a dispute that no argument uses.
pub static RULE: Rule = Rule {
    code: "C006",
    name: "unsaid-grading",
    level: Level::Note,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C006.md"),
    page_zh: include_str!("../../../locales/zh/rules/C006.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let Some(complaints) = &case.complaints else { return };
    let Some(tally) = &complaints.tally else { return };
    if case.stance != Stance::Dispute {
        return;
    }
    let faults = tally.all.reasons.iter().filter(|of| of.topic.is_fault());
    let graded = faults.map(|of| (of.code.as_str(), tally.all.graded(&of.code, "SELLABLE")));
    let Some((code, (sellable, of))) = graded.filter(|(_, (sellable, _))| *sellable > 0).max_by_key(|(_, (n, _))| *n)
    else {
        return;
    };
    let said = case.arguments.iter().filter_map(|argument| argument.claim.as_ref()).any(|claim| {
        let known = figures(claim).known;
        known.contains(&sellable.to_string()) && known.contains(&of.to_string())
    });
    if !said {
        let number = |units: u32| usize::try_from(units).unwrap_or(usize::MAX);
        let finding = Finding::new("C006", complaints.place.clone()).arg("code", code);
        out.push(finding.arg("sellable", number(sellable)).arg("units", number(of)));
    }
}
