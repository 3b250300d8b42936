//! Case files with many faults: each is told, at its line, and nothing is told that only follows
//! from another.

use super::kit::{BASE, Run, Space};

/// A case in which every faulty line says at its end which codes tell it.
const FIFTY: &str = include_str!("faults/fifty.toml");

/// The line and code of each finding in a case, sorted.
fn findings(run: &Run, case: &str) -> Vec<(usize, String)> {
    let file = format!("cases/{case}/case.toml");
    let of_case = run.diagnostics().into_iter().filter(|d| d["file"] == file.as_str());
    let line = |d: &serde_json::Value| usize::try_from(d["line"].as_u64().unwrap_or(0)).expect("a line");
    let mut found: Vec<_> = of_case.map(|d| (line(&d), d["code"].as_str().unwrap_or_default().to_owned())).collect();
    found.sort();
    found
}

#[test]
fn fifty_faults_are_fifty_findings() {
    let mut wanted: Vec<(usize, String)> = Vec::new();
    for (at, line) in FIFTY.lines().enumerate() {
        let codes = line.split_once("#! ").map_or("", |(_, codes)| codes);
        wanted.extend(codes.split_whitespace().map(|code| (at + 1, code.to_owned())));
    }
    wanted.sort();
    assert!(wanted.len() >= 50, "only {} faults", wanted.len());
    let space = Space::new();
    space.same_case("fifty", FIFTY);
    for lang in ["en", "zh"] {
        assert_eq!(findings(&space.check("cases", lang).expect(1), "fifty"), wanted, "{lang}");
    }
    // The formats for people show them all as well.
    let short = space.run(&["check", "--format", "short", "--today", super::kit::TODAY]).expect(1);
    assert_eq!(short.out.lines().filter(|line| line.starts_with("cases/fifty/case.toml:")).count(), wanted.len());
}

/// A line broken in one way, and on which line of the two that may come of it the fault is told.
fn broken(line: &str) -> Vec<(&'static str, String, usize)> {
    let mut all = Vec::new();
    if let Some(rest) = line.strip_suffix('"') {
        all.push(("no closing quotation mark", rest.to_owned(), 0));
    }
    if line.starts_with('[') {
        let name = line.trim_matches(['[', ']']);
        for header in [format!("[[{name}]"), format!("[[{name}"), format!("[{name}]]"), format!("[[{name}]]]")] {
            all.push(("a header's brackets", header, 0));
        }
    } else if let Some(rest) = line.strip_suffix(']') {
        all.push(("an open list", rest.to_owned(), 0));
    }
    let Some((key, value)) = line.split_once('=') else { return all };
    let (key, value) = (key.trim(), value.trim());
    all.push(("no sign of equality", format!("{key} {value}"), 0));
    all.push(("no value", format!("{key} ="), 0));
    all.push(("twice", format!("{line}\n{line}"), 1));
    all.push(("twice with another value", format!("{line}\n{key} = \"other\""), 1));
    all.push(("another type", format!("{key} = true"), 0));
    all.push(("misspelt", format!("{}x = {value}", &key[..key.len() - 1]), 0));
    all.push(("junk behind it", format!("{line} junk"), 0));
    if value.contains('"') {
        all.push(("curly quotation marks", line.replace('"', "“"), 0));
    }
    all
}

#[test]
fn a_broken_line_is_one_finding() {
    let space = Space::new();
    let lines: Vec<&str> = BASE.lines().collect();
    let mut wanted = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for (how, text, below) in broken(line) {
            let mut all: Vec<&str> = lines.clone();
            all[at] = &text;
            let name = format!("c{:04}", wanted.len());
            space.case(&name, &(all.join("\n") + "\n"));
            wanted.push((name, format!("line {}, {how}: {text}", at + 1), at + 1 + below));
        }
    }
    assert!(wanted.len() > 200, "only {} faults", wanted.len());
    let run = space.check("cases", "en").expect(1);
    let mut wrong = Vec::new();
    for (name, what, line) in wanted {
        let found = findings(&run, &name);
        if found.len() != 1 || found[0].0 != line {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A failure of the kinds for which appeals are refused: the case that it is put into, the line that
/// is replaced (by what it begins with; none: the text is added), what stands there then, the code.
const FAILURES: &[(&str, &str, &str, &str)] = &[
    // Appeal and dispute are mixed.
    (
        "B0BZ5H8KWD-phone-stand-dispute",
        "",
        "[[actions]]\narea = \"listing\"\ndone = 2026-10-07\nwhat = \"The listing editor added the stand's 3 dimensions to image 2.\"\nevidence = [\"page\"]\n",
        "T001",
    ),
    (
        "B0BZ5H8KWD-phone-stand-dispute",
        "claim ",
        "claim = \"We admit that 3 stands of lot 2608 were defective and have corrected the mould.\"",
        "T001",
    ),
    ("B0BZ5H8KWD-phone-stand-dispute", "claim ", "claim = \"我们承认该批次 3 件存在质量问题，并已整改。\"", "T001"),
    (
        "B0D7KQ2MWS-transport-damage",
        "statement",
        "statement = \"The shelves are not defective; the complaint is wrong and all 508 units meet the specification.\"",
        "T002",
    ),
    ("B0D7KQ2MWS-transport-damage", "statement", "statement = \"我们的产品没有质量问题，该投诉不属实。\"", "T002"),
    // The cause is guessed.
    (
        "B0D7KQ2MWS-transport-damage",
        "statement",
        "statement = \"Buyers complained that the product was damaged.\"",
        "C001",
    ),
    ("B0D7KQ2MWS-transport-damage", "statement", "statement = \"买家投诉商品破损。\"", "C001"),
    (
        "B0D7KQ2MWS-transport-damage",
        "statement",
        "statement = \"Pallets were probably stacked too high in our warehouse.\"\nevidence = [\"pallet-before\"]#",
        "C002",
    ),
    (
        "B0D7KQ2MWS-transport-damage",
        "statement",
        "statement = \"可能是仓库里托盘堆得太高。\"\nevidence = [\"pallet-before\"]#",
        "C002",
    ),
    // Empty phrases.
    (
        "B0D7KQ2MWS-transport-damage",
        "what",
        "what = \"We have strengthened our quality control and optimised all processes.\"",
        "A001",
    ),
    ("B0D7KQ2MWS-transport-damage", "what", "what = \"我们已加强质量管控，全面优化流程。\"", "A001"),
    // Invoices instead of proof.
    (
        "B0D7KQ2MWS-transport-damage",
        "",
        "[[actions]]\narea = \"packaging\"\ndone = 2026-10-14\nwhat = \"The packing lead replaced 600 edge boards of 2 mm by boards of 4 mm on 12 pallets.\"\naddresses = [\"pallet-overhang\"]\nevidence = [\"bill\"]\n\n[[evidence]]\nid = \"bill\"\npath = \"evidence/bill.pdf\"\nkind = \"invoice\"\ncaption = \"Invoice for 600 edge boards, October 9, 2026\"\n",
        "A006",
    ),
    (
        "B0D7KQ2MWS-transport-damage",
        "",
        "[[actions]]\narea = \"packaging\"\ndone = 2026-10-14\nwhat = \"包装组长李红于 10 月 14 日把 12 个托盘的 600 块护边板全部换成 4 mm 的。\"\naddresses = [\"pallet-overhang\"]\nevidence = [\"bill\"]\n\n[[evidence]]\nid = \"bill\"\npath = \"evidence/bill.pdf\"\nkind = \"shipping-document\"\ncaption = \"Delivery note for 600 edge boards, October 9, 2026\"\n",
        "A006",
    ),
    // Promises instead of what is done.
    ("B0D7KQ2MWS-transport-damage", "what", "what = \"We will train all 12 packers on PK-SH-02 next month.\"", "A002"),
    ("B0D7KQ2MWS-transport-damage", "what", "what = \"下个月我们将对 12 名打包员进行 PK-SH-02 培训。\"", "A002"),
];

#[test]
fn why_appeals_fail_is_told() {
    let mut wrong = Vec::new();
    for (case, line, text, code) in FAILURES {
        let space = Space::with(&["cases", "shared"]);
        let path = format!("cases/{case}/case.toml");
        let old = space.text(&path);
        let start = if line.is_empty() { old.len() } else { old.find(&format!("\n{line}")).expect("the line") + 1 };
        let end = old[start..].find('\n').map_or(old.len(), |end| start + end);
        // What was added behind a `#` swallows the list that stood on the next line.
        let rest = if text.ends_with('#') { old[end..].trim_start() } else { &old[end..] };
        let gap = if line.is_empty() { "\n" } else { "" };
        let new = format!("{}{gap}{text}{rest}", &old[..start]);
        space.write(&path, &new);
        let bill = space.read(&format!(
            "cases/{case}/evidence/{}",
            if case.contains("dispute") { "returns-comments.csv" } else { "pallet-pattern-pk-sh-02.pdf" }
        ));
        space.write(&format!("cases/{case}/evidence/bill.pdf"), [&bill[..], b"%\n"].concat());
        let from = new[..start + gap.len()].lines().count();
        let lines = from..=from + text.lines().count() + 1;
        let run = space.check("cases", "en");
        let told = run.diagnostics();
        let at = |d: &serde_json::Value| lines.contains(&usize::try_from(d["line"].as_u64().unwrap_or(0)).unwrap_or(0));
        if !told.iter().any(|d| d["code"] == *code && d["file"] == path.as_str() && at(d)) {
            wrong.push(format!("{code}: {text}: {:?} {lines:?}", findings(&run, case)));
        }
        // The other cases are clean, and English sentences show nothing but what is wrong with them.
        assert!(told.iter().all(|d| d["file"] == path.as_str()), "{}", run.out);
        let other: Vec<String> = run.codes().into_iter().filter(|found| found != code).collect();
        let follows = |found: &String| matches!(found.as_str(), "L007" | "E009" | "E013");
        if !other.iter().all(follows) {
            wrong.push(format!("{code}: {text}: also {other:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
