//! `--partition`: a part of the cases, and the manifest that says what became of it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::{Console, args, build};
use crate::diag::Arg;
use crate::driver::joint::{Common, Notes};
use crate::driver::partition::{Kind, Partition};
use crate::driver::weight::Weight;
use crate::driver::{CaseResult, pool};
use crate::locale::Args;
use crate::options::{Options, Task};
use crate::read::commit::{self, Commit};
use crate::read::{self, Workspace};

/// A part of a run.
pub struct Part {
    partition: Partition,
    /// All cases of the run, of which the part has some.
    workspace: Vec<String>,
    commit: Option<Commit>,
    notes: Notes,
}

/// The partition that a flag names.
pub fn named(flags: &args::many::Part, console: &Console) -> Result<Option<Partition>, u8> {
    let Some(text) = &flags.partition else { return Ok(None) };
    let read = Partition::read(text).map(Some);
    read.ok_or_else(|| console.refuse("tool-bad-partition", &Args::from([("value".into(), Arg::from(text.as_str()))])))
}

impl Part {
    /// Leaves only the part's cases in the workspace.
    pub fn take(
        partition: Partition,
        workspace: &mut Workspace,
        options: &Options,
        jobs: usize,
        console: &Console,
    ) -> Result<Self, u8> {
        if options.build && options.out.is_none() {
            one_folder(workspace, console)?;
        }
        let weights = if partition.kind == Kind::Weight && !partition.is_whole() {
            weights(options, &workspace.cases, jobs)?
        } else {
            Vec::new()
        };
        let own = partition.of(&workspace.cases, &weights);
        let all = std::mem::replace(&mut workspace.cases, own);
        // Before something is built: what is built may change the tree.
        let commit = if options.build { commit::around(&options.root) } else { None };
        Ok(Self { partition, workspace: all, commit, notes: Notes::default() })
    }

    /// Notes a result.
    pub fn note(&mut self, result: &CaseResult) {
        self.notes.add(result);
    }

    /// Writes the manifest of the part into the output folder.
    pub fn finish(self, options: &Options, out: &Path, console: &Console) -> Result<(), u8> {
        let common = Common::of(options, &self.workspace, self.commit.as_ref());
        let dirty = self.commit.is_some_and(|commit| commit.dirty);
        self.notes.write(out, self.partition, common, dirty).map_err(|failure| refuse_io(&failure, console))
    }
}

/// Says what the system said of a path.
pub(super) fn refuse_io((path, error): &(PathBuf, io::Error), console: &Console) -> u8 {
    let path = Arg::from(path.display().to_string());
    let detail = Arg::from(error.to_string());
    console.refuse("tool-write-failed", &Args::from([("path".into(), path), ("detail".into(), detail)]))
}

/// Weighs all cases, in workers.
fn weights(options: &Options, cases: &[String], jobs: usize) -> Result<Vec<u64>, u8> {
    let (program, jobs) = build::workers(Some(jobs))?;
    let options = Options { task: Task::Weigh, build: false, ..options.clone() };
    let mut weights = Vec::new();
    // One that cannot be weighed on this machine cannot be on the others.
    let lost = |_: &String, _: &pool::Death, _| Weight::default();
    pool::each(&program, &options, cases, jobs, &lost, &|_| {}, &mut |weight| weights.push(weight.total()));
    Ok(weights)
}

/// Refuses cases whose outputs go to several folders: a part is one folder.
fn one_folder(workspace: &Workspace, console: &Console) -> Result<(), u8> {
    let mut known = BTreeMap::new();
    let mut judged: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for case in &workspace.cases {
        let paths = read::configs(&workspace.root, case, &mut known);
        judged.entry(paths).or_insert_with_key(|paths| {
            let texts = paths.iter().filter_map(|path| read::text(&workspace.root, path).ok()).collect();
            build::judge_settings(texts, &[]).0.output_dir
        });
    }
    let mut folders: Vec<&String> = judged.values().collect();
    folders.sort();
    folders.dedup();
    match folders.as_slice() {
        [first, second, ..] => {
            let folder = |folder: &str| Arg::from(folder);
            let args = Args::from([("first".into(), folder(first)), ("second".into(), folder(second))]);
            Err(console.refuse("tool-partition-folders", &args))
        }
        _ => Ok(()),
    }
}
