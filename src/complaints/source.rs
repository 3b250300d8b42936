//! A report as a stream: hashed as it comes, unpacked, and with its encoding told on the way.

use std::io::{self, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// Most bytes that a report may have, unpacked.
pub const MAX_BYTES: u64 = 2 << 30;

/// Hashes what is read through it.
pub struct Hashed<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
    /// What was looked at before it is read.
    head: Vec<u8>,
    at: usize,
}

impl<R: Read> Hashed<R> {
    /// Begins to hash.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0, head: Vec::new(), at: 0 }
    }

    /// Whether the stream is packed with gzip.
    fn packed(&mut self) -> io::Result<bool> {
        let mut two = [0; 2];
        let mut got = 0;
        while got < 2 {
            match self.inner.read(&mut two[got..])? {
                0 => break,
                more => got += more,
            }
        }
        self.head.extend_from_slice(&two[..got]);
        Ok(self.head == [0x1f, 0x8b])
    }

    /// Reads to the end; gives how many bytes there were and their SHA-256.
    pub fn finish(mut self) -> io::Result<(u64, String)> {
        let mut rest = vec![0; 1 << 16];
        while self.read(&mut rest)? > 0 {}
        Ok((self.bytes, self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let head = self.head.get(self.at..).unwrap_or_default();
        let got = if head.is_empty() {
            self.inner.read(out)?
        } else {
            let got = head.len().min(out.len());
            out[..got].copy_from_slice(&head[..got]);
            self.at += got;
            got
        };
        self.hash.update(&out[..got]);
        self.bytes += got as u64;
        Ok(got)
    }
}

enum Packed<R: Read> {
    No(Hashed<R>),
    Gzip(Box<MultiGzDecoder<BufReader<Hashed<R>>>>),
}

/// How the text is written.
#[derive(Debug, Clone, Copy)]
enum Written {
    /// Nothing but ASCII so far.
    Ascii,
    /// Known, and whether a mark at its start said so.
    As(&'static Encoding, bool),
}

/// A report's text: UTF-16 comes out as UTF-8, any other encoding as it is.
pub struct Text<R: Read> {
    inner: Packed<R>,
    written: Written,
    wide: Option<(Decoder, Vec<u8>)>,
    /// Lines that end as on old Macs.
    carriage: bool,
    begun: bool,
    /// The decoder of wide text has seen the end.
    ended: bool,
    total: u64,
    /// The first bytes, by which the encoding was told.
    first: Vec<u8>,
    first_at: usize,
    /// Wide text that was decoded and not yet given.
    made: Vec<u8>,
    made_at: usize,
    /// What was looked at before it is read.
    head: Vec<u8>,
    at: usize,
}

impl<R: Read> Text<R> {
    /// Opens a report.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(reader: R) -> io::Result<Self> {
        let mut hashed = Hashed::new(reader);
        let inner = if hashed.packed()? {
            Packed::Gzip(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, hashed))))
        } else {
            Packed::No(hashed)
        };
        Ok(Self {
            inner,
            written: Written::Ascii,
            wide: None,
            carriage: false,
            begun: false,
            ended: false,
            total: 0,
            first: Vec::new(),
            first_at: 0,
            made: Vec::new(),
            made_at: 0,
            head: Vec::new(),
            at: 0,
        })
    }

    /// The first bytes of the text, without taking them.
    ///
    /// # Errors
    /// What the system says.
    pub fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        let mut chunk = vec![0; 1 << 16];
        while self.head.len() < wanted {
            let got = self.read_on(&mut chunk)?;
            if got == 0 {
                break;
            }
            self.head.extend_from_slice(&chunk[..got]);
        }
        Ok(&self.head)
    }

    /// Reads to the end; gives how many bytes the file has and their SHA-256.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<(u64, String)> {
        match self.inner {
            Packed::No(hashed) => hashed.finish(),
            Packed::Gzip(decoder) => decoder.into_inner().into_inner().finish(),
        }
    }

    /// The name of the encoding, as people know it.
    pub fn encoding_name(&self) -> &'static str {
        match self.written {
            Written::Ascii => "UTF-8",
            Written::As(encoding, marked) => match encoding.name() {
                "UTF-8" if marked => "UTF-8 with BOM",
                "windows-1252" => "Windows-1252",
                "Shift_JIS" => "cp932",
                "GBK" | "gb18030" => "GB18030",
                name => name,
            },
        }
    }

    /// Cell text as it comes out of here.
    pub fn decode(&self, bytes: &[u8]) -> String {
        let encoding = match self.written {
            Written::As(encoding, _) if self.wide.is_none() => encoding,
            _ => UTF_8,
        };
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    fn raw(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = match &mut self.inner {
            Packed::No(hashed) => hashed.read(out)?,
            Packed::Gzip(decoder) => decoder.read(out)?,
        };
        self.total += got as u64;
        if self.total > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(got)
    }

    /// Fills a buffer as far as the stream goes, so that enough is seen to tell the encoding.
    fn fill(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut got = 0;
        while got < out.len() {
            match self.raw(&mut out[got..])? {
                0 => break,
                more => got += more,
            }
        }
        Ok(got)
    }

    fn begin(&mut self) -> io::Result<()> {
        let mut first = vec![0; 1 << 16];
        let got = self.fill(&mut first)?;
        first.truncate(got);
        let (encoding, mark) = match first.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Some(UTF_8), 3),
            [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
            [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
            bytes => (unmarked_utf16(bytes), 0),
        };
        first.drain(..mark);
        if let Some(encoding) = encoding {
            self.written = Written::As(encoding, mark > 0);
            if encoding != UTF_8 {
                self.wide = Some((encoding.new_decoder_without_bom_handling(), Vec::new()));
            }
        }
        self.carriage = first.contains(&b'\r') && !first.contains(&b'\n');
        (self.first, self.first_at) = (first, 0);
        Ok(())
    }

    fn read_on(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.begun = true;
            self.begin()?;
        }
        let got = match self.wide.take() {
            None => self.narrow(out)?,
            Some((mut decoder, mut left)) => {
                let got = self.widened(&mut decoder, &mut left, out);
                self.wide = Some((decoder, left));
                got?
            }
        };
        if self.carriage {
            out[..got].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        if matches!(self.written, Written::Ascii) && !out[..got].is_ascii() {
            self.written = Written::As(guess(&out[..got]), false);
        }
        Ok(got)
    }

    /// Bytes as they are: what [`Text::begin`] has looked at, then the stream.
    fn narrow(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let first = self.first.get(self.first_at..).unwrap_or_default();
        if first.is_empty() {
            self.first = Vec::new();
            return self.raw(out);
        }
        let got = first.len().min(out.len());
        out[..got].copy_from_slice(&first[..got]);
        self.first_at += got;
        Ok(got)
    }

    fn widened(&mut self, decoder: &mut Decoder, left: &mut Vec<u8>, out: &mut [u8]) -> io::Result<usize> {
        while self.made_at == self.made.len() && !self.ended {
            let mut more = vec![0; 1 << 15];
            let got = self.narrow(&mut more)?;
            left.extend_from_slice(&more[..got]);
            self.ended = got == 0;
            (self.made, self.made_at) = (vec![0; 4 * left.len() + 16], 0);
            let (_, taken, written, _) = decoder.decode_to_utf8(left, &mut self.made, self.ended);
            left.drain(..taken);
            self.made.truncate(written);
        }
        let made = self.made.get(self.made_at..).unwrap_or_default();
        let got = made.len().min(out.len());
        out[..got].copy_from_slice(&made[..got]);
        self.made_at += got;
        Ok(got)
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let head = self.head.get(self.at..).unwrap_or_default();
        if head.is_empty() {
            return self.read_on(out);
        }
        let got = head.len().min(out.len());
        out[..got].copy_from_slice(&head[..got]);
        self.at += got;
        if self.at == self.head.len() {
            (self.head, self.at) = (Vec::new(), 0);
        }
        Ok(got)
    }
}

/// Latin text in UTF-16 without a mark has a zero in almost every other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if sample.len() < 8 {
        return None;
    }
    let zeros = |skip: usize| sample.iter().skip(skip).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), sample.len() / 2 * 7 / 10);
    match (even > most, odd > most) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding of text that is not marked.
fn guess(bytes: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(bytes) {
        Ok(_) => return UTF_8,
        // Cut at the end of the chunk.
        Err(error) if error.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // What a stranger's cell holds is no reason to read the rest as UTF-8 that it is not.
    if guess == UTF_8 { encoding_rs::WINDOWS_1252 } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> io::Result<(String, &'static str)> {
        let mut text = Text::new(bytes)?;
        let mut all = Vec::new();
        text.read_to_end(&mut all)?;
        Ok((text.decode(&all), text.encoding_name()))
    }

    #[test]
    fn encodings() -> io::Result<()> {
        let said = |bytes: &[u8]| read(bytes);
        assert_eq!(said(b"a\tb\n")?, ("a\tb\n".to_owned(), "UTF-8"));
        assert_eq!(said("\u{feff}Größe".as_bytes())?, ("Größe".to_owned(), "UTF-8 with BOM"));
        let wide: Vec<u8> = "\u{feff}Größe\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(said(&wide)?, ("Größe\n".to_owned(), "UTF-16LE"));
        let wide: Vec<u8> = "return-date\tasin\r".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(said(&wide)?, ("return-date\tasin\n".to_owned(), "UTF-16BE"));
        let (japanese, ..) =
            encoding_rs::SHIFT_JIS.encode("日付\t評価\tコメント①\n24/03/05\t1\t不良品でした。使えません\n");
        assert_eq!(said(&japanese)?.1, "cp932");
        let (chinese, ..) =
            encoding_rs::GB18030.encode("商品名称,买家不满意率,买家不满意订单数,订单总数\n台灯,3.5%,7,200\n");
        assert_eq!(said(&chinese)?, (encoding_rs::GB18030.decode(&chinese).0.into_owned(), "GB18030"));
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("Größe passt nicht – defekt, für die Küche zu groß\n");
        assert_eq!(said(&latin)?.1, "Windows-1252");
        Ok(())
    }

    #[test]
    fn a_wide_text_longer_than_a_buffer() -> io::Result<()> {
        let text = "Größe 好\t1\n".repeat(40_000);
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read(&wide)?.0 == text);
        Ok(())
    }
}
