use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E006: a format that cannot be shown.
pub static RULE: Rule = Rule {
    code: "E006",
    name: "unsupported-evidence",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E006.md"),
    page_zh: include_str!("../../../locales/zh/rules/E006.md"),
    judge: None,
};
