use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E013: a character that no font has.
pub static RULE: Rule = Rule {
    code: "E013",
    name: "missing-glyph",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E013.md"),
    page_zh: include_str!("../../../locales/zh/rules/E013.md"),
};
