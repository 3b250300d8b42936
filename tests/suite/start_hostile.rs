//! Lists and notices from strangers: any bytes give cases, faults or a refusal, and never a panic.

use appealc::evidence::Limits;
use appealc::issue_type::IssueTypes;
use appealc::locale::Locale;
use appealc::options::Lang;
use appealc::start::listing::{Defaults, listing};
use appealc::start::{Draft, example, notice};
use appealc::templates::Templates;

use super::kit::{BASE, Run, Space, TODAY, corpus, files, skipped};
use super::made::office::{MAIN, Part, workbook, zipped};

/// Numbers that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % most
    }
}

const LIST: &str = "asin,product,type,notified,respond_by,case_id,orders,站点\nB0CHX3QBCH,\"Board, \"\"3\"\"\",\
    ONPE/包装问题,2026-10-02,\"October 19, 2026\",21340329531,302-5550143-5550177,US\nB0CHX3QBCJ,x,,03/04/2026,,,,\n";
const NOTICE: &str = "Date: October 2, 2026\nAmazon.com, Account Health: packaging issues\nASIN: B0CHX3QBCH\nTitle: 竹砧板\n\
    within seventeen (17) days, by 2026年10月19日\n请在 17 天内提交\nCase ID 21340329531, order 302-5550143-5550177\n";

/// Changes some bytes, drops some, doubles some.
fn mangled(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let signs: &[&[u8]] =
        &[b"\"", b",", b"\n", b"\r", b"\0", b"\xff", b"\xe4", "\u{202e}".as_bytes(), b"{n}", b"99999999", b"\t"];
    let mut bytes = text.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len().max(1));
        match dice.below(4) {
            0 if !bytes.is_empty() => drop(bytes.remove(at.min(bytes.len() - 1))),
            1 => {
                let sign = signs[dice.below(signs.len())];
                bytes.splice(at..at, sign.iter().copied());
            }
            2 => {
                let end = (at + dice.below(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

/// A draft always becomes a case file that is TOML, and says what the draft says.
fn becomes_a_case(draft: &Draft, templates: &Templates) {
    let name = format!("{}/example.toml", draft.kind);
    let text = &templates.get(&name).expect("an example").text;
    for lang in [Lang::En, Lang::Zh] {
        let made = example::text(text, draft, lang);
        let case: toml::Table = made.parse().unwrap_or_else(|error| panic!("{error}\n{made}"));
        for (key, given) in &draft.keys {
            assert_eq!(case.get(key).map(ToString::to_string), Some(given.value.to_string()), "{key}\n{made}");
        }
        assert!(case.contains_key("asin") || case.contains_key("asins"));
    }
}

#[test]
fn mangled_lists_and_notices() {
    let templates = Templates::new(Vec::new());
    let types = IssueTypes::new(&templates);
    let locale = Locale::new(Lang::En);
    let defaults = Defaults { kind: Some("onpe/packaging".to_owned()), dispute: false };
    let mut dice = Dice(7);
    let (mut good, mut bad, mut refused, mut guessed) = (0, 0, 0, 0);
    for _ in 0..1000 {
        let bytes = mangled(LIST.as_bytes(), &mut dice);
        match listing(&bytes, "list.csv", &types, &defaults, &Limits::default()) {
            Ok(list) => {
                for row in list.rows {
                    assert!(row.line >= 1);
                    match row.draft {
                        Ok(draft) => {
                            becomes_a_case(&draft, &templates);
                            good += 1;
                        }
                        Err(faults) => {
                            assert!(!faults.is_empty());
                            for fault in &faults {
                                assert_ne!(locale.text(&fault.message, &fault.args), fault.message);
                            }
                            bad += 1;
                        }
                    }
                }
            }
            Err(_) => refused += 1,
        }
        let bytes = mangled(NOTICE.as_bytes(), &mut dice);
        let found = notice::notice(&String::from_utf8_lossy(&bytes), None);
        if !found.asins.is_empty() {
            becomes_a_case(&found.draft("onpe/packaging", "/notice.txt", true, &locale), &templates);
            guessed += 1;
        }
    }
    assert!(good > 100 && bad > 300 && refused > 50 && guessed > 200, "{good} {bad} {refused} {guessed}");
}

#[test]
fn real_files_as_lists_and_notices() {
    let Some(corpus) = corpus() else { return skipped("corpus") };
    let space = Space::new();
    let mut tried = 0;
    for folder in ["tables", "email", "text", "chat", "docs"] {
        for name in files(&corpus.join(folder)) {
            let path = corpus.join(folder).join(&name);
            let path = path.to_str().expect("a path");
            for flag in ["--from", "--notice"] {
                let run = space.run(&["new", flag, path, "--dir", "out"]);
                assert!((0..=2).contains(&run.code), "{flag} {name}: {}{}", run.out, run.err);
                assert!(run.code == 0 || !run.err.is_empty(), "{flag} {name}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried} files");
}

/// A sheet of so many rows and columns of one and the same cell.
fn sheet(rows: usize, columns: usize, cell: &str) -> String {
    let row = format!("<row>{}</row>", cell.repeat(columns));
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", row.repeat(rows))
}

/// 140 KB: one text as long as Excel allows, in half a million cells. In memory they take 16 GB.
fn one_text_in_many_cells() -> Vec<u8> {
    let mut book = workbook(&[("List", sheet(5_000, 100, "<c t=\"s\"><v>0</v></c>"), "")], "");
    for (_, part) in &mut book {
        let text = String::from_utf8_lossy(part).into_owned();
        let strings = "<Relationship Id=\"t\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
        if text.contains("worksheets/sheet1.xml") {
            *part = text.replace("</Relationships>", strings).into_bytes();
        }
    }
    let text = "x".repeat(32_767);
    let strings = format!("<sst xmlns=\"{MAIN}\" count=\"1\" uniqueCount=\"1\"><si><t>{text}</t></si></sst>");
    book.push(("xl/sharedStrings.xml".to_owned(), strings.into_bytes()));
    zipped(&book)
}

/// A hundred sheets that are all the same one, which unpacks to 30 MB.
fn one_sheet_in_many_sheets() -> Vec<u8> {
    let names: Vec<String> = (0..100).map(|number| format!("Sheet {number}")).collect();
    let all: Vec<_> = names.iter().map(|name| (name.as_str(), String::new(), "")).collect();
    let mut book: Vec<Part> =
        workbook(&all, "").into_iter().filter(|(name, _)| !name.contains("worksheets/")).collect();
    for (name, part) in &mut book {
        if name.ends_with("workbook.xml.rels") {
            let text = String::from_utf8_lossy(part).into_owned();
            let links = text.split("worksheets/sheet").map(|after| match after.split_once(".xml") {
                Some((number, rest)) if number.parse::<usize>().is_ok() => format!("1.xml{rest}"),
                _ => after.to_owned(),
            });
            *part = links.collect::<Vec<_>>().join("worksheets/sheet").into_bytes();
        }
    }
    book.push(("xl/worksheets/sheet1.xml".to_owned(), sheet(10_000, 120, "<c><v>1</v></c><c/><c/>").into_bytes()));
    zipped(&book)
}

/// What a run said that was ended at a limit: the file and the setting, in the language, and nothing was made.
#[track_caller]
fn ended(space: &Space, lang: &str, args: &[&str], wanted: &[&str]) {
    let Run { code, out, err } = space.run(&[args, &["--lang", lang]].concat());
    assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
    for word in wanted {
        assert!(err.contains(word), "{args:?}: {err}");
    }
    let chinese = err.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert_eq!(chinese, lang == "zh", "{err}");
    assert!(!err.contains("panicked"), "{err}");
}

const CASE: &str = "cases/board";

/// What reads a stranger's file is a worker: it is ended, and the program says so.
#[test]
fn what_eats_memory_or_time_ends_a_worker_and_not_the_program() {
    let space = Space::new();
    space.write("big.xlsx", one_text_in_many_cells());
    space.write("slow.xlsx", one_sheet_in_many_sheets());
    space.same_case("board", BASE);
    let settings = |limits: &str| space.write("appealc.toml", format!("[limits]\n{limits}\n"));
    let both = |args: &[&str], wanted: &[&str]| ["en", "zh"].iter().for_each(|lang| ended(&space, lang, args, wanted));
    settings("worker_mb = 256\nfile_seconds = 100");
    both(&["new", "--from", "big.xlsx", "--dir", "made"], &["big.xlsx", "worker_mb"]);
    settings("file_seconds = 1");
    both(&["new", "--from", "slow.xlsx", "--dir", "made"], &["slow.xlsx", "file_seconds"]);
    assert!(!space.at("made").exists());
    space.run(&["submit", CASE, "--today", TODAY]).expect(0);
    let sent = space.text(&format!("{CASE}/history.toml"));
    // A mail for which a worker has no room.
    settings("worker_mb = 256");
    let mut mail =
        b"From: a@amazon.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n".to_vec();
    mail.resize(48 << 20, b'a');
    space.write("big.eml", mail);
    let notice = ["new", "--notice", "big.eml", "--type", "onpe/packaging"];
    let outcome = ["outcome", CASE, "rejected", "--reply", "big.eml"];
    for (lang, args) in [("en", &notice[..]), ("zh", &["reply", CASE, "big.eml"]), ("en", &outcome)] {
        ended(&space, lang, args, &["big.eml", "worker_mb"]);
    }
    assert_eq!(space.text(&format!("{CASE}/history.toml")), sent);
    let kept = |name: &String| name.ends_with("case.toml");
    assert_eq!(files(&space.at("cases")).into_iter().filter(kept).collect::<Vec<_>>(), ["board/case.toml"]);
    // Larger than anything that is read.
    std::fs::File::create(space.at("huge.txt")).and_then(|file| file.set_len(65 << 20)).expect("a file");
    for args in [&["new", "--from", "huge.txt"][..], &["new", "--notice", "huge.txt"], &["reply", CASE, "huge.txt"]] {
        both(args, &["huge.txt"]);
    }
}

#[test]
fn a_list_that_cannot_be_read_says_why() {
    let space = Space::new();
    let book = zipped(&workbook(&[("List", sheet(1, 1, "<c><v>1</v></c>"), "")], ""));
    space.write("cut.xlsx", &book[..book.len() / 2]);
    space.write("empty.xlsx", zipped(&workbook(&[("List", sheet(1, 1, "<c/>"), "")], "")));
    space.write("large.xlsx", zipped(&workbook(&[("List", sheet(2_000, 100, "<c><v>1</v></c>"), "")], "")));
    space.write("appealc.toml", "[limits]\nunpacked_mb = 1\n");
    for (name, en, zh) in [
        ("cut.xlsx", "cut.xlsx` cannot be read", "无法读取 `cut.xlsx`"),
        ("empty.xlsx", "empty.xlsx` is empty", "`empty.xlsx` 是空的"),
        ("large.xlsx", "raise `unpacked_mb`", "调大 `unpacked_mb`"),
    ] {
        for (lang, words) in [("en", en), ("zh", zh)] {
            let run = space.run(&["new", "--from", name, "--lang", lang]).expect(2);
            assert!(run.err.contains(words), "{}", run.err);
        }
    }
}
