//! A case as it is now, for commands that look back: what its letter would say, and what rules say of each part.

use serde::{Deserialize, Serialize};

use super::session::{Progress, Session};
use crate::check::case::Case;
use crate::diag::{Diagnostic, Finding};
use crate::history::event::Field;
use crate::history::said::Said;
use crate::lint;
use crate::plan;
use crate::plan::said::said;
use crate::source::SourceFile;

/// A case as it is now.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Now {
    /// What its letter would say.
    pub said: Said,
    /// What rules find, with the part that it is found in.
    pub found: Vec<(Option<Field>, Diagnostic)>,
    /// The texts that places point into.
    pub sources: Vec<SourceFile>,
}

/// Looks at a case; none where its file cannot be read.
pub fn now(session: &mut Session, case: &str, progress: Progress<'_>) -> Option<Now> {
    let (mut findings, mut sources): (Vec<Finding>, Vec<SourceFile>) = (Vec::new(), Vec::new());
    let ready = session.check(case, &mut findings, &mut sources, progress)?;
    let mut diagnostics = lint::settle(findings, &ready.settings, &session.options.levels);
    lint::allow::apply(&mut diagnostics, &sources, true);
    let parts = parts(&ready.case);
    let found = diagnostics.into_iter().map(|diagnostic| (part_of(&parts, &diagnostic), diagnostic));
    Some(Now { said: said(&ready.case, &plan::plan(&ready.case)), found: found.collect(), sources })
}

/// Where each table begins: file, first byte, part.
type Parts = Vec<(std::sync::Arc<str>, usize, Option<Field>)>;

fn parts(case: &Case) -> Parts {
    let causes = case.causes.iter().map(|cause| (&cause.place, Some(Field::RootCause)));
    let actions = case
        .actions
        .iter()
        .map(|action| (&action.place, Some(if action.preventive { Field::Prevention } else { Field::Actions })));
    let arguments = case.arguments.iter().map(|argument| (&argument.place, Some(Field::Arguments)));
    let evidence = case.evidence.iter().map(|evidence| (&evidence.place, Some(Field::Evidence)));
    let complaints = case.complaints.iter().map(|complaints| (&complaints.place, None));
    let all = causes.chain(actions).chain(arguments).chain(evidence).chain(complaints);
    let mut parts: Parts = all.map(|(place, field)| (place.file.clone(), place.start, field)).collect();
    parts.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    parts
}

/// The part that a diagnostic points into: the table that begins last before it.
fn part_of(parts: &Parts, diagnostic: &Diagnostic) -> Option<Field> {
    let place = &diagnostic.finding.place;
    let mut before = parts.iter().filter(|(file, start, _)| *file == place.file && *start <= place.start);
    before.next_back().and_then(|(_, _, field)| *field)
}
