//! Which phrases a text may hold: all needles of a language as one tree of bytes, looked for at once. The
//! build script makes the tree with this file; the program only reads it.

use super::lists::Lang;
use super::needles;

/// The tree of a language.
#[derive(Debug, Clone, Copy)]
pub struct Index<'i> {
    /// From the two roots by a byte to the next node; 0 for none.
    pub roots: [&'i [u32]; 2],
    /// The pairs of bytes with which needles begin before which no word need begin, a bit each.
    pub pairs: &'i [u64],
    /// Where the edges of each node begin in `bytes` and `next`, and at last where they end.
    pub edges: &'i [u32],
    /// The bytes of edges.
    pub bytes: &'i [u8],
    /// The nodes that they lead to.
    pub next: &'i [u32],
    /// Where the owners of the needle that ends at each node begin in `owners`, and at last where they end.
    pub ends: &'i [u32],
    /// The phrase that a needle belongs to, which of its clauses (as a bit), and whether a word must end where
    /// the needle ends.
    pub owners: &'i [(u32, u8, bool)],
    /// The clauses of each phrase, a bit each.
    pub wanted: &'i [u8],
    /// Phrases without clauses.
    pub always: &'i [u32],
}

/// Needles before which a word begins grow from the first root, all others from the second.
const BEGINS: usize = 0;
const OTHERS: usize = 1;

impl Index<'_> {
    /// The numbers of the phrases that a text may hold, in order.
    pub fn candidates(&self, text: &[u8]) -> Vec<u32> {
        let mut found = self.always.to_vec();
        let mut seen = vec![0_u8; self.wanted.len()];
        let mut inside = false;
        for start in 0..text.len() {
            let begins = !inside;
            inside = is_word(text.get(start));
            if begins {
                self.follow(BEGINS, text, start, &mut seen, &mut found);
            }
            let others = match text.get(start + 1) {
                Some(second) => is_set(self.pairs, pair(text[start], *second)),
                None => true,
            };
            if others {
                self.follow(OTHERS, text, start, &mut seen, &mut found);
            }
        }
        found.sort_unstable();
        found
    }

    fn follow(&self, root: usize, text: &[u8], start: usize, seen: &mut [u8], found: &mut Vec<u32>) {
        let mut node = self.roots[root][usize::from(text[start])] as usize;
        let mut at = start;
        while node != 0 {
            at += 1;
            let owners = &self.owners[self.ends[node] as usize..self.ends[node + 1] as usize];
            if !owners.is_empty() {
                let whole = !is_word(text.get(at));
                for (phrase, clause, _) in owners.iter().filter(|(.., ends)| whole || !ends) {
                    let (seen, wanted) = (&mut seen[*phrase as usize], self.wanted[*phrase as usize]);
                    if *seen != wanted && *seen | clause == wanted {
                        found.push(*phrase);
                    }
                    *seen |= clause;
                }
            }
            let Some(byte) = text.get(at) else { return };
            let edges = self.edges[node] as usize..self.edges[node + 1] as usize;
            let edge = self.bytes[edges.clone()].iter().position(|other| other == byte);
            node = edge.map_or(0, |edge| self.next[edges.start + edge] as usize);
        }
    }
}

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn is_set(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// Makes a tree.
#[derive(Debug)]
pub struct Builder {
    lang: Lang,
    nodes: Vec<Node>,
    roots: [Vec<u32>; 2],
    pairs: Vec<u64>,
    wanted: Vec<u8>,
    always: Vec<u32>,
}

#[derive(Debug, Default)]
struct Node {
    next: Vec<(u8, u32)>,
    owners: Vec<(u32, u8, bool)>,
}

/// A tree, owned.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "as in Index")]
pub struct Tables {
    pub roots: [Vec<u32>; 2],
    pub pairs: Vec<u64>,
    pub edges: Vec<u32>,
    pub bytes: Vec<u8>,
    pub next: Vec<u32>,
    pub ends: Vec<u32>,
    pub owners: Vec<(u32, u8, bool)>,
    pub wanted: Vec<u8>,
    pub always: Vec<u32>,
}

impl Builder {
    /// A tree without needles.
    pub fn new(lang: Lang) -> Self {
        let roots = [vec![0; 256], vec![0; 256]];
        // Node 0 is nowhere.
        Self {
            lang,
            nodes: vec![Node::default()],
            roots,
            pairs: vec![0; 1 << 10],
            wanted: Vec::new(),
            always: Vec::new(),
        }
    }

    /// How many phrases there are.
    pub fn phrases(&self) -> u32 {
        count(self.wanted.len())
    }

    /// Adds a phrase.
    pub fn add(&mut self, text: &str) {
        let phrase = self.phrases();
        let clauses = needles::clauses(self.lang, text);
        self.wanted.push((1_u8 << clauses.len()) - 1);
        if clauses.is_empty() {
            self.always.push(phrase);
        }
        for (bit, clause) in clauses.iter().enumerate() {
            for needle in &clause.needles {
                let said = &text.as_bytes()[needle.range.clone()];
                let root = if needle.begins { BEGINS } else { OTHERS };
                if !needle.begins {
                    let seconds = said.get(1).map_or(0..=255, |second| *second..=*second);
                    for pair in seconds.map(|second| pair(said[0], second)) {
                        self.pairs[pair / 64] |= 1 << (pair % 64);
                    }
                }
                let node =
                    said[1..].iter().fold(self.child_of_root(root, said[0]), |node, byte| self.child(node, *byte));
                self.nodes[node as usize].owners.push((phrase, 1 << bit, needle.ends));
            }
        }
    }

    fn child_of_root(&mut self, root: usize, byte: u8) -> u32 {
        let fresh = count(self.nodes.len());
        let next = &mut self.roots[root][usize::from(byte)];
        if *next == 0 {
            *next = fresh;
            self.nodes.push(Node::default());
        }
        *next
    }

    fn child(&mut self, node: u32, byte: u8) -> u32 {
        let fresh = count(self.nodes.len());
        let next = &mut self.nodes[node as usize].next;
        if let Some((_, known)) = next.iter().find(|(other, _)| *other == byte) {
            return *known;
        }
        next.push((byte, fresh));
        self.nodes.push(Node::default());
        fresh
    }

    /// The tree.
    pub fn finish(self) -> Tables {
        let mut tables = Tables {
            roots: self.roots,
            pairs: self.pairs,
            wanted: self.wanted,
            always: self.always,
            ..Tables::default()
        };
        for node in self.nodes {
            tables.edges.push(count(tables.bytes.len()));
            tables.ends.push(count(tables.owners.len()));
            for (byte, next) in node.next {
                tables.bytes.push(byte);
                tables.next.push(next);
            }
            tables.owners.extend(node.owners);
        }
        tables.edges.push(count(tables.bytes.len()));
        tables.ends.push(count(tables.owners.len()));
        tables
    }
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
        let mut builder = Builder::new(Lang::En);
        phrases.iter().for_each(|phrase| builder.add(phrase));
        let tables = builder.finish();
        let index = Index {
            roots: [&tables.roots[0], &tables.roots[1]],
            pairs: &tables.pairs,
            edges: &tables.edges,
            bytes: &tables.bytes,
            next: &tables.next,
            ends: &tables.ends,
            owners: &tables.owners,
            wanted: &tables.wanted,
            always: &tables.always,
        };
        let of = |text: &str| index.candidates(text.as_bytes());
        assert_eq!(of("the carton, 纸箱"), [0, 2, 3]);
        assert_eq!(of("improving the quality"), [1, 2]);
        assert_eq!(of("improving cartons, inequality"), [2]);
        assert_eq!(of("a b"), [2, 4]);
        assert_eq!(of(""), [2]);
    }
}
