//! What the letter of a case says, as data: kept in the manifest, compared with later ones.

use super::printed::one_line;
use super::{Exhibit, action_order, reported};
use crate::check::case::{Action, Case, Cite};
use crate::history::said::{Point, Proof, Said};
use crate::read;
use crate::source::Spanned;

/// What a case says, with these exhibits.
pub fn said(case: &Case, exhibits: &[Exhibit]) -> Said {
    let ids = |cites: &[Cite]| -> Vec<String> {
        let cited = cites.iter().filter_map(|cite| case.evidence.get(cite.evidence));
        cited.map(|evidence| evidence.id.clone()).collect()
    };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| one_line(text));
    let action = |action: &Action| Point {
        id: None,
        area: action.area.as_ref().map(|area| area.value.clone()),
        text: text(&action.what).unwrap_or_default(),
        started: action.started,
        done: action.done.as_ref().map(|done| done.value),
        owner: text(&action.owner),
        frequency: text(&action.frequency),
        exhibits: ids(&action.cites),
    };
    let actions = |preventive: bool| -> Vec<Point> {
        let all = action_order(case).into_iter().map(|at| &case.actions[at]);
        all.filter(|one| one.preventive == preventive).map(action).collect()
    };
    let causes = case.causes.iter().map(|cause| Point {
        id: cause.id.as_ref().map(|id| id.value.clone()),
        area: cause.area.clone(),
        text: text(&cause.statement).unwrap_or_default(),
        exhibits: ids(&cause.cites),
        ..Point::default()
    });
    let arguments = case.arguments.iter().map(|argument| Point {
        text: text(&argument.claim).unwrap_or_default(),
        exhibits: ids(&argument.cites),
        ..Point::default()
    });
    Said {
        kind: case.kind.as_ref().map(|kind| kind.id.clone()).unwrap_or_default(),
        stance: case.stance.name().to_owned(),
        route: case.route.clone(),
        asins: case.items.iter().map(|item| item.asin.value.clone()).collect(),
        causes: causes.collect(),
        corrective: actions(false),
        preventive: actions(true),
        arguments: arguments.collect(),
        figures: figures(case),
        exhibits: exhibits.iter().map(|exhibit| proof(case, exhibit)).collect(),
    }
}

/// The numbers of stock and of each ASIN that has some.
fn figures(case: &Case) -> Vec<String> {
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    let stock = case.stock.as_ref().map(|stock| {
        let numbers = [stock.at_amazon, stock.recalled, stock.received, stock.sellable].map(number);
        let day = stock.as_of.map(|day| day.to_string()).unwrap_or_default();
        format!("stock {} {day}", numbers.join(" "))
    });
    let items = case.items.iter().filter_map(|item| {
        let numbers = [item.sold, item.checked, item.failed];
        let any = numbers.iter().any(Option::is_some);
        any.then(|| format!("{} {}", item.asin.value, numbers.map(number).join(" ")))
    });
    stock.into_iter().chain(items).collect()
}

fn proof(case: &Case, exhibit: &Exhibit) -> Proof {
    let evidence = &case.evidence[exhibit.evidence];
    let file = evidence.file.as_ref().map(|file| file.sha256().to_owned());
    // The page made from reports has no file: its numbers are its content.
    let tally =
        || reported::tally(case).and_then(|tally| serde_json::to_vec(tally).ok()).map(|text| read::sha256(&text));
    let slip = evidence.note.iter().chain(&evidence.translation).map(|text| one_line(text));
    Proof {
        number: exhibit.number,
        id: evidence.id.clone(),
        kind: evidence.kind.clone(),
        caption: one_line(&evidence.caption),
        sha256: file.or_else(tally).unwrap_or_default(),
        pages: evidence.pages.clone(),
        slip: slip.collect::<Vec<_>>().join(" / "),
    }
}
