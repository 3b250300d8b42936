//! Disks, folders and files that misbehave: a clear word for the case that it concerns, its previous
//! outputs as they were, every other case built.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::kit::{BASE, Run, Space, TODAY, appealc, files, finish, skipped};

/// A small disk of its own, until it goes.
struct Disk(PathBuf);

impl Disk {
    /// Mounts so many KB on a folder; none where the system does not let us.
    fn new(folder: &Path, kilobytes: usize) -> Option<Self> {
        fs::create_dir_all(folder).expect("a folder");
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder.to_path_buf()));
        }
        skipped("right to mount a small disk");
        None
    }

    fn mount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", options]).arg(&self.0).status().expect("mount starts");
        assert!(done.success(), "{options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// The outputs of a case.
fn outputs(space: &Space, case: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = format!("build/{case}");
    let all = files(&space.at(&folder)).into_iter();
    all.map(|path| (path.clone(), space.read(&format!("{folder}/{path}")))).collect()
}

/// The message of the only diagnostic, which has this code.
#[track_caller]
fn only(run: &Run, code: &str) -> String {
    assert_eq!(run.codes(), [code], "{}", run.out);
    run.diagnostics()[0]["message"].as_str().unwrap_or_default().to_owned()
}

fn edited() -> String {
    BASE.replace("set of 3", "set of 4")
}

#[test]
fn a_disk_that_is_full() {
    let space = Space::new();
    let Some(disk) = Disk::new(&space.at("build"), 16384) else { return };
    space.same_case("a", BASE);
    space.build(&[]).expect(0);
    let before = outputs(&space, "cases/a");
    let ballast = vec![1_u8; 16 << 20];
    // As much as fits, but for a few pages.
    let filled = fs::write(space.at("build/ballast"), &ballast).is_err();
    assert!(filled);
    let length = fs::metadata(space.at("build/ballast")).expect("a file").len();
    let file = fs::File::options().write(true).open(space.at("build/ballast")).expect("a file");
    file.set_len(length.saturating_sub(60_000)).expect("a length");
    drop(file);
    space.write("cases/a/case.toml", edited());
    for lang in ["en", "zh"] {
        let run = space.build(&["--lang", lang]).expect(1);
        let message = only(&run, "X004");
        assert!(message.contains(if lang == "en" { "the disk is full" } else { "磁盘已满" }), "{message}");
        assert_eq!(outputs(&space, "cases/a"), before);
        assert!(!space.at("build/.appealc-new").exists());
    }
    fs::remove_file(space.at("build/ballast")).expect("a file");
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "built");
    drop(disk);
}

#[test]
fn a_folder_that_is_read_only() {
    let space = Space::new();
    let Some(disk) = Disk::new(&space.at("build"), 16384) else { return };
    space.same_case("a", BASE);
    space.build(&[]).expect(0);
    let before = outputs(&space, "cases/a");
    disk.mount("remount,ro");
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "fresh");
    space.write("cases/a/case.toml", edited());
    let message = only(&space.build(&[]).expect(1), "X004");
    assert!(message.contains("build/"), "{message}");
    assert_eq!(outputs(&space, "cases/a"), before);
    disk.mount("remount,rw");
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "built");
    // Where not even the lock can be had, the run says so and ends.
    disk.mount("remount,ro");
    let out = space.at("build").to_string_lossy().into_owned();
    let run = space.run(&["build", "--out", &out]).expect(2);
    assert!(run.err.contains("cannot be written"), "{}", run.err);
}

#[test]
fn evidence_that_changes_or_goes_meanwhile() {
    let space = Space::new();
    space.same_case("a", BASE);
    space.case("b", BASE);
    space.build(&[]).expect(0);
    let before = outputs(&space, "cases/a");
    let (path, stop) = (space.at("cases/a/evidence/returns.csv"), AtomicBool::new(false));
    let message = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut count = 0;
            while !stop.load(Ordering::Relaxed) {
                count += 1;
                // Whole at any moment, and never the same.
                let beside = path.with_extension("new");
                fs::write(&beside, format!("month,returned\n2026-07,{count}\n")).expect("a file");
                fs::rename(&beside, &path).expect("a file");
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        space.write("cases/b/case.toml", edited());
        let run = space.build(&[]);
        stop.store(true, Ordering::Relaxed);
        let run = run.expect(1);
        assert_eq!(run.status("cases/b"), "built");
        let of_a: Vec<_> = run.diagnostics().into_iter().filter(|d| d["code"] == "X004").collect();
        of_a[0]["message"].as_str().unwrap_or_default().to_owned()
    });
    assert!(message.contains("cases/a/evidence/returns.csv` changed while"), "{message}");
    assert_eq!(outputs(&space, "cases/a"), before);
    // Left alone, it is built as it is now.
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "built");
    assert_eq!(space.build(&[]).expect(0).status("cases/a"), "fresh");
    let exhibit = space.read("build/cases/a/exhibits/Exhibit 01 - returns.csv");
    assert_eq!(exhibit, space.read("cases/a/evidence/returns.csv"));
}

#[test]
fn names_that_are_too_long() {
    let space = Space::new();
    let name = format!("{}.csv", "n".repeat(248));
    space.same_case("a", &BASE.replace("evidence/returns.csv", &format!("evidence/{name}")));
    fs::rename(space.at("cases/a/evidence/returns.csv"), space.at(&format!("cases/a/evidence/{name}")))
        .expect("a file");
    space.case("b", BASE);
    let run = space.build(&[]).expect(1);
    let message = only(&run, "X004");
    assert!(message.contains("too long"), "{message}");
    assert_eq!((run.status("cases/a"), run.status("cases/b")), ("failed".into(), "built".into()));
    assert!(!space.at("build/cases/a").exists() && !space.at("build/.appealc-new").exists());
}

#[test]
fn folders_that_are_links_or_files() {
    let (space, elsewhere) = (Space::new(), Space::new());
    for name in ["a", "b", "c"] {
        space.case(name, BASE);
    }
    space.write("build/cases/a", "mine");
    std::os::unix::fs::symlink(elsewhere.at(""), space.at("build/cases/b")).expect("a link");
    let run = space.build(&[]).expect(1);
    assert_eq!(run.codes(), ["X004", "X004"]);
    let messages: Vec<String> = run.diagnostics().iter().map(|d| d["message"].to_string()).collect();
    assert!(messages[0].contains("build/cases/a` is in the way"), "{messages:?}");
    assert!(messages[1].contains("build/cases/b` is a link"), "{messages:?}");
    assert_eq!(run.status("cases/c"), "built");
    assert_eq!(space.text("build/cases/a"), "mine");
    assert_eq!(files(&elsewhere.at("")), ["appealc.toml"]);
    // An output that was built, and whose folder became a link to a copy of it.
    fs::rename(space.at("build/cases/c"), elsewhere.at("c")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.at("c"), space.at("build/cases/c")).expect("a link");
    let run = space.build(&[]).expect(1);
    assert_eq!((run.codes(), run.status("cases/c")), (vec!["X004".to_owned(); 3], "failed".to_owned()));
    // All of the outputs behind a link: only by name.
    let other = Space::new();
    other.case("a", BASE);
    std::os::unix::fs::symlink(elsewhere.at(""), other.at("build")).expect("a link");
    assert!(only(&other.build(&[]).expect(1), "X004").contains("`build` is a link"));
    let out = other.at("build").to_string_lossy().into_owned();
    other.build(&["--out", &out]).expect(0);
    assert!(elsewhere.at("cases/a/letter.txt").exists());
}

#[test]
fn cases_that_differ_in_letter_case_only() {
    let space = Space::new();
    space.case("Mug", BASE);
    space.case("mug", BASE);
    space.case("other", BASE);
    let run = space.build(&[]).expect(1);
    let message = only(&run, "X004");
    assert!(message.contains("cases/Mug") && message.contains("letter case"), "{message}");
    assert_eq!(run.status("cases/mug"), "failed");
    assert_eq!((run.status("cases/Mug"), run.status("cases/other")), ("built".into(), "built".into()));
    fs::rename(space.at("cases/mug"), space.at("cases/cup")).expect("a folder");
    assert_eq!(space.build(&[]).expect(0).status("cases/cup"), "built");
}

#[test]
fn two_builds_at_once() {
    let space = Space::new();
    for name in ["a", "b", "c"] {
        space.case(name, BASE);
    }
    let start = || {
        let mut command = appealc(&space.at(""), &["build", "--today", TODAY]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().expect("it starts")
    };
    let all: Vec<_> = (0..3).map(|_| start()).collect();
    let done: Vec<_> = all.into_iter().map(|child| child.wait_with_output().expect("it ends")).collect();
    let said: Vec<String> = done.iter().map(|done| String::from_utf8_lossy(&done.stderr).into_owned()).collect();
    assert!(done.iter().all(|done| done.status.code() == Some(0)), "{said:?}");
    let waited = said.iter().filter(|said| said.contains("another build is running")).count();
    assert!(waited >= 1, "{said:?}");
    let built = said.iter().filter(|said| said.contains("built 3 cases")).count();
    assert_eq!(built, 1, "{said:?}");
    let other = Space::new();
    for name in ["a", "b", "c"] {
        other.case(name, BASE);
        other.build(&[]).expect(0);
        assert_eq!(outputs(&space, &format!("cases/{name}")), outputs(&other, &format!("cases/{name}")));
    }
    // Outputs that go to the same folder in another way wait as well.
    let out = space.at("build").to_string_lossy().into_owned();
    let first = start();
    finish(&mut appealc(&space.at(""), &["build", "--out", &out, "--today", TODAY])).expect(0);
    let _ = first.wait_with_output();
}
