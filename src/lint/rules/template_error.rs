use crate::diag::Level;
use crate::lint::{Group, Rule};

/// X002: the letter's template failed.
pub static RULE: Rule = Rule {
    code: "X002",
    name: "template-error",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/X002.md"),
    page_zh: include_str!("../../../locales/zh/rules/X002.md"),
    judge: None,
};
