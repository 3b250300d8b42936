//! The examples on rules' pages: fragments of a `case.toml`, merged over a base case.
//!
//! - A key before a fragment's first table replaces the base's key of that name.
//! - A table in a fragment, such as `[[actions]]`, replaces all base tables with that header.
//! - A line `#- key` removes the base's key, `#- [[actions]]` all its tables with that header.

// Each test program that includes this file uses a part of it.
#![allow(dead_code)]

/// What a fragment is expected to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Triggers the rule, once, and no other.
    Fires,
    /// Triggers no rule.
    Fixed,
}

/// The fragments on a page, in order.
pub fn blocks(page: &str) -> Vec<(Kind, String)> {
    let mut blocks: Vec<(Kind, String)> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        let kind = match line {
            "```toml,fires" => Some(Kind::Fires),
            "```toml,fixed" => Some(Kind::Fixed),
            _ => None,
        };
        if let Some(kind) = kind {
            blocks.push((kind, String::new()));
            open = true;
        } else if line.starts_with("```") {
            open = false;
        } else if let (true, Some((_, text))) = (open, blocks.last_mut()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    blocks
}

/// A part of a case file: a key with its value, or a table with all its lines.
struct Part {
    /// The key's name or the table's header; empty for what stands before the first of them.
    name: String,
    text: String,
}

/// A case file or a fragment of one.
#[derive(Default)]
struct Parts {
    keys: Vec<Part>,
    tables: Vec<Part>,
    removed: Vec<String>,
}

fn header(line: &str) -> Option<&str> {
    let end = line.rfind(']')? + 1;
    let name = line[..end].trim_matches(['[', ']']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    (line.starts_with('[') && plain).then(|| &line[..end])
}

fn key(line: &str) -> Option<&str> {
    let name = line.split('=').next()?.trim_end();
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    (line.contains('=') && plain).then_some(name)
}

fn split(text: &str) -> Parts {
    let mut parts = Parts::default();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("#- ") {
            parts.removed.push(name.trim().to_owned());
            continue;
        }
        if let Some(name) = header(line) {
            parts.tables.push(Part { name: name.to_owned(), text: String::new() });
        } else if parts.tables.is_empty() {
            if let Some(name) = key(line) {
                parts.keys.push(Part { name: name.to_owned(), text: String::new() });
            } else if parts.keys.is_empty() {
                parts.keys.push(Part { name: String::new(), text: String::new() });
            }
        }
        if let Some(part) = parts.tables.last_mut().or(parts.keys.last_mut()) {
            part.text.push_str(line);
            part.text.push('\n');
        }
    }
    for part in parts.keys.iter_mut().chain(&mut parts.tables) {
        part.text = format!("{}\n", part.text.trim_end());
    }
    parts
}

/// The base with a fragment merged over it.
pub fn merge(base: &str, fragment: &str) -> String {
    let base = split(base);
    let mut new = split(fragment);
    let mut out = String::new();
    for part in base.keys.iter().filter(|part| !new.removed.contains(&part.name)) {
        match new.keys.iter().position(|other| other.name == part.name) {
            Some(at) => out.push_str(&new.keys.remove(at).text),
            None => out.push_str(&part.text),
        }
    }
    for part in &new.keys {
        out.push_str(&part.text);
    }
    let replaced = |name: &String| new.removed.contains(name) || new.tables.iter().any(|t| t.name == *name);
    let kept = base.tables.iter().filter(|part| !replaced(&part.name));
    for part in kept.chain(&new.tables) {
        out.push('\n');
        out.push_str(&part.text);
    }
    out
}
