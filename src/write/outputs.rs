//! The outputs of cases. They are written to a folder of their own beside their place, made durable, and
//! put into their place in one step; what else stands there is carried over.
//!
//! What holds: `stage` writes files where nobody looks for them. `sync` returns when the disk has them.
//! `commit` then swaps folders by a single rename, so that whoever looks (or a power cut) finds the old
//! outputs or the new ones, never some of each; the old ones go after that. A run that is killed leaves
//! folders below `STAGING`, which `recover` removes on the next one, and gives back what was not ours.
//! Only a case at the root of a workspace, whose folder is everybody's, is replaced file by file, the
//! manifest first gone and last come.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::read::built::{self, MANIFEST};
use crate::read::stat::is_folder;

/// Where folders are written before they are swapped in, inside the output folder.
pub const STAGING: &str = ".appealc-new";

/// A file to write: path below the case's output folder, and content.
pub struct Output<'a> {
    /// Path with `/`.
    pub path: String,
    /// Content, in pieces that follow each other.
    pub pieces: Vec<&'a [u8]>,
}

impl Output<'_> {
    /// How many bytes.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }
}

/// Where the outputs of a case stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// A folder that is what it is: the workspace's root, or what the user named. Below it no link is
    /// followed.
    pub base: PathBuf,
    /// The folder of all outputs.
    pub out: PathBuf,
    /// The case, from the root.
    pub case: String,
    /// What tells this run from others: a worker of one that was killed may still write.
    pub run: String,
}

/// Why outputs could not be written.
#[derive(Debug)]
pub enum Refused {
    /// A link stands in the way.
    Link(PathBuf),
    /// Something stands where a folder must be.
    NotAFolder(PathBuf),
    /// Something stands where a file must be.
    NotAFile(PathBuf),
    /// What the system said.
    Io(PathBuf, io::Error),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Refused + '_ {
    move |error| Refused::Io(path.to_path_buf(), error)
}

/// The output folder of a case.
pub fn folder(out: &Path, case: &str) -> PathBuf {
    if case.is_empty() { out.to_path_buf() } else { out.join(case) }
}

impl Place {
    /// The case's own folder.
    pub fn folder(&self) -> PathBuf {
        folder(&self.out, &self.case)
    }

    /// Where its outputs wait.
    pub fn staging(&self) -> PathBuf {
        self.out.join(STAGING).join(format!("{}-{}", staged_as(&self.case), self.run))
    }

    /// Says what stands in the way of the folder.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn is_free(&self) -> Result<(), Refused> {
        let target = self.folder();
        let Ok(rest) = target.strip_prefix(&self.base) else { return Ok(()) };
        let mut here = self.base.clone();
        for part in rest.components() {
            here.push(part);
            match fs::symlink_metadata(&here) {
                Ok(meta) if meta.is_symlink() => return Err(Refused::Link(here)),
                Ok(meta) if !meta.is_dir() => return Err(Refused::NotAFolder(here)),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(Refused::Io(here, error)),
            }
        }
        Ok(())
    }
}

/// What the name of a case's folder begins with while it waits.
fn staged_as(case: &str) -> String {
    let mut name = crate::read::sha256(case.as_bytes());
    name.truncate(16);
    name
}

/// Writes a case's outputs beside their place.
///
/// # Errors
/// See [`Refused`]; nothing is left of them then.
pub fn stage(place: &Place, files: &[Output<'_>]) -> Result<(), Refused> {
    place.is_free()?;
    let staging = place.staging();
    let target = place.folder();
    let done = remove_all(&staging).map_err(at(&target)).and_then(|()| {
        make(&staging).map_err(at(&target))?;
        files.iter().try_for_each(|file| {
            let path = staging.join(&file.path);
            // It is told by the place that it would have.
            let told = place.folder().join(&file.path);
            if let Some(parent) = path.parent().filter(|parent| *parent != staging) {
                fs::create_dir_all(parent).map_err(at(&told))?;
            }
            let mut written = fs::File::create(&path).map_err(at(&told))?;
            let mut pieces = file.pieces.iter();
            pieces.try_for_each(|piece| io::Write::write_all(&mut written, piece)).map_err(at(&told))
        })
    });
    if done.is_err() {
        discard(place);
    }
    done
}

/// Removes what was staged.
pub fn discard(place: &Place) {
    let _ = remove_all(&place.staging());
    let _ = fs::remove_dir(place.out.join(STAGING));
}

/// Makes a staging folder; another case may remove the empty one around it at that moment.
fn make(staging: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        match fs::create_dir_all(staging) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && tries < 100 => tries += 1,
            done => return done,
        }
    }
}

/// So many cases are made durable file by file; of more, the whole file system is.
const FEW: usize = 3;

/// Returns when what was staged is on the disk. A file system that others write to as well takes long to
/// be made durable as a whole; many files one by one take longer.
///
/// # Errors
/// What the system says: the disk may have failed, or be full.
pub fn sync(places: &[&Place]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if places.len() > FEW {
        let outs: BTreeSet<&PathBuf> = places.iter().map(|place| &place.out).collect();
        return outs.into_iter().try_for_each(|out| {
            rustix::fs::syncfs(fs::File::open(out)?)?;
            Ok(())
        });
    }
    let _ = FEW;
    places.iter().try_for_each(|place| sync_all(&place.staging()))
}

fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all(&entry.path())?;
        } else {
            fs::File::open(entry.path())?.sync_all()?;
        }
    }
    // The names in it; where folders cannot be opened, they need not be.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// Puts what was staged into its place. `known` names files that an earlier build wrote there, beside
/// those that the manifest there owns.
///
/// # Errors
/// See [`Refused`]; the previous outputs are then untouched.
pub fn commit(place: &Place, known: &[String]) -> Result<(), Refused> {
    let done = swap(place, known);
    if done.is_err() {
        discard(place);
    }
    // Other cases may still wait there.
    let _ = fs::remove_dir(place.out.join(STAGING));
    done
}

fn swap(place: &Place, known: &[String]) -> Result<(), Refused> {
    place.is_free()?;
    let (staging, target) = (place.staging(), place.folder());
    let new: BTreeSet<String> = names(&staging).map_err(at(&staging))?.into_iter().collect();
    if target == place.out {
        return replace_entries(&staging, &target, &new, known).map_err(at(&target));
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    if fs::symlink_metadata(&target).is_err() {
        return fs::rename(&staging, &target).map_err(at(&target));
    }
    let mut owned = new;
    owned.extend(built::owned(&target));
    owned.extend(known.iter().filter(|path| built::is_output(path)).cloned());
    let foreign = foreign(&target, &owned)?;
    let note = staging.with_extension("case");
    if !foreign.is_empty() {
        // Whoever finds this after a crash knows whose the rest is.
        fs::write(&note, &place.case).map_err(at(&note))?;
    }
    exchange(&staging, &target, &place.case).map_err(at(&target))?;
    // The old outputs stand at `staging` now; what was carried over goes back to its place.
    give_back(&staging, &target, &foreign).map_err(at(&target))?;
    let _ = remove_owned(&staging, &owned);
    let _ = fs::remove_file(note);
    Ok(())
}

/// The files of a folder and of those in it, as paths from it.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            let inner = names(&entry.path())?;
            found.extend(inner.into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            found.push(name);
        }
    }
    Ok(found)
}

/// What stands in a case's output folder and is not the program's, as paths from it: files, folders, and
/// what lies in `exhibits`.
fn foreign(target: &Path, owned: &BTreeSet<String>) -> Result<Vec<String>, Refused> {
    let mut found = Vec::new();
    let entries = fs::read_dir(target).map_err(at(target))?;
    for entry in entries {
        let entry = entry.map_err(at(target))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_dir = entry.file_type().map_err(at(target))?.is_dir();
        if name == "exhibits" && is_dir {
            for inner in fs::read_dir(entry.path()).map_err(at(&entry.path()))? {
                let inner = inner.map_err(at(target))?;
                let path = format!("exhibits/{}", inner.file_name().to_string_lossy());
                let is_dir = inner.file_type().map_err(at(target))?.is_dir();
                match (owned.contains(&path), is_dir) {
                    (true, true) => return Err(Refused::NotAFile(inner.path())),
                    (true, false) => {}
                    (false, _) => found.push(path),
                }
            }
        } else if name == "exhibits" {
            return Err(Refused::NotAFolder(entry.path()));
        } else {
            match (owned.contains(&name), is_dir) {
                (true, true) => return Err(Refused::NotAFile(entry.path())),
                (true, false) => {}
                (false, _) => found.push(name),
            }
        }
    }
    Ok(found)
}

fn give_back(from: &Path, to: &Path, paths: &[String]) -> io::Result<()> {
    for path in paths {
        let home = to.join(path);
        if let Some(parent) = home.parent() {
            fs::create_dir_all(parent)?;
        }
        if fs::symlink_metadata(&home).is_err() {
            fs::rename(from.join(path), home)?;
        }
    }
    Ok(())
}

/// Removes files of a folder and, if nothing else is there, the folder.
fn remove_owned(folder: &Path, owned: &BTreeSet<String>) -> io::Result<()> {
    for path in owned {
        match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let _ = fs::remove_dir(folder.join("exhibits"));
    fs::remove_dir(folder)
}

/// Removes a folder in which everything is ours.
fn remove_all(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(target_os = "linux")]
fn exchange(staging: &Path, target: &Path, case: &str) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Some file systems cannot.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => two_renames(staging, target, case),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(staging: &Path, target: &Path, case: &str) -> io::Result<()> {
    two_renames(staging, target, case)
}

/// For a moment there are no outputs at all; the note says whose the old ones are.
fn two_renames(staging: &Path, target: &Path, case: &str) -> io::Result<()> {
    let old = staging.with_extension("old");
    fs::write(staging.with_extension("case"), case)?;
    fs::rename(target, &old)?;
    if let Err(error) = fs::rename(staging, target) {
        fs::rename(&old, target)?;
        return Err(error);
    }
    fs::rename(&old, staging)?;
    fs::remove_file(staging.with_extension("case"))
}

fn replace_entries(staging: &Path, target: &Path, new: &BTreeSet<String>, known: &[String]) -> io::Result<()> {
    let mut old = built::owned(target);
    old.extend(known.iter().filter(|path| built::is_output(path)).cloned());
    // Without a manifest nobody takes what is there for outputs.
    old.sort_by_key(|path| path != MANIFEST);
    for path in old.iter().filter(|path| *path == MANIFEST || !new.contains(*path)) {
        match fs::remove_file(target.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let _ = fs::remove_dir(target.join("exhibits"));
    let last = |path: &&String| path.as_str() == MANIFEST;
    for path in new.iter().filter(|path| !last(path)).chain(new.iter().filter(last)) {
        if let Some(parent) = target.join(path).parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(staging.join(path), target.join(path))?;
    }
    remove_all(staging)
}

/// Undoes what killed builds left in a folder of outputs; for whoever holds the lock.
///
/// # Errors
/// What the system says.
pub fn recover(out: &Path) -> io::Result<()> {
    let around = out.join(STAGING);
    if !is_folder(&around) {
        return Ok(());
    }
    let entries = fs::read_dir(&around)?.flatten();
    let names: BTreeSet<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    for note in names.iter().filter(|name| name.ends_with(".case")) {
        recover_one(out, &around.join(note))?;
    }
    for name in names.iter().filter(|name| !name.ends_with(".case")) {
        let path = around.join(name);
        match if is_folder(&path) { remove_all(&path) } else { fs::remove_file(&path) } {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let _ = fs::remove_dir(around);
    Ok(())
}

/// Gives back what a killed swap held, as its note says, and removes the note.
fn recover_one(out: &Path, note: &Path) -> io::Result<()> {
    let case = fs::read_to_string(note).unwrap_or_default();
    let plain = case.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']));
    let name = note.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let run = name.strip_prefix(&staged_as(&case)).and_then(|rest| rest.strip_prefix('-')).unwrap_or_default();
    let place = Place { base: out.to_path_buf(), out: out.to_path_buf(), case, run: run.to_owned() };
    let staging = place.staging();
    if plain && note == staging.with_extension("case") && place.is_free().is_ok() {
        let (target, old) = (place.folder(), staging.with_extension("old"));
        if is_folder(&old) && !target.exists() {
            fs::rename(&old, &target)?;
        }
        for left in [&staging, &old].into_iter().filter(|left| is_folder(left)) {
            let mut owned: BTreeSet<String> = built::owned(left).into_iter().collect();
            owned.extend(built::owned(&target));
            if let Ok(foreign) = foreign(left, &owned) {
                give_back(left, &target, &foreign)?;
            }
        }
    }
    fs::remove_file(note)
}

#[cfg(test)]
mod tests;
