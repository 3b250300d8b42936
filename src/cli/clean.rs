//! `clean`: removes outputs that a manifest owns, and with `--cache` what is kept for later builds. Nothing
//! else, whatever a manifest says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::Format;
use super::args::incremental::Clean;
use super::build::{judge_settings, lock, refuse};
use super::{COULD_NOT_RUN, Console, GOOD};
use crate::check::settings::Settings;
use crate::diag::Arg;
use crate::locale::Args;
use crate::read::{self, Workspace, WorkspaceError, built};
use crate::report::json;
use crate::write::{Place, clean as write};

/// Removes outputs.
pub fn clean(flags: &Clean, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Clean, console: &Console) -> Result<u8, u8> {
    let workspace = asked(&flags.paths, console)?;
    let root = &workspace.root;
    let named = flags.out.as_ref().map(|out| std::path::absolute(out).unwrap_or_else(|_| out.clone()));
    let own = named.as_ref().unwrap_or(root).join(".appealc");
    let _lock = if own.is_dir() { Some(lock(&own, console)?) } else { None };
    let mut places: BTreeSet<(PathBuf, String)> = BTreeSet::new();
    let mut outs: BTreeSet<PathBuf> = BTreeSet::new();
    let of = |case: &str| named.clone().unwrap_or_else(|| root.join(settings(root, case).output_dir));
    outs.extend(workspace.asked.iter().map(|folder| of(folder)));
    for case in &workspace.cases {
        let out = of(case);
        outs.insert(out.clone());
        places.insert((out, case.clone()));
    }
    // Outputs of cases that are not there any more.
    for out in &outs {
        for case in built::folders(out) {
            let below = |asked: &String| asked.is_empty() || case == *asked || case.starts_with(&format!("{asked}/"));
            if workspace.asked.iter().any(below) {
                places.insert((out.clone(), case));
            }
        }
    }
    let (mut cases, mut files, mut failed) = (0, 0, false);
    for (out, case) in places {
        let base = if named.is_some() { out.clone() } else { root.clone() };
        match write::outputs(&Place { base, out, case: case.clone(), run: String::new() }) {
            Ok(removed) if removed.is_empty() => {}
            Ok(removed) => {
                (cases, files) = (cases + 1, files + removed.len());
                if console.format == Format::Json {
                    console.result(&json::removed(&case, &removed));
                }
            }
            Err(error) => {
                failed = true;
                let detail = Arg::from(error.to_string());
                console.refuse(
                    "tool-remove-failed",
                    &Args::from([("path".into(), Arg::from(case)), ("detail".into(), detail)]),
                );
            }
        }
    }
    for out in &outs {
        let _ = write::leftovers(out);
    }
    if flags.cache {
        files += write::cache(&own).map_err(|error| {
            let path = Arg::from(own.display().to_string());
            let args = Args::from([("path".into(), path), ("detail".into(), Arg::from(error.to_string()))]);
            console.refuse("tool-remove-failed", &args)
        })?;
    }
    if console.format != Format::Json && !console.quiet {
        let args = Args::from([("files".into(), Arg::from(files)), ("cases".into(), Arg::from(cases as usize))]);
        console.message(&(console.locale.text("tool-cleaned", &args) + "\n"));
    }
    Ok(if failed { COULD_NOT_RUN } else { GOOD })
}

/// The workspace of the paths; without any, all of it. It may hold no case any more.
fn asked(paths: &[PathBuf], console: &Console) -> Result<Workspace, u8> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    match read::workspace(paths) {
        Ok(workspace) => Ok(workspace),
        Err(WorkspaceError::NoCases(_)) => {
            let (mut root, mut asked) = (PathBuf::new(), Vec::new());
            for path in paths {
                let (found, full) = built::root_of(path).map_err(|_| {
                    let args = Args::from([("path".into(), Arg::from(path.display().to_string()))]);
                    console.refuse("tool-no-path", &args)
                })?;
                asked.push(read::relative(&found, &full));
                root = found;
            }
            Ok(Workspace { root, cases: Vec::new(), asked, walked: std::collections::BTreeMap::new() })
        }
        Err(error) => Err(refuse(&error, console)),
    }
}

/// The settings of a folder. Errors in them are no reason not to clean.
fn settings(root: &Path, folder: &str) -> Settings {
    let paths = read::configs(root, folder, &mut std::collections::BTreeMap::new());
    judge_settings(paths.iter().filter_map(|path| read::text(root, path).ok()).collect(), &[]).0
}
