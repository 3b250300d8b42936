//! `outcome` and `note`: what Amazon answered, what was said on the phone.

use std::path::Path;

use serde_json::json;

use super::args::Format;
use super::args::history::{Note, Outcome};
use super::record::{Desk, args, day, desk};
use super::submit::reason;
use super::{Console, GOOD, named};
use crate::check::ident;
use crate::diag::Arg;
use crate::driver::past;
use crate::evidence::message::{Form, Message};
use crate::history::event::{Answer, Answered, Event, What};
use crate::history::reply::reply;

/// Records Amazon's answer.
pub fn outcome(flags: &Outcome, console: &Console) -> u8 {
    record_answer(flags, console).unwrap_or_else(|code| code)
}

/// Records something that happened.
pub fn note(flags: &Note, console: &Console) -> u8 {
    record_note(flags, console).unwrap_or_else(|code| code)
}

fn record_answer(flags: &Outcome, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    desk.sound(console)?;
    let date = day(flags.date.as_deref(), console)?;
    let Some(result) = Answer::find(&flags.result) else {
        let allowed = Arg::from(Answer::NAMES.join(", "));
        return Err(
            console.refuse("tool-bad-value", &args([("value", flags.result.as_str().into()), ("allowed", allowed)]))
        );
    };
    let asins = desk.glance.asins();
    let mut reinstated: Vec<String> = Vec::new();
    for asin in flags.reinstated.iter().flat_map(|asins| asins.split(',')).map(|asin| asin.trim().to_ascii_uppercase())
    {
        if ident::asin(&asin).is_err() {
            return Err(console.refuse("tool-bad-asin", &args([("asin", asin.into())])));
        }
        if !asins.contains(&asin) {
            let case = Arg::from(desk.case.as_str());
            return Err(console.refuse("history-other-asin", &args([("asin", asin.into()), ("case", case)])));
        }
        reinstated.push(asin);
    }
    if result == Answer::Partial && reinstated.is_empty() {
        return Err(console.refuse("history-which-asins", &args([])));
    }
    let market = desk.market(flags.marketplace.as_deref(), console)?;
    let history = &desk.book.history;
    let thread = history.thread(market.code, desk.glance.market.code);
    let n = match flags.submission {
        Some(n) if thread.sent().any(|sent| sent.n == n) => n,
        Some(n) => return Err(console.refuse("history-no-submission", &args([("n", n.to_string().into())]))),
        None => match thread.last_sent() {
            Some(sent) => sent.n,
            None => {
                let case = Arg::from(desk.case.as_str());
                return Err(console.refuse("history-nothing-sent", &args([("case", case)])));
            }
        },
    };
    let sent_on =
        history.events.iter().find(|event| event.sent().is_some_and(|sent| sent.n == n)).map(|event| event.date);
    if let Some(sent_on) = sent_on.filter(|sent_on| date < *sent_on) {
        let (date, sent) = (Arg::from(date.to_string()), Arg::from(sent_on.to_string()));
        return Err(console.refuse("history-before-sent", &args([("date", date), ("sent", sent)])));
    }
    let mut fields = Vec::new();
    let mut kept = None;
    let mut seems = None;
    if let Some(path) = &flags.reply {
        let (bytes, message) = reply_of(path, &desk, console)?;
        let read = reply(&message.text, desk.glance.stance());
        (fields, seems) = (read.fields(), read.result);
        // What a mail says is kept as it came, and as text beside it, which rules and people read.
        let text_path = desk.keep(n, "reply.txt", message.text.as_bytes(), console)?;
        if message.form != Form::Text {
            desk.keep(n, &format!("reply.{}", message.form.extension()), &bytes, console)?;
        }
        kept = Some(text_path);
    }
    if !result.refuses() {
        fields.clear();
    }
    let answered = Answered { n, result, reply: kept, fields: fields.clone(), reinstated };
    let event = Event::new(date, Some(market.code.to_owned()), What::Answered(answered));
    desk.record(std::slice::from_ref(&event), console)?;
    if let Some(seems) = seems.filter(|seems| seems.refuses() != result.refuses() && result != Answer::Partial) {
        let seems = Arg::from(seems.name());
        console.message(&format!("{}\n", console.locale.text("history-seems", &args([("seems", seems)]))));
    }
    match console.format {
        Format::Json => {
            let mut line = reason("outcome", &desk);
            line["event"] = json!(event);
            console.result(&format!("{line}\n"));
        }
        _ => {
            let values = args([
                ("case", desk.case.as_str().into()),
                ("n", n.to_string().into()),
                ("result", Arg::Message { message: format!("state-{}", result.name()) }),
            ]);
            let mut text = console.locale.text("history-outcome", &values) + "\n";
            for field in fields {
                text.push_str(&format!("  {}\n", console.locale.word(&format!("history-attacks-{}", field.name()))));
            }
            console.result(&text);
        }
    }
    Ok(GOOD)
}

/// A reply of Amazon, or what comes from standard input (`-`): as it came, and as it was read.
pub(super) fn reply_of(path: &Path, desk: &Desk, console: &Console) -> Result<(Vec<u8>, Message), u8> {
    let file = named::file(path, "history-reply-paste", console)?;
    let message = named::message(&desk.root, &file, console)?;
    Ok((file.bytes, message))
}

fn record_note(flags: &Note, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    desk.sound(console)?;
    let date = day(flags.date.as_deref(), console)?;
    let text = flags.text.join(" ").trim().to_owned();
    if text.is_empty() {
        return Err(console.refuse("history-empty-note", &args([])));
    }
    let event = Event::new(date, None, What::Noted { text });
    desk.record(std::slice::from_ref(&event), console)?;
    match console.format {
        Format::Json => {
            let mut line = reason("note", &desk);
            line["event"] = json!(event);
            console.result(&format!("{line}\n"));
        }
        _ => {
            let values = args([("path", past::file(&desk.case).into())]);
            console.result(&format!("{}\n", console.locale.text("history-noted", &values)));
        }
    }
    Ok(GOOD)
}
