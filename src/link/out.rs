use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// A file as pieces that follow each other: photos stand in it as they were read, not copied.
#[derive(Debug, PartialEq, Eq)]
pub struct Pieces<'a>(Vec<Cow<'a, [u8]>>);

impl Pieces<'_> {
    /// The pieces in their order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// How many bytes.
    pub fn size(&self) -> usize {
        self.0.iter().map(|piece| piece.len()).sum()
    }

    /// Everything in one.
    pub fn concat(&self) -> Vec<u8> {
        self.0.concat()
    }
}

/// Pieces shorter than this are copied.
const SHORT: usize = 4 << 10;

/// The file being written: bytes, and where the objects begin.
pub(super) struct Out<'a> {
    /// What stands before `bytes`, and how much it is.
    before: Vec<Cow<'a, [u8]>>,
    length: usize,
    /// What was written last.
    bytes: Vec<u8>,
    offsets: BTreeMap<u32, usize>,
    next: u32,
    /// Colour profiles already written, by their hash and component count.
    profiles: BTreeMap<([u8; 32], u8), u32>,
}

impl<'a> Out<'a> {
    /// A file that begins with these bytes and whose own objects are numbered from `next`.
    pub(super) fn new(header: &[u8], next: u32, capacity: usize) -> Self {
        let mut bytes = Vec::with_capacity(capacity);
        bytes.extend_from_slice(header);
        Self { before: Vec::new(), length: 0, bytes, offsets: BTreeMap::new(), next, profiles: BTreeMap::new() }
    }

    fn begin(&mut self, number: u32) {
        self.offsets.insert(number, self.length + self.bytes.len());
    }

    /// Adds a piece as it is.
    fn borrow(&mut self, piece: &'a [u8]) {
        if piece.len() < SHORT {
            self.bytes.extend_from_slice(piece);
            return;
        }
        let written = std::mem::take(&mut self.bytes);
        self.length += written.len() + piece.len();
        self.before.extend([Cow::Owned(written), Cow::Borrowed(piece)]);
    }

    /// A number for an object that is written later.
    pub(super) fn reserve(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// Writes an object as it stood in another file, with its `obj` and `endobj`.
    pub(super) fn verbatim(&mut self, number: u32, bytes: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes an object.
    pub(super) fn object(&mut self, number: u32, body: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n\n");
    }

    /// Writes a stream: the entries of its dictionary without brackets and length, its data in
    /// pieces.
    pub(super) fn stream(&mut self, number: u32, entries: &[u8], data: &[&[u8]]) {
        self.begin_stream(number, entries, data);
        for piece in data {
            self.bytes.extend_from_slice(piece);
        }
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n\n");
    }

    /// As [`Out::stream`], with data that outlive the writing.
    pub(super) fn stream_of(&mut self, number: u32, entries: &[u8], data: &[&'a [u8]]) {
        self.begin_stream(number, entries, data);
        for piece in data {
            self.borrow(piece);
        }
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n\n");
    }

    fn begin_stream(&mut self, number: u32, entries: &[u8], data: &[&[u8]]) {
        let length: usize = data.iter().map(|piece| piece.len()).sum();
        self.begin(number);
        self.bytes.extend_from_slice(format!("{number} 0 obj\n<<").as_bytes());
        self.bytes.extend_from_slice(entries);
        self.bytes.extend_from_slice(format!("/Length {length}>>\nstream\n").as_bytes());
    }

    /// A colour profile's colour space, as a value: each profile is written once.
    pub(super) fn profile(&mut self, profile: &[u8], components: u8) -> String {
        let key = (Sha256::digest(profile).into(), components);
        let number = match self.profiles.get(&key) {
            Some(number) => *number,
            None => {
                let number = self.reserve();
                let alternate = device(components);
                let entries = format!("/N {components}/Alternate/{alternate}/Filter/FlateDecode");
                self.stream(number, entries.as_bytes(), &[&super::deflate(profile)]);
                self.profiles.insert(key, number);
                number
            }
        };
        format!("[/ICCBased {number} 0 R]")
    }

    /// Writes the cross-reference table and the trailer, whose other entries are given.
    pub(super) fn finish(mut self, trailer: &[u8]) -> Pieces<'a> {
        let start = self.length + self.bytes.len();
        let size = self.offsets.keys().next_back().map_or(1, |last| last.saturating_add(1));
        self.bytes.extend_from_slice(format!("xref\n0 {size}\n").as_bytes());
        // Numbers that are not used form a list, which begins and ends at 0.
        let free: Vec<u32> = (0..size).filter(|n| !self.offsets.contains_key(n)).collect();
        let mut after = free.iter().skip(1).copied().chain([0]);
        for number in 0..size {
            let line = match self.offsets.get(&number) {
                Some(offset) => format!("{offset:010} 00000 n\r\n"),
                None => format!("{:010} 65535 f\r\n", after.next().unwrap_or(0)),
            };
            self.bytes.extend_from_slice(line.as_bytes());
        }
        self.bytes.extend_from_slice(format!("trailer\n<</Size {size}\n").as_bytes());
        self.bytes.extend_from_slice(trailer);
        self.bytes.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF\n").as_bytes());
        self.before.push(Cow::Owned(self.bytes));
        Pieces(self.before)
    }
}

/// The device colour space of so many components.
pub(super) fn device(components: u8) -> &'static str {
    match components {
        1 => "DeviceGray",
        4 => "DeviceCMYK",
        _ => "DeviceRGB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_numbers_are_chained() {
        let mut out = Out::new(b"%PDF-1.7\n", 5, 0);
        out.object(1, b"<<>>");
        out.object(4, b"null");
        let text = String::from_utf8_lossy(&out.finish(b"").concat()).into_owned();
        assert!(text.contains("xref\n0 5\n0000000002 65535 f\r\n0000000009 00000 n\r\n"));
        assert!(text.contains("0000000003 65535 f\r\n0000000000 65535 f\r\n"));
    }
}
