//! Whether the pages of PDF files look in a bundle as they look in their file: both are rendered by
//! poppler at the same scale, annotations included, blurred a little and compared.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::bundle::portable;
use super::check::number;
use super::place::{self, Shown};
use super::run::write;

/// The share of pixels that may differ.
pub const MOST: f64 = 0.01;
/// By how much, of 255.
const LEVELS: u8 = 32;
/// The frame around a page is the bundle's own: so many pixels at the border do not count.
const BORDER: usize = 3;

/// A page that was compared.
pub struct Compared {
    /// The page of the source, from 1.
    pub page: usize,
    /// The share of pixels that differ.
    pub share: f64,
}

/// All PDF files of a corpus and of the repository's own cases.
pub fn all(program: &Path, corpus: &Path) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for folder in [corpus.to_owned(), root.join("cases"), root.join("examples"), root.join("shared")] {
        find(&folder, &mut sources);
    }
    let scratch = tempfile::Builder::new().prefix("appealc-sameness-").tempdir().expect("a folder");
    let keep = root.join("target/census/sameness");
    let built = build(program, scratch.path(), &sources);
    let (next, lines) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((source, folder)) = built.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let compared = |folder: &PathBuf| {
                        let done = catch_unwind(AssertUnwindSafe(|| compare(source, folder, Some(&keep))));
                        done.unwrap_or_else(|_| vec![Compared { page: 0, share: 1.0 }])
                    };
                    let line = (source.clone(), folder.as_ref().map(compared));
                    eprintln!("{}", source.display());
                    if let Ok(mut lines) = lines.lock() {
                        lines.push(line);
                    }
                }
            });
        }
    });
    let mut lines = lines.into_inner().expect("no thread panics");
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    println!("| file | pages | largest share of pixels that differ | on page |\n| --- | --- | --- | --- |");
    let (mut pages, mut exceptions, mut largest) = (0, Vec::new(), 0.0_f64);
    for (source, compared) in &lines {
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        let Some(compared) = compared else {
            println!("| {name} | not built | | |");
            continue;
        };
        let worst = compared.iter().max_by(|a, b| a.share.total_cmp(&b.share)).expect("a page");
        println!("| {name} | {} | {:.3} % | {} |", compared.len(), worst.share * 100.0, worst.page);
        pages += compared.len();
        let over = compared.iter().filter(|page| page.share > MOST);
        exceptions.extend(over.map(|page| format!("{name}, page {}: {:.2} %", page.page, page.share * 100.0)));
        largest = compared.iter().map(|page| page.share).filter(|share| *share <= MOST).fold(largest, f64::max);
    }
    println!(
        "\n{pages} pages of {} files; {} differ in more than {} % of their pixels, the others in {:.3} % at the most",
        lines.len(),
        exceptions.len(),
        MOST * 100.0,
        largest * 100.0
    );
    exceptions.iter().for_each(|line| println!("- {line}"));
    if exceptions.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, found);
        } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf")) {
            found.push(path);
        }
    }
}

/// Builds one case for each file; gives its folder, if it was built.
pub fn build(program: &Path, folder: &Path, sources: &[PathBuf]) -> Vec<(PathBuf, Option<PathBuf>)> {
    write(folder, "appealc.toml", b"[seller]\nname = \"Li Wei\"\n[limits]\nbundle_mb = 2000\nfile_mb = 2000\n");
    for (at, source) in sources.iter().enumerate() {
        let bytes = fs::read(source).expect("a file");
        write(folder, &format!("cases/c{at}/evidence/a.pdf"), &bytes);
        write(folder, &format!("cases/c{at}/case.toml"), case(at, &["evidence/a.pdf".to_owned()]).as_bytes());
    }
    let mut command = Command::new(program);
    command.args(["build", "-q", "--today", "2026-11-23"]).current_dir(folder);
    let done = command.output().expect("the program starts");
    assert!(done.status.code().is_some_and(|code| code <= 1), "{}", String::from_utf8_lossy(&done.stderr));
    let built = |at: usize| Some(folder.join(format!("build/cases/c{at}"))).filter(|path| path.is_dir());
    sources.iter().enumerate().map(|(at, source)| (source.clone(), built(at))).collect()
}

/// A dispute with an exhibit for each path.
pub fn case(number: usize, paths: &[String]) -> String {
    let ids: Vec<String> = (0..paths.len()).map(|n| format!("e{n}")).collect();
    let mut text = format!(
        "asin = \"B0C{number:07}\"\ntype = \"onpe/packaging\"\nstance = \"dispute\"\nproduct = \"Board\"\n\n\
         [[arguments]]\nclaim = \"All units passed.\"\nevidence = {ids:?}\n"
    );
    for (n, path) in paths.iter().enumerate() {
        let path = toml::Value::from(path.as_str());
        text += &format!("\n[[evidence]]\nid = \"e{n}\"\npath = {path}\nkind = \"other\"\ncaption = \"File {n}\"\n");
    }
    text
}

/// Compares all pages of the only exhibit of a built case with its source.
pub fn compare(source: &Path, folder: &Path, keep: Option<&Path>) -> Vec<Compared> {
    let manifest = fs::read(folder.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let exhibit = &manifest["exhibits"][0];
    let shown = number(&exhibit["shown_pages"]);
    assert_eq!(shown, number(&exhibit["source_pages"]), "{}", source.display());
    let bundle = folder.join("bundle.pdf");
    let pages = place::pages(&bundle);
    let first = number(&exhibit["first_page"]) + number(&exhibit["pages"]) - shown;
    let one = |at: usize| {
        let share = share(source, at + 1, &bundle, first + at, &pages[first + at - 1], keep);
        Compared { page: at + 1, share }
    };
    (0..shown).map(one).collect()
}

/// The share of pixels in which a page of a source and its place in a bundle differ. Poppler moves
/// pictures and lines to whole pixels: where that alone may be the difference, a finer look decides.
fn share(source: &Path, page: usize, bundle: &Path, at: usize, shown: &Shown, keep: Option<&Path>) -> f64 {
    let coarse = share_at(source, page, bundle, at, shown, None, 1);
    if coarse <= MOST { coarse } else { share_at(source, page, bundle, at, shown, keep, 4) }
}

/// The same, each pixel the mean of so many times so many.
#[allow(clippy::too_many_arguments, reason = "two pages and how to look at them")]
fn share_at(
    source: &Path,
    page: usize,
    bundle: &Path,
    at: usize,
    shown: &Shown,
    keep: Option<&Path>,
    fine: usize,
) -> f64 {
    let [form] = shown.forms.as_slice() else {
        panic!("{}: page {at} of the bundle shows {} forms", source.display(), shown.forms.len());
    };
    let [left, bottom, right, top] = *form;
    let (width, height, below) = (right - left, top - bottom, shown.height - top);
    // A scale at which the page begins and ends with whole pixels, nearly.
    let apart = |pixels: &usize| {
        let scale = *pixels as f64 / width;
        [left * scale, below * scale, height * scale]
            .map(|edge| (edge - edge.round()).abs())
            .into_iter()
            .fold(0.0, f64::max)
    };
    let sizes = (700 * fine..1000 * fine).step_by(fine);
    let pixels = sizes.min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(700);
    let scale = pixels as f64 / width;
    let rows = (height * scale).round() as usize;
    let whole = |x: usize, y: usize| {
        let size = ["-scale-to-x".to_owned(), x.to_string(), "-scale-to-y".to_owned(), y.to_string()];
        render(source, page, &[&["-cropbox".to_owned()], &size[..]].concat())
    };
    let mut from = whole(pixels, rows);
    if from.0 != pixels {
        // Of a page that is turned poppler takes width for height.
        from = whole(rows, pixels);
    }
    let place = [("-x", left * scale), ("-y", below * scale), ("-W", pixels as f64), ("-H", rows as f64)];
    let place = place.into_iter().flat_map(|(name, value)| [name.to_owned(), format!("{value:.0}")]);
    let to =
        render(bundle, at, &[&["-r".to_owned(), format!("{}", scale * 72.0)], &place.collect::<Vec<_>>()[..]].concat());
    assert_eq!((from.0, from.1), (to.0, to.1), "{}, page {page}", source.display());
    let (from, to) = (shrunk(from, fine), shrunk(to, fine));
    let share = differ(&from, &to);
    if let Some(keep) = keep.filter(|_| share > MOST) {
        let name = source.file_stem().unwrap_or_default().to_string_lossy();
        picture(&keep.join(format!("{name}-{page}.png")), &from, &to);
    }
    share
}

/// Width, height and pixels.
type Look = (usize, usize, Vec<u8>);

fn render(file: &Path, page: usize, more: &[String]) -> Look {
    let page = page.to_string();
    let mut command = Command::new("pdftoppm");
    let done = command.args(["-f", &page, "-l", &page]).args(more).arg(file).output().expect("pdftoppm starts");
    let Some(((width, height), pixels)) = portable(&done.stdout) else {
        panic!("{}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
    };
    (width, height, pixels.to_vec())
}

/// A look in which each pixel is the mean of so many times so many.
fn shrunk(look: Look, by: usize) -> Look {
    if by == 1 {
        return look;
    }
    let (width, height) = (look.0 / by, look.1 / by);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        for channel in 0..3 {
            let rows = (y * by..(y + 1) * by).map(|row| (row * look.0 + x * by) * 3 + channel);
            let sum: usize =
                rows.flat_map(|start| (0..by).map(move |n| start + n * 3)).map(|at| usize::from(look.2[at])).sum();
            pixels.push((sum / (by * by)) as u8);
        }
    }
    (width, height, pixels)
}

/// The share of pixels that differ once each is the mean of itself and its neighbours.
fn differ(one: &Look, other: &Look) -> f64 {
    let (width, height) = (one.0, one.1);
    let mean = |look: &Look, x: usize, y: usize, channel: usize| -> u8 {
        let places = (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| (y * width + x) * 3));
        let sum: u32 = places.map(|place| u32::from(look.2[place + channel])).sum();
        (sum / 9) as u8
    };
    let (mut different, mut all) = (0_u64, 0_u64);
    for y in BORDER..height.saturating_sub(BORDER) {
        for x in BORDER..width.saturating_sub(BORDER) {
            all += 1;
            let apart = |channel| mean(one, x, y, channel).abs_diff(mean(other, x, y, channel));
            different += u64::from((0..3).any(|channel| apart(channel) > LEVELS));
        }
    }
    different as f64 / all.max(1) as f64
}

/// Both beside each other, to be looked at.
fn picture(path: &Path, one: &Look, other: &Look) {
    let row = one.0 * 3;
    let rows = one.2.chunks(row).zip(other.2.chunks(row)).flat_map(|(a, b)| [a, b].concat());
    let pixels: Vec<u8> = rows.collect();
    fs::create_dir_all(path.parent().unwrap_or(path)).expect("a folder");
    let file = fs::File::create(path).expect("a file");
    let mut encoder = png::Encoder::new(file, one.0 as u32 * 2, one.1 as u32);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
}
