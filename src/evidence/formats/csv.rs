use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal, Word, extension};

use super::{Format, text};

/// Tables with commas, semicolons, tabs or bars between the cells.
pub static FORMAT: Format = Format {
    id: "csv",
    media_type: "text/csv",
    extensions: &["csv"],
    sniff: |bytes, name| extension(name) == "csv" && text::is_text(bytes),
    inspect: |bytes, _, limits| inspect(FORMAT.id, bytes, None, limits),
};

/// Reads a table. Without a given delimiter the one is taken that cuts the first lines most
/// evenly.
///
/// # Errors
///
/// A [`Refusal`] if the text has no known encoding or the table no rows.
pub fn inspect(id: Word, bytes: &[u8], delimiter: Option<u8>, limits: &Limits) -> Result<Inspected, Refusal> {
    let unreadable = |problem| Refusal::Unreadable { reader: id, problem };
    let Some((text, encoding)) = text::decode(bytes) else {
        let problem = Problem::damaged("the encoding of the text is unknown");
        return Err(unreadable(problem));
    };
    let delimiter = delimiter.unwrap_or_else(|| guess(&text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // Amazon's tab-separated reports hold bare quotation marks.
        .quoting(delimiter != b'\t')
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut total_rows = 0_usize;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(unreadable(Problem::damaged(error.to_string()))),
        }
        total_rows += 1;
        if rows.len() < limits.table_rows {
            let cells = record.iter().map(|cell| clean(cell, delimiter));
            rows.push(cells.collect());
        }
    }
    if total_rows == 0 {
        return Err(unreadable(Problem::damaged("the table has no rows")));
    }
    let count = total_rows - rows.len();
    let mut found = Inspected::new(id, Content::Table { rows, encoding, total_rows });
    if count > 0 {
        found.left_out.push(LeftOut::Rows { count });
    }
    Ok(found)
}

/// A cell with normalised line ends; where quotes are not read as such, an outer pair is dropped.
fn clean(cell: &str, delimiter: u8) -> String {
    let inner = match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) if delimiter == b'\t' => inner.replace("\"\"", "\""),
        _ => cell.to_owned(),
    };
    inner.replace("\r\n", "\n").replace('\r', "\n")
}

/// The delimiter that stands in most lines of the beginning, and stands there most evenly.
pub fn guess(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(50).collect();
    let score = |delimiter: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, delimiter)).collect();
        let mut best = (0_usize, 0_usize);
        for &count in counts.iter().filter(|count| **count > 0) {
            let same = counts.iter().filter(|other| **other == count).count();
            best = best.max((same, count));
        }
        best
    };
    let mut winner = (b',', score(b','));
    for delimiter in [b';', b'\t', b'|'] {
        let found = score(delimiter);
        if found > winner.1 {
            winner = (delimiter, found);
        }
    }
    winner.0
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8], limit: usize) -> Option<(Vec<Vec<String>>, usize)> {
        let limits = Limits { table_rows: limit, ..Limits::default() };
        match inspect("csv", bytes, None, &limits).map(|found| found.content) {
            Ok(Content::Table { rows, total_rows, .. }) => Some((rows, total_rows)),
            _ => None,
        }
    }

    #[test]
    fn delimiters() {
        let expected = vec![vec!["a".to_owned(), "b,c".to_owned()]];
        assert_eq!(table(b"a,\"b,c\"\n", 9), Some((expected, 1)));
        assert_eq!(guess("a;b;c\n1,5;2;3\n2,5;4;6"), b';');
        assert_eq!(guess("a\tb\n1\t2"), b'\t');
    }

    #[test]
    fn all_rows_are_counted() {
        let found = table(b"a,b\n1,2\n3,4\n", 2);
        assert_eq!(found.map(|(rows, total)| (rows.len(), total)), Some((2, 3)));
    }
}
