//! What is not built again need not be, and why what is built is.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::kit::{BASE, Run, Space, TODAY, appealc, files, finish};

/// What is told of a case.
fn told(run: &Run, case: &str) -> (String, String) {
    let objects = run.objects();
    let found = objects.iter().find(|object| object["reason"] == "case" && object["case"] == case);
    let text = |key: &str| found.and_then(|case| case[key].as_str()).unwrap_or("not told").to_owned();
    (text("status"), text("why"))
}

/// Everything in a workspace, with its content.
fn all(space: &Space) -> BTreeMap<String, Vec<u8>> {
    files(&space.at("")).into_iter().map(|path| (path.clone(), space.read(&path))).collect()
}

/// Builds until what was written last is older than the clock's grain.
fn settled(space: &Space) -> Run {
    space.build(&[]).expect(0);
    tick();
    space.build(&[]).expect(0)
}

/// Waits until the clock of the file system has gone on: a file that changed at the very moment of a run is
/// read again by the next, which says so.
fn tick() {
    std::thread::sleep(Duration::from_millis(30));
}

#[test]
fn what_was_told_is_told_again() {
    let space = Space::new();
    space.case(
        "a",
        &BASE.replace("evidence = [\"drop-test\"]\n\n[[evidence]]", "evidence = [\"box-after\"]\n\n[[evidence]]"),
    );
    space.case("b", BASE);
    space.same_case("c", &space.text("cases/b/case.toml"));
    let first = space.build(&[]).expect(0);
    assert!(first.codes().contains(&"E009".to_owned()), "{:?}", first.codes());
    assert!(first.codes().contains(&"S011".to_owned()), "what concerns two cases: {:?}", first.codes());
    settled(&space);
    let again = space.build(&[]).expect(0);
    assert_eq!(told(&again, "cases/a"), ("fresh".into(), "nothing changed".into()));
    assert_eq!(first.diagnostics(), again.diagnostics());
    // Lines that stand elsewhere now are told where they stand.
    let text = space.text("cases/c/case.toml");
    space.write("cases/c/case.toml", format!("\n\n{text}"));
    let moved = space.build(&[]).expect(0);
    assert_eq!(told(&moved, "cases/b").0, "fresh");
    let line = |run: &Run| run.diagnostics().iter().find(|d| d["code"] == "S011").map(|d| d["line"].as_u64());
    assert_eq!(line(&moved).flatten(), line(&first).flatten().map(|line| line + 2));
    // A level that is asked for counts, and outputs need not be built for it.
    let denied = space.build(&["-D", "uncited-evidence"]).expect(1);
    assert_eq!((told(&denied, "cases/a").0, told(&denied, "cases/b").0), ("failed".into(), "fresh".into()));
    let back = space.build(&[]).expect(0);
    assert_eq!(told(&back, "cases/a").0, "fresh");
    assert_eq!(back.diagnostics(), moved.diagnostics());
}

#[test]
fn reasons_name_what_changed() {
    let space = Space::new();
    space.case("a", BASE);
    let why = |space: &Space| told(&space.build(&[]).expect(0), "cases/a");
    assert_eq!(why(&space), ("built".into(), "it has no outputs yet".into()));
    let check = |change: &dyn Fn(), words: &[&str]| {
        change();
        let (status, why) = why(&space);
        assert_eq!(status, "built", "{words:?}");
        assert!(words.iter().all(|word| why.contains(word)), "{words:?}: {why}");
    };
    let rows = "month,returned\n2026-07,18\n";
    let hash = |text: &str| appealc::read::sha256(text.as_bytes())[..12].to_owned();
    check(
        &|| space.write("cases/a/evidence/returns.csv", rows),
        &["cases/a/evidence/returns.csv", "is now", &hash(rows)],
    );
    let settings = "[seller]\nname = \"Wang Fang\"\n";
    check(&|| space.write("appealc.toml", settings), &["appealc.toml changed", &hash(settings)]);
    check(&|| space.write("cases/appealc.toml", "[limits]\nfile_mb = 4\n"), &["cases/appealc.toml is new"]);
    check(&|| fs::remove_file(space.at("cases/appealc.toml")).expect("a file"), &["cases/appealc.toml is gone"]);
    let own = "templates/onpe/packaging/letter.appeal.en.tera";
    check(&|| space.write(own, "A letter of my own.\n"), &["template onpe/packaging/letter.appeal.en.tera changed"]);
    check(&|| fs::remove_dir_all(space.at("templates")).expect("a folder"), &["template onpe/packaging/letter"]);
    check(&|| fs::remove_file(space.at("build/cases/a/form.txt")).expect("a file"), &["output form.txt is gone"]);
    check(&|| space.write("build/cases/a/form.txt", "forged"), &["output form.txt changed", &hash("forged")]);
    check(&|| fs::remove_file(space.at("build/cases/a/manifest.json")).expect("a file"), &["manifest"]);
    let manifest = space.text("build/cases/a/manifest.json");
    let other = manifest.replace("\"embedded 0.15.1\"", "\"embedded 0.14.0\"");
    check(&|| space.write("build/cases/a/manifest.json", &other), &["engine embedded 0.14.0 is now embedded 0.15.1"]);
    settled(&space);
    let human = |lang: &str| {
        let run = space.run(&["build", "--explain", "--lang", lang, "--today", TODAY]).expect(0);
        run.err
    };
    assert!(human("en").contains("up to date: cases/a (nothing changed)"), "{}", human("en"));
    assert!(human("zh").contains("cases/a（没有变化）"), "{}", human("zh"));
    let other_day = space.run(&["build", "--explain", "--today", "2026-11-24"]).expect(0).err;
    assert!(other_day.contains("(date 2026-11-23 is now 2026-11-24)"), "{other_day}");
}

#[test]
fn times_alone_build_nothing() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", BASE);
    settled(&space);
    let before = all(&space);
    let now = SystemTime::now() - Duration::from_secs(3600);
    for path in files(&space.at("")).iter().filter(|path| !path.starts_with(".appealc/")) {
        let file = fs::File::options().append(true).open(space.at(path)).expect("a file");
        file.set_modified(now).expect("a time");
    }
    tick();
    let run = space.build(&[]).expect(0);
    assert_eq!(told(&run, "cases/a"), ("fresh".into(), "times changed, contents did not".into()));
    let run = space.build(&[]).expect(0);
    assert_eq!(told(&run, "cases/b"), ("fresh".into(), "nothing changed".into()));
    let same = |(path, bytes): (&String, &Vec<u8>)| path.starts_with(".appealc/") || before[path] == *bytes;
    assert!(all(&space).iter().all(same));
    // A copy elsewhere with what was kept, and one without it.
    let copy = Space::new();
    super::kit::copy(&space.at(""), &copy.at(""));
    assert_eq!(copy.build(&[]).expect(0).objects().iter().filter(|o| o["status"] == "fresh").count(), 2);
    fs::remove_dir_all(copy.at(".appealc")).expect("a folder");
    let run = copy.build(&[]).expect(0);
    assert_eq!(told(&run, "cases/a").0, "fresh");
    assert!(told(&run, "cases/a").1.contains("nothing is remembered"), "{:?}", told(&run, "cases/a"));
}

#[test]
fn a_change_that_leaves_size_and_time_is_seen() {
    let space = Space::new();
    space.case("a", BASE);
    settled(&space);
    for path in ["cases/a/evidence/returns.csv", "build/cases/a/letter.txt", "cases/a/case.toml"] {
        let full = space.at(path);
        let time = fs::metadata(&full).and_then(|meta| meta.modified()).expect("a time");
        let text = space.text(path);
        let other = if path.ends_with("returns.csv") {
            text.replace("17", "71")
        } else {
            text.replace("drop-tested", "drop-tasted")
        };
        assert_ne!(text, other, "{path}");
        space.write(path, &other);
        fs::File::options().append(true).open(&full).and_then(|file| file.set_modified(time)).expect("a time");
        let run = space.build(&[]).expect(0);
        assert_eq!(told(&run, "cases/a").0, "built", "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_every_time() {
    let space = Space::new();
    space.case("a", BASE);
    space.write("photos/one.csv", "month,returned\n2026-07,18\n");
    space.write("photos/two.csv", "month,returned\n2026-07,81\n");
    let link = space.at("cases/a/evidence/returns.csv");
    let lead = |to: &str| {
        fs::remove_file(&link).expect("a file");
        std::os::unix::fs::symlink(space.at(to), &link).expect("a link");
    };
    lead("photos/one.csv");
    settled(&space);
    assert_eq!(told(&space.build(&[]).expect(0), "cases/a").0, "fresh");
    lead("photos/two.csv");
    assert_eq!(told(&space.build(&[]).expect(0), "cases/a").0, "built");
    // A folder that becomes a link leads out, though all files in it are as they were.
    space.case("b", BASE);
    settled(&space);
    let elsewhere = Space::new();
    super::kit::copy(&space.at("cases/b/evidence"), &elsewhere.at("evidence"));
    fs::remove_dir_all(space.at("cases/b/evidence")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.at("evidence"), space.at("cases/b/evidence")).expect("a link");
    let run = space.build(&[]).expect(1);
    assert_eq!(told(&run, "cases/b").0, "failed");
    assert!(run.codes().iter().all(|code| code == "E002"), "{:?}", run.codes());
}

#[test]
fn locked_builds_nothing() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", BASE);
    let nothing = space.build(&["--locked"]).expect(1);
    assert_eq!(nothing.codes(), ["X005", "X005"]);
    assert!(!space.at("build").exists() && !space.at(".appealc").exists());
    settled(&space);
    let before = all(&space);
    space.build(&["--locked"]).expect(0);
    assert!(all(&space) == before);
    let product = BASE.replace("set of 3", "set of 4");
    space.write("cases/a/case.toml", product);
    let before = all(&space);
    for lang in ["en", "zh"] {
        let run = space.build(&["--locked", "--lang", lang]).expect(1);
        assert_eq!(run.codes(), ["X005"]);
        let message = run.diagnostics()[0]["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains("cases/a/case.toml"), "{message}");
        assert_eq!((told(&run, "cases/a").0, told(&run, "cases/b").0), ("failed".into(), "fresh".into()));
    }
    assert!(all(&space) == before, "something was written");
    space.build(&[]).expect(0);
    space.build(&["--locked"]).expect(0);
    // Nor is the manifest of a part, in the usual folder or in another.
    let before = all(&space);
    space.build(&["--locked", "--partition", "slice:1/2"]).expect(0);
    space.build(&["--locked", "--partition", "slice:1/2", "--out", "elsewhere"]).expect(1);
    assert!(all(&space) == before, "something was written");
    // Neither is anything written where nothing is remembered.
    fs::remove_dir_all(space.at(".appealc")).expect("a folder");
    let before = all(&space);
    space.build(&["--locked"]).expect(0);
    assert!(all(&space) == before);
}

#[test]
fn what_git_keeps_is_asked_again() {
    let space = Space::new();
    space.case("a", BASE);
    space.keep_in_git(&["cases/a/evidence/box-after.jpg"]);
    let codes = |space: &Space| {
        let run = space.build(&[]).expect(0);
        (run.codes(), told(&run, "cases/a").0)
    };
    assert_eq!(codes(&space), (vec!["E008".to_owned()], "built".to_owned()));
    assert_eq!(codes(&space), (vec!["E008".to_owned()], "fresh".to_owned()));
    space.write(".gitignore", "*.jpg\n");
    let run = space.build(&[]).expect(0);
    assert!(run.diagnostics()[0]["message"].as_str().is_some_and(|text| text.contains("ignores")), "{}", run.out);
    let again = |but: &[&str]| {
        fs::remove_dir_all(space.at(".git")).expect("a folder");
        space.keep_in_git(but);
    };
    again(&[]);
    assert_eq!(codes(&space), (Vec::new(), "fresh".to_owned()));
    again(&["cases/a/evidence/drop-test.pdf"]);
    assert_eq!(codes(&space), (vec!["E008".to_owned()], "fresh".to_owned()));
    fs::remove_dir_all(space.at(".git")).expect("a folder");
    assert_eq!(codes(&space), (Vec::new(), "fresh".to_owned()));
}

#[test]
fn outputs_of_cases_that_are_gone_go() {
    let space = Space::new();
    for name in ["a", "b", "c"] {
        space.case(name, BASE);
    }
    space.build(&[]).expect(0);
    space.write("build/cases/b/notes.txt", "mine");
    fs::remove_dir_all(space.at("cases/a")).expect("a folder");
    fs::rename(space.at("cases/b"), space.at("cases/d")).expect("a folder");
    // Not asked for: left alone.
    space.build(&["cases/c"]).expect(0);
    assert!(space.at("build/cases/a/letter.txt").exists());
    let run = space.build(&[]).expect(0);
    let removed: Vec<Value> = run.objects().into_iter().filter(|object| object["reason"] == "removed").collect();
    assert_eq!(removed.iter().map(|object| object["case"].clone()).collect::<Vec<_>>(), ["cases/a", "cases/b"]);
    assert!(!space.at("build/cases/a").exists());
    assert_eq!(files(&space.at("build/cases/b")), ["notes.txt"]);
    assert_eq!(told(&run, "cases/d").0, "built");
}

/// Whatever is known of a case beside: where its outputs stand is.
#[test]
fn outputs_of_cases_that_were_not_well_go_too() {
    let space = Space::new();
    for name in ["a", "b", "c", "d"] {
        space.case(name, BASE);
    }
    space.build(&[]).expect(0);
    let kept = files(&space.at("build"));
    let spoil = |name: &str| {
        let path = format!("cases/{name}/case.toml");
        space.write(&path, format!("{}\nproduckt = 1\n", space.text(&path)));
    };
    // Errors in the case, and nothing is known any more of what was built.
    spoil("a");
    fs::remove_dir_all(space.at(".appealc")).expect("a folder");
    spoil("b");
    space.build(&[]).expect(1);
    assert_eq!(files(&space.at("build")), kept);
    // Of what is reached over a link it must be looked at every time whether it changed.
    #[cfg(unix)]
    {
        let path = space.at("cases/c/evidence/returns.csv");
        fs::rename(&path, space.at("returns.csv")).expect("a file");
        std::os::unix::fs::symlink(space.at("returns.csv"), &path).expect("a link");
    }
    let run = space.build(&[]).expect(1);
    assert_eq!((told(&run, "cases/a").0, told(&run, "cases/d").0), ("failed".into(), "fresh".into()));
    space.write("build/cases/b/notes.txt", "mine");
    for name in ["a", "b", "c"] {
        fs::rename(space.at(&format!("cases/{name}")), space.at(&format!("cases/{name}-new"))).expect("a folder");
    }
    let run = space.build(&[]).expect(1);
    let removed = |run: &Run| -> Vec<Value> {
        run.objects()
            .iter()
            .filter(|object| object["reason"] == "removed")
            .map(|object| object["case"].clone())
            .collect()
    };
    assert_eq!(removed(&run), ["cases/a", "cases/b", "cases/c"]);
    assert_eq!(files(&space.at("build/cases/b")), ["notes.txt"]);
    assert!(!space.at("build/cases/a").exists() && !space.at("build/cases/c").exists());
    // Without its manifest, what was built is what the last build wrote, as long as it is that.
    spoil("d");
    space.write("build/cases/d/form.txt", "mine");
    fs::remove_file(space.at("build/cases/d/manifest.json")).expect("a file");
    space.build(&[]).expect(1);
    fs::remove_dir_all(space.at("cases/d")).expect("a folder");
    assert_eq!(removed(&space.build(&[]).expect(1)), ["cases/d"]);
    assert_eq!(files(&space.at("build/cases/d")), ["form.txt"]);
    // A case that never had outputs leaves none.
    fs::remove_dir_all(space.at("cases/a-new")).expect("a folder");
    assert!(removed(&space.build(&[]).expect(1)).is_empty());
}

#[test]
fn clean_removes_what_was_built_and_nothing_else() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", BASE);
    let before = all(&space);
    space.build(&[]).expect(0);
    space.write("build/cases/a/notes.txt", "mine");
    space.write("build/cases/a/exhibits/notes.txt", "mine");
    space.run(&["clean", "cases/b"]).expect(0);
    assert!(!space.at("build/cases/b").exists() && space.at("build/cases/a/letter.txt").exists());
    let run = space.run(&["clean", "--format", "json"]).expect(0);
    assert_eq!(run.objects().len(), 1, "{}", run.out);
    let mut left = all(&space);
    assert_eq!(left.remove("build/cases/a/notes.txt").as_deref(), Some(&b"mine"[..]));
    assert_eq!(left.remove("build/cases/a/exhibits/notes.txt").as_deref(), Some(&b"mine"[..]));
    left.retain(|path, _| !path.starts_with(".appealc/"));
    assert!(left == before, "{:?}", left.keys());
    // Outputs of a case that is gone go too, and what is kept if that is wanted.
    space.build(&[]).expect(0);
    fs::remove_dir_all(space.at("cases")).expect("a folder");
    space.run(&["clean", "--cache"]).expect(0);
    assert_eq!(files(&space.at("build")), ["cases/a/exhibits/notes.txt", "cases/a/notes.txt"]);
    assert_eq!(files(&space.at(".appealc")), ["lock"]);
    // A manifest that names what is not its own.
    space.write(
        "build/cases/a/manifest.json",
        r#"{"outputs": [{"path": "notes.txt"}, {"path": "../../../appealc.toml"}]}"#,
    );
    space.run(&["clean"]).expect(0);
    assert_eq!(files(&space.at("build")), ["cases/a/exhibits/notes.txt", "cases/a/notes.txt"]);
    assert!(space.at("appealc.toml").exists());
}

/// Manifests of parts go with what they speak of, and no other file of such a name.
#[test]
fn clean_knows_the_manifests_of_parts() {
    let space = Space::new();
    for name in ["a", "b", "c"] {
        space.case(name, BASE);
    }
    for part in ["slice:1/2", "slice:2/2"] {
        space.build(&["--partition", part, "cases"]).expect(0);
    }
    space.run(&["merge", "build"]).expect(0);
    let at_root = |space: &Space| -> Vec<String> {
        files(&space.at("build")).into_iter().filter(|name| !name.contains('/')).collect()
    };
    assert_eq!(at_root(&space), ["merged.json", "part-1-of-2.json", "part-2-of-2.json"]);
    // What others wrote under such names stays.
    space.write("build/part-3-of-2.json", "{\"cases\": []}");
    space.write("build/part-a-of-2.json", space.read("build/part-1-of-2.json"));
    // A part is of no use once one of its cases is gone; where others are left, it still speaks of them.
    space.run(&["clean", "cases/c"]).expect(0);
    assert_eq!(at_root(&space).len(), 5);
    space.run(&["clean", "cases/b"]).expect(0);
    let run = space.run(&["clean", "cases", "--format", "json"]).expect(0);
    let removed = run.objects();
    let manifests = removed.iter().find(|object| object["case"].is_null()).expect("a line");
    assert_eq!(manifests["outputs"], serde_json::json!(["merged.json", "part-1-of-2.json", "part-2-of-2.json"]));
    assert_eq!(files(&space.at("build")), ["part-3-of-2.json", "part-a-of-2.json"]);
    // In a folder of their own, and of parts without cases; nothing else is left of it.
    for number in 1..=4 {
        space.build(&["--partition", &format!("slice:{number}/4"), "--out", "own", "cases"]).expect(0);
    }
    space.run(&["clean", "--out", "own", "--cache"]).expect(0);
    assert_eq!(files(&space.at("own")), [".appealc/lock"]);
    #[cfg(unix)]
    {
        // Not through a link.
        space.build(&["--partition", "slice:1/1", "--out", "elsewhere", "cases"]).expect(0);
        fs::remove_dir_all(space.at("build")).expect("a folder");
        std::os::unix::fs::symlink(space.at("elsewhere"), space.at("build")).expect("a link");
        space.run(&["clean"]).expect(0);
        assert!(space.at("elsewhere/part-1-of-1.json").is_file() && space.at("elsewhere/cases/a/letter.txt").is_file());
    }
}

/// Drafts, and outputs for another marketplace, are those of the case too.
#[test]
fn clean_removes_what_was_built_in_another_manner() {
    let space = Space::new();
    for name in ["a", "b"] {
        space.case(name, &format!("{BASE}\n[[submissions_to]]\nmarketplace = \"DE\"\n"));
        space.run(&["submit", &format!("cases/{name}"), "--marketplace", "DE", "--today", super::kit::TODAY]).expect(0);
    }
    space.build(&["--draft", "cases"]).expect(0);
    let letters = |name: &str| {
        let there = |above: &&str| space.at(&format!("build/{above}/cases/{name}/letter.txt")).exists();
        ["DE", "draft"].iter().filter(|above| there(above)).count()
    };
    assert_eq!((letters("a"), letters("b")), (2, 2));
    space.run(&["clean", "cases/a"]).expect(0);
    assert_eq!((letters("a"), letters("b")), (0, 2));
    space.run(&["clean"]).expect(0);
    assert_eq!(letters("b"), 0);
}

#[test]
fn timings_say_where_the_time_went() {
    let space = Space::new();
    space.case("a", BASE);
    let run = space.build(&["--timings"]).expect(0);
    let objects = run.objects();
    let timings = &objects[objects.len() - 2];
    assert_eq!(
        (timings["reason"].as_str(), objects[objects.len() - 1]["reason"].as_str()),
        (Some("timings"), Some("summary"))
    );
    assert!(timings["phases"]["build"].as_f64().is_some_and(|seconds| seconds > 0.0), "{timings}");
    assert_eq!(timings["slowest"][0]["case"], "cases/a");
    for lang in ["en", "zh"] {
        let human = space.run(&["build", "--timings", "--lang", lang]).expect(0);
        let word = if lang == "en" { "comparing sizes and times" } else { "比较大小和时间" };
        assert!(human.err.contains(word), "{}", human.err);
    }
}

#[test]
fn passwords_are_not_remembered() {
    let space = Space::new();
    let text = BASE.replace(
        "path = \"evidence/drop-test.pdf\"",
        "path = \"evidence/locked.pdf\"\npassword_env = \"APPEALC_TEST_PASSWORD\"",
    );
    space.case("a", &text);
    let args = ["build", "--format", "json", "--today", TODAY];
    let with = |password: &str| finish(appealc(&space.at(""), &args).env("APPEALC_TEST_PASSWORD", password));
    let wrong = with("wrong").expect(1);
    assert_eq!(told(&wrong, "cases/a").0, "failed");
    let Some(password) = ["secret", "geheim", "1234", "user", "password"].into_iter().find(|word| with(word).code == 0)
    else {
        return super::kit::skipped("password of tests/fixtures/locked.pdf");
    };
    assert_eq!(told(&with(password).expect(0), "cases/a").0, "fresh");
    assert_eq!(told(&with("wrong").expect(1), "cases/a").0, "failed");
    for kept in files(&space.at(".appealc")) {
        let bytes = space.read(&format!(".appealc/{kept}"));
        assert!(memchr::memmem::find(&bytes, password.as_bytes()).is_none(), "{kept}");
    }
}
