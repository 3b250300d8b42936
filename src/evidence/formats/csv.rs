use std::cell::RefCell;

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
    let mut rows = Vec::new();
    let mut total_rows = 0_usize;
    records(text.as_bytes(), delimiter, &mut |record, ends| {
        total_rows += 1;
        if rows.len() < limits.table_rows {
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let cells = starts.zip(ends).map(|(start, end)| record.get(start..*end).unwrap_or_default());
            rows.push(cells.map(|cell| clean(&String::from_utf8_lossy(cell), delimiter)).collect());
        }
    });
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

thread_local! {
    /// Readers by delimiter: to make one takes longer than to read a small table with it.
    static READERS: RefCell<Vec<(u8, csv_core::Reader)>> = const { RefCell::new(Vec::new()) };
}

/// Cuts text into records: the cells of each behind one another, and where each ends.
fn records(text: &[u8], delimiter: u8, each: &mut dyn FnMut(&[u8], &[usize])) {
    READERS.with_borrow_mut(|readers| {
        let at = readers.iter().position(|(known, _)| *known == delimiter).unwrap_or_else(|| {
            // Amazon's tab-separated reports hold bare quotation marks.
            let reader = csv_core::ReaderBuilder::new().delimiter(delimiter).quoting(delimiter != b'\t').build();
            readers.push((delimiter, reader));
            readers.len() - 1
        });
        // Not cloned: a clone forgets which bytes are which.
        let reader = &mut readers[at].1;
        reader.reset();
        cut(reader, text, each);
    });
}

fn cut(reader: &mut csv_core::Reader, mut input: &[u8], each: &mut dyn FnMut(&[u8], &[usize])) {
    let (mut record, mut ends) = (vec![0; input.len().clamp(64, 1 << 16)], vec![0; 32]);
    let (mut filled, mut cells) = (0, 0);
    loop {
        let (result, read, wrote, ended) = reader.read_record(input, &mut record[filled..], &mut ends[cells..]);
        input = &input[read..];
        filled += wrote;
        cells += ended;
        match result {
            // Called again without input, the reader knows that there is no more.
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::OutputFull => record.resize(record.len() * 2, 0),
            csv_core::ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            csv_core::ReadRecordResult::Record => {
                each(&record[..filled], &ends[..cells]);
                (filled, cells) = (0, 0);
            }
            csv_core::ReadRecordResult::End => break,
        }
    }
}

/// A cell with normalised line ends; where quotes are not read as such, an outer pair is dropped.
fn clean(cell: &str, delimiter: u8) -> String {
    let inner = match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) if delimiter == b'\t' => inner.replace("\"\"", "\""),
        _ => cell.to_owned(),
    };
    if inner.contains('\r') { inner.replace("\r\n", "\n").replace('\r', "\n") } else { inner }
}

/// The delimiter that stands in most lines of the beginning, and stands there most evenly.
pub fn guess(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(50).collect();
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, delimiter)).collect();
        counts.sort_unstable();
        let same = counts.chunk_by(|count, other| count == other).filter(|same| same[0] > 0);
        same.map(|same| (same.len(), same[0])).max().unwrap_or_default()
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
    // Most lines quote nothing.
    if memchr::memchr(b'"', line.as_bytes()).is_none() {
        return memchr::memchr_iter(delimiter, line.as_bytes()).count();
    }
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
    fn long_and_wide_rows_are_whole() {
        let (long, wide) = ("x".repeat(200_000), "y,".repeat(99));
        let text = format!("{long},\"a\n\"\"b\"\n{wide}z\n\n");
        let found = table(text.as_bytes(), 9).expect("a table").0;
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 100]);
        assert_eq!((found[0][0].len(), found[0][1].as_str(), found[1][99].as_str()), (200_000, "a\n\"b", "z"));
        // The same reader again, and another one between.
        for _ in 0..3 {
            assert_eq!(table("größe;1\n".as_bytes(), 9).expect("a table").0, [["größe", "1"]]);
            assert_eq!(table(b"a,1\nb,\"2\n3\"", 9).expect("a table").0, [["a", "1"], ["b", "2\n3"]]);
        }
    }

    #[test]
    fn all_rows_are_counted() {
        let found = table(b"a,b\n1,2\n3,4\n", 2);
        assert_eq!(found.map(|(rows, total)| (rows.len(), total)), Some((2, 3)));
    }
}
