//! The tutorials are run: every file is written, every command typed, every exit code and every line that the
//! text shows is looked at.

use std::fs;
use std::process::Command;

use super::kit::{Space, finish, have, repository, skipped};

/// A fenced block: what stands behind the fence, and what is inside.
type Block = (String, String);

fn blocks(name: &str) -> Vec<Block> {
    let text = fs::read_to_string(repository().join("docs").join(name)).expect("a tutorial");
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(info) = line.strip_prefix("```") {
            open = !open;
            if open {
                found.push((info.to_owned(), String::new()));
            }
        } else if open {
            let (_, inside) = found.last_mut().expect("a block");
            inside.push_str(line);
            inside.push('\n');
        }
    }
    assert!(!open && found.len() > 15, "{name}: {} blocks", found.len());
    found
}

/// The value of a word of a fence: `file=notice.txt`.
fn word<'b>(info: &'b str, key: &str) -> Option<&'b str> {
    info.split(' ').find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
}

/// The commands that the program has.
fn known(command: &str) -> bool {
    use clap::Parser;
    let help = appealc::cli::args::Cli::try_parse_from(["appealc", command, "--help"]);
    help.is_err_and(|error| error.kind() == clap::error::ErrorKind::DisplayHelp)
}

/// A line of a block, in a shell, as a reader would type it.
fn typed(line: &str, lang: &str, space: &Space) -> super::kit::Run {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_appealc")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(space.at("")).env("PATH", format!("{}:{path}", folder.display()));
    for name in ["LC_ALL", "LC_MESSAGES", "TYPST", "NO_COLOR"] {
        command.env_remove(name);
    }
    // 15 October 2026, noon.
    command.env("SOURCE_DATE_EPOCH", "1792065600").env("APPEALC_LANG", lang).env("LANG", "C.UTF-8");
    for (name, value) in [("NAME", "Li Wei"), ("EMAIL", "li@example.com")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    finish(&mut command)
}

fn follow(name: &str, lang: &str) {
    if !have(&["git", "sh"]) {
        return;
    }
    let space = Space::new();
    fs::remove_file(space.at("appealc.toml")).expect("an empty folder");
    let mut last = String::new();
    let mut commands = 0;
    for (info, inside) in blocks(name) {
        if let Some(path) = word(&info, "file") {
            space.write(path, &inside);
        } else if let Some(path) = word(&info, "append") {
            space.write(path, space.text(path) + &inside);
        } else if let Some(path) = word(&info, "edit") {
            let of =
                |sign: char| inside.lines().filter_map(|line| line.strip_prefix(sign)).collect::<Vec<_>>().join("\n");
            let (old, new, text) = (of('-'), of('+'), space.text(path));
            assert_eq!(text.matches(old.as_str()).count(), 1, "{name}: {old}");
            space.write(path, text.replace(&old, &new));
        } else if info.starts_with("sh run") {
            let code: i32 = word(&info, "exit").map_or(0, |code| code.parse().expect("a number"));
            let lines: Vec<&str> = inside.lines().collect();
            last.clear();
            for (at, line) in lines.iter().enumerate() {
                let own = line.strip_prefix("appealc ").and_then(|rest| rest.split(' ').next());
                if let Some(command) = own.filter(|command| !known(command)) {
                    return skipped(&format!("command `{command}`"));
                }
                let run = typed(line, lang, &space);
                // The last line of a block is what its exit code is of.
                let wanted = if at + 1 == lines.len() { code } else { 0 };
                assert_eq!(run.code, wanted, "{name}: {line}\n{}{}", run.out, run.err);
                last.push_str(&run.out);
                last.push_str(&run.err);
                commands += 1;
            }
        } else if info == "text shows" {
            for line in inside.lines().filter(|line| !line.is_empty()) {
                assert!(last.contains(line), "{name}: `{line}` is not in\n{last}");
            }
        } else {
            panic!("{name}: a block that is neither run nor written: {info}");
        }
    }
    assert!(commands > 15, "{name}: only {commands} commands");
}

#[test]
fn the_english_tutorial_runs() {
    follow("tutorial.md", "en");
}

#[test]
fn the_chinese_tutorial_runs() {
    follow("tutorial.zh.md", "zh");
}

#[test]
fn both_tutorials_do_the_same() {
    let done = |name: &str| blocks(name).into_iter().filter(|(info, _)| info != "text shows").collect::<Vec<_>>();
    assert_eq!(done("tutorial.md"), done("tutorial.zh.md"));
}
