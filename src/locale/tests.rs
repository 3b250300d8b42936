use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;

use super::{Args, FILES, Locale};
use crate::diag::Arg;
use crate::options::Lang;

/// `id` or `id.attribute` → the variables it uses.
type Shape = BTreeMap<String, BTreeSet<String>>;

fn shape(text: &str) -> Shape {
    assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{:?}", errors(text));
    let mut shape = Shape::new();
    let mut id = String::new();
    let mut part = String::new();
    for line in text.lines() {
        let start = line.chars().next().unwrap_or(' ');
        if start == '#' {
            continue;
        }
        if start.is_ascii_alphabetic() {
            line.split(" =").next().unwrap_or_default().clone_into(&mut id);
            part.clone_from(&id);
            assert!(!shape.contains_key(&id), "message `{id}` stands twice");
        } else if let Some((name, _)) = line.trim_start().strip_prefix('.').and_then(|l| l.split_once(" =")) {
            part = format!("{id}.{name}");
        }
        let variables = shape.entry(part.clone()).or_default();
        for after in line.split('$').skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(after.len());
            variables.insert(after[..end].to_owned());
        }
    }
    shape.retain(|id, _| !id.is_empty());
    shape
}

fn errors(text: &str) -> Vec<String> {
    match FluentResource::try_new(text.to_owned()) {
        Ok(_) => Vec::new(),
        Err((_, errors)) => errors.iter().map(|e| format!("{e} at {:?}", &text[e.pos.clone()])).collect(),
    }
}

#[test]
fn both_languages_are_complete() {
    let mut messages = 0;
    for (name, en, zh) in FILES {
        let (en, zh) = (shape(en), shape(zh));
        messages += en.len();
        for (id, variables) in &en {
            let other = zh.get(id);
            assert!(other.is_some(), "add `{id}` to locales/zh/{name}.ftl");
            assert_eq!(Some(variables), other, "`{id}` uses other variables in locales/zh/{name}.ftl");
        }
        for id in zh.keys() {
            assert!(en.contains_key(id), "add `{id}` to locales/en/{name}.ftl");
        }
    }
    assert!(messages > 100, "only {messages} messages were compared");
}

#[test]
fn every_file_is_loaded() {
    for lang in ["en", "zh"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang);
        let mut found = 0;
        for entry in folder.read_dir().expect("locales") {
            let name = entry.expect("entry").file_name().into_string().expect("name");
            if let Some(stem) = name.strip_suffix(".ftl") {
                assert!(FILES.iter().any(|f| f.0 == stem), "add {name} to FILES in src/locale.rs");
                found += 1;
            }
        }
        assert_eq!(found, FILES.len());
    }
}

#[test]
fn house_style() {
    for (_, en, _) in FILES {
        // The introduction of a document is prose, and so is the local page.
        let prose = |line: &str| ["#", "pages-", "reference-", "serve-"].iter().any(|start| line.starts_with(start));
        for line in en.lines().filter(|line| !prose(line)) {
            assert!(!line.ends_with('.'), "full stop: {line}");
        }
    }
}

#[test]
fn values_are_escaped_and_messages_nest() {
    let locale = Locale::new(Lang::En);
    let mut args = Args::new();
    args.insert("key".into(), Arg::from("a\u{202e}b\n"));
    args.insert("table".into(), Arg::from("[seller]"));
    let text = locale.text("S002", &args);
    assert!(text.contains("a\\u{202e}b\\n"), "{text}");
    assert!(!text.contains('\u{2068}'), "{text}");

    args.insert("expected".into(), Arg::Message { message: "type-date".into() });
    args.insert("found".into(), Arg::Message { message: "type-string".into() });
    let text = locale.text("S003", &args);
    assert!(text.contains("date") && !text.contains("type-date"), "{text}");
    let text = Locale::new(Lang::Zh).text("S003", &args);
    assert!(text.contains("日期"), "{text}");
}

#[test]
fn what_is_missing_falls_back() {
    let locale = Locale::new(Lang::Zh);
    assert_eq!(locale.text("no-such-message", &Args::new()), "no-such-message");
    assert_eq!(locale.attribute("S002", "no-such-attribute", &Args::new()), None);
    let mut args = Args::new();
    args.insert("a".into(), Arg::Message { message: "no-such-message".into() });
    assert!(!locale.text("S003", &args).is_empty());
}

#[test]
fn can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Locale>();
}

#[test]
fn every_message_can_be_worded() {
    for lang in [Lang::En, Lang::Zh] {
        let locale = Locale::new(lang);
        for (_, en, _) in FILES {
            for (id, variables) in shape(en) {
                let args: Args = variables.into_iter().map(|name| (name, Arg::from(2_usize))).collect();
                let (id, attribute) = id.split_once('.').map_or((id.as_str(), None), |(id, a)| (id, Some(a)));
                let text = match attribute {
                    Some(name) => locale.attribute(id, name, &args).expect("attribute"),
                    None => locale.text(id, &args),
                };
                assert!(!text.is_empty() && text != id && !text.contains('$'), "{id}: {text}");
            }
        }
    }
}
