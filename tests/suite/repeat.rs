//! The same inputs give the same bytes, and what is right already is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use super::kit::{BASE, Space, appealc, files, finish};

/// Every file below a folder of a workspace, with its content.
fn contents(space: &Space, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let all = files(&space.at(folder));
    all.into_iter().map(|path| (path.clone(), space.read(&format!("{folder}/{path}")))).collect()
}

/// When each file below `build/` was last written.
fn times(space: &Space) -> BTreeMap<String, SystemTime> {
    let time = |path: &str| fs::metadata(space.at(&format!("build/{path}"))).and_then(|meta| meta.modified());
    files(&space.at("build")).into_iter().map(|path| (path.clone(), time(&path).expect("a time"))).collect()
}

#[test]
fn two_builds_are_byte_identical() {
    let (one, two) = (Space::with(&["cases", "shared"]), Space::with(&["cases", "shared"]));
    one.build(&["-j", "1"]).expect(0);
    let args = ["build", "--today", super::kit::TODAY, "-j", "2"];
    let mut other = appealc(&two.at(""), &args);
    other.env("LANG", "zh_CN.UTF-8").env("LC_ALL", "de_DE.UTF-8").env("TZ", "Asia/Shanghai").env("HOME", two.at(""));
    let run = finish(&mut other);
    assert_eq!(run.code, 0, "{}", run.err);
    let (first, second) = (contents(&one, "build"), contents(&two, "build"));
    assert!(first.len() > 100, "only {} outputs", first.len());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = first.iter().filter(|(path, bytes)| second[*path] != **bytes).map(|(p, _)| p).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn what_is_right_is_left_alone() {
    let space = Space::new();
    space.same_case("a", BASE);
    space.case("b", BASE);
    // More workers than cases are not started.
    let run = space.build(&["-j", "100000"]).expect(0);
    assert_eq!(run.status("cases/a"), "built");
    let (before, written) = (contents(&space, "build"), times(&space));
    let run = space.build(&[]).expect(0);
    assert_eq!((run.status("cases/a"), run.status("cases/b")), ("fresh".into(), "fresh".into()));
    assert_eq!(times(&space), written, "files were written again");
    // Fresh cases still name their outputs.
    let case = &run.objects()[0];
    assert!(case["outputs"].as_array().is_some_and(|outputs| outputs.len() > 5), "{case}");

    // One case changes: the other is left alone.
    space.write("cases/a/case.toml", BASE.replace("set of 3", "set of 4"));
    let run = space.build(&[]).expect(0);
    assert_eq!((run.status("cases/a"), run.status("cases/b")), ("built".into(), "fresh".into()));
    let now = times(&space);
    let same = |(path, time): (&String, &SystemTime)| !path.starts_with("cases/b/") || now[path] == *time;
    assert!(written.iter().all(same));

    // The same text again gives the same bytes again.
    space.write("cases/a/case.toml", BASE);
    space.build(&[]).expect(0);
    assert_eq!(contents(&space, "build"), before);
}

#[test]
fn what_makes_a_case_stale() {
    let space = Space::new();
    space.case("a", BASE);
    space.build(&[]).expect(0);
    let stale = |what: &str, change: &dyn Fn()| {
        change();
        let run = space.build(&[]).expect(0);
        assert_eq!(run.status("cases/a"), "built", "{what}");
        let again = space.build(&[]).expect(0);
        assert_eq!(again.status("cases/a"), "fresh", "{what}");
    };
    stale("evidence", &|| space.write("cases/a/evidence/returns.csv", "month,returned\n2026-07,18\n"));
    stale("settings", &|| space.write("appealc.toml", "[seller]\nname = \"Wang Fang\"\n"));
    stale("a template", &|| {
        space.write("templates/onpe/packaging/letter.appeal.en.tera", "A letter of my own.\n");
    });
    stale("the template again", &|| fs::remove_dir_all(space.at("templates")).expect("a folder"));
    stale("an output that is gone", &|| fs::remove_file(space.at("build/cases/a/letter.txt")).expect("a file"));
    stale("an output that was changed", &|| space.write("build/cases/a/letter.txt", "forged"));
    stale("an original that was changed", &|| {
        space.write("build/cases/a/exhibits/Exhibit 1 - returns.csv", "forged");
        space.write("build/cases/a/exhibits/Exhibit 01 - returns.csv", "forged");
    });
}

#[test]
fn only_a_date_that_is_given_makes_stale() {
    let space = Space::new();
    space.case("a", BASE);
    space.run(&["build", "--format", "json"]).expect(0);
    let run = space.run(&["build", "--format", "json"]).expect(0);
    assert_eq!(run.status("cases/a"), "fresh");
    let run = space.run(&["build", "--format", "json", "--today", "2026-12-01"]).expect(0);
    assert_eq!(run.status("cases/a"), "built");
    let first = contents(&space, "build");
    let run = space.run(&["build", "--format", "json", "--today", "2026-12-02"]).expect(0);
    assert_eq!(run.status("cases/a"), "built");
    let second = contents(&space, "build");
    assert_ne!(first["cases/a/bundle.pdf"], second["cases/a/bundle.pdf"]);
    let epoch = finish(appealc(&space.at(""), &["build", "--format", "json"]).env("SOURCE_DATE_EPOCH", "1796169600"));
    assert_eq!(epoch.status("cases/a"), "fresh", "1796169600 is 2026-12-02: {}", epoch.out);
}

#[test]
fn outputs_can_go_elsewhere() {
    let space = Space::new();
    space.case("a", BASE);
    space.build(&[]).expect(0);
    let elsewhere = Space::new();
    let out = elsewhere.at("out");
    space.build(&["--out", &out.to_string_lossy()]).expect(0);
    let mut there = contents(&elsewhere, "out");
    there.retain(|path, _| !path.starts_with(".appealc/"));
    assert!(contents(&space, "build") == there, "{:?}", there.keys());
    space.write(
        "appealc.toml",
        "[seller]\nname = \"Li Wei\"\nstore = \"Nordhaus Home\"\n[output]\ndir = \"results/2026\"\n",
    );
    space.build(&[]).expect(0);
    assert!(space.at("results/2026/cases/a/manifest.json").is_file());
}

#[test]
fn exhibits_that_are_gone_are_gone_and_foreign_files_stay() {
    let space = Space::new();
    space.case("a", BASE);
    space.build(&[]).expect(0);
    space.write("build/cases/a/my-notes.txt", "mine");
    space.write("build/cases/other.txt", "mine");
    let two = BASE.replace("evidence = [\"returns\"]", "");
    let cut = two.find("[[evidence]]\nid = \"returns\"").expect("a table");
    let end = two[cut..].find("\n\n").expect("the next table") + cut;
    space.write("cases/a/case.toml", format!("{}{}", &two[..cut], &two[end..]));
    space.build(&[]).expect(0);
    let left = files(&space.at("build/cases/a/exhibits"));
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(space.text("build/cases/a/my-notes.txt"), "mine");
    assert_eq!(space.text("build/cases/other.txt"), "mine");
    assert!(!files(&space.at("build")).iter().any(|path| path.contains(".appealc")), "staging was left behind");
}
