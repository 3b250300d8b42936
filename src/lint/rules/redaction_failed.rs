use crate::diag::Level;
use crate::lint::{Group, Rule};

/// X003: what was blacked out can still be read in the file that was made of it.
pub static RULE: Rule = Rule {
    code: "X003",
    name: "redaction-failed",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/X003.md"),
    page_zh: include_str!("../../../locales/zh/rules/X003.md"),
    judge: None,
};
