//! T001: words by which a dispute admits the fault, or repairs it.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, is_negated, shift};
use super::text::Sentence;
use super::{Words, denial};

static LIST: List = List(Class::Admission);

/// How far, in bytes, words are still those of whom a sentence cites.
const FAR: usize = 40;

/// The first admission of each sentence of an argument.
pub fn find(sentences: &[Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    let each = sentences.iter().filter_map(|sentence| {
        // What others say of us is no admission.
        let others = |hit: &Range<usize>| {
            let reported = LIST.hits(sentence, "reported", words);
            reported.iter().any(|said| said.start <= hit.start && hit.start < said.end + FAR)
        };
        let cleared = || LIST.is_in(sentence, "fact") || denial::denies(sentence, words);
        let mut soft = LIST.hits(sentence, "soft", words);
        if !soft.is_empty() && cleared() {
            soft.clear();
        }
        let mut hits = LIST.hits(sentence, "admits", words).into_iter().chain(soft);
        let hit = hits.find(|hit| !is_negated(sentence, hit.start) && !others(hit))?;
        Some(shift(sentence, &hit))
    });
    each.collect()
}
