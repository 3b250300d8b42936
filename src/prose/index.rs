//! Which phrases a text may hold: the needles of all phrases of a language as one automaton (Aho and Corasick,
//! 1975), which looks at each byte of a text once. The build script makes it with this file; the program only
//! reads it.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use super::lists::Lang;
use super::needles;

/// The automaton of a language, and what its needles mean.
#[derive(Debug)]
pub struct Index {
    /// A number for each byte that needles hold, from 1; 0 for all others.
    pub classes: Cow<'static, [u8]>,
    /// How many numbers there are, with 0.
    pub count: usize,
    /// By state and class the next state: `count` pairs of bytes a state, the lower byte first. State 0 is the first.
    pub next: Cow<'static, [u8]>,
    /// Where the needles that end with each state begin in `ended`, and at last where they end.
    pub ends: Cow<'static, [u32]>,
    /// The numbers of needles.
    pub ended: Cow<'static, [u16]>,
    /// The needles.
    pub needles: Cow<'static, [Needle]>,
    /// The phrases that are asked about once a needle is met, needle after needle.
    pub asked: Cow<'static, [u32]>,
    /// Where the further clauses of each phrase begin in `clauses`, and at last where they end.
    pub further: Cow<'static, [u32]>,
    /// Where the needles of each clause begin in `one_of`, and at last where they end.
    pub clauses: Cow<'static, [u32]>,
    /// The numbers of needles of which a text must hold one.
    pub one_of: Cow<'static, [u16]>,
    /// Phrases without clauses.
    pub always: Cow<'static, [u32]>,
}

/// What is looked for as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needle {
    /// Its length in bytes.
    pub length: u16,
    /// Whether a word must begin where it begins.
    pub begins: bool,
    /// Whether a word must end where it ends.
    pub ends: bool,
    /// Where its phrases begin in `asked`.
    pub from: u32,
    /// Where they end.
    pub to: u32,
}

impl Index {
    /// The numbers of the phrases that a text may hold, in order.
    pub fn candidates(&self, text: &[u8]) -> Vec<u32> {
        let mut asked = Set::new(self.further.len().saturating_sub(1));
        let mut met = Set::new(self.needles.len());
        for phrase in self.always.iter() {
            asked.insert(*phrase as usize);
        }
        let mut state = 0;
        for (at, byte) in text.iter().enumerate() {
            let place = 2 * (state * self.count + usize::from(self.classes[usize::from(*byte)]));
            state = usize::from(u16::from_le_bytes([self.next[place], self.next[place + 1]]));
            let ended = &self.ended[self.ends[state] as usize..self.ends[state + 1] as usize];
            for number in ended {
                let needle = &self.needles[usize::from(*number)];
                let start = at + 1 - usize::from(needle.length);
                let inside = needle.begins && start > 0 && is_word(text.get(start - 1));
                if inside || needle.ends && is_word(text.get(at + 1)) || !met.insert(usize::from(*number)) {
                    continue;
                }
                for phrase in &self.asked[needle.from as usize..needle.to as usize] {
                    asked.insert(*phrase as usize);
                }
            }
        }
        let said = |phrase: usize| {
            let clauses = self.further[phrase] as usize..self.further[phrase + 1] as usize;
            clauses.into_iter().all(|clause| {
                let one_of = self.clauses[clause] as usize..self.clauses[clause + 1] as usize;
                self.one_of[one_of].iter().any(|number| met.has(usize::from(*number)))
            })
        };
        let mut found = Vec::new();
        asked.each(|phrase| {
            if said(phrase) {
                found.push(count(phrase));
            }
        });
        found
    }
}

/// Numbers, a bit each.
struct Set(Vec<u64>);

impl Set {
    /// Room for the numbers below this.
    fn new(end: usize) -> Self {
        Self(vec![0; end.div_ceil(64)])
    }

    /// Whether it is new.
    fn insert(&mut self, number: usize) -> bool {
        let (word, bit) = (&mut self.0[number / 64], 1 << (number % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    /// Tells of the numbers, in order.
    fn each(&self, mut tell: impl FnMut(usize)) {
        for (at, word) in self.0.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                tell(64 * at + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Makes an index.
#[derive(Debug)]
pub struct Builder {
    lang: Lang,
    /// Needles by their text, and by whether a word begins and ends there.
    needles: BTreeMap<(Vec<u8>, bool, bool), u16>,
    /// By the number of a needle the phrases of whose first clause it is.
    asked: Vec<Vec<u32>>,
    /// By phrase the needles of each further clause.
    further: Vec<Vec<Vec<u16>>>,
    always: Vec<u32>,
}

impl Builder {
    /// An index without phrases.
    pub fn new(lang: Lang) -> Self {
        let (asked, further) = (Vec::new(), Vec::new());
        Self { lang, needles: BTreeMap::new(), asked, further, always: Vec::new() }
    }

    /// How many phrases there are.
    pub fn phrases(&self) -> u32 {
        count(self.further.len())
    }

    /// Adds a phrase. It is asked about where its first clause is met, which is met for nothing least often.
    pub fn add(&mut self, text: &str) {
        let phrase = self.phrases();
        let mut clauses = Vec::new();
        for clause in needles::clauses(self.lang, text) {
            let needles = clause.needles.iter().map(|needle| {
                let said = text.as_bytes()[needle.range.clone()].to_vec();
                let fresh = short(self.needles.len());
                let number = *self.needles.entry((said, needle.begins, needle.ends)).or_insert(fresh);
                self.asked.resize(self.needles.len(), Vec::new());
                number
            });
            clauses.push(needles.collect::<Vec<u16>>());
        }
        match clauses.split_first() {
            Some((first, _)) => first.iter().for_each(|needle| self.asked[usize::from(*needle)].push(phrase)),
            None => self.always.push(phrase),
        }
        self.further.push(clauses.into_iter().skip(1).collect());
    }

    /// The index.
    pub fn finish(self) -> Index {
        let mut classes = vec![0_u8; 256];
        let mut used: Vec<u8> = self.needles.keys().flat_map(|(text, ..)| text.iter().copied()).collect();
        used.sort_unstable();
        used.dedup();
        for (byte, class) in used.iter().zip(1..) {
            classes[usize::from(*byte)] = class;
        }
        let width = used.len() + 1;
        let mut tree = Tree { width, next: vec![0; width], ended: vec![Vec::new()] };
        for ((text, ..), number) in &self.needles {
            tree.add(text.iter().map(|byte| usize::from(classes[usize::from(*byte)])), *number);
        }
        tree.link();
        let (mut needles, mut asked) = (Vec::new(), Vec::new());
        let mut by_number: Vec<_> = self.needles.iter().map(|(needle, number)| (*number, needle)).collect();
        by_number.sort_unstable();
        for ((_, (text, begins, ends)), phrases) in by_number.into_iter().zip(self.asked) {
            let from = count(asked.len());
            asked.extend(phrases);
            let length = short(text.len());
            needles.push(Needle { length, begins: *begins, ends: *ends, from, to: count(asked.len()) });
        }
        let all: Vec<Vec<u16>> = self.further.iter().flatten().cloned().collect();
        let (clauses, one_of) = flat(&all);
        let mut further = vec![0];
        further.extend(self.further.iter().scan(0, |sum, clauses| {
            *sum += count(clauses.len());
            Some(*sum)
        }));
        let (ends, ended) = flat(&tree.ended);
        Index {
            classes: classes.into(),
            count: width,
            next: tree.next.iter().flat_map(|state| state.to_le_bytes()).collect(),
            ends: ends.into(),
            ended: ended.into(),
            needles: needles.into(),
            asked: asked.into(),
            further: further.into(),
            clauses: clauses.into(),
            one_of: one_of.into(),
            always: self.always.into(),
        }
    }
}

/// An automaton in the making.
struct Tree {
    width: usize,
    next: Vec<u16>,
    ended: Vec<Vec<u16>>,
}

impl Tree {
    /// Adds a needle as a path from the first state.
    fn add(&mut self, classes: impl Iterator<Item = usize>, number: u16) {
        let state = classes.fold(0, |state, class| {
            let place = state * self.width + class;
            if self.next[place] == 0 {
                self.next[place] = short(self.ended.len());
                self.next.resize(self.next.len() + self.width, 0);
                self.ended.push(Vec::new());
            }
            usize::from(self.next[place])
        });
        self.ended[state].push(number);
    }

    /// Where a path ends, goes on with the longest of its ends that is the beginning of another.
    fn link(&mut self) {
        let mut fallback = vec![0; self.ended.len()];
        let mut queue = VecDeque::from([0]);
        while let Some(state) = queue.pop_front() {
            for class in 1..self.width {
                let place = state * self.width + class;
                let other = self.next[fallback[state] * self.width + class];
                match usize::from(self.next[place]) {
                    0 => self.next[place] = if state == 0 { 0 } else { other },
                    child => {
                        fallback[child] = if state == 0 { 0 } else { usize::from(other) };
                        let inherited = self.ended[fallback[child]].clone();
                        self.ended[child].extend(inherited);
                        queue.push_back(child);
                    }
                }
            }
        }
    }
}

/// Lists as one, and where each begins in it, and at last where they end.
fn flat(lists: &[Vec<u16>]) -> (Vec<u32>, Vec<u16>) {
    let mut starts = vec![0];
    let mut all = Vec::new();
    for list in lists {
        all.extend(list);
        starts.push(count(all.len()));
    }
    (starts, all)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("lists are short")
}

fn short(length: usize) -> u16 {
    u16::try_from(length).expect("lists are short")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_never_misses() {
        let phrases = ["carton|box", "improve~ .. quality", r"\d+ (?:[a-z]+)", "纸箱", "a b", "x", "cart"];
        let mut builder = Builder::new(Lang::En);
        phrases.iter().for_each(|phrase| builder.add(phrase));
        let index = builder.finish();
        let of = |text: &str| index.candidates(text.as_bytes());
        assert_eq!(of("the carton, 纸箱"), [0, 2, 3]);
        assert_eq!(of("improving the quality"), [1, 2]);
        assert_eq!(of("improving cartons, inequality"), [2]);
        assert_eq!(of("a b"), [2, 4]);
        assert_eq!(of("size x, box"), [0, 2, 5]);
        assert_eq!(of("cart, carton, boxcart"), [0, 2, 6]);
        assert_eq!(of("x"), [2, 5]);
        assert_eq!(of("six"), [2]);
        assert_eq!(of(""), [2]);
    }

    /// Against a plain search for every needle.
    #[test]
    fn an_automaton_finds_what_a_search_finds() {
        let words = ["he", "she", "his", "hers", "ers", "s", "sh"];
        let mut builder = Builder::new(Lang::Zh);
        words.iter().for_each(|word| builder.add(word));
        let index = builder.finish();
        for text in ["ushers", "hish", "sshe rs", "ers", "h", "xyz", "shis he"] {
            let wanted: Vec<u32> = (0..).zip(words).filter(|(_, word)| text.contains(word)).map(|(at, _)| at).collect();
            assert_eq!(index.candidates(text.as_bytes()), wanted, "{text}");
        }
    }
}
