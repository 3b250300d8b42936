use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S010: a value that is not in the list.
pub static RULE: Rule = Rule {
    code: "S010",
    name: "unknown-value",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S010.md"),
    page_zh: include_str!("../../../locales/zh/rules/S010.md"),
    judge: None,
};
