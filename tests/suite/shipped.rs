//! What is shipped beside the program: workflows, the action, hooks, the container file, and every command line
//! that a document shows.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use clap::Parser;
use serde_json::Value;

use super::kit::{files, finish, have, repository, skipped};

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The YAML files that are shipped.
const YAML: &[&str] =
    &["action.yml", ".pre-commit-hooks.yaml", ".github/workflows/ci.yml", ".github/workflows/release.yml"];

/// The YAML files as JSON; none where nothing can read them.
fn parsed() -> Option<BTreeMap<&'static str, Value>> {
    if !have(&["/usr/bin/python3"]) {
        return None;
    }
    let script =
        "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(p, encoding='utf-8')) for p in sys.argv[1:]]))";
    let run = finish(Command::new("/usr/bin/python3").args(["-c", script]).args(YAML).current_dir(repository()));
    if run.err.contains("No module named") {
        skipped("python3-yaml");
        return None;
    }
    let all: Vec<Value> = serde_json::from_str(&run.expect(0).out).expect("JSON");
    assert_eq!(all.len(), YAML.len());
    Some(YAML.iter().copied().zip(all).collect())
}

/// Every step of a workflow or an action, each with the name of its file.
fn steps(all: &BTreeMap<&'static str, Value>) -> Vec<(&'static str, Value)> {
    let mut found = Vec::new();
    for (name, file) in all {
        let jobs = file["jobs"].as_object().into_iter().flatten().map(|(_, job)| &job["steps"]);
        for list in jobs.chain([&file["runs"]["steps"]]) {
            found.extend(list.as_array().into_iter().flatten().map(|step| (*name, step.clone())));
        }
    }
    found
}

#[test]
fn workflows_ask_for_little_and_pass_no_text_to_shells() {
    let Some(all) = parsed() else { return };
    for name in [".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        let file = &all[name];
        assert_eq!(file["permissions"], serde_json::json!({"contents": "read"}), "{name}");
        // YAML reads the key `on` as true.
        assert!(file.get("on").or_else(|| file.get("true")).is_some(), "{name}");
        for (job, content) in file["jobs"].as_object().expect("jobs") {
            let writes =
                content["permissions"].as_object().is_some_and(|all| all.values().any(|value| value == "write"));
            assert_eq!(writes, job == "publish", "{name}: {job}");
        }
    }
    let steps = steps(&all);
    assert!(steps.len() > 12, "only {} steps", steps.len());
    for (name, step) in &steps {
        let script = step["run"].as_str().unwrap_or_default();
        // What a stranger names a branch must not become a command.
        assert!(!script.contains("${{"), "{name}: pass values through env: {script}");
        assert!(!step.to_string().contains("secrets."), "{name}: {step}");
        if have(&["bash"]) && !script.is_empty() {
            let run = finish(Command::new("bash").args(["-n", "-c", script]));
            assert!(run.code == 0, "{name}: {}\n{script}", run.err);
        }
    }
}

#[test]
fn hooks_are_whole() {
    let Some(all) = parsed() else { return };
    let hooks = all[".pre-commit-hooks.yaml"].as_array().expect("a list");
    assert_eq!(hooks.len(), 3);
    for hook in hooks {
        for key in ["id", "name", "description", "entry"] {
            assert!(hook[key].as_str().is_some_and(|text| !text.is_empty()), "{hook}");
        }
        assert!(hook["language"] == "rust" || hook["language"] == "system", "{hook}");
        // A case is more than one file: what git hands over is not what is checked.
        assert_eq!(hook["pass_filenames"], false);
    }
}

#[test]
fn the_action_documents_its_inputs_and_attaches_nothing_by_itself() {
    let Some(all) = parsed() else { return };
    let action = &all["action.yml"];
    let inputs = action["inputs"].as_object().expect("inputs");
    assert!(inputs.len() >= 5);
    let text = read("action.yml");
    for (name, input) in inputs {
        assert!(input["description"].as_str().is_some_and(|text| text.len() > 10), "{name}");
        assert!(input.get("default").is_some(), "{name}");
        assert!(text.contains(&format!("inputs.{name} ")), "nothing uses the input {name}");
    }
    assert_eq!(inputs["attach-bundles"]["default"], "false");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let guarded: Vec<&Value> = steps.iter().filter(|step| step["if"] == "steps.may.outputs.attach == 'true'").collect();
    for step in steps {
        let builds = step["uses"].as_str().is_some_and(|uses| uses.contains("upload"))
            || step["run"].as_str().is_some_and(|run| run.contains("appealc build"));
        assert_eq!(builds, guarded.contains(&step), "{step}");
        assert!(step["run"].is_null() || step["shell"] == "bash", "{step}");
    }
    // The script that decides, run on each event.
    let script = steps.iter().find(|step| step["id"] == "may").and_then(|step| step["run"].as_str()).expect("a script");
    if !have(&["bash"]) {
        return;
    }
    for (wanted, event, head, attach) in [
        ("true", "push", "", true),
        ("false", "push", "", false),
        ("", "push", "", false),
        ("true", "pull_request", "me/cases", true),
        ("true", "pull_request", "stranger/cases", false),
        ("true", "pull_request_target", "stranger/cases", false),
        ("true", "workflow_run", "", false),
    ] {
        let out = tempfile::NamedTempFile::new().expect("a file");
        let mut command = Command::new("bash");
        command.args(["-e", "-c", script]).env("WANTED", wanted).env("EVENT", event).env("HEAD_REPOSITORY", head);
        command.env("REPOSITORY", "me/cases").env("GITHUB_OUTPUT", out.path());
        finish(&mut command).expect(0);
        let said = fs::read_to_string(out.path()).expect("an output");
        assert_eq!(said.trim(), format!("attach={attach}"), "{wanted} {event} {head}");
    }
}

/// Commands of this program in a text: lines of fenced blocks and scripts, and what stands in backquotes.
fn shown(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let start = line.trim_start().trim_start_matches("$ ");
        let start = start.strip_prefix("entry: ").unwrap_or(start);
        if start.starts_with("appealc ") {
            found
                .push(start.split("  #").next().unwrap_or_default().split(" > ").next().unwrap_or_default().to_owned());
        }
        if !line.trim_start().starts_with("```") {
            let quoted = line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("appealc "));
            found.extend(quoted.map(str::to_owned));
        }
    }
    found
}

/// The words of a command line, as a shell would cut it.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(mark), c) if c == mark => quote = None,
            (None, ' ') => words.push(String::new()),
            (None, '\\') => {}
            _ => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Documents with a Chinese edition that says the same.
const EDITIONS: &[&str] = &["CHANGELOG", "CONTRIBUTING", "SECURITY"];

/// A document by its sections: how deep each heading is, and what stands as code below it, sorted.
fn outline(text: &str) -> Vec<(usize, Vec<String>)> {
    let mut sections: Vec<(usize, Vec<String>)> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let depth = line.chars().take_while(|c| *c == '#').count();
        if depth > 0 && !fenced {
            sections.push((depth, Vec::new()));
        }
        let Some((_, code)) = sections.last_mut() else { continue };
        if fenced {
            // Comments are in the reader's language.
            code.push(line.split(" # ").next().unwrap_or_default().trim_end().to_owned());
        } else {
            code.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    sections.iter_mut().for_each(|(_, code)| code.sort());
    sections
}

#[test]
fn both_editions_of_a_document_say_the_same() {
    for name in EDITIONS {
        let (english, chinese) = (read(&format!("{name}.md")), read(&format!("{name}.zh-CN.md")));
        let (own, other) = (outline(&english), outline(&chinese));
        assert!(own.len() >= 3 && own.iter().map(|(_, code)| code.len()).sum::<usize>() > 3, "{name}: {own:?}");
        assert_eq!(own.len(), other.len(), "{name}: headings");
        for (number, (own, other)) in own.iter().zip(&other).enumerate() {
            assert_eq!(own, other, "{name}: section {number}");
        }
        // Points and steps.
        let items = |text: &str| {
            let is_item = |line: &&str| {
                line.starts_with("- ") || line.starts_with("| ") || line.starts_with(|c: char| c.is_ascii_digit())
            };
            text.lines().filter(is_item).count()
        };
        assert_eq!(items(&english), items(&chinese), "{name}: points");
        assert!(english.contains(&format!("({name}.zh-CN.md)")) && chinese.contains(&format!("({name}.md)")));
        let letters = chinese.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(letters * 5 > english.chars().count() / 2, "{name}: {letters} Chinese characters");
        assert!(read("README.zh-CN.md").contains(&format!("({name}.zh-CN.md)")), "{name}");
    }
}

#[test]
fn every_command_that_a_document_shows_is_one() {
    let mut sources: Vec<String> = YAML.iter().map(|name| (*name).to_owned()).collect();
    for name in std::iter::once("README").chain(EDITIONS.iter().copied()) {
        sources.extend([format!("{name}.md"), format!("{name}.zh-CN.md")]);
    }
    for folder in ["docs", "examples", "locales"] {
        // The reference is made from the command line itself.
        let inside = files(&repository().join(folder)).into_iter().filter(|path| !path.starts_with("reference."));
        sources.extend(
            inside
                .filter(|path| path.ends_with(".md") || path.ends_with(".ftl"))
                .map(|path| format!("{folder}/{path}")),
        );
    }
    let mut checked = 0;
    let mut wrong = Vec::new();
    for source in &sources {
        for line in shown(&read(source)) {
            let words = words(&line);
            // `appealc COMMAND --help` and messages with values in them speak of any command.
            let any = words.get(1).is_none_or(|word| word.chars().all(|c| c.is_ascii_uppercase()));
            if any || line.contains("{ $") {
                continue;
            }
            checked += 1;
            // Arrays of a script stand for any number of words.
            let words = words.iter().filter(|word| !word.contains("[@]"));
            // The shells of a loop.
            let words = words.map(|word| if word == "$shell" { "bash" } else { word.as_str() });
            if let Err(error) = appealc::cli::args::Cli::try_parse_from(words)
                && error.use_stderr()
                // A command named alone is spoken of, not typed.
                && !(line.split(' ').count() == 2 && error.kind() == clap::error::ErrorKind::MissingRequiredArgument)
            {
                wrong.push(format!("{source}: {line}: {}", error.to_string().lines().next().unwrap_or_default()));
            }
        }
    }
    assert!(checked > 60, "only {checked} commands");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_package_says_what_it_is() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let package = &manifest["package"];
    assert_eq!(package["license"].as_str(), Some("MIT OR Apache-2.0"));
    assert!(read("LICENSE-MIT").contains("Permission is hereby granted, free of charge"));
    assert!(
        read("LICENSE-APACHE").contains("Apache License")
            && read("LICENSE-APACHE").contains("Version 2.0, January 2004")
    );
    let url = package["metadata"]["binstall"]["pkg-url"].as_str().expect("a URL");
    // The archive that the release workflow packs.
    assert!(url.ends_with("/v{ version }/{ name }-v{ version }-{ target }{ archive-suffix }"), "{url}");
    let release = read(".github/workflows/release.yml");
    assert!(release.contains("name=\"appealc-$TAG-$TARGET\"") && release.contains("sha256sum"));
    let folder = package["metadata"]["binstall"]["bin-dir"].as_str().expect("a folder");
    assert_eq!(folder, "{ name }-v{ version }-{ target }/{ bin }{ binary-ext }");
    let container = read("Containerfile");
    assert!(container.contains("ENTRYPOINT [\"appealc\"]") && container.contains("\nUSER 1000"));
    let rust = package["rust-version"].as_str().expect("a version");
    assert!(container.contains(&format!("FROM rust:{rust}")), "the container file wants another Rust than {rust}");
    assert!(read("CHANGELOG.md").contains("## Unreleased"));
}
