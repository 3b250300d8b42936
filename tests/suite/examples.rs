//! The example workspaces build when they are copied to a place of their own.

use super::kit::{Space, TODAY, appealc, copy, finish, repository};

fn build(name: &str) -> (Space, super::kit::Run) {
    let space = Space::new();
    let folder = space.at(name);
    copy(&repository().join("examples").join(name), &folder);
    let run = finish(&mut appealc(&folder, &["build", ".", "--format", "json", "--today", TODAY]));
    (space, run)
}

fn all_built(name: &str) -> usize {
    let (_space, run) = build(name);
    let run = run.expect(0);
    let summary = run.objects().pop().expect("a summary");
    assert_eq!(summary["built"], summary["cases"], "{}", run.out);
    summary["built"].as_u64().and_then(|built| usize::try_from(built).ok()).unwrap_or(0)
}

#[test]
fn every_workspace_has_a_test() {
    let folders = std::fs::read_dir(repository().join("examples")).expect("examples");
    let mut names: Vec<String> =
        folders.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["agency", "chinese", "minimal", "own-templates"], "add a test here");
}

#[test]
fn minimal() {
    assert_eq!(all_built("minimal"), 1);
}

#[test]
fn agency() {
    assert!(all_built("agency") >= 30);
}

#[test]
fn own_templates() {
    assert!(all_built("own-templates") >= 1);
}

#[test]
fn chinese() {
    let (_space, run) = build("chinese");
    if run.code == 1 && run.codes().iter().all(|code| code == "E013") {
        return super::kit::skipped("Chinese font");
    }
    let run = run.expect(0);
    assert!(run.objects().iter().filter(|object| object["status"] == "built").count() >= 2, "{}", run.out);
}
