//! A001: phrases that say nothing which could be checked.

use std::ops::Range;

use super::list::{List, shift};
use super::{Words, concrete, text};

static LIST: List = List::new(include_str!("data/en/vague.txt"), include_str!("data/zh/vague.txt"));

/// How much concreteness makes up for a phrase.
const WEIGHTS: &[(&str, usize)] = &[("strong", 3), ("medium", 2), ("weak", 1)];
/// A text with so much that is concrete may hold a phrase that is not.
const ENOUGH: usize = 4;

/// The emptiest phrase of each vague sentence of an action.
pub fn find(text: &str, words: &Words) -> Vec<Range<usize>> {
    let sentences = text::sentences(text);
    let scores: Vec<usize> = sentences.iter().map(|sentence| concrete::score(sentence, words)).collect();
    let total: usize = scores.iter().sum();
    let mut found = Vec::new();
    for (sentence, score) in sentences.iter().zip(scores) {
        let own = words.vague.find_iter(&sentence.lower).next().map(|(start, end)| (3, start..end));
        let listed = || {
            WEIGHTS.iter().find_map(|(section, weight)| {
                LIST.hits(sentence, section, words).into_iter().next().map(|hit| (*weight, hit))
            })
        };
        if let Some((weight, hit)) = own.or_else(listed)
            && weight > score
            && (weight == 3 || total < ENOUGH)
        {
            found.push(shift(sentence, &hit));
        }
    }
    found
}
