//! A case's life on one line of time: commits that touched it, and what its history says.

use std::path::Path;

use jiff::civil::Date;

use super::past::Book;
use crate::history::event::Event;
use crate::read::commits::{Commit, Commits};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A commit touched the case.
    Commit(Commit),
    /// Its history says so.
    Event(Box<Event>),
}

impl Entry {
    /// When.
    pub fn date(&self) -> Date {
        match self {
            Entry::Commit(commit) => commit.date,
            Entry::Event(event) => event.date,
        }
    }
}

/// What git could not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// There is no repository.
    NoRepository,
    /// Nothing is committed yet.
    NoCommit,
    /// The clone is shallow: older commits are elsewhere.
    Shallow,
    /// The case is in no commit yet.
    NotCommitted,
    /// Something in the repository cannot be read.
    Unreadable(String),
}

/// A case's life, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// What happened.
    pub entries: Vec<Entry>,
    /// What git could not tell.
    pub missing: Vec<Missing>,
}

/// The life of a case.
pub fn log(root: &Path, case: &str, book: &Book) -> Life {
    let mut life = Life::default();
    match Commits::around(root) {
        None => life.missing.push(Missing::NoRepository),
        Some(commits) if commits.head().is_none() => life.missing.push(Missing::NoCommit),
        Some(commits) => match commits.log(case) {
            Err(detail) => life.missing.push(Missing::Unreadable(detail)),
            Ok(found) => {
                if found.shallow {
                    life.missing.push(Missing::Shallow);
                }
                if found.commits.is_empty() {
                    life.missing.push(Missing::NotCommitted);
                }
                let mut commits = found.commits;
                // Of one second, the walk's order.
                commits.reverse();
                commits.sort_by_key(|commit| commit.seconds);
                life.entries.extend(commits.into_iter().map(Entry::Commit));
            }
        },
    }
    life.entries.extend(book.history.events.iter().cloned().map(|event| Entry::Event(Box::new(event))));
    // Of one day, commits come first: what was sent was committed before.
    life.entries.sort_by_key(Entry::date);
    life
}
