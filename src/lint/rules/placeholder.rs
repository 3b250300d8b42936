use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// L001: a left-over placeholder.
pub static RULE: Rule = Rule {
    code: "L001",
    name: "placeholder",
    level: Level::Error,
    group: Group::Letter,
    page_en: include_str!("../../../locales/en/rules/L001.md"),
    page_zh: include_str!("../../../locales/zh/rules/L001.md"),
    judge: Some(judge),
};

/// Beginnings of a bracketed blank that a product's name or a caption would not hold.
const STRONG: &[&str] = &["insert", "your", "enter", "fill in", "请填写", "填写", "您的"];
/// Whole words in brackets that are blanks in a statement.
const WEAK: &[&str] =
    &["date", "asin", "name", "number", "quantity", "supplier", "product", "sku", "日期", "数量", "姓名"];
/// Marks that writers leave for themselves.
const MARKS: &[&str] = &["TODO", "TBD", "FIXME", "XXX"];

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let mut statements = Vec::new();
    statements.extend(case.causes.iter().filter_map(|cause| cause.statement.as_ref()));
    for action in &case.actions {
        statements.extend(action.what.iter().chain(&action.owner).chain(&action.frequency));
    }
    statements.extend(case.arguments.iter().filter_map(|argument| argument.claim.as_ref()));
    statements.extend(case.evidence.iter().flat_map(|e| e.note.iter().chain(&e.translation)));
    statements.extend(&case.complaint);
    let mut titles: Vec<_> = case.evidence.iter().map(|evidence| &evidence.caption).collect();
    titles.extend(case.product.iter().chain(case.items.iter().filter_map(|item| item.product.as_ref())));
    let strict = statements.into_iter().map(|text| (text, true));
    for (text, strict) in strict.chain(titles.into_iter().map(|text| (text, false))) {
        for marker in markers(text, strict) {
            out.push(Finding::new("L001", context.within(&text.place, marker)).arg("marker", marker));
        }
    }
}

/// The left-over markers of a text, each once, in order.
fn markers(text: &str, strict: bool) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut add = |part| {
        if !found.contains(&part) {
            found.push(part);
        }
    };
    for (open, close) in [("[", "]"), ("<", ">"), ("【", "】")] {
        let mut rest = text;
        while let Some((_, tail)) = rest.split_once(open) {
            let start = text.len() - tail.len() - open.len();
            let Some(length) = tail.find(close).filter(|length| *length <= 80) else {
                rest = tail;
                continue;
            };
            let inside = tail[..length].trim().to_lowercase();
            let strong = open != "<" && STRONG.iter().any(|word| inside.starts_with(word));
            if strong || strict && WEAK.contains(&inside.as_str()) {
                add(&text[start..start + open.len() + length + close.len()]);
            }
            rest = &tail[length..];
        }
    }
    if strict {
        if let Some(start) = text.find("{{") {
            let length = text[start..].find("}}").map_or(2, |length| length + 2);
            add(&text[start..start + length.min(text.len() - start)]);
        }
        if let Some(start) = text.find("___") {
            let length = text[start..].bytes().take_while(|b| *b == b'_').count();
            add(&text[start..start + length]);
        }
    }
    for mark in MARKS.iter().filter(|mark| strict || matches!(**mark, "TODO" | "XXX")) {
        let mut from = 0;
        while let Some(at) = text[from..].find(mark).map(|at| at + from) {
            let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            let after = text[at + mark.len()..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
            if !before && !after {
                add(&text[at..at + mark.len()]);
            }
            from = at + mark.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::markers;

    #[test]
    fn markers_are_found_whole() {
        assert_eq!(markers("on [insert date], see {{ x }} and TODO", true), ["[insert date]", "{{ x }}", "TODO"]);
        assert_eq!(markers("size XXXL, [M], a < b > c", true), Vec::<&str>::new());
        assert_eq!(markers("Board [date]", false), Vec::<&str>::new());
        assert_eq!(markers("[Your name]", false), ["[Your name]"]);
        assert_eq!(markers("检验 <日期> 完成", true), ["<日期>"]);
    }
}
