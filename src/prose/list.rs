//! The phrase lists of a class.

use std::ops::Range;

use super::Words;
use super::lexicon::{Class, Lexicon};
use super::pattern::{Lang, Phrases};
use super::text::Sentence;

/// The phrases of a class in both languages.
pub struct List(pub Class);

impl List {
    /// The phrases of a section; none where a language has no such section.
    pub fn section(&self, lang: Lang, name: &str) -> Option<&'static Phrases> {
        Lexicon::of(lang).section(self.0, name)
    }

    /// Whether a phrase of a section is in a sentence.
    pub fn is_in(&self, sentence: &Sentence<'_>, name: &str) -> bool {
        self.section(sentence.lang, name).is_some_and(|phrases| phrases.is_said_in(sentence))
    }

    /// Where phrases of a section stand in a sentence, but for what is quoted, what the sections
    /// `except` and `…_except` cover, and what the seller told us to ignore.
    pub fn hits(&self, sentence: &Sentence<'_>, name: &str, words: &Words) -> Vec<Range<usize>> {
        let Some(phrases) = self.section(sentence.lang, name) else { return Vec::new() };
        let mut found: Vec<Range<usize>> = phrases.find_in(sentence).map(|(start, end)| start..end).collect();
        if found.is_empty() {
            return found;
        }
        let own = self.section(sentence.lang, &format!("{name}_except"));
        let except = self.section(sentence.lang, "except").into_iter().chain(own).chain([&words.ignore]);
        let except: Vec<_> = except.flat_map(|phrases| phrases.find_in(sentence)).collect();
        found.retain(|hit| {
            let excepted = except.iter().any(|(start, end)| *start < hit.end && hit.start < *end);
            !excepted && !sentence.is_quoted(hit.start, hit.end)
        });
        found
    }
}

/// Whether what stands at `at` is denied by the words before it.
pub fn is_negated(sentence: &Sentence<'_>, at: usize) -> bool {
    match sentence.lang {
        Lang::En => {
            let before = sentence.before(at, 2);
            let mut words = before.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '’');
            words.any(|word| matches!(word, "not" | "no" | "never" | "without" | "nor" | "neither" | "cannot" | "none"))
                || before.contains("n't")
                || before.contains("n’t")
        }
        Lang::Zh => {
            let before = sentence.before(at, 3);
            ["没有", "没", "未", "并非", "不是", "不", "无"].iter().any(|word| before.ends_with(word))
        }
    }
}

/// Moves places of a sentence to its text.
pub fn shift(sentence: &Sentence<'_>, hit: &Range<usize>) -> Range<usize> {
    sentence.start + hit.start..sentence.start + hit.end
}
