use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use crate::evidence::pack::{self, Pack};
use crate::evidence::sheet::{self, Around, Gather, SHEETS};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal, figure};

use super::Format;

/// Spreadsheets of LibreOffice and OpenOffice. A cell is shown with the text that the file keeps for
/// it, which is what its program showed.
pub static FORMAT: Format = Format {
    id: "ods",
    media_type: "application/vnd.oasis.opendocument.spreadsheet",
    extensions: &["ods", "ots"],
    sniff: |bytes, _| {
        let start = bytes.get(..4096).unwrap_or(bytes);
        pack::is_zip(bytes) && memmem::find(start, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet").is_some()
    },
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Rows of a sheet.
const ROWS: u32 = 1 << 20;
/// Elements within each other.
const DEPTH: usize = 256;

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

/// Reads a spreadsheet.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, has a password, unpacks to too much, or shows nothing.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let mut pack = Pack::open(FORMAT.id, bytes, limits)?;
    if let Some(list) = pack.read("META-INF/manifest.xml")?
        && memmem::find(&list, b"encryption-data").is_some()
    {
        return Err(unreadable(Problem::NeedsPassword));
    }
    let Some(text) = pack.read("content.xml")? else {
        return Err(unreadable(Problem::damaged("content.xml is missing")));
    };
    let mut found = Inspected::new(FORMAT.id, Content::Sheets(Vec::new()));
    for name in pack.names() {
        if let Some(picture) = name.strip_prefix("Pictures/").filter(|name| !name.is_empty()) {
            found.left_out.push(LeftOut::Picture { what: picture.to_owned() });
        } else if name.starts_with("Object ") && name.ends_with("/content.xml") {
            found.left_out.push(LeftOut::Chart);
        }
    }
    let mut walk = Walk { limits, left_out: found.left_out, ..Walk::new(limits) };
    walk.read(&text)?;
    found.left_out = walk.left_out;
    sheet::finish(found, walk.sheets, walk.total).map_err(unreadable)
}

/// The sheet that is being read.
struct Open {
    name: String,
    hidden: bool,
    gather: Gather,
    around: Around,
    row: u32,
    column: u32,
    columns: u32,
    /// Non-empty cells of the row, for rows that repeat.
    cells: Vec<(u32, String)>,
    row_repeats: u32,
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    text: String,
    /// Its date, time or number, where that is better than its text.
    value: Option<String>,
    repeats: u32,
    spans: u32,
    covered: bool,
}

struct Walk<'a> {
    limits: &'a Limits,
    sheets: Vec<crate::evidence::sheet::Sheet>,
    total: usize,
    left_out: Vec<LeftOut>,
    hidden_styles: BTreeSet<String>,
    style: String,
    open: Option<Open>,
    cell: Option<Cell>,
    /// Elements whose text is not that of the cell: notes, pictures.
    aside: usize,
    paragraphs: usize,
}

impl<'a> Walk<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            sheets: Vec::new(),
            total: 0,
            left_out: Vec::new(),
            hidden_styles: BTreeSet::new(),
            style: String::new(),
            open: None,
            cell: None,
            aside: 0,
            paragraphs: 0,
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let damaged = |detail: String| unreadable(Problem::damaged(detail));
        let mut reader = quick_xml::Reader::from_reader(bytes);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().map_err(|error| damaged(format!("content.xml: {error}")))? {
                Event::Start(node) => {
                    depth += 1;
                    if depth > DEPTH {
                        return Err(damaged("content.xml is nested too deep".to_owned()));
                    }
                    self.start(&node);
                }
                Event::Empty(node) => {
                    self.start(&node);
                    self.end(node.local_name().as_ref());
                }
                Event::End(node) => {
                    depth = depth.saturating_sub(1);
                    self.end(node.local_name().as_ref());
                }
                Event::Text(text) => self.text(&text.decode().unwrap_or_default()),
                Event::CData(text) => self.text(&String::from_utf8_lossy(&text)),
                Event::GeneralRef(name) => {
                    let entity = format!("&{};", String::from_utf8_lossy(&name));
                    if let Ok(text) = quick_xml::escape::unescape(&entity) {
                        self.text(&text);
                    }
                }
                Event::Eof if depth > 0 => {
                    let problem = Problem::Truncated { expected: None, found: bytes.len() as u64 };
                    return Err(unreadable(problem));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.aside == 0 && self.paragraphs > 0)
            && cell.text.len() < 200_000
        {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, node: &BytesStart<'_>) {
        let get = |name: &str| {
            let found = node.attributes().flatten().find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
            let text = String::from_utf8_lossy(&found.value).into_owned();
            Some(quick_xml::escape::unescape(&text).map(std::borrow::Cow::into_owned).unwrap_or(text))
        };
        let count = |name: &str| get(name).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).max(1);
        match node.local_name().as_ref() {
            b"style" => self.style = get("name").unwrap_or_default(),
            b"table-properties" if get("display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            b"table" if self.open.is_none() => {
                self.total += 1;
                let hidden = get("style-name").is_some_and(|style| self.hidden_styles.contains(&style));
                self.open = Some(Open {
                    name: get("name").unwrap_or_default(),
                    hidden,
                    gather: Gather::new(self.limits),
                    around: Around::default(),
                    row: 0,
                    column: 0,
                    columns: 0,
                    cells: Vec::new(),
                    row_repeats: 1,
                });
            }
            b"table-column" => {
                let Some(open) = self.open.as_mut() else { return };
                let repeats = count("number-columns-repeated");
                if matches!(get("visibility").as_deref(), Some("collapse" | "filter")) {
                    open.around.hidden_columns.push((open.columns, open.columns.saturating_add(repeats - 1)));
                }
                open.columns = open.columns.saturating_add(repeats);
            }
            b"table-row" => {
                let Some(open) = self.open.as_mut() else { return };
                (open.column, open.row_repeats) = (0, count("number-rows-repeated"));
                if matches!(get("visibility").as_deref(), Some("collapse" | "filter")) {
                    open.around.hidden_rows.push((open.row, open.row.saturating_add(open.row_repeats - 1)));
                }
            }
            name @ (b"table-cell" | b"covered-table-cell") if self.open.is_some() && self.cell.is_none() => {
                let kind = get("value-type");
                let value = match kind.as_deref() {
                    Some("date") => get("date-value").map(|day| day.trim_end_matches("T00:00:00").replace('T', " ")),
                    Some("float") => get("value").and_then(|n| n.parse().ok()).map(figure::plain),
                    Some("string") => get("string-value"),
                    _ => None,
                };
                self.cell = Some(Cell {
                    text: String::new(),
                    value: value.filter(|value| !value.is_empty()),
                    repeats: count("number-columns-repeated"),
                    spans: count("number-columns-spanned"),
                    covered: name == b"covered-table-cell",
                });
                self.paragraphs = 0;
                if kind.as_deref() == Some("date")
                    && let Some(cell) = self.cell.as_mut()
                {
                    // Dates are printed in one way; everything else as its program showed it.
                    cell.text = cell.value.take().unwrap_or_default();
                    self.aside = usize::from(!cell.text.is_empty());
                }
            }
            b"annotation" | b"frame" | b"custom-shape" | b"g" if self.cell.is_some() => {
                if node.local_name().as_ref() == b"annotation" {
                    self.left_out.push(LeftOut::Comments);
                }
                self.aside += 1;
            }
            b"p" if self.cell.is_some() && self.aside == 0 => {
                self.paragraphs += 1;
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            b"s" => self.text(&" ".repeat(count("c").min(100) as usize)),
            b"tab" => self.text("\t"),
            b"line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"annotation" | b"frame" | b"custom-shape" | b"g" if self.cell.is_some() => {
                self.aside = self.aside.saturating_sub(1);
            }
            b"table-cell" | b"covered-table-cell" => {
                self.aside = 0;
                let (Some(cell), Some(open)) = (self.cell.take(), self.open.as_mut()) else { return };
                let text = if cell.text.trim().is_empty() { cell.value.unwrap_or_default() } else { cell.text };
                if !text.trim().is_empty() && !cell.covered {
                    // A row of one text over thousands of columns is a filled row, not a table; nor is a long
                    // text meant often.
                    let most = if text.len() > 1_000 { 16 } else { 512 };
                    let last = open.column.saturating_add(cell.repeats.min(most) - 1);
                    open.cells.extend((open.column..=last).map(|column| (column, text.clone())));
                    if cell.spans > 1 && open.around.merged.len() < 10_000 {
                        open.around.merged.insert((open.row, open.column), open.column.saturating_add(cell.spans - 1));
                    }
                }
                open.column = open.column.saturating_add(cell.repeats);
            }
            b"table-row" => {
                let Some(open) = self.open.as_mut() else { return };
                let cells: BTreeMap<u32, String> = std::mem::take(&mut open.cells).into_iter().take(4_096).collect();
                if !cells.is_empty() {
                    // Rows past the limit are counted one by one up to what a sheet can hold.
                    let room = ROWS.saturating_sub(open.row).max(1);
                    let end = open.row.saturating_add(open.row_repeats.min(room));
                    for (n, row) in (open.row..end).enumerate() {
                        // Many wide rows that are all the same show nothing more than some of them.
                        let few = if n < 300 { cells.len() } else { 1 };
                        for (column, text) in cells.iter().take(few) {
                            open.gather.add(row, *column, || text.clone());
                            if !open.gather.wants(row) {
                                break;
                            }
                        }
                    }
                }
                open.row = open.row.saturating_add(open.row_repeats);
            }
            b"table" => {
                let Some(open) = self.open.take() else { return };
                if self.sheets.len() < SHEETS {
                    self.sheets.push(open.gather.finish(open.name, open.hidden, &open.around, &mut self.left_out));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::pack::tests::zipped;
    use crate::evidence::sheet::Sheet;

    fn book(content: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><office:automatic-styles><style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
        );
        let mut bytes = zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ]);
        // The first part is stored as it is in real files.
        assert!(bytes.starts_with(b"PK"));
        bytes.shrink_to_fit();
        bytes
    }

    fn sheets(content: &str) -> Result<Vec<Sheet>, Refusal> {
        match inspect(&book(content), &Limits::default())?.content {
            Content::Sheets(sheets) => Ok(sheets),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cells_are_shown_as_their_program_did() {
        let found = sheets(
            "<table:table table:name=\"A\" table:style-name=\"h\"><table:table-column table:visibility=\"collapse\"/>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
             <table:table-row table:visibility=\"collapse\"><table:table-cell office:value-type=\"percentage\" office:value=\"0.25\"><text:p>25 %</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"date\" office:date-value=\"2026-10-09\"><text:p>10/09/26</text:p></table:table-cell>\
             <table:table-cell table:number-columns-repeated=\"2\"><office:annotation><text:p>note</text:p></office:annotation><text:p>a &amp; b</text:p><text:p>c<text:s text:c=\"2\"/>d</text:p></table:table-cell></table:table-row></table:table>",
        );
        let sheets = found.expect("sheets");
        let sheet = &sheets[0];
        assert_eq!(sheet.rows[0].cells, ["25 %", "2026-10-09", "a & b\nc  d", "a & b\nc  d"]);
        assert_eq!((sheet.rows[0].number, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns), (3, true, 1, 1));
    }

    #[test]
    fn repeats_are_bounded() {
        let found = sheets(
            "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"4000000000\">\
             <table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
        );
        let kept = found.expect("sheets");
        assert_eq!((kept[0].rows.len(), kept[0].total_rows), (2_000, 1 << 20));
        // However many of them there are.
        let row = "<table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
        let found = sheets(&format!("<table:table table:name=\"A\">{}</table:table>", row.repeat(5_000)));
        assert_eq!(found.expect("sheets")[0].total_rows, (1 << 20) + 4);
    }

    #[test]
    fn what_is_empty_locked_or_cut_off_is_refused() {
        assert_eq!(sheets(""), Err(unreadable(Problem::NoCells)));
        let locked = zipped(&[("META-INF/manifest.xml", b"<x><manifest:encryption-data/></x>"), ("content.xml", b"")]);
        assert_eq!(inspect(&locked, &Limits::default()), Err(unreadable(Problem::NeedsPassword)));
        let cut = zipped(&[("content.xml", b"<a><table:table><table:table-row>")]);
        assert!(matches!(
            inspect(&cut, &Limits::default()),
            Err(Refusal::Unreadable { problem: Problem::Truncated { .. }, .. })
        ));
        let deep = format!("{}x", "<a>".repeat(10_000));
        assert!(inspect(&zipped(&[("content.xml", deep.as_bytes())]), &Limits::default()).is_err());
    }
}
