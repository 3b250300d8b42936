use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E023: dates that can be two days.
pub static RULE: Rule = Rule {
    code: "E023",
    name: "ambiguous-dates",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E023.md"),
    page_zh: include_str!("../../../locales/zh/rules/E023.md"),
    judge: None,
};
