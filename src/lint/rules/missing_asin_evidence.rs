use crate::check::case::{Case, Cite};
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// L006: an ASIN of several for which nothing is proven.
pub static RULE: Rule = Rule {
    code: "L006",
    name: "missing-asin-evidence",
    level: Level::Warning,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L006.md"),
    page_zh: include_str!("../../../locales/zh/rules/L006.md"),
    judge: Some(judge),
};

/// How many ASINs beyond the first are shown each in its line.
const SHOWN: usize = 4;

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    if case.items.len() < 2 || case.cites().next().is_none() || case.cites_unread {
        return;
    }
    let bare: Vec<_> = case.items.iter().map(|item| &item.asin).filter(|asin| !is_proven(case, asin)).collect();
    let Some((first, others)) = bare.split_first() else { return };
    let list: Vec<&str> = bare.iter().map(|asin| asin.as_str()).collect();
    let mut finding = Finding::new("L006", first.place.clone()).arg("asins", list.join(", ")).arg("count", list.len());
    for other in others.iter().take(SHOWN) {
        finding = finding.label(other.place.clone(), "also");
    }
    out.push(finding);
}

/// Whether a table that concerns the ASIN cites an exhibit that concerns it.
fn is_proven(case: &Case, asin: &str) -> bool {
    let concerns = |asins: &[String]| asins.is_empty() || asins.iter().any(|own| own == asin);
    let proves = |cites: &[Cite]| {
        let mut exhibits = cites.iter().filter_map(|cite| case.evidence.get(cite.evidence));
        exhibits.any(|exhibit| concerns(&exhibit.asins))
    };
    case.causes.iter().any(|cause| concerns(&cause.asins) && proves(&cause.cites))
        || case.actions.iter().any(|action| concerns(&action.asins) && proves(&action.cites))
        || case.arguments.iter().any(|argument| concerns(&argument.asins) && proves(&argument.cites))
        || case.stock.iter().any(|stock| proves(&stock.cites))
}
