//! For people: what is wrong, where it stands, what to do about it, in the manner of rustc.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Padding, Renderer, Snippet};

use crate::diag::{Arg, Diagnostic, Level, Report};
use crate::driver::extract::{Form, Taken};
use crate::driver::incremental::Timings;
use crate::driver::over::mb;
use crate::driver::verify::{State, Verified};
use crate::driver::why::words;
use crate::lint::rules;
use crate::locale::{Args, Locale};
use crate::quote::escaped;
use crate::source::Place;

use super::window::Window;
use super::{CaseOutcome, Positions, Status, Summary, Words, level_origin};

/// How many lines apart two places may be to stand in one snippet.
const TOGETHER: usize = 500;

/// Every diagnostic of a report, each followed by an empty line.
pub fn diagnostics(report: &Report, locale: &Locale, color: bool) -> String {
    let files = Files { report, positions: report.sources.iter().map(Positions::new).collect() };
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    // Lines are trimmed here, so the renderer need not.
    let renderer = renderer.term_width(usize::MAX / 2);
    let names = Names::new(locale);
    let mut explained = BTreeSet::new();
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        // As rustc does: a rule's level is explained once.
        // What reading outputs back finds has no rule, and its level is no choice.
        let ruled = rules::find(&diagnostic.finding.code).is_some();
        let origin = (ruled && explained.insert(diagnostic.rule.as_str())).then(|| level_origin(diagnostic, locale));
        out.push_str(&one(diagnostic, &files, &names, locale, origin, &renderer));
        out.push_str("\n\n");
    }
    out
}

/// What became of a case and, if that is wanted, why, in a line.
pub fn case(outcome: &CaseOutcome, reasons: bool, locale: &Locale) -> String {
    let mut args = Args::new();
    args.insert("case".into(), outcome.case.as_str().into());
    let id = format!("tool-case-{}", outcome.status.name());
    let mut line = locale.text(&id, &args);
    if reasons && !outcome.why.is_empty() {
        // Already in words, with what was quoted escaped.
        line.push_str(&locale.word("tool-case-why").replace("…", &words(&outcome.why, locale)));
    }
    line.push('\n');
    line
}

/// What came of reading outputs back, in a line.
pub fn verified(verified: &Verified, locale: &Locale) -> String {
    let args = Args::from([
        ("path".into(), Arg::from(verified.path.as_str())),
        ("files".into(), Arg::from(verified.files)),
        ("pages".into(), Arg::from(verified.pages)),
        ("exhibits".into(), Arg::from(verified.exhibits)),
        ("count".into(), Arg::from(verified.report.diagnostics.len())),
    ]);
    let id = match verified.state {
        State::Good if verified.compared => "verify-good-and-fresh",
        State::Good => "verify-good",
        State::Different => "verify-different",
        State::Unreadable => "verify-unreadable",
    };
    locale.text(id, &args) + "\n"
}

/// What an exhibit of a bundle became, in a line.
pub fn extracted(taken: &Taken, locale: &Locale) -> String {
    let path = taken.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    let args = Args::from([
        ("exhibit".into(), Arg::from(taken.number)),
        ("id".into(), Arg::from(taken.id.as_str())),
        ("volume".into(), Arg::from(taken.volume)),
        ("path".into(), Arg::from(path)),
        ("pages".into(), Arg::from(taken.pages)),
    ]);
    let id = match taken.form {
        Form::Jpeg | Form::Png => "extract-picture",
        Form::Pdf => "extract-pages",
        Form::Printed => "extract-printed",
        Form::Elsewhere => "extract-elsewhere",
        Form::Damaged => "extract-damaged",
    };
    locale.text(id, &args) + "\n"
}

/// How large letter and bundle are, and how many pictures were made smaller for it.
pub fn sizes(outcome: &CaseOutcome, locale: &Locale) -> String {
    let files: Vec<String> = outcome.sizes.iter().map(|(name, bytes)| format!("{name} {} MB", mb(*bytes))).collect();
    let bundle = outcome.sizes.iter().filter(|(name, _)| name.starts_with("bundle"));
    let args = Args::from([
        ("case".into(), Arg::from(outcome.case.as_str())),
        ("files".into(), Arg::from(files.join(locale.word("tool-summary-separator").trim_matches('|')))),
        ("total".into(), Arg::from(mb(bundle.clone().map(|(_, bytes)| *bytes).sum()))),
        ("reduced".into(), Arg::from(outcome.pictures.reduced)),
        ("decoded".into(), Arg::from(outcome.pictures.decoded)),
    ]);
    let id = if bundle.count() > 1 { "tool-case-sizes-total" } else { "tool-case-sizes" };
    let mut text = locale.text(id, &args) + "\n";
    if outcome.pictures.reduced > 0 {
        text.push_str(&locale.text("tool-case-pictures", &args));
        text.push('\n');
    }
    text
}

/// Where the time went, a line each.
pub fn timings(timings: &Timings, locale: &Locale) -> String {
    let seconds = |time: &Duration| format!("{:8.3} s  ", time.as_secs_f64());
    let mut text = locale.word("timing-title") + "\n";
    for (name, time) in &timings.phases {
        text.push_str(&format!("{}{}\n", seconds(time), locale.word(name)));
    }
    if timings.slowest.is_empty() {
        return text;
    }
    text.push_str(&(locale.word("timing-workers") + "\n"));
    for (name, time) in ["timing-check", "timing-make"].iter().zip(&timings.workers) {
        text.push_str(&format!("{}{}\n", seconds(time), locale.word(name)));
    }
    text.push_str(&(locale.word("timing-slowest") + "\n"));
    for (case, time) in &timings.slowest {
        text.push_str(&format!("{}{}\n", seconds(time), escaped(case)));
    }
    text
}

/// What became of the run, in a line, such as `built 12 cases, 1 failed: 3 errors in 1.2 s`.
pub fn summary(summary: &Summary, elapsed: Duration, locale: &Locale) -> String {
    let mut cases = Vec::new();
    let part = |parts: &mut Vec<String>, id: &str, count: usize| {
        if count > 0 {
            parts.push(locale.text(id, &Args::from([("count".into(), Arg::from(count))])));
        }
    };
    for (status, count) in [
        (Status::Built, summary.built),
        (Status::Checked, summary.checked()),
        (Status::Fresh, summary.fresh),
        (Status::Failed, summary.failed),
    ] {
        // The first part names what is counted: "built 12 cases, 1 failed".
        let first = if cases.is_empty() { "-first" } else { "" };
        part(&mut cases, &format!("tool-summary-{}{first}", status.name()), count);
    }
    if cases.is_empty() {
        cases.push(locale.word("tool-summary-nothing"));
    }
    let mut found = Vec::new();
    part(&mut found, "tool-summary-errors", summary.errors);
    part(&mut found, "tool-summary-warnings", summary.warnings);
    let separator = locale.word("tool-summary-separator");
    let separator = separator.trim_matches('|');
    let args = Args::from([
        ("cases".into(), Arg::from(cases.join(separator))),
        ("found".into(), Arg::from(found.join(separator))),
        ("seconds".into(), Arg::from(format!("{:.1}", elapsed.as_secs_f64()))),
    ]);
    let id = if found.is_empty() { "tool-summary-clean" } else { "tool-summary-found" };
    locale.text(id, &args) + "\n"
}

/// Which page to read about the errors of some reports, in a line; nothing where there are none.
pub fn hint<'a>(reports: impl IntoIterator<Item = &'a Report>, locale: &Locale) -> Option<String> {
    let diagnostics = reports.into_iter().flat_map(|report| &report.diagnostics);
    let errors = diagnostics.filter(|diagnostic| diagnostic.level == Level::Error);
    let codes: BTreeSet<&str> = errors.map(|error| error.finding.code.as_str()).collect();
    let args = Args::from([("code".into(), Arg::from(*codes.first()?))]);
    let id = if codes.len() == 1 { "tool-explain" } else { "tool-explain-several" };
    Some(locale.text(id, &args) + "\n")
}

/// The files of a report and their lines.
struct Files<'a> {
    report: &'a Report,
    positions: Vec<Positions<'a>>,
}

impl<'a> Files<'a> {
    fn find(&self, place: &Place) -> Option<&Positions<'a>> {
        let at = self.report.sources.iter().position(|s| s.path == place.file)?;
        self.positions.get(at)
    }
}

/// The words `error`, `warning`, `note` and `help`.
struct Names {
    error: String,
    warning: String,
    note: String,
    help: String,
}

impl Names {
    fn new(locale: &Locale) -> Self {
        Self {
            error: locale.word("level-error"),
            warning: locale.word("level-warning"),
            note: locale.word("level-note"),
            help: locale.word("level-help"),
        }
    }

    fn level(&self, level: Level) -> Shown<'_> {
        match level {
            Level::Error => Shown::ERROR.with_name(self.error.as_str()),
            Level::Warning => Shown::WARNING.with_name(self.warning.as_str()),
            Level::Note => self.note(),
        }
    }

    fn note(&self) -> Shown<'_> {
        Shown::NOTE.with_name(self.note.as_str())
    }

    fn help(&self) -> Shown<'_> {
        Shown::HELP.with_name(self.help.as_str())
    }
}

/// Places that one snippet shows.
struct Part<'a> {
    place: &'a Place,
    line: usize,
    spans: Vec<Range<usize>>,
    labels: Vec<Option<String>>,
}

fn one(
    diagnostic: &Diagnostic,
    files: &Files<'_>,
    names: &Names,
    locale: &Locale,
    origin: Option<String>,
    renderer: &Renderer,
) -> String {
    let words = Words::new(diagnostic, locale);
    let finding = &diagnostic.finding;
    let title = names.level(diagnostic.level).primary_title(words.message).id(escaped(&finding.code));
    let mut group = Group::with_title(title);
    let mut parts: Vec<Part> = Vec::new();
    let first = std::iter::once((&finding.place, words.label));
    for (place, label) in first.chain(words.labels.iter().map(|(place, label)| (place, Some(label.clone())))) {
        let line = files.find(place).map_or(0, |file| file.line(file.clamp(place.start)));
        let near = |part: &&mut Part| part.place.file == place.file && part.line.abs_diff(line) <= TOGETHER;
        if let Some(part) = parts.iter_mut().find(near) {
            part.spans.push(place.start..place.end);
            part.labels.push(label);
        } else {
            let span = place.start..place.end;
            parts.push(Part { place, line, spans: vec![span], labels: vec![label] });
        }
    }
    for (index, part) in parts.iter().enumerate() {
        group = show(group, part, index == 0, files);
    }
    let notes = words.note.into_iter().map(|text| names.note().message(text));
    let helps = words.help.into_iter().map(|text| names.help().message(text));
    let origins = origin.into_iter().map(|text| names.note().message(text));
    for message in notes.chain(helps).chain(origins) {
        group = group.element(message);
    }
    origins_placed(&renderer.render(&[group]), &parts, files)
}

/// Stands for a snippet's path until it is rendered. No shown text contains it: all are escaped.
const MARK: &str = "\u{1}";

/// Puts path, line and column where the renderer put the mark and its own count, which is of the
/// trimmed and escaped line.
fn origins_placed(rendered: &str, parts: &[Part<'_>], files: &Files<'_>) -> String {
    let mut pieces = rendered.split(MARK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let shown = parts.iter().filter_map(|part| Some((part.place, files.find(part.place)?)));
    for (piece, (place, file)) in pieces.zip(shown) {
        let at = file.position(place.start);
        out.push_str(&format!("{}:{}:{}", escaped(&place.file), at.line, at.column));
        out.push_str(piece.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

fn show<'a>(mut group: Group<'a>, part: &'a Part<'_>, first: bool, files: &Files<'_>) -> Group<'a> {
    let Some(file) = files.find(part.place) else {
        if !first {
            group = group.element(Padding);
        }
        return group.element(Origin::path(escaped(&part.place.file)));
    };
    let window = Window::new(file, &part.spans);
    let mut snippet = Snippet::source(window.text).line_start(window.first_line).path(MARK);
    for (index, (span, label)) in window.spans.into_iter().zip(&part.labels).enumerate() {
        let kind = if first && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        snippet = snippet.annotation(kind.span(span).label(label.as_deref()));
    }
    group.element(snippet)
}
