use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E003: a file of zero bytes.
pub static RULE: Rule = Rule {
    code: "E003",
    name: "empty-evidence",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E003.md"),
    page_zh: include_str!("../../../locales/zh/rules/E003.md"),
    judge: None,
};
