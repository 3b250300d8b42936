//! Text into events. Whoever mended the file by hand is told what is wrong with it, as with a case.

use std::collections::BTreeMap;

use super::History;
use super::event::{Answer, Answered, Approved, Event, Field, Sent, What};
use super::keys::{EVENT, HISTORY, KINDS};
use crate::diag::Finding;
use crate::market::Marketplace;
use crate::parse::fields::{Fields, Header, nearest};
use crate::parse::with_table;
use crate::source::{Place, SourceFile, Spanned};

/// Reads a history; what is wrong is told and left out.
pub fn history(file: &SourceFile, out: &mut Vec<Finding>) -> History {
    let events = with_table(file, out, |file, table, out| {
        let first = file.text.find('\n').unwrap_or(file.text.len());
        let fields = Fields::new(file, table, &HISTORY, file.at(0..first), out);
        let tables = fields.tables("events").into_iter();
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        let mut numbers: BTreeMap<u64, Place> = BTreeMap::new();
        let events = tables.filter_map(|(table, at)| {
            let fields = Fields::new(file, table, &EVENT, at, out);
            event(&fields, &mut last, &mut numbers, out)
        });
        events.collect()
    });
    History { events: events.unwrap_or_default() }
}

fn missing(header: &Header, key: &str, out: &mut Vec<Finding>) {
    if !header.tried(key) {
        out.push(Finding::new("S004", header.place.clone()).arg("key", key).arg("table", EVENT.name));
    }
}

/// The value of a key that has few; what is no such value is told with the nearest one.
fn chosen<T>(
    value: &Spanned<String>,
    key: &str,
    names: &'static [&'static str],
    find: impl Fn(&str) -> Option<T>,
    out: &mut Vec<Finding>,
) -> Option<T> {
    let found = find(value);
    if found.is_none() {
        let finding = Finding::new("S010", value.place.clone()).arg("key", key).arg("value", value.value.clone());
        let finding = finding.arg("allowed", names.join(", "));
        out.push(match nearest(value, names.iter().copied()) {
            Some(near) => finding.variant("similar").arg("nearest", near),
            None => finding,
        });
    }
    found
}

/// Reads an event. `last` holds the last submission of each marketplace, `numbers` all of them.
fn event(
    fields: &Fields<'_>,
    last: &mut BTreeMap<String, u64>,
    numbers: &mut BTreeMap<u64, Place>,
    out: &mut Vec<Finding>,
) -> Option<Event> {
    let header = &fields.header;
    let text = |key: &str| fields.text(key).map(|text| text.value);
    let texts = |key: &str| -> Vec<String> {
        fields.texts(key).unwrap_or_default().into_iter().map(|text| text.value).collect()
    };
    let Some(kind) = fields.text("kind") else {
        missing(header, "kind", out);
        return None;
    };
    let kind = chosen(&kind, "kind", KINDS, |name| KINDS.iter().find(|known| **known == name).copied(), out)?;
    let date = fields.date("date");
    if date.is_none() {
        missing(header, "date", out);
    }
    let market = fields.text("marketplace").and_then(|name| {
        let found = Marketplace::find(&name).map(|market| market.code.to_owned());
        if found.is_none() {
            let finding = Finding::new("S007", name.place.clone()).variant("marketplace");
            out.push(finding.arg("value", name.value.clone()));
        }
        found
    });
    let thread = market.clone().unwrap_or_default();
    let what = match kind {
        "submitted" => {
            let Some(n) = fields.count("n") else {
                missing(header, "n", out);
                return None;
            };
            if n.value == 0 {
                let finding = Finding::new("S003", n.place).variant("range").arg("key", "n");
                out.push(finding.arg("value", "0"));
                return None;
            }
            if let Some(first) = numbers.get(&n.value) {
                let finding = Finding::new("S008", n.place).variant("submission").arg("n", n.value.to_string());
                out.push(finding.label(first.clone(), "first"));
                return None;
            }
            numbers.insert(n.value, n.place);
            last.insert(thread, n.value);
            Some(What::Sent(Sent {
                n: n.value,
                case_id: text("case_id"),
                letter: text("letter").unwrap_or_default(),
                letter_pdf: text("letter_pdf"),
                form: text("form"),
                bundle: texts("bundle"),
                manifest: text("manifest"),
                printed: fields.date("printed").map(|date| date.value),
                exhibits: fields.count("exhibits").map(|n| n.value),
                pages: fields.count("pages").map(|n| n.value),
                commit: commit(fields, out),
                dirty: fields.flag("dirty").is_some_and(|flag| flag.value),
                tool: text("tool"),
                engine: text("engine"),
                same: text("same"),
            }))
        }
        "outcome" => answered(fields, &thread, last, numbers, out).map(What::Answered),
        "note" => {
            let text = text("text");
            if text.is_none() {
                missing(header, "text", out);
            }
            text.map(|text| What::Noted { text })
        }
        _ => {
            for key in ["by", "letter"] {
                if fields.place(key).is_none() {
                    missing(header, key, out);
                }
            }
            let signed = text("by").zip(text("letter"));
            signed.map(|(by, letter)| What::Approved(Approved { by, letter, bundle: texts("bundle") }))
        }
    };
    Some(Event { date: date?.value, marketplace: market, what: what?, place: Some(header.place.clone()) })
}

fn answered(
    fields: &Fields<'_>,
    thread: &str,
    last: &BTreeMap<String, u64>,
    numbers: &BTreeMap<u64, Place>,
    out: &mut Vec<Finding>,
) -> Option<Answered> {
    let header = &fields.header;
    let Some(result) = fields.text("result") else {
        missing(header, "result", out);
        return None;
    };
    let result = chosen(&result, "result", Answer::NAMES, Answer::find, out)?;
    let given = fields.count("n");
    let n = match &given {
        Some(n) if !numbers.contains_key(&n.value) => {
            let finding = Finding::new("S009", n.place.clone()).variant("submission");
            out.push(finding.arg("n", n.value.to_string()));
            return None;
        }
        Some(n) => n.value,
        // An answer that names no submission is one to the last.
        None => match last.get(thread) {
            Some(n) => *n,
            None => {
                out.push(Finding::new("S009", header.place.clone()).variant("submission").arg("n", "1"));
                return None;
            }
        },
    };
    let attacked = fields.texts("fields").unwrap_or_default();
    let attacked = attacked.iter().filter_map(|name| chosen(name, "fields", Field::NAMES, Field::find, out));
    Some(Answered {
        n,
        result,
        fields: attacked.collect(),
        reply: fields.text("reply").map(|text| text.value),
        reinstated: fields.texts("reinstated").unwrap_or_default().into_iter().map(|asin| asin.value).collect(),
    })
}

/// A commit by its id: nothing else is ever asked of git.
fn commit(fields: &Fields<'_>, out: &mut Vec<Finding>) -> Option<String> {
    let commit = fields.text("commit")?;
    let hex = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex && (7..=64).contains(&commit.len()) {
        return Some(commit.value);
    }
    out.push(Finding::new("S007", commit.place).variant("commit").arg("value", commit.value));
    None
}
