//! Slips in the form of a file, and what was meant: quotation marks of a word processor, full-width
//! punctuation, dates that TOML does not know, numbers in quotes.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::keys::{Key, Kind};
use super::salvage::{Error, MAX_ERRORS};
use crate::diag::{Edit, Finding};
use crate::source::{Place, SourceFile};
use crate::tidy;

/// Most slips that are mended at once; a file with more was never a case.
const MAX_SLIPS: usize = 2000;

/// Longest text that is mended, in bytes: it is parsed several times.
const MOST_TEXT: usize = 512 << 10;

/// A slip in a line: its bytes, what stands there then, and the variant of S001 that names it.
type Slip = (Range<usize>, String, &'static str);

/// Tells syntax errors, one for each line. Those that come from slips are called so, and if the
/// file is sound without the slips, that is the fix.
pub fn syntax(file: &SourceFile, errors: &[Error], out: &mut Vec<Finding>) {
    let ends = line_ends(&file.text);
    let line = |at: usize| ends.partition_point(|end| *end < at);
    let lines: BTreeSet<usize> = errors.iter().map(|error| line(error.span.start)).collect();
    let (mut slips, mut left) = repair(&file.text, lines);
    for (error, (meant, text)) in errors.iter().filter_map(|error| Some((error, error.meant.as_ref()?))) {
        left.remove(&line(error.span.start));
        slips.retain(|(slip, ..)| slip.end <= meant.start || slip.start >= meant.end);
        slips.push((meant.clone(), text.clone(), ""));
    }
    slips.sort_by_key(|(span, ..)| span.start);
    // What is meant there can lie on another line than what the parser trips over.
    if DeTable::parse(&apply(&file.text, &slips)).is_ok() {
        left.clear();
    }
    let edits = |mut finding: Finding| {
        for (span, text, _) in slips.iter().filter(|_| left.is_empty() && slips.len() <= MAX_SLIPS) {
            finding = finding.edit(Edit::Replace { place: file.at(span.clone()), text: text.clone() });
        }
        finding
    };
    let mut told = BTreeSet::new();
    for error in errors.iter().take(MAX_ERRORS) {
        let line_of = line(error.span.start);
        // A second error on a line is mostly the echo of the first.
        if !told.insert(line_of) {
            continue;
        }
        let here = |(slip, ..): &&Slip| line(slip.start) == line_of && !left.contains(&line_of);
        let slip = slips.iter().filter(|_| error.variant.is_none()).find(here);
        let finding = Finding::new("S001", file.at(error.span.clone())).arg("detail", error.detail.as_str());
        let finding = match (slip, error.variant, &error.first) {
            (Some((slip, _, variant)), ..) => Finding::new("S001", file.at(slip.clone())).variant(variant),
            (None, Some(variant), Some(first)) => finding.variant(variant).label(file.at(first.clone()), "first"),
            (None, Some(variant), None) => finding.variant(variant),
            (None, None, _) => finding,
        };
        out.push(edits(finding));
    }
}

/// The slips of these lines, of those that are wrong once these are right, and so on; and which
/// lines are wrong still. No slip adds or takes a line.
fn repair(text: &str, mut lines: BTreeSet<usize>) -> (Vec<Slip>, BTreeSet<usize>) {
    let several = text.contains("\"\"\"") || text.contains("'''");
    let mut found = Vec::new();
    let mut left = lines.clone();
    if lines.len() > MAX_SLIPS || text.len() > MOST_TEXT {
        return (found, left);
    }
    for round in 0..8 {
        // Where a bracket is missing, the error may stand far below; no line of a longer string is touched.
        let all = round == 7 && !several;
        found = slips(text, |line| all || lines.contains(&line));
        let mended = apply(text, &found);
        let (_, errors) = DeTable::parse_recoverable(&mended);
        let ends = line_ends(&mended);
        let starts = errors.iter().map(|error| error.span().map_or(0, |span| span.start));
        left = starts.map(|at| ends.partition_point(|end| *end < at)).collect();
        if left.is_empty() {
            break;
        }
        let before = lines.len();
        lines.extend(&left);
        if lines.len() == before && (several || all) {
            break;
        }
    }
    (found, left)
}

/// Where lines end: the line of a byte is the number of ends before it.
fn line_ends(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
}

fn apply(text: &str, slips: &[Slip]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new, _) in slips {
        out.push_str(text.get(at..span.start).unwrap_or_default());
        out.push_str(new);
        at = span.end;
    }
    out + &text[at..]
}

fn slips(text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if wanted(number) {
            let shift = |(span, new, variant): Slip| (span.start + start..span.end + start, new, variant);
            found.extend(in_line(line.trim_end()).into_iter().map(shift));
        }
        start += line.len();
    }
    found
}

fn is_double(c: char) -> bool {
    matches!(c, '\u{201c}'..='\u{201f}' | '\u{ff02}' | '«' | '»')
}

fn is_single(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201b}' | '\u{ff07}')
}

/// The slips of a line, in order.
fn in_line(line: &str) -> Vec<Slip> {
    let mut found: Vec<Slip> = Vec::new();
    let key = line.split(['=', '＝']).next().unwrap_or_default().trim();
    let mut last = ' ';
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let long = c.len_utf8();
        let rest = &line[at + long..];
        match c {
            '#' => break,
            _ if line[at..].starts_with("\"\"\"") || line[at..].starts_with("'''") => break,
            '"' | '\'' => match close(rest, c) {
                Some(end) => {
                    let path = matches!(key, "path" | "notice" | "include" | "evidence") && c == '"';
                    if path && rest[..end].contains('\\') {
                        let slashes = rest[..end].replace("\\\\", "/").replace('\\', "/");
                        found.push((at + 1..at + 1 + end, slashes, "backslash"));
                    }
                    at += end + 2;
                    last = c;
                    continue;
                }
                // Only the closing one is curly.
                None => {
                    let Some((end, other)) = curly_end(rest, c) else { break };
                    found.push((at + 1 + end..at + 1 + end + other, c.to_string(), "quotes"));
                    at += 1 + end + other;
                    last = c;
                    continue;
                }
            },
            c if is_double(c) || is_single(c) => {
                let Some((end, other)) = curly_end(rest, c) else { break };
                let inside = &rest[..end];
                let quote = match (is_double(c), inside.contains(['"', '\\']), inside.contains('\'')) {
                    (_, true, true) => break,
                    (true, false, _) | (false, false, true) => "\"",
                    _ => "'",
                };
                found.push((at..at + long, quote.to_owned(), "quotes"));
                found.push((at + long + end..at + long + end + other, quote.to_owned(), "quotes"));
                at += long + end + other;
                last = '"';
                continue;
            }
            '＝' | '，' | '［' | '］' | '｛' | '｝' | '\u{3000}' | '\u{a0}' => {
                found.push((at..at + long, tidy_mark(c), "punctuation"));
                last = tidy_mark(c).chars().next().unwrap_or(last);
            }
            c if last == '=' && (c.is_ascii_digit() || ('０'..='９').contains(&c)) => {
                let end = line[at..].find([' ', '\t', '#', ',']).map_or(line.len(), |end| at + end);
                let run = &line[at..end];
                match tidy::date(run) {
                    Some(date) if date != run && !run.contains('T') => found.push((at..end, date, "date")),
                    _ => {}
                }
                at = end;
                last = 'x';
                continue;
            }
            ' ' | '\t' => {}
            c => last = c,
        }
        at += long;
    }
    found
}

fn tidy_mark(c: char) -> String {
    match c {
        '\u{3000}' | '\u{a0}' => " ".to_owned(),
        c => tidy::ascii(&c.to_string()),
    }
}

/// Where a straight quotation mark closes.
fn close(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where a curly quotation mark closes, and how long the closing one is: the first that nothing but
/// the end of a value follows.
fn curly_end(rest: &str, open: char) -> Option<(usize, usize)> {
    let double = is_double(open) || open == '"';
    let closes = |c: char| if double { is_double(c) || c == '"' } else { is_single(c) || c == '\'' };
    rest.char_indices().find_map(|(at, c)| {
        if !closes(c) {
            return None;
        }
        let after = rest[at + c.len_utf8()..].trim_start();
        let end = after.is_empty() || after.starts_with([',', '，', ']', '］', '#', '}', '｝', '=', '＝']);
        end.then_some((at, c.len_utf8()))
    })
}

/// What a value of the wrong type was meant to be. `alone` says whether a key is free in the table.
pub fn value(
    file: &SourceFile,
    key: &Key,
    name: &Place,
    item: &toml::Spanned<DeValue<'_>>,
    free: impl Fn(&str) -> bool,
) -> Option<Edit> {
    let at = file.at(item.span());
    let written = &file.text[at.start..at.end];
    let replace = |text: String| Some(Edit::Replace { place: at.clone(), text });
    match (key.kind, item.get_ref()) {
        (Kind::Date, DeValue::String(text)) => replace(tidy::date(text)?),
        (Kind::Date, DeValue::Datetime(_)) => replace(tidy::date(written)?),
        (Kind::Count, DeValue::String(text)) => replace(tidy::count(text)?),
        (Kind::Number, DeValue::String(text)) => replace(tidy::number(text)?),
        (Kind::Count, DeValue::Float(_)) => {
            let whole = written.trim_end_matches('0').strip_suffix('.')?;
            replace(tidy::count(whole)?)
        }
        (Kind::Text | Kind::Texts, DeValue::Integer(_)) => {
            written.bytes().all(|b| b.is_ascii_digit()).then(|| format!("\"{written}\"")).and_then(replace)
        }
        (Kind::Text, DeValue::Array(items)) => match &items[..] {
            [one] if one.get_ref().as_str().is_some() => replace(file.text.get(one.span())?.to_owned()),
            [_, _, ..] if key.name == "asin" && free("asins") => {
                Some(Edit::Key { place: name.clone(), name: "asins".to_owned() })
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> Option<String> {
        let (_, errors) = DeTable::parse_recoverable(text);
        let errors: Vec<_> = errors.iter().map(|e| Error::new(e.span().unwrap_or(0..0), e.message())).collect();
        assert!(!errors.is_empty(), "{text}");
        let file = SourceFile::new("case.toml", text);
        let mut out = Vec::new();
        syntax(&file, &errors, &mut out);
        let fix = out.first()?.fix.as_ref()?;
        let slips: Option<Vec<Slip>> = fix
            .edits
            .iter()
            .map(|edit| match edit {
                Edit::Replace { place, text } => Some((place.start..place.end, text.clone(), "")),
                _ => None,
            })
            .collect();
        Some(apply(text, &slips?))
    }

    #[test]
    fn quotation_marks() {
        let sound = "# “why”\na = \"x\" # “x”\nb = [\"1\", \"2\"]\n";
        for text in [
            "# “why”\na = “x” # “x”\nb = [“1”, ”2”]\n",
            "# “why”\na = \"x” # “x”\nb = [„1“, \"2\"]\n",
            "# “why”\na ＝ ＂x＂ # “x”\nb = ［“1”，\"2\"］\n".replace("，", "， ").as_str(),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(sound), "{text}");
        }
        assert_eq!(repaired("a = “the 12\" ruler”\n").as_deref(), Some("a = 'the 12\" ruler'\n"));
        assert_eq!(repaired("a = “don’t # “so””\n").as_deref(), Some("a = \"don’t # “so”\"\n"));
        assert_eq!(repaired("a = “x\nb = ”\n"), None);
        assert_eq!(repaired("a = “x”\nb = = 1\n"), None);
    }

    #[test]
    fn dates_and_paths() {
        assert_eq!(repaired("a = 2026-10-7 # x\n").as_deref(), Some("a = 2026-10-07 # x\n"));
        assert_eq!(repaired("a=2026/10/07\nb = 2026年1月2日\n").as_deref(), Some("a=2026-10-07\nb = 2026-01-02\n"));
        assert_eq!(repaired("path = \"evidence\\x.jpg\"\n").as_deref(), Some("path = \"evidence/x.jpg\"\n"));
        assert_eq!(repaired("a = 7/10/2026\n"), None);
    }
}
