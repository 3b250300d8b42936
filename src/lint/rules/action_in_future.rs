use crate::diag::Level;
use crate::lint::{Group, Rule};

/// A003: an action that is not done yet.
pub static RULE: Rule = Rule {
    code: "A003",
    name: "action-in-future",
    level: Level::Error,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A003.md"),
    page_zh: include_str!("../../../locales/zh/rules/A003.md"),
};
