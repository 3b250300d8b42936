use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E001: no such file.
pub static RULE: Rule = Rule {
    code: "E001",
    name: "missing-evidence",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E001.md"),
    page_zh: include_str!("../../../locales/zh/rules/E001.md"),
    judge: None,
};
