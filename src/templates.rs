//! Built-in templates, and the workspace's own over them.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Every template by name (`onpe/packaging/letter.appeal.en.tera`), the workspace's own over the
/// built-in ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    all: BTreeMap<String, Template>,
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its text.
    pub text: String,
    /// Whether it is the workspace's own.
    pub own: bool,
}

impl Templates {
    /// The built-in templates with `own` over them. Own files that equal the built-in ones count
    /// as built-in, and Typst files are ours alone: only letters and type data can be overridden.
    pub fn new(own: Vec<(String, String)>) -> Self {
        let mut all = BTreeMap::new();
        collect(&BUILT_IN, &mut all);
        for (name, text) in own {
            if name.ends_with(".typ") || all.get(&name).is_some_and(|t: &Template| t.text == text) {
                continue;
            }
            all.insert(name, Template { text, own: true });
        }
        Self { all }
    }

    /// A template by name.
    pub fn get(&self, name: &str) -> Option<&Template> {
        self.all.get(name)
    }

    /// All templates, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.all.iter().map(|(name, template)| (name.as_str(), template))
    }
}

fn collect(dir: &Dir<'static>, all: &mut BTreeMap<String, Template>) {
    for file in dir.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            all.insert(name.replace('\\', "/"), Template { text: text.to_owned(), own: false });
        }
    }
    for sub in dir.dirs() {
        collect(sub, all);
    }
}
