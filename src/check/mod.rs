//! Raw values into a case: required keys, identifiers, references, evidence. Everything wrong is
//! collected; what is wrong is left out of the case, so that later stages never see it.

use std::collections::BTreeMap;

use crate::diag::{Arg, Edit, Finding};
use crate::issue_type::IssueTypes;
use crate::market::{self, Marketplace};
use crate::parse::fields::{Header, nearest};
use crate::parse::keys;
use crate::parse::raw::{RawCase, RawShared, RawTop};
use crate::source::{Place, Spanned};
use crate::tidy;

/// The checked case.
pub mod case;

/// Evidence: its files and the ids that cite them.
pub mod evidence;

/// Shapes of identifiers.
pub mod ident;

/// Settings of `appealc.toml`.
pub mod settings;

mod rename;

/// What is blacked out.
mod redact;
mod reports;

mod submissions;
mod unmask;

mod tables;

use case::{Case, Item, Stance, Stock};
use evidence::{Cites, Files};
use settings::Settings;

/// Checks a case. `files` holds every file that [`evidence::wanted`] named.
pub fn check(
    path: &str,
    raw: RawCase,
    included: Vec<RawShared>,
    settings: &Settings,
    types: &IssueTypes,
    files: &Files,
    out: &mut Vec<Finding>,
) -> Case {
    let names = rename::Names::new(&raw, &included);
    let before = out.len();
    let RawCase { header, top, items, stock, complaints, submissions_to, arguments, shared, .. } = raw;
    let own_product = top.product.is_some() || header.tried("product");
    let top = top.or(&settings.defaults);
    let stance = stance(&top, out);
    let kind = kind(&top, types, &header, out);
    let items = check_items(&top, items, &header, own_product, out);
    let asins: Vec<&str> = items.iter().map(|item| item.asin.as_str()).collect();

    let mut causes = shared.causes;
    let mut actions = shared.actions;
    let mut raw_evidence = shared.evidence;
    for more in included {
        causes.extend(more.causes);
        actions.extend(more.actions);
        raw_evidence.extend(more.evidence);
    }
    let tried = causes.iter().map(|cause| &cause.header).chain(actions.iter().map(|action| &action.header));
    let tried = tried.chain(arguments.iter().map(|argument| &argument.header));
    let cites_unread = tried.chain(stock.iter().map(|stock| &stock.header)).any(|header| header.tried("evidence"));
    need(&header, stance, &causes, &actions, &arguments, out);

    let complaints = complaints.and_then(|raw| reports::complaints(raw, out));
    let page = complaints.as_ref().map(|complaints| complaints.place.clone());
    let mut cites = Cites::new(raw_evidence, page, files, &asins, out);
    let causes = tables::causes(causes, &mut cites, &asins, out);
    let actions = tables::actions(actions, &causes, &mut cites, &asins, out);
    let arguments = tables::arguments(arguments, &mut cites, &asins, out);
    let stock = stock.map(|raw| Stock {
        as_of: raw.as_of.map(|day| day.value),
        at_amazon: raw.at_amazon.map(|n| n.value),
        recalled: raw.recalled.map(|n| n.value),
        received: raw.received.map(|n| n.value),
        sellable: raw.sellable.map(|n| n.value),
        cites: cites.resolve(raw.evidence, out),
    });
    submissions::check(&submissions_to, &top, out);
    let orders = top.orders.unwrap_or_default();
    for order in orders.iter().filter(|order| !ident::order(order)) {
        let finding = Finding::new("S007", order.place.clone()).variant("order").arg("value", order.value.clone());
        out.push(finding.meant(tidy::order(order)));
    }
    tables::repeated(&orders, out);
    if let Some(id) = top.case_id.as_ref().filter(|id| !ident::case_id(id)) {
        let finding = Finding::new("S007", id.place.clone()).variant("case-id").arg("value", id.value.clone());
        out.push(finding.meant(Some(tidy::case_id(id)).filter(|id| ident::case_id(id))));
    }
    if let Some(notice) = &top.notice {
        evidence::notice(notice, files, out);
    }
    names.mend(&mut out[before..]);
    let choose = |value: &Option<Spanned<String>>, key, values: &'static [&'static str], out: &mut Vec<Finding>| {
        value.as_ref().and_then(|value| choice(value, key, values, out)).unwrap_or_else(|| values[0].to_owned())
    };
    Case {
        path: path.to_owned(),
        place: header.place,
        kind_place: top.kind.map(|kind| kind.place),
        kind,
        stance,
        stance_place: top.stance.map(|stance| stance.place),
        marketplace: marketplace(&top.marketplace, out),
        language: choose(&top.language, "language", keys::LANGUAGES, out),
        route: choose(&top.route, "route", keys::ROUTES, out),
        route_place: top.route.map(|route| route.place),
        request: choose(&top.request, "request", keys::REQUESTS, out),
        case_id: top.case_id.map(|id| id.value),
        notified: top.notified.map(|day| day.value),
        respond_by_place: top.respond_by.as_ref().map(|day| day.place.clone()),
        respond_by: top.respond_by.map(|day| day.value),
        notice: top.notice.is_some(),
        complaints,
        complaint: top.complaint,
        orders: orders.into_iter().map(|order| order.value).collect(),
        items,
        product: top.product,
        sku: top.sku,
        causes,
        actions,
        arguments,
        evidence: cites.finish(out),
        stock,
        cites_unread,
    }
}

/// The value of a key that has few values; what is no such value is told with the nearest one.
pub fn choice(value: &Spanned<String>, key: &str, values: &[&'static str], out: &mut Vec<Finding>) -> Option<String> {
    if values.contains(&value.as_str()) {
        return Some(value.value.clone());
    }
    let finding = Finding::new("S010", value.place.clone())
        .arg("key", key)
        .arg("value", value.value.clone())
        .arg("allowed", values.join(", "));
    out.push(match nearest(value, values.iter().copied()) {
        Some(near) => finding.variant("similar").arg("nearest", near).meant(tidy::meant(value, values.iter().copied())),
        None => finding,
    });
    None
}

/// A key that is missing, unless it is there under a wrong name or with a wrong value.
fn missing(header: &Header, table: &str, key: &str, out: &mut Vec<Finding>) {
    if !header.tried(key) {
        out.push(Finding::new("S004", header.place.clone()).arg("key", key).arg("table", table));
    }
}

fn stance(top: &RawTop, out: &mut Vec<Finding>) -> Stance {
    match top.stance.as_ref().and_then(|stance| choice(stance, "stance", keys::STANCES, out)) {
        Some(stance) if stance == "dispute" => Stance::Dispute,
        _ => Stance::Appeal,
    }
}

fn kind(
    top: &RawTop,
    types: &IssueTypes,
    header: &Header,
    out: &mut Vec<Finding>,
) -> Option<crate::issue_type::IssueType> {
    let Some(kind) = &top.kind else {
        missing(header, "top", "type", out);
        return None;
    };
    if let Some(found) = types.find(kind) {
        return Some(found.clone());
    }
    let folder = |name: &str| name.strip_suffix("/type.toml") == Some(kind.trim());
    if let Some((name, reason)) = types.broken.iter().find(|(name, _)| folder(name)) {
        let detail = format!("templates/{name}: {reason}");
        out.push(Finding::new("X002", kind.place.clone()).arg("detail", detail));
        return None;
    }
    let allowed: Vec<&str> = types.iter().map(|t| t.id.as_str()).collect();
    let finding = Finding::new("S010", kind.place.clone())
        .arg("key", "type")
        .arg("value", kind.value.clone())
        .arg("allowed", allowed.join(", "));
    out.push(match types.nearest(kind) {
        Some(near) => finding.variant("similar").arg("nearest", near).meant(types.meant(kind)),
        None => finding,
    });
    None
}

fn marketplace(value: &Option<Spanned<String>>, out: &mut Vec<Finding>) -> &'static Marketplace {
    let Some(name) = value else { return &market::ALL[0] };
    Marketplace::find(name).unwrap_or_else(|| {
        let finding = Finding::new("S007", name.place.clone()).arg("value", name.value.clone());
        let known = market::ALL.iter().flat_map(|m| [m.code, m.domain]);
        out.push(match market::meant(name).or_else(|| nearest(name, known)) {
            Some(near) => finding.variant("marketplace-similar").arg("nearest", near).meant(market::meant(name)),
            None => finding.variant("marketplace"),
        });
        &market::ALL[0]
    })
}

/// Says what the whole case lacks: an appeal a cause and an action, a dispute an argument.
fn need<C, A, G>(
    header: &Header,
    stance: Stance,
    causes: &[C],
    actions: &[A],
    arguments: &[G],
    out: &mut Vec<Finding>,
) {
    let mut want = |empty: bool, key: &str, variant: &str| {
        if empty && !header.tried(key) {
            out.push(Finding::new("S004", header.place.clone()).variant(variant).arg("key", key).arg("table", "top"));
        }
    };
    match stance {
        Stance::Appeal => {
            want(causes.is_empty(), "root_cause", "cause");
            want(actions.is_empty(), "actions", "action");
        }
        Stance::Dispute => want(arguments.is_empty(), "arguments", "argument"),
    }
}

fn check_items(
    top: &RawTop,
    raw: Vec<crate::parse::raw::RawItem>,
    header: &Header,
    own_product: bool,
    out: &mut Vec<Finding>,
) -> Vec<Item> {
    let ways = [
        ("asin", top.asin.as_ref().map(|asin| asin.place.clone())),
        ("asins", top.asins.as_ref().and_then(|asins| asins.first()).map(|asin| asin.place.clone())),
        ("items", raw.first().map(|item| item.header.place.clone())),
    ];
    let mut given = ways.iter().filter_map(|(key, place)| place.as_ref().map(|place| (key, place)));
    let first = given.next();
    if let (Some((key, place)), Some((other, second))) = (first, given.next()) {
        out.push(
            Finding::new("S003", second.clone())
                .variant("conflict")
                .arg("key", *other)
                .arg("other", *key)
                .label(place.clone(), "other"),
        );
    }
    let mut items: Vec<Item> = Vec::new();
    let mut product_missing = false;
    if let Some(asin) = &top.asin {
        items.push(plain(asin.clone()));
    }
    items.extend(top.asins.iter().flatten().cloned().map(plain));
    for item in raw {
        let Some(asin) = item.asin else {
            missing(&item.header, "[[items]]", "asin", out);
            continue;
        };
        if item.product.is_none() && top.product.is_none() {
            missing(&item.header, "[[items]]", "product", out);
        }
        items.push(Item {
            asin,
            product: item.product,
            sku: item.sku,
            sold: item.sold.map(|n| n.value),
            checked: item.checked.map(|n| n.value),
            failed: item.failed.map(|n| n.value),
        });
    }
    let from_tables = matches!(first, Some((&"items", _)));
    if !from_tables && top.product.is_none() && !own_product {
        product_missing = true;
    }
    if first.is_none() && !["asin", "asins", "items"].iter().any(|key| header.tried(key)) {
        out.push(Finding::new("S004", header.place.clone()).variant("asin").arg("key", "asin").arg("table", "top"));
    }
    if product_missing {
        missing(header, "top", "product", out);
    }
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    items.retain(|item| {
        check_asin(&item.asin, out);
        match seen.get(&item.asin.value) {
            Some(place) => {
                out.push(
                    Finding::new("S008", item.asin.place.clone())
                        .variant("asin")
                        .arg("asin", item.asin.value.clone())
                        .label(place.clone(), "first")
                        .edit(match from_tables {
                            true => Edit::Twin { first: place.clone(), second: item.asin.place.clone() },
                            false => Edit::Element { place: item.asin.place.clone() },
                        }),
                );
                false
            }
            None => {
                seen.insert(item.asin.value.clone(), item.asin.place.clone());
                true
            }
        }
    });
    items
}

fn plain(asin: Spanned<String>) -> Item {
    Item { asin, product: None, sku: None, sold: None, checked: None, failed: None }
}

fn check_asin(asin: &Spanned<String>, out: &mut Vec<Finding>) {
    use ident::AsinProblem as P;
    let Err(problem) = ident::asin(asin) else { return };
    let finding = Finding::new("S005", asin.place.clone())
        .arg("asin", asin.value.clone())
        .meant(Some(tidy::asin(asin)).filter(|asin| ident::asin(asin).is_ok()));
    out.push(match problem {
        P::Length(length) => finding.variant("length").arg("length", length),
        P::Case(upper) => finding.variant("case").arg("upper", upper),
        P::Character(bad) => finding.variant("characters").arg("found", Arg::Text(bad.to_string())),
        P::CheckDigit(digit) => finding.variant("check-digit").arg("expected", digit.to_string()),
        P::Placeholder => finding.variant("placeholder"),
    });
}
