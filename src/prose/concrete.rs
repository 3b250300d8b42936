//! How concrete a sentence is: who, how many, how often, by which document.

use super::Words;
use super::lexicon::Class;
use super::list::List;
use super::pattern::Lang;
use super::text::{Sentence, is_han};

static LIST: List = List(Class::Concrete);

/// What each kind of concreteness is worth, and how many of it count.
const WEIGHTS: &[(&str, usize, usize)] = &[("spec", 2, 2), ("thing", 1, 2), ("role", 1, 1), ("often", 1, 1)];

/// The concreteness of a sentence; 0 says nothing that could be checked.
pub fn score(sentence: &Sentence<'_>, words: &Words) -> usize {
    let mut score = figures(sentence);
    for (section, weight, most) in WEIGHTS {
        if let Some(phrases) = LIST.section(sentence.lang, section) {
            score += phrases.find_in(sentence).take(*most).count() * weight;
        }
    }
    score + 2 * words.concrete.find_in(sentence).count()
}

/// Whether a sentence has a figure, which makes its score more than 0.
pub fn has_figures(sentence: &Sentence<'_>) -> bool {
    sentence.text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a sentence names figures or evidence: what a dispute may say of others.
pub fn is_proven(sentence: &Sentence<'_>) -> bool {
    figures(sentence) >= 2 || LIST.is_in(sentence, "proof")
}

/// Figures, dates and numbers of documents: 2 each, at most 4; a bare "100 %" counts 1.
fn figures(sentence: &Sentence<'_>) -> usize {
    let text = sentence.lower.as_str();
    let mut score = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let rest = &text[at..];
        let length = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let number = rest[..length].trim_end_matches(['.', ',']);
        let percent = rest[length..].trim_start().starts_with('%');
        score += if number == "100" && percent || rest.starts_with("24/7") { 1 } else { 2 };
        // A code such as SOP-QC-07 is one figure.
        let end = rest.find(|c: char| c.is_whitespace() || is_han(c)).unwrap_or(rest.len());
        from = at + end.max(1);
    }
    if sentence.lang == Lang::Zh && sentence.text.contains(['两', '三', '五', '十', '百']) {
        score += 1;
    }
    score.min(4)
}
