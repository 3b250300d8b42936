//! C001: a cause that only restates the complaint.

use std::ops::Range;

use super::list::{List, shift};
use super::text::{Sentence, sentences};
use super::{Words, blame, denial};

static LIST: List = List::new(include_str!("data/en/symptom.txt"), include_str!("data/zh/symptom.txt"));

/// The symptom that a statement names, where it names nothing else.
pub fn find(text: &str, words: &Words) -> Vec<Range<usize>> {
    let sentences = sentences(text);
    if sentences.iter().any(|sentence| names_cause(sentence, words)) {
        return Vec::new();
    }
    let hit = sentences.iter().find_map(|sentence| {
        let hit = LIST.hits(sentence, "symptom", words).into_iter().next();
        hit.map(|hit| shift(sentence, &hit))
    });
    let Some(hit) = hit else { return Vec::new() };
    // Who denies or blames hears of that.
    let other = !denial::find(text, words).is_empty() || !blame::find(text, false, words).is_empty();
    if other { Vec::new() } else { vec![hit] }
}

/// Whether a sentence says what in the process failed.
pub fn names_cause(sentence: &Sentence<'_>, words: &Words) -> bool {
    !LIST.hits(sentence, "cause", words).is_empty()
}
