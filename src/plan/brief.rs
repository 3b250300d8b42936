//! A statement in few words, for lines that a reader sees first: whole sentences where they fit,
//! else as much of the first one as ends with a clause.

/// Words that end in a full stop and are never the end of a sentence.
const TITLES: &[&str] =
    &["mr", "mrs", "ms", "dr", "prof", "st", "e.g", "i.e", "vs", "cf", "approx", "ca", "incl", "rev"];

/// Words whose full stop ends a sentence only where a number stands before them (`for 10 sec. Then`).
const UNITS: &[&str] = &[
    "no", "nos", "min", "max", "sec", "fig", "figs", "p", "pp", "art", "vol", "ver", "temp", "ref", "co", "ltd", "inc",
    "corp", "dept", "qty", "pcs", "avg", "std", "spec", "dia", "tel", "ext", "ed", "cat",
];

/// Months and the like: abbreviations only before a number (`Oct. 7`).
const BEFORE_NUMBERS: &[&str] =
    &["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "app", "ch", "par"];

/// Words before which a clause ends.
const JOINTS: &[&str] =
    &["–", "—", "and", "with", "so", "which", "because", "where", "while", "after", "before", "until"];

/// As many whole sentences of `text` as fit in `words` words, without the last full stop. A first
/// sentence of a few words more stays whole; a longer one is cut where its last clause ends, and
/// `…` says so.
pub fn brief(text: &str, words: usize) -> String {
    let text = text.trim();
    let mut ends = sentence_ends(text).into_iter();
    let first = ends.next().unwrap_or(text.len());
    let cut = if count(&text[..first]) > words.saturating_add(SLACK) {
        clause(&text[..first], words)
    } else {
        let fits = |end: &usize| count(&text[..*end]) <= words;
        bare(&text[..ends.take_while(fits).last().unwrap_or(first)]).to_owned()
    };
    clip(cut, words.saturating_mul(LETTERS))
}

/// Words that a first sentence may have beyond the limit.
const SLACK: usize = 6;

/// Bytes of an unusually long word: text without spaces is cut as well.
const LETTERS: usize = 14;

fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Where the sentences end: the byte after the mark and the quotes or brackets that close with it.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            '。' | '！' | '？' => ends.push(at + c.len_utf8()),
            '.' | '!' | '?' if open == 0 => {
                let after = &text[at + 1..];
                let rest = after.trim_start_matches(['"', '”', '’', '\'']);
                let next = rest.trim_start();
                let spaced = next.len() < rest.len();
                if next.is_empty() || (spaced && (c != '.' || ends_here(&text[..at], next))) {
                    ends.push(text.len() - rest.len());
                }
            }
            _ => {}
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// Whether a full stop between these two ends a sentence.
fn ends_here(before: &str, next: &str) -> bool {
    let first = next.chars().next().unwrap_or('.');
    if first.is_lowercase() || matches!(first, ',' | ';' | ')' | '–') {
        return false;
    }
    let mut words = before.split([' ', '(', '[', '\u{a0}']).rev();
    let word = words.next().unwrap_or_default();
    let previous = words.next().unwrap_or_default();
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    let numbered = previous.ends_with(|c: char| c.is_ascii_digit());
    if TITLES.contains(&lower) || (UNITS.contains(&lower) && !numbered) {
        return false;
    }
    if BEFORE_NUMBERS.contains(&lower) && first.is_ascii_digit() {
        return false;
    }
    // "Chen H. Wei" goes on, "specification PS-017 rev. C. Each …" does not.
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && first.is_alphabetic();
    let named = previous.is_empty() || (previous.starts_with(char::is_uppercase) && !previous.ends_with('.'));
    !(initial && named)
}

/// The start of a sentence, cut where the last clause before `words` words ends.
fn clause(sentence: &str, words: usize) -> String {
    let list: Vec<&str> = sentence.split_whitespace().collect();
    let mut open = false;
    let mut best = None;
    for at in 0..list.len().min(words) {
        let word = list[at];
        open = if word.contains(['(', '[']) { !word.contains([')', ']']) } else { open && !word.contains([')', ']']) };
        let next = list.get(at + 1).copied().unwrap_or_default();
        let dated = word.starts_with(|c: char| c.is_ascii_digit()) && next.starts_with("20"); // October 7, 2026
        let ends = (word.ends_with([';', ':', ',']) && !dated) || JOINTS.contains(&next);
        if !open && at >= 3 && ends {
            best = Some((at + 1, word.ends_with(';')));
        }
    }
    let (end, whole) = best.unwrap_or((words.min(list.len()), false));
    let text = list[..end].join(" ");
    let text = text.trim_end_matches([',', ';', ':', ' ', '–']);
    if whole { text.to_owned() } else { format!("{text} …") }
}

/// Without the full stop that ends the text; that of an abbreviation stays.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let Some(short) = text.strip_suffix('.') else { return text };
    let last = short.rsplit([' ', '(']).next().unwrap_or_default().to_lowercase();
    let kept = ["ltd", "co", "inc", "corp", "etc", "a.m", "p.m"].contains(&last.as_str()) || short.ends_with('.');
    if kept { text } else { short }
}

/// A text of at most so many bytes.
fn clip(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= most).last().unwrap_or(0);
    format!("{} …", text[..end].trim_end_matches([' ', '…']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_ends_nothing() {
        let text = "The single-wall carton PS-017 rev. B was released without a test. Only 2 of 10 passed.";
        assert_eq!(brief(text, 12), "The single-wall carton PS-017 rev. B was released without a test");
        assert_eq!(brief("Velmara Co. Ltd. tested approx. 20 units, e.g. no. 7, per sec. 4.2.", 20), {
            "Velmara Co. Ltd. tested approx. 20 units, e.g. no. 7, per sec. 4.2"
        });
        assert_eq!(brief("Each unit ran for 10 min. Then 2 of 30 failed. So it was.", 6), "Each unit ran for 10 min");
    }

    #[test]
    fn a_letter_after_rev_may_end_a_sentence() {
        assert_eq!(brief("It follows PS-017 rev. C. All 10 of 10 cartons passed.", 5), "It follows PS-017 rev. C");
        assert_eq!(brief("Signed by Chen H. Wei. Filed.", 5), "Signed by Chen H. Wei");
    }

    #[test]
    fn whole_sentences_while_they_fit() {
        let text = "We drew 125 bottles. 0 of 125 leaked. The lot was accepted with report VI-261016-07.";
        assert_eq!(brief(text, 9), "We drew 125 bottles. 0 of 125 leaked");
        assert_eq!(brief(text, 40), text.trim_end_matches('.'));
        assert_eq!(brief("Values lie at 1.5 mm. Done", 3), "Values lie at 1.5 mm");
    }

    #[test]
    fn a_long_sentence_is_cut_at_a_clause() {
        let text = "The lead opened all boxes of the lot, counted what was in them and wrote every count on the form \
                    that hangs at the line, as the procedure asks.";
        assert_eq!(brief(text, 10), "The lead opened all boxes of the lot …");
        let semicolon = text.replace("lot, counted", "lot; he counted");
        assert_eq!(brief(&semicolon, 10), "The lead opened all boxes of the lot");
        let plain = "one two three four five six seven eight nine ten eleven twelve";
        assert_eq!(brief(plain, 5), "one two three four five …");
        let dated = "The pallets were loaded on October 9, 2026 by six people of the shift that works at night there.";
        assert_eq!(brief(dated, 8), "The pallets were loaded on October 9, 2026 …");
    }

    #[test]
    fn brackets_are_not_torn() {
        let text =
            "The carton (single wall, 4.2 kN/m, with tape) was put into use in March without any drop test by anybody.";
        assert_eq!(brief(text, 8), "The carton (single wall, 4.2 kN/m, with tape) …");
    }

    #[test]
    fn text_without_spaces_is_bounded() {
        assert!(brief(&"木".repeat(5000), 10).len() < 160);
        assert_eq!(brief("全部开箱检查。更换了垫片。", 10), "全部开箱检查。更换了垫片。");
        assert_eq!(brief("", 10), "");
    }
}
