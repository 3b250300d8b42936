//! L005: company introductions, other support cases, questions.

use std::ops::Range;

use super::Words;
use super::lexicon::Class;
use super::list::{List, shift};
use super::text::Sentence;

static LIST: List = List(Class::OffTopic);

/// What is off topic, one per sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Who the seller is.
    Introduction,
    /// Another support case.
    OtherCase,
    /// A question to the reviewers.
    Question,
}

/// What is off topic in a text; `case_id` is the appeal's own.
pub fn find(sentences: &[Sentence<'_>], case_id: Option<&str>, words: &Words) -> Vec<(Topic, Range<usize>)> {
    let mut found = Vec::new();
    for sentence in sentences {
        let hit = |name: &str| LIST.hits(sentence, name, words).into_iter().next();
        let own = |hit: &Range<usize>| case_id.is_some_and(|id| sentence.text[hit.clone()].contains(id));
        if let Some(hit) = hit("introduction") {
            found.push((Topic::Introduction, shift(sentence, &hit)));
        } else if let Some(hit) = hit("other_case").filter(|hit| !own(hit)) {
            found.push((Topic::OtherCase, shift(sentence, &hit)));
        } else if let Some(mark) = sentence.text.chars().next_back().filter(|mark| matches!(mark, '?' | '？')) {
            let end = sentence.text.len();
            let start = end - mark.len_utf8();
            if !sentence.is_quoted(start, end) {
                found.push((Topic::Question, shift(sentence, &(0..end))));
            }
        }
    }
    found
}
