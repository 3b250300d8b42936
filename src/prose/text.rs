//! Sentences, their language, and what in them is quoted.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::pattern::Lang;

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The language of a sentence: Chinese where Chinese characters are a fifth of what words are made
/// of, a Latin word counted as two characters.
pub fn language(text: &str) -> Lang {
    if text.is_ascii() {
        return Lang::En;
    }
    let han = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count() * 2;
    if han > 0 && han * 4 >= latin { Lang::Zh } else { Lang::En }
}

/// One sentence of a text.
#[derive(Debug, Clone)]
pub struct Sentence<'t> {
    /// Its first byte in the text.
    pub start: usize,
    /// As written.
    pub text: &'t str,
    /// In small letters (ASCII only, so that places stay the same).
    pub lower: String,
    /// Its language.
    pub lang: Lang,
    /// What is quoted, as places in the sentence.
    quoted: Vec<Range<usize>>,
    /// The numbers of the phrases that it may hold, in order.
    candidates: Vec<u32>,
}

impl<'t> Sentence<'t> {
    fn new(start: usize, text: &'t str) -> Self {
        let (lower, lang) = (text.to_ascii_lowercase(), language(text));
        let candidates = Lexicon::of(lang).candidates(&lower);
        Self { start, text, lower, lang, quoted: quotes(text), candidates }
    }

    /// The numbers of the phrases that it may hold, from `first` on.
    pub fn candidates_from(&self, first: u32) -> &[u32] {
        &self.candidates[self.candidates.partition_point(|number| *number < first)..]
    }

    /// Whether a place is within quotation marks.
    pub fn is_quoted(&self, start: usize, end: usize) -> bool {
        self.quoted.iter().any(|quote| quote.start < end && start < quote.end)
    }

    /// What stands before a place, at most `words` words (Chinese: `words` characters).
    pub fn before(&self, at: usize, words: usize) -> &str {
        let before = &self.lower[..at];
        let start = match self.lang {
            Lang::Zh => before.char_indices().rev().nth(words.saturating_sub(1)).map_or(0, |(at, _)| at),
            Lang::En => {
                let clause = before.rfind([',', ';', ':']).map_or(0, |at| at + 1);
                let mut ends = before[clause..].trim_end().rmatch_indices(' ').map(|(at, _)| clause + at);
                ends.nth(words.saturating_sub(1)).map_or(clause, |at| at + 1)
            }
        };
        &before[start..]
    }
}

/// Short forms whose full stop ends no sentence.
const SHORT: &[&str] = &[
    "e.g", "i.e", "no", "nos", "rev", "approx", "mr", "mrs", "ms", "dr", "st", "vs", "etc", "inc", "ltd", "co", "fig",
    "ver", "vol", "pp", "p", "dept", "min", "max", "resp", "tel", "nr",
];

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut add = |start: usize, end: usize| {
        let part = &text[start..end];
        let trimmed = part.trim_start();
        if trimmed.contains(|c: char| c.is_alphanumeric() || matches!(c, '[' | '_' | '＿' | '<' | '{')) {
            all.push(Sentence::new(end - trimmed.len(), trimmed.trim_end()));
        }
    };
    for (at, c) in ends_of(text) {
        let end = at + c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' => true,
            '\n' => text[end..].starts_with(['\n', '-', '*', '\r']) || text[..at].ends_with(['.', ':', ';']),
            '.' | '!' | '?' => {
                let next = &text[end..];
                let follows = next.trim_start_matches(['"', '\'', ')', '”', '’']).starts_with(char::is_whitespace);
                let word = text[start..at].rsplit([' ', '(']).next().unwrap_or_default().to_ascii_lowercase();
                let short = c == '.' && SHORT.contains(&word.as_str());
                let initial = word.len() == 1 && word != "i" && word.bytes().all(|b| b.is_ascii_alphabetic());
                let small = next.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
                follows && !short && !(c == '.' && (initial || small))
            }
            _ => false,
        };
        if ends {
            add(start, end);
            start = end;
        }
    }
    add(start, text.len());
    all
}

/// Characters that may end a sentence, with their places: most of a text is none of them.
fn ends_of(text: &str) -> impl Iterator<Item = (usize, char)> {
    let may = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xe3 | 0xef);
    let places = text.bytes().enumerate().filter(move |(_, byte)| may(byte)).map(|(at, _)| at);
    places.filter_map(|at| Some((at, text.get(at..)?.chars().next()?)))
}

/// Quotation marks, opening and closing; a blank in brackets is a matter of its own.
const QUOTES: &[(char, char)] =
    &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('‘', '’'), ('"', '"'), ('[', ']'), ('【', '】')];
/// Longest quotation, in bytes: a mark that is not closed hides nothing.
const LONGEST: usize = 240;

fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    // Most sentences quote nothing.
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'[')) {
        return all;
    }
    for (open, close) in QUOTES {
        let mut from = 0;
        while let Some(at) = text[from..].find(*open).map(|at| from + at) {
            let inside = at + open.len_utf8();
            match text[inside..].find(*close).filter(|length| *length <= LONGEST) {
                Some(length) => {
                    all.push(at..inside + length + close.len_utf8());
                    from = inside + length + close.len_utf8();
                }
                None => from = inside,
            }
        }
    }
    // Straight single marks: one that opens stands at the start or after a blank, one that closes
    // before a blank, a sign or the end.
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices('\'') {
        let opens = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        let closes = text[at + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        match open {
            Some(start) if closes && at - start <= LONGEST => {
                all.push(start..at + 1);
                open = None;
            }
            _ if opens && !closes => open = Some(at),
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            split("See SOP rev. 2, 3.5 mm. Then e.g. this. Done"),
            ["See SOP rev. 2, 3.5 mm.", "Then e.g. this.", "Done"]
        );
        assert_eq!(split("每批抽检 32 件。结果记录在表 QC-12。"), ["每批抽检 32 件。", "结果记录在表 QC-12。"]);
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn languages_are_told_apart() {
        assert_eq!(language("SOP-QC-07 规定每批抽 125 个"), Lang::Zh);
        assert_eq!(language("The label 质检 was added to every carton of the lot"), Lang::En);
        assert_eq!(language("12 %"), Lang::En);
    }

    #[test]
    fn quotations_are_seen() {
        let all = sentences("Form 'We will improve' and “never again” don't count, it's so");
        assert!(all[0].is_quoted(9, 13) && all[0].is_quoted(32, 35));
        assert!(!all[0].is_quoted(50, 55));
    }
}
