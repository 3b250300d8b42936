use crate::diag::Level;
use crate::lint::{Group, Rule};

/// X001: the typesetter failed.
pub static RULE: Rule = Rule {
    code: "X001",
    name: "engine-failed",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/X001.md"),
    page_zh: include_str!("../../../locales/zh/rules/X001.md"),
    judge: None,
};
