//! Evidence files of every format that the project can make, each with what of it a bundle has to show.

use std::collections::BTreeSet;

use crate::made::dice::Dice;
use crate::made::office::{self, Block, Rows};
use crate::made::old_office;
use crate::made::paper::{self, Sheet};
use crate::made::picture::{self, COLOURS, GREYS, Inks, Jpeg, Picture};

/// Rows of a table and lines of a text that a bundle prints at the most.
const ROWS: usize = 200;
const LINES: usize = 1000;

/// What is seen of a picture or of a page.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Words that stand on it.
    pub words: Vec<String>,
    /// The width and height of its pixels as they are stored.
    pub pixels: Option<(u32, u32)>,
    /// The inks of its corners.
    pub inks: Option<Inks>,
    /// Whether an annotation is painted on it.
    pub marked: bool,
}

/// How a file is shown.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A picture, on one page.
    Picture(Seen),
    /// Pages, one on each page.
    Pages(Vec<Seen>),
    /// Words and pictures that follow each other over some pages.
    Flow { words: Vec<String>, pictures: Vec<(u32, u32)> },
}

/// A file and what a bundle has to show of it.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub shape: Shape,
}

/// Makes files; no word and no size of a picture comes twice.
pub struct Maker {
    pub dice: Dice,
    words: usize,
    sizes: BTreeSet<(u32, u32)>,
}

impl Maker {
    pub fn new(dice: Dice) -> Self {
        Self { dice, words: 0, sizes: BTreeSet::new() }
    }

    /// A word that stands nowhere else: `Qz` and five digits.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("Qz{:05}", self.words)
    }

    /// The size of a picture, new also if it is turned.
    fn size(&mut self, most: usize) -> (u32, u32) {
        loop {
            let (w, h) = (self.dice.from(110, most) as u32, self.dice.from(110, most) as u32);
            if self.sizes.insert((w.min(h), w.max(h))) {
                return (w, h);
            }
        }
    }

    fn picture(&mut self, most: usize, inks: &Inks, grain: u8) -> Picture {
        let (width, height) = self.size(most);
        Picture::quarters(width, height, inks, grain, &mut self.dice)
    }

    /// A file that shows a picture.
    pub fn image(&mut self, number: usize) -> File {
        let most = self.dice.of(&[420, 420, 900]);
        let (bytes, end, seen) = match self.dice.below(9) {
            0..=2 => {
                let grey = self.dice.once_in(4);
                let how = Jpeg {
                    orientation: self.dice.from(1, 8) as u8,
                    progressive: self.dice.once_in(3),
                    grey,
                    restarts: self.dice.once_in(4),
                    exif: true,
                };
                let inks = if grey { GREYS } else { COLOURS };
                // Some are as large as photos are.
                let most = if self.dice.once_in(4) { 2200 } else { most };
                let picture = self.picture(most, &inks, 12);
                let stored = picture.turned(how.orientation);
                (picture::jpeg(&picture, how), "jpg", Some((stored.width, stored.height, inks)))
            }
            3 | 4 => {
                let (colour, depth) = self.dice.of(picture::PNG_KINDS);
                let inks = if picture::png_is_grey(colour) { GREYS } else { COLOURS };
                let picture = self.picture(most, &inks, 0);
                (picture::png(&picture, &inks, colour, depth), "png", Some((picture.width, picture.height, inks)))
            }
            5 => {
                let picture = self.picture(most, &COLOURS, 0);
                let frames = self.dice.from(1, 2);
                let bytes = picture::gif(&picture, &COLOURS, frames);
                (bytes, "gif", Some((picture.width, picture.height, COLOURS)))
            }
            6 => {
                let grain = self.dice.of(&[0, 12]);
                let picture = self.picture(most, &COLOURS, grain);
                (picture::webp(&picture), "webp", Some((picture.width, picture.height, COLOURS)))
            }
            7 => {
                let grain = self.dice.of(&[0, 12]);
                let picture = self.picture(most, &COLOURS, grain);
                if self.dice.once_in(3) {
                    (picture::heic(&picture), "heic", Some((picture.width, picture.height, COLOURS)))
                } else {
                    (picture::bmp(&picture), "bmp", Some((picture.width, picture.height, COLOURS)))
                }
            }
            _ => {
                let (width, height) = self.size(most);
                let word = self.word();
                let bytes = picture::svg(width, height, &COLOURS, &word);
                let seen = Seen { words: vec![word], inks: Some(COLOURS), ..Seen::default() };
                return File { name: format!("drawing {number}.svg"), bytes, shape: Shape::Picture(seen) };
            }
        };
        let seen = seen.map(|(width, height, inks)| Seen {
            pixels: Some((width, height)),
            inks: Some(inks),
            ..Seen::default()
        });
        File { name: format!("picture-{number}.{end}"), bytes, shape: Shape::Picture(seen.unwrap_or_default()) }
    }

    fn sheet(&mut self) -> Sheet {
        let sizes = [
            (595.28, 841.89),
            (612.0, 792.0),
            (841.89, 595.28),
            (419.5, 595.3),
            (226.0, 800.0),
            (300.0, 300.0),
            (2400.0, 1600.0),
            (1190.5, 1683.8),
        ];
        let field = self.dice.once_in(5);
        Sheet {
            size: self.dice.of(&sizes),
            rotate: self.dice.of(&[0, 0, 90, 180, 270]),
            beyond: self.dice.of(&[0.0, 0.0, 18.0, 72.5]),
            word: self.word(),
            square: self.dice.once_in(4),
            field: field.then(|| self.word()),
            halves: self.dice.once_in(4),
        }
    }

    fn sheets(&mut self, most: usize) -> (Vec<u8>, Vec<Seen>) {
        let count = self.dice.from(1, most);
        let sheets: Vec<Sheet> = (0..count).map(|_| self.sheet()).collect();
        let seen = sheets.iter().map(|sheet| Seen {
            words: std::iter::once(&sheet.word).chain(&sheet.field).cloned().collect(),
            inks: Some(COLOURS),
            marked: sheet.square,
            ..Seen::default()
        });
        let seen = seen.collect();
        let bookmarks = self.dice.once_in(3);
        (paper::file(&sheets, bookmarks), seen)
    }

    /// A file of pages.
    pub fn pages(&mut self, number: usize) -> File {
        if self.dice.once_in(4) {
            let count = self.dice.from(2, 4);
            let pictures: Vec<Picture> = (0..count).map(|_| self.picture(300, &COLOURS, 0)).collect();
            let seen = pictures.iter().map(|picture| Seen {
                pixels: Some((picture.width, picture.height)),
                inks: Some(COLOURS),
                ..Seen::default()
            });
            let shape = Shape::Pages(seen.collect());
            let lzw = self.dice.once_in(2);
            return File { name: format!("scan {number}.tif"), bytes: picture::tiff(&pictures, lzw), shape };
        }
        let (bytes, seen) = self.sheets(7);
        File { name: format!("report-{number}.pdf"), bytes, shape: Shape::Pages(seen) }
    }

    /// Rows with a word of their own in the second column.
    fn rows(&mut self, most: usize, columns: usize) -> (Rows, Vec<String>) {
        let count = self.dice.from(1, most);
        let mut rows = vec![(0..columns).map(|c| format!("Head {c}")).collect::<Vec<_>>()];
        let mut words = Vec::new();
        for row in 0..count {
            let word = self.word();
            let cell = |c: usize| match c {
                0 => format!("lot {row}"),
                1 => word.clone(),
                c => format!("{}", (row * 37 + c * 11) % 900),
            };
            rows.push((0..columns).map(cell).collect());
            words.push(word);
        }
        (rows, words)
    }

    fn lines(&mut self, most: usize) -> Vec<String> {
        let count = self.dice.from(1, most);
        (0..count).map(|_| self.word()).collect()
    }

    /// A file of text, cells or mail.
    pub fn text(&mut self, number: usize) -> File {
        let none = Vec::new();
        match self.dice.below(8) {
            0 | 1 => {
                let tsv = self.dice.once_in(3);
                let most = self.dice.of(&[6, 60, 260]);
                let columns = self.dice.from(2, 9);
                let (rows, mut words) = self.rows(most, columns);
                words.truncate(ROWS);
                let line = |row: &Vec<String>| row.join(if tsv { "\t" } else { "," }) + "\n";
                let text: String = rows.iter().map(line).collect();
                let name = format!("table {number}.{}", if tsv { "tsv" } else { "csv" });
                File { name, bytes: text.into_bytes(), shape: Shape::Flow { words, pictures: none } }
            }
            2 | 3 => {
                let most = self.dice.of(&[4, 90, 1100]);
                let mut words = self.lines(most);
                let text: String = words.iter().map(|word| format!("{word} was checked by the line lead\n")).collect();
                words.truncate(LINES);
                let end = self.dice.of(&["txt", "md", "log"]);
                let bytes = text.into_bytes();
                File { name: format!("notes {number}.{end}"), bytes, shape: Shape::Flow { words, pictures: none } }
            }
            4 => {
                let count = self.dice.from(1, 3);
                let mut sheets = Vec::new();
                let mut words = Vec::new();
                let names = ["Returns", "Lots & boxes", "Sheet 3"];
                for name in &names[..count] {
                    let columns = self.dice.of(&[3, 8, 24]);
                    let (rows, found) = self.rows(40, columns);
                    sheets.push((*name, rows));
                    words.extend(found);
                }
                let end = self.dice.of(&["ods", "xlsx", "xls"]);
                let bytes = match end {
                    "ods" => office::ods(&sheets),
                    "xlsx" => office::xlsx(&sheets),
                    _ => old_office::xls(&sheets),
                };
                let name = format!("book {number}.{end}");
                File { name, bytes, shape: Shape::Flow { words, pictures: none } }
            }
            5 => {
                let (first, second, third) = (self.word(), self.word(), self.word());
                let (rows, found) = self.rows(12, 3);
                let picture = self.picture(240, &COLOURS, 6);
                let how = Jpeg { orientation: 1, progressive: false, grey: false, restarts: false, exif: true };
                let jpeg = picture::jpeg(&picture, how);
                let blocks = [
                    Block::Heading(&first),
                    Block::Paragraph(&second),
                    Block::Table(&rows),
                    Block::Picture(&jpeg),
                    Block::Item(&third),
                ];
                let words = [vec![first.clone(), second.clone()], found, vec![third.clone()]].concat();
                let shape = Shape::Flow { words, pictures: vec![(picture.width, picture.height)] };
                File { name: format!("letter {number}.docx"), bytes: office::docx(&blocks), shape }
            }
            6 => self.mail(number),
            _ => {
                let milliseconds = self.dice.from(900, 90_000) as u32;
                let bytes = office::video(milliseconds, 1920, 1080);
                let shape = Shape::Flow { words: Vec::new(), pictures: none };
                File { name: format!("video-{number}.mp4"), bytes, shape }
            }
        }
    }

    /// A mail with attachments of other formats.
    fn mail(&mut self, number: usize) -> File {
        let mut words = self.lines(20);
        let mut text = format!(
            "From: Li Wei <li@factory.example>\nTo: shop@example.com\nDate: Fri, 9 Oct 2026 14:30:12 +0800\n\
             Subject: Corner guards {number}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
             --B\nContent-Type: text/plain; charset=utf-8\n\n{}\n\n",
            words.join("\n")
        );
        let mut pictures = Vec::new();
        if self.dice.once_in(2) {
            let (bytes, seen) = self.sheets(3);
            words.extend(seen.into_iter().flat_map(|seen| seen.words));
            text += &office::attachment("application/pdf", "report.pdf", &bytes);
        }
        if self.dice.once_in(2) {
            let picture = self.picture(300, &COLOURS, 6);
            let how = Jpeg { orientation: 1, progressive: false, grey: false, restarts: false, exif: true };
            pictures.push((picture.width, picture.height));
            text += &office::attachment("image/jpeg", "box.jpg", &picture::jpeg(&picture, how));
        }
        if self.dice.once_in(2) {
            let (rows, found) = self.rows(15, 3);
            words.extend(found);
            let csv: String = rows.iter().map(|row| row.join(",") + "\n").collect();
            text += &office::attachment("text/csv", "lots.csv", csv.as_bytes());
        }
        text += "--B--\n";
        File { name: format!("mail {number}.eml"), bytes: text.into_bytes(), shape: Shape::Flow { words, pictures } }
    }
}
