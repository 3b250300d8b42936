//! The repository keeps its own rules: which way data flows, who touches the disk, how long a
//! file may be, and that every registry and every page is complete.

use std::collections::BTreeSet;
use std::fs;

use appealc::evidence::formats::FORMATS;
use appealc::issue_type::IssueTypes;
use appealc::options::Lang;
use appealc::parse::keys;
use appealc::templates::Templates;

use super::kit::{appealc, files, finish, is_current, repository};

/// A source file: its path, its module, and its text without comments.
pub struct Source {
    pub path: String,
    pub module: String,
    pub code: String,
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let start = line.trim_start();
        if start.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every file of `src/`.
pub fn sources() -> Vec<Source> {
    let folder = repository().join("src");
    let found: Vec<Source> = files(&folder)
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| {
            let text = fs::read_to_string(folder.join(&path)).expect("a source file");
            let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
            Source { code: without_comments(&text), path, module }
        })
        .collect();
    assert!(found.len() > 70, "only {} source files were found", found.len());
    found
}

/// The code without what stands below `#[cfg(test)]`.
fn without_tests(source: &Source) -> &str {
    if source.path.ends_with("/tests.rs") || source.path.contains("/tests/") {
        return "";
    }
    let test = source.code.find("\n#[cfg(test)]\n").unwrap_or(source.code.len());
    &source.code[..test]
}

/// The modules in the order of the flow.
fn flow() -> Vec<String> {
    let map = fs::read_to_string(repository().join("src/lib.rs")).expect("src/lib.rs");
    let modules: Vec<String> =
        map.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect();
    assert!(modules.len() > 15, "src/lib.rs lists {modules:?}");
    modules
}

#[test]
fn data_flows_one_way() {
    let flow = flow();
    let mut uses = 0;
    let mut wrong = BTreeSet::new();
    for source in sources().iter().filter(|source| !matches!(source.path.as_str(), "lib.rs" | "main.rs")) {
        let own = flow.iter().position(|module| *module == source.module);
        let own = own.unwrap_or_else(|| panic!("add `pub mod {};` to src/lib.rs", source.module));
        assert!(!source.code.contains("crate::{"), "{}: name each module in a `use` of its own", source.path);
        // At the root of a module, `super` is the crate.
        let root = source.path == format!("{}.rs", source.module) || source.path == format!("{}/mod.rs", source.module);
        let around = root && without_tests(source).contains("super::");
        assert!(!around, "{}: write `crate::`, not `super::`", source.path);
        for after in source.code.split("crate::").skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            uses += 1;
            match flow.iter().position(|module| *module == after[..end]) {
                Some(used) if used <= own => {}
                Some(_) => {
                    wrong.insert(format!("src/{}: {} stands above {}", source.path, source.module, &after[..end]));
                }
                None => {
                    wrong.insert(format!("src/{}: crate::{} is no module", source.path, &after[..end]));
                }
            }
        }
    }
    assert!(uses > 200, "only {uses} uses were found");
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What reaches outside the program, and who may.
const OUTSIDE: &[(&[&str], &[&str])] = &[
    (
        &["std::fs", "fs::", " File::", "OpenOptions", "WalkDir::", "which::which", "tempfile::"],
        // The pool's file has no name: its workers write there what they are about to do.
        &["read/", "write/", "render/cli.rs", "driver/pool.rs"],
    ),
    (&["Command::new(", "process::Child"], &["render/cli.rs", "driver/pool.rs"]),
    (&["env::var", "env::current_dir", "env::temp_dir"], &["read/", "render/cli.rs", "cli/mod.rs", "cli/build.rs"]),
    (&["env::current_exe", "env::args"], &["cli/build.rs", "cli/args.rs"]),
    (&["SystemTime::now", "Zoned::now", "Timestamp::now"], &["cli/build.rs"]),
    (&["process::exit"], &["driver/worker.rs", "main.rs"]),
    // Listens on this machine only.
    (&["net::", "TcpListener", "TcpStream", "UdpSocket"], &["serve/mod.rs"]),
];

#[test]
fn only_a_few_modules_touch_the_outside() {
    let mut found = 0;
    let mut wrong = Vec::new();
    for source in sources() {
        for (at, line) in without_tests(&source).lines().enumerate() {
            for (marks, allowed) in OUTSIDE {
                let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) else { continue };
                found += 1;
                if !allowed.iter().any(|place| source.path.starts_with(place)) {
                    wrong.push(format!("src/{}:{}: {mark} belongs in {allowed:?}", source.path, at + 1));
                }
            }
        }
    }
    assert!(found > 40, "only {found} uses were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clippy_knows_who_touches_the_outside() {
    let config = fs::read_to_string(repository().join("clippy.toml")).expect("clippy.toml");
    let config: toml::Table = config.parse().expect("TOML");
    let methods = config["disallowed-methods"].as_array().expect("a list");
    assert!(methods.len() >= 25, "only {} methods are disallowed", methods.len());
    for method in methods {
        assert!(method.get("reason").is_some_and(|reason| reason.as_str().is_some()), "{method}: give a reason");
    }
    let allowed: BTreeSet<String> = sources()
        .iter()
        .filter(|source| without_tests(source).contains("clippy::disallowed_methods"))
        .map(|source| source.path.clone())
        .collect();
    let places = ["cli/", "driver/", "read/", "render/cli.rs", "write/"];
    for path in &allowed {
        assert!(places.iter().any(|place| path.starts_with(place)), "src/{path} may not allow disallowed methods");
    }
    assert!(!allowed.is_empty());
}

#[test]
fn no_file_is_too_long() {
    let mut checked = 0;
    for folder in ["src", "tests", "benches"] {
        for path in files(&repository().join(folder)).iter().filter(|path| path.ends_with(".rs")) {
            let text = fs::read_to_string(repository().join(folder).join(path)).expect("a source file");
            let lines = text.lines().count();
            assert!(lines <= 500, "{folder}/{path} has {lines} lines; split it");
            checked += 1;
        }
    }
    assert!(checked > 80, "only {checked} files were found");
}

#[test]
fn every_format_is_registered() {
    let folder = repository().join("src/evidence/formats");
    let mut found = 0;
    for path in files(&folder).iter().filter(|path| path.ends_with(".rs") && !path.contains('/')) {
        let name = path.trim_end_matches(".rs");
        if matches!(name, "mod" | "foreign") {
            continue;
        }
        found += 1;
        let same = FORMATS.iter().any(|format| format.id == name);
        assert!(same, "add `pub mod {name};` and `&{name}::FORMAT,` to src/evidence/formats/mod.rs");
    }
    assert!(found >= 7, "only {found} formats were found");
    assert_eq!(found, FORMATS.len());
}

#[test]
fn every_type_is_complete() {
    let templates = Templates::new(Vec::new());
    let types = IssueTypes::new(&templates);
    assert_eq!(types.broken, [], "type.toml files that cannot be read");
    let folder = repository().join("templates");
    let names: BTreeSet<String> = files(&folder)
        .into_iter()
        .filter(|path| path.matches('/').count() == 2)
        .filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()))
        .collect();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in &names {
        for file in ["type.toml", "letter.appeal.en.tera", "letter.dispute.en.tera", "example.toml"] {
            assert!(folder.join(name).join(file).is_file(), "add templates/{name}/{file}");
        }
        let kind = types.iter().find(|kind| kind.id == *name);
        let kind = kind.unwrap_or_else(|| panic!("templates/{name}/type.toml says another id"));
        assert!(!kind.areas.is_empty(), "{name}");
        for area in &kind.areas {
            assert!(keys::AREAS.contains(&area.as_str()), "templates/{name}/type.toml: no such area: {area}");
        }
        for wanted in &kind.checklist {
            assert!(keys::KINDS.contains(&wanted.kind.as_str()), "{name}: no such kind: {}", wanted.kind);
        }
        for lang in ["en", "zh"] {
            for texts in [&kind.name, &kind.subject, &kind.finding] {
                assert!(texts.contains_key(lang), "templates/{name}/type.toml lacks words in {lang}");
            }
        }
        assert!(kind.aliases.iter().any(|alias| !alias.is_ascii()), "{name}: a Chinese name");
        let example = fs::read_to_string(folder.join(name).join("example.toml")).expect("example.toml");
        let example: toml::Table = example.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(example["type"].as_str(), Some(name.as_str()));
    }
}

#[test]
fn what_documents_take_from_the_code_is_current() {
    for (lang, end) in [(Lang::En, "md"), (Lang::Zh, "zh.md")] {
        let rules = appealc::report::pages::markdown(lang);
        assert!(rules.len() > 10_000);
        is_current(&format!("rules.{end}"), &rules);
        let reference = appealc::cli::reference::markdown(lang);
        let rows = reference.lines().filter(|line| line.starts_with("| `")).count();
        assert!(rows > 100, "only {rows} rows");
        is_current(&format!("reference.{end}"), &reference);
    }
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let text = fs::read_to_string(repository().join("Cargo.toml")).expect("Cargo.toml");
    let mut section = "";
    let mut explained = false;
    let mut checked = 0;
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if line.trim().is_empty() {
            explained = false;
        } else if section.ends_with("dependencies]") && line.contains(" = ") {
            checked += 1;
            assert!(explained, "Cargo.toml: say above it what this is for: {line}");
        }
    }
    assert!(checked > 20, "only {checked} dependencies were found");
}

/// The lines of the fenced blocks of a Markdown file that are commands of this program.
pub fn commands(text: &str) -> Vec<String> {
    let mut fence = None;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(kind.trim().to_owned()) };
        } else if fence.as_deref().is_some_and(|kind| ["", "sh", "console", "bash", "shell"].contains(&kind)) {
            let line = line.trim_start().trim_start_matches("$ ");
            let command = line.split(" #").next().unwrap_or_default().trim();
            if command.starts_with("appealc ") || command.starts_with("cargo ") {
                found.push(command.to_owned());
            }
        }
    }
    found
}

#[test]
fn the_readme_is_real() {
    let read = |name: &str| fs::read_to_string(repository().join(name)).ok();
    let Some(english) = read("README.md") else { return };
    let all = commands(&english);
    assert!(all.len() >= 3, "README.md shows only {all:?}");
    if let Some(chinese) = read("README.zh-CN.md") {
        assert_eq!(commands(&chinese), all, "README.zh-CN.md shows other commands than README.md");
    }
    let help = finish(&mut appealc(repository(), &["--help"])).out;
    for command in &all {
        let mut words = command.split_whitespace();
        let program = words.next().unwrap_or_default();
        for word in words.clone().filter(|word| word.contains('/') && !word.starts_with("http")) {
            let made = ["build/", "target/", "https:"].iter().any(|start| word.starts_with(start));
            let kind = appealc::issue_type::IssueTypes::new(&Templates::new(Vec::new())).find(word).is_some();
            assert!(made || kind || repository().join(word).exists(), "README.md: {command}: no {word}");
        }
        if program == "appealc" {
            let name = words.next().unwrap_or_default();
            let known = name.starts_with('-') || help.lines().any(|line| line.trim_start().starts_with(name));
            assert!(known, "README.md: {command}: no such command");
            for flag in words.filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap_or_default();
                let own = finish(&mut appealc(repository(), &[name, "--help"])).out;
                assert!(own.contains(flag), "README.md: {command}: no such flag: {flag}");
            }
        }
    }
}

#[test]
fn every_path_of_the_map_exists() {
    // `tests/…`, `src/…` and so on, as the comments of the code name them.
    let mut checked = 0;
    for source in sources() {
        let text = fs::read_to_string(repository().join("src").join(&source.path)).expect("a source file");
        for line in text.lines().filter(|line| line.trim_start().starts_with("//")) {
            for name in line.split('`').skip(1).step_by(2) {
                let start = ["src/", "tests/", "docs/", "locales/"].iter().any(|start| name.starts_with(start));
                if start && !name.contains(['*', '<', '{', '…', ' ']) {
                    checked += 1;
                    assert!(repository().join(name).exists(), "src/{}: there is no {name}", source.path);
                }
            }
        }
    }
    assert!(checked > 3, "only {checked} paths were found");
}
