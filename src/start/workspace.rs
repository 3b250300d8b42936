//! The files of a new workspace.

use crate::options::Lang;

/// A file of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path from the workspace root.
    pub path: &'static str,
    /// What it holds.
    pub text: String,
    /// Whether its lines can be added to a file that exists.
    pub lines: bool,
}

/// What the user says about the seller.
#[derive(Debug, Clone, Default)]
pub struct Seller {
    /// Who signs.
    pub name: Option<String>,
    /// The account's name.
    pub store: Option<String>,
}

/// The files in the user's language; `schemas` are those of `case.toml` and `appealc.toml`.
pub fn files(lang: Lang, seller: &Seller, schemas: [String; 2]) -> Vec<File> {
    let settings = match lang {
        Lang::En => include_str!("data/appealc.en.toml"),
        Lang::Zh => include_str!("data/appealc.zh.toml"),
    };
    let [case, config] = schemas;
    let whole = |path, text: &str| File { path, text: text.to_owned(), lines: false };
    let lines = |path, text: &str| File { path, text: text.to_owned(), lines: true };
    vec![
        whole("appealc.toml", &filled(settings, seller)),
        lines(".gitignore", include_str!("data/gitignore")),
        lines(".gitattributes", include_str!("data/gitattributes")),
        whole("case.schema.json", &case),
        whole("appealc.schema.json", &config),
        whole(".taplo.toml", include_str!("data/taplo.toml")),
        whole(".vscode/settings.json", include_str!("data/settings.json")),
        whole(".vscode/extensions.json", include_str!("data/extensions.json")),
    ]
}

/// The settings with the seller's names; what is not known becomes a comment.
fn filled(settings: &str, seller: &Seller) -> String {
    let mut made = String::new();
    for line in settings.lines() {
        let names = [("\"TODO-NAME\"", &seller.name), ("\"TODO-STORE\"", &seller.store)];
        match names.iter().find(|(mark, _)| line.contains(mark)) {
            Some((mark, Some(name))) => {
                made.push_str(&line.replace(mark, &toml::Value::from(name.as_str()).to_string()))
            }
            Some((mark, None)) => made.push_str(&format!("# {}", line.replace(mark, "\"…\""))),
            None => made.push_str(line),
        }
        made.push('\n');
    }
    made
}

/// The lines of `wanted` that `text` lacks, comments aside.
pub fn missing<'w>(text: &str, wanted: &'w str) -> Vec<&'w str> {
    let plain = |line: &str| line.trim().trim_matches('/').to_owned();
    let known: Vec<String> = text.lines().map(plain).collect();
    let real = wanted.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    real.filter(|line| !known.contains(&plain(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_sound_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            let named = Seller { name: Some("Li \"W\" Wei".to_owned()), store: None };
            let all = files(lang, &named, [String::new(), String::new()]);
            assert_eq!(all.len(), 8);
            let settings: toml::Table = all[0].text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(settings["seller"]["name"].as_str(), Some("Li \"W\" Wei"));
            assert!(settings["seller"].get("store").is_none() && !all[0].text.contains("TODO"));
        }
    }

    #[test]
    fn lines_that_are_there_are_not_missing() {
        let wanted = include_str!("data/gitignore");
        assert_eq!(missing(wanted, wanted), Vec::<&str>::new());
        assert_eq!(missing("build\n.appealc\n", wanted), ["**/reports/*", "!**/reports/*.tally.json"]);
    }
}
