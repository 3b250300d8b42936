use std::fmt;

use crate::evidence::Problem;

/// Why linking failed. The first kinds are defects of the frame or of the caller; the last is a
/// file that passed inspection and should not have.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkError {
    /// The frame is not the kind of PDF that Typst writes.
    Frame(String),
    /// A placeholder of the frame for which no part is given.
    MissingPart(u32),
    /// A part for which the frame has no placeholder.
    UnusedPart(u32),
    /// Two parts, or two placeholders, for one slot.
    TwiceTheSlot(u32),
    /// A part that cannot be put in.
    Part {
        /// Its slot.
        slot: u32,
        /// What is wrong with it.
        problem: Problem,
    },
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(what) => write!(f, "the frame cannot be linked: {what}"),
            Self::MissingPart(slot) => write!(f, "no evidence for placeholder {slot}"),
            Self::UnusedPart(slot) => write!(f, "no placeholder for evidence {slot}"),
            Self::TwiceTheSlot(slot) => write!(f, "placeholder {slot} is there twice"),
            Self::Part { slot, problem } => {
                write!(f, "the evidence for placeholder {slot} is damaged: {problem:?}")
            }
        }
    }
}

impl std::error::Error for LinkError {}
