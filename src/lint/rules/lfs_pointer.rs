use crate::diag::Level;
use crate::lint::{Group, Rule};

/// E007: a Git LFS pointer.
pub static RULE: Rule = Rule {
    code: "E007",
    name: "lfs-pointer",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E007.md"),
    page_zh: include_str!("../../../locales/zh/rules/E007.md"),
    judge: None,
};
