use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S007: an identifier of impossible shape.
pub static RULE: Rule = Rule {
    code: "S007",
    name: "invalid-identifier",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S007.md"),
    page_zh: include_str!("../../../locales/zh/rules/S007.md"),
    judge: None,
};
