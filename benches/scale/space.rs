//! Workspaces of many cases, or of large ones.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::inputs::{self, Exhibit, exhibit};
use crate::measure::Cost;
use crate::yardstick::Yardstick;

const TODAY: &str = "2026-11-20";

/// What cases are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two small photos, a PDF file of two pages, three texts.
    Light,
    /// Six photos of about 3 MB, a PDF file of ten pages.
    Heavy,
    /// 5,000 pages of PDF files in 500 MB.
    Pages,
}

impl Kind {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Light => "light",
            Kind::Heavy => "photo-heavy",
            Kind::Pages => "long",
        }
    }
}

/// A workspace.
pub struct Space {
    /// Its root.
    pub root: PathBuf,
    /// How many cases it has.
    pub cases: usize,
    kind: Kind,
}

impl Space {
    /// Makes one, unless it is there already.
    pub fn new(root: &Path, cases: usize, kind: Kind) -> io::Result<Self> {
        let space = Self { root: root.to_path_buf(), cases, kind };
        let whole = root.join(format!("whole-{cases}"));
        if whole.exists() {
            return Ok(space);
        }
        let _ = fs::remove_dir_all(root);
        inputs::workspace(root)?;
        let pictures = root.join("pictures");
        fs::create_dir_all(&pictures)?;
        for seed in 0..16 {
            match kind {
                Kind::Light => {
                    inputs::photo(&pictures.join(format!("{seed}.jpg")), 640, 480, seed, 0)?;
                    inputs::pdf(&pictures.join(format!("{seed}.pdf")), 2)?;
                }
                Kind::Heavy => inputs::photo(&pictures.join(format!("{seed}.jpg")), 4000, 3000, seed, 9)?,
                Kind::Pages => {}
            }
        }
        for number in 0..cases {
            let name = Self::name(number);
            let exhibits = space.one(&name, number, &pictures)?;
            inputs::case(root, &name, &exhibits, u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1))?;
        }
        fs::remove_dir_all(pictures)?;
        fs::write(whole, "")?;
        Ok(space)
    }

    fn name(number: usize) -> String {
        format!("{number:05}")
    }

    /// The evidence of a case.
    fn one(&self, name: &str, number: usize, pictures: &Path) -> io::Result<Vec<Exhibit>> {
        let folder = inputs::evidence(&self.root, name)?;
        // What follows the end of a JPEG or PDF file does not count, and makes its bytes its own.
        let mark = |from: usize, ending: &str, to: &str| -> io::Result<()> {
            let mut bytes = fs::read(pictures.join(format!("{}.{ending}", from % 16)))?;
            bytes.extend_from_slice(format!("\n% {number} {to}\n").as_bytes());
            fs::write(folder.join(to), bytes)
        };
        let mut exhibits = Vec::new();
        match self.kind {
            Kind::Light => {
                mark(number, "jpg", "photo.jpg")?;
                mark(number + 5, "jpg", "closeup.jpg")?;
                mark(number, "pdf", "record.pdf")?;
                inputs::csv(&folder.join("table.csv"), 12 + number % 3, number)?;
                fs::write(folder.join("sop.md"), format!("# SOP {number}\n\nMeasure 32 boards of every lot.\n"))?;
                fs::write(folder.join("mail.txt"), format!("Dear supplier,\nbatch {number} was checked.\n"))?;
                exhibits.extend([
                    exhibit("photo", "photo.jpg", "photo"),
                    exhibit("closeup", "closeup.jpg", "photo"),
                    exhibit("record", "record.pdf", "inspection-report"),
                    exhibit("table", "table.csv", "inspection-report"),
                    exhibit("sop", "sop.md", "sop"),
                    exhibit("mail", "mail.txt", "supplier-correspondence"),
                ]);
            }
            Kind::Heavy => {
                for at in 0..6 {
                    let file = format!("photo-{at}.jpg");
                    mark(number * 6 + at, "jpg", &file)?;
                    exhibits.push(exhibit(&format!("photo-{at}"), &file, "photo"));
                }
                inputs::pdf(&folder.join("record.pdf"), 10)?;
                exhibits.push(exhibit("record", "record.pdf", "inspection-report"));
            }
            Kind::Pages => {
                // Ten files of 500 pages, each with 50 MB that no page shows.
                for at in 0..10 {
                    let (file, id) = (format!("record-{at}.pdf"), format!("record-{at}"));
                    inputs::pdf(&folder.join(&file), 500)?;
                    let mut bytes = fs::read(folder.join(&file))?;
                    let mut noise = 0x9e37_79b9_u64.wrapping_mul(at + 1);
                    while bytes.len() < 50_000_000 {
                        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        bytes.extend_from_slice(&noise.to_le_bytes());
                    }
                    fs::write(folder.join(&file), bytes)?;
                    exhibits.push(exhibit(&id, &file, "inspection-report"));
                }
            }
        }
        Ok(exhibits)
    }

    /// Builds all of it.
    pub fn build(&self, jobs: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
        command.args(["build", "--quiet", "--today", TODAY, "-j", &jobs.to_string()]).arg(self.root.join("cases"));
        command.stderr(std::process::Stdio::null());
        command
    }

    /// Builds the case that [`Space::edit`] edits, from nothing.
    pub fn alone(&self) -> Command {
        let out = self.root.join("alone");
        let _ = fs::remove_dir_all(&out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
        command.args(["build", "--quiet", "--today", TODAY, "--out"]).arg(out);
        command.arg(self.root.join("cases").join(Self::name(self.cases / 2)));
        command.stderr(std::process::Stdio::null());
        command
    }

    /// Edits a sentence of one case.
    pub fn edit(&self, round: usize) -> io::Result<()> {
        let path = self.root.join("cases").join(Self::name(self.cases / 2)).join("case.toml");
        let text = fs::read_to_string(&path)?;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let product = lines.iter_mut().find(|line| line.starts_with("product = "));
        *product.ok_or(io::ErrorKind::NotFound)? = format!("product = \"Bamboo cutting board, edition {round}\"");
        fs::write(path, lines.join("\n") + "\n")
    }

    /// Puts away everything that was built. Small outputs are put aside until all is over: for minutes after many
    /// files were removed, ext4 looks for a new file's number among theirs, which costs a cold build a fifth.
    pub fn forget(&self) -> io::Result<()> {
        for folder in ["build", ".appealc"] {
            let folder = self.root.join(folder);
            if !folder.exists() {
                continue;
            }
            match self.kind {
                Kind::Light => {
                    let aside = tempfile::Builder::new().prefix("old-").tempdir_in(&self.root)?.keep();
                    fs::rename(folder, aside.join("built"))?;
                }
                Kind::Heavy | Kind::Pages => fs::remove_dir_all(folder)?,
            }
        }
        Ok(())
    }

    /// Case files, settings, evidence.
    pub fn inputs(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = vec![self.root.join("appealc.toml")];
        walk(&self.root.join("cases"), &mut found)?;
        Ok(found)
    }

    /// Evidence only.
    pub fn evidence(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = self.inputs()?;
        found.retain(|path| path.extension().is_none_or(|ending| ending != "toml"));
        Ok(found)
    }

    /// Everything that was built.
    pub fn outputs(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        walk(&self.root.join("build"), &mut found)?;
        Ok(found)
    }

    /// The same content as documents for the `typst` program, two for each case.
    pub fn documents(&self, typst: &Path) -> io::Result<Vec<PathBuf>> {
        for number in 0..self.cases {
            let name = Self::name(number);
            Yardstick::new(typst, &self.root, &name, &self.root.join("build/cases").join(&name))?;
        }
        let mut found = Vec::new();
        walk(&self.root.join("yardstick"), &mut found)?;
        found.retain(|path| path.extension().is_some_and(|ending| ending == "typ"));
        Ok(found)
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Gives every file the time of now.
pub fn touch(files: &[PathBuf]) -> io::Result<()> {
    let now = SystemTime::now();
    files.iter().try_for_each(|path| fs::File::options().append(true).open(path)?.set_modified(now))
}

/// `sha256sum` over files.
pub fn hashed(files: &[PathBuf]) -> io::Result<Cost> {
    crate::over("sha256sum", files)
}

/// `cat` over files.
pub fn copied(files: &[PathBuf]) -> io::Result<Cost> {
    crate::over("cat", files)
}

/// A shell loop of typst over documents, two at a time.
pub fn typst_loop(typst: &Path, documents: &[PathBuf]) -> Command {
    let mut command = Command::new("sh");
    let list: String = documents.iter().map(|path| format!("{}\0", path.display())).collect();
    let file = documents.first().and_then(|path| path.ancestors().nth(2)).unwrap_or(Path::new(".")).join("list");
    let _ = fs::write(&file, list);
    let script = "xargs -0 -n 1 -P 2 \"$0\" compile --ignore-system-fonts < \"$1\"";
    command.args(["-c", script]).arg(typst).arg(file);
    command
}
