//! What is new since the last submission, as a second letter says it: what was dropped is no news.

use serde::Serialize;

use super::Exhibit;
use super::brief::brief;
use super::said::said;
use crate::check::case::Case;
use crate::history::Past;
use crate::history::changes::{OfExhibit, OfPoint, Part, changes};
use crate::history::said::Said;
use crate::market::Day;

/// Words of a point.
const WORDS: usize = 24;

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Since {
    /// The day of the last submission.
    pub date: Day,
    /// Causes, actions and arguments.
    pub points: Vec<New>,
    /// Exhibits that no new point cites.
    pub exhibits: Vec<NewExhibit>,
    /// Whether numbers of stock or ASINs changed.
    pub figures: bool,
}

/// A cause, an action or an argument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct New {
    /// `cause`, `corrective`, `preventive`, `argument`.
    pub part: &'static str,
    /// `added`, `reworded`, `proof`.
    pub change: &'static str,
    /// The number that the letter gives it.
    pub number: usize,
    /// Whether its part has others.
    pub several: bool,
    /// What it says, in few words.
    pub brief: String,
    /// When it was done.
    pub done: Option<Day>,
    /// The exhibits that it cites.
    pub exhibits: Vec<usize>,
}

/// An exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewExhibit {
    /// Its number.
    pub number: usize,
    /// Its caption.
    pub caption: String,
    /// Whether it stands for an older one.
    pub replaced: bool,
}

/// What is new in a case whose last letter did not do, if anything is.
pub fn since(case: &Case, exhibits: &[Exhibit], past: &Past) -> Option<Since> {
    let thread = past.thread();
    let (sent, date) = thread.base()?;
    let before = past.said.get(&sent.n)?;
    let now = said(case, exhibits);
    let found = changes(before, &now);
    let points: Vec<New> = found.points.iter().filter_map(|change| point(case, &now, change)).collect();
    let told: Vec<usize> = points.iter().flat_map(|point| point.exhibits.iter().copied()).collect();
    let new = found.exhibits.iter().filter_map(|change| match change {
        OfExhibit::Added { to, .. } => Some((*to, false)),
        OfExhibit::Replaced { to, .. } => Some((*to, true)),
        OfExhibit::Dropped { .. } | OfExhibit::Described { .. } => None,
    });
    let of_number = |number: usize| now.exhibits.iter().find(|proof| proof.number == number);
    let exhibits = new.filter(|(number, _)| !told.contains(number)).filter_map(|(number, replaced)| {
        Some(NewExhibit { number, caption: of_number(number)?.caption.clone(), replaced })
    });
    let date = Day::new(sent.printed.unwrap_or(date), case.marketplace);
    let since = Since { date, points, exhibits: exhibits.collect(), figures: found.figures };
    (!since.points.is_empty() || !since.exhibits.is_empty() || since.figures).then_some(since)
}

fn point(case: &Case, now: &Said, change: &OfPoint) -> Option<New> {
    let (change, part, to) = match change {
        OfPoint::Added { part, to } => ("added", *part, *to),
        OfPoint::Reworded { part, to, .. } => ("reworded", *part, *to),
        OfPoint::Proof { part, to, .. } => ("proof", *part, *to),
        OfPoint::Dropped { .. } => return None,
    };
    let all = part.of(now);
    let point = all.get(to.checked_sub(1)?)?;
    let mut exhibits: Vec<usize> =
        point.exhibits.iter().filter_map(|id| now.exhibit(id)).map(|proof| proof.number).collect();
    exhibits.sort_unstable();
    // The letter counts all actions in one row.
    let before = if part == Part::Preventive { now.corrective.len() } else { 0 };
    let action = matches!(part, Part::Corrective | Part::Preventive);
    let count = if action { now.corrective.len() + now.preventive.len() } else { all.len() };
    Some(New {
        part: part.name(),
        change,
        number: before + to,
        several: count > 1,
        brief: brief(&point.text, WORDS),
        done: point.done.map(|done| Day::new(done, case.marketplace)),
        exhibits,
    })
}
