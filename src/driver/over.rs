//! What is over the limits of size: rule E014, with what costs most and what to leave out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fit::bytes_of;
use super::session::Ready;
use crate::diag::Finding;
use crate::evidence::Content;
use crate::picture::Class;
use crate::plan::Exhibit;

/// Sizes, as a manifest tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Letter and volumes: name and bytes.
    pub files: Vec<(String, u64)>,
    /// What exhibits cost, where the whole was too large at first.
    pub weights: BTreeMap<usize, u64>,
    /// In which volume each stands.
    pub volumes: BTreeMap<usize, usize>,
    /// Exhibits none of whose pictures can be made smaller.
    pub stubborn: Vec<usize>,
    /// How many pictures are shown smaller.
    pub reduced: usize,
}

impl Told {
    /// What a manifest tells.
    pub fn of_manifest(manifest: &Value) -> Self {
        let mut told = Self::default();
        for output in manifest["outputs"].as_array().into_iter().flatten() {
            let Some(name) = output["path"].as_str().filter(|name| is_sent(name)) else { continue };
            told.files.push((name.to_owned(), output["bytes"].as_u64().unwrap_or(0)));
        }
        for exhibit in manifest["exhibits"].as_array().into_iter().flatten() {
            let count = |key: &str| exhibit[key].as_u64().and_then(|count| usize::try_from(count).ok());
            let Some(number) = count("number") else { continue };
            told.volumes.insert(number, count("volume").unwrap_or(1));
            if let Some(bytes) = exhibit["bundled_bytes"].as_u64() {
                told.weights.insert(number, bytes);
            }
            told.reduced += exhibit["reduced"].as_array().map_or(0, Vec::len);
            if exhibit["reducible"] == false {
                told.stubborn.push(number);
            }
        }
        told
    }
}

fn is_sent(name: &str) -> bool {
    !name.contains('/') && name.ends_with(".pdf")
}

/// Bytes in MB, with as many digits as tell it from nothing.
pub fn mb(bytes: u64) -> String {
    let mb = bytes as f64 / 1e6;
    if mb < 0.995 { format!("{mb:.2}") } else { format!("{mb:.1}") }
}

/// Where the whole may be too large whatever is done: what cannot be made smaller counts wholly, a photo
/// as much as one that is still to be read. Exact sizes take typesetting.
pub fn likely(ready: &Ready, exhibits: &[Exhibit]) -> bool {
    const PHOTO: u64 = 150_000;
    let costs = exhibits.iter().filter_map(|exhibit| {
        let evidence = &ready.case.evidence[exhibit.evidence];
        let file = evidence.file.as_ref()?;
        let photo = Class::of(&evidence.kind) == Class::Photo;
        Some(match &file.inspected.content {
            Content::Image(_) if photo => file.bytes.min(PHOTO),
            Content::Image(_) | Content::Pages(_) => file.bytes,
            // Pictures inside it.
            Content::Mail(_) | Content::Document(_) => file.bytes,
            // The file itself goes beside the bundle.
            Content::Text { .. } | Content::Table { .. } | Content::Sheets(_) | Content::Video(_) => 0,
        })
    });
    let costs: Vec<u64> = costs.collect();
    let nearly = |limit: f64| bytes_of(limit * 0.9);
    let most = costs.iter().copied().max().unwrap_or(0);
    costs.iter().sum::<u64>() > nearly(ready.settings.bundle_mb) || most > nearly(ready.settings.file_mb)
}

/// Whether files of these sizes are over the limits.
pub fn exceeds(ready: &Ready, files: &[usize]) -> bool {
    let most = files.iter().max().copied().unwrap_or(0) as u64;
    let total = files.iter().sum::<usize>() as u64;
    total > bytes_of(ready.settings.bundle_mb) || most > bytes_of(ready.settings.file_mb)
}

/// What is over the limits.
pub fn findings(ready: &Ready, exhibits: &[Exhibit], told: &Told) -> Vec<Finding> {
    let (whole, file) = (ready.settings.bundle_mb, ready.settings.file_mb);
    let volumes: Vec<u64> =
        told.files.iter().filter(|(name, _)| name.starts_with("bundle")).map(|(_, bytes)| *bytes).collect();
    let total: u64 = volumes.iter().sum();
    let costs = |wanted: &dyn Fn(usize) -> bool| {
        let mut costs: Vec<(u64, &Exhibit)> = exhibits
            .iter()
            .filter(|exhibit| wanted(exhibit.number))
            .map(|exhibit| (told.weights.get(&exhibit.number).copied().unwrap_or(0), exhibit))
            .collect();
        costs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.number.cmp(&b.1.number)));
        costs
    };
    if total > bytes_of(whole) {
        let all = costs(&|_| true);
        return one(ready, told, "", total, whole, &all).into_iter().collect();
    }
    let large = (1..).zip(&volumes).filter(|(_, bytes)| **bytes > bytes_of(file));
    let large = large.filter_map(|(volume, bytes)| {
        let here = costs(&|number| told.volumes.get(&number).copied().unwrap_or(1) == volume);
        one(ready, told, "file", *bytes, file, &here)
    });
    large.collect()
}

/// So many exhibits are named.
const MANY: usize = 6;

fn one(
    ready: &Ready,
    told: &Told,
    variant: &str,
    bytes: u64,
    limit: f64,
    costs: &[(u64, &Exhibit)],
) -> Option<Finding> {
    let evidence = |exhibit: &Exhibit| &ready.case.evidence[exhibit.evidence];
    let (most, first) = costs.first()?;
    let over = bytes.saturating_sub(bytes_of(limit));
    let largest = costs.iter().take_while(|(cost, _)| *cost * 20 > bytes).take(4);
    let largest: Vec<String> =
        largest.map(|(cost, exhibit)| format!("`{}` {} MB", evidence(exhibit).id, mb(*cost))).collect();
    // The fewest that bring it down.
    let mut rest = over;
    let drop: Vec<String> = costs
        .iter()
        .take_while(|(cost, _)| {
            let needed = rest > 0 && *cost > 0;
            rest = rest.saturating_sub(*cost);
            needed
        })
        .map(|(_, exhibit)| format!("`{}`", evidence(exhibit).id))
        .collect();
    let more = drop.len().saturating_sub(MANY);
    let drop = drop.iter().take(MANY).cloned().chain((more > 0).then(|| format!("+ {more}")));
    let drop: Vec<String> = drop.collect();
    let finding = Finding::new("E014", evidence(first).path_place.clone());
    let finding = if variant.is_empty() { finding } else { finding.variant(variant) };
    let stubborn: Vec<String> = costs
        .iter()
        .filter(|(_, exhibit)| told.stubborn.contains(&exhibit.number))
        .map(|(_, exhibit)| format!("`{}`", evidence(exhibit).id))
        .collect();
    let finding = finding
        .arg("mb", mb(bytes))
        .arg("over", mb(over))
        .arg("limit", limit.to_string())
        .arg("cost", mb(*most))
        .arg("id", evidence(first).id.as_str())
        .arg("largest", largest.join(", "))
        .arg("drop", drop.join(", "))
        .arg("stubborn", stubborn.join(", "))
        .arg("whole", if stubborn.is_empty() { "none" } else { "some" });
    Some(finding)
}
