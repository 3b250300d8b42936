//! Outputs of several machines in one folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the manifest of a part or of all parts: whole or not at all, in the place of an older one.
///
/// # Errors
/// What the system says.
pub fn record(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".appealc-part-").tempfile_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Other users take it from machine to machine; a temporary file is its owner's alone.
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// A folder that takes the place of one that is not there yet, once everything is in it.
#[derive(Debug)]
pub struct NewFolder {
    made: tempfile::TempDir,
    place: PathBuf,
}

impl NewFolder {
    /// Begins the folder, if there is nothing at its place.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(place: &Path) -> io::Result<Option<Self>> {
        if fs::symlink_metadata(place).is_ok() {
            return Ok(None);
        }
        let above = place.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(above)?;
        let made = tempfile::Builder::new().prefix(".appealc-merge-").tempdir_in(above)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(made.path(), fs::Permissions::from_mode(0o755))?;
        }
        Ok(Some(Self { made, place: place.to_path_buf() }))
    }

    /// Where files go until then.
    pub fn path(&self) -> &Path {
        self.made.path()
    }

    /// Puts it into its place.
    ///
    /// # Errors
    /// What the system says; then it is gone.
    pub fn finish(self) -> io::Result<()> {
        fs::rename(self.made.path(), &self.place)?;
        // There is nothing left to remove.
        let _ = self.made.keep();
        Ok(())
    }
}
