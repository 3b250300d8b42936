use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E016: evidence from another client's folder.
pub static RULE: Rule = Rule {
    code: "E016",
    name: "other-clients-evidence",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E016.md"),
    page_zh: include_str!("../../../locales/zh/rules/E016.md"),
    judge: None,
};
