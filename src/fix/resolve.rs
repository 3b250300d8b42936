//! What was meant into which bytes change.

use std::ops::Range;

use toml_parser::lexer::TokenKind;

use super::statements::{Statement, Statements, blank};
use crate::diag::Edit;
use crate::source::{Place, SourceFile};

/// An edit as replacements in a file; `None` where it concerns another file or cannot be made.
pub fn resolve(edit: &Edit, source: &SourceFile) -> Option<Vec<Edit>> {
    let here = |place: &Place| place.file == source.path && source.text.get(place.start..place.end).is_some();
    let replace = |span: Range<usize>, text: &str| Edit::Replace { place: source.at(span), text: text.to_owned() };
    let remove = |spans: Vec<Range<usize>>| spans.into_iter().map(|span| replace(span, "")).collect();
    match edit {
        Edit::Replace { place, .. } => here(place).then(|| vec![edit.clone()]),
        Edit::Value { place, value } if here(place) => {
            let written = literal(&source.text[place.start..place.end], value)?;
            Some(vec![replace(place.start..place.end, &written)])
        }
        Edit::Key { place, name } if here(place) => {
            Some(keys(source, place).into_iter().map(|span| replace(span, name)).collect())
        }
        Edit::Element { place } if here(place) => Some(remove(element(&source.text, place)?)),
        Edit::Twin { first, second } if here(first) && here(second) => Some(remove(twin(&source.text, first, second)?)),
        Edit::Insert { header, below, key, value } if here(header) => {
            let (at, text) = insert(&source.text, header, below, &format!("{key} = {value}"))?;
            Some(vec![replace(at..at, &text)])
        }
        _ => None,
    }
}

fn one(span: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(span).collect()
}

/// A string in the quotes that the old one has.
fn literal(old: &str, value: &str) -> Option<String> {
    let control = value.chars().any(char::is_control);
    if old.starts_with('\'') && !control && !value.contains('\'') {
        return Some(format!("'{value}'"));
    }
    old.starts_with(['"', '\'']).then(|| quoted(value))
}

/// A string as TOML.
pub fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, or, if it stands in a header, the same part of all headers: several tables of one name
/// are one key.
fn keys(source: &SourceFile, place: &Place) -> Vec<Range<usize>> {
    let statements = Statements::new(&source.text);
    // The parts of a header's name, with their tokens.
    let parts = |statement: &Statement| -> Vec<usize> {
        statement
            .tokens
            .clone()
            .filter(|at| {
                let kind = statements.tokens[*at].kind();
                matches!(kind, TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString)
            })
            .collect()
    };
    let headers: Vec<Vec<usize>> = statements.list.iter().filter(|s| s.header).map(parts).collect();
    let span = |at: usize| statements.tokens[at].span().start()..statements.tokens[at].span().end();
    let names = |parts: &[usize]| parts.iter().map(|at| statements.token(*at)).collect::<Vec<_>>();
    let mine = headers.iter().find_map(|header| {
        let depth = header.iter().position(|at| span(*at).start == place.start)?;
        Some((depth, names(&header[..=depth])))
    });
    let Some((depth, wanted)) = mine else { return one(place.start..place.end) };
    let same = headers.iter().filter(|header| header.len() > depth && names(&header[..=depth]) == wanted);
    same.map(|header| span(header[depth])).collect()
}

/// The bytes that go with an element of a list: itself and a comma; its line if it has one of its own.
fn element(text: &str, place: &Place) -> Option<Vec<Range<usize>>> {
    let statements = Statements::new(text);
    let tokens = &statements.tokens;
    let at = tokens.iter().position(|token| token.span().start() == place.start)?;
    if tokens[at].span().end() != place.end {
        return None;
    }
    let speaks = |at: &usize| !blank(tokens[*at].kind());
    let next = (at + 1..tokens.len()).find(speaks)?;
    let before = (0..at).rev().find(speaks)?;
    let comma = |at: usize| tokens[at].kind() == TokenKind::Comma;
    let opens = tokens[before].kind() == TokenKind::LeftSquareBracket;
    if !(comma(before) || opens) {
        return None;
    }
    let plain = |range: Range<usize>| range.clone().all(|at| tokens[at].kind() == TokenKind::Whitespace);
    if comma(next) {
        let end = tokens[next].span().end();
        if !plain(at + 1..next) {
            return Some(vec![statements.whole_lines(place.start..place.end), tokens[next].span().start()..end]);
        }
        let lines = statements.whole_lines(place.start..end);
        if lines != (place.start..end) {
            return Some(vec![lines]);
        }
        let blanks = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        let comment = text[end + blanks..].starts_with(['#', '\n', '\r']);
        return Some(one(place.start..if comment { end } else { end + blanks }));
    }
    if tokens[next].kind() != TokenKind::RightSquareBracket {
        return None;
    }
    if comma(before) && plain(before + 1..at) {
        return Some(one(tokens[before].span().start()..place.end));
    }
    Some(vec![statements.whole_lines(place.start..place.end)])
}

/// The bytes of the table around `second`, if it says what the one around `first` says.
fn twin(text: &str, first: &Place, second: &Place) -> Option<Vec<Range<usize>>> {
    let statements = Statements::new(text);
    let (first, second) = (statements.table(first.start)?, statements.table(second.start)?);
    if first[0].span == second[0].span || second.iter().any(|statement| statements.comments(statement)) {
        return None;
    }
    let says = |table: &[Statement]| {
        let mut said: Vec<Vec<&str>> = table.iter().map(|statement| statements.says(statement)).collect();
        said[1..].sort();
        said
    };
    if says(first) != says(second) || !text[second[0].span.clone()].starts_with("[[") {
        return None;
    }
    let mut spans: Vec<Range<usize>> =
        second.iter().map(|statement| statements.whole_lines(statement.span.clone())).collect();
    // With the table goes one of the two blank lines around it.
    let (start, end) = (spans.first()?.start, spans.last()?.end);
    let whole = spans.windows(2).all(|pair| pair[0].end == pair[1].start);
    if whole {
        let before = text[..start].trim_end_matches([' ', '\t', '\r']);
        let line = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        if text[end..line].trim().is_empty() && line > end {
            spans.last_mut()?.end = line;
        } else if end == text.len() && before.ends_with("\n\n") {
            spans.first_mut()?.start = start - 1;
        }
    }
    Some(spans)
}

/// Where a statement goes in the table of a header, and how it is written there.
fn insert(text: &str, header: &Place, below: &str, line: &str) -> Option<(usize, String)> {
    let statements = Statements::new(text);
    let table = statements.table(header.start).filter(|table| table[0].span.start == header.start)?;
    let above = table.iter().find(|statement| statements.token(statement.tokens.start) == below).or(table.last())?;
    let at = text[above.span.end..].find('\n').map_or(text.len(), |at| above.span.end + at);
    let at = if text[..at].ends_with('\r') { at - 1 } else { at };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // The signs of equality stand below each other, if those of the table do.
    let start = text[..above.span.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = Some(&text[start..above.span.start]).filter(|indent| indent.trim().is_empty()).unwrap_or_default();
    let column = text[above.span.clone()].find('=').filter(|_| !above.header).unwrap_or(0);
    let (key, value) = line.split_once(' ')?;
    let blanks = " ".repeat(column.saturating_sub(key.len()).max(1));
    Some((at, format!("{newline}{indent}{key}{blanks}{value}")))
}
