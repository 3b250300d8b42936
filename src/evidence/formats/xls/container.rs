//! The container of old Office files: streams in sectors that tables chain together.

use crate::evidence::Problem;

/// The end of a chain, and the first number that is no sector.
const END: u32 = 0xFFFF_FFFE;
const LAST: u32 = 0xFFFF_FFFA;
/// Bytes of a short sector, and from how many bytes on a stream lies in long ones.
const SHORT: usize = 64;
const LONG_FROM: u64 = 4_096;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Bytes that may be set aside for what the header states alone.
const STATED: u64 = 512 << 20;

/// A container whose chains come to an end. What else is wrong with it is told by who reads it.
pub struct Container<'b> {
    bytes: &'b [u8],
    size: usize,
    table: Vec<u32>,
    directory: Vec<u8>,
    /// Short streams have sectors and a table of their own.
    short: Vec<u8>,
    short_table: Vec<u32>,
}

impl<'b> Container<'b> {
    /// Looks into a container.
    ///
    /// # Errors
    ///
    /// A reader would never come to the end of it, or would fill the memory at its first lines.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Problem> {
        let shift = bytes.get(30).copied().unwrap_or(9);
        if !(9..=12).contains(&shift) {
            return Err(Problem::damaged("its sectors have an unknown size"));
        }
        // The library reads the second of these numbers two bytes before its place.
        let stated = [44, 62].iter().filter_map(|at| word(bytes, *at)).map(u64::from).sum::<u64>();
        if stated * 4 > STATED {
            return Err(Problem::damaged("its header states more sectors than there can be"));
        }
        let circle = || Problem::damaged("its list of sectors leads in a circle");
        let mut it = Self {
            bytes,
            size: 1 << shift,
            table: Vec::new(),
            directory: Vec::new(),
            short: Vec::new(),
            short_table: Vec::new(),
        };
        let most = bytes.len() / it.size + 1;
        // Where the table of sectors itself lies: 109 places in the header, more in a chain.
        let mut places = words(bytes.get(76..512).unwrap_or_default());
        let mut next = word(bytes, 68).unwrap_or(END);
        let mut steps = 0;
        while let Some(more) = it.sector(next) {
            let mut more = words(more);
            next = more.pop().unwrap_or(END);
            places.extend(more);
            steps += 1;
            if steps > most {
                return Err(circle());
            }
        }
        places.retain(|place| *place < LAST);
        if places.len() > most {
            return Err(circle());
        }
        it.table = places.iter().filter_map(|place| it.sector(*place)).flat_map(words).collect();
        if circles(&it.table) {
            return Err(circle());
        }
        it.short_table = words(&it.chain(word(bytes, 60).unwrap_or(END), u64::MAX));
        if circles(&it.short_table) {
            return Err(circle());
        }
        it.directory = it.chain(word(bytes, 48).unwrap_or(END), u64::MAX);
        if let Some(root) = it.directory.get(..ENTRY) {
            it.short = it.chain(word(root, 116).unwrap_or(END), it.length(root));
        }
        Ok(it)
    }

    /// The stream of a workbook; empty where there is none.
    pub fn book(&self) -> Vec<u8> {
        let named = ["Workbook", "Book", "WORKBOOK", "BOOK"].iter().find_map(|name| self.entry(name));
        let Some(entry) = named else { return Vec::new() };
        let (first, length) = (word(entry, 116).unwrap_or(END), self.length(entry));
        if length >= LONG_FROM {
            return self.chain(first, length);
        }
        let sector = |number: u32| {
            let at = usize::try_from(number).ok()?.checked_mul(SHORT)?;
            self.short.get(at..at.checked_add(SHORT)?.min(self.short.len()))
        };
        follow(first, &self.short_table, length, sector)
    }

    fn entry(&self, name: &str) -> Option<&[u8]> {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        self.directory.chunks_exact(ENTRY).find(|entry| entry.starts_with(&wide))
    }

    /// How long the stream of an entry is: large sectors have come with large files.
    fn length(&self, entry: &[u8]) -> u64 {
        let low = u64::from(word(entry, 120).unwrap_or(0));
        let high = u64::from(word(entry, 124).unwrap_or(0));
        if self.size == 512 { low } else { high << 32 | low }
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        if number >= LAST {
            return None;
        }
        let at = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.size)?;
        self.bytes.get(at..at.checked_add(self.size)?.min(self.bytes.len()))
    }

    fn chain(&self, first: u32, length: u64) -> Vec<u8> {
        follow(first, &self.table, length, |number| self.sector(number))
    }
}

/// The bytes of a chain, which ends: its table was looked at.
fn follow<'s>(first: u32, table: &[u32], length: u64, sector: impl Fn(u32) -> Option<&'s [u8]>) -> Vec<u8> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut all = Vec::new();
    let mut next = first;
    while let Some(content) = sector(next).filter(|_| all.len() < length) {
        all.extend_from_slice(content);
        next = usize::try_from(next).ok().and_then(|at| table.get(at)).copied().unwrap_or(END);
    }
    all.truncate(length);
    all
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn words(bytes: &[u8]) -> Vec<u32> {
    (0..bytes.len() / 4).filter_map(|at| word(bytes, at * 4)).collect()
}

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
    use super::super::made::container;
    use super::*;

    #[test]
    fn streams_are_found_in_their_sectors() {
        let stream: Vec<u8> = (0..90_000_u32).flat_map(u32::to_le_bytes).collect();
        let bytes = container("Book", &stream);
        assert!(Container::open(&bytes).is_ok_and(|found| found.book() == stream));
        assert!(Container::open(&container("Other", &stream)).is_ok_and(|found| found.book().is_empty()));
        for end in [100, 512, 600, 1_100, 9_000, bytes.len() - 5] {
            let found = Container::open(&bytes[..end]);
            assert!(found.is_err() || found.is_ok_and(|found| stream.starts_with(&found.book())), "{end}");
        }
    }

    #[test]
    fn a_header_that_states_too_much() {
        let mut bytes = container("Book", b"");
        bytes[44..48].fill(0xFF);
        assert!(Container::open(&bytes).is_err());
    }

    #[test]
    fn chains_that_lead_in_a_circle() {
        assert!(circles(&[1, 2, 0]) && circles(&[END, 1]) && circles(&[1, 2, 3, 1]));
        assert!(!circles(&[1, 2, END, 2, 900, u32::MAX]));
        let mut bytes = container("Book", b"");
        assert!(Container::open(&bytes).is_ok());
        bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
        assert!(Container::open(&bytes).is_err());
    }
}
