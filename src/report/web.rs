//! For the local page: a diagnostic with the lines it speaks of, cut out while the text is at hand, and its
//! words when a language asks for them.

use std::ops::Range;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Report};
use crate::locale::Locale;
use crate::quote::escaped;
use crate::source::Place;

use super::window::Window;
use super::{Positions, Words, level_origin};

/// How many lines apart two places may be to stand in one excerpt.
const TOGETHER: usize = 500;
/// How many lines after the beginning and before the end of a place are shown.
const AROUND: usize = 2;

/// A diagnostic and the lines that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    excerpts: Vec<Excerpt>,
}

/// Lines of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    place: Place,
    line: usize,
    column: usize,
    /// Which places are marked: 0 is the diagnostic's own, the others are its labels.
    marks: Vec<usize>,
    lines: Vec<Line>,
}

/// A line in pieces, each with the mark that lies on it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: usize,
    pieces: Vec<(String, Option<usize>)>,
}

/// Places near each other in a file: the first, its line, which marks they are, and where.
type Part<'p> = (&'p Place, usize, Vec<usize>, Vec<Range<usize>>);

/// Cuts out what the diagnostics of a report speak of, of at most `most` of them.
pub fn cut(report: &Report, most: usize) -> Vec<Told> {
    let files: Vec<Positions> = report.sources.iter().map(Positions::new).collect();
    let find = |place: &Place| report.sources.iter().position(|s| s.path == place.file).and_then(|at| files.get(at));
    let told = report.diagnostics.iter().take(most).map(|diagnostic| {
        let finding = &diagnostic.finding;
        let places = std::iter::once(&finding.place).chain(finding.labels.iter().map(|label| &label.place));
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (mark, place) in places.enumerate() {
            let line = find(place).map_or(0, |file| file.line(file.clamp(place.start)));
            let span = place.start..place.end;
            let near = parts.iter_mut().find(|part| part.0.file == place.file && part.1.abs_diff(line) <= TOGETHER);
            if let Some((_, _, marks, spans)) = near {
                marks.push(mark);
                spans.push(span);
            } else {
                parts.push((place, line, vec![mark], vec![span]));
            }
        }
        let excerpts = parts.into_iter().map(|(place, _, marks, spans)| {
            let Some(file) = find(place) else {
                return Excerpt { place: place.clone(), line: 1, column: 1, marks, lines: Vec::new() };
            };
            let at = file.position(place.start);
            let lines = lines(&Window::new(file, &spans));
            Excerpt { place: place.clone(), line: at.line, column: at.column, marks, lines }
        });
        Told { diagnostic: diagnostic.clone(), excerpts: excerpts.collect() }
    });
    told.collect()
}

/// The lines of a window, those far from where a place begins or ends left out.
fn lines(window: &Window) -> Vec<Line> {
    let mut starts = vec![0];
    starts.extend(window.text.match_indices('\n').map(|(at, _)| at + 1));
    let line_of = |offset: usize| starts.partition_point(|start| *start <= offset).saturating_sub(1);
    let ends: Vec<usize> = window.spans.iter().flat_map(|span| [line_of(span.start), line_of(span.end)]).collect();
    let mut found = Vec::new();
    for (index, text) in window.text.split_terminator('\n').enumerate() {
        let start = starts.get(index).copied().unwrap_or(0);
        if ends.iter().any(|end| end.abs_diff(index) <= AROUND) {
            found.push(Line { number: window.first_line + index, pieces: pieces(text, start, &window.spans) });
        }
    }
    found
}

/// A line cut where marks begin and end. Where several lie over each other, the first one counts; one
/// without length lies on the character that follows.
fn pieces(text: &str, start: usize, spans: &[Range<usize>]) -> Vec<(String, Option<usize>)> {
    let end = start + text.len();
    let here: Vec<Option<Range<usize>>> = spans
        .iter()
        .map(|span| {
            let (from, to) = (span.start.max(start), span.end.min(end));
            if from < to {
                return Some(from..to);
            }
            // Of no length, and on this line.
            let touches = span.start == span.end && (start..=end).contains(&span.start);
            let next = text.get(span.start.wrapping_sub(start)..).and_then(|rest| rest.chars().next());
            touches.then(|| span.start..span.start + next.map_or(0, char::len_utf8))
        })
        .collect();
    let mut cuts = vec![start, end];
    cuts.extend(here.iter().flatten().flat_map(|span| [span.start, span.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        let mark = here.iter().position(|span| span.as_ref().is_some_and(|span| span.start <= from && to <= span.end));
        let piece = text.get(from - start..to - start).unwrap_or_default();
        pieces.push((piece.to_owned(), mark));
    }
    // At the end of a line there is nothing to lie on.
    if let Some(mark) =
        here.iter().position(|span| span.as_ref().is_some_and(|span| span.start == end && span.is_empty()))
    {
        pieces.push((" ".to_owned(), Some(mark)));
    }
    pieces
}

impl Told {
    /// The diagnostic in words.
    pub fn value(&self, locale: &Locale) -> Value {
        let words = Words::new(&self.diagnostic, locale);
        let finding = &self.diagnostic.finding;
        let ruled = crate::lint::rules::find(&finding.code).is_some();
        let label = |mark: usize| match mark.checked_sub(1) {
            None => words.label.clone(),
            Some(at) => words.labels.get(at).map(|(_, label)| label.clone()),
        };
        let excerpts = self.excerpts.iter().map(|excerpt| {
            let lines = excerpt.lines.iter().map(|line| {
                let pieces = line.pieces.iter().map(|(text, mark)| json!({"text": text, "mark": mark}));
                json!({"number": line.number, "pieces": pieces.collect::<Vec<_>>()})
            });
            let marks = excerpt.marks.iter().map(|mark| json!({"first": *mark == 0, "label": label(*mark)}));
            json!({
                "file": escaped(&excerpt.place.file),
                "line": excerpt.line,
                "column": excerpt.column,
                "lines": lines.collect::<Vec<_>>(),
                "marks": marks.collect::<Vec<_>>(),
            })
        });
        json!({
            "code": finding.code,
            "rule": self.diagnostic.rule,
            "level": self.diagnostic.level.name(),
            "message": words.message,
            "note": words.note,
            "help": words.help,
            "origin": ruled.then(|| level_origin(&self.diagnostic, locale)),
            "excerpts": excerpts.collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Finding, Level, LevelFrom};
    use crate::options::Lang;
    use crate::source::SourceFile;

    fn shown(text: &str, spans: &[Range<usize>]) -> Vec<Line> {
        let file = SourceFile::new("a", text);
        lines(&Window::new(&Positions::new(&file), spans))
    }

    fn piece(text: &str, mark: Option<usize>) -> (String, Option<usize>) {
        (text.to_owned(), mark)
    }

    #[test]
    fn a_line_is_cut_where_marks_begin_and_end() {
        let found = shown("x\n包装 = 1\n", &[2..8, 11..12]);
        let pieces = vec![piece("包装", Some(0)), piece(" = ", None), piece("1", Some(1))];
        assert_eq!(found, [Line { number: 2, pieces }]);
    }

    #[test]
    fn what_has_no_length_lies_on_something() {
        assert_eq!(shown("ab\n", std::slice::from_ref(&(1..1)))[0].pieces, [piece("a", None), piece("b", Some(0))]);
        assert_eq!(shown("ab\n", std::slice::from_ref(&(2..2)))[0].pieces, [piece("ab", None), piece(" ", Some(0))]);
        assert_eq!(shown("", std::slice::from_ref(&(0..0)))[0].pieces, [piece(" ", Some(0))]);
    }

    #[test]
    fn the_middle_of_a_long_place_is_left_out() {
        let text = (0..30).map(|n| format!("line {n}\n")).collect::<String>();
        let numbers: Vec<usize> =
            shown(&text, std::slice::from_ref(&(0..text.len()))).iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 28, 29, 30]);
    }

    #[test]
    fn words_come_in_the_language_that_asks() {
        let file = SourceFile::new("cases/a/case.toml", "asin = 1\nasn = 2\n");
        let finding = Finding::new("S011", file.at(9..12)).label(file.at(0..4), "first");
        let diagnostic = Diagnostic {
            finding,
            rule: "duplicate-case".to_owned(),
            level: Level::Error,
            level_from: LevelFrom::Default,
        };
        let report = Report { sources: vec![file], diagnostics: vec![diagnostic] };
        let told = cut(&report, 9);
        let (en, zh) = (told[0].value(&Locale::new(Lang::En)), told[0].value(&Locale::new(Lang::Zh)));
        assert_ne!(en["message"], zh["message"]);
        assert_eq!(en["excerpts"][0]["lines"][1]["pieces"][0], json!({"text": "asn", "mark": 0}));
        assert_eq!(en["excerpts"][0]["lines"][0]["pieces"][0]["mark"], 1);
        assert_eq!((&en["excerpts"][0]["line"], &en["excerpts"][0]["column"]), (&json!(2), &json!(1)));
        assert!(cut(&report, 0).is_empty());
    }
}
