use std::collections::BTreeSet;

use crate::check::case::Case;
use crate::diag::{Finding, Level};
use crate::lint::figures::figures;
use crate::lint::{Context, Group, Rule};
use crate::source::Spanned;

/// L007: a statement in another language than the letter's.
pub static RULE: Rule = Rule {
    code: "L007",
    name: "language-mismatch",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L007.md"),
    page_zh: include_str!("../../../locales/zh/rules/L007.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let mut told = |text: &Spanned<String>, variant: Option<&str>| {
        let Some(script) = foreign(text, &case.language) else { return };
        let finding = Finding::new("L007", text.place.clone()).arg("script", script);
        let finding = finding.arg("language", case.language.as_str());
        out.push(match variant {
            Some(variant) => finding.variant(variant),
            None => finding,
        });
    };
    case.causes.iter().filter_map(|cause| cause.statement.as_ref()).for_each(|text| told(text, None));
    case.actions.iter().filter_map(|action| action.what.as_ref()).for_each(|text| told(text, None));
    case.arguments.iter().filter_map(|argument| argument.claim.as_ref()).for_each(|text| told(text, None));
    case.complaint.iter().for_each(|text| told(text, Some("complaint")));
    compare(case, out);
}

/// Tells where `zh` has other figures than the statement beside it.
fn compare(case: &Case, out: &mut Vec<Finding>) {
    let causes = case.causes.iter().map(|cause| (&cause.statement, &cause.zh, String::new()));
    let actions = case.actions.iter().map(|action| {
        // What stands in keys of its own, the Chinese may say as well.
        let days = action.started.iter().chain(action.done.iter().map(|done| &done.value));
        let mut more: String = days.map(|day| format!("{day} {}/{} ", day.month(), day.day())).collect();
        more.extend(action.owner.iter().chain(&action.frequency).map(|text| format!("{} ", text.as_str())));
        (&action.what, &action.zh, more)
    });
    let arguments = case.arguments.iter().map(|argument| (&argument.claim, &argument.zh, String::new()));
    for (statement, zh, more) in causes.chain(actions).chain(arguments) {
        let (Some(statement), Some(zh)) = (statement, zh) else { continue };
        // A statement in Chinese was told above.
        if foreign(statement, &case.language).is_some() {
            continue;
        }
        let (here, there) = differences(zh, statement, &more);
        if here.is_empty() && there.is_empty() {
            continue;
        }
        let finding = Finding::new("L007", zh.place.clone());
        let finding = match (here.is_empty(), there.is_empty()) {
            (false, true) => finding.variant("extra"),
            (true, _) => finding.variant("left-out"),
            _ => finding.variant("figures"),
        };
        let list = |figures: BTreeSet<String>| figures.into_iter().collect::<Vec<_>>().join(", ");
        out.push(
            finding
                .level(Level::Warning)
                .arg("here", list(here))
                .arg("there", list(there))
                .label(statement.place.clone(), "statement"),
        );
    }
}

/// Figures that stand in the Chinese text only, and those that stand in the statement only.
fn differences(zh: &str, statement: &str, more: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (zh, statement, more) = (figures(zh), figures(statement), figures(more));
    let here = zh.plain.iter().filter(|n| !statement.known.contains(*n) && !more.known.contains(*n));
    let there = statement.plain.iter().filter(|n| !zh.known.contains(*n));
    (here.cloned().collect(), there.cloned().collect())
}

/// The script of most of a text, where that is not the one of the letter's language. What stands
/// in brackets does not count: names are given there in their own script.
fn foreign(text: &str, language: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let mut depth = 0usize;
    let mut latin = 0usize;
    let mut others: Vec<(&'static str, usize)> = Vec::new();
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' | '《' => depth += 1,
            ')' | '）' | ']' | '】' | '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 || !c.is_alphabetic() => {}
            _ => match script(c) {
                "latin" => latin += 1,
                name => match others.iter_mut().find(|(other, _)| *other == name) {
                    Some((_, count)) => *count += 1,
                    None => others.push((name, 1)),
                },
            },
        }
    }
    // A character of these says as much as several letters.
    let heavy = |name: &str| if matches!(name, "han" | "kana" | "hangul") { 2 } else { 1 };
    let weight: usize = others.iter().map(|(name, count)| count * heavy(name)).sum();
    let main = if others.iter().any(|(name, _)| *name == "kana") {
        "kana"
    } else {
        others.iter().max_by_key(|(_, count)| *count).map(|(name, _)| *name)?
    };
    match language {
        "zh" | "ja" => None,
        _ => (weight > latin && weight >= 4).then_some(main),
    }
}

fn script(c: char) -> &'static str {
    match u32::from(c) {
        0..=0x2af | 0x1e00..=0x1eff | 0x2100..=0x214f | 0xff21..=0xff5a => "latin",
        0x370..=0x3ff => "greek",
        0x400..=0x52f => "cyrillic",
        0x590..=0x5ff => "hebrew",
        0x600..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => "arabic",
        0xe00..=0xe7f => "thai",
        0x3040..=0x30ff | 0x31f0..=0x31ff => "kana",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => "hangul",
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => {
            "han"
        }
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::{differences, foreign};

    #[test]
    fn names_are_no_other_language() {
        assert_eq!(foreign("Wen Qi (文琦) of 宁波华星 checked 736 boards on 3 October 2026.", "en"), None);
        assert_eq!(foreign("The label said 竹砧板 instead of the English name of the product.", "en"), None);
        assert_eq!(foreign("Größe geändert, 10 µm, 5 Ω", "en"), None);
        assert_eq!(foreign("2026-10-07: 736", "en"), None);
    }

    #[test]
    fn other_languages() {
        assert_eq!(foreign("全部库存换成双层纸箱。", "en"), Some("han"));
        assert_eq!(foreign("包装组长已将库存 1,148 件全部换成 double-wall 纸箱。", "en"), Some("han"));
        assert_eq!(foreign("箱を二重壁に交換しました。", "en"), Some("kana"));
        assert_eq!(foreign("Все коробки заменены.", "en"), Some("cyrillic"));
    }

    fn lists(zh: &str, statement: &str) -> (Vec<String>, Vec<String>) {
        let (here, there) = differences(zh, statement, "");
        (here.into_iter().collect(), there.into_iter().collect())
    }

    #[test]
    fn the_same_in_other_words() {
        let none = (Vec::<String>::new(), Vec::<String>::new());
        let statement = "On October 5, 2026, four packers opened 1,148 boxes of lot 2610-K: 54 failed (7.30 %).";
        assert_eq!(lists("10 月 5 日 4 名包装工开箱 1148 件(批次 2610-K), 不合格 54 件(7.3 %)。", statement), none);
        assert_eq!(lists("十月五日，四名包装工开箱 1,148 件，54 件不合格，占 7.3%。", statement), none);
        assert_eq!(lists("共 1.2 万件, 每箱 24 小时。", "12,000 units, a 24-hour test each."), none);
    }

    #[test]
    fn what_differs() {
        let statement = "54 of 736 boards (7.3 %) had a split corner.";
        assert_eq!(lists("736 件中 45 件开裂(7.3 %)。", statement), (vec!["45".into()], vec!["54".into()]));
        assert_eq!(lists("54 件开裂(7.3 %)。", statement), (vec![], vec!["736".into()]));
    }
}
