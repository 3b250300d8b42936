//! How a case begins: from a type's example, a row of a list, another case, Amazon's notice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::locale::Args;

/// The example of a type, in one language and with what is known.
pub mod example;

/// Another case as a model.
pub mod like;

/// Lists of ASINs.
pub mod listing;

/// Amazon's notice.
pub mod notice;

/// The files of a new workspace.
pub mod workspace;

/// What is known of a case that is to be made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its ASINs, valid ones.
    pub asins: Vec<String>,
    /// The id of its type.
    pub kind: String,
    /// Whether it disputes Amazon's finding.
    pub dispute: bool,
    /// Top-level keys.
    pub keys: BTreeMap<String, Given>,
    /// Lines of comment at the top.
    pub remarks: Vec<String>,
}

/// The value of a key, and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The value.
    pub value: toml::Value,
    /// A comment that stands behind it instead of the example's own.
    pub note: Option<String>,
}

impl Draft {
    /// Sets a key to a text, unless there is nothing to set.
    pub fn set(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.give(key, text.into());
        }
    }

    /// Sets a key to a value.
    pub fn give(&mut self, key: &str, value: toml::Value) {
        self.keys.insert(key.to_owned(), Given { value, note: None });
    }

    /// The name of its folder.
    pub fn folder(&self) -> String {
        let topic = self.kind.rsplit('/').next().unwrap_or_default();
        format!("{}-{topic}", self.asins.first().map_or("", String::as_str))
    }
}

/// What is wrong with an input, as a message of the locale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The message.
    pub message: String,
    /// What it needs.
    pub args: Args,
}

impl Fault {
    /// A message without values.
    pub fn new(message: &str) -> Self {
        Self { message: message.to_owned(), args: Args::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<crate::diag::Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
}
