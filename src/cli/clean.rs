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
use crate::driver::joint;
use crate::locale::Args;
use crate::read::tree::is_below;
use crate::read::{self, Workspace, WorkspaceError, built, parts};
use crate::report::json;
use crate::write::{Place, clean as write, folder};

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
    let is_asked = |case: &str| workspace.asked.iter().any(|asked| is_below(case, asked));
    // Outputs of cases that are not there any more; drafts, and what is for other marketplaces, lie in folders of
    // their own, and their manifest says of which case they are.
    for out in &outs {
        for case in built::folders(out) {
            let manifest = || built::manifest(&folder(out, &case));
            let of = |own: &str| is_asked(own) && case.ends_with(&format!("/{own}"));
            if is_asked(&case) || manifest().is_some_and(|manifest| manifest["case"].as_str().is_some_and(of)) {
                places.insert((out.clone(), case));
            }
        }
    }
    let (mut cases, mut files, mut failed) = (0, 0, false);
    let base = |out: &Path| if named.is_some() { out.to_path_buf() } else { root.clone() };
    let fail = |path: String, error: std::io::Error| {
        let detail = Arg::from(error.to_string());
        console.refuse("tool-remove-failed", &Args::from([("path".into(), Arg::from(path)), ("detail".into(), detail)]))
    };
    for (out, case) in places {
        let place = Place { base: base(&out), out, case: case.clone(), run: String::new() };
        match write::outputs(&place, &[]) {
            Ok(removed) if removed.is_empty() => {}
            Ok(removed) => {
                (cases, files) = (cases + 1, files + removed.len());
                if console.format == Format::Json {
                    console.result(&json::removed(Some(&case), &removed));
                }
            }
            Err(error) => {
                failed = true;
                fail(case, error);
            }
        }
    }
    for out in &outs {
        // A manifest of a part says nothing any more where all that it speaks of is gone.
        let speaks = |place: &parts::Place| parts::bytes(place).ok().and_then(|bytes| joint::spoken_of(&bytes));
        let gone = |place: &parts::Place| speaks(place).is_some_and(|cases| cases.iter().all(|case| is_asked(case)));
        let names: Vec<String> = parts::here(out).into_iter().filter(gone).map(|place| place.name).collect();
        match write::manifests(&base(out), out, &names) {
            Ok(removed) if removed.is_empty() => {}
            Ok(removed) => {
                files += removed.len();
                if console.format == Format::Json {
                    console.result(&json::removed(None, &removed));
                }
            }
            Err(error) => {
                failed = true;
                fail(out.display().to_string(), error);
            }
        }
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
