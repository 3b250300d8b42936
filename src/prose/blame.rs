//! C005: others are blamed instead of the own process.

use std::ops::Range;

use super::list::{List, is_negated, shift};
use super::text::sentences;
use super::{Words, concrete};

static LIST: List = List::new(include_str!("data/en/blame.txt"), include_str!("data/zh/blame.txt"));

/// The first blame of each sentence; `proven`: a dispute's argument that cites evidence.
pub fn find(text: &str, proven: bool, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in &sentences(text) {
        let mut hits = LIST.hits(sentence, "accuse", words);
        let fact = proven && concrete::is_proven(sentence);
        if !fact && !LIST.is_in(sentence, "own") {
            hits.extend(LIST.hits(sentence, "shift", words));
        }
        hits.extend(words.blame.find_iter(&sentence.lower).map(|(start, end)| start..end));
        hits.retain(|hit| !is_negated(sentence, hit.start));
        if let Some(hit) = hits.into_iter().min_by_key(|hit| hit.start) {
            found.push(shift(sentence, &hit));
        }
    }
    found
}
