use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E011: a page that the file does not have.
pub static RULE: Rule = Rule {
    code: "E011",
    name: "page-out-of-range",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E011.md"),
    page_zh: include_str!("../../../locales/zh/rules/E011.md"),
    judge: None,
};
