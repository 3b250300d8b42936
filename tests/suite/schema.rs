//! The JSON Schemas that editors use, and whether the checkers that editors run agree with them.

use std::path::Path;
use std::process::Command;

use super::kit::{Space, appealc, files, finish, have, is_current, repository};

/// Every case file, shared file and settings file of the repository.
fn all_toml() -> Vec<String> {
    let mut found = vec!["appealc.toml".to_owned()];
    for folder in ["cases", "shared", "examples"] {
        let inside = files(&repository().join(folder)).into_iter().filter(|path| path.ends_with(".toml"));
        found.extend(inside.map(|path| format!("{folder}/{path}")));
    }
    assert!(found.len() > 50, "only {} files", found.len());
    found
}

#[test]
fn the_schemas_are_current() {
    for (args, name) in [(&["schema"][..], "case"), (&["schema", "--config"], "appealc")] {
        let wanted = finish(&mut appealc(repository(), &[args, &["--lang", "en"]].concat())).expect(0).out;
        is_current(&format!("{name}.schema.json"), &wanted);
        let schema: serde_json::Value = serde_json::from_str(&wanted).expect("JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema.get("oneOf").is_none());
        // Every key of every table is described.
        fn walk(schema: &serde_json::Value, keys: &mut usize) {
            for (name, key) in schema["properties"].as_object().into_iter().flatten() {
                *keys += 1;
                assert!(key["description"].as_str().is_some_and(|text| text.len() > 5), "{name}: {key}");
                walk(key, keys);
                key["anyOf"].as_array().into_iter().flatten().for_each(|one| walk(one, keys));
                walk(&key["anyOf"][0]["items"], keys);
            }
        }
        let mut keys = 0;
        walk(&schema, &mut keys);
        assert!(keys > 30, "{name}: {keys} keys");
    }
}

#[test]
fn every_file_names_its_schema() {
    for path in all_toml() {
        let text = std::fs::read_to_string(repository().join(&path)).expect("a file");
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
        let named = named.unwrap_or_else(|| panic!("{path}: the first line should be `#:schema …`"));
        let full = repository().join(&path).parent().expect("a folder").join(named);
        let name = if path.ends_with("appealc.toml") { "appealc" } else { "case" };
        let wanted = repository().join(format!("docs/{name}.schema.json"));
        assert_eq!(full.canonicalize().ok(), wanted.canonicalize().ok(), "{path}: {named}");
    }
}

/// Runs a checker over files; it must have no complaint of these, and have some of a wrong one.
fn checked(program: &str, args: &[&str], folder: &Path, paths: &[String]) {
    let run = |folder: &Path, paths: &[String]| {
        let done = Command::new(program).args(args).args(paths).current_dir(folder).output().expect("it starts");
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        (done.status.success(), said)
    };
    let (good, said) = run(folder, paths);
    assert!(good, "{program}: {said}");
    let space = Space::new();
    space.write("docs/case.schema.json", std::fs::read(repository().join("docs/case.schema.json")).expect("docs"));
    space.write("wrong.toml", "#:schema ./docs/case.schema.json\nprodcut = 5\n");
    let (good, said) = run(&space.at(""), &["wrong.toml".to_owned()]);
    assert!(!good || said.contains("prodcut"), "{program} does not look at the schema: {said}");
}

#[test]
fn taplo_and_tombi_agree() {
    let made = Space::new();
    made.run(&["new", "B0CHX3QBCH", "--type", "onpe/packaging"]).expect(0);
    made.run(&["new", "B0CHX3QBCH", "--type", "defective/malfunction", "--stance", "dispute"]).expect(0);
    let new = files(&made.at("cases")).into_iter().filter(|path| path.ends_with(".toml"));
    let new: Vec<String> = new.map(|path| format!("cases/{path}")).collect();
    assert_eq!(new.iter().filter(|path| path.ends_with("case.toml")).count(), 2);
    if have(&["taplo"]) {
        checked("taplo", &["lint"], repository(), &all_toml());
        checked("taplo", &["lint"], &made.at(""), &new);
    }
    if have(&["tombi"]) {
        checked("tombi", &["lint", "--offline"], repository(), &all_toml());
        checked("tombi", &["lint", "--offline"], &made.at(""), &new);
    }
}

#[test]
fn a_new_case_names_the_schema_at_the_root() {
    let space = Space::new();
    space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\n");
    for (dir, way) in [("cases", "../.."), ("clients/one/cases", "../../../.."), (".", "..")] {
        space.run(&["new", "B0CHX3QBCH", "--type", "onpe/packaging", "--dir", dir]).expect(0);
        let text = space.text(&format!("{dir}/B0CHX3QBCH-packaging/case.toml"));
        assert_eq!(text.lines().next(), Some(format!("#:schema {way}/case.schema.json").as_str()), "{dir}");
    }
    let english = space.text("case.schema.json");
    assert_eq!(english, space.run(&["schema"]).expect(0).out);
    // A newer version, or another language, writes it anew.
    space.run(&["new", "B0CHX3QBCJ", "--type", "onpe/packaging", "--lang", "zh"]).expect(0);
    assert_eq!(space.text("case.schema.json"), space.run(&["schema", "--lang", "zh"]).expect(0).out);
    assert!(space.text("case.schema.json") != english);
}
