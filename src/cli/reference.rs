//! The reference in `docs/`, made from the code: commands and flags from the command line, keys from
//! [`crate::parse::keys`].

use std::fmt::Write;

use clap::{Arg, Command};

use super::help;
use crate::locale::Locale;
use crate::options::Lang;
use crate::parse::keys::{self, Key, Kind, Table};

/// The whole reference in a language.
pub fn markdown(lang: Lang) -> String {
    let locale = Locale::new(lang);
    let word = |id: &str| locale.word(id);
    let mut out = format!("# {}\n\n{}\n", word("reference-title"), word("reference-intro"));
    let _ = write!(out, "\n## {}\n", word("reference-commands"));
    let program = help::command(&locale);
    for (heading, names) in help::GROUPS {
        let known: Vec<&Command> = names.iter().filter_map(|name| program.find_subcommand(name)).collect();
        if known.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}\n", word(heading).trim_end_matches([':', '：']));
        for command in known {
            out.push_str(&of_command(command, &locale));
        }
    }
    let _ = write!(out, "\n### {}\n", word("reference-common"));
    out.push_str(&flags(program.get_arguments(), &locale));
    for (name, table) in [("case.toml", &keys::CASE), ("appealc.toml", &keys::CONFIG)] {
        let _ = write!(out, "\n## `{name}`\n\n{}\n", word(&format!("reference-of-{}", name.replace('.', "-"))));
        out.push_str(&of_table(table, &locale));
    }
    out
}

fn of_command(command: &Command, locale: &Locale) -> String {
    let usage = command.clone().bin_name(format!("appealc {}", command.get_name())).render_usage().to_string();
    let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut out = format!("\n#### `appealc {}`\n\n{about}\n\n```text\n{usage}\n```\n", command.get_name());
    out.push_str(&flags(command.get_arguments(), locale));
    out
}

/// A table of flags and arguments; nothing where there are none.
fn flags<'a>(all: impl Iterator<Item = &'a Arg>, locale: &Locale) -> String {
    let rows: Vec<String> = all
        .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version") && !arg.is_hide_set())
        .map(|arg| {
            let value =
                arg.get_value_names().and_then(|names| names.first()).filter(|_| arg.get_action().takes_values());
            let value = value.map(|name| format!("<{name}>")).unwrap_or_default();
            let long = arg.get_long().map(|name| format!("`--{name}`"));
            let short = arg.get_short().map(|name| format!("`-{name}`"));
            let names = [short, long].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let names = match (names.is_empty(), value.is_empty()) {
                (true, _) => format!("`{value}`"),
                (false, true) => names,
                (false, false) => format!("{names} `{value}`"),
            };
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            format!("| {names} | {} |\n", cell(&help))
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads = ["reference-flag", "reference-meaning"].map(|id| locale.word(id));
    format!("\n| {} |\n| --- | --- |\n{}", heads.join(" | "), rows.concat())
}

/// The keys of a table, then the tables inside it.
fn of_table(table: &Table, locale: &Locale) -> String {
    let heads = ["reference-key", "reference-type", "reference-meaning"].map(|id| locale.word(id));
    let mut out = format!("\n| {} |\n| --- | --- | --- |\n", heads.join(" | "));
    for key in table.keys {
        let _ = writeln!(out, "| `{}` | {} | {} |", key.name, kind(key, locale), meaning(key, locale));
    }
    for key in table.keys {
        if let Kind::Tables(inner) | Kind::Table(inner) = key.kind {
            let _ = write!(out, "\n### `{}`\n", inner.name);
            out.push_str(&of_table(inner, locale));
        }
    }
    out
}

fn kind(key: &Key, locale: &Locale) -> String {
    let name = match key.kind {
        Kind::Text => "text",
        Kind::Date => "date",
        Kind::Count => "count",
        Kind::Number => "number",
        Kind::Flag => "flag",
        Kind::Texts => "texts",
        Kind::Rect => "rect",
        Kind::Table(_) => "table",
        Kind::Tables(_) => "tables",
        Kind::Levels => "levels",
    };
    locale.word(&format!("reference-type-{name}"))
}

fn meaning(key: &Key, locale: &Locale) -> String {
    let (words, colon) = match locale.lang() {
        Lang::En => (key.en, ": "),
        Lang::Zh => (key.zh, "："),
    };
    if key.values.is_empty() {
        return cell(words);
    }
    let values: Vec<String> = key.values.iter().map(|value| format!("`{value}`")).collect();
    format!("{}{colon}{}", cell(words), values.join(", "))
}

/// Text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
