use crate::diag::{Edit, Finding, Level};
use crate::lint::{Context, Group, Rule};
use crate::prose::personal;
use crate::prose::text::sentences;

/// L004: a buyer's personal data.
pub static RULE: Rule = Rule {
    code: "L004",
    name: "personal-data",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L004.md"),
    page_zh: include_str!("../../../locales/zh/rules/L004.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let captions = case.evidence.iter().map(|evidence| &evidence.caption);
    let owners = case.actions.iter().flat_map(|action| action.owner.iter().chain(&action.frequency));
    let others: Vec<_> = captions.chain(owners).map(|text| (text, sentences(text))).collect();
    let others = others.iter().map(|(text, said)| (*text, said));
    for (text, said) in context.said().iter().map(|(_, text, said)| (*text, said)).chain(others) {
        for (datum, hit) in personal::find(said, &case.orders, &context.settings.words) {
            let found = &text[hit.clone()];
            let place = context.span(text, &hit);
            let tail = found.get(found.len().saturating_sub(7)..).unwrap_or_default();
            let masked = format!("***-*******-{tail}");
            // A place that is longer holds the whole text, with escapes.
            let exact = place.end - place.start == found.len();
            let mask = Edit::Replace { place: place.clone(), text: masked.clone() };
            let finding = Finding::new("L004", place).variant(datum.name()).arg("found", found).arg("masked", masked);
            out.push(if exact && datum == personal::Datum::Order { finding.edit(mask) } else { finding });
        }
    }
}
