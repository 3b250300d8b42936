//! The commands: exit codes, formats, and what they print.

use std::fs;

use appealc::issue_type::IssueTypes;
use appealc::templates::Templates;
use serde_json::Value;

use super::kit::{BASE, Space, TODAY, appealc, copy, finish, repository};

#[test]
fn exit_codes() {
    let space = Space::new();
    space.case("good", BASE);
    space.build(&[]).expect(0);
    space.check("cases", "en").expect(0);
    space.case("bad", &BASE.replace("box-after.jpg", "nothing.jpg"));
    space.build(&[]).expect(1);
    space.check("cases", "en").expect(1);
    space.check("cases/good", "en").expect(0);
    // A warning is no error.
    space.case("bad", &BASE.replace("evidence = [\"returns\"]\n", ""));
    let run = space.check("cases/bad", "en").expect(0);
    assert_eq!(run.codes(), ["E009"]);
    space.run(&["check", "cases/bad", "-D", "uncited-evidence", "--today", TODAY]).expect(1);
}

#[test]
fn what_cannot_run_is_exit_code_2() {
    let space = Space::new();
    space.case("good", BASE);
    fs::create_dir_all(space.at("empty")).expect("a folder");
    let other = Space::new();
    other.case("good", BASE);
    let (here, there) = (space.at("cases"), other.at("cases"));
    let (here, there) = (here.to_string_lossy(), there.to_string_lossy());
    let bad: &[&[&str]] = &[
        &["check", "empty"],
        &["check", "no-such-folder"],
        &["check", &here, &there],
        &["check", "--no-such-flag"],
        &["no-such-command"],
        &[],
        &["check", "--format", "xml"],
        &["check", "--today", "tomorrow"],
        &["check", "-A", "no-such-rule"],
        &["check", "-A", "missing-evidence"],
        &["explain", "no-such-rule"],
        &["new", "short", "--type", "onpe/packaging"],
        &["new", "B0CHX3QBCH", "--type", "onpe/nothing"],
        &["new", "B0CHX3QBCH", "--type", "onpe/packaging", "--stance", "maybe"],
        &["templates", "no-such-template"],
    ];
    for args in bad {
        for lang in ["en", "zh"] {
            let run = finish(appealc(&space.at(""), args).env("APPEALC_LANG", lang));
            assert_eq!(run.code, 2, "{args:?}: {}{}", run.out, run.err);
            assert!(!run.err.is_empty() && run.out.is_empty(), "{args:?}: {}", run.out);
        }
    }
}

#[test]
fn settings_that_are_wrong_stop_the_run() {
    let space = Space::new();
    space.case("good", BASE);
    for (text, code) in [
        ("[limits]\nbundle_mb = \"ten\"\n", "S003"),
        ("[lints]\nno-such-rule = \"deny\"\n", "S002"),
        ("[output]\ndir = \"../out\"\n", "E002"),
    ] {
        space.write("appealc.toml", text);
        let run = space.check("cases", "en").expect(2);
        assert_eq!(run.codes(), [code], "{text}");
    }
}

/// What a value must be.
type Kind = fn(&Value) -> bool;

/// The keys that the contract names, with what they hold.
fn has(object: &Value, keys: &[(&str, Kind)]) {
    for (key, kind) in keys {
        assert!(object.get(key).is_some_and(kind), "`{key}` in {object}");
    }
}

#[test]
fn json_is_as_the_contract_says() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", &BASE.replace("onpe/packaging", "onpe/package"));
    let run = space.build(&[]).expect(1);
    let objects = run.objects();
    let reasons: Vec<&str> = objects.iter().filter_map(|object| object["reason"].as_str()).collect();
    assert_eq!(reasons, ["case", "diagnostic", "case", "summary"]);
    has(
        &objects[1],
        &[
            ("code", Value::is_string),
            ("rule", Value::is_string),
            ("level", Value::is_string),
            ("file", Value::is_string),
            ("line", Value::is_u64),
            ("column", Value::is_u64),
            ("end_line", Value::is_u64),
            ("end_column", Value::is_u64),
            ("message", Value::is_string),
            ("help", Value::is_string),
            ("labels", Value::is_array),
            ("fix", Value::is_null),
        ],
    );
    let (line, text) = (2, "type = \"onpe/package\"");
    let spans = [("line", line), ("column", 8), ("end_line", line), ("end_column", text.len() + 1)];
    for (key, wanted) in spans {
        assert_eq!(objects[1][key], wanted, "{key}");
    }
    has(
        &objects[0],
        &[
            ("case", Value::is_string),
            ("status", Value::is_string),
            ("why", Value::is_string),
            ("outputs", Value::is_array),
        ],
    );
    assert_eq!(objects[0]["status"], "built");
    assert_eq!(objects[2]["status"], "failed");
    for output in objects[0]["outputs"].as_array().into_iter().flatten() {
        assert!(space.at(output.as_str().expect("a path")).is_file(), "{output}");
    }
    let summary: Vec<(&str, u64)> =
        vec![("cases", 2), ("built", 1), ("fresh", 0), ("failed", 1), ("errors", 1), ("warnings", 0)];
    for (key, wanted) in summary {
        assert_eq!(objects[3][key], wanted, "{key}");
    }
    assert!(run.err.is_empty(), "{}", run.err);
}

#[test]
fn columns_count_characters() {
    let space = Space::new();
    let text = BASE
        .replace("product = ", "product = \"竹砧板 🎋\"\ncaption = ")
        .replace("[\"returns\"]", "[ \"竹\",  \"x\" ]");
    space.case("a", &text);
    let run = space.check("cases", "en");
    let found = run.diagnostics();
    let at = |value: &str| {
        let (line, text) = text.lines().enumerate().find(|(_, line)| line.contains(value)).expect("a line");
        (line + 1, text.split(value).next().unwrap_or_default().chars().count() + 1)
    };
    for (value, code) in [("caption = \"Bamboo", "S002"), ("\"竹\"", "S009"), ("\"x\"", "S009")] {
        let (line, column) = at(value);
        let same = found.iter().any(|d| d["code"] == code && d["line"] == line && d["column"] == column);
        assert!(same, "{code} at {line}:{column} in {}", run.out);
    }
}

#[test]
fn short_lines() {
    let space = Space::new();
    space.case("a", &BASE.replace("box-after.jpg", "nothing.jpg"));
    let run = space.run(&["check", "--format", "short", "--today", TODAY]).expect(1);
    let line = run.out.trim_end();
    assert!(line.starts_with("cases/a/case.toml:35:8: error[E001]: "), "{line}");
    assert_eq!(line.lines().count(), 1);
    let chinese = space.run(&["check", "--format", "short", "--lang", "zh", "--today", TODAY]).expect(1);
    assert!(chinese.out.starts_with("cases/a/case.toml:35:8: error[E001]: "), "{}", chinese.out);
    assert_ne!(chinese.out, run.out);
}

#[test]
fn people_read_standard_error() {
    let space = Space::new();
    space.case("a", &BASE.replace("box-after.jpg", "nothing.jpg"));
    let run = space.run(&["check", "--today", TODAY]).expect(1);
    assert_eq!(run.out, "");
    for words in ["error[E001]", "cases/a/case.toml:35:8", "evidence/nothing.jpg", "appealc explain E001"] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert!(!run.err.contains('\u{1b}'), "{}", run.err);
    let run = space.run(&["check", "--today", TODAY, "--color", "always"]).expect(1);
    assert!(run.err.contains('\u{1b}'));
}

#[test]
fn control_characters_are_shown_escaped() {
    let space = Space::new();
    space.case("a", &BASE.replace("evidence/box-after.jpg", "evidence/\\u001b[31mred\\u202Egpj.jpg"));
    for format in ["human", "short", "json"] {
        let run = space.run(&["check", "--format", format, "--today", TODAY]).expect(1);
        let all = run.out + &run.err;
        assert!(all.contains("E001"), "{all}");
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{format}: {all:?}");
    }
}

#[test]
fn new_makes_cases_with_blanks() {
    let types = IssueTypes::new(&Templates::new(Vec::new()));
    let mut made = 0;
    for kind in types.iter() {
        for stance in ["appeal", "dispute"] {
            made += 1;
            let space = Space::new();
            let args = ["new", "B0CHX3QBCH", "--type", &kind.id, "--stance", stance];
            let run = space.run(&args).expect(0);
            let topic = kind.id.rsplit('/').next().unwrap_or_default();
            let file = format!("cases/B0CHX3QBCH-{topic}/case.toml");
            assert!(run.out.replace('\\', "/").starts_with(&file), "{}", run.out);
            let before = space.text(&file);
            assert!(before.lines().filter(|line| line.starts_with('#')).count() > 3, "no comments:\n{before}");
            for lang in ["en", "zh"] {
                let check = space.check("cases", lang).expect(1);
                for code in check.codes() {
                    assert!(["L001", "S004", "E001"].contains(&code.as_str()), "{} {stance}: {}", kind.id, check.out);
                }
            }
            let again = space.run(&args).expect(2);
            assert!(!again.err.is_empty());
            assert_eq!(space.text(&file), before);
        }
    }
    assert_eq!(made, 16);
}

#[test]
fn pages_lists_and_schemas_speak_both_languages() {
    let space = Space::new();
    let both = |args: &[&str]| ["en", "zh"].map(|lang| space.run(&[args, &["--lang", lang]].concat()).expect(0).out);
    let [en, zh] = both(&["explain", "E001"]);
    assert!(en.starts_with("# E001 missing-evidence") && zh.starts_with("# E001 missing-evidence"));
    assert!(en.contains("## Why it matters") && zh.contains("## 为什么重要"));
    assert_eq!(both(&["explain", "missing-evidence"])[0], en);
    let [en, zh] = both(&["rules"]);
    assert_eq!(en.lines().count(), appealc::lint::rules::ALL.len());
    assert_eq!(zh.lines().count(), en.lines().count());
    assert_ne!(en, zh);
    let [en, zh] = both(&["schema"]).map(|text| serde_json::from_str::<Value>(&text).expect("JSON"));
    assert_ne!(en, zh);
    let [en, zh] = [en, zh].map(|schema| schema["properties"].as_object().expect("keys").len());
    assert!(en > 20 && en == zh);
    let [config, _] = both(&["schema", "--config"]);
    assert!(config.contains("\"seller\""));
    let [templates, _] = both(&["templates"]);
    assert!(templates.lines().count() >= 8 * 3, "{templates}");
    space.run(&["rules", "--format", "json"]).expect(0).objects();
}

#[test]
fn templates_are_copied_out_once() {
    let space = Space::new();
    let name = "onpe/packaging/letter.appeal.en.tera";
    space.run(&["templates", name]).expect(0);
    let copied = space.text(&format!("templates/{name}"));
    let own = fs::read_to_string(repository().join("templates").join(name)).expect("a template");
    assert_eq!(copied, own);
    space.write(&format!("templates/{name}"), "mine");
    space.run(&["templates", name]).expect(2);
    assert_eq!(space.text(&format!("templates/{name}")), "mine");
}

/// Whether a schema accepts a value; a small validator for what `schema` uses.
fn accepts(schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(any) = schema["anyOf"].as_array() {
        let tried: Vec<_> = any.iter().map(|one| accepts(one, value)).collect();
        return if tried.iter().any(Result::is_ok) { Ok(()) } else { Err(format!("{value}: {tried:?}")) };
    }
    let kind = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Number(number) if number.is_u64() => "integer",
        _ => "number",
    };
    let wanted = &schema["type"];
    let listed = wanted.as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind));
    let right = wanted.is_null() || wanted == kind || listed || wanted == "number" && kind == "integer";
    if !right {
        return Err(format!("{value} is {kind}, not {wanted}"));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        return Err(format!("{value} is none of {}", schema["enum"]));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let property = schema["properties"].get(key).ok_or_else(|| format!("unknown key {key}"))?;
        accepts(property, inner).map_err(|error| format!("{key}: {error}"))?;
    }
    for inner in value.as_array().into_iter().flatten() {
        accepts(&schema["items"], inner)?;
    }
    Ok(())
}

/// TOML as a validator would see it: dates are strings.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Table(table) => table.into_iter().map(|(key, inner)| (key, as_json(inner))).collect(),
        toml::Value::Array(list) => list.into_iter().map(as_json).collect(),
        other => serde_json::to_value(other).expect("JSON"),
    }
}

#[test]
fn the_schema_accepts_all_worked_cases() {
    let space = Space::new();
    let schema: Value = serde_json::from_str(&space.run(&["schema"]).expect(0).out).expect("JSON");
    let mut checked = 0;
    for folder in ["cases", "examples"] {
        copy(&repository().join(folder), &space.at(folder));
        for path in super::kit::files(&space.at(folder)).iter().filter(|path| path.ends_with("case.toml")) {
            let table: toml::Table = space.text(&format!("{folder}/{path}")).parse().expect("TOML");
            // The seller writes types in their own words too; the schema does not list them.
            let accepted = accepts(&schema, &as_json(toml::Value::Table(table)));
            assert_eq!(accepted, Ok(()), "{folder}/{path}");
            checked += 1;
        }
    }
    assert!(checked > 40, "only {checked} cases were checked");
    let refused = accepts(&schema, &serde_json::json!({"asin": 5}));
    assert!(refused.is_err() && accepts(&schema, &serde_json::json!({"asni": "B0CHX3QBCH"})).is_err());
}
