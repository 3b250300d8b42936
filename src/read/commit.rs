//! The commit that a workspace stands at, read without the `git` program.

use std::fs;
use std::path::Path;

use gix::index::entry::stat::Options;
use gix::index::entry::{Flags, Mode, Stat};
use gix::index::{Entry, State};

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Whether a file of the workspace that git keeps is not as it is there. Files that git does not keep
    /// do not count, and one that git stores in another form than it writes to the disk may seem changed.
    pub dirty: bool,
}

/// The commit around a workspace; none outside of git, and before the first commit.
pub fn around(root: &Path) -> Option<Commit> {
    let upwards = gix::discover::upwards::Options { dot_git_only: true, ..Default::default() };
    let found = gix::ThreadSafeRepository::discover_opts(root, upwards, gix::sec::trust::Mapping::default());
    let repository = found.ok()?.to_thread_local();
    let id = repository.head_id().ok()?.to_string();
    Some(Commit { id, dirty: is_dirty(&repository, root).unwrap_or(true) })
}

/// Whether index or files differ from the commit; none where that cannot be told.
fn is_dirty(repository: &gix::Repository, root: &Path) -> Option<bool> {
    let tree = fs::canonicalize(repository.workdir()?).ok()?;
    let inner = gix::path::into_bstr(root.strip_prefix(&tree).ok()?).ok()?;
    let mut prefix = gix::path::to_unix_separators(inner).into_owned();
    if !prefix.is_empty() {
        prefix.push(b'/');
    }
    let index = repository.try_index().ok()??;
    let committed = repository.index_from_tree(&repository.head_tree_id().ok()?).ok()?;
    let now = own(&index, &prefix);
    let then = own(&committed, &prefix);
    let same = |(a, b): (&&Entry, &&Entry)| {
        a.id == b.id && a.mode == b.mode && a.path(&index) == b.path(&committed) && a.stage_raw() == 0
    };
    if now.len() != then.len() || !now.iter().zip(&then).all(same) {
        return Some(true);
    }
    let changed = |entry: &&Entry| is_changed(repository, &index, &tree, entry).unwrap_or(true);
    Some(now.iter().any(changed))
}

/// The entries of the workspace.
fn own<'s>(state: &'s State, prefix: &[u8]) -> Vec<&'s Entry> {
    state.entries().iter().filter(|entry| entry.path(state).starts_with(prefix)).collect()
}

/// Whether a file is not as the index has it; none where it cannot be read.
fn is_changed(repository: &gix::Repository, index: &gix::index::File, tree: &Path, entry: &Entry) -> Option<bool> {
    let is_file = entry.mode.contains(Mode::FILE) || entry.mode == Mode::SYMLINK;
    if !is_file || entry.flags.contains(Flags::SKIP_WORKTREE) {
        return Some(false);
    }
    let path = tree.join(gix::path::from_bstr(entry.path(index)).ok()?);
    let meta = gix::index::fs::Metadata::from_path_no_follow(&path).ok()?;
    let options = Options { trust_ctime: false, check_stat: false, use_nsec: false, use_stdev: false };
    let stat = Stat::from_fs(&meta).ok()?;
    if entry.stat.matches(&stat, options) && !entry.stat.is_racy(index.timestamp(), options) {
        return Some(false);
    }
    let bytes = if entry.mode == Mode::SYMLINK {
        let target = fs::read_link(&path).ok()?;
        gix::path::into_bstr(target).ok()?.to_vec()
    } else {
        fs::read(&path).ok()?
    };
    let hash = gix::objs::compute_hash(repository.object_hash(), gix::objs::Kind::Blob, &bytes).ok()?;
    Some(hash != entry.id)
}
