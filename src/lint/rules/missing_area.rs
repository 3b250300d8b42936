use crate::diag::Level;
use crate::lint::{Group, Rule};

/// A008: no action where the type asks for one.
pub static RULE: Rule = Rule {
    code: "A008",
    name: "missing-area",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A008.md"),
    page_zh: include_str!("../../../locales/zh/rules/A008.md"),
};
