//! Diagnostics as data: what was found and where. The words are in `locales/`, the levels in
//! [`crate::lint`], the looks in [`crate::report`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Place, SourceFile};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; changes nothing.
    Note,
    /// Should be mended; never stops a build.
    Warning,
    /// The case cannot be built.
    Error,
}

impl Level {
    /// `error`, `warning` or `note`, as the machine formats spell it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// A level as a seller sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// Say nothing.
    Allow,
    /// Warn.
    Warn,
    /// Treat as an error.
    Deny,
}

/// A value inside a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number.
    Number(i64),
    /// Text; control and bidirectional characters are escaped when it is shown.
    Text(String),
    /// Another message of the locale, named by its id, shown in the reader's language.
    Message {
        /// The id of that message.
        message: String,
    },
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// The attribute of the finding's message that words it.
    pub attribute: String,
}

/// A correction as data: whoever finds a slip says what was meant, and [`crate::fix`] says which bytes
/// of the file that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// The bytes at a place become this text. Every other edit becomes some of these.
    Replace {
        /// Which bytes.
        place: Place,
        /// What stands there then.
        text: String,
    },
    /// The string at a place gets another value; its quotes stay if they can.
    Value {
        /// The string with its quotes.
        place: Place,
        /// The value.
        value: String,
    },
    /// The key at a place gets another name, in each header that names it.
    Key {
        /// The key.
        place: Place,
        /// The name.
        name: String,
    },
    /// The element of a list at a place goes.
    Element {
        /// The element.
        place: Place,
    },
    /// The table around `second` goes if it says the same as the one around `first`.
    Twin {
        /// Something in the table that stays.
        first: Place,
        /// Something in the table that goes.
        second: Place,
    },
    /// A table gets one more key.
    Insert {
        /// The table's header.
        header: Place,
        /// The key that it stands below; below all, if this one is missing.
        below: String,
        /// The key.
        key: String,
        /// The value, as TOML.
        value: String,
    },
}

/// Edits that mend one finding, all or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The edits.
    pub edits: Vec<Edit>,
}

/// One thing found, without words: the message of the locale named `message` (and its attributes
/// `label`, `help`, `note`) is worded with `args`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code, such as `S002`.
    pub code: String,
    /// The message: the code, or `CODE-variant` where a rule speaks in several ways.
    pub message: String,
    /// A level that differs from the rule's own (`E013` in evidence is a warning).
    pub level: Option<Level>,
    /// What is wrong.
    pub place: Place,
    /// What the message needs.
    pub args: BTreeMap<String, Arg>,
    /// Second places.
    pub labels: Vec<Label>,
    /// Whether attributes such as `help` are left out; names of attributes to show. Empty: all.
    pub only: Vec<String>,
    /// What would mend it, where only one thing can have been meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of rule `code` at `place`.
    pub fn new(code: &str, place: Place) -> Self {
        Self {
            code: code.to_owned(),
            message: code.to_owned(),
            level: None,
            place,
            args: BTreeMap::new(),
            labels: Vec::new(),
            only: Vec::new(),
            fix: None,
        }
    }

    /// Chooses another wording: message `CODE-variant`.
    #[must_use]
    pub fn variant(mut self, variant: &str) -> Self {
        self.message = format!("{}-{variant}", self.code);
        self
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a value that is itself a message of the locale.
    #[must_use]
    pub fn arg_message(self, name: &str, message: impl Into<String>) -> Self {
        self.arg(name, Arg::Message { message: message.into() })
    }

    /// Adds a second place, worded by the attribute `attribute` of the message.
    #[must_use]
    pub fn label(mut self, place: Place, attribute: &str) -> Self {
        self.labels.push(Label { place, attribute: attribute.to_owned() });
        self
    }

    /// Adds an edit to its fix.
    #[must_use]
    pub fn edit(mut self, edit: Edit) -> Self {
        self.fix.get_or_insert(Fix { edits: Vec::new() }).edits.push(edit);
        self
    }

    /// Says that the string at its place should have this value, if there is one that is certain.
    #[must_use]
    pub fn meant(self, value: Option<impl Into<String>>) -> Self {
        let place = self.place.clone();
        match value {
            Some(value) => self.edit(Edit::Value { place, value: value.into() }),
            None => self,
        }
    }

    /// Sets a level of its own.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }
}

impl From<Arg> for String {
    fn from(arg: Arg) -> Self {
        match arg {
            Arg::Number(number) => number.to_string(),
            Arg::Text(text) => text,
            Arg::Message { message } => message,
        }
    }
}

/// Where a diagnostic's level came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelFrom {
    /// The rule's own.
    Default,
    /// `[lints]` in the file.
    Config(String),
    /// A flag such as `-D`.
    Flag,
}

/// A finding with its level settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What was found.
    pub finding: Finding,
    /// The rule's name, such as `unknown-key`.
    pub rule: String,
    /// How grave.
    pub level: Level,
    /// Who said so.
    pub level_from: LevelFrom,
}

/// The diagnostics of one case (or of the workspace), with the texts that they point into.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Every file that a diagnostic names, once.
    pub sources: Vec<SourceFile>,
    /// In order of place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// How many diagnostics of a level there are.
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|d| d.level == level).count()
    }

    /// The source that a place names.
    pub fn source(&self, place: &Place) -> Option<&SourceFile> {
        self.sources.iter().find(|s| s.path == place.file)
    }
}
