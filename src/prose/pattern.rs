//! The small language of the phrase lists, made into regular expressions.
//!
//! One phrase per line; `#` begins a comment, `[name]` a section, `@name = a|b` names alternatives
//! for `<name>`. Within a phrase:
//!
//! ```text
//! (a|b)?    as in regular expressions
//! ..        up to two words between (Chinese: four characters)
//! …         up to five words between (Chinese: ten characters)
//! improve~  improve, improves, improved, improving
//! a-b       with hyphen, blank or nothing
//! ```
//!
//! English phrases match whole words, without regard to case. Matching takes linear time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;

use super::needles::{self, Trigrams};

/// The language of a phrase list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// The phrases of a section, each compiled when a text may hold it.
#[derive(Debug, Clone)]
pub struct Phrases(Vec<Phrase>);

#[derive(Debug, Clone)]
struct Phrase {
    /// As written, names expanded.
    text: String,
    /// One of these places of `text` stands in whatever matches.
    needles: Option<Vec<Range<usize>>>,
    matcher: Matcher,
}

#[derive(Debug, Clone)]
enum Matcher {
    /// The text itself; a whole word or not.
    Literal(bool),
    /// An expression, none where it is not sound.
    Compiled(Lang, OnceLock<Option<Regex>>),
}

impl Phrase {
    fn new(lang: Lang, text: &str) -> Self {
        let text = text.to_owned();
        let needles = needles::needles(&text);
        let plain = match lang {
            Lang::En => text.chars().all(|c| c.is_ascii_alphanumeric()),
            Lang::Zh => text.chars().all(char::is_alphanumeric),
        };
        let matcher = if plain { Matcher::Literal(lang == Lang::En) } else { Matcher::Compiled(lang, OnceLock::new()) };
        Self { text, needles, matcher }
    }

    /// Whether a text may hold it.
    fn may_match(&self, text: &str, trigrams: &Trigrams) -> bool {
        self.needles.as_ref().is_none_or(|needles| {
            needles.iter().any(|needle| {
                let needle = &self.text[needle.clone()];
                trigrams.may_hold(needle) && text.contains(needle)
            })
        })
    }

    /// The first place at or behind `from` where it stands.
    fn find_at(&self, text: &str, mut from: usize) -> Option<(usize, usize)> {
        match &self.matcher {
            Matcher::Literal(word) => {
                let of_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
                let bytes = text.as_bytes();
                loop {
                    let start = from + memmem::find(bytes.get(from..)?, self.text.as_bytes())?;
                    let end = start + self.text.len();
                    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
                    if !word || !of_word(before) && !of_word(bytes.get(end)) {
                        return Some((start, end));
                    }
                    from = start + 1;
                }
            }
            Matcher::Compiled(lang, regex) => {
                let regex = regex.get_or_init(|| compile(&expression(*lang, &self.text))).as_ref()?;
                let found = regex.find(Input::new(text).range(from.min(text.len())..))?;
                Some((found.start(), found.end()))
            }
        }
    }
}

impl Phrases {
    /// Takes phrases; one that is no valid expression never matches.
    pub fn new(lang: Lang, phrases: &[String]) -> Self {
        let each = phrases.iter().flat_map(|phrase| needles::split(phrase.trim()));
        Self(each.filter(|phrase| !phrase.is_empty()).map(|phrase| Phrase::new(lang, phrase)).collect())
    }

    /// The seller's own phrases: plain words, of which no sign has a meaning.
    pub fn plain(phrases: &[String]) -> Self {
        let each = phrases.iter().map(|phrase| phrase.trim()).filter(|phrase| !phrase.is_empty());
        let each = each.map(|phrase| {
            let words: Vec<String> = phrase.split_whitespace().map(escape).collect();
            let words = words.join(r"\s+").to_ascii_lowercase();
            let regex = OnceLock::from(compile(&bounded(&words, phrase)));
            Phrase { text: phrase.to_owned(), needles: None, matcher: Matcher::Compiled(Lang::En, regex) }
        });
        Self(each.collect())
    }

    /// The phrases that a text may hold.
    fn candidates(&self, text: &str) -> Vec<&Phrase> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let trigrams = Trigrams::new(text);
        self.0.iter().filter(|phrase| phrase.may_match(text, &trigrams)).collect()
    }

    /// Where a phrase stands in `text`, which is in small letters: the first place, then the first
    /// behind it, as if all phrases were one expression.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let each = self.candidates(text).into_iter();
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

    /// Whether a phrase stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.candidates(text).into_iter().any(|phrase| phrase.find_at(text, 0).is_some())
    }
}

/// Compiles an expression for few and short texts: in the cheapest way, without automata that
/// pay off later.
fn compile(expression: &str) -> Option<Regex> {
    let config = Config::new()
        .nfa_size_limit(Some(64 << 20))
        .which_captures(WhichCaptures::Implicit)
        .utf8_empty(false)
        .auto_prefilter(false)
        .hybrid(false)
        .dfa(false)
        .onepass(false);
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    Regex::builder().configure(config).syntax(syntax).build(expression).ok()
}

/// A word of which no sign has a meaning.
fn escape(word: &str) -> String {
    let mut made = String::new();
    for c in word.chars() {
        if c.is_ascii_punctuation() {
            made.push('\\');
        }
        made.push(c);
    }
    made
}

/// Puts word boundaries where a phrase begins or ends with an ASCII letter or digit.
fn bounded(expression: &str, phrase: &str) -> String {
    let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = if ascii(phrase.chars().next()) { r"\b" } else { "" };
    let after = if ascii(phrase.chars().next_back()) { r"\b" } else { "" };
    format!("{before}(?:{expression}){after}")
}

/// A phrase as an expression.
fn expression(lang: Lang, phrase: &str) -> String {
    let mut made = String::new();
    let gap = |words: &str| match lang {
        Lang::En => format!(r"(?:\s+[^\s;:]+){{0,{words}}}?\s+"),
        Lang::Zh => format!(".{{0,{}}}?", if words == "2" { 12 } else { 30 }),
    };
    let mut rest = phrase.trim();
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(" … ").or_else(|| rest.strip_prefix('…')) {
            made.push_str(&gap("5"));
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix(" .. ").or_else(|| rest.strip_prefix("..")) {
            made.push_str(&gap("2"));
            rest = after;
            continue;
        }
        if let Some(end) = rest.find(']').filter(|_| c == '[') {
            made.push_str(&rest[..=end]);
            rest = &rest[end + 1..];
            continue;
        }
        match c {
            ' ' => made.push_str(if lang == Lang::En { r"\s+" } else { r"\s*" }),
            '-' if lang == Lang::En => made.push_str(r"(?:-|\s)?"),
            '\'' => made.push_str("(?:'|’)"),
            '(' if !rest.starts_with("(?") => made.push_str("(?:"),
            '~' => inflect(&mut made),
            _ => made.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    match lang {
        Lang::En if phrase.ends_with('%') => format!(r"\b(?:{made})"),
        Lang::En => format!(r"\b(?:{made})\b"),
        Lang::Zh => format!("(?:{made})"),
    }
}

/// Replaces the last word by its forms.
fn inflect(made: &mut String) {
    let start = made.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    // A word after `\s+` or the like begins behind the sign.
    let word = made.split_off(start);
    let forms = if let Some(stem) = word.strip_suffix('e') {
        format!("{stem}(?:e|es|ed|ing)")
    } else if let Some(stem) = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}(?:y|ies|ied|ying)")
    } else if word.ends_with("sh") || word.ends_with("ch") || word.ends_with('s') || word.ends_with('x') {
        format!("{word}(?:es|ed|ing)?")
    } else {
        format!("{word}(?:s|ed|ing)?")
    };
    made.push_str(&forms);
}

/// The sections of a phrase list, names expanded.
pub fn sections(list: &str) -> BTreeMap<String, Vec<String>> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut section = String::new();
    for line in list.lines() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let expand = |text: &str| {
            if !text.contains('<') {
                return text.to_owned();
            }
            let each = names.iter().rev();
            each.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
        };
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            all.entry(section.clone()).or_default();
        } else if let Some((name, value)) = line.strip_prefix('@').and_then(|rest| rest.split_once('=')) {
            let value = format!("({})", expand(value.trim()));
            names.push((format!("<{}>", name.trim()), value));
        } else {
            let phrase = expand(line);
            all.entry(section.clone()).or_default().push(phrase);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(lang: Lang, phrase: &str, text: &str) -> bool {
        Phrases::new(lang, &[phrase.to_owned()]).is_in(&text.to_ascii_lowercase())
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

    #[test]
    fn names_are_expanded() {
        let list = "@we = we|our team\n[one]\n<we> did # so\n# no\n[two]\nx";
        let all = sections(list);
        assert_eq!(all["one"], ["(we|our team) did"]);
        assert_eq!(all["two"], ["x"]);
    }
}
