//! Folders and what lies in them, by several threads: most of a walk is waiting for the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use super::{CASE_FILE, CONFIG_FILE};

/// What lies in a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// A case.
    pub has_case: bool,
    /// Settings.
    pub has_config: bool,
}

/// How many threads there are.
const THREADS: usize = 2;

/// Folders that are to be looked into, and how many threads look.
#[derive(Default)]
struct Queue {
    folders: Vec<PathBuf>,
    busy: usize,
}

/// The folder and, if `deep`, all below it that are not hidden and no links, in no order, with what lies in
/// each. What cannot be read is left out.
pub fn folders(from: &Path, deep: bool) -> Vec<(PathBuf, Found)> {
    let queue = Mutex::new(Queue { folders: vec![from.to_path_buf()], busy: 0 });
    let more = Condvar::new();
    let work = || {
        let mut all = Vec::new();
        let mut waiting = queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some(folder) = waiting.folders.pop() else {
                if waiting.busy == 0 {
                    more.notify_all();
                    return all;
                }
                waiting = more.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            waiting.busy += 1;
            drop(waiting);
            let (found, inner) = look(&folder, deep);
            all.extend(found.map(|found| (folder, found)));
            waiting = queue.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.busy -= 1;
            waiting.folders.extend(inner);
            more.notify_all();
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

fn look(folder: &Path, deep: bool) -> (Option<Found>, Vec<PathBuf>) {
    let (mut found, mut inner) = (Found::default(), Vec::new());
    let Ok(entries) = fs::read_dir(folder) else { return (None, inner) };
    for entry in entries.flatten() {
        let (name, Ok(kind)) = (entry.file_name(), entry.file_type()) else { continue };
        let is_file = || kind.is_file() || kind.is_symlink() && entry.path().is_file();
        if kind.is_dir() {
            if deep && !name.as_encoded_bytes().starts_with(b".") {
                inner.push(entry.path());
            }
        } else if name == CASE_FILE {
            found.has_case = is_file();
        } else if name == CONFIG_FILE {
            found.has_config = is_file();
        }
    }
    (Some(found), inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_is_looked_into_once() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        for number in 0..50 {
            let folder = dir.path().join(format!("a/{number}/b"));
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(if number % 2 == 0 { CASE_FILE } else { CONFIG_FILE }), "")?;
        }
        fs::create_dir_all(dir.path().join("a/.hidden/b"))?;
        fs::create_dir_all(dir.path().join("a/49/case.toml"))?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("a/0/link"))?;
        let mut all = folders(dir.path(), true);
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.dedup_by(|a, b| a.0 == b.0);
        assert_eq!(all.len(), 1 + 1 + 50 + 50 + 1);
        let count = |what: fn(&Found) -> bool| all.iter().filter(|(_, found)| what(found)).count();
        assert_eq!((count(|found| found.has_case), count(|found| found.has_config)), (25, 25));
        assert_eq!(folders(dir.path(), false), [(dir.path().to_path_buf(), Found::default())]);
        assert_eq!(folders(&dir.path().join("none"), true), []);
        Ok(())
    }
}
