use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E004: a file that cannot be read.
pub static RULE: Rule = Rule {
    code: "E004",
    name: "unreadable-evidence",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E004.md"),
    page_zh: include_str!("../../../locales/zh/rules/E004.md"),
    judge: None,
};
