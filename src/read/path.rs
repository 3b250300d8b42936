//! What a seller's path leads to. Whether it leaves the workspace is judged before whether it
//! exists, so that no message tells what lies outside.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::tidy;

/// Why a path cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathProblem {
    /// Nothing there; perhaps a name nearby was meant.
    Missing {
        /// The nearest name, as a path to write.
        nearest: Option<String>,
        /// Whether that name differs in case only.
        case: bool,
        /// Whether that name must have been meant: it is the only one, and differs only in case,
        /// blanks, or such.
        sure: bool,
        /// Whether the path began with `/`, which means the workspace root.
        absolute: bool,
    },
    /// There, but no file: `folder`, `fifo`, `socket`, `device`.
    NotAFile(&'static str),
    /// `..` leads out of the workspace.
    DotDot,
    /// A drive letter.
    Drive,
    /// A UNC name.
    Unc,
    /// Backslashes.
    Backslash,
    /// A link leads out of the workspace.
    Link,
    /// The system said no.
    Io(String),
}

/// Folders that were seen to be folders and no links: asked about once.
#[derive(Debug, Default)]
pub struct Folders(FxHashSet<OsString>);

/// The file that `path` means, seen from the directory `base` (itself from the root).
///
/// # Errors
/// See [`PathProblem`].
pub fn resolve(root: &Path, base: &str, path: &str) -> Result<PathBuf, PathProblem> {
    find(root, base, path, &mut Folders::default()).map(|(found, _)| found)
}

/// As [`resolve`], with the size of the file.
///
/// # Errors
/// See [`PathProblem`].
pub fn find(root: &Path, base: &str, path: &str, known: &mut Folders) -> Result<(PathBuf, u64), PathProblem> {
    let parts = inside(base, path)?;
    let absolute = path.starts_with('/');
    let mut at = root.to_path_buf();
    let mut meta = None;
    for (depth, part) in parts.iter().enumerate() {
        let next = at.join(part);
        let last = depth + 1 == parts.len();
        if !last && known.0.contains(next.as_os_str()) {
            at = next;
            continue;
        }
        match fs::symlink_metadata(&next) {
            Ok(meta) if meta.is_symlink() => {
                at = follow(root, &next)?;
            }
            Ok(here) => {
                if here.is_dir() {
                    known.0.insert(next.clone().into_os_string());
                }
                meta = last.then_some(here);
                at = next;
            }
            Err(_) => {
                if let Some(near) = overlooked(root, base, path) {
                    let case = near.to_lowercase() == path.to_lowercase();
                    return Err(PathProblem::Missing { nearest: Some(near), case, sure: true, absolute });
                }
                let near = if last { near_name(&at, part) } else { None };
                let case = near.as_ref().is_some_and(|near| near.to_lowercase() == part.to_lowercase());
                let nearest = near.map(|near| match path.rfind('/') {
                    Some(slash) => format!("{}{near}", &path[..=slash]),
                    None => near,
                });
                return Err(PathProblem::Missing { nearest, case, sure: false, absolute });
            }
        }
    }
    let meta = match meta {
        Some(meta) => meta,
        None => fs::metadata(&at).map_err(|error| PathProblem::Io(error.to_string()))?,
    };
    if meta.is_file() { Ok((at, meta.len())) } else { Err(PathProblem::NotAFile(what_is(&meta))) }
}

/// Where a path leads that passes no link, from the root; none where it leads out.
pub fn plainly(base: &str, path: &str) -> Option<String> {
    inside(base, path).ok().map(|parts| parts.join("/"))
}

/// The parts of a path from the root, `..` resolved by name.
fn inside<'p>(base: &'p str, path: &'p str) -> Result<Vec<&'p str>, PathProblem> {
    if path.starts_with("//") || path.starts_with("\\\\") {
        return Err(PathProblem::Unc);
    }
    let mut chars = path.chars();
    if chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':') {
        return Err(PathProblem::Drive);
    }
    if path.contains(['\\', '\u{8}', '\t', '\n', '\u{c}', '\r']) {
        return Err(PathProblem::Backslash);
    }
    if path.contains('\0') || path.trim().is_empty() {
        return Err(PathProblem::Missing { nearest: None, case: false, sure: false, absolute: false });
    }
    let mut parts: Vec<&str> = Vec::new();
    let from = if path.starts_with('/') { "" } else { base };
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(PathProblem::DotDot)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts)
}

/// What a link leads to, if that is inside the root.
fn follow(root: &Path, link: &Path) -> Result<PathBuf, PathProblem> {
    match fs::canonicalize(link) {
        Ok(full) if full.starts_with(root) => Ok(full),
        Ok(_) => Err(PathProblem::Link),
        Err(_) => {
            let target = fs::read_link(link).map_err(|error| PathProblem::Io(error.to_string()))?;
            let mut at = link.parent().unwrap_or(root).to_path_buf();
            for part in target.components() {
                match part {
                    Component::ParentDir => {
                        at.pop();
                    }
                    Component::CurDir => {}
                    other => at.push(other),
                }
            }
            if at.starts_with(root) {
                Err(PathProblem::Missing { nearest: None, case: false, sure: false, absolute: false })
            } else {
                Err(PathProblem::Link)
            }
        }
    }
}

/// The path of a file that differs only in what a copyist overlooks, in every part, if there is
/// just one such file; as a path to write.
fn overlooked(root: &Path, base: &str, path: &str) -> Option<String> {
    let start = path.trim().starts_with('/');
    let mut at = if start { root.to_path_buf() } else { root.join(base) };
    let mut written: Vec<String> = Vec::new();
    let parts: Vec<&str> = path.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        // Blanks around the whole path belong to no name.
        let part = if index == 0 { part.trim_start() } else { part };
        let part = if index + 1 == parts.len() { part.trim_end() } else { part };
        if matches!(part, "" | "." | "..") {
            if part == ".." {
                at.pop();
            }
            written.push(part.to_owned());
            continue;
        }
        let name = if at.join(part).symlink_metadata().is_ok() { part.to_owned() } else { same_name(&at, part)? };
        at = at.join(&name);
        written.push(name);
    }
    at.is_file().then(|| written.join("/"))
}

/// The one name in a folder that differs from `name` only in what a copyist overlooks.
fn same_name(dir: &Path, name: &str) -> Option<String> {
    let entries = fs::read_dir(dir).ok()?.take(5000).flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut same = names.filter(|near| tidy::same_name(near, name));
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

fn near_name(dir: &Path, name: &str) -> Option<String> {
    let names: Vec<String> = fs::read_dir(dir)
        .ok()?
        .take(5000)
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    let lower = name.to_lowercase();
    if let Some(same) = names.iter().filter(|n| n.to_lowercase() == lower).min() {
        return Some(same.clone());
    }
    names
        .into_iter()
        .map(|near| (strsim::damerau_levenshtein(&lower, &near.to_lowercase()), near))
        .filter(|(distance, near)| *distance <= (near.chars().count() / 3).max(1))
        .min()
        .map(|(_, near)| near)
}

#[cfg(unix)]
fn what_is(meta: &fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = meta.file_type();
    match () {
        () if kind.is_dir() => "folder",
        () if kind.is_fifo() => "fifo",
        () if kind.is_socket() => "socket",
        () => "device",
    }
}

#[cfg(not(unix))]
fn what_is(meta: &fs::Metadata) -> &'static str {
    if meta.is_dir() { "folder" } else { "device" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_is_judged_by_name() {
        assert_eq!(inside("cases/a", "../../etc"), Ok(vec!["etc"]));
        assert_eq!(inside("cases/a", "../../../etc/passwd"), Err(PathProblem::DotDot));
        assert_eq!(inside("cases/a", "/etc/passwd"), Ok(vec!["etc", "passwd"]));
        assert_eq!(inside("cases/a", "C:/x"), Err(PathProblem::Drive));
        assert_eq!(inside("cases/a", "\\\\host\\x"), Err(PathProblem::Unc));
        assert_eq!(inside("", "a/../../b"), Err(PathProblem::DotDot));
    }
}
