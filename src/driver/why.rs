//! Why a case is built, or looked at again: named reasons, with old and new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diag::{Arg, Finding};
use crate::locale::{Args, Locale};
use crate::plan::fingerprint::Inputs;
use crate::read::built::Wrong;
use crate::read::stat::Hash;

/// A reason: the message of the locale that words it, and what the message needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The message.
    pub message: String,
    /// Its values.
    pub args: Args,
}

/// So many reasons are told; of more, how many there are.
const TOLD: usize = 4;

/// So many digits of a hash are told.
const DIGITS: usize = 12;

impl Reason {
    /// A reason without values.
    pub fn new(message: &str) -> Self {
        Self { message: message.to_owned(), args: Args::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Something holds other bytes than before.
    pub fn changed(message: &str, path: &str, old: Hash, new: Option<Hash>) -> Self {
        let new = new.map_or_else(|| "?".to_owned(), |new| new.to_string());
        Self::new(message).arg("path", path).arg("old", short(&old.to_string())).arg("new", short(&new))
    }

    /// The diagnostic of a case that would have to be built.
    pub fn into_finding(self, finding: Finding) -> Finding {
        let finding = finding.arg_message("why", self.message);
        self.args.into_iter().fold(finding, |finding, (name, value)| finding.arg(&name, value))
    }
}

fn short(hash: &str) -> String {
    hash.strip_prefix("sha256:").unwrap_or(hash).chars().take(DIGITS).collect()
}

/// Reasons in words, in a line.
pub fn words(reasons: &[Reason], locale: &Locale) -> String {
    let mut all: Vec<String> =
        reasons.iter().take(TOLD).map(|reason| locale.text(&reason.message, &reason.args)).collect();
    if reasons.len() > TOLD {
        all.push(locale.text("why-more", &Args::from([("count".into(), Arg::from(reasons.len() - TOLD))])));
    }
    all.join("; ")
}

/// Why what a manifest tells of is not what would be built now.
pub fn stale(before: &Value, now: &Inputs, engine: Option<&str>) -> Vec<Reason> {
    let mut why = Vec::new();
    let was = |name: &str| before[name].as_str().unwrap_or_default().to_owned();
    if let Some(engine) = engine.filter(|engine| was("engine") != *engine) {
        why.push(Reason::new("why-engine").arg("old", was("engine")).arg("new", engine));
    }
    // The hash does not know the date: that one is asked for counts, and which one is printed.
    if let Some(date) = now.date.filter(|date| was("date") != date.to_string()) {
        why.push(Reason::new("why-date").arg("old", was("date")).arg("new", date.to_string()));
    }
    if before["fingerprint"].as_str() == Some(now.fingerprint().as_str()) {
        return why;
    }
    let Ok(old) = serde_json::from_value::<Inputs>(before["inputs"].clone()) else {
        why.push(Reason::new("why-unknown"));
        return why;
    };
    if old.tool != now.tool {
        why.push(Reason::new("why-tool").arg("old", old.tool.as_str()).arg("new", now.tool.as_str()));
    }
    differ(&old.texts, &now.texts, ["why-input-changed", "why-input-new", "why-input-gone"], &mut why);
    differ(&old.evidence, &now.evidence, ["why-input-changed", "why-input-new", "why-input-gone"], &mut why);
    if old.tool == now.tool {
        let ids = ["why-template-changed", "why-template-new", "why-template-gone"];
        differ(&old.templates, &now.templates, ids, &mut why);
    }
    let fonts = |fonts: &[String]| fonts.iter().map(|hash| short(hash)).collect::<Vec<_>>().join(" ");
    if old.fonts != now.fonts {
        why.push(Reason::new("why-fonts-used").arg("old", fonts(&old.fonts)).arg("new", fonts(&now.fonts)));
    }
    if old.complaints != now.complaints {
        let shown = |hash: &Option<String>| hash.as_deref().map_or_else(|| "-".to_owned(), short);
        why.push(Reason::new("why-complaints").arg("old", shown(&old.complaints)).arg("new", shown(&now.complaints)));
    }
    if old.since != now.since {
        why.push(Reason::new("why-since"));
    }
    if why.is_empty() {
        why.push(Reason::new("why-unknown"));
    }
    why
}

fn differ(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    [changed, added, gone]: [&str; 3],
    why: &mut Vec<Reason>,
) {
    for (path, now) in new {
        match old.get(path) {
            Some(before) if before == now => {}
            Some(before) => {
                let reason = Reason::new(changed).arg("path", path.as_str());
                why.push(reason.arg("old", short(before)).arg("new", short(now)));
            }
            None => why.push(Reason::new(added).arg("path", path.as_str())),
        }
    }
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        why.push(Reason::new(gone).arg("path", path.as_str()));
    }
}

/// An output is not as its manifest says.
pub fn wrong(wrong: Wrong) -> Reason {
    let Wrong { path, hashes } = wrong;
    match hashes {
        Some((old, new)) => {
            Reason::new("why-output-changed").arg("path", path).arg("old", short(&old)).arg("new", short(&new))
        }
        None => Reason::new("why-output-gone").arg("path", path),
    }
}
