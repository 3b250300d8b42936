//! Real files: every PDF, picture, table, mail, document and video of the corpus goes in whole or has
//! its code, alone and all together.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use super::kit::{Run, Space, corpus, files, have, skipped};
use super::pdf;

/// Pictures that move; their first frame is shown.
const MOVING: &[&str] = &["ball.png", "muybridge", "rotating-squares", "Animation Lossy", "colors-animated"];

/// The files, each alone in a case of its own.
pub struct Alone {
    pub space: Space,
    pub run: Run,
    /// Case and path in the corpus.
    pub cases: Vec<(String, String)>,
}

fn wanted(path: &str) -> bool {
    let lower = path.to_lowercase();
    let ends = [".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".svg"];
    let ends = ends.iter().chain(DOCUMENTS).chain(&[".msg", ".rtf", ".doc"]);
    ends.into_iter().any(|end| lower.ends_with(end))
}

/// Files that count as one page, whatever they print.
const DOCUMENTS: &[&str] = &[".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".eml", ".docx", ".mp4", ".mov"];

/// A dispute with one exhibit for each path; paths are from the workspace's root.
fn case(number: usize, paths: &[&str]) -> String {
    let mut text = format!("asin = \"B0C{number:07}\"\n");
    text.push_str("type = \"onpe/packaging\"\nstance = \"dispute\"\nproduct = \"Board\"\n");
    let ids: Vec<String> = (0..paths.len()).map(|n| format!("\"e{n}\"")).collect();
    let ids = ids.join(", ");
    text.push_str(&format!("\n[[arguments]]\nclaim = \"All units passed.\"\nevidence = [{ids}]\n"));
    for (n, path) in paths.iter().enumerate() {
        let path = toml::Value::from(format!("/corpus/{path}"));
        let caption = format!("File {n} of the corpus");
        text.push_str(&format!(
            "\n[[evidence]]\nid = \"e{n}\"\npath = {path}\nkind = \"other\"\ncaption = \"{caption}\"\n"
        ));
    }
    text
}

/// All of them, built once for all tests.
pub fn alone() -> Option<&'static Alone> {
    static ALONE: OnceLock<Option<Alone>> = OnceLock::new();
    ALONE
        .get_or_init(|| {
            let Some(corpus) = corpus() else {
                skipped("corpus");
                return None;
            };
            let space = Space::new();
            let mut cases = Vec::new();
            for (at, path) in files(&corpus).into_iter().filter(|path| wanted(path)).enumerate() {
                space.write(&format!("corpus/{path}"), std::fs::read(corpus.join(&path)).expect("a file"));
                let name = format!("cases/c{at:03}");
                space.write(&format!("{name}/case.toml"), case(at, &[&path]));
                cases.push((name, path));
            }
            assert!(cases.len() > 100, "only {} files were found", cases.len());
            let run = space.build(&[]);
            Some(Alone { space, run, cases })
        })
        .as_ref()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// How many pages poppler counts, if it can open the file.
fn pages_of(file: &Path) -> Option<usize> {
    let done = Command::new("pdfinfo").arg(file).output().ok()?;
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    text.lines().find_map(|line| line.strip_prefix("Pages:"))?.trim().parse().ok()
}

#[test]
fn every_file_is_in_or_has_its_code() {
    if !have(&["qpdf", "pdfinfo"]) {
        return;
    }
    let Some(Alone { space, run, cases }) = alone() else { return };
    let mut told: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for diagnostic in run.diagnostics() {
        let file = diagnostic["file"].as_str().unwrap_or_default().trim_end_matches("/case.toml").to_owned();
        told.entry(file).or_default().push(diagnostic);
    }
    let (mut built, mut refused) = (0, 0);
    for (case, path) in cases {
        let found = told.get(case).map(Vec::as_slice).unwrap_or_default();
        let errors: Vec<&Value> = found.iter().filter(|d| d["level"] == "error").collect();
        if run.status(case) == "failed" {
            refused += 1;
            assert_eq!(errors.len(), 1, "{path}: {errors:?}");
            let code = errors[0]["code"].as_str().unwrap_or_default();
            assert!(["E004", "E006"].contains(&code), "{path}: {}", errors[0]);
            println!("{code}\t{path}\t{}", errors[0]["message"]);
            continue;
        }
        built += 1;
        let folder = space.at(&format!("build/{case}"));
        let manifest = space.json(&format!("build/{case}/manifest.json"));
        let exhibit = &manifest["exhibits"][0];
        let source = if path.to_lowercase().ends_with(".pdf") {
            pages_of(&space.at(&format!("corpus/{path}")))
        } else {
            Some(if path.ends_with("multipage.tif") { 5 } else { 1 })
        };
        assert_eq!(Some(number(&exhibit["source_pages"])), source, "{path}");
        let document = DOCUMENTS.iter().any(|end| path.to_lowercase().ends_with(end));
        if !document {
            let moving = MOVING.iter().any(|name| path.contains(name));
            let said =
                exhibit["left_out"].as_array().is_some_and(|all| all.iter().any(|l| l["left-out"] == "animation"));
            assert!(moving == said || path.to_lowercase().ends_with(".pdf"), "{path}: {exhibit}");
            assert_eq!(number(&exhibit["shown_pages"]), number(&exhibit["source_pages"]), "{path}");
        }
        assert!(number(&exhibit["pages"]) > 0, "{path}");
        // What is attached is shown whole, or listed with the reason why not.
        for one in exhibit["enclosed"].as_array().into_iter().flatten() {
            match one["format"].as_str() {
                None => assert!(one["not_shown"].is_string(), "{path}: {one}"),
                Some("pdf" | "jpeg" | "png") => assert_eq!(one["shown_pages"], one["source_pages"], "{path}: {one}"),
                Some(_) => {}
            }
        }
        let bundle = folder.join("bundle.pdf");
        pdf::sound(&bundle);
        let outputs = manifest["outputs"].as_array().expect("outputs");
        let output = outputs.iter().find(|output| output["path"] == "bundle.pdf").expect("the bundle");
        assert_eq!(pdf::page_count(&bundle), number(&output["pages"]), "{path}");
        assert!(number(&exhibit["pages"]) >= number(&exhibit["shown_pages"]), "{path}");
    }
    println!("{built} built, {refused} refused");
    assert!(built > 90, "only {built} files went in");
    assert!(refused >= 3, "files with passwords were not refused");
    for path in ["fake-email-attachment.msg", "rtf.rtf", "wordDocument.doc", "pass_protected.xlsx"] {
        let case = cases.iter().find(|(_, file)| file.ends_with(path)).expect("a file that cannot be shown");
        assert_eq!(told[&case.0][0]["code"], "E006", "{path}");
    }
    for path in ["PasswordSample-128bit", "libreoffice-writer-password", "password-example"] {
        let case = cases.iter().find(|(_, file)| file.contains(path)).expect("a file with a password");
        assert_eq!(told[&case.0][0]["code"], "E004", "{path}");
    }
}

#[test]
fn all_files_make_one_case() {
    if !have(&["qpdf", "pdfinfo"]) {
        return;
    }
    let Some(Alone { run, cases, .. }) = alone() else { return };
    let good: Vec<&str> =
        cases.iter().filter(|(case, _)| run.status(case) == "built").map(|(_, path)| path.as_str()).collect();
    let space = Space::new();
    let corpus = corpus().expect("the corpus");
    for path in &good {
        space.write(&format!("corpus/{path}"), std::fs::read(corpus.join(path)).expect("a file"));
    }
    // All in one file, as it is; what limits do to it is looked at elsewhere.
    space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\n[limits]\nbundle_mb = 2000\nfile_mb = 2000\n");
    space.write("cases/all/case.toml", case(0, &good));
    let all = space.build(&[]).expect(0);
    assert_eq!(all.status("cases/all"), "built", "{}", all.out);
    let manifest = space.json("build/cases/all/manifest.json");
    let exhibits = manifest["exhibits"].as_array().expect("exhibits");
    assert_eq!(exhibits.len(), good.len());
    let bundle = space.at("build/cases/all/bundle.pdf");
    pdf::sound(&bundle);
    let outputs = manifest["outputs"].as_array().expect("outputs");
    let output = outputs.iter().find(|output| output["path"] == "bundle.pdf").expect("the bundle");
    assert_eq!(pdf::page_count(&bundle), number(&output["pages"]));
    let mut next = number(&exhibits[0]["first_page"]);
    for exhibit in exhibits {
        assert_eq!(number(&exhibit["first_page"]), next, "{exhibit}");
        next += number(&exhibit["pages"]);
    }
}

/// The page on which the only exhibit of a case stands, in grey, with the size of a thumbnail.
fn thumbnail(space: &Space, case: &str, page: usize) -> (usize, usize, Vec<u8>) {
    let bundle = space.at(&format!("build/{case}/bundle.pdf"));
    let page = page.to_string();
    let args = ["-r", "20", "-gray", "-f", &page, "-l", &page];
    let done = Command::new("pdftoppm").args(args).arg(bundle).output().expect("pdftoppm starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut at = 0;
    let mut words = Vec::new();
    while words.len() < 4 {
        let end = done.stdout[at..].iter().position(u8::is_ascii_whitespace).expect("a header") + at;
        words.push(String::from_utf8_lossy(&done.stdout[at..end]).into_owned());
        at = end + 1;
    }
    let size = |word: &str| word.parse().expect("a size");
    (size(&words[1]), size(&words[2]), done.stdout[at..].to_vec())
}

/// The middle of the page, where the photo is: text of captions and stamps does not count.
fn middle((width, height, grey): &(usize, usize, Vec<u8>)) -> Vec<i64> {
    let rows = height * 35 / 100..height * 65 / 100;
    let columns = width * 25 / 100..width * 75 / 100;
    rows.flat_map(|row| columns.clone().map(move |column| i64::from(grey[row * width + column]))).collect()
}

/// How much two pictures differ, in levels of grey.
fn difference(one: &[i64], other: &[i64]) -> f64 {
    assert_eq!(one.len(), other.len());
    let sum: i64 = one.iter().zip(other).map(|(a, b)| (a - b).abs()).sum();
    let count = i32::try_from(one.len().max(1)).expect("a small picture");
    f64::from(i32::try_from(sum).expect("a small picture")) / f64::from(count)
}

#[test]
fn all_eight_orientations_are_upright() {
    if !have(&["pdftoppm"]) {
        return;
    }
    let Some(Alone { space, cases, .. }) = alone() else { return };
    let mut compared = 0;
    for kind in ["Landscape", "Portrait"] {
        let shown: Vec<(String, Vec<i64>)> = cases
            .iter()
            .filter(|(_, path)| path.contains(&format!("orientation/{kind}_")))
            .map(|(case, path)| {
                let manifest = space.json(&format!("build/{case}/manifest.json"));
                let page = number(&manifest["exhibits"][0]["first_page"]);
                (path.clone(), middle(&thumbnail(space, case, page)))
            })
            .collect();
        for (path, picture) in &shown {
            let apart = difference(&shown[0].1, picture);
            println!("{path}: {apart:.1}");
            assert!(apart < 12.0, "{path} stands otherwise than {}: {apart}", shown[0].0);
            let upside: Vec<i64> = picture.iter().rev().copied().collect();
            let turned = difference(&shown[0].1, &upside);
            assert!(turned > 20.0, "{path}: turned round it looks the same: {turned}");
            compared += 1;
        }
    }
    assert!(compared >= 8, "only {compared} orientations were compared");
}

#[test]
fn marks_and_rotations_are_kept() {
    if !have(&["pdftoppm", "pdftotext"]) {
        return;
    }
    let Some(Alone { space, cases, .. }) = alone() else { return };
    // A page turned by /Rotate stands as readers of the source show it.
    let (case, path) = cases.iter().find(|(_, path)| path.ends_with("habibi-rotated.pdf")).expect("habibi-rotated.pdf");
    let manifest = space.json(&format!("build/{case}/manifest.json"));
    let exhibit = &manifest["exhibits"][0];
    let slips = number(&exhibit["pages"]) - number(&exhibit["shown_pages"]);
    let first = number(&exhibit["first_page"]) - 1 + slips;
    let source = pdf::words(&space.at(&format!("corpus/{path}")));
    let bundle = pdf::words(&space.at(&format!("build/{case}/bundle.pdf")));
    assert_eq!(source.len(), 4);
    for (at, page) in source.iter().enumerate() {
        let stands = |page: &pdf::Page| {
            let word = page.words.iter().rfind(|word| word.text.contains("habibi")).expect("the word");
            let lies = word.right - word.left > word.bottom - word.top;
            (lies, word.left + word.right > page.width)
        };
        assert_eq!(stands(page), stands(&bundle[first + at]), "page {}", at + 1);
    }
    // Annotated pages show their marks: the page differs from the same page without them.
    let mut marked = 0;
    for name in ["annotation-highlight.pdf", "annotation-stamp.pdf", "annotated_pdf.pdf"] {
        let Some((case, path)) = cases.iter().find(|(_, path)| path.ends_with(name)) else { continue };
        let manifest = space.json(&format!("build/{case}/manifest.json"));
        let exhibit = &manifest["exhibits"][0];
        let last = number(&exhibit["first_page"]) + number(&exhibit["pages"]) - 1;
        let page = last + 1 - number(&exhibit["shown_pages"]);
        let colours = |file: &Path, page: usize, hide: bool| -> usize {
            let page = page.to_string();
            let mut command = Command::new("pdftoppm");
            command.args(["-r", "40", "-f", &page, "-l", &page]);
            if hide {
                command.arg("-hide-annotations");
            }
            let done = command.arg(file).output().expect("pdftoppm starts");
            // Pixels with colour: highlights and stamps are coloured.
            let colour = |pixel: &&[u8]| match (pixel.iter().min(), pixel.iter().max()) {
                (Some(least), Some(most)) => most - least > 40,
                _ => false,
            };
            done.stdout.chunks(3).filter(colour).count()
        };
        let source = space.at(&format!("corpus/{path}"));
        let (with, without) = (colours(&source, 1, false), colours(&source, 1, true));
        let bundle = colours(&space.at(&format!("build/{case}/bundle.pdf")), page, false);
        println!("{name}: {with} coloured pixels with marks, {without} without, {bundle} in the bundle");
        if with > without + 20 {
            marked += 1;
            assert!(bundle * 3 > with, "{name}: the marks are gone");
        }
    }
    assert!(marked >= 1, "no file with coloured marks was found");
}
