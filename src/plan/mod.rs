//! What goes into the outputs: exhibits and their order, placeholders, the data of templates.

use std::collections::BTreeSet;

use crate::check::case::{Case, Evidence};
use crate::evidence::Content;

/// A statement in few words.
pub mod brief;

/// The data of templates.
pub mod context;

/// Text documents, as they are printed.
pub mod documents;

/// What a case is made from.
pub mod fingerprint;

/// Where exhibits stand in a bundle.
pub mod layout;

/// Exhibits of several parts: spreadsheets, documents, mail.
pub mod leaves;

/// What is not in the bundle, in words.
pub mod left_out;

/// The manifest.
pub mod manifest;

/// Buyers' data in tables.
pub mod mask;

/// Which pictures are shown smaller.
pub mod reduce;

/// What Amazon's reports say, as it is shown.
pub mod reported;

/// What the letter says, to be compared with others.
pub mod said;

/// What is new since the last submission.
pub mod since;

/// Where a bundle is cut into files.
pub mod volumes;

/// Text and tables, as they are printed.
pub mod printed;

/// Spreadsheets, as they are printed.
pub mod sheets;

/// How large pictures and pages are.
pub mod sizes;

/// An exhibit.
#[derive(Debug, Clone)]
pub struct Exhibit {
    /// Its number, from 1.
    pub number: usize,
    /// Index into [`Case::evidence`].
    pub evidence: usize,
    /// Shown side by side with another.
    pub pair: Option<Pair>,
    /// Who cites it.
    pub cited_by: Vec<Citer>,
    /// Placeholders of its pictures or pages: slot and source page (0 for a picture).
    pub slots: Vec<(u32, usize)>,
    /// Placeholders of what lies inside its file: attachments of a mail, pictures of a document.
    pub inside: Vec<Inside>,
}

impl Exhibit {
    /// All its placeholders, in the order in which they are numbered.
    pub fn placeholders(&self) -> impl Iterator<Item = u32> {
        self.slots.iter().map(|(slot, _)| *slot).chain(self.inside.iter().map(|place| place.slot))
    }
}

/// A placeholder of a picture or page that lies in a file inside the exhibit's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// The placeholder's number.
    pub slot: u32,
    /// The way to the file: its index in the file around it, outermost first.
    pub way: Vec<usize>,
    /// The source page, 0 for a picture.
    pub page: usize,
}

/// The other half of a before/after pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The other's number.
    pub with: usize,
    /// Whether this one is the later.
    pub after: bool,
}

/// What cites an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citer {
    /// `cause`, `action`, `argument`, `stock`.
    pub kind: &'static str,
    /// The number that the letter gives it, from 1.
    pub number: usize,
    /// Its index in the file: `actions[0]`.
    pub index: usize,
}

/// The exhibits of a case, numbered in the order in which the letter first cites them; uncited
/// ones follow. The halves of a pair stand together, the earlier first.
pub fn plan(case: &Case) -> Vec<Exhibit> {
    let mut order: Vec<usize> = Vec::new();
    let pairs = pairs(case);
    let mut add = |at: usize| {
        // What reports say is shown if they could be used.
        if case.evidence.get(at).is_some_and(Evidence::is_complaints) && reported::tally(case).is_none() {
            return;
        }
        let pair = pairs.iter().find(|(before, after)| *before == at || *after == at);
        let both = pair.map_or([at, at], |(before, after)| [*before, *after]);
        for at in both {
            if !order.contains(&at) {
                order.push(at);
            }
        }
    };
    case.cites().for_each(|cite| add(cite.evidence));
    (0..case.evidence.len()).for_each(&mut add);

    let citers = citers(case);
    let mut slot = 0u32;
    let mut exhibits = Vec::new();
    for (index, &evidence) in order.iter().enumerate() {
        let number = index + 1;
        let place = |wanted: usize| order.iter().position(|at| *at == wanted).map(|at| at + 1);
        let pair = pairs.iter().find_map(|(before, after)| match evidence {
            at if at == *before => place(*after).map(|with| Pair { with, after: false }),
            at if at == *after => place(*before).map(|with| Pair { with, after: true }),
            _ => None,
        });
        let slots = case.evidence.get(evidence).map(source_pages).unwrap_or_default();
        let slots = slots
            .into_iter()
            .map(|page| {
                slot += 1;
                (slot - 1, page)
            })
            .collect();
        let mut found = Vec::new();
        if let Some(file) = case.evidence.get(evidence).and_then(|evidence| evidence.file.as_ref()) {
            inside(&file.inspected.content, &mut Vec::new(), &mut found);
        }
        let inside = found.into_iter().map(|(way, page)| {
            slot += 1;
            Inside { slot: slot - 1, way, page }
        });
        let inside = inside.collect();
        let cited_by = citers.iter().filter(|(at, _)| *at == evidence).map(|(_, citer)| *citer).collect();
        exhibits.push(Exhibit { number, evidence, pair, cited_by, slots, inside });
    }
    exhibits
}

/// The source pages that are shown, 0 for a picture; text and tables have none.
fn source_pages(evidence: &Evidence) -> Vec<usize> {
    match evidence.file.as_ref().map(|file| &file.inspected.content) {
        Some(Content::Image(_)) => vec![0],
        Some(Content::Pages(sizes)) if evidence.pages.is_empty() => (1..=sizes.len()).collect(),
        Some(Content::Pages(_)) => evidence.pages.clone(),
        _ => Vec::new(),
    }
}

/// The pictures and pages inside a file, by the way to each.
fn inside(content: &Content, way: &mut Vec<usize>, found: &mut Vec<(Vec<usize>, usize)>) {
    for (at, enclosed) in content.enclosed().iter().enumerate() {
        let Some(inspected) = enclosed.inspected.as_ref() else { continue };
        way.push(at);
        match &inspected.content {
            Content::Image(_) => found.push((way.clone(), 0)),
            Content::Pages(sizes) => found.extend((1..=sizes.len()).map(|page| (way.clone(), page))),
            content => inside(content, way, found),
        }
        way.pop();
    }
}

/// Before/after pairs: both pictures, each in one pair only.
fn pairs(case: &Case) -> Vec<(usize, usize)> {
    let is_image = |at: usize| {
        let file = case.evidence.get(at).and_then(|e| e.file.as_ref());
        file.is_some_and(|file| matches!(file.inspected.content, Content::Image(_)))
    };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut taken = BTreeSet::new();
    for (after, evidence) in case.evidence.iter().enumerate() {
        let Some(before) = evidence.after else { continue };
        if is_image(before) && is_image(after) && !taken.contains(&before) && !taken.contains(&after) {
            taken.extend([before, after]);
            pairs.push((before, after));
        }
    }
    pairs
}

/// The order of actions in the letter: corrective ones, then preventive ones; indices into
/// [`Case::actions`].
pub fn action_order(case: &Case) -> Vec<usize> {
    let of = |preventive| (0..case.actions.len()).filter(move |at| case.actions[*at].preventive == preventive);
    of(false).chain(of(true)).collect()
}

fn citers(case: &Case) -> Vec<(usize, Citer)> {
    let mut all = Vec::new();
    for (index, cause) in case.causes.iter().enumerate() {
        all.extend(cause.cites.iter().map(|c| (c.evidence, Citer { kind: "cause", number: index + 1, index })));
    }
    for (number, index) in action_order(case).into_iter().enumerate() {
        let cites = case.actions[index].cites.iter();
        all.extend(cites.map(|c| (c.evidence, Citer { kind: "action", number: number + 1, index })));
    }
    if let Some(stock) = &case.stock {
        all.extend(stock.cites.iter().map(|c| (c.evidence, Citer { kind: "stock", number: 1, index: 0 })));
    }
    for (index, argument) in case.arguments.iter().enumerate() {
        all.extend(argument.cites.iter().map(|c| (c.evidence, Citer { kind: "argument", number: index + 1, index })));
    }
    all
}

impl Citer {
    /// Its key in the case file, for the manifest: `actions[0]`.
    pub fn key(&self) -> String {
        match self.kind {
            "cause" => format!("root_cause[{}]", self.index),
            "action" => format!("actions[{}]", self.index),
            "argument" => format!("arguments[{}]", self.index),
            other => other.to_owned(),
        }
    }

    /// Its name in print: `Action 1`.
    pub fn name(&self) -> String {
        match self.kind {
            "cause" => format!("Cause {}", self.number),
            "action" => format!("Action {}", self.number),
            "argument" => format!("Argument {}", self.number),
            _ => "Stock".to_owned(),
        }
    }
}
