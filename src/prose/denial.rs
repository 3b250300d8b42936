//! T002: an appeal that denies what it should explain.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, is_negated, shift};
use super::text::Sentence;
use super::{Words, blame, symptom};

static LIST: List = List(Class::Denial);

/// The first denial of a statement that names no cause.
pub fn find(sentences: &[Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    // Most statements deny nothing: what else they say need not be known then.
    let any = |name: &str| sentences.iter().any(|sentence| !LIST.hits(sentence, name, words).is_empty());
    if !["denies", "praises", "soft"].into_iter().any(any) {
        return Vec::new();
    }
    let causes: Vec<bool> = sentences.iter().map(|sentence| symptom::names_cause(sentence, words)).collect();
    for (index, sentence) in sentences.iter().enumerate() {
        let elsewhere = causes.iter().enumerate().any(|(at, cause)| *cause && at != index);
        let turned = causes[index] && LIST.is_in(sentence, "but");
        if elsewhere || turned {
            continue;
        }
        if let Some(hit) = LIST.hits(sentence, "denies", words).into_iter().find(|hit| !is_negated(sentence, hit.start))
        {
            return vec![shift(sentence, &hit)];
        }
        // What sounds like a denial only where nothing else is said.
        let mut all = LIST.hits(sentence, "praises", words);
        if !causes[index] {
            all.extend(LIST.hits(sentence, "soft", words));
        }
        let hit = all.into_iter().find(|hit| !is_negated(sentence, hit.start));
        if let Some(hit) =
            hit.filter(|_| blame::find(std::slice::from_ref(sentence), blame::Field::Cause, words).is_empty())
        {
            return vec![shift(sentence, &hit)];
        }
    }
    Vec::new()
}

/// Whether a sentence denies, in whatever field.
pub fn denies(sentence: &Sentence<'_>, words: &Words) -> bool {
    let hits = ["denies", "praises"].into_iter().flat_map(|name| LIST.hits(sentence, name, words));
    hits.into_iter().any(|hit| !is_negated(sentence, hit.start))
}
