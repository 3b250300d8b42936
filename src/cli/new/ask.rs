//! Asks in a terminal for what the command line does not say.

use std::fmt;

use inquire::validator::{StringValidator, Validation};
use inquire::{InquireError, Select, Text};

use super::Maker;
use crate::check::ident;
use crate::cli::{COULD_NOT_RUN, Console};
use crate::issue_type::IssueType;
use crate::options::Lang;
use crate::start::Draft;
use crate::tidy;

/// A type as it is offered: its id, its name and what buyers say.
struct Offered<'t> {
    kind: &'t IssueType,
    shown: String,
}

impl fmt::Display for Offered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The draft of a case, out of answers.
pub(super) fn draft(asin: Option<&str>, kind: Option<&str>, maker: &Maker<'_>) -> Result<Draft, u8> {
    let console = maker.console;
    let asin = match asin {
        Some(asin) => maker.asin(asin)?,
        None => {
            let bad = console.locale.word("start-ask-asin-bad");
            let valid = move |text: &str| -> Result<Validation, inquire::CustomUserError> {
                let good = ident::asin(&tidy::asin(text)).is_ok();
                Ok(if good { Validation::Valid } else { Validation::Invalid(bad.as_str().into()) })
            };
            tidy::asin(&text("start-ask-asin", None, valid, console)?)
        }
    };
    let kind = match kind {
        Some(kind) => maker.kind(kind)?,
        None => choose_kind(maker)?,
    };
    let mut draft = maker.draft(vec![asin], kind);
    if maker.flags.stance.is_none() {
        draft.dispute = ask_stance(console)?;
    }
    let anything = |_: &str| -> Result<Validation, inquire::CustomUserError> { Ok(Validation::Valid) };
    let product = text("start-ask-product", Some("start-ask-skip"), anything, console)?;
    draft.set("product", product.trim());
    for (key, message) in [("notified", "start-ask-notified"), ("respond_by", "start-ask-respond-by")] {
        let bad = console.locale.word("start-ask-date-bad");
        let valid = move |text: &str| -> Result<Validation, inquire::CustomUserError> {
            let good = text.trim().is_empty() || tidy::date(text).is_some();
            Ok(if good { Validation::Valid } else { Validation::Invalid(bad.as_str().into()) })
        };
        let answer = text(message, Some("start-ask-skip"), valid, console)?;
        let day = tidy::date(&answer).and_then(|day| day.parse::<toml::value::Datetime>().ok());
        if let Some(day) = day {
            draft.give(key, day.into());
        }
    }
    Ok(draft)
}

fn choose_kind<'m>(maker: &'m Maker<'_>) -> Result<&'m IssueType, u8> {
    let locale = &maker.console.locale;
    let offered = maker.types.iter().map(|kind| {
        let (lang, colon) = if locale.lang() == Lang::Zh { ("zh", "：") } else { ("en", ": ") };
        let word = |words: &std::collections::BTreeMap<String, String>| words.get(lang).cloned().unwrap_or_default();
        // The family comes first in the language's own name for it.
        let shown = format!("{}{colon}{} ({})", word(&kind.name), word(&kind.finding), kind.id);
        Offered { kind, shown }
    });
    let question = locale.word("start-ask-type");
    let help = locale.word("start-ask-select");
    let answer = Select::new(&question, offered.collect()).with_help_message(&help).with_page_size(8).prompt();
    answer.map(|offered| offered.kind).map_err(|error| stopped(&error, maker.console))
}

fn ask_stance(console: &Console) -> Result<bool, u8> {
    let question = console.locale.word("start-ask-stance");
    let help = console.locale.word("start-ask-select");
    let offered = vec![console.locale.word("start-ask-appeal"), console.locale.word("start-ask-dispute")];
    let answer = Select::new(&question, offered).with_help_message(&help).raw_prompt();
    answer.map(|chosen| chosen.index == 1).map_err(|error| stopped(&error, console))
}

/// Asks for a text.
pub(in crate::cli) fn text(
    question: &str,
    help: Option<&str>,
    valid: impl StringValidator + 'static,
    console: &Console,
) -> Result<String, u8> {
    let question = console.locale.word(question);
    let help = help.map(|id| console.locale.word(id));
    let mut asked = Text::new(&question).with_validator(valid);
    if let Some(help) = &help {
        asked = asked.with_help_message(help);
    }
    asked.prompt().map_err(|error| stopped(&error, console))
}

/// The user went away, or there is nobody to ask.
fn stopped(error: &InquireError, console: &Console) -> u8 {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            console.message(&format!("{}\n", console.locale.word("start-ask-stopped")));
            COULD_NOT_RUN
        }
        _ => console.refuse("tool-new-what", &crate::locale::Args::new()),
    }
}
