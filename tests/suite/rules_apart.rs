//! What the example on a rule's page cannot show: several cases, settings, letters.

use serde_json::Value;

use super::kit::{BASE, Space};

/// The diagnostics of a code, each with its message.
fn of<'d>(diagnostics: &'d [Value], code: &str) -> Vec<&'d Value> {
    diagnostics.iter().filter(|d| d["code"] == code).collect()
}

/// A workspace with one case: the base with parts replaced.
fn changed(parts: &[(&str, &str)]) -> Space {
    let mut text = BASE.to_owned();
    for (from, to) in parts {
        assert!(text.contains(from), "the base has no {from}");
        text = text.replace(from, to);
    }
    let space = Space::new();
    space.same_case("one", &text);
    space
}

fn codes(space: &Space) -> Vec<String> {
    space.check("cases", "en").codes()
}

#[test]
fn a_duplicate_is_told_with_the_later_case() {
    let space = Space::new();
    for name in ["a", "b", "c"] {
        space.same_case(name, BASE);
    }
    for jobs in ["1", "3"] {
        let run = space.run(&["check", "cases", "--format", "json", "--today", super::kit::TODAY, "-j", jobs]);
        let found = run.expect(0).diagnostics();
        let files: Vec<_> = found.iter().map(|d| (d["file"].as_str(), d["labels"][0]["file"].as_str())).collect();
        let first = Some("cases/a/case.toml");
        assert_eq!(files, [(Some("cases/b/case.toml"), first), (Some("cases/c/case.toml"), first)]);
        assert!(found.iter().all(|d| d["code"] == "S011" && d["labels"][0]["line"] == 1), "{found:?}");
    }
    assert_eq!(space.check("cases/b", "en").codes(), Vec::<String>::new());
    // Another store's case is another case.
    space.write("cases/b/appealc.toml", "[seller]\nstore = \"Velmara Home\"\n");
    space.write("cases/c/appealc.toml", "[defaults]\nmarketplace = \"DE\"\n");
    assert_eq!(codes(&space), Vec::<String>::new());
}

#[test]
fn what_clients_share_is_nobody_elses() {
    let space = changed(&[("evidence/box-after.jpg", "/shared/box-after.jpg")]);
    space.evidence("shared");
    space.write("cases/appealc.toml", "[seller]\nname = \"Zhao Min\"\n");
    assert_eq!(codes(&space), Vec::<String>::new());
    space.write("shared/appealc.toml", "[seller]\nname = \"Qian Yu\"\n");
    assert_eq!(codes(&space), ["E016"]);
    // What an included file names counts as well.
    let space = changed(&[("asin =", "include = [\"/clients/x/fix.toml\"]\nasin =")]);
    let action = "[[actions]]\narea = \"packaging\"\ndone = 2026-10-07\nwhat = \"All 12 packers were trained.\"\n";
    space.write("clients/x/fix.toml", format!("{action}evidence = [\"evidence/box-after.jpg\"]\n"));
    space.evidence("clients/x/evidence");
    space.write("clients/x/appealc.toml", "");
    assert!(codes(&space).contains(&"E016".to_owned()));
}

#[test]
fn the_letter_that_is_counted_is_the_letter() {
    let space = Space::new();
    space.case("one", BASE);
    let settings = |words| format!("[seller]\nname = \"Li Wei\"\nstore = \"S\"\n[limits]\nletter_words = {words}\n");
    space.write("appealc.toml", settings(50));
    let found = space.build(&[]).expect(0).diagnostics();
    let [found] = of(&found, "L002")[..] else { panic!("{found:?}") };
    let letter = space.text("build/cases/one/letter.txt");
    let words = letter.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let message = found["message"].as_str().expect("a message");
    assert!(message.contains(&format!(" {words} words")), "{message}, but there are {words}");
    assert_eq!(found["labels"][0]["file"], "appealc.toml");
    space.write("appealc.toml", settings(words));
    assert_eq!(codes(&space), Vec::<String>::new());
    // An allowance above the first statement speaks of the whole letter.
    space.write("appealc.toml", settings(50));
    let reason = "# appealc: allow(letter-too-long, reason = \"the form takes more\")\n";
    space.write("cases/one/case.toml", format!("{reason}{BASE}"));
    assert_eq!(codes(&space), Vec::<String>::new());
}

#[test]
fn figures_in_chinese_are_compared() {
    let cause = "evidence = [\"returns\"]";
    let with = |zh: &str| changed(&[(cause, &format!("{cause}\nzh = \"{zh}\""))]);
    assert_eq!(codes(&with("10 月 3 日检查 736 件，54 件边角开裂（7.3 %）。")), Vec::<String>::new());
    for (zh, only) in [
        ("10 月 3 日检查 736 件，45 件边角开裂（7.3 %）。", "45 instead of 54"),
        ("10 月 3 日检查 736 件，54 件边角开裂。", "7.3"),
        ("10 月 3 日检查 736 件，54 件边角开裂（7.3 %），涉及 4 批。", "4"),
    ] {
        let found = with(zh).check("cases", "en").expect(0).diagnostics();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0]["code"], &found[0]["level"]), (&"L007".into(), &"warning".into()));
        let message = found[0]["message"].as_str().expect("a message");
        assert!(message.ends_with(only), "{message}");
        assert_eq!(found[0]["labels"][0]["line"], 9, "{found:?}");
    }
    // The day of an action and who owns it stand in keys of their own.
    let what = "evidence = [\"box-after\"]";
    let zh = "zh = \"10 月 7 日前 1,148 件全部换成双层纸箱。\"";
    assert_eq!(codes(&changed(&[(what, &format!("{what}\n{zh}"))])), Vec::<String>::new());
}

#[test]
fn what_lifts_a_warning() {
    let invoice = [("evidence/box-after.jpg\"\nkind = \"photo\"", "evidence/box-after.jpg\"\nkind = \"invoice\"")];
    assert_eq!(codes(&changed(&invoice)), ["A006"]);
    let (from, to) = invoice[0];
    assert_eq!(codes(&changed(&[(from, &format!("{to}\nproves = \"action\""))])), Vec::<String>::new());

    let bare = ("54 of 736 boards checked on 3 October 2026 (7.3 %) had", "boards had");
    let photo = ("kind = \"returns-analysis\"", "kind = \"other\"");
    assert_eq!(codes(&changed(&[bare, photo])), ["C002"]);
    assert_eq!(codes(&changed(&[bare])), Vec::<String>::new());
    let notice = ("asin =", "notice = \"evidence/notice.txt\"\nasin =");
    assert_eq!(codes(&changed(&[bare, photo, notice])), Vec::<String>::new());
}

#[test]
fn a_slip_is_told_once() {
    // A phase or an owner that cannot be read does not count as missing.
    assert_eq!(codes(&changed(&[("phase = \"preventive\"", "phase = \"preventative\"")])), ["S010"]);
    assert_eq!(codes(&changed(&[("owner =", "ownr =")])), ["S002"]);
    assert_eq!(codes(&changed(&[("owner = \"Packing lead\"\n", "")])), ["A010"]);
    // An ASIN that is none is not an unusual one as well.
    assert_eq!(codes(&changed(&[("B0CHX3QBCH", "AB123")])), ["S005"]);
}

#[test]
fn a_default_is_told_once() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", BASE);
    space.write("appealc.toml", "[defaults]\nroute = \"voice-of-the-customer\"\n");
    let found = space.check("cases", "en").expect(0).diagnostics();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["code"], &found[0]["file"]), (&"T004".into(), &"appealc.toml".into()));
}

#[test]
fn an_asin_is_proven_by_what_concerns_it() {
    let two = ("asin = \"B0CHX3QBCH\"", "asins = [\"B0CHX3QBCH\", \"B0CHX4TLMN\"]");
    assert_eq!(codes(&changed(&[two])), Vec::<String>::new());
    // All tables concern the first only.
    let cause = ("evidence = [\"returns\"]", "evidence = [\"returns\"]\nasins = [\"B0CHX3QBCH\"]");
    let action = ("evidence = [\"box-after\"]", "evidence = [\"box-after\"]\nasins = [\"B0CHX3QBCH\"]");
    let check = ("evidence = [\"drop-test\"]", "evidence = [\"drop-test\"]\nasins = [\"B0CHX3QBCH\"]");
    assert_eq!(codes(&changed(&[two, cause, action])), Vec::<String>::new());
    assert_eq!(codes(&changed(&[two, cause, action, check])), ["L006"]);
}
