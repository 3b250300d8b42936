use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S001: the file is no TOML.
pub static RULE: Rule = Rule {
    code: "S001",
    name: "toml-syntax",
    level: Level::Error,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S001.md"),
    page_zh: include_str!("../../../locales/zh/rules/S001.md"),
    judge: None,
};
