//! Every picture and PDF of the corpus is inspected, and what is accepted is linked into a small
//! frame, which `qpdf --check` has to find sound.
//!
//! The corpus is a folder beside the repository (`../shared/corpus`) or the one that
//! `APPEALC_CORPUS` names; without it, or without qpdf, the test says so and passes, unless
//! `APPEALC_CI` is set. `APPEALC_KEEP` names a folder in which the bundles are kept to be looked at.

#![allow(clippy::print_stdout, reason = "says what was skipped and found")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use appealc::evidence::{Content, Inspected, Limits, PageSize, inspect};
use appealc::link::{Attachment, Part, What, destinations, link, page_count};

/// A frame as Typst would write it: a page for each slot, filled by its placeholder.
fn frame(sizes: &[PageSize]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..sizes.len()).map(|i| format!("{} 0 R", 3 + i * 3)).collect();
    let names = "/Names<</Dests<</Names[(first)[3 0 R/XYZ 0 0 null]]>>>>";
    objects.push(format!("<</Type/Catalog/Pages 2 0 R{names}>>").into_bytes());
    let count = sizes.len();
    objects.push(format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" ")).into_bytes());
    for (i, PageSize { width, height }) in sizes.iter().enumerate() {
        let (page, content, image) = (3 + i * 3, 4 + i * 3, 5 + i * 3);
        assert_eq!(objects.len() + 1, page);
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {content} 0 R\
                 /Resources<</XObject<</I {image} 0 R>>>>>>"
            )
            .into_bytes(),
        );
        let draw = format!("q {width} 0 0 {height} 0 0 cm /I Do Q");
        objects.push(format!("<</Length {}>>\nstream\n{draw}\nendstream", draw.len()).into_bytes());
        let mut body = b"<</Type/XObject/Subtype/Image/Width 3/Height 1/BitsPerComponent 8\
            /ColorSpace/DeviceRGB/Length 9>>\nstream\nappea"
            .to_vec();
        body.extend(u32::try_from(i).expect("few slots").to_be_bytes());
        body.extend(b"\nendstream");
        objects.push(body);
    }
    let mut pdf = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (i, body) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n\r\n", pdf.len()));
        pdf.extend(format!("{} 0 obj\n", i + 1).bytes());
        pdf.extend(body);
        pdf.extend(b"\nendobj\n\n");
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    pdf.extend(table.bytes());
    pdf.extend(format!("trailer\n<</Size {size}/Root 1 0 R/ID[(a)(b)]>>\nstartxref\n{start}\n%%EOF").bytes());
    pdf
}

/// The sizes of the frame's pages for a file, and what to link into them.
fn slots(found: &Inspected) -> Option<(Vec<PageSize>, Vec<What>)> {
    match &found.content {
        Content::Image(image) => {
            let scale = 600.0 / f64::from(image.width.max(image.height)).max(600.0);
            let size = PageSize { width: f64::from(image.width) * scale, height: f64::from(image.height) * scale };
            let what = if found.format == "png" { What::Png } else { What::Jpeg };
            Some((vec![size], vec![what]))
        }
        Content::Pages(sizes) => {
            let pages = (0..sizes.len()).map(|index| What::PdfPage { index });
            Some((sizes.clone(), pages.collect()))
        }
        _ => None,
    }
}

fn bundle(bytes: &[u8], found: &Inspected) -> Option<Vec<u8>> {
    let (sizes, whats) = slots(found)?;
    let frame = frame(&sizes);
    let parts: Vec<Part<'_>> = (0..).zip(whats).map(|(slot, what)| Part { slot, bytes, what }).collect();
    let linked = link(&frame, &parts, &[]).expect("an accepted file links");
    assert_eq!(linked.pages, sizes.len());
    assert_eq!(link(&frame, &parts, &[]).map(|l| l.pdf).ok().as_ref(), Some(&linked.pdf));
    Some(linked.pdf)
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

#[test]
fn attachments_and_destinations() {
    let size = PageSize { width: 100.0, height: 50.0 };
    let frame = frame(&[size]);
    assert_eq!(page_count(&frame), Ok(1));
    assert_eq!(destinations(&frame).map(|d| d.get("first").copied()), Ok(Some(1)));
    let jpeg = b"\xFF\xD8\xFF\xC0\0\x0B\x08\0\x02\0\x03\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\xFF\xD9";
    let part = Part { slot: 0, bytes: jpeg, what: What::Jpeg };
    let attachments = ["b.txt", "a.txt"].map(|name| Attachment {
        name,
        media_type: "text/plain",
        description: "Größe",
        bytes: b"hello",
    });
    let linked = link(&frame, &[part], &attachments).expect("it links");
    let after = destinations(&linked.pdf).map(|d| d.get("first").copied());
    assert_eq!(after, Ok(Some(1)));
    assert!(link(&frame, &[], &[]).is_err());
    let text = String::from_utf8_lossy(&linked.pdf).into_owned();
    assert!(text.contains("/EmbeddedFiles<</Names[(a.txt)"));
}
