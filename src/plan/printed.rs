//! Text and tables, as they are printed: bounded, with the width of each column.

use serde_json::{Value, json};

/// Rows of a table that are printed; the bundle says how many more the original has.
pub const ROWS: usize = 200;
/// Lines of a text that are printed.
pub const LINES: usize = 1000;
/// Characters of a row from which a table is laid out landscape.
pub const WIDE: f64 = 110.0;
/// Characters of one cell or line that are printed.
const CELL: usize = 12_000;

/// `1234567` → `1,234,567`.
pub fn grouped(number: u64) -> String {
    let text = number.to_string();
    let mut grouped = String::new();
    for (at, c) in text.chars().enumerate() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    grouped
}

/// One line: line ends and the spaces around them become one space; all else stays.
pub fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// The body of a text exhibit.
pub fn text(text: &str) -> Value {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let total = text.split('\n').count();
    let lines: Vec<String> = text.split('\n').take(LINES).map(|line| cut(&line.replace('\t', "    "))).collect();
    json!({"kind": "text", "more": total - lines.len(), "lines": lines})
}

/// The body of a table exhibit; `rows` holds the header first, `total` counts it.
pub fn table(rows: &[Vec<String>], total: usize) -> Value {
    let header = rows.first().cloned().unwrap_or_default();
    let body: Vec<Vec<String>> = rows.iter().skip(1).take(ROWS).cloned().collect();
    let mut made = grid(&header, &body, &[]);
    made["kind"] = json!("table");
    made["more"] = json!(total.saturating_sub(1).saturating_sub(body.len()));
    made
}

/// A cell that spans several columns: row, column, number of columns.
pub type Span = (usize, usize, usize);

/// The cells of a table under a header, with what Typst needs to lay them out.
pub fn grid(header: &[String], rows: &[Vec<String>], spans: &[Span]) -> Value {
    let columns = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or(1).max(1);
    let pad = |row: &[String]| -> Vec<String> {
        (0..columns).map(|at| row.get(at).map(|cell| cut(&one_line(cell))).unwrap_or_default()).collect()
    };
    let header = pad(header);
    let printed: Vec<Vec<String>> = rows.iter().map(|row| pad(row)).collect();
    let spanned = |row: usize, at: usize| spans.iter().any(|(r, c, _)| (*r, *c) == (row, at));
    let mut widths: Vec<f64> = (0..columns)
        .map(|at| {
            let cells = printed.iter().enumerate().filter(|(row, _)| spans.is_empty() || !spanned(*row, at));
            let longest = cells.map(|(_, row)| width(&row[at])).fold(0.0, f64::max).min(40.0);
            let word = header[at].split_whitespace().map(|word| width(word) * BOLD).fold(0.0, f64::max).min(40.0);
            longest.max(word).max(3.0) + 2.0
        })
        .collect();
    let sum: f64 = widths.iter().sum();
    for width in &mut widths {
        *width /= sum;
    }
    // What Typst would have to find out cell by cell, found here once: every call costs there.
    let needs: Vec<f64> = printed.iter().map(|row| room_for(row, &widths)).collect();
    let column = |at: usize| printed.iter().map(move |row| row[at].as_str());
    let numeric: Vec<bool> = (0..columns).map(|at| is_numeric(column(at))).collect();
    let runs: Vec<usize> = (0..columns).map(|at| column(at).map(longest_run).max().unwrap_or(0)).collect();
    json!({
        "header": header, "rows": printed, "widths": widths, "chars": sum, "needs": needs,
        "numeric": numeric, "runs": runs, "wide": sum > WIDE,
    })
}

/// What stands beside a cell's text, in times the size of its letters: 6.2 pt at the smallest size, 6 pt.
const INSET: f64 = 1.04;

/// How wide a table has to be for a row to surely take one line, in times the size of its letters.
fn room_for(row: &[String], widths: &[f64]) -> f64 {
    let cells = row.iter().zip(widths);
    cells.map(|(cell, width)| (f64::from(at_most(cell)) / 100.0 + INSET) / width).fold(0.0, f64::max).ceil()
}

/// Whether a column holds figures, and nothing but figures and blanks.
fn is_numeric<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let mut any = false;
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        let figure = cell.trim_start_matches(['-', '+', '\u{2013}']).trim_end_matches('%').trim_end();
        let digits = figure.ends_with(|c: char| c.is_ascii_digit());
        if !digits || !figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202f}' | ' ')) {
            return false;
        }
        any = true;
    }
    any
}

/// The longest run of characters without a space.
fn longest_run(cell: &str) -> usize {
    cell.split_whitespace().map(|run| run.chars().count()).max().unwrap_or(0)
}

/// What a text is at most as wide as, in hundredths of its size: where it surely fits on a line,
/// nobody has to try. Beyond ASCII anything is possible.
fn at_most(text: &str) -> u32 {
    text.chars().map(char_at_most).fold(0, u32::saturating_add)
}

fn char_at_most(c: char) -> u32 {
    match c {
        '0'..='9' | ' ' | '.' | ',' | ':' | ';' | '-' | '(' | ')' | '/' | '\'' => 52,
        'm' | 'w' => 85,
        'a'..='z' => 60,
        'M' | 'W' => 105,
        'A'..='Z' => 85,
        ' '..='~' => 105,
        _ => 1_000_000,
    }
}

/// How much wider the letters of a header are.
const BOLD: f64 = 1.1;

/// How wide a text is, in small letters.
pub fn width(text: &str) -> f64 {
    let one = |c: char| match c {
        '\u{2e80}'.. => 2.0,
        'A'..='Z' | 'm' | 'w' | '@' | '%' => 1.4,
        _ => 1.0,
    };
    text.chars().map(one).sum()
}

/// At most as much of a text as is printed of one cell or line.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_tables_say_what_is_left() {
        let rows: Vec<Vec<String>> = (0..500).map(|n| vec![n.to_string(), "x".into()]).collect();
        let body = table(&rows, 2001);
        assert_eq!(body["rows"].as_array().map(Vec::len), Some(200));
        assert_eq!(body["more"], 1800);
        assert!(body["rows"][0][0] == "1");
    }

    #[test]
    fn no_letter_is_wider_than_said() {
        let fonts = crate::fonts::Fonts::new(std::path::Path::new("/nowhere"), &[]);
        let serif = fonts.embedded.iter().find(|font| {
            let info = font.info();
            info.family == "Libertinus Serif" && info.variant == typst::text::FontVariant::default()
        });
        let size = typst::layout::Abs::pt(10.0);
        let serif = serif.map(|font| font.clone().instantiate(font.info().variant, size, &Default::default()));
        for c in ' '..='~' {
            let advance = serif.as_ref().and_then(|font| font.x_advance(font.ttf().glyph_index(c)?.0));
            let advance = advance.map_or(f64::MAX, |em| em.get());
            assert!(advance * 100.0 < f64::from(char_at_most(c)) - 1.0, "{c:?}: {advance}");
        }
    }

    #[test]
    fn ragged_rows_are_filled() {
        let body = table(&[vec!["a".into()], vec!["1".into(), "2".into()]], 2);
        assert_eq!(body["header"], json!(["a", ""]));
    }

    #[test]
    fn wrapped_statements_become_one_line() {
        assert_eq!(one_line("\n  a  b\n   c \n"), "a  b c");
    }
}
