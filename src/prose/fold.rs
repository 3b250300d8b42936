//! Text put into one form, so that what looks the same compares equal: ligatures and full-width
//! letters as plain ones, small letters, one kind of dash.

use unicode_normalization::UnicodeNormalization;

/// From so many letters on, a text is looked for without regard to spaces and to what stands
/// beside it; shorter ones would be found in every other sentence.
const LONG: usize = 6;

/// The plain letters of a text; blanks are blanks, what cannot be seen is gone.
pub fn fold(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().flat_map(char::to_lowercase).filter_map(|c| match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}' | '\u{2019}' => Some('\''),
        '\u{201c}' | '\u{201d}' => Some('"'),
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    })
}

/// Whether letters of a script stand beside each other without spaces.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

/// A text that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Its letters, each with whether a blank stands before it.
    pub letters: Vec<(char, bool)>,
}

impl Needle {
    /// Prepares a text.
    pub fn new(text: &str) -> Self {
        let mut letters = Vec::new();
        let mut blank = false;
        for c in fold(text) {
            if c == ' ' {
                blank = true;
            } else {
                letters.push((c, blank && !letters.is_empty()));
                blank = false;
            }
        }
        Self { letters }
    }

    /// Whether there is enough of it to be looked for.
    pub fn is_worth_it(&self) -> bool {
        let han = self.letters.iter().filter(|(c, _)| is_han(*c)).count();
        self.letters.iter().filter(|(c, _)| c.is_alphanumeric()).count() >= 4 || han >= 2
    }

    /// Whether the text stands in another: long ones anywhere, short ones between words.
    pub fn is_in(&self, text: &str) -> bool {
        let han = self.letters.iter().filter(|(c, _)| is_han(*c)).count();
        let bare: String = self.letters.iter().map(|(c, _)| *c).collect();
        if bare.is_empty() {
            return false;
        }
        if self.letters.len() >= LONG || han >= 2 {
            let text: String = fold(text).filter(|c| *c != ' ').collect();
            return text.contains(&bare);
        }
        let text: Vec<char> = fold(text).collect();
        let wordly = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(*c));
        let first = self.letters.first().map(|(c, _)| c);
        (0..text.len()).any(|start| {
            let Some(end) = self.fits(&text, start) else { return false };
            let before = start.checked_sub(1).and_then(|at| text.get(at));
            let (cut, torn) = (wordly(first) && wordly(before), wordly(text.get(end - 1)) && wordly(text.get(end)));
            !(cut || torn)
        })
    }

    /// Where the text ends if it begins here; blanks stand where they should.
    fn fits(&self, text: &[char], start: usize) -> Option<usize> {
        let mut at = start;
        for (letter, blank) in &self.letters {
            if *blank {
                let blanks = text.get(at..)?.iter().take_while(|c| **c == ' ').count();
                if blanks == 0 {
                    return None;
                }
                at += blanks;
            }
            if text.get(at) != Some(letter) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(fold("ﬁne　ＡＢ１").collect::<String>(), "fine ab1");
        assert!(Needle::new("Jane Doe").is_in("for JANE\nDOE, Leeds"));
        assert!(Needle::new("112-5550111-5550122").is_in("order 112\u{2011}5550111 \u{2011}5550122."));
        assert!(Needle::new("张三").is_in("收件人：张 三"));
    }

    #[test]
    fn short_texts_are_words() {
        assert!(Needle::new("Li").is_in("Mr Li, buyer"));
        assert!(!Needle::new("Li").is_in("quality, mail in"));
        assert!(!Needle::new("Li").is_in(""));
        assert!(!Needle::new(" ").is_in("a b"));
    }
}
