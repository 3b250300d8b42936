//! Everything that the outputs of a case are made from, as one hash.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Every input, by content and by path from the root. A field is added when an input is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Version of the program.
    pub tool: String,
    /// The case, its settings and what it includes: path → SHA-256.
    pub texts: BTreeMap<String, String>,
    /// Evidence: path → SHA-256.
    pub evidence: BTreeMap<String, String>,
    /// The templates that letter and bundle use: name → SHA-256.
    pub templates: BTreeMap<String, String>,
    /// Fonts beyond the embedded ones, in order: SHA-256.
    pub fonts: Vec<String>,
    /// The tally of Amazon's reports, whether it was made from them or from what was kept: SHA-256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaints: Option<String>,
    /// What a second letter says is new since the last one: SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The manner in which it was made, where that is not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manner: Option<String>,
    /// The date, where it was given and not just today's.
    pub date: Option<Date>,
}

impl Inputs {
    /// `sha256:…` of all of it but the date: outputs that bear one date are the same, whether it was given or
    /// today's.
    pub fn fingerprint(&self) -> String {
        let text = serde_json::to_string(&Self { date: None, ..self.clone() }).unwrap_or_default();
        format!("sha256:{}", crate::read::sha256(text.as_bytes()))
    }
}
