//! Slips of writing that can have meant one thing only: full-width digits, blanks inside an order
//! id, a date with slashes. What could have meant two things is left alone.

use jiff::civil::Date;

/// Full-width characters as their ASCII twins, every dash as a hyphen, every blank as a space,
/// invisible characters removed; nothing at the ends.
pub fn ascii(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).collect();
    plain.trim().to_owned()
}

fn plain(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' | '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => Some(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        c => Some(c),
    }
}

/// A date that is written year first, or with the month's English name: `2026/10/7`, `2026年10月7日`,
/// `October 7, 2026`. Which of 7/10 and 10/7 is the month nobody can tell.
pub fn date(text: &str) -> Option<String> {
    let text = ascii(text);
    let text = text.strip_suffix("T00:00:00").or_else(|| text.strip_suffix(" 00:00:00")).unwrap_or(&text);
    let numbers = |separator: &[char]| {
        let parts: Vec<&str> = text.trim_end_matches('日').split(separator).map(str::trim).collect();
        let [year, month, day] = parts[..] else { return None };
        if year.len() == 4 { day_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?) } else { None }
    };
    [&['-'][..], &['/'], &['.'], &['年', '月']].iter().find_map(|separator| numbers(separator)).or_else(|| named(text))
}

/// The months in English, in small letters.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date with the name of its month.
fn named(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
    let [first, second, year] = parts[..] else { return None };
    let month =
        |name: &str| MONTHS.iter().position(|month| *month == name || (name.len() == 3 && month.starts_with(name)));
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    if year.len() != 4 {
        return None;
    }
    day_of(year.parse().ok()?, i8::try_from(month + 1).ok()?, day.parse().ok()?)
}

fn day_of(year: i16, month: i8, day: i8) -> Option<String> {
    let date = Date::new(year, month, day).ok().filter(|date| (1995..=2100).contains(&date.year()))?;
    Some(date.to_string())
}

/// A whole number in text: `1148`, `1,148`, `1 148`, `１１４８`.
pub fn count(text: &str) -> Option<String> {
    let text = ascii(text);
    let parts: Vec<&str> = text.split([',', ' ', '\'', '_']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    if !parts.iter().all(digits) || (parts.len() > 1 && !grouped) {
        return None;
    }
    let number: u64 = parts.concat().parse().ok()?;
    (number <= 1_000_000_000_000).then(|| number.to_string())
}

/// A number in text: a whole one, or one with a point such as `4.5`.
pub fn number(text: &str) -> Option<String> {
    let plain = ascii(text);
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain.as_str(), None),
    };
    let whole = count(whole)?;
    match fraction {
        None => Some(whole),
        Some(rest) if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) => Some(format!("{whole}.{rest}")),
        Some(_) => None,
    }
}

/// An order id: 17 digits, whatever stands between them.
pub fn order(text: &str) -> Option<String> {
    let text = ascii(text);
    let digits = text.trim_start_matches('#').chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>();
    (digits.len() == 17 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("{}-{}-{}", &digits[..3], &digits[3..10], &digits[10..]))
}

/// A case id without the blanks, hyphens and `#` that were copied with it.
pub fn case_id(text: &str) -> String {
    ascii(text).trim_start_matches('#').chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

/// An ASIN in capitals, without blanks; out of a product page's address, if it is one.
pub fn asin(text: &str) -> String {
    let text = ascii(text);
    let text =
        ["/dp/", "/gp/product/"].iter().find_map(|part| text.split_once(part)).map_or(text.as_str(), |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    text.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_uppercase()
}

/// An id in lower case, with hyphens for blanks and underscores.
pub fn table_id(text: &str) -> String {
    ascii(text).to_lowercase().replace([' ', '_'], "-")
}

/// A list of pages: `1-3,7` from `第 1～3、7 页`, `pp. 1–3; 7`.
pub fn pages(text: &str) -> String {
    let text = ascii(text).to_lowercase();
    let text =
        ["pages", "page", "pp.", "pp", "p.", "第"].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(&text);
    let text = text.trim_end_matches('页').replace("..", "-").replace("to", "-").replace("and", ",");
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '~' | '\u{301c}' | '至' | '到' => out.push('-'),
            ';' | '、' | '&' | '和' => out.push(','),
            ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// A path with `/` between folders. In a string with escapes `\b`, `\n` and the like have become
/// control characters, which no file name holds.
pub fn slashes(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        match c {
            '\\' => out.push('/'),
            '\u{8}' => out.push_str("/b"),
            '\t' => out.push_str("/t"),
            '\n' => out.push_str("/n"),
            '\u{c}' => out.push_str("/f"),
            '\r' => out.push_str("/r"),
            c => out.push(c),
        }
    }
    out.replace("//", "/")
}

/// A path without `./` and doubled slashes, if it has any.
pub fn path(path: &str) -> Option<String> {
    let (root, rest) = path.strip_prefix('/').map_or(("", path), |rest| ("/", rest));
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let plain = format!("{root}{}", parts.join("/"));
    (plain != path && !parts.is_empty()).then_some(plain)
}

/// Whether two file names differ only in what a copyist overlooks: letter case, blanks and
/// underscores for hyphens, `jpeg` for `jpg`.
pub fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        let name = ascii(name).to_lowercase().replace([' ', '_'], "-");
        match name.rsplit_once('.') {
            Some((stem, extension)) => {
                let extension = extension.replace("jpeg", "jpg").replace("tiff", "tif");
                format!("{}.{extension}", stem.trim_end_matches('-'))
            }
            None => name,
        }
    };
    plain(a) == plain(b)
}

/// The one of several names that was meant, if no other is as near and little is wrong: letter case,
/// `_` for `-`, a letter in a word of four, two in a word of seven.
pub fn meant<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |name: &str| ascii(name).to_lowercase().replace([' ', '_'], "-");
    let wanted = plain(name);
    let mut best: Option<(usize, &str, bool)> = None;
    for candidate in names {
        let distance = strsim::damerau_levenshtein(&wanted, &plain(candidate));
        best = match best {
            Some((least, ..)) if distance > least => best,
            Some((least, first, _)) if distance == least && first != candidate => Some((least, first, false)),
            Some((least, first, sole)) if distance == least => Some((least, first, sole)),
            _ => Some((distance, candidate, true)),
        };
    }
    let (distance, near, sole) = best?;
    let length = wanted.chars().count().min(near.chars().count());
    let near_enough = match distance {
        0 => true,
        1 => length >= 4,
        2 => length >= 7,
        _ => false,
    };
    (sole && near_enough).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for text in [
            "2026-10-07",
            "2026/10/7",
            "２０２６／１０／０７",
            "2026年10月7日",
            "2026.10.07",
            "Oct 7, 2026",
            "7th October 2026",
        ] {
            assert_eq!(date(text).as_deref(), Some("2026-10-07"), "{text}");
        }
        for text in ["7/10/2026", "10-07-26", "2026-02-30", "26-10-07", "2026/10", "October 2026", ""] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn numbers() {
        for text in ["1148", "1,148", "1 148", "１１４８", "1，148"] {
            assert_eq!(count(text).as_deref(), Some("1148"), "{text}");
        }
        for text in ["1.148", "1,14", "11,48", "12 pcs", "", "-3"] {
            assert_eq!(count(text), None, "{text}");
        }
        assert_eq!(number("4.5").as_deref(), Some("4.5"));
        assert_eq!(number("4.5 MB"), None);
    }

    #[test]
    fn identifiers() {
        assert_eq!(order("302 5550143–５５５０１７７").as_deref(), Some("302-5550143-5550177"));
        assert_eq!(order("302-5550143-555017"), None);
        assert_eq!(case_id("# 213 403 29531"), "21340329531");
        assert_eq!(asin(" b0chx3qbch\u{200b}"), "B0CHX3QBCH");
        assert_eq!(asin("https://www.amazon.com/x/dp/B0CHX3QBCH/ref=sr?th=1"), "B0CHX3QBCH");
        assert_eq!(table_id("Box After_2"), "box-after-2");
        assert_eq!(pages("第１～３、7页"), "1-3,7");
        assert_eq!(pages("pp. 1 – 3; 7"), "1-3,7");
        assert_eq!(slashes("evidence\\box.jpg"), "evidence/box.jpg");
        assert_eq!(slashes("evidence\u{8}ox.jpg"), "evidence/box.jpg");
        assert_eq!(path("./evidence//./box.jpg").as_deref(), Some("evidence/box.jpg"));
        assert_eq!(path("/shared//sop.pdf").as_deref(), Some("/shared/sop.pdf"));
        assert_eq!([path("../x/.hidden"), path("/shared/sop.pdf"), path("./")], [None, None, None]);
    }

    #[test]
    fn names() {
        assert!(same_name("Box_After.JPEG", "box after.jpg"));
        assert!(!same_name("box-1.jpg", "box-2.jpg"));
        let names = || ["box-before", "box-after", "drop-1", "drop-2"].into_iter();
        assert_eq!(meant("Box_After", names()), Some("box-after"));
        assert_eq!(meant("box-aftre", names()), Some("box-after"));
        assert_eq!(meant("drop-3", names()), None);
        assert_eq!(meant("US", ["UK", "UX"].into_iter()), None);
    }
}
