//! Corrections. Findings say what was meant ([`Edit`](crate::diag::Edit)); here that becomes which bytes of a file
//! change, and a text with these changes. A change that would leave no TOML behind, or lose a
//! comment that it does not concern, is not made.

use std::collections::BTreeMap;

use toml::de::DeTable;
use toml_parser::lexer::TokenKind;

use crate::diag::{Diagnostic, Edit, Fix, Level};
use crate::source::{Place, SourceFile};

/// A TOML text as statements.
pub mod statements;

mod resolve;

/// Bytes that are read again for the fixes of one case, at most.
const MOST_WORK: usize = 16 << 20;

/// What can be mended: codes, and of each the messages whose findings can bear a fix.
pub static FIXABLE: &[(&str, &[&str])] = &[
    ("E001", &["E001-case", "E001-similar"]),
    ("E002", &["E002-backslash"]),
    ("E011", &["E011-syntax"]),
    ("E018", &["E018"]),
    ("L004", &["L004-order"]),
    (
        "S001",
        &["S001", "S001-backslash", "S001-date", "S001-duplicate", "S001-header", "S001-punctuation", "S001-quotes"],
    ),
    ("S002", &["S002-similar"]),
    ("S003", &["S003", "S003-date"]),
    ("S004", &["S004"]),
    ("S005", &["S005-case", "S005-characters"]),
    ("S007", &["S007-order", "S007-case-id", "S007-marketplace-similar", "S007-evidence-id", "S007-cause-id"]),
    ("S008", &["S008", "S008-asin", "S008-list"]),
    ("S009", &["S009-similar", "S009-asin"]),
    ("S010", &["S010-similar"]),
    ("S012", &["S012", "S012-similar"]),
];

/// The messages of a code whose findings can bear a fix.
pub fn fixable(code: &str) -> &'static [&'static str] {
    FIXABLE.iter().find(|(fixable, _)| *fixable == code).map_or(&[], |(_, messages)| messages)
}

/// Turns each fix into replacements of bytes in the finding's own file, and drops those that
/// cannot be made. `own` is the file that only this case reads.
pub fn settle(diagnostics: &mut [Diagnostic], sources: &[SourceFile], own: &str) {
    let mut work = 0;
    // What silences nothing now may silence something once the errors are mended.
    let errors = diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    for finding in diagnostics.iter_mut().map(|diagnostic| &mut diagnostic.finding) {
        let Some(fix) = finding.fix.take() else { continue };
        // What other cases say decides too whether an id in a file of theirs is right.
        let of_case = matches!(finding.message.as_str(), "S009-similar" | "S009-asin" | "S012" | "L004-order");
        if (of_case && *finding.place.file != *own) || (finding.message == "S012" && errors) {
            continue;
        }
        let Some(source) = sources.iter().find(|source| source.path == finding.place.file) else { continue };
        // A file with thousands of slips is mended in several runs.
        work += source.text.len() * fix.edits.len();
        if work > MOST_WORK {
            continue;
        }
        let edits: Option<Vec<Vec<Edit>>> = fix.edits.iter().map(|edit| resolve::resolve(edit, source)).collect();
        let Some(edits) = edits.map(|edits| edits.concat()).filter(|edits| !edits.is_empty()) else { continue };
        if apply(&source.text, &edits).is_some() {
            finding.fix = Some(Fix { edits });
        }
    }
}

/// The place and the text of an edit that [`settle`] left.
pub fn replacement(edit: &Edit) -> Option<(&Place, &str)> {
    match edit {
        Edit::Replace { place, text } => Some((place, text)),
        _ => None,
    }
}

/// A text with several fixes made: as many of them as do not touch each other. Returns which.
pub fn apply_all(text: &str, fixes: &[&Fix]) -> (String, Vec<usize>) {
    let (chosen, made) = choose(fixes, |_| true);
    if let Some(new) = apply(text, &chosen) {
        return (new, made);
    }
    // Each alone is sound, but not all together: one after the other.
    let (chosen, made) = choose(fixes, |edits| apply(text, edits).is_some());
    apply(text, &chosen).map_or_else(|| (text.to_owned(), Vec::new()), |new| (new, made))
}

/// The edits of as many fixes as do not touch each other, each taken if `sound` says so of it and
/// those before.
fn choose(fixes: &[&Fix], sound: impl Fn(&[Edit]) -> bool) -> (Vec<Edit>, Vec<usize>) {
    let mut chosen: Vec<Edit> = Vec::new();
    let mut made = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let fresh: Vec<Edit> = fix.edits.iter().filter(|edit| !chosen.contains(edit)).cloned().collect();
        if fresh.is_empty() {
            made.push(index);
            continue;
        }
        // One that shares only some of its edits with another fix is told again in the next round.
        if fresh.len() < fix.edits.len() || fresh.iter().any(|edit| chosen.iter().any(|other| touch(edit, other))) {
            continue;
        }
        let before = chosen.len();
        chosen.extend(fresh);
        if sound(&chosen) {
            made.push(index);
        } else {
            chosen.truncate(before);
        }
    }
    (chosen, made)
}

/// Whether two edits cannot both be made: their bytes overlap, or both insert at one place.
fn touch(a: &Edit, b: &Edit) -> bool {
    match (replacement(a), replacement(b)) {
        (Some((a, _)), Some((b, _))) => {
            (a.start < b.end && b.start < a.end) || (a.start == b.start && (a.start == a.end || b.start == b.end))
        }
        _ => true,
    }
}

/// A text with edits made, if it is TOML and holds all comments that the edits do not name.
fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut list: Vec<(&Place, &str)> = edits.iter().map(replacement).collect::<Option<_>>()?;
    list.sort_by_key(|(place, _)| (place.start, place.end));
    list.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (place, new) in &list {
        if place.start < at {
            return None;
        }
        out.push_str(text.get(at..place.start)?);
        out.push_str(new);
        at = place.end;
        text.get(place.start..at)?;
    }
    out.push_str(text.get(at..)?);
    let valid = out != text && DeTable::parse(&out).is_ok();
    (valid && keeps_comments(text, &out, &list)).then_some(out)
}

fn keeps_comments(before: &str, after: &str, edits: &[(&Place, &str)]) -> bool {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, comment) in comments(after) {
        *left.entry(comment).or_default() += 1;
    }
    // What is no TOML yet has no tokens to be trusted.
    if DeTable::parse(before).is_err() {
        return true;
    }
    comments(before).into_iter().all(|(start, comment)| {
        let end = start + comment.len();
        if edits.iter().any(|(place, _)| place.start < end && start < place.end && is_allowance(comment)) {
            return true;
        }
        match left.get_mut(comment.trim_end()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    })
}

fn is_allowance(comment: &str) -> bool {
    comment.trim_start_matches(['#', ' ']).starts_with("appealc:")
}

/// The comments of a text, without line ends, and where each begins.
fn comments(text: &str) -> Vec<(usize, &str)> {
    let tokens = toml_parser::Source::new(text).lex().into_vec();
    let comments = tokens.iter().filter(|token| token.kind() == TokenKind::Comment);
    comments
        .filter_map(|token| {
            Some((token.span().start(), text.get(token.span().start()..token.span().end())?.trim_end()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
