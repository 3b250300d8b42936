//! What was recorded, in words.

use serde_json::json;

use super::json::line;
use crate::diag::Arg;
use crate::history::event::{Event, Sent};
use crate::locale::{Args, Locale};

/// What was submitted, and where it lies.
pub struct Submitted<'s> {
    /// The case.
    pub case: &'s str,
    /// What was recorded.
    pub event: &'s Event,
    /// The same.
    pub sent: &'s Sent,
    /// The marketplace's domain.
    pub domain: &'s str,
    /// Where everything lies that goes to Amazon.
    pub folder: &'s str,
    /// The files there: name, what each is, size.
    pub files: &'s [(String, &'static str, usize)],
    /// What the commit lacks.
    pub lacks: &'s [String],
    /// Whether there is a repository.
    pub repository: bool,
}

/// `{"reason":"submitted", …}`
pub fn submitted_json(told: &Submitted<'_>) -> String {
    let files = told.files.iter().map(|(name, what, bytes)| json!({"name": name, "what": what, "bytes": bytes}));
    line(&json!({
        "reason": "submitted",
        "case": told.case,
        "n": told.sent.n,
        "event": told.event,
        "upload": {"folder": told.folder, "files": files.collect::<Vec<_>>()},
        "commit": told.sent.commit,
        "dirty": told.sent.dirty,
        "lacks": told.lacks,
    }))
}

/// What was recorded, and what to do with it.
pub fn submitted(told: &Submitted<'_>, locale: &Locale) -> String {
    let say = |id: &str, values: &[(&str, Arg)]| {
        let args: Args = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        locale.text(id, &args) + "\n"
    };
    let n = || Arg::from(told.sent.n.to_string());
    let mut text = say("history-submitted", &[("case", told.case.into()), ("n", n()), ("domain", told.domain.into())]);
    text.push_str(&say("history-upload", &[("folder", told.folder.into())]));
    let rows: Vec<Vec<String>> = told
        .files
        .iter()
        .map(|(name, what, bytes)| {
            let what = locale.word(&format!("history-file-{what}"));
            vec![format!("  {name}"), size(*bytes), what]
        })
        .collect();
    text.push_str(&super::table::aligned(&rows));
    match (&told.sent.commit, told.lacks) {
        (Some(commit), []) => text.push_str(&say("history-commit", &[("commit", short(commit).into())])),
        (Some(commit), lacks) => {
            let shown: Vec<&str> = lacks.iter().take(5).map(String::as_str).collect();
            let more = lacks.len() - shown.len();
            let values = [("commit", short(commit).into()), ("path", shown.join(", ").into()), ("more", more.into())];
            text.push_str(&say("history-commit-lacks", &values));
        }
        (None, _) if told.repository => text.push_str(&say("history-no-commit", &[])),
        (None, _) => text.push_str(&say("history-no-repository", &[])),
    }
    text + &say("history-next", &[("case", told.case.into())])
}

/// The first digits of a commit's id.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// `1.2 MB`
fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
