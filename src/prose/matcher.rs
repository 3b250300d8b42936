//! Phrases as small trees, walked over a text: made in no time, since most are looked for once.
//!
//! What is found is what a regular expression with the same alternatives would find: the first
//! place, there the first alternative. Steps are counted, so that no text takes long.

use memchr::memchr3;

use super::pattern::Lang;
use super::set::Set;

/// Steps at one place of a text; what takes more is given up.
const STEPS: u32 = 20_000;
/// Times that `*` and `+` go on.
const MANY: usize = 64;
/// Longest word in a gap, in bytes.
const LONGEST_WORD: usize = 48;

/// A phrase that can be looked for.
#[derive(Debug, Clone)]
pub struct Expression {
    root: Vec<Node>,
    /// The bytes with which a match begins.
    first: Set,
    /// The same where they are few, which is seen sooner.
    few: Option<[u8; 3]>,
    /// Whether it begins where a word begins or ends.
    at_edge: bool,
}

#[derive(Debug, Clone)]
enum Node {
    Text(String),
    Set(Set),
    All(Vec<Node>),
    /// One of them, and which of them begin with a byte; all, where one may be empty.
    One(Vec<Node>, Option<Starts>),
    Times {
        node: Box<Node>,
        least: usize,
        most: usize,
        lazy: bool,
    },
    /// Blanks with up to so many words between.
    Words(usize),
    /// Up to so many bytes.
    Bytes(usize),
    /// A word begins or ends.
    Edge,
}

/// By the bytes with which alternatives begin: where the numbers of those that do stand in a list.
#[derive(Debug, Clone, Default)]
struct Starts {
    bytes: Vec<(u8, usize, usize)>,
    numbers: Vec<u16>,
}

impl Starts {
    fn of(firsts: &[Set]) -> Self {
        let mut made = Self::default();
        let mut any = Set::default();
        firsts.iter().for_each(|first| any.join(first));
        for byte in (0..=255).filter(|byte| any.has(*byte)) {
            let from = made.numbers.len();
            let numbers = (0..).zip(firsts).filter(|(_, first)| first.has(byte)).map(|(number, _)| number);
            made.numbers.extend(numbers);
            made.bytes.push((byte, from, made.numbers.len()));
        }
        made
    }

    fn with(&self, byte: u8) -> &[u16] {
        match self.bytes.binary_search_by_key(&byte, |(byte, ..)| *byte) {
            Ok(at) => &self.numbers[self.bytes[at].1..self.bytes[at].2],
            Err(_) => &[],
        }
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// A word that turns what follows into its contrary: no gap goes over it.
fn is_negation(word: &[u8]) -> bool {
    let word = word.strip_suffix(b",").unwrap_or(word);
    matches!(word, b"not" | b"no" | b"never" | b"without" | b"nor" | b"neither" | b"none" | b"cannot")
        || word.ends_with(b"n't")
        || word.ends_with("n’t".as_bytes())
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Expression {
    /// Reads a phrase; none where it is not sound.
    pub fn new(lang: Lang, phrase: &str) -> Option<Self> {
        let mut reader = Reader { lang, rest: phrase.trim() };
        let node = reader.alternatives()?;
        if !reader.rest.is_empty() {
            return None;
        }
        let root = match lang {
            Lang::En if phrase.ends_with('%') => vec![Node::Edge, node],
            Lang::En => vec![Node::Edge, node, Node::Edge],
            Lang::Zh => vec![node],
        };
        Some(Self::made(root))
    }

    /// Plain words, of which no sign has a meaning; whole words where they begin or end with an
    /// ASCII letter or digit.
    pub fn plain(phrase: &str) -> Self {
        let mut root = Vec::new();
        let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        if edge(phrase.as_bytes().first()) {
            root.push(Node::Edge);
        }
        for (index, word) in phrase.split_whitespace().enumerate() {
            if index > 0 {
                root.push(blanks(1));
            }
            root.push(Node::Text(word.to_ascii_lowercase()));
        }
        if edge(phrase.as_bytes().last()) {
            root.push(Node::Edge);
        }
        Self::made(root)
    }

    fn made(root: Vec<Node>) -> Self {
        let mut first = Set::default();
        if all_begin(&root, &mut first) {
            first = Set::of(|_| true);
        }
        let at_edge = matches!(root.first(), Some(Node::Edge));
        Self { root, first, few: first.few(), at_edge }
    }

    /// The first place at or behind `from` where the phrase stands.
    pub fn find_at(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let inside = |at: usize| self.at_edge && at > 0 && is_word(bytes[at - 1]) && is_word(bytes[at]);
        let mut from = from;
        loop {
            let rest = bytes.get(from..)?;
            let start = from
                + match self.few {
                    Some([one, two, three]) => memchr3(one, two, three, rest)?,
                    None => rest.iter().position(|byte| self.first.has(*byte))?,
                };
            if !inside(start) {
                let mut walk = Walk { text: bytes, steps: STEPS };
                if let Some(end) = walk.follow(&Then::Next(&self.root, &Then::End), start) {
                    return Some((start, end));
                }
            }
            from = start + 1;
        }
    }
}

/// Adds the bytes with which nodes begin; whether they may match nothing.
fn all_begin(nodes: &[Node], first: &mut Set) -> bool {
    nodes.iter().all(|node| begins(node, first))
}

fn begins(node: &Node, first: &mut Set) -> bool {
    match node {
        Node::Text(text) => {
            text.bytes().take(1).for_each(|byte| first.insert(byte));
            text.is_empty()
        }
        Node::Set(set) => {
            first.join(set);
            false
        }
        Node::All(nodes) => all_begin(nodes, first),
        // Every alternative is looked at: no `any`.
        Node::One(nodes, _) => nodes.iter().filter(|node| begins(node, first)).count() > 0,
        Node::Times { node, least, .. } => begins(node, first) || *least == 0,
        Node::Words(_) => {
            first.join(&Set::of(is_blank));
            false
        }
        Node::Bytes(_) => {
            first.join(&Set::of(|_| true));
            true
        }
        Node::Edge => true,
    }
}

fn one(nodes: Vec<Node>) -> Node {
    let mut firsts = vec![Set::default(); nodes.len()];
    let mut empty = false;
    for (node, first) in nodes.iter().zip(&mut firsts) {
        empty |= begins(node, first);
    }
    let starts = (!empty && nodes.len() <= usize::from(u16::MAX)).then(|| Starts::of(&firsts));
    Node::One(nodes, starts)
}

fn blanks(least: usize) -> Node {
    Node::Times { node: Box::new(Node::Set(Set::of(is_blank))), least, most: MANY, lazy: false }
}

/// Reads what a phrase says.
struct Reader<'p> {
    lang: Lang,
    rest: &'p str,
}

impl Reader<'_> {
    fn skip(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternatives(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.skip("|") {
            all.push(self.sequence()?);
        }
        if all.len() == 1 { all.pop() } else { Some(one(all)) }
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.rest.chars().next().filter(|c| !matches!(c, ')' | '|')) {
            if let Some(node) = self.gap() {
                push_text(&mut nodes, &mut text);
                nodes.push(node);
                continue;
            }
            self.rest = &self.rest[c.len_utf8()..];
            let node = match c {
                '?' | '*' | '+' | '{' => {
                    let repeated = match text.pop() {
                        Some(last) => {
                            push_text(&mut nodes, &mut text);
                            Node::Text(last.to_string())
                        }
                        None => nodes.pop()?,
                    };
                    self.times(c, repeated)?
                }
                '~' => {
                    let stem = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
                    inflected(&text.split_off(stem))
                }
                '(' => {
                    self.skip("?:");
                    let node = self.alternatives()?;
                    if !self.skip(")") {
                        return None;
                    }
                    node
                }
                '[' => self.set()?,
                '\\' => {
                    let escaped = self.rest.chars().next()?;
                    self.rest = &self.rest[escaped.len_utf8()..];
                    match escaped {
                        'd' => Node::Set(Set::of(|byte| byte.is_ascii_digit())),
                        's' => Node::Set(Set::of(is_blank)),
                        'w' => Node::Set(Set::of(is_word)),
                        _ => Node::Text(escaped.to_string()),
                    }
                }
                '.' => Node::Set(Set::of(|byte| byte != b'\n')),
                // "100 ?%": a blank or none.
                ' ' if self.rest.starts_with('?') => {
                    self.skip("?");
                    blanks(0)
                }
                ' ' => blanks(usize::from(self.lang == Lang::En)),
                '-' if self.lang == Lang::En => {
                    let node = Box::new(Node::Set(Set::of(|byte| byte == b'-' || is_blank(byte))));
                    Node::Times { node, least: 0, most: 1, lazy: false }
                }
                '\'' => one(vec![Node::Text("'".to_owned()), Node::Text("’".to_owned())]),
                _ => {
                    text.push(c);
                    continue;
                }
            };
            push_text(&mut nodes, &mut text);
            nodes.push(node);
        }
        push_text(&mut nodes, &mut text);
        if nodes.len() == 1 { nodes.pop() } else { Some(Node::All(nodes)) }
    }

    fn gap(&mut self) -> Option<Node> {
        let many = self.skip(" … ") || self.skip("…");
        if !many && !self.skip(" .. ") && !self.skip("..") {
            return None;
        }
        Some(match (self.lang, many) {
            (Lang::En, many) => Node::Words(if many { 5 } else { 2 }),
            (Lang::Zh, many) => Node::Bytes(if many { 36 } else { 12 }),
        })
    }

    /// What stands behind a sign that repeats.
    fn times(&mut self, sign: char, node: Node) -> Option<Node> {
        let (least, most) = match sign {
            '?' => (0, 1),
            '*' => (0, MANY),
            '+' => (1, MANY),
            _ => {
                let (inside, rest) = self.rest.split_once('}')?;
                self.rest = rest;
                let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
                (least.parse().ok()?, if most.is_empty() { MANY } else { most.parse().ok()? })
            }
        };
        let lazy = self.skip("?");
        Some(Node::Times { node: Box::new(node), least, most, lazy })
    }

    /// Bytes in square brackets.
    fn set(&mut self) -> Option<Node> {
        let (inside, rest) = self.rest.split_once(']')?;
        self.rest = rest;
        let (inside, other) = inside.strip_prefix('^').map_or((inside, false), |inside| (inside, true));
        let bytes = inside.as_bytes();
        let mut set = Set::default();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let last = bytes.get(at + 2).filter(|_| bytes[at + 1] == b'-');
            (*byte..=*last.unwrap_or(byte)).for_each(|byte| set.insert(byte));
            at += if last.is_some() { 3 } else { 1 };
        }
        Some(Node::Set(if other { Set::of(|byte| !set.has(byte)) } else { set }))
    }
}

fn push_text(nodes: &mut Vec<Node>, text: &mut String) {
    if !text.is_empty() {
        nodes.push(Node::Text(std::mem::take(text)));
    }
}

/// The forms of a word: improve, improves, improved, improving.
fn inflected(word: &str) -> Node {
    let (stem, forms, least): (_, &[&str], _) = if let Some(stem) = word.strip_suffix('e') {
        (stem, &["e", "es", "ed", "ing"], 1)
    } else if let Some(stem) = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        (stem, &["y", "ies", "ied", "ying"], 1)
    } else if word.ends_with("sh") || word.ends_with("ch") || word.ends_with('s') || word.ends_with('x') {
        (word, &["es", "ed", "ing"], 0)
    } else {
        (word, &["s", "ed", "ing"], 0)
    };
    let forms = forms.iter().map(|form| Node::Text((*form).to_owned())).collect();
    let ending = Node::Times { node: Box::new(one(forms)), least, most: 1, lazy: false };
    Node::All(vec![Node::Text(stem.to_owned()), ending])
}

/// What must match behind a node.
enum Then<'a> {
    End,
    Next(&'a [Node], &'a Then<'a>),
    Again { node: &'a Node, least: usize, most: usize, lazy: bool, from: usize, then: &'a Then<'a> },
}

struct Walk<'t> {
    text: &'t [u8],
    steps: u32,
}

impl Walk<'_> {
    fn follow(&mut self, then: &Then<'_>, at: usize) -> Option<usize> {
        self.steps = self.steps.checked_sub(1)?;
        match *then {
            Then::End => Some(at),
            Then::Next([], then) => self.follow(then, at),
            Then::Next([first, rest @ ..], then) => self.node(first, at, &Then::Next(rest, then)),
            Then::Again { from, .. } if from == at => None,
            Then::Again { node, least, most, lazy, then, .. } => self.times(node, (least, most, lazy), at, then),
        }
    }

    fn node(&mut self, node: &Node, at: usize, then: &Then<'_>) -> Option<usize> {
        match node {
            Node::Text(text) => {
                let rest = self.text.get(at..)?;
                // Byte by byte: most end at the first, and the rest is short.
                let here = rest.len() >= text.len() && text.bytes().zip(rest).all(|(wanted, byte)| wanted == *byte);
                if here { self.follow(then, at + text.len()) } else { None }
            }
            Node::Set(set) => {
                let here = self.text.get(at).is_some_and(|byte| set.has(*byte));
                if here { self.follow(then, at + 1) } else { None }
            }
            Node::All(nodes) => self.follow(&Then::Next(nodes, then), at),
            Node::One(nodes, Some(starts)) => {
                let numbers = starts.with(*self.text.get(at)?);
                numbers.iter().find_map(|number| self.node(&nodes[usize::from(*number)], at, then))
            }
            Node::One(nodes, None) => nodes.iter().find_map(|node| self.node(node, at, then)),
            Node::Times { node, least, most, lazy } => self.times(node, (*least, *most, *lazy), at, then),
            Node::Words(most) => self.words(*most, at, then),
            Node::Bytes(most) => {
                let ends =
                    (at..=self.text.len().min(at + most)).take_while(|end| *end == at || self.text[end - 1] != b'\n');
                let boundary = |end: &usize| self.text.get(*end).is_none_or(|byte| byte & 0xc0 != 0x80);
                let ends: Vec<usize> = ends.filter(boundary).collect();
                ends.into_iter().find_map(|end| self.follow(then, end))
            }
            Node::Edge => {
                let before = at.checked_sub(1).is_some_and(|before| is_word(self.text[before]));
                let behind = self.text.get(at).is_some_and(|byte| is_word(*byte));
                if before == behind { None } else { self.follow(then, at) }
            }
        }
    }

    fn times(
        &mut self,
        node: &Node,
        (least, most, lazy): (usize, usize, bool),
        at: usize,
        then: &Then<'_>,
    ) -> Option<usize> {
        if let Node::Set(set) = node {
            let run = self.text.get(at..)?.iter().take(most).take_while(|byte| set.has(**byte)).count();
            let mut counts = least..run + 1;
            return if lazy {
                counts.find_map(|count| self.follow(then, at + count))
            } else {
                counts.rev().find_map(|count| self.follow(then, at + count))
            };
        }
        let once_more =
            Then::Again { node, least: least.saturating_sub(1), most: most.saturating_sub(1), lazy, from: at, then };
        if least > 0 {
            self.node(node, at, &once_more)
        } else if most == 0 {
            self.follow(then, at)
        } else if lazy {
            self.follow(then, at).or_else(|| self.node(node, at, &once_more))
        } else {
            self.node(node, at, &once_more).or_else(|| self.follow(then, at))
        }
    }

    fn words(&mut self, most: usize, at: usize, then: &Then<'_>) -> Option<usize> {
        let mut end = at;
        for _ in 0..=most {
            let blanks = self.text[end..].iter().take_while(|byte| is_blank(**byte)).count();
            if blanks == 0 {
                return None;
            }
            let start = end + blanks;
            if let Some(found) = self.follow(then, start) {
                return Some(found);
            }
            let in_gap = |byte: &&u8| !is_blank(**byte) && !matches!(**byte, b';' | b':');
            let length = self.text[start..].iter().take(LONGEST_WORD).take_while(in_gap).count();
            if length == 0 || is_negation(&self.text[start..start + length]) {
                return None;
            }
            end = start + length;
        }
        None
    }
}
