//! The page itself: hand-written, inside the program, and all that a browser ever gets to run.

/// The page.
pub const PAGE: &str = include_str!("assets/index.html");

/// What the page asks for: path, kind, content.
const FILES: &[(&str, &str, &str)] = &[
    ("/assets/app.css", "text/css; charset=utf-8", include_str!("assets/app.css")),
    ("/assets/app.js", "text/javascript; charset=utf-8", include_str!("assets/app.js")),
    ("/assets/dom.js", "text/javascript; charset=utf-8", include_str!("assets/dom.js")),
    ("/assets/list.js", "text/javascript; charset=utf-8", include_str!("assets/list.js")),
    ("/assets/case.js", "text/javascript; charset=utf-8", include_str!("assets/case.js")),
    ("/assets/viewer.js", "text/javascript; charset=utf-8", include_str!("assets/viewer.js")),
    ("/assets/icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// A file of the page by its path: its kind and its content.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().find(|(own, ..)| *own == path).map(|(_, kind, text)| (*kind, *text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locale::Locale;

    /// The words in quotes right after `before`.
    fn quoted<'t>(text: &'t str, before: &str) -> impl Iterator<Item = &'t str> {
        text.split(before).skip(1).filter_map(|rest| {
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            rest[1..].split(quote).next()
        })
    }

    #[test]
    fn every_word_that_the_page_asks_for_exists_and_is_asked_for() {
        let known: BTreeSet<&str> = Locale::ids("serve").map(|id| id.trim_start_matches("serve-")).collect();
        let scripts: String =
            FILES.iter().filter(|(path, ..)| path.ends_with(".js")).map(|(_, _, text)| *text).collect();
        let mut asked: BTreeSet<&str> = quoted(PAGE, "data-t=").chain(quoted(PAGE, "data-t-label=")).collect();
        for call in ["word(", "plural(", "named("] {
            asked.extend(quoted(&scripts, call).filter(|id| !id.is_empty()));
        }
        assert!(asked.len() > 40, "only {asked:?}");
        for id in &asked {
            // Families of words are asked for by their beginning: `"state-" + state`.
            let family = id.ends_with('-') && known.iter().any(|word| word.starts_with(id));
            let there = known.contains(id) || known.contains(format!("{id}-other").as_str()) || family;
            assert!(there || id.starts_with("level-"), "the page asks for `serve-{id}`");
        }
        let families: Vec<&str> = asked.iter().copied().filter(|id| id.ends_with('-')).collect();
        for id in &known {
            let plural = id.trim_end_matches("-one").trim_end_matches("-other");
            let named = asked.contains(id) || [id, plural].iter().any(|id| scripts.contains(&format!("\"{id}\"")));
            let used = named || families.iter().any(|start| id.starts_with(start));
            // What the program itself says.
            assert!(
                used || matches!(*id, "no-key" | "port-taken" | "ready" | "failed" | "not-opened"),
                "nobody asks for `serve-{id}`"
            );
        }
    }

    #[test]
    fn nothing_becomes_markup_and_nothing_comes_from_elsewhere() {
        for (path, _, text) in FILES.iter().chain([&("/", "text/html", PAGE)]) {
            for wrong in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "new Function",
                "javascript:",
            ] {
                assert!(!text.contains(wrong), "{path}: {wrong}");
            }
            let foreign = text.replace("http://www.w3.org/", "");
            assert!(!foreign.contains("http://") && !foreign.contains("https://"), "{path}");
            assert!(!text.contains(" style=\"") && !text.contains("<style") && !text.contains(" onclick="), "{path}");
        }
    }
}
