//! Where a thing stands: files, byte spans, and lines and columns as people count them.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Largest case file that is read, in bytes; a case of forty actions has about 20 kB.
pub const MAX_TEXT: usize = 4 << 20;

/// A text file that diagnostics can point into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path from the workspace root, with `/` on every system.
    pub path: Arc<str>,
    /// The text; bytes that are no UTF-8 were replaced when it was read.
    pub text: Arc<str>,
}

/// Line and column, both counted from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceFile {
    /// Makes a source file from a path and its text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The position of a byte offset; one past the end gives the end, one inside a character its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[start..].chars().count() + 1,
        }
    }

    /// A place in this file.
    pub fn at(&self, span: Range<usize>) -> Place {
        Place { file: self.path.clone(), start: span.start, end: span.end.max(span.start) }
    }
}

/// A span of bytes in a file, which is named by its path from the workspace root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file's path from the workspace root.
    pub file: Arc<str>,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Place {
    /// A file as a whole.
    pub fn of(file: &str) -> Self {
        Self { file: file.into(), start: 0, end: 0 }
    }

    /// The part of this place from byte `from` (relative to its start), `len` bytes long.
    pub fn within(&self, from: usize, len: usize) -> Place {
        let start = (self.start + from).min(self.end);
        Place { file: self.file.clone(), start, end: (start + len).min(self.end) }
    }
}

/// A value together with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = SourceFile::new("a", "x\n包装 b");
        assert_eq!(file.position(2 + 7), Position { line: 2, column: 4 });
        assert_eq!(file.position(3), Position { line: 2, column: 1 });
        assert_eq!(file.position(99), Position { line: 2, column: 5 });
    }
}
