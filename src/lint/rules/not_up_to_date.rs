use crate::diag::Level;
use crate::lint::{Group, Rule};

/// X005: with `--locked`, a case would have to be built.
pub static RULE: Rule = Rule {
    code: "X005",
    name: "not-up-to-date",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/X005.md"),
    page_zh: include_str!("../../../locales/zh/rules/X005.md"),
    judge: None,
};
