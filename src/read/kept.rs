//! What earlier runs kept so that later ones need not make it again. It may be gone or damaged at any
//! time: who reads it checks it.

use std::fs;
use std::path::Path;

/// Largest file that is kept.
const MOST: u64 = 64 << 20;

/// A kept file, if it is there.
pub fn kept(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let path = folder.join(name);
    let meta = fs::symlink_metadata(&path).ok()?;
    if !meta.is_file() || meta.len() > MOST {
        return None;
    }
    fs::read(path).ok()
}

/// Largest state of a workspace.
const MOST_OF_STATE: u64 = 4 << 30;

/// What the last build knew, if it is there.
pub fn state(path: &Path) -> Option<Vec<u8>> {
    let meta = fs::symlink_metadata(path).ok()?;
    if !meta.is_file() || meta.len() > MOST_OF_STATE {
        return None;
    }
    fs::read(path).ok()
}

/// What tells this program from another of the same version: its size and when it was made.
pub fn program_mark(program: &Path) -> Option<(u64, super::stat::Moment)> {
    let meta = fs::metadata(program).ok()?;
    let stat = super::stat::Stat::of(&meta);
    Some((stat.size, stat.modified))
}
