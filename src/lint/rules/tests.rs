use std::path::Path;

use super::{ALL, find, nearest};
use crate::diag::Level;
use crate::lint::{Group, Rule};
use crate::options::Lang;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules");

fn module(rule: &Rule) -> String {
    rule.name.replace('-', "_")
}

#[test]
fn sorted_and_unique() {
    for pair in ALL.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} stands before {} in ALL", pair[0].code, pair[1].code);
    }
    for rule in ALL {
        let same = ALL.iter().filter(|other| other.name == rule.name).count();
        assert_eq!(same, 1, "two rules are called {}", rule.name);
    }
}

#[test]
fn every_file_is_listed() {
    let mut files = 0;
    for entry in Path::new(FOLDER).read_dir().expect("src/lint/rules") {
        let name = entry.expect("entry").file_name().into_string().expect("name");
        let Some(stem) = name.strip_suffix(".rs").filter(|stem| !matches!(*stem, "mod" | "tests")) else {
            continue;
        };
        files += 1;
        assert!(
            ALL.iter().any(|rule| module(rule) == stem),
            "add `mod {stem};` and `&{stem}::RULE,` to src/lint/rules/mod.rs, or name the file as its rule"
        );
    }
    assert_eq!(files, ALL.len());
}

#[test]
fn names_and_codes_are_well_formed() {
    for rule in ALL {
        let (letter, digits) = rule.code.split_at(1);
        let group = match letter {
            "S" => Group::Schema,
            "E" => Group::Evidence,
            "T" => Group::Stance,
            "C" => Group::Cause,
            "A" => Group::Action,
            "L" | "X" => Group::Letter,
            "H" => Group::History,
            _ => unreachable!("{}: no group has this letter", rule.code),
        };
        assert_eq!(rule.group, group, "{}", rule.code);
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
        assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.name);
        // Of the schema rules, which cannot be allowed either, some are warnings.
        if !rule.can_be_allowed() && rule.group != Group::Schema {
            assert_eq!(rule.level, Level::Error, "{}", rule.code);
        }
    }
}

#[test]
fn pages_have_all_sections() {
    let required = [
        (Lang::En, ["## What it checks", "## Why it matters", "## Notes", "## Example", "## Write instead"]),
        (Lang::Zh, ["## 检查什么", "## 为什么重要", "## 说明", "## 示例", "## 应改为"]),
    ];
    for rule in ALL {
        for (lang, sections) in required {
            let page = rule.page(lang);
            let code = rule.code;
            let count = |line: &str| page.lines().filter(|l| *l == line).count();
            // What an engine or a template reports has no example in a case file.
            let examples = usize::from(!code.starts_with('X'));
            for (index, section) in sections.iter().enumerate() {
                let wanted = if index < 3 { 1 } else { examples };
                assert_eq!(count(section), wanted, "{section:?} in locales/{lang:?}/rules/{code}.md");
            }
            assert_eq!(count("```toml,fires"), examples, "{code} {lang:?}");
            assert_eq!(count("```toml,fixed"), examples, "{code} {lang:?}");
            for line in page.lines().filter(|l| l.starts_with("## ")) {
                assert!(sections.contains(&line), "{line:?} in locales/{lang:?}/rules/{code}.md");
            }
            let flowing = page.replace('\n', " ");
            let says = ["cannot be allowed", "不能关闭"].iter().any(|words| flowing.contains(words));
            assert_eq!(says, !rule.can_be_allowed(), "{code} {lang:?}: whether it can be allowed");
        }
        assert_eq!(blocks(rule.page_en), blocks(rule.page_zh), "{}: the examples differ", rule.code);
    }
}

fn blocks(page: &str) -> Vec<&str> {
    page.split("```toml").skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn every_rule_has_a_message() {
    let messages = include_str!("../../../locales/en/messages.ftl");
    for rule in ALL {
        assert!(messages.contains(&format!("\n{} = ", rule.code)), "add {} to messages.ftl", rule.code);
    }
    for line in messages.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_uppercase())) {
        let code = line.split(['-', ' ']).next().unwrap_or_default();
        assert!(find(code).is_some(), "{line}: no such rule");
    }
}

#[test]
fn pages_have_rules() {
    for lang in ["en", "zh"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang).join("rules");
        let mut pages = 0;
        for entry in folder.read_dir().expect("pages") {
            let name = entry.expect("entry").file_name().into_string().expect("name");
            assert!(find(name.trim_end_matches(".md")).is_some(), "{lang}/rules/{name} belongs to no rule");
            pages += 1;
        }
        assert_eq!(pages, ALL.len());
    }
}

#[test]
fn finds_by_code_and_name() {
    assert_eq!(find("s002").map(|r| r.name), Some("unknown-key"));
    assert_eq!(find("missing-area").map(|r| r.code), Some("A008"));
    assert!(find("nothing").is_none());
    assert_eq!(nearest("mising-area").map(|r| r.code), Some("A008"));
    assert_eq!(nearest("unknown_kye").map(|r| r.code), Some("S002"));
    assert!(nearest("zzzz").is_none());
}
