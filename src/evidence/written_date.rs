//! Days as people write them. What can be read in two ways is not read at all.

use jiff::civil::Date;

/// In which order the numbers of a day stand, where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Not known: `03/04/2025` may be two days.
    Unknown,
    /// The day first, as in most of Europe.
    DayFirst,
    /// The month first, as in the United States.
    MonthFirst,
}

/// Names of months in the languages of Amazon's marketplaces, in lower case; short forms stand for
/// themselves.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "jänner", "janvier", "enero", "gennaio", "januari", "styczeń", "stycznia", "jan", "janv",
        "ene", "genn", "gen",
    ],
    &[
        "february", "februar", "février", "fevrier", "febrero", "febbraio", "februari", "luty", "lutego", "feb",
        "févr", "febr",
    ],
    &["march", "märz", "maerz", "mars", "marzo", "maart", "marzec", "marca", "mar", "mrz", "mär", "mrt"],
    &["april", "avril", "abril", "aprile", "kwiecień", "kwietnia", "apr", "avr", "abr"],
    &["may", "mai", "mayo", "maggio", "mei", "maj", "maja", "mag"],
    &["june", "juni", "juin", "junio", "giugno", "czerwiec", "czerwca", "jun", "giu"],
    &["july", "juli", "juillet", "julio", "luglio", "lipiec", "lipca", "jul", "juil", "lug"],
    &["august", "août", "aout", "agosto", "augustus", "augusti", "sierpień", "sierpnia", "aug", "ago", "ag"],
    &["september", "septembre", "septiembre", "settembre", "wrzesień", "września", "sept", "sep", "set", "sett"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "październik", "października", "oct", "okt", "ott"],
    &["november", "novembre", "noviembre", "listopad", "listopada", "nov"],
    &[
        "december",
        "dezember",
        "décembre",
        "decembre",
        "diciembre",
        "dicembre",
        "grudzień",
        "grudnia",
        "dec",
        "dez",
        "déc",
        "dic",
    ],
];

/// Words that may stand before a day or inside it.
const WEEKDAYS: &[&str] = &["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"];

/// The day that a text begins with, and the rest of the text.
pub fn date(text: &str, order: Order) -> Option<(Date, &str)> {
    let text = weekday(text.trim_start());
    let (date, rest) = match text.chars().next()? {
        first if first.is_ascii_digit() => by_number(text, order)?,
        first if first.is_alphabetic() => month_first(text)?,
        _ => return None,
    };
    // `12 March 20251` and `2025-03-123` are no days.
    let ends = rest.chars().next().is_none_or(|next| !next.is_ascii_alphanumeric() || matches!(next, 'T' | 't'));
    ends.then_some((date, rest))
}

/// A text without the name of a day of the week at its start.
fn weekday(text: &str) -> &str {
    let Some((word, rest)) = word(text) else { return text };
    let lower = word.to_lowercase();
    let named = WEEKDAYS.contains(&lower.as_str()) || lower.ends_with("day") && lower.len() <= 9;
    if named { rest.trim_start_matches([',', '.', ' ']) } else { text }
}

fn by_number(text: &str, order: Order) -> Option<(Date, &str)> {
    let (first, digits, rest) = number(text)?;
    match digits {
        8 => Some((day(first / 10_000, first / 100 % 100, first % 100)?, rest)),
        4 => year_first(first, rest),
        1 | 2 => day_or_month_first(first, rest, order),
        _ => None,
    }
}

/// `2025-03-12`, `2025/3/12`, `2025年3月12日`, `2025 March 12`.
fn year_first(year: i32, rest: &str) -> Option<(Date, &str)> {
    let blanks = rest.trim_start();
    let mark = blanks.chars().next()?;
    if mark.is_alphabetic() && mark != '年' {
        let (month, rest) = month(blanks)?;
        let (number, _, rest) = number(rest.trim_start_matches([' ', '.', '-']))?;
        return Some((day(year, month, number)?, ordinal(rest)));
    }
    if !matches!(mark, '-' | '/' | '.' | '年') {
        return None;
    }
    let (month, digits, rest) = number(blanks[mark.len_utf8()..].trim_start())?;
    let blanks = rest.trim_start();
    let second = blanks.chars().next()?;
    let fits = if mark == '年' { second == '月' } else { second == mark };
    let (number, more, rest) = number(blanks[second.len_utf8()..].trim_start()).filter(|_| fits)?;
    let rest = rest.trim_start().strip_prefix(['日', '号', '號']).unwrap_or(rest);
    (digits <= 2 && more <= 2).then_some((day(year, month, number)?, rest))
}

/// `12 March 2025`, `12-Mar-25`, `12/03/2025`.
fn day_or_month_first(first: i32, rest: &str, order: Order) -> Option<(Date, &str)> {
    let after = ordinal(rest);
    let named = after.trim_start_matches([' ', '.', '-', '/', ',']);
    let named = named.strip_prefix("of ").or_else(|| named.strip_prefix("de ")).unwrap_or(named);
    if let Some((month, rest)) = month(named) {
        let rest = rest.trim_start_matches([' ', '.', '-', '/', ',', '\'', '’']);
        let rest = rest.strip_prefix("de ").or_else(|| rest.strip_prefix("del ")).unwrap_or(rest);
        let (year, digits, rest) = number(rest)?;
        let year = if digits == 2 { 2000 + year } else { year };
        return matches!(digits, 2 | 4).then_some((day(year, month, first)?, rest));
    }
    let mark = rest.chars().next().filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let (second, _, rest) = number(rest[1..].trim_start())?;
    let (year, digits, rest) = number(rest.strip_prefix(mark)?.trim_start())?;
    let (as_day, as_month) = (day(year, second, first), day(year, first, second));
    let found = match (order, as_day, as_month) {
        _ if digits != 4 => None,
        (Order::DayFirst, Some(found), _) | (Order::MonthFirst, _, Some(found)) => Some(found),
        (_, Some(found), None) | (_, None, Some(found)) => Some(found),
        (Order::Unknown, Some(found), Some(other)) => Some(found).filter(|_| found == other),
        _ => None,
    };
    Some((found?, rest))
}

/// `March 12, 2025`, `Mar. 12th 2025`.
fn month_first(text: &str) -> Option<(Date, &str)> {
    let (month, rest) = month(text)?;
    let (number_of_day, digits, rest) = number(rest.trim_start_matches([' ', '.', '-', '/']))?;
    let rest = ordinal(rest).trim_start_matches([' ', ',', '.', '-', '/']);
    let (year, more, rest) = number(rest)?;
    (digits <= 2 && more == 4).then_some((day(year, month, number_of_day)?, rest))
}

fn ordinal(rest: &str) -> &str {
    let ending = ["st", "nd", "rd", "th", "er", "º", "°"].iter().find_map(|ending| rest.strip_prefix(ending));
    ending.filter(|rest| !rest.starts_with(char::is_alphabetic)).unwrap_or(rest)
}

/// The month that a text begins with.
fn month(text: &str) -> Option<(i32, &str)> {
    let (word, rest) = word(text)?;
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    Some((i32::try_from(at).ok()? + 1, rest))
}

/// The letters at the start of a text.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The number at the start of a text, and how many digits it has.
fn number(text: &str) -> Option<(i32, usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).filter(|_| (1..=8).contains(&end))?;
    Some((digits.parse().ok()?, end, rest))
}

/// A day of an invoice, if it is one: none was written by a computer long ago or is of years to come.
fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (2000..2100).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Order) -> Option<String> {
        date(text, order).map(|(date, _)| date.to_string())
    }

    #[test]
    fn what_can_mean_one_day_only() {
        for text in [
            "2025-03-12",
            "2025/3/12",
            "2025.03.12",
            "20250312",
            "2025年3月12日",
            "2025 年 03 月 12 日",
            "2025-03-12T08:00",
            "12 March 2025",
            "12th of March, 2025",
            "12-Mar-2025",
            "12-MAR-25",
            "12. März 2025",
            "12 de marzo de 2025",
            "12 mars 2025",
            "March 12, 2025",
            "Mar. 12th 2025",
            "Wednesday, March 12, 2025",
            "Wed, 12 Mar 2025 08:00",
            "2025 March 12",
            "12 marca 2025",
            "12/Mar/2025",
            "12 Mar '25",
        ] {
            assert_eq!(read(text, Order::Unknown).as_deref(), Some("2025-03-12"), "{text}");
        }
        assert_eq!(read("25/03/2025", Order::Unknown).as_deref(), Some("2025-03-25"));
        assert_eq!(read("03/25/2025", Order::Unknown).as_deref(), Some("2025-03-25"));
        assert_eq!(read("03.03.2025", Order::Unknown).as_deref(), Some("2025-03-03"));
    }

    #[test]
    fn the_order_of_a_label_decides() {
        assert_eq!(read("03/04/2025", Order::Unknown), None);
        assert_eq!(read("03/04/2025", Order::DayFirst).as_deref(), Some("2025-04-03"));
        assert_eq!(read("03/04/2025", Order::MonthFirst).as_deref(), Some("2025-03-04"));
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "",
            "4471",
            "12",
            "2025",
            "30 days",
            "12/03/25",
            "2025-13-01",
            "2025-02-30",
            "12 March 20251",
            "2025-03-123",
            "March",
            "Mayflower 12 2025",
            "2025年3月",
            "1.2.3",
            "99999999",
            "12 Brumaire 2025",
            "1998-03-12",
            "12-03/2025",
            "20250312345",
            "２０２５",
            "12 March 205",
        ] {
            assert_eq!(read(text, Order::Unknown), None, "{text}");
        }
    }
}
