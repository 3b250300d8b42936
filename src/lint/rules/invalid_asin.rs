use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S005: no ASIN.
pub static RULE: Rule = Rule {
    code: "S005",
    name: "invalid-asin",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S005.md"),
    page_zh: include_str!("../../../locales/zh/rules/S005.md"),
    judge: None,
};
