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
        console.result(&(page.trim_end().to_owned() + "\n"));
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
                    "fixable": !rule.fixable().is_empty(),
                });
                text.push_str(&format!("{line}\n"));
            }
            _ => {
                let level = console.locale.word(&format!("level-{}", rule.level.name()));
                let fix = if rule.fixable().is_empty() { "" } else { "  appealc fix" };
                text.push_str(&format!("{}  {:28} {:9} {level}{fix}\n", rule.code, rule.name, rule.group.name()));
            }
        }
    }
    console.result(&text);
    GOOD
}
