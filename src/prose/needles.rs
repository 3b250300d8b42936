//! Words without which a phrase cannot match: looked for first, so that the expression of a phrase
//! is compiled only when a text may hold it.

use std::ops::Range;

/// Words in most sentences: poor needles.
const COMMON: &[&str] = &[
    "the", "our", "was", "were", "are", "and", "for", "from", "has", "have", "had", "not", "that", "with", "been",
    "this", "will", "all", "each", "by", "of", "to", "in", "is", "we", "it", "or", "an",
];

/// The best set of needles of a phrase, as places in it: where it matches, one of them stands.
/// None where a phrase has no such set.
pub fn needles(phrase: &str) -> Option<Vec<Range<usize>>> {
    let mut scan = Scan { phrase, at: 0 };
    let found = scan.alternatives();
    // A bracket too many: no more is known.
    if scan.at < phrase.len() { None } else { found }
}

/// The alternatives of a phrase, split where no bracket is open.
pub fn split(phrase: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut at) = (0, 0_i32, 0);
    while let Some(c) = phrase[at..].chars().next() {
        let rest = &phrase[at..];
        let length = match c {
            '[' => rest.find(']').map_or(1, |end| end + 1),
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => c.len_utf8(),
        };
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(&phrase[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        at += length;
    }
    parts.push(&phrase[start..]);
    let whole = depth != 0 || phrase.ends_with('%') || parts.iter().any(|part| part.is_empty() || part.trim() != *part);
    if whole { vec![phrase] } else { parts }
}

struct Scan<'p> {
    phrase: &'p str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.phrase[self.at..]
    }

    fn alternatives(&mut self) -> Option<Vec<Range<usize>>> {
        let mut all = Some(Vec::new());
        loop {
            let one = self.sequence();
            match (&mut all, one) {
                (Some(all), Some(one)) => all.extend(one),
                _ => all = None,
            }
            if !self.rest().starts_with('|') {
                return all;
            }
            self.at += 1;
        }
    }

    /// The best needles of what follows one another.
    fn sequence(&mut self) -> Option<Vec<Range<usize>>> {
        let mut best: Option<(usize, Vec<Range<usize>>)> = None;
        let mut run = self.at..self.at;
        loop {
            let c = self.rest().chars().next();
            if c.is_some_and(char::is_alphanumeric) {
                self.at += c.map_or(0, char::len_utf8);
                run.end = self.at;
                continue;
            }
            let mut found = None;
            let text = &self.phrase[run.clone()];
            let last = text.chars().next_back().map_or(0, char::len_utf8);
            let shorter = match c {
                // At least once.
                Some('{') if self.rest()[1..].starts_with(|c: char| matches!(c, '1'..='9')) => 0,
                Some('?' | '*' | '{') => last,
                Some('~') if text.ends_with(['e', 'y']) => last,
                _ => 0,
            };
            run.end -= shorter;
            if !run.is_empty() {
                self.keep(&mut best, vec![run.clone()]);
            }
            match c {
                None | Some(')' | '|') => return best.map(|(_, needles)| needles),
                Some('(') => {
                    self.at += if self.rest().starts_with("(?:") { 3 } else { 1 };
                    found = self.alternatives();
                    self.at += usize::from(self.rest().starts_with(')'));
                    if self.rest().starts_with(['?', '*', '{']) {
                        found = None;
                    }
                }
                Some('[') => self.at += self.rest().find(']').map_or(1, |end| end + 1),
                Some('{') => self.at += self.rest().find('}').map_or(1, |end| end + 1),
                Some('\\') => self.at += 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8),
                Some(c) => self.at += c.len_utf8(),
            }
            if let Some(found) = found {
                self.keep(&mut best, found);
            }
            run = self.at..self.at;
        }
    }

    fn keep(&self, best: &mut Option<(usize, Vec<Range<usize>>)>, needles: Vec<Range<usize>>) {
        let cost = needles.iter().map(|needle| cost(&self.phrase[needle.clone()])).sum();
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            *best = Some((cost, needles));
        }
    }
}

/// How often a needle is found for nothing, about.
fn cost(needle: &str) -> usize {
    match needle.len() {
        _ if COMMON.contains(&needle) => 1000,
        0 | 1 => 1000,
        2 => 500,
        3 => 100,
        4 => 30,
        _ => 10,
    }
}

/// Buckets of groups of bytes.
const BUCKETS: usize = 4096;

/// Needles by their first bytes, three at most: one look at a text finds the phrases that may stand in it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Bucket, number of the phrase, place of the needle in it; sorted.
    entries: Vec<(usize, u32, Range<usize>)>,
    /// The buckets that have entries, a bit each.
    used: Buckets,
    /// Phrases that must be looked for in every text.
    always: Vec<u32>,
}

impl Index {
    /// Of the phrases, each with its needles.
    pub fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut made = Self::default();
        for (number, phrase) in (0..).zip(phrases) {
            match needles(phrase) {
                Some(found) => made.entries.extend(found.into_iter().map(|needle| {
                    let head = &phrase.as_bytes()[needle.start..needle.end.min(needle.start + 3)];
                    (bucket(head), number, needle)
                })),
                None => made.always.push(number),
            }
        }
        made.entries.sort_unstable_by_key(|(bucket, number, _)| (*bucket, *number));
        made.entries.iter().for_each(|(bucket, _, _)| made.used.insert(*bucket));
        made
    }

    /// The numbers of the phrases that a text with these buckets may hold, in order.
    pub fn candidates<'p>(&self, text: &str, buckets: &Buckets, phrase: impl Fn(u32) -> &'p str) -> Vec<u32> {
        let mut found = self.always.clone();
        for bucket in buckets.both(&self.used) {
            let first = self.entries.partition_point(|(other, _, _)| *other < bucket);
            let same = self.entries[first..].iter().take_while(|(other, _, _)| *other == bucket);
            for (_, number, needle) in same {
                let needle = &phrase(*number).as_bytes()[needle.clone()];
                if found.last() != Some(number) && holds(text.as_bytes(), needle) {
                    found.push(*number);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The buckets of a text's groups of up to three bytes, a bit each.
#[derive(Debug, Clone)]
pub struct Buckets([u64; BUCKETS / 64]);

impl Default for Buckets {
    fn default() -> Self {
        Self([0; BUCKETS / 64])
    }
}

impl Buckets {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let mut made = Self::default();
        // Groups of one and two as well, for short needles.
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            (1..=3).filter_map(|length| bytes.get(at..at + length)).for_each(|group| made.insert(bucket(group)));
        }
        made
    }

    fn insert(&mut self, bucket: usize) {
        self.0[bucket / 64] |= 1 << (bucket % 64);
    }

    /// The buckets that both have.
    fn both(&self, other: &Self) -> impl Iterator<Item = usize> {
        let words = self.0.into_iter().zip(other.0).map(|(mine, theirs)| mine & theirs);
        words.enumerate().flat_map(|(at, word)| {
            let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|word| *word != 0).map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }
}

fn holds(text: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    memchr::memchr_iter(*first, text).any(|at| text[at..].starts_with(needle))
}

fn bucket(group: &[u8]) -> usize {
    let sum = group.iter().fold(0_usize, |sum, byte| sum * 37 + usize::from(*byte));
    sum % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str) -> Option<Vec<&str>> {
        needles(phrase).map(|all| all.into_iter().map(|range| &phrase[range]).collect())
    }

    #[test]
    fn needles_are_what_a_match_must_hold() {
        assert_eq!(found("improve~ .. (quality|service)"), Some(vec!["improv"]));
        assert_eq!(found("(was|were) founded in"), Some(vec!["founded"]));
        assert_eq!(found("(we )?(find|finds?|fou?nd)"), Some(vec!["find", "find", "fo"]));
        assert_eq!(found(r"\d+ (?:[a-z]+)"), None);
        assert_eq!(found("(a|[xy])"), None);
        assert_eq!(found("b0x{4,}"), Some(vec!["b0x"]));
        assert_eq!(found("b0x{0,2}"), Some(vec!["b0"]));
        assert_eq!(found("加强…质检"), Some(vec!["加强"]));
    }

    #[test]
    fn alternatives_are_split_outside_brackets() {
        assert_eq!(split("a|b (c|d)|e[|]"), ["a", "b (c|d)", "e[|]"]);
        assert_eq!(split("a |b"), ["a |b"]);
    }

    #[test]
    fn an_index_never_misses() {
        let phrases = ["carton|box", "improve~ .. quality", r"\d+ (?:[a-z]+)", "纸箱"];
        let index = Index::new(phrases.into_iter());
        let of = |text: &str| index.candidates(text, &Buckets::of(text), |number| phrases[number as usize]);
        assert_eq!(of("the carton, 纸箱"), [0, 2, 3]);
        assert_eq!(of("improving"), [1, 2]);
        assert_eq!(of(""), [2]);
    }
}
