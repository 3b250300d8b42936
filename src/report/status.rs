//! Every case at a glance, as a table, as CSV, and for programs.

use serde_json::json;

use super::json::line;
use super::table::{aligned, csv, cut};
use crate::diag::Arg;
use crate::driver::status::{CaseStatus, Last};
use crate::locale::{Args, Locale};
use crate::quote::escaped;

/// The longest text of a cell.
const MOST: usize = 44;

/// One JSON object a line: `{"reason":"status", …}`
pub fn json(all: &[CaseStatus]) -> String {
    let one = |status: &CaseStatus| {
        let mut object = json!({"reason": "status"});
        if let (Some(object), Ok(serde_json::Value::Object(own))) =
            (object.as_object_mut(), serde_json::to_value(status))
        {
            object.extend(own);
        }
        line(&object)
    };
    all.iter().map(one).collect()
}

/// A table for spreadsheets; the names of columns are the same in every language.
pub fn as_csv(all: &[CaseStatus]) -> String {
    let header = [
        "case",
        "marketplace",
        "state",
        "respond_by",
        "days_left",
        "errors",
        "exhibits",
        "submissions",
        "refusals",
        "asins",
        "product",
        "type",
        "stance",
        "case_id",
        "last_date",
        "last_event",
        "last_text",
        "approved",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(all.iter().map(|status| {
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let last = status.last.as_ref();
        vec![
            status.case.clone(),
            status.marketplace.clone(),
            status.state.name().to_owned(),
            status.respond_by.map(|day| day.to_string()).unwrap_or_default(),
            status.days_left.map(|days| days.to_string()).unwrap_or_default(),
            number(status.errors),
            number(status.exhibits),
            status.submissions.to_string(),
            status.refusals.to_string(),
            status.asins.join(" "),
            status.product.clone().unwrap_or_default(),
            status.kind.clone().unwrap_or_default(),
            status.stance.to_owned(),
            status.case_id.clone().unwrap_or_default(),
            last.map(|last| last.date.to_string()).unwrap_or_default(),
            last.map(|last| last.kind.to_owned()).unwrap_or_default(),
            last.and_then(|last| last.what.clone()).unwrap_or_default(),
            status.approved.to_string(),
        ]
    }));
    csv(&rows)
}

/// A table for people.
pub fn human(all: &[CaseStatus], locale: &Locale) -> String {
    let many = all.windows(2).any(|two| two[0].marketplace != two[1].marketplace);
    let word = |id: &str| locale.word(&format!("status-{id}"));
    let mut header = vec![word("case"), word("state"), word("due"), word("errors"), word("exhibits"), word("last")];
    if many {
        header.insert(1, word("market"));
    }
    let mut rows = vec![header];
    rows.extend(all.iter().map(|status| {
        let number = |number: Option<usize>| number.map_or("–".to_owned(), |number| number.to_string());
        let mut row = vec![
            cut(&escaped(&status.case), 60),
            locale.word(&format!("state-{}", status.state.name())),
            due(status, locale),
            status.errors.map_or("?".to_owned(), |errors| errors.to_string()),
            number(status.exhibits),
            status.last.as_ref().map_or("–".to_owned(), |last| last_event(last, locale)),
        ];
        if many {
            row.insert(1, status.marketplace.clone());
        }
        row
    }));
    let mut text = aligned(&rows);
    let turn = all.iter().filter(|status| status.state.waits_for_seller()).count();
    let near = all.iter().filter(|status| status.days_left.is_some_and(|days| days <= 3)).count();
    let args = Args::from([
        ("count".to_owned(), Arg::from(all.len())),
        ("turn".to_owned(), Arg::from(turn)),
        ("near".to_owned(), Arg::from(near)),
    ]);
    text.push_str(&format!("\n{}\n", locale.text("status-sum", &args)));
    if all.iter().any(|status| status.errors.is_none()) {
        text.push_str(&format!("{}\n", locale.word("status-unchecked")));
    }
    text
}

fn due(status: &CaseStatus, locale: &Locale) -> String {
    let Some(days) = status.days_left else { return "–".to_owned() };
    let count = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
    let id = match days {
        0 => "status-today",
        days if days < 0 => "status-past",
        _ => "status-days",
    };
    locale.text(id, &Args::from([("days".to_owned(), Arg::from(count))]))
}

/// What happened last, in a few words.
pub fn last_event(last: &Last, locale: &Locale) -> String {
    let said = last.what.clone().unwrap_or_default();
    let what = match last.kind {
        "outcome" => locale.word(&format!("state-{said}")),
        "submitted" => locale.text("event-submitted", &Args::from([("n".to_owned(), Arg::from(said))])),
        "approved" => locale.text("event-approved", &Args::from([("by".to_owned(), Arg::from(said))])),
        _ => escaped(&said),
    };
    cut(&format!("{} {what}", last.date), MOST)
}
