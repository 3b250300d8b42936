//! Where a case stands in one marketplace: what was sent there, and what came back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::{Answer, Answered, Approved, Event, Sent, What};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Not built as it stands.
    Draft,
    /// Built, and not sent yet.
    Ready,
    /// Sent; no answer yet.
    Submitted,
    /// Refused.
    Rejected,
    /// Amazon wants to know more.
    MoreInfo,
    /// Granted for some ASINs.
    Partial,
    /// Nothing came.
    NoAnswer,
    /// Granted.
    Reinstated,
    /// Taken back.
    Withdrawn,
}

impl State {
    /// Its name, as machines read it.
    pub fn name(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Ready => "ready",
            State::Submitted => "submitted",
            State::Rejected => "rejected",
            State::MoreInfo => "more-info",
            State::Partial => "partial",
            State::NoAnswer => "no-answer",
            State::Reinstated => "reinstated",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing is to be done any more.
    pub fn is_closed(self) -> bool {
        matches!(self, State::Reinstated | State::Withdrawn)
    }

    /// Whether it is the seller's turn.
    pub fn waits_for_seller(self) -> bool {
        !self.is_closed() && self != State::Submitted
    }
}

impl From<Answer> for State {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Rejected => State::Rejected,
            Answer::Reinstated => State::Reinstated,
            Answer::Partial => State::Partial,
            Answer::MoreInfo => State::MoreInfo,
            Answer::NoAnswer => State::NoAnswer,
            Answer::Withdrawn => State::Withdrawn,
        }
    }
}

/// What happened in one marketplace, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Thread<'h> {
    /// The events.
    pub events: Vec<&'h Event>,
}

impl<'h> Thread<'h> {
    /// What was sent.
    pub fn sent(&self) -> impl Iterator<Item = &'h Sent> + '_ {
        self.events.iter().filter_map(|event| event.sent())
    }

    /// What was answered.
    pub fn answered(&self) -> impl Iterator<Item = &'h Answered> + '_ {
        self.events.iter().filter_map(|event| event.answered())
    }

    /// The last answer to a submission, and its day.
    pub fn answer_to(&self, n: u64) -> Option<(&'h Answered, Date)> {
        let mut all = self.events.iter().filter_map(|event| Some((event.answered()?, event.date)));
        all.rfind(|(answered, _)| answered.n == n)
    }

    /// What was sent last.
    pub fn last_sent(&self) -> Option<&'h Sent> {
        self.sent().last()
    }

    /// Where it stands, if something was sent.
    pub fn state(&self) -> Option<State> {
        let last = self.last_sent()?;
        Some(self.answer_to(last.n).map_or(State::Submitted, |(answered, _)| State::from(answered.result)))
    }

    /// Whether nothing is to be done any more.
    pub fn is_closed(&self) -> bool {
        self.state().is_some_and(State::is_closed)
    }

    /// The submission that Amazon refused, with its answer and the day of it, if it was the last one.
    pub fn refused(&self) -> Option<(&'h Sent, &'h Answered, Date)> {
        let last = self.last_sent()?;
        let (answered, date) = self.answer_to(last.n)?;
        answered.result.refuses().then_some((last, answered, date))
    }

    /// The last submission that the case went on after: what the next letter is compared with. It is the
    /// same before and after that letter is sent.
    pub fn base(&self) -> Option<(&'h Sent, Date)> {
        let sent: Vec<(&Sent, Date)> =
            self.events.iter().filter_map(|event| Some((event.sent()?, event.date))).collect();
        let went_on = |n| self.answer_to(n).is_some_and(|(answered, _)| answered.result.goes_on());
        sent.into_iter().rev().find(|(sent, _)| went_on(sent.n))
    }

    /// How often Amazon refused.
    pub fn refusals(&self) -> usize {
        let refused = |n| self.answer_to(n).is_some_and(|(answered, _)| answered.result.refuses());
        self.sent().filter(|sent| refused(sent.n)).count()
    }

    /// The last signature after the last submission.
    pub fn approved(&self) -> Option<(&'h Approved, Date)> {
        let after = self.events.iter().rposition(|event| event.sent().is_some()).map_or(0, |at| at + 1);
        let mut signed = self.events[after..].iter().filter_map(|event| match &event.what {
            What::Approved(approved) => Some((approved, event.date)),
            _ => None,
        });
        signed.next_back()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;

    fn history(events: &[(&str, u64)]) -> History {
        let date = jiff::civil::date(2026, 11, 28);
        let event = |(what, n): &(&str, u64)| {
            let what = match Answer::find(what) {
                Some(result) => {
                    What::Answered(Answered { n: *n, result, reply: None, fields: vec![], reinstated: vec![] })
                }
                None => What::Sent(Sent { n: *n, ..Sent::default() }),
            };
            Event::new(date, None, what)
        };
        History { events: events.iter().map(event).collect() }
    }

    #[test]
    fn a_case_stands_where_its_last_submission_does() {
        let of = |events: &[(&str, u64)]| {
            let history = history(events);
            let thread = history.thread("US", "US");
            (thread.state(), thread.base().map(|(sent, _)| sent.n), thread.refusals())
        };
        assert_eq!(of(&[]), (None, None, 0));
        assert_eq!(of(&[("sent", 1)]), (Some(State::Submitted), None, 0));
        assert_eq!(of(&[("sent", 1), ("rejected", 1)]), (Some(State::Rejected), Some(1), 1));
        // The letter is compared with the same one before and after it is sent.
        assert_eq!(of(&[("sent", 1), ("rejected", 1), ("sent", 2)]), (Some(State::Submitted), Some(1), 1));
        let all = [("sent", 1), ("rejected", 1), ("sent", 2), ("reinstated", 2)];
        assert_eq!(of(&all), (Some(State::Reinstated), Some(1), 1));
        // An answer that was wrong at first.
        assert_eq!(of(&[("sent", 1), ("rejected", 1), ("reinstated", 1)]).0, Some(State::Reinstated));
        assert_eq!(history(&all).next(), 3);
        assert_eq!(history(&all).thread("DE", "US").state(), None);
    }
}
