//! Typst inside the program and the `typst` program give the same; a `typst` program that does
//! not work is told clearly and leaves nothing behind.

use std::path::PathBuf;
use std::time::Duration;

use super::kit::{BASE, Run, Space, TODAY, appealc, files, finish, have};
use super::pdf;

#[test]
fn both_engines_give_the_same() {
    if !have(&["typst", "pdftotext"]) {
        return;
    }
    let version = finish(std::process::Command::new("typst").arg("--version")).out;
    let space = Space::with(&["cases", "shared"]);
    let (one, two) = (space.at("one"), space.at("two"));
    space.build(&["--out", &one.to_string_lossy()]).expect(0);
    space.build(&["--engine", "cli", "--out", &two.to_string_lossy()]).expect(0);
    let all: Vec<String> = files(&one)
        .into_iter()
        .filter(|path| !path.ends_with("manifest.json") && !path.starts_with(".appealc/"))
        .collect();
    assert!(all.len() > 100, "only {} outputs", all.len());
    let mut compared = 0;
    let mut differ = Vec::new();
    for path in &all {
        if path.ends_with("letter.pdf") || path.ends_with("bundle.pdf") {
            let (embedded, cli) = (pdf::pages(&one.join(path)), pdf::pages(&two.join(path)));
            assert_eq!(embedded, cli, "{path}");
            compared += embedded.len();
        }
        let bytes = |folder: &PathBuf| std::fs::read(folder.join(path)).expect("an output");
        if bytes(&one) != bytes(&two) {
            differ.push(path);
        }
    }
    assert!(compared > 100, "only {compared} pages were compared");
    if version.starts_with("typst 0.15.1") {
        assert!(differ.is_empty(), "other bytes by {version}: {differ:?}");
    }
    for path in files(&two).iter().filter(|path| path.ends_with("manifest.json")) {
        let manifest = space.json(&format!("two/{path}"));
        assert!(manifest["engine"].as_str().is_some_and(|engine| engine.starts_with("cli ")), "{path}");
    }
}

/// A program that says it is `typst` of this version and does this when it compiles.
#[cfg(unix)]
fn fake(space: &Space, version: &str, then: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    space.write("bin/typst", format!("#!/bin/sh\nif [ \"$1\" = --version ]; then {version}; exit; fi\n{then}\n"));
    let path = space.at("bin/typst");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    path.to_string_lossy().into_owned()
}

/// Builds one case with a `typst` program; nothing may be left of it.
#[cfg(unix)]
fn build(space: &Space, typst: &str, lang: &str) -> Run {
    let scratch = space.at("tmp");
    std::fs::create_dir_all(&scratch).expect("a folder");
    let args = ["build", "--format", "json", "--engine", "cli", "--typst", typst, "--today", TODAY, "--lang", lang];
    let run = finish(appealc(&space.at(""), &args).env("TMPDIR", &scratch));
    assert_eq!(files(&scratch), Vec::<String>::new(), "scratch files were left behind");
    assert_eq!(std::fs::read_dir(&scratch).expect("a folder").count(), 0, "a scratch folder was left behind");
    let own: Vec<String> = files(&space.at(".appealc")).into_iter().filter(|path| path != "lock").collect();
    assert_eq!(own, Vec::<String>::new(), "scratch files were left behind");
    assert!(!space.at("build/cases").exists(), "outputs were written");
    run
}

/// Much evidence is out of memory while pages are laid out: this program sees to it that it is not there afterwards.
#[cfg(unix)]
#[test]
fn much_evidence_that_changes_or_goes_while_pages_are_laid_out() {
    if !have(&["typst"]) {
        return;
    }
    let path = "cases/a/evidence/box-after.jpg";
    for (then, en, zh) in [("rm -f", "went away while", "不见了"), ("truncate -s 1000", "changed while", "发生了变化")]
    {
        let space = Space::new();
        space.same_case("a", BASE);
        // As phones keep a second picture behind the first.
        let much = [super::kit::PHOTO, &vec![7; 40 << 20]].concat();
        let typst = fake(&space, "typst --version", &format!("{then} {}; exec typst \"$@\"", space.at(path).display()));
        for (lang, said) in [("en", en), ("zh", zh)] {
            space.write(path, &much);
            let run = build(&space, &typst, lang).expect(1);
            assert_eq!(run.codes(), ["X004"], "{}", run.out);
            let message = run.diagnostics()[0]["message"].as_str().unwrap_or_default().to_owned();
            assert!(message.contains(path) && message.contains(said), "{message}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_typst_that_does_not_work() {
    let says = |version: &str| format!("echo typst {version}");
    let programs: [(&str, String, &str, &[&str]); 7] = [
        ("old", says("0.9.0"), "exit 0", &["0.9.0"]),
        ("failing", says("0.15.1"), "echo 'error: out of ink' >&2; exit 1", &["out of ink"]),
        ("silent", says("0.15.1"), "exit 3", &[]),
        ("no output", says("0.15.1"), "exit 0", &[]),
        ("junk output", says("0.15.1"), "for a; do :; done; echo junk > \"$a\"", &[]),
        ("other program", "echo hello".to_owned(), "exit 0", &["hello"]),
        ("crash", says("0.15.1"), "kill -SEGV $$", &[]),
    ];
    for (name, version, then, words) in programs {
        let space = Space::new();
        space.case("a", BASE);
        let path = fake(&space, &version, then);
        let mut messages = Vec::new();
        for lang in ["en", "zh"] {
            let run = build(&space, &path, lang).expect(1);
            assert_eq!(run.codes(), ["X001"], "{name}: {}", run.out);
            let told = &run.diagnostics()[0];
            assert_eq!(told["file"], "cases/a/case.toml");
            let message = told["message"].as_str().unwrap_or_default().to_owned();
            for word in words {
                assert!(message.contains(word), "{name}: {message}");
            }
            messages.push(message);
        }
        assert_ne!(messages[0], messages[1], "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_typst_that_is_missing() {
    let space = Space::new();
    space.case("a", BASE);
    let run = build(&space, "/no/such/typst", "en").expect(1);
    assert_eq!(run.codes(), ["X001"]);
    assert!(run.diagnostics()[0]["message"].as_str().is_some_and(|text| text.contains("not found")), "{}", run.out);
    // Neither is one looked for in the current folder.
    fake(&space, "echo typst 0.15.1", "exit 0");
    let args = ["build", "--format", "json", "--engine", "cli", "--today", TODAY];
    let run = finish(appealc(&space.at("bin"), &[&args[..], &["../cases"]].concat()).env("PATH", ""));
    assert_eq!(run.codes(), ["X001"], "{}", run.out);
    assert_eq!(run.code, 1);
}

/// The ids of processes whose command line holds a text.
#[cfg(target_os = "linux")]
fn processes(text: &str) -> Vec<String> {
    let all = std::fs::read_dir("/proc").expect("/proc").flatten();
    let own = std::process::id().to_string();
    all.map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()) && *id != own)
        .filter(|id| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(text)
        })
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_typst_that_hangs() {
    for settings in ["[limits]\ncase_seconds = 3\n", "[limits]\ncase_seconds = 1\n"] {
        let space = Space::new();
        space.write("appealc.toml", settings);
        space.case("a", BASE);
        space.case("b", BASE);
        // It starts a process of its own, which must go too.
        let nap = format!("3600.{}", std::process::id());
        let path = fake(&space, "echo typst 0.15.1", &format!("sleep {nap} & sleep {nap}"));
        let folder = space.at("").to_string_lossy().into_owned();
        let run = build(&space, &path, "en").expect(1);
        assert_eq!(run.codes(), ["X001", "X001"], "{}", run.out);
        for told in run.diagnostics() {
            assert!(told["message"].as_str().is_some_and(|text| text.contains("not done after")), "{told}");
        }
        // The system may take a moment to bury the dead.
        let mut left = Vec::new();
        for _ in 0..100 {
            left = processes(&folder);
            left.extend(processes(&nap));
            if left.is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(left.is_empty(), "processes were left behind: {left:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_that_is_killed_leaves_no_process() {
    let space = Space::new();
    space.case("a", BASE);
    let nap = format!("7200.{}", std::process::id());
    let path = fake(&space, "echo typst 0.15.1", &format!("sleep {nap}"));
    let scratch = space.at("tmp");
    std::fs::create_dir_all(&scratch).expect("a folder");
    let args = ["build", "--engine", "cli", "--typst", &path, "--today", TODAY];
    let mut child = appealc(&space.at(""), &args).env("TMPDIR", &scratch).spawn().expect("it starts");
    let waited = (0..400).any(|_| {
        std::thread::sleep(Duration::from_millis(25));
        !processes(&nap).is_empty()
    });
    assert!(waited, "typst was never started");
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    let gone = (0..400).any(|_| {
        std::thread::sleep(Duration::from_millis(25));
        processes(&nap).is_empty()
    });
    assert!(gone, "the typst program was left behind");
}
