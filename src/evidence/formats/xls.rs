use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use memchr::memmem;

use crate::evidence::sheet::{self, Around, Gather, SHEETS};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal, extension};

use super::{Format, xlsx};

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
    if !chains_end(bytes) {
        return Err(unreadable(Problem::damaged("its list of sectors leads in a circle")));
    }
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

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Whether the chains of sectors of a container come to an end: a reader that follows one in a
/// circle fills the memory. What else is wrong with it is told by who reads it.
fn chains_end(bytes: &[u8]) -> bool {
    let shift = bytes.get(30).copied().unwrap_or(9);
    if !(9..=12).contains(&shift) {
        return false;
    }
    let size = 1_usize << shift;
    let sector = |number: u32| {
        let at = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(size)?;
        bytes.get(at..at.checked_add(size)?.min(bytes.len()))
    };
    let words = |bytes: &[u8]| -> Vec<u32> { (0..bytes.len() / 4).filter_map(|at| word(bytes, at * 4)).collect() };
    let most = bytes.len() / size + 1;
    // Where the table of sectors itself lies: 109 places in the header, more in a chain.
    let mut places = words(bytes.get(76..512).unwrap_or_default());
    let mut next = word(bytes, 68).unwrap_or(END);
    let mut steps = 0;
    while let Some(more) = Some(next).filter(|next| *next < LAST).and_then(sector) {
        let mut more = words(more);
        next = more.pop().unwrap_or(END);
        places.extend(more);
        steps += 1;
        if steps > most {
            return false;
        }
    }
    places.retain(|place| *place < LAST);
    if places.len() > most {
        return false;
    }
    let table: Vec<u32> = places.iter().filter_map(|place| sector(*place)).flat_map(words).collect();
    if circles(&table) {
        return false;
    }
    // Short streams have sectors and a table of their own.
    let mut short = Vec::new();
    let mut next = word(bytes, 60).unwrap_or(END);
    for _ in 0..most {
        let Some(content) = Some(next).filter(|next| *next < LAST).and_then(sector) else { break };
        short.extend(words(content));
        next = usize::try_from(next).ok().and_then(|at| table.get(at)).copied().unwrap_or(END);
    }
    !circles(&short)
}

/// The end of a chain, and the first number that is no sector.
const END: u32 = 0xFFFF_FFFE;
const LAST: u32 = 0xFFFF_FFFA;

/// Whether following the table from anywhere comes back to where it was.
fn circles(table: &[u32]) -> bool {
    let mut seen = vec![0_u32; table.len()];
    for start in 0..table.len() {
        let mark = u32::try_from(start + 1).unwrap_or(u32::MAX);
        let mut at = start;
        while let Some(place) = seen.get_mut(at) {
            if *place != 0 {
                if *place == mark {
                    return true;
                }
                break;
            }
            *place = mark;
            at = table.get(at).and_then(|next| usize::try_from(*next).ok()).unwrap_or(usize::MAX);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn chains_that_lead_in_a_circle() {
        assert!(circles(&[1, 2, 0]) && circles(&[END, 1]) && circles(&[1, 2, 3, 1]));
        assert!(!circles(&[1, 2, END, 2, 900, u32::MAX]));
        let mut bytes = CONTAINER.to_vec();
        bytes.resize(2_048, 0);
        bytes[30] = 9;
        bytes[60..64].copy_from_slice(&END.to_le_bytes());
        bytes[68..72].copy_from_slice(&END.to_le_bytes());
        bytes[76..512].fill(0xFF);
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        bytes[512..1024].fill(0xFF);
        assert!(chains_end(&bytes));
        bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
        assert!(!chains_end(&bytes));
    }

    #[test]
    fn a_container_that_is_cut_off_is_refused() {
        let mut bytes = CONTAINER.to_vec();
        for length in [8, 100, 511, 512, 600, 2_000] {
            bytes.resize(length, 0);
            assert!(inspect(&bytes, &Limits::default()).is_err(), "{length}");
        }
    }
}
