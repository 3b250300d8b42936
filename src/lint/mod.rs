//! Rules: what makes an appeal fail, one file per rule.
//!
//! A rule is a file in `rules/` and its line in [`rules::ALL`]. What earlier stages find while
//! they read (a key that does not exist, a file that is missing) arrives as
//! [`crate::diag::Finding`]s that bear the rule's code; a rule that judges the whole case has a
//! function of its own.

use crate::diag::Level;
use crate::options::Lang;

/// The rules.
pub mod rules;

/// A group of rules, by which levels can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The form of the case file.
    Schema,
    /// The evidence files.
    Evidence,
    /// Appeal or dispute.
    Stance,
    /// Root causes.
    Cause,
    /// Actions.
    Action,
    /// The letter.
    Letter,
    /// What was sent before.
    History,
}

impl Group {
    /// The name of the group in `[lints]`.
    pub fn name(self) -> &'static str {
        match self {
            Group::Schema => "schema",
            Group::Evidence => "evidence",
            Group::Stance => "stance",
            Group::Cause => "cause",
            Group::Action => "action",
            Group::Letter => "letter",
            Group::History => "history",
        }
    }
}

/// A rule: its names, its page and, if it judges whole cases, its function.
pub struct Rule {
    /// The code, such as `S002`.
    pub code: &'static str,
    /// The name, which describes the problem, such as `unknown-key`.
    pub name: &'static str,
    /// The level where nothing else is said.
    pub level: Level,
    /// The group.
    pub group: Group,
    /// The page in English, Markdown.
    pub page_en: &'static str,
    /// The page in Chinese, Markdown.
    pub page_zh: &'static str,
}

impl Rule {
    /// The page in a language.
    pub fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.page_en,
            Lang::Zh => self.page_zh,
        }
    }

    /// Whether `allow` can silence it: no rule of the schema, none of E001 to E004, and no failure
    /// of the typesetter or of a template.
    pub fn can_be_allowed(&self) -> bool {
        let evidence = matches!(self.code, "E001" | "E002" | "E003" | "E004");
        !matches!(self.group, Group::Schema) && !evidence && !self.code.starts_with('X')
    }
}
