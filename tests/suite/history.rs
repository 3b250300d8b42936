//! A case through its life: sent, refused, mended, sent again, reinstated; and what is found of it afterwards. The
//! repository is made by the `git` program; the program that is tested does without it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::kit::{self, BASE, Run, Space, appealc, files, finish};

/// Runs git in a folder.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent");
    command.env("GIT_AUTHOR_DATE", "2026-11-20T12:00:00+0800").env("GIT_COMMITTER_DATE", "2026-11-20T12:00:00+0800");
    command.args(["-c", "user.name=Li Wei", "-c", "user.email=li@example.com", "-c", "protocol.file.allow=always"]);
    let done = command.args(args).output().expect("git starts");
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

/// The case.
const CASE: &str = "cases/board";
/// What Amazon answers first.
pub const REPLY: &str = "Hello,\n\nWe do not have enough information to reinstate your listing. Please submit:\n\
    -- Greater detail on the steps you have taken to prevent these complaints\n";

/// A workspace with the base case, kept in git.
fn space() -> Space {
    let space = Space::new();
    space.same_case("board", BASE);
    space.write(".gitignore", "/build/\n.appealc/\n/*.txt\n");
    git(&space.at(""), &["init", "-q"]);
    commit(&space, "the case as it was first written");
    space
}

pub fn commit(space: &Space, message: &str) -> String {
    git(&space.at(""), &["add", "-A"]);
    git(&space.at(""), &["commit", "-qm", message]);
    git(&space.at(""), &["rev-parse", "HEAD"])
}

pub fn json(space: &Space, args: &[&str]) -> Run {
    space.run(&[args, &["--format", "json"]].concat())
}

/// The object of a reason.
pub fn one(run: &Run, reason: &str) -> Value {
    let found: Vec<Value> = run.objects().into_iter().filter(|object| object["reason"] == reason).collect();
    assert_eq!(found.len(), 1, "{reason}: {}\n{}", run.out, run.err);
    found.into_iter().next().expect("one")
}

fn state(space: &Space) -> String {
    let status = one(&json(space, &["status", "cases", "--today", "2026-12-01"]), "status");
    status["state"].as_str().unwrap_or_default().to_owned()
}

/// The changed case: what the reply asked for.
fn mended() -> String {
    let old = "Ten boxes of every batch are drop-tested from 76 cm before shipment; results are logged in form QC-12.";
    let new = "Ten boxes of every batch are drop-tested from 100 cm on all six sides; a batch with one split corner is \
        blocked, and the packing lead signs form QC-12.";
    assert!(BASE.contains(old));
    BASE.replace(old, new)
}

#[test]
fn a_case_through_its_life() {
    if !kit::have(&["git"]) {
        return;
    }
    let space = space();
    let first = git(&space.at(""), &["rev-parse", "HEAD"]);
    assert_eq!(state(&space), "draft");
    space.run(&["build", "cases", "--today", "2026-11-20"]).expect(0);
    assert_eq!(state(&space), "ready");

    // Sent. The recorded hashes are those of what lies ready to upload.
    let sent = one(
        &json(&space, &["submit", CASE, "--case-id", "21340329531", "--today", "2026-11-20"]).expect(0),
        "submitted",
    );
    assert_eq!((&sent["n"], &sent["commit"], &sent["dirty"]), (&1.into(), &first.as_str().into(), &false.into()));
    let folder = sent["upload"]["folder"].as_str().expect("a folder");
    let upload = files(&space.at(folder));
    let stem = "B0CHX3QBCH-US";
    let names = ["evidence.pdf", "form.txt", "letter.pdf", "letter.txt"].map(|name| format!("{stem}-{name}"));
    assert_eq!(upload, names);
    let recorded = |n: usize| -> Value {
        let history: toml::Table = space.text(&format!("{CASE}/history.toml")).parse().expect("TOML");
        let events = history["events"].as_array().expect("events").clone();
        serde_json::to_value(&events[n]).expect("JSON")
    };
    let hash = |bytes: &[u8]| format!("sha256:{}", appealc::read::sha256(bytes));
    let event = recorded(0);
    assert_eq!(event["bundle"][0], hash(&space.read(&format!("{folder}/{stem}-evidence.pdf"))));
    assert_eq!(event["letter_pdf"], hash(&space.read(&format!("{folder}/{stem}-letter.pdf"))));
    assert_eq!(event["manifest"], hash(&space.read(&format!("{CASE}/submissions/1/manifest.json"))));
    let letter = space.text(&format!("{CASE}/submissions/1/letter.txt"));
    assert_eq!(event["letter"], hash(letter.as_bytes()));
    assert_eq!(state(&space), "submitted");
    // What is recorded makes nothing stale, and the same is not sent twice.
    assert_eq!(json(&space, &["build", "cases", "--today", "2026-11-20"]).expect(0).status(CASE), "fresh");
    let again = space.run(&["submit", CASE, "--today", "2026-11-20"]).expect(1);
    assert!(again.err.contains("byte for byte"), "{}", again.err);

    // Refused: the unchanged case is refused too, and the part is named.
    space.write("reply.txt", REPLY);
    let outcome = ["outcome", CASE, "rejected", "--reply", "reply.txt", "--date", "2026-11-25"];
    let answer = one(&json(&space, &outcome).expect(0), "outcome");
    assert_eq!(answer["event"]["fields"], serde_json::json!(["prevention"]));
    assert_eq!(space.text(&format!("{CASE}/submissions/1/reply.txt")), REPLY);
    assert_eq!(state(&space), "rejected");
    commit(&space, "refused");
    let check = json(&space, &["check", "cases", "--today", "2026-11-26"]).expect(1);
    assert_eq!(check.codes(), ["H001", "H002"]);
    let second = &check.diagnostics()[1];
    assert!(second["message"].as_str().is_some_and(|text| text.contains("preventive")), "{second}");
    let header = BASE.lines().position(|line| line.starts_with("phase = \"preventive\"")).expect("an action");
    assert_eq!(second["line"], header, "{second}");
    let submit = space.run(&["submit", CASE, "--today", "2026-11-26"]).expect(1);
    assert!(submit.err.contains("H001") && submit.err.contains("nothing was recorded"), "{}", submit.err);
    assert_eq!(
        files(&space.at(&format!("{CASE}/submissions"))),
        ["1/form.txt", "1/letter.txt", "1/manifest.json", "1/reply.txt",]
    );
    // Where Amazon could not open the files, the same may go out once more; this time it does not.
    let blanks = BASE.replace("asin =", "asin  =").replace("54 of 736 boards checked", "54 of 736 boards,  checked");
    space.same_case("board", &blanks);
    assert_eq!(json(&space, &["check", "cases", "--today", "2026-11-26"]).codes(), ["H001", "H002"]);

    // Mended, sent, reinstated.
    space.same_case("board", &mended());
    assert_eq!(json(&space, &["check", "cases", "--today", "2026-11-27"]).expect(0).codes(), [""; 0]);
    let dirty = one(&json(&space, &["submit", CASE, "--today", "2026-11-27"]).expect(0), "submitted");
    assert_eq!(dirty["n"], 2);
    assert_eq!((&dirty["dirty"], &dirty["lacks"]), (&true.into(), &serde_json::json!([format!("{CASE}/case.toml")])));
    let letter = space.text(&format!("{CASE}/submissions/2/letter.txt"));
    assert!(letter.contains("NEW SINCE OUR LAST SUBMISSION"), "{letter}");
    assert!(letter.contains("New since our submission of November 20, 2026:"), "{letter}");
    assert!(letter.contains("Stated anew, preventive action 2: Ten boxes of every batch"), "{letter}");
    // The letter says so as long as it is the one that was sent.
    assert_eq!(json(&space, &["build", "cases", "--today", "2026-11-27"]).expect(0).status(CASE), "fresh");
    let second = commit(&space, "what was sent");
    space.run(&["outcome", CASE, "reinstated", "--date", "2026-11-30"]).expect(0);
    space.run(&["note", CASE, "--date", "2026-11-30", "thanked", "them"]).expect(0);
    assert_eq!(state(&space), "reinstated");
    assert_eq!(json(&space, &["check", "cases", "--today", "2026-12-30"]).expect(0).codes(), [""; 0]);
    let closed = space.run(&["submit", CASE, "--today", "2026-12-01"]).expect(1);
    assert!(closed.err.contains("is over"), "{}", closed.err);
    commit(&space, "reinstated");

    looked_back(&space, &first);

    // A fresh clone of the commit makes the same files again.
    for (n, commit, date) in [(1, &first, "2026-11-20"), (2, &second, "2026-11-27")] {
        let clone = tempfile::TempDir::new().expect("a folder");
        git(clone.path(), &["clone", "-q", space.at("").to_str().expect("a path"), "."]);
        git(clone.path(), &["checkout", "-q", commit]);
        finish(&mut appealc(clone.path(), &["build", "cases", "--today", date])).expect(0);
        let event = recorded(if n == 1 { 0 } else { 2 });
        for (name, wanted) in [("bundle.pdf", &event["bundle"][0]), ("letter.pdf", &event["letter_pdf"])] {
            let made = std::fs::read(clone.path().join("build").join(CASE).join(name)).expect("an output");
            assert_eq!(*wanted, hash(&made), "{name} of submission {n}");
        }
    }
}

/// What commands tell of the case when it is over.
fn looked_back(space: &Space, first: &str) {
    let log = json(space, &["log", CASE]).expect(0).objects();
    let kinds: Vec<_> = log.iter().map(|entry| entry["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "commit").count(), 4, "{kinds:?}");
    let events: Vec<_> = kinds.into_iter().filter(|kind| *kind != "commit").collect();
    assert_eq!(events, ["submitted", "outcome", "submitted", "outcome", "note"]);
    assert_eq!(log[0]["summary"], "the case as it was first written");
    assert!(log.windows(2).all(|pair| pair[0]["date"].as_str() <= pair[1]["date"].as_str()));
    let said = space.run(&["log", CASE, "--lang", "zh"]).expect(0).out;
    assert!(said.contains("第 2 次提交") && said.contains("已恢复") && said.contains("针对预防措施"), "{said}");

    let diff = one(&json(space, &["diff", CASE, "1", "2"]).expect(0), "diff");
    let points = diff["points"].as_array().expect("points");
    assert_eq!((points.len(), &points[0]["change"], &points[0]["part"]), (1, &"reworded".into(), &"preventive".into()));
    assert_eq!((&diff["exhibits"], &diff["substance"]), (&serde_json::json!([]), &true.into()));
    assert!(diff["letter"].as_array().is_some_and(|lines| lines.len() > 1), "{diff}");
    let said = space.run(&["diff", CASE, "1", "2"]).expect(0).out;
    assert!(said.contains("from [-76-]{+100+} cm"), "{said}");
    assert!(space.run(&["diff", CASE]).expect(0).out.contains("nothing changed"));
    let back = one(&json(space, &["diff", CASE, "2", "1"]).expect(0), "diff");
    assert_eq!(back["points"][0]["change"], "reworded");
    assert!(space.run(&["diff", CASE, "7"]).expect(2).err.contains("no submission 7"));

    let stats = json(space, &["stats", "cases"]).expect(0).objects();
    let of = |by: &str, value: &str| {
        let found = stats.iter().find(|group| group["by"] == by && group["value"] == value).expect("a group");
        (found["reinstated"].as_u64(), found["refused"].as_u64(), found["enough"].as_bool())
    };
    assert_eq!(of("all", ""), (Some(1), Some(1), Some(false)));
    assert_eq!((of("try", "1"), of("try", "2")), ((Some(0), Some(1), Some(false)), (Some(1), Some(0), Some(false))));
    assert_eq!(of("evidence", "batch-test"), (Some(1), Some(1), Some(false)));
    assert!(space.run(&["stats"]).expect(0).out.contains("too few to tell"));

    // The first was committed before it was sent, the second was not.
    let verify = json(space, &["verify", &format!("{CASE}/submissions/1")]).expect(0);
    assert_eq!(one(&verify, "verify")["state"], "good");
    let verify = json(space, &["verify", &format!("{CASE}/submissions")]).expect(1);
    let messages: Vec<_> = verify.diagnostics().iter().map(|found| found["message"].clone()).collect();
    assert_eq!(verify.codes(), ["V017"], "{messages:?}");
    assert!(messages[0].as_str().is_some_and(|text| text.contains("lacked something then")), "{messages:?}");
    space.write(&format!("{CASE}/submissions/1/form.txt"), "another");
    let verify = json(space, &["verify", CASE, "--commit"]).expect(1);
    assert!(verify.codes().contains(&"V016".to_owned()), "{}", verify.out);
    git(&space.at(""), &["checkout", "-q", "--", "."]);

    // What changed since: the case, and nothing else.
    space.same_case("other", &BASE.replace("B0CHX3QBCH", "B0D3FN6VZK"));
    let cases = |revision: &str| -> Vec<String> {
        let run = json(space, &["check", "cases", "--changed-since", revision, "--today", "2026-12-01"]).expect(0);
        let objects = run.objects().into_iter().filter(|object| object["reason"] == "case");
        objects.filter_map(|object| object["case"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(cases("HEAD"), ["cases/other"], "nobody added it yet");
    commit(space, "another case");
    assert_eq!(cases("HEAD"), [""; 0]);
    assert_eq!(cases("HEAD~1"), ["cases/other"]);
    assert_eq!(cases(first), ["cases/board", "cases/other"]);
    space.write("cases/other/evidence/returns.csv", "month,returned\n2026-07,17\n");
    assert_eq!(cases("HEAD"), ["cases/other"]);
    git(&space.at(""), &["checkout", "-q", "--", "."]);
    space.write("appealc.toml", "[seller]\nname = \"Wang Fang\"\n");
    assert_eq!(cases("HEAD"), ["cases/board", "cases/other"], "settings are of all cases");
    git(&space.at(""), &["checkout", "-q", "--", "."]);
    let unknown = space.run(&["check", "cases", "--changed-since", "nowhere"]).expect(2);
    assert!(unknown.err.contains("no revision `nowhere`"), "{}", unknown.err);
}

#[test]
fn git_in_other_shapes() {
    if !kit::have(&["git"]) {
        return;
    }
    let space = space();
    space.run(&["note", CASE, "a call", "--date", "2026-11-21"]).expect(0);
    commit(&space, "a call");
    let told = |folder: &Path| finish(&mut appealc(folder, &["log", CASE])).expect(0).out;
    assert!(told(&space.at("")).contains("a call"));
    let shallow = tempfile::TempDir::new().expect("a folder");
    let from = format!("file://{}", space.at("").display());
    git(shallow.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    let said = told(shallow.path());
    assert!(said.contains("shallow") && said.contains("a call"), "{said}");
    let since = finish(&mut appealc(shallow.path(), &["check", "cases", "--changed-since", "HEAD~1"])).expect(2);
    assert!(since.err.contains("shallow"), "{}", since.err);
    let worktree = tempfile::TempDir::new().expect("a folder");
    let path = worktree.path().join("tree");
    git(&space.at(""), &["worktree", "add", "-q", "--detach", path.to_str().expect("a path"), "HEAD~1"]);
    let said = told(&path);
    assert!(said.contains("as it was first written") && !said.contains("a call"), "{said}");
    // No repository: what is then missing is said.
    let plain = Space::new();
    plain.same_case("board", BASE);
    plain.run(&["note", CASE, "a call"]).expect(0);
    let said = plain.run(&["log", CASE]).expect(0).out;
    assert!(said.contains("no repository") && said.contains("a call"), "{said}");
    let since = plain.run(&["check", "cases", "--changed-since", "HEAD"]).expect(2);
    assert!(since.err.contains("git repository"), "{}", since.err);
    // A reply says which parts it attacks, wherever it comes from.
    plain.write("reply.txt", REPLY);
    let reply = one(&json(&plain, &["reply", CASE, "reply.txt"]).expect(0), "reply");
    assert_eq!((&reply["fields"][0]["field"], &reply["result"]), (&"prevention".into(), &"rejected".into()));
    assert!(reply["fields"][0]["holds"][0].as_str().is_some_and(|text| text.contains("Ten boxes")), "{reply}");
    let mail = "From: seller-performance@amazon.com\r\nSubject: Your listing\r\nContent-Type: text/plain\r\n\r\nThe \
        documents submitted are invalid.\r\n";
    plain.write("reply.eml", mail);
    let reply = one(&json(&plain, &["reply", CASE, "reply.eml"]).expect(0), "reply");
    assert_eq!(reply["fields"][0]["field"], "evidence");
    let said = plain.run(&["reply", CASE, "reply.txt", "--lang", "zh"]).expect(0).out;
    assert!(said.contains("预防措施"), "{said}");
}

#[test]
fn what_is_signed_is_what_is_sent() {
    let space = Space::new();
    space.write("appealc.toml", "[workflow]\napproval = true\n");
    space.same_case("board", BASE);
    let refused = space.run(&["submit", CASE, "--today", kit::TODAY]).expect(1);
    assert!(refused.err.contains("nobody signed"), "{}", refused.err);
    // Outputs are there now: who signs has seen them.
    space.run(&["approve", CASE, "--by", "李伟", "--today", kit::TODAY]).expect(0);
    space.same_case("board", &mended());
    let unseen = space.run(&["approve", CASE, "--by", "李伟", "--today", kit::TODAY]).expect(1);
    assert!(unseen.err.contains("built anew"), "{}", unseen.err);
    let changed = space.run(&["submit", CASE, "--today", kit::TODAY]).expect(1);
    assert!(changed.err.contains("changed since"), "{}", changed.err);
    space.run(&["approve", CASE, "--by", "李伟", "--today", kit::TODAY]).expect(0);
    let sent = space.run(&["submit", CASE, "--today", kit::TODAY]).expect(0);
    assert!(sent.out.contains("no git repository"), "{}", sent.out);
    assert!(!space.text(&format!("{CASE}/history.toml")).contains("commit ="));
}

#[test]
fn a_history_that_is_broken_is_left_alone() {
    let space = Space::new();
    space.same_case("board", BASE);
    for (text, code) in [
        ("[[events]\n", "S001"),
        ("[[events]]\nkind = \"send\"\ndate = 2026-11-01\n", "S010"),
        ("[[events]]\nkind = \"outcome\"\ndate = 2026-11-01\nresult = \"rejected\"\n", "S009"),
        ("[[events]]\nkind = \"submitted\"\ndate = 2026-11-01\nn = 1\ncommit = \"--upload-pack=x\"\n", "S007"),
    ] {
        space.write(&format!("{CASE}/history.toml"), text);
        let check = json(&space, &["check", "cases", "--today", kit::TODAY]).expect(1);
        assert_eq!(check.codes(), [code], "{text}");
        assert_eq!(check.diagnostics()[0]["file"], format!("{CASE}/history.toml"));
        for args in [&["submit", CASE][..], &["note", CASE, "a"], &["outcome", CASE, "rejected"]] {
            let run = space.run(args).expect(1);
            assert!(run.err.contains(code) && run.err.contains("nothing was recorded"), "{}", run.err);
        }
        assert_eq!(space.text(&format!("{CASE}/history.toml")), text);
    }
    // What was written by hand stays, whatever is added.
    let mine =
        "# by hand, without a line end at the end\nevents = [{kind = \"note\", date = 2026-11-01, text = \"a\"}]";
    space.write(&format!("{CASE}/history.toml"), mine);
    let run = space.run(&["note", CASE, "b"]).expect(1);
    assert!(run.err.contains("[[events]]"), "{}", run.err);
    assert_eq!(space.text(&format!("{CASE}/history.toml")), mine);
    let mine =
        "# by hand\r\n\r\n[[events]] # a call\r\nkind = 'note'\r\ndate = 2026-11-01\r\ntext = 'a'   # no line end";
    space.write(&format!("{CASE}/history.toml"), mine);
    space.run(&["note", CASE, "--date", "2026-11-02", "=b", "\"c\""]).expect(0);
    let now = space.text(&format!("{CASE}/history.toml"));
    assert!(now.starts_with(mine), "{now}");
    let now: toml::Table = now.parse().expect("TOML");
    assert_eq!(now["events"][1]["text"].as_str(), Some("=b \"c\""));
    let csv = space.run(&["status", "--format", "csv"]).expect(0).out;
    assert!(csv.contains(",\"'=b \"\"c\"\"\","), "{csv}");
    std::fs::remove_file(space.at(&format!("{CASE}/history.toml"))).expect("it goes");
    for (args, message) in [
        (&["outcome", CASE, "granted"][..], "does not exist"),
        (&["outcome", CASE, "rejected"], "was not sent yet"),
        (&["submit", CASE, "--case-id", "1"], "no Amazon case id"),
        (&["submit", CASE, "--marketplace", "Mars"], "no Amazon marketplace"),
        (&["approve", CASE, "--by", " "], "empty name"),
        (&["check", CASE, "--format", "csv"], "CSV"),
    ] {
        let run = space.run(args).expect(2);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}

#[test]
fn one_problem_in_several_marketplaces() {
    let space = Space::new();
    let others = "[[submissions_to]]\nmarketplace = \"DE\"\ncase_id = \"31340329531\"\nrespond_by = 2026-12-01\n\n\
        [[submissions_to]]\nmarketplace = \"amazon.fr\"\n";
    space.same_case("board", &format!("{BASE}\n{others}"));
    let states = |space: &Space| -> Vec<(String, String)> {
        let all = json(space, &["status", "cases", "--today", kit::TODAY]).expect(0).objects();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut all: Vec<_> = all.iter().map(|one| (text(&one["marketplace"]), text(&one["state"]))).collect();
        all.sort();
        all
    };
    let own = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(market, state)| ((*market).to_owned(), (*state).to_owned())).collect()
    };
    assert_eq!(states(&space), own(&[("DE", "draft"), ("FR", "draft"), ("US", "draft")]));
    let sent =
        one(&json(&space, &["submit", CASE, "--marketplace", "de", "--today", "2026-11-20"]).expect(0), "submitted");
    assert_eq!((&sent["event"]["marketplace"], &sent["event"]["case_id"]), (&"DE".into(), &"31340329531".into()));
    let folder = sent["upload"]["folder"].as_str().expect("a folder");
    let letter = space.text(&format!("{folder}/B0CHX3QBCH-DE-letter.txt"));
    // As its readers write dates.
    assert!(letter.contains("2 October 2026") && letter.contains("case 31340329531"), "{letter}");
    space.run(&["submit", CASE, "--today", "2026-11-20"]).expect(0);
    let letter = space.text(&format!("{CASE}/submissions/2/letter.txt"));
    assert!(letter.contains("October 2, 2026") && !letter.contains("31340329531"), "{letter}");
    space.run(&["outcome", CASE, "rejected", "--marketplace", "DE", "--date", "2026-11-22"]).expect(0);
    assert_eq!(states(&space), own(&[("DE", "rejected"), ("FR", "draft"), ("US", "submitted")]));
    // Each goes its own way: what was refused there is refused there only.
    assert_eq!(json(&space, &["check", "cases", "--today", kit::TODAY]).expect(0).codes(), [""; 0]);
    let again = space.run(&["submit", CASE, "--marketplace", "DE", "--today", kit::TODAY]).expect(1);
    assert!(again.err.contains("H001"), "{}", again.err);
    let sent = ["submit", CASE, "--marketplace", "DE", "--today", kit::TODAY, "--same", "--reason", "files not opened"];
    space.run(&sent).expect(0);
    assert!(space.text(&format!("{CASE}/history.toml")).contains("same = \"files not opened\""));
    let none = space.run(&["submit", CASE, "--marketplace", "JP"]).expect(2);
    assert!(none.err.contains("submissions_to"), "{}", none.err);
    for (table, code) in [
        ("[[submissions_to]]\nmarketplace = \"US\"\n", "S008"),
        ("[[submissions_to]]\nmarketplace = \"Mars\"\n", "S007"),
        ("[[submissions_to]]\ncase_id = \"31340329531\"\n", "S004"),
        ("[[submissions_to]]\nmarketplace = \"DE\"\ncase_id = \"3\"\n", "S007"),
    ] {
        let space = Space::new();
        space.same_case("board", &format!("{BASE}\n{table}"));
        assert_eq!(json(&space, &["check", "cases", "--today", kit::TODAY]).expect(1).codes(), [code], "{table}");
    }
}

#[test]
fn a_package_withholds_what_is_confidential() {
    let space = Space::new();
    let secret = "[[evidence]]\nid = \"box-after\"";
    assert!(BASE.contains(secret));
    space.same_case("board", &BASE.replace(secret, &format!("{secret}\nconfidential = true\nnote = \"price list\"")));
    space.run(&["build", "cases", "--today", kit::TODAY]).expect(0);
    let whole = space.read(&format!("build/{CASE}/bundle.pdf"));
    let shared = one(&json(&space, &["share", CASE, "--out", "client.zip", "--today", kit::TODAY]).expect(0), "shared");
    assert_eq!(shared["withheld"], serde_json::json!([2]));
    assert_eq!(space.read(&format!("build/{CASE}/bundle.pdf")), whole, "what Amazon gets stays as it is");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(space.read("client.zip"))).expect("an archive");
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    assert!(names.contains(&"board/exhibits/Exhibit 02 - withheld.txt".to_owned()), "{names:?}");
    for name in names {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(&name).expect("a file"), &mut bytes).expect("it is read");
        let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!found(&kit::PHOTO[200..400]) && !found(b"price list") && !found(b"box-after.jpg"), "{name}");
    }
    let again = space.run(&["share", CASE, "--out", "client.zip"]).expect(2);
    assert!(again.err.contains("exists already"), "{}", again.err);
    space.run(&["share", CASE, "--out", "client.zip", "--force", "--lang", "zh"]).expect(0);
}

#[test]
fn a_draft_shows_its_gaps_and_is_never_sent() {
    let space = Space::new();
    let gaps = BASE.replace("done = 2026-10-07\n", "").replace("evidence/box-after.jpg", "evidence/none.jpg");
    space.same_case("board", &gaps);
    space.run(&["build", "cases", "--today", kit::TODAY]).expect(1);
    assert!(!space.at("build").join(CASE).exists());
    let run = json(&space, &["build", "cases", "--draft", "--today", kit::TODAY]).expect(1);
    assert_eq!((run.status(CASE).as_str(), run.codes()), ("built", vec!["S004".to_owned(), "E001".to_owned()]));
    let letter = space.text(&format!("build/draft/{CASE}/letter.txt"));
    assert!(
        letter.starts_with("DRAFT – not for submission\n") && letter.contains("[date missing] – Packing lead"),
        "{letter}"
    );
    assert_eq!(space.json(&format!("build/draft/{CASE}/manifest.json"))["draft"], true);
    assert_eq!(json(&space, &["build", "cases", "--draft", "--today", kit::TODAY]).status(CASE), "fresh");
    assert_eq!(state(&space), "draft");
    let run = space.run(&["submit", CASE, "--today", kit::TODAY]).expect(1);
    assert!(run.err.contains("nothing was recorded"), "{}", run.err);
    assert!(!space.at(CASE).join("history.toml").exists());
    if kit::have(&["pdftotext"]) {
        let text = Command::new("pdftotext").arg(space.at(&format!("build/draft/{CASE}/bundle.pdf"))).arg("-").output();
        let text = String::from_utf8_lossy(&text.expect("pdftotext").stdout).into_owned();
        let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
        assert!(pages.len() >= 4 && pages.iter().all(|page| page.contains("DRAFT – not for submission")), "{text}");
        assert!(text.contains("[file missing]"), "{text}");
    }
    // A finished case has drafts too, beside its outputs.
    space.same_case("board", BASE);
    space.run(&["build", "cases", "--today", kit::TODAY]).expect(0);
    let whole = space.read(&format!("build/{CASE}/letter.txt"));
    space.run(&["build", "cases", "--draft", "--today", kit::TODAY]).expect(0);
    assert_eq!(space.read(&format!("build/{CASE}/letter.txt")), whole);
}
