//! What came of joining parts; what `watch` hears.

use serde_json::json;

use super::json::line;
use crate::diag::Arg;
use crate::driver::merge::Merged;
use crate::driver::watch::Plan;
use crate::locale::{Args, Locale};

/// For people: one line.
pub fn merged(merged: &Merged, locale: &Locale) -> String {
    let out = merged.out.as_ref().map(|out| out.display().to_string()).unwrap_or_default();
    let args = Args::from([
        ("parts".into(), Arg::from(merged.parts)),
        ("cases".into(), Arg::from(merged.cases.len())),
        ("files".into(), Arg::from(merged.files)),
        ("path".into(), Arg::from(out)),
    ]);
    let id = match () {
        () if merged.refused() => "merge-refused",
        () if merged.copied => "merge-joined",
        () => "merge-verified",
    };
    locale.text(id, &args) + "\n"
}

/// For programs: `{"reason":"merge", …}`.
pub fn merged_json(merged: &Merged) -> String {
    let state = match () {
        () if merged.refused() => "refused",
        () if merged.copied => "joined",
        () => "verified",
    };
    line(&json!({
        "reason": "merge",
        "state": state,
        "parts": merged.parts,
        "cases": merged.cases.len(),
        "files": merged.files,
        "out": merged.out.as_ref().map(|out| out.to_string_lossy()),
    }))
}

/// For programs: `{"reason":"watch","event":"waiting", …}`.
pub fn waiting(cases: usize) -> String {
    line(&json!({"reason": "watch", "event": "waiting", "cases": cases}))
}

/// For programs: `{"reason":"watch","event":"changed", …}`.
pub fn changed(files: &[String], means: &Plan) -> String {
    line(&json!({
        "reason": "watch",
        "event": "changed",
        "files": files,
        "cases": means.cases,
        "gone": means.gone,
    }))
}
