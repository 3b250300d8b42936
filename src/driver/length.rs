//! How long a letter is: rule L002 judges the letter itself, which only its template can write.

use super::session::Session;
use crate::check::case::Case;
use crate::check::settings::Settings;
use crate::diag::Finding;
use crate::fonts::Chosen;
use crate::plan;
use crate::plan::context::Source;
use crate::plan::layout::Place;

/// What a letter of too many words is told with. Only where statements fill half of the limit is
/// the letter written at all; no page is laid out, so that exhibits are taken to have one each.
pub fn judge(session: &mut Session, case: &Case, settings: &Settings, fonts: &Chosen) -> Option<Finding> {
    let limit = usize::try_from(settings.letter_words).unwrap_or(usize::MAX);
    if own_words(case) <= limit / 2 {
        return None;
    }
    let exhibits = plan::plan(case);
    let place = |number: usize| Place { volume: 1, first: number, pages: 1, label: number };
    let pages = exhibits.iter().map(|exhibit| (exhibit.number, place(exhibit.number))).collect();
    let source = Source { case, exhibits: &exhibits, settings, fonts, today: session.options.today, draft: false };
    let data = source.letter(&pages, exhibits.len());
    let kind = case.kind.as_ref()?.id.clone();
    // What a template does wrong is told when outputs are made.
    let letter = session.letters(&kind).ok()?.letter(case.stance, &case.language, &data).ok()?;
    let words = words(&letter.text);
    if words <= limit {
        return None;
    }
    // A statement, so that an allowance above it can speak of it; a first line may be a comment.
    let first = case.items.first().map(|item| &item.asin.place).filter(|place| place.file == case.place.file);
    let place = first.unwrap_or(&case.place).clone();
    let finding = Finding::new("L002", place).arg("words", words).arg("limit", limit);
    Some(match &settings.letter_words_place {
        Some(place) => finding.label(place.clone(), "limit"),
        None => finding,
    })
}

/// Words of what the seller wrote, and a few for each row of figures.
fn own_words(case: &Case) -> usize {
    let causes = case.causes.iter().filter_map(|cause| cause.statement.as_ref());
    let actions = case.actions.iter().filter_map(|action| action.what.as_ref());
    let arguments = case.arguments.iter().filter_map(|argument| argument.claim.as_ref());
    causes.chain(actions).chain(arguments).map(|text| words(text)).sum::<usize>() + case.items.len() * ROW
}

/// Words of an ASIN's row in the letter, about.
const ROW: usize = 12;

/// The words of a text; a Chinese character counts as one.
fn words(text: &str) -> usize {
    if text.is_ascii() {
        let parts = text.split_ascii_whitespace();
        return parts.filter(|part| part.bytes().any(|byte| byte.is_ascii_alphanumeric())).count();
    }
    let is_han = |c: char| matches!(u32::from(c), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x20000..=0x3ffff);
    let han = text.chars().filter(|c| is_han(*c)).count();
    let parts = text.split(|c: char| c.is_whitespace() || is_han(c));
    han + parts.filter(|part| part.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_both_languages() {
        assert_eq!(words("All 1,148 units – 7.3 % – were repacked."), 6);
        assert_eq!(words("全部 12 件。"), 4);
        assert_eq!(words(""), 0);
    }
}
