//! Which phrases a text may hold: all needles of a language as one tree of bytes, looked for at once. The
//! build script makes the tree with this file; the program only reads it.

use super::lists::Lang;
use super::needles;

/// The tree of a language.
#[derive(Debug, Clone, Copy)]
pub struct Index<'i> {
    /// A number for each byte that needles hold at their first or second place, from 1; 0 for all others.
    pub classes: &'i [u8],
    /// How many numbers there are, with 0.
    pub count: usize,
    /// From the two roots by a byte to the node of a needle of that byte alone; 0 for none.
    pub singles: [&'i [u32]; 2],
    /// From the two roots by the classes of two bytes to the next node; 0 for none. Most ways end here.
    pub pairs: [&'i [u32]; 2],
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
        let mut found = Found { numbers: self.always.to_vec(), seen: vec![0; self.wanted.len()] };
        let class = |at: usize| text.get(at).map_or(0, |byte| usize::from(self.classes[usize::from(*byte)]));
        let mut inside = false;
        let mut next = class(0);
        for (start, byte) in text.iter().enumerate() {
            let pair = next * self.count;
            next = class(start + 1);
            let roots = if inside { OTHERS..=OTHERS } else { BEGINS..=OTHERS };
            inside = is_word(Some(byte));
            for root in roots {
                let single = self.singles[root][usize::from(*byte)] as usize;
                if single != 0 {
                    self.ends_at(single, text, start + 1, &mut found);
                }
                let node = self.pairs[root][pair + next] as usize;
                if node != 0 {
                    self.follow(node, text, start + 2, &mut found);
                }
            }
        }
        found.numbers.sort_unstable();
        found.numbers
    }

    /// Goes on from a node with what stands at a place.
    fn follow(&self, mut node: usize, text: &[u8], mut at: usize, found: &mut Found) {
        while node != 0 {
            self.ends_at(node, text, at, found);
            let Some(byte) = text.get(at) else { return };
            let edges = self.edges[node] as usize..self.edges[node + 1] as usize;
            let edge = self.bytes[edges.clone()].iter().position(|other| other == byte);
            node = edge.map_or(0, |edge| self.next[edges.start + edge] as usize);
            at += 1;
        }
    }

    /// Takes in the needles that end at a node, before a place of the text.
    fn ends_at(&self, node: usize, text: &[u8], at: usize, found: &mut Found) {
        let owners = &self.owners[self.ends[node] as usize..self.ends[node + 1] as usize];
        if owners.is_empty() {
            return;
        }
        let whole = !is_word(text.get(at));
        for (phrase, clause, _) in owners.iter().filter(|(.., ends)| whole || !ends) {
            let (seen, wanted) = (&mut found.seen[*phrase as usize], self.wanted[*phrase as usize]);
            if *seen != wanted && *seen | clause == wanted {
                found.numbers.push(*phrase);
            }
            *seen |= clause;
        }
    }
}

/// What was found so far.
struct Found {
    /// The phrases of which all clauses were seen.
    numbers: Vec<u32>,
    /// The clauses that were seen of each phrase.
    seen: Vec<u8>,
}

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Makes a tree.
#[derive(Debug)]
pub struct Builder {
    lang: Lang,
    nodes: Vec<Node>,
    roots: [Vec<u32>; 2],
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
    pub classes: Vec<u8>,
    pub count: usize,
    pub singles: [Vec<u32>; 2],
    pub pairs: [Vec<u32>; 2],
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
        Self { lang, nodes: vec![Node::default()], roots, wanted: Vec::new(), always: Vec::new() }
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
            classes: vec![0; 256],
            count: 1,
            singles: [vec![0; 256], vec![0; 256]],
            wanted: self.wanted,
            always: self.always,
            ..Tables::default()
        };
        let firsts = self.roots.iter().flat_map(|root| (0..=u8::MAX).filter(|byte| root[usize::from(*byte)] != 0));
        let second = |first: &u32| self.nodes[*first as usize].next.iter().map(|(byte, _)| *byte);
        let seconds = self.roots.iter().flatten().filter(|first| **first != 0).flat_map(second);
        for byte in firsts.chain(seconds) {
            let class = &mut tables.classes[usize::from(byte)];
            if *class == 0 {
                *class = u8::try_from(tables.count).unwrap_or(u8::MAX);
                tables.count += 1;
            }
        }
        for (root, firsts) in self.roots.iter().enumerate() {
            tables.pairs[root] = vec![0; tables.count * tables.count];
            for (byte, first) in firsts.iter().enumerate().filter(|(_, first)| **first != 0) {
                let node = &self.nodes[*first as usize];
                if !node.owners.is_empty() {
                    tables.singles[root][byte] = *first;
                }
                let row = usize::from(tables.classes[byte]) * tables.count;
                for (second, next) in &node.next {
                    tables.pairs[root][row + usize::from(tables.classes[usize::from(*second)])] = *next;
                }
            }
        }
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
        let phrases = ["carton|box", "improve~ .. quality", r"\d+ (?:[a-z]+)", "纸箱", "a b", "x"];
        let mut builder = Builder::new(Lang::En);
        phrases.iter().for_each(|phrase| builder.add(phrase));
        let tables = builder.finish();
        let index = Index {
            classes: &tables.classes,
            count: tables.count,
            singles: [&tables.singles[0], &tables.singles[1]],
            pairs: [&tables.pairs[0], &tables.pairs[1]],
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
        assert_eq!(of("size x, box"), [0, 2, 5]);
        assert_eq!(of("x"), [2, 5]);
        assert_eq!(of("six"), [2]);
        assert_eq!(of(""), [2]);
    }
}
