//! A bundle as other programs read it: poppler its pages, words, pictures and looks, qpdf its objects,
//! MuPDF its text once more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pdf::{self, Document, Page, squeezed};

/// Dots an inch of the looks of pages.
const DPI: &str = "24";

/// One file of a bundle.
pub struct Volume {
    pub path: PathBuf,
    /// The words of each page, by poppler.
    pub pages: Vec<Page>,
    /// The text of each page without white space, by MuPDF.
    pub second: Vec<String>,
    /// Pictures: page from 1, width and height of the pixels.
    pub pictures: Vec<(usize, (u32, u32))>,
    /// What each page looks like.
    pub looks: Vec<Look>,
    /// Its objects, by qpdf.
    pub document: Document,
}

/// The programs that are needed.
pub const PROGRAMS: &[&str] = &["pdfinfo", "pdftotext", "pdfimages", "pdftoppm", "qpdf", "mutool"];

impl Volume {
    /// Reads a file; panics where a program finds it unsound or they do not agree.
    pub fn read(path: PathBuf) -> Self {
        pdf::sound(&path);
        let pages = pdf::words(&path);
        let document = Document::new(&path);
        let second = second_text(&path);
        let looks = looks(&path);
        let counts = [pdf::page_count(&path), document.pages().len(), second.len(), looks.len()];
        assert!(counts.iter().all(|count| *count == pages.len()), "readers count {counts:?} and {}", pages.len());
        let pictures = pictures(&path);
        Self { path, pages, second, pictures, looks, document }
    }
}

/// The text of every page, by MuPDF, without white space.
fn second_text(path: &Path) -> Vec<String> {
    let done = Command::new("mutool").args(["draw", "-q", "-F", "txt", "-o", "-"]).arg(path).output();
    let done = done.expect("mutool starts");
    assert!(done.status.success(), "mutool: {}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut pages: Vec<String> = text.split('\u{c}').map(squeezed).collect();
    pages.pop();
    pages
}

/// The pictures of every page, masks left out.
fn pictures(path: &Path) -> Vec<(usize, (u32, u32))> {
    let list = pdf::tool("pdfimages", &["-list"], path);
    let rows = list.lines().skip(2).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let images = rows.filter(|cells| cells.get(2) == Some(&"image"));
    let number = |cells: &[&str], at: usize| -> u32 { cells[at].parse().unwrap_or_else(|_| panic!("{list}")) };
    images.map(|cells| (number(&cells, 0) as usize, (number(&cells, 3), number(&cells, 4)))).collect()
}

/// The pixels of a page, three bytes each.
pub struct Look {
    pub width: usize,
    pixels: Vec<u8>,
}

impl Look {
    /// The columns and rows of all pixels of about this colour, in a part of the page's width.
    pub fn find(&self, ink: [u8; 3], columns: std::ops::Range<usize>) -> (Vec<usize>, Vec<usize>) {
        let near = |pixel: &[u8]| pixel.iter().zip(ink).all(|(a, b)| a.abs_diff(b) <= 22);
        let places = self.pixels.chunks_exact(3).enumerate().filter(|(_, pixel)| near(pixel));
        let places = places.map(|(at, _)| (at % self.width, at / self.width));
        places.filter(|(x, _)| columns.contains(x)).unzip()
    }

    /// As [`Look::find`], of pixels between others of that colour only: in letters there are none.
    pub fn find_areas(&self, ink: [u8; 3], columns: std::ops::Range<usize>) -> (Vec<usize>, Vec<usize>) {
        let (x, y) = self.find(ink, columns);
        let all: BTreeSet<(usize, usize)> = x.into_iter().zip(y).collect();
        let inside = |(x, y): &(usize, usize)| {
            let around = [(x.wrapping_sub(1), *y), (x + 1, *y), (*x, y.wrapping_sub(1)), (*x, y + 1)];
            around.iter().all(|place| all.contains(place))
        };
        all.iter().copied().filter(inside).unzip()
    }
}

fn looks(path: &Path) -> Vec<Look> {
    let done = Command::new("pdftoppm").args(["-r", DPI]).arg(path).output().expect("pdftoppm starts");
    assert!(done.status.success(), "pdftoppm: {}", String::from_utf8_lossy(&done.stderr));
    let mut looks = Vec::new();
    let mut rest = done.stdout.as_slice();
    while let Some(((width, height), pixels)) = portable(rest) {
        let (own, more) = pixels.split_at(width * height * 3);
        looks.push(Look { width, pixels: own.to_vec() });
        rest = more;
    }
    looks
}

/// The size of a portable pixmap, and what follows its header.
pub fn portable(bytes: &[u8]) -> Option<((usize, usize), &[u8])> {
    let mut at = 0;
    let mut words = Vec::new();
    while words.len() < 4 {
        let end = bytes.get(at..)?.iter().position(u8::is_ascii_whitespace)? + at;
        words.push(std::str::from_utf8(&bytes[at..end]).ok()?);
        at = end + 1;
    }
    Some(((words[1].parse().ok()?, words[2].parse().ok()?), &bytes[at..]))
}
