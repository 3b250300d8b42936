//! What changed between two submissions, in words and for programs.

use serde_json::{Value, json};

use super::json::line;
use crate::diag::Arg;
use crate::driver::diff::{Diff, Letter, Line, Side};
use crate::history::changes::{OfExhibit, OfPoint, Part};
use crate::history::said::Point;
use crate::history::words::{Piece, words};
use crate::locale::{Args, Locale};
use crate::quote::escaped;

/// `{"reason":"diff", …}`
pub fn json(case: &str, sides: [&Side; 2], diff: &Diff) -> String {
    let name = |side: &Side| match side {
        Side::Sent(n) => json!(n),
        Side::Now => json!("now"),
    };
    let point = |letter: &Letter, part: Part, number: usize| -> Value {
        part.of(&letter.said).get(number.wrapping_sub(1)).map_or(Value::Null, |point| json!(point.text))
    };
    let points = diff.changes.points.iter().map(|change| {
        let mut object = json!(change);
        match change {
            OfPoint::Added { part, to } => object["new"] = point(&diff.to, *part, *to),
            OfPoint::Dropped { part, from } => object["old"] = point(&diff.from, *part, *from),
            OfPoint::Reworded { part, from, to } | OfPoint::Proof { part, from, to } => {
                object["old"] = point(&diff.from, *part, *from);
                object["new"] = point(&diff.to, *part, *to);
            }
        }
        object
    });
    line(&json!({
        "reason": "diff",
        "case": case,
        "from": name(sides[0]),
        "to": name(sides[1]),
        "points": points.collect::<Vec<_>>(),
        "exhibits": diff.changes.exhibits,
        "figures": diff.changes.figures,
        "frame": diff.changes.frame,
        "pages": {"from": diff.from.pages, "to": diff.to.pages},
        "letter": diff.letter,
        "substance": !diff.changes.nothing_of_substance(&diff.from.said, &diff.to.said),
    }))
}

fn say(locale: &Locale, id: &str, values: &[(&str, Arg)]) -> String {
    let args: Args = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    locale.text(id, &args)
}

/// The name of a side.
pub fn side(side: &Side, locale: &Locale) -> String {
    match side {
        Side::Sent(n) => say(locale, "event-submitted", &[("n", n.to_string().into())]),
        Side::Now => locale.word("diff-now"),
    }
}

/// In words.
pub fn human(sides: [&Side; 2], diff: &Diff, locale: &Locale) -> String {
    let [from, to] = sides.map(|one| Arg::from(side(one, locale)));
    let mut text = say(locale, "diff-head", &[("from", from), ("to", to)]) + "\n";
    let before = text.len();
    for name in &diff.changes.frame {
        text.push_str(&format!("\n{}", locale.word(&format!("diff-{name}"))));
        text.push('\n');
    }
    for change in &diff.changes.points {
        text.push_str(&point(change, diff, locale));
    }
    if diff.changes.figures {
        text.push_str(&format!("\n{}\n", locale.word("diff-figures")));
        for (old, new) in pairs(&diff.from.said.figures, &diff.to.said.figures) {
            text.push_str(&format!("  {}\n", inline(&words(old, new))));
        }
    }
    if !diff.changes.exhibits.is_empty() {
        text.push_str(&format!("\n{}\n", locale.word("diff-exhibits")));
        for change in &diff.changes.exhibits {
            text.push_str(&format!("  {}\n", exhibit(change, diff, locale)));
        }
    }
    if let (Some(old), Some(new)) = (diff.from.pages, diff.to.pages)
        && old != new
    {
        text.push_str(&format!("\n{}\n", say(locale, "diff-pages", &[("from", old.into()), ("to", new.into())])));
    }
    match &diff.letter {
        Some(lines) if !lines.is_empty() => {
            text.push_str(&format!("\n{}\n", locale.word("diff-letter")));
            for Line { pieces } in lines {
                text.push_str(&format!("  {}\n", inline(pieces)));
            }
        }
        Some(_) => {}
        None => text.push_str(&format!("\n{}\n", locale.word("diff-not-built"))),
    }
    if text.len() == before {
        text.push_str(&format!("{}\n", locale.word("diff-nothing")));
    } else if diff.changes.nothing_of_substance(&diff.from.said, &diff.to.said) {
        text.push_str(&format!("\n{}\n", locale.word("diff-no-substance")));
    }
    text
}

fn pairs<'t>(old: &'t [String], new: &'t [String]) -> Vec<(&'t str, &'t str)> {
    let at = |list: &'t [String], at: usize| list.get(at).map(String::as_str).unwrap_or_default();
    let all = (0..old.len().max(new.len())).map(|index| (at(old, index), at(new, index)));
    all.filter(|(old, new)| old != new).collect()
}

fn point(change: &OfPoint, diff: &Diff, locale: &Locale) -> String {
    let part = change.part();
    let of = |letter: &Letter, number: usize| -> Point {
        part.of(&letter.said).get(number.wrapping_sub(1)).cloned().unwrap_or_default()
    };
    let name = |number: usize| -> Vec<(&str, Arg)> {
        let part = Arg::Message { message: format!("part-{}", part.name()) };
        vec![("part", part), ("number", number.into())]
    };
    let (id, number, body) = match change {
        OfPoint::Added { to, .. } => ("diff-added", *to, vec![escaped(&of(&diff.to, *to).text)]),
        OfPoint::Dropped { from, .. } => ("diff-dropped", *from, vec![escaped(&of(&diff.from, *from).text)]),
        OfPoint::Reworded { from, to, .. } => {
            let (old, new) = (of(&diff.from, *from), of(&diff.to, *to));
            let mut body = Vec::new();
            if old.text != new.text {
                body.push(inline(&words(&old.text, &new.text)));
            }
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            for (key, old, new) in [
                ("area", old.area, new.area),
                ("started", day(old.started), day(new.started)),
                ("done", day(old.done), day(new.done)),
                ("owner", old.owner, new.owner),
                ("frequency", old.frequency, new.frequency),
            ] {
                if old != new {
                    body.push(format!("{key}: {}", inline(&words(&old.unwrap_or_default(), &new.unwrap_or_default()))));
                }
            }
            ("diff-reworded", *to, body)
        }
        OfPoint::Proof { from, to, .. } => {
            let (old, new) = (of(&diff.from, *from), of(&diff.to, *to));
            let cited = |point: &Point| point.exhibits.join(", ");
            ("diff-proof", *to, vec![inline(&words(&cited(&old), &cited(&new)))])
        }
    };
    let mut text = format!("\n{}\n", say(locale, id, &name(number)));
    for one in body {
        text.push_str(&format!("  {one}\n"));
    }
    text
}

fn exhibit(change: &OfExhibit, diff: &Diff, locale: &Locale) -> String {
    let pages = |letter: &Letter, id: &str| -> Arg {
        let found = letter.of_exhibits.iter().find(|(own, _)| own == id);
        found.map_or(Arg::from("?"), |(_, pages)| Arg::from(*pages))
    };
    let (key, number, id) = match change {
        OfExhibit::Added { id, to } => ("exhibit-added", to, id),
        OfExhibit::Dropped { id, from } => ("exhibit-dropped", from, id),
        OfExhibit::Replaced { id, to, .. } => ("exhibit-replaced", to, id),
        OfExhibit::Described { id, to, .. } => ("exhibit-described", to, id),
    };
    let letter = if matches!(change, OfExhibit::Dropped { .. }) { &diff.from } else { &diff.to };
    let caption = letter.said.exhibit(id).map(|proof| proof.caption.clone()).unwrap_or_default();
    let values = [
        ("number", Arg::from(*number)),
        ("id", Arg::from(id.as_str())),
        ("caption", Arg::from(caption)),
        ("pages", pages(letter, id)),
    ];
    say(locale, key, &values)
}

/// A text with what changed between marks: `[-76-]{+100+}`.
fn inline(pieces: &[Piece]) -> String {
    let mark = |piece: &Piece| match piece {
        Piece::Same(text) => escaped(text),
        Piece::Gone(text) => format!("[-{}-]", escaped(text)),
        Piece::New(text) => format!("{{+{}+}}", escaped(text)),
    };
    pieces.iter().map(mark).collect()
}
