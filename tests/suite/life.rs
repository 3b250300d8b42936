//! One case from an empty folder to the reinstatement, with the program and a repository alone.

use std::fs;

use serde_json::{Value, json};

use super::history::{REPLY, commit, git, json, one};
use super::kit::{Space, appealc, finish, have};
use super::start_list::fill;

const FOLDER: &str = "B0CHX3QBCH-packaging";
const CASE: &str = "cases/B0CHX3QBCH-packaging";
const NOTICE: &str = "Hello,\n\nDate: October 2, 2026\nWe removed your listing on Amazon.com because of product condition \
    customer complaints about packaging issues.\n\nASIN: B0CHX3QBCH\nTitle: Bamboo cutting board, set of 3\n\n\
    Submit your appeal within 17 days.\nCase ID 21340329531\n";
const FIRST: &str = "2026-10-12";
const SECOND: &str = "2026-10-14";

fn state(space: &Space) -> String {
    let status = one(&json(space, &["status", "cases", "--today", "2026-10-21"]), "status");
    status["state"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn from_an_empty_folder_to_the_reinstatement() {
    if !have(&["git"]) {
        return;
    }
    let space = Space::new();
    fs::remove_file(space.at("appealc.toml")).expect("settings");
    git(&space.at(""), &["init", "-q"]);
    space.run(&["init", "--name", "Li Wei", "--store", "Nordhaus Home"]).expect(0);
    space.write("notice.txt", NOTICE);
    space.run(&["new", "--notice", "notice.txt"]).expect(0);
    assert_eq!(state(&space), "draft");
    // It lacks what only the seller knows, and is not built.
    let bare = space.run(&["build", "cases", "--today", FIRST]).expect(1);
    assert!(bare.err.contains("L001") && !space.at("build").exists(), "{}", bare.err);
    assert!(space.run(&["todo", "--today", FIRST]).expect(0).out.contains("2026-10-19"));

    // Edited, built, committed, sent.
    fill(&space, FOLDER);
    let built = json(&space, &["build", "cases", "--today", FIRST]);
    assert_eq!(built.diagnostics(), Vec::<Value>::new());
    assert_eq!((built.status(CASE), state(&space)), ("built".to_owned(), "ready".to_owned()));
    let first = commit(&space, "the first appeal");
    let sent = one(&json(&space, &["submit", CASE, "--today", FIRST]).expect(0), "submitted");
    assert_eq!((&sent["event"]["case_id"], &sent["dirty"]), (&json!("21340329531"), &json!(false)));
    commit(&space, "sent");

    // Refused, with a reply; as it is, it is refused here too, and the field is named.
    space.write("reply.txt", REPLY);
    space.run(&["outcome", CASE, "rejected", "--reply", "reply.txt", "--date", "2026-10-13"]).expect(0);
    assert_eq!(state(&space), "rejected");
    let reply = one(&json(&space, &["reply", CASE, "reply.txt"]).expect(0), "reply");
    assert_eq!(reply["fields"][0]["field"], "prevention");
    let check = json(&space, &["check", "cases", "--today", SECOND]).expect(1);
    assert_eq!(check.codes(), ["H001", "H002"]);
    let named = &check.diagnostics()[1];
    assert!(named["message"].as_str().is_some_and(|text| text.contains("preventive")), "{named}");

    // Changed there, sent again, reinstated.
    let file = format!("{CASE}/case.toml");
    let (old, new) =
        ("Ten packed boxes of every batch are", "Twenty packed boxes of every batch, 5 from each line, are");
    assert!(space.text(&file).contains(old));
    space.write(&file, space.text(&file).replace(old, new));
    assert_eq!(json(&space, &["check", "cases", "--today", SECOND]).expect(0).codes(), [""; 0]);
    commit(&space, "prevention shown line by line");
    // What the commit lacks is told, the notice too.
    space.write("notice.txt", format!("{NOTICE}\n"));
    let sent = one(&json(&space, &["submit", CASE, "--today", SECOND]).expect(0), "submitted");
    assert_eq!((&sent["n"], &sent["lacks"]), (&json!(2), &json!(["notice.txt"])));
    space.run(&["outcome", CASE, "reinstated", "--date", "2026-10-20"]).expect(0);
    assert_eq!(state(&space), "reinstated");
    commit(&space, "reinstated");

    // What looks back shows it.
    let log = json(&space, &["log", CASE]).expect(0).objects();
    let events: Vec<&str> =
        log.iter().filter_map(|entry| entry["kind"].as_str()).filter(|kind| *kind != "commit").collect();
    assert_eq!(events, ["submitted", "outcome", "submitted", "outcome"]);
    let diff = one(&json(&space, &["diff", CASE, "1", "2"]).expect(0), "diff");
    assert_eq!((&diff["points"][0]["part"], &diff["points"][0]["change"]), (&json!("preventive"), &json!("reworded")));
    let stats = json(&space, &["stats", "cases"]).expect(0).objects();
    let all = stats.iter().find(|group| group["by"] == "all").expect("a group");
    assert_eq!((&all["reinstated"], &all["refused"]), (&json!(1), &json!(1)));

    // A fresh clone makes the PDF files of the first submission again, byte for byte.
    let clone = tempfile::TempDir::new().expect("a folder");
    git(clone.path(), &["clone", "-q", space.at("").to_str().expect("a path"), "."]);
    finish(&mut appealc(clone.path(), &["verify", &format!("{CASE}/submissions/1")])).expect(0);
    let history: toml::Table = space.text(&format!("{CASE}/history.toml")).parse().expect("TOML");
    let event = serde_json::to_value(&history["events"][0]).expect("JSON");
    assert_eq!(event["commit"], first);
    git(clone.path(), &["checkout", "-q", &first]);
    finish(&mut appealc(clone.path(), &["build", "cases", "--today", FIRST])).expect(0);
    for (name, wanted) in [("bundle.pdf", &event["bundle"][0]), ("letter.pdf", &event["letter_pdf"])] {
        let made = fs::read(clone.path().join("build").join(CASE).join(name)).expect("an output");
        assert_eq!(*wanted, format!("sha256:{}", appealc::read::sha256(&made)), "{name}");
    }
}
