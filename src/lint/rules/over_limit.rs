use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// E014: a bundle that is larger than the limits, see [`crate::driver::over`]; or of a type that may
/// not be attached.
pub static RULE: Rule = Rule {
    code: "E014",
    name: "over-limit",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E014.md"),
    page_zh: include_str!("../../../locales/zh/rules/E014.md"),
    judge: Some(judge),
};

/// What letter and bundle are.
const TYPE: &str = "pdf";

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let types = &context.settings.file_types;
    let allowed = |kind: &str| kind.trim_start_matches('.').eq_ignore_ascii_case(TYPE);
    if let Some(first) = types.first().filter(|_| !types.iter().any(|kind| allowed(kind))) {
        out.push(Finding::new("E014", first.place.clone()).variant("type"));
    }
}
