//! The reports, one file each.
//!
//! To add one: a file here with a `pub static FORMAT: Format`, its `pub mod` and its line in
//! [`FORMATS`](crate::complaints::formats::FORMATS), its name `report-…` in both `locales/`, and a test with a file made up in its form.

use std::io::Read;

use super::dates::Order;
use super::rows::Row;
use super::take::{Refusal, Taker, Unreadable};

pub mod fba_returns;
pub mod seller_feedback;
pub mod seller_returns;
pub mod seller_returns_xml;
pub mod voice_of_the_customer;

/// A report that Amazon gives.
pub struct Format {
    /// Its id, such as `fba-returns`.
    pub id: &'static str,
    /// What its header is known by, as it is shown where no report was recognised.
    pub looked_for: &'static str,
    /// How it is written.
    pub shape: Shape,
}

/// Decodes cell text.
pub type Decode<'d> = &'d dyn Fn(&[u8]) -> String;

/// Takes in a row of a table.
pub type TakeRow = fn(&Row<'_>, &Columns, &mut Taker, Decode<'_>) -> Result<(), Unreadable>;

/// How a report is written.
pub enum Shape {
    /// A table.
    Table {
        /// The places of the columns, if a header (and the row below it) is this report's.
        columns: fn(&[String], Option<&[String]>) -> Option<Columns>,
        /// Takes in a row.
        row: TakeRow,
        /// What the header's language tells of the order of dates.
        told: fn(&[String]) -> Option<Order>,
    },
    /// XML, of which the text's beginning holds [`Format::looked_for`].
    Xml(fn(&mut dyn Read, &mut Taker) -> Result<(), Refusal>),
}

/// Every report, in the order in which they are looked for.
pub static FORMATS: &[&Format] = &[
    &fba_returns::FORMAT,
    &seller_returns::FORMAT,
    &seller_returns_xml::FORMAT,
    &voice_of_the_customer::FORMAT,
    &seller_feedback::FORMAT,
];

/// Places of columns, by the number that a format gives each; a column that is not there is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<usize>);

impl Columns {
    /// The cell of a column.
    pub fn cell<'a>(&self, row: &Row<'a>, column: usize) -> &'a [u8] {
        self.0.get(column).map_or(b"", |at| row.cell(*at))
    }

    /// The places of columns that are known by one of several names each.
    pub fn find(header: &[String], names: &[&[&str]]) -> Self {
        let place = |names: &&[&str]| header.iter().position(|cell| names.contains(&cell.as_str()));
        Self(names.iter().map(|names| place(names).unwrap_or(usize::MAX)).collect())
    }

    /// Columns in a fixed order.
    pub fn in_order(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// Whether a column is there.
    pub fn has(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|at| *at != usize::MAX)
    }
}

/// A report that was recognised.
pub struct Found {
    /// Which.
    pub format: &'static Format,
    /// What stands between cells.
    pub delimiter: u8,
    /// The header's cells in their plain form.
    pub header: Vec<String>,
    /// Where the columns are.
    pub columns: Columns,
    /// How many lines there are up to the header, with it.
    pub lines: usize,
}

impl Found {
    /// Whether a row is the header once more: half of its cells say the same.
    pub fn is_header(&self, row: &Row<'_>, decode: Decode<'_>) -> bool {
        let same = |(at, name): (usize, &String)| !name.is_empty() && plain(&decode(row.cell(at))) == *name;
        self.header.iter().enumerate().take(40).filter(|cell| same(*cell)).count() * 2 >= self.header.len().min(40)
    }
}

/// A header's cell in one form: small letters, `-` for blanks and underscores.
pub fn plain(cell: &str) -> String {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{feff}');
    let mut made = String::new();
    for c in cell.chars().flat_map(char::to_lowercase) {
        let c = if c.is_whitespace() || c == '_' { '-' } else { c };
        if c != '-' || !made.ends_with('-') {
            made.push(c);
        }
    }
    made
}

const DELIMITERS: &[char] = &['\t', ',', ';', '|'];
/// Lines in which the header is looked for.
const HEADER_WITHIN: usize = 12;

/// Which report a text is, by its beginning.
pub fn recognise(head: &str) -> Option<Found> {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        let format = FORMATS.iter().find(|format| match format.shape {
            Shape::Xml(_) => start.contains(format.looked_for),
            Shape::Table { .. } => false,
        })?;
        let columns = Columns(Vec::new());
        return Some(Found { format, delimiter: 0, header: Vec::new(), columns, lines: 0 });
    }
    let lines: Vec<&str> = head.split('\n').take(HEADER_WITHIN + 1).collect();
    for (at, line) in lines.iter().take(HEADER_WITHIN).enumerate() {
        for delimiter in DELIMITERS.iter().filter(|delimiter| line.contains(**delimiter)) {
            let header = cells(line, *delimiter);
            let next = lines[at + 1..].iter().find(|line| !line.trim().is_empty()).map(|line| cells(line, *delimiter));
            for format in FORMATS {
                let Shape::Table { columns, .. } = format.shape else { continue };
                if let Some(columns) = columns(&header, next.as_deref()) {
                    let delimiter = u8::try_from(*delimiter).unwrap_or(b'\t');
                    return Some(Found { format, delimiter, header, columns, lines: at + 1 });
                }
            }
        }
    }
    None
}

/// Cells of a line, in their plain form.
fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut quoted = false;
    let cut = line.split(|c: char| {
        quoted ^= c == '"';
        c == delimiter && !quoted
    });
    cut.take(200).map(plain).collect()
}

/// Which other report of Amazon a text is: the id of its name, by a column that only it has.
pub fn other(head: &str) -> Option<&'static str> {
    const OTHERS: &[(&str, &str)] = &[
        ("replacement-reason-code", "replacements"),
        ("reimbursement-id", "reimbursements"),
        ("settlement-id", "settlement"),
        ("afn-fulfillable-quantity", "inventory"),
        ("removal-order-id", "removals"),
        ("purchase-date", "orders"),
        ("requested-quantity", "removals"),
        ("seller-sku", "listings"),
        ("sessions", "traffic"),
    ];
    let lines = head.lines().take(HEADER_WITHIN);
    let names: Vec<String> = lines.flat_map(|line| line.split(['\t', ',', ';'])).take(400).map(plain).collect();
    OTHERS.iter().find(|(column, _)| names.iter().any(|name| name == column)).map(|(_, name)| *name)
}

/// What a file is that is no text: the id of its name, or no more than that.
pub fn binary(head: &[u8]) -> Option<Option<&'static str>> {
    const STARTS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "workbook"),
        (b"\xd0\xcf\x11\xe0", "workbook"),
        (b"%PDF", "pdf"),
        (b"\xff\xd8\xff", "picture"),
        (b"\x89PNG", "picture"),
    ];
    let known = STARTS.iter().find(|(start, _)| head.starts_with(start)).map(|(_, name)| *name);
    let control = |byte: &&u8| matches!(**byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let odd = head.iter().filter(control).count();
    (known.is_some() || head.contains(&0) || odd * 200 > head.len()).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ() {
        for (at, format) in FORMATS.iter().enumerate() {
            assert!(FORMATS[..at].iter().all(|other| other.id != format.id), "{}", format.id);
        }
    }

    #[test]
    fn headers() {
        assert_eq!(plain(" \u{feff}\"Return  Request_date\" "), "return-request-date");
        let known = |head: &str| recognise(head).map(|found| (found.format.id, found.delimiter, found.lines));
        let fba = "return-date,order-id,sku,asin,fnsku,quantity,detailed-disposition,reason\n";
        assert_eq!(known(fba), Some(("fba-returns", b',', 1)));
        assert_eq!(known(&format!("\nMy store\n\n{}", fba.replace(',', "\t"))), Some(("fba-returns", b'\t', 4)));
        assert_eq!(known(&format!("\"{}\"\n", fba.trim().replace(',', "\";\""))), Some(("fba-returns", b';', 1)));
        assert_eq!(known("a,b,c\n1,2,3\n"), None);
        assert_eq!(known(""), None);
        assert_eq!(other("shipment-date\tsku\tasin\treplacement-reason-code\n"), Some("replacements"));
        assert_eq!(binary(b"PK\x03\x04"), Some(Some("workbook")));
        assert_eq!(binary(b"a\tb\r\n"), None);
        assert_eq!(binary(b"a\0b"), Some(None));
    }
}
