//! PDF exhibits that are locked, and such as have bookmarks of their own.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::kit::{self, BASE, Run, Space, TODAY, files, have};
use super::pdf::{self, Document, squeezed};

const PASSWORD: &str = "correct horse battery";

/// The base case, whose drop test is this file, with more keys in its table.
fn with_report(bytes: &[u8], keys: &str) -> Space {
    let space = Space::new();
    let path = "path = \"evidence/drop-test.pdf\"";
    assert!(BASE.contains(path));
    space.same_case("a", &BASE.replace(path, &format!("{path}\n{keys}")));
    space.write("cases/a/evidence/drop-test.pdf", bytes);
    space
}

/// Two pages that open with [`PASSWORD`] only.
fn locked(how: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    fs::write(&from, pdf::plain(2)).expect("a file");
    let mut command = Command::new("qpdf");
    command.args(["--allow-weak-crypto", "--encrypt", PASSWORD, "the owner's"]).args(how).arg("--");
    let done = command.arg(&from).arg(&to).output().expect("qpdf starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read(&to).expect("a locked file")
}

fn build(space: &Space, password: Option<&str>, more: &[&str]) -> Run {
    let mut command = kit::appealc(&space.at(""), &["build", "--format", "json", "--today", TODAY]);
    command.args(more).env_remove("APPEALC_DROP_TEST");
    if let Some(password) = password {
        command.env("APPEALC_DROP_TEST", password);
    }
    kit::finish(&mut command)
}

fn messages(run: &Run) -> Vec<String> {
    let text = |found: &Value| format!("{} {}", found["code"], found["message"].as_str().unwrap_or_default());
    run.diagnostics().iter().map(text).collect()
}

/// Fails where a file below a folder holds a text.
fn nowhere(folder: &Path, text: &str) {
    let names = files(folder);
    assert!(!names.is_empty());
    for name in names.iter().filter(|name| !name.ends_with("case.toml")) {
        let bytes = fs::read(folder.join(name)).expect("a file");
        assert!(memchr::memmem::find(&bytes, text.as_bytes()).is_none(), "{name} holds the password");
    }
}

#[test]
fn a_password_opens_a_file_and_stays_where_it_is() {
    if !have(&["qpdf", "pdftotext"]) {
        return;
    }
    for how in [&["256"][..], &["128", "--use-aes=y"], &["128", "--use-aes=n"], &["40"]] {
        let file = locked(how);
        let space = with_report(&file, "password_env = \"APPEALC_DROP_TEST\"");
        let run = build(&space, Some(PASSWORD), &[]).expect(0);
        assert_eq!((run.status("cases/a"), messages(&run)), ("built".to_owned(), Vec::new()), "{how:?}");
        let bundle = space.at("build/cases/a/bundle.pdf");
        pdf::sound(&bundle);
        let pages: Vec<String> = pdf::pages(&bundle).iter().map(|page| squeezed(page)).collect();
        for wanted in ["sourcepage1", "sourcepage2", "openswithapasswordonly"] {
            assert!(pages.iter().any(|page| page.contains(wanted)), "{how:?}: no {wanted}: {pages:?}");
        }
        let exhibits = space.json("build/cases/a/manifest.json")["exhibits"].clone();
        let own = exhibits.as_array().into_iter().flatten().find(|one| one["id"] == "drop-test").expect("an exhibit");
        assert_eq!(own["locked"], true);
        let name = files(&space.at("build/cases/a/exhibits")).into_iter().find(|name| name.ends_with("drop-test.pdf"));
        let name = name.expect("the original");
        assert!(space.read(&format!("build/cases/a/exhibits/{name}")) == file, "the original is not as it was");
        nowhere(&space.at(""), PASSWORD);
        assert!(!run.out.contains(PASSWORD) && !run.err.contains(PASSWORD));
        let again = build(&space, Some(PASSWORD), &["-v"]).expect(0);
        assert_eq!(again.status("cases/a"), "fresh");
        assert!(!again.out.contains(PASSWORD) && !again.err.contains(PASSWORD));
    }
}

#[test]
fn without_its_password_a_file_stays_closed() {
    if !have(&["qpdf"]) {
        return;
    }
    let file = locked(&["256"]);
    let told = |keys: &str, password: Option<&str>| {
        let run = build(&with_report(&file, keys), password, &[]).expect(1);
        messages(&run)
    };
    let named = "password_env = \"APPEALC_DROP_TEST\"";
    assert_eq!(told("", Some(PASSWORD)), ["\"E004\" `evidence/drop-test.pdf` cannot be read: it needs a password"]);
    let unset =
        "\"E004\" `evidence/drop-test.pdf` cannot be read: it needs a password, and `APPEALC_DROP_TEST` is not set";
    assert_eq!(told(named, None), [unset]);
    assert_eq!(told(named, Some("")), [unset]);
    let wrong =
        "\"E004\" `evidence/drop-test.pdf` cannot be read: the password in `APPEALC_DROP_TEST` does not open it";
    assert_eq!(told(named, Some("horse")), [wrong]);
    for name in ["SECRET", "APPEALC_", "APPEALC_a", "PATH", PASSWORD] {
        let said = told(&format!("password_env = \"{name}\""), None);
        assert_eq!(said, [format!("\"S007\" `{name}` may not name the password of a file")]);
    }
    // A file that opens anyway needs none, whatever is set.
    let open = with_report(&pdf::plain(2), named);
    assert_eq!(messages(&build(&open, None, &[]).expect(0)), Vec::<String>::new());
    assert_eq!(build(&open, Some("any"), &[]).expect(0).status("cases/a"), "fresh");
}

/// Four pages with these bookmarks, objects from number 20 on; the first is the root of the outline.
fn outlined(bookmarks: &[&str]) -> Vec<u8> {
    let mut objects: Vec<String> = vec![
        "<</Type/Catalog/Pages 2 0 R/Outlines 20 0 R/Names<</Dests<</Names[(two)[4 0 R/Fit]]>>>>\
         /Dests<</Old<</D[5 0 R/Fit]>>>>>>"
            .to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R 6 0 R]/Count 4/MediaBox[0 0 595 842]>>".to_owned(),
    ];
    objects.extend((0..4).map(|_| "<</Type/Page/Parent 2 0 R>>".to_owned()));
    objects.resize(19, "null".to_owned());
    objects.extend(bookmarks.iter().map(|text| (*text).to_owned()));
    pdf::file(&objects)
}

/// The bookmarks below an exhibit's: depth, title, page of the bundle.
fn below(space: &Space, id: &str) -> (usize, Vec<(usize, String, usize)>) {
    fn walk(outlines: &Value, depth: usize, found: &mut Vec<(usize, String, usize)>) {
        for outline in outlines.as_array().into_iter().flatten() {
            let page = outline["destpageposfrom1"].as_u64().unwrap_or(0);
            let title = outline["title"].as_str().unwrap_or_default();
            found.push((depth, title.to_owned(), usize::try_from(page).expect("a page")));
            walk(&outline["kids"], depth + 1, found);
        }
    }
    let manifest = space.json("build/cases/a/manifest.json");
    let exhibit = manifest["exhibits"].as_array().into_iter().flatten().find(|one| one["id"] == id).expect("it");
    let start = format!("Exhibit {} ", exhibit["number"]);
    let document = Document::new(&space.at("build/cases/a/bundle.pdf"));
    let mut all = Vec::new();
    walk(document.get("outlines"), 0, &mut all);
    let at = all.iter().position(|(_, title, _)| title.starts_with(&start)).expect("a bookmark");
    let (depth, _, first) = all[at].clone();
    let own = all[at + 1..].iter().take_while(|(inner, ..)| *inner > depth);
    (first, own.map(|(inner, title, page)| (inner - depth, title.clone(), *page)).collect())
}

#[test]
fn a_documents_own_bookmarks_stand_below_its_exhibit() {
    if !have(&["qpdf"]) {
        return;
    }
    let bookmarks = [
        "<</Type/Outlines/First 21 0 R/Last 25 0 R>>",
        "<</Title(Summary *of* #lots)/Dest[3 0 R/XYZ 0 800 null]/Next 22 0 R/First 22 0 R>>",
        "<</Title<FEFF8D2868C062A5544A>/Dest(two)/Next 23 0 R/First 24 0 R>>",
        "<</Title(Annex)/A<</S/GoTo/D/Old>>/Next 25 0 R/First 21 0 R>>",
        "<</Title(Deeper)/Dest[3 /Fit]/Next 21 0 R>>",
        "<</Title(Elsewhere)/A<</S/URI/URI(https://a.example)>>/Next 26 0 R>>",
        "<</Title(No page)/Next 25 0 R>>",
    ];
    let row = |depth: usize, title: &str, page: usize| (depth, title.to_owned(), page);
    let file = outlined(&bookmarks);
    let space = with_report(&file, "");
    space.build(&[]).expect(0);
    let (first, found) = below(&space, "drop-test");
    let report = "\u{8d28}\u{68c0}\u{62a5}\u{544a}";
    let expected = [
        row(1, "Summary *of* #lots", first),
        row(2, report, first + 1),
        row(2, "Annex", first + 2),
        row(3, "Deeper", first + 3),
    ];
    // What the loop makes of it: each once, in the order in which they are met.
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (one, expected) in found.iter().zip(&expected) {
        assert_eq!((&one.1, one.2), (&expected.1, expected.2), "{found:?}");
    }
    // Of pages that are left out, nothing is left.
    let space = with_report(&file, "pages = \"2,4\"");
    space.build(&[]).expect(0);
    let (first, found) = below(&space, "drop-test");
    let titles: Vec<(&str, usize)> = found.iter().map(|(_, title, page)| (title.as_str(), *page)).collect();
    assert_eq!(titles, [(report, first), ("Deeper", first + 1)]);
    pdf::sound(&space.at("build/cases/a/bundle.pdf"));
}

#[test]
fn a_thousand_bookmarks_cost_little() {
    if !have(&["qpdf"]) {
        return;
    }
    let mut all = vec!["<</Type/Outlines/First 21 0 R>>".to_owned()];
    all.extend((0..3000).map(|n| format!("<</Title(Part {n})/Dest[{} 0 R/Fit]/Next {} 0 R>>", 3 + n / 750, n + 22)));
    let bookmarks: Vec<&str> = all.iter().map(String::as_str).collect();
    let space = with_report(&outlined(&bookmarks), "");
    let begun = std::time::Instant::now();
    space.build(&[]).expect(0);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    let (_, found) = below(&space, "drop-test");
    assert_eq!(found.len(), 1000);
}
