use crate::diag::Level;
use crate::lint::{Group, Rule};

/// L002: a letter of too many words; see [`crate::driver::length`].
pub static RULE: Rule = Rule {
    code: "L002",
    name: "letter-too-long",
    level: Level::Warning,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L002.md"),
    page_zh: include_str!("../../../locales/zh/rules/L002.md"),
    judge: None,
};
