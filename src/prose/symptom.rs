//! C001: a cause that only restates the complaint.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, shift};
use super::text::Sentence;
use super::{Words, blame, denial, emotive, personal, placeholder};

static LIST: List = List(Class::Symptom);

/// Longest statement, in bytes, that is taken for a symptom because it names nothing else.
const SHORT: usize = 90;

/// The symptom that a statement names, where it names nothing else.
pub fn find(sentences: &[Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    let hit = sentences.iter().find_map(|sentence| {
        let hit = LIST.hits(sentence, "symptom", words).into_iter().next();
        hit.map(|hit| shift(sentence, &hit))
    });
    // A short statement that knows nothing of the own process.
    let bare = || {
        let mut each = sentences.iter().filter(|sentence| !LIST.is_in(sentence, "process"));
        let sentence = each.next().filter(|sentence| sentences.len() == 1 && sentence.text.len() <= SHORT)?;
        let end = sentence.text.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '。').len();
        let quoted = sentence.is_quoted(0, end);
        (!quoted && emotive::find(sentences, words).is_empty()).then(|| shift(sentence, &(0..end)))
    };
    let Some(hit) = hit.or_else(bare) else { return Vec::new() };
    if sentences.iter().any(|sentence| names_cause(sentence, words)) {
        return Vec::new();
    }
    // Who denies or blames, leaves a blank or names a buyer hears of that.
    let other = !denial::find(sentences, words).is_empty()
        || !blame::find(sentences, blame::Field::Cause, words).is_empty()
        || sentences.iter().any(|sentence| !placeholder::find(sentence.text, true, words).is_empty())
        || !personal::find(sentences, &[], words).is_empty();
    if other { Vec::new() } else { vec![hit] }
}

/// Whether a sentence says what in the process failed.
pub fn names_cause(sentence: &Sentence<'_>, words: &Words) -> bool {
    !LIST.hits(sentence, "cause", words).is_empty()
}
