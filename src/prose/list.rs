//! The phrase lists of a class, compiled when a language is first met.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::Words;
use super::pattern::{Lang, Phrases, sections};
use super::text::Sentence;

/// The phrases of a class in both languages.
pub struct List {
    sources: [&'static str; 2],
    compiled: [OnceLock<BTreeMap<String, Phrases>>; 2],
}

impl List {
    /// A list from its two data files.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Self { sources: [en, zh], compiled: [OnceLock::new(), OnceLock::new()] }
    }

    /// The phrases of a section; none where a language has no such section.
    pub fn section(&self, lang: Lang, name: &str) -> Option<&Phrases> {
        let index = lang as usize;
        let compiled = self.compiled[index].get_or_init(|| {
            let all = sections(self.sources[index]);
            all.into_iter().map(|(name, phrases)| (name, Phrases::new(lang, &phrases))).collect()
        });
        compiled.get(name)
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
