//! `new --notice`: a case from what Amazon wrote.

use std::path::Path;

use jiff::civil::Date;

use super::{Extra, Maker, ask, can_ask};
use crate::cli::args::Format;
use crate::cli::{GOOD, named};
use crate::diag::Arg;
use crate::evidence::message::{Form, Message};
use crate::locale::Args;
use crate::read;
use crate::start::like::Model;
use crate::start::notice::{self, Notice};

/// A notice as it was read.
struct Taken {
    bytes: Vec<u8>,
    /// What its copy in the case is called.
    name: String,
    found: Notice,
    /// Whether the lines of its text are those of the file.
    numbered: bool,
}

/// Makes a case from a notice.
pub(super) fn from_notice(path: &Path, maker: &Maker<'_>) -> Result<u8, u8> {
    let console = maker.console;
    let mut taken = take(path, maker)?;
    if let Some(asin) = &maker.flags.asin {
        // The user knows better than the notice, which may name others.
        let asin = maker.asin(asin)?;
        taken.found.asins.retain(|guess| guess.value == asin);
        if taken.found.asins.is_empty() {
            taken.found.asins.push(notice::Guess { value: asin, line: 1, quote: String::new() });
        }
    }
    let shown = Args::from([("path".into(), Arg::from(path.display().to_string()))]);
    let asked = can_ask() && console.format == Format::Human;
    if taken.found.asins.is_empty() && !asked {
        return Err(console.refuse("start-notice-no-asin", &shown));
    }
    let model = || maker.model.as_ref().and_then(Model::kind);
    let guessed = || taken.found.types.first().map(|guess| guess.value.as_str());
    let mut draft = match maker.flags.kind.as_deref().or_else(model).or_else(guessed) {
        Some(kind) => taken.found.draft(&maker.kind(kind)?.id, "", taken.numbered, &console.locale),
        None if !asked => return Err(console.refuse("start-notice-no-type", &shown)),
        None => taken.found.draft("", "", taken.numbered, &console.locale),
    };
    if draft.asins.is_empty() || draft.kind.is_empty() {
        let (asin, kind) = (draft.asins.first().cloned(), Some(draft.kind.clone()).filter(|kind| !kind.is_empty()));
        let answered = ask::draft(asin.as_deref(), kind.as_deref(), maker)?;
        draft.keys.extend(answered.keys);
        (draft.asins, draft.kind, draft.dispute) = (answered.asins, answered.kind, answered.dispute);
    } else {
        draft.dispute = maker.dispute();
    }
    // A notice that lies in the workspace is named where it is; others are copied beside the evidence.
    let inside = read::inside(&maker.above()?.root, path);
    let place = inside.as_ref().map_or_else(|| format!("evidence/{}", taken.name), |path| format!("/{path}"));
    draft.set("notice", &place);
    let copy = inside.is_none().then_some((taken.name.as_str(), taken.bytes.as_slice()));
    maker.make(&draft, &Extra { notice: copy, ..Extra::default() })?;
    if console.format == Format::Human && !console.quiet {
        console.message(&format!("{}\n", console.locale.word("start-notice-done")));
    }
    Ok(GOOD)
}

/// Reads a notice: a text, a mail, or `-` for what is pasted.
fn take(path: &Path, maker: &Maker<'_>) -> Result<Taken, u8> {
    let file = named::file(path, "start-notice-paste", maker.console)?;
    let Message { text, header, sent, form } = named::message(&maker.root, &file, maker.console)?;
    let sent =
        sent.and_then(|(year, month, day)| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok());
    let text = if header.is_empty() { text } else { format!("{header}\n{text}") };
    let name = format!("notice.{}", form.extension());
    Ok(Taken { found: notice::notice(&text, sent), bytes: file.bytes, name, numbered: form == Form::Text })
}
