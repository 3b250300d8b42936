use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::evidence::{Content, Inspected, Problem, Refusal, Word};

use super::{Format, foreign};

/// Plain text in any encoding that can be told.
pub static FORMAT: Format = Format {
    id: "text",
    media_type: "text/plain",
    extensions: &["txt", "log"],
    sniff: |bytes, name| is_text(bytes) && !foreign::is_markup(bytes, name),
    inspect: |bytes, _, _| inspect(FORMAT.id, bytes),
};

/// Reads a file as text under the id of a format.
///
/// # Errors
///
/// Bytes that the encoding found does not know.
pub fn inspect(id: Word, bytes: &[u8]) -> Result<Inspected, Refusal> {
    let (text, encoding) = decode(bytes).ok_or_else(|| Refusal::Unreadable {
        reader: id,
        problem: Problem::damaged("the encoding of the text is unknown"),
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(Inspected::new(id, Content::Text { text, encoding }))
}

/// Whether bytes are text: marked as such, or free of bytes that text does not hold.
pub fn is_text(bytes: &[u8]) -> bool {
    if mark(bytes).is_some() {
        return true;
    }
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    if unmarked_utf16(sample).is_some() {
        return true;
    }
    let control = |byte: &&u8| matches!(**byte, 0..=7 | 14..=26 | 28..=31 | 127);
    let odd = sample.iter().filter(control).count();
    memchr::memchr(0, sample).is_none() && odd * 200 <= sample.len()
}

/// The encoding that a byte order mark names, and the length of the mark.
fn mark(bytes: &[u8]) -> Option<(Word, usize)> {
    let marks: [(&[u8], Word); 5] = [
        (b"\xEF\xBB\xBF", "UTF-8"),
        (b"\xFF\xFE\0\0", "UTF-32LE"),
        (b"\0\0\xFE\xFF", "UTF-32BE"),
        (b"\xFF\xFE", "UTF-16LE"),
        (b"\xFE\xFF", "UTF-16BE"),
    ];
    let found = marks.iter().find(|(mark, _)| bytes.starts_with(mark))?;
    Some((found.1, found.0.len()))
}

/// Text in UTF-16 without a mark. Latin text has a zero in almost every other byte; in other text every
/// character is one that people write, and some of them are blanks or line ends.
fn unmarked_utf16(sample: &[u8]) -> Option<&'static Encoding> {
    if sample.len() < 8 || !sample.len().is_multiple_of(2) {
        return None;
    }
    // Without a single zero it is neither.
    memchr::memchr(0, sample)?;
    let zeros = |skip: usize| sample.iter().skip(skip).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 7 / 10;
    match (even > most, odd > most) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
            let text = strict(encoding, sample);
            text.is_some_and(|text| text.chars().all(is_written) && text.contains([' ', '\n', '\r', '\t']))
        }),
    }
}

/// Letters, figures and signs of texts.
fn is_written(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{2010}'..='\u{22ff}'
            | '\u{2500}'..='\u{26ff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Decodes text; nothing if some of it is not of the encoding that it seems to be in.
pub fn decode(bytes: &[u8]) -> Option<(String, Word)> {
    if let Some((name, length)) = mark(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        let text = match name {
            "UTF-32LE" => utf32(rest, u32::from_le_bytes),
            "UTF-32BE" => utf32(rest, u32::from_be_bytes),
            _ => strict(Encoding::for_label(name.as_bytes())?, rest),
        };
        return Some((text?, name));
    }
    if let Some(encoding) = unmarked_utf16(bytes.get(..65_536).unwrap_or(bytes)) {
        return Some((strict(encoding, bytes)?, encoding.name()));
    }
    // ISO-2022-JP is ASCII with escapes, and so would pass as UTF-8.
    if memchr::memchr(0x1B, bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Some((text.to_owned(), UTF_8.name()));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if let Some(text) = strict(guess, bytes) {
        return Some((text, guess.name()));
    }
    // A stray byte is shown as such rather than the whole file refused.
    let (text, _) = guess.decode_without_bom_handling(bytes);
    Some((text.into_owned(), guess.name()))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Option<String> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    chunks.iter().map(|four| char::from_u32(number(*four))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(bytes: &[u8]) -> Option<(String, Word)> {
        is_text(bytes).then(|| decode(bytes)).flatten()
    }

    #[test]
    fn encodings() {
        let expected = |text: &str, name| Some((text.to_owned(), name));
        assert_eq!(both("Größe".as_bytes()), expected("Größe", "UTF-8"));
        assert_eq!(both(b"\xEF\xBB\xBFa"), expected("a", "UTF-8"));
        assert_eq!(both(b"\xFF\xFEa\0b\0"), expected("ab", "UTF-16LE"));
        assert_eq!(both(b"a\0b\0c\0d\0"), expected("abcd", "UTF-16LE"));
        assert_eq!(both(b"\xFF\xFE\0\0a\0\0\0"), expected("a", "UTF-32LE"));
        let gbk = b"\xD6\xCA\xBC\xEC\xB1\xA8\xB8\xE6\xA3\xAC\xB2\xE2\xCA\xD4\xCD\xA8\xB9\xFD";
        assert_eq!(both(gbk), expected("质检报告，测试通过", "GBK"));
    }

    #[test]
    fn line_ends() {
        let found = inspect("text", b"a\r\nb\rc\n").map(|found| found.content);
        let text = String::from("a\nb\nc\n");
        assert_eq!(found, Ok(Content::Text { text, encoding: "UTF-8" }));
    }

    #[test]
    fn binary_is_no_text() {
        assert!(!is_text(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"));
    }
}
