//! Amazon's notice, read: what it says about ASINs, days, deadline, route and types, each with the line that
//! says so. The phrases are data: `src/start/data/notice.toml`. All of it is a guess, and shown as one.

use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::{Draft, Given};
use crate::check::ident;
use crate::evidence::written_date::{self, Order};
use crate::locale::{Args, Locale};
use crate::market::{self, Marketplace};
use crate::tidy;

/// Lines that are read.
const LINES: usize = 5_000;
/// Characters of a line that are looked at.
const LINE: usize = 2_000;
/// ASINs that are taken.
const ASINS: usize = 100;
/// The longest time that a notice gives, in days; what lies further is another date.
const LONGEST: i64 = 200;

/// The phrases of `notice.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    by: Vec<String>,
    days: Vec<String>,
    hours: Vec<String>,
    notified: Vec<String>,
    product: Vec<String>,
    case_id: Vec<String>,
    route: Vec<Topic>,
    #[serde(rename = "type")]
    kind: Vec<Topic>,
}

/// What some phrases speak of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    id: String,
    phrases: Vec<String>,
}

fn phrases() -> &'static Phrases {
    static ALL: OnceLock<Phrases> = OnceLock::new();
    ALL.get_or_init(|| {
        let read: Result<Phrases, _> = toml::from_str(include_str!("data/notice.toml"));
        read.unwrap_or_else(|_| Phrases {
            by: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            notified: Vec::new(),
            product: Vec::new(),
            case_id: Vec::new(),
            route: Vec::new(),
            kind: Vec::new(),
        })
    })
}

/// A guess and the line that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess<T> {
    /// What is guessed.
    pub value: T,
    /// The number of the line, from 1.
    pub line: usize,
    /// The line.
    pub quote: String,
}

/// What a notice says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notice {
    /// The ASINs, in their order.
    pub asins: Vec<Guess<String>>,
    /// The types that its words fit, the likeliest first.
    pub types: Vec<Guess<String>>,
    /// The day of the notice.
    pub notified: Option<Guess<Date>>,
    /// The day by which an answer is wanted.
    pub respond_by: Option<Guess<Date>>,
    /// Where the appeal goes.
    pub route: Option<Guess<String>>,
    /// The marketplace's code.
    pub marketplace: Option<Guess<String>>,
    /// Amazon's number of the case.
    pub case_id: Option<Guess<String>>,
    /// The product's name.
    pub product: Option<Guess<String>>,
    /// The orders that it names.
    pub orders: Vec<Guess<String>>,
}

/// A line, ready to be searched.
struct Line<'n> {
    number: usize,
    text: &'n str,
    /// In small letters, one blank for many, full-width signs as ASCII ones.
    folded: String,
}

/// Reads a notice. `sent` is the day of a mail by its header.
pub fn notice(text: &str, sent: Option<Date>) -> Notice {
    let lines = text.lines().take(LINES).enumerate().filter(|(_, text)| !text.trim().is_empty());
    let lines: Vec<Line<'_>> = lines
        .map(|(at, text)| {
            let text = text.char_indices().nth(LINE).map_or(text, |(end, _)| &text[..end]).trim();
            Line { number: at + 1, text, folded: folded(text) }
        })
        .collect();
    let mut found = Notice { marketplace: marketplace(&lines), ..Notice::default() };
    let order = match found.marketplace.as_ref().map(|guess| guess.value.as_str()) {
        Some("US") => Order::MonthFirst,
        Some(_) => Order::DayFirst,
        None => Order::Unknown,
    };
    identifiers(&lines, &mut found);
    found.notified = day(&lines, &phrases().notified, order);
    if let Some(date) = sent {
        let quote = found.notified.as_ref().filter(|guess| guess.value == date).map(|guess| guess.quote.clone());
        let line = lines.iter().find(|line| line.folded.starts_with("date:"));
        let quote = quote.or_else(|| line.map(|line| line.text.to_owned())).unwrap_or_default();
        let line = line.map_or(1, |line| line.number);
        found.notified = Some(Guess { value: date, line, quote });
    }
    found.respond_by = deadline(&lines, order, found.notified.as_ref().map(|guess| guess.value));
    found.route = topics(&lines, &phrases().route).into_iter().next();
    found.types = topics(&lines, &phrases().kind);
    found.product = lines.iter().find_map(|line| {
        let prefix = phrases().product.iter().find(|prefix| line.folded.starts_with(folded(prefix).as_str()))?;
        let rest: String = line.text.chars().skip(prefix.chars().count()).collect();
        let rest = rest.trim().trim_matches('"').trim();
        (!rest.is_empty() && rest.chars().count() <= 300).then(|| line.guess(rest.to_owned()))
    });
    found
}

impl Line<'_> {
    fn guess<T>(&self, value: T) -> Guess<T> {
        Guess { value, line: self.number, quote: self.text.to_owned() }
    }
}

fn folded(text: &str) -> String {
    let plain = tidy::ascii(text).replace(['’', '‘'], "'").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// ASINs, orders and Amazon's case id.
fn identifiers(lines: &[Line<'_>], found: &mut Notice) {
    for line in lines {
        let plain = tidy::ascii(line.text);
        let named = line.folded.contains("asin");
        let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| word.len() == 10) {
            let is_asin = ident::asin(word).is_ok() && (word.starts_with("B0") || named);
            let mixed = word.bytes().any(|b| b.is_ascii_digit());
            let new = found.asins.len() < ASINS && !found.asins.iter().any(|asin| asin.value == word);
            if is_asin && mixed && new {
                found.asins.push(line.guess(word.to_owned()));
            }
        }
        for word in plain.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|word| ident::order(word)) {
            if found.orders.len() < ASINS && !found.orders.iter().any(|order| order.value == word) {
                found.orders.push(line.guess(word.to_owned()));
            }
        }
        for phrase in &phrases().case_id {
            let Some((_, rest)) = line.folded.split_once(phrase.as_str()) else { continue };
            let rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            if found.case_id.is_none() && ident::case_id(&rest[..end]) {
                found.case_id = Some(line.guess(rest[..end].to_owned()));
            }
        }
    }
}

/// The marketplace whose domain a line names, addresses of mail and Seller Central aside.
fn marketplace(lines: &[Line<'_>]) -> Option<Guess<String>> {
    lines.iter().find_map(|line| {
        let start = line.folded.match_indices("amazon.").find_map(|(at, _)| {
            let before = &line.folded[..at];
            if before.ends_with('@') || before.ends_with("sellercentral.") || before.ends_with("europe.") {
                return None;
            }
            let rest = &line.folded[at..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
            market::ALL.iter().find(|market| market.domain == rest[..end].trim_end_matches('.'))
        })?;
        Some(line.guess(start.code.to_owned()))
    })
}

/// The topics whose phrases stand in the text, those with most different phrases first.
fn topics(lines: &[Line<'_>], topics: &[Topic]) -> Vec<Guess<String>> {
    let mut found: Vec<(usize, usize, Guess<String>)> = Vec::new();
    for (rank, topic) in topics.iter().enumerate() {
        let first = |phrase: &String| -> Option<&Line<'_>> {
            let wanted = folded(phrase);
            let wrapped = |pair: &[Line<'_>]| {
                let joined = format!("{} {}", pair[0].folded, pair[1].folded);
                has(&joined, &wanted)
            };
            lines.iter().find(|line| has(&line.folded, &wanted)).or_else(|| {
                let at = lines.windows(2).position(wrapped)?;
                lines.get(at)
            })
        };
        let hits: Vec<&Line<'_>> = topic.phrases.iter().filter_map(first).collect();
        if let Some(line) = hits.iter().min_by_key(|line| line.number) {
            found.push((hits.len(), rank, line.guess(topic.id.clone())));
        }
    }
    found.sort_by_key(|(count, rank, _)| (std::cmp::Reverse(*count), *rank));
    found.into_iter().map(|(.., guess)| guess).collect()
}

/// Whether a phrase stands in a text, as whole words where it begins or ends with a Latin letter.
fn has(text: &str, phrase: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        let goes_on = |beside, end| is_word(beside) && is_word(end);
        !goes_on(before, phrase.chars().next()) && !goes_on(after, phrase.chars().next_back())
    })
}

/// What stands on both sides of a slot in a phrase.
fn sides(phrase: &str) -> Option<(String, String)> {
    let (before, rest) = phrase.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    Some((folded(before), folded(after)))
}

/// Whether a slot stands in a phrase: the text before it ends as the phrase begins, and so on.
fn fits(phrase: &str, before: &str, after: &str) -> bool {
    let Some((start, end)) = sides(phrase) else { return false };
    let (before, after) = (before.trim_end(), after.trim_start());
    let Some(rest) = before.strip_suffix(start.as_str()) else { return false };
    let joined = rest.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
    let word = start.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let after_fits = after.strip_prefix(end.as_str()).is_some_and(|rest| {
        let latin = end.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        !(latin && rest.chars().next().is_some_and(|c| c.is_ascii_alphanumeric()))
    });
    !(joined && word) && after_fits
}

/// The days of a line, each with the text before and after it.
fn days(folded: &str, order: Order) -> Vec<(Date, &str, &str)> {
    let mut found = Vec::new();
    let mut last = None;
    let mut skip = 0;
    for (at, c) in folded.char_indices() {
        let begins = c.is_ascii_alphanumeric() && !last.is_some_and(|c: char| c.is_ascii_alphanumeric());
        last = Some(c);
        if !begins || at < skip {
            continue;
        }
        if let Some((date, rest)) = written_date::date(&folded[at..], order) {
            skip = folded.len() - rest.len();
            found.push((date, &folded[..at], rest.trim_start_matches([',', ' '])));
        }
    }
    found
}

/// The first day that stands in one of the phrases.
fn day(lines: &[Line<'_>], phrases: &[String], order: Order) -> Option<Guess<Date>> {
    phrases.iter().find_map(|phrase| {
        lines.iter().find_map(|line| {
            let all = days(&line.folded, order);
            let (date, ..) = all.into_iter().find(|(_, before, after)| fits(phrase, before, after))?;
            Some(line.guess(date))
        })
    })
}

/// The day by which an answer is wanted: the one that is named, else counted from the notice.
fn deadline(lines: &[Line<'_>], order: Order, notified: Option<Date>) -> Option<Guess<Date>> {
    let sound = |by: Date| {
        let days = notified.and_then(|from| from.until(by).ok()).map_or(0, |span| i64::from(span.get_days()));
        (0..=LONGEST).contains(&days)
    };
    if let Some(named) = day(lines, &phrases().by, order).filter(|guess| sound(guess.value)) {
        return Some(named);
    }
    let from = notified?;
    let counted = |phrases: &[String], hours: i64| {
        phrases.iter().find_map(|phrase| {
            lines.iter().find_map(|line| {
                let all = numbers(&line.folded);
                let (count, ..) = all.into_iter().find(|(_, before, after)| fits(phrase, before, after))?;
                let days = (count * hours + 23) / 24;
                let by = from.checked_add(days.days()).ok().filter(|_| (1..=LONGEST).contains(&days))?;
                Some(line.guess(by))
            })
        })
    };
    counted(&phrases().days, 24).or_else(|| counted(&phrases().hours, 1))
}

/// The numbers of a line, each with the text before and after it; `seventeen (17) days` is `17 days`.
fn numbers(folded: &str) -> Vec<(i64, &str, &str)> {
    let mut found = Vec::new();
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |length| at + length);
        if end == at {
            at += 1;
            continue;
        }
        if let Ok(number) = folded[at..end].parse::<u16>() {
            let (mut before, mut after) = (&folded[..at], &folded[end..]);
            if let (Some(inner), Some(rest)) = (before.strip_suffix('('), after.strip_prefix(')')) {
                before = inner.trim_end().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
                after = rest;
            }
            found.push((i64::from(number), before, after));
        }
        at = end;
    }
    found
}

impl Notice {
    /// The draft of a case, each guess with the line that it came from. `kind` is the type that is to be
    /// used; `path` where the notice lies, from the case.
    pub fn draft(&self, kind: &str, path: &str, numbered: bool, locale: &Locale) -> Draft {
        let from = |line: usize, quote: &str| {
            let id = if numbered { "start-notice-line" } else { "start-notice-quote" };
            let args = Args::from([("line".into(), line.into()), ("quote".into(), quote.into())]);
            locale.text(id, &args)
        };
        let mut draft = Draft { kind: kind.to_owned(), ..Draft::default() };
        draft.asins = self.asins.iter().map(|asin| asin.value.clone()).collect();
        for asin in &self.asins {
            draft.remarks.push(format!("{}: {}", asin.value, from(asin.line, &asin.quote)));
        }
        let mut set = |key: &str, value: toml::Value, line: usize, quote: &str| {
            draft.keys.insert(key.to_owned(), Given { value, note: Some(from(line, quote)) });
        };
        let date = |day: Date| day.to_string().parse::<toml::value::Datetime>().map(toml::Value::from).ok();
        for (key, guess) in [("notified", &self.notified), ("respond_by", &self.respond_by)] {
            if let Some((guess, value)) = guess.as_ref().and_then(|guess| Some((guess, date(guess.value)?))) {
                set(key, value, guess.line, &guess.quote);
            }
        }
        let texts = [
            ("route", &self.route),
            ("marketplace", &self.marketplace),
            ("case_id", &self.case_id),
            ("product", &self.product),
        ];
        for (key, guess) in texts {
            if let Some(guess) = guess {
                let value = guess.value.replace(crate::quote::is_unsafe, " ");
                set(key, value.into(), guess.line, &guess.quote);
            }
        }
        if let Some(first) = self.orders.first() {
            let orders: Vec<String> = self.orders.iter().map(|order| order.value.clone()).collect();
            set("orders", orders.into(), first.line, &first.quote);
        }
        if let Some(guess) = self.types.iter().find(|guess| guess.value == kind) {
            set("type", kind.into(), guess.line, &guess.quote);
        }
        draft.set("notice", path);
        for other in self.types.iter().filter(|guess| guess.value != kind) {
            let args = Args::from([("kind".into(), other.value.as_str().into())]);
            let also = locale.text("start-notice-also", &args);
            draft.remarks.push(format!("{also} {}", from(other.line, &other.quote)));
        }
        draft
    }

    /// The marketplace that the notice is of.
    pub fn market(&self) -> Option<&'static Marketplace> {
        Marketplace::find(&self.marketplace.as_ref()?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue_type::IssueTypes;
    use crate::parse::keys::ROUTES;
    use crate::templates::Templates;

    #[test]
    fn phrases_are_sound() {
        let all = phrases();
        assert!(all.by.len() > 10 && all.days.len() > 10 && all.notified.len() > 5);
        let types = IssueTypes::new(&Templates::new(Vec::new()));
        assert!(types.iter().all(|kind| all.kind.iter().any(|topic| topic.id == kind.id)), "a type has no phrases");
        assert!(all.kind.iter().all(|topic| types.find(&topic.id).is_some()));
        assert!(all.route.iter().all(|topic| ROUTES.contains(&topic.id.as_str())));
        for phrase in all.by.iter().chain(&all.notified) {
            assert!(phrase.contains("{date}"), "{phrase}");
        }
        assert!(all.days.iter().chain(&all.hours).all(|phrase| phrase.contains("{n}")));
    }

    fn day(guess: &Option<Guess<Date>>) -> Option<(String, usize)> {
        guess.as_ref().map(|guess| (guess.value.to_string(), guess.line))
    }

    #[test]
    fn an_english_notice() {
        let text = "Hello,\n\nDate: October 2, 2026\nWe removed your listing from Amazon.com because of product condition\n\
            customer complaints: buyers say that the item arrived damaged.\n\nASIN: B0CHX3QBCH\nTitle: Bamboo board, 3 pcs\n\
            Orders: 302-5550143-5550177\n\nTo appeal, send us a plan of action within seventeen (17) days.\n\
            Case ID: 21340329531. Funds are held for 90 days.\n";
        let found = notice(text, None);
        assert_eq!(
            found.asins.iter().map(|asin| (asin.value.as_str(), asin.line)).collect::<Vec<_>>(),
            [("B0CHX3QBCH", 7)]
        );
        assert_eq!(day(&found.notified), Some(("2026-10-02".to_owned(), 3)));
        assert_eq!(day(&found.respond_by), Some(("2026-10-19".to_owned(), 11)));
        assert_eq!(found.route.as_ref().map(|guess| (guess.value.as_str(), guess.line)), Some(("account-health", 4)));
        assert_eq!(found.types.first().map(|guess| guess.value.as_str()), Some("defective/damaged"));
        assert_eq!(found.case_id.as_ref().map(|guess| guess.value.as_str()), Some("21340329531"));
        assert_eq!(found.product.as_ref().map(|guess| guess.value.as_str()), Some("Bamboo board, 3 pcs"));
        assert_eq!(found.orders.len(), 1);
        assert_eq!(found.market().map(|market| market.code), Some("US"));
    }

    #[test]
    fn a_chinese_notice() {
        let text = "尊敬的卖家：\n通知日期：2026年10月2日\n由于商品状况买家投诉，我们移除了以下商品：\nASIN：B0CHX3QBCH、B0CHX3QBCJ\n\
            商品名称：竹砧板\n买家反映缺少说明书。\n请在2026年10月19日之前提交申诉。\n";
        let found = notice(text, None);
        assert_eq!(found.asins.len(), 2);
        assert_eq!(day(&found.notified), Some(("2026-10-02".to_owned(), 2)));
        assert_eq!(day(&found.respond_by), Some(("2026-10-19".to_owned(), 7)));
        assert_eq!(found.route.as_ref().map(|guess| guess.value.as_str()), Some("account-health"));
        assert_eq!(found.types.first().map(|guess| guess.value.as_str()), Some("onpe/missing-instructions"));
        assert_eq!(found.product.as_ref().map(|guess| guess.value.as_str()), Some("竹砧板"));
        // The same counted in days, from the day of the mail.
        let found = notice("请于收到通知后 17 天内回复", Some(Date::constant(2026, 10, 2)));
        assert_eq!(day(&found.respond_by).map(|(day, _)| day).as_deref(), Some("2026-10-19"));
    }

    #[test]
    fn what_it_does_not_say_is_not_guessed() {
        assert_eq!(notice("", None), Notice::default());
        let text = "Our hotline is 8005551234. By 03/04/2026 the weather changes. ABCDEFGHIJ 1234567890123\n";
        assert_eq!(notice(text, None), Notice::default());
        // Two days for an answer before the notice, or years after it, are other dates.
        let text = "Date: 2026-10-02\nby 2026-09-01 it was sold\n";
        assert_eq!(notice(text, None).respond_by, None);
    }
}
