//! Removes outputs that nobody wants any more: the files that a manifest owns or a build is known to have written,
//! and nothing else.

use std::fs;
use std::io;
use std::path::Path;

use super::outputs::{Place, STAGING};
use crate::read::built;
use crate::read::stat::is_folder;

/// Removes the outputs of a case that its manifest owns, the manifest last, and the folders that are empty
/// then. `known` names files that are known to be a build's without a manifest that says so. Gives the paths from the folder.
///
/// # Errors
/// What the system says.
pub fn outputs(place: &Place, known: &[String]) -> io::Result<Vec<String>> {
    let folder = place.folder();
    if !is_own(&place.base, &folder) {
        return Ok(Vec::new());
    }
    let owned = built::owned(&folder);
    let known = known.iter().filter(|path| !owned.contains(path)).map(String::as_str);
    let owned: Vec<String> = built::outputs(&folder, known).into_iter().chain(owned.iter().cloned()).collect();
    owned.iter().try_for_each(|path| fs::remove_file(folder.join(path)))?;
    let _ = fs::remove_dir(folder.join("exhibits"));
    let mut here = folder.as_path();
    while here.starts_with(&place.out) && fs::remove_dir(here).is_ok() {
        let Some(above) = here.parent() else { break };
        here = above;
    }
    Ok(owned)
}

/// Whether a folder lies below another, with folders alone on the way: a link leads to what is somebody else's.
fn is_own(base: &Path, folder: &Path) -> bool {
    let Ok(rest) = folder.strip_prefix(base) else { return false };
    let mut here = base.to_path_buf();
    rest.components().all(|part| {
        here.push(part);
        is_folder(&here)
    })
}

/// Removes files of these names from a folder of outputs below `base`; no link is followed. Gives those that were
/// there.
///
/// # Errors
/// What the system says.
pub fn manifests(base: &Path, out: &Path, names: &[String]) -> io::Result<Vec<String>> {
    let mut removed = Vec::new();
    if is_own(base, out) {
        for name in names {
            fs::remove_file(out.join(name))?;
            removed.push(name.clone());
        }
    }
    Ok(removed)
}

/// Removes what killed builds left below a folder of outputs, and that folder if it is empty then.
///
/// # Errors
/// What the system says.
pub fn leftovers(out: &Path) -> io::Result<()> {
    if is_folder(&out.join(STAGING)) {
        super::outputs::recover(out)?;
    }
    let _ = fs::remove_dir(out);
    Ok(())
}

/// Removes what runs keep in a folder of their own: smaller pictures, redacted files, the record of the
/// last build. Gives the number of files.
///
/// # Errors
/// What the system says.
pub fn cache(own: &Path) -> io::Result<usize> {
    let mut count = 0;
    let kept = own.join("cache");
    if is_folder(own) && is_folder(&kept) {
        for entry in fs::read_dir(&kept)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && is_kept(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
                count += 1;
            }
        }
        let _ = fs::remove_dir(&kept);
    }
    if is_folder(own) {
        for entry in fs::read_dir(own)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_file() && (name == "state" || name.starts_with(".new-")) {
                fs::remove_file(entry.path())?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Whether a run gives such names to what it keeps: they begin with a hash, or with a word before one.
fn is_kept(name: &str) -> bool {
    let rest = name.strip_prefix("redacted-").unwrap_or(name);
    let hash = rest.bytes().take_while(|byte| byte.is_ascii_hexdigit()).count();
    hash == 64 || name.starts_with(".new-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_manifest_owns_goes() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let out = dir.path().join("build");
        let folder = out.join("cases/a");
        fs::create_dir_all(folder.join("exhibits"))?;
        fs::write(dir.path().join("secret.txt"), "s")?;
        for name in ["letter.txt", "notes.txt", "exhibits/a.jpg", "exhibits/mine.jpg", "exhibits/x.txt"] {
            fs::write(folder.join(name), "1")?;
        }
        let named =
            ["letter.txt", "notes.txt", "../../../secret.txt", "/etc/hostname", "exhibits/a.jpg", "exhibits/.."];
        let entries: Vec<_> = named.iter().map(|path| serde_json::json!({"path": path})).collect();
        fs::write(folder.join("manifest.json"), serde_json::json!({"outputs": entries}).to_string())?;
        let place =
            Place { base: dir.path().to_path_buf(), out: out.clone(), case: "cases/a".into(), run: String::new() };
        assert_eq!(outputs(&place, &[])?, ["letter.txt", "exhibits/a.jpg", "manifest.json"]);
        for stays in ["notes.txt", "exhibits/mine.jpg", "exhibits/x.txt", "../../../secret.txt"] {
            assert!(folder.join(stays).exists(), "{stays}");
        }
        assert_eq!(outputs(&place, &[])?, Vec::<String>::new());
        // What a build is known to have written needs no manifest; it is no less strict with names.
        let known = ["notes.txt", "../../../secret.txt", "exhibits/x.txt", "letter.txt"].map(str::to_owned);
        assert_eq!(outputs(&place, &known)?, ["exhibits/x.txt"]);
        assert!(folder.join("notes.txt").exists() && dir.path().join("secret.txt").exists());
        #[cfg(unix)]
        {
            // Neither through a link to a folder, nor the link itself.
            let elsewhere = dir.path().join("elsewhere");
            fs::create_dir_all(&elsewhere)?;
            fs::write(elsewhere.join("letter.txt"), "1")?;
            fs::write(elsewhere.join("manifest.json"), r#"{"outputs": [{"path": "letter.txt"}]}"#)?;
            std::os::unix::fs::symlink(&elsewhere, out.join("cases/link"))?;
            assert_eq!(outputs(&Place { case: "cases/link".into(), ..place }, &known)?, Vec::<String>::new());
            assert!(elsewhere.join("letter.txt").exists());
        }
        Ok(())
    }

    #[test]
    fn the_cache_goes_and_strangers_stay() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let own = dir.path().join(".appealc");
        fs::create_dir_all(own.join("cache"))?;
        let hash = "0".repeat(64);
        for name in ["state", "lock", "mine", &format!("cache/{hash}-photo-0"), &format!("cache/redacted-{hash}.json")]
        {
            fs::write(own.join(name), "")?;
        }
        fs::write(own.join("cache/diary.txt"), "")?;
        assert_eq!(cache(&own)?, 3);
        assert!(own.join("mine").exists() && own.join("cache/diary.txt").exists() && !own.join("state").exists());
        assert_eq!(cache(&dir.path().join("none"))?, 0);
        Ok(())
    }
}
