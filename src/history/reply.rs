//! Amazon's replies: stereotyped sentences, each of which names a part of the appeal. The phrases are data, in
//! `src/history/replies.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::event::{Answer, Field};

/// A sentence of a reply that says something about the appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence as the reply has it, on one line.
    pub sentence: String,
    /// The parts that it attacks.
    pub fields: Vec<Field>,
}

/// What a reply says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The sentences that attack something, in order.
    pub said: Vec<Said>,
    /// The answer that it seems to be.
    pub result: Option<Answer>,
}

impl Reply {
    /// The parts that it attacks, each once.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = self.said.iter().flat_map(|said| said.fields.iter().copied()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

#[derive(Deserialize)]
struct File {
    phrase: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    fields: Vec<String>,
    result: Option<String>,
    en: Vec<String>,
    zh: Vec<String>,
}

struct Phrase {
    /// None where every part is meant.
    fields: Option<Vec<Field>>,
    result: Option<Answer>,
    en: Vec<Vec<Element>>,
    zh: Vec<Vec<String>>,
}

enum Element {
    /// One of these words.
    Word(Vec<String>),
    /// Some words.
    Gap,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("replies.toml")).unwrap_or(File { phrase: Vec::new() });
    file.phrase.into_iter().map(phrase).collect()
});

fn phrase(entry: Entry) -> Phrase {
    let element = |word: &str| match word {
        "…" => Element::Gap,
        word => Element::Word(word.split('|').map(str::to_owned).collect()),
    };
    let all = entry.fields.iter().any(|name| name == "all");
    Phrase {
        fields: (!all).then(|| entry.fields.iter().filter_map(|name| Field::find(name)).collect()),
        result: entry.result.as_deref().and_then(Answer::find),
        en: entry.en.iter().map(|line| line.split_whitespace().map(element).collect()).collect(),
        zh: entry.zh.iter().map(|line| line.split('…').map(str::to_owned).collect()).collect(),
    }
}

/// How many words a gap may be.
const WORDS: usize = 12;
/// How many characters, in Chinese.
const CHARS: usize = 20;
/// More text than any reply has: what comes after it is not read.
const MOST: usize = 200_000;

/// Reads a reply to an appeal of this stance.
pub fn reply(text: &str, stance: &str) -> Reply {
    let mut end = text.len().min(MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (mut said, mut general) = (Vec::new(), Vec::new());
    let mut results: BTreeMap<Answer, usize> = BTreeMap::new();
    for sentence in sentences(&text[..end]) {
        let words = super::said::plain(&sentence.replace("(s)", "s").replace("(S)", "s"));
        let words: Vec<&str> = words.split(' ').collect();
        let dense: Vec<char> = sentence.chars().filter(|c| !c.is_whitespace()).collect();
        let mut fields = Vec::new();
        for phrase in PHRASES.iter() {
            let found = phrase.en.iter().any(|pattern| (0..words.len()).any(|at| starts(&words[at..], pattern)))
                || phrase.zh.iter().any(|pieces| follow(&dense, pieces));
            if !found {
                continue;
            }
            if let Some(result) = phrase.result {
                *results.entry(result).or_default() += 1;
            }
            match &phrase.fields {
                Some(named) => fields.extend(named.iter().copied().filter(|field| field.is_of(stance))),
                None => general.push(sentence.clone()),
            }
        }
        fields.sort_unstable();
        fields.dedup();
        if !fields.is_empty() {
            said.push(Said { sentence, fields });
        }
    }
    if said.is_empty() {
        let all = [Field::RootCause, Field::Actions, Field::Prevention, Field::Arguments, Field::Evidence];
        let fields: Vec<Field> = all.into_iter().filter(|field| field.is_of(stance)).collect();
        said.extend(general.into_iter().take(1).map(|sentence| Said { sentence, fields: fields.clone() }));
    }
    let refused = results.contains_key(&Answer::Rejected) || !said.is_empty();
    let granted = results.contains_key(&Answer::Reinstated);
    let result = match (granted, refused) {
        (true, false) => Some(Answer::Reinstated),
        (false, true) => Some(Answer::Rejected),
        // It says both: a person must read it.
        _ => None,
    };
    Reply { said, result }
}

/// The sentences of a reply, each on one line: what it quotes of earlier mails is left out.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut close = |open: &mut String| {
        let line = open.split_whitespace().collect::<Vec<_>>().join(" ");
        open.clear();
        if !line.is_empty() {
            found.push(line);
        }
    };
    for line in text.lines() {
        let start = line.trim_start();
        let lower = start.to_lowercase();
        let quotes = (lower.starts_with("on ") && lower.trim_end().ends_with("wrote:"))
            || ["-----original message", "---- original message", "-----原始邮件", "------------------ 原始邮件"]
                .iter()
                .any(|mark| lower.starts_with(mark));
        if quotes {
            break;
        }
        if start.starts_with('>') {
            continue;
        }
        let bullet = start.starts_with(['-', '•', '*', '–', '·', '●', '○', '▪', '—'])
            || start.split_once(['.', ')', '、']).is_some_and(|(number, _)| {
                (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
            });
        if start.is_empty() || bullet {
            close(&mut open);
        }
        let line = start.trim_start_matches(['-', '•', '*', '–', '·', '●', '○', '▪', '—', ' ']);
        open.push(' ');
        for c in line.chars() {
            open.push(c);
            if matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '；') {
                close(&mut open);
            }
        }
    }
    close(&mut open);
    found
}

/// Whether words begin with a pattern.
fn starts(words: &[&str], pattern: &[Element]) -> bool {
    match pattern {
        [] => true,
        [Element::Gap, rest @ ..] => (0..=WORDS.min(words.len())).any(|skip| starts(&words[skip..], rest)),
        [Element::Word(any), rest @ ..] => match words.split_first() {
            Some((first, more)) => any.iter().any(|word| word == first) && starts(more, rest),
            None => false,
        },
    }
}

/// Whether pieces follow each other, with gaps that are not too long.
fn follow(text: &[char], pieces: &[String]) -> bool {
    let pieces: Vec<Vec<char>> = pieces.iter().map(|piece| piece.chars().collect()).collect();
    let at = |from: usize, most: usize, piece: &[char]| -> Vec<usize> {
        let last = text.len().saturating_sub(piece.len());
        let range = from..=last.min(from.saturating_add(most));
        range.filter(|at| text[*at..].starts_with(piece)).map(|at| at + piece.len()).collect()
    };
    let Some((first, rest)) = pieces.split_first() else { return false };
    let mut ends = at(0, text.len(), first);
    for piece in rest {
        let mut next: Vec<usize> = ends.iter().flat_map(|end| at(*end, CHARS, piece)).collect();
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    !ends.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str, stance: &str) -> Vec<&'static str> {
        reply(text, stance).fields().into_iter().map(Field::name).collect()
    }

    #[test]
    fn every_phrase_is_read() {
        assert_eq!(PHRASES.len(), 8);
        for phrase in PHRASES.iter() {
            assert!(!phrase.en.is_empty() && !phrase.zh.is_empty());
            assert!(phrase.fields.as_ref().is_none_or(|fields| !fields.is_empty()) || phrase.result.is_some());
        }
    }

    #[test]
    fn amazons_words() {
        let usual = "Hello,\n\nThank you for your submission. We do not have enough information to reinstate your\n\
            listing(s) at this time. Please submit:\n\n-- Greater detail on the root cause(s) of the complaints\n\
            -- Greater detail on the actions you have taken to resolve the complaints\n\
            -- Greater detail on the steps you have taken to prevent complaints going forward\n";
        assert_eq!(fields(usual, "appeal"), ["root-cause", "actions", "prevention"]);
        assert_eq!(reply(usual, "appeal").result, Some(Answer::Rejected));
        let one = "Please provide greater detail on the steps you have taken to prevent this from happening again.";
        assert_eq!(fields(one, "appeal"), ["prevention"]);
        let done = "The corrective action items you have listed have not been implemented.";
        assert!(fields(done, "appeal").contains(&"implementation"), "{:?}", fields(done, "appeal"));
        for text in [
            "We were unable to verify the document(s) that you sent.",
            "The documents submitted are invalid.",
            "We could not open the attached files.",
            "我们无法核实您提交的文件。",
            "您提供的发票无效。",
        ] {
            assert_eq!(fields(text, "appeal"), ["evidence"], "{text}");
            assert_eq!(fields(text, "dispute"), ["evidence"], "{text}");
        }
        assert_eq!(fields("请提供有关问题根本原因的更多详细信息。", "appeal"), ["root-cause"]);
        assert_eq!(fields("请提供更多信息，说明您为防止此类问题再次发生所采取的步骤。", "appeal"), ["prevention"]);
        let nothing = "We do not have enough information to reinstate your listing.";
        assert_eq!(fields(nothing, "appeal"), ["root-cause", "actions", "prevention", "evidence"]);
        assert_eq!(fields(nothing, "dispute"), ["arguments", "evidence"]);
        assert_eq!(fields("目前我们没有足够的信息来恢复您的商品。", "dispute"), ["arguments", "evidence"]);
    }

    #[test]
    fn good_news_attacks_nothing() {
        for text in [
            "Hello,\nThank you. We have reinstated your listing B0CHX3QBCH.",
            "Your listings have been reinstated.",
            "您好，我们已恢复您的商品。",
        ] {
            assert_eq!(reply(text, "appeal"), Reply { said: vec![], result: Some(Answer::Reinstated) }, "{text}");
        }
        let quoted =
            "We have reinstated your listing.\n\nOn Monday Li Wei wrote:\nThe root cause was not identified.\n";
        assert_eq!(reply(quoted, "appeal").result, Some(Answer::Reinstated));
        let quoted = "We have reinstated your listing.\n> greater detail on the root cause\n";
        assert_eq!(reply(quoted, "appeal").result, Some(Answer::Reinstated));
        assert_eq!(reply("Thank you for your message.", "appeal"), Reply::default());
        assert_eq!(reply("", "appeal"), Reply::default());
    }

    #[test]
    fn junk_takes_no_time() {
        let started = "root cause ".repeat(50_000);
        assert!(reply(&started, "appeal").said.len() < 2);
        assert!(reply(&"更多".repeat(100_000), "appeal").said.is_empty());
    }
}
