//! `watch` as a seller lives with it: a file is saved, and the outputs follow.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::kit::{BASE, Space, TODAY, appealc, files};

/// A run of `watch`, ended when the test ends.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same command, for which Ctrl-C is meant: where a shell has the tests run in the background it is not for
/// them, nor for what they start.
fn interruptible(command: Command) -> Command {
    if !cfg!(target_os = "linux") {
        return command;
    }
    let mut env = Command::new("env");
    env.arg("--default-signal=INT").arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        env.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => env.env(name, value),
            None => env.env_remove(name),
        };
    }
    env
}

impl Watch {
    /// Starts, and waits until everything is built; gives what was told.
    fn start(space: &Space, args: &[&str]) -> (Self, Vec<Value>) {
        let all = [&["watch", "--format", "json", "--today", TODAY], args].concat();
        let mut command = interruptible(appealc(&space.at(""), &all));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let out = child.stdout.take().expect("a pipe");
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        let watch = Self { child, lines };
        let told = watch.until_waiting();
        (watch, told)
    }

    /// What is told until it waits again.
    fn until_waiting(&self) -> Vec<Value> {
        let mut told = Vec::new();
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|error| panic!("{error}; so far: {told:#?}"));
            let value: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            let waiting = value["reason"] == "watch" && value["event"] == "waiting";
            told.push(value);
            if waiting {
                return told;
            }
        }
    }

    /// Nothing is told for a while.
    fn is_quiet(&self) {
        if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(700)) {
            panic!("told without a change: {line}");
        }
    }
}

/// The cases of some lines that have this status.
fn with(told: &[Value], status: &str) -> Vec<String> {
    let cases = told.iter().filter(|line| line["reason"] == "case" && line["status"] == status);
    cases.map(|line| line["case"].as_str().unwrap_or_default().to_owned()).collect()
}

fn codes(told: &[Value]) -> Vec<&str> {
    told.iter().filter_map(|line| line["code"].as_str()).collect()
}

fn space() -> Space {
    let space = Space::new();
    for name in ["a", "b", "c"] {
        space.case(name, BASE);
    }
    space
}

const CAPTION: &str = "caption = \"";

#[test]
fn outputs_follow_what_is_saved() {
    let space = space();
    let (watch, told) = Watch::start(&space, &[]);
    assert_eq!(with(&told, "built"), ["cases/a", "cases/b", "cases/c"]);
    watch.is_quiet();

    // A sentence.
    let case = space.text("cases/b/case.toml");
    let sentence = case.lines().find(|line| line.starts_with("product")).expect("a product").to_owned();
    let edited = case.replace(&sentence, "product = \"Walnut board\"");
    space.write("cases/b/case.toml", &edited);
    let told = watch.until_waiting();
    assert_eq!(with(&told, "built"), ["cases/b"]);
    assert!(space.text("build/cases/b/letter.txt").contains("Walnut board"));
    assert_eq!(told[0]["files"], serde_json::json!(["cases/b/case.toml"]));

    // As editors save: beside it, then over it.
    space.write("cases/b/.case.toml.new", edited.replace("Walnut", "Cherry"));
    fs::rename(space.at("cases/b/.case.toml.new"), space.at("cases/b/case.toml")).expect("renamed");
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/b"]);
    assert!(space.text("build/cases/b/letter.txt").contains("Cherry board"));

    // Evidence.
    let before = space.read("build/cases/a/manifest.json");
    space.write("cases/a/evidence/returns.csv", "month,returned,reason\n2026-07,18,split corner\n");
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/a"]);
    assert!(space.read("build/cases/a/manifest.json") != before);

    // What an editor leaves in passing, and a file that nobody names.
    space.write("cases/a/case.toml~", "x");
    space.write("notes.txt", "x");
    watch.is_quiet();

    // A case comes, a folder with everything in it; another goes.
    let new = Space::new();
    new.case("d", BASE);
    fs::create_dir_all(space.at("elsewhere")).expect("a folder");
    super::kit::copy(&new.at("cases/d"), &space.at("elsewhere/d"));
    watch.is_quiet();
    fs::rename(space.at("elsewhere/d"), space.at("cases/d")).expect("moved");
    let told = watch.until_waiting();
    assert_eq!(with(&told, "built"), ["cases/d"]);
    assert_eq!(told.last().expect("a line")["cases"], 4);
    let text = space.text("cases/d/case.toml");
    space.write("cases/d/case.toml", text.replacen(CAPTION, "caption = \"New: ", 1));
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/d"]);
    fs::remove_dir_all(space.at("cases/c")).expect("removed");
    let told = watch.until_waiting();
    assert_eq!(told[0]["gone"], serde_json::json!(["cases/c"]));
    assert!(!space.at("build/cases/c").exists());

    // What was built is what a build builds.
    space.run(&["build", "--out", "again", "--today", TODAY, "cases"]).expect(0);
    for case in ["a", "b", "d"] {
        let folder = |out: &str| space.at(&format!("{out}/cases/{case}"));
        assert_eq!(files(&folder("build")), files(&folder("again")));
        for file in files(&folder("again")) {
            assert!(fs::read(folder("build").join(&file)).ok() == fs::read(folder("again").join(&file)).ok(), "{file}");
        }
    }
}

#[test]
fn what_changed_since_a_commit_is_built_first_and_the_rest_once_it_changes() {
    let space = space();
    space.write("shared/spec.txt", "Board thickness 7 mm\n");
    let shared = "\n[[evidence]]\nid = \"spec\"\npath = \"/shared/spec.txt\"\nkind = \"packaging-spec\"\n\
        caption = \"Specification of the new box\"\n";
    space.case("c", &format!("{BASE}{shared}"));
    if !super::git::committed(&space) {
        return;
    }
    let case = space.text("cases/b/case.toml");
    space.write("cases/b/case.toml", case.replacen(CAPTION, "caption = \"New: ", 1));
    let (watch, told) = Watch::start(&space, &["--changed-since", "HEAD"]);
    assert_eq!(
        (with(&told, "built"), told.last().expect("a line")["cases"].clone()),
        (vec!["cases/b".to_owned()], 3.into())
    );
    assert!(!space.at("build/cases/a").exists());
    watch.is_quiet();
    // A file that a case names which was not built so far, then its own.
    space.write("shared/spec.txt", "Board thickness 8 mm\n");
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/c"]);
    let case = space.text("cases/a/case.toml");
    space.write("cases/a/case.toml", case.replacen(CAPTION, "caption = \"New: ", 1));
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/a"]);
    drop(watch);
    for (lang, words) in [("en", "nonsense"), ("zh", "nonsense")] {
        let run = space.run(&["watch", "--changed-since", "nonsense", "--lang", lang]).expect(2);
        assert!(run.err.contains(words), "{}", run.err);
    }
    // `fix` mends those alone, too.
    space.write("cases/a/case.toml", space.text("cases/a/case.toml").replacen("product =", "produkt =", 1));
    super::git::commit_all(&space);
    space.write("cases/b/case.toml", space.text("cases/b/case.toml").replacen("product =", "produkt =", 1));
    space.run(&["fix", "cases", "--changed-since", "HEAD", "--today", TODAY]).expect(0);
    assert!(space.text("cases/a/case.toml").contains("produkt ="));
    assert!(space.text("cases/b/case.toml").contains("product ="));
    let bare = self::space();
    let run = bare.run(&["watch", "--changed-since", "HEAD", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("--changed-since") && run.err.contains("git 仓库"), "{}", run.err);
}

#[test]
fn mistakes_are_told_and_mended() {
    let space = space();
    let (watch, _) = Watch::start(&space, &[]);
    let case = space.text("cases/a/case.toml");
    let letter = space.read("build/cases/a/letter.txt");
    // Half a file.
    space.write("cases/a/case.toml", &case[..case.len() / 2]);
    let told = watch.until_waiting();
    assert!(with(&told, "failed") == ["cases/a"] && !codes(&told).is_empty(), "{told:?}");
    space.write("cases/a/case.toml", "asin = ");
    assert!(codes(&watch.until_waiting()).contains(&"S001"));
    assert!(space.read("build/cases/a/letter.txt") == letter);
    space.write("cases/a/case.toml", &case);
    assert_eq!(with(&watch.until_waiting(), "failed").len(), 0);
    // Evidence that goes and comes again, in a folder that does.
    fs::rename(space.at("cases/a/evidence"), space.at("gone")).expect("moved");
    let told = watch.until_waiting();
    assert!(with(&told, "failed") == ["cases/a"] && codes(&told).contains(&"E001"), "{told:?}");
    fs::rename(space.at("gone"), space.at("cases/a/evidence")).expect("moved");
    assert_eq!(with(&watch.until_waiting(), "failed").len(), 0);
    space.write("cases/a/evidence/returns.csv", "month,returned,reason\n2026-07,18,split corner\n");
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/a"]);
    // Settings: nothing is built until they are mended.
    let settings = space.text("appealc.toml");
    space.write("appealc.toml", "[seller\n");
    let told = watch.until_waiting();
    assert!(codes(&told).contains(&"S001") && with(&told, "failed").is_empty(), "{told:?}");
    space.write("appealc.toml", settings.replace("Li Wei", "Chen Hao"));
    assert_eq!(with(&watch.until_waiting(), "built").len(), 3);
    assert!(space.text("build/cases/c/letter.txt").contains("Chen Hao"));
    // The same thing in two cases, though only one is done again.
    let one = space.text("cases/c/case.toml");
    let asin = |text: &str| text.lines().find(|line| line.starts_with("asin")).expect("an ASIN").to_owned();
    space.write("cases/b/case.toml", case.replace(&asin(&case), &asin(&one)));
    assert!(codes(&watch.until_waiting()).contains(&"S011"));
}

#[test]
fn shared_files_templates_and_reports_are_followed() {
    let space = space();
    let complaints = format!("{BASE}\n[complaints]\nreports = [\"reports/fba-returns.tsv\"]\n");
    space.case("b", &complaints);
    let shared = BASE.replacen("evidence/returns.csv", "/shared/returns.csv", 1);
    assert_ne!(shared, BASE);
    space.case("c", &shared);
    space.write("shared/returns.csv", "month,returned,reason\n2026-07,18,split corner\n");
    // One worker, which has read the report before.
    let (watch, told) = Watch::start(&space, &["--jobs", "1"]);
    assert_eq!(with(&told, "built").len(), 3);
    // What a build writes beside the report starts no other.
    assert!(space.at("cases/b/reports/fba-returns.tsv.tally.json").exists());
    watch.is_quiet();
    space.write("shared/returns.csv", "month,returned,reason\n2026-07,19,split corner\n");
    assert_eq!(with(&watch.until_waiting(), "built"), ["cases/c"]);
    let report = space.text("cases/b/reports/fba-returns.tsv");
    let fewer: Vec<&str> = report.lines().take(6).collect();
    space.write("cases/b/reports/fba-returns.tsv", fewer.join("\n") + "\n");
    let told = watch.until_waiting();
    assert_eq!(with(&told, "built"), ["cases/b"], "{told:#?}");
    watch.is_quiet();
    // A template of the workspace's own.
    let kind = BASE.lines().find_map(|line| line.strip_prefix("type")).expect("a type");
    let kind = kind.split('"').nth(1).expect("a type").to_owned();
    let name = format!("templates/{kind}/letter.appeal.en.tera");
    let built_in = fs::read_to_string(super::kit::repository().join(&name)).expect("a template");
    space.write(&name, built_in + "\n");
    let told = watch.until_waiting();
    assert_eq!(with(&told, "built").len(), 3, "{told:#?}");
    space.write(&name, "{% extends ");
    let told = watch.until_waiting();
    assert_eq!(with(&told, "failed").len(), 3, "{told:#?}");
    fs::remove_dir_all(space.at("templates")).expect("removed");
    assert_eq!(with(&watch.until_waiting(), "failed").len(), 0);
}

#[test]
fn files_are_looked_at_where_nobody_tells() {
    let space = space();
    let (watch, _) = Watch::start(&space, &["cases/a", "cases/c/case.toml", "--poll=40", "--out", "made"]);
    for (case, word) in [("a", "Walnut"), ("c", "Cherry")] {
        let text = space.text(&format!("cases/{case}/case.toml"));
        let product = text.lines().find(|line| line.starts_with("product")).expect("a product").to_owned();
        space.write(&format!("cases/{case}/case.toml"), text.replace(&product, &format!("product = \"{word} board\"")));
        assert_eq!(with(&watch.until_waiting(), "built"), [format!("cases/{case}")]);
        assert!(space.text(&format!("made/cases/{case}/letter.txt")).contains(word));
    }
    // Not asked for.
    space.write("cases/b/case.toml", "");
    watch.is_quiet();
}

/// Where the system has no room for it, files are looked at all the same.
#[cfg(target_os = "linux")]
#[test]
fn files_are_looked_at_where_the_system_cannot_tell() {
    let space = space();
    let program = env!("CARGO_BIN_EXE_appealc");
    for limit in ["max_inotify_instances", "max_inotify_watches"] {
        let mut command = std::process::Command::new("unshare");
        let script = format!("echo 0 > /proc/sys/user/{limit} && exec \"$0\" watch --today {TODAY} --lang en");
        command.args(["-Ur", "sh", "-ec", &script, program]).current_dir(space.at(""));
        let Ok(mut child) = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn() else {
            println!("skipped: no unshare");
            return;
        };
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
        let first = lines.next().unwrap_or_default();
        if first.contains("unshare") || first.contains("sh:") {
            println!("skipped: {first}");
            child.wait().expect("it ends");
            return;
        }
        assert!(first.starts_with("the system does not tell of changes"), "{limit}: {first}");
        assert!(lines.any(|line| line.starts_with("waiting")));
        let text = space.text("cases/a/case.toml");
        space.write("cases/a/case.toml", format!("{text}# {limit}\n"));
        assert!(lines.any(|line| line == "changed: cases/a/case.toml"));
        assert!(lines.any(|line| line.starts_with("waiting")));
        child.kill().expect("it ends");
        child.wait().expect("it ends");
    }
}

/// A build beside it is not kept waiting, and nothing is left when it ends.
#[cfg(unix)]
#[test]
fn it_holds_nothing_and_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        ends_at(signal);
    }
}

/// Ctrl-C, or whoever stops services.
#[cfg(target_os = "linux")]
fn ends_at(signal: &str) {
    let space = space();
    let (mut watch, _) = Watch::start(&space, &[]);
    space.build(&["cases"]).expect(0);
    let id = watch.child.id();
    let tasks = fs::read_dir(format!("/proc/{id}/task")).expect("its threads").flatten();
    let children = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let workers: Vec<String> =
        children.flat_map(|all| all.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(!workers.is_empty(), "it has workers");
    let interrupt = Command::new("kill").args(["-s", signal, &id.to_string()]).status();
    assert!(interrupt.is_ok_and(|status| status.success()));
    let end = Instant::now() + Duration::from_secs(20);
    while watch.child.try_wait().expect("a child").is_none() {
        assert!(Instant::now() < end, "it goes on after {signal}");
        std::thread::sleep(Duration::from_millis(10));
    }
    let end = Instant::now() + Duration::from_secs(5);
    let alive = |worker: &&String| fs::metadata(format!("/proc/{worker}")).is_ok();
    while workers.iter().any(|worker| alive(&worker)) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(10));
    }
    let left: Vec<&String> = workers.iter().filter(alive).collect();
    assert!(left.is_empty(), "{left:?}");
    let staging: Vec<String> = files(&space.at("build")).into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(staging.is_empty(), "{staging:?}");
}

#[test]
fn it_says_what_it_does() {
    let space = space();
    for (lang, waiting, changed) in [
        ("en", "waiting for changes in 3 cases", "changed: cases/a/case.toml"),
        ("zh", "正在等待 3 个案件的变化", "有变化：cases/a/case.toml"),
    ] {
        let mut command = appealc(&space.at(""), &["watch", "--lang", lang, "--today", TODAY]);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.starts_with(waiting)), "{waiting}");
        let text = space.text("cases/a/case.toml");
        space.write("cases/a/case.toml", format!("{text}# \n"));
        assert!(lines.any(|line| line == changed), "{changed}");
        assert!(lines.any(|line| line.contains("cases/a")));
        assert!(lines.any(|line| line.starts_with(waiting)));
        child.kill().expect("it ends");
        child.wait().expect("it ends");
    }
    space.run(&["watch", "nowhere"]).expect(2);
    space.write("appealc.toml", "[seller\n");
    space.run(&["watch"]).expect(2);
}
