//! Tables for terminals and for spreadsheets.

/// How many columns a character takes in a terminal.
fn cells(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0x33ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xa000..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// How many columns a text takes in a terminal.
pub fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

/// A text of at most so many columns; what is cut off is told by `…`.
pub fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = text.chars().take_while(|c| {
        taken += cells(*c);
        taken < most
    });
    fits.collect::<String>() + "…"
}

/// Rows with columns under each other; the last column is not padded.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, most) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(most - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A value that a spreadsheet takes for text: what could begin a formula gets an apostrophe before it.
pub fn guarded(value: &str) -> String {
    // Some programs drop blanks, and see what comes after them.
    let first = value.trim_start_matches([' ', '\u{feff}', '\u{a0}', '\u{3000}']).chars().next();
    let risky =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%' | '＝' | '＋' | '－' | '＠');
    let numeric =
        value.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    if first.is_some_and(risky) && !numeric { format!("'{value}") } else { value.to_owned() }
}

/// Rows as CSV, each value guarded.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let _ = writer.write_record(row.iter().map(|value| guarded(value)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [vec!["案例".to_owned(), "a".to_owned()], vec!["x".to_owned(), "b".to_owned()]];
        assert_eq!(aligned(&rows), "案例  a\nx     b\n");
        assert_eq!(cut("包装破损的案例", 7), "包装破…");
        assert_eq!(cut("abc", 3), "abc");
    }

    #[test]
    fn no_value_is_a_formula() {
        for value in ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u{feff}=1", "＝1"] {
            assert_eq!(guarded(value), format!("'{value}"));
        }
        for value in ["", "-3", "a=1", "B0CHX3QBCH", "cases/a"] {
            assert_eq!(guarded(value), value);
        }
        let rows = [vec!["=HYPERLINK(\"x\")".to_owned(), "a,b".to_owned()]];
        assert_eq!(csv(&rows), "\"'=HYPERLINK(\"\"x\"\")\",\"a,b\"\r\n");
    }
}
