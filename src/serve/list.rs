//! The list of cases: what is asked for, in the order that is asked for, a part at a time.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Site;
use super::state::{Case, Cases};

/// Most cases of an answer.
const MOST: usize = 20_000;
/// Deadlines within so many days are soon.
pub const SOON: i32 = 7;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Words that must all be there.
    pub q: String,
    /// Which cases: one of `VIEWS`.
    pub view: String,
    /// The state of a case.
    pub state: String,
    /// The type.
    pub kind: String,
    /// `urgency`, `name`, `problems`, `state`, `built`.
    pub sort: String,
    /// How many.
    pub count: usize,
}

/// Whether a case belongs to a view on a day.
type Belongs = fn(&Case, Date) -> bool;

/// What can be looked at, each by its name and by what belongs to it.
const VIEWS: &[(&str, Belongs)] = &[
    ("all", |_, _| true),
    ("errors", |case, _| case.errors() > 0),
    ("warnings", |case, _| case.warnings() > 0),
    ("due", |case, today| days(case, today).is_some_and(|days| days <= SOON)),
    ("unbuilt", |case, _| matches!(case.outputs(), "none" | "stale")),
    ("ready", |case, _| case.outputs() == "fresh" && case.errors() == 0),
];

/// Days until the deadline.
fn days(case: &Case, today: Date) -> Option<i32> {
    Some((case.life.due? - today).get_days())
}

/// The list.
pub fn list(site: &Site, query: &Query) -> Value {
    let today = (site.setup.today)();
    site.book.read(|cases| answer(cases, query, today))
}

fn answer(cases: &Cases, query: &Query, today: Date) -> Value {
    let words: Vec<String> = query.q.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let found: Vec<(&String, &Case)> = cases
        .all
        .iter()
        .filter(|(path, case)| words.iter().all(|word| case.head.words.contains(word) || path.contains(word)))
        .collect();
    let counts =
        VIEWS.iter().map(|(name, belongs)| (*name, found.iter().filter(|(_, case)| belongs(case, today)).count()));
    let counts: Map<String, Value> = counts.map(|(name, count)| (name.to_owned(), json!(count))).collect();
    let mut states: Map<String, Value> = Map::new();
    let mut kinds: Map<String, Value> = Map::new();
    for (_, case) in &found {
        for (all, name) in [(&mut states, case.state()), (&mut kinds, case.head.kind.as_str())] {
            let count = all.entry(name).or_insert(json!(0));
            *count = json!(count.as_u64().unwrap_or(0) + 1);
        }
    }
    let belongs = VIEWS.iter().find(|(name, _)| *name == query.view).map_or(VIEWS[0].1, |(_, belongs)| *belongs);
    let wanted = |given: &str, own: &str| given.is_empty() || given == own;
    let mut shown: Vec<(&String, &Case)> = found
        .into_iter()
        .filter(|(_, case)| belongs(case, today))
        .filter(|(_, case)| wanted(&query.state, case.state()) && wanted(&query.kind, &case.head.kind))
        .collect();
    match query.sort.as_str() {
        "name" => {}
        "problems" => shown.sort_by_key(|(_, case)| Reverse((case.errors(), case.warnings()))),
        "state" => shown.sort_by_key(|(_, case)| case.state()),
        "built" => shown.sort_by_key(|(_, case)| Reverse(case.built.as_ref().map(|built| built.date.clone()))),
        "product" => shown.sort_by(|(_, one), (_, other)| one.head.product.cmp(&other.head.product)),
        // What is to be done first stands first.
        _ => shown.sort_by_key(|(_, case)| (case.life.turn, case.life.due.unwrap_or(Date::MAX))),
    }
    let total = shown.len();
    let rows = shown.iter().take(query.count.clamp(1, MOST)).map(|(path, case)| row(path, case, today));
    json!({
        "version": cases.version,
        "all": cases.all.len(),
        "checked": cases.all.values().filter(|case| case.checked.is_some()).count(),
        "counts": counts,
        "states": states,
        "kinds": kinds,
        "total": total,
        "today": today,
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// A case in the list.
pub fn row(path: &str, case: &Case, today: Date) -> Value {
    let (head, built) = (&case.head, case.built.as_ref());
    json!({
        "case": path,
        "readable": head.readable,
        "asins": head.asins.iter().take(3).collect::<Vec<_>>(),
        "more_asins": head.asins.len().saturating_sub(3),
        "product": head.product,
        "kind": head.kind,
        "stance": head.stance,
        "marketplace": head.marketplace,
        "state": case.state(),
        "last": case.life.last.as_ref().map(|(date, what)| json!({"date": date, "what": what})),
        "markets": case.life.markets.iter().map(|(market, state)| json!([market, state])).collect::<Vec<_>>(),
        "respond_by": case.life.due.or(head.respond_by),
        "days": days(case, today),
        "checked": case.checked.is_some(),
        "errors": case.errors(),
        "warnings": case.warnings(),
        "notes": case.checked.as_ref().map_or(0, |checked| checked.notes),
        "outputs": case.outputs(),
        "built": built.map(|built| built.date.as_str()),
        "exhibits": built.map(|built| built.exhibits),
        "pages": built.map(|built| built.pages),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::serve::state::{Head, Life, Turn};

    fn cases() -> Cases {
        let case = |product: &str, respond_by: Option<Date>, state, turn| {
            let head = Head {
                readable: true,
                product: product.to_owned(),
                words: product.to_lowercase(),
                respond_by,
                ..Head::default()
            };
            let life = Life { state, turn, due: respond_by.filter(|_| turn == Turn::Seller), ..Life::default() };
            Case { head: Arc::new(head), life: Arc::new(life), ..Case::default() }
        };
        let mut cases = Cases::default();
        let (mug, blue) = (Some(date(2026, 11, 30)), Some(date(2026, 11, 1)));
        cases.all.insert("a".to_owned(), case("Cutting board", None, None, Turn::Seller));
        cases.all.insert("b".to_owned(), case("Mug 杯", mug, None, Turn::Seller));
        cases.all.insert("c".to_owned(), case("Mug blue", blue, Some("reinstated"), Turn::Nobody));
        cases
    }

    fn shown(query: &Query) -> Vec<String> {
        let found = answer(&cases(), query, date(2026, 11, 28));
        let rows = found["rows"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["case"].as_str().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn what_is_urgent_stands_first_and_what_is_done_last() {
        assert_eq!(shown(&Query { count: 9, ..Query::default() }), ["b", "a", "c"]);
        assert_eq!(shown(&Query { count: 2, sort: "name".to_owned(), ..Query::default() }), ["a", "b"]);
    }

    #[test]
    fn filters_go_together() {
        let query = |q: &str, view: &str, state: &str| Query {
            q: q.to_owned(),
            view: view.to_owned(),
            state: state.to_owned(),
            count: 9,
            ..Query::default()
        };
        assert_eq!(shown(&query("MUG", "", "")), ["b", "c"]);
        assert_eq!(shown(&query("mug 杯", "", "")), ["b"]);
        assert_eq!(shown(&query("mug", "due", "")), ["b"]);
        assert_eq!(shown(&query("", "all", "reinstated")), ["c"]);
        assert_eq!(shown(&query("", "errors", "")), [""; 0]);
        let found = answer(&cases(), &query("mug", "due", ""), date(2026, 11, 28));
        assert_eq!(
            (&found["counts"]["all"], &found["counts"]["due"], &found["all"]),
            (&json!(2), &json!(1), &json!(3))
        );
    }
}
