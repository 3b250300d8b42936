//! What buyers wrote, as far as a seller wants it printed: `[complaints] quote = true`. Whatever may lead
//! to a buyer is taken out, and what is left is short. A comment that loses too much is not quoted at all.

use std::ops::Range;

use crate::prose::Words;
use crate::prose::personal;
use crate::prose::text::sentences;

/// What stands where something was taken out.
pub const GAP: &str = "[…]";
/// Most letters of a quotation; a Chinese character counts as two.
const LETTERS: usize = 120;
/// Most gaps of a quotation.
const GAPS: usize = 2;
/// Least letters that say something.
const LEAST: usize = 6;

/// What may be printed of a comment: one line, without names, numbers and addresses. `None` where that is
/// nothing worth reading, or where too much would be missing.
///
/// ```
/// use appealc::complaints::quotes::scrub;
/// let quoted = scrub("Lid cracked. Call Anna on 07700 900123!");
/// assert_eq!(quoted.as_deref(), Some("Lid cracked. Call […] on […]!"));
/// ```
pub fn scrub(comment: &str) -> Option<String> {
    // One line, and nothing that turns text around.
    let plain = |c: char| if c.is_control() || is_bidirectional(c) { ' ' } else { c };
    let line = comment.chars().take(4000).map(plain).collect::<String>();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if shouted(&line) {
        return None;
    }
    let mut gaps: Vec<Range<usize>> =
        personal::find(&sentences(&line), &[], &Words::default()).into_iter().map(|(_, range)| range).collect();
    gaps.extend(words(&line));
    gaps.sort_by_key(|range| range.start);
    let quoted = shortened(&with_gaps(&line, &gaps));
    let letters = quoted.replace(GAP, "").chars().filter(|c| c.is_alphabetic()).map(weight).sum::<usize>();
    (letters >= LEAST && quoted.matches(GAP).count() <= GAPS).then_some(quoted)
}

fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Whether most is in capital letters: a name does not stand out from that.
fn shouted(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    capitals > 3 && capitals * 2 > small
}

/// Words that may be names, accounts, links, or numbers that lead to somebody.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begins = true;
    let mut at = 0;
    for word in text.split(' ') {
        let start = at;
        at += word.len() + 1;
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '＠'));
        let Some(offset) = word.find(inner).filter(|_| !inner.is_empty()) else { continue };
        let place = start + offset..start + offset + inner.len();
        let digits = inner.chars().filter(char::is_ascii_digit).count();
        let link = inner.contains(['@', '＠']) || inner.contains("://") || inner.to_lowercase().starts_with("www.");
        let first = inner.chars().next().unwrap_or(' ');
        let own = inner == "I" || ["I'", "I’"].iter().any(|own| inner.starts_with(own));
        let name = first.is_uppercase() && !begins && !own && inner.chars().any(char::is_lowercase);
        let initial = first.is_uppercase() && !begins && !own && inner.chars().count() == 1;
        if digits >= 5 || link || name || initial || titled(&text[..start]) {
            found.push(place);
        }
        // The point of an initial ends no sentence.
        begins = word.ends_with(['.', '!', '?', ':', '"', '”']) && inner.chars().count() > 1;
    }
    found
}

/// Whether what stands before a word says that a name follows.
fn titled(before: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    matches!(last.as_str(), "mr" | "mrs" | "ms" | "miss" | "dr" | "herr" | "frau" | "señor" | "señora" | "mme" | "sig")
        || ["name is", "i am called", "regards,", "sincerely,"]
            .iter()
            .any(|words| before.to_lowercase().trim_end().ends_with(words))
}

/// Puts gaps in; those that only blanks and points lie between become one.
fn with_gaps(text: &str, gaps: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut end = 0;
    for gap in gaps {
        if gap.end <= end {
            continue;
        }
        let between = &text[end..gap.start.max(end)];
        let touching = out.ends_with(GAP) && between.chars().all(|c| matches!(c, ' ' | '.' | ',' | '-' | '+'));
        if !touching {
            out.push_str(between);
            out.push_str(GAP);
        }
        end = gap.end;
    }
    out.push_str(&text[end..]);
    out
}

fn weight(c: char) -> usize {
    if ('\u{2e80}'..='\u{ffef}').contains(&c) { 2 } else { 1 }
}

/// As many whole words as fit, then `…`.
fn shortened(text: &str) -> String {
    let mut width = 0;
    let fits = text.char_indices().find(|(_, c)| {
        width += weight(*c);
        width > LETTERS
    });
    let Some((most, _)) = fits else { return text.to_owned() };
    // Where words have no blanks between them, any place will do.
    let cut = text[..most].rfind(' ').filter(|at| *at * 2 > most).unwrap_or(most);
    let mut cut = &text[..cut];
    if let Some(open) = cut.rfind('[').filter(|open| cut[*open..].len() < GAP.len() && GAP.starts_with(&cut[*open..])) {
        cut = &cut[..open];
    }
    format!("{}…", cut.trim_end_matches([' ', ',', ';', '.', '…']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_to_a_buyer() {
        for (comment, quoted) in [
            ("flickers after  two\tdays", Some("flickers after two days")),
            ("No manual. I'm annoyed, and I returned it.", Some("No manual. I'm annoyed, and I returned it.")),
            ("Order 112-5550111-5550122 came broken", Some("Order […] came broken")),
            ("broken, write to jo.doe@example.com please", Some("broken, write to […] please")),
            ("arrived crushed, regards, anna", Some("arrived crushed, regards, […]")),
            ("lid loose. my name is kowalska", Some("lid loose. my name is […]")),
            ("screws missing, told Anna Maria K. Kowalska", Some("screws missing, told […]")),
            ("see www.example.com for the photo of the crack", Some("see […] for the photo of the crack")),
            ("ANNA KOWALSKA IS VERY ANGRY", None),
            ("Told Anna in Leeds and Bob from Customer Care", None),
            ("bad", None),
            ("", None),
            ("里面没有说明书,装不起来", Some("里面没有说明书,装不起来")),
            ("turned\u{202e}around text", Some("turned around text")),
        ] {
            assert_eq!(scrub(comment).as_deref(), quoted, "{comment}");
        }
    }

    #[test]
    fn what_is_kept_is_kept_as_it_is() {
        let long = "the hinge broke on the second day and ".repeat(9);
        let long_chinese = "铰链第二天就断了，".repeat(30);
        for comment in [long.as_str(), &long_chinese, "Lid cracked. Call Anna on 07700 900123!", "ok, works not"] {
            let once = scrub(comment).expect("a quotation");
            assert!(once.chars().map(weight).sum::<usize>() <= LETTERS + 1, "{once}");
            assert_eq!(scrub(&once).as_deref(), Some(once.as_str()), "twice is once");
        }
    }
}
