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
