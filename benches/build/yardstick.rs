//! The same content for the `typst` program: two documents for each case.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::inputs::{ACTIONS, CAUSE, COMPLAINT};

const FILES: [(&str, &str); 2] =
    [("bundle", include_str!("../typst/bundle.typ")), ("letter", include_str!("../typst/letter.typ"))];

/// Where the `typst` program is: `TYPST`, else in the path.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("TYPST").map_or_else(|| PathBuf::from("typst"), PathBuf::from);
    Command::new(&path).arg("--version").output().ok().filter(|run| run.status.success()).map(|_| path)
}

/// The documents of a case, beside copies of its evidence.
pub struct Yardstick {
    typst: PathBuf,
    folder: PathBuf,
}

impl Yardstick {
    /// Writes the documents from what appealc built: same letter, exhibits in the same order.
    pub fn new(typst: &Path, root: &Path, case: &str, built: &Path) -> io::Result<Self> {
        let folder = root.join("yardstick").join(case);
        fs::create_dir_all(&folder)?;
        let manifest: Value = serde_json::from_slice(&fs::read(built.join("manifest.json"))?)?;
        let letter = fs::read_to_string(built.join("letter.txt"))?;
        let all = manifest["exhibits"].as_array().cloned().unwrap_or_default();
        let mut exhibits = Vec::new();
        for exhibit in &all {
            let file = exhibit["path"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
            fs::copy(root.join("cases").join(case).join("evidence").join(file), folder.join(file))?;
            let id = exhibit["id"].as_str().unwrap_or_default();
            exhibits.push(json!({
                "number": exhibit["number"],
                "caption": format!("{id} of the boards made after the change, 5 October 2026"),
                "kind": exhibit["kind"],
                "date": "5 October 2026",
                "file": file,
                "path": file,
                "format": match file.rsplit('.').next() { Some("jpg") => "photo", Some("pdf") => "pdf", Some("csv") => "table", _ => "text" },
                "pages": exhibit["source_pages"],
                "bytes": exhibit["bytes"],
                "sha256": exhibit["sha256"],
            }));
        }
        let cited = |action: usize| -> Value {
            let name = format!("actions[{action}]");
            let by = |exhibit: &&Value| exhibit["cited_by"].as_array().is_some_and(|by| by.contains(&json!(name)));
            all.iter().filter(by).map(|exhibit| exhibit["number"].clone()).collect()
        };
        let actions: Value = ACTIONS
            .iter()
            .enumerate()
            .map(|(at, what)| json!({"what": what, "done": format!("{} October 2026", 6 + at), "exhibits": cited(at)}))
            .collect();
        let data = json!({
            "title": "Appeal: product quality, B0CHX3QBCH",
            "seller": "Nordhaus Home",
            "asin": "B0CHX3QBCH",
            "date": "20 November 2026",
            "facts": [
                ["Seller", "Nordhaus Home · Li Wei"], ["Marketplace", "amazon.com (US)"],
                ["Product", "Bamboo cutting board, set of 3"], ["SKU", "BCB-3"], ["Request", "Reinstate the listing"],
                ["Amazon case", "21340329531"], ["Notice dated", "2 October 2026"], ["Dated", "20 November 2026"],
            ],
            "complaint": COMPLAINT,
            "cause": CAUSE,
            "actions": actions,
            "exhibits": exhibits,
            "letter": letter.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>(),
        });
        fs::write(folder.join("data.json"), serde_json::to_vec(&data)?)?;
        for (name, text) in FILES {
            fs::write(folder.join(format!("{name}.typ")), text)?;
        }
        Ok(Self { typst: typst.to_path_buf(), folder })
    }

    /// The two runs, one for each document.
    pub fn commands(&self) -> [Command; 2] {
        FILES.map(|(name, _)| {
            let mut command = Command::new(&self.typst);
            command.args(["compile", "--ignore-system-fonts"]).arg(self.folder.join(format!("{name}.typ")));
            command
        })
    }

    /// How many pages a document has.
    pub fn pages(&self, name: &str) -> io::Result<usize> {
        let made = fs::read(self.folder.join(format!("{name}.pdf")))?;
        appealc::link::layout(&made).map(|(pages, _)| pages).map_err(io::Error::other)
    }
}
