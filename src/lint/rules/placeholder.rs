use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};
use crate::prose::placeholder;

/// L001: a left-over placeholder.
pub static RULE: Rule = Rule {
    code: "L001",
    name: "placeholder",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L001.md"),
    page_zh: include_str!("../../../locales/zh/rules/L001.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let mut statements = Vec::new();
    statements.extend(case.causes.iter().filter_map(|cause| cause.statement.as_ref()));
    for action in &case.actions {
        statements.extend(action.what.iter().chain(&action.owner).chain(&action.frequency));
    }
    statements.extend(case.arguments.iter().filter_map(|argument| argument.claim.as_ref()));
    statements.extend(case.evidence.iter().flat_map(|e| e.note.iter().chain(&e.translation)));
    statements.extend(&case.complaint);
    let mut titles: Vec<_> = case.evidence.iter().map(|evidence| &evidence.caption).collect();
    titles.extend(case.product.iter().chain(case.items.iter().filter_map(|item| item.product.as_ref())));
    let strict = statements.into_iter().map(|text| (text, true));
    for (text, strict) in strict.chain(titles.into_iter().map(|text| (text, false))) {
        let words = &context.settings.words;
        let said = context.said().iter().find(|(_, other, _)| std::ptr::eq(*other, text));
        let hits = match said.filter(|_| strict) {
            Some((_, _, said)) => placeholder::find_in(text, Some(said), words),
            None => placeholder::find(text, strict, words),
        };
        for hit in hits {
            let marker = &text[hit.clone()];
            out.push(Finding::new("L001", context.span(text, &hit)).arg("marker", marker));
        }
    }
}
