//! Each is named in the refusal together with what to make of it; see
//! [`crate::evidence::Refusal::Unsupported`] for the words.

use memchr::memmem;

use crate::evidence::{Word, extension};

use super::text;

/// Signatures at the start of a file.
const SIGNATURES: &[(&[u8], &str, Word)] = &[
    (b"\0\0\0\x0CjP  \r\n", "JPEG 2000 image", "jpeg"),
    (b"\0\0\0\x0CJXL \r\n", "JPEG XL image", "jpeg"),
    (b"\xFF\x0A", "JPEG XL image", "jpeg"),
    (b"\xFF\x4F\xFF\x51", "JPEG 2000 image", "jpeg"),
    (b"8BPS", "Photoshop image", "jpeg"),
    (b"\0\0\x01\0", "icon", "png"),
    (b"{\\rtf", "RTF document", "pdf"),
    (b"%!PS", "PostScript document", "pdf"),
    (b"AT&TFORM", "DjVu document", "pdf"),
    (b"Rar!\x1A\x07", "RAR archive", "contents"),
    (b"7z\xBC\xAF\x27\x1C", "7z archive", "contents"),
    (b"\x1F\x8B", "gzip archive", "contents"),
    (b"\x1A\x45\xDF\xA3", "Matroska or WebM video", "stills"),
    (b"OggS", "Ogg recording", "txt"),
    (b"ID3", "MP3 recording", "txt"),
    (b"FLV\x01", "Flash video", "stills"),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "Windows Media video", "stills"),
    (b"\x7FELF", "program", "txt"),
    (b"MZ", "program", "txt"),
    (b"SQLite format 3\0", "database", "csv"),
];

/// Names a file that no format took, and says what to convert it to.
pub fn recognise(bytes: &[u8], name: &str) -> (String, Word) {
    let (what, to) = known(bytes, name).unwrap_or(("unknown file type", "pdf"));
    (what.to_owned(), to)
}

fn known(bytes: &[u8], name: &str) -> Option<(&'static str, Word)> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(boxes(bytes));
    }
    if bytes.starts_with(b"RIFF") {
        return Some(match bytes.get(8..12) {
            Some(b"AVI ") => ("AVI video", "stills"),
            _ => ("sound recording", "txt"),
        });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip(bytes, name));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(compound(bytes, name));
    }
    let signature = SIGNATURES.iter().find(|(magic, _, _)| bytes.starts_with(magic));
    if let Some((_, what, to)) = signature {
        return Some((what, to));
    }
    if text::is_text(bytes) {
        return markup(bytes, name);
    }
    match extension(name) {
        "heic" | "heif" => Some(("HEIC image", "jpeg")),
        "mpg" | "mpeg" | "m2ts" | "3gp" => Some(("video", "stills")),
        _ => None,
    }
}

/// ISO media files, by their brands.
pub(super) fn boxes(bytes: &[u8]) -> (&'static str, Word) {
    let brands = bytes.get(8..64).unwrap_or(bytes.get(8..).unwrap_or_default());
    let has = |brand: &[u8]| brands.chunks(4).any(|found| found == brand);
    let main = brands.get(..4).unwrap_or_default();
    match main {
        b"avif" | b"avis" => ("AVIF image", "jpeg"),
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"hevx" => ("HEIC image", "jpeg"),
        b"mif1" | b"msf1" if has(b"avif") => ("AVIF image", "jpeg"),
        b"mif1" | b"msf1" | b"miaf" => ("HEIC image", "jpeg"),
        b"crx " => ("camera raw image", "jpeg"),
        b"M4A " | b"M4B " | b"M4P " => ("sound recording", "txt"),
        _ => ("video", "stills"),
    }
}

/// Office files are ZIP archives with known names inside.
fn zip(bytes: &[u8], name: &str) -> (&'static str, Word) {
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    let odf = b"mimetypeapplication/vnd.oasis.opendocument.";
    if let Some(at) = memmem::find(bytes.get(..4096).unwrap_or(bytes), odf) {
        let kind = bytes.get(at + odf.len()..).unwrap_or_default();
        return match kind.first() {
            Some(b'p') => ("ODP presentation", "pdf"),
            _ => ("ODT document", "pdf"),
        };
    }
    if has(b"[Content_Types].xml") || has(b"_rels/.rels") {
        return if has(b"xl/workbook.bin") {
            ("XLSB spreadsheet", "csv")
        } else if has(b"ppt/presentation") || has(b"ppt/slides") {
            ("PPTX presentation", "pdf")
        } else {
            ("Office document", "pdf")
        };
    }
    match extension(name) {
        "pages" => ("Pages document", "pdf"),
        "numbers" => ("Numbers spreadsheet", "csv"),
        "key" => ("Keynote presentation", "pdf"),
        "epub" => ("EPUB book", "pdf"),
        _ => ("ZIP archive", "contents"),
    }
}

/// Old Office files and Outlook messages share a container whose entries have UTF-16 names.
fn compound(bytes: &[u8], name: &str) -> (&'static str, Word) {
    let has = |entry: &str| {
        let wide: Vec<u8> = entry.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("__substg1.0_") {
        return ("Outlook message", "pdf");
    }
    if has("EncryptedPackage") {
        return ("Office document with a password", "pdf");
    }
    if has("WordDocument") {
        return ("DOC document", "pdf");
    }
    if has("PowerPoint Document") {
        return ("PPT presentation", "pdf");
    }
    match extension(name) {
        "msg" => ("Outlook message", "pdf"),
        _ => ("DOC document", "pdf"),
    }
}

/// Whether text is of a kind that shows something else than its characters.
pub fn is_markup(bytes: &[u8], name: &str) -> bool {
    markup(bytes, name).is_some()
}

fn markup(bytes: &[u8], name: &str) -> Option<(&'static str, Word)> {
    if bytes.starts_with(b"{\\rtf") {
        return Some(("RTF document", "pdf"));
    }
    if bytes.starts_with(b"%!PS") {
        return Some(("PostScript document", "pdf"));
    }
    let start = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let text = String::from_utf8_lossy(&start);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.starts_with('<') && (text.contains("<!doctype html") || text.contains("<html")) {
        return Some(("HTML page", "pdf"));
    }
    if text.starts_with("mime-version:") && text.contains("multipart/related") {
        return Some(("saved web page", "pdf"));
    }
    match extension(name) {
        "svg" => Some(("SVG drawing", "pdf")),
        "htm" | "html" | "xhtml" => Some(("HTML page", "pdf")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let name = |bytes: &[u8]| recognise(bytes, "x").0;
        assert_eq!(name(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC image");
        assert_eq!(name(b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1"), "AVIF image");
        assert_eq!(name(b"PK\x03\x04 [Content_Types].xml ppt/presentation.xml"), "PPTX presentation");
        assert_eq!(name(b"<!DOCTYPE html><p>"), "HTML page");
        assert_eq!(name(b"\x01\x02\0\x03"), "unknown file type");
    }
}
