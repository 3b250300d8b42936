//! Outputs read back: what was built is found good, and whatever is changed afterwards is named.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::bundle::built;
use super::kit::{BASE, Run, Space, copy, corpus, files, have, skipped};
use super::pdf;

/// The case whose outputs are tampered with: it has a pair of photos and PDF files.
const CASE: &str = "cases/B0CHX3QBCH-packaging";

fn verify(space: &Space, args: &[&str]) -> Run {
    space.run(&[&["verify", "--format", "json"], args].concat())
}

/// What came of each target.
fn targets(run: &Run) -> Vec<Value> {
    run.objects().into_iter().filter(|object| object["reason"] == "verify").collect()
}

#[test]
fn what_was_built_is_good() {
    let space = built();
    for path in ["build", "cases"] {
        let run = verify(space, &[path]).expect(0);
        let found = targets(&run);
        assert!(found.len() >= 10, "{path}: {}", run.out);
        for target in found {
            assert_eq!((&target["state"], &target["compared_with_case"]), (&"good".into(), &true.into()), "{target}");
            assert!(target["pages"].as_u64().is_some_and(|pages| pages > 3), "{target}");
        }
    }
    let bundle = format!("build/{CASE}/bundle.pdf");
    let run = verify(space, &[&bundle]).expect(0);
    assert_eq!(targets(&run)[0]["path"], bundle);
    let said = space.run(&["verify", &bundle, "--lang", "zh"]).expect(0).out;
    assert!(said.starts_with("一致：build/"), "{said}");
}

/// Runs qpdf over a file, in its place.
fn qpdf(file: &Path, args: &[&str]) {
    let made = file.with_extension("made");
    let done = Command::new("qpdf").arg(file).args(args).arg(&made).output().expect("qpdf starts");
    assert!(done.status.code().is_some_and(|code| code == 0 || code == 3), "{}", String::from_utf8_lossy(&done.stderr));
    fs::rename(made, file).expect("a file");
}

fn edit(file: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).expect("a file");
    change(&mut bytes);
    fs::write(file, bytes).expect("a file");
}

fn manifest(folder: &Path, change: impl FnOnce(&mut Value)) {
    let file = folder.join("manifest.json");
    let mut value: Value = serde_json::from_slice(&fs::read(&file).expect("a manifest")).expect("JSON");
    change(&mut value);
    fs::write(file, value.to_string()).expect("a manifest");
}

/// The originals of a folder.
fn originals(folder: &Path) -> Vec<PathBuf> {
    files(&folder.join("exhibits")).iter().map(|name| folder.join("exhibits").join(name)).collect()
}

/// Swaps two characters of the first stamp of a bundle: its glyphs are two bytes each.
fn change_stamp(folder: &Path) {
    let file = folder.join("bundle.pdf");
    qpdf(&file, &["--qdf", "--object-streams=disable", "--stream-data=uncompress"]);
    edit(&file, |bytes| {
        let stamp = memchr::memmem::find(bytes, b"/Footer").expect("a stamp");
        let shown = stamp + memchr::memmem::find(&bytes[stamp..], b"TJ").expect("text");
        let start = bytes[..shown].iter().rposition(|byte| *byte == b'[').expect("an array");
        let text = start + memchr::memchr2(b'<', b'(', &bytes[start..shown]).expect("a string");
        let step = if bytes[text] == b'<' { 4 } else { 2 };
        let (a, b) = (text + 1, text + 1 + step);
        let first = bytes[a..b].to_vec();
        let second = bytes[b..b + step].to_vec();
        assert!(first != second, "two characters");
        bytes[a..b].copy_from_slice(&second);
        bytes[b..b + step].copy_from_slice(&first);
    });
}

type Tamper = (&'static str, fn(&Path), &'static str, &'static str, &'static str);

/// What is done, how, the code, and words of the message in both languages.
const TAMPERED: &[Tamper] = &[
    ("a byte of the letter", |f| edit(&f.join("letter.txt"), |b| b[9] ^= 1), "V002", "SHA-256", "被改过"),
    ("a shorter letter", |f| edit(&f.join("letter.txt"), |b| b.truncate(50)), "V002", "has 50 bytes", "有 50 字节"),
    ("an exhibit gone", |f| fs::remove_file(&originals(f)[1]).expect("a file"), "V002", "is missing", "缺少"),
    (
        "exhibits swapped",
        |f| {
            let all = originals(f);
            let (a, b) = (fs::read(&all[0]).expect("a"), fs::read(&all[1]).expect("b"));
            fs::write(&all[0], b).and_then(|()| fs::write(&all[1], a)).expect("files");
        },
        "V002",
        "exhibits/Exhibit 01",
        "exhibits/Exhibit 01",
    ),
    (
        "an exhibit replaced, and its hash",
        |f| {
            let path = originals(f)[0].clone();
            fs::write(&path, b"other").expect("a file");
            manifest(f, |m| {
                let name = format!("exhibits/{}", path.file_name().expect("a name").to_string_lossy());
                let all = m["outputs"].as_array_mut().expect("outputs");
                let own = all.iter_mut().find(|one| one["path"] == name.as_str()).expect("an output");
                own["sha256"] = appealc::read::sha256(b"other").into();
                own["bytes"] = 5.into();
            });
        },
        "V012",
        "the file of exhibit 1",
        "证据 1 的文件",
    ),
    (
        "something foreign",
        |f| fs::write(f.join("exhibits/x.jpg"), b"x").expect("a file"),
        "V002",
        "not in the manifest",
        "清单中没有",
    ),
    (
        "a path that leads out",
        |f| manifest(f, |m| m["outputs"][0]["path"] = "../../../appealc.toml".into()),
        "V002",
        "leads out",
        "指向目录之外",
    ),
    (
        "no manifest",
        |f| fs::remove_file(f.join("manifest.json")).expect("a file"),
        "V003",
        "no `manifest.json`",
        "没有 `manifest.json`",
    ),
    ("half a manifest", |f| edit(&f.join("manifest.json"), |b| b.truncate(400)), "V003", "damaged", "已损坏"),
    ("another fingerprint", |f| manifest(f, |m| m["inputs"]["tool"] = "9.9.9".into()), "V003", "fingerprint", "指纹"),
    (
        "another bundle",
        |f| {
            let other = f.join("../../build/cases/B0D1TJ7PXC-no-manual/bundle.pdf");
            fs::copy(other, f.join("bundle.pdf")).expect("a bundle");
        },
        "V003",
        "differ in `case`",
        "`case` 不一致",
    ),
    (
        "a bundle without its pages",
        |f| edit(&f.join("bundle.pdf"), |b| b.truncate(2000)),
        "V001",
        "no PDF file",
        "不是可以读取的 PDF",
    ),
    (
        "no labels",
        |f| {
            edit(&f.join("bundle.pdf"), |bytes| {
                let at = memchr::memmem::find(bytes, b"/PageLabels").expect("labels");
                bytes[at + 1] = b'X';
            });
        },
        "V008",
        "page 1 has no label",
        "没有页码标签",
    ),
];

/// The same with qpdf.
const WITH_QPDF: &[Tamper] = &[
    (
        "a page removed",
        |f| qpdf(&f.join("bundle.pdf"), &["--pages", ".", "1-3,5-z", "--"]),
        "V004",
        "pages; it should have",
        "应有",
    ),
    (
        "pages in another order",
        |f| qpdf(&f.join("bundle.pdf"), &["--pages", ".", "1-3,5,4,6-z", "--"]),
        "V006",
        "the stamp on page 4",
        "第 4 页的页脚",
    ),
    (
        "an exhibit elsewhere",
        |f| qpdf(&f.join("bundle.pdf"), &["--pages", ".", "1,3-z,2", "--"]),
        "V005",
        "begins on page",
        "页开始",
    ),
    (
        "the last page removed",
        |f| qpdf(&f.join("bundle.pdf"), &["--pages", ".", "1-r2", "--"]),
        "V009",
        "leads nowhere",
        "没有指向任何页面",
    ),
    ("a stamp changed", change_stamp, "V006", "the stamp on page 1", "第 1 页的页脚"),
    (
        "no attachment",
        |f| qpdf(&f.join("bundle.pdf"), &["--remove-attachment=manifest.json"]),
        "V003",
        "no manifest in it",
        "里面没有清单",
    ),
    (
        "another attachment",
        |f| {
            let inner = pdf::tool("qpdf", &["--show-attachment=manifest.json"], &f.join("bundle.pdf"));
            let mut value: Value = serde_json::from_str(&inner).expect("JSON");
            value["date"] = "2020-01-01".into();
            let made = f.join("made.json");
            fs::write(&made, value.to_string()).expect("a file");
            let made = made.to_string_lossy().into_owned();
            let add = ["--add-attachment", &made, "--key=manifest.json", "--filename=manifest.json", "--replace", "--"];
            qpdf(&f.join("bundle.pdf"), &add);
            fs::remove_file(made).expect("a file");
        },
        "V003",
        "differ in `date`",
        "`date` 不一致",
    ),
];

fn tampered(list: &[Tamper]) {
    let space = Space::with(&["cases", "shared"]);
    copy(&built().at("build"), &space.at("build"));
    for (at, (what, tamper, code, en, zh)) in list.iter().enumerate() {
        let name = format!("copies/{at}");
        copy(&space.at(&format!("build/{CASE}")), &space.at(&name));
        if at == 0 {
            verify(&space, &[&name]).expect(0);
        }
        tamper(&space.at(&name));
        for (lang, words) in [("en", en), ("zh", zh)] {
            let run = verify(&space, &[&name, "--lang", lang]).expect(1);
            let found: Vec<Value> = run.diagnostics().into_iter().filter(|one| one["code"] == *code).collect();
            let said: Vec<&str> = found.iter().filter_map(|one| one["message"].as_str()).collect();
            assert!(said.iter().any(|message| message.contains(words)), "{what}: no {words:?} in {}", run.out);
            assert!(
                found.iter().all(|one| one["file"].as_str().is_some_and(|file| file.starts_with(&name))),
                "{found:?}"
            );
        }
    }
}

#[test]
fn what_was_changed_is_named() {
    tampered(TAMPERED);
}

#[test]
fn what_qpdf_changes_is_named() {
    if have(&["qpdf"]) {
        tampered(WITH_QPDF);
    }
}

#[test]
fn a_stale_case_is_told_and_why() {
    let space = Space::new();
    space.case("a", BASE);
    space.build(&[]).expect(0);
    verify(&space, &["build"]).expect(0);
    let text = space.text("cases/a/case.toml");
    let message = |lang: &str| {
        let run = verify(&space, &["cases", "--lang", lang]).expect(1);
        assert_eq!(run.codes(), ["V014"], "{}", run.out);
        run.diagnostics()[0]["message"].as_str().unwrap_or_default().to_owned()
    };
    space.write("cases/a/case.toml", format!("{text}\n# a remark\n"));
    assert!(message("en").contains("`cases/a/case.toml`") && message("zh").contains("有改动"));
    space.write("cases/a/case.toml", &text);
    let evidence = space.read("cases/a/evidence/returns.csv");
    space.write("cases/a/evidence/returns.csv", b"month,returned,reason\n2026-07,18,split corner\n");
    assert!(message("en").contains("`cases/a/evidence/returns.csv`"));
    space.write("cases/a/evidence/returns.csv", evidence);
    verify(&space, &["build"]).expect(0);
    space.write("cases/a/case.toml", "asin = ");
    let run = verify(&space, &["build"]).expect(1);
    assert!(run.codes().iter().all(|code| code == "V014") && run.out.contains("cases/a/case.toml"), "{}", run.out);
    space.write("cases/a/case.toml", &text);
    // Elsewhere nobody knows the case.
    let elsewhere = Space::new();
    copy(&space.at("build"), &elsewhere.at("build"));
    let run = verify(&elsewhere, &["build"]).expect(0);
    assert_eq!(targets(&run)[0]["compared_with_case"], false);
}

/// A bundle of two volumes.
fn volumes() -> Space {
    let space = Space::new();
    space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\n[limits]\nfile_mb = 0.6\nbundle_mb = 5\n");
    let more =
        "\n[[evidence]]\nid = \"long\"\npath = \"evidence/long.pdf\"\nkind = \"other\"\ncaption = \"All tests\"\n";
    space.case("a", &format!("{BASE}{more}"));
    space.write("cases/a/evidence/long.pdf", pdf::heavy(2, 250_000));
    space.write("cases/a/evidence/drop-test.pdf", pdf::heavy(2, 200_000));
    space.build(&["-A", "uncited-evidence"]);
    space
}

#[test]
fn volumes_are_checked_and_told_apart() {
    let space = volumes();
    let names: Vec<String> =
        files(&space.at("build/cases/a")).into_iter().filter(|n| n.starts_with("bundle-")).collect();
    assert!(names.len() >= 2, "{names:?}");
    let paths: Vec<String> = names.iter().map(|name| format!("build/cases/a/{name}")).collect();
    verify(&space, &["build"]).expect(0);
    for path in &paths {
        verify(&space, &[path]).expect(0);
    }
    let all: Vec<&str> = paths.iter().map(String::as_str).collect();
    let run = space.run(&[&["extract", "--format", "json"], &all[..]].concat()).expect(0);
    assert!(run.objects().iter().all(|one| one["path"].is_string()), "{}", run.out);
    // One volume alone, and nothing is written over.
    let args = ["extract", "--format", "json", "--out", "one", all[0]];
    let run = space.run(&args).expect(0);
    assert!(run.objects().iter().any(|one| one["form"] == "elsewhere"), "{}", run.out);
    assert_eq!(space.run(&args).code, 2);
    space.run(&[&args[..], &["--force"]].concat()).expect(0);
    let (a, b) = (space.read(&paths[0]), space.read(&paths[1]));
    space.write(&paths[0], b);
    space.write(&paths[1], a);
    for (lang, words) in [("en", "volume 1 should be here"), ("zh", "应为第 1 卷")] {
        let run = verify(&space, &["build", "--lang", lang]).expect(1);
        let told = run
            .diagnostics()
            .iter()
            .any(|one| one["code"] == "V013" && one["message"].as_str().is_some_and(|message| message.contains(words)));
        assert!(told, "{}", run.out);
    }
}

#[test]
fn what_is_no_bundle_is_refused() {
    let space = Space::new();
    space.write("plain.pdf", pdf::plain(2));
    space.write("text.pdf", b"no PDF at all");
    space.write("empty/notes.txt", b"");
    for args in [&["verify", "nowhere"][..], &["verify", "empty"], &["verify", "plain.pdf"], &["verify", "text.pdf"]] {
        for lang in ["en", "zh"] {
            let run = space.run(&[args, &["--lang", lang]].concat()).expect(2);
            assert!(!run.err.is_empty() && !run.err.contains("panicked"), "{args:?}: {}", run.err);
        }
    }
    for args in [&["extract", "nowhere.pdf"][..], &["extract", "plain.pdf"], &["extract", "text.pdf"]] {
        assert!(!space.run(args).expect(2).err.is_empty());
    }
    let Some(corpus) = corpus() else { return skipped("corpus") };
    copy(&corpus.join("pdf"), &space.at("pdf"));
    let names: Vec<String> = files(&space.at("pdf")).iter().map(|name| format!("pdf/{name}")).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let run = verify(&space, &all).expect(2);
    let found = targets(&run);
    assert_eq!(found.len(), names.len());
    assert!(found.iter().all(|one| one["state"] == "unreadable"), "{}", run.out);
    assert!(run.diagnostics().iter().all(|one| one["message"].as_str().is_some_and(|text| text.len() > 10)));
    assert!(!run.err.contains("panicked") && !run.out.contains("broke down"), "{}", run.err);
}
