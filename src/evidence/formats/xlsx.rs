use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::{BytesStart, Event};
use roxmltree::{Document, ParsingOptions};

use crate::evidence::pack::{self, Pack};
use crate::evidence::sheet::{self, Around, Gather, SHEETS, duration, moment};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal, figure};

use super::Format;

/// Workbooks of Excel since 2007, and what other programs write as such.
pub static FORMAT: Format = Format {
    id: "xlsx",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extensions: &["xlsx", "xlsm"],
    sniff: |bytes, _| pack::holds(bytes, "xl/workbook.xml") && !pack::holds(bytes, "word/document.xml"),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Cells of a sheet whose formats are kept: more than are printed.
const STYLED: usize = 200_000;

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

/// Reads a workbook.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, has a password, unpacks to too much, or shows nothing.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let mut pack = Pack::open(FORMAT.id, bytes, limits)?;
    pack.measure(|name| name.ends_with(".xml") || name.ends_with(".rels"))?;
    let mut found = Inspected::new(FORMAT.id, Content::Sheets(Vec::new()));
    for name in pack.names() {
        if name.starts_with("xl/charts/chart") {
            found.left_out.push(LeftOut::Chart);
        } else if name.starts_with("xl/media/") {
            found.left_out.push(LeftOut::Picture { what: name.trim_start_matches("xl/media/").to_owned() });
        } else if name.starts_with("xl/comments") {
            found.left_out.push(LeftOut::Comments);
        } else if name.contains("vbaProject") {
            found.left_out.push(LeftOut::Macros);
        } else if let Some(embedded) = name.strip_prefix("xl/embeddings/") {
            found.left_out.push(LeftOut::EmbeddedFile { name: embedded.to_owned() });
        }
    }
    let damaged = |error: XlsxError| {
        unreadable(match error {
            XlsxError::Password => Problem::NeedsPassword,
            error => Problem::damaged(error.to_string()),
        })
    };
    texts(&mut pack)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let formats = formats(&mut pack)?;
    let paths = paths(&mut pack)?;
    let all = book.sheets_metadata().to_vec();
    let is_1904 = book.has_1904_epoch();
    let mut sheets = Vec::new();
    for listed in all.iter().take(SHEETS) {
        let around = match paths.get(&listed.name) {
            Some(path) => looks(&mut pack, path, formats.len())?,
            None => Looks::default(),
        };
        let mut gather = Gather::new(limits);
        match book.worksheet_cells_reader(&listed.name) {
            Ok(mut cells) => {
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    let (row, column) = cell.get_position();
                    if matches!(cell.get_value(), DataRef::Empty) || empty_text(cell.get_value()) {
                        continue;
                    }
                    let format = around.styles.get(&(row, column)).and_then(|style| formats.get(*style));
                    let format = format.and_then(Option::as_deref);
                    gather.add(row, column, || match Data::from(cell.get_value().clone()) {
                        Data::Float(days) if format == Some(figure::EAST_ASIAN_DATE) => {
                            date_time(&ExcelDateTime::new(days, ExcelDateTimeType::DateTime, is_1904))
                        }
                        found => value(&found, format),
                    });
                }
            }
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) => return Err(damaged(error)),
        }
        if listed.typ == SheetType::ChartSheet {
            found.left_out.push(LeftOut::Chart);
            continue;
        }
        let hidden = listed.visible != SheetVisible::Visible;
        sheets.push(gather.finish(listed.name.clone(), hidden, &around.around, &mut found.left_out));
    }
    sheet::finish(found, sheets, all.len()).map_err(unreadable)
}

/// Refuses a file that states more texts than it has bytes for: so many the library would make room for.
fn texts(pack: &mut Pack<'_>) -> Result<(), Refusal> {
    for name in pack.names().iter().filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
        let bytes = pack.read(name)?.unwrap_or_default();
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        // What is wrong with them is told by who reads them.
        while let Ok(event) = reader.read_event() {
            let node = match event {
                Event::Start(node) if node.local_name().as_ref() == b"sst" => node,
                Event::Eof => break,
                _ => continue,
            };
            let stated = node.try_get_attribute("uniqueCount").ok().flatten();
            let stated = stated.and_then(|count| std::str::from_utf8(&count.value).ok()?.parse::<usize>().ok());
            if stated.is_some_and(|count| count > bytes.len()) {
                return Err(unreadable(Problem::damaged(format!("{name}: it states too many texts"))));
            }
            break;
        }
    }
    Ok(())
}

fn empty_text(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::String(text) => text.trim().is_empty(),
        DataRef::SharedString(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A cell as it is printed: formulas by their values, dates as dates.
pub(super) fn value(value: &Data, format: Option<&str>) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => figure::shown(*number, format),
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(when) => date_time(when),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

fn date_time(when: &ExcelDateTime) -> String {
    if when.is_duration() {
        return duration(when.as_f64());
    }
    // Behind the year 9999 a number is no date.
    if !(0.0..2_958_466.0).contains(&when.as_f64()) {
        return figure::plain(when.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = when.to_ymd_hms_milli();
    let second = if milli >= 500 && second < 59 { second + 1 } else { second };
    moment((year, month, day), (hour, minute, second), when.as_f64() >= 1.0)
}

/// Opens a part as a tree.
fn tree<'t>(text: &'t [u8], name: &str) -> Result<Document<'t>, Refusal> {
    let damaged = |detail: String| unreadable(Problem::damaged(format!("{name}: {detail}")));
    let text = std::str::from_utf8(text).map_err(|error| damaged(error.to_string()))?;
    let options = ParsingOptions { nodes_limit: 2_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| damaged(error.to_string()))
}

/// The number format of each style, where it is one that matters to a number.
fn formats(pack: &mut Pack<'_>) -> Result<Vec<Option<String>>, Refusal> {
    let Some(bytes) = pack.read("xl/styles.xml")? else { return Ok(Vec::new()) };
    // Styles in a form that cannot be read here leave numbers as they are.
    let Ok(tree) = tree(&bytes, "xl/styles.xml") else { return Ok(Vec::new()) };
    let root = tree.root_element();
    let list = |name: &str| root.children().find(|node| node.tag_name().name() == name);
    let own: BTreeMap<u32, &str> = list("numFmts")
        .into_iter()
        .flat_map(|node| node.children())
        .filter_map(|node| Some((node.attribute("numFmtId")?.parse().ok()?, node.attribute("formatCode")?)))
        .collect();
    let styles = list("cellXfs").into_iter().flat_map(|node| node.children().filter(|node| node.is_element()));
    let format = |number: u32| own.get(&number).copied().or_else(|| figure::built_in(number)).map(str::to_owned);
    Ok(styles.map(|node| node.attribute("numFmtId").and_then(|id| id.parse().ok()).and_then(format)).collect())
}

/// The part of each sheet, by the sheet's name.
fn paths(pack: &mut Pack<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let (book, links) = (pack.read("xl/workbook.xml")?, pack.read("xl/_rels/workbook.xml.rels")?);
    let (Some(book), Some(links)) = (book, links) else { return Ok(BTreeMap::new()) };
    let (Ok(book), Ok(links)) = (tree(&book, "xl/workbook.xml"), tree(&links, "xl/_rels/workbook.xml.rels")) else {
        return Ok(BTreeMap::new());
    };
    let targets: BTreeMap<&str, &str> =
        links.descendants().filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?))).collect();
    let sheets = book.descendants().filter(|node| node.tag_name().name() == "sheet");
    let path = |target: &str| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    };
    let paths = sheets.filter_map(|node| {
        let id = node.attributes().find(|attribute| attribute.name() == "id" && attribute.namespace().is_some())?;
        Some((node.attribute("name")?.to_owned(), path(targets.get(id.value())?)))
    });
    Ok(paths.collect())
}

/// What a sheet says beside the values of its cells.
#[derive(Default)]
struct Looks {
    around: Around,
    /// Styles of cells that have one.
    styles: BTreeMap<(u32, u32), usize>,
}

fn looks(pack: &mut Pack<'_>, path: &str, styles: usize) -> Result<Looks, Refusal> {
    let mut looks = Looks::default();
    let Some(bytes) = pack.read(path)? else { return Ok(looks) };
    let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
    let mut row = 0;
    // What is wrong with the sheet is told by who reads its cells.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(node) | Event::Empty(node) => look(&node, &mut row, styles, &mut looks),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(looks)
}

fn look(node: &BytesStart<'_>, row: &mut u32, styles: usize, looks: &mut Looks) {
    let get = |name: &str| {
        let found = node.try_get_attribute(name).ok().flatten()?;
        String::from_utf8(found.value.into_owned()).ok()
    };
    let number = |name: &str| get(name)?.parse::<u32>().ok();
    let hidden = || matches!(get("hidden").as_deref(), Some("1" | "true"));
    match node.local_name().as_ref() {
        b"col" if hidden() && looks.around.hidden_columns.len() < 1_000 => {
            let (Some(from), Some(to)) = (number("min"), number("max")) else { return };
            looks.around.hidden_columns.push((from.saturating_sub(1), to.saturating_sub(1)));
        }
        b"row" => {
            *row = number("r").map_or(*row, |row| row.saturating_sub(1));
            if hidden() && looks.around.hidden_rows.len() < 10_000 {
                looks.around.hidden_rows.push((*row, *row));
            }
        }
        b"c" if styles > 0 && looks.styles.len() < STYLED => {
            let style = number("s").map(|style| style as usize).filter(|style| *style > 0 && *style < styles);
            if let (Some(style), Some(at)) = (style, get("r").and_then(|name| place(&name))) {
                looks.styles.insert(at, style);
            }
        }
        b"mergeCell" if looks.around.merged.len() < 10_000 => {
            let range = get("ref").unwrap_or_default();
            let Some((from, to)) = range.split_once(':') else { return };
            if let (Some(from), Some(to)) = (place(from), place(to))
                && to.1 > from.1
            {
                looks.around.merged.insert(from, to.1);
            }
        }
        _ => {}
    }
}

/// `B7` → row 6, column 1.
fn place(name: &str) -> Option<(u32, u32)> {
    let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = name.bytes().take(letters).fold(0_u32, |sum, c| sum * 26 + u32::from(c - b'A') + 1);
    let row: u32 = name.get(letters..)?.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::evidence::pack::tests::zipped;
    use crate::evidence::sheet::Sheet;

    /// A workbook of one sheet with these rows, columns and merged cells, in XML.
    pub fn book(columns: &str, rows: &str, behind: &str) -> Vec<u8> {
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{columns}<sheetData>{rows}</sheetData>{behind}</worksheet>"
        );
        zipped(&[
            ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Returns\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
            ("xl/styles.xml", b"<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"&quot;$&quot;0.00\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>"),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    const ROW: &str = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

    fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        match inspect(bytes, &Limits::default())?.content {
            Content::Sheets(sheets) => Ok(sheets),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_shown_as_excel_does() {
        let rows = "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>Reason</t></is></c><c r=\"C2\" s=\"1\"><v>0.25</v></c></row>\
            <row r=\"4\" hidden=\"1\"><c r=\"B4\" s=\"2\"><v>46304</v></c><c r=\"C4\" s=\"3\"><f>1+1</f><v>2</v></c><c r=\"D4\" s=\"4\"><v>46304</v></c></row>";
        let columns = "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>";
        let found = sheets(&book(columns, rows, "<mergeCells><mergeCell ref=\"B2:C2\"/></mergeCells>"));
        let sheets = found.expect("sheets");
        let sheet = &sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.first_column, sheet.total_rows), ("Returns", 1, 2));
        assert_eq!(sheet.rows[0].cells, ["Reason", "25%"]);
        assert_eq!(sheet.rows[0].spans, [(0, 2)]);
        assert_eq!(sheet.rows[1].cells, ["2026-10-09", "$2.00", "2026-10-09"]);
        assert_eq!((sheet.rows[1].number, sheet.hidden_rows, sheet.hidden_columns), (4, 1, 1));
    }

    #[test]
    fn what_is_empty_cut_off_or_damaged_is_refused() {
        assert_eq!(sheets(&book("", "", "")), Err(unreadable(Problem::NoCells)));
        let good = book("", ROW, "");
        assert!(sheets(&good).is_ok());
        for end in [30, 200, good.len() / 2, good.len() - 30] {
            let cut = &good[..end];
            assert!(matches!(sheets(cut), Err(Refusal::Unreadable { .. })), "{end}");
        }
        let broken = book("", "<row r=\"1\"><c r=\"A1\"><v>1</c></row>", "");
        assert!(matches!(sheets(&broken), Err(Refusal::Unreadable { problem: Problem::Damaged { .. }, .. })));
    }

    #[test]
    fn texts_that_are_not_there_cost_no_memory() {
        let with = |count: &str| {
            let mut writer = zip::ZipWriter::new_append(Cursor::new(book("", ROW, ""))).expect("an archive");
            writer.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("a part");
            let texts = format!("<a><sst uniqueCount=\"{count}\"><si><t>x</t></si></sst></a>");
            std::io::Write::write_all(&mut writer, texts.as_bytes()).expect("bytes");
            sheets(&writer.finish().expect("an archive").into_inner())
        };
        assert!(with("1").is_ok() && with("none").is_ok());
        for count in ["200000000000", "18446744073709551615"] {
            assert!(
                matches!(with(count), Err(Refusal::Unreadable { problem: Problem::Damaged { .. }, .. })),
                "{count}"
            );
        }
    }

    #[test]
    fn cells_far_apart_cost_no_memory() {
        let rows =
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
        let sheets = sheets(&book("", rows, "")).expect("sheets");
        assert_eq!((sheets[0].rows.len(), sheets[0].rows[1].number), (2, 1_048_576));
    }
}
