//! The yardstick of builds in which nothing changed: `ninja` on a graph of the same files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::measure::run;
use crate::space::Space;

/// A graph with an edge for each case: its files in, its outputs out.
pub struct Ninja {
    folder: PathBuf,
}

impl Ninja {
    /// Writes the graph, and has `ninja` make (empty) outputs of the same names once; none where it is not
    /// installed.
    pub fn new(space: &Space) -> io::Result<Option<Self>> {
        if Command::new("ninja").arg("--version").output().is_err() {
            return Ok(None);
        }
        let folder = space.root.with_extension("ninja");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let mut text = String::from("rule make\n  command = touch $out\n");
        let settings = escaped(&space.root.join("appealc.toml"));
        let (inputs, outputs) = (space.inputs()?, space.outputs()?);
        for number in 0..space.cases {
            let name = format!("{number:05}");
            let of = |all: &[PathBuf], below: &Path| -> Vec<PathBuf> {
                let start = all.partition_point(|path| path.as_path() < below);
                all.iter().skip(start).take_while(|path| path.starts_with(below)).cloned().collect()
            };
            let sorted = &inputs[1..];
            text.push_str("build");
            let built = space.root.join("build/cases").join(&name);
            for path in of(&outputs, &built) {
                let inner = path.strip_prefix(&space.root).map_err(io::Error::other)?.to_path_buf();
                let made = folder.join(inner);
                made.parent().map(fs::create_dir_all).transpose()?;
                let _ = write!(text, " {}", escaped(&made));
            }
            text.push_str(": make");
            for path in of(sorted, &space.root.join("cases").join(&name)) {
                let _ = write!(text, " {}", escaped(&path));
            }
            let _ = writeln!(text, " {settings}");
        }
        fs::write(folder.join("build.ninja"), text)?;
        let ninja = Self { folder };
        run(&mut ninja.command())?;
        Ok(Some(ninja))
    }

    /// Runs it.
    pub fn command(&self) -> Command {
        let mut command = Command::new("ninja");
        command.arg("-C").arg(&self.folder);
        command
    }
}

fn escaped(path: &Path) -> String {
    path.to_string_lossy().replace('$', "$$").replace(' ', "$ ").replace(':', "$:")
}
