//! What a seller typed comes out as typed: in the letter as text, in the letter and in the
//! bundle as poppler reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::kit::{BASE, Run, Space, have};
use super::pdf::{self, squeezed};

/// Texts that mean something to TOML, Tera, Typst, Markdown, HTML, a shell or a terminal.
const HARD: &[&str] = &[
    "hash #let x = 1 #import #pagebreak() #",
    "dollar $x^2$ $1,000 $$",
    "star *bold* **b** and _under_ __u__",
    "tick `code` ``` fence",
    "back \\ slash \\n \\u{41} \\",
    "square [insert] ] [ ]]",
    "tera {{ seller.name }} {% for x in y %} {# note #} {{",
    "at @exhibit @box-after <label> <b>html</b> &amp;",
    "quotes \"double\" 'single' “curly” „low“ «angle» ‘one’",
    "dash -- --- – — -? ...",
    "dots ... … tilde ~ a~b",
    "slash // comment /* block */ https://example.com/a?b=c&d#e",
    "equals = heading + list - list / term: 1. one",
    "percent %d %s 100 % ^ | a | b ; ! ? , end",
    "ligatures office waffle fjord Æsir straße ﬁ",
    "accents é è ü ß ñ ç Ő ł İ ı",
    "signs € £ ¥ © ® ™ ° ± × ÷ ² ³ ½ µ",
    "chinese 纸箱由单层改为双层，抽检 736 件。",
    "japanese テスト かな",
    "arabic مرحبا بالعالم",
    "hebrew שלום עולם",
    "emoji 🎋 📦 👍🏽 👩‍🔧",
    "combining e\u{301} a\u{30a}",
    "spaces  two   three",
];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

/// A case in which every text of the seller is this.
fn case(text: &str) -> String {
    let own = quoted(text);
    let mut out = String::new();
    for line in BASE.lines() {
        let key = line.split(" =").next().unwrap_or_default();
        match key {
            "product" | "caption" | "statement" | "what" | "owner" | "frequency" => {
                out.push_str(&format!("{key} = {own}\n"));
            }
            _ => out.push_str(&format!("{line}\n")),
        }
        if key == "caption" {
            out.push_str(&format!("note = {own}\ntranslation = {own}\n"));
        }
        if key == "product" {
            out.push_str(&format!("complaint = {own}\nsku = \"BCB-3\"\n"));
        }
    }
    out
}

/// What texts without sense are found to be, beside the point of these tests.
const BESIDE: &[&str] = &["-A", "language-mismatch", "-A", "symptom-as-cause", "-A", "vague-action"];

/// Builds a case; characters that no font has are taken out of its text first.
fn build(space: &Space, name: &str, text: &str) -> String {
    space.case(name, &case(text));
    let path = format!("cases/{name}");
    let run: Run = space.build(&[&[&path, "-A", "placeholder"], BESIDE].concat());
    if run.code == 0 {
        return text.to_owned();
    }
    let mut missing = BTreeSet::new();
    for diagnostic in run.diagnostics() {
        assert_eq!(diagnostic["code"], "E013", "{text}: {diagnostic}");
        let message = diagnostic["message"].as_str().unwrap_or_default();
        let code = message.split("U+").nth(1).and_then(|rest| rest.split(')').next()).expect("a code point");
        missing.insert(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
    }
    let joiners = |c: &char| matches!(c, '\u{200d}' | '\u{fe0f}') || ('\u{1f3fb}'..='\u{1f3ff}').contains(c);
    let left: String = text.chars().filter(|c| !missing.contains(c) && !joiners(c)).collect();
    space.case(name, &case(&left));
    space
        .build(&[&path, "-A", "placeholder", "-A", "language-mismatch", "-A", "symptom-as-cause", "-A", "vague-action"])
        .expect(0);
    left
}

/// How often each character stands in a text, without white space.
fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        *counts.entry(c).or_insert(0) += 1;
    }
    counts
}

fn right_to_left(text: &str) -> bool {
    text.chars().any(|c| ('\u{590}'..='\u{8ff}').contains(&c))
}

/// What poppler makes of characters that fonts draw in parts or as one: compared alike.
fn folded(text: &str) -> String {
    let text = text.replace('ﬁ', "fi").replace('ﬂ', "fl").replace("e\u{301}", "é").replace("a\u{30a}", "å");
    squeezed(&text)
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'))
        .collect()
}

/// Fails unless a PDF says a text this often at least.
#[track_caller]
fn says(file: &Path, text: &str, times: usize) {
    let read = pdf::raw_text(file);
    if right_to_left(text) {
        // Poppler gives what runs right to left in the order of reading or of drawing.
        let (found, wanted) = (counted(&read), counted(text));
        for (c, count) in wanted {
            assert!(found.get(&c).copied().unwrap_or(0) >= count * times, "{}: {c} of {text}", file.display());
        }
        return;
    }
    let (read, wanted) = (folded(&read), folded(text));
    let found = read.matches(&wanted).count();
    assert!(found >= times, "{}: {found} times, not {times}: {text}\n{read}", file.display());
}

#[test]
fn hard_texts_come_out_as_typed() {
    if !have(&["pdftotext"]) {
        return;
    }
    let space = Space::new();
    assert!(HARD.len() > 20);
    for (at, text) in HARD.iter().enumerate() {
        let name = format!("t{at:02}");
        let left = build(&space, &name, text);
        let folder = space.at(&format!("build/cases/{name}"));
        let letter = space.text(&format!("build/cases/{name}/letter.txt"));
        // Product, complaint, cause, two actions with their owners and frequency.
        let typed: Vec<&str> = left.split_whitespace().collect();
        let typed = typed.join(" ");
        let spaced: Vec<&str> = letter.split_whitespace().collect();
        let found = spaced.join(" ").matches(&typed).count();
        assert!(found >= 5, "{text}: {found} times in\n{letter}");
        says(&folder.join("letter.pdf"), &left, 5);
        // Captions, notes and translations as well.
        says(&folder.join("bundle.pdf"), &left, 12);
    }
}

#[test]
fn long_lines_come_out_whole() {
    if !have(&["pdftotext", "pdfinfo"]) {
        return;
    }
    let space = Space::new();
    let line: String = (0..1700).map(|n| format!("w{n:04} ")).collect();
    let line = line.trim();
    assert!(line.len() > 10_000);
    let unbroken: String = (0..10_000).map(|n| char::from(b'a' + u8::try_from(n % 26).expect("a letter"))).collect();
    for (name, text) in [("words", line), ("unbroken", &unbroken)] {
        let statement = BASE.lines().find(|line| line.starts_with("statement")).expect("a statement");
        space.case(name, &BASE.replace(statement, &format!("statement = \"{text}\"")));
        space.build(&[&format!("cases/{name}")]).expect(0);
        let folder = space.at(&format!("build/cases/{name}"));
        assert!(space.text(&format!("build/cases/{name}/letter.txt")).contains(text), "{name}");
        let read = folded(&pdf::raw_text(&folder.join("letter.pdf")));
        // A page number may stand between.
        let parts: Vec<String> =
            folded(text).as_bytes().chunks(100).map(|c| String::from_utf8_lossy(c).into()).collect();
        let whole = parts.iter().filter(|part| read.contains(part.as_str())).count();
        assert!(whole + 8 >= parts.len(), "{name}: {whole} of {} parts", parts.len());
        assert!(pdf::page_count(&folder.join("letter.pdf")) > 1);
    }
}

#[test]
fn control_and_invisible_characters_do_no_harm() {
    let space = Space::new();
    for (at, text) in [
        "bell \u{7} end",
        "esc \u{1b}[31m end",
        "rtl \u{202e}gpj.exe",
        "zero\u{200b}width",
        "tab\tend",
        "feff\u{feff}end",
    ]
    .iter()
    .enumerate()
    {
        let name = format!("c{at}");
        space.case(&name, &case(text));
        let run = space.build(&[&[format!("cases/{name}").as_str()], BESIDE].concat());
        assert!(run.code == 0 || run.codes().iter().all(|code| code == "E013"), "{text:?}: {}", run.out);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{text:?}");
    }
}
