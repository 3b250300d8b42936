use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E017: an exhibit described by nothing but its file's name.
pub static RULE: Rule = Rule {
    code: "E017",
    name: "guessed-evidence",
    level: Level::Note,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E017.md"),
    page_zh: include_str!("../../../locales/zh/rules/E017.md"),
    judge: None,
};
