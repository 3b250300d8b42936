use crate::diag::Level;
use crate::lint::{Group, Rule};

/// C004: a root cause that no action addresses.
pub static RULE: Rule = Rule {
    code: "C004",
    name: "unanswered-cause",
    level: Level::Error,
    group: Group::Cause,
    page_en: include_str!("../../../locales/en/rules/C004.md"),
    page_zh: include_str!("../../../locales/zh/rules/C004.md"),
};
