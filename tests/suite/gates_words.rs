//! Every message that the code asks for exists in both languages.

use std::collections::BTreeSet;
use std::fs;

use super::gates::sources;
use super::kit::repository;

fn ids(lang: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let folder = repository().join("locales").join(lang);
    for name in super::kit::files(&folder).into_iter().filter(|name| name.ends_with(".ftl")) {
        let text = fs::read_to_string(folder.join(name)).expect("a locale");
        let starts = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        ids.extend(starts.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())));
    }
    assert!(ids.len() > 150, "only {} messages were found", ids.len());
    ids
}

/// What stands in quotes right after each `before`, and where.
fn quoted<'t>(text: &'t str, before: &str) -> Vec<(usize, &'t str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(before) {
        let rest = &text[at + before.len()..];
        if let Some(name) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) {
            found.push((at, name));
        }
    }
    found
}

#[test]
fn every_message_that_the_code_asks_for_exists() {
    let (en, zh) = (ids("en"), ids("zh"));
    let mut asked: BTreeSet<(String, String)> = BTreeSet::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let text = &source.code;
        for before in ["Finding::new(", "finding("] {
            for (_, code) in quoted(text, before).into_iter().filter(|(_, code)| code.len() == 4) {
                asked.insert((code.to_owned(), source.path.clone()));
                codes.insert(code.to_owned());
            }
        }
        for before in ["refuse(", ".word(", "locale.text("] {
            for (_, id) in quoted(text, before) {
                asked.insert((id.to_owned(), source.path.clone()));
            }
        }
        for (at, _) in text.match_indices(".arg_message(") {
            let call = text[at..].split(')').next().unwrap_or_default();
            if let Some(id) = call.split('"').nth(3).filter(|id| !id.contains('{')) {
                asked.insert((id.to_owned(), source.path.clone()));
            }
        }
    }
    assert!(codes.len() >= 20, "only {codes:?} were found");
    assert!(asked.len() > 60, "only {} messages are asked for", asked.len());
    for (id, path) in asked {
        // A code that always speaks in variants needs no message of its own.
        for (lang, known) in [("en", &en), ("zh", &zh)] {
            let there = known.contains(&id) || known.iter().any(|other| other.starts_with(&format!("{id}-")));
            assert!(there, "src/{path} asks for `{id}`: add it to locales/{lang}");
        }
    }
}

#[test]
fn every_variant_exists() {
    let (en, zh) = (ids("en"), ids("zh"));
    let mut checked = 0;
    for source in sources().iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let text = &source.code;
        // The codes of a file's findings; a variant belongs to one of them.
        let mut codes: BTreeSet<&str> = BTreeSet::new();
        for before in ["Finding::new(", "finding("] {
            codes.extend(quoted(text, before).into_iter().map(|(_, code)| code).filter(|code| code.len() == 4));
        }
        for (at, variant) in quoted(text, ".variant(") {
            checked += 1;
            // The code nearest above, else any of the file's.
            let above = ["Finding::new(", "finding("]
                .iter()
                .flat_map(|before| quoted(&text[..at], before))
                .filter(|(_, code)| code.len() == 4)
                .max();
            let message = above.map(|(_, code)| format!("{code}-{variant}"));
            let right = |known: &BTreeSet<String>| match &message {
                Some(message) if known.contains(message) => true,
                _ => codes.iter().any(|code| known.contains(&format!("{code}-{variant}"))),
            };
            assert!(right(&en) && right(&zh), "src/{}: {message:?} has no words", source.path);
        }
    }
    assert!(checked > 30, "only {checked} variants were found");
}

/// Problems and kinds of files are messages too: `problem-truncated`, `file-fifo`, `convert-pdf`.
#[test]
fn every_word_of_a_refusal_exists() {
    let (en, zh) = (ids("en"), ids("zh"));
    let foreign = fs::read_to_string(repository().join("src/evidence/formats/foreign.rs")).expect("foreign.rs");
    let mut wanted: BTreeSet<String> = ["folder", "fifo", "socket", "device"].map(|what| format!("file-{what}")).into();
    for line in foreign.lines().filter(|line| line.trim_start().starts_with("(b\"")) {
        if let Some(word) = line.rsplit('"').nth(1) {
            wanted.insert(format!("convert-{word}"));
        }
    }
    assert!(wanted.len() > 8, "{wanted:?}");
    for id in wanted {
        assert!(en.contains(&id) && zh.contains(&id), "no words for `{id}`");
    }
}
