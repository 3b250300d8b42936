//! One JSON object a line, as the contract spells them.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, LevelFrom, Report};
use crate::driver::extract::Taken;
use crate::driver::incremental::Timings;
use crate::driver::verify::Verified;
use crate::driver::why::words;
use crate::fix::replacement;
use crate::locale::Locale;
use crate::quote::is_unsafe;
use crate::source::Place;

use super::{CaseOutcome, Positions, Summary, Words};

/// Every diagnostic of a report: `{"reason":"diagnostic", …}` each.
pub fn diagnostics(report: &Report, locale: &Locale) -> String {
    let files: Vec<Positions> = report.sources.iter().map(Positions::new).collect();
    let find = |place: &Place| report.sources.iter().position(|s| s.path == place.file).and_then(|i| files.get(i));
    report.diagnostics.iter().map(|d| line(&diagnostic(d, locale, &find))).collect()
}

/// What became of a case: `{"reason":"case", …}`.
pub fn case(outcome: &CaseOutcome, locale: &Locale) -> String {
    let mut object = json!({
        "reason": "case",
        "case": outcome.case,
        "status": outcome.status,
        "why": words(&outcome.why, locale),
        "outputs": outcome.outputs,
    });
    if !outcome.sizes.is_empty() {
        let sizes = outcome.sizes.iter().map(|(name, bytes)| (name.clone(), Value::from(*bytes)));
        object["sizes"] = Value::Object(sizes.collect());
    }
    if outcome.pictures != crate::driver::Pictures::default() {
        object["pictures"] = json!(outcome.pictures);
    }
    line(&object)
}

/// Outputs that were removed: `{"reason":"removed", …}`.
pub fn removed(case: Option<&str>, outputs: &[String]) -> String {
    line(&json!({"reason": "removed", "case": case, "outputs": outputs}))
}

/// Where the time went: `{"reason":"timings", …}`, in seconds.
pub fn timings(timings: &Timings) -> String {
    let phases = timings
        .phases
        .iter()
        .map(|(name, time)| (name.trim_start_matches("timing-").to_owned(), Value::from(time.as_secs_f64())));
    let slowest = timings.slowest.iter().map(|(case, time)| json!({"case": case, "seconds": time.as_secs_f64()}));
    line(&json!({
        "reason": "timings",
        "phases": Value::Object(phases.collect()),
        "workers": {"check": timings.workers[0].as_secs_f64(), "make": timings.workers[1].as_secs_f64()},
        "slowest": slowest.collect::<Vec<_>>(),
    }))
}

/// What came of reading outputs back: `{"reason":"verify", …}`.
pub fn verified(verified: &Verified) -> String {
    line(&json!({
        "reason": "verify",
        "path": verified.path,
        "case": verified.case,
        "state": verified.state,
        "files": verified.files,
        "pages": verified.pages,
        "exhibits": verified.exhibits,
        "compared_with_case": verified.compared,
        "differences": verified.report.diagnostics.len(),
    }))
}

/// What an exhibit of a bundle became: `{"reason":"extracted", …}`.
pub fn extracted(taken: &Taken) -> String {
    line(&json!({
        "reason": "extracted",
        "exhibit": taken.number,
        "id": taken.id,
        "volume": taken.volume,
        "form": taken.form,
        "path": taken.path,
        "pages": taken.pages,
    }))
}

/// What became of the run: `{"reason":"summary", …}`.
pub fn summary(summary: &Summary) -> String {
    line(&json!({
        "reason": "summary",
        "cases": summary.cases,
        "built": summary.built,
        "fresh": summary.fresh,
        "failed": summary.failed,
        "errors": summary.errors,
        "warnings": summary.warnings,
    }))
}

/// A file that was mended, or with `diff` would be: `{"reason":"fixed", …}`.
pub fn fixed(file: &str, codes: &[&str], diff: Option<&str>) -> String {
    let mut object = json!({"reason": "fixed", "file": file, "fixes": codes.len(), "codes": codes});
    if let Some(diff) = diff {
        object["diff"] = diff.into();
    }
    line(&object)
}

fn diagnostic<'a>(
    diagnostic: &Diagnostic,
    locale: &Locale,
    find: &impl Fn(&Place) -> Option<&'a Positions<'a>>,
) -> Value {
    let finding = &diagnostic.finding;
    let words = Words::new(diagnostic, locale);
    let mut object = json!({
        "reason": "diagnostic",
        "code": finding.code,
        "rule": diagnostic.rule,
        "level": diagnostic.level.name(),
    });
    place(&mut object, &finding.place, find);
    object["message"] = words.message.into();
    object["label"] = words.label.into();
    object["help"] = words.help.into();
    object["note"] = words.note.into();
    let labels = words.labels.into_iter().map(|(at, message)| {
        let mut label = json!({});
        place(&mut label, &at, find);
        label["message"] = message.into();
        label
    });
    object["labels"] = labels.collect();
    object["fix"] = finding.fix.as_ref().map_or(Value::Null, |fix| {
        let edits = fix.edits.iter().filter_map(replacement).map(|(at, text)| {
            let point = |line: usize, column: usize| json!({"line": line, "column": column});
            let (start, end) = match find(at).map(|file| file.of(at)) {
                Some((start, end)) => (point(start.line, start.column), point(end.line, end.column)),
                None => (point(1, 1), point(1, 1)),
            };
            json!({"start": start, "end": end, "text": text})
        });
        json!({"file": finding.place.file.as_ref(), "edits": edits.collect::<Vec<_>>()})
    });
    object["level_from"] = match &diagnostic.level_from {
        LevelFrom::Default => "default".into(),
        LevelFrom::Config(file) => format!("config:{file}").into(),
        LevelFrom::Flag => "flag".into(),
    };
    object
}

/// Writes a place's keys; a file without text (a whole evidence file) counts as line 1, column 1.
fn place<'a>(object: &mut Value, place: &Place, find: &impl Fn(&Place) -> Option<&'a Positions<'a>>) {
    let (start, end) = match find(place).map(|file| file.of(place)) {
        Some((start, end)) => ((start.line, start.column), (end.line, end.column)),
        None => ((1, 1), (1, 1)),
    };
    object["file"] = place.file.as_ref().into();
    object["line"] = start.0.into();
    object["column"] = start.1.into();
    object["end_line"] = end.0.into();
    object["end_column"] = end.1.into();
}

/// One line; what a terminal could act on is written `\u…`, which JSON reads back unchanged.
pub(super) fn line(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        if is_unsafe(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}
