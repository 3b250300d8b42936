//! What rules of history look at: the submission that Amazon refused, beside the case as it is now.

use jiff::civil::Date;

use super::Context;
use crate::history::changes::{Changes, changes};
use crate::history::event::{Answered, Sent};
use crate::history::said::Said;
use crate::plan;
use crate::plan::said::said;
use crate::source::Place;

/// A refusal that the case has not answered yet.
pub struct Refusal<'c> {
    /// What was sent.
    pub sent: &'c Sent,
    /// What came back.
    pub answered: &'c Answered,
    /// When.
    pub date: Date,
    /// Where the history says so.
    pub place: Option<Place>,
    /// What the letter said.
    pub before: &'c Said,
    /// What it says now.
    pub now: Said,
    /// The difference.
    pub changes: Changes,
}

/// The refusal of the last submission, if what was sent is kept.
pub fn refusal<'c>(context: &Context<'c>) -> Option<Refusal<'c>> {
    let past = context.past?;
    let thread = past.thread();
    let (sent, answered, date) = thread.refused()?;
    let before = past.said.get(&sent.n)?;
    let now = said(context.case, &plan::plan(context.case));
    let events = thread.events.iter().rev();
    let place = events.filter(|event| event.answered() == Some(answered)).find_map(|event| event.place.clone());
    let changes = changes(before, &now);
    Some(Refusal { sent, answered, date, place, before, now, changes })
}
