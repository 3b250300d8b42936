//! Workbooks as Excel wrote them up to 2003.

/// A record.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row.to_le_bytes(), column.to_le_bytes(), [0; 2]].concat()
}

/// A cell with a number.
pub fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[place(row, column), value.to_le_bytes().to_vec()].concat())
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A cell with text.
pub fn text(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units = wide(text);
    let count = u16::try_from(units.len() / 2).expect("a short text");
    record(0x0204, &[place(row, column), count.to_le_bytes().to_vec(), vec![1], units].concat())
}

/// The stream of a workbook: the name of each sheet and its records.
pub fn stream(sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let begin = |what: u8| record(0x0809, &[0, 6, what, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = || record(0x000A, &[]);
    let listed = |start: usize, name: &str| {
        let start = u32::try_from(start).expect("a short stream").to_le_bytes();
        let units = wide(name);
        let count = u8::try_from(units.len() / 2).expect("a short name");
        record(0x0085, &[&start[..], &[0, 0, count, 1], &units].concat())
    };
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|(_, cells)| [begin(0x10), cells.clone(), end()].concat()).collect();
    let names: usize = sheets.iter().map(|(name, _)| listed(0, name).len()).sum();
    let mut start = begin(5).len() + names + end().len();
    let mut all = begin(5);
    for ((name, _), body) in sheets.iter().zip(&bodies) {
        all.extend(listed(start, name));
        start += body.len();
    }
    [all, end(), bodies.concat()].concat()
}

const END: u32 = 0xFFFF_FFFE;
const SECTOR: usize = 512;

/// A container of one stream: tables of sectors, then the directory, then the stream.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let sectors = stream.len().max(4_096).div_ceil(SECTOR);
    let tables = (sectors + 2).div_ceil(SECTOR / 4 - 1);
    assert!(tables <= 109, "a short stream");
    let number = |n: usize| u32::try_from(n).expect("a short stream");
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(SECTOR, 0);
    bytes[76..].fill(0xFF);
    let mut put = |at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    for (at, what) in [(24, 0x0003_003E), (28, 0x0009_FFFE), (32, 6), (44, number(tables)), (48, number(tables))] {
        put(at, what);
    }
    [(56, 4_096), (60, END), (68, END)].into_iter().for_each(|(at, what)| put(at, what));
    (0..tables).for_each(|table| put(76 + 4 * table, number(table)));
    let mut table = vec![0xFFFF_FFFD; tables];
    table.push(END);
    table.extend((tables + 2..tables + 1 + sectors).map(number).chain([END]));
    table.resize(tables * SECTOR / 4, u32::MAX);
    bytes.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    for (name, first, length) in [("Root Entry", END, 0), (name, number(tables + 1), number(stream.len().max(4_096)))] {
        let mut entry = wide(name);
        entry.resize(128, 0);
        entry[64..66].copy_from_slice(&u16::try_from(wide(name).len() + 2).expect("a short name").to_le_bytes());
        entry[66] = if length == 0 { 5 } else { 2 };
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&first.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
        bytes.extend(entry);
    }
    bytes.resize(SECTOR * (tables + 2), 0);
    bytes.extend_from_slice(stream);
    bytes.resize(SECTOR * (tables + 2 + sectors), 0);
    bytes
}

/// A workbook of sheets with these records.
pub fn of_records(sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    container("Workbook", &stream(sheets))
}

/// A workbook of sheets of text.
pub fn xls(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let short = |n: usize| u16::try_from(n).expect("a small sheet");
    let row = |(n, row): (usize, &Vec<String>)| -> Vec<u8> {
        row.iter().enumerate().flat_map(|(c, cell)| text(short(n), short(c), cell)).collect()
    };
    let records = |rows: &Vec<Vec<String>>| rows.iter().enumerate().flat_map(row).collect::<Vec<u8>>();
    let all: Vec<(&str, Vec<u8>)> = sheets.iter().map(|(name, rows)| (*name, records(rows))).collect();
    of_records(&all)
}
