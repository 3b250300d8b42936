//! What a seller reads in buyers' comments: `[[complaints.reading]]`. Comments are looked at and never
//! kept.

use serde::{Deserialize, Serialize};

/// Comments with these words are about this area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reading {
    /// The area, one of [`crate::parse::keys::AREAS`].
    pub area: String,
    /// Words or phrases, any of which is enough.
    #[serde(rename = "match")]
    pub words: Vec<String>,
}

/// Readings, ready to be looked for.
pub struct Matcher {
    phrases: Vec<(u8, String)>,
}

impl Matcher {
    /// Prepares readings; more than 250 are not looked for.
    pub fn new(readings: &[Reading]) -> Self {
        let of = |(at, reading): (usize, &Reading)| {
            let number = u8::try_from(at + 1).unwrap_or(u8::MAX);
            reading.words.iter().map(move |words| (number, plain(words))).collect::<Vec<_>>()
        };
        let phrases = readings.iter().take(250).enumerate().flat_map(of);
        Self { phrases: phrases.filter(|(_, words)| !words.is_empty()).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The number of the first reading that a comment bears, from 1; 0 for none.
    pub fn find(&self, comment: &str) -> u8 {
        let comment = plain(comment);
        self.phrases.iter().find(|(_, words)| has(&comment, words)).map_or(0, |(number, _)| *number)
    }
}

/// Small letters, one blank between words.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether words stand in a text: as whole words where they are of letters with blanks between words; a
/// plural counts.
fn has(text: &str, words: &str) -> bool {
    let spaced = |c: char| c.is_alphanumeric() && !('\u{2e80}'..='\u{9fff}').contains(&c);
    let opens = words.chars().next().is_some_and(spaced);
    let closes = words.chars().next_back().is_some_and(spaced);
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + words.len()..];
        let end = |after: &str| !after.chars().next().is_some_and(spaced);
        let plural = ["s", "es"].iter().any(|s| after.strip_prefix(s).is_some_and(end));
        !(opens && before.is_some_and(spaced)) && (!closes || end(after) || plural)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let reading = |area: &str, words: &[&str]| Reading {
            area: area.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let all = [reading("instructions", &["manual", "which screws", "说明书"]), reading("packaging", &["box"])];
        let matcher = Matcher::new(&all);
        for (comment, wanted) in [
            ("No MANUAL in the  box", 1),
            ("box without a manual", 1),
            ("two manuals", 1),
            ("must be done manually", 0),
            ("I don't know Which\n screws go where", 1),
            ("boxing gloves", 0),
            ("the box was crushed", 2),
            ("里面没有说明书啊", 1),
            ("", 0),
        ] {
            assert_eq!(matcher.find(comment), wanted, "{comment}");
        }
    }
}
