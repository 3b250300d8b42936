use crate::source::{Place, Position, SourceFile};

/// The lines of a text, for many positions in it.
pub struct Positions<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Positions<'a> {
    /// Finds the lines of a file.
    pub fn new(file: &'a SourceFile) -> Self {
        let text: &str = &file.text;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
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
        Position { line: line + 1, column: self.text[start..offset].chars().count() + 1 }
    }

    /// First and last position of a place; the last is the one after it.
    pub fn of(&self, place: &Place) -> (Position, Position) {
        (self.position(place.start), self.position(place.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
