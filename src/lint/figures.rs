//! The figures of a text, as they can be compared between English and Chinese.

use std::collections::BTreeSet;

use crate::tidy::MONTHS;

/// Figures, each in one form: `1,148` and `1148`, `7.30` and `7.3` are the same.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Numbers that stand alone: no years, and nothing of what looks like a name (`SOP-QC-11`).
    pub plain: BTreeSet<String>,
    /// Every number that the text holds in any way: these, months, number words, parts of names.
    pub known: BTreeSet<String>,
}

const WORDS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const DIGITS: &str = "零一二三四五六七八九";
/// What a Chinese numeral counts, where it is a figure and no part of a word.
const MEASURES: &str = "个件只台套箱批份次天日周月年名人位单张页项种处根条块成倍%％";

/// The figures of a text.
pub fn figures(text: &str) -> Figures {
    let mut found = Figures::default();
    let text: Vec<char> = text.chars().map(narrow).collect();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        if is_numeral(text[at]) {
            at += text[at..].iter().take_while(|c| is_numeral(**c)).count();
            found.known.extend(chinese(&text[start..at]).map(|n| n.to_string()));
        } else if in_word(text[at]) {
            at += text[at..].iter().take_while(|c| in_word(**c)).count();
            let word: String = text[start..at].iter().collect();
            let next = text[at..].iter().find(|c| **c != ' ');
            found.word(word.trim_matches(|c: char| !c.is_alphanumeric()), next.copied());
        } else {
            at += 1;
        }
    }
    found
}

/// Whether a text holds a figure: a number, or a word for two or more.
pub fn has_figure(text: &str) -> bool {
    let found = figures(text);
    let words = || text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let word =
        |w: &str| WORDS[2..].contains(&w) || TENS.contains(&w) || matches!(w, "half" | "dozen" | "twice" | "both");
    let chars: Vec<char> = text.chars().collect();
    let counted = |pair: &[char]| is_numeral(pair[0]) && pair[0] != '一' && MEASURES.contains(pair[1]);
    !found.plain.is_empty()
        || text.contains(|c: char| c.is_ascii_digit()) && found.known.iter().any(|n| is_year(n))
        || words().any(|w| word(&w))
        || chars.windows(2).any(counted)
}

impl Figures {
    /// Takes in a word of letters, digits and what joins them; `next` is the character after it.
    fn word(&mut self, word: &str, next: Option<char>) {
        if word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
            let Some(number) = plain(word) else { return self.parts(word) };
            let times = match next {
                Some('百') => 100.0,
                Some('千') => 1_000.0,
                Some('万') => 10_000.0,
                Some('亿') => 100_000_000.0,
                _ => 1.0,
            };
            let value = match number.parse::<f64>() {
                Ok(value) if times > 1.0 => format!("{}", (value * times).round()),
                _ => number.clone(),
            };
            if !is_year(&value) {
                self.plain.insert(value.clone());
            }
            self.known.extend([number, value]);
            return;
        }
        let lower = word.to_lowercase();
        let month = MONTHS.iter().position(|month| lower.len() >= 3 && month.starts_with(&lower));
        if let Some(month) = month {
            self.known.insert((month + 1).to_string());
        }
        let mut sum = 0;
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        if digits {
            self.parts(word);
        }
        if !lower.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        for part in lower.split('-') {
            sum += WORDS.iter().position(|w| *w == part).unwrap_or(0);
            sum += TENS.iter().position(|w| *w == part).map_or(0, |at| (at + 2) * 10);
        }
        if sum > 0 {
            self.known.insert(sum.to_string());
        }
    }

    /// Takes in the numbers inside a name, a date or a range.
    fn parts(&mut self, word: &str) {
        let pieces = word.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let pieces = pieces.map(|piece| piece.trim_matches(['.', ','])).filter(|piece| !piece.is_empty());
        for piece in pieces {
            self.known.extend(plain(piece));
            self.known.extend(piece.split(['.', ',']).filter_map(plain));
        }
    }
}

/// A number in its one form; none where the text is something else, such as `4.2.1`.
fn plain(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.all(|group| group.len() == 3) && !first.is_empty();
    if !grouped || !fraction.bytes().all(|b| b.is_ascii_digit()) || !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = whole.replace(',', "");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

fn is_year(number: &str) -> bool {
    number.parse::<u32>().is_ok_and(|n| (1990..2100).contains(&n))
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '–' | '/' | ':' | '_')
}

/// Full-width digits as plain ones.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xff10..=0xff19 => char::from_u32(code - 0xff10 + 0x30).unwrap_or(c),
        _ => c,
    }
}

fn is_numeral(c: char) -> bool {
    !c.is_ascii() && DIGITS.contains(c) || matches!(c, '〇' | '两' | '十' | '百' | '千' | '万')
}

/// The value of a Chinese numeral up to 99,999,999.
fn chinese(text: &[char]) -> Option<u64> {
    let digit = |c: char| match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => DIGITS.chars().position(|d| d == c).and_then(|at| u64::try_from(at).ok()),
    };
    if text.len() > 9 {
        return None;
    }
    if text.iter().all(|c| digit(*c).is_some()) {
        return Some(text.iter().filter_map(|c| digit(*c)).fold(0, |all, n| all * 10 + n));
    }
    let (mut all, mut part, mut last) = (0u64, 0u64, 0u64);
    for c in text {
        match (digit(*c), c) {
            (Some(n), _) => last = n,
            (None, '万') => {
                all = (all + part + last) * 10_000;
                (part, last) = (0, 0);
            }
            (None, unit) => {
                let unit = match unit {
                    '十' => 10,
                    '百' => 100,
                    _ => 1_000,
                };
                part += last.max(1) * unit;
                last = 0;
            }
        }
    }
    Some(all + part + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain_of(text: &str) -> Vec<String> {
        figures(text).plain.into_iter().collect()
    }

    #[test]
    fn names_and_years_are_no_figures() {
        assert_eq!(plain_of("SOP-QC-11 rev. 2 of October 9, 2026, lot 2611-K, form QC-12"), ["2", "9"]);
        assert_eq!(plain_of("on 2026-10-05, 24-hour test, ISO 2859-1"), Vec::<String>::new());
    }

    #[test]
    fn one_form_for_all() {
        assert_eq!(plain_of("1,148 of 01148 units, 7.30 %, 0.050."), ["0.05", "1148", "7.3"]);
        assert_eq!(plain_of("１２ 件, 3 万件, 1.5 万"), ["12", "15000", "30000"]);
    }

    #[test]
    fn words_are_known() {
        let known = figures("Twenty-four packers in October, two shifts").known;
        assert_eq!(known.into_iter().collect::<Vec<_>>(), ["10", "2", "24"]);
        let known = figures("三批、十二箱、二十五名、一百零三件、两万三千台").known;
        assert_eq!(known.into_iter().collect::<Vec<_>>(), ["103", "12", "23000", "25", "3"]);
    }

    #[test]
    fn figures_of_a_cause() {
        for text in ["7.3 % were split", "two of ten boxes", "since June 2026", "抽检十箱，三箱破损", "half of them"]
        {
            assert!(has_figure(text), "{text}");
        }
        for text in ["The box SOP-QC-07 was weak", "One packer forgot it", "包装不牢", "有一个环节不完善"] {
            assert!(!has_figure(text), "{text}");
        }
    }
}
