//! Amazon's reports, as a seller uses them: what is told about a case, what is kept, what is asked for.

use super::kit::{BASE, Space, repository, returns, skipped};

/// The base case with a report and, below it, more of its table.
fn with(report: &str, more: &str) -> String {
    format!("{BASE}\n[complaints]\nreports = [\"reports/{report}\"]\n{more}")
}

fn space(report: &str, more: &str) -> Space {
    let space = Space::new();
    space.same_case("a", &with(report, more));
    space
}

/// The words of the first diagnostic of a code.
fn words(space: &Space, code: &str, lang: &str) -> String {
    let found = space.check("cases", lang).diagnostics().into_iter().find(|found| found["code"] == code);
    found.unwrap_or_else(|| panic!("no {code}")).to_string()
}

#[test]
fn another_complaint_leads_and_the_numbers_are_those_of_a_count_by_hand() {
    // 7 returned as DEFECTIVE (5 with "split corner"), 3 damaged by the carrier, 2 unwanted.
    let space = space("defective.tsv", "");
    for lang in ["en", "zh"] {
        let said = words(&space, "C003", lang);
        for part in ["DEFECTIVE 7", "3", "10", "quality-control"] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }
    let found = &space.check("cases", "en").diagnostics()[0];
    assert_eq!((found["line"].as_u64(), found["level"].as_str()), (Some(8), Some("warning")));
    assert_eq!(found["labels"][0]["line"].as_u64(), Some(BASE.lines().count() as u64 + 2));
    let mended = with("defective.tsv", "[[complaints.reading]]\narea = \"packaging\"\nmatch = [\"split corner\"]\n");
    space.same_case("a", &mended);
    assert_eq!(space.check("cases", "en").expect(0).codes(), Vec::<String>::new());
    let other = with("defective.tsv", "").replacen("area = \"packaging\"", "area = \"quality-control\"", 1);
    space.same_case("a", &other);
    assert!(!space.check("cases", "en").codes().contains(&"C003".to_owned()));
}

#[test]
fn files_that_are_no_reports_are_told_in_words() {
    let space = space("x", "");
    for (name, bytes, code, said) in [
        ("empty", &b""[..], "E003", "empty"),
        ("binary", b"\x7fELF\0\0\0\x01\x02\x03\0\0\0\0", "E021", "no text"),
        ("workbook", b"PK\x03\x04\x14\0\0\0", "E021", "workbook"),
        ("table", b"month,returned\n2026-07,17\n", "E021", "customer returns"),
        ("cut", b"\x1f\x8b\x08\0\0\0\0\0\0\xff", "E021", "too early"),
        ("xml", b"<AmazonEnvelope><Message><return_details>", "E021", "too early"),
        ("replaced", b"shipment-date\tsku\tasin\treplacement-reason-code\n", "E021", "replacements"),
    ] {
        space.write("cases/a/reports/x", bytes);
        let run = space.check("cases", "en").expect(1);
        assert_eq!(run.codes(), [code], "{name}");
        assert!(run.out.contains(said), "{name}: {}", run.out);
        let asked = space.run(&["complaints", "--report", "cases/a/reports/x"]).expect(2);
        assert!(asked.err.contains(said) || name == "empty", "{name}: {}", asked.err);
    }
    space.same_case("a", &with("../../../../out.tsv", ""));
    assert_eq!(space.check("cases", "en").codes(), ["E002"]);
    space.same_case("a", &with("nothing.tsv", ""));
    assert_eq!(space.check("cases", "en").codes(), ["E001"]);
}

#[test]
fn what_is_dropped_is_counted_and_said() {
    let space = space("x.tsv", "");
    let damaged = ("CARRIER_DAMAGED", "DAMAGED_BY_CARRIER", "box crushed");
    let good = returns(&[damaged; 4]);
    let row = good.lines().nth(1).expect("a row").to_owned();
    let header = good.lines().next().expect("a header").to_owned();
    space.write("cases/a/reports/x.tsv", format!("{good}{row}\n\n{header}\n2026-09\tcut\n"));
    let run = space.check("cases", "en");
    assert_eq!(run.codes(), ["E022"]);
    for part in [
        "1 of 7 rows",
        "on line 9",
        "4 rows are about this case",
        "duplicates 1 (first on line 6)",
        "headers 1 (line 8)",
        "blank rows 1 (line 7)",
    ] {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
}

#[test]
fn a_clone_without_the_report_builds_the_same_bytes() {
    let more = "[[complaints.reading]]\narea = \"packaging\"\nmatch = [\"split corner\"]\n";
    let space = space("defective.tsv", more);
    space.build(&["cases/a"]).expect(0);
    let kept = space.text("cases/a/reports/defective.tsv.tally.json");
    for secret in ["112-0000000", "LPNRR", "split corner on", "dead", "box crushed"] {
        assert!(!kept.contains(secret), "{secret}");
    }
    let first = space.read("build/cases/a/bundle.pdf");
    let manifest = space.json("build/cases/a/manifest.json");
    assert_eq!(space.build(&["cases/a"]).expect(0).status("cases/a"), "fresh");
    std::fs::remove_file(space.at("cases/a/reports/defective.tsv")).expect("gone");
    assert_eq!(space.build(&["cases/a"]).expect(0).status("cases/a"), "fresh");
    std::fs::remove_dir_all(space.at("build")).expect("gone");
    space.build(&["cases/a"]).expect(0);
    assert!(space.read("build/cases/a/bundle.pdf") == first, "other bytes");
    assert_eq!(space.json("build/cases/a/manifest.json"), manifest);
    assert_eq!(space.text("cases/a/reports/defective.tsv.tally.json"), kept);
    // Other words need the report itself; what was changed by hand is refused.
    space.write("cases/a/case.toml", with("defective.tsv", &more.replace("split corner", "crushed")));
    assert_eq!(space.check("cases", "en").codes(), ["E021"]);
    space.write("cases/a/case.toml", with("defective.tsv", more));
    space.write("cases/a/reports/defective.tsv.tally.json", kept.replacen("\"tally\": 1", "\"tally\": 7", 1));
    assert_eq!(space.check("cases", "en").codes(), ["E021"]);
}

#[test]
fn another_count_is_another_case() {
    let space = space("fba-returns.tsv", "");
    space.build(&["cases/a"]).expect(0);
    let damaged = ("CARRIER_DAMAGED", "DAMAGED_BY_CARRIER", "box crushed");
    space.write("cases/a/reports/fba-returns.tsv", returns(&[damaged; 9]));
    assert_eq!(space.build(&["cases/a"]).expect(0).status("cases/a"), "built");
}

#[test]
fn the_command_tells_cases_and_reports() {
    let space = space("defective.tsv", "");
    for (lang, part) in
        [("en", "12 units returned, 10 of them complaints (83.3 %)"), ("zh", "退货 12 件，其中投诉 10 件")]
    {
        let run = space.run(&["complaints", "--lang", lang]).expect(0);
        assert!(run.out.contains(part) && run.out.contains('█') && run.out.contains("DEFECTIVE"), "{}", run.out);
        assert!(!run.out.contains("112-0000000") && !run.out.contains("split corner"), "{}", run.out);
    }
    let run = space.run(&["complaints", "cases/a", "--format", "json", "--from", "2026-07-20", "--to", "2026-08-01"]);
    let objects = run.expect(0).objects();
    assert_eq!((objects[0]["reason"].as_str(), objects[1]["asin"].as_str()), (Some("reports"), Some("B0CHX3QBCH")));
    // 21, 26 and 31 July.
    assert_eq!(objects[1]["units"], 3);
    let run = space.run(&["complaints", "--asin", "B0CNOTHERE"]);
    assert!(run.expect(2).err.contains("B0CNOTHERE"));
    let file = "cases/a/reports/defective.tsv";
    let run = space.run(&["complaints", "--report", file]).expect(0);
    assert!(run.out.contains("defective/quality-control") && run.out.contains("B0CHX3QBCH"), "{}", run.out);
    let objects = space.run(&["complaints", "--report", file, "--format", "json"]).expect(0).objects();
    assert_eq!((objects[0]["fault"].as_u64(), objects[0]["topic"].as_str()), (Some(10), Some("quality")));
    let one = space.run(&["complaints", "--report", file, "--asin", "B0CHX3QBCH"]).expect(0);
    assert!(one.out.contains("SELLABLE"), "{}", one.out);
}

#[test]
fn new_makes_a_case_for_each_of_the_worst() {
    let space = Space::new();
    let damaged = ("CARRIER_DAMAGED", "DAMAGED_BY_CARRIER", "box crushed");
    let defective = ("SELLABLE", "DEFECTIVE", "dead");
    let lamps = returns(&[defective; 5]).replace("B0CHX3QBCH", "B0CLAMP001").replace("LPNRR", "LPNSS");
    let two = returns(&[damaged; 3]) + lamps.split_once('\n').expect("a header").1;
    space.write("reports/all.tsv", two);
    let run = space.run(&["new", "--from-report", "reports/all.tsv", "--top", "2", "--dir", "cases"]).expect(0);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    let case = space.text("cases/B0CLAMP001-quality-control/case.toml");
    assert!(case.contains("reports = [\"/reports/all.tsv\"]") && case.contains("= \"Cutting board\""), "{case}");
    assert!(space.at("cases/B0CHX3QBCH-damaged/case.toml").is_file());
    assert!(space.text("cases/B0CHX3QBCH-damaged/.gitignore").contains("!/reports/*.tally.json"));
    // Nothing but the blanks is wrong with it.
    for code in space.check("cases/B0CLAMP001-quality-control", "en").codes() {
        assert!(!code.starts_with("E02"), "{code}");
    }
}

/// A report that would fill the memory ends its worker alone.
#[test]
fn a_report_without_a_case_is_read_by_a_worker() {
    let space = Space::new();
    space.write("appealc.toml", "[limits]\nworker_mb = 256\nfile_seconds = 100\n");
    let mut text = "return-date,order-id,sku,asin,quantity,detailed-disposition,reason\n".to_owned();
    for number in 0..1_200_000 {
        text.push_str(&format!("2026-08-03,112-3333333-{number:07},S,B0{number:08},1,DEFECTIVE,DEFECTIVE\n"));
    }
    space.write("many.csv", text);
    for (lang, words) in [("en", "cannot be read"), ("zh", "无法读取")] {
        for args in [&["complaints", "--report", "many.csv"][..], &["new", "--from-report", "many.csv"]] {
            let run = space.run(&[args, &["--lang", lang]].concat()).expect(2);
            assert!(run.err.contains(words) && run.err.contains("worker_mb"), "{}", run.err);
        }
    }
    assert!(!space.at("cases").exists());
    // Of many ASINs those that were asked for are shown, and how many there are.
    let few: String = returns(&[("SELLABLE", "DEFECTIVE", "x"); 4]);
    let few: String = few
        .lines()
        .enumerate()
        .map(|(at, line)| line.replace("B0CHX3QBCH", &format!("B0CHX3QB{at:02}")) + "\n")
        .collect();
    space.write("few.tsv", few);
    let run = space.run(&["complaints", "--report", "few.tsv", "--top", "1"]).expect(0);
    assert!(run.out.contains("4 ASINs, 4 units") && run.out.contains("3 more ASINs"), "{}", run.out);
    let all = space.run(&["complaints", "--report", "few.tsv", "--format", "json"]).expect(0).objects();
    assert_eq!(all.iter().filter(|one| one["asin"].is_string()).count(), 4);
}

#[test]
fn the_samples_give_what_they_hold() {
    let folder = repository().join("../shared/reports");
    if !folder.is_dir() {
        return skipped("sample reports");
    }
    let space = Space::new();
    let ask = |name: &str| {
        space.run(&["complaints", "--format", "json", "--report", &folder.join(name).display().to_string()])
    };
    for name in ["synthetic_fba_returns_utf8.tsv", "synthetic_fba_returns_dirty_bom.csv"] {
        let all = ask(name).expect(0).objects();
        assert_eq!(
            (all[0]["asin"].as_str(), all[0]["units"].as_u64(), all[0]["fault"].as_u64()),
            (Some("B0CTEST001"), Some(5), Some(2))
        );
        assert_eq!((all[1]["units"].as_u64(), all[1]["topic"].as_str()), (Some(1), Some("damage")));
    }
    let xml = ask("public_GET_XML_RETURNS_DATA_BY_RETURN_DATE.xml").expect(0).objects();
    assert_eq!((xml[0]["units"].as_u64(), xml[0]["topic"].as_str()), (Some(1), Some("fit")));
    let voc = ask("public_voc_export_variants.csv").expect(0).objects();
    assert_eq!(voc[0]["ncx"].as_f64(), Some(0.035));
    let stars = ask("synthetic_feedback_de_utf16le.tsv").expect(0).objects();
    assert_eq!(
        (stars[0]["feedback"][0].as_u64(), stars[0]["source"]["encoding"].as_str()),
        (Some(1), Some("UTF-16LE"))
    );
    for name in [
        "airbyte_GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA.csv",
        "airbyte_GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE.csv",
        "airbyte_GET_SELLER_FEEDBACK_DATA.csv",
    ] {
        let objects = ask(name).expect(0).objects();
        // The header twice more, and no row.
        assert_eq!((objects.len(), objects[0]["source"]["rows"]["headers"]["count"].as_u64()), (1, Some(2)), "{name}");
    }
    let other = ask("airbyte_GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA.csv").expect(2);
    assert!(other.out.contains("replacements"), "{}", other.out);
}
