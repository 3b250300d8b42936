//! `schema`: the JSON Schema of `case.toml` and `appealc.toml`, from [`crate::parse::keys`].

use serde_json::{Map, Value, json};

use super::{Console, GOOD};
use crate::options::Lang;
use crate::parse::keys::{self, Key, Kind, Table};

/// Prints a schema.
pub fn schema(config: bool, console: &Console) -> u8 {
    console.result(&text(config, console.locale.lang()));
    GOOD
}

/// The schema of `case.toml`, or of `appealc.toml`.
pub fn text(config: bool, lang: Lang) -> String {
    let (table, title) = if config { (&keys::CONFIG, "appealc.toml") } else { (&keys::CASE, "case.toml") };
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(title));
    let en = ["a case for appealc: what Amazon complained of, what was done, and the evidence", "settings for appealc"];
    let zh = ["appealc 的案件：亚马逊投诉了什么、做了什么、有哪些证据", "appealc 的设置"];
    let what = if lang == Lang::Zh { zh } else { en };
    schema.insert("description".into(), json!(what[usize::from(config)]));
    schema.extend(object(table, lang));
    serde_json::to_string_pretty(&Value::Object(schema)).unwrap_or_default() + "\n"
}

fn object(table: &Table, lang: Lang) -> Map<String, Value> {
    let properties: Map<String, Value> =
        table.keys.iter().map(|key| (key.name.to_owned(), property(key, lang))).collect();
    let mut all = Map::new();
    all.insert("type".into(), json!("object"));
    all.insert("additionalProperties".into(), json!(false));
    all.insert("properties".into(), Value::Object(properties));
    all
}

fn property(key: &Key, lang: Lang) -> Value {
    let mut value = match key.kind {
        Kind::Text => json!({"type": "string"}),
        // TOML's dates reach validators as strings.
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Count => json!({"type": "integer", "minimum": 0}),
        Kind::Number => json!({"type": "number", "exclusiveMinimum": 0}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Texts => json!({"type": ["string", "array"], "items": {"type": "string"}}),
        Kind::Rect => json!({"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}),
        Kind::Levels => json!({"type": "object", "additionalProperties": {"enum": ["allow", "warn", "deny"]}}),
        Kind::Table(table) => Value::Object(object(table, lang)),
        Kind::Tables(table) => {
            let one = Value::Object(object(table, lang));
            json!({"anyOf": [{"type": "array", "items": one}, one]})
        }
    };
    if !key.values.is_empty() {
        value["enum"] = json!(key.values);
    }
    value["description"] = json!(match lang {
        Lang::En => key.en,
        Lang::Zh => key.zh,
    });
    value
}
