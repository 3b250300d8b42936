//! Lists: `new --from` makes a case of every good row, and says of the others what is wrong.

use super::kit::{PHOTO, Run, Space};
use super::limits::{photo, screenshot};
use super::pdf;
use super::start::asin;

/// Between the notices of the list and their deadlines.
const DAY: &str = "2026-10-12";

/// 500 rows, of which 20 are bad: the lines of these, and the list.
fn long_list() -> (Vec<usize>, String) {
    let mut rows = vec!["ASIN,SKU,Product name,Type,Stance,Site,Notice date,Deadline,Case ID,Orders,Colour".to_owned()];
    let types = ["onpe/packaging", "Defective/质检问题", "defective/damaged", "ONPE/缺少说明书"];
    for number in 0..500 {
        let kind = types[number % types.len()];
        let stance = if number % 7 == 0 { "dispute" } else { "" };
        rows.push(format!(
            "{},S-{number},\"Board \"\"{number}\"\", large\",{kind},{stance},US,2026-10-02,\"October 19, 2026\",\
             2134032{number:04},302-5550143-555{number:04},red",
            asin(number)
        ));
    }
    let good = |number: usize| rows[number].clone();
    let cell = |number: usize, at: usize, text: &str| {
        // The quoted cell has a comma of its own.
        let row = good(number).replace("\", large\"", "\"\u{1}\"").replace("\"October 19, 2026\"", "2026-10-19");
        let mut cells: Vec<&str> = row.split(',').collect();
        cells[at] = text;
        cells.join(",").replace("\"\u{1}\"", "\", large\"")
    };
    let bad = vec![
        (12, cell(12, 0, "")),
        (30, cell(30, 0, "B0CHX3QBC")),
        (55, cell(55, 0, "B0CHX3QB-H")),
        (80, cell(80, 0, "B0XXXXXXXX")),
        (101, cell(101, 0, "0306406153")),
        (120, cell(120, 3, "")),
        (144, cell(144, 3, "onpe/packging")),
        (160, cell(160, 3, "nonsense")),
        (177, cell(177, 4, "perhaps")),
        (190, cell(190, 5, "Atlantis")),
        (222, cell(222, 6, "2026-02-30")),
        (241, cell(241, 6, "03/04/2026")),
        (260, cell(260, 7, "2026-09-01")),
        (281, cell(281, 8, "2.13E+10")),
        (300, cell(300, 8, "213")),
        (333, cell(333, 9, "302-55")),
        (350, good(349)),
        (377, format!("{},x,y", good(377))),
        (400, cell(400, 2, &"x".repeat(600))),
        (444, cell(444, 2, "\"never closed")),
    ];
    let lines = bad.iter().map(|(at, _)| at + 1).collect();
    for (at, row) in bad {
        rows[at] = row;
    }
    (lines, rows.join("\r\n") + "\r\n")
}

/// What a seller writes into the blanks of a type: cause, corrective actions, preventive action, argument.
const WORDS: &[(&str, [&str; 5])] = &[
    (
        "packaging",
        [
            "The single-wall box gave way at its corners: 41 of 640 boxes checked in September 2026 (6.4 %) were crushed.",
            "Double-wall boxes of 7 mm replaced all 312 single-wall boxes in stock; 30 of 30 passed the drop test from 76 cm.",
            "Packing instruction PK-07 is in force and the 6 packers of the line were trained on it.",
            "Ten packed boxes of every batch are drop-tested from 76 cm; one that is crushed stops the batch.",
            "30 of 30 boxes of the batches sold came through a drop test from 76 cm without a crushed corner.",
        ],
    ),
    (
        "quality-control",
        [
            "Our check of 8 boards per lot missed split edges: 41 of 640 boards checked in September 2026 (6.4 %) had one.",
            "All 640 boards in stock were checked for split edges; 41 failed and were scrapped, 599 passed.",
            "Sampling plan QC-02 with 80 boards per lot is in force and the 3 inspectors were trained on it.",
            "80 boards of every lot are checked for split edges before dispatch; two that fail stop the lot.",
            "200 boards of the lots sold were inspected to QC-02; none had a split edge.",
        ],
    ),
    (
        "damaged",
        [
            "The carton had no cushioning at its corners: 41 of 640 boards returned by September 2026 (6.4 %) had a broken corner.",
            "Corner guards of 20 mm foam now lie in all 312 cartons in stock; 30 of 30 passed the drop test from 76 cm.",
            "All 228 units in the old carton were recalled from the warehouse under removal order 7712 and repacked.",
            "Ten cartons of every delivery are dropped from 76 cm; a broken board sends the delivery back to be packed again.",
            "30 of 30 cartons as sold came through a drop test from 76 cm, and no board in them broke.",
        ],
    ),
    (
        "missing-instructions",
        [
            "No manual lay in batches 14 and 15: 41 of 640 boxes opened in September 2026 (6.4 %) had none.",
            "Manual M-3 of 8 pages in English and Spanish was put into all 312 boxes in stock.",
            "The detail page now shows the 4 steps of oiling the board, each with a picture.",
            "The manual is counted at packing step 5 by weighing; a box that is 18 g too light is opened.",
            "Manual M-3 of 8 pages lies in each of 80 boxes opened from the batches sold.",
        ],
    ),
];

/// Fills the blanks of a case, and makes the evidence that it names.
pub fn fill(space: &Space, folder: &str) {
    let topic = WORDS.iter().find(|(topic, _)| folder.ends_with(topic)).expect("a type");
    let [statement, first, second, prevention, claim] = topic.1;
    let path = format!("cases/{folder}/case.toml");
    let mut whats = [first, second, prevention].into_iter();
    let mut lines = Vec::new();
    for line in space.text(&path).lines() {
        let (key, _) = line.split_once('=').unwrap_or((line, ""));
        let words = match key.trim() {
            "# done" => {
                lines.push("done      = 2026-10-07".to_owned());
                continue;
            }
            key if key.starts_with('#') || !line.contains("\"TODO") => None,
            "statement" => Some(statement),
            "what" => whats.next(),
            "owner" => Some("Packing lead"),
            "claim" => Some(claim),
            _ => panic!("{path}: {line}"),
        };
        lines.push(words.map_or(line.to_owned(), |words| format!("{key}= \"{words}\"")));
    }
    let text = lines.join("\n") + "\n";
    space.write(&path, &text);
    let case: toml::Table = text.parse().expect("TOML");
    for (seed, exhibit) in (1..).zip(case["evidence"].as_array().expect("evidence")) {
        let path = exhibit["path"].as_str().expect("a path");
        let bytes = match path.rsplit('.').next() {
            Some("jpg") => photo(900, 700, seed),
            Some("png") => screenshot(1200, 800),
            _ => pdf::lines(&[exhibit["caption"].as_str().expect("a caption"), folder]),
        };
        space.write(&format!("cases/{folder}/{path}"), bytes);
    }
}

/// Some of the cases filled in, of each type, and disputes: these are built, and nothing is said of them.
fn filled_in(space: &Space) {
    let names = ["packaging", "quality-control", "damaged", "missing-instructions"];
    let folders: Vec<String> =
        [4, 1, 2, 3, 28, 49, 14, 7].iter().map(|at| format!("{}-{}", asin(*at), names[at % 4])).collect();
    for folder in &folders {
        fill(space, folder);
    }
    let mut args = vec!["build", "--today", DAY, "--format", "json"];
    let paths: Vec<String> = folders.iter().map(|folder| format!("cases/{folder}")).collect();
    args.extend(paths.iter().map(String::as_str));
    let built = space.run(&args);
    assert_eq!(built.diagnostics(), Vec::<serde_json::Value>::new());
    let mut disputes = 0;
    for path in &paths {
        assert_eq!(built.status(path), "built", "{path}");
        let letter = space.text(&format!("build/{path}/letter.txt"));
        assert!(!letter.contains("TODO") && letter.contains("Board \""), "{letter}");
        disputes += usize::from(space.json(&format!("build/{path}/manifest.json"))["stance"] == "dispute");
    }
    assert_eq!(disputes, 4);
    built.expect(0);
}

/// The lines that a run named as bad.
fn named(run: &Run) -> Vec<usize> {
    let objects = run.objects().into_iter().filter(|object| object["reason"] == "row");
    objects.filter_map(|object| usize::try_from(object["line"].as_u64()?).ok()).collect()
}

#[test]
fn a_list_of_500_rows_makes_480_cases() {
    let (bad, list) = long_list();
    let space = Space::new();
    // As Excel in China saves it.
    let (gbk, ..) = encoding_rs::GB18030.encode(&list);
    space.write("list.csv", &gbk);
    let run = space.run(&["new", "--from", "list.csv", "--format", "json"]).expect(1);
    assert_eq!(named(&run), bad, "{}", run.out);
    let reasons: std::collections::BTreeSet<String> =
        run.objects().iter().filter_map(|object| Some(object["errors"].as_array()?[0].to_string())).collect();
    assert_eq!(reasons.len(), 20, "{reasons:?}");
    let made = run.objects().iter().filter(|object| object["reason"] == "new").count();
    assert_eq!(made, 480);
    // `build` takes them but for their blanks: what is still a TODO, a day that is missing, evidence that is not
    // there. It says nothing else of them, and makes nothing of what is not filled in.
    let build = space.run(&["build", "--today", DAY, "--format", "json"]).expect(1);
    let summary = build.objects().pop().expect("a summary");
    assert_eq!((&summary["cases"], &summary["failed"]), (&480.into(), &480.into()));
    assert!(!space.at("build").exists());
    let found = build.diagnostics();
    assert!(found.len() > 480 * 5, "{}", found.len());
    for one in &found {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let blank = match text("code").as_str() {
            "L001" => text("message").contains("TODO"),
            "S004" => text("message").contains("`done`"),
            "E001" => text("message").contains("`evidence/"),
            _ => false,
        };
        assert!(blank, "{one}");
    }
    filled_in(&space);
    let text = space.text(&format!("cases/{}-packaging/case.toml", asin(4)));
    let case: toml::Table = text.parse().expect("TOML");
    assert_eq!(case["product"].as_str(), Some("Board \"4\", large"));
    assert_eq!((case["sku"].as_str(), case["case_id"].as_str()), (Some("S-4"), Some("21340320004")));
    assert_eq!(case["respond_by"].to_string(), "2026-10-19");
    assert_eq!(case["orders"].to_string(), "[\"302-5550143-5550004\"]");
    // Once more: all good rows exist already, nothing is overwritten.
    let again = space.run(&["new", "--from", "list.csv", "--format", "json"]).expect(1);
    assert_eq!(named(&again).len(), 500);
    assert_eq!(space.text(&format!("cases/{}-packaging/case.toml", asin(4))), text);
}

#[test]
fn a_list_speaks_both_languages_and_says_what_it_ignores() {
    let space = Space::new();
    space.write(
        "list.tsv",
        "商品名称\tasin\t类型\t颜色\r\n竹砧板\tb0chx3qbch\t包装问题\t红\r\n\r\nx\tB0CHX\t包装问题\t\r\n",
    );
    let run = space.run(&["new", "--from", "list.tsv", "--lang", "zh"]).expect(1);
    assert!(run.err.contains("list.tsv:4: 错误") && run.err.contains("颜色"), "{}", run.err);
    assert!(run.err.contains("新建 1 个案件"), "{}", run.err);
    assert!(space.text("cases/B0CHX3QBCH-packaging/case.toml").contains("product     = \"竹砧板\""));
    // Without a type anywhere a row is bad; `--type` is for rows that name none.
    space.write("plain.csv", "asin\nB0CHX3QBCJ\n");
    space.run(&["new", "--from", "plain.csv"]).expect(1);
    space.run(&["new", "--from", "plain.csv", "--type", "onpe/packaging"]).expect(0);
    for (name, content) in [("none.csv", "a,b\n1,2\n"), ("empty.csv", "\n")] {
        space.write(name, content);
        let run = space.run(&["new", "--from", name]).expect(2);
        assert!(run.err.contains(name), "{}", run.err);
    }
    space.write("photo.jpg", PHOTO);
    space.run(&["new", "--from", "photo.jpg"]).expect(2);
    space.run(&["new", "--from", "no-such.csv"]).expect(2);
}

#[test]
fn a_list_may_be_a_spreadsheet() {
    use super::made::office::{MAIN, cell, workbook, zipped};
    let space = Space::new();
    let text = |row: usize, cells: &[&str]| -> String {
        cells.iter().zip(b'A'..).map(|(text, letter)| cell(&format!("{}{row}", char::from(letter)), text)).collect()
    };
    let head = text(2, &["ASIN", "产品名称", "类型", "通知日期", "案件编号"]);
    // A date and a number as Excel keeps them, 46297 days after its beginning.
    let good = text(3, &["B0CHX3QBCH", "Board", "包装问题"])
        + "<c r=\"D3\" s=\"1\"><v>46297</v></c><c r=\"E3\"><v>21340329531</v></c>";
    let bad = text(5, &["B0CHX3QBC", "Board", "包装问题"]);
    let rows: String =
        [(2, head), (3, good), (5, bad)].iter().map(|(n, cells)| format!("<row r=\"{n}\">{cells}</row>")).collect();
    let sheet = |rows: &str| format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    let styles = "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    let notes = sheet(&format!("<row r=\"1\">{}</row>", text(1, &["no list"])));
    let book = workbook(&[("Notes", notes, ""), ("List", sheet(&rows), "")], styles);
    space.write("list.xlsx", zipped(&book));
    let run = space.run(&["new", "--from", "list.xlsx", "--format", "json"]).expect(1);
    assert_eq!(named(&run), [5], "{}", run.out);
    let case: toml::Table = space.text("cases/B0CHX3QBCH-packaging/case.toml").parse().expect("TOML");
    assert_eq!(case["notified"].to_string(), "2026-10-02");
    assert_eq!(case["case_id"].as_str(), Some("21340329531"));
    space.write("broken.xlsx", &zipped(&book)[..900]);
    space.run(&["new", "--from", "broken.xlsx"]).expect(2);
}
