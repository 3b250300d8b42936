use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E024: a reason code that is not known.
pub static RULE: Rule = Rule {
    code: "E024",
    name: "unknown-reason",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E024.md"),
    page_zh: include_str!("../../../locales/zh/rules/E024.md"),
    judge: None,
};
