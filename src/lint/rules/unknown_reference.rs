use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S009: an id that nothing bears.
pub static RULE: Rule = Rule {
    code: "S009",
    name: "unknown-reference",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S009.md"),
    page_zh: include_str!("../../../locales/zh/rules/S009.md"),
    judge: None,
};
