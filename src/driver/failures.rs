//! What goes wrong while outputs are made, as diagnostics.

use std::io;
use std::path::Path;

use super::fit::FitError;
use super::outputs::Failure;
use super::state::remember::Moved;
use crate::check::case::Case;
use crate::diag::Finding;
use crate::link::LinkError;
use crate::plan::Exhibit;
use crate::render::EngineError;
use crate::render::letter::TemplateError;
use crate::source::{Place, SourceFile};
use crate::write::Refused;

pub(super) fn failure(finding: Finding) -> Failure {
    Box::new((finding, Vec::new()))
}

/// The diagnostic of an engine that failed.
pub fn engine_finding(place: &Place, error: &EngineError) -> Finding {
    let finding = Finding::new("X001", place.clone());
    match error {
        EngineError::Missing(path) => finding.variant("missing").arg("path", path.as_str()),
        EngineError::TooOld { found, needed } => {
            finding.variant("old").arg("found", found.as_str()).arg("needed", *needed)
        }
        EngineError::Failed(detail) => finding.arg("detail", detail.as_str()),
        EngineError::Timeout(limit) => {
            finding.variant("timeout").arg("seconds", usize::try_from(limit.as_secs()).unwrap_or(usize::MAX))
        }
    }
}

/// The diagnostic of outputs that could not be written.
pub(super) fn refused_finding(place: &Place, root: &Path, refused: &Refused) -> Finding {
    let finding = |path: &Path| Finding::new("X004", place.clone()).arg("path", super::outputs::shown(root, path));
    match refused {
        Refused::Link(path) => finding(path).variant("link"),
        Refused::NotAFolder(path) => finding(path).variant("not-a-folder"),
        Refused::NotAFile(path) => finding(path).variant("not-a-file"),
        Refused::Io(path, error) => match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => finding(path).variant("full"),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                finding(path).variant("denied").arg("detail", error.to_string())
            }
            io::ErrorKind::InvalidFilename => finding(path).variant("name"),
            _ => finding(path).arg("detail", error.to_string()),
        },
    }
}

/// The diagnostic of an input that changed under the builder's hands.
pub(super) fn moved_finding(place: &Place, moved: &Moved) -> Finding {
    let finding = Finding::new("X004", place.clone()).arg("path", moved.path.as_str());
    finding.variant(if moved.gone { "vanished" } else { "moved" })
}

/// The diagnostic of a template: in its own line where it is the workspace's own.
pub(super) fn template_failure(templates: &crate::templates::Templates, case: &Case, error: &TemplateError) -> Failure {
    let Some(template) = templates.get(&error.template) else {
        let kind = case.kind.as_ref().map(|kind| kind.id.clone()).unwrap_or_default();
        if error.template.contains("/letter.") {
            let finding = Finding::new("X002", case.place.clone()).variant("missing").arg("type", kind);
            return failure(finding.arg("stance", case.stance.name()).arg("language", case.language.as_str()));
        }
        return failure(Finding::new("X002", case.place.clone()).arg("detail", error.detail.as_str()));
    };
    let file = SourceFile::new(format!("templates/{}", error.template), template.text.clone());
    let span = error.span.clone().unwrap_or(0..0);
    let finding = Finding::new("X002", file.at(span)).arg("detail", error.detail.as_str());
    Box::new((finding, vec![file]))
}

/// The diagnostic of a file that passed inspection and could not be linked.
pub(super) fn link_failure(case: &Case, exhibits: &[Exhibit], error: &LinkError) -> Failure {
    if let LinkError::Part { slot, problem } = error {
        let exhibit = exhibits.iter().find(|exhibit| {
            exhibit.slots.iter().any(|(at, _)| at == slot) || exhibit.inside.iter().any(|place| place.slot == *slot)
        });
        if let Some(evidence) = exhibit.map(|exhibit| &case.evidence[exhibit.evidence]) {
            let path = evidence.file.as_ref().map(|file| file.path.clone()).unwrap_or_default();
            let reader = evidence.file.as_ref().map_or("", |file| file.inspected.format);
            let refusal = crate::evidence::Refusal::Unreadable { reader, problem: problem.clone() };
            let path = crate::source::Spanned::new(path, evidence.path_place.clone());
            return failure(crate::check::evidence::refusal_finding(&path, &refusal));
        }
    }
    failure(Finding::new("X001", case.place.clone()).arg("detail", error.to_string()))
}

/// The diagnostic of a bundle that could not be fitted.
pub(super) fn fit_failure(case: &Case, exhibits: &[Exhibit], error: FitError) -> Failure {
    match error {
        FitError::Engine(error) => failure(engine_finding(&case.place, &error)),
        FitError::Link(error) => link_failure(case, exhibits, &error),
    }
}
