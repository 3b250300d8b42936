use crate::diag::Level;
use crate::lint::{Group, Rule};

/// A005: an action that cites nothing.
pub static RULE: Rule = Rule {
    code: "A005",
    name: "action-without-evidence",
    level: Level::Error,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A005.md"),
    page_zh: include_str!("../../../locales/zh/rules/A005.md"),
};
