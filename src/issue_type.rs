//! Types of complaint: each is a folder of data in `templates/`, with a `type.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::parse::fields::nearest;
use crate::templates::Templates;
use crate::tidy;

/// A type of complaint, as its `type.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueType {
    /// `onpe/packaging`: the folder's name.
    pub id: String,
    /// Areas of which one at least should hold an action.
    pub areas: Vec<String>,
    /// Other names that are accepted.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The name, by language.
    pub name: BTreeMap<String, String>,
    /// Two or three words for a subject line, by language.
    pub subject: BTreeMap<String, String>,
    /// What buyers complain of, by language.
    pub finding: BTreeMap<String, String>,
    /// Evidence that this type wants.
    #[serde(default)]
    pub checklist: Vec<Wanted>,
}

/// A line of the checklist of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The kind of evidence.
    pub kind: String,
    /// What it should show, in English.
    pub en: String,
    /// What it should show, in Chinese.
    pub zh: String,
}

/// All types, sorted by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueTypes {
    types: Vec<IssueType>,
    /// Names of `type.toml` files that could not be read, with the reason.
    pub broken: Vec<(String, String)>,
}

impl IssueTypes {
    /// Reads the types from the templates.
    pub fn new(templates: &Templates) -> Self {
        let mut types = Vec::new();
        let mut broken = Vec::new();
        for (name, template) in templates.iter() {
            let Some(folder) = name.strip_suffix("/type.toml") else { continue };
            match toml::from_str::<IssueType>(&template.text) {
                Ok(found) if found.id == folder => types.push(found),
                Ok(found) => broken.push((name.to_owned(), format!("id is {:?}, the folder {folder:?}", found.id))),
                Err(error) => broken.push((name.to_owned(), error.message().to_owned())),
            }
        }
        Self { types, broken }
    }

    /// All types.
    pub fn iter(&self) -> impl Iterator<Item = &IssueType> {
        self.types.iter()
    }

    /// The type that bears a name or an alias; letter case and spaces around do not count.
    pub fn find(&self, name: &str) -> Option<&IssueType> {
        let wanted = name.trim().to_lowercase();
        let by_alias = |found: &&IssueType| found.aliases.iter().any(|alias| alias.to_lowercase() == wanted);
        self.types.iter().find(|found| found.id == wanted).or_else(|| self.types.iter().find(by_alias))
    }

    /// The id that must have been meant by a misspelt name: of a type, or of one that bears an alias.
    pub fn meant(&self, name: &str) -> Option<&str> {
        let last = format!("/{}", tidy::table_id(name));
        let mut same = self.types.iter().filter(|found| found.id.ends_with(&last));
        if let (Some(found), None) = (same.next(), same.next()) {
            return Some(&found.id);
        }
        let aliases = self.types.iter().flat_map(|found| &found.aliases).map(String::as_str);
        let near = tidy::meant(name, self.types.iter().map(|found| found.id.as_str()).chain(aliases))?;
        self.find(near).map(|found| found.id.as_str())
    }

    /// The id or alias nearest to a name.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let short = |id: &'_ str| id.rsplit('/').next().unwrap_or_default().to_owned();
        let lower = name.trim().to_lowercase();
        if let Some(found) = self.types.iter().find(|t| short(&t.id) == lower.rsplit('/').next().unwrap_or_default()) {
            return Some(&found.id);
        }
        nearest(&lower, self.types.iter().map(|t| t.id.as_str()))
    }
}
