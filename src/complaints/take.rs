//! A report into what is taken from it, row by row.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read};

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashTable};

use super::dates::{self, Orders, When};
use super::formats::{self, Shape};
use super::quotes;
use super::reading::{Matcher, Reading};
use super::reasons::{self, Topic};
use super::rows::Rows;
use super::source::Text;
use super::taken::{Fared, Ncx, OfAsin, Quote, Ratings, Return, Taken, UnknownCode};

/// Why nothing can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No bytes.
    Empty,
    /// No text: the kind of file that it seems to be, if that is known.
    Binary(Option<&'static str>),
    /// Text, but none of the reports; the name of another report of Amazon, if it is one.
    Unknown(Option<&'static str>),
    /// It ends too early.
    Truncated,
    /// It is damaged: where or how.
    Damaged(String),
    /// It is larger than any report, perhaps only when unpacked.
    TooLarge,
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Refusal::Truncated,
            io::ErrorKind::FileTooLarge => Refusal::TooLarge,
            _ => Refusal::Damaged(error.to_string()),
        }
    }
}

/// A row that cannot be used.
pub struct Unreadable;

/// A return as a format found it, cell by cell.
#[derive(Default, Clone, Copy)]
#[allow(missing_docs)]
pub struct Cells<'a> {
    pub date: &'a [u8],
    pub order: &'a [u8],
    pub sku: &'a [u8],
    pub asin: &'a [u8],
    pub product: &'a [u8],
    pub units: &'a [u8],
    pub grading: &'a [u8],
    pub reason: &'a [u8],
    pub plate: &'a [u8],
    pub comment: &'a [u8],
}

/// Most different reason codes and gradings of a report; what is beyond them is put together.
const MAX_CODES: usize = 2000;
const MAX_GRADINGS: usize = 200;
/// Most quotations that are kept of an ASIN, the latest ones.
const MAX_QUOTES: usize = 40;
/// Longest code that is kept, in bytes.
const MAX_CODE: usize = 80;

#[derive(Clone, Copy)]
struct Row {
    asin: u32,
    when: When,
    code: u16,
    grading: u8,
    reading: u8,
    units: u16,
    mark: u16,
}

/// Collects what a report says while it is read.
pub struct Taker {
    /// How rows fare.
    pub fared: Fared,
    /// What dates give away.
    pub orders: Orders,
    matcher: Matcher,
    rows: Vec<Row>,
    asins: Vec<([u8; 10], String)>,
    asin_index: HashMap<[u8; 10], u32, FixedState>,
    last_asin: ([u8; 10], u32),
    ncx: Vec<(u32, Ncx)>,
    ratings: Vec<(When, u8)>,
    codes: Words,
    gradings: Words,
    unknown: Vec<UnknownCode>,
    seen: HashTable<u64>,
    hasher: FixedState,
    /// ASINs of which comments are quoted, and what they say.
    quoted: Vec<[u8; 10]>,
    quotes: Vec<(u32, When, u16, String)>,
}

/// Words that repeat, by number.
#[derive(Default)]
struct Words {
    raw: HashMap<Vec<u8>, u16, FixedState>,
    names: Vec<String>,
    last: Option<(Vec<u8>, u16)>,
}

impl Words {
    /// The number of a word; `name` makes its normal form, which several words may share.
    fn number(&mut self, raw: &[u8], most: usize, name: impl FnOnce(&[u8]) -> String) -> (u16, bool) {
        if let Some((last, number)) = &self.last
            && last.as_slice() == raw
        {
            return (*number, false);
        }
        if let Some(number) = self.raw.get(raw) {
            self.last = Some((raw.to_vec(), *number));
            return (*number, false);
        }
        let mut name = name(raw);
        if self.names.len() >= most {
            name = reasons::OTHER.to_owned();
        }
        let known = self.names.iter().position(|known| *known == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        if self.raw.len() < 4 * most {
            self.raw.insert(raw.to_vec(), number);
        }
        (number, known.is_none())
    }
}

fn text(bytes: &[u8]) -> String {
    let bytes = bytes.get(..MAX_CODE).unwrap_or(bytes);
    String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_control()).collect()
}

fn grading_name(raw: &[u8]) -> String {
    const KNOWN: [&str; 5] = ["SELLABLE", "DAMAGED", "DEFECTIVE", "EXPIRED", "RECALLED"];
    let raw = text(raw);
    let name = raw.trim().replace(' ', "_").to_uppercase();
    let known = KNOWN.iter().any(|known| name.ends_with(known)) && reasons::is_code(&name);
    if known || raw.trim().is_empty() || reasons::is_code(raw.trim()) { name } else { reasons::OTHER.to_owned() }
}

/// A whole number, with commas or blanks between thousands.
pub fn whole(cell: &[u8]) -> Option<u32> {
    if let [digit @ b'0'..=b'9'] = cell {
        return Some(u32::from(digit - b'0'));
    }
    let cell = cell.strip_suffix(b".0").or_else(|| cell.strip_suffix(b".00")).unwrap_or(cell);
    let mut sum: Option<u32> = None;
    for byte in cell.iter().filter(|byte| !matches!(byte, b',' | b' ')) {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum = Some(sum.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
    }
    sum
}

/// The ASIN in a cell.
fn asin(cell: &[u8]) -> Option<[u8; 10]> {
    let mut asin: [u8; 10] = cell.try_into().ok()?;
    asin.make_ascii_uppercase();
    asin.iter().all(u8::is_ascii_alphanumeric).then_some(asin)
}

impl Taker {
    fn new(readings: &[Reading], quoted: &[&str]) -> Self {
        let mut gradings = Words::default();
        gradings.number(b"", MAX_GRADINGS, grading_name);
        Self {
            fared: Fared::default(),
            orders: Orders::default(),
            matcher: Matcher::new(readings),
            rows: Vec::new(),
            asins: Vec::new(),
            asin_index: HashMap::with_hasher(FixedState::default()),
            last_asin: ([0; 10], 0),
            ncx: Vec::new(),
            ratings: Vec::new(),
            codes: Words::default(),
            gradings,
            unknown: Vec::new(),
            seen: HashTable::new(),
            hasher: FixedState::default(),
            quoted: quoted.iter().filter_map(|one| asin(one.as_bytes())).collect(),
            quotes: Vec::new(),
        }
    }

    /// Takes in a return.
    ///
    /// # Errors
    /// A row without a date, an ASIN, or with a quantity that is none.
    pub fn take_return(
        &mut self,
        cells: &Cells<'_>,
        line: u64,
        decode: &dyn Fn(&[u8]) -> String,
    ) -> Result<(), Unreadable> {
        let when = dates::parse(cells.date).ok_or(Unreadable)?;
        let asin = asin(cells.asin).ok_or(Unreadable)?;
        let units = if cells.units.is_empty() { 1 } else { whole(cells.units).ok_or(Unreadable)? };
        let units = u16::try_from(units).ok().filter(|units| (1..=10_000).contains(units)).ok_or(Unreadable)?;
        self.see(cells.date, when, line);
        let key = if cells.plate.len() > 3 && !cells.plate.eq_ignore_ascii_case(b"n/a") {
            self.key(&[b"plate", cells.plate])
        } else {
            self.key(&[b"order", cells.order, cells.sku, &when.key().to_le_bytes()])
        };
        if self.seen_before(key) {
            self.fared.duplicates.add(line);
            return Ok(());
        }
        let quoted = self.quoted.contains(&asin) && !cells.comment.is_empty();
        let asin = self.asin_number(asin);
        if let Some((_, product)) = self.asins.get_mut(asin as usize)
            && product.is_empty()
            && !cells.product.is_empty()
        {
            *product = decode(cells.product).chars().take(200).collect();
        }
        let (code, fresh) = self.codes.number(cells.reason, MAX_CODES, |raw| reasons::kept(&text(raw)));
        if fresh {
            let name = self.codes.names[usize::from(code)].clone();
            if reasons::topic(&name) == Topic::Unknown {
                self.unknown.push(UnknownCode { raw: text(cells.reason), code: name, line });
            }
        }
        if quoted
            && reasons::topic(&self.codes.names[usize::from(code)]).is_fault()
            && let Some(text) = quotes::scrub(&decode(cells.comment))
        {
            self.quotes.push((asin, when, code, text));
        }
        let (grading, _) = self.gradings.number(cells.grading, MAX_GRADINGS, grading_name);
        let reading = if self.matcher.is_empty() || cells.comment.is_empty() {
            0
        } else {
            self.matcher.find(&decode(cells.comment))
        };
        let grading = u8::try_from(grading).unwrap_or(u8::MAX);
        let mark = (key & 0xffff) as u16;
        self.rows.push(Row { asin, when, code, grading, reading, units, mark });
        Ok(())
    }

    /// Takes in what the Voice of the Customer says of an offer, which `offer` tells from others.
    ///
    /// # Errors
    /// A row without an ASIN.
    pub fn take_ncx(&mut self, cell: &[u8], offer: &[&[u8]], ncx: Ncx, line: u64) -> Result<(), Unreadable> {
        let asin = asin(cell).ok_or(Unreadable)?;
        let day = ncx.updated.map_or(0, dates::day_of).to_le_bytes();
        let key = self.key(&[&[b"ncx".as_slice(), &asin, &day], offer].concat());
        if self.seen_before(key) {
            self.fared.duplicates.add(line);
            return Ok(());
        }
        let asin = self.asin_number(asin);
        self.ncx.push((asin, ncx));
        Ok(())
    }

    /// Takes in a rating.
    pub fn take_rating(&mut self, date: &[u8], when: When, order: &[u8], stars: u8, line: u64) {
        self.see(date, when, line);
        let key = self.key(&[b"rating", order, &when.key().to_le_bytes()]);
        if !order.is_empty() && self.seen_before(key) {
            self.fared.duplicates.add(line);
        } else {
            self.ratings.push((when, stars));
        }
    }

    fn see(&mut self, cell: &[u8], when: When, line: u64) {
        self.orders.add(cell, when);
        if when.day().is_none() && self.fared.ambiguous.line == 0 {
            // Stays only if the file never says which of two days it is.
            self.fared.ambiguous.line = line;
        }
    }

    fn key(&self, parts: &[&[u8]]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for part in parts {
            hasher.write(part);
            hasher.write_u8(0xff);
        }
        hasher.finish()
    }

    /// Whether the key was there; now it is.
    fn seen_before(&mut self, key: u64) -> bool {
        match self.seen.entry(key, |other| *other == key, |other| *other) {
            hashbrown::hash_table::Entry::Occupied(_) => true,
            hashbrown::hash_table::Entry::Vacant(place) => {
                place.insert(key);
                false
            }
        }
    }

    fn asin_number(&mut self, asin: [u8; 10]) -> u32 {
        if self.last_asin.0 == asin {
            return self.last_asin.1;
        }
        let next = u32::try_from(self.asins.len()).unwrap_or(u32::MAX);
        let number = *self.asin_index.entry(asin).or_insert(next);
        if number == next {
            self.asins.push((asin, String::new()));
        }
        self.last_asin = (asin, number);
        number
    }

    fn finish(self, report: &str, encoding: &str, readings: &[Reading]) -> Taken {
        let mut fared = self.fared;
        let name = |asin: &[u8; 10]| String::from_utf8_lossy(asin).into_owned();
        let mut counts = vec![0_usize; self.asins.len()];
        self.rows.iter().for_each(|row| counts[row.asin as usize] += 1);
        let made = self.asins.into_iter().zip(&counts).map(|((asin, product), count)| OfAsin {
            asin: name(&asin),
            product,
            returns: Vec::with_capacity(*count),
            ncx: Vec::new(),
            quotes: None,
        });
        let mut asins: Vec<OfAsin> = made.collect();
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        for row in self.rows {
            let Some(day) = self.orders.settle(row.when) else {
                fared.ambiguous.count += 1;
                continue;
            };
            (first, last) = (first.min(day), last.max(day));
            let Row { code, grading, reading, units, mark, .. } = row;
            let day = u32::try_from(day).unwrap_or(0);
            asins[row.asin as usize].returns.push(Return { day, code, grading, reading, units, mark });
        }
        let mut feedback: BTreeMap<i32, [u32; 5]> = BTreeMap::new();
        for (when, stars) in self.ratings {
            let Some(day) = self.orders.settle(when) else {
                fared.ambiguous.count += 1;
                continue;
            };
            (first, last) = (first.min(day), last.max(day));
            feedback.entry(day).or_default()[usize::from(stars.clamp(1, 5) - 1)] += 1;
        }
        for (asin, ncx) in self.ncx {
            if let Some(day) = ncx.updated.map(dates::day_of) {
                (first, last) = (first.min(day), last.max(day));
            }
            asins[asin as usize].ncx.push(ncx);
        }
        for (asin, when, code, text) in self.quotes {
            if let Some(day) = self.orders.settle(when).and_then(|day| u32::try_from(day).ok()) {
                asins[asin as usize].quotes.get_or_insert_default().push(Quote { day, code, text });
            }
        }
        for of in &mut asins {
            of.returns.sort_by_key(|row| row.day);
            if self.quoted.iter().any(|asin| asin == of.asin.as_bytes()) {
                let quotes = of.quotes.get_or_insert_default();
                quotes.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.cmp(b)));
                let mut texts = std::collections::BTreeSet::new();
                quotes.retain(|quote| texts.insert(quote.text.to_lowercase()));
                quotes.truncate(MAX_QUOTES);
            }
        }
        asins.retain(|of| !of.returns.is_empty() || !of.ncx.is_empty());
        asins.sort_unstable_by(|a, b| a.asin.cmp(&b.asin));
        if fared.ambiguous.count == 0 {
            fared.ambiguous.line = 0;
        }
        Taken {
            report: report.to_owned(),
            encoding: encoding.to_owned(),
            rows: fared,
            dates: (first <= last).then(|| (dates::date(first), dates::date(last))),
            unknown: self.unknown,
            codes: self.codes.names,
            gradings: self.gradings.names,
            asins,
            feedback: feedback.into_iter().map(|(day, stars)| Ratings { day: dates::date(day), stars }).collect(),
            readings: readings.to_vec(),
            ..Taken::default()
        }
    }
}

/// Takes what a report says, and nothing that buyers wrote.
///
/// # Errors
/// See [`Refusal`].
pub fn take<R: Read>(reader: R, readings: &[Reading]) -> Result<Taken, Refusal> {
    take_quoting(reader, readings, &[])
}

/// Takes what a report says, with what buyers of these ASINs wrote as far as it may be printed.
///
/// # Errors
/// See [`Refusal`].
pub fn take_quoting<R: Read>(reader: R, readings: &[Reading], quoted: &[&str]) -> Result<Taken, Refusal> {
    let mut text = Text::new(reader)?;
    let head = text.peek(1 << 15)?;
    if head.is_empty() {
        return Err(Refusal::Empty);
    }
    if let Some(kind) = formats::binary(head) {
        return Err(Refusal::Binary(kind));
    }
    let head = head.to_vec();
    let head = text.decode(&head);
    let Some(found) = formats::recognise(&head) else {
        return Err(Refusal::Unknown(formats::other(&head)));
    };
    let mut taker = Taker::new(readings, quoted);
    let (text, encoding) = match found.format.shape {
        Shape::Xml(read) => {
            read(&mut text, &mut taker)?;
            let encoding = text.encoding_name();
            (text, encoding)
        }
        Shape::Table { row: take_row, told, .. } => {
            taker.orders.told = told(&found.header);
            let mut rows = Rows::new(text, found.delimiter, found.header.len(), found.lines)?;
            table(&mut rows, &found, take_row, &mut taker)?;
            let encoding = rows.text.encoding_name();
            (rows.text, encoding)
        }
    };
    let mut taken = taker.finish(found.format.id, encoding, readings);
    (taken.bytes, taken.sha256) = text.finish()?;
    Ok(taken)
}

fn table<R: Read>(
    rows: &mut Rows<R>,
    found: &formats::Found,
    take_row: formats::TakeRow,
    taker: &mut Taker,
) -> Result<(), Refusal> {
    while rows.advance()? {
        let row = rows.row();
        let decode = |bytes: &[u8]| match std::str::from_utf8(bytes) {
            Ok(ascii) if ascii.is_ascii() => ascii.to_owned(),
            _ => rows.text.decode(bytes),
        };
        taker.fared.read += 1;
        if take_row(&row, &found.columns, taker, &decode).is_ok() {
            continue;
        }
        if row.count() > 0 && row.is_blank() {
            taker.fared.read -= 1;
            taker.fared.blank.add(row.line);
        } else if found.is_header(&row, &decode) {
            taker.fared.headers.add(row.line);
        } else {
            taker.fared.unreadable.add(row.line);
        }
    }
    Ok(())
}
