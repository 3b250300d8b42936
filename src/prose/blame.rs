//! C005: others are blamed instead of the own process.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, is_negated, shift};
use super::pattern::Lang;
use super::text::Sentence;
use super::{Words, concrete, symptom};

static LIST: List = List(Class::Blame);

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A root cause: who else acts there, caused it.
    Cause,
    /// A dispute's argument that cites evidence: what it proves is a fact.
    Proven,
    /// Anything else.
    Other,
}

/// The first blame of each sentence.
pub fn find(sentences: &[Sentence<'_>], field: Field, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences {
        let mut hits = LIST.hits(sentence, "accuse", words);
        let fact = field == Field::Proven && concrete::is_proven(sentence);
        if !fact {
            let mut moved = LIST.hits(sentence, "shift", words);
            if field == Field::Cause && hits.is_empty() && moved.is_empty() {
                moved.extend(LIST.hits(sentence, "agent", words));
                let actors = LIST.hits(sentence, "actor", words);
                if !actors.is_empty() && !symptom::names_cause(sentence, words) {
                    moved.extend(actors);
                }
                moved.retain(|hit| acts(sentence, hit));
            }
            // The own process, named in the same breath.
            if !moved.is_empty() && !LIST.is_in(sentence, "own") {
                hits.extend(moved);
            }
        }
        hits.extend(words.blame.find_in(sentence).map(|(start, end)| start..end));
        hits.retain(|hit| !is_negated(sentence, hit.start));
        if let Some(hit) = hits.into_iter().min_by_key(|hit| hit.start) {
            found.push(shift(sentence, &hit));
        }
    }
    found
}

/// Whether someone is the subject of a clause and does something other than complain.
fn acts(sentence: &Sentence<'_>, actor: &Range<usize>) -> bool {
    let before = sentence.lower[..actor.start].trim_end();
    let begins = before.is_empty() || before.ends_with([';', ':', '；', '：']) || {
        let last = before.rsplit(' ').next().unwrap_or_default();
        match sentence.lang {
            Lang::En => ["because", "since", "that", "when", "while", "as", "but", "and"].contains(&last),
            Lang::Zh => ["因为", "由于", "是", "但", "而"].iter().any(|word| before.ends_with(word)),
        }
    };
    let behind = &sentence.lower[actor.end..];
    if behind.starts_with([',', '(', '，', '（', '\'', '’', ':', '：']) {
        return false;
    }
    let end = match sentence.lang {
        Lang::En => behind.match_indices(' ').nth(4).map_or(behind.len(), |(at, _)| at),
        Lang::Zh => behind.char_indices().nth(10).map_or(behind.len(), |(at, _)| at),
    };
    let predicate = &behind[..end];
    let complains = LIST.section(sentence.lang, "complains").is_some_and(|phrases| phrases.is_in(predicate));
    let follows = LIST.section(sentence.lang, "follows").is_some_and(|phrases| {
        let next = behind.trim_start();
        phrases.find_iter(next).next().is_some_and(|(start, _)| start == 0)
    });
    begins && !complains && !follows && predicate.chars().filter(|c| c.is_alphanumeric()).count() > 2
}
