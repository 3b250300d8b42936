//! Shapes of identifiers. Sources: Amazon's report documentation for orders, ISO 2108 for ISBN-10.

/// What is wrong with an ASIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsinProblem {
    /// Not ten characters, but so many.
    Length(usize),
    /// Right but for lower-case letters; this is the upper-case form.
    Case(String),
    /// A character that is neither a capital letter nor a digit.
    Character(char),
    /// An ISBN-10 whose check digit should be this.
    CheckDigit(char),
    /// A made-up one, such as `B0XXXXXXXX`.
    Placeholder,
}

/// Checks an ASIN: ten capital letters and digits; ten digits (the last may be X) are an ISBN-10.
///
/// # Errors
/// See [`AsinProblem`].
pub fn asin(text: &str) -> Result<(), AsinProblem> {
    let length = text.chars().count();
    let upper = text.to_ascii_uppercase();
    if let Some(bad) = upper.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(AsinProblem::Character(bad));
    }
    if length != 10 {
        return Err(AsinProblem::Length(length));
    }
    if is_placeholder(&upper) {
        return Err(AsinProblem::Placeholder);
    }
    if upper != text {
        return Err(AsinProblem::Case(upper));
    }
    let digits: Vec<u32> = text.chars().take(9).filter_map(|c| c.to_digit(10)).collect();
    let last = text.chars().last().unwrap_or_default();
    if digits.len() == 9 && (last.is_ascii_digit() || last == 'X') {
        let sum: u32 = (2..=10).rev().zip(&digits).map(|(weight, digit)| weight * digit).sum();
        let check = char::from_digit((11 - sum % 11) % 11, 11).map_or('X', |c| if c == 'a' { 'X' } else { c });
        if check != last {
            return Err(AsinProblem::CheckDigit(check));
        }
    }
    Ok(())
}

fn is_placeholder(upper: &str) -> bool {
    let tail = upper.strip_prefix("B0").or_else(|| upper.strip_prefix('B')).unwrap_or(upper);
    let mut chars = tail.chars();
    let first = chars.next();
    let same = chars.all(|c| Some(c) == first) && first.is_some();
    let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
    same || matches!(digits.as_str(), "0123456789" | "1234567890") || upper.ends_with("EXAMPLE") || tail == "12345678"
}

/// The name of a variable of the environment that may hold a password.
pub fn password_variable(text: &str) -> bool {
    let own = text.strip_prefix(crate::options::PREFIX);
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    own.is_some_and(|own| !own.is_empty() && own.chars().all(fits)) && text.len() <= 100
}

/// An order id: three, seven, seven digits.
pub fn order(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 3
        && parts.iter().zip([3, 7, 7]).all(|(part, n)| part.len() == n && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Amazon's case id: ten to twelve digits.
pub fn case_id(text: &str) -> bool {
    (10..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// An id of a table: `[a-z0-9][a-z0-9-]{0,63}`.
pub fn table_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A list of pages such as `1-3,7`: pages from 1, in the order written.
///
/// Returns `None` where it is no such list.
pub fn pages(text: &str) -> Option<Vec<usize>> {
    let mut pages = Vec::new();
    for part in text.split(',') {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let from: usize = from.trim().parse().ok()?;
        let to: usize = to.trim().parse().ok()?;
        if from == 0 || to < from || to > 1_000_000 || to - from > 100_000 {
            return None;
        }
        pages.extend(from..=to);
    }
    Some(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asins() {
        assert_eq!(asin("B0CHX3QBCH"), Ok(()));
        assert_eq!(asin("BT6RZ7JM4H"), Ok(()));
        assert_eq!(asin("0306406152"), Ok(()));
        assert_eq!(asin("080442957X"), Ok(()));
        assert_eq!(asin("0306406153"), Err(AsinProblem::CheckDigit('2')));
        assert_eq!(asin("b0chx3qbch"), Err(AsinProblem::Case("B0CHX3QBCH".into())));
        assert_eq!(asin("B0XXXXXXXX"), Err(AsinProblem::Placeholder));
        assert_eq!(asin("B0CHX3QBC"), Err(AsinProblem::Length(9)));
        assert_eq!(asin("B0CHX-QBCH"), Err(AsinProblem::Character('-')));
        assert_eq!(asin("B0包装"), Err(AsinProblem::Character('包')));
    }

    #[test]
    fn page_lists() {
        assert_eq!(pages("1-3,7"), Some(vec![1, 2, 3, 7]));
        assert_eq!(pages("0"), None);
        assert_eq!(pages("3-1"), None);
        assert_eq!(pages(""), None);
    }
}
