//! Spreadsheets, as they are printed: a leaf for each sheet, its title rows as lines, then a table
//! under the row that names its columns. Too wide a table is cut into several, each with the first
//! column.

use serde_json::{Value, json};

use super::mask::{self, Mask, Rules};
use super::printed::{self, Span, cut, one_line};
use crate::evidence::sheet::{Sheet, SheetRow, letters};

/// Cells of one spreadsheet that are printed.
pub const CELLS: usize = 12_000;
/// Rows among which the one is looked for that names the columns.
const TITLES: usize = 40;
/// Letters that stand beside each other on a page that lies on its side, at the smallest size.
const ACROSS: f64 = 190.0;
/// Letters to which a column may be narrowed before the table is cut.
const NARROW: f64 = 16.0;

/// The leaves of a spreadsheet; `left` says how many cells may still be printed.
pub fn leaves(sheets: &[Sheet], left: &mut usize, rules: Rules<'_>, masked: &mut Vec<String>) -> Vec<Value> {
    let all = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.rows.is_empty());
    let number = |at: usize| (sheets.len() > 1).then_some((at + 1, sheets.len()));
    let mut leaves: Vec<Value> = all.map(|(at, sheet)| leaf(sheet, number(at), left, rules, masked)).collect();
    let empty: Vec<&str> = sheets.iter().filter(|s| s.rows.is_empty()).map(|s| s.name.as_str()).collect();
    if let Some(last) = leaves.last_mut().filter(|_| !empty.is_empty()) {
        let names: Vec<String> = empty.iter().map(|name| format!("\u{201c}{}\u{201d}", one_line(name))).collect();
        let one = names.len() == 1;
        let what = if one { "The sheet" } else { "The sheets" };
        let is = if one { "is empty." } else { "are empty." };
        last["after"] = json!(format!("{what} {} {is}", cut(&names.join(", "))));
    }
    leaves
}

fn leaf(
    sheet: &Sheet,
    number: Option<(usize, usize)>,
    left: &mut usize,
    rules: Rules<'_>,
    masked: &mut Vec<String>,
) -> Value {
    let columns = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1).max(1);
    let rows = printed::ROWS.min(*left / columns).min(sheet.rows.len());
    *left = left.saturating_sub(rows * columns);
    let shown = &sheet.rows[..rows];
    let header = header(shown);
    let names: Vec<String> = match header {
        Some(at) => shown[at].cells.clone(),
        None => (0..columns).map(|at| letters(sheet.first_column + at as u32)).collect(),
    };
    let mask = Mask::new(&names, rules);
    let mut hidden = Vec::new();
    let title = |row: &SheetRow| {
        title_row(&SheetRow { cells: row.cells.iter().map(|c| mask.text(c).0).collect(), ..row.clone() })
    };
    let before: Vec<Value> = shown.iter().take(header.unwrap_or(0)).map(title).collect();
    let body = shown[header.map_or(0, |at| at + 1)..].iter();
    let body: Vec<SheetRow> =
        body.map(|row| SheetRow { cells: mask.row(&row.cells, &mut hidden), ..row.clone() }).collect();
    masked.extend(mask::named(&names, hidden));
    let body = body.as_slice();
    let mut tables: Vec<Value> = Vec::new();
    let parts = parts(&names, body, columns);
    for part in &parts {
        tables.push(table(sheet, &names, body, part, parts.len() > 1));
    }
    let wide = tables.iter().any(|table| table["wide"] == true);
    let mut notes = Vec::new();
    if sheet.hidden {
        notes.push("hidden in the file".to_owned());
    }
    let hidden = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 hidden {what} is shown")),
        n => Some(format!("{n} hidden {what}s are shown")),
    };
    notes.extend(hidden(sheet.hidden_rows, "row"));
    notes.extend(hidden(sheet.hidden_columns, "column"));
    let name = cut(&one_line(&sheet.name));
    let title = match number {
        Some((at, of)) => format!("Sheet {at} of {of}: {name}"),
        None => format!("Sheet: {name}"),
    };
    json!({
        "kind": "sheet", "title": title, "notes": notes, "before": before, "tables": tables,
        "more": sheet.total_rows - rows, "wide": wide,
    })
}

/// A row above the table: its number, and its cells as one line.
fn title_row(row: &SheetRow) -> Value {
    let cells: Vec<String> = row.cells.iter().map(|cell| one_line(cell)).filter(|cell| !cell.is_empty()).collect();
    json!([row.number.to_string(), cut(&cells.join("    "))])
}

/// The row that names the columns, if one does: the first that is filled like the fullest, and
/// holds words only.
fn header(rows: &[SheetRow]) -> Option<usize> {
    let filled = |row: &SheetRow| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let most = rows.iter().take(TITLES + 20).map(filled).max().unwrap_or(0);
    if most < 2 {
        return None;
    }
    let words = |row: &SheetRow| {
        let mut cells = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        row.spans.is_empty() && cells.all(|cell| cell.chars().any(char::is_alphabetic) && cell.chars().count() <= 80)
    };
    let at = rows.iter().take(TITLES).position(|row| filled(row) * 10 >= most * 6)?;
    (words(&rows[at]) && at + 1 < rows.len()).then_some(at)
}

/// The columns of each table; only the first holds the first column by itself.
fn parts(names: &[String], rows: &[SheetRow], columns: usize) -> Vec<Vec<usize>> {
    let need = |at: usize| {
        let cells = rows.iter().filter(|row| !row.spans.iter().any(|(from, _)| *from == at));
        let texts = cells.filter_map(|row| row.cells.get(at)).chain(names.get(at));
        texts.map(|text| printed::width(text)).fold(3.0, f64::max).min(NARROW) + 2.0
    };
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let mut sum = 0.0;
    for at in 0..columns {
        let need = need(at);
        if sum + need > ACROSS {
            parts.push(vec![0]);
            sum = self::first(names, rows);
        }
        sum += need;
        if let Some(part) = parts.last_mut() {
            part.push(at);
        }
    }
    parts
}

fn first(names: &[String], rows: &[SheetRow]) -> f64 {
    let texts = rows.iter().filter_map(|row| row.cells.first()).chain(names.first());
    texts.map(|text| printed::width(text)).fold(3.0, f64::max).min(NARROW) + 2.0
}

fn table(sheet: &Sheet, names: &[String], rows: &[SheetRow], part: &[usize], several: bool) -> Value {
    let pick = |cells: &[String]| -> Vec<String> {
        part.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect()
    };
    let header = pick(names);
    let cells: Vec<Vec<String>> = rows.iter().map(|row| pick(&row.cells)).collect();
    let mut spans: Vec<Span> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        for (from, count) in &row.spans {
            let Some(at) = part.iter().position(|column| column == from) else { continue };
            let count = part[at..].iter().zip(*from..*from + *count).take_while(|(a, b)| **a == *b).count();
            if count > 1 {
                spans.push((n, at, count));
            }
        }
    }
    let mut made = printed::grid(&header, &cells, &spans);
    made["numbers"] = rows.iter().map(|row| json!(row.number.to_string())).collect();
    made["spans"] = json!(spans);
    let own = if part.len() > 1 && part[0] + 1 != part[1] { part[1] } else { part[0] };
    let last = part.last().copied().unwrap_or(own);
    let name = |at: usize| letters(sheet.first_column + at as u32);
    made["caption"] = match several {
        true => json!(format!("Columns {} to {}", name(own), name(last))),
        false => Value::Null,
    };
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().enumerate().map(|(at, cells)| SheetRow {
            number: at as u32 + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            spans: Vec::new(),
        });
        let rows: Vec<SheetRow> = rows.collect();
        Sheet { name: "Returns".to_owned(), total_rows: rows.len(), rows, ..Sheet::default() }
    }

    #[test]
    fn title_rows_stand_above_the_table() {
        let leaf = &leaves(
            &[sheet(&[&["Export of June"], &["Date", "Units"], &["2026-06-01", "3"]])],
            &mut CELLS.clone(),
            Rules::default(),
            &mut Vec::new(),
        )[0];
        assert_eq!(leaf["title"], "Sheet: Returns");
        assert_eq!(leaf["before"], json!([["1", "Export of June"]]));
        assert_eq!(leaf["tables"][0]["header"], json!(["Date", "Units"]));
        assert_eq!(leaf["tables"][0]["numbers"], json!(["3"]));
    }

    #[test]
    fn without_names_columns_have_letters() {
        let leaf =
            &leaves(&[sheet(&[&["1", "2"], &["3", "4"]])], &mut CELLS.clone(), Rules::default(), &mut Vec::new())[0];
        assert_eq!(leaf["tables"][0]["header"], json!(["A", "B"]));
        assert_eq!(leaf["tables"][0]["rows"], json!([["1", "2"], ["3", "4"]]));
    }

    #[test]
    fn wide_sheets_are_cut_and_the_first_column_comes_again() {
        let row: Vec<String> = (0..40).map(|at| format!("value {at:02} ...")).collect();
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let leaf = &leaves(&[sheet(&[&row, &row])], &mut CELLS.clone(), Rules::default(), &mut Vec::new())[0];
        let tables = leaf["tables"].as_array().expect("tables");
        assert!(tables.len() > 1 && leaf["wide"] == true);
        assert!(tables.iter().all(|table| table["rows"][0][0] == "value 00 ..."));
        let cells: usize = tables.iter().map(|t| t["header"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(cells, 40 + tables.len() - 1);
    }

    #[test]
    fn what_is_printed_is_bounded() {
        let row: Vec<&str> = vec!["x"; 200];
        let rows: Vec<&[&str]> = vec![&row; 150];
        let all: Vec<Sheet> = (0..100).map(|_| sheet(&rows)).collect();
        let leaves = leaves(&all, &mut CELLS.clone(), Rules::default(), &mut Vec::new());
        let cells: usize = leaves
            .iter()
            .flat_map(|leaf| leaf["tables"].as_array().into_iter().flatten())
            .map(|t| t["rows"].as_array().map_or(0, |rows| rows.iter().map(|r| r.as_array().map_or(0, Vec::len)).sum()))
            .sum();
        assert!(cells < CELLS * 2, "{cells}");
        assert_eq!(leaves[99]["more"], 150);
    }
}
