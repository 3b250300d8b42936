//! Whether complaints became fewer after a correction, and whether the figures carry that.
//!
//! Days before the first corrective action are compared with days after the last one; the days between
//! belong to neither. Reports of returns do not say how many units were sold meanwhile: fewer complaints
//! a week may mean fewer sales. So it counts only if complaints also became fewer among all that was
//! returned, which sales do not change.

use jiff::civil::Date;

use super::tally::{OfDay, Tally};

/// Fewest days on either side.
pub const MIN_DAYS: u32 = 14;
/// Fewest complaints before.
pub const MIN_FAULT: u32 = 5;
/// Most units that are reckoned with.
const MAX_UNITS: u64 = 100_000_000;
/// What either end of an interval leaves out: 95 % lie between.
const TAIL: f64 = 0.025;

/// What was returned in some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// How many of them reports reach.
    pub days: u32,
    /// Complaints about the product or the offer.
    pub fault: u32,
    /// All else.
    pub other: u32,
}

impl Side {
    /// Complaints a week.
    pub fn weekly(&self) -> f64 {
        f64::from(self.fault) * 7.0 / f64::from(self.days.max(1))
    }
}

/// What became of complaints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Before the first corrective action.
    pub before: Side,
    /// After the last corrective action.
    pub after: Side,
    /// Complaints a week after, divided by those before: 0.1 is a tenth.
    pub ratio: f64,
    /// Between these the ratio lies, with 95 % certainty.
    pub interval: (f64, f64),
}

/// What became of complaints, if the figures carry that they became fewer. `first` and `last` are the days
/// on which the first and the last corrective action were done.
pub fn effect(tally: &Tally, first: Date, last: Date) -> Option<Effect> {
    let reach = reach(tally);
    let (begin, end) = (reach.iter().map(|(from, _)| *from).min()?, reach.iter().map(|(_, to)| *to).max()?);
    let before = side(&tally.all.days, &reach, begin, first.yesterday().ok()?);
    let after = side(&tally.all.days, &reach, last.tomorrow().ok()?, end);
    let units = [before, after].map(|side| u64::from(side.fault) + u64::from(side.other)).iter().sum::<u64>();
    if before.days < MIN_DAYS || after.days < MIN_DAYS || before.fault < MIN_FAULT || units > MAX_UNITS {
        return None;
    }
    let exposure = f64::from(before.days) / f64::from(after.days);
    let (low, high) = share(after.fault, after.fault + before.fault);
    let interval = (odds(low) * exposure, odds(high) * exposure);
    let ratio = f64::from(after.fault) / f64::from(before.fault) * exposure;
    let fewer = interval.1 < 1.0;
    let among = fewer_among((after.fault, after.other), (before.fault, before.other)) <= TAIL;
    (fewer && among).then_some(Effect { before, after, ratio, interval })
}

/// The days that reports of returns reach, within the period; they may overlap.
pub fn reach(tally: &Tally) -> Vec<(Date, Date)> {
    let dates = tally.sources.iter().filter(|source| source.report.contains("returns")).filter_map(|one| one.dates);
    let within =
        dates.map(|(from, to)| (tally.from.map_or(from, |day| day.max(from)), tally.to.map_or(to, |day| day.min(to))));
    within.filter(|(from, to)| from <= to).collect()
}

fn side(days: &[OfDay], reach: &[(Date, Date)], from: Date, to: Date) -> Side {
    let inside = |day: Date| day >= from && day <= to;
    let of = days.iter().filter(|of| inside(of.day));
    let add = |(fault, units): (u32, u32), of: &OfDay| (fault.saturating_add(of.fault), units.saturating_add(of.units));
    let (fault, units) = of.fold((0, 0), add);
    let mut spans: Vec<(Date, Date)> = reach.iter().map(|(a, b)| ((*a).max(from), (*b).min(to))).collect();
    spans.retain(|(a, b)| a <= b);
    spans.sort();
    let mut count = 0_i32;
    let mut done: Option<Date> = None;
    for (a, b) in spans {
        let a = done.and_then(|done| done.tomorrow().ok()).map_or(a, |next| next.max(a));
        if a <= b {
            count += (b - a).get_days() + 1;
            done = Some(b);
        }
    }
    Side { from, to, days: u32::try_from(count).unwrap_or(0), fault, other: units.saturating_sub(fault) }
}

/// The exact interval (Clopper and Pearson) of a share of which `k` of `n` were seen.
pub fn share(k: u32, n: u32) -> (f64, f64) {
    // The share at which so few, or so many, are as rare as the tail.
    let find = |rare: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if rare(middle) { high = middle } else { low = middle }
        }
        (low + high) / 2.0
    };
    let low = if k == 0 { 0.0 } else { find(&|p| 1.0 - at_most(k - 1, n, p) > TAIL) };
    let high = if k >= n { 1.0 } else { find(&|p| at_most(k, n, p) < TAIL) };
    (low, high)
}

/// How likely at most `k` of `n` are, each with probability `p`.
fn at_most(k: u32, n: u32, p: f64) -> f64 {
    let one = |i: u32| (chosen(n, i) + f64::from(i) * p.ln() + f64::from(n - i) * (1.0 - p).ln()).exp();
    down(0, k.min(n), f64::from(n) * p, one)
}

/// Adds up from `to` down to `from`: below the middle there soon comes no more.
fn down(from: u32, to: u32, middle: f64, one: impl Fn(u32) -> f64) -> f64 {
    let mut sum = 0.0;
    for k in (from..=to).rev() {
        let more = one(k);
        sum += more;
        if f64::from(k) < middle && more <= sum * 1e-17 {
            break;
        }
    }
    sum.min(1.0)
}

/// How likely no more complaints than these are among what was returned later, if nothing changed
/// (Fisher). Each side: complaints, all else.
pub fn fewer_among(later: (u32, u32), earlier: (u32, u32)) -> f64 {
    let (drawn, fault) = (later.0 + later.1, later.0 + earlier.0);
    let all = drawn + earlier.0 + earlier.1;
    let least = drawn.saturating_sub(all - fault);
    let one = |k: u32| (chosen(fault, k) + chosen(all - fault, drawn - k) - chosen(all, drawn)).exp();
    down(least, later.0, f64::from(drawn) * f64::from(fault) / f64::from(all.max(1)), one)
}

fn odds(p: f64) -> f64 {
    p / (1.0 - p)
}

/// The logarithm of the number of ways to choose `k` of `n`.
fn chosen(n: u32, k: u32) -> f64 {
    factorial(n) - factorial(k) - factorial(n - k)
}

/// The logarithm of `n!`: Stirling's series is exact to twelve digits from ten on.
fn factorial(n: u32) -> f64 {
    let x = f64::from(n);
    if n < 10 {
        return (2..=n).map(|i| f64::from(i).ln()).sum();
    }
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    x * x.ln() - x + 0.5 * (std::f64::consts::TAU * x).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaints::tally::{Counts, Source};
    use jiff::civil::date;

    #[test]
    fn large_counts_take_no_time() {
        let (low, high) = share(10_000_000, 40_000_000);
        assert!((0.2498..0.25).contains(&low) && (0.25..0.2502).contains(&high), "{low} {high}");
        let same = fewer_among((10_000_000, 20_000_000), (20_000_000, 40_000_000));
        assert!((0.45..0.55).contains(&same), "{same}");
    }

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 5e-5, "{found} is not {wanted}");
    }

    #[test]
    fn intervals_are_those_of_the_books() {
        for (k, n, low, high) in
            [(0, 10, 0.0, 0.30850), (1, 10, 0.00253, 0.44502), (5, 10, 0.18709, 0.81291), (10, 10, 0.69150, 1.0)]
        {
            let found = share(k, n);
            near(found.0, low);
            near(found.1, high);
        }
        // The lady tasting tea: 17 of 70 ways have at most one right.
        near(fewer_among((1, 3), (3, 1)), 17.0 / 70.0);
        near(factorial(10), 3_628_800_f64.ln());
        near(factorial(170), 7.257_415_615_307_994_f64.ln() + 306.0 * 10_f64.ln());
    }

    /// Every seventh day `units` returns, `fault` of them complaints.
    fn made(before: (u32, u32), after: (u32, u32)) -> Tally {
        let start = date(2026, 7, 1);
        let of = |week: i64| {
            let (units, fault) = if week < 13 { before } else { after };
            OfDay { day: start + jiff::Span::new().days(week * 7), units, fault }
        };
        let source = Source {
            path: "r.tsv".into(),
            report: "fba-returns".into(),
            sha256: String::new(),
            bytes: 0,
            encoding: String::new(),
            dates: Some((start, date(2026, 11, 17))),
            rows: Default::default(),
            own: 0,
            outside: 0,
            again: 0,
        };
        // Two reports of the same days: a day counts once.
        let all = Counts { days: (0..20).map(of).collect(), ..Counts::default() };
        Tally { sources: vec![source.clone(), source], all, ..Tally::default() }
    }

    #[test]
    fn what_the_figures_carry_is_said() {
        let found = effect(&made((10, 7), (4, 1)), date(2026, 9, 29), date(2026, 9, 29)).expect("an effect");
        assert_eq!((found.before.days, found.before.fault, found.before.other), (90, 91, 39));
        assert_eq!((found.after.days, found.after.fault, found.after.other), (49, 7, 21));
        assert!(found.interval.0 < found.ratio && found.ratio < found.interval.1 && found.interval.1 < 1.0);
        near(found.ratio, 7.0 / 91.0 * 90.0 / 49.0);
    }

    #[test]
    fn what_they_do_not_carry_is_not() {
        let (first, last) = (date(2026, 9, 29), date(2026, 9, 29));
        // As many complaints; fewer returns of all kinds; hardly any complaints before; too few days after.
        for (before, after) in [((10, 7), (10, 7)), ((10, 7), (1, 1)), ((1, 0), (1, 0))] {
            assert_eq!(effect(&made(before, after), first, last), None, "{before:?} {after:?}");
        }
        assert_eq!(effect(&made((10, 7), (4, 1)), first, date(2026, 11, 10)), None);
        assert_eq!(effect(&Tally::default(), first, last), None);
    }
}
