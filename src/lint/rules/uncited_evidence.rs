use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E009: an exhibit that nothing cites.
pub static RULE: Rule = Rule {
    code: "E009",
    name: "uncited-evidence",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E009.md"),
    page_zh: include_str!("../../../locales/zh/rules/E009.md"),
};
