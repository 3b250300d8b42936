//! `explain` and `rules`.

use serde_json::json;

use super::args::Format;
use super::{Console, GOOD};
use crate::diag::Arg;
use crate::lint::rules;
use crate::locale::Args;
use crate::report::pages;

/// Prints a rule's page.
pub fn explain(name: &str, console: &Console) -> u8 {
    if let Some(rule) = rules::find(name) {
        let page = pages::page(rule, &console.locale);
        console.result(&plain(&page));
        return GOOD;
    }
    let mut args = Args::from([("name".into(), Arg::from(name))]);
    match rules::nearest(name) {
        Some(near) => {
            args.insert("nearest".into(), Arg::from(near.name));
            console.refuse("tool-unknown-rule-similar", &args)
        }
        None => console.refuse("tool-unknown-rule", &args),
    }
}

/// A page as it is read in a terminal: examples indented instead of fenced.
fn plain(page: &str) -> String {
    let mut fenced = false;
    let mut text = String::new();
    for line in page.trim_end().lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced && !line.is_empty() {
            text.push_str("    ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Lists all rules.
pub fn rules(console: &Console) -> u8 {
    let mut text = String::new();
    for rule in rules::ALL {
        match console.format {
            Format::Json => {
                let line = json!({
                    "reason": "rule",
                    "code": rule.code,
                    "rule": rule.name,
                    "level": rule.level.name(),
                    "group": rule.group.name(),
                    "can_be_allowed": rule.can_be_allowed(),
                });
                text.push_str(&format!("{line}\n"));
            }
            _ => {
                let level = console.locale.word(&format!("level-{}", rule.level.name()));
                text.push_str(&format!("{}  {:28} {:9} {level}\n", rule.code, rule.name, rule.group.name()));
            }
        }
    }
    console.result(&text);
    GOOD
}
