//! Outputs of an earlier build.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Outputs that are still right.
#[derive(Debug)]
pub struct Earlier {
    /// Their names.
    pub names: Vec<String>,
    /// Their manifest.
    pub manifest: Value,
}

/// The output files of a folder, if its manifest has this fingerprint and every file still is as
/// the manifest says.
pub fn still_right(folder: &Path, fingerprint: &str) -> Option<Earlier> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
    if manifest["fingerprint"].as_str() != Some(fingerprint) {
        return None;
    }
    let mut names = Vec::new();
    for output in manifest["outputs"].as_array()? {
        let name = output["path"].as_str()?;
        let bytes = fs::read(folder.join(name)).ok()?;
        if output["sha256"].as_str() != Some(super::sha256(&bytes).as_str()) {
            return None;
        }
        names.push(name.to_owned());
    }
    names.push("manifest.json".to_owned());
    Some(Earlier { names, manifest })
}
