//! Words without which a phrase cannot match: only where a text holds them is the phrase looked for. The
//! build script finds them with this file.

use std::ops::Range;

use super::lists::Lang;

/// Words in most sentences: poor needles.
const COMMON: &[&str] = &[
    "the", "our", "was", "were", "are", "and", "for", "from", "has", "have", "had", "not", "that", "with", "been",
    "this", "will", "all", "each", "by", "of", "to", "in", "is", "we", "it", "or", "an",
];

/// What costs more is asked for only where there is nothing better.
const POOR: usize = 600;
/// Most clauses of a phrase; they are bits of a byte.
const MOST: usize = 6;

/// Words of which one stands wherever a phrase matches.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The words.
    pub needles: Vec<Needle>,
    /// How often it is met for nothing, about.
    cost: usize,
}

/// A part of a phrase that is looked for as it stands.
#[derive(Debug, Clone)]
pub struct Needle {
    /// Its place in the phrase.
    pub range: Range<usize>,
    /// Whether a word begins there.
    pub begins: bool,
    /// Whether a word ends there.
    pub ends: bool,
    /// Whether it stands at the end of an alternative: what follows decides whether a word ends there.
    open: bool,
}

/// What a phrase must have to match: something of each clause. Nothing is known of one without clauses.
pub fn clauses(lang: Lang, phrase: &str) -> Vec<Clause> {
    let english = lang == Lang::En;
    let mut scan = Scan { phrase, at: 0, depth: 0, blanks: english, edge: english && !phrase.ends_with('%') };
    let (mut found, _) = scan.alternatives(english);
    // A bracket too many: no more is known.
    if scan.at < phrase.len() {
        return Vec::new();
    }
    found.sort_by_key(|clause| clause.cost);
    let poor = found.iter().skip(1).position(|clause| clause.cost > POOR).map_or(found.len(), |at| at + 1);
    found.truncate(poor.min(MOST));
    found
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
    /// How many brackets are open.
    depth: usize,
    /// Whether a blank in the phrase is one in the text.
    blanks: bool,
    /// Whether a word ends where the phrase ends.
    edge: bool,
}

/// What follows a place.
enum Next {
    /// A blank, or the end: a word that ended there ends.
    Edge,
    /// The end of an alternative.
    Open,
    /// Anything else.
    Other,
}

impl<'p> Scan<'p> {
    fn rest(&self) -> &'p str {
        &self.phrase[self.at..]
    }

    /// The length of a gap or blank that stands at this place and is a blank in the text at least.
    fn blank(&self) -> Option<usize> {
        let rest = self.rest();
        let length = [" … ", "…", " .. ", "..", " "].into_iter().find(|gap| rest.starts_with(gap)).map(str::len)?;
        (self.blanks && !rest[length..].starts_with(['?', '*', '+', '{'])).then_some(length)
    }

    fn next(&self) -> Next {
        match self.rest().chars().next() {
            None | Some('|') if self.depth == 0 && self.edge => Next::Edge,
            Some(')' | '|') if self.depth > 0 => Next::Open,
            _ if self.blank().is_some() => Next::Edge,
            _ => Next::Other,
        }
    }

    /// The clauses of alternatives, and whether a word can begin behind them, as it can before them if
    /// `begins`.
    fn alternatives(&mut self, begins: bool) -> (Vec<Clause>, bool) {
        let (mut all, mut behind) = self.sequence(begins);
        while self.rest().starts_with('|') {
            self.at += 1;
            let (other, end) = self.sequence(begins);
            behind &= end;
            // One of the best of each.
            let best = |all: Vec<Clause>| all.into_iter().min_by_key(|clause| clause.cost);
            all = match (best(all), best(other)) {
                (Some(mut one), Some(other)) => {
                    one.needles.extend(other.needles);
                    one.cost += other.cost;
                    vec![one]
                }
                _ => Vec::new(),
            };
        }
        (all, behind)
    }

    /// The clauses of what follows one another.
    fn sequence(&mut self, mut begins: bool) -> (Vec<Clause>, bool) {
        let mut all: Vec<Clause> = Vec::new();
        loop {
            let start = self.at;
            let run = self.rest().find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest().len());
            self.at += run;
            let c = self.rest().chars().next();
            if run > 0 {
                self.run(start, begins, &mut all);
                begins = false;
            }
            match c {
                None | Some(')' | '|') => return (all, begins),
                Some('(') => {
                    let (found, behind) = self.group(begins);
                    all.extend(found);
                    begins = behind;
                    continue;
                }
                _ => {}
            }
            if let Some(length) = self.blank() {
                self.at += length;
                begins = true;
                continue;
            }
            begins = false;
            self.at += match c {
                Some('[') => self.rest().find(']').map_or(1, |end| end + 1),
                Some('{') => self.rest().find('}').map_or(1, |end| end + 1),
                Some('\\') => 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8),
                c => c.map_or(0, char::len_utf8),
            };
        }
    }

    /// Letters and digits from `start` to this place.
    fn run(&self, start: usize, begins: bool, all: &mut Vec<Clause>) {
        let text = &self.phrase[start..self.at];
        let last = text.chars().next_back().map_or(0, char::len_utf8);
        let rest = self.rest();
        let shorter = match rest.chars().next() {
            // At least once.
            Some('{') if rest[1..].starts_with(|c: char| matches!(c, '1'..='9')) => 0,
            Some('?' | '*' | '{') => last,
            Some('~') if text.ends_with(['e', 'y']) => last,
            _ => 0,
        };
        let range = start..self.at - shorter;
        let ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let begins = begins && ascii(text.as_bytes().first());
        let (ends, open) = match self.next() {
            _ if !ascii(text.as_bytes().last()) => (false, false),
            Next::Edge => (true, false),
            Next::Open => (false, self.edge || self.blanks),
            Next::Other => (false, false),
        };
        if !range.is_empty() {
            let cost = cost(&self.phrase[range.clone()], begins && (ends || open));
            all.push(Clause { needles: vec![Needle { range, begins, ends, open }], cost });
        }
    }

    /// What stands in brackets, and how often.
    fn group(&mut self, begins: bool) -> (Vec<Clause>, bool) {
        self.at += if self.rest().starts_with("(?:") { 3 } else { 1 };
        self.depth += 1;
        let (mut found, behind) = self.alternatives(begins);
        self.depth -= 1;
        self.at += usize::from(self.rest().starts_with(')'));
        let repeated = match self.rest().chars().next() {
            Some('{') => self.rest().find('}').map_or(1, |end| end + 1),
            Some('?' | '*' | '+') => 1,
            _ => 0,
        };
        let optional = self.rest().starts_with(['?', '*', '{']);
        self.at += repeated;
        if optional {
            return (Vec::new(), begins && behind);
        }
        let next = if repeated > 0 { Next::Other } else { self.next() };
        for needle in found.iter_mut().flat_map(|clause| &mut clause.needles).filter(|needle| needle.open) {
            (needle.ends, needle.open) = match next {
                Next::Edge => (true, false),
                Next::Open => (false, true),
                Next::Other => (false, false),
            };
        }
        (found, behind)
    }
}

/// How often a needle is found for nothing, about.
fn cost(needle: &str, word: bool) -> usize {
    let common = COMMON.contains(&needle);
    match needle.len() {
        0..=2 if word && !common => 200,
        0 | 1 => 1000,
        2 if common => 1000,
        2 => 500,
        3 | 4 if common => 1000,
        3 if word => 50,
        3 => 100,
        4 => 30,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The needles of each clause; `_` where a word begins or ends.
    fn found(lang: Lang, phrase: &str) -> Vec<Vec<String>> {
        let said = |needle: Needle| {
            let edge = |is: bool| if is { "_" } else { "" };
            format!("{}{}{}", edge(needle.begins), &phrase[needle.range], edge(needle.ends))
        };
        let all = clauses(lang, phrase).into_iter();
        all.map(|clause| clause.needles.into_iter().map(said).collect()).collect()
    }

    fn english(phrase: &str) -> Vec<Vec<String>> {
        found(Lang::En, phrase)
    }

    #[test]
    fn needles_are_what_a_match_must_hold() {
        assert_eq!(english("improve~ .. (quality|service)"), [vec!["_improv"], vec!["_quality_", "_service_"]]);
        assert_eq!(english("(was|were) founded in"), [["_founded_"]]);
        assert_eq!(english("(we )?(find|finds?|fou?nd)"), [["_find_", "_find", "_fo"]]);
        assert_eq!(english("(a|[xy])"), Vec::<Vec<String>>::new());
        assert_eq!(english(r"\d+ (?:[a-z]+)"), Vec::<Vec<String>>::new());
        assert_eq!(english("b0x{4,}"), [["_b0x"]]);
        assert_eq!(english("b0x{0,2}"), [["_b0"]]);
        assert_eq!(english("(to )*(carton|box)+ade"), [vec!["_carton", "_box"], vec!["ade_"]]);
        assert_eq!(english("a (cart)) x"), Vec::<Vec<String>>::new());
        assert_eq!(found(Lang::Zh, "加强…质检"), [["加强"], ["质检"]]);
    }

    #[test]
    fn a_word_begins_behind_a_blank_that_must_be_there() {
        assert_eq!(english("100 ?pieces"), [["pieces_"], ["_100"]]);
        assert_eq!(english("made-up"), [["_made"], ["up_"]]);
        assert_eq!(english("(their |the )?label (?:[a-z]+ ){0,2}torn"), [["_label_"], ["_torn_"]]);
        assert_eq!(english("(un)?packed"), [["packed_"]]);
        assert_eq!(english("(label|mark)(s|ed)?"), [["_label", "_mark"]]);
        assert_eq!(english("((label|mark)) torn"), [vec!["_torn_"], vec!["_label_", "_mark_"]]);
    }

    #[test]
    fn alternatives_are_split_outside_brackets() {
        assert_eq!(split("a|b (c|d)|e[|]"), ["a", "b (c|d)", "e[|]"]);
        assert_eq!(split("a |b"), ["a |b"]);
    }
}
