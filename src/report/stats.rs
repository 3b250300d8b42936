//! What became of everything that was sent, in words and for programs.

use serde_json::json;

use super::json::line;
use super::table::{aligned, csv};
use crate::diag::Arg;
use crate::driver::stats::{Counts, ENOUGH, Stats};
use crate::locale::{Args, Locale};
use crate::quote::escaped;

/// Every group with its name: what it is grouped by, its value, its counts.
fn groups(stats: &Stats) -> Vec<(&'static str, String, Counts)> {
    let mut all = vec![("all", String::new(), stats.all)];
    all.extend(stats.kinds.iter().map(|(name, counts)| ("type", name.clone(), *counts)));
    all.extend(stats.stances.iter().map(|(name, counts)| ("stance", name.clone(), *counts)));
    all.extend(stats.tries.iter().map(|(number, counts)| ("try", number.to_string(), *counts)));
    all.extend(stats.evidence.iter().map(|(name, counts)| ("evidence", name.clone(), *counts)));
    all
}

/// One JSON object a group: `{"reason":"stats", …}`
pub fn json(stats: &Stats) -> String {
    let one = |(by, value, counts): (&str, String, Counts)| {
        line(&json!({
            "reason": "stats",
            "by": by,
            "value": value,
            "reinstated": counts.reinstated,
            "partial": counts.partial,
            "refused": counts.refused,
            "open": counts.open,
            "decided": counts.decided(),
            "enough": counts.decided() >= ENOUGH,
        }))
    };
    groups(stats).into_iter().map(one).collect()
}

/// For spreadsheets.
pub fn as_csv(stats: &Stats) -> String {
    let header = ["by", "value", "reinstated", "partial", "refused", "open", "decided", "enough"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(groups(stats).into_iter().map(|(by, value, counts)| {
        let numbers = [counts.reinstated, counts.partial, counts.refused, counts.open, counts.decided()];
        let mut row = vec![by.to_owned(), value];
        row.extend(numbers.map(|number| number.to_string()));
        row.push((counts.decided() >= ENOUGH).to_string());
        row
    }));
    csv(&rows)
}

/// In words.
pub fn human(stats: &Stats, locale: &Locale) -> String {
    let say = |id: &str, values: &[(&str, Arg)]| {
        let args: Args = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        locale.text(id, &args)
    };
    let (cases, sent) = stats.cases;
    let mut text = say("stats-head", &[("cases", cases.into()), ("sent", sent.into())]) + "\n";
    if sent == 0 {
        return text;
    }
    let word = |id: &str| locale.word(&format!("stats-{id}"));
    let header = ["group", "reinstated", "partial", "refused", "open", "share"].map(word).to_vec();
    let mut rows = vec![header];
    let mut last = "all";
    for (by, value, counts) in groups(stats) {
        if by != last {
            rows.push(vec![word(&format!("by-{by}"))]);
            last = by;
        }
        let name = match by {
            "all" => word("all"),
            "try" => format!("  {}", say("stats-try", &[("n", value.as_str().into())])),
            _ => format!("  {}", escaped(&value)),
        };
        let mut row = vec![name];
        row.extend([counts.reinstated, counts.partial, counts.refused, counts.open].map(|n| n.to_string()));
        row.push(share(&counts, locale));
        rows.push(row);
    }
    text.push('\n');
    text.push_str(&aligned(&rows));
    text.push_str(&format!("\n{}\n", say("stats-note", &[("enough", ENOUGH.into())])));
    if stats.unkept > 0 {
        text.push_str(&format!("{}\n", say("stats-unkept", &[("count", stats.unkept.into())])));
    }
    text
}

/// The share that was reinstated, where there are enough to say so.
fn share(counts: &Counts, locale: &Locale) -> String {
    match counts.decided() {
        0 => "–".to_owned(),
        decided if decided < ENOUGH => locale.word("stats-few"),
        decided => format!("{} %", (counts.reinstated * 100 + decided / 2) / decided),
    }
}
