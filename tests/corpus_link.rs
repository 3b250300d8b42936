//! Every picture and PDF of the corpus is inspected, and what is accepted is linked into a small
//! frame, which `qpdf --check` has to find sound.
//!
//! The corpus is a folder beside the repository (`../shared/corpus`) or the one that
//! `APPEALC_CORPUS` names; without it, or without qpdf, the test says so and passes, unless
//! `APPEALC_CI` is set. `APPEALC_KEEP` names a folder in which the bundles are kept to be looked at.
#![allow(clippy::disallowed_methods, reason = "reads the corpus and runs qpdf")]
#![allow(clippy::print_stdout, reason = "says what was skipped and found")]

/// Small PDF files made in code.
mod made;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use appealc::evidence::{Content, Inspected, Limits, PageSize, inspect};
use appealc::link::{Part, What, link};
use made::frame;

/// The sizes of the frame's pages for a file, and what to link into them.
fn slots(found: &Inspected) -> Option<(Vec<PageSize>, Vec<What>)> {
    match &found.content {
        Content::Image(image) => {
            let scale = 600.0 / f64::from(image.width.max(image.height)).max(600.0);
            let size = PageSize { width: f64::from(image.width) * scale, height: f64::from(image.height) * scale };
            let what = match found.format {
                "png" => What::Png,
                "jpeg" => What::Jpeg,
                "svg" => What::Drawing,
                format => What::Raster { format, page: 0 },
            };
            Some((vec![size], vec![what]))
        }
        Content::Pages(sizes) => {
            let pages = (0..sizes.len()).map(|page| match found.format {
                "pdf" => What::PdfPage { index: page },
                format => What::Raster { format, page },
            });
            Some((sizes.clone(), pages.collect()))
        }
        _ => None,
    }
}

fn bundle(bytes: &[u8], found: &Inspected) -> Option<Vec<u8>> {
    let (sizes, whats) = slots(found)?;
    let frame = frame(&sizes);
    let parts: Vec<Part<'_>> =
        (0..).zip(whats).map(|(slot, what)| Part { slot, bytes, what, password: None }).collect();
    let linked = link(&frame, &parts, &[]).expect("an accepted file links");
    assert_eq!(linked.pages, sizes.len());
    assert_eq!(link(&frame, &parts, &[]).map(|l| l.pdf).ok().as_ref(), Some(&linked.pdf));
    Some(linked.pdf.concat())
}

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let named = std::env::var_os("APPEALC_CORPUS").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|path| path.is_dir())
}

/// Says why a check was skipped; where nothing may be skipped, fails.
fn skipped(what: &str) {
    assert!(std::env::var_os("APPEALC_CI").is_none(), "missing: {what}");
    println!("skipped: {what}");
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn qpdf(path: &Path) -> Option<Result<(), String>> {
    let done = Command::new("qpdf").arg("--check").arg(path).output().ok()?;
    if done.status.success() {
        return Some(Ok(()));
    }
    let said = [done.stdout, done.stderr].concat();
    Some(Err(String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn the_corpus() {
    let Some(corpus) = corpus() else {
        return skipped("no corpus");
    };
    let mut all = Vec::new();
    files(&corpus, &mut all);
    let keep = std::env::var_os("APPEALC_KEEP").map(PathBuf::from);
    let temporary = std::env::temp_dir().join(format!("appealc-{}", std::process::id()));
    let folder = keep.clone().unwrap_or_else(|| temporary.clone());
    fs::create_dir_all(&folder).expect("a folder to write to");
    let (mut linked, mut checked, mut problems) = (0, 0, Vec::new());
    for path in &all {
        let bytes = fs::read(path).expect("a readable file");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match inspect(&bytes, &name, &Limits::default()) {
            Ok(found) => {
                println!("ok\t{}\t{name}\t{:?}", found.format, found.left_out);
                let Some(pdf) = bundle(&bytes, &found) else {
                    continue;
                };
                linked += 1;
                let target = folder.join(format!("{name}.pdf"));
                fs::write(&target, &pdf).expect("a bundle is written");
                match qpdf(&target) {
                    Some(Ok(())) => checked += 1,
                    Some(Err(said)) => problems.push(format!("{name}: {said}")),
                    None => {}
                }
            }
            Err(refusal) => println!("refused\t{name}\t{refusal:?}"),
        }
    }
    if keep.is_none() {
        fs::remove_dir_all(&temporary).expect("the folder is removed");
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(linked > 100, "only {linked} files of the corpus were linked");
    if checked == 0 {
        skipped("no qpdf");
    }
    println!("{linked} linked, {checked} checked");
}
