//! Dates as reports write them. `03/04/2026` can be two days: which one, only the file can say.

use jiff::civil::Date;

/// A date as it was read, packed: a day, or one of two days until the file says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When(u32);

const OPEN: u32 = 1 << 31;
const DASHED: u32 = 1 << 30;

/// Which number comes first where both could be a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

impl When {
    fn of_day(day: i32) -> Option<Self> {
        u32::try_from(day).ok().filter(|day| *day < DASHED).map(Self)
    }

    /// The number that the same day always has, for telling duplicates.
    pub fn key(self) -> u32 {
        self.0
    }

    /// Its day, in days since 1970; none while it can be two.
    pub fn day(self) -> Option<i32> {
        if self.0 & OPEN == 0 { i32::try_from(self.0).ok() } else { None }
    }

    /// Its day in one order.
    fn in_order(self, order: Order) -> Option<i32> {
        if self.0 & OPEN == 0 {
            return self.day();
        }
        let (a, b) = ((self.0 >> 6) & 63, self.0 & 63);
        let (day, month) = if order == Order::DayFirst { (a, b) } else { (b, a) };
        let year = i32::try_from((self.0 >> 12) & 0x3fff).ok()?;
        days(year, month, day)
    }

    fn sign(self) -> usize {
        usize::from(self.0 & DASHED != 0)
    }
}

/// Days since 1970 of a date that exists.
fn days(year: i32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let at = usize::try_from(month.checked_sub(1)?).ok()?;
    let length = LENGTHS.get(at)? + u32::from(leap && month == 2);
    if !(1990..=2100).contains(&year) || day == 0 || day > length {
        return None;
    }
    // Years that begin in March: leap days stand at their end.
    let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

/// The date of a number of days since 1970.
pub fn date(day: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(i64::from(day).clamp(0, 50_000))).unwrap_or(epoch)
}

/// Days since 1970 of a date.
pub fn day_of(date: Date) -> i32 {
    let (month, day) = (u32::try_from(date.month()).unwrap_or(1), u32::try_from(date.day()).unwrap_or(1));
    days(i32::from(date.year()), month, day).unwrap_or(if date.year() < 1990 { 0 } else { 50_000 })
}

/// The Monday of a day's week.
pub fn monday(day: i32) -> i32 {
    day - (day + 3).rem_euclid(7)
}

fn number(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    bytes.iter().try_fold(0, |sum: u32, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// Reads a date; what follows it (a time, a zone) does not count. `27/03/26` has a year of two digits.
pub fn parse(cell: &[u8]) -> Option<When> {
    // The commonest form first: 2026-03-02, perhaps with a time.
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = cell
        && rest.first().is_none_or(|byte| matches!(byte, b'T' | b' '))
    {
        let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
        return When::of_day(days(year, number(&[*m1, *m2])?, number(&[*d1, *d2])?)?);
    }
    let end = cell.iter().position(|byte| matches!(byte, b'T' | b' ' | b','));
    // `T` also stands in OCT and SEPT.
    let end = end.filter(|end| cell.get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_digit));
    let plain = &cell[..end.unwrap_or(cell.len())];
    let sign = *plain.iter().find(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let mut parts = plain.split(|byte| *byte == sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let full = |digits: &[u8]| -> Option<i32> {
        let year = i32::try_from(number(digits)?).ok()?;
        match digits.len() {
            4 => Some(year),
            2 => Some(2000 + year),
            _ => None,
        }
    };
    if first.len() == 4 {
        return When::of_day(days(full(first)?, number(second)?, number(third)?)?);
    }
    if second.first().is_some_and(u8::is_ascii_alphabetic) {
        return When::of_day(days(full(third)?, month(second)?, number(first)?)?);
    }
    let (a, b, year) = (number(first)?, number(second)?, full(third)?);
    if a == b || b > 12 || a > 12 || sign == b'.' {
        // Readers who write dots put the day first.
        let (day, month) = if b > 12 && sign != b'.' { (b, a) } else { (a, b) };
        return When::of_day(days(year, month, day)?);
    }
    // Either way there is such a day.
    days(year, a, b).and(days(year, b, a))?;
    let year = u32::try_from(year).ok()?;
    Some(When(OPEN | if sign == b'-' { DASHED } else { 0 } | year << 12 | a << 6 | b))
}

/// The order that a date gives away because its other number is no month.
fn proven(cell: &[u8]) -> Option<(usize, Order)> {
    let sign = *cell.iter().find(|byte| matches!(byte, b'-' | b'/'))?;
    let mut parts = cell.splitn(3, |byte| *byte == sign);
    let (first, second) = (number(parts.next()?)?, number(parts.next()?)?);
    let order = match (first, second) {
        (13..=31, 1..=12) => Order::DayFirst,
        (1..=12, 13..=31) => Order::MonthFirst,
        _ => return None,
    };
    Some((usize::from(sign == b'-'), order))
}

fn month(name: &[u8]) -> Option<u32> {
    const MONTHS: [&[u8; 3]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let start = name.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| month.as_slice() == start)?;
    u32::try_from(at + 1).ok()
}

/// Whether rows were sorted so far.
#[derive(Debug, Clone, Copy)]
struct Run {
    last: Option<i32>,
    up: bool,
    down: bool,
}

impl Run {
    fn add(&mut self, day: Option<i32>) {
        if let (Some(last), Some(day)) = (self.last, day) {
            self.up &= last <= day;
            self.down &= last >= day;
        }
        self.last = day.or(self.last);
    }

    fn sorted(self) -> bool {
        self.up || self.down
    }
}

/// What a file gives away about the order of its dates: a number above twelve, or rows that are sorted
/// in one order only.
#[derive(Debug, Clone)]
pub struct Orders {
    proven: [[bool; 2]; 2],
    runs: [[Run; 2]; 2],
    anchors: u32,
    last: Option<When>,
    /// What the header's language says.
    pub told: Option<Order>,
}

/// Sure dates that must be sorted before an unsure one is read by its place among them.
const ANCHORS: u32 = 4;

impl Default for Orders {
    /// Nothing is known yet.
    fn default() -> Self {
        let run = Run { last: None, up: true, down: true };
        Self { proven: [[false; 2]; 2], runs: [[run; 2]; 2], anchors: 0, last: None, told: None }
    }
}

impl Orders {
    /// Takes in a date of the file, as it stands there.
    pub fn add(&mut self, cell: &[u8], when: When) {
        if self.last == Some(when) && cell.get(4) == Some(&b'-') {
            return;
        }
        if when.day().is_some() {
            self.anchors = self.anchors.saturating_add(u32::from(self.last != Some(when)));
            if let Some((sign, order)) = proven(cell) {
                self.proven[sign][usize::from(order == Order::DayFirst)] = true;
            }
            self.runs.iter_mut().flatten().for_each(|run| run.add(when.day()));
        } else {
            let [month, day] = &mut self.runs[when.sign()];
            month.add(when.in_order(Order::MonthFirst));
            day.add(when.in_order(Order::DayFirst));
        }
        self.last = Some(when);
    }

    /// The order of the dates with a sign, if the file proves one.
    fn order(&self, sign: usize) -> Option<Order> {
        match self.proven[sign] {
            [true, false] => return Some(Order::MonthFirst),
            [false, true] => return Some(Order::DayFirst),
            [true, true] => return None,
            [false, false] => {}
        }
        if self.told.is_some() {
            return self.told;
        }
        let [month, day] = self.runs[sign].map(Run::sorted);
        match (month, day) {
            (true, false) if self.anchors >= ANCHORS => Some(Order::MonthFirst),
            (false, true) if self.anchors >= ANCHORS => Some(Order::DayFirst),
            _ => None,
        }
    }

    /// The day of a date, now that the whole file is known.
    pub fn settle(&self, when: When) -> Option<i32> {
        when.day().or_else(|| when.in_order(self.order(when.sign())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        parse(text.as_bytes()).and_then(When::day).map(|day| date(day).to_string())
    }

    #[test]
    fn forms() {
        for text in [
            "2026-03-02T08:11:09+00:00",
            "2026-03-02",
            "2026/03/02",
            "02-MAR-2026",
            "2-Mar-2026",
            "02.03.2026",
            "2026-03-02 08:11:09 PST",
        ] {
            assert_eq!(day(text).as_deref(), Some("2026-03-02"), "{text}");
        }
        assert_eq!(day("07-OCT-2026").as_deref(), Some("2026-10-07"));
        assert_eq!(day("20/10/23").as_deref(), Some("2023-10-20"));
        assert_eq!(day("10/20/23").as_deref(), Some("2023-10-20"));
        assert_eq!(day("2/29/2024").as_deref(), Some("2024-02-29"));
        for text in ["", "2026-02-30", "return-date", "31/13/2026", "2026-3", "1/2/3/4", "９/9/2026"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(day("05/03/2026"), None);
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let mut at = Date::constant(1990, 1, 1);
        let mut wanted = day_of(at);
        assert_eq!(wanted, 7305);
        while at < Date::constant(2101, 1, 1) {
            assert_eq!(day_of(at), wanted);
            assert_eq!(date(wanted), at);
            at = at.tomorrow().expect("a day");
            wanted += 1;
        }
        assert_eq!(date(monday(day_of(Date::constant(2026, 3, 8)))).to_string(), "2026-03-02");
        assert_eq!(date(monday(day_of(Date::constant(2026, 3, 9)))).to_string(), "2026-03-09");
    }

    fn settled(texts: &[&str]) -> Vec<Option<String>> {
        let mut orders = Orders::default();
        let whens: Vec<When> = texts.iter().filter_map(|text| parse(text.as_bytes())).collect();
        for (text, when) in texts.iter().zip(&whens) {
            orders.add(text.as_bytes(), *when);
        }
        whens.into_iter().map(|when| orders.settle(when).map(|day| date(day).to_string())).collect()
    }

    #[test]
    fn the_file_proves_the_order() {
        let us = settled(&["03/04/2026", "03/14/2026"]);
        assert_eq!(us[0].as_deref(), Some("2026-03-04"));
        let eu = settled(&["03/04/2026", "14/04/2026"]);
        assert_eq!(eu[0].as_deref(), Some("2026-04-03"));
        assert_eq!(settled(&["03/04/2026", "05/06/2026"]), [None, None]);
        assert_eq!(settled(&["03/04/2026", "14/04/2026", "04/14/2026"])[0], None);
        // Another sign, another order.
        assert_eq!(settled(&["03-04-2026", "14/04/2026"])[0], None);
        let among = settled(&["2026-03-02", "03/03/2026", "05-03-2026", "07-MAR-2026", "2026-03-09"]);
        assert_eq!(among[2].as_deref(), Some("2026-03-05"));
        let jumbled = settled(&["2026-03-09", "03/03/2026", "05-03-2026", "07-MAR-2026", "2026-03-02"]);
        assert_eq!(jumbled[2], None);
    }
}
