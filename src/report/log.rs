//! A case's life, a line for each thing that happened.

use serde_json::json;

use super::history::short;
use super::json::line;
use super::table::aligned;
use crate::diag::Arg;
use crate::driver::log::{Entry, Life, Missing};
use crate::history::event::{Event, What};
use crate::locale::{Args, Locale};
use crate::quote::escaped;

/// One JSON object a line: `{"reason":"log", …}`
pub fn json(case: &str, life: &Life) -> String {
    let mut text = String::new();
    for entry in &life.entries {
        let mut object = json!({"reason": "log", "case": case});
        let own = match entry {
            Entry::Commit(commit) => json!({
                "kind": "commit",
                "date": commit.date,
                "commit": commit.id,
                "author": commit.author,
                "summary": commit.summary,
            }),
            Entry::Event(event) => json!(event),
        };
        if let (Some(object), serde_json::Value::Object(own)) = (object.as_object_mut(), own) {
            object.extend(own);
        }
        text.push_str(&line(&object));
    }
    for missing in &life.missing {
        let what = id(missing).trim_start_matches("log-");
        text.push_str(&line(&json!({"reason": "missing", "case": case, "what": what})));
    }
    text
}

fn id(missing: &Missing) -> &'static str {
    match missing {
        Missing::NoRepository => "log-no-repository",
        Missing::NoCommit => "log-no-commit",
        Missing::Shallow => "log-shallow",
        Missing::NotCommitted => "log-not-committed",
        Missing::Unreadable(_) => "log-unreadable",
    }
}

/// In words.
pub fn human(life: &Life, locale: &Locale) -> String {
    let mut text = aligned(&rows(life, locale));
    for missing in missing(life, locale) {
        text.push_str(&format!("{missing}\n"));
    }
    text
}

/// What happened, oldest first: the day, what it was, what it says.
pub fn rows(life: &Life, locale: &Locale) -> Vec<Vec<String>> {
    let many = markets(life);
    let rows = life.entries.iter().map(|entry| {
        let (what, more) = match entry {
            Entry::Commit(commit) => {
                let said = format!("{}: {}", escaped(&commit.author), escaped(&commit.summary));
                (format!("git {}", short(&commit.id)), said)
            }
            Entry::Event(event) => told(event, many, locale),
        };
        vec![entry.date().to_string(), what, more]
    });
    rows.collect()
}

/// What git could not tell.
pub fn missing(life: &Life, locale: &Locale) -> Vec<String> {
    let all = life.missing.iter().map(|missing| {
        let mut args = Args::new();
        if let Missing::Unreadable(detail) = missing {
            args.insert("detail".into(), Arg::from(detail.as_str()));
        }
        locale.text(id(missing), &args)
    });
    all.collect()
}

fn markets(life: &Life) -> bool {
    let named = life.entries.iter().filter_map(|entry| match entry {
        Entry::Event(event) => event.marketplace.as_deref(),
        Entry::Commit(_) => None,
    });
    let mut named: Vec<&str> = named.collect();
    named.sort_unstable();
    named.dedup();
    named.len() > 1
}

/// An event: what it is, and what it says.
fn told(event: &Event, many: bool, locale: &Locale) -> (String, String) {
    let say = |id: &str, values: &[(&str, Arg)]| {
        let args: Args = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        locale.text(id, &args)
    };
    let (mut what, more) = match &event.what {
        What::Sent(sent) => {
            let mut parts = Vec::new();
            if let (Some(exhibits), Some(pages)) = (sent.exhibits, sent.pages) {
                let number = |n: u64| Arg::from(usize::try_from(n).unwrap_or(usize::MAX));
                parts.push(say("log-sent", &[("exhibits", number(exhibits)), ("pages", number(pages))]));
            }
            if let Some(id) = &sent.case_id {
                parts.push(say("log-case-id", &[("id", id.as_str().into())]));
            }
            match &sent.commit {
                Some(commit) if sent.dirty => parts.push(say("log-dirty", &[("commit", short(commit).into())])),
                Some(commit) => parts.push(format!("git {}", short(commit))),
                None => {}
            }
            if let Some(reason) = &sent.same {
                parts.push(say("log-same", &[("reason", reason.as_str().into())]));
            }
            (say("event-submitted", &[("n", sent.n.to_string().into())]), parts.join("; "))
        }
        What::Answered(answered) => {
            let mut parts = vec![say("event-submitted", &[("n", answered.n.to_string().into())])];
            let fields: Vec<String> =
                answered.fields.iter().map(|field| locale.word(&format!("field-{}", field.name()))).collect();
            if !fields.is_empty() {
                parts.push(say("log-attacks", &[("areas", fields.join(", ").into())]));
            }
            if !answered.reinstated.is_empty() {
                parts.push(answered.reinstated.join(", "));
            }
            if let Some(reply) = &answered.reply {
                parts.push(escaped(reply));
            }
            (locale.word(&format!("state-{}", answered.result.name())), parts.join("; "))
        }
        What::Noted { text } => (locale.word("log-note"), escaped(text)),
        What::Approved(approved) => (say("event-approved", &[("by", approved.by.as_str().into())]), String::new()),
    };
    if let Some(market) = event.marketplace.as_ref().filter(|_| many) {
        what = format!("{market} {what}");
    }
    (what, more)
}
