//! Today, and how long what rules make of it holds: a case that nothing else changes in is not judged again
//! before another day can make a difference.

use std::cell::Cell;

use jiff::civil::Date;

/// Today.
#[derive(Debug, Clone)]
pub struct Clock {
    today: Date,
    /// The first and the last day on which every answer so far would be the same.
    days: Cell<(Date, Date)>,
}

impl Clock {
    /// A clock of which nothing was asked yet.
    pub fn new(today: Date) -> Self {
        Self { today, days: Cell::new((Date::MIN, Date::MAX)) }
    }

    /// Today. Whatever is made of it holds for this day only, so that the case is judged again on the next.
    pub fn today(&self) -> Date {
        self.days.set((self.today, self.today));
        self.today
    }

    /// Whether a day is over. The case is judged again when it is.
    pub fn is_after(&self, day: Date) -> bool {
        let (from, to) = self.days.get();
        let after = self.today > day;
        self.days.set(match after {
            true => (day.tomorrow().map_or(from, |next| from.max(next)), to),
            false => (from, to.min(day)),
        });
        after
    }

    /// The first and the last day on which every answer so far would be the same.
    pub fn days(&self) -> (Date, Date) {
        self.days.get()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn answers_hold_until_a_day_that_was_asked_about() {
        let clock = Clock::new(date(2026, 11, 20));
        assert_eq!(clock.days(), (Date::MIN, Date::MAX));
        assert!(clock.is_after(date(2026, 11, 10)) && !clock.is_after(date(2026, 12, 24)));
        assert_eq!(clock.days(), (date(2026, 11, 11), date(2026, 12, 24)));
        assert!(!clock.is_after(date(2026, 11, 20)) && clock.is_after(date(2026, 11, 19)));
        assert_eq!(clock.days(), (date(2026, 11, 20), date(2026, 11, 20)));
        let clock = Clock::new(date(2026, 11, 20));
        assert!(!clock.is_after(Date::MAX) && clock.is_after(Date::MIN));
        assert_eq!(clock.today(), date(2026, 11, 20));
        assert_eq!(clock.days(), (date(2026, 11, 20), date(2026, 11, 20)));
    }
}
