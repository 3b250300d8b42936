//! The manifests of partitioned builds, as strangers could have written them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Largest manifest that is read: 10,000 cases have about 20 MB.
const MOST: u64 = 512 << 20;

/// The name of the manifest of a part.
pub fn name(part: usize, of: usize) -> String {
    format!("part-{part}-of-{of}.json")
}

/// The name of the manifest of all parts together.
pub const MERGED: &str = "merged.json";

/// A manifest of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The folder, canonical.
    pub folder: PathBuf,
    /// The name in it.
    pub name: String,
}

/// The manifests of parts in a folder; where there is none, those in the folders right below it, as they
/// lie when each machine's files were put into a folder of their own. Sorted.
///
/// # Errors
/// There is no such folder, or what the system says.
pub fn find(folder: &Path) -> io::Result<Vec<Place>> {
    let folder = fs::canonicalize(folder)?;
    let mut found = inside(&folder)?;
    if found.is_empty() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() && !hidden {
                found.extend(inside(&entry.path())?);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn inside(folder: &Path) -> io::Result<Vec<Place>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if is_part(&name) {
            found.push(Place { folder: folder.to_path_buf(), name });
        }
    }
    Ok(found)
}

/// The manifests of parts in this folder alone, and that of all parts together.
pub fn here(folder: &Path) -> Vec<Place> {
    let mut found = inside(folder).unwrap_or_default();
    let merged = Place { folder: folder.to_path_buf(), name: MERGED.to_owned() };
    if fs::symlink_metadata(folder.join(MERGED)).is_ok() {
        found.push(merged);
    }
    found.sort();
    found
}

fn is_part(name: &str) -> bool {
    let middle = name.strip_prefix("part-").and_then(|rest| rest.strip_suffix(".json"));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    middle.and_then(|middle| middle.split_once("-of-")).is_some_and(|(part, of)| number(part) && number(of))
}

/// The text of a manifest; no link is followed.
///
/// # Errors
/// It is no file, too large, or what the system says.
pub fn bytes(place: &Place) -> io::Result<Vec<u8>> {
    let path = place.folder.join(&place.name);
    let meta = fs::symlink_metadata(&path)?;
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    if meta.len() > MOST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    fs::read(path)
}

/// The full path of a folder, if there is one.
pub fn existing(folder: &Path) -> Option<PathBuf> {
    fs::canonicalize(folder).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_known_by_name() -> io::Result<()> {
        for good in ["part-1-of-3.json", &name(12, 100)] {
            assert!(is_part(good), "{good}");
        }
        for bad in ["part-1-of-3.txt", "part--of-3.json", "part-1-of-.json", "part-a-of-3.json", "xpart-1-of-3.json"] {
            assert!(!is_part(bad), "{bad}");
        }
        let dir = tempfile::tempdir()?;
        for sub in ["b", "a", ".c"] {
            fs::create_dir(dir.path().join(sub))?;
            fs::write(dir.path().join(sub).join(name(1, 2)), "{}")?;
        }
        let found = find(dir.path())?;
        assert_eq!(found.iter().filter_map(|place| place.folder.file_name()).collect::<Vec<_>>(), ["a", "b"]);
        fs::write(dir.path().join(name(2, 2)), "{}")?;
        assert_eq!(find(dir.path())?.len(), 1);
        assert!(find(&dir.path().join("none")).is_err());
        Ok(())
    }
}
