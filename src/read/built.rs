//! Outputs of an earlier build.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

/// Outputs that are still right.
#[derive(Debug)]
pub struct Earlier {
    /// Their names.
    pub names: Vec<String>,
    /// Their manifest.
    pub manifest: Value,
}

/// The output files of a folder, if its manifest has this fingerprint (and date, where one is asked for) and
/// every file still is as the manifest says.
pub fn still_right(folder: &Path, fingerprint: &str, date: Option<&str>) -> Option<Earlier> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
    let dated = date.is_none_or(|date| manifest["date"].as_str() == Some(date));
    if manifest["fingerprint"].as_str() != Some(fingerprint) || !dated {
        return None;
    }
    let mut names = Vec::new();
    for output in manifest["outputs"].as_array()? {
        let name = output["path"].as_str()?;
        let bytes = fs::read(folder.join(name)).ok()?;
        if output["sha256"].as_str() != Some(super::sha256(&bytes).as_str()) {
            return None;
        }
        names.push(name.to_owned());
    }
    names.push("manifest.json".to_owned());
    Some(Earlier { names, manifest })
}

/// The manifest of a folder as it stands there, if it is one that could be ours.
pub fn manifest(folder: &Path) -> Option<Value> {
    serde_json::from_slice(&output_within(folder, MANIFEST, MOST_TEXT).ok()?).ok()
}

/// Whether a build may have written a file or folder of this name into a case's output folder.
pub fn is_ours(name: &str) -> bool {
    matches!(name, "letter.txt" | "letter.pdf" | "form.txt" | "exhibits" | "manifest.json")
        || (name.starts_with("bundle") && name.ends_with(".pdf"))
}

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// Whether a folder looks like a case's outputs.
pub fn is_built(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).symlink_metadata().is_ok();
    has(MANIFEST) || (has("letter.txt") && names(folder).iter().any(|name| name.starts_with("bundle") && is_ours(name)))
}

/// Folders below one that hold a case's outputs, the folder itself included, as paths from it.
pub fn folders(folder: &Path) -> Vec<String> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let seen = walk.filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || (!name.starts_with('.') && name != "exhibits")
    });
    let folders = seen.flatten().filter(|entry| entry.file_type().is_dir() && is_built(entry.path()));
    folders.map(|entry| super::relative(folder, entry.path())).collect()
}

/// Every file below a folder, sorted, as paths from it; what is hidden is not seen.
pub fn all(folder: &Path) -> Vec<String> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let seen = walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'));
    let files = seen.flatten().filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| super::relative(folder, entry.path())).collect()
}

/// The numbers of the submissions that are kept in a folder.
pub fn submissions(folder: &Path) -> Vec<u64> {
    let mut numbers: Vec<u64> = names(folder).iter().filter_map(|name| name.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What stands in a case's output folder under names that a build writes, as paths from it.
pub fn listed(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for name in names(folder).into_iter().filter(|name| is_ours(name)) {
        if name == "exhibits" {
            found.extend(names(&folder.join(&name)).into_iter().map(|inner| format!("exhibits/{inner}")));
        } else {
            found.push(name);
        }
    }
    found
}

/// The workspace of a file or folder, and its own path, both canonical.
///
/// # Errors
/// There is no such file or folder.
pub fn root_of(path: &Path) -> std::io::Result<(PathBuf, PathBuf)> {
    let full = fs::canonicalize(path)?;
    Ok((super::root_of(&full), full))
}

/// Whether there is something under a path, be it a link that leads nowhere.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Why a file that a manifest names cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputProblem {
    /// It is not there.
    Missing,
    /// Its path leads out of the folder, or over a link.
    Leads,
    /// The system said no.
    Io(String),
}

/// A file that a manifest names, which may be a stranger's: inside the folder, and no link.
///
/// # Errors
/// See [`OutputProblem`].
pub fn output(folder: &Path, path: &str) -> Result<Vec<u8>, OutputProblem> {
    output_within(folder, path, MOST)
}

/// As [`output`], of a file that has at most `most` bytes.
///
/// # Errors
/// See [`OutputProblem`].
pub fn output_within(folder: &Path, path: &str, most: u64) -> Result<Vec<u8>, OutputProblem> {
    let mut at = folder.to_path_buf();
    for part in path.split('/') {
        if matches!(part, "" | "." | "..") || part.contains(['\\', ':', '\0']) {
            return Err(OutputProblem::Leads);
        }
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(meta) if meta.is_symlink() => return Err(OutputProblem::Leads),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(OutputProblem::Missing),
            Err(error) => return Err(OutputProblem::Io(error.to_string())),
        }
    }
    bounded(&at, most).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidInput => OutputProblem::Missing,
        _ => OutputProblem::Io(error.to_string()),
    })
}

/// Largest output that is read back, in bytes.
const MOST: u64 = 2 << 30;
/// Largest manifest, letter or form that is shown.
pub const MOST_TEXT: u64 = 16 << 20;

/// Whether a folder lies in the workspace, links followed.
pub fn lies_inside(root: &Path, folder: &Path) -> bool {
    fs::canonicalize(folder).is_ok_and(|full| full.starts_with(root))
}

/// Size and time of the last change of a file: what shows that it is another one now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(u64, Option<std::time::SystemTime>);

/// The stamp of a file; none where there is no file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp(meta.len(), meta.modified().ok()))
}

/// The folders at the root of a workspace in which a change may matter: none that are hidden, and none
/// that say of themselves that they are caches.
pub fn watched(root: &Path) -> Vec<PathBuf> {
    let folders = names(root).into_iter().filter(|name| !name.starts_with('.')).map(|name| root.join(name));
    folders.filter(|path| is_folder(path) && !path.join("CACHEDIR.TAG").exists()).collect()
}

/// Whether something is a folder, and no link to one.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// An output that the user names, up to a size that no bundle has.
///
/// # Errors
/// It is no file, too large, or what the system says.
pub fn file(path: &Path) -> std::io::Result<Vec<u8>> {
    bounded(path, MOST)
}

fn bounded(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a file"));
    }
    if meta.len() > most {
        let detail = format!("more than {} MB", most >> 20);
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, detail));
    }
    fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_a_manifest_leads_out() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        fs::write(dir.path().join("secret"), "s")?;
        let folder = dir.path().join("out");
        fs::create_dir_all(folder.join("exhibits"))?;
        fs::write(folder.join("exhibits/a"), "a")?;
        assert_eq!(output(&folder, "exhibits/a"), Ok(b"a".to_vec()));
        assert_eq!(output(&folder, "exhibits/b"), Err(OutputProblem::Missing));
        assert_eq!(output(&folder, "exhibits"), Err(OutputProblem::Missing));
        for path in ["../secret", "/etc/passwd", "", "exhibits/../../secret", "C:\\x", "exhibits//a", "a\0"] {
            assert_eq!(output(&folder, path), Err(OutputProblem::Leads), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(dir.path().join("secret"), folder.join("letter.txt"))?;
            assert_eq!(output(&folder, "letter.txt"), Err(OutputProblem::Leads));
        }
        Ok(())
    }
}
