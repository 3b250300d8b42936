use crate::check::case::COMPLAINTS;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};
use crate::plan::context::{evidence_text, printed_text};
use crate::plan::reported;

/// E013: a character that no font has.
pub static RULE: Rule = Rule {
    code: "E013",
    name: "missing-glyph",
    level: Level::Error,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E013.md"),
    page_zh: include_str!("../../../locales/zh/rules/E013.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let missing = &context.fonts.missing;
    if missing.is_empty() {
        return;
    }
    for text in printed_text(context.case, context.settings) {
        let mut seen = Vec::new();
        for c in text.chars().filter(|c| missing.contains(c)) {
            if seen.contains(&c) {
                continue;
            }
            seen.push(c);
            let place = context.within(&text.place, &c.to_string());
            out.push(
                Finding::new("E013", place)
                    .arg("character", c.to_string())
                    .arg("codepoint", format!("U+{:04X}", u32::from(c)))
                    .arg("script", script(c)),
            );
        }
    }
    for evidence in &context.case.evidence {
        let reports = evidence.is_complaints();
        let text = if reports { reported::text(context.case) } else { evidence_text(evidence) };
        let found: std::collections::BTreeSet<char> = text.chars().filter(|c| missing.contains(c)).collect();
        let Some(first) = found.first() else { continue };
        let path = evidence.file.as_ref().map_or(COMPLAINTS.to_owned(), |file| file.name.clone());
        out.push(
            Finding::new("E013", evidence.path_place.clone())
                .variant("evidence")
                .level(Level::Warning)
                .arg("path", path)
                .arg("count", text.chars().filter(|c| missing.contains(c)).count())
                .arg("codepoint", format!("U+{:04X}", u32::from(*first))),
        );
    }
}

/// The script of a character, by Unicode's blocks, as far as fonts are sold by script.
fn script(c: char) -> &'static str {
    match u32::from(c) {
        0x3040..=0x309f => "Hiragana",
        0x30a0..=0x30ff | 0x31f0..=0x31ff => "Katakana",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => "Hangul",
        0x2e80..=0x2fdf
        | 0x3000..=0x303f
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xffef
        | 0x20000..=0x3ffff => "Han",
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => "Arabic",
        0x590..=0x5ff => "Hebrew",
        0xe00..=0xe7f => "Thai",
        0x900..=0x97f => "Devanagari",
        0xe000..=0xf8ff | 0xf0000..=0x10_ffff => "Private",
        0x1f000..=0x1faff | 0x2600..=0x27bf => "Emoji",
        _ => "Symbols",
    }
}
