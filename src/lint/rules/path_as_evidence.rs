use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E017: a path in a list of evidence, for which id, kind and caption were guessed.
pub static RULE: Rule = Rule {
    code: "E017",
    name: "path-as-evidence",
    level: Level::Note,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E017.md"),
    page_zh: include_str!("../../../locales/zh/rules/E017.md"),
    judge: None,
};
