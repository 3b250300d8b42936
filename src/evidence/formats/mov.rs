use super::{Format, mp4, text};

/// QuickTime videos, as iPhones record them.
pub static FORMAT: Format = Format {
    id: "mov",
    media_type: "video/quicktime",
    extensions: &["mov", "qt"],
    sniff: |bytes, _| match bytes.get(4..8) {
        Some(b"ftyp") => bytes.get(8..12) == Some(b"qt  "),
        // A text may have such a word there.
        Some(b"moov" | b"mdat" | b"wide" | b"free" | b"skip") => !text::is_text(bytes),
        _ => false,
    },
    inspect: |bytes, _, limits| mp4::inspect(FORMAT.id, bytes, limits),
};

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn a_word_at_that_place_is_no_video() {
        assert!(!(FORMAT.sniff)(b"not free of faults\n", "a.txt"));
        assert!((FORMAT.sniff)(b"\0\0\0\x08wide\0\0\0\x08mdat", "a.mov"));
    }
}
