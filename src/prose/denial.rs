//! T002: an appeal that denies what it should explain.

use std::ops::Range;

use super::list::{List, shift};
use super::text::sentences;
use super::{Words, symptom};

static LIST: List = List::new(include_str!("data/en/denial.txt"), include_str!("data/zh/denial.txt"));

/// The first denial of a statement that names no cause.
pub fn find(text: &str, words: &Words) -> Vec<Range<usize>> {
    let sentences = sentences(text);
    let causes: Vec<bool> = sentences.iter().map(|sentence| symptom::names_cause(sentence, words)).collect();
    for (index, sentence) in sentences.iter().enumerate() {
        let elsewhere = causes.iter().enumerate().any(|(at, cause)| *cause && at != index);
        let turned = causes[index] && LIST.is_in(sentence, "but");
        if elsewhere || turned {
            continue;
        }
        if let Some(hit) = LIST.hits(sentence, "denies", words).into_iter().next() {
            return vec![shift(sentence, &hit)];
        }
    }
    Vec::new()
}
