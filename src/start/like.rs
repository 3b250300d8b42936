//! `new --like CASE`: another case as a model. What several ASINs can share is taken as it is: included
//! files, evidence outside the case's folder, and what rests on such evidence alone. What is the case's own
//! becomes a blank: its figures are not those of another ASIN.

use toml::{Table, Value};

use super::example;
use crate::parse::keys::{self, Key, Kind};

/// Keys that are another ASIN's own: they start blank.
const OWN: &[&str] =
    &["asin", "asins", "product", "sku", "case_id", "notified", "respond_by", "notice", "complaint", "orders", "items"];

/// Keys that say something: the words of another ASIN.
const STATEMENTS: &[&str] = &["statement", "what", "claim"];

/// Keys that speak of one file.
const OF_FILE: &[&str] = &["date", "pages", "redact", "note", "translation", "password_env"];

/// The key of tables that names ASINs of the model.
const OF_ASINS: &str = "asins";

/// A case to take as a model.
pub struct Model {
    /// Its folder, from the root.
    pub folder: String,
    /// What it says.
    pub table: Table,
}

impl Model {
    /// The name of its type.
    pub fn kind(&self) -> Option<&str> {
        self.table.get("type")?.as_str()
    }

    /// Whether it is a dispute.
    pub fn dispute(&self) -> bool {
        self.table.get("stance").and_then(Value::as_str) == Some("dispute")
    }

    /// A case file like it, with the first lines of the example of its type; `words` leads blanks in that
    /// must be written anew.
    pub fn text(&self, example: &str, words: &Words) -> String {
        let mut text = example::top(example);
        for key in keys::CASE.keys {
            let Some(value) = self.table.get(key.name).filter(|_| !OWN.contains(&key.name)) else { continue };
            match key.kind {
                Kind::Tables(_) | Kind::Table(_) | Kind::Levels => {}
                _ if key.name == "include" => {
                    let files = strings(value).map(|path| Value::from(self.shared(path)));
                    text.push_str(&format!("\n# {}\ninclude     = {}\n", words.include, Value::Array(files.collect())));
                }
                _ => text = replaced(&text, key.name, value),
            }
        }
        for key in keys::CASE.keys {
            let Kind::Tables(spec) = key.kind else { continue };
            // Stock and reports are of the model's ASINs.
            if OWN.contains(&key.name) {
                continue;
            }
            for table in tables(self.table.get(key.name)) {
                let blank = key.name != "evidence" && self.is_own(key.name, table);
                text.push_str(&format!("\n[[{}]]\n", key.name));
                self.write(table, spec, blank, words, &mut text);
            }
        }
        text
    }

    /// Whether a table rests on files in the model's folder (or on none).
    fn is_own(&self, name: &str, table: &Table) -> bool {
        if name == "evidence" {
            return table.get("path").and_then(Value::as_str).is_some_and(|path| self.inside(path).is_some());
        }
        let mut cited = table.get("evidence").into_iter().flat_map(strings).peekable();
        cited.peek().is_none()
            || cited.any(|cite| {
                let of_id = |one: &&Table| one.get("id").and_then(Value::as_str) == Some(cite);
                match tables(self.table.get("evidence")).find(of_id) {
                    Some(found) => self.is_own("evidence", found),
                    None if cite.contains(['/', '.']) => self.inside(cite).is_some(),
                    // Of an included file, or Amazon's reports.
                    None => cite.starts_with('@'),
                }
            })
    }

    fn write(&self, table: &Table, spec: &keys::Table, blank: bool, words: &Words, text: &mut String) {
        let own_file = spec.name == keys::EVIDENCE.name && self.is_own("evidence", table);
        let dropped = |name: &str| own_file && OF_FILE.contains(&name) || name == OF_ASINS;
        let keys = || spec.keys.iter().filter(|key| !dropped(key.name));
        for key in keys().filter(|key| !matches!(key.kind, Kind::Tables(_))) {
            if let Some(value) = table.get(key.name) {
                if blank && STATEMENTS.contains(&key.name) {
                    text.push_str(&format!("# {}\n", words.check));
                }
                text.push_str(&format!("{:<9} = {}\n", key.name, self.value(key, value, blank)));
            }
        }
        for key in keys() {
            let Kind::Tables(inner) = key.kind else { continue };
            for one in tables(table.get(key.name)) {
                text.push_str(&format!("\n[[{}.{}]]\n", spec.name.trim_matches(['[', ']']), key.name));
                self.write(one, inner, false, words, text);
            }
        }
    }

    /// A value as the new case has it: paths from where it lies, own statements as blanks.
    fn value(&self, key: &Key, value: &Value, blank: bool) -> Value {
        match (key.name, value) {
            ("path", Value::String(path)) => self.path(path).into(),
            ("evidence", _) => {
                let cites = strings(value).map(|cite| {
                    let is_path = cite.contains(['/', '.']);
                    Value::from(if is_path { self.path(cite) } else { cite.to_owned() })
                });
                Value::Array(cites.collect())
            }
            (name, Value::String(text)) if blank && STATEMENTS.contains(&name) => format!("TODO: {text}").into(),
            _ => value.clone(),
        }
    }

    /// A path of the model from the new case: a file of its own is expected under the same name.
    fn path(&self, path: &str) -> String {
        self.inside(path).unwrap_or_else(|| self.shared(path))
    }

    /// A path from the root.
    fn shared(&self, path: &str) -> String {
        if path.starts_with('/') {
            return path.to_owned();
        }
        resolved(&self.folder, path).map_or_else(|| path.to_owned(), |path| format!("/{path}"))
    }

    /// A path in the model's folder, from there.
    fn inside(&self, path: &str) -> Option<String> {
        let full = match path.strip_prefix('/') {
            Some(rest) => resolved("", rest)?,
            None => resolved(&self.folder, path)?,
        };
        if self.folder.is_empty() {
            return Some(full);
        }
        full.strip_prefix(&self.folder)?.strip_prefix('/').map(str::to_owned)
    }
}

/// The words that a case made from another one needs.
pub struct Words {
    /// Leads in the list of included files.
    pub include: String,
    /// Says that a statement is another case's.
    pub check: String,
}

/// `path` from `folder`, without `.` and `..`; none where it leads out.
fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The first lines with another value of a key; where it is not set, one more line.
fn replaced(text: &str, key: &str, value: &Value) -> String {
    let mut done = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let name = line.trim_start_matches(['#', ' ']).split_once('=').map(|(name, _)| name.trim());
        if !done && name == Some(key) {
            done = true;
            lines.push(format!("{key:<11} = {value}"));
        } else {
            lines.push(line.to_owned());
        }
    }
    if !done {
        lines.push(format!("{key:<11} = {value}"));
    }
    lines.join("\n") + "\n"
}

/// A list of tables, or a single one.
fn tables(value: Option<&Value>) -> impl Iterator<Item = &Table> {
    let list: Vec<&Value> = match value {
        Some(Value::Array(all)) => all.iter().collect(),
        other => other.into_iter().collect(),
    };
    list.into_iter().filter_map(Value::as_table)
}

/// A list of strings, or a single one.
fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    list.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = "asin = \"B0CHX3QBCH\"\ntype = \"onpe/packaging\"\nmarketplace = \"DE\"\nproduct = \"Board\"\n\
        notified = 2026-10-02\ninclude = \"../../shared/fixes/box.toml\"\n[[root_cause]]\nid = \"own\"\narea = \"packaging\"\n\
        statement = \"17 of 40\"\nevidence = [\"returns\", \"evidence/x.pdf\"]\n[[actions]]\narea = \"packaging\"\n\
        done = 2026-10-07\nwhat = \"New box\"\nevidence = [\"sop\", \"/shared/test.pdf\"]\n[[evidence]]\nid = \"returns\"\n\
        path = \"evidence/returns.csv\"\nkind = \"returns-analysis\"\ncaption = \"c\"\ndate = 2026-10-01\n[[evidence]]\n\
        id = \"sop\"\npath = \"../../shared/sop.pdf\"\nkind = \"sop\"\ncaption = \"s\"\ndate = 2026-10-01\n\
        [[evidence.redact]]\nsearch = \"Jane\"\n[stock]\nsellable = 0\n";

    #[test]
    fn what_can_be_shared_is_and_the_rest_is_blank() {
        let table: Table = MODEL.parse().expect("TOML");
        let model = Model { folder: "cases/a".to_owned(), table };
        let words = Words { include: "shared".to_owned(), check: "check".to_owned() };
        let top =
            "asin = \"B0XXXXXXXX\"\ntype = \"x\"\nmarketplace = \"US\"\nproduct = \"TODO\"\n\n# c\n[[root_cause]]\n";
        let text = model.text(top, &words);
        let made: Table = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(made["asin"].as_str(), Some("B0XXXXXXXX"));
        assert_eq!((made["product"].as_str(), made["marketplace"].as_str()), (Some("TODO"), Some("DE")));
        assert_eq!(made["include"].to_string(), "[\"/shared/fixes/box.toml\"]");
        assert!(!made.contains_key("stock") && !made.contains_key("notified"), "{text}");
        assert_eq!(made["root_cause"][0]["statement"].as_str(), Some("TODO: 17 of 40"));
        assert!(text.contains("\n# check\nstatement = "), "{text}");
        assert_eq!(made["root_cause"][0]["evidence"].to_string(), "[\"returns\", \"evidence/x.pdf\"]");
        // It rests on shared files alone.
        assert_eq!(made["actions"][0]["what"].as_str(), Some("New box"));
        assert_eq!(made["evidence"][0]["path"].as_str(), Some("evidence/returns.csv"));
        assert!(made["evidence"][0].get("date").is_none());
        assert_eq!(made["evidence"][1]["path"].as_str(), Some("/shared/sop.pdf"));
        assert_eq!(made["evidence"][1]["redact"][0]["search"].as_str(), Some("Jane"));
    }

    #[test]
    fn paths_that_lead_out_stay_as_they_are() {
        let model = Model { folder: "cases/a".to_owned(), table: Table::new() };
        assert_eq!(model.path("../../../x.pdf"), "../../../x.pdf");
        assert_eq!(model.path("/cases/a/evidence/b.pdf"), "evidence/b.pdf");
        assert_eq!(model.path("./evidence/b.pdf"), "evidence/b.pdf");
        assert_eq!(model.path("../b/evidence/c.pdf"), "/cases/b/evidence/c.pdf");
    }
}
