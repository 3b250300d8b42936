//! `fix`: what it mends, what it leaves alone, and that it loses nothing.

use std::collections::BTreeSet;

use appealc::fix::FIXABLE;

use super::kit::{BASE, Space, TODAY, files, repository};

/// What is broken, by the message that says so: a part of the base case, what stands there instead,
/// and what `fix` makes of it (empty: the part itself).
const PAIRS: &[(&str, &str, &str, &str)] = &[
    ("E001-case", "evidence/box-after.jpg", "Evidence/Box-After.JPG", ""),
    ("E001-similar", "evidence/box-after.jpg", "evidence/box_after.jpeg", ""),
    ("E001-similar", "\"evidence/box-after.jpg\"", "\" evidence/box-after.jpg \"", ""),
    ("E002-backslash", "\"evidence/box-after.jpg\"", "'evidence\\box-after.jpg'", "'evidence/box-after.jpg'"),
    ("E002-backslash", "evidence/box-after.jpg", "evidence\\box-after.jpg", ""),
    (
        "E011-syntax",
        "kind = \"batch-test\"",
        "kind = \"batch-test\"\npages = \"第１～2页\"",
        "kind = \"batch-test\"\npages = \"1-2\"",
    ),
    ("E018", "evidence/box-after.jpg", "./evidence//box-after.jpg", ""),
    ("E018", "[\"box-after\"]", "[\"./evidence/box-after.jpg\"]", "[\"evidence/box-after.jpg\"]"),
    (
        "L004-order",
        "Packing lead replaced",
        "For order 112-5550111-5550122 the packing lead replaced",
        "For order ***-*******-5550122 the packing lead replaced",
    ),
    (
        "S001-duplicate",
        "notified = 2026-10-02",
        "notified = 2026-10-02\nnotified = 2026-10-02 # why",
        "notified = 2026-10-02\n # why",
    ),
    ("S001-duplicate", "owner = \"Packing lead\"\n", "owner = \"Packing lead\"\nowner=\"Packing lead\"\n", ""),
    ("S001-header", "[[root_cause]]", "[[root_cause] # one", "[[root_cause]] # one"),
    ("S001-header", "[[actions]]", "[actions]", ""),
    (
        "S001-header",
        "[[root_cause]]",
        "[stock]]\nsellable = 0\n\n[[root_cause]]",
        "[stock]\nsellable = 0\n\n[[root_cause]]",
    ),
    ("S001-quotes", "\"Bamboo cutting board, set of 3\"", "“Bamboo cutting board, set of 3”", ""),
    ("S001-quotes", "[\"returns\"]", "[„returns“]", ""),
    ("S001-punctuation", "product = ", "product ＝\u{3000}", ""),
    ("S001-date", "2026-10-02", "2026/10/2", ""),
    ("S001-date", "2026-10-02", "2026-10-2 # why", "2026-10-02 # why"),
    ("S001-backslash", "evidence/drop-test.pdf", "evidence\\drop-test.pdf", ""),
    ("S002-similar", "product = ", "prodcut = ", ""),
    ("S002-similar", "[[root_cause]]", "[[root-cause]] # one", "[[root_cause]] # one"),
    ("S003", "2026-10-02", "\"2026年10月2日\"", ""),
    ("S003", "2026-10-02", "\"October 2, 2026\"", ""),
    ("S003", "\"Bamboo cutting board, set of 3\"", "[\"Bamboo cutting board, set of 3\"]", ""),
    (
        "S003",
        "asin = \"B0CHX3QBCH\"",
        "asin = [\"B0CHX3QBCH\", \"BT6RZ7JM4H\"]",
        "asins = [\"B0CHX3QBCH\", \"BT6RZ7JM4H\"]",
    ),
    ("S003", "notified", "case_id = 21340329531\nnotified", "case_id = \"21340329531\"\nnotified"),
    (
        "S003",
        "[[root_cause]]",
        "[stock]\nsellable = \"1,148\"\n\n[[root_cause]]",
        "[stock]\nsellable = 1148\n\n[[root_cause]]",
    ),
    ("S003", "[[root_cause]]", "[stock]\nsellable = 7.0\n\n[[root_cause]]", "[stock]\nsellable = 7\n\n[[root_cause]]"),
    ("S003-date", "2026-10-02", "2026-10-02T00:00:00", ""),
    ("S004", "kind = \"returns-analysis\"\n", "", "kind = \"returns-analysis\"\n"),
    ("S005-case", "B0CHX3QBCH", "b0chx3qbch", ""),
    ("S005-characters", "B0CHX3QBCH", "Ｂ0CHX 3QBCH", ""),
    ("S005-characters", "B0CHX3QBCH", "https://www.amazon.com/dp/B0CHX3QBCH?th=1", ""),
    (
        "S007-order",
        "notified",
        "orders = [\"302 5550143–5550177\"]\nnotified",
        "orders = [\"302-5550143-5550177\"]\nnotified",
    ),
    ("S007-case-id", "notified", "case_id = \"213 4032 9531\"\nnotified", "case_id = \"21340329531\"\nnotified"),
    (
        "S007-marketplace-similar",
        "notified",
        "marketplace = \"amazon.con\"\nnotified",
        "marketplace = \"amazon.com\"\nnotified",
    ),
    ("S007-marketplace-similar", "notified", "marketplace = \"美国\"\nnotified", "marketplace = \"US\"\nnotified"),
    ("S007-evidence-id", "\"box-after\"", "\"Box_After\"", ""),
    ("S007-cause-id", "\"no-drop-test\"", "\"No drop test\"", ""),
    ("S008", "[[actions]]", "[[evidence]]\nid = \"a\"\n\n[[actions]]", "[[evidence]]\nid = \"a\"\n\n[[actions]]"),
    ("S008-asin", "asin = \"B0CHX3QBCH\"", "asins = [\"B0CHX3QBCH\", \"B0CHX3QBCH\"]", "asins = [\"B0CHX3QBCH\"]"),
    (
        "S008-list",
        "[\"returns\"]",
        "[\n  \"returns\", # first\n  \"returns\", # again\n]",
        "[\n  \"returns\", # first\n   # again\n]",
    ),
    ("S009-similar", "evidence = [\"box-after\"]", "evidence = [\"box-aftre\"]", ""),
    (
        "S009-asin",
        "evidence = [\"box-after\"]",
        "evidence = [\"box-after\"]\nasins = [\"b0chx3qbch\"]",
        "evidence = [\"box-after\"]\nasins = [\"B0CHX3QBCH\"]",
    ),
    ("S010-similar", "\"onpe/packaging\"", "\"ONPE/Packging\"", ""),
    ("S010-similar", "kind = \"batch-test\"", "kind = \"Batch_Test\"", ""),
    ("S010-similar", "phase = \"preventive\"", "phase = \"preventative\"", ""),
    ("S010-similar", "notified", "stance = \"Appeal\"\nnotified", "stance = \"appeal\"\nnotified"),
    ("S010-similar", "notified", "route = \"account_health\"\nnotified", "route = \"account-health\"\nnotified"),
    ("S012", "notified", "# appealc: allow(placeholder, reason = \"x\")\nnotified", "notified"),
    ("S012", "2026-10-02", "2026-10-02  # appealc: allow(missing-area, reason = \"x\")", "2026-10-02"),
    ("S012-similar", "id = \"returns\"", "id = \"returns\" # appealc: allow(uncited-evidenc)", "id = \"returns\""),
];

fn fix(space: &Space, args: &[&str]) -> super::kit::Run {
    let mut all = vec!["fix", "--format", "json", "--today", TODAY];
    all.extend(args);
    space.run(&all)
}

#[test]
fn every_fixable_message_has_a_pair() {
    let named: BTreeSet<&str> = PAIRS.iter().map(|(message, ..)| *message).collect();
    for (code, messages) in FIXABLE {
        // A syntax error that follows from another is mended with it.
        for message in messages.iter().filter(|message| **message != "S001") {
            assert!(named.contains(message), "add a pair for {message} of {code}");
        }
    }
    assert!(FIXABLE.len() >= 15, "only {} codes can be fixed", FIXABLE.len());
}

#[test]
fn each_pair_is_mended() {
    let mut wrong = Vec::new();
    for (message, part, broken, mended) in PAIRS {
        let whole = *message == "S007-evidence-id" || *message == "S007-cause-id";
        let put = |text: &str| if whole { BASE.replace(part, text) } else { BASE.replacen(part, text, 1) };
        let (before, mut after) = (put(broken), if mended.is_empty() { BASE.to_owned() } else { put(mended) });
        let mut before = before;
        if *message == "S008" {
            // The last table of the file, word for word but for the blanks.
            let last = BASE.rfind("[[evidence]]").expect("a table");
            before = format!("{BASE}\n{}", BASE[last..].replace(" = ", "="));
            after = BASE.to_owned();
        }
        let space = Space::new();
        space.same_case("broken", &before);
        let code = &message[..4];
        let found = space.check("cases", "en");
        let fixes: Vec<_> =
            found.diagnostics().into_iter().filter(|d| d["code"] == code && d["fix"]["edits"].is_array()).collect();
        if fixes.is_empty() {
            wrong.push(format!("{message}: nothing to mend: {}", found.out));
            continue;
        }
        let run = fix(&space, &[]);
        let text = space.text("cases/broken/case.toml");
        if text != after {
            wrong.push(format!("{message}: {}\n---\n{text}\n---", run.out));
            continue;
        }
        if fix(&space, &[]).out.contains("\"fixed\"") {
            wrong.push(format!("{message}: mended twice"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Breaks the form of a case file in ways that change no meaning, and puts comments everywhere.
fn broken(text: &str) -> String {
    let mut out = String::from("# first of all\n\n");
    for (number, line) in text.lines().enumerate() {
        let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with(['#', ' ', '['])) else {
            let header = line.starts_with("[[") && number % 2 == 0;
            out.push_str(&format!("{line}{}\n", if header { "   # a header" } else { "" }));
            continue;
        };
        let (name, value) = (key.trim(), value.trim());
        let value = match name {
            "type" | "area" | "kind" | "phase" | "stance" => value.to_uppercase().replace('-', "_"),
            "asin" => value.to_lowercase(),
            "path" | "notice" => match number % 3 {
                0 => value.replace("evidence/", "./evidence//"),
                _ => value.replace("evidence/", "evidence\\\\"),
            },
            "notified" | "done" | "date" | "started" => match number % 3 {
                0 => format!("\"{}\"", value.replace('-', "/")),
                1 => format!("'{value}'"),
                _ => value.replace('-', "/"),
            },
            "at_amazon" | "recalled" | "received" => format!("\"{value}\""),
            "case_id" => value.trim_matches('"').to_owned(),
            "complaint" if !value.contains('\'') => format!("“{}”", value.trim_matches('"')),
            "evidence" | "addresses" => value.to_uppercase(),
            _ => value.to_owned(),
        };
        let name = match name {
            "caption" if number % 2 == 0 => "captoin",
            "frequency" => "Frequency",
            name => name,
        };
        out.push_str(&format!("# about line {number}\n\n{name} = {value} # “why” {number}\n"));
    }
    out
}

fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.rfind("# ").map(|at| line[at..].trim_end())).collect()
}

#[test]
fn a_broken_workspace_becomes_what_it_was() {
    let (sound, space) = (Space::with(&["cases", "shared"]), Space::with(&["cases", "shared"]));
    let cases: Vec<String> =
        files(&repository().join("cases")).into_iter().filter(|path| path.ends_with("/case.toml")).collect();
    assert!(cases.len() >= 10);
    let mut before = Vec::new();
    for (at, path) in cases.iter().enumerate() {
        let text = broken(&sound.text(&format!("cases/{path}")));
        let text = if at % 2 == 0 { text } else { format!("\u{feff}{}", text.replace('\n', "\r\n")) };
        space.write(&format!("cases/{path}"), &text);
        before.push(text);
    }
    let first = fix(&space, &[]).expect(0);
    assert_eq!(first.objects().iter().filter(|object| object["reason"] == "fixed").count(), cases.len());
    assert!(first.diagnostics().iter().all(|d| d["fix"].is_null()), "{}", first.out);
    for (path, before) in cases.iter().zip(&before) {
        let after = space.text(&format!("cases/{path}"));
        assert_eq!(comments(&after), comments(before), "{path}");
        let blanks = |text: &str| text.lines().filter(|line| line.trim().is_empty()).count();
        assert_eq!(blanks(&after), blanks(before), "{path}");
        assert_eq!(after.contains("\r\n"), before.contains("\r\n"), "{path}");
        assert_eq!(after.matches('\r').count(), before.matches('\r').count(), "{path}");
        assert_eq!(after.starts_with('\u{feff}'), before.starts_with('\u{feff}'), "{path}");
    }
    let kept: Vec<_> = cases.iter().map(|path| space.read(&format!("cases/{path}"))).collect();
    let second = fix(&space, &[]).expect(0);
    assert!(!second.out.contains("\"fixed\""), "{}", second.out);
    assert_eq!(kept, cases.iter().map(|path| space.read(&format!("cases/{path}"))).collect::<Vec<_>>());
    let wanted = sound.check("cases", "en").expect(0);
    assert_eq!(space.check("cases", "en").expect(0).codes(), wanted.codes());
    let one = format!("cases/{}", cases[0].trim_end_matches("/case.toml"));
    sound.build(&[&one]).expect(0);
    space.build(&[&one]).expect(0);
    // The manifest in the bundle has a hash of all that went in, comments too; all before it is the same.
    let (first, second) =
        (sound.read(&format!("build/{one}/bundle.pdf")), space.read(&format!("build/{one}/bundle.pdf")));
    let same = first.iter().zip(&second).take_while(|(a, b)| a == b).count();
    assert!(same > first.len() * 9 / 10 && first.len().abs_diff(second.len()) < 16, "{same} of {}", first.len());
    for name in ["letter.txt", "letter.pdf", "form.txt"] {
        let path = format!("build/{one}/{name}");
        assert!(sound.read(&path) == space.read(&path), "{path} differs");
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let space = Space::new();
    let text = BASE.replace("B0CHX3QBCH", "b0chx3qbch").replace("product =", "prodcut =");
    space.same_case("broken", &text);
    let found = space.check("cases", "en").expect(1).diagnostics();
    let fix = &found.iter().find(|d| d["code"] == "S005").expect("S005")["fix"];
    let point = |line: usize, column: usize| serde_json::json!({"line": line, "column": column});
    assert_eq!(fix["file"], "cases/broken/case.toml");
    let edit = serde_json::json!({"start": point(1, 8), "end": point(1, 20), "text": "\"B0CHX3QBCH\""});
    assert_eq!(fix["edits"], serde_json::json!([edit]));
    let before = files(&space.at(""));
    let run = space.run(&["fix", "--dry-run", "--today", TODAY]).expect(0);
    assert_eq!(space.text("cases/broken/case.toml"), text);
    assert_eq!(files(&space.at("")), before);
    for line in
        ["--- a/cases/broken/case.toml", "-asin = \"b0chx3qbch\"", "+asin = \"B0CHX3QBCH\"", "+product = \"Bamboo"]
    {
        assert!(run.out.lines().any(|found| found.starts_with(line)), "{line}: {}", run.out);
    }
    assert!(run.err.contains("would fix 2 slips in cases/broken/case.toml"), "{}", run.err);
    let chinese = space.run(&["fix", "--lang", "zh", "--today", TODAY]).expect(0);
    assert!(chinese.err.contains("已修正 cases/broken/case.toml 中的 2 处"), "{}", chinese.err);
    assert!(chinese.out.is_empty());
    assert_eq!(space.text("cases/broken/case.toml"), BASE);
    assert_eq!(files(&space.at("")), before);
}

#[test]
fn every_format_tells_what_was_mended() {
    let space = Space::new();
    // A slip that is mended, a line that GitHub could take for a command, and what only a person can mend.
    let text = BASE.replace("B0CHX3QBCH", "b0chx3qbch").replace("done = 2026-10-07", "done = 2027-10-07");
    let text = text.replacen("product", "complaint = \"\"\"\n::stop-commands::x\n\"\"\"\nproduct", 1);
    let run = |format: &str, dry: bool| {
        space.same_case("broken", &text);
        let dry: &[&str] = if dry { &["--dry-run"] } else { &[] };
        let run = space.run(&[&["fix", "--format", format, "--today", TODAY], dry].concat()).expect(1);
        assert_eq!(space.text("cases/broken/case.toml") == text, !dry.is_empty(), "{format}");
        run
    };
    for dry in [true, false] {
        let json = run("json", dry);
        let fixed = json.objects().into_iter().find(|object| object["reason"] == "fixed").expect("what was mended");
        assert_eq!(fixed["codes"], serde_json::json!(["S005"]));
        assert_eq!(fixed["diff"].is_string(), dry, "{fixed}");
        assert_eq!(json.codes(), ["A003"]);
        let sarif: serde_json::Value = serde_json::from_str(&run("sarif", dry).out).expect("one document");
        let left = sarif["runs"][0]["results"].as_array().expect("results");
        assert_eq!(left.iter().map(|result| &result["ruleId"]).collect::<Vec<_>>(), ["A003"]);
        let short = run("short", dry);
        assert!(short.err.is_empty(), "{}", short.err);
        for line in ["cases/broken/case.toml:1:8: fixed[S005]: ", "cases/broken/case.toml:17:8: error[A003]: "] {
            assert!(short.out.lines().any(|found| found.starts_with(line)), "{line}: {}", short.out);
        }
        assert_eq!(short.out.contains("+asin = \"B0CHX3QBCH\""), dry);
        let github = run("github", dry);
        assert!(github.out.lines().all(|line| !line.trim_start().starts_with("::stop")), "{}", github.out);
        assert!(github.out.contains("::error file=cases/broken/case.toml,line=17,"), "{}", github.out);
        assert!(github.out.contains("S005"), "{}", github.out);
    }
}

#[test]
fn what_could_have_been_meant_twice_is_left_alone() {
    let space = Space::new();
    let cases = [
        ("2026-10-02", "\"2/10/2026\""),
        ("\"B0CHX3QBCH\"", "\"B0CHX3QBC\""),
        ("[\"box-after\"]", "[\"drop-after\"]"),
        ("evidence/box-after.jpg", "evidence/box-aftr.jpg"),
        ("notified = 2026-10-02", "notified = 2026-10-02\nmarketplace = \"UX\""),
        ("kind = \"batch-test\"\n", ""),
        ("done = 2026-10-07", "done = 2027-10-07"),
        ("kind = \"batch-test\"", "kind = \"batch-test\"\npages = \"1-9\""),
    ];
    for (part, text) in cases {
        let text = BASE.replacen(part, text, 1);
        space.same_case("broken", &text);
        let run = fix(&space, &[]).expect(1);
        assert_eq!(space.text("cases/broken/case.toml"), text, "{}", run.out);
        assert!(!run.diagnostics().is_empty());
    }
}

#[test]
fn an_allowance_goes_only_when_the_case_is_sound() {
    let space = Space::new();
    let allowance = "# appealc: allow(missing-area, placeholder, reason = \"x\")\nnotified";
    let text = BASE.replace("notified", allowance).replace("box-after.jpg", "nothing.jpg");
    space.same_case("broken", &text);
    fix(&space, &[]).expect(1);
    assert_eq!(space.text("cases/broken/case.toml"), text);
}

#[test]
fn what_several_cases_share_is_mended_with_care() {
    let space = Space::new();
    let own = BASE.replacen("product", "include = [\"/shared/more.toml\"]\nproduct", 1);
    let shared = |id: &str, day: &str| {
        format!(
            "# shared\n[[actions]]\narea = \"packaging\"\ndone = {day}\nwhat = \"Packing lead trained 12 packers on SOP-PK-04.\"\nevidence = [\"{id}\"]\n"
        )
    };
    // An id that is right in one case is not taken for a slip of another; a date is mended once.
    space.write("shared/more.toml", shared("box-after", "\"2026/10/8\""));
    space.case("a", &own);
    space.case("b", &own.replace("\"box-after\"", "\"box-aftr\""));
    let run = fix(&space, &[]).expect(1);
    assert_eq!(space.text("shared/more.toml"), shared("box-after", "2026-10-08"), "{}", run.out);
    assert_eq!(run.objects().iter().filter(|object| object["reason"] == "fixed").count(), 1);
}

#[test]
fn settings_are_mended_too() {
    let space = Space::new();
    space.same_case("good", BASE);
    let text = "[seller]\nnmae = \"Li Wei\" # signs\n[limits]\nbundle_mb = \"10\"\n[lints]\nmising-area = \"Deny\"\n";
    space.write("appealc.toml", text);
    space.check("cases", "en").expect(2);
    fix(&space, &[]).expect(0);
    let wanted = text.replace("nmae", "name").replace("\"10\"", "10").replace("mis", "miss").replace("Deny", "deny");
    assert_eq!(space.text("appealc.toml"), wanted);
    // What is left stops the run, but not the mending.
    space.write("appealc.toml", format!("{text}nothing = \"deny\"\n"));
    fix(&space, &[]).expect(2);
    let wanted = format!("{wanted}nothing = \"deny\"\n");
    assert_eq!(space.text("appealc.toml"), wanted);
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_workspace_is_written() {
    let (space, other) = (Space::new(), Space::new());
    let text = BASE.replace("B0CHX3QBCH", "b0chx3qbch");
    other.write("case.toml", &text);
    space.same_case("good", BASE);
    space.evidence("cases/linked/evidence");
    std::os::unix::fs::symlink(other.at("case.toml"), space.at("cases/linked/case.toml")).expect("a link");
    fix(&space, &[]).expect(2);
    assert_eq!(other.text("case.toml"), text);
    assert!(space.at("cases/linked/case.toml").is_symlink());
}
