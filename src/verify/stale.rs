//! Why outputs no longer match their case: the inputs that they were made from, beside those of now.

use std::collections::BTreeMap;

use super::Differences;
use super::manifest::Manifest;
use crate::diag::Finding;
use crate::plan::fingerprint::Inputs;

/// Compares the inputs that a manifest names with those of now. A date that was given with `--today`
/// is the build's own choice and no reason.
pub fn check(manifest: &Manifest, now: &Inputs, out: &mut Differences) {
    let before = manifest.value.get("inputs");
    let before: Option<Inputs> = before.and_then(|inputs| serde_json::from_value(inputs.clone()).ok());
    let Some(before) = before else {
        out.push(Finding::new("V003", out.place()).variant("key").arg("key", "inputs"));
        return;
    };
    if before.fingerprint() != manifest.fingerprint {
        out.push(Finding::new("V003", out.place()).variant("fingerprint"));
    }
    if before.tool != now.tool {
        let finding = Finding::new("V014", out.place()).variant("tool");
        out.push(finding.arg("found", before.tool.as_str()).arg("expected", now.tool.as_str()));
    }
    files(&before.texts, &now.texts, out);
    files(&before.evidence, &now.evidence, out);
    // Templates change with the program, and then there are many.
    if before.tool == now.tool {
        for name in changed(&before.templates, &now.templates) {
            out.push(Finding::new("V014", out.place()).variant("template").arg("path", name));
        }
    }
    if before.fonts != now.fonts {
        out.push(Finding::new("V014", out.place()).variant("fonts"));
    }
}

fn changed<'m>(before: &'m BTreeMap<String, String>, now: &'m BTreeMap<String, String>) -> Vec<&'m str> {
    let mut names: Vec<&str> = before.keys().chain(now.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| before.get(*name) != now.get(*name));
    names
}

fn files(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>, out: &mut Differences) {
    for path in changed(before, now) {
        let finding = Finding::new("V014", out.place()).arg("path", path);
        out.push(match (before.contains_key(path), now.contains_key(path)) {
            (true, false) => finding.variant("gone"),
            (false, true) => finding.variant("new"),
            _ => finding.variant("changed"),
        });
    }
}
