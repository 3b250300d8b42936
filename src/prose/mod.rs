//! What sentences of sellers say, in English and Chinese: empty, promised, symptom, denial,
//! admission, blame, emotion, left-over, personal, off topic.
//!
//! Pure functions over text. One file per class, which weighs what its phrase lists find; the
//! lists are data files in `data/en` and `data/zh`, in the language of
//! [`crate::prose::pattern`]. To teach a class a phrase, add a line there, and a sentence to
//! `tests/prose/own.tsv` or `fresh.tsv` that needs it; a seller does the same with `[prose]` in
//! `appealc.toml`. Every place that a function returns is the exact span of
//! the offending words.

use std::fmt;
use std::sync::Arc;

/// The lines of the phrase lists.
pub mod lists;

/// The language of the phrases.
pub mod pattern;

/// What is looked for before a phrase is read.
pub mod needles;

/// An automaton of what is looked for.
pub mod index;

/// The phrase lists of a language, and which phrases a sentence may hold.
pub mod lexicon;

/// How a phrase is looked for.
pub mod matcher;

/// Which bytes a phrase may begin with.
pub mod set;

/// Sentences.
pub mod text;

/// Text put into one form for comparing.
pub mod fold;

/// Phrase lists.
pub mod list;

/// How concrete a sentence is.
pub mod concrete;

/// T001.
pub mod admission;

/// C005.
pub mod blame;

/// T002.
pub mod denial;

/// L003.
pub mod emotive;

/// L005.
pub mod off_topic;

/// L004.
pub mod personal;

/// L001.
pub mod placeholder;

/// A002.
pub mod planned;

/// C001.
pub mod symptom;

/// A001.
pub mod vague;

/// Precision and recall on labelled sentences.
pub mod score;

use pattern::Phrases;

/// The seller's own phrases, compiled; `[prose]` in `appealc.toml`.
#[derive(Clone)]
pub struct Words(Arc<Own>);

/// The phrases of [`Words`].
pub struct Own {
    /// More empty phrases (A001).
    pub vague: Phrases,
    /// More of what makes a sentence concrete.
    pub concrete: Phrases,
    /// More promises (A002).
    pub planned: Phrases,
    /// More blame (C005).
    pub blame: Phrases,
    /// More emotive phrases (L003).
    pub emotive: Phrases,
    /// Names and terms in which nothing is found.
    pub ignore: Phrases,
}

/// The seller's own phrases as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Lists {
    pub vague: Vec<String>,
    pub concrete: Vec<String>,
    pub planned: Vec<String>,
    pub blame: Vec<String>,
    pub emotive: Vec<String>,
    pub ignore: Vec<String>,
}

impl Words {
    /// Compiles the seller's phrases.
    pub fn new(lists: &Lists) -> Self {
        Self(Arc::new(Own {
            vague: Phrases::plain(&lists.vague),
            concrete: Phrases::plain(&lists.concrete),
            planned: Phrases::plain(&lists.planned),
            blame: Phrases::plain(&lists.blame),
            emotive: Phrases::plain(&lists.emotive),
            ignore: Phrases::plain(&lists.ignore),
        }))
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new(&Lists::default())
    }
}

impl std::ops::Deref for Words {
    type Target = Own;
    fn deref(&self) -> &Own {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}
