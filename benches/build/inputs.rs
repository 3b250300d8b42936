//! Evidence and cases, made by code: the same bytes on every run.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jpeg_encoder::{ColorType, Encoder};

/// Numbers without a pattern (xorshift).
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }
}

/// A photo of soft shapes and grain; with less than 9 of it the file is smaller.
pub fn photo(path: &Path, width: u16, height: u16, seed: u64, most: u32) -> io::Result<()> {
    let mut noise = Noise(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut pixels = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    let phase = seed as u32 * 37;
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let grain = (noise.next() >> 58) as u32 * 5 * most / 81;
            let shape = if (x / 97 + y / 61 + phase).is_multiple_of(7) { 40 } else { 0 };
            for base in [x / 32 + phase, y / 24 + shape, (x + y) / 40] {
                pixels.push(u8::try_from(40 + base % 150 + grain + shape / 2).unwrap_or(u8::MAX));
            }
        }
    }
    let encoder = Encoder::new_file(path, 80).map_err(io::Error::other)?;
    encoder.encode(&pixels, width, height, ColorType::Rgb).map_err(io::Error::other)
}

/// A PDF of so many pages of text.
pub fn pdf(path: &Path, pages: usize) -> io::Result<()> {
    let mut noise = Noise(pages as u64 + 7);
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        Vec::new(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    let mut kids = String::new();
    for page in 1..=pages {
        let mut text = format!("BT /F 11 Tf 56 780 Td 15 TL (Inspection record, page {page}) Tj T*\n");
        for line in 1..=44 {
            let (a, b) = (noise.below(9000) + 1000, noise.below(300));
            let _ = writeln!(text, "(Lot {a}: unit {line} checked, edge and surface measured, {b} um, passed) Tj T*");
        }
        text.push_str("ET\n");
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(text.as_bytes())?;
        let packed = zlib.finish()?;
        let mut stream = format!("<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).into_bytes();
        stream.extend_from_slice(&packed);
        stream.extend_from_slice(b"\nendstream");
        objects.push(stream);
        let content = objects.len();
        let body = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        );
        objects.push(body.into_bytes());
        let _ = write!(kids, "{} 0 R ", objects.len());
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>").into_bytes();
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        let _ = write!(table, "{:010} 00000 n\r\n", file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(trailer.as_bytes());
    fs::write(path, file)
}

/// A CSV file: a header and so many rows of six columns; other figures for each number.
pub fn csv(path: &Path, rows: usize, number: usize) -> io::Result<()> {
    let mut noise = Noise((rows + 3 + 7919 * number) as u64);
    let mut text = String::from("Date,Lot,Unit,Inspector,Deviation in um,Result\n");
    for row in 0..rows {
        let day = row + 5 * number;
        let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
        let (lot, size) = (noise.below(900) + 100, noise.below(400));
        let inspector = ["Chen Hao", "Li Wei", "Wang Fang"][row % 3];
        let result = if size > 390 { "rejected and returned" } else { "passed" };
        let _ = writeln!(text, "2026-{month:02}-{day:02},L{lot},{},{inspector},{size},{result}", row + 12 * number);
    }
    fs::write(path, text)
}

/// An exhibit of a case.
pub struct Exhibit {
    /// Its id, which is also what its caption begins with.
    pub id: String,
    /// The file below `evidence/`.
    pub file: String,
    /// Its kind.
    pub kind: &'static str,
}

/// An exhibit.
pub fn exhibit(id: &str, file: &str, kind: &'static str) -> Exhibit {
    Exhibit { id: id.to_owned(), file: file.to_owned(), kind }
}

/// Words of the case; the yardstick prints them too.
pub const COMPLAINT: &str = "Boards arrive with rough edges and split at the handle.";
/// The root cause.
pub const CAUSE: &str = "54 of 736 boards checked in September 2026 (7.3 %) had an edge above the limit of 80 um. The sander \
    of line 2 ran with a worn belt: its change was due by date, not by the number of boards, and nobody measured the edge.";
/// What was done.
pub const ACTIONS: [&str; 3] = [
    "Line lead Wang Fang replaced the belt on all 3 sanders and reset the feed to 4 m a minute. 200 boards made since then \
     were measured, 0 above 80 um.",
    "All 1,148 boards at Amazon were recalled by removal order; 903 were received and checked piece by piece, 849 released \
     and 54 destroyed.",
    "Under SOP-QC-07 the inspector measures 32 boards of every lot with the edge gauge and signs form QC-12; the belt is \
     changed after 6,000 boards.",
];

/// Writes a case whose evidence stands in `cases/<name>/evidence`. Cases of different numbers have
/// different words and figures in every sentence, so that no two are typeset alike.
pub fn case(root: &Path, name: &str, exhibits: &[Exhibit], number: u32) -> io::Result<()> {
    // Letters, so that changing the figures of the sentences leaves it alone.
    let digits = format!("{:07}", number % 10_000_000);
    let asin: String = digits.bytes().map(|digit| char::from(digit - b'0' + b'K')).collect();
    let mut text = format!(
        "asin = \"B0D{asin}\"\ntype = \"defective/quality-control\"\nproduct = \"Bamboo cutting board, set of 3\"\n\
         sku = \"BCB-3\"\ncase_id = \"21340329531\"\nnotified = 2026-10-02\ncomplaint = \"{COMPLAINT}\"\n\n\
         [root_cause]\narea = \"quality-control\"\nstatement = \"{CAUSE}\"\n"
    );
    let cited = |from: usize, step: usize| -> String {
        let ids = exhibits
            .iter()
            .skip(from % exhibits.len().max(1))
            .step_by(step)
            .map(|exhibit| format!("\"{}\"", exhibit.id));
        ids.collect::<Vec<_>>().join(", ")
    };
    for (index, what) in ACTIONS.iter().enumerate() {
        let (phase, more) = if index == 2 {
            ("preventive", "owner = \"QC lead\"\nfrequency = \"every lot\"\n")
        } else {
            ("corrective", "")
        };
        let _ = write!(
            text,
            "\n[[actions]]\nphase = \"{phase}\"\narea = \"quality-control\"\ndone = 2026-10-{:02}\nwhat = \"{what}\"\n\
             {more}evidence = [{}]\n",
            6 + index,
            cited(index, 3)
        );
    }
    for exhibit in exhibits {
        let _ = write!(
            text,
            "\n[[evidence]]\nid = \"{0}\"\npath = \"evidence/{1}\"\nkind = \"{2}\"\ncaption = \"{3}\"\ndate = 2026-10-05\n",
            exhibit.id,
            exhibit.file,
            exhibit.kind,
            caption(exhibit)
        );
    }
    if number > 0 {
        let colours = ["red", "green", "blue", "grey", "brown", "white", "black"];
        let colour = colours[number as usize % colours.len()];
        text = text.replace("736", &(736 + number).to_string()).replace("200 ", &format!("{} ", 200 + number));
        text = text.replace("boards", &format!("{colour} boards")).replace("board,", &format!("board no. {number},"));
        text = text.replace("BCB-3", &format!("BCB-{number}")).replace("Boards", &format!("Boards no. {number}"));
        text = text.replace("SOP-QC-07", &format!("SOP-QC-{number:03}"));
    }
    fs::write(root.join("cases").join(name).join("case.toml"), text)
}

/// The caption of an exhibit.
pub fn caption(exhibit: &Exhibit) -> String {
    format!("{} of the boards made after the change, 5 October 2026", exhibit.id)
}

/// Begins a workspace without limits.
pub fn workspace(root: &Path) -> io::Result<()> {
    fs::create_dir_all(root.join("cases"))?;
    let config = "[seller]\nname = \"Li Wei\"\nstore = \"Nordhaus Home\"\n\n\
                  [limits]\nbundle_mb = 1000\nfile_mb = 1000\n\n[output]\npaper = \"a4\"\n";
    fs::write(root.join("appealc.toml"), config)
}

/// The evidence folder of a case.
pub fn evidence(root: &Path, name: &str) -> io::Result<std::path::PathBuf> {
    let folder = root.join("cases").join(name).join("evidence");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
