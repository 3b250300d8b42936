use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E019: something to black out that is not there, or cannot be blacked out.
pub static RULE: Rule = Rule {
    code: "E019",
    name: "redaction-misses",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E019.md"),
    page_zh: include_str!("../../../locales/zh/rules/E019.md"),
    judge: None,
};
