//! A few seeds of the census and a few files of its comparison; `cargo run --release --example census`
//! does many.

#[path = "../../tools/census/bundle.rs"]
mod bundle;
#[path = "../../tools/census/case.rs"]
mod case;
#[path = "../../tools/census/check.rs"]
mod check;
#[path = "../../tools/census/evidence.rs"]
mod evidence;
#[path = "../../tools/census/front.rs"]
mod front;
#[path = "../../tools/census/place.rs"]
mod place;
#[path = "../../tools/census/run.rs"]
#[allow(dead_code, reason = "the program keeps what fails")]
mod run;
#[path = "../../tools/census/sameness.rs"]
#[allow(dead_code, clippy::print_stderr, reason = "the program compares everything, and says so")]
mod sameness;

use std::path::{Path, PathBuf};

use super::kit::{corpus, have, repository};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_appealc"))
}

#[test]
fn every_page_of_random_cases_is_there_once() {
    if !have(bundle::PROGRAMS) {
        return;
    }
    let (mut pages, mut volumes, mut failed) = (0, 0, Vec::new());
    for start in [1, 1 + run::BATCH as u64] {
        let space = tempfile::tempdir().expect("a folder");
        let end = 31.min(start + run::BATCH as u64);
        for outcome in run::batch(program(), space.path(), start..end) {
            volumes += usize::from(outcome.volumes);
            match outcome.result {
                Ok(own) => pages += own,
                Err(what) => failed.push(format!("census 1 {}: {what}", outcome.seed)),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(pages > 150 && volumes > 0, "only {pages} pages, {volumes} cases in volumes");
}

/// Turned, cut, annotated, filled in; of many fonts, with layers, with fax codes.
const FILES: [&str; 8] = [
    "acroform.pdf",
    "annotated_pdf.pdf",
    "ccitt.pdf",
    "grayscale-image.pdf",
    "habibi-rotated.pdf",
    "pdflatex-forms.pdf",
    "sizes.pdf",
    "watermark_rendered.pdf",
];

#[test]
fn pages_of_pdf_files_look_as_they_did() {
    if !have(&["pdftoppm"]) {
        return;
    }
    let mut sources = vec![repository().join("shared/sop-pk-04.pdf")];
    let of_corpus = corpus().map(|corpus| FILES.map(|name| corpus.join("pdf").join(name)));
    sources.extend(of_corpus.into_iter().flatten().filter(|path| path.is_file()));
    let space = tempfile::tempdir().expect("a folder");
    for (source, folder) in sameness::build(program(), space.path(), &sources) {
        let folder: PathBuf = folder.unwrap_or_else(|| panic!("{} was not built", source.display()));
        for page in sameness::compare(&source, &folder, None) {
            let (name, share) = (source.display(), page.share * 100.0);
            assert!(page.share <= sameness::MOST, "{name}, page {}: {share:.2} % of its pixels differ", page.page);
        }
    }
}
