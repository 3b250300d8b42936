//! `approve`: signs off letter and bundle as they are.

use super::args::Format;
use super::args::history::Approve;
use super::record::{Outputs, args, day, desk};
use super::submit::reason;
use super::{Console, ERRORS, GOOD, build};
use crate::diag::Arg;
use crate::history::event::{Approved, Event, What};
use crate::history::thread::State;
use crate::read;
use crate::read::built;

/// Records who signed what off.
pub fn approve(flags: &Approve, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Approve, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    desk.sound(console)?;
    let date = day(flags.today.as_deref(), console)?;
    let by = flags.by.trim();
    if by.is_empty() {
        return Err(console.refuse("history-no-name", &args([])));
    }
    let market = desk.market(flags.marketplace.as_deref(), console)?;
    let thread = desk.book.history.thread(market.code, desk.glance.market.code);
    let of_case = || args([("case", Arg::from(desk.case.as_str()))]);
    if thread.state().is_some_and(State::is_closed) {
        console.refuse("history-closed", &of_case());
        return Err(ERRORS);
    }
    // Nobody signs what he has not seen: outputs that are built anew now were not.
    let folder = desk.folder(market);
    let before = built::file(&folder.join(built::MANIFEST)).ok();
    let file = desk.root.join(read::join(&desk.case, read::CASE_FILE));
    let one = build::One { today: flags.today.clone(), manner: desk.manner(market), ..build::One::default() };
    if build::one(&file, one, &console.quieter())? != GOOD {
        console.refuse("history-not-built", &of_case());
        return Err(ERRORS);
    }
    let outputs = Outputs::read(folder, console)?;
    if before.as_ref() != Some(&outputs.text) {
        let folder = Arg::from(outputs.folder.display().to_string());
        console.refuse("history-unseen", &args([("folder", folder)]));
        return Err(ERRORS);
    }
    let approved = Approved {
        by: by.to_owned(),
        letter: outputs.hash("letter.txt").unwrap_or_default(),
        bundle: outputs.bundle_hashes(),
    };
    let event = Event::new(date, Some(market.code.to_owned()), What::Approved(approved));
    desk.record(std::slice::from_ref(&event), console)?;
    match console.format {
        Format::Json => {
            let mut line = reason("approved", &desk);
            line["event"] = serde_json::json!(event);
            console.result(&format!("{line}\n"));
        }
        _ => {
            let args = args([("case", desk.case.as_str().into()), ("by", by.into())]);
            console.result(&format!("{}\n", console.locale.text("history-approved", &args)));
        }
    }
    Ok(GOOD)
}
