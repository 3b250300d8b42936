//! Rows of a table, cut out of a stream of bytes without decoding them: no encoding that reports come
//! in has a tab, a comma, a quotation mark or a line end inside another character.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter};

use super::source::Text;

/// The longest row; a longer one is unreadable.
const MAX_ROW: usize = 1 << 20;
/// Most lines of a row whose cells hold line ends.
const MAX_LINES: usize = 64;
/// Most cells of a row that are looked at.
const MAX_CELLS: usize = 512;

/// Rows of a report.
pub struct Rows<R: Read> {
    /// Where the bytes come from.
    pub text: Text<R>,
    buf: Vec<u8>,
    /// Where the row begins, where the next one does, where the bytes end.
    start: usize,
    next: usize,
    end: usize,
    over: bool,
    line: u64,
    next_line: u64,
    delimiter: u8,
    /// How many cells the header has.
    width: usize,
    cells: Vec<(u32, u32)>,
}

/// One row.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    buf: &'a [u8],
    cells: &'a [(u32, u32)],
    /// The line on which it begins, from 1.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// A cell without blanks and quotation marks around it; empty where the row is too short.
    pub fn cell(&self, at: usize) -> &'a [u8] {
        let Some((start, end)) = self.cells.get(at) else { return b"" };
        let cell = self.buf.get(*start as usize..*end as usize).unwrap_or_default();
        match cell {
            [first, .., last] if *first > b'"' && *last > b'"' => cell,
            _ => unquoted(cell.trim_ascii()),
        }
    }

    /// Whether nothing stands in any cell.
    pub fn is_blank(&self) -> bool {
        (0..self.cells.len()).all(|at| self.cell(at).is_empty())
    }

    /// How many cells there are.
    pub fn count(&self) -> usize {
        self.cells.len()
    }
}

fn unquoted(cell: &[u8]) -> &[u8] {
    match cell {
        [b'"', inner @ .., b'"'] => inner.trim_ascii(),
        _ => cell,
    }
}

impl<R: Read> Rows<R> {
    /// Begins after `skip` lines, of which the last is the header.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(text: Text<R>, delimiter: u8, width: usize, skip: usize) -> io::Result<Self> {
        let mut rows = Self {
            text,
            buf: vec![0; 1 << 18],
            start: 0,
            next: 0,
            end: 0,
            over: false,
            line: 0,
            next_line: 1,
            delimiter: b'\t',
            width,
            cells: Vec::new(),
        };
        for _ in 0..skip {
            rows.advance()?;
        }
        rows.delimiter = delimiter;
        Ok(rows)
    }

    /// The row that was come to last.
    pub fn row(&self) -> Row<'_> {
        Row { buf: &self.buf, cells: &self.cells, line: self.line }
    }

    /// Goes to the next row; false at the end. A row that is too long has no cells.
    ///
    /// # Errors
    /// What the system says.
    pub fn advance(&mut self) -> io::Result<bool> {
        (self.start, self.line) = (self.next, self.next_line);
        self.cells.clear();
        let Some(end) = self.line_end(self.start)? else { return self.skip_line() };
        if end == self.start && self.next_is_over(end) {
            return Ok(false);
        }
        let line = &self.buf[self.start..end];
        if self.delimiter != b'\t' && memchr(b'"', line).is_some() {
            return self.quoted(end);
        }
        self.split(end);
        self.go_on(end, 1);
        Ok(true)
    }

    fn next_is_over(&self, end: usize) -> bool {
        self.over && end >= self.end
    }

    /// Cuts a line without regard for quotation marks.
    fn split(&mut self, end: usize) {
        let mut from = self.start;
        let line = &self.buf[self.start..end];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        for at in memchr_iter(self.delimiter, line).take(MAX_CELLS) {
            let at = self.start + at;
            self.cells.push((from as u32, at as u32));
            from = at + 1;
        }
        self.cells.push((from as u32, (self.start + line.len()) as u32));
    }

    /// Cuts a row with quotation marks, which may go on over several lines.
    fn quoted(&mut self, first: usize) -> io::Result<bool> {
        let mut end = first;
        for lines in 1..=MAX_LINES {
            if let Some(clean) = self.parse(end) {
                if lines > 1 && (!clean || self.cells.len() != self.width) {
                    break;
                }
                self.go_on(end, lines);
                return Ok(true);
            }
            if self.next_is_over(end) {
                break;
            }
            let from = self.start;
            let Some(more) = self.line_end(end + 1)? else { break };
            // What was read may have moved.
            end = more;
            debug_assert!(self.start <= from);
        }
        // The mark that opens is never closed where it should be: then it is a sign like others.
        self.cells.clear();
        let Some(end) = self.line_end(self.start)? else { return self.skip_line() };
        self.split(end);
        self.go_on(end, 1);
        Ok(true)
    }

    /// Reads cells up to `end` by the rules of CSV; none if a quotation mark is still open there, else
    /// whether a delimiter stands behind each mark that closes.
    fn parse(&mut self, end: usize) -> Option<bool> {
        let mut clean = true;
        self.cells.clear();
        let line = &self.buf[..end];
        let mut at = self.start;
        loop {
            if line.get(at) == Some(&b'"') {
                let from = at + 1;
                at = from;
                loop {
                    let mark = line.get(at..).and_then(|rest| memchr(b'"', rest))?;
                    at += mark + 1;
                    match line.get(at) {
                        Some(b'"') => at += 1,
                        _ => break,
                    }
                }
                self.cells.push((from as u32, (at - 1) as u32));
                // What stands between the mark and the delimiter does not count.
                let rest = line.get(at..).unwrap_or_default();
                clean &= matches!(rest, [] | [b'\r']) || rest.first() == Some(&self.delimiter);
                at += memchr(self.delimiter, rest).unwrap_or(rest.len());
            } else {
                let rest = &line[at.min(line.len())..];
                let length = memchr(self.delimiter, rest).unwrap_or(rest.len());
                let cell = &rest[..length];
                let cell = if at + length == line.len() { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell };
                self.cells.push((at as u32, (at + cell.len()) as u32));
                at += length;
            }
            if at >= line.len() || self.cells.len() > MAX_CELLS {
                return Some(clean);
            }
            at += 1;
        }
    }

    fn go_on(&mut self, end: usize, lines: usize) {
        self.next = (end + 1).min(self.end);
        self.next_line += lines as u64;
    }

    /// The end of the line that goes through `from`; reads on where it is not there yet. None if the row
    /// gets too long.
    fn line_end(&mut self, from: usize) -> io::Result<Option<usize>> {
        let mut from = from;
        let mut scan = from;
        loop {
            if let Some(found) = memchr(b'\n', &self.buf[scan.min(self.end)..self.end]) {
                return Ok(Some(scan + found));
            }
            if self.over {
                return Ok(Some(self.end.max(from)));
            }
            scan = self.end;
            if self.start > 0 {
                let gone = self.start;
                self.buf.copy_within(gone..self.end, 0);
                self.start = 0;
                (self.end, from, scan) = (self.end - gone, from - gone, scan - gone);
            }
            if self.end == self.buf.len() {
                if self.buf.len() >= MAX_ROW {
                    return Ok(None);
                }
                self.buf.resize(self.buf.len() * 2, 0);
            }
            match self.text.read(&mut self.buf[self.end..])? {
                0 => self.over = true,
                got => self.end += got,
            }
        }
    }

    /// Goes past a line that is too long to keep.
    fn skip_line(&mut self) -> io::Result<bool> {
        loop {
            if let Some(found) = memchr(b'\n', &self.buf[self.start..self.end]) {
                self.next = self.start + found + 1;
                break;
            }
            (self.start, self.end) = (0, 0);
            match self.text.read(&mut self.buf)? {
                0 => {
                    self.over = true;
                    self.next = 0;
                    break;
                }
                got => self.end = got,
            }
        }
        self.start = self.next;
        self.next_line += 1;
        self.cells.clear();
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8], delimiter: u8, width: usize) -> io::Result<Vec<(u64, Vec<String>)>> {
        let mut rows = Rows::new(Text::new(text)?, delimiter, width, 0)?;
        let mut found = Vec::new();
        while rows.advance()? {
            let row = rows.row();
            let cells = (0..row.count()).map(|at| String::from_utf8_lossy(row.cell(at)).into_owned());
            found.push((row.line, cells.collect()));
        }
        Ok(found)
    }

    fn cells(text: &str, delimiter: u8, width: usize) -> Vec<Vec<String>> {
        rows(text.as_bytes(), delimiter, width).expect("rows").into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn tabs_know_no_quotation_marks() {
        assert_eq!(cells("a\t24\" lamp\tc\r\n\"b, c\"\td", b'\t', 3), [vec!["a", "24\" lamp", "c"], vec!["b, c", "d"]]);
    }

    #[test]
    fn commas_do() {
        assert_eq!(cells("a,\"b, \"\"c\"\"\",d\n", b',', 3), [["a", "b, \"\"c\"\"", "d"]]);
        let found = rows(b"a,\"b\nc\",d\ne,f,g\n", b',', 3).expect("rows");
        assert_eq!(found[0].1, ["a", "b\nc", "d"]);
        assert_eq!(found[1], (3, vec!["e".to_owned(), "f".to_owned(), "g".to_owned()]));
    }

    #[test]
    fn a_mark_that_is_never_closed_spoils_one_row() {
        let found = cells("a,\"24 inch,c\nd,e,f\ng,h,i\n", b',', 3);
        assert_eq!(found, [vec!["a", "\"24 inch", "c"], vec!["d", "e", "f"], vec!["g", "h", "i"]]);
        // Closed too late: the row would have too few cells.
        let found = cells("a,\"24 inch,c\nd,e,f\ng,\"h,i\"\nj,k,l\n", b',', 3);
        assert_eq!(found.len(), 4);
        assert_eq!(found[1], ["d", "e", "f"]);
    }

    #[test]
    fn long_rows_and_buffers() {
        let long = "x".repeat(3 << 20);
        let text = format!("a,b\n{long}\nc,d\n{}", "e,\"f\ng\"\n".repeat(100_000));
        let found = rows(text.as_bytes(), b',', 2).expect("rows");
        assert_eq!(found[1], (2, vec![]));
        assert_eq!(found[2], (3, vec!["c".to_owned(), "d".to_owned()]));
        assert_eq!(found.len(), 100_003);
        assert_eq!(found.last().map(|row| row.0), Some(4 + 2 * 99_999));
        assert!(found[3..].iter().all(|(_, cells)| *cells == ["e", "f\ng"]));
    }

    #[test]
    fn ends_of_files() {
        assert_eq!(cells("", b',', 2), Vec::<Vec<String>>::new());
        assert_eq!(cells("a,b", b',', 2), [["a", "b"]]);
        assert_eq!(cells("\n\na\n", b',', 2), [vec![""], vec![""], vec!["a"]]);
        assert_eq!(cells("a,\"b", b',', 2), [["a", "\"b"]]);
    }
}
