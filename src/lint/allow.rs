//! Allowances: comments that silence a rule for one statement,
//! `# appealc: allow(vague-action, reason = "the report says who")`, on its line or above it.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::rules;
use crate::diag::{Diagnostic, Edit, Finding};
use crate::source::SourceFile;

/// A name and its bytes.
type Named = (String, Range<usize>);

/// An allowance.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Allowance {
    /// The rules or groups that it names, with their bytes.
    names: Vec<Named>,
    /// Whether it says why.
    reason: bool,
    /// The bytes of the comment.
    comment: Range<usize>,
    /// The bytes of the statement that it speaks of.
    covers: Range<usize>,
}

impl Allowance {
    /// The bytes of the whole comment: its line, if it has one, else with the blanks before it.
    fn whole(&self, text: &str) -> Range<usize> {
        let line = text[..self.comment.start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[..self.comment.start].trim_end_matches([' ', '\t']).len();
        if before > line {
            return before..self.comment.end;
        }
        line..text[self.comment.end..].find('\n').map_or(text.len(), |at| self.comment.end + at + 1)
    }

    /// The bytes of one of its names with a comma.
    fn name(&self, text: &str, at: usize) -> Range<usize> {
        let span = &self.names[at].1;
        let rest = &text[span.end..self.comment.end];
        match rest.trim_start().strip_prefix(',') {
            Some(after) => span.start..self.comment.end - after.trim_start().len(),
            None => span.clone(),
        }
    }
}

/// Drops what allowances allow. Findings of rule S012 say what is wrong with allowances; those that
/// silence nothing are told only where the case was judged wholly (`judged`).
pub fn apply(diagnostics: &mut Vec<Diagnostic>, sources: &[SourceFile], judged: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources {
        // Almost no file has one, and looking at the bytes is cheap.
        if !source.text.contains("appealc:") {
            continue;
        }
        for allowance in read(&source.text) {
            check(source, &allowance, &mut found);
            // What outputs hold is known only once they are made.
            let later = |name: &str| rules::find(name).is_some_and(|rule| rule.code == "E020");
            let mut used: Vec<bool> = allowance.names.iter().map(|(name, _)| later(name)).collect();
            diagnostics.retain(|diagnostic| {
                let place = &diagnostic.finding.place;
                let Some(rule) = rules::find(&diagnostic.finding.code) else { return true };
                if place.file != source.path || !rule.can_be_allowed() || !allowance.covers.contains(&place.start) {
                    return true;
                }
                let by = allowance.names.iter().position(|(name, _)| super::speaks_of(name, rule));
                if let Some(at) = by {
                    used[at] = true;
                }
                by.is_none() || !allowance.reason
            });
            if judged {
                let all = used.iter().all(|used| !used) && allowance.names.iter().all(|(name, _)| known(name));
                for (at, (name, span)) in allowance.names.iter().enumerate().filter(|(at, _)| !used[*at]) {
                    if known(name) {
                        let gone = if all { allowance.whole(&source.text) } else { allowance.name(&source.text, at) };
                        let edit = Edit::Replace { place: source.at(gone), text: String::new() };
                        found.push(Finding::new("S012", source.at(span.clone())).arg("rule", name.as_str()).edit(edit));
                    }
                }
            }
        }
    }
    found
}

fn known(name: &str) -> bool {
    rules::ALL.iter().any(|rule| super::speaks_of(name, rule))
}

/// An unknown rule, one that cannot be allowed, a missing reason.
fn check(source: &SourceFile, allowance: &Allowance, out: &mut Vec<Finding>) {
    for (name, span) in &allowance.names {
        if !known(name) {
            let finding = Finding::new("S012", source.at(span.clone())).variant("unknown").arg("rule", name.as_str());
            out.push(match rules::nearest(name) {
                Some(near) => {
                    let finding = finding.variant("similar").arg("nearest", near.name);
                    match rules::meant(name) {
                        Some(meant) => {
                            finding.edit(Edit::Replace { place: source.at(span.clone()), text: meant.to_owned() })
                        }
                        None => finding,
                    }
                }
                None => finding,
            });
        } else if let Some(rule) = rules::find(name).filter(|rule| !rule.can_be_allowed()) {
            out.push(Finding::new("S010", source.at(span.clone())).variant("unallowable").arg("rule", rule.name));
        }
    }
    if !allowance.reason {
        out.push(Finding::new("S012", source.at(allowance.comment.clone())).variant("reason"));
    }
}

/// The allowances of a file, in order.
fn read(text: &str) -> Vec<Allowance> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut allowances = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind() == TokenKind::Comment) {
        let comment = token.span().start()..token.span().end();
        let Some((names, reason)) = text.get(comment.clone()).and_then(|text| parse(text, comment.start)) else {
            continue;
        };
        let blank = |kind| matches!(kind, TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment);
        let alone = tokens[..at].iter().rev().find(|token| token.kind() != TokenKind::Whitespace);
        let alone = alone.is_none_or(|token| token.kind() == TokenKind::Newline);
        let covers = if alone {
            let next = tokens[at..].iter().position(|token| !blank(token.kind())).map(|more| at + more);
            let Some(next) = next else { continue };
            tokens[next].span().start()..statement_end(&tokens, next, text.len())
        } else {
            let line = text[..comment.start].rfind('\n').map_or(0, |at| at + 1);
            // A value of several lines ends on this line: its statement began further up.
            let first = tokens.iter().position(|token| token.span().end() > line).unwrap_or(at);
            tokens[statement_start(&tokens, first)].span().start()..comment.start
        };
        allowances.push(Allowance { names, reason, comment, covers });
    }
    allowances
}

/// Where the statement that begins at a token ends: the first line end outside brackets.
fn statement_end(tokens: &[toml_parser::lexer::Token], first: usize, length: usize) -> usize {
    let mut depth = 0usize;
    for token in &tokens[first..] {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            TokenKind::Newline if depth == 0 => return token.span().start(),
            _ => {}
        }
    }
    length
}

/// The first token of the statement that a token belongs to.
fn statement_start(tokens: &[toml_parser::lexer::Token], within: usize) -> usize {
    let mut depth = 0usize;
    for at in (0..=within).rev() {
        match tokens[at].kind() {
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth += 1,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth = depth.saturating_sub(1),
            TokenKind::Newline if depth == 0 && at < within => return at + 1,
            _ => {}
        }
    }
    0
}

/// Names with their bytes, and whether there is a reason: `# appealc: allow(a, b, reason = "…")`.
fn parse(comment: &str, start: usize) -> Option<(Vec<Named>, bool)> {
    let body = comment.strip_prefix('#')?;
    let rest = body.trim_start().strip_prefix("appealc:")?.trim_start();
    let inside = rest.strip_prefix("allow")?.trim_start().strip_prefix('(')?;
    let offset = start + comment.len() - inside.len();
    let (list, reason) = match inside.find("reason") {
        Some(at) => {
            let why = inside[at + "reason".len()..].trim_start().strip_prefix('=').map(str::trim_start);
            let why = why.and_then(|why| why.strip_prefix('"')).and_then(|why| why.split_once('"'));
            (&inside[..at], why.is_some_and(|(why, _)| why.chars().any(char::is_alphanumeric)))
        }
        None => (inside.split(')').next().unwrap_or_default(), false),
    };
    let mut names = Vec::new();
    let mut at = 0;
    for part in list.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let from = offset + at + part.len() - part.trim_start().len();
            names.push((name.to_owned(), from..from + name.len()));
        }
        at += part.len() + 1;
    }
    Some((names, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> Vec<&str> {
        read(text).into_iter().map(|allowance| &text[allowance.covers]).collect()
    }

    #[test]
    fn on_or_above_the_line() {
        let text = "a = 1 # appealc: allow(x, reason = \"y\")\n# appealc: allow(x, reason = \"y\")\n# more\n\nb = [\n 1,\n]\nc = 2\n";
        assert_eq!(covered(text), ["a = 1 ", "b = [\n 1,\n]"]);
    }

    #[test]
    fn after_a_value_of_several_lines() {
        let text = "z = 1\nb = [\n 1,\n] # appealc: allow(x, reason = \"y\")\n";
        assert_eq!(covered(text), ["b = [\n 1,\n] "]);
        let text = "b = \"\"\"\n# appealc: allow(x, reason = \"y\")\n\"\"\"\n";
        assert!(covered(text).is_empty());
    }

    #[test]
    fn names_and_reason() {
        let text = "# appealc: allow(vague-action , A008, reason = \"seen\")";
        let (names, reason) = parse(text, 0).unwrap_or_default();
        assert!(reason);
        let spans: Vec<&str> = names.iter().map(|(_, span)| &text[span.clone()]).collect();
        assert_eq!(spans, ["vague-action", "A008"]);
        assert_eq!(parse("# appealc: allow(a)", 0).map(|(_, reason)| reason), Some(false));
        assert_eq!(parse("# allow(a)", 0), None);
    }
}
