//! The commands of the README are run, in their order, as a reader would type them. The Chinese one shows the same
//! commands (`gates.rs`), and the tutorials are run by `tutorial.rs`.

use std::fs;
use std::process::Command;

use super::gates::commands;
use super::kit::{Run, Space, copy, finish, have, repository, returns};

/// The case that the README speaks of.
const CASE: &str = "cases/B0CHX3QBCH-packaging";
/// Those that go on until they are ended; `watch.rs` and `serve.rs` run them.
const ENDLESS: &[&str] = &["appealc watch ", "appealc serve "];

/// A line, in a shell.
fn typed(line: &str, space: &Space) -> Run {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_appealc")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(space.at("")).env("PATH", format!("{}:{path}", folder.display()));
    for name in ["LC_ALL", "LC_MESSAGES", "TYPST", "NO_COLOR", "APPEALC_LANG"] {
        command.env_remove(name);
    }
    // 23 November 2026, noon.
    finish(command.env("SOURCE_DATE_EPOCH", "1795435200").env("LANG", "C.UTF-8"))
}

/// The worked case, and nothing else.
fn worked(space: &Space) {
    let _ = fs::remove_dir_all(space.at("cases"));
    for folder in [CASE, "shared"] {
        copy(&repository().join(folder), &space.at(folder));
    }
    space.write("appealc.toml", fs::read(repository().join("appealc.toml")).expect("settings"));
}

#[test]
fn the_commands_of_the_readme_do_what_they_say() {
    if !have(&["sh"]) {
        return;
    }
    let all = commands(&fs::read_to_string(repository().join("README.md")).expect("README.md"));
    let space = Space::new();
    space.write("listings.csv", "asin,type,product\nB0D3FN6VZK,onpe/packaging,Bottle\n");
    space.write("notice.txt", "Date: October 2, 2026\nASIN: B0D1TJ7PXC\nBuyers complain about packaging issues.\n");
    space.write("returns.tsv", returns(&[("CARRIER_DAMAGED", "DAMAGED_BY_CARRIER", "box crushed"); 3]));
    space.write("reply.txt", "Please provide greater detail on the root cause of these complaints.\n");
    worked(&space);
    let (mut run, mut endless) = (0, 0);
    for command in all.iter().filter(|command| command.starts_with("appealc ")) {
        if ENDLESS.iter().any(|start| command.starts_with(start)) {
            endless += 1;
            continue;
        }
        let is = |name: &str| command.starts_with(&format!("appealc {name}"));
        // `appealc COMMAND --help` speaks of any command.
        if command.split(' ').nth(1).is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase())) {
            continue;
        }
        if is("init") {
            fs::remove_dir_all(space.at("cases")).expect("cases");
            fs::remove_file(space.at("appealc.toml")).expect("settings");
        } else if is("todo") || is("build cases/ --dry-run") || *command == "appealc complaints" {
            worked(&space);
        } else if is("verify") || is("extract") {
            // The line before may have been `clean`.
            typed("appealc build cases/ -q", &space).expect(0);
        }
        let done = typed(command, &space);
        assert_eq!(done.code, 0, "{command}\n{}{}", done.out, done.err);
        run += 1;
        let made = match command.split(' ').nth(1) {
            Some("init") => "appealc.toml",
            Some("new") if command.contains("--from listings.csv") => "cases/B0D3FN6VZK-packaging/case.toml",
            Some("new") if command.contains("--notice") => "cases/B0D1TJ7PXC-packaging/case.toml",
            Some("new") if command.contains("--like") => "cases/B0CHX3QBCJ-packaging/case.toml",
            Some("new") if command.contains("--from-report") => "cases/B0CHX3QBCH-damaged/case.toml",
            Some("build") if !command.contains("--dry-run") => "build/cases/B0CHX3QBCH-packaging/bundle.pdf",
            Some("submit") => "cases/B0CHX3QBCH-packaging/submissions/1/letter.txt",
            Some("share") => "client.zip",
            _ => continue,
        };
        assert!(space.at(made).exists(), "{command}: no {made}\n{}", done.out);
    }
    assert!(run > 25 && endless == ENDLESS.len(), "{run} and {endless} of {all:?}");
}
