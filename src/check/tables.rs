//! Causes, actions and arguments: their keys, ids and references.

use std::collections::BTreeMap;

use super::case::{Action, Argument, Cause};
use super::evidence::Cites;
use super::{choice, ident, missing};
use crate::diag::{Edit, Finding, Level};
use crate::parse::fields::{Header, nearest};
use crate::parse::keys;
use crate::parse::raw::{RawAction, RawArgument, RawCause};
use crate::source::{Place, Spanned};
use crate::tidy;

pub(super) fn causes(raw: Vec<RawCause>, cites: &mut Cites<'_>, asins: &[&str], out: &mut Vec<Finding>) -> Vec<Cause> {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    raw.into_iter()
        .map(|raw| {
            required(
                &raw.header,
                "[[root_cause]]",
                &[("area", raw.area.is_some()), ("statement", raw.statement.is_some())],
                out,
            );
            if let Some(id) = &raw.id {
                unique(id, "cause-id", &mut seen, out);
            }
            let statement = filled(&raw.header, "[[root_cause]]", "statement", raw.statement, out);
            Cause {
                area_place: raw.area.as_ref().map(|area| area.place.clone()),
                area: raw.area.and_then(|area| choice(&area, "area", keys::AREAS, out)),
                cites: cites.resolve(raw.evidence, out),
                asins: own_asins(raw.asins, asins, out),
                id: raw.id,
                statement,
                zh: raw.zh,
                tried: raw.header.tried,
                place: raw.header.place,
            }
        })
        .collect()
}

pub(super) fn actions(
    raw: Vec<RawAction>,
    causes: &[Cause],
    cites: &mut Cites<'_>,
    asins: &[&str],
    out: &mut Vec<Finding>,
) -> Vec<Action> {
    raw.into_iter()
        .map(|raw| {
            let there = [("area", raw.area.is_some()), ("done", raw.done.is_some()), ("what", raw.what.is_some())];
            required(&raw.header, "[[actions]]", &there, out);
            let mut tried = raw.header.tried.clone();
            let phase = raw.phase.and_then(|phase| {
                let known = choice(&phase, "phase", keys::PHASES, out);
                if known.is_none() {
                    tried.push("phase");
                }
                known
            });
            let area = raw
                .area
                .and_then(|area| choice(&area, "area", keys::AREAS, out).map(|name| Spanned::new(name, area.place)));
            Action {
                preventive: phase.as_deref() == Some("preventive"),
                area,
                started: raw.started.map(|day| day.value),
                done: raw.done,
                what: filled(&raw.header, "[[actions]]", "what", raw.what, out),
                addresses: addresses(raw.addresses, raw.header.tried("addresses"), causes, out),
                owner: raw.owner,
                frequency: raw.frequency,
                cites_written: !raw.evidence.is_empty() || raw.header.tried("evidence"),
                cites: cites.resolve(raw.evidence, out),
                zh: raw.zh,
                tried,
                asins: own_asins(raw.asins, asins, out),
                place: raw.header.place,
            }
        })
        .collect()
}

pub(super) fn arguments(
    raw: Vec<RawArgument>,
    cites: &mut Cites<'_>,
    asins: &[&str],
    out: &mut Vec<Finding>,
) -> Vec<Argument> {
    raw.into_iter()
        .map(|raw| {
            required(&raw.header, "[[arguments]]", &[("claim", raw.claim.is_some())], out);
            Argument {
                claim: filled(&raw.header, "[[arguments]]", "claim", raw.claim, out),
                cites_written: !raw.evidence.is_empty() || raw.header.tried("evidence"),
                cites: cites.resolve(raw.evidence, out),
                zh: raw.zh,
                asins: own_asins(raw.asins, asins, out),
                place: raw.header.place,
            }
        })
        .collect()
}

pub(super) fn required(header: &Header, table: &str, keys: &[(&str, bool)], out: &mut Vec<Finding>) {
    for (key, there) in keys {
        if !there {
            missing(header, table, key, out);
        }
    }
}

/// A text that says something; one of spaces alone counts as missing.
pub(super) fn filled(
    header: &Header,
    table: &str,
    key: &str,
    text: Option<Spanned<String>>,
    out: &mut Vec<Finding>,
) -> Option<Spanned<String>> {
    let text = text?;
    if text.trim().is_empty() {
        missing(&Header { place: text.place, tried: header.tried.clone() }, table, key, out);
        return None;
    }
    Some(text)
}

/// Checks an id's shape and that it is the only one; the first bearer is shown.
pub(super) fn unique(
    id: &Spanned<String>,
    variant: &str,
    seen: &mut BTreeMap<String, Place>,
    out: &mut Vec<Finding>,
) -> bool {
    if !ident::table_id(id) {
        out.push(Finding::new("S007", id.place.clone()).variant(variant).arg("value", id.value.clone()));
    }
    if let Some(first) = seen.get(&id.value) {
        out.push(
            Finding::new("S008", id.place.clone())
                .arg("id", id.value.clone())
                .label(first.clone(), "first")
                .edit(Edit::Twin { first: first.clone(), second: id.place.clone() }),
        );
        return false;
    }
    seen.insert(id.value.clone(), id.place.clone());
    true
}

/// The causes that an action answers: those named; all there are where there is one only.
fn addresses(named: Option<Vec<Spanned<String>>>, tried: bool, causes: &[Cause], out: &mut Vec<Finding>) -> Vec<usize> {
    let Some(named) = named else {
        // A list that could not be read must not make a cause look unanswered.
        return if causes.len() == 1 || tried { (0..causes.len()).collect() } else { Vec::new() };
    };
    repeated(&named, out);
    let mut found = Vec::new();
    let ids = || causes.iter().filter_map(|cause| cause.id.as_ref().map(|id| id.as_str()));
    let nameless = || (0..causes.len()).filter(|at| causes[*at].id.is_none() && causes[*at].tried.contains(&"id"));
    for name in named {
        match causes.iter().position(|cause| cause.id.as_ref().is_some_and(|id| id.value == name.value)) {
            Some(at) if !found.contains(&at) => found.push(at),
            Some(_) => {}
            // The name that stands in a table could not be read there.
            None if nearest(&name, ids()).is_none() && nameless().next().is_some() => found.extend(nameless()),
            None => {
                let meant = tidy::meant(&name, ids());
                let finding = Finding::new("S009", name.place.clone())
                    .arg("id", name.value.clone())
                    .arg_message("kind-of", "ref-cause");
                out.push(match nearest(&name, ids()) {
                    Some(near) => {
                        // What was meant counts, so that C004 does not repeat the slip.
                        found.extend(causes.iter().position(|c| c.id.as_ref().is_some_and(|id| id.as_str() == near)));
                        finding.variant("similar").arg("nearest", near).meant(meant)
                    }
                    None => finding,
                });
            }
        }
    }
    found
}

/// Says what a list names twice; the second time changes nothing.
pub(super) fn repeated(list: &[Spanned<String>], out: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for name in list {
        let first = *seen.entry(name).or_insert(&name.place);
        if *first != name.place {
            out.push(
                Finding::new("S008", name.place.clone())
                    .variant("list")
                    .level(Level::Note)
                    .arg("id", name.value.clone())
                    .label(first.clone(), "first")
                    .edit(Edit::Element { place: name.place.clone() }),
            );
        }
    }
}

pub(super) fn own_asins(named: Vec<Spanned<String>>, asins: &[&str], out: &mut Vec<Finding>) -> Vec<String> {
    repeated(&named, out);
    for name in named.iter().filter(|name| !asins.contains(&name.as_str())) {
        let finding = Finding::new("S009", name.place.clone()).variant("asin").arg("asin", name.value.clone());
        out.push(finding.meant(Some(tidy::asin(name)).filter(|meant| asins.contains(&meant.as_str()))));
    }
    named.into_iter().map(|name| name.value).filter(|name| asins.contains(&name.as_str())).collect()
}
