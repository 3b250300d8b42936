use crate::diag::Level;
use crate::lint::{Group, Rule};

/// T001: a dispute that admits the fault.
pub static RULE: Rule = Rule {
    code: "T001",
    name: "dispute-admits-fault",
    level: Level::Error,
    group: Group::Stance,
    page_en: include_str!("../../../locales/en/rules/T001.md"),
    page_zh: include_str!("../../../locales/zh/rules/T001.md"),
};
