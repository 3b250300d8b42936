//! The data that templates get: one JSON object for the letter, one for the bundle. Seller text
//! is in it as text and nothing else. Causes, actions and arguments also come in brief, for the
//! table on page 1 of the bundle.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::brief::brief;
use super::layout::{Layout, Pages, cited_at, reduced, volumes};
use super::mask::{self, Rules};
use super::printed::{self, one_line};
use super::{Exhibit, action_order, leaves, left_out, reported};
use crate::check::case::{Action, Case, Cite, Evidence};
use crate::check::settings::Settings;
use crate::evidence::Content;
use crate::evidence::outline::shown;
use crate::fonts::{Chosen, spell_out};
use crate::market::Day;

/// What stands for a day that is missing in a draft.
const GAP: &str = "[date missing]";

/// Words of a statement in the table on page 1: about three lines.
const GIST: usize = 42;

/// What the data are made from.
pub struct Source<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its exhibits.
    pub exhibits: &'a [Exhibit],
    /// Settings.
    pub settings: &'a Settings,
    /// Fonts that its characters need.
    pub fonts: &'a Chosen,
    /// The date that is printed.
    pub today: Date,
    /// Whether gaps are marked, and every page says DRAFT.
    pub draft: bool,
}

impl Source<'_> {
    fn day(&self, date: Date) -> Value {
        json!(Day::new(date, self.case.marketplace))
    }

    fn maybe_day(&self, date: Option<Date>) -> Value {
        date.map_or(Value::Null, |date| self.day(date))
    }

    /// The data of the letter; `pages` says where the exhibits are, `total` how many pages the
    /// bundle has.
    pub fn letter(&self, pages: &Pages, total: usize) -> Value {
        let mut data = self.common(Some(pages));
        data["bundle_pages"] = json!(total);
        data["bundle_volumes"] = json!(volumes(pages));
        data["exhibits"] = self.exhibits.iter().map(|exhibit| self.exhibit(exhibit, Some(pages))).collect();
        data["reported"] = reported::tally(self.case).map_or(Value::Null, |tally| {
            let own = self.exhibits.iter().find(|exhibit| self.case.evidence[exhibit.evidence].is_complaints());
            let mut said = reported::letter(self.case, tally);
            said["cite"] = json!(own.map(|own| self.cite_all(&[own], Some(pages))));
            said
        });
        data
    }

    /// The data of the bundle, or of one of its volumes.
    pub fn bundle(&self, layout: &Layout<'_>) -> Value {
        let mut data = self.common(None);
        data["exhibits"] = self.exhibits.iter().map(|exhibit| self.bundle_exhibit(exhibit, layout)).collect();
        data["timeline"] = self.timeline();
        data["volume"] = layout
            .volume
            .map_or(Value::Null, |volume| json!({"number": volume.number, "of": volume.of, "offset": volume.offset}));
        data
    }

    /// What the pages look like: language, paper, fonts. It stands in a file of its own, for it is mostly
    /// the same for all cases of a workspace, and modules of templates that read no other are evaluated once.
    pub fn setting(&self) -> Value {
        let of_marketplace = || if self.case.marketplace.us_letter() { "us-letter" } else { "a4" }.to_owned();
        let paper = self.settings.paper.clone().unwrap_or_else(of_marketplace);
        let fonts = |first: &str| -> Vec<String> {
            let extras = self.fonts.extras.iter().map(|extra| extra.family.clone());
            std::iter::once(first.to_owned()).chain(extras).collect()
        };
        json!({
            "language": self.case.language,
            "paper": paper,
            "fonts": fonts("Libertinus Serif"),
            "mono": fonts("DejaVu Sans Mono"),
        })
    }

    fn common(&self, pages: Option<&Pages>) -> Value {
        let case = self.case;
        let kind = case.kind.as_ref();
        let word = |map: Option<&BTreeMap<String, String>>| {
            map.and_then(|map| map.get(&case.language).or_else(|| map.get("en"))).cloned().unwrap_or_default()
        };
        let text = |text: &Option<crate::source::Spanned<String>>| text.as_ref().map(|text| one_line(text));
        let id = kind.map(|kind| kind.id.clone()).unwrap_or_default();
        let actions = action_order(case);
        let numbered = |preventive: bool| -> Value {
            let all = actions.iter().enumerate().map(|(at, index)| (at + 1, &case.actions[*index]));
            all.filter(|(_, action)| action.preventive == preventive)
                .map(|(number, action)| self.action(number, action, pages))
                .collect()
        };
        json!({
            "language": case.language,
            "case": {"path": case.path, "name": case.path.rsplit('/').next()},
            "seller": {"name": text(&self.settings.seller_name), "store": text(&self.settings.store)},
            "type": {
                "id": id,
                "family": id.split('/').next(),
                "name": word(kind.map(|kind| &kind.name)),
                "finding": word(kind.map(|kind| &kind.finding)),
                "subject": word(kind.map(|kind| &kind.subject)),
                "areas": kind.map(|kind| kind.areas.clone()).unwrap_or_default(),
            },
            "stance": case.stance.name(),
            "route": case.route,
            "marketplace": case.marketplace,
            "case_id": case.case_id,
            "request": case.request,
            "asins": case.items.iter().map(|item| item.asin.as_str()).collect::<Vec<_>>(),
            "product": text(&case.product),
            "sku": text(&case.sku),
            "items": self.items(),
            "has_figures": case.items.iter().any(|i| i.sold.is_some() || i.checked.is_some() || i.failed.is_some()),
            "orders": case.orders,
            "notified": self.maybe_day(case.notified),
            "respond_by": self.maybe_day(case.respond_by),
            "complaint": text(&case.complaint),
            "causes": case.causes.iter().enumerate().map(|(at, cause)| json!({
                "number": at + 1,
                "id": cause.id.as_ref().map(|id| id.as_str()),
                "area": cause.area,
                "statement": text(&cause.statement).unwrap_or_default(),
                "brief": gist(&cause.statement),
                "asins": cause.asins,
                "exhibits": self.refs(&cause.cites, pages),
                "cite": self.cite(&cause.cites, pages),
            })).collect::<Vec<_>>(),
            "corrective": numbered(false),
            "preventive": numbered(true),
            "arguments": case.arguments.iter().enumerate().map(|(at, argument)| json!({
                "number": at + 1,
                "claim": text(&argument.claim).unwrap_or_default(),
                "brief": gist(&argument.claim),
                "asins": argument.asins,
                "exhibits": self.refs(&argument.cites, pages),
                "cite": self.cite(&argument.cites, pages),
            })).collect::<Vec<_>>(),
            "stock": case.stock.as_ref().map(|stock| json!({
                "as_of": self.maybe_day(stock.as_of),
                "at_amazon": stock.at_amazon,
                "recalled": stock.recalled,
                "received": stock.received,
                "sellable": stock.sellable,
                "exhibits": self.refs(&stock.cites, pages),
                "cite": self.cite(&stock.cites, pages),
            })),
            "bundle_pages": null,
            "bundle_volumes": 1,
            "today": self.day(self.today),
            "draft": self.draft,
            "tool": concat!("appealc ", env!("CARGO_PKG_VERSION")),
            "form_notes": [],
            "reported": null,
            "since": null,
        })
    }

    fn items(&self) -> Value {
        let case = self.case;
        let all = case.items.iter().map(|item| {
            let rate = match (item.checked, item.failed) {
                (Some(checked), Some(failed)) if checked > 0 => {
                    Some(format!("{:.1} %", failed as f64 * 100.0 / checked as f64))
                }
                _ => None,
            };
            json!({
                "asin": item.asin.as_str(),
                "product": item.product.as_ref().or(case.product.as_ref()).map(|product| one_line(product)),
                "sku": item.sku.as_ref().or(case.sku.as_ref()).map(|sku| one_line(sku)),
                "sold": item.sold,
                "checked": item.checked,
                "failed": item.failed,
                "failed_rate": rate,
            })
        });
        all.collect()
    }

    fn action(&self, number: usize, action: &Action, pages: Option<&Pages>) -> Value {
        let text = |text: &Option<crate::source::Spanned<String>>| text.as_ref().map(|text| one_line(text));
        let causes: BTreeSet<usize> = action.addresses.iter().map(|at| at + 1).collect();
        json!({
            "number": number,
            "anchor": format!("action-{number}"),
            "area": action.area.as_ref().map(|area| area.as_str()),
            "started": self.maybe_day(action.started),
            "done": match &action.done {
                None if self.draft => json!({"iso": GAP, "long": GAP, "short": GAP}),
                done => self.maybe_day(done.as_ref().map(|done| done.value)),
            },
            "what": text(&action.what).unwrap_or_default(),
            "brief": gist(&action.what),
            "causes": causes,
            "owner": text(&action.owner),
            "frequency": text(&action.frequency),
            "asins": action.asins,
            "exhibits": self.refs(&action.cites, pages),
            "cite": self.cite(&action.cites, pages),
        })
    }

    /// The exhibits that are cited, in order of number.
    fn cited(&self, cites: &[Cite]) -> Vec<&Exhibit> {
        let mut cited: Vec<&Exhibit> = cites
            .iter()
            .filter_map(|cite| self.exhibits.iter().find(|exhibit| exhibit.evidence == cite.evidence))
            .collect();
        cited.sort_by_key(|exhibit| exhibit.number);
        cited
    }

    fn refs(&self, cites: &[Cite], pages: Option<&Pages>) -> Value {
        let cited = self.cited(cites).into_iter().map(|exhibit| {
            let evidence = &self.case.evidence[exhibit.evidence];
            json!({
                "number": exhibit.number,
                "page": pages.and_then(|pages| pages.get(&exhibit.number)).map(|place| place.label),
                "caption": one_line(&evidence.caption),
                "kind": evidence.kind,
            })
        });
        cited.collect()
    }

    /// `Exhibits 1, 2 (bundle pp. 4, 5)`.
    fn cite(&self, cites: &[Cite], pages: Option<&Pages>) -> String {
        self.cite_all(&self.cited(cites), pages)
    }

    fn cite_all(&self, cited: &[&Exhibit], pages: Option<&Pages>) -> String {
        let numbers: Vec<String> = cited.iter().map(|exhibit| exhibit.number.to_string()).collect();
        let mut cite = match numbers.as_slice() {
            [] => return String::new(),
            [one] => format!("Exhibit {one}"),
            many => format!("Exhibits {}", many.join(", ")),
        };
        let at = pages.map(|pages| cited_at(pages, cited.iter().map(|exhibit| exhibit.number))).unwrap_or_default();
        if !at.is_empty() {
            cite.push_str(&format!(" ({at})"));
        }
        cite
    }

    fn exhibit(&self, exhibit: &Exhibit, pages: Option<&Pages>) -> Value {
        let evidence = &self.case.evidence[exhibit.evidence];
        let at = pages.and_then(|pages| pages.get(&exhibit.number));
        json!({
            "number": exhibit.number,
            "id": evidence.id,
            "kind": evidence.kind,
            "kind_name": kind_name(&evidence.kind),
            "caption": one_line(&evidence.caption),
            "date": self.maybe_day(evidence.date),
            "page": at.map(|place| place.label),
            "pages": at.map(|place| place.pages),
            "volume": at.filter(|_| pages.map(volumes) > Some(1)).map(|place| place.volume),
            "cited_by": exhibit.cited_by.iter().map(super::Citer::name).collect::<Vec<_>>(),
        })
    }

    fn bundle_exhibit(&self, exhibit: &Exhibit, layout: &Layout<'_>) -> Value {
        let evidence = &self.case.evidence[exhibit.evidence];
        let mut data = self.exhibit(exhibit, Some(layout.pages));
        let volume = layout.pages.get(&exhibit.number).map(|place| place.volume);
        data["here"] = json!(layout.volume.is_none_or(|own| volume == Some(own.number)));
        data["reduced"] = reduced(exhibit, layout.reduced);
        let text = |text: &Option<crate::source::Spanned<String>>| text.as_ref().map(|text| one_line(text));
        data["file"] = Value::Null;
        data["left_out"] = json!([]);
        data["source_pages"] = Value::Null;
        if let Some(file) = &evidence.file {
            data["file"] = json!(spell_out(&file.name, &self.fonts.missing));
            data["sha256"] = json!(file.sha256());
            data["bytes"] = json!(file.bytes);
            data["masked"] = json!(leaves::masked(file, Rules::of(self.case, evidence)));
            data["left_out"] = json!(left_out::words(&file.inspected.left_out));
            data["source_pages"] = json!(source_pages(&file.inspected.content));
            data["locked"] = json!(file.inspected.locked);
            data["redacted"] = file.original.as_ref().map_or(Value::Null, |original| {
                data["source_pages"] = json!(original.pages);
                let pages: Vec<usize> = original.boxes.iter().filter(|(_, n)| *n > 0).map(|(page, _)| *page).collect();
                let boxes: usize = original.boxes.iter().map(|(_, boxes)| boxes).sum();
                json!({"sha256": original.sha256, "boxes": boxes, "pages": pages})
            });
        }
        data["note"] = json!(text(&evidence.note));
        data["translation"] = json!(text(&evidence.translation));
        data["asins"] = json!(evidence.asins);
        data["cites"] = exhibit.cited_by.iter().map(|c| json!({"kind": c.kind, "number": c.number})).collect();
        data["pair"] = json!(exhibit.pair.map(|pair| json!({
            "with": pair.with,
            "role": if pair.after { "after" } else { "before" },
        })));
        data["body"] = self.body(exhibit, evidence);
        data
    }

    fn body(&self, exhibit: &Exhibit, evidence: &Evidence) -> Value {
        let missing = &self.fonts.missing;
        if evidence.is_complaints() {
            return reported::tally(self.case).map_or(Value::Null, |tally| reported::page(self.case, tally, missing));
        }
        let Some(file) = &evidence.file else { return Value::Null };
        let rules = Rules::of(self.case, evidence);
        match &file.inspected.content {
            Content::Image(image) => json!({
                "kind": "image",
                "slot": exhibit.slots.first().map(|(slot, _)| slot),
                "w": image.width,
                "h": image.height,
            }),
            Content::Pages(sizes) => {
                let pages: Vec<usize> = exhibit.slots.iter().map(|(_, page)| *page).collect();
                let mut bookmarks = shown(&file.inspected.outline, &pages);
                let mut page = |(slot, page): &(u32, usize)| {
                    let size = sizes.get(page - 1)?;
                    // A page that is shown twice has them where it stands first.
                    let here = bookmarks.extract_if(.., |bookmark| bookmark.page == Some(*page));
                    let here: Vec<Value> =
                        here.map(|bookmark| json!({"depth": bookmark.depth, "title": bookmark.title})).collect();
                    let source = file.original.as_ref().and_then(|original| original.boxes.get(page - 1));
                    let source = source.map_or(*page, |(page, _)| *page);
                    let mut data = json!({"slot": slot, "w": size.width, "h": size.height, "source_page": source});
                    if !here.is_empty() {
                        data["bookmarks"] = json!(here);
                    }
                    Some(data)
                };
                json!({"kind": "pages", "pages": exhibit.slots.iter().filter_map(&mut page).collect::<Vec<_>>()})
            }
            Content::Text { text, .. } => printed::text(&spell_out(text, missing)),
            Content::Table { rows, total_rows, .. } => {
                let spelt = |row: &Vec<String>| row.iter().map(|cell| spell_out(cell, missing)).collect();
                let rows: Vec<Vec<String>> = rows.iter().take(printed::ROWS + 1).map(spelt).collect();
                printed::table(&mask::table(&rows, rules, &mut Vec::new()), *total_rows)
            }
            Content::Sheets(_) | Content::Mail(_) | Content::Document(_) | Content::Video(_) => {
                json!({"kind": "leaves", "leaves": leaves::leaves(file, exhibit, missing, rules)})
            }
        }
    }

    fn timeline(&self) -> Value {
        let case = self.case;
        let mut events: Vec<(Date, u8, Value)> = Vec::new();
        if let Some(date) = case.notified {
            events.push((date, 0, json!({"what": "Amazon's notice", "kind": "notice", "ref": null, "exhibit": null})));
        }
        if let Some(date) = case.respond_by {
            let what =
                json!({"what": "Deadline stated in the notice", "kind": "deadline", "ref": null, "exhibit": null});
            events.push((date, 3, what));
        }
        for (at, index) in action_order(case).into_iter().enumerate() {
            let action = &case.actions[index];
            let Some(done) = &action.done else { continue };
            let what = action.what.as_ref().map(|what| one_line(what)).unwrap_or_default();
            let first = self.cited(&action.cites).first().map(|exhibit| exhibit.number);
            let event = json!({
                "what": brief(&what, 24),
                "kind": "action",
                "ref": {"kind": "action", "number": at + 1},
                "exhibit": first,
            });
            events.push((done.value, 2, event));
        }
        for exhibit in self.exhibits {
            let evidence = &case.evidence[exhibit.evidence];
            let Some(date) = evidence.date else { continue };
            let what = one_line(&evidence.caption);
            events.push((date, 1, json!({"what": what, "kind": "evidence", "ref": null, "exhibit": exhibit.number})));
        }
        events.sort_by_key(|(date, rank, _)| (*date, *rank));
        let dated = events.into_iter().map(|(date, _, mut event)| {
            event["date"] = self.day(date);
            event
        });
        dated.collect()
    }
}

/// How many pages a source has: a picture, a text and a table count as one.
pub fn source_pages(content: &Content) -> usize {
    if let Content::Pages(sizes) = content { sizes.len() } else { 1 }
}

/// A statement for a line of a table: its first sentences, see [`brief`].
fn gist(text: &Option<crate::source::Spanned<String>>) -> String {
    let short = text.as_ref().map(|text| brief(&one_line(text), GIST)).unwrap_or_default();
    let whole = short.is_empty() || short.ends_with(['.', '…', '!', '?', '。', '"', '”']);
    if whole { short } else { short + "." }
}

/// A kind in English: `listing-screenshot` → `Listing screenshot`, `sop` → `SOP`.
fn kind_name(kind: &str) -> String {
    match kind {
        "sop" => "Standard operating procedure".to_owned(),
        "other" => "Document".to_owned(),
        kind => {
            let plain = kind.replace('-', " ");
            let mut chars = plain.chars();
            chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
        }
    }
}

/// Every character of the seller's own printed text, with the place of the text.
pub fn printed_text(case: &Case, settings: &Settings) -> Vec<crate::source::Spanned<String>> {
    let mut all: Vec<&crate::source::Spanned<String>> = Vec::new();
    all.extend(settings.seller_name.iter().chain(&settings.store));
    all.extend(case.product.iter().chain(&case.sku).chain(&case.complaint));
    for item in &case.items {
        all.extend(item.product.iter().chain(&item.sku));
    }
    all.extend(case.causes.iter().filter_map(|cause| cause.statement.as_ref()));
    for action in &case.actions {
        all.extend(action.what.iter().chain(&action.owner).chain(&action.frequency));
    }
    all.extend(case.arguments.iter().filter_map(|argument| argument.claim.as_ref()));
    for evidence in &case.evidence {
        all.push(&evidence.caption);
        all.extend(evidence.note.iter().chain(&evidence.translation));
    }
    all.into_iter().filter(|text| !text.is_empty()).cloned().collect()
}

/// The text of an evidence file that is printed, its name included.
pub fn evidence_text(evidence: &Evidence) -> String {
    let Some(file) = &evidence.file else { return String::new() };
    let mut text = file.name.clone();
    match &file.inspected.content {
        Content::Text { text: body, .. } => body.split('\n').take(printed::LINES).for_each(|line| text.push_str(line)),
        Content::Table { rows, .. } => {
            rows.iter().take(printed::ROWS + 1).flatten().for_each(|cell| text.push_str(cell));
        }
        Content::Sheets(_) | Content::Mail(_) | Content::Document(_) | Content::Video(_) => {
            leaves::text(file, &mut text)
        }
        Content::Image(_) | Content::Pages(_) => {}
    }
    text
}
