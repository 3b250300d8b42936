use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S003: a value of another type.
pub static RULE: Rule = Rule {
    code: "S003",
    name: "wrong-type",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S003.md"),
    page_zh: include_str!("../../../locales/zh/rules/S003.md"),
    judge: None,
};
