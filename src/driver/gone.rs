//! Cases that are gone: their outputs go too.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::incremental::Run;
use super::state::{Entry, Record, State};
use crate::read::stat::Hash;
use crate::read::{self, built};
use crate::write::{Place, clean};

/// Cases that are remembered, were asked for, and are not there any more.
pub(super) fn gone(run: &Run<'_>, state: &State) -> BTreeSet<String> {
    let there: BTreeSet<&str> = run.workspace.cases.iter().map(String::as_str).collect();
    let asked = |case: &str| {
        let below = |asked: &String| asked.is_empty() || case == asked || case.starts_with(&format!("{asked}/"));
        run.workspace.asked.iter().any(below)
    };
    let missing = state.cases().filter(|case| !there.contains(case) && asked(case));
    let file = |case: &str| run.options.root.join(case).join(read::CASE_FILE);
    missing.filter(|case| read::stat::is_absent(&file(case))).map(str::to_owned).collect()
}

/// Removes the outputs of a case that is gone. Gives their paths from its folder.
///
/// # Errors
/// What the system says.
pub(super) fn remove(run: &Run<'_>, state: &State, case: &str) -> io::Result<Vec<String>> {
    let Some(place) = place(run, state, case) else { return Ok(Vec::new()) };
    // Where a disk takes names for one that differ in letter case only, another case's may stand there by now.
    let folder = place.folder();
    let Some(manifest) = built::manifest(&folder) else {
        return clean::outputs(&place, &untouched(state, case, &folder));
    };
    if manifest["case"].as_str().is_some_and(|whose| whose != case) {
        return Ok(Vec::new());
    }
    clean::outputs(&place, &[])
}

/// The files that the last build wrote and nobody changed since: they are ours without a manifest that says so.
fn untouched(state: &State, case: &str, folder: &Path) -> Vec<String> {
    let mut room = Vec::new();
    let same = |entry: &Entry| Hash::of_file(&folder.join(&entry.path), &mut room).is_ok_and(|hash| hash == entry.hash);
    outputs(state, case).into_iter().filter(same).map(|entry| entry.path).collect()
}

fn place(run: &Run<'_>, state: &State, case: &str) -> Option<Place> {
    let root = &run.options.root;
    let out = state.find(case)?.folder.strip_suffix(case)?.trim_end_matches('/');
    let out = run.options.out.clone().unwrap_or_else(|| root.join(out));
    let base = if run.options.out.is_some() { out.clone() } else { root.clone() };
    Some(Place { base, out, case: case.to_owned(), run: String::new() })
}

/// The files that the last build wrote, as paths from the folder.
pub(super) fn written(state: &State, case: &str) -> Vec<String> {
    outputs(state, case).into_iter().map(|entry| entry.path).collect()
}

fn outputs(state: &State, case: &str) -> Vec<Entry> {
    let record = state.find(case).and_then(|known| Record::read(known.record?));
    record.map(|record| record.facts.outputs).unwrap_or_default()
}
