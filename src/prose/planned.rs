//! A002: what is promised and not done.

use std::ops::Range;

use super::lexicon::Class;
use super::list::{List, is_negated, shift};
use super::pattern::Lang;
use super::text::Sentence;
use super::{Words, emotive, placeholder};

static LIST: List = List(Class::Planned);

/// The first promise of each sentence of an action.
pub fn find(sentences: &[Sentence<'_>], words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences {
        // A plea or a blank is told as such.
        let other = || {
            !emotive::find(std::slice::from_ref(sentence), words).is_empty()
                || !placeholder::find(sentence.text, true, words).is_empty()
        };
        let future = LIST.hits(sentence, "future", words).into_iter().filter(|hit| !is_subordinate(sentence, hit));
        let promise = LIST.hits(sentence, "promise", words).into_iter().filter(|hit| !is_negated(sentence, hit.start));
        let own = words.planned.find_in(sentence).map(|(start, end)| start..end);
        if let Some(hit) = future.chain(promise).chain(own).min_by_key(|hit| hit.start)
            && !other()
        {
            found.push(shift(sentence, &hit));
        }
    }
    found
}

/// Whether the future stands in a clause that depends on something done: "we printed a label that
/// will tell …", "the procedure says that the lead will …".
fn is_subordinate(sentence: &Sentence<'_>, hit: &Range<usize>) -> bool {
    let before = &sentence.lower[..hit.start];
    let last = |name: &str| {
        let phrases = LIST.section(sentence.lang, name)?;
        phrases.find_iter(before).map(|(start, _)| start).last()
    };
    let first = |name: &str| LIST.section(sentence.lang, name)?.find_iter(before).map(|(start, _)| start).next();
    if sentence.lang == Lang::Zh {
        // 已……写明……会……:后半句是已完成之事的内容或作用。
        let links =
            ["写明", "规定", "注明", "提示", "说明", "标明", "以便", "使", "让", "从而", "这样", "买家", "系统"];
        return last("completed").is_some_and(|done| links.iter().any(|link| before[done..].contains(link)));
    }
    if first("says").is_some() {
        return true;
    }
    let Some(clause) = last("clause") else { return false };
    if last("main").is_some_and(|main| main > clause) {
        return false;
    }
    if first("completed").is_some_and(|done| done < clause) {
        return first("reports").is_none();
    }
    // "The label that will tell … was printed on 3 May."
    let relative = ["that ", "which ", "who "].iter().any(|word| before.ends_with(word));
    let after = &sentence.lower[hit.end..];
    relative && [" was ", " were ", " has been ", " have been "].iter().any(|verb| after.contains(verb))
}
