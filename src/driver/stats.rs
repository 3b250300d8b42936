//! What became of everything that was sent, counted.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::past::{self, Shelf};
use crate::history::event::Answer;

/// What became of some submissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Granted, wholly.
    pub reinstated: usize,
    /// Granted for some ASINs.
    pub partial: usize,
    /// Refused, or more was asked for.
    pub refused: usize,
    /// No answer yet, none ever, or taken back: these say nothing.
    pub open: usize,
}

impl Counts {
    /// How many were decided.
    pub fn decided(&self) -> usize {
        self.reinstated + self.partial + self.refused
    }

    fn add(&mut self, answer: Option<Answer>) {
        match answer {
            Some(Answer::Reinstated) => self.reinstated += 1,
            Some(Answer::Partial) => self.partial += 1,
            Some(Answer::Rejected | Answer::MoreInfo) => self.refused += 1,
            Some(Answer::NoAnswer | Answer::Withdrawn) | None => self.open += 1,
        }
    }
}

/// By how much a group must be decided before a share of it means anything.
pub const ENOUGH: usize = 10;

/// Submissions by what they have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many cases there are, and how many of them were sent.
    pub cases: (usize, usize),
    /// All submissions.
    pub all: Counts,
    /// By type.
    pub kinds: BTreeMap<String, Counts>,
    /// By stance.
    pub stances: BTreeMap<String, Counts>,
    /// By try: the first letter of a case, the second …
    pub tries: BTreeMap<usize, Counts>,
    /// By kind of evidence: each kind that a submission shows counts once.
    pub evidence: BTreeMap<String, Counts>,
    /// Submissions of which nothing is kept: they count by type and stance of the case as it is now.
    pub unkept: usize,
}

/// Counts.
pub fn stats(root: &Path, cases: &[String]) -> Stats {
    let mut shelf = Shelf::default();
    let mut stats = Stats { cases: (cases.len(), 0), ..Stats::default() };
    for case in cases {
        let Some(book) = past::book(root, case).ok().filter(|book| !book.history.events.is_empty()) else { continue };
        let settings = shelf.settings(root, case);
        let Some(glance) = past::glance(root, case, settings) else { continue };
        let own = glance.market.code;
        let events = book.history.events.iter();
        let mut markets: Vec<&str> = events.map(|event| event.marketplace.as_deref().unwrap_or(own)).collect();
        markets.sort_unstable();
        markets.dedup();
        let mut sent_once = false;
        for market in markets {
            let thread = book.history.thread(market, own);
            for (at, sent) in thread.sent().enumerate() {
                sent_once = true;
                let answer = thread.answer_to(sent.n).map(|(answered, _)| answered.result);
                let said = past::kept(root, case, sent.n).as_ref().and_then(past::said);
                stats.unkept += usize::from(said.is_none());
                let now = || glance.top.kind.as_ref().map(|kind| kind.value.clone()).unwrap_or_default();
                let kind = said.as_ref().map_or_else(now, |said| said.kind.clone());
                let stance = said.as_ref().map_or_else(|| glance.stance().to_owned(), |said| said.stance.clone());
                stats.all.add(answer);
                stats.kinds.entry(kind).or_default().add(answer);
                stats.stances.entry(stance).or_default().add(answer);
                stats.tries.entry(at + 1).or_default().add(answer);
                let proofs = said.iter().flat_map(|said| &said.exhibits);
                let mut shown: Vec<&str> = proofs.map(|proof| proof.kind.as_str()).collect();
                shown.sort_unstable();
                shown.dedup();
                for kind in shown {
                    stats.evidence.entry(kind.to_owned()).or_default().add(answer);
                }
            }
        }
        stats.cases.1 += usize::from(sent_once);
    }
    stats
}
