//! A part of the cases, for a machine of its own. Each machine finds its part without asking the others:
//! from the list of cases alone, or from that and the sizes of files on its disk.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::read;

/// How cases are dealt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// In stretches of the sorted list: neighbours, which share settings and evidence, stay together.
    Slice,
    /// By a hash of the case's path: a new case moves no other.
    Hash,
    /// By weight, the heaviest first, each to the part that has the least so far.
    Weight,
}

impl Kind {
    /// `slice`, `hash` or `weight`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Slice => "slice",
            Kind::Hash => "hash",
            Kind::Weight => "weight",
        }
    }
}

/// One part of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// How cases are dealt out.
    pub kind: Kind,
    /// Which part, from 1.
    pub part: usize,
    /// How many parts there are.
    pub of: usize,
}

/// Most parts that there can be.
pub const MOST: usize = 10_000;

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.kind.name(), self.part, self.of)
    }
}

impl Partition {
    /// Reads `slice:2/3`.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        let kind = [Kind::Slice, Kind::Hash, Kind::Weight].into_iter().find(|known| known.name() == kind)?;
        let (part, of) = rest.split_once('/')?;
        let count = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<usize>().ok().filter(|_| digits)
        };
        let (part, of) = (count(part)?, count(of)?);
        ((1..=of).contains(&part) && of <= MOST).then_some(Self { kind, part, of })
    }

    /// Whether this is the whole.
    pub fn is_whole(&self) -> bool {
        self.of == 1
    }

    /// The cases of this part. `cases` are all of them, sorted; `weights` tells theirs, in that order,
    /// where cases are dealt out by weight.
    pub fn of(&self, cases: &[String], weights: &[u64]) -> Vec<String> {
        let dealt = deal(self.kind, self.of, cases, weights);
        let own = cases.iter().zip(dealt).filter(|(_, part)| part + 1 == self.part);
        own.map(|(case, _)| case.clone()).collect()
    }
}

/// The part of each case, from 0.
fn deal(kind: Kind, of: usize, cases: &[String], weights: &[u64]) -> Vec<usize> {
    match kind {
        Kind::Slice => {
            (0..of).flat_map(|part| vec![part; slice(part + 1, of, cases) - slice(part, of, cases)]).collect()
        }
        Kind::Hash => cases.iter().map(|case| hash(case, of)).collect(),
        Kind::Weight => level(of, cases, weights),
    }
}

/// Where a slice begins; sizes of slices differ by one at most.
fn slice(part: usize, of: usize, cases: &[String]) -> usize {
    cases.len() * part / of
}

/// The first 64 bits of the path's SHA-256, divided by the number of parts: what is left over.
fn hash(case: &str, of: usize) -> usize {
    let digits = read::sha256(case.as_bytes());
    let number = u64::from_str_radix(&digits[..16], 16).unwrap_or_default();
    usize::try_from(number % of as u64).unwrap_or_default()
}

/// The heaviest case first, each to the part that has the least; of equals the first.
fn level(of: usize, cases: &[String], weights: &[u64]) -> Vec<usize> {
    let weight = |at: usize| weights.get(at).copied().unwrap_or_default();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|at| (Reverse(weight(*at)), &cases[*at]));
    // Load, number of cases, part.
    let mut parts: BinaryHeap<Reverse<(u128, usize, usize)>> = (0..of).map(|part| Reverse((0, 0, part))).collect();
    let mut dealt = vec![0; cases.len()];
    for at in order {
        let Some(Reverse((load, count, part))) = parts.pop() else { break };
        dealt[at] = part;
        parts.push(Reverse((load + u128::from(weight(at)), count + 1, part)));
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(count: usize) -> Vec<String> {
        let mut cases: Vec<String> = (0..count).map(|n| format!("cases/case-{n}")).collect();
        cases.sort();
        cases
    }

    #[test]
    fn every_case_is_in_one_part() {
        for count in [0, 1, 2, 6, 7, 100] {
            let cases = cases(count);
            let weights: Vec<u64> = (0..count as u64).map(|n| n * n * 7919 % 1_000).collect();
            for kind in [Kind::Slice, Kind::Hash, Kind::Weight] {
                for of in [1, 2, 3, 7, 64] {
                    let parts = (1..=of).map(|part| Partition { kind, part, of }.of(&cases, &weights));
                    let mut all: Vec<String> = parts.flatten().collect();
                    all.sort();
                    assert_eq!(all, cases, "{kind:?} {of}");
                }
            }
        }
    }

    #[test]
    fn parts_are_level() {
        let cases = cases(100);
        let sizes = |kind, of, weights: &[u64]| -> Vec<usize> {
            (1..=of).map(|part| Partition { kind, part, of }.of(&cases, weights).len()).collect()
        };
        assert_eq!(sizes(Kind::Slice, 3, &[]), [33, 33, 34]);
        // One case weighs as much as all others together.
        let mut weights = vec![1; 100];
        weights[40] = 99;
        assert_eq!(sizes(Kind::Weight, 2, &weights), [1, 99]);
        // Nothing is known of weights: as many each.
        assert_eq!(sizes(Kind::Weight, 4, &[]), [25; 4]);
        assert_eq!(sizes(Kind::Weight, 4, &[1; 100]), [25; 4]);
    }

    /// Versions of the program must agree: parts may be built by several.
    #[test]
    fn hashes_are_for_ever() {
        let dealt: Vec<usize> = ["", "cases/a", "cases/b", "cases/箱"].iter().map(|case| hash(case, 1000)).collect();
        assert_eq!(dealt, HASHES);
    }

    /// By `printf %s cases/a | sha256sum`, the first 16 digits, modulo 1000.
    const HASHES: [usize; 4] = [652, 558, 682, 968];

    #[test]
    fn nonsense_is_refused() {
        let good = Partition { kind: Kind::Slice, part: 2, of: 3 };
        assert_eq!(Partition::read("slice:2/3"), Some(good));
        assert_eq!(good.to_string(), "slice:2/3");
        let bad = ["", "slice", "2/3", "slice:2", "slice:/", "slice:0/3", "slice:4/3", "slice:+1/3", "slice:1/3/1"];
        for bad in
            bad.into_iter().chain(["count:1/3", "Slice:1/3", "hash:1/0", "hash:-1/3", "hash: 1/3", "hash:1/10001"])
        {
            assert_eq!(Partition::read(bad), None, "{bad}");
        }
        assert_eq!(Partition::read("hash:1/99999999999999999999"), None);
    }
}
