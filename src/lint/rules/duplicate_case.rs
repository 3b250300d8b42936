use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S011: two open cases for one store, marketplace, ASIN and type; see [`crate::driver::duplicates`].
pub static RULE: Rule = Rule {
    code: "S011",
    name: "duplicate-case",
    level: Level::Warning,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S011.md"),
    page_zh: include_str!("../../../locales/zh/rules/S011.md"),
    judge: None,
};
