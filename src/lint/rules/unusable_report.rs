use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E021: a file under `[complaints]` that is none of Amazon's reports.
pub static RULE: Rule = Rule {
    code: "E021",
    name: "unusable-report",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E021.md"),
    page_zh: include_str!("../../../locales/zh/rules/E021.md"),
    judge: None,
};
