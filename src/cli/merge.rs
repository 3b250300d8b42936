//! `merge`: joins the outputs of a build that several machines shared.

use std::path::{Path, PathBuf};

use super::args::{Format, many};
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build, part, tell};
use crate::diag::{Arg, Level, Report};
use crate::driver::Status;
use crate::driver::merge;
use crate::locale::Args;
use crate::read::{self, built, parts};
use crate::report::{Summary, json, parts as told};

/// Joins parts.
pub fn merge(flags: &many::Merge, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &many::Merge, console: &Console) -> Result<u8, u8> {
    for folder in &flags.folders {
        if parts::existing(folder).is_none() {
            let args = Args::from([("path".into(), Arg::from(folder.display().to_string()))]);
            return Err(console.refuse("tool-no-path", &args));
        }
    }
    let refuse = |failure| part::refuse_io(&failure, console);
    if !merge::is_any(&flags.folders).map_err(refuse)? {
        let shown = flags.folders.first().map(|folder| folder.display().to_string()).unwrap_or_default();
        return Err(console.refuse("tool-no-parts", &Args::from([("path".into(), Arg::from(shown))])));
    }
    let (usual, lock) = usual(console)?;
    // A build that writes to the same folder has to end first.
    let out = flags.out.as_deref();
    let own = match out {
        Some(out) if parts::existing(out).is_some() => Some(out.join(".appealc")),
        Some(_) => None,
        None => Some(lock),
    };
    let held = own.filter(|own| own.parent().is_some_and(|above| parts::existing(above).is_some()));
    let _lock = held.map(|own| build::lock(&own, console)).transpose()?;
    let merged = merge::merge(&flags.folders, out, &usual).map_err(refuse)?;
    let mut summary = Summary::default();
    merged.cases.iter().for_each(|(_, status)| summary.add(*status));
    let report = Report { sources: Vec::new(), diagnostics: merged.diagnostics.clone() };
    summary.add_report(&report);
    console.message(&tell::diagnostics(&report, console));
    console.message(&tell::document(std::slice::from_ref(&report), console));
    match console.format {
        Format::Json => {
            console.result(&told::merged_json(&merged));
            console.result(&json::summary(&summary));
        }
        Format::Human => {
            let failed = merged.cases.iter().filter(|(_, status)| *status == Status::Failed);
            for (case, _) in failed {
                let args = Args::from([("case".into(), Arg::from(case.as_str()))]);
                console.message(&(console.locale.text("tool-case-failed", &args) + "\n"));
            }
            if !console.quiet {
                console.result(&told::merged(&merged, &console.locale));
            }
        }
        _ => {}
    }
    let errors = report.count(Level::Error) > 0;
    Ok(if errors || summary.failed > 0 || merged.refused() { ERRORS } else { GOOD })
}

/// Where outputs go that no flag says a place for, and the folder of the lock there.
fn usual(console: &Console) -> Result<(PathBuf, PathBuf), u8> {
    let (root, _) = built::root_of(Path::new(".")).map_err(|_| COULD_NOT_RUN)?;
    let texts = read::text(&root, read::CONFIG_FILE).into_iter().collect();
    let (settings, report) = build::judge_settings(texts, &[]);
    if report.count(Level::Error) > 0 {
        console.message(&tell::diagnostics(&report, console));
        return Err(COULD_NOT_RUN);
    }
    Ok((root.join(settings.output_dir), root.join(".appealc")))
}
