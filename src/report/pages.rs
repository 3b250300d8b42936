//! The rules' pages: one for `appealc explain`, all of them for the documentation.

use std::fmt::Write;

use crate::lint::{Rule, rules};
use crate::locale::{Args, Locale};
use crate::options::Lang;

/// The page of one rule: its code, name, level and group, then what its file says.
pub fn page(rule: &Rule, locale: &Locale) -> String {
    format!("# {} {}\n\n{}\n\n{}", rule.code, rule.name, facts(rule, locale), rule.page(locale.lang()))
}

/// Every rule's page in one document.
pub fn markdown(lang: Lang) -> String {
    let locale = Locale::new(lang);
    let mut out = format!("# {}\n\n{}\n", locale.word("pages-title"), locale.word("pages-intro"));
    let heads = ["pages-code", "pages-name", "page-level", "page-group"].map(|id| locale.word(id));
    let _ = writeln!(out, "\n| {} |\n| --- | --- | --- | --- |", heads.join(" | "));
    for rule in rules::ALL {
        let anchor = format!("{}-{}", rule.code.to_ascii_lowercase(), rule.name);
        let (level, group) = names(rule, &locale);
        let _ = writeln!(out, "| [{}](#{anchor}) | {} | {level} | {group} |", rule.code, rule.name);
    }
    for rule in rules::ALL {
        let _ = writeln!(out, "\n## {} {}\n\n{}\n", rule.code, rule.name, facts(rule, &locale));
        let mut fenced = false;
        for line in rule.page(lang).lines() {
            fenced ^= line.starts_with("```");
            let deeper = if !fenced && line.starts_with('#') { "#" } else { "" };
            let _ = writeln!(out, "{deeper}{line}");
        }
    }
    out
}

fn names(rule: &Rule, locale: &Locale) -> (String, String) {
    let level = locale.word(&format!("level-{}", rule.level.name()));
    (level, locale.word(&format!("group-{}", rule.group.name())))
}

/// `Level: error · Group: schema`.
fn facts(rule: &Rule, locale: &Locale) -> String {
    let (level, group) = names(rule, locale);
    let args = Args::from([("level".into(), level.into()), ("group".into(), group.into())]);
    let facts = locale.text("page-facts", &args);
    if rule.fixable().is_empty() { facts } else { format!("{facts} · {}", locale.word("page-fixable")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_the_facts() {
        let rule = rules::find("A008").expect("A008");
        let page = page(rule, &Locale::new(Lang::En));
        assert!(page.starts_with("# A008 missing-area\n\nLevel: warning · Group: action\n\n## What"), "{page}");
    }
}
