//! What became of a case: what was sent to Amazon, what Amazon answered, what was noted. It stands in
//! `history.toml` beside the case file; commands append to it, and it may be mended by hand.
//!
//! [`record`](crate::history::record) reads the file, [`append`](crate::history::append) adds to its text, and
//! [`thread`](crate::history::thread) says where a case stands. What a letter says is kept with each submission as data
//! ([`said`](crate::history::said)), so that two of them can be compared ([`changes`](crate::history::changes)).
//! [`reply`](crate::history::reply) knows Amazon's stereotyped answers.

use std::collections::BTreeMap;

/// Adds events to the text of a history.
pub mod append;

/// What changed between two submissions.
pub mod changes;

/// What can happen to a case.
pub mod event;

/// The form of the file, as data.
pub mod keys;

/// Text into events.
pub mod record;

/// Amazon's replies.
pub mod reply;

/// What a letter says, as data.
pub mod said;

/// Where a case stands.
pub mod thread;

/// What changed in a text.
pub mod words;

use event::Event;
use said::Said;
use thread::Thread;

/// The name of the file.
pub const FILE: &str = "history.toml";

/// The folder of a case in which what was sent is kept.
pub const FOLDER: &str = "submissions";

/// Everything that happened to a case, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The events.
    pub events: Vec<Event>,
}

impl History {
    /// What concerns a marketplace; events that name none concern the case's own.
    pub fn thread(&self, market: &str, own: &str) -> Thread<'_> {
        let of = |event: &&Event| event.marketplace.as_deref().unwrap_or(own) == market;
        Thread { events: self.events.iter().filter(of).collect() }
    }

    /// The number that the next submission bears.
    pub fn next(&self) -> u64 {
        self.events.iter().filter_map(Event::sent).map(|sent| sent.n).max().unwrap_or(0).saturating_add(1)
    }
}

/// What rules and outputs are given of a case's past.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Everything that happened.
    pub history: History,
    /// The marketplace of which the case speaks now.
    pub market: String,
    /// The case's own, of which events speak that name none.
    pub own: String,
    /// What submissions said, by number: of those that are kept.
    pub said: BTreeMap<u64, Said>,
}

impl Past {
    /// What concerns the marketplace of which the case speaks.
    pub fn thread(&self) -> Thread<'_> {
        self.history.thread(&self.market, &self.own)
    }
}
