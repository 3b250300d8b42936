use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S008: two tables with one id.
pub static RULE: Rule = Rule {
    code: "S008",
    name: "duplicate-id",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S008.md"),
    page_zh: include_str!("../../../locales/zh/rules/S008.md"),
    judge: None,
};
