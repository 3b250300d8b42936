//! A001: phrases that say nothing which could be checked.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, shift};
use super::{Words, blame, concrete, emotive, personal, placeholder, planned, text};

static LIST: List = List(Class::Vague);

/// How much concreteness makes up for a phrase.
const WEIGHTS: &[(&str, usize)] = &[("strong", 3), ("medium", 2), ("weak", 1), (THIN, 1)];
/// Single words: vague only where nothing else is said, not even a promise.
const THIN: &str = "thin";
/// A text with so much that is concrete may hold a phrase that is not.
const ENOUGH: usize = 4;

/// The emptiest phrase of each vague sentence of an action.
pub fn find(sentences: &[text::Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    let empty: Vec<_> = sentences.iter().map(|sentence| emptiest(sentence, words)).collect();
    // Most actions say nothing empty and name figures: how concrete they are need not be known then.
    if empty.iter().all(Option::is_none) && sentences.iter().any(concrete::has_figures) {
        return Vec::new();
    }
    let scores: Vec<usize> = sentences.iter().map(|sentence| concrete::score(sentence, words)).collect();
    let total: usize = scores.iter().sum();
    let mut found = Vec::new();
    for ((sentence, score), empty) in sentences.iter().zip(scores).zip(empty) {
        // A plea or a blank is told as such.
        let other = || {
            let text = std::slice::from_ref(sentence);
            !emotive::find(text, words).is_empty()
                || !personal::find(text, &[], words).is_empty()
                || !blame::find(text, blame::Field::Other, words).is_empty()
        };
        // Nothing at all that could be checked.
        let bare = || {
            (total == 0 && !LIST.is_in(sentence, "specific")).then(|| (1, whole(sentence))).filter(|(_, hit)| {
                !sentence.is_quoted(hit.start, hit.end)
                    && planned::find(std::slice::from_ref(sentence), words).is_empty()
            })
        };
        if let Some((weight, hit)) = empty.or_else(bare)
            && weight > score
            && (weight == 3 || total < ENOUGH)
            && (weight > 1 || !other())
            && placeholder::find(sentence.text, true, words).is_empty()
        {
            found.push(shift(sentence, &hit));
        }
    }
    found
}

/// The emptiest phrase of a sentence, with its weight.
fn emptiest(sentence: &text::Sentence<'_>, words: &Words) -> Option<(usize, Range<usize>)> {
    let own = words.vague.find_in(sentence).next().map(|(start, end)| (3, start..end));
    let promised = || !planned::find(std::slice::from_ref(sentence), words).is_empty();
    own.or_else(|| {
        WEIGHTS.iter().find_map(|(section, weight)| {
            let hit = LIST.hits(sentence, section, words).into_iter().next()?;
            (*section != THIN || !promised()).then_some((*weight, hit))
        })
    })
}

/// A sentence without the sign that ends it.
fn whole(sentence: &text::Sentence<'_>) -> Range<usize> {
    0..sentence.text.trim_end_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '。' | '！')).len()
}
