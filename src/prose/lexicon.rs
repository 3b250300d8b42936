//! All phrase lists of a language, and which of their phrases a sentence may hold: one look at the
//! sentence for all of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::needles;
use super::pattern::{Lang, Phrases, sections};

/// A class of phrases, by its data files.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Class {
    Admission,
    Blame,
    Concrete,
    Denial,
    Emotive,
    OffTopic,
    Personal,
    Placeholder,
    Planned,
    Symptom,
    Vague,
}

/// The data files of a language in the order of [`Class`].
macro_rules! files {
    ($lang:literal) => {
        files!($lang: "admission", "blame", "concrete", "denial", "emotive", "off_topic", "personal", "placeholder",
            "planned", "symptom", "vague")
    };
    ($lang:literal: $($name:literal),*) => { [$(include_str!(concat!("data/", $lang, "/", $name, ".txt"))),*] };
}

/// English and Chinese.
const SOURCES: [[&str; 11]; 2] = [files!("en"), files!("zh")];

/// The phrase lists of a language.
pub struct Lexicon {
    classes: Vec<BTreeMap<String, Phrases>>,
    index: Index,
}

impl Lexicon {
    /// The lists of a language, read when it is first met.
    pub fn of(lang: Lang) -> &'static Self {
        static ALL: [OnceLock<Lexicon>; 2] = [OnceLock::new(), OnceLock::new()];
        ALL[lang as usize].get_or_init(|| Self::new(lang))
    }

    fn new(lang: Lang) -> Self {
        let mut index = Index::default();
        let mut section = |phrases: &[String]| {
            let phrases = Phrases::new(lang, phrases, index.phrases());
            phrases.texts().for_each(|text| index.add(lang, text));
            phrases
        };
        let class = |source: &&str| {
            let all = sections(source).into_iter();
            all.map(|(name, phrases)| (name, section(&phrases))).collect()
        };
        let classes = SOURCES[lang as usize].iter().map(class).collect();
        Self { classes, index }
    }

    /// The phrases of a section of a class; none where the language has no such section.
    pub fn section(&self, class: Class, name: &str) -> Option<&Phrases> {
        self.classes[class as usize].get(name)
    }

    /// The numbers of the phrases that a text may hold, in order.
    pub fn candidates(&self, text: &str) -> Vec<u32> {
        self.index.candidates(text.as_bytes())
    }

    /// What of a file is a section, as written.
    pub fn written(class: Class, name: &str) -> Vec<String> {
        let all = SOURCES.map(|files| sections(files[class as usize]).remove(name).unwrap_or_default());
        all.concat()
    }
}

/// What a needle belongs to.
#[derive(Debug, Clone, Copy)]
struct Owner {
    phrase: u32,
    /// Which of its clauses, as a bit.
    clause: u8,
    /// Whether a word must end where the needle ends.
    ends: bool,
}

/// All needles as a tree of bytes.
#[derive(Default)]
struct Index {
    /// From a node by a byte to the next node.
    next: FxHashMap<(u32, u8), u32>,
    /// The pairs of bytes with which needles begin before which no word need begin, a bit each.
    pairs: Vec<u64>,
    /// Where the owners of the needle that ends at a node stand in `owners`, plus one; 0 for none.
    ends: Vec<u32>,
    owners: Vec<Vec<Owner>>,
    /// The clauses of each phrase, a bit each.
    wanted: Vec<u8>,
    /// Phrases without clauses.
    always: Vec<u32>,
}

/// Needles before which a word begins grow from this node, all others from the next one.
const BEGINS: u32 = 0;
const OTHERS: u32 = 1;

impl Index {
    /// How many phrases there are.
    fn phrases(&self) -> u32 {
        count(self.wanted.len())
    }

    fn add(&mut self, lang: Lang, text: &str) {
        let phrase = self.phrases();
        let clauses = needles::clauses(lang, text);
        self.wanted.push((1_u8 << clauses.len()) - 1);
        if clauses.is_empty() {
            self.always.push(phrase);
        }
        self.ends.resize(self.ends.len().max(2), 0);
        for (bit, clause) in clauses.iter().enumerate() {
            for needle in &clause.needles {
                let said = &text.as_bytes()[needle.range.clone()];
                let mut node = if needle.begins { BEGINS } else { OTHERS };
                if !needle.begins {
                    self.add_pair(said);
                }
                for byte in said {
                    let fresh = count(self.ends.len());
                    node = *self.next.entry((node, *byte)).or_insert(fresh);
                    if node == fresh {
                        self.ends.push(0);
                    }
                }
                let end = &mut self.ends[node as usize];
                if *end == 0 {
                    self.owners.push(Vec::new());
                    *end = count(self.owners.len());
                }
                self.owners[*end as usize - 1].push(Owner { phrase, clause: 1 << bit, ends: needle.ends });
            }
        }
    }

    fn add_pair(&mut self, needle: &[u8]) {
        self.pairs.resize(PAIRS / 64, 0);
        let second = needle.get(1).map_or(0..=255, |second| *second..=*second);
        for pair in second.map(|second| pair(needle[0], second)) {
            self.pairs[pair / 64] |= 1 << (pair % 64);
        }
    }

    fn is_pair(&self, bytes: &[u8]) -> bool {
        let pair = pair(bytes[0], bytes[1]);
        self.pairs.get(pair / 64).is_some_and(|pairs| pairs >> (pair % 64) & 1 == 1)
    }

    /// The numbers of the phrases that a text may hold, in order.
    fn candidates(&self, text: &[u8]) -> Vec<u32> {
        let mut found = self.always.clone();
        let mut seen = vec![0_u8; self.wanted.len()];
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut inside = false;
        for start in 0..text.len() {
            let begins = (!inside).then_some(BEGINS);
            inside = is_word(text.get(start));
            let others = text.get(start..start + 2).is_none_or(|pair| self.is_pair(pair)).then_some(OTHERS);
            for root in begins.into_iter().chain(others) {
                let mut node = root;
                for (at, byte) in text.iter().enumerate().skip(start) {
                    let Some(next) = self.next.get(&(node, *byte)) else { break };
                    node = *next;
                    let Some(end) = self.ends[node as usize].checked_sub(1) else { continue };
                    let whole = !is_word(text.get(at + 1));
                    for owner in self.owners[end as usize].iter().filter(|owner| whole || !owner.ends) {
                        let seen = &mut seen[owner.phrase as usize];
                        let wanted = self.wanted[owner.phrase as usize];
                        if *seen != wanted && *seen | owner.clause == wanted {
                            found.push(owner.phrase);
                        }
                        *seen |= owner.clause;
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// Two bytes.
const PAIRS: usize = 1 << 16;

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_never_misses() {
        let phrases = ["carton|box", "improve~ .. quality", r"\d+ (?:[a-z]+)", "纸箱", "a b"];
        let mut index = Index::default();
        phrases.iter().for_each(|phrase| index.add(Lang::En, phrase));
        let of = |text: &str| index.candidates(text.as_bytes());
        assert_eq!(of("the carton, 纸箱"), [0, 2, 3]);
        assert_eq!(of("improving the quality"), [1, 2]);
        assert_eq!(of("improving cartons, inequality"), [2]);
        assert_eq!(of("a b"), [2, 4]);
        assert_eq!(of(""), [2]);
    }
}
