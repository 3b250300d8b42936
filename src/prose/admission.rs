//! T001: words by which a dispute admits the fault, or repairs it.

use std::ops::Range;

use super::Words;
use super::list::{List, is_negated, shift};
use super::text::sentences;

static LIST: List = List::new(include_str!("data/en/admission.txt"), include_str!("data/zh/admission.txt"));

/// The first admission of each sentence of an argument.
pub fn find(text: &str, words: &Words) -> Vec<Range<usize>> {
    let sentences = sentences(text);
    let each = sentences.iter().filter_map(|sentence| {
        let mut hits = LIST.hits(sentence, "admits", words).into_iter();
        let hit = hits.find(|hit| !is_negated(sentence, hit.start))?;
        Some(shift(sentence, &hit))
    });
    each.collect()
}
