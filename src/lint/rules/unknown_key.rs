use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S002: a key that the format does not have.
pub static RULE: Rule = Rule {
    code: "S002",
    name: "unknown-key",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S002.md"),
    page_zh: include_str!("../../../locales/zh/rules/S002.md"),
    judge: None,
};
