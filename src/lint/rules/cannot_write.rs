use crate::diag::Level;
use crate::lint::{Group, Rule};

/// X004: the outputs of a case could not be written.
pub static RULE: Rule = Rule {
    code: "X004",
    name: "cannot-write",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/X004.md"),
    page_zh: include_str!("../../../locales/zh/rules/X004.md"),
    judge: None,
};
