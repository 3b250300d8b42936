use crate::diag::Level;
use crate::lint::{Group, Rule};

/// L001: a left-over placeholder.
pub static RULE: Rule = Rule {
    code: "L001",
    name: "placeholder",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L001.md"),
    page_zh: include_str!("../../../locales/zh/rules/L001.md"),
};
