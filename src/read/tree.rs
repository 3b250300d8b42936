//! The files of a workspace, and which of them changed since they were last looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::relative;

/// What tells one content of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    size: u64,
    modified: Option<SystemTime>,
    /// Another file of the same name, on systems that tell.
    number: u64,
}

impl Sign {
    fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(meta);
        #[cfg(not(unix))]
        let number = 0;
        Self { size: meta.len(), modified: meta.modified().ok(), number }
    }
}

/// The files of a workspace. Hidden ones, caches and other folders that are left out are not among them.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    /// Folders that are left out, from the root.
    out: Vec<String>,
    files: BTreeMap<String, Sign>,
    folders: BTreeSet<String>,
}

impl Tree {
    /// Nothing was looked at yet. `out` are folders that are left out.
    pub fn new(root: &Path, out: Vec<String>) -> Self {
        Self { root: root.to_path_buf(), out, files: BTreeMap::new(), folders: BTreeSet::new() }
    }

    /// Leaves out these folders from now on.
    pub fn leave_out(&mut self, out: Vec<String>) {
        self.out = out;
    }

    /// The root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders, from the root, that itself included.
    pub fn folders(&self) -> &BTreeSet<String> {
        &self.folders
    }

    /// The files of a name, as the folders in which they lie.
    pub fn folders_with(&self, name: &str) -> Vec<String> {
        let found = self.files.keys().filter_map(|path| match path.rsplit_once('/') {
            Some((folder, last)) => (last == name).then(|| folder.to_owned()),
            None => (path == name).then(String::new),
        });
        found.collect()
    }

    /// Looks at a file or a folder again, with everything in it; gives the files that were made, changed or
    /// removed.
    pub fn look(&mut self, path: &str) -> Vec<String> {
        if self.is_left_out(path) {
            return Vec::new();
        }
        let full = if path.is_empty() { self.root.clone() } else { self.root.join(path) };
        let mut now = BTreeMap::new();
        match fs::symlink_metadata(&full) {
            Ok(meta) if meta.is_dir() => self.walk(path, &full, &mut now),
            Ok(_) => {
                if let Some(sign) = sign(&full) {
                    now.insert(path.to_owned(), sign);
                }
                self.forget_folders(path);
            }
            Err(_) => self.forget_folders(path),
        }
        let before = self.below(path);
        let mut changed: BTreeSet<String> = now
            .iter()
            .filter(|(file, sign)| self.files.get(*file) != Some(sign))
            .map(|(file, _)| file.clone())
            .collect();
        for file in before {
            if !now.contains_key(&file) {
                self.files.remove(&file);
                changed.insert(file);
            }
        }
        self.files.extend(now);
        changed.into_iter().collect()
    }

    /// Notes the files and folders below a folder.
    fn walk(&mut self, path: &str, full: &Path, now: &mut BTreeMap<String, Sign>) {
        self.forget_folders(path);
        let (root, out) = (self.root.clone(), self.out.clone());
        let walk = WalkDir::new(full).into_iter().filter_entry(|entry| {
            let cache = entry.file_type().is_dir() && is_cache(entry.path());
            let left = cache || is_out(&relative(&root, entry.path()), &out);
            entry.depth() == 0 || !left
        });
        for entry in walk.flatten() {
            let path = relative(&self.root, entry.path());
            if entry.file_type().is_dir() {
                self.folders.insert(path);
            } else if let Some(sign) = sign(entry.path()) {
                now.insert(path, sign);
            }
        }
    }

    fn forget_folders(&mut self, path: &str) {
        self.folders.retain(|folder| !is_below(folder, path));
    }

    fn below(&self, path: &str) -> Vec<String> {
        if path.is_empty() {
            return self.files.keys().cloned().collect();
        }
        let inner = format!("{path}/");
        let end = format!("{path}0");
        let inside = self.files.range(inner..end).map(|(file, _)| file.clone());
        self.files.get_key_value(path).map(|(file, _)| file.clone()).into_iter().chain(inside).collect()
    }

    fn is_left_out(&self, path: &str) -> bool {
        if path.is_empty() {
            return false;
        }
        // A folder that is left out is so with everything in it.
        let mut at = path;
        loop {
            if is_out(at, &self.out) {
                return true;
            }
            match at.rsplit_once('/') {
                Some((above, _)) => at = above,
                None => break,
            }
        }
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        // Where the system tells of whole trees, it tells of caches too.
        !above.is_empty() && !self.folders.contains(above) && caches(&self.root, above)
    }
}

/// What the system says of a file, or of the file that a link leads to.
fn sign(path: &Path) -> Option<Sign> {
    let meta = fs::metadata(path).ok()?;
    meta.is_file().then(|| Sign::of(&meta))
}

/// What the system says of git's index around a workspace: it changes with what git keeps.
pub fn git_index(root: &Path) -> Option<Sign> {
    root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists()).and_then(|git| sign(&git.join("index")))
}

/// Whether a path is another one, or lies below it.
pub fn is_below(path: &str, other: &str) -> bool {
    other.is_empty() || path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_out(path: &str, out: &[String]) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.starts_with('.') || name == "node_modules" || out.iter().any(|folder| is_below(path, folder))
}

/// Whether a folder says of itself that it holds nothing but what can be made again.
fn is_cache(folder: &Path) -> bool {
    folder.join("CACHEDIR.TAG").is_file()
}

fn caches(root: &Path, path: &str) -> bool {
    Path::new(path).ancestors().any(|folder| folder != Path::new("") && is_cache(&root.join(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_seen_once() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        let root = dir.path();
        let write = |path: &str, text: &str| {
            let full = root.join(path);
            fs::create_dir_all(full.parent().unwrap_or(root))?;
            fs::write(full, text)
        };
        for path in [
            "cases/a/case.toml",
            "cases/ab/case.toml",
            "build/cases/a/letter.txt",
            ".git/index",
            "t/CACHEDIR.TAG",
            "t/x",
        ] {
            write(path, "1")?;
        }
        let mut tree = Tree::new(root, vec!["build".to_owned()]);
        assert_eq!(tree.look(""), ["cases/a/case.toml", "cases/ab/case.toml"]);
        assert_eq!(tree.folders().iter().collect::<Vec<_>>(), ["", "cases", "cases/a", "cases/ab"]);
        assert!(tree.look("").is_empty() && tree.look("cases/a/case.toml").is_empty());
        write("cases/a/case.toml", "22")?;
        write("build/cases/a/letter.txt", "2")?;
        write("t/x", "2")?;
        assert!(
            ["build/cases/a/letter.txt", "t/x", ".git/index", "build"].iter().all(|path| tree.look(path).is_empty())
        );
        assert_eq!(tree.look("cases/a/case.toml"), ["cases/a/case.toml"]);
        // As editors save: another file takes the name.
        write("cases/a/new", "33")?;
        fs::rename(root.join("cases/a/new"), root.join("cases/a/case.toml"))?;
        assert_eq!(tree.look("cases/a/case.toml"), ["cases/a/case.toml"]);
        fs::rename(root.join("cases/a"), root.join("cases/c"))?;
        assert_eq!(tree.look("cases/a"), ["cases/a/case.toml"]);
        assert_eq!(tree.look("cases/c"), ["cases/c/case.toml"]);
        assert_eq!(tree.folders_with("case.toml"), ["cases/ab", "cases/c"]);
        assert!(tree.folders().contains("cases/c") && !tree.folders().contains("cases/a"));
        fs::remove_dir_all(root.join("cases"))?;
        assert_eq!(tree.look(""), ["cases/ab/case.toml", "cases/c/case.toml"]);
        Ok(())
    }
}
