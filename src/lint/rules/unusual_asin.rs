use crate::check::ident;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// S006: an ASIN of unusual shape.
pub static RULE: Rule = Rule {
    code: "S006",
    name: "unusual-asin",
    level: Level::Warning,
    group: Group::Schema,
    page_en: include_str!("../../../locales/en/rules/S006.md"),
    page_zh: include_str!("../../../locales/zh/rules/S006.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for item in &context.case.items {
        // What is no ASIN at all, S005 has told.
        if ident::asin(&item.asin).is_ok() && !item.asin.starts_with("B0") && !is_isbn(&item.asin) {
            out.push(Finding::new("S006", item.asin.place.clone()).arg("asin", item.asin.as_str()));
        }
    }
}

/// Whether ten characters have the shape of an ISBN-10; its check digit was looked at before.
fn is_isbn(asin: &str) -> bool {
    let (digits, last) = asin.split_at(asin.len().saturating_sub(1));
    digits.bytes().all(|b| b.is_ascii_digit()) && last.bytes().all(|b| b.is_ascii_digit() || b == b'X')
}

#[cfg(test)]
mod tests {
    use super::is_isbn;

    #[test]
    fn books() {
        assert!(is_isbn("0306406152") && is_isbn("080442957X"));
        assert!(!is_isbn("BT6RZ7JM4H") && !is_isbn("03064X6152"));
    }
}
