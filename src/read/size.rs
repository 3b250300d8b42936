//! How large evidence is, told without reading all of it.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use memchr::memmem;

use super::path::{self, Folders};

/// Bytes that are looked at from either end of a PDF file.
const END: u64 = 64 << 10;
/// Bytes of a page of a PDF file that does not say how many it has.
const PDF_PAGE: u64 = 64 << 10;
/// Bytes of a page of text or of a table.
const TEXT_PAGE: u64 = 4 << 10;
/// Most pages of a text or a table that are printed, as a rule.
const TEXT_PAGES: u64 = 10;
/// Most pages that a file is taken to have.
const PAGES: u64 = 5000;

/// Bytes and pages of a file that `path` means, seen from the directory `base`; none where there is none.
pub fn of(root: &Path, base: &str, path: &str, known: &mut Folders) -> Option<(u64, u64)> {
    let (full, bytes) = path::find(root, base, path, known).ok()?;
    Some((bytes, pages(&full, bytes)))
}

/// About how many pages a file has: what a PDF file says near its ends, where it says it in plain
/// words, else what its size suggests. The name alone tells what a file is.
pub fn pages(path: &Path, bytes: u64) -> u64 {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "pdf" => {
            let said = ends(path, bytes).ok().and_then(|ends| count(&ends));
            said.unwrap_or(1 + bytes / PDF_PAGE).clamp(1, PAGES)
        }
        "csv" | "tsv" | "txt" | "log" | "md" | "eml" => 1 + (bytes / TEXT_PAGE).min(TEXT_PAGES),
        "docx" | "xlsx" | "xls" | "ods" => 1 + (bytes / PDF_PAGE).min(TEXT_PAGES),
        _ => 1,
    }
}

/// The first and the last bytes of a file.
fn ends(path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let mut ends = Vec::new();
    if bytes <= 2 * END {
        file.take(2 * END).read_to_end(&mut ends)?;
        return Ok(ends);
    }
    (&mut file).take(END).read_to_end(&mut ends)?;
    ends.push(b'\n');
    file.seek(SeekFrom::Start(bytes - END))?;
    file.take(END).read_to_end(&mut ends)?;
    Ok(ends)
}

/// The number of pages that a PDF file says it has: the largest `/Count` of its page tree, or `/N` of a
/// file that is made for the web.
fn count(bytes: &[u8]) -> Option<u64> {
    let number = |after: &[u8]| {
        let after = after.trim_ascii_start();
        let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(&after[..digits.min(9)]).ok()?.parse::<u64>().ok()
    };
    let counts = memmem::find_iter(bytes, b"/Count").filter_map(|at| number(&bytes[at + 6..]));
    let head = &bytes[..bytes.len().min(1024)];
    let linear = memmem::find(head, b"/Linearized").and_then(|_| memmem::find(head, b"/N "));
    let linear = linear.and_then(|at| number(&head[at + 3..]));
    counts.chain(linear).max().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_where_they_are_said() {
        assert_eq!(count(b"<</Type/Pages/Kids[3 0 R]/Count 12>> <</Count 3>>"), Some(12));
        assert_eq!(count(b"%PDF-1.7 <</Linearized 1/L 9/N 40/O 3>>"), Some(40));
        assert_eq!(count(b"<</Type/Catalog>> /Count x /Count"), None);
        assert_eq!(count(b"/Count -4 /Count 99999999999999"), Some(999_999_999));
    }

    #[test]
    fn sizes_stand_in() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let file = |name: &str, bytes: &[u8]| -> io::Result<u64> {
            fs::write(dir.path().join(name), bytes)?;
            Ok(pages(&dir.path().join(name), bytes.len() as u64))
        };
        let mut long = vec![b' '; 400 << 10];
        assert_eq!(file("a.pdf", &long)?, 7);
        long.extend_from_slice(b"/Count 31");
        assert_eq!(file("b.PDF", &long)?, 31);
        assert_eq!(file("c.jpg", &long)?, 1);
        assert_eq!(file("d.csv", &long)?, 11);
        assert_eq!(pages(&dir.path().join("none.pdf"), 0), 1);
        Ok(())
    }
}
