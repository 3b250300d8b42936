//! L003: pleading, hardship, threats, praise, anger.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, shift};
use super::text::Sentence;
use super::{Words, concrete, denial};

static LIST: List = List(Class::Emotive);

/// Concreteness that makes a courtesy beside the point.
const FACT: usize = 3;

/// The first emotive phrase of each sentence.
pub fn find(sentences: &[Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences {
        let mut hits = LIST.hits(sentence, "hard", words);
        let soft = LIST.hits(sentence, "soft", words);
        // Who denies says it as a fact.
        if !soft.is_empty() && concrete::score(sentence, words) < FACT && !denial::denies(sentence, words) {
            hits.extend(soft);
        }
        hits.extend(words.emotive.find_in(sentence).map(|(start, end)| start..end));
        if let Some(hit) = hits.into_iter().min_by_key(|hit| hit.start) {
            found.push(shift(sentence, &hit));
        }
    }
    found
}
