//! L004: a buyer's personal data.

use std::ops::Range;

use super::Words;
use super::lexicon::Class;
use super::list::List;
use super::text::Sentence;

static LIST: List = List(Class::Personal);

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// An e-mail address; the seller's own, too: a form has a field of its own for it.
    Email,
    /// An order id that the case does not list.
    Order,
    /// A telephone number.
    Phone,
    /// An account of a messenger.
    Handle,
    /// A street and number.
    Address,
    /// A buyer's name.
    Name,
}

impl Datum {
    /// As messages name it.
    pub fn name(self) -> &'static str {
        match self {
            Datum::Email => "email",
            Datum::Order => "order",
            Datum::Phone => "phone",
            Datum::Handle => "handle",
            Datum::Address => "address",
            Datum::Name => "name",
        }
    }
}

/// Personal data in a text; `orders` are those that the case lists.
pub fn find(sentences: &[Sentence<'_>], orders: &[String], words: &Words) -> Vec<(Datum, Range<usize>)> {
    let mut found = Vec::new();
    for sentence in sentences {
        let mut hits = emails(sentence.text);
        hits.extend(numbers(sentence, orders));
        let listed = |section: &str, datum: Datum| {
            let all = LIST.section(sentence.lang, section).into_iter();
            let all = all.flat_map(|all| all.find_in(sentence)).map(|(start, end)| (datum, start..end));
            all.collect::<Vec<_>>()
        };
        hits.extend(listed("handle", Datum::Handle));
        let addresses = listed("address", Datum::Address);
        if !addresses.is_empty() && LIST.is_in(sentence, "buyer") && !LIST.is_in(sentence, "business") {
            hits.extend(addresses);
        }
        hits.extend(listed("name", Datum::Name));
        let ignored: Vec<_> = words.ignore.find_in(sentence).collect();
        hits.retain(|(_, hit)| !ignored.iter().any(|(start, end)| *start < hit.end && hit.start < *end));
        hits.sort_by_key(|(datum, hit)| (hit.start, *datum));
        let mut end = 0;
        for (datum, hit) in hits {
            if hit.start >= end {
                end = hit.end;
                found.push((datum, sentence.start + hit.start..sentence.start + hit.end));
            }
        }
    }
    found
}

fn emails(text: &str) -> Vec<(Datum, Range<usize>)> {
    // Most sentences have neither mark.
    if text.is_ascii() && !text.as_bytes().contains(&b'@') {
        return Vec::new();
    }
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['@', '＠']) {
        let mark = text[at..].chars().next().map_or(1, char::len_utf8);
        let name = text[..at].chars().rev().take_while(|c| of_name(*c)).count();
        let domain = &text[at + mark..];
        let length =
            domain.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(domain.len());
        let domain = domain[..length].trim_end_matches(['.', '-']);
        if name > 0 && domain.rsplit_once('.').is_some_and(|(host, top)| !host.is_empty() && top.len() >= 2) {
            found.push((Datum::Email, at - name..at + mark + domain.len()));
        }
    }
    found
}

/// Order ids and telephone numbers.
fn numbers(sentence: &Sentence<'_>, orders: &[String]) -> Vec<(Datum, Range<usize>)> {
    let text = sentence.text;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.bytes().skip(from).position(|byte| byte.is_ascii_digit()).map(|at| from + at) {
        let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')' | '.' | '/' | '–');
        let length = text[start..].find(|c: char| !part(c)).unwrap_or(text.len() - start);
        let run = text[start..start + length].trim_end_matches(|c: char| !c.is_ascii_digit());
        from = start + run.len().max(1);
        let letter = text[..start].chars().next_back().is_some_and(|c| c.is_ascii_alphabetic() || c == '-' || c == '_');
        if letter || text[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        if let Some(order) = order_id(run) {
            if !orders.iter().any(|known| known == &run[order.clone()]) {
                found.push((Datum::Order, start + order.start..start + order.end));
            }
            continue;
        }
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if !(8..=15).contains(&digits) {
            continue;
        }
        let plus = text[..start].ends_with('+') || text[..start].ends_with("(+");
        let mobile =
            digits == 11 && digits == run.len() && run.starts_with('1') && !run[1..].starts_with(['0', '1', '2']);
        let near: String = {
            let before: Vec<char> = sentence.lower[..start].chars().rev().take(28).collect();
            before.into_iter().rev().collect()
        };
        let named = LIST.section(sentence.lang, "phone").is_some_and(|phrases| phrases.is_in(&near));
        let case = ["case", "案件", "案例", "工单", "编号", "单号", "invoice", "report", "batch", "lot"];
        let other = case.iter().any(|word| near.contains(word)) && !named;
        let buyer = || LIST.is_in(sentence, "buyer");
        let phone = named || digits > 8 && plus || mobile && !other && buyer();
        if phone && !other && !LIST.is_in(sentence, "business") {
            found.push((Datum::Phone, start - usize::from(plus)..start + run.len()));
        }
    }
    found
}

/// Three, seven and seven digits.
fn order_id(run: &str) -> Option<Range<usize>> {
    let bytes = run.as_bytes();
    (0..run.len().checked_sub(18)?).find_map(|at| {
        let shape = bytes[at..at + 19].iter().enumerate();
        let fits = shape.into_iter().all(|(index, byte)| match index {
            3 | 11 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let alone = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_digit);
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        (fits && alone(before) && alone(bytes.get(at + 19))).then_some(at..at + 19)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::text::sentences;

    fn data(text: &str) -> Vec<(&'static str, &str)> {
        let all = find(&sentences(text), &["302-5550143-5550177".to_owned()], &Words::default());
        all.into_iter().map(|(datum, range)| (datum.name(), &text[range])).collect()
    }

    #[test]
    fn buyers_data_are_found_and_others_are_not() {
        assert_eq!(data("Order 112-5550111-5550122 and 302-5550143-5550177."), [("order", "112-5550111-5550122")]);
        assert_eq!(data("Write to jo.doe@example.com."), [("email", "jo.doe@example.com")]);
        assert_eq!(data("Case 21340329531, report 4471, 2859-1."), []);
        assert_eq!(data("买家张先生微信 wx_example88,已补发。").last().map(|hit| hit.0), Some("handle"));
        assert_eq!(data("买家手机 13800001111。"), [("phone", "13800001111")]);
        assert_eq!(data("The supplier's phone is +86 755 5550 1111."), []);
        assert_eq!(
            data("Buyer at 45 Example Street, Leeds, phone 07700 900123, got it."),
            [("address", "45 Example Street"), ("phone", "07700 900123")]
        );
    }
}
