//! `manifest.json`: what went in and what came out.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::context::source_pages;
use super::layout::{Pages, Place, Reduced};
use super::mask::Rules;
use super::{Citer, Exhibit, leaves};
use crate::check::case::Case;
use crate::evidence::enclosed::Enclosed;

/// What the manifest says beside the case itself.
pub struct Facts<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its exhibits.
    pub exhibits: &'a [Exhibit],
    /// Where they stand in the bundle.
    pub pages: &'a Pages,
    /// How many pages each volume has.
    pub volumes: &'a [usize],
    /// Pictures that are shown smaller, by slot.
    pub reduced: &'a BTreeMap<u32, Reduced>,
    /// What exhibits cost, in bytes of the bundle.
    pub weights: &'a BTreeMap<usize, u64>,
    /// Exhibits whose pictures were to be made smaller, of which none can be.
    pub stubborn: &'a [usize],
    /// `sha256:…` of the inputs.
    pub fingerprint: &'a str,
    /// The date that is printed.
    pub date: String,
}

/// The manifest without outputs, as it stands inside the bundle: the same for both engines.
pub fn manifest(facts: &Facts<'_>) -> Map<String, Value> {
    let case = facts.case;
    let mut all = Map::new();
    all.insert("manifest".into(), json!(1));
    all.insert("appealc".into(), json!(env!("CARGO_PKG_VERSION")));
    all.insert("case".into(), json!(case.path));
    all.insert("case_id".into(), json!(case.case_id));
    all.insert("asins".into(), case.items.iter().map(|item| json!(item.asin.as_str())).collect());
    all.insert("type".into(), json!(case.kind.as_ref().map(|kind| kind.id.as_str())));
    all.insert("stance".into(), json!(case.stance.name()));
    all.insert("fingerprint".into(), json!(facts.fingerprint));
    all.insert("exhibits".into(), facts.exhibits.iter().map(|exhibit| entry(facts, exhibit)).collect());
    all.insert("volumes".into(), facts.volumes.iter().map(|pages| json!({"pages": pages})).collect());
    all.insert("date".into(), json!(facts.date));
    all
}

fn entry(facts: &Facts<'_>, exhibit: &Exhibit) -> Value {
    let evidence = &facts.case.evidence[exhibit.evidence];
    let nowhere = Place { volume: 1, first: 0, pages: 0, label: 0 };
    let place = facts.pages.get(&exhibit.number).copied().unwrap_or(nowhere);
    let file = evidence.file.as_ref();
    let original = file.and_then(|file| file.original.as_ref());
    let mut entry = json!({
        "number": exhibit.number,
        "id": evidence.id,
        "kind": evidence.kind,
        "caption": super::printed::one_line(&evidence.caption),
        "path": file.map(|file| file.path.as_str()),
        "sha256": file.map(|file| file.source_sha256()),
        "bytes": file.map(|file| original.map_or(file.bytes, |original| original.bytes)),
        "source_pages": file.map(|file| {
            original.map_or_else(|| source_pages(&file.inspected.content), |original| original.pages)
        }),
        "shown_pages": exhibit.slots.len(),
        "sizes": file.map(|file| super::sizes::sizes(exhibit, &file.inspected, facts.reduced)),
        "volume": place.volume,
        "first_page": place.first,
        "pages": place.pages,
        "label": place.label.to_string(),
        "gps": file.is_some_and(|file| file.inspected.gps),
        "left_out": file.map(|file| json!(file.inspected.left_out)),
        "cited_by": exhibit.cited_by.iter().map(Citer::key).collect::<Vec<_>>(),
    });
    let masked = file.map(|file| leaves::masked(file, Rules::of(facts.case, evidence))).unwrap_or_default();
    if !masked.is_empty() {
        entry["masked"] = json!(masked);
    }
    let enclosed = file.map(|file| file.inspected.content.enclosed()).unwrap_or_default();
    if !enclosed.is_empty() {
        entry["enclosed"] = enclosed.iter().enumerate().map(|(at, one)| enclosure(exhibit, at, one)).collect();
    }
    if file.is_some_and(|file| file.inspected.locked) {
        entry["locked"] = json!(true);
    }
    if let (Some(file), Some(original)) = (file, original) {
        entry["published_sha256"] = json!(file.sha256());
        entry["published_bytes"] = json!(file.bytes);
        let boxed = original.boxes.iter().filter(|(_, boxes)| *boxes > 0);
        entry["redacted"] = boxed.map(|(page, boxes)| json!({"page": page, "boxes": boxes})).collect();
    }
    if let Some(tally) = super::reported::tally(facts.case).filter(|_| evidence.is_complaints()) {
        entry["reports"] = super::reported::entries(tally);
    }
    let placeholders = (1..).zip(exhibit.placeholders());
    let reduced = placeholders.filter_map(|(at, slot)| facts.reduced.get(&slot).map(|reduced| reduced.entry(at)));
    let reduced: Vec<Value> = reduced.collect();
    if !reduced.is_empty() {
        entry["reduced"] = json!(reduced);
    }
    if facts.stubborn.contains(&exhibit.number) {
        entry["reducible"] = json!(false);
    }
    if let Some(bytes) = facts.weights.get(&exhibit.number) {
        entry["bundled_bytes"] = json!(bytes);
    }
    entry
}

/// A file inside the exhibit's file: what it is, and how much of it is shown.
fn enclosure(exhibit: &Exhibit, at: usize, one: &Enclosed) -> Value {
    let inspected = one.inspected.as_ref();
    json!({
        "name": one.name,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "format": inspected.map(|found| found.format),
        "source_pages": inspected.map(|found| source_pages(&found.content)),
        "shown_pages": exhibit.inside.iter().filter(|inside| inside.way.first() == Some(&at)).count(),
        "left_out": inspected.map(|found| json!(found.left_out)),
        "not_shown": one.why,
    })
}

/// The name of an exhibit's original in `exhibits/`: `Exhibit 01 - box-before.jpg`.
pub fn original_name(exhibit: &Exhibit, name: &str, total: usize) -> String {
    let digits = total.to_string().len().max(2);
    let safe: String =
        name.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                    '_'
                } else {
                    c
                }
            })
            .collect();
    format!("Exhibit {:0digits$} - {safe}", exhibit.number)
}
