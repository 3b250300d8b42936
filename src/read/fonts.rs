//! Font files: those that the workspace names, and the system's.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::stat::{Hash, Stat};

/// Most font files that are looked at.
const MAX_FILES: usize = 2000;
/// Largest font file that is read, in bytes; the largest Noto CJK collection has 120 MB.
const MAX_BYTES: u64 = 160 << 20;

/// The font files under the folders (or the files) that `[fonts] paths` names, sorted by path.
/// Paths that lead out of the workspace are skipped.
pub fn configured(root: &Path, paths: &[String]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        let Ok(full) = fs::canonicalize(root.join(path.trim_start_matches('/'))) else { continue };
        if full.starts_with(root) {
            found.extend(below(&full));
        }
    }
    found
}

/// The system's font files, sorted by path.
pub fn system() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if cfg!(target_os = "windows") {
        let windows = std::env::var_os("WINDIR").map_or_else(|| PathBuf::from("C:\\Windows"), PathBuf::from);
        folders.push(windows.join("Fonts"));
    } else if cfg!(target_os = "macos") {
        folders.extend(["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from));
    } else {
        folders.extend(["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from));
    }
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        folders.extend([home.join(".local/share/fonts"), home.join(".fonts"), home.join("Library/Fonts")]);
    }
    folders.iter().flat_map(|folder| below(folder)).collect()
}

/// The content of a font file.
pub fn bytes(path: &Path) -> Option<Vec<u8>> {
    let meta = fs::metadata(path).ok()?;
    if meta.is_file() && meta.len() <= MAX_BYTES { fs::read(path).ok() } else { None }
}

/// What tells without reading them that there are the same font files: paths, sizes and times.
pub fn mark(root: &Path, paths: &[String]) -> Hash {
    let mut text = String::new();
    for path in configured(root, paths).into_iter().chain(system()) {
        let found = fs::metadata(&path).map(|meta| Stat::of(&meta));
        text.push_str(&format!("{}\0{found:?}\n", super::relative(root, &path)));
    }
    Hash::new(text.as_bytes())
}

fn below(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .max_depth(6)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            path.extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.to_lowercase().as_str()))
        })
        .take(MAX_FILES)
        .collect()
}
