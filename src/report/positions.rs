use crate::source::{Place, Position, SourceFile};

/// The lines of a text, for many positions in it.
pub struct Positions<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Characters before each block of [`BLOCK`] bytes: a line can be as long as the file.
    before: Vec<usize>,
}

/// Bytes between two counts.
const BLOCK: usize = 4096;

impl<'a> Positions<'a> {
    /// Finds the lines of a file.
    pub fn new(file: &'a SourceFile) -> Self {
        let text: &str = &file.text;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut count = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = count;
            count += block.iter().filter(|byte| begins(**byte)).count();
            before
        });
        let before = blocks.collect();
        Self { text, starts, before }
    }

    /// The offset, no later than the text's end and never inside a character.
    pub fn clamp(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The line of an offset, from 0.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where a line begins, and its text without the line break.
    pub fn line_text(&self, line: usize) -> (usize, &'a str) {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = &self.text[start..end];
        (start, text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t)))
    }

    /// The position of an offset, as [`SourceFile::position`] gives it.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.clamp(offset);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        Position { line: line + 1, column: self.characters(offset) - self.characters(start) + 1 }
    }

    /// The characters that begin before an offset.
    fn characters(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.before.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.before.get(block).copied().unwrap_or(0) + rest.iter().filter(|byte| begins(**byte)).count()
    }

    /// First and last position of a place; the last is the one after it.
    pub fn of(&self, place: &Place) -> (Position, Position) {
        (self.position(place.start), self.position(place.end))
    }
}

/// Whether a byte of UTF-8 begins a character.
fn begins(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines() {
        let file = SourceFile::new("a", "包x\n".to_owned() + &"é包".repeat(3000) + "\nend");
        let positions = Positions::new(&file);
        for offset in (0..file.text.len() + 2).step_by(7).chain(4080..4110) {
            assert_eq!(positions.position(offset), file.position(offset), "{offset}");
        }
    }

    #[test]
    fn agrees_with_the_source_file() {
        let file = SourceFile::new("a", "x\r\n包装 b\n\nend");
        let positions = Positions::new(&file);
        for offset in 0..30 {
            assert_eq!(positions.position(offset), file.position(offset), "{offset}");
        }
        assert_eq!(positions.line_text(0), (0, "x"));
        assert_eq!(positions.line_text(3), (13, "end"));
    }
}
