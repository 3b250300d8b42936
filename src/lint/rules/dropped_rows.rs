use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E022: rows of a report that could not be used.
pub static RULE: Rule = Rule {
    code: "E022",
    name: "dropped-rows",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E022.md"),
    page_zh: include_str!("../../../locales/zh/rules/E022.md"),
    judge: None,
};
