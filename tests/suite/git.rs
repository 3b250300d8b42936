//! What git keeps of a workspace, in repositories of every shape (rule E008). They are made by the `git`
//! program; the program that is tested does without it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::kit::{self, BASE, PHOTO, Space};

/// Runs git in a folder.
fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent");
    command.args(["-c", "user.name=Li Wei", "-c", "user.email=li@example.com", "-c", "protocol.file.allow=always"]);
    let done = command.args(args).output().expect("git starts");
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Makes a workspace a repository in which everything is committed, where there is a `git` program.
pub fn committed(space: &Space) -> bool {
    if !kit::have(&["git"]) {
        return false;
    }
    git(&space.at(""), &["init", "-q"]);
    commit_all(space);
    true
}

/// Commits everything.
pub fn commit_all(space: &Space) {
    git(&space.at(""), &["add", "."]);
    git(&space.at(""), &["commit", "-qm", "all of it"]);
}

/// The findings of rule E008: what is said, and of which label.
fn told(space: &Space, path: &str) -> Vec<(String, String)> {
    let run = space.run(&["check", path, "--format", "json", "--lang", "en", "--today", kit::TODAY]).expect(0);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = run.diagnostics();
    let found = all.iter().filter(|found| found["code"] == "E008");
    found.map(|found| (text(&found["message"]), text(&found["label"]) + "; " + &text(&found["help"]))).collect()
}

/// A workspace with the base case in a folder of it.
fn space(folder: &str) -> Space {
    let space = Space::new();
    space.write(&format!("{folder}cases/one/case.toml"), BASE);
    space.evidence(&format!("{folder}cases/one/evidence"));
    space
}

#[test]
fn what_git_keeps_and_what_not() {
    if !kit::have(&["git"]) {
        return;
    }
    let space = space("");
    let root = space.at("");
    assert_eq!(told(&space, "cases"), []);
    git(&root, &["init", "-q"]);
    assert_eq!(told(&space, "cases"), [], "nothing was added yet");
    git(&root, &["add", "cases/one/case.toml", "cases/one/evidence/returns.csv", "cases/one/evidence/drop-test.pdf"]);
    let [(message, more)] = &told(&space, "cases")[..] else { panic!("{:?}", told(&space, "cases")) };
    assert_eq!(message, "git does not keep `cases/one/evidence/box-after.jpg`");
    assert!(more.contains("not added yet") && more.contains("git add cases/one/evidence/box-after.jpg"), "{more}");
    for (file, line, pattern, text) in [
        (".gitignore", 3, "*.jpg", "# photos\n\n*.jpg\n"),
        ("cases/.gitignore", 1, "one/evidence/*", "one/evidence/*\n"),
        ("cases/one/evidence/.gitignore", 2, "/box-after.jpg", "!*.png\n/box-after.jpg\n"),
        (".git/info/exclude", 1, "evidence/", "evidence/\n"),
    ] {
        space.write(file, text);
        let [(message, more)] = &told(&space, "cases")[..] else { panic!("{file}") };
        assert_eq!(message, "git ignores `cases/one/evidence/box-after.jpg`", "{file}");
        for part in [format!("`{pattern}` in `{file}`, line {line}"), "git add -f cases/one".to_owned()] {
            assert!(more.contains(&part), "{part}: {more}");
        }
        std::fs::remove_file(space.at(file)).expect("it goes");
    }
    // What is ignored and was added all the same is kept.
    space.write(".gitignore", "*.jpg\n");
    git(&root, &["add", "-f", "cases/one/evidence/box-after.jpg"]);
    assert_eq!(told(&space, "cases"), []);
    // An exception is none.
    git(&root, &["rm", "-q", "--cached", "cases/one/evidence/box-after.jpg"]);
    space.write(".gitignore", "*.jpg\n!box-*.jpg\n");
    assert!(told(&space, "cases")[0].1.contains("not added yet"));
}

#[test]
fn repositories_of_every_shape() {
    if !kit::have(&["git"]) {
        return;
    }
    let one = |found: Vec<(String, String)>| matches!(&found[..], [(message, _)] if message.contains("box-after.jpg"));
    // The workspace is a folder of the repository.
    let inner = space("work/");
    std::fs::rename(inner.at("appealc.toml"), inner.at("work/appealc.toml")).expect("settings");
    inner.write("readme.txt", "x");
    git(&inner.at(""), &["init", "-q"]);
    git(&inner.at(""), &["add", "readme.txt"]);
    assert_eq!(told(&inner, "work/cases"), [], "nothing of the workspace was added");
    git(&inner.at(""), &["add", "."]);
    assert_eq!(told(&inner, "work/cases"), []);
    git(&inner.at(""), &["rm", "-q", "--cached", "work/cases/one/evidence/box-after.jpg"]);
    assert!(one(told(&inner, "work/cases")));
    inner.write(".gitignore", "*.jpg\n");
    let [(_, more)] = &told(&inner, "work/cases")[..] else { panic!() };
    assert!(more.contains("`../.gitignore`, line 1"), "{more}");
    git(&inner.at(""), &["add", "."]);
    git(&inner.at(""), &["commit", "-q", "-m", "cases"]);

    // A clone of one commit; another working tree of it, whose `.git` is a file.
    let clones = Space::new();
    let origin = format!("file://{}", inner.at("").display());
    git(&clones.at(""), &["clone", "-q", "--depth", "1", &origin, "shallow"]);
    git(&clones.at("shallow"), &["worktree", "add", "-q", "../tree"]);
    for folder in ["shallow", "tree"] {
        assert_eq!(clones.at(folder).join(".git").is_file(), folder == "tree");
        clones.write(&format!("{folder}/work/cases/one/evidence/box-after.jpg"), PHOTO);
        assert!(one(told(&clones, &format!("{folder}/work/cases"))), "{folder}");
        git(&clones.at(folder), &["add", "-f", "work/cases/one/evidence/box-after.jpg"]);
        assert_eq!(told(&clones, &format!("{folder}/work/cases")), [], "{folder}");
    }

    // Shared evidence in a submodule: that one keeps it.
    let shared = Space::new();
    shared.write("box-after.jpg", PHOTO);
    std::fs::remove_file(shared.at("appealc.toml")).expect("it is no workspace");
    git(&shared.at(""), &["init", "-q"]);
    git(&shared.at(""), &["add", "."]);
    git(&shared.at(""), &["commit", "-q", "-m", "shared"]);
    let main = space("");
    main.write("cases/one/case.toml", BASE.replace("evidence/box-after.jpg", "/shared/box-after.jpg"));
    git(&main.at(""), &["init", "-q"]);
    git(&main.at(""), &["submodule", "--quiet", "add", &shared.at("").display().to_string(), "shared"]);
    git(&main.at(""), &["add", "."]);
    assert_eq!(told(&main, "cases"), []);
}

#[test]
fn damaged_repositories_are_no_repositories() {
    for (file, bytes) in [(".git", &b"gitdir: /nowhere"[..]), (".git/index", b"DIRC\0\0\0\x02")] {
        let space = space("");
        if file != ".git" {
            space.keep_in_git(&["cases/one/evidence/box-after.jpg"]);
            assert_eq!(told(&space, "cases").len(), 1);
        }
        space.write(file, bytes);
        assert_eq!(told(&space, "cases"), [], "{file}");
    }
    // What is kept stands in the index: which commit comes next counts only as a sign that this is a repository.
    for (head, count) in [(None, 0), (Some(&b""[..]), 1), (Some(b"\0"), 1), (Some(b"ref: refs/heads/nowhere\n"), 1)] {
        let space = space("");
        space.keep_in_git(&["cases/one/evidence/box-after.jpg"]);
        std::fs::remove_file(space.at(".git/HEAD")).expect("it goes");
        head.into_iter().for_each(|bytes| space.write(".git/HEAD", bytes));
        let found = told(&space, "cases");
        assert!(found.iter().all(|(message, _)| message.contains("box-after.jpg")), "{head:?}: {found:?}");
        assert_eq!(found.len(), count, "{head:?}");
    }
}
