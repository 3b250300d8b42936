//! The page "What buyers reported" and the sentences of the letter: the figures are those of the reports,
//! whoever cites the page is told its page, and nothing of any buyer is anywhere.

use std::process::Command;

use super::kit::{BASE, Space, TODAY, files, have, repository, returns};

const REPORT: &str = "\n[complaints]\nreports = [\"reports/defective.tsv\"]\nfrom = 2026-07-01\nto = 2026-08-31\n";

fn built(text: &str) -> Space {
    let space = Space::new();
    space.same_case("a", text);
    space.build(&["cases/a"]).expect(0);
    space
}

/// The text of some pages of a case's bundle.
fn page(space: &Space, case: &str, first: u64, last: u64) -> String {
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-f", &first.to_string(), "-l", &last.to_string()]);
    let done = command.arg(space.at(&format!("build/{case}/bundle.pdf"))).arg("-").output().expect("pdftotext");
    String::from_utf8_lossy(&done.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the manifest says of the page, and the page's text.
fn shown(space: &Space, case: &str) -> (serde_json::Value, String) {
    let manifest = space.json(&format!("build/{case}/manifest.json"));
    let entry = manifest["exhibits"].as_array().into_iter().flatten().find(|one| one["id"] == "@complaints");
    let entry = entry.expect("the page").clone();
    let first = entry["first_page"].as_u64().expect("a page");
    let text = page(space, case, first, first + entry["pages"].as_u64().expect("pages") - 1);
    (entry, text)
}

#[test]
fn the_page_has_the_figures_of_the_report_and_is_cited_where_it_stands() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = BASE.replacen("evidence = [\"returns\"]", "evidence = [\"@complaints\", \"returns\"]", 1) + REPORT;
    let space = built(&text);
    let (entry, page) = shown(&space, "cases/a");
    assert_eq!((entry["number"].as_u64(), entry["kind"].as_str()), (Some(1), Some("returns-analysis")));
    assert!(entry["path"].is_null() && entry["sha256"].is_null(), "{entry}");
    assert_eq!(entry["cited_by"], serde_json::json!(["root_cause[0]"]));
    let report = space.read("cases/a/reports/defective.tsv");
    let hash = appealc::read::sha256(&report);
    assert_eq!(entry["reports"][0]["sha256"], hash.as_str());
    // 7 DEFECTIVE, 3 DAMAGED_BY_CARRIER, 2 UNWANTED_ITEM.
    for part in [
        "July 1 to August 31, 2026 list 12 returned units of this ASIN; 10 of them (83 %)",
        "7 (58 %)",
        "3 (25 %)",
        "2 (17 %)",
        "DEFECTIVE",
        "DAMAGED_BY_CARRIER",
        "UNWANTED_ITEM",
        "Amazon’s notice, Oct 2, 2026",
        "Cited by Cause 1",
        "Jul 6 to Aug 30, 2026 12 12",
        &hash,
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let letter = space.text("build/cases/a/letter.txt");
    let label = entry["label"].as_str().expect("a label");
    let cited = format!(
        "Amazon's return report for July 1 to August 31, 2026 lists 12 returned units of this ASIN, 7 of them (58 %) as \
         DEFECTIVE. Exhibit 1 (bundle p. {label})."
    );
    assert!(letter.contains(&cited), "{letter}");
    assert!(space.text("build/cases/a/form.txt").contains(&cited));
    assert!(!letter.contains("Effect"), "{letter}");
    let run = space.run(&["verify", "build"]).expect(0);
    assert!(run.err.is_empty() || !run.err.contains("error"), "{}", run.err);
}

#[test]
fn a_page_that_nothing_cites_stands_last_and_no_rule_minds() {
    let space = built(&(BASE.to_owned() + REPORT));
    let manifest = space.json("build/cases/a/manifest.json");
    let last = manifest["exhibits"].as_array().and_then(|all| all.last()).expect("exhibits").clone();
    assert_eq!((last["id"].as_str(), last["number"].as_u64()), (Some("@complaints"), Some(4)));
    assert!(!space.check("cases", "en").codes().contains(&"E009".to_owned()));
    assert_eq!(files(&space.at("build/cases/a/exhibits")).len(), 3);
    space.run(&["verify", "build"]).expect(0);
}

#[test]
fn nothing_of_a_buyer_is_in_any_output() {
    if !have(&["pdftotext"]) {
        return;
    }
    let mail = ("SELLABLE", "DEFECTIVE", "call me 555-0142, jane.roe@mail.example, order 112-0000000-0000001");
    // Cells that slipped into the column of reasons and of gradings.
    let slipped = ("14 Example Street", "JANE ROE", "split corner");
    let space = Space::new();
    space.same_case("a", &(BASE.to_owned() + REPORT));
    space.write("cases/a/reports/defective.tsv", returns(&[mail, mail, slipped, ("", "jane.roe@mail.example", "")]));
    space.build(&["cases/a"]).expect(0);
    let (_, page) = shown(&space, "cases/a");
    assert!(page.contains("OTHER") && page.contains("2 units have a reason code that is not known"), "{page}");
    let mut all = self::page(&space, "cases/a", 1, 99);
    for name in files(&space.at("build")) {
        all.push_str(&String::from_utf8_lossy(&space.read(&format!("build/{name}"))));
    }
    all.push_str(&space.text("cases/a/reports/defective.tsv.tally.json"));
    for secret in ["112-0000000", "jane", "JANE", "555-0142", "Example Street", "LPNRR", "call me"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[test]
fn what_buyers_wrote_is_quoted_only_where_a_case_wants_it() {
    if !have(&["pdftotext"]) {
        return;
    }
    let mail = ("SELLABLE", "DEFECTIVE", "hinge squeaks, call me 07700 900123, jane.roe@mail.example");
    let rows = returns(&[
        mail,
        ("SELLABLE", "DEFECTIVE", "handle came off in a week"),
        ("SELLABLE", "UNWANTED_ITEM", "too big"),
    ]);
    let space = Space::new();
    let text = BASE.to_owned() + REPORT;
    for (quote, there) in [("", false), ("quote = true\n", true)] {
        space.same_case("a", &format!("{text}{quote}"));
        space.write("cases/a/reports/defective.tsv", &rows);
        space.build(&["cases/a"]).expect(0);
        let (_, page) = shown(&space, "cases/a");
        assert_eq!(page.contains("“handle came off in a week”"), there, "{page}");
        assert_eq!(page.contains("“hinge squeaks, call me […]”"), there, "{page}");
        assert!(!page.contains("too big"), "no complaint");
        let kept = space.text("cases/a/reports/defective.tsv.tally.json");
        for text in [&page, &kept] {
            assert!(!text.contains("07700") && !text.contains("jane"), "{text}");
        }
        // The same bytes without the report.
        let before = space.read("build/cases/a/bundle.pdf");
        std::fs::remove_file(space.at("cases/a/reports/defective.tsv")).expect("the report");
        std::fs::remove_dir_all(space.at("build")).expect("outputs");
        space.build(&["cases/a"]).expect(0);
        assert!(space.read("build/cases/a/bundle.pdf") == before);
    }
    // What was kept without quotations cannot give any.
    space.same_case("a", &text);
    space.write("cases/a/reports/defective.tsv", &rows);
    space.build(&["cases/a"]).expect(0);
    space.same_case("a", &format!("{text}quote = true\n"));
    std::fs::remove_file(space.at("cases/a/reports/defective.tsv")).expect("the report");
    for lang in ["en", "zh"] {
        assert!(space.check("cases", lang).expect(1).codes().contains(&"E021".to_owned()));
    }
}

#[test]
fn a_page_without_reports_cannot_be_cited() {
    let space = Space::new();
    space.same_case("a", &BASE.replacen("evidence = [\"returns\"]", "evidence = [\"@complaints\", \"returns\"]", 1));
    for lang in ["en", "zh"] {
        let run = space.check("cases", lang).expect(1);
        assert!(run.codes().contains(&"S009".to_owned()), "{}", run.out);
    }
}

#[test]
fn the_worked_cases_say_what_their_reports_hold() {
    if !have(&["pdftotext"]) {
        return;
    }
    let space = Space::with(&["cases", "shared"]);
    let (puzzle, press) = ("cases/B0C9LX4RHP-puzzle-size", "cases/B0CKP3W8FY-garlic-press-dispute");
    let run = super::kit::finish(&mut super::kit::appealc(
        &space.at(""),
        &["build", puzzle, press, "--format", "json", "--today", TODAY],
    ));
    assert!(run.expect(0).codes().is_empty());
    // Counted in the report itself.
    let report = std::fs::read_to_string(repository().join(puzzle).join("reports/fba-returns.tsv")).expect("a report");
    let of = |from: &str, to: &str, reason: &str| {
        let rows = report.lines().skip(1).filter(|row| row.contains(reason));
        rows.filter(|row| row.get(..10).is_some_and(|day| day >= from && day <= to)).count()
    };
    let not = "NOT_AS_DESCRIBED";
    let (all, fault) = (of("2026-07-01", "2026-11-14", ""), of("2026-07-01", "2026-11-14", not));
    let (before, after) = (of("2026-07-01", "2026-10-02", not), of("2026-10-06", "2026-11-14", not));
    let letter = space.text(&format!("build/{puzzle}/letter.txt"));
    assert!(letter.contains(&format!("lists {all} returned units of this ASIN, {fault} of them")), "{letter}");
    assert!(letter.contains("Effect in Amazon's return reports"), "{letter}");
    let (_, page) = shown(&space, puzzle);
    for part in [
        format!("July 1 to October 2, 2026 94 {before}"),
        format!("October 6 to November 14, 2026 40 {after}"),
        "Sep 30, 2026 · before 84 1,256 6.7 % 3.9 Very poor".to_owned(),
        "Nov 14, 2026 · after 5 561 0.9 % 4.1 Good".to_owned(),
    ] {
        assert!(page.contains(&part), "{part} in {page}");
    }
    let letter = space.text(&format!("build/{press}/letter.txt"));
    assert!(letter.contains("96 of 112 returned as DEFECTIVE were graded SELLABLE on arrival"), "{letter}");
    assert!(!letter.contains("Effect in"));
    assert!(shown(&space, press).1.contains("96 of 112 units returned as DEFECTIVE (86 %) were graded SELLABLE"));
    space.run(&["verify", "build"]).expect(0);
}
