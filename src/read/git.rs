//! What git knows of the workspace: which files it tracks, and why it does not track others. It is
//! read without the `git` program. Where something about the repository cannot be read, nothing is
//! said about files.

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::Mode;
use gix::worktree::stack::state::ignore::Source;
use serde::{Deserialize, Serialize};

use super::stat::{Stat, stat};

/// Why git does not keep a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Untracked {
    /// Nobody added it.
    NotAdded,
    /// A pattern excludes it.
    Ignored {
        /// The file that holds the pattern, from the workspace's root where it is near.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The pattern.
        pattern: String,
    },
}

/// The repository that a workspace lies in, as it was when it was opened.
pub struct Git {
    repository: gix::Repository,
    index: gix::worktree::Index,
    excludes: gix::worktree::Stack,
    /// The root of the working tree.
    tree: PathBuf,
    /// The workspace's root, in the working tree.
    root: PathBuf,
    /// The way from the one to the other: empty, or it ends with `/`.
    prefix: BString,
    /// Where names that differ in case only are one name: all names in small letters, once asked for.
    folded: Option<Option<HashSet<Vec<u8>>>>,
}

impl Git {
    /// The repository around a workspace, if it keeps anything of it. Before the first `git add` all
    /// files would be strangers, and so they are where somebody keeps his home folder in git.
    pub fn around(root: &Path) -> Option<Self> {
        let upwards = gix::discover::upwards::Options { dot_git_only: true, ..Default::default() };
        let found = gix::ThreadSafeRepository::discover_opts(root, upwards, gix::sec::trust::Mapping::default());
        let repository = found.ok()?.to_thread_local();
        let tree = std::fs::canonicalize(repository.workdir()?).ok()?;
        let inner = gix::path::into_bstr(root.strip_prefix(&tree).ok()?).ok()?;
        let mut prefix = gix::path::to_unix_separators(inner).into_owned();
        if !prefix.is_empty() {
            prefix.push(b'/');
        }
        let index = repository.try_index().ok()??;
        let kept = match prefix.is_empty() {
            true => !index.entries().is_empty(),
            false => index.prefixed_entries(prefix.as_bstr()).is_some(),
        };
        if !kept {
            return None;
        }
        let source = Source::WorktreeThenIdMappingIfNotSkipped;
        let excludes = repository.excludes(&index, None, source).ok()?.detach();
        let any_case = repository.config_snapshot().boolean("core.ignoreCase").unwrap_or(false);
        let (root, folded) = (root.to_path_buf(), any_case.then_some(None));
        Some(Self { repository, index, excludes, tree, root, prefix, folded })
    }

    /// Whether the index holds a file. That it does not change as long as [`Mark`] is the same.
    pub fn is_kept(&mut self, path: &str) -> bool {
        let mut full = self.prefix.clone();
        full.extend_from_slice(path.as_bytes());
        self.keeps(full.as_bstr())
    }

    /// Why git does not keep a file, named by its path from the workspace's root; `None` where it does.
    pub fn untracked(&mut self, path: &str) -> Option<Untracked> {
        let mut full = self.prefix.clone();
        full.extend_from_slice(path.as_bytes());
        if self.keeps(full.as_bstr()) || in_another(&self.root, path) {
            return None;
        }
        let objects = &self.repository.objects;
        let place = self.excludes.at_path(full.as_bstr(), Some(Mode::FILE), objects).ok()?;
        let Some(found) = place.matching_exclude_pattern().filter(|found| !found.pattern.is_negative()) else {
            return Some(Untracked::NotAdded);
        };
        let source = found.source.map(|source| self.tree.join(source)).unwrap_or_default();
        let (line, pattern) = (found.sequence_number, found.pattern.to_string());
        Some(Untracked::Ignored { file: named(&self.root, &self.tree, &source), line, pattern })
    }

    /// Whether the index holds a file, or a submodule or a folder that is left out of a sparse
    /// working tree and would hold it.
    fn keeps(&mut self, path: &BStr) -> bool {
        let state: &gix::index::State = &self.index;
        if state.entry_by_path(path).is_some() {
            return true;
        }
        if let Some(folded) = &mut self.folded {
            let all = || state.entries().iter().map(|entry| entry.path(state).to_ascii_lowercase()).collect();
            if folded.get_or_insert_with(all).contains(&path.to_ascii_lowercase()) {
                return true;
            }
        }
        path.find_iter("/").any(|at| {
            let (folder, with_slash) = (&path[..at], &path[..=at]);
            let whole = |entry: &gix::index::Entry| entry.mode.contains(Mode::COMMIT) || entry.mode.contains(Mode::DIR);
            let entry = state.entry_by_path(folder.as_bstr()).or_else(|| state.entry_by_path(with_slash.as_bstr()));
            entry.is_some_and(whole)
        })
    }
}

/// What tells without opening the repository that its index is the same: its file and the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Where `.git` lies: so many folders above the root.
    above: Option<usize>,
    index: Option<Stat>,
    /// The last bytes of the index, which are its hash.
    seal: Vec<u8>,
    config: Option<Stat>,
}

impl Mark {
    /// The mark of the repository around a workspace; none where nothing can be told so: `.git` is a
    /// file there that leads elsewhere.
    pub fn of(root: &Path) -> Option<Self> {
        let found = root.ancestors().enumerate().find(|(_, folder)| folder.join(".git").symlink_metadata().is_ok());
        let Some((above, folder)) = found else { return Some(Self::default()) };
        let git = folder.join(".git");
        if !super::stat::is_folder(&git) {
            return None;
        }
        let index = stat(&git.join("index"));
        let seal = index.as_ref().and_then(|_| seal(&git.join("index")).ok()).unwrap_or_default();
        Some(Self { above: Some(above), index, seal, config: stat(&git.join("config")) })
    }
}

/// The last bytes of a file.
fn seal(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut file = std::fs::File::open(path)?;
    let end = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(end.saturating_sub(32)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a folder between the workspace's root and a file is a repository of its own: that one would
/// keep it.
fn in_another(root: &Path, path: &str) -> bool {
    let mut folders = Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new(""));
    folders.any(|folder| root.join(folder).join(".git").exists())
}

/// A file with patterns as a seller would find it: from the workspace's root if it lies in the working
/// tree, else by its whole path.
fn named(root: &Path, tree: &Path, source: &Path) -> String {
    let source = std::fs::canonicalize(source).unwrap_or_else(|_| source.to_path_buf());
    let mut up = String::new();
    for folder in root.ancestors() {
        if let Ok(rest) = source.strip_prefix(folder) {
            return format!("{up}{}", super::relative(Path::new(""), rest));
        }
        if folder == tree {
            break;
        }
        up.push_str("../");
    }
    source.display().to_string()
}
