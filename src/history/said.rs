//! What a letter says, as data: kept with each submission, so that it can be compared with what the case
//! says later.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a letter says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The type.
    pub kind: String,
    /// `appeal` or `dispute`.
    pub stance: String,
    /// The route.
    pub route: String,
    /// The ASINs.
    pub asins: Vec<String>,
    /// Root causes.
    pub causes: Vec<Point>,
    /// Corrective actions.
    pub corrective: Vec<Point>,
    /// Preventive actions.
    pub preventive: Vec<Point>,
    /// Arguments.
    pub arguments: Vec<Point>,
    /// Numbers: stock, and the rows of ASINs.
    pub figures: Vec<String>,
    /// The exhibits, in order.
    pub exhibits: Vec<Proof>,
}

/// A cause, an action or an argument.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Point {
    /// The id of a cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The statement, the action or the claim.
    pub text: String,
    /// The day on which an action began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Date>,
    /// The day on which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<Date>,
    /// Who is responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// The ids of the exhibits that it cites.
    pub exhibits: Vec<String>,
}

/// An exhibit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proof {
    /// Its number.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its caption.
    pub caption: String,
    /// What identifies its content: the hash of the file as it goes out.
    pub sha256: String,
    /// The pages of the file that are shown; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<usize>,
    /// What its slip says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub slip: String,
}

impl Proof {
    /// What a reviewer sees of it: the same file, the same pages of it.
    pub fn content(&self) -> (&str, &[usize]) {
        (&self.sha256, &self.pages)
    }
}

/// A text by its words alone: neither blanks nor punctuation nor capitals make a difference.
pub fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(part.chars().flat_map(char::to_lowercase));
    }
    words
}

impl Point {
    /// Everything but what it cites, by its words.
    pub fn words(&self) -> String {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let parts = [
            text(&self.area),
            self.text.clone(),
            day(self.started),
            day(self.done),
            text(&self.owner),
            text(&self.frequency),
        ];
        plain(&parts.join(" | "))
    }
}

impl Said {
    /// The exhibit of an id.
    pub fn exhibit(&self, id: &str) -> Option<&Proof> {
        self.exhibits.iter().find(|proof| proof.id == id)
    }

    /// What a point cites, by content.
    pub fn shown<'s>(&'s self, point: &'s Point) -> Vec<(&'s str, &'s [usize])> {
        let mut shown: Vec<_> = point.exhibits.iter().filter_map(|id| self.exhibit(id)).map(Proof::content).collect();
        shown.sort_unstable();
        shown.dedup();
        shown
    }
}
