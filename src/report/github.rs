//! Annotations for GitHub Actions: workflow commands, escaped as GitHub asks ("Workflow commands for
//! GitHub Actions"). GitHub shows ten errors and ten warnings of a step, so the gravest come first
//! and the last line says how many are not shown.

use std::fmt::Write;

use crate::diag::{Diagnostic, Level, Report};
use crate::locale::{Args, Locale};

use super::{Positions, Words};

/// How many annotations of a level GitHub shows.
const SHOWN: usize = 10;

/// All diagnostics of a run.
pub fn annotations(reports: &[Report], locale: &Locale) -> String {
    let mut out = String::new();
    let mut hidden = 0usize;
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        let of_level =
            reports.iter().flat_map(|report| report.diagnostics.iter().map(move |diagnostic| (report, diagnostic)));
        for (count, (report, diagnostic)) in of_level.filter(|(_, d)| d.level == level).enumerate() {
            if count < SHOWN {
                line(&mut out, command, report, diagnostic, locale);
            } else {
                hidden += 1;
            }
        }
    }
    if hidden > 0 {
        let args = Args::from([("count".into(), hidden.into())]);
        // The log shows this line even where GitHub shows no more annotations.
        let _ = writeln!(out, "::notice::{}", data(&locale.text("tool-github-hidden", &args)));
    }
    out
}

fn line(out: &mut String, command: &str, report: &Report, diagnostic: &Diagnostic, locale: &Locale) {
    let finding = &diagnostic.finding;
    let words = Words::new(diagnostic, locale);
    let _ = write!(out, "::{command} file={}", property(&finding.place.file));
    if let Some(source) = report.source(&finding.place) {
        let (start, end) = Positions::new(source).of(&finding.place);
        let _ = write!(out, ",line={},col={},endLine={}", start.line, start.column, end.line);
        // Columns of an annotation of several lines are not understood.
        if start.line == end.line {
            let _ = write!(out, ",endColumn={}", end.column);
        }
    }
    let mut text = words.message;
    for more in [words.note, words.help].into_iter().flatten() {
        text.push('\n');
        text.push_str(&more);
    }
    let title = format!("{} {}", finding.code, diagnostic.rule);
    let _ = writeln!(out, ",title={}::{}", property(&title), data(&text));
}

/// What stands after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands in `key=value`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #[test]
    fn commands_cannot_be_smuggled_in() {
        assert_eq!(super::data("a\n::error::100%"), "a%0A::error::100%25");
        assert_eq!(super::property("a:b,c\r"), "a%3Ab%2Cc%0D");
    }
}
