use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// L008: a code or link for buyers of which it is not said that it leads to instructions only.
pub static RULE: Rule = Rule {
    code: "L008",
    name: "qr-code",
    level: Level::Warning,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L008.md"),
    page_zh: include_str!("../../../locales/zh/rules/L008.md"),
    judge: Some(judge),
};

/// Words that show that buyers get the code.
const BUYERS: &[&str] = &[
    "buyer",
    "customer",
    "manual",
    "instruction",
    "guide",
    "insert",
    "leaflet",
    "booklet",
    "card",
    "sheet",
    "user",
    "video",
    "tutorial",
    "assembly",
    "买家",
    "客户",
    "顾客",
    "用户",
    "说明书",
    "卡片",
    "插页",
    "视频",
    "教程",
];
/// Words for what such a code may lead to.
const INSTRUCTIONS: &[&str] = &[
    "instruction",
    "manual",
    "guide",
    "assembly",
    "tutorial",
    "video",
    "how-to",
    "how to",
    "说明书",
    "使用说明",
    "安装",
    "教程",
    "视频",
    "指南",
];
/// Words that exclude everything else.
const ONLY: &[&str] = &[
    "only",
    "solely",
    "exclusively",
    "nothing else",
    "nothing but",
    "nothing more",
    "no other",
    "no review",
    "no marketing",
    "no advertising",
    "no contact",
    "does not ask",
    "do not ask",
    "仅",
    "只",
    "不含",
    "不涉及",
    "没有其他",
    "无其他",
];
/// Words after or before which there is no code (any more).
const GONE: &[&str] =
    &["removed", "deleted", "no qr", "no link", "without", "dropped the", "删除", "去掉", "取消", "没有二维码"];

/// How links begin.
const LINKS: &[&str] = &["https://", "http://", "www."];
/// What codes are called.
const MARKS: &[&str] = &["QR code", "QR-code", "QR Code", "qr code", "QR", "二维码", "扫码"];

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let mut statements = Vec::new();
    statements.extend(case.causes.iter().filter_map(|cause| cause.statement.as_ref()));
    statements.extend(case.actions.iter().filter_map(|action| action.what.as_ref()));
    statements.extend(case.arguments.iter().filter_map(|argument| argument.claim.as_ref()));
    let named: Vec<_> = statements.into_iter().filter_map(|text| Some((text, named(text)?))).collect();
    for (text, part) in &named {
        if !explained(text) {
            out.push(Finding::new("L008", context.within(&text.place, part)).arg("named", *part));
        }
    }
    // Exhibits speak for themselves only where no statement does.
    if named.is_empty() {
        let titles = case.evidence.iter().flat_map(|e| std::iter::once(&e.caption).chain(&e.note));
        let found = titles.filter(|text| !explained(text)).find_map(|text| Some((text, self::named(text)?)));
        if let Some((text, part)) = found {
            out.push(Finding::new("L008", context.within(&text.place, part)).arg("named", part));
        }
    }
}

/// The code or link for buyers that a text names.
fn named(text: &str) -> Option<&str> {
    // Hardly any text speaks of a code or a link.
    if !MARKS.iter().chain(LINKS).any(|mark| text.contains(mark)) {
        return None;
    }
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(GONE) {
        return None;
    }
    // An address is for people wherever it stands; a code may be one for scanners.
    for mark in LINKS {
        if let Some(at) = text.find(mark) {
            let rest = &text[at..];
            let end = rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len());
            return Some(rest[..end].trim_end_matches(['.', ',', ';', ')']));
        }
    }
    if !has(BUYERS) {
        return None;
    }
    for mark in MARKS {
        let found = text.match_indices(mark).find(|(at, _)| {
            let before = text[..*at].chars().next_back();
            let after = text[at + mark.len()..].chars().next();
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            !inside(before) && (!inside(after) || after == Some('s'))
        });
        if let Some((at, _)) = found {
            return Some(&text[at..at + mark.len()]);
        }
    }
    None
}

/// Whether a text says that what it names leads to instructions and to nothing else.
fn explained(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(INSTRUCTIONS) && has(ONLY)
}

#[cfg(test)]
mod tests {
    use super::{explained, named};

    #[test]
    fn codes_for_buyers() {
        assert_eq!(named("Each manual has a QR code on page 4."), Some("QR code"));
        assert_eq!(named("The insert card shows https://example.com/b3, page 1."), Some("https://example.com/b3"));
        assert_eq!(named("说明书上印有二维码。"), Some("二维码"));
        assert_eq!(named("The QR codes on the buyers' cards were checked."), Some("QR code"));
    }

    #[test]
    fn no_codes_for_buyers() {
        assert_eq!(named("Cartons bear a QR code that the line scanner reads."), None);
        assert_eq!(named("The QR code was removed from the manual."), None);
        assert_eq!(named("Each change is linked to the page; SQR-4 for customers."), None);
    }

    #[test]
    fn what_explains() {
        assert!(explained("The QR code in the manual leads to the assembly video only."));
        assert!(explained("二维码仅指向安装视频。"));
        assert!(!explained("The QR code in the manual leads to our shop."));
    }
}
