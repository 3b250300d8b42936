//! What a spreadsheet shows: its sheets, each bounded, with the values of formulas and without what
//! cannot stand in a table of text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Content, Inspected, LeftOut, Limits, Problem};

/// Columns of a sheet that are kept, counted from the first that holds something.
const COLUMNS: u32 = 256;
/// Sheets that are kept.
pub const SHEETS: usize = 100;
/// Characters of one cell that are kept: as many as Excel allows.
const CELL: usize = 32_767;

/// Puts sheets into what was found of a file that has `total` of them.
///
/// # Errors
///
/// No cell holds anything.
pub fn finish(mut found: Inspected, sheets: Vec<Sheet>, total: usize) -> Result<Inspected, Problem> {
    if total > SHEETS {
        found.left_out.push(LeftOut::Sheets { count: total - SHEETS });
    }
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Problem::NoCells);
    }
    found.content = Content::Sheets(sheets);
    Ok(found)
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// The first rows that hold something, at most [`Limits::table_rows`].
    pub rows: Vec<SheetRow>,
    /// How many rows hold something.
    pub total_rows: usize,
    /// The first column that holds something, from 0: the first cell of each row stands there.
    pub first_column: u32,
    /// How many of the rows above the file hides.
    pub hidden_rows: usize,
    /// How many of the columns above the file hides.
    pub hidden_columns: usize,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells; empty ones at the end are left off.
    pub cells: Vec<String>,
    /// Cells that span several columns: index of the cell, number of columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(usize, usize)>,
}

/// Gathers the cells of a sheet, in the order of its rows.
pub struct Gather {
    most: usize,
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    last: Option<u32>,
    total: usize,
    last_column: u32,
}

impl Gather {
    /// Begins a sheet.
    pub fn new(limits: &Limits) -> Self {
        Self { most: limits.table_rows, rows: BTreeMap::new(), last: None, total: 0, last_column: 0 }
    }

    /// Whether the text of cells of this row is still wanted; rows come in order.
    pub fn wants(&self, row: u32) -> bool {
        self.rows.len() < self.most || self.rows.contains_key(&row)
    }

    /// Adds a cell that is not empty; rows and columns count from 0. `text` is asked only for cells
    /// that are kept.
    pub fn add(&mut self, row: u32, column: u32, text: impl FnOnce() -> String) {
        if self.last != Some(row) {
            self.last = Some(row);
            if !self.rows.contains_key(&row) {
                self.total += 1;
            }
        }
        self.last_column = self.last_column.max(column);
        if !self.wants(row) {
            return;
        }
        let mut text = text();
        if let Some((at, _)) = text.char_indices().nth(CELL) {
            text.truncate(at);
        }
        // Nobody prints a row of more cells than this; without a bound one row could fill the memory.
        let cells = self.rows.entry(row).or_default();
        if cells.len() < 4 * COLUMNS as usize {
            cells.insert(column, text);
        }
    }

    /// The sheet, and what of it is left out.
    pub fn finish(self, name: String, hidden: bool, around: &Around, out: &mut Vec<LeftOut>) -> Sheet {
        let first_column = self.rows.values().filter_map(|cells| cells.keys().next()).min().copied().unwrap_or(0);
        let end = first_column.saturating_add(COLUMNS);
        if self.last_column >= end {
            out.push(LeftOut::Columns { sheet: name.clone(), count: (self.last_column - end + 1) as usize });
        }
        let kept = self.rows.len();
        if self.total > kept {
            out.push(LeftOut::Rows { count: self.total - kept });
        }
        let mut sheet = Sheet { name, hidden, total_rows: self.total, first_column, ..Sheet::default() };
        let mut widest = 0;
        for (row, cells) in self.rows {
            let mut shown = SheetRow { number: row.saturating_add(1), ..SheetRow::default() };
            for (column, text) in cells.range(..end) {
                let at = (column - first_column) as usize;
                shown.cells.resize(at, String::new());
                shown.cells.push(text.clone());
                if let Some(to) = around.merged.get(&(row, *column)).filter(|to| **to > *column) {
                    shown.spans.push((at, ((*to).min(end - 1) - column + 1) as usize));
                }
            }
            widest = widest.max(shown.cells.len());
            sheet.hidden_rows += usize::from(around.hidden_rows.iter().any(|(from, to)| (*from..=*to).contains(&row)));
            sheet.rows.push(shown);
        }
        let columns = (0..u32::try_from(widest).unwrap_or(0)).map(|at| first_column + at);
        let hidden = |column: &u32| around.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(column));
        sheet.hidden_columns = columns.filter(hidden).count();
        sheet
    }
}

/// What a file says about its rows and columns, beside their cells; all numbers from 0.
#[derive(Default)]
pub struct Around {
    /// Hidden rows: first and last.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns: first and last.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Merged cells: row and column of the first, and the last column.
    pub merged: BTreeMap<(u32, u32), u32>,
}

/// The words of a column's name, and the name as one word.
pub fn name_words(name: &str) -> (Vec<String>, String) {
    let lower = name.trim().to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    // "address1" is an address; camelCase is one word in lower case.
    let parts: Vec<String> = parts.map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()).collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let whole = parts.concat();
    (parts, whole)
}

/// A date and a time as they are printed: the day alone where the time is midnight, the time alone
/// where there is no day.
pub fn moment((year, month, day): (u16, u8, u8), (hour, minute, second): (u8, u8, u8), has_day: bool) -> String {
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (has_day, hour == 0 && minute == 0 && second == 0) {
        (true, true) => date,
        (true, false) => format!("{date} {time}"),
        (false, _) => time,
    }
}

/// A duration in days as hours, minutes and seconds.
pub fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    if !seconds.is_finite() || seconds.abs() > 1e12 {
        return super::figure::plain(days);
    }
    let whole = seconds.abs() as u64;
    let sign = if seconds < 0.0 { "-" } else { "" };
    format!("{sign}{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// The letters of a column: 0 → `A`, 26 → `AA`.
pub fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut letters = String::new();
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn moments() {
        assert_eq!(moment((2026, 10, 9), (0, 0, 0), true), "2026-10-09");
        assert_eq!(moment((2026, 10, 9), (14, 5, 0), true), "2026-10-09 14:05");
        assert_eq!(moment((1899, 12, 31), (14, 5, 7), false), "14:05:07");
        assert_eq!(duration(1.5), "36:00:00");
    }

    #[test]
    fn rows_are_counted_and_bounded() {
        let limits = Limits { table_rows: 2, ..Limits::default() };
        let mut gather = Gather::new(&limits);
        for row in [3, 4, 9] {
            gather.add(row, 2, || row.to_string());
            gather.add(row, 4, || "x".to_owned());
        }
        gather.add(3, 16_000, || "far".to_owned());
        let mut out = Vec::new();
        let around = Around { hidden_rows: vec![(4, 4)], hidden_columns: vec![(0, 2)], ..Around::default() };
        let sheet = gather.finish("S".to_owned(), false, &around, &mut out);
        assert_eq!((sheet.total_rows, sheet.rows.len(), sheet.first_column), (3, 2, 2));
        assert_eq!(sheet.rows[0].cells, ["3", "", "x"]);
        assert_eq!((sheet.rows[0].number, sheet.hidden_rows, sheet.hidden_columns), (4, 1, 1));
        let columns = LeftOut::Columns { sheet: "S".to_owned(), count: 15_743 };
        assert_eq!(out, [columns, LeftOut::Rows { count: 1 }]);
    }
}
