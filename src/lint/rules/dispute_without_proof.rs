use crate::diag::Level;
use crate::lint::{Group, Rule};

/// T003: a dispute's argument without evidence.
pub static RULE: Rule = Rule {
    code: "T003",
    name: "dispute-without-proof",
    level: Level::Error,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T003.md"),
    page_zh: include_str!("../../../locales/zh/rules/T003.md"),
};
