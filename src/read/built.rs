//! Outputs of an earlier build.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use super::stat::Hash;

/// Largest manifest that is read.
const MOST_OF_MANIFEST: u64 = 64 << 20;

/// The manifest in a case's output folder, if there is one that can be read. A stranger may have written
/// it.
pub fn manifest(folder: &Path) -> Option<Value> {
    let path = folder.join(MANIFEST);
    let meta = fs::symlink_metadata(&path).ok()?;
    if !meta.is_file() || meta.len() > MOST_OF_MANIFEST {
        return None;
    }
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// An output that is not as its manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its path from the output folder.
    pub path: String,
    /// Its hash, as the manifest says and as it is; none where it is not there.
    pub hashes: Option<(String, String)>,
}

/// The outputs that a manifest names with their hashes, the manifest last, if every file still is as it
/// says.
///
/// # Errors
/// The first that is not.
pub fn still_right(folder: &Path, manifest: &Value) -> Result<Vec<(String, Hash)>, Wrong> {
    let unknown = || Wrong { path: MANIFEST.to_owned(), hashes: None };
    let mut found = Vec::new();
    for entry in manifest["outputs"].as_array().ok_or_else(unknown)? {
        let (Some(path), Some(wanted)) = (entry["path"].as_str(), entry["sha256"].as_str()) else {
            return Err(unknown());
        };
        let bytes = output(folder, path).map_err(|_| Wrong { path: path.to_owned(), hashes: None })?;
        let hash = Hash::new(&bytes);
        if Hash::parse(wanted) != Some(hash) {
            return Err(Wrong { path: path.to_owned(), hashes: Some((wanted.to_owned(), hash.to_string())) });
        }
        found.push((path.to_owned(), hash));
    }
    let bytes = output(folder, MANIFEST).map_err(|_| unknown())?;
    found.push((MANIFEST.to_owned(), Hash::new(&bytes)));
    Ok(found)
}

/// The files in a case's output folder that its manifest owns, as paths from it: those that it names, that
/// bear a name which a build gives, and that are no link and pass none. The manifest itself is the last.
pub fn owned(folder: &Path) -> Vec<String> {
    let Some(manifest) = manifest(folder) else { return Vec::new() };
    let named = manifest["outputs"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
    outputs(folder, named.filter_map(|entry| entry["path"].as_str()).chain([MANIFEST]))
}

/// Those of these paths in a case's output folder that bear a name which a build gives, and at which a file stands
/// that is no link, without passing one.
pub fn outputs<'p>(folder: &Path, paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for path in paths.filter(|path| is_output(path)) {
        let plain = path.rsplit_once('/').is_none_or(|(inner, _)| super::stat::is_folder(&folder.join(inner)));
        if plain && super::stat::stat(&folder.join(path)).is_some() && !found.iter().any(|known| known == path) {
            found.push(path.to_owned());
        }
    }
    found
}

/// Whether a build could have written a file of this path into a case's output folder.
pub fn is_output(path: &str) -> bool {
    match path.split_once('/') {
        None => is_ours(path) && path != "exhibits",
        Some(("exhibits", name)) => !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0']),
        Some(_) => false,
    }
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
