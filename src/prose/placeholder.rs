//! L001: what was left over from a template.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use super::Words;
use super::lexicon::{Class, Lexicon};
use super::list::List;
use super::text::{Sentence, is_han, sentences};

static LIST: List = List(Class::Placeholder);

/// Words in brackets that are blanks, from both languages: templates mix them.
static BLANKS: LazyLock<(Vec<&str>, Vec<&str>)> = LazyLock::new(|| {
    let words = |name: &str| Lexicon::written(Class::Placeholder, name).flat_map(|line| line.split('|')).collect();
    (words("strong"), words("whole"))
});

/// Marks that writers leave for themselves, and what finds them.
static MARKS: LazyLock<Vec<(&str, Finder<'static>)>> =
    LazyLock::new(|| ["TODO", "TBD", "FIXME", "XXX", "TBC"].map(|mark| (mark, Finder::new(mark))).into());
/// Lines to write on.
static LINES: LazyLock<[(char, Finder<'static>); 2]> =
    LazyLock::new(|| [('_', "___"), ('＿', "＿＿＿")].map(|(line, three)| (line, Finder::new(three))));
/// Beginnings that count in a product's name or a caption, too.
const ANYWHERE: &[&str] = &["insert", "your", "enter", "fill in", "请填写", "填写", "您的", "插入"];
/// Brackets; in round ones only what begins like an order to the writer is a blank.
const BRACKETS: &[(&str, &str)] =
    &[("[", "]"), ("<", ">"), ("【", "】"), ("［", "］"), ("〔", "〕"), ("{", "}"), ("(", ")"), ("（", "）")];
/// Longest blank, in bytes.
const LONGEST: usize = 160;

/// The left-over markers of a text, each once, in order. `strict`: a statement, not a product's
/// name or a caption.
pub fn find(text: &str, strict: bool, words: &Words) -> Vec<Range<usize>> {
    let said = if strict { sentences(text) } else { Vec::new() };
    find_in(text, strict.then_some(&said), words)
}

/// As [`find`] of a statement whose sentences are known, or of a text that is none.
pub fn find_in(text: &str, said: Option<&[Sentence<'_>]>, words: &Words) -> Vec<Range<usize>> {
    let strict = said.is_some();
    let mut found: Vec<Range<usize>> = Vec::new();
    let brackets = !text.is_ascii() || text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'{' | b'('));
    for (open, close) in BRACKETS.iter().filter(|_| brackets) {
        let mut from = 0;
        while let Some(start) = first(&text[from..], open).map(|at| from + at) {
            let inside = start + open.len();
            from = inside;
            let Some(length) = first(&text[inside..], close).filter(|length| *length <= LONGEST) else { continue };
            if is_blank(&text[inside..inside + length], open, strict) {
                from = inside + length + close.len();
                found.push(start..from);
            }
        }
    }
    if let Some(said) = said {
        if let Some(start) = first(text, "{{") {
            let length = text[start..].find("}}").map_or(2, |length| length + 2);
            found.push(start..start + length);
        }
        for (line, three) in LINES.iter() {
            for at in three.find_iter(text.as_bytes()) {
                if !text[..at].ends_with(*line) {
                    let length = text[at..].chars().take_while(|c| c == line).count();
                    found.push(at..at + length * line.len_utf8());
                }
            }
        }
        for sentence in said {
            for hit in LIST.hits(sentence, "marks", words) {
                // Letters before would make it a word or a size.
                let before = sentence.text[..hit.start].chars().next_back();
                if !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-') {
                    found.push(sentence.start + hit.start..sentence.start + hit.end);
                }
            }
        }
    }
    for (mark, finder) in MARKS.iter().filter(|(mark, _)| strict || matches!(*mark, "TODO" | "XXX")) {
        for at in finder.find_iter(text.as_bytes()) {
            let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            let after = text[at + mark.len()..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
            if !before && !after {
                found.push(at..at + mark.len());
            }
        }
    }
    found.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in found {
        let inside = kept.last().is_some_and(|last| range.start < last.end);
        let again = kept.iter().any(|other| text.get(other.clone()) == text.get(range.clone()));
        if !inside && !again {
            kept.push(range);
        }
    }
    kept
}

/// Where a part of a text stands first.
fn first(text: &str, part: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), part.as_bytes())
}

fn is_blank(inside: &str, open: &str, strict: bool) -> bool {
    let spaced = inside.starts_with(' ');
    let inside = inside.trim().to_lowercase();
    let begins = |word: &str| {
        let next = inside.strip_prefix(word).map(|rest| rest.chars().next());
        next.is_some_and(|next| word.ends_with(is_han) || !next.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    let (strong, whole) = &*BLANKS;
    if !strict {
        return open != "<" && ANYWHERE.iter().any(|word| begins(word));
    }
    if matches!(open, "(" | "（") {
        let orders = [
            "replace with",
            "insert photo",
            "insert picture",
            "insert image",
            "insert screenshot",
            "insert report",
            "insert number",
            "insert link",
            "insert a",
            "insert your",
            "insert date",
            "insert name",
            "insert here",
            "insert the",
            "enter your",
            "fill in",
            "your name",
            "your company",
            "your store",
            "please fill",
            "to be filled",
            "请填",
            "填写",
            "插入",
            "此处",
            "在此填",
            "在这里填",
            "待填",
            "待补",
        ];
        return orders.iter().any(|word| begins(word)) && inside.chars().count() > 1;
    }
    let plain = inside.trim_matches(|c: char| matches!(c, '*' | ':' | '：' | '_' | ' '));
    // "[supplier contact name]", "<old part>": the last word, or the marks, say it.
    let last = plain.rsplit(' ').next().unwrap_or_default();
    let ends = matches!(last, "name" | "number" | "date" | "id" | "here" | "address" | "quantity" | "amount" | "title");
    let named = ["编号", "号码", "日期", "名称", "姓名", "地址", "电话", "数量", "金额", "时间", "人名"];
    let named = plain.chars().count() <= 8 && named.iter().any(|name| plain.ends_with(name));
    let words_only = open == "<" && !spaced && plain == inside && plain.chars().count() >= 3;
    let angled = words_only && plain.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_'));
    strong.iter().any(|word| begins(word))
        || whole.contains(&plain)
        || ends
        || named
        || (open == "{" && plain.contains(char::is_alphabetic))
        || angled
        || plain == "…"
        || plain == "……"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers(text: &str, strict: bool) -> Vec<&str> {
        find(text, strict, &Words::default()).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn markers_are_found_whole() {
        assert_eq!(markers("on [insert date], see {{ x }} and TODO", true), ["[insert date]", "{{ x }}", "TODO"]);
        assert_eq!(markers("size XXXL, [M], a < b > c", true), Vec::<&str>::new());
        assert_eq!(markers("Board [date]", false), Vec::<&str>::new());
        assert_eq!(markers("[Your name]", false), ["[Your name]"]);
        assert_eq!(markers("检验 <日期> 完成", true), ["<日期>"]);
        assert_eq!(markers("XX月XX日完成", true), ["XX月", "XX日"]);
        assert_eq!(markers("于____完成", true), ["____"]);
    }
}
