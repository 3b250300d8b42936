use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S004: a key that this stance demands.
pub static RULE: Rule = Rule {
    code: "S004",
    name: "missing-key",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S004.md"),
    page_zh: include_str!("../../../locales/zh/rules/S004.md"),
    judge: None,
};
