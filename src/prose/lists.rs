//! The lines of the phrase lists. The build script reads them with this file too.
//!
//! One phrase per line; `#` begins a comment, `[name]` a section, `@name = a|b` names alternatives
//! for `<name>`. The language of the phrases is described in `pattern.rs`.

use std::collections::BTreeMap;

/// The language of a phrase list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// The data files of a language, in the order of the classes of the lexicon.
pub const FILES: [&str; 11] = [
    "admission",
    "blame",
    "concrete",
    "denial",
    "emotive",
    "off_topic",
    "personal",
    "placeholder",
    "planned",
    "symptom",
    "vague",
];

/// The sections of a phrase list, names expanded.
pub fn sections(list: &str) -> BTreeMap<String, Vec<String>> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut section = String::new();
    for line in list.lines() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let expand = |text: &str| {
            if !text.contains('<') {
                return text.to_owned();
            }
            let each = names.iter().rev();
            each.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
        };
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            all.entry(section.clone()).or_default();
        } else if let Some((name, value)) = line.strip_prefix('@').and_then(|rest| rest.split_once('=')) {
            let value = format!("({})", expand(value.trim()));
            names.push((format!("<{}>", name.trim()), value));
        } else {
            let phrase = expand(line);
            all.entry(section.clone()).or_default().push(phrase);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_expanded() {
        let list = "@we = we|our team\n[one]\n<we> did # so\n# no\n[two]\nx";
        let all = sections(list);
        assert_eq!(all["one"], ["(we|our team) did"]);
        assert_eq!(all["two"], ["x"]);
    }
}
