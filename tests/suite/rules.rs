//! A rule's page is its first test: its example triggers the rule and no other, its corrected
//! example triggers none.

use appealc::lint::rules::ALL;
use appealc::options::Lang;

use super::fragments::example::{Kind, blocks, merge};
use super::kit::{BASE, Space};
use super::pdf::heavy;

/// A workspace with a rule's example, and with what the example takes for granted.
fn space(code: &str, fragment: &str) -> Space {
    let space = Space::new();
    space.same_case("example", &merge(BASE, fragment));
    match code {
        // The other case, which comes first.
        "S011" => space.same_case("another", BASE),
        // The other client.
        "E016" => {
            space.write("clients/another/appealc.toml", "[seller]\nname = \"Zhao Min\"\n");
            space.evidence("clients/another/evidence");
        }
        // A scan of six pages of 2 MB each.
        "E014" => space.write("cases/example/evidence/drop-test-scan.pdf", heavy(6, 2_000_000)),
        // A repository that keeps all files but one.
        "E008" => {
            space.write("cases/example/evidence/box-new.jpg", super::kit::PHOTO);
            space.keep_in_git(&["cases/example/evidence/box-new.jpg"]);
        }
        // What was sent before, and refused.
        "H001" => refused(&space, &[(BASE, "We are unable to reinstate your listing.")], &merge(BASE, fragment)),
        "H002" => {
            let reply = "Please submit greater detail on the steps you have taken to prevent this.";
            refused(&space, &[(BASE, reply)], &merge(BASE, fragment));
        }
        "H004" => {
            let second = BASE.replace("Ten boxes", "Twenty boxes");
            let reply = "We are unable to reinstate your listing.";
            refused(&space, &[(BASE, reply), (&second, reply)], &merge(BASE, fragment));
        }
        // Not every machine has a font for the example's Chinese.
        "L007" => space.write("appealc.toml", "[lints]\nmissing-glyph = \"allow\"\n"),
        _ => {}
    }
    space
}

/// Sends each of the cases and records the reply to it; then the case is as the example has it.
fn refused(space: &Space, sent: &[(&str, &str)], now: &str) {
    for (text, reply) in sent {
        space.same_case("example", text);
        space.run(&["submit", "cases/example", "--today", "2026-11-10"]).expect(0);
        space.write("reply.txt", reply);
        let answer = ["outcome", "cases/example", "rejected", "--reply", "reply.txt", "--date", "2026-11-15"];
        space.run(&answer).expect(0);
    }
    space.same_case("example", now);
}

#[test]
fn the_base_case_has_no_findings() {
    let space = Space::new();
    space.case("base", BASE);
    let run = space.check("cases", "en").expect(0);
    assert_eq!(run.codes(), Vec::<String>::new());
}

#[test]
fn every_example_does_what_its_page_says() {
    let mut examples = 0;
    let mut wrong = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        for rule in ALL.iter().filter(|rule| !rule.code.starts_with('X')) {
            for (kind, fragment) in blocks(rule.page(lang)) {
                examples += 1;
                let space = space(rule.code, &fragment);
                let english = space.check("cases", "en");
                let codes = english.codes();
                let wanted: &[&str] = if kind == Kind::Fires { &[rule.code] } else { &[] };
                if codes != wanted {
                    wrong.push(format!("{} {lang:?} {kind:?}: {codes:?}", rule.code));
                    continue;
                }
                let chinese = space.check("cases", "zh");
                assert_eq!(chinese.codes(), wanted, "{}: languages differ", rule.code);
                for (en, zh) in english.diagnostics().iter().zip(chinese.diagnostics()) {
                    assert_ne!(en["message"], zh["message"], "{}", rule.code);
                    for key in ["file", "line", "column", "end_line", "end_column", "level", "rule"] {
                        assert_eq!(en[key], zh[key], "{}: {key}", rule.code);
                    }
                    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                    assert!(zh["message"].as_str().is_some_and(|text| text.contains(han)), "{zh}");
                    assert_eq!(en["level"].as_str(), Some(rule.level.name()), "{}", rule.code);
                    assert_eq!(en["file"], "cases/example/case.toml", "{}", rule.code);
                }
            }
        }
    }
    assert!(examples >= 100, "only {examples} examples were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_can_be_allowed_is_allowed() {
    let mut allowed = 0;
    for rule in ALL.iter().filter(|rule| !rule.code.starts_with('X')) {
        let fires = blocks(rule.page_en).into_iter().find(|(kind, _)| *kind == Kind::Fires);
        let Some((_, fragment)) = fires else { continue };
        let space = space(rule.code, &fragment);
        let run = space.run(&["check", "--format", "json", "--today", super::kit::TODAY, "-A", rule.name]);
        if rule.can_be_allowed() {
            allowed += 1;
            assert_eq!(run.expect(0).codes(), Vec::<String>::new(), "{}", rule.code);
        } else {
            assert!(run.expect(2).out.contains(rule.name), "{}", rule.code);
        }
    }
    assert!(allowed > 5, "only {allowed} rules can be allowed");
}
