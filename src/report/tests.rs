use std::time::{Duration, Instant};

use serde_json::Value;

use super::{CaseOutcome, Status, Summary, human, json, short};
use crate::diag::{Diagnostic, Finding, Level, LevelFrom, Report};
use crate::driver::why::Reason;
use crate::locale::Locale;
use crate::options::Lang;
use crate::source::SourceFile;

const FILE: &str = "cases/x/case.toml";

fn diagnostic(rule: &str, level: Level, finding: Finding) -> Diagnostic {
    Diagnostic { finding, rule: rule.to_owned(), level, level_from: LevelFrom::Default }
}

/// A finding of `code` at the first place of `mark`.
fn at(text: &str, code: &str, mark: &str) -> Finding {
    let file = SourceFile::new(FILE, text);
    let start = text.find(mark).expect("mark");
    Finding::new(code, file.at(start..start + mark.len()))
}

fn report(text: &str, diagnostics: Vec<Diagnostic>) -> Report {
    Report { sources: vec![SourceFile::new(FILE, text)], diagnostics }
}

fn en(report: &Report) -> String {
    human::diagnostics(report, &Locale::new(Lang::En), false)
}

#[test]
fn looks_like_rustc() {
    let text = "type = \"onpe/packaging\"\n\n[[actions]]\nwhatt = \"x\"\n";
    let finding = at(text, "S002", "whatt")
        .variant("similar")
        .arg("key", "whatt")
        .arg("table", "[[actions]]")
        .arg("nearest", "what");
    let shown = en(&report(text, vec![diagnostic("unknown-key", Level::Error, finding)]));
    let expected = "\
error[S002]: unknown key `whatt` in `[[actions]]`
 --> cases/x/case.toml:4:1
  |
4 | whatt = \"x\"
  | ^^^^^ did you mean `what`?
  |
  = help: write `what`
  = note: `unknown-key` is an error by default

";
    assert_eq!(shown, expected);
}

#[test]
fn carets_stand_under_chinese_text() {
    let text = "product = \"竹制砧板\" # 这\u{202e}里\n\ntype = \"onpe/包装\"\n\n[[actions]]\n";
    let here = at(text, "T003", "里").arg("number", 2);
    let actions = at(text, "A008", "[[actions]]").arg("type", "onpe/包装").arg("areas", "packaging");
    let both = actions.label(at(text, "", "\"onpe/包装\"").place, "type");
    let report = report(
        text,
        vec![diagnostic("dispute-without-proof", Level::Error, here), diagnostic("missing-area", Level::Warning, both)],
    );
    let shown = en(&report);
    let expected = "\
 --> cases/x/case.toml:1:22
  |
1 | product = \"竹制砧板\" # 这\\u{202e}里
  |                                  ^^ nothing proves this claim
";
    assert!(shown.contains(expected), "{shown}");
    let expected = "\
 --> cases/x/case.toml:5:1
  |
3 | type = \"onpe/包装\"
  |        ----------- this type asks for: packaging
4 |
5 | [[actions]]
  | ^^^^^^^^^^^ none of the actions lies in: packaging
";
    assert!(shown.contains(expected), "{shown}");
    let chinese = human::diagnostics(&report, &Locale::new(Lang::Zh), false);
    assert!(chinese.contains("警告[A008]: 在 `onpe/包装` 要求的方面没有任何措施\n"), "{chinese}");
    assert!(chinese.contains("  = 建议: ") && chinese.contains("  = 说明: "), "{chinese}");
}

#[test]
fn a_second_file_has_its_own_origin() {
    let text = "id = \"a\"\n";
    let long = format!("k = \"{}[date]{}\"\n", "长".repeat(5000), "x".repeat(5000));
    let other = SourceFile::new("shared/fix.toml", long.as_str());
    let start = long.find("[date]").expect("date");
    let finding = Finding::new("S008", other.at(start..start + 6)).arg("id", "a");
    let finding = finding.label(at(text, "", "\"a\"").place, "first");
    let mut report = report(text, vec![diagnostic("duplicate-id", Level::Error, finding)]);
    report.sources.push(other);
    let shown = en(&report);
    assert!(shown.contains("\n --> shared/fix.toml:1:5006\n"), "{shown}");
    assert!(shown.contains("\n ::: cases/x/case.toml:1:6\n"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
}

#[test]
fn a_file_without_text_has_an_origin() {
    let place = SourceFile::new("cases/x/evidence/a.jpg", "").at(0..0);
    let report = Report {
        sources: Vec::new(),
        diagnostics: vec![diagnostic("empty-evidence", Level::Error, Finding::new("E003", place).arg("path", "a.jpg"))],
    };
    assert!(en(&report).contains("--> cases/x/evidence/a.jpg\n"), "{}", en(&report));
    let line = short::diagnostics(&report, &Locale::new(Lang::En));
    assert_eq!(line, "cases/x/evidence/a.jpg:1:1: error[E003]: `a.jpg` is empty\n");
}

#[test]
fn says_where_the_level_came_from_once() {
    let text = "a = 1\n";
    let mut one = diagnostic("missing-area", Level::Error, at(text, "A008", "a"));
    one.level_from = LevelFrom::Config("appealc.toml".to_owned());
    let mut two = diagnostic("uncited-evidence", Level::Warning, at(text, "E009", "a"));
    two.level_from = LevelFrom::Flag;
    let shown = en(&report(text, vec![one.clone(), one, two]));
    assert_eq!(shown.matches("`missing-area` is an error: set by `[lints]` in appealc.toml").count(), 1, "{shown}");
    assert!(shown.contains("`uncited-evidence` is a warning: set by `-W`"), "{shown}");
}

#[test]
fn colour_is_the_callers_choice() {
    let text = "a = 1\n";
    let report = report(text, vec![diagnostic("empty-evidence", Level::Error, at(text, "E003", "a"))]);
    let shown = human::diagnostics(&report, &Locale::new(Lang::En), true);
    assert!(shown.contains("\u{1b}["), "{shown:?}");
    assert!(shown.contains("cases/x/case.toml:1:1"), "{shown:?}");
    assert!(!en(&report).contains('\u{1b}'));
}

#[test]
fn the_hint_names_a_page() {
    let text = "a = 1\n";
    let english = Locale::new(Lang::En);
    let one = diagnostic("empty-evidence", Level::Error, at(text, "E003", "a"));
    let two = diagnostic("uncited-evidence", Level::Warning, at(text, "E009", "a"));
    let warnings = report(text, vec![two.clone()]);
    assert_eq!(human::hint([&warnings], &english), None);
    let both = report(text, vec![one, two]);
    let hint = human::hint([&warnings, &both], &english);
    assert_eq!(hint.as_deref(), Some("for more about this error, run `appealc explain E003`\n"));
}

#[test]
fn spans_of_any_shape_are_shown() {
    let text = "a = [\r\n  \"包\",\r\n\r\n]\r\n\tb = 1";
    let file = SourceFile::new(FILE, text);
    for start in 0..=text.len() + 2 {
        for end in start..=text.len() + 2 {
            let finding = Finding::new("E003", file.at(start..end)).label(file.at(end..end), "label");
            let report = report(text, vec![diagnostic("empty-evidence", Level::Error, finding)]);
            assert!(en(&report).contains(" --> cases/x/case.toml:"), "{start}..{end}");
            assert!(json::diagnostics(&report, &Locale::new(Lang::En)).ends_with("}\n"));
        }
    }
}

#[test]
fn large_files_are_quick() {
    let text = "area = \"packaging\"\n".repeat(55_000);
    let file = SourceFile::new(FILE, text.as_str());
    let place = |line: usize| file.at(line * 19..line * 19 + 4);
    let all = (0..200).map(|n| {
        let finding = Finding::new("S008", place(n * 270)).arg("id", "x").label(place(3), "first");
        diagnostic("duplicate-id", Level::Error, finding)
    });
    let report = report(&text, all.collect());
    let began = Instant::now();
    let shown = en(&report);
    assert_eq!(shown.matches("error[S008]").count(), 200);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn json_is_the_contracts() {
    let text = "x = 1\nproduct = \"包\u{202e}\"\n";
    let finding = at(text, "S008", "\"包\u{202e}\"").arg("id", "a\u{7f}").label(at(text, "", "x").place, "first");
    let mut report = report(text, vec![diagnostic("duplicate-id", Level::Error, finding)]);
    report.sources[0].path = "cases/\u{202e}/case.toml".into();
    let path = report.sources[0].path.clone();
    report.diagnostics[0].finding.place.file = path.clone();
    report.diagnostics[0].finding.labels[0].place.file = path;
    let line = json::diagnostics(&report, &Locale::new(Lang::En));
    assert!(!line.contains('\u{202e}') && line.lines().count() == 1, "{line}");
    let value: Value = serde_json::from_str(&line).expect("JSON");
    let expected = serde_json::json!({
        "reason": "diagnostic", "code": "S008", "rule": "duplicate-id", "level": "error",
        "file": "cases/\u{202e}/case.toml", "line": 2, "column": 11, "end_line": 2, "end_column": 15,
        "message": "id `a\\u{7f}` is used twice", "label": "used again here",
        "help": "give one of the two another id, and cite it by that", "note": null,
        "labels": [{
            "file": "cases/\u{202e}/case.toml", "line": 1, "column": 1, "end_line": 1, "end_column": 2,
            "message": "first used here",
        }],
        "fix": null, "level_from": "default",
    });
    assert_eq!(value, expected);

    let outcome = CaseOutcome {
        case: "cases/x".to_owned(),
        status: Status::Built,
        why: vec![Reason::new("why-new"), Reason::new("why-input-gone").arg("path", "a")],
        outputs: vec!["build/cases/x/letter.txt".to_owned()],
        ..CaseOutcome::new("", Status::Built)
    };
    let expected = r#"{"reason":"case","case":"cases/x","status":"built","why":"it has no outputs yet; a is gone","outputs":["build/cases/x/letter.txt"]}"#;
    assert_eq!(json::case(&outcome, &Locale::new(Lang::En)), format!("{expected}\n"));
    let summary = Summary { cases: 3, built: 1, fresh: 1, failed: 1, errors: 2, warnings: 0 };
    let expected = r#"{"reason":"summary","cases":3,"built":1,"fresh":1,"failed":1,"errors":2,"warnings":0}"#;
    assert_eq!(json::summary(&summary), format!("{expected}\n"));
}

#[test]
fn short_is_one_line_each() {
    let text = "x = 1\nproduct = 5\n";
    let finding = at(text, "S003", "5").arg("key", "product");
    let finding = finding.arg_message("expected", "type-string").arg_message("found", "type-integer");
    let report = report(text, vec![diagnostic("wrong-type", Level::Error, finding)]);
    let line = short::diagnostics(&report, &Locale::new(Lang::En));
    assert_eq!(line, "cases/x/case.toml:2:11: error[S003]: `product` is a whole number, not a string\n");
}

#[test]
fn the_summary_counts() {
    let english = Locale::new(Lang::En);
    let chinese = Locale::new(Lang::Zh);
    let time = Duration::from_millis(1234);
    let mut run = Summary::default();
    assert_eq!(human::summary(&run, time, &english), "no cases in 1.2 s\n");
    for _ in 0..12 {
        run.add(Status::Built);
    }
    assert_eq!(human::summary(&run, time, &english), "built 12 cases in 1.2 s\n");
    run.add(Status::Failed);
    run.errors = 3;
    run.warnings = 1;
    assert_eq!(human::summary(&run, time, &english), "built 12 cases, 1 failed: 3 errors, 1 warning in 1.2 s\n");
    assert_eq!(human::summary(&run, time, &chinese), "生成 12 个案件，失败 1 个：3 个错误，1 个警告，用时 1.2 秒\n");
    let run = Summary { cases: 1, ..Summary::default() };
    assert_eq!(human::summary(&run, time, &english), "checked 1 case in 1.2 s\n");
    let why = vec![Reason::new("why-unchanged")];
    let outcome = CaseOutcome { why, ..CaseOutcome::new("cases/x", Status::Fresh) };
    assert_eq!(human::case(&outcome, true, &english), "up to date: cases/x (nothing changed)\n");
    assert_eq!(human::case(&outcome, true, &chinese), "无需更新：cases/x（没有变化）\n");
    assert_eq!(human::case(&outcome, false, &english), "up to date: cases/x\n");
    // What a path holds is shown, and ends no line.
    let why = vec![Reason::new("why-input-gone").arg("path", "a\nb\u{202e}…"); 6];
    let outcome = CaseOutcome { why, ..CaseOutcome::new("cases/x", Status::Built) };
    let line = human::case(&outcome, true, &english);
    assert!(line.lines().count() == 1 && !line.contains('\u{202e}') && line.contains("; and 2 more)"), "{line}");
}
