mod container;
mod extent;

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use memchr::memmem;

use crate::evidence::sheet::{self, Around, Gather, SHEETS};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal, extension};

use super::{Format, xlsx};
use container::Container;

/// Workbooks of Excel up to 2003.
pub static FORMAT: Format = Format {
    id: "xls",
    media_type: "application/vnd.ms-excel",
    extensions: &["xls", "xlt"],
    sniff: is_workbook,
    inspect: |bytes, _, limits| {
        // The library panics over some files that are cut off or damaged; that is damage like other.
        std::panic::catch_unwind(|| inspect(bytes, limits))
            .unwrap_or_else(|_| Err(unreadable(Problem::damaged("its reader failed"))))
    },
};

/// The container of old Office files.
const CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// An old Office file whose entries say workbook, and not something that may hold one. Where they are
/// cut off, the name decides.
fn is_workbook(bytes: &[u8], name: &str) -> bool {
    let has = |entry: &str| {
        let wide: Vec<u8> = entry.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    let others = ["__substg1.0_", "EncryptedPackage", "WordDocument", "PowerPoint Document"];
    bytes.starts_with(CONTAINER)
        && (has("Workbook") || has("Book\0") || extension(name) == "xls")
        && !others.iter().any(|entry| has(entry))
}

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

/// Reads a workbook.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, has a password, or shows nothing.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let damaged = |error: XlsError| {
        unreadable(match error {
            XlsError::Password => Problem::NeedsPassword,
            error => Problem::damaged(error.to_string()),
        })
    };
    let container = Container::open(bytes).map_err(unreadable)?;
    // The library lays every sheet out as one table, empty cells and all, before it can be asked how large it is.
    if extent::cost(&container.book()) > limits.unpacked_mb.saturating_mul(1 << 20) {
        return Err(unreadable(Problem::Unpacked { limit: limits.unpacked_mb }));
    }
    drop(container);
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut found = Inspected::new(FORMAT.id, Content::Sheets(Vec::new()));
    let all = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for listed in all.iter().take(SHEETS) {
        match listed.typ {
            SheetType::WorkSheet => {}
            SheetType::ChartSheet => {
                found.left_out.push(LeftOut::Chart);
                continue;
            }
            _ => continue,
        }
        let range = book.worksheet_range(&listed.name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut around = Around::default();
        for merged in book.merge_cells_by_sheet_name(&listed.name).unwrap_or_default().into_iter().take(10_000) {
            if merged.end.1 > merged.start.1 {
                around.merged.insert(merged.start, merged.end.1);
            }
        }
        let mut gather = Gather::new(limits);
        for (row, column, value) in range.used_cells() {
            if matches!(value, Data::String(text) if text.trim().is_empty()) {
                continue;
            }
            let at = |from: u32, by: usize| from.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
            gather.add(at(top, row), at(left, column), || xlsx::value(value, None));
        }
        let hidden = listed.visible != SheetVisible::Visible;
        sheets.push(gather.finish(listed.name.clone(), hidden, &around, &mut found.left_out));
    }
    sheet::finish(found, sheets, all.len()).map_err(unreadable)
}

#[cfg(test)]
#[path = "../../../tests/made/old_office.rs"]
#[allow(dead_code, reason = "each test uses some of it")]
mod made;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::sheet::Sheet;
    use made::{number, of_records, record};

    fn book(sheets: &[&[Vec<u8>]]) -> Vec<u8> {
        let names = ["One", "Two"].iter();
        of_records(&names.zip(sheets).map(|(name, cells)| (*name, cells.concat())).collect::<Vec<_>>())
    }

    #[test]
    fn other_files_in_such_a_container_are_none() {
        let named = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [CONTAINER, &[0; 600], &wide].concat()
        };
        assert!(is_workbook(&named("Workbook"), "a.doc"));
        assert!(is_workbook(&named("cut off"), "a.xls") && !is_workbook(&named("cut off"), "a.doc"));
        assert!(!is_workbook(&named("WordDocument"), "a.xls"));
        assert!(!is_workbook(&named("EncryptedPackage"), "a.xls"));
    }

    #[test]
    fn a_container_that_is_cut_off_is_refused() {
        let mut bytes = CONTAINER.to_vec();
        for length in [8, 100, 511, 512, 600, 2_000] {
            bytes.resize(length, 0);
            assert!(inspect(&bytes, &Limits::default()).is_err(), "{length}");
        }
    }

    fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refusal> {
        match inspect(bytes, limits)?.content {
            Content::Sheets(sheets) => Ok(sheets),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn sheets_are_read_as_they_are() {
        let rows = vec![vec!["Lot".to_owned(), "检验".to_owned()], vec![String::new(), "0.25 mm".to_owned()]];
        let found = sheets(&made::xls(&[("Lots & boxes", rows.clone())]), &Limits::default()).expect("sheets");
        assert_eq!((found[0].name.as_str(), found[0].rows.len()), ("Lots & boxes", 2));
        assert_eq!(found[0].rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>(), rows);
        let many = vec![vec!["x".repeat(100)]; 20_000];
        let found = sheets(&made::xls(&[("A", many)]), &Limits::default()).expect("sheets");
        assert_eq!(found[0].total_rows, 20_000);
    }

    #[test]
    fn cells_far_apart_are_refused_before_memory_is_asked_for() {
        let limits = Limits::default();
        let near = book(&[&[number(2, 1, 4.5), number(9_000, 200, 1.0)]]);
        let found = sheets(&near, &limits).expect("sheets");
        assert_eq!((found[0].rows[0].cells[0].as_str(), found[0].rows[1].number), ("4.5", 9_001));
        let too_much = Err(unreadable(Problem::Unpacked { limit: limits.unpacked_mb }));
        let far = [number(0, 0, 1.0), number(65_535, 255, 1.0)];
        assert_eq!(sheets(&book(&[&far]), &limits), too_much);
        assert_eq!(sheets(&book(&[&[number(0, 0, 1.0), number(65_535, 65_535, 1.0)]]), &limits), too_much);
        // Each of them might do.
        let wide = [number(0, 0, 1.0), number(20_000, 255, 1.0)];
        assert!(sheets(&book(&[&wide]), &limits).is_ok());
        assert_eq!(sheets(&book(&[&wide, &wide]), &limits), too_much);
        assert!(sheets(&book(&[&wide, &wide]), &Limits { unpacked_mb: 2 * limits.unpacked_mb, ..limits }).is_ok());
    }

    #[test]
    fn a_sheet_may_say_that_it_is_as_large_as_a_sheet_can_be_and_no_larger() {
        let limits = Limits::default();
        let stated = |rows: u32, columns: u16| {
            let size = [&[0; 4][..], &rows.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat();
            sheets(&book(&[&[record(0x0200, &size), number(0, 0, 1.0)]]), &limits)
        };
        assert!(stated(65_536, 256).is_ok());
        let too_much = Err(unreadable(Problem::Unpacked { limit: limits.unpacked_mb }));
        assert_eq!((stated(65_536, 65_535), stated(u32::MAX, 256)), (too_much.clone(), too_much));
    }
}
