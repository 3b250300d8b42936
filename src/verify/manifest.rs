//! A manifest as a stranger could have written it: read with care, and no path of it leads anywhere.

use serde_json::{Map, Value};

/// What a manifest says.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// All of it.
    pub value: Map<String, Value>,
    /// The case's path from the workspace root.
    pub case: String,
    /// Amazon's case id.
    pub case_id: Option<String>,
    /// The ASINs.
    pub asins: Vec<String>,
    /// `sha256:…` of the inputs.
    pub fingerprint: String,
    /// The exhibits.
    pub exhibits: Vec<Entry>,
    /// How many pages each volume has.
    pub volumes: Vec<usize>,
    /// The files that were written; the manifest inside a bundle names none.
    pub outputs: Vec<File>,
}

/// What a manifest says of an exhibit.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// SHA-256 of its file in `exhibits/`; none where there is no file.
    pub sha256: Option<String>,
    /// Its volume, from 1.
    pub volume: usize,
    /// Its first page in that volume, from 1.
    pub first: usize,
    /// How many pages it has.
    pub pages: usize,
    /// The number that the stamp of its first page bears.
    pub label: usize,
    /// How many pictures and pages of its file it shows; none where its text is printed.
    pub shown: usize,
    /// The sizes of all pictures and pages of documents that it shows.
    pub sizes: Vec<String>,
}

impl Entry {
    /// Its pages as the index names them.
    pub fn range(&self) -> String {
        match self.pages {
            0 | 1 => self.label.to_string(),
            more => format!("{}–{}", self.label, self.label.saturating_add(more - 1)),
        }
    }

    /// The page after its last.
    pub fn end(&self) -> usize {
        self.first.saturating_add(self.pages)
    }
}

/// A file that a manifest names.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the folder of the manifest.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// How many pages it has, of a PDF file.
    pub pages: Option<usize>,
}

/// Why something is no manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// It is no JSON.
    NoJson(String),
    /// It is not of this program's making.
    NotOurs,
    /// A key is missing, or holds something else.
    Key(String),
}

/// Keys that stand in `manifest.json` only and not in the bundle, for they are made after it.
pub const OUTER: &[&str] = &["outputs", "engine", "fonts", "form", "inputs", "remains", "said", "draft", "withheld"];

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// See [`Unfit`].
    pub fn read(bytes: &[u8]) -> Result<Self, Unfit> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| Unfit::NoJson(error.to_string()))?;
        let Value::Object(value) = value else { return Err(Unfit::NotOurs) };
        if value.get("manifest").and_then(Value::as_u64) != Some(1) || !value.contains_key("appealc") {
            return Err(Unfit::NotOurs);
        }
        let text = |key: &str| -> Result<String, Unfit> {
            let found = value.get(key).and_then(Value::as_str).map(str::to_owned);
            found.ok_or_else(|| Unfit::Key(key.to_owned()))
        };
        let asins = list(&value, "asins")?.iter().filter_map(|asin| asin.as_str().map(str::to_owned)).collect();
        let exhibits = list(&value, "exhibits")?.iter().enumerate();
        let exhibits = exhibits.map(|(at, one)| entry(one).ok_or_else(|| Unfit::Key(format!("exhibits[{at}]"))));
        let volumes = list(&value, "volumes")?.iter();
        let volumes = volumes.map(|one| count(&one["pages"]).ok_or_else(|| Unfit::Key("volumes".to_owned())));
        let outputs = value.get("outputs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let outputs = outputs.iter().enumerate();
        let outputs = outputs.map(|(at, one)| file(one).ok_or_else(|| Unfit::Key(format!("outputs[{at}]"))));
        Ok(Self {
            case: text("case")?,
            case_id: value.get("case_id").and_then(Value::as_str).map(str::to_owned),
            asins,
            fingerprint: text("fingerprint")?,
            exhibits: exhibits.collect::<Result<_, _>>()?,
            volumes: volumes.collect::<Result<_, _>>()?,
            outputs: outputs.collect::<Result<_, _>>()?,
            value,
        })
    }

    /// How many volumes there are.
    pub fn of(&self) -> usize {
        self.volumes.len().max(1)
    }

    /// How many pages stand in the volumes before one, which counts from 1.
    pub fn offset(&self, volume: usize) -> usize {
        let before = self.volumes.iter().take(volume.saturating_sub(1));
        before.fold(0, |sum, pages| sum.saturating_add(*pages))
    }

    /// The exhibits of a volume.
    pub fn here(&self, volume: usize) -> impl Iterator<Item = &Entry> {
        self.exhibits.iter().filter(move |exhibit| exhibit.volume == volume)
    }

    /// The keys in which two manifests differ that should say the same.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let shared = |value: &Map<String, Value>| -> Vec<String> {
            value.keys().filter(|key| !OUTER.contains(&key.as_str())).cloned().collect()
        };
        let mut keys = shared(&self.value);
        keys.extend(shared(&other.value));
        keys.sort();
        keys.dedup();
        keys.retain(|key| self.value.get(key) != other.value.get(key));
        keys
    }
}

fn list<'v>(value: &'v Map<String, Value>, key: &str) -> Result<&'v [Value], Unfit> {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).ok_or_else(|| Unfit::Key(key.to_owned()))
}

fn count(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok())
}

fn entry(value: &Value) -> Option<Entry> {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let sizes = value["sizes"].as_array().map(Vec::as_slice).unwrap_or_default();
    Some(Entry {
        number: count(&value["number"])?,
        id: text("id")?,
        caption: text("caption")?,
        // Of a file with redactions another one is given away.
        sha256: text("published_sha256").or_else(|| text("sha256")),
        volume: count(&value["volume"])?,
        first: count(&value["first_page"])?,
        pages: count(&value["pages"])?,
        label: text("label")?.parse().ok()?,
        shown: count(&value["shown_pages"])?,
        sizes: sizes.iter().filter_map(|size| size.as_str().map(str::to_owned)).collect(),
    })
}

fn file(value: &Value) -> Option<File> {
    Some(File {
        path: value["path"].as_str()?.to_owned(),
        sha256: value["sha256"].as_str()?.to_owned(),
        bytes: value["bytes"].as_u64()?,
        pages: count(&value["pages"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Result<Manifest, Unfit> {
        Manifest::read(value.to_string().as_bytes())
    }

    #[test]
    fn what_is_no_manifest_is_told() {
        assert!(matches!(Manifest::read(b"{"), Err(Unfit::NoJson(_))));
        for value in [json!(null), json!([]), json!({"manifest": 2, "appealc": "1"}), json!({"manifest": 1})] {
            assert_eq!(read(&value).err(), Some(Unfit::NotOurs), "{value}");
        }
        let mut value = json!({
            "manifest": 1, "appealc": "0.1.0", "case": "cases/a", "asins": ["B0"], "fingerprint": "sha256:1",
            "exhibits": [], "volumes": [{"pages": 3}],
        });
        assert!(read(&value).is_ok());
        for (key, wrong) in [("case", json!(1)), ("exhibits", json!({})), ("volumes", json!([{"pages": -1}]))] {
            let right = std::mem::replace(&mut value[key], wrong);
            assert_eq!(read(&value).err(), Some(Unfit::Key(key.to_owned())));
            value[key] = right;
        }
        value["exhibits"] = json!([{"number": 1}]);
        assert_eq!(read(&value).err(), Some(Unfit::Key("exhibits[0]".to_owned())));
    }

    #[test]
    fn huge_numbers_do_no_harm() {
        let value = json!({
            "manifest": 1, "appealc": "0.1.0", "case": "", "asins": [], "fingerprint": "",
            "volumes": [{"pages": u64::MAX}, {"pages": u64::MAX}],
            "exhibits": [{"number": 1, "id": "a", "caption": "", "volume": 1, "first_page": u64::MAX, "pages": u64::MAX,
                "shown_pages": 1, "label": "18446744073709551615"}],
        });
        let found = read(&value);
        let exhibit = found.as_ref().ok().and_then(|found| found.exhibits.first());
        assert_eq!(exhibit.map(Entry::end), Some(usize::MAX));
        assert!(exhibit.is_some_and(|exhibit| exhibit.range().starts_with("18446744073709551615–")));
        assert_eq!(found.map(|found| found.offset(9)), Ok(usize::MAX));
    }
}
