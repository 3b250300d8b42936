//! One build on several machines: the parts together are what one machine builds, and whatever keeps
//! them apart is named.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::kit::{BASE, Run, Space, TODAY, files, finish, have};

/// Seven light cases, one of them with more evidence than the others together.
fn space() -> Space {
    let space = Space::new();
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        space.case(name, BASE);
    }
    let text = format!(
        "{BASE}\n[[evidence]]\nid = \"log\"\npath = \"evidence/log.txt\"\nkind = \"other\"\ncaption = \"The log of October 2026\"\n"
    );
    space.case("c", &text);
    space.write("cases/c/evidence/log.txt", "2026-10-05 09:12 checked, passed\n".repeat(40_000));
    space
}

/// Every output below a folder with its content; without what belongs to a run or a part.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let own = |name: &str| name.contains('/') && !name.starts_with(".appealc");
    let names = files(folder).into_iter().filter(|name| own(name));
    names.map(|name| (name.clone(), fs::read(folder.join(&name)).expect("an output"))).collect()
}

fn part(space: &Space, part: &str, out: &str) -> Run {
    space.build(&["cases", "--partition", part, "--out", out])
}

fn merge(space: &Space, args: &[&str]) -> Run {
    space.run(&[&["merge", "--format", "json"], args].concat())
}

/// Two parts in folders of their own.
fn two(space: &Space) {
    part(space, "slice:1/2", "one").expect(0);
    part(space, "slice:2/2", "two").expect(0);
}

fn edit(space: &Space, path: &str, change: impl FnOnce(&mut Value)) {
    let mut value = space.json(path);
    change(&mut value);
    space.write(path, serde_json::to_string(&value).expect("JSON"));
}

/// The codes and messages of a merge that was refused; it wrote nothing.
fn refused(space: &Space, args: &[&str]) -> Vec<(String, String)> {
    let run = merge(space, &[args, &["--out", "all"]].concat()).expect(1);
    assert!(!space.at("all").exists(), "something was written");
    let objects = run.objects();
    let state = objects.iter().find(|object| object["reason"] == "merge").expect("a line");
    assert_eq!(state["state"], "refused", "{state}");
    let found = run.diagnostics();
    assert!(!found.is_empty());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found.iter().map(|one| (text(&one["code"]), text(&one["message"]))).collect()
}

#[test]
fn parts_together_are_the_whole() {
    let space = space();
    space.build(&["cases", "--out", "whole"]).expect(0);
    let whole = outputs(&space.at("whole"));
    assert!(whole.len() > 40 && whole.keys().all(|name| name.starts_with("cases/")), "{:?}", whole.keys());
    for kind in ["slice", "hash", "weight"] {
        for of in [1, 2, 3, 7] {
            let mut cases = Vec::new();
            let folders: Vec<String> = (1..=of).map(|number| format!("{kind}-{of}-{number}")).collect();
            for (number, folder) in (1..).zip(&folders) {
                let run = part(&space, &format!("{kind}:{number}/{of}"), folder).expect(0);
                let objects = run.objects();
                let own =
                    objects.iter().filter(|object| object["reason"] == "case").map(|object| object["case"].clone());
                cases.extend(own.filter_map(|case| case.as_str().map(str::to_owned)));
            }
            cases.sort();
            assert_eq!(cases, ["a", "b", "c", "d", "e", "f", "g"].map(|name| format!("cases/{name}")), "{kind} {of}");
            let out = format!("{kind}-{of}");
            let mut args: Vec<&str> = folders.iter().map(String::as_str).collect();
            args.extend(["--out", &out]);
            merge(&space, &args).expect(0);
            assert!(outputs(&space.at(&out)) == whole, "{kind} {of}");
            let merged = space.json(&format!("{out}/merged.json"));
            assert_eq!(merged["cases"].as_array().map(Vec::len), Some(7));
            for folder in folders {
                fs::remove_dir_all(space.at(&folder)).expect("removed");
            }
        }
    }
}

#[test]
fn weights_are_level_and_checks_have_parts_too() {
    let space = space();
    let own = |part: &str| -> Vec<String> {
        let run = space.run(&["check", "--format", "json", "--today", TODAY, "--partition", part]).expect(0);
        let objects = run.objects();
        let cases = objects.iter().filter(|object| object["reason"] == "case");
        cases.map(|object| object["case"].as_str().unwrap_or_default().to_owned()).collect()
    };
    // The log alone weighs more than the rest.
    assert_eq!(own("weight:1/2"), ["cases/c"]);
    assert_eq!(own("weight:2/2").len(), 6);
    assert_eq!(own("slice:1/3"), ["cases/a", "cases/b"]);
    assert_eq!(own("slice:3/3"), ["cases/e", "cases/f", "cases/g"]);
    assert!(!space.at("build").exists() && own("slice:1/50").len() + own("hash:7/50").len() <= 7);
    for bad in ["slice:0/3", "slice:4/3", "hash:1", "round:1/2", "weight:1/0", "hash:1/99999"] {
        let run = space.run(&["build", "--partition", bad]).expect(2);
        assert!(run.err.contains(bad) && run.err.contains("slice:M/N"), "{}", run.err);
    }
    let run = space.run(&["build", "--partition", "slice:9/3", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("不是有效的分片"), "{}", run.err);
}

#[test]
fn parts_in_one_folder_are_joined_there() {
    let space = space();
    space.build(&["cases", "--out", "whole"]).expect(0);
    for number in 1..=9 {
        part(&space, &format!("hash:{number}/9"), "build").expect(0);
    }
    let before = outputs(&space.at("build"));
    let run = merge(&space, &["build"]).expect(0);
    assert!(run.out.contains("\"verified\""), "{}", run.out);
    assert!(outputs(&space.at("build")) == before && before == outputs(&space.at("whole")));
    assert_eq!(space.json("build/merged.json")["partition"]["of"], 9);
    // Nothing was copied, and still every file is looked at.
    space.write("build/cases/a/letter.txt", "Dear");
    let run = merge(&space, &["build"]).expect(1);
    assert_eq!(run.codes(), ["M007"]);
}

#[test]
fn the_usual_folder_takes_all() {
    let space = space();
    two(&space);
    fs::create_dir(space.at("parts")).expect("a folder");
    for name in ["one", "two"] {
        fs::rename(space.at(name), space.at("parts").join(name)).expect("renamed");
    }
    let said = space.run(&["merge", "parts"]).expect(0).out;
    assert!(said.starts_with("2 parts, 7 cases, ") && said.contains(" files joined in "), "{said}");
    space.build(&["cases", "--out", "whole"]).expect(0);
    assert!(outputs(&space.at("build")) == outputs(&space.at("whole")));
    // Once more over it, and in Chinese.
    let said = space.run(&["merge", "parts", "--lang", "zh"]).expect(0).out;
    assert!(said.starts_with("已把 2 个分片、7 个案件"), "{said}");
    let leftovers: Vec<String> = files(&space.at("")).into_iter().filter(|name| name.contains(".appealc-")).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn what_keeps_parts_apart_is_named() {
    let space = space();
    two(&space);
    let codes = |args: &[&str]| -> Vec<String> { refused(&space, args).into_iter().map(|(code, _)| code).collect() };
    assert_eq!(codes(&["one"]), ["M002"]);
    assert_eq!(codes(&["one", "two", "one"]), ["M003"]);
    assert_eq!(codes(&["one", "one"]), ["M003", "M002"]);
    let said = space.run(&["merge", "one", "--out", "all"]).expect(1);
    assert!(said.err.contains("part 2 of 2 is missing") && said.out.contains("nothing was written"), "{}", said.err);
    let said = space.run(&["merge", "one", "--out", "all", "--lang", "zh"]).expect(1);
    assert!(said.err.contains("缺少第 2 个分片，共 2 个"), "{}", said.err);
    // Of another number of parts, kind, date, list of cases.
    part(&space, "slice:3/3", "three").expect(0);
    part(&space, "hash:2/2", "hash").expect(0);
    let other = |name: &str, args: &[&str]| {
        let all = [&["build", "--format", "json", "--partition", "slice:2/2", "--out", name], args].concat();
        space.run(&all).expect(0);
    };
    other("day", &["cases", "--today", "2026-11-24"]);
    other("less", &["cases/a", "cases/b", "cases/c", "--today", TODAY]);
    other("levels", &["cases", "--today", TODAY, "-W", "vague-action"]);
    for (name, word) in
        [("three", "slice:…/3"), ("hash", "hash:…/2"), ("day", "2026-11-24"), ("less", "list"), ("levels", "-W")]
    {
        let found = refused(&space, &["one", name]);
        assert!(found.iter().any(|(code, said)| code == "M004" && said.contains(word)), "{name}: {found:?}");
    }
    // A text of a case that another part has.
    space.case("a", &format!("# new\n{BASE}"));
    part(&space, "slice:2/2", "later").expect(0);
    assert_eq!(codes(&["one", "later"]), ["M004"]);
    // Nothing there at all.
    space.run(&["merge", "cases"]).expect(2);
    space.run(&["merge", "nowhere"]).expect(2);
}

#[test]
fn parts_of_other_commits_and_versions_are_refused() {
    let space = space();
    two(&space);
    edit(&space, "two/part-2-of-2.json", |part| part["appealc"] = "0.0.9".into());
    let found = refused(&space, &["one", "two"]);
    assert!(found[0].0 == "M004" && found[0].1.contains("0.0.9"), "{found:?}");
    if !have(&["git"]) {
        return;
    }
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
        let done = command.args(args).current_dir(space.at("")).output().expect("git starts");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    };
    for name in ["one", "two"] {
        fs::remove_dir_all(space.at(name)).expect("removed");
    }
    space.write(".gitignore", "/one\n/two\n/all\n.appealc\n*.tally.json\n");
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    two(&space);
    let first = git(&["rev-parse", "HEAD"]);
    let told = |name: &str| {
        let part = space.json(&format!("{name}/part-{}-of-2.json", if name == "one" { 1 } else { 2 }));
        (part["commit"].as_str().unwrap_or_default().to_owned(), part["dirty"] == true)
    };
    assert_eq!([told("one"), told("two")], [(first.clone(), false), (first.clone(), false)]);
    // Only evidence differs: no text says so.
    space.write("cases/g/evidence/returns.csv", "month,returned,reason\n2026-07,18,split corner\n");
    part(&space, "slice:2/2", "two").expect(0);
    assert_eq!(told("two"), (first.clone(), true));
    git(&["commit", "-q", "-a", "-m", "second"]);
    part(&space, "slice:2/2", "two").expect(0);
    assert!(told("two").0 != first && !told("two").1);
    let found = refused(&space, &["one", "two"]);
    assert!(found.len() == 1 && found[0].0 == "M004" && found[0].1.contains(&first), "{found:?}");
    part(&space, "slice:1/2", "one").expect(0);
    merge(&space, &["one", "two", "--out", "all"]).expect(0);
}

#[test]
fn outputs_that_were_tampered_with_are_refused() {
    let space = space();
    two(&space);
    let letter = space.read("one/cases/a/letter.txt");
    let codes = || -> Vec<String> { refused(&space, &["one", "two"]).into_iter().map(|(code, _)| code).collect() };
    space.write("one/cases/a/letter.txt", "Dear");
    assert_eq!(codes(), ["M007"]);
    fs::remove_file(space.at("one/cases/a/letter.txt")).expect("removed");
    assert_eq!(codes(), ["M007"]);
    #[cfg(unix)]
    {
        space.write("secret", &letter);
        std::os::unix::fs::symlink(space.at("secret"), space.at("one/cases/a/letter.txt")).expect("a link");
        assert_eq!(codes(), ["M007"]);
        fs::remove_file(space.at("one/cases/a/letter.txt")).expect("removed");
    }
    space.write("one/cases/a/letter.txt", &letter);
    space.write("one/cases/a/bundle-2-of-2.pdf", "old");
    assert_eq!(codes(), ["M007"]);
    fs::remove_file(space.at("one/cases/a/bundle-2-of-2.pdf")).expect("removed");
    // A manifest that leads elsewhere.
    let manifest = space.text("one/part-1-of-2.json");
    let hostile: [(&str, Value); 5] = [
        ("/cases/0/outputs/0/path", "../../../secret".into()),
        ("/cases/0/outputs/0/path", "/etc/passwd".into()),
        ("/cases/0/case", "../two/cases/g".into()),
        ("/partition/of", Value::from(u64::MAX)),
        ("/cases/0/outputs/0/path", "case.toml".into()),
    ];
    for (pointer, value) in hostile {
        edit(&space, "one/part-1-of-2.json", |part| *part.pointer_mut(pointer).expect("a value") = value);
        let found = codes();
        assert!(found.contains(&"M001".to_owned()), "{pointer}: {found:?}");
        space.write("one/part-1-of-2.json", &manifest);
    }
    // A case in both, a case in none.
    let other = space.json("two/part-2-of-2.json")["cases"][0].clone();
    edit(&space, "one/part-1-of-2.json", |part| part["cases"].as_array_mut().expect("cases").push(other));
    assert!(codes().contains(&"M005".to_owned()));
    space.write("one/part-1-of-2.json", &manifest);
    edit(&space, "one/part-1-of-2.json", |part| drop(part["cases"].as_array_mut().expect("cases").remove(0)));
    assert_eq!(codes(), ["M006"]);
    space.write("one/part-1-of-2.json", &manifest[..manifest.len() / 2]);
    assert_eq!(codes(), ["M001", "M002"]);
    space.write("one/part-1-of-2.json", &manifest);
    merge(&space, &["one", "two", "--out", "all"]).expect(0);
}

#[test]
fn cases_with_errors_and_twins_are_told_as_one_build_tells_them() {
    let space = space();
    space.case("b", &BASE.replace("asin", "asim"));
    // The same ASIN, in another part.
    space.same_case("g", BASE);
    space.same_case("a", BASE);
    let whole = space.build(&["cases", "--out", "whole"]).expect(1);
    part(&space, "slice:1/2", "one").expect(1);
    part(&space, "slice:2/2", "two").expect(0);
    let run = merge(&space, &["one", "two", "--out", "all"]).expect(1);
    assert!(outputs(&space.at("all")) == outputs(&space.at("whole")));
    assert!(whole.codes().contains(&"S011".to_owned()));
    assert_eq!(run.codes(), ["S011"]);
    let summary = run.objects().pop().expect("a summary");
    assert_eq!((&summary["failed"], &summary["warnings"]), (&1.into(), &1.into()), "{summary}");
    let said = space.run(&["merge", "one", "two", "--out", "all"]).expect(1);
    assert!(said.err.contains("failed: cases/b"), "{}", said.err);
}

#[test]
fn parts_without_cases_are_parts() {
    let space = Space::new();
    space.case("a", BASE);
    for number in 1..=3 {
        part(&space, &format!("slice:{number}/3"), &format!("p{number}")).expect(0);
    }
    assert_eq!(space.json("p1/part-1-of-3.json")["cases"], Value::Array(Vec::new()));
    assert_eq!(refused(&space, &["p2", "p3"])[0].0, "M002");
    // Once more: nothing to do is a part too.
    for number in 1..=3 {
        part(&space, &format!("slice:{number}/3"), &format!("p{number}")).expect(0);
    }
    merge(&space, &["p1", "p2", "p3", "--out", "all"]).expect(0);
    // Clients with folders of their own.
    space.write("clients/x/appealc.toml", "[output]\ndir = \"x\"\n");
    space.write("clients/x/case.toml", BASE);
    space.evidence("clients/x/evidence");
    let run = space.run(&["build", ".", "--partition", "slice:1/2"]).expect(2);
    assert!(run.err.contains("--out DIR"), "{}", run.err);
}

/// The commands of a recipe that run the program, as they stand in its file.
fn commands(recipe: &str) -> Vec<String> {
    let text = fs::read_to_string(super::kit::repository().join("docs/ci").join(recipe)).expect("a recipe");
    let lines = text.lines().map(|line| {
        let line = line.trim_start().trim_start_matches("- ");
        line.strip_prefix("run: ").unwrap_or(line)
    });
    lines.filter(|line| line.starts_with("appealc ")).map(str::to_owned).collect()
}

/// Runs a command of a recipe as its service would.
#[cfg(unix)]
fn service(space: &Space, command: &str, variables: &[(&str, String)]) {
    let mut shell = Command::new("sh");
    shell.args(["-ec", command]).current_dir(space.at(""));
    let program = Path::new(env!("CARGO_BIN_EXE_appealc")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    shell.env("PATH", format!("{}:{path}", program.display()));
    for name in ["APPEALC_LANG", "SOURCE_DATE_EPOCH", "TYPST"] {
        shell.env_remove(name);
    }
    finish(shell.envs(variables.iter().map(|(name, value)| (name, value)))).expect(0);
}

#[cfg(unix)]
#[test]
fn the_recipes_build_what_one_machine_builds() {
    let space = space();
    space.build(&["cases", "--out", "whole"]).expect(0);
    let whole = outputs(&space.at("whole"));
    let today = || TODAY.to_owned();
    type Variables = Box<dyn Fn(usize) -> Vec<(&'static str, String)>>;
    let out = space.at("volume").display().to_string();
    let again = out.clone();
    let recipes: [(&str, &str, Variables); 3] = [
        (
            "github.yml",
            "build",
            Box::new(move |at| vec![("PART", (at + 1).to_string()), ("PARTS", "4".into()), ("TODAY", today())]),
        ),
        (
            "gitlab.yml",
            "build",
            Box::new(move |at| {
                let created = format!("{TODAY}T23:59:59Z");
                vec![
                    ("CI_NODE_INDEX", (at + 1).to_string()),
                    ("CI_NODE_TOTAL", "4".into()),
                    ("CI_PIPELINE_CREATED_AT", created),
                ]
            }),
        ),
        (
            "kubernetes.yaml",
            "volume/build",
            Box::new(move |at| {
                vec![
                    ("JOB_COMPLETION_INDEX", at.to_string()),
                    ("PARTS", "4".into()),
                    ("TODAY", today()),
                    ("OUT", again.clone()),
                ]
            }),
        ),
    ];
    for (recipe, built, variables) in recipes {
        let all = commands(recipe);
        let [build, merge] = all.as_slice() else { panic!("{recipe}: {all:?}") };
        for at in 0..4 {
            service(&space, build, &variables(at));
        }
        // As the action for artifacts lays them out.
        if recipe == "github.yml" {
            fs::create_dir(space.at("parts")).expect("a folder");
            for at in 1..=4 {
                fs::rename(space.at(&format!("part-{at}")), space.at(&format!("parts/part-{at}"))).expect("moved");
            }
        }
        service(&space, merge, &[("OUT", out.clone())]);
        assert!(outputs(&space.at(built)) == whole, "{recipe}");
        for made in ["build", "parts", "volume"] {
            let _ = fs::remove_dir_all(space.at(made));
        }
    }
}

/// What the tests rely on in the recipes, and that they are YAML.
#[test]
fn the_recipes_are_whole() {
    let folder = super::kit::repository().join("docs/ci");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a recipe");
    assert!(read("github.yml").contains("part: [1, 2, 3, 4]") && read("github.yml").contains("PARTS: \"4\""));
    assert!(read("gitlab.yml").contains("parallel: 4"));
    assert!(
        read("kubernetes.yaml").contains("completions: 4")
            && read("kubernetes.yaml").contains("completionMode: Indexed")
    );
    for page in ["docs/many-machines.md", "docs/many-machines.zh.md"] {
        let text = fs::read_to_string(super::kit::repository().join(page)).expect("a page");
        for name in files(&folder) {
            assert!(text.contains(&format!("ci/{name}")), "{page} does not name {name}");
        }
    }
    let python = Command::new("python3").args(["-c", "import yaml"]).output();
    if !python.is_ok_and(|done| done.status.success()) {
        println!("skipped: no YAML module of python3");
        return;
    }
    for name in ["github.yml", "gitlab.yml", "kubernetes.yaml"] {
        let script = "import sys, yaml; assert all(list(yaml.safe_load_all(open(sys.argv[1]))))";
        let done = Command::new("python3").args(["-c", script]).arg(folder.join(name)).output().expect("python3");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
