//! Cuts the lines that a snippet shows out of a file: escaped, trimmed to the width of a screen,
//! with the marked spans moved along.

use std::ops::Range;

use crate::quote::escape;

use super::Positions;

/// The widest line shown, in cells.
const WIDEST: usize = 120;

/// How much of a trimmed line stands before what is marked, in cells.
const BEFORE: usize = 40;

/// How many lines around a mark keep their text; the renderer shows at most these.
const NEAR: usize = 6;

/// Lines of a file, ready to be shown.
pub struct Window {
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// The marked spans within `text`, in the order given.
    pub spans: Vec<Range<usize>>,
}

impl Window {
    /// The lines from the first to the last span.
    pub fn new(file: &Positions<'_>, spans: &[Range<usize>]) -> Self {
        let spans: Vec<Range<usize>> = spans.iter().map(|span| tidy(file, span)).collect();
        let lines = |span: &Range<usize>| (file.line(span.start), file.line(span.end));
        let first = spans.iter().map(|s| lines(s).0).min().unwrap_or(0);
        let last = spans.iter().map(|s| lines(s).1).max().unwrap_or(0);

        let mut text = String::new();
        let mut shown = Vec::with_capacity(last - first + 1);
        for number in first..=last {
            let start = text.len();
            let near = spans.iter().map(lines).any(|(a, b)| number.abs_diff(a) <= NEAR || number.abs_diff(b) <= NEAR);
            let (at, line) = file.line_text(number);
            let focus = spans.iter().find_map(|span| focus(span, at, line.len()));
            let line = if near { Line::new(line, focus.unwrap_or(0)) } else { Line::default() };
            text.push_str(&line.text);
            text.push('\n');
            shown.push((start, at, line));
        }
        let place = |offset: usize| match shown.get(file.line(offset) - first) {
            Some((start, at, line)) => start + line.place(offset - at),
            None => 0,
        };
        let spans = spans.iter().map(|span| place(span.start)..place(span.end)).collect();
        Self { first_line: first + 1, text, spans }
    }
}

/// A span within the text that does not end in a line break.
fn tidy(file: &Positions<'_>, span: &Range<usize>) -> Range<usize> {
    let start = file.clamp(span.start);
    let mut end = file.clamp(span.end).max(start);
    while end > start {
        let (at, line) = file.line_text(file.line(end));
        let (before, last) = file.line_text(file.line(end - 1));
        if end == at {
            end = (before + last.len()).max(start);
        } else {
            end = end.min(at + line.len()).max(start);
            break;
        }
    }
    start..end
}

/// Where in the line that begins at `at` a span begins or ends.
fn focus(span: &Range<usize>, at: usize, len: usize) -> Option<usize> {
    [span.start, span.end].into_iter().find(|offset| (at..=at + len).contains(offset)).map(|offset| offset - at)
}

/// A line as it is shown.
#[derive(Default)]
struct Line {
    text: String,
    /// Offset in the file's line → offset in `text`, for each character shown and the end.
    places: Vec<(usize, usize)>,
}

impl Line {
    fn new(line: &str, focus: usize) -> Self {
        let shown = fitting(line, focus);
        let mut text = String::new();
        let mut places = Vec::new();
        if shown.start > 0 {
            places.push((0, 0));
            text.push('…');
        }
        for (at, c) in line[shown.clone()].char_indices() {
            places.push((shown.start + at, text.len()));
            match spelt(c) {
                Some(spelt) => text.push_str(&spelt),
                None => text.push(c),
            }
        }
        places.push((shown.end, text.len()));
        if shown.end < line.len() {
            text.push('…');
        }
        Self { text, places }
    }

    /// Where an offset of the file's line is shown; what was cut off is at the `…`.
    fn place(&self, offset: usize) -> usize {
        let after = self.places.partition_point(|(at, _)| *at <= offset);
        self.places.get(after.saturating_sub(1)).map_or(0, |(_, shown)| *shown)
    }
}

/// The part of a line that fits the screen and holds `focus`.
fn fitting(line: &str, focus: usize) -> Range<usize> {
    let forward = |from: usize| {
        let mut cells = 0;
        let mut end = from;
        for (at, c) in line[from..].char_indices() {
            cells += width(c);
            if cells > WIDEST {
                break;
            }
            end = from + at + c.len_utf8();
        }
        end
    };
    if forward(0) == line.len() {
        return 0..line.len();
    }
    let mut cells = 0;
    let mut start = 0;
    for (at, c) in line[..focus.min(line.len())].char_indices().rev() {
        cells += width(c);
        if cells > BEFORE {
            start = at + c.len_utf8();
            break;
        }
    }
    start..forward(start)
}

fn spelt(c: char) -> Option<String> {
    // The renderer would widen a tab itself, and count it otherwise.
    if c == '\t' { Some("    ".to_owned()) } else { escape(c) }
}

/// Cells of a character, near enough to trim by.
fn width(c: char) -> usize {
    match spelt(c) {
        Some(spelt) => spelt.len(),
        None if u32::from(c) >= 0x1100 => 2,
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn window(text: &str, spans: &[Range<usize>]) -> Window {
        let file = SourceFile::new("a", text);
        Window::new(&Positions::new(&file), spans)
    }

    #[test]
    fn trims_long_lines_around_the_mark() {
        let text = format!("{}HERE{}", "字".repeat(5000), "x".repeat(5000));
        let shown = window(&text, std::slice::from_ref(&(15000..15004)));
        assert_eq!(&shown.text[shown.spans[0].clone()], "HERE");
        assert!(shown.text.starts_with('…') && shown.text.ends_with("…\n"));
        assert!(shown.text.chars().count() < WIDEST + 5);
    }

    #[test]
    fn a_span_beyond_the_cut_ends_there() {
        let text = format!("k = \"{}\"", "x".repeat(9000));
        let shown = window(&text, std::slice::from_ref(&(4..9006)));
        assert!(shown.text[shown.spans[0].clone()].starts_with("\"xxx"));
        assert!(shown.text[shown.spans[0].end..].starts_with('…'));
    }

    #[test]
    fn escapes_move_the_marks_along() {
        let text = "a\u{202e}\tkey = 1\r\n";
        let at = text.find("key").expect("key");
        let shown = window(text, std::slice::from_ref(&(at..at + 3)));
        assert_eq!(shown.text, "a\\u{202e}    key = 1\n");
        assert_eq!(&shown.text[shown.spans[0].clone()], "key");
    }

    #[test]
    fn keeps_line_numbers_but_not_far_lines() {
        let text = (0..100).map(|n| format!("line {n}\n")).collect::<String>();
        let at = |line: &str| text.find(line).map(|a| a..a + line.len()).expect("line");
        let shown = window(&text, &[at("line 90"), at("line 10")]);
        assert_eq!(shown.first_line, 11);
        assert_eq!(&shown.text[shown.spans[0].clone()], "line 90");
        assert_eq!(&shown.text[shown.spans[1].clone()], "line 10");
        assert!(!shown.text.contains("line 50"));
    }

    #[test]
    fn spans_outside_the_text_are_harmless() {
        for span in [0..0, 0..99, 50..99, 3..4, 1..3, 2..2] {
            let shown = window("包\n\nx\n", std::slice::from_ref(&span));
            assert!(shown.spans[0].end <= shown.text.len(), "{span:?}");
        }
    }
}
