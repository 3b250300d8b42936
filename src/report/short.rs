//! One line each: `cases/x/case.toml:12:9: error[S002]: unknown key …`.

use std::fmt::Write;

use crate::diag::Report;
use crate::locale::Locale;
use crate::quote::escaped;

use super::{Positions, Words};

/// Every diagnostic of a report. Levels are English in every language, for editors to find.
pub fn diagnostics(report: &Report, locale: &Locale) -> String {
    let files: Vec<Positions> = report.sources.iter().map(Positions::new).collect();
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let place = &diagnostic.finding.place;
        let at = report.sources.iter().position(|s| s.path == place.file).and_then(|i| files.get(i));
        // A file without text, such as a photo, counts as its first line.
        let (line, column) = at.map_or((1, 1), |file| {
            let at = file.position(place.start);
            (at.line, at.column)
        });
        let file = escaped(&place.file);
        let words = Words::new(diagnostic, locale);
        let (level, code) = (diagnostic.level.name(), &diagnostic.finding.code);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{file}:{line}:{column}: {level}[{code}]: {}", words.message);
    }
    out
}
