//! The plain-text letter cut into blocks, so that it can be typeset as what it is.

use serde_json::{Value, json};

/// Cuts a letter: subject, headings, paragraphs, numbered items, tables.
pub fn blocks(letter: &str) -> Vec<Value> {
    let mut blocks = Vec::new();
    let mut lines = letter.lines().peekable();
    if let Some(first) = lines.next() {
        let text = first.strip_prefix("Subject: ").unwrap_or(first);
        blocks.push(json!({"kind": "subject", "text": text}));
    }
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if is_row(line) {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| is_row(line)) {
                rows.push(cells(row));
            }
            blocks.push(json!({"kind": "table", "rows": rows}));
        } else if is_heading(line) {
            blocks.push(json!({"kind": "heading", "text": sentence_case(line)}));
        } else if let Some((marker, text)) = item(line) {
            let mut rest = Vec::new();
            while let Some(more) = lines.next_if(|line| line.starts_with("  ")) {
                rest.push(more.trim().to_owned());
            }
            blocks.push(json!({"kind": "item", "marker": marker, "text": text, "rest": rest}));
        } else {
            let mut paragraph = vec![line.to_owned()];
            let plain =
                |line: &&str| !line.trim().is_empty() && !is_row(line) && !is_heading(line) && item(line).is_none();
            while let Some(more) = lines.next_if(plain) {
                paragraph.push(more.to_owned());
            }
            blocks.push(json!({"kind": "paragraph", "lines": paragraph}));
        }
    }
    blocks
}

fn is_row(line: &str) -> bool {
    line.matches(" | ").count() >= 1
}

fn cells(line: &str) -> Vec<String> {
    line.split(" | ").map(|cell| cell.trim().to_owned()).collect()
}

fn is_heading(line: &str) -> bool {
    let letters = line.chars().filter(char::is_ascii_alphabetic).count();
    letters >= 4
        && line.len() <= 60
        && line.chars().all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '-' | '/' | '&'))
}

fn sentence_case(line: &str) -> String {
    let lower = line.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn item(line: &str) -> Option<(&str, &str)> {
    let (marker, text) = line.split_once(' ')?;
    let number = marker.strip_suffix('.')?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((marker, text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_cut() {
        let letter = "Subject: Appeal – ASIN B0\n\nDear team,\nComplaint: x.\nB0 | Board | SKU A\n\nROOT CAUSE\n1. a\n  b\n2. c\n";
        let kinds: Vec<String> =
            blocks(letter).iter().filter_map(|block| block["kind"].as_str().map(str::to_owned)).collect();
        assert_eq!(kinds, ["subject", "paragraph", "table", "heading", "item", "item"]);
    }
}
