//! What can happen to a case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::source::Place;

/// What Amazon answered, or what became of a submission otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Refused.
    Rejected,
    /// Granted.
    Reinstated,
    /// Granted for some ASINs.
    Partial,
    /// Amazon wants to know more.
    MoreInfo,
    /// Nothing came.
    NoAnswer,
    /// The seller took it back.
    Withdrawn,
}

impl Answer {
    /// The names, as commands and files spell them.
    pub const NAMES: &[&str] = &["rejected", "reinstated", "partial", "more-info", "no-answer", "withdrawn"];

    const ALL: [Answer; 6] =
        [Answer::Rejected, Answer::Reinstated, Answer::Partial, Answer::MoreInfo, Answer::NoAnswer, Answer::Withdrawn];

    /// The answer of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Rejected => "rejected",
            Answer::Reinstated => "reinstated",
            Answer::Partial => "partial",
            Answer::MoreInfo => "more-info",
            Answer::NoAnswer => "no-answer",
            Answer::Withdrawn => "withdrawn",
        }
    }

    /// Whether Amazon read the appeal and wants a better one.
    pub fn refuses(self) -> bool {
        matches!(self, Answer::Rejected | Answer::MoreInfo)
    }

    /// Whether the case goes on, and the next letter is a second one.
    pub fn goes_on(self) -> bool {
        !matches!(self, Answer::Reinstated | Answer::Withdrawn)
    }
}

/// A part of an appeal that a reply of Amazon can attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The root causes.
    RootCause,
    /// The corrective actions.
    Actions,
    /// The preventive actions.
    Prevention,
    /// The arguments of a dispute.
    Arguments,
    /// Dates of actions and what proves them: Amazon does not believe that they were done.
    Implementation,
    /// The documents.
    Evidence,
}

impl Field {
    /// The names, as files spell them.
    pub const NAMES: &[&str] = &["root-cause", "actions", "prevention", "arguments", "implementation", "evidence"];

    const ALL: [Field; 6] =
        [Field::RootCause, Field::Actions, Field::Prevention, Field::Arguments, Field::Implementation, Field::Evidence];

    /// The field of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Field::RootCause => "root-cause",
            Field::Actions => "actions",
            Field::Prevention => "prevention",
            Field::Arguments => "arguments",
            Field::Implementation => "implementation",
            Field::Evidence => "evidence",
        }
    }

    /// Whether a letter of a stance has it.
    pub fn is_of(self, stance: &str) -> bool {
        match self {
            Field::RootCause | Field::Actions | Field::Prevention | Field::Implementation => stance != "dispute",
            Field::Arguments => stance == "dispute",
            Field::Evidence => true,
        }
    }
}

/// What was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Its number in this case, from 1.
    pub n: u64,
    /// Amazon's case id.
    pub case_id: Option<String>,
    /// `sha256:…` of `letter.txt`.
    pub letter: String,
    /// `sha256:…` of `letter.pdf`.
    pub letter_pdf: Option<String>,
    /// `sha256:…` of `form.txt`.
    pub form: Option<String>,
    /// `sha256:…` of the bundle's volumes, in order.
    pub bundle: Vec<String>,
    /// `sha256:…` of the manifest that is kept.
    pub manifest: Option<String>,
    /// The date that is printed in it, which `--today` builds it with again.
    pub printed: Option<Date>,
    /// How many exhibits it had.
    pub exhibits: Option<u64>,
    /// How many pages the bundle had.
    pub pages: Option<u64>,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// Whether that commit lacked something of what went in.
    pub dirty: bool,
    /// The version of the program.
    pub tool: Option<String>,
    /// What typeset it.
    pub engine: Option<String>,
    /// Why the same was sent again.
    pub same: Option<String>,
}

/// What Amazon answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The submission that it answers.
    pub n: u64,
    /// The answer.
    pub result: Answer,
    /// Where the reply is kept, from the case.
    pub reply: Option<String>,
    /// What the reply attacks.
    pub fields: Vec<Field>,
    /// The ASINs that were reinstated, of several.
    pub reinstated: Vec<String>,
}

/// A signature under letter and bundle as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approved {
    /// Who.
    pub by: String,
    /// `sha256:…` of `letter.txt`.
    pub letter: String,
    /// `sha256:…` of the bundle's volumes, in order.
    pub bundle: Vec<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum What {
    /// An appeal was sent.
    #[serde(rename = "submitted")]
    Sent(Sent),
    /// Amazon answered.
    #[serde(rename = "outcome")]
    Answered(Answered),
    /// A call, a mail, a thought.
    #[serde(rename = "note")]
    Noted {
        /// In the seller's words.
        text: String,
    },
    /// Somebody signed off.
    Approved(Approved),
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub date: Date,
    /// Where; none: in the case's own marketplace.
    pub marketplace: Option<String>,
    /// What.
    #[serde(flatten)]
    pub what: What,
    /// Where the file says so; events that are yet to be written stand nowhere.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Event {
    /// An event that is yet to be written.
    pub fn new(date: Date, marketplace: Option<String>, what: What) -> Self {
        Self { date, marketplace, what, place: None }
    }

    /// What was sent, if something was.
    pub fn sent(&self) -> Option<&Sent> {
        if let What::Sent(sent) = &self.what { Some(sent) } else { None }
    }

    /// What was answered, if something was.
    pub fn answered(&self) -> Option<&Answered> {
        if let What::Answered(answered) = &self.what { Some(answered) } else { None }
    }

    /// Its kind, as the file spells it.
    pub fn kind(&self) -> &'static str {
        match &self.what {
            What::Sent(_) => "submitted",
            What::Answered(_) => "outcome",
            What::Noted { .. } => "note",
            What::Approved(_) => "approved",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_own() {
        for name in Answer::NAMES {
            assert_eq!(Answer::find(name).map(Answer::name), Some(*name));
        }
        for name in Field::NAMES {
            assert_eq!(Field::find(name).map(Field::name), Some(*name));
        }
        assert_eq!((Answer::find("granted"), Field::find("all")), (None, None));
    }
}
