//! The formats for machines: SARIF and JSON against their schemas, GitHub annotations, baselines,
//! allowances.

use std::process::Command;

use super::kit::{BASE, Space, TODAY, finish, repository, skipped};

/// A case with several findings: an unknown key, a wrong date, an uncited exhibit in Chinese.
fn faulty() -> Space {
    let space = Space::new();
    let text = BASE.replacen("notified = 2026-10-02", "notified = \"2026-10-02\"\nskuu = \"A\"", 1);
    let more =
        "\n[[evidence]]\nid = \"extra\"\npath = \"evidence/notice.txt\"\nkind = \"other\"\ncaption = \"a, b: 100%\"\n";
    space.case("a", &(text + more));
    space.case("b", BASE);
    space
}

/// Whether `document` fits the schema, by Python's jsonschema; `None` where that is not there.
fn fits(schema: &str, document: &str) -> Option<bool> {
    let program = "import json,sys,jsonschema\n\
                   schema=json.load(open(sys.argv[1]))\n\
                   lines=[json.loads(l) for l in sys.stdin] if sys.argv[2]=='lines' else [json.load(sys.stdin)]\n\
                   assert lines\n\
                   V=jsonschema.validators.validator_for(schema)\n\
                   [print(e.message[:300]) or sys.exit(1) for l in lines for e in V(schema).iter_errors(l)]\n";
    let python = ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let known = Command::new(python).args(["-c", "import jsonschema"]).output();
        known.is_ok_and(|done| done.status.success())
    });
    let Some(python) = python else {
        skipped("jsonschema for Python");
        return None;
    };
    let how = if document.trim_start().starts_with("{\n") { "one" } else { "lines" };
    let mut child = Command::new(python)
        .args(["-c", program])
        .arg(repository().join(schema))
        .arg(how)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("python starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), document.as_bytes()).expect("written");
    let done = child.wait_with_output().expect("python ends");
    if !done.status.success() {
        println!("{}", String::from_utf8_lossy(&done.stdout));
    }
    Some(done.status.success())
}

#[test]
fn sarif_fits_its_schema() {
    for lang in ["en", "zh"] {
        let run = faulty().run(&["check", "--format", "sarif", "--lang", lang, "--today", TODAY]).expect(1);
        let document: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let results = document["runs"][0]["results"].as_array().expect("results");
        let codes: Vec<&str> = results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
        assert_eq!(codes, ["S003", "S002", "E009"]);
        let region = &results[0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!((&region["startLine"], &region["startColumn"]), (&4.into(), &12.into()));
        assert_ne!(fits("tests/fixtures/sarif-2.1.0.schema.json", &run.out), Some(false));
        assert_ne!(
            fits("tests/fixtures/sarif-2.1.0.schema.json", "{\n\"version\": 3}"),
            Some(true),
            "any document fits"
        );
    }
}

#[test]
fn json_lines_fit_their_schema() {
    let space = faulty();
    space.write("list.csv", "asin,type\nB0CHX3QBCJ,onpe/packaging\nB0,x\n");
    space.write(".gitignore", "mine\n");
    for args in [
        &["check", "--format", "json"][..],
        &["init", "--format", "json"],
        &["init", "--format", "json", "--append"],
        &["new", "--from", "list.csv", "--format", "json", "--dir", "more"],
        &["todo", "more", "--format", "json"],
        &["build", "--format", "json", "--lang", "zh", "--timings", "--explain"],
        &["fix", "--format", "json", "--dry-run"],
        &["rules", "--format", "json"],
        &["verify", "cases", "--format", "json"],
        &["check", "nowhere", "--format", "json"],
        &["clean", "--format", "json"],
    ] {
        let run = space.run(args);
        assert!(!run.out.is_empty(), "{args:?}");
        assert_ne!(fits("docs/output.schema.json", &run.out), Some(false), "{args:?}");
    }
    assert_ne!(fits("docs/output.schema.json", "{\"reason\": \"case\"}"), Some(true), "any line fits");
}

#[test]
fn github_sees_the_gravest_first_and_what_is_hidden() {
    let space = faulty();
    let run = space.run(&["check", "--format", "github", "--today", TODAY]).expect(1);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.out);
    assert!(
        lines[0]
            .starts_with("::error file=cases/a/case.toml,line=4,col=12,endLine=4,endColumn=24,title=S003 wrong-type::")
    );
    assert!(lines[2].starts_with("::warning ") && lines[2].contains("title=E009 uncited-evidence::"));
    let many: String = (0..14).map(|n| format!("unknown-{n} = 1\n")).collect();
    space.case("a", &(many + BASE));
    let run = space.run(&["check", "--format", "github", "--today", TODAY]).expect(1);
    assert_eq!(run.out.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(run.out.lines().last().is_some_and(|line| line.starts_with("::notice::4 ")), "{}", run.out);
}

#[test]
fn a_baseline_hides_what_it_knows_and_nothing_else() {
    let space = Space::new();
    let extra = |id: &str| {
        format!("\n[[evidence]]\nid = \"{id}\"\npath = \"evidence/notice.txt\"\nkind = \"other\"\ncaption = \"x\"\n")
    };
    space.case("a", &(BASE.to_owned() + &extra("one")));
    let check = |more: &[&str]| space.run(&[&["check", "--format", "json", "--today", TODAY], more].concat());
    assert_eq!(check(&["--write-baseline", "base.json"]).expect(0).codes(), ["E009"]);
    assert_eq!(check(&["--baseline", "base.json"]).expect(0).codes(), Vec::<String>::new());
    space.write("cases/a/evidence/second.txt", "another text");
    // The line moves; the warning is known all the same. A new one is not.
    space.case(
        "a",
        &("# moved\n\n".to_owned() + BASE + &extra("one") + &extra("two").replace("notice.txt", "second.txt")),
    );
    space.write("cases/a/evidence/more.txt", "Another note.\n");
    let run = check(&["--baseline", "base.json"]).expect(0);
    assert_eq!(run.codes(), ["E009"]);
    assert!(run.diagnostics()[0]["message"].as_str().is_some_and(|text| text.contains("two")));
    check(&["--baseline", "cases/a/case.toml"]).expect(2);
}

#[test]
fn an_allowance_silences_one_line_and_has_a_reason() {
    let space = Space::new();
    let future = |comment: &str| BASE.replacen("done = 2026-10-07", &format!("done = 2027-10-07 {comment}"), 1);
    let codes = |text: &str| {
        space.case("a", text);
        space.run(&["check", "--format", "json", "--today", TODAY]).codes()
    };
    assert_eq!(codes(&future("")), ["A003"]);
    assert_eq!(
        codes(&future("# appealc: allow(action-in-future, reason = \"time zone of the plant\")")),
        Vec::<String>::new()
    );
    assert_eq!(codes(&future("# appealc: allow(action, reason = \"a group\")")), Vec::<String>::new());
    assert_eq!(codes(&future("# appealc: allow(action-in-future)")), ["A003", "S012"]);
    assert_eq!(codes(&future("# appealc: allow(action-in-futur, reason = \"x\")")), ["A003", "S012"]);
    assert_eq!(
        codes(&BASE.replacen("asin = ", "# appealc: allow(invalid-asin, reason = \"x\")\nasin = ", 1)),
        ["S010", "S012"]
    );
}

#[test]
fn every_format_is_deterministic() {
    let space = faulty();
    for format in ["human", "short", "json", "sarif", "github"] {
        let once = || {
            let run =
                finish(&mut super::kit::appealc(&space.at(""), &["check", "-q", "--format", format, "--today", TODAY]));
            run.out + &run.err
        };
        assert_eq!(once(), once(), "{format}");
    }
}
