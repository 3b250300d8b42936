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

/// Buckets of an [`Index`].
const BUCKETS: usize = 1024;

/// Needles by their first three bytes: one pass over a text finds the phrases that may stand in it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Where the entries of a bucket begin.
    starts: Vec<u32>,
    entries: Vec<(u32, Range<usize>)>,
    /// Phrases that must be looked for in every text.
    always: Vec<u32>,
}

impl Index {
    /// Of the phrases, each with its needles.
    pub fn new<'p>(phrases: impl Iterator<Item = &'p str> + Clone) -> Self {
        let mut made = Self { starts: vec![0; BUCKETS + 1], ..Self::default() };
        let mut all: Vec<(usize, u32, Range<usize>)> = Vec::new();
        for (number, phrase) in (0..).zip(phrases) {
            match needles(phrase).filter(|all| all.iter().all(|needle| needle.len() >= 3)) {
                Some(found) => all.extend(found.into_iter().map(|needle| {
                    let bytes = phrase.as_bytes();
                    (bucket(&bytes[needle.start..needle.start + 3]), number, needle)
                })),
                None => made.always.push(number),
            }
        }
        all.sort_unstable_by_key(|(bucket, number, _)| (*bucket, *number));
        for (bucket, number, needle) in all {
            made.starts[bucket + 1] += 1;
            made.entries.push((number, needle));
        }
        for at in 0..BUCKETS {
            made.starts[at + 1] += made.starts[at];
        }
        made
    }

    /// The numbers of the phrases that a text may hold, in order.
    pub fn candidates<'p>(&self, text: &str, phrase: impl Fn(u32) -> &'p str) -> Vec<u32> {
        let mut found = self.always.clone();
        let bytes = text.as_bytes();
        for (at, three) in bytes.windows(3).enumerate() {
            let bucket = bucket(three);
            let entries = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
            for (number, needle) in &self.entries[entries] {
                let needle = &phrase(*number).as_bytes()[needle.clone()];
                if bytes[at..].starts_with(needle) && found.last() != Some(number) {
                    found.push(*number);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn bucket(three: &[u8]) -> usize {
    let sum = three.iter().fold(0_usize, |sum, byte| sum * 37 + usize::from(*byte));
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
        assert_eq!(found("b0x{4,}"), Some(vec!["b0"]));
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
        let of = |text: &str| index.candidates(text, |number| phrases[number as usize]);
        assert_eq!(of("the carton, 纸箱"), [0, 2, 3]);
        assert_eq!(of("improving"), [1, 2]);
        assert_eq!(of(""), [2]);
    }
}
