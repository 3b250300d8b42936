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

use regex::bytes::{Regex, RegexBuilder};

/// The language of a phrase list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// The phrases of a section, as one expression.
#[derive(Debug, Clone)]
pub struct Phrases(Option<Regex>);

impl Phrases {
    /// Compiles phrases; one that is no valid expression is taken literally.
    pub fn new(lang: Lang, phrases: &[String]) -> Self {
        if phrases.is_empty() {
            return Self(None);
        }
        let all = phrases.iter().map(|phrase| expression(lang, phrase)).collect::<Vec<_>>().join("|");
        Self(compile(&all).or_else(|| {
            let each = phrases.iter().map(|phrase| expression(lang, phrase));
            let sound = each.filter(|each| compile(each).is_some());
            compile(&sound.collect::<Vec<_>>().join("|"))
        }))
    }

    /// The seller's own phrases: plain words, of which no sign has a meaning.
    pub fn plain(phrases: &[String]) -> Self {
        let each = phrases.iter().map(|phrase| phrase.trim()).filter(|phrase| !phrase.is_empty());
        let all: Vec<String> = each
            .map(|phrase| {
                let words: Vec<String> = phrase.split_whitespace().map(regex::escape).collect();
                let words = words.join(r"\s+").to_ascii_lowercase();
                bounded(&words, phrase)
            })
            .collect();
        Self(if all.is_empty() { None } else { compile(&all.join("|")) })
    }

    /// Where a phrase stands in `text`, which is in small letters.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.0.iter().flat_map(move |regex| {
            let found = regex.find_iter(text.as_bytes()).map(|found| (found.start(), found.end()));
            found.filter(|(start, end)| start < end && text.is_char_boundary(*start) && text.is_char_boundary(*end))
        })
    }

    /// Whether a phrase stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }
}

fn compile(expression: &str) -> Option<Regex> {
    RegexBuilder::new(expression).unicode(false).size_limit(64 << 20).build().ok()
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
