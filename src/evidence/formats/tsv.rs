use crate::evidence::extension;

use super::{Format, csv, text};

/// Tables with tabs between the cells. Amazon names such reports `.txt`, so a `.txt` file whose
/// lines all hold the same number of tabs, two or more, is one too.
pub static FORMAT: Format = Format {
    id: "tsv",
    media_type: "text/tab-separated-values",
    extensions: &["tsv", "tab"],
    sniff: |bytes, name| match extension(name) {
        "tsv" | "tab" => text::is_text(bytes),
        "txt" => text::is_text(bytes) && even_tabs(bytes),
        _ => false,
    },
    inspect: |bytes, _, limits| csv::inspect(FORMAT.id, bytes, Some(b'\t'), limits),
};

fn even_tabs(bytes: &[u8]) -> bool {
    let sample = bytes.get(..16_384).unwrap_or(bytes);
    let mut lines: Vec<&[u8]> = sample.split(|byte| *byte == b'\n').collect();
    // The last line may be cut off by the sample, or be what follows the last line end.
    lines.pop();
    let tabs = |line: &&[u8]| memchr::memchr_iter(b'\t', line).count();
    let Some(first) = lines.first().map(tabs) else {
        return false;
    };
    first >= 2 && lines.len() >= 2 && lines.iter().all(|line| tabs(line) == first)
}

#[cfg(test)]
mod tests {
    use super::even_tabs;

    #[test]
    fn reports_among_texts() {
        assert!(even_tabs(b"return-date\torder-id\tsku\n2026\t1\tx\n"));
        assert!(!even_tabs(b"Dear Sir\n\tplease\n"));
        assert!(!even_tabs(b"no table\n"));
    }
}
