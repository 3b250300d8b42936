use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E002: a file outside the workspace.
pub static RULE: Rule = Rule {
    code: "E002",
    name: "evidence-outside-workspace",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E002.md"),
    page_zh: include_str!("../../../locales/zh/rules/E002.md"),
    judge: None,
};
