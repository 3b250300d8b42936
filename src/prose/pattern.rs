//! The small language of the phrase lists.
//!
//! Their lines are read by [`crate::prose::lists`]. Within a phrase:
//!
//! ```text
//! (a|b)?    as in regular expressions
//! ..        up to two words between (Chinese: four characters)
//! …         up to five words between (Chinese: twelve characters)
//! improve~  improve, improves, improved, improving
//! a-b       with hyphen, blank or nothing
//! ```
//!
//! English phrases match whole words, without regard to case. Matching takes linear time.

use std::borrow::Cow;
use std::sync::OnceLock;

use memchr::memchr;

use super::matcher::Expression;
use super::text::Sentence;

pub use super::lists::Lang;

/// The phrases of a section, each read when a text may hold it.
#[derive(Debug, Clone)]
pub struct Phrases {
    each: Vec<Phrase>,
    /// The number of the first among all phrases of the language; none of the seller's own has one.
    first: Option<u32>,
}

#[derive(Debug, Clone)]
struct Phrase {
    /// As written, names expanded.
    text: Cow<'static, str>,
    matcher: Matcher,
}

#[derive(Debug, Clone)]
enum Matcher {
    /// The text itself; a whole word or not.
    Literal(bool),
    /// An expression, none where it is not sound.
    Read(Lang, OnceLock<Option<Expression>>),
}

impl Phrase {
    fn new(lang: Lang, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        let plain = match lang {
            Lang::En => text.chars().all(|c| c.is_ascii_alphanumeric()),
            Lang::Zh => text.chars().all(char::is_alphanumeric),
        };
        let matcher = if plain { Matcher::Literal(lang == Lang::En) } else { Matcher::Read(lang, OnceLock::new()) };
        Self { text, matcher }
    }

    /// The first place at or behind `from` where it stands.
    fn find_at(&self, text: &str, mut from: usize) -> Option<(usize, usize)> {
        match &self.matcher {
            Matcher::Literal(word) => {
                let of_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
                let bytes = text.as_bytes();
                let first = *self.text.as_bytes().first()?;
                loop {
                    // Sentences are short: a searcher takes longer to make than to use.
                    let start = from + memchr(first, bytes.get(from..)?)?;
                    let end = start + self.text.len();
                    if bytes.get(start..end) != Some(self.text.as_bytes()) {
                        from = start + 1;
                        continue;
                    }
                    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
                    if !word || !of_word(before) && !of_word(bytes.get(end)) {
                        return Some((start, end));
                    }
                    from = start + 1;
                }
            }
            Matcher::Read(lang, expression) => {
                expression.get_or_init(|| Expression::new(*lang, &self.text)).as_ref()?.find_at(text, from)
            }
        }
    }
}

impl Phrases {
    /// Takes phrases, which are numbered from `first`; one that is not sound never matches.
    pub fn new(lang: Lang, phrases: &'static [&'static str], first: u32) -> Self {
        Self { each: phrases.iter().map(|phrase| Phrase::new(lang, *phrase)).collect(), first: Some(first) }
    }

    /// The seller's own phrases: plain words, of which no sign has a meaning.
    pub fn plain(phrases: &[String]) -> Self {
        let each = phrases.iter().map(|phrase| phrase.trim()).filter(|phrase| !phrase.is_empty());
        let each = each.map(|phrase| {
            let expression = OnceLock::from(Some(Expression::plain(phrase)));
            Phrase { text: Cow::Borrowed(""), matcher: Matcher::Read(Lang::En, expression) }
        });
        Self { each: each.collect(), first: None }
    }

    /// The phrases that a sentence may hold.
    fn candidates<'p>(&'p self, sentence: &'p Sentence<'_>) -> impl Iterator<Item = &'p Phrase> {
        let (numbers, first) = match self.first {
            Some(first) => (sentence.candidates_from(first), first),
            None => (&[][..], 0),
        };
        let own = if self.first.is_none() { self.each.as_slice() } else { &[] };
        let numbered = numbers.iter().map_while(move |number| self.each.get((number - first) as usize));
        own.iter().chain(numbered)
    }

    /// Where a phrase stands in a sentence; see [`Phrases::find_iter`].
    pub fn find_in<'t>(&'t self, sentence: &'t Sentence<'_>) -> impl Iterator<Item = (usize, usize)> + 't {
        find(self.candidates(sentence), &sentence.lower)
    }

    /// Where a phrase stands in `text`, which is in small letters: the first place, then the first
    /// behind it, as if all phrases were one expression.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        find(self.each.iter(), text)
    }

    /// Whether a phrase stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.each.iter().any(|phrase| phrase.find_at(text, 0).is_some())
    }

    /// Whether a phrase stands in a sentence.
    pub fn is_said_in(&self, sentence: &Sentence<'_>) -> bool {
        self.candidates(sentence).any(|phrase| phrase.find_at(&sentence.lower, 0).is_some())
    }
}

/// Where one of these phrases stands.
fn find<'t>(each: impl Iterator<Item = &'t Phrase>, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut next: Vec<_> = each.filter_map(|phrase| phrase.find_at(text, 0).map(|found| (phrase, found))).collect();
    let all = std::iter::from_fn(move || {
        let (_, (start, end)) = *next.iter().min_by_key(|(_, (start, _))| *start)?;
        let from = end.max(start + 1);
        next.retain_mut(|(phrase, found)| {
            found.0 >= from || phrase.find_at(text, from).inspect(|later| *found = *later).is_some()
        });
        Some((start, end))
    });
    all.filter(|(start, end)| start < end && text.is_char_boundary(*start) && text.is_char_boundary(*end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(lang: Lang, phrase: &str, text: &str) -> bool {
        let phrases = Phrases { each: vec![Phrase::new(lang, phrase.to_owned())], first: Some(0) };
        phrases.is_in(&text.to_ascii_lowercase())
    }

    #[test]
    fn phrases_match_whole_words_and_forms() {
        assert!(hits(Lang::En, "improve~ .. quality", "We have IMPROVED our quality."));
        assert!(!hits(Lang::En, "will", "goodwill of willing people"));
        assert!(hits(Lang::En, "high-quality", "high quality, high-quality"));
        assert!(hits(Lang::En, "don't", "We don’t know"));
        assert!(!hits(Lang::En, "improve~ .. quality", "improve a b c d quality"));
        assert!(hits(Lang::Zh, "加强…质检", "我们加强了出货前的质检"));
        assert!(Phrases::plain(&["a.b".to_owned()]).is_in("x a.b"));
        assert!(!Phrases::plain(&["a.b".to_owned()]).is_in("axb"));
    }
}
