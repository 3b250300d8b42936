use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E018: a path with `./` or doubled slashes.
pub static RULE: Rule = Rule {
    code: "E018",
    name: "untidy-path",
    level: Level::Note,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E018.md"),
    page_zh: include_str!("../../../locales/zh/rules/E018.md"),
    judge: None,
};
