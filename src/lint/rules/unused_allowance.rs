use crate::diag::Level;
use crate::lint::{Group, Rule};

/// S012: a comment that allows what is not there, or does not say why.
pub static RULE: Rule = Rule {
    code: "S012",
    name: "unused-allowance",
    level: Level::Warning,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S012.md"),
    page_zh: include_str!("../../../locales/zh/rules/S012.md"),
    judge: None,
};
