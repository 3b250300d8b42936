//! The examples on rules' pages are fragments that merge into case files.

#[path = "../common/example.rs"]
pub mod example;

use appealc::lint::rules::ALL;
use example::{Kind, blocks, merge};

const BASE: &str = include_str!("../rules/base.toml");

#[test]
fn keys_replace_keys() {
    let merged = merge("a = 1\nb = 2\n\n[t]\na = 3\n", "# why\nb = [\n  5,\n]\nc = 6\n");
    assert_eq!(merged, "a = 1\nb = [\n  5,\n]\n# why\nc = 6\n\n[t]\na = 3\n");
}

#[test]
fn tables_replace_all_of_their_name() {
    let merged = merge("a = 1\n\n[[t]]\nx = 1\n\n[[t]]\nx = 2\n\n[u]\ny = 1\n", "[[t]]\nx = 3\n");
    assert_eq!(merged, "a = 1\n\n[u]\ny = 1\n\n[[t]]\nx = 3\n");
}

#[test]
fn lines_remove() {
    let merged = merge("a = 1\nb = 2\n\n[[t]]\nx = 1\n\n[u]\ny = 1\n", "#- a\n#- [[t]]\nc = 3\n");
    assert_eq!(merged, "b = 2\nc = 3\n\n[u]\ny = 1\n");
}

#[test]
fn nothing_changes_nothing() {
    assert_eq!(merge(BASE, ""), BASE);
}

#[test]
fn every_example_merges() {
    let mut examples = 0;
    for rule in ALL {
        for (kind, fragment) in blocks(rule.page_en) {
            examples += 1;
            let merged = merge(BASE, &fragment);
            let broken = rule.code == "S001" && kind == Kind::Fires;
            assert_eq!(merged.parse::<toml::Table>().is_err(), broken, "{} {kind:?}:\n{merged}", rule.code);
            assert!(kind == Kind::Fixed || merged != BASE, "{}: the example changes nothing", rule.code);
        }
    }
    assert!(examples > 40, "only {examples} examples were found");
}
