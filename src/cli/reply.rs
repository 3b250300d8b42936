//! `reply`: which parts of the appeal Amazon's reply attacks, what stands there now, and what rules say of it.

use serde_json::json;

use super::args::Format;
use super::args::history::Reply;
use super::record::{args, desk};
use super::{Console, GOOD, outcome};
use crate::diag::{Arg, Level};
use crate::driver::now::Now;
use crate::history::event::Field;
use crate::history::reply::{Reply as Read, reply as read};
use crate::history::said::{Point, Said};
use crate::quote::escaped;
use crate::report::{Positions, Words};

/// Reads a reply.
pub fn reply(flags: &Reply, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Reply, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    let (_, message) = outcome::reply_of(&flags.file, &desk, console)?;
    let found = read(&message.text, desk.glance.stance());
    let now = desk.now(console)?;
    match console.format {
        Format::Json => console.result(&machine(&desk.case, &found, now.as_ref(), console)),
        _ => console.result(&human(&desk.case, &found, now.as_ref(), console)),
    }
    Ok(GOOD)
}

/// What a part says now, a line for each point.
fn holds(said: &Said, field: Field) -> Vec<String> {
    let line = |point: &Point| {
        let day = point.done.map(|day| format!("{day} – ")).unwrap_or_default();
        let cited = if point.exhibits.is_empty() { String::new() } else { format!(" [{}]", point.exhibits.join(", ")) };
        format!("{day}{}{cited}", point.text)
    };
    let points: Vec<&Point> = match field {
        Field::RootCause => said.causes.iter().collect(),
        Field::Actions => said.corrective.iter().collect(),
        Field::Prevention => said.preventive.iter().collect(),
        Field::Arguments => said.arguments.iter().collect(),
        Field::Implementation => said.corrective.iter().chain(&said.preventive).collect(),
        Field::Evidence => {
            return said
                .exhibits
                .iter()
                .map(|proof| format!("{}. {} ({})", proof.number, proof.caption, proof.kind))
                .collect();
        }
    };
    points.into_iter().map(line).collect()
}

/// What rules say of a part: code, level, message, line.
fn judged(now: &Now, field: Field, console: &Console) -> Vec<(String, Level, String, String)> {
    let of = |own: Option<Field>| match field {
        Field::Implementation => matches!(own, Some(Field::Actions | Field::Prevention)),
        field => own == Some(field),
    };
    let found = now.found.iter().filter(|(own, _)| of(*own)).map(|(_, diagnostic)| {
        let place = &diagnostic.finding.place;
        let source = now.sources.iter().find(|source| source.path == place.file);
        let line = source.map_or(1, |source| Positions::new(source).of(place).0.line);
        let message = Words::new(diagnostic, &console.locale).message;
        (diagnostic.finding.code.clone(), diagnostic.level, message, format!("{}:{line}", place.file))
    });
    found.collect()
}

fn machine(case: &str, found: &Read, now: Option<&Now>, console: &Console) -> String {
    let fields = found.fields().into_iter().map(|field| {
        let rules = now.map(|now| judged(now, field, console)).unwrap_or_default().into_iter();
        let rules = rules.map(|(code, level, message, place)| {
            json!({"code": code, "level": level.name(), "message": message, "place": place})
        });
        json!({
            "field": field.name(),
            "sentences": sentences(found, field),
            "holds": now.map(|now| holds(&now.said, field)),
            "rules": rules.collect::<Vec<_>>(),
        })
    });
    let object = json!({
        "reason": "reply",
        "case": case,
        "result": found.result.map(|result| result.name()),
        "fields": fields.collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn sentences(found: &Read, field: Field) -> Vec<&str> {
    let own = found.said.iter().filter(|said| said.fields.contains(&field));
    own.map(|said| said.sentence.as_str()).collect()
}

fn human(case: &str, found: &Read, now: Option<&Now>, console: &Console) -> String {
    let locale = &console.locale;
    let fields = found.fields();
    let mut text = String::new();
    if let Some(result) = found.result {
        let state = Arg::Message { message: format!("state-{}", result.name()) };
        text.push_str(&format!("{}\n", locale.text("reply-result", &args([("result", state)]))));
    }
    if fields.is_empty() {
        text.push_str(&format!("{}\n", locale.word("reply-nothing")));
    }
    for field in &fields {
        text.push_str(&format!("\n{}\n", locale.word(&format!("history-attacks-{}", field.name()))));
        for sentence in sentences(found, *field) {
            text.push_str(&format!("  > {}\n", escaped(sentence)));
        }
        let Some(now) = now else { continue };
        text.push_str(&format!("  {}\n", locale.word("reply-holds")));
        let held = holds(&now.said, *field);
        if held.is_empty() {
            text.push_str(&format!("    {}\n", locale.word("reply-empty")));
        }
        for line in held {
            text.push_str(&format!("    - {}\n", escaped(&line)));
        }
        for (code, level, message, place) in judged(now, *field, console) {
            let level = locale.word(&format!("level-{}", level.name()));
            text.push_str(&format!("    {level}[{code}] {place}: {message}\n"));
        }
        text.push_str(&format!("  {}\n", locale.word(&format!("reply-advice-{}", field.name()))));
    }
    let result = found.result.map_or("rejected", |result| result.name());
    let values = args([("case", case.into()), ("result", result.into())]);
    text.push_str(&format!("\n{}\n", locale.text("reply-next", &values)));
    text
}
