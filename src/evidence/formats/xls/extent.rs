//! How much memory the sheets of a workbook take when they are laid out as tables, from its records alone.

use calamine::Data;

/// Rows and columns of a sheet as large as one can be.
const SHEET: u64 = 65_536 * 256;

/// Bytes that a reader asks for who lays out each sheet from its first to its last row and column, once for the
/// values and once for the formulas; no number there is where a sheet states a size that it cannot have.
pub fn cost(book: &[u8]) -> u64 {
    let starts = records(book).take_while(|(kind, _)| *kind != END).filter(|(kind, _)| *kind == SHEET_AT);
    let starts = starts.filter_map(|(_, data)| Some(u32::from_le_bytes(data.get(..4)?.try_into().ok()?)));
    let sheets = starts.filter_map(|start| book.get(usize::try_from(start).ok()?..));
    sheets.map(sheet).fold(0, u64::saturating_add)
}

const END: u16 = 0x000A;
const SHEET_AT: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const MANY_NUMBERS: u16 = 0x00BD;
/// Numbers, texts, truths and errors.
const CELLS: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

/// The records of a stream: kind and content.
fn records(mut left: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (head, rest) = left.split_first_chunk::<4>()?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        left = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    })
}

fn sheet(stream: &[u8]) -> u64 {
    let (mut values, mut formulas) = (Extent::default(), Extent::default());
    for (kind, data) in records(stream).take_while(|(kind, _)| *kind != END) {
        let number = |at: usize| data.get(at..at + 2).map_or(0, |two| u64::from(two[0]) | u64::from(two[1]) << 8);
        let (row, column) = (number(0), number(2));
        match kind {
            // This much is only set aside, which costs nothing; but it may be more than there is.
            DIMENSIONS if stated(data) > SHEET => return u64::MAX,
            FORMULA => {
                values.add(row, column);
                formulas.add(row, column);
            }
            MANY_NUMBERS => {
                values.add(row, column);
                values.add(row, number(data.len().saturating_sub(2)));
            }
            kind if CELLS.contains(&kind) => values.add(row, column),
            _ => {}
        }
    }
    values.cells() * size_of::<Data>() as u64 + formulas.cells() * size_of::<String>() as u64
}

/// The cells of the size that a sheet states, as they are reckoned by who trusts it.
fn stated(data: &[u8]) -> u64 {
    let short = |at: usize| data.get(at..at + 2).map_or(0, |two| u32::from(two[0]) | u32::from(two[1]) << 8);
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let (top, bottom, left, right) = match data.len() {
        10 => (short(0), short(2), short(4), short(6)),
        _ => (long(0), long(4), short(8), short(10)),
    };
    let left = if left > 255 || right < left { 0 } else { left };
    if bottom == 0 || right == 0 {
        return 1;
    }
    u64::from(bottom.wrapping_sub(top)) * u64::from(right.wrapping_sub(left))
}

/// The first and the last row and column.
#[derive(Default)]
struct Extent(Option<[u64; 4]>);

impl Extent {
    fn add(&mut self, row: u64, column: u64) {
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, column]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{number, record, stream};
    use super::*;

    #[test]
    fn each_kind_of_cell_is_counted() {
        let value = size_of::<Data>() as u64;
        let of = |cells: &[Vec<u8>]| cost(&stream(&[("A", cells.concat())]));
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[number(7, 3, 0.0), number(9, 4, 0.0)]), 6 * value);
        let many = [[1, 0, 2, 0].as_slice(), &[0; 12], &[3, 0]].concat();
        assert_eq!(of(&[record(MANY_NUMBERS, &many)]), 2 * value);
        let formulas = [record(FORMULA, &[1, 0, 0, 0]), record(FORMULA, &[0, 0, 0, 0])];
        assert_eq!(of(&formulas), 2 * (value + size_of::<String>() as u64));
        assert_eq!(cost(b"\x85\0\xFF\xFF"), 0);
    }
}
