//! How a case begins: `init`, `new` in all its ways, `todo`.

use std::fs;
use std::process::{Command, Stdio};

use super::kit::{BASE, PHOTO, Space, TODAY, appealc, finish, have};

/// A workspace without any file.
fn empty() -> Space {
    let space = Space::new();
    fs::remove_file(space.at("appealc.toml")).expect("settings");
    space
}

/// Ten characters that are a valid ASIN, another for each number.
pub fn asin(number: usize) -> String {
    let letters: Vec<char> = "ABCDEFGHJKLMNPQRSTUVWXYZ".chars().collect();
    format!("B0{}{}{number:06}", letters[number % 24], letters[number / 24 % 24])
}

#[test]
fn init_makes_a_workspace_and_leaves_alone_what_is_there() {
    for lang in ["en", "zh"] {
        let space = empty();
        let args = ["init", "--lang", lang, "--name", "Li \"W\" Wei", "--store", "诺豪斯"];
        space.run(&args).expect(0);
        let settings: toml::Table = space.text("appealc.toml").parse().expect("TOML");
        assert_eq!(settings["seller"]["name"].as_str(), Some("Li \"W\" Wei"));
        assert_eq!(settings["seller"]["store"].as_str(), Some("诺豪斯"));
        assert_eq!(space.text("appealc.toml").contains("署名"), lang == "zh");
        assert_eq!(space.text("case.schema.json"), space.run(&["schema", "--lang", lang]).expect(0).out);
        for json in [".vscode/settings.json", ".vscode/extensions.json", "appealc.schema.json"] {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&space.text(json));
            assert!(parsed.is_ok(), "{json}");
        }
        // It is a workspace that works.
        space.case("good", BASE);
        space.check("cases", "en").expect(0);
        let before = space.text("appealc.toml");
        space.write(".gitignore", "mine\n/build/");
        let again = space.run(&["init", "--lang", lang, "--name", "Other"]).expect(0);
        assert_eq!((space.text("appealc.toml"), space.text(".gitignore")), (before, "mine\n/build/".to_owned()));
        assert!(again.err.contains(".appealc/") && !again.err.contains("  /build/"), "{}", again.err);
        space.run(&["init", "--append"]).expect(0);
        let ignored = space.text(".gitignore");
        assert!(ignored.starts_with("mine\n/build/\n.appealc/\n"), "{ignored}");
        space.run(&["init", "--append"]).expect(0);
        assert_eq!(space.text(".gitignore"), ignored);
    }
}

#[test]
fn git_keeps_the_tally_and_not_the_report() {
    if !have(&["git"]) {
        return;
    }
    let space = empty();
    space.run(&["init", "-q"]).expect(0);
    let git = |args: &[&str]| finish(Command::new("git").args(args).current_dir(space.at("")));
    git(&["init", "-q"]).expect(0);
    for ignored in ["build/cases/a/letter.txt", ".appealc/lock", "reports/r.tsv", "cases/a/reports/r.tsv"] {
        git(&["check-ignore", "-q", ignored]).expect(0);
    }
    for kept in ["reports/r.tsv.tally.json", "cases/a/reports/r.tsv.tally.json", "cases/a/evidence/x.pdf"] {
        git(&["check-ignore", "-q", kept]).expect(1);
    }
    let of = |path: &str| git(&["check-attr", "-a", path]).expect(0).out;
    assert!(of("cases/a/evidence/x.csv").contains("text: unset"), "{}", of("cases/a/evidence/x.csv"));
    assert!(of("cases/a/case.toml").contains("eol: lf") && of("shared/fixes/x.toml").contains("eol: lf"));
}

#[test]
fn comments_are_in_the_users_language() {
    let space = Space::new();
    let types = appealc::issue_type::IssueTypes::new(&appealc::templates::Templates::new(Vec::new()));
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut made = 0;
    for kind in types.iter() {
        for stance in ["appeal", "dispute"] {
            for (lang, dir) in [("en", "en"), ("zh", "zh")] {
                let dir = format!("{dir}/{stance}");
                let args = ["new", "B0CHX3QBCH", "--type", &kind.id, "--lang", lang, "--dir", &dir];
                space.run(&[&args[..], &["--stance", stance]].concat()).expect(0);
                let topic = kind.id.rsplit('/').next().unwrap_or_default();
                let text = space.text(&format!("{dir}/B0CHX3QBCH-{topic}/case.toml"));
                let comments: Vec<&str> = text.lines().filter(|line| line.contains('#')).collect();
                assert!(comments.len() > 10, "{text}");
                assert_eq!(comments.iter().any(|line| is_chinese(line)), lang == "zh", "{text}");
                assert!(!text.contains(" | "), "{text}");
                let fill = if lang == "zh" { "把每个 TODO" } else { "Fill in every TODO" };
                assert!(text.contains(fill), "{text}");
                // What the type wants as proof stands above the exhibits.
                let list = text.lines().filter(|line| line.starts_with("# [ ] ")).count();
                assert_eq!(list, kind.checklist.len(), "{text}");
                made += 1;
            }
        }
    }
    assert_eq!(made, 32);
}

/// The model's own file is a blank in the new case; what is shared is as it was.
#[test]
fn a_case_like_another_shares_what_can_be_shared() {
    let space = Space::new();
    space.write(
        "shared/fixes/box.toml",
        "[[actions]]\narea = \"packaging\"\ndone = 2026-10-07\n\
         what = \"All 312 boxes in stock were replaced by double-wall boxes; 30 of 30 passed the drop test.\"\n\
         evidence = [\"shared-test\"]\n\n[[evidence]]\nid = \"shared-test\"\npath = \"drop-test.pdf\"\n\
         kind = \"batch-test\"\ncaption = \"Drop test of the new box\"\n",
    );
    space.write("shared/fixes/drop-test.pdf", super::pdf::plain(1));
    space.case("first", &format!("include = [\"../../shared/fixes/box.toml\"]\n{BASE}"));
    space.check("cases", "en").expect(0);
    let made = space.run(&["new", "B0CHX3QBCJ", "--like", "cases/first"]).expect(0);
    let kind = "packaging";
    assert!(made.out.starts_with(&format!("cases/B0CHX3QBCJ-{kind}/case.toml")), "{}", made.out);
    let text = space.text(&format!("cases/B0CHX3QBCJ-{kind}/case.toml"));
    let case: toml::Table = text.parse().expect("TOML");
    assert_eq!(case["include"].to_string(), "[\"/shared/fixes/box.toml\"]");
    assert_eq!(case["asin"].as_str(), Some("B0CHX3QBCJ"));
    assert!(case.get("notified").is_none() && case.get("case_id").is_none());
    let first: toml::Table = BASE.parse().expect("TOML");
    let count = |case: &toml::Table, key: &str| case[key].as_array().map_or(1, Vec::len);
    for key in ["root_cause", "actions", "evidence"] {
        assert_eq!(count(&case, key), count(&first, key), "{text}");
    }
    let check = space.check("cases", "en").expect(1);
    let files: Vec<String> =
        check.diagnostics().iter().map(|found| found["file"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(files.iter().all(|file| file.contains("B0CHX3QBCJ")), "{files:?}");
    assert!(check.codes().iter().all(|code| ["L001", "E001"].contains(&code.as_str())), "{}", check.out);
    space.run(&["new", "B0CHX3QBCK", "--like", "cases/first", "--lang", "zh", "--dir", "zh"]).expect(0);
    let codes = space.check("zh", "zh").expect(1).codes();
    assert!(codes.iter().all(|code| ["L001", "E001"].contains(&code.as_str())), "{codes:?}");
    // Forty ASINs, one fix: what is wrong in the shared file is told there, for each case.
    let mut list = "asin,product\n".to_owned();
    (0..40).for_each(|number| list.push_str(&format!("{},Board {number}\n", asin(number))));
    space.write("list.csv", &list);
    space.run(&["new", "--from", "list.csv", "--like", "cases/first"]).expect(0);
    let shared = space.text("shared/fixes/box.toml").replace("drop-test.pdf", "gone.pdf");
    space.write("shared/fixes/box.toml", shared);
    let check = space.check("cases", "en").expect(1);
    let of_shared: Vec<_> =
        check.diagnostics().into_iter().filter(|found| found["file"] == "shared/fixes/box.toml").collect();
    assert_eq!(of_shared.len(), 42);
    assert!(of_shared.iter().all(|found| found["code"] == "E001" && found["line"] == 9), "{:?}", of_shared[0]);
    space.run(&["new", "B0CHX3QBCK", "--like", "cases"]).expect(2);
    space.run(&["new", "B0CHX3QBCK", "--like", "no-such-case"]).expect(2);
}

const NOTICE: &str = "Hello,\n\nDate: October 2, 2026\nWe removed your listing on Amazon.com because of product condition\n\
    customer complaints about packaging issues.\n\nASIN: B0CHX3QBCH\nTitle: Board \u{202e}3\n\n\
    Submit your appeal within 17 days.\nCase ID 21340329531\n";

#[test]
fn a_notice_becomes_a_case_with_its_guesses_quoted() {
    let space = Space::new();
    let elsewhere = empty();
    elsewhere.write("notice.txt", NOTICE);
    let path = elsewhere.at("notice.txt");
    let path = path.to_str().expect("a path");
    let run = space.run(&["new", "--notice", path]).expect(0);
    assert!(run.err.contains("guess"), "{}", run.err);
    let text = space.text("cases/B0CHX3QBCH-packaging/case.toml");
    let case: toml::Table = text.parse().expect("TOML");
    assert_eq!((case["asin"].as_str(), case["type"].as_str()), (Some("B0CHX3QBCH"), Some("onpe/packaging")));
    assert_eq!(
        (case["notified"].to_string(), case["respond_by"].to_string()),
        ("2026-10-02".into(), "2026-10-19".into())
    );
    assert_eq!((case["route"].as_str(), case["case_id"].as_str()), (Some("account-health"), Some("21340329531")));
    assert!(text.contains("# notice, line 10: “Submit your appeal within 17 days.”"), "{text}");
    assert!(text.contains("# B0CHX3QBCH: notice, line 7") && !text.contains('\u{202e}'), "{text}");
    assert_eq!(case["notice"].as_str(), Some("evidence/notice.txt"));
    assert_eq!(space.text("cases/B0CHX3QBCH-packaging/evidence/notice.txt"), NOTICE);
    for code in space.check("cases", "en").expect(1).codes() {
        // The deadline of the notice is over on the day of the tests.
        assert!(["L001", "S004", "E001", "H003"].contains(&code.as_str()), "{code}");
    }
    // What the user says wins; a notice without ASIN or reason wants to be told.
    space.run(&["new", "B0CHX3QBCJ", "--notice", path, "--type", "defective/damaged"]).expect(0);
    assert!(space.text("cases/B0CHX3QBCJ-damaged/case.toml").contains("asin        = \"B0CHX3QBCJ\""));
    space.write("bare.txt", "Hello, ASIN B0CHX3QBCK has problems.\n");
    space.run(&["new", "--notice", "bare.txt"]).expect(2);
    space.run(&["new", "--notice", "bare.txt", "--type", "onpe/packaging"]).expect(0);
    // It lies in the workspace, and is named where it lies.
    assert!(space.text("cases/B0CHX3QBCK-packaging/case.toml").contains("notice      = \"/bare.txt\""));
    // A page of Seller Central that was saved.
    let page = format!("<html><body><p>{}</p></body></html>", NOTICE.replace("\n", "<br>").replace("QBCH", "QBCL"));
    space.write("notice.html", page);
    space.run(&["new", "--notice", "notice.html"]).expect(0);
    let saved = space.text("cases/B0CHX3QBCL-packaging/case.toml");
    assert!(saved.contains("# notice: “Submit your appeal within 17 days.”"), "{saved}");
    space.write("nothing.txt", "Hello\n");
    space.run(&["new", "--notice", "nothing.txt", "--type", "onpe/packaging"]).expect(2);
    space.write("photo.jpg", PHOTO);
    space.run(&["new", "--notice", "photo.jpg"]).expect(2);
}

#[test]
fn a_notice_may_be_a_mail_in_chinese() {
    let space = Space::new();
    let body = "尊敬的卖家：\n由于商品状况买家投诉，我们移除了您的商品。买家反映缺少说明书。\nASIN：B0CHX3QBCH\n请在 17 天内提交申诉。\n";
    let (body, ..) = encoding_rs::GB18030.encode(body);
    let mut mail = b"From: seller-performance@amazon.com\nTo: a@example.com\nSubject: notice\nMIME-Version: 1.0\n\
        Date: Fri, 2 Oct 2026 08:00:00 +0000\nContent-Type: text/plain; charset=gb18030\n\n"
        .to_vec();
    mail.extend_from_slice(&body);
    let elsewhere = empty();
    elsewhere.write("mail.eml", &mail);
    let path = elsewhere.at("mail.eml");
    space.run(&["new", "--notice", path.to_str().expect("a path"), "--lang", "zh"]).expect(0);
    let text = space.text("cases/B0CHX3QBCH-missing-instructions/case.toml");
    let case: toml::Table = text.parse().expect("TOML");
    assert_eq!(
        (case["notified"].to_string(), case["respond_by"].to_string()),
        ("2026-10-02".into(), "2026-10-19".into())
    );
    assert!(text.contains("# 通知：“请在 17 天内提交申诉。”"), "{text}");
    assert!(space.at("cases/B0CHX3QBCH-missing-instructions/evidence/notice.eml").is_file());
}

#[test]
fn todo_says_whose_it_is_and_by_when() {
    let space = Space::new();
    space.run(&["new", "B0CHX3QBCH", "--type", "onpe/packaging"]).expect(0);
    let file = "cases/B0CHX3QBCH-packaging/case.toml";
    let text = space.text(file).replace("TODO: role that is responsible", "Packing lead");
    let text = text.replace("# respond_by = 2026-10-19 ", "respond_by = 2026-11-25 ");
    space.write(file, &text);
    let args = ["todo", "--today", TODAY, "--format", "json"];
    let objects = space.run(&args).expect(0).objects();
    let last = objects.last().expect("the case");
    assert_eq!((&last["respond_by"], &last["days"]), (&"2026-11-25".into(), &2.into()));
    let all: Vec<_> = objects.iter().filter(|object| object["reason"] == "todo").collect();
    assert_eq!(last["missing"], all.len());
    let find = |what: &str| {
        let found = all.iter().find(|gap| gap["what"].as_str().is_some_and(|text| text.contains(what)));
        *found.unwrap_or_else(|| panic!("{what}: {all:?}"))
    };
    let photo = find("evidence/box-before.jpg");
    assert_eq!((&photo["party"], &photo["code"]), (&"warehouse".into(), &"E001".into()));
    assert_eq!(find("packaging-spec")["party"], "supplier");
    assert_eq!(find("drop-test.pdf")["party"], "quality");
    let sop = find("packing-sop.pdf");
    assert_eq!((&sop["by"], &sop["file"]), (&"2026-11-25".into(), &file.into()));
    assert_eq!(find("what is checked on how many packed boxes, and what stops a batch")["owner"], "Packing lead");
    for (lang, words) in [
        ("en", ["reply to Amazon by 2026-11-25 (in 2 days)", "Supplier:", "Packing lead (Warehouse):"]),
        ("zh", ["2026-11-25 之前要回复亚马逊（还有 2 天）", "供应商：", "Packing lead（仓库）："]),
    ] {
        let said = space.run(&["todo", "--today", TODAY, "--lang", lang]).expect(0).out;
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        assert!(!said.contains("TODO") && !said.contains("L001"), "{said}");
        let over = space.run(&["todo", "--today", "2026-11-28", "--lang", lang]).expect(0).out;
        assert!(over.contains(if lang == "zh" { "已过 3 天" } else { "3 days ago" }), "{over}");
    }
    // Whoever reads Chinese gets the Chinese of the comments.
    space.run(&["new", "B0CHX3QBCJ", "--type", "onpe/packaging", "--lang", "zh"]).expect(0);
    let said = space.run(&["todo", "cases/B0CHX3QBCJ-packaging", "--lang", "zh"]).expect(0).out;
    for words in [
        "生效的包装作业指导书、培训了谁；以及完成日期",
        "旧包装盒照片 → evidence/box-before.jpg",
        "与页面一致的商品名称",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // What cannot be read is told.
    space.write("cases/broken/case.toml", "asin = \n[[[\n");
    assert!(space.run(&["todo", "cases/broken"]).expect(0).err.contains("S001"));
    // A case that lacks nothing says so.
    let done = Space::new();
    done.case("good", BASE);
    let said = done.run(&["todo", "--today", TODAY]).expect(0).out;
    assert!(!said.contains("E0") && said.contains("cases/good"), "{said}");
    done.run(&["todo", "no-such"]).expect(2);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let space = Space::new();
    for args in [&["new"][..], &["new", "B0CHX3QBCH"], &["new", "--type", "onpe/packaging"]] {
        let run = finish(appealc(&space.at(""), args).stdin(Stdio::null()));
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains("--type") && run.out.is_empty(), "{}", run.err);
    }
}
