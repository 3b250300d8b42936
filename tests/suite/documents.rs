//! Spreadsheets, mail, Word documents and videos: what of them stands in the bundle, read back with
//! other programs. The files are made here.

use std::io::Cursor;
use std::time::{Duration, Instant};

use appealc::evidence::{Content, Limits, Refusal, inspect};

use super::kit::{PHOTO, Space, corpus, files, have};
use super::pdf::{self, squeezed};
use crate::made::office::{self, Block, MAIN, Part, attachment, cell, column, parts, zipped};

/// A workbook: a sheet of returns, and a hidden one of forty columns.
fn workbook() -> Vec<Part> {
    let returns = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">{}</row><row r=\"3\">{}{}{}</row>\
         <row r=\"4\"><c r=\"A4\" s=\"1\"><v>46304</v></c>{}<c r=\"C4\" s=\"2\"><v>0.125</v></c></row>\
         <row r=\"5\" hidden=\"1\"><c r=\"A5\" s=\"1\"><v>46305</v></c>{}<c r=\"C5\" s=\"2\"><v>0.5</v></c></row></sheetData></worksheet>",
        cell("A1", "Export of returns"),
        cell("A3", "Day"),
        cell("B3", "Reason"),
        cell("C3", "Share"),
        cell("B4", "#panic() *split* $corner$"),
        cell("B5", "scratched lid"),
    );
    let wide = |row: usize| -> String {
        (0..40).map(|n| cell(&format!("{}{row}", column(n)), &format!("value{row}x{n:02}suffix"))).collect()
    };
    let figures = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">{}</row><row r=\"2\">{}</row></sheetData></worksheet>",
        wide(1),
        wide(2)
    );
    let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/></cellXfs>";
    office::workbook(&[("Returns", returns, ""), ("Figures", figures, " state=\"hidden\"")], styles)
}

/// A Word document with a heading, a list, a table and a picture.
fn word() -> Vec<Part> {
    let rows = vec![vec!["Lot".to_owned(), "Failed".to_owned()]];
    office::document(&[
        Block::Heading("Inspection of lot 7"),
        Block::Paragraph("All #eval(\"1\") boxes were dropped."),
        Block::Item("corner first"),
        Block::Table(&rows),
        Block::Picture(PHOTO),
    ])
}

/// A mail with a PDF of two pages, a photo, a table, an archive and a mail attached.
fn mail() -> Vec<u8> {
    let mut text = "From: =?utf-8?B?TGkgV2Vp?= <li@factory.example>\nTo: shop@example.com\nDate: Fri, 9 Oct 2026 14:30:12 +0800\n\
        Subject: New corner guards\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
        --B\nContent-Type: text/html; charset=utf-8\n\n<p>Dear Ms Li,</p><p>#panic() the <b>guards</b> are here.</p><img src=\"https://t.example/x.gif\">\n"
        .to_owned();
    text += &attachment("application/pdf", "report.pdf", &pdf::plain(2));
    text += &attachment("image/jpeg", "box.jpg", PHOTO);
    text += &attachment("text/csv", "lots.csv", b"lot,failed\n7,0\n");
    text += &attachment("application/zip", "all.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    text += "--B\nContent-Type: message/rfc822\n\nFrom: qc@factory.example\nSubject: inner note\nContent-Type: text/plain\n\nthe inner words\n--B--\n";
    text.into_bytes()
}

/// A video of 12.5 seconds: a description, and no pictures.
fn video() -> Vec<u8> {
    office::video(12_500, 1920, 1080)
}

/// A built case with these files, in this order: its text by pages, and the workspace.
fn built(all: &[(&str, Vec<u8>)]) -> (Space, Vec<String>) {
    let space = Space::new();
    let ids: Vec<String> = (0..all.len()).map(|n| format!("\"e{n}\"")).collect();
    let mut text = format!(
        "asin = \"B0CHX3QBCH\"\ntype = \"onpe/packaging\"\nstance = \"dispute\"\nproduct = \"Board\"\n\n\
         [[arguments]]\nclaim = \"All units passed.\"\nevidence = [{}]\n",
        ids.join(", ")
    );
    for (n, (name, bytes)) in all.iter().enumerate() {
        space.write(&format!("cases/a/evidence/{name}"), bytes);
        text += &format!(
            "\n[[evidence]]\nid = \"e{n}\"\npath = \"evidence/{name}\"\nkind = \"other\"\ncaption = \"File {n}\"\n"
        );
    }
    space.write("cases/a/case.toml", text);
    space.build(&[]).expect(0);
    let bundle = space.at("build/cases/a/bundle.pdf");
    if have(&["qpdf"]) {
        pdf::sound(&bundle);
    }
    let pages = pdf::pages(&bundle);
    for (n, (name, bytes)) in all.iter().enumerate() {
        let original = space.read(&format!("build/cases/a/exhibits/Exhibit {:02} - {name}", n + 1));
        assert!(original == *bytes, "{name} is not as it was");
    }
    (space, pages)
}

#[track_caller]
fn says(page: &str, wanted: &str) {
    assert!(squeezed(page).contains(&squeezed(wanted)), "no {wanted:?} in:\n{page}");
}

#[test]
fn sheets_are_tables() {
    if !have(&["pdftotext"]) {
        return;
    }
    let (_, pages) = built(&[("returns.xlsx", zipped(&workbook()))]);
    let first = pages.iter().find(|page| page.contains("Sheet 1 of 2")).expect("the first sheet");
    for wanted in ["Sheet 1 of 2: Returns", "1 hidden row is shown", "Export of returns", "Day Reason Share"] {
        says(first, wanted);
    }
    // The number of the row, the date, seller's text as it is, the number in its format.
    says(first, "4 2026-10-09 #panic() *split* $corner$ 12.50%");
    says(first, "5 2026-10-10 scratched lid 50.00%");
    let all = pages.concat();
    says(&all, "Sheet 2 of 2: Figures hidden in the file");
    for n in 0..40 {
        for row in [1, 2] {
            says(&all, &format!("value{row}x{n:02}suffix"));
        }
    }
    assert!(all.contains("Columns A to"), "the wide sheet was not cut");
    assert!(squeezed(&all).matches("value2x00suffix").count() > 1, "the first column does not come again");
}

#[test]
fn a_mail_and_its_attachments() {
    if !have(&["pdftotext", "qpdf"]) {
        return;
    }
    let (space, pages) = built(&[("supplier.eml", mail()), ("notes.txt", b"the next exhibit".to_vec())]);
    let all = pages.concat();
    for wanted in [
        "From Li Wei <li@factory.example>",
        "Date 2026-10-09 14:30:12 +08:00",
        "Subject New corner guards",
        "Dear Ms Li,",
        "#panic() the guards are here.",
        "all.zip – not shown: ZIP archive",
        "Attachment 1 of Exhibit 1: report.pdf",
        "Attachment 2 of Exhibit 1: box.jpg",
        "Attachment 3 of Exhibit 1: lots.csv",
        "Attachment 5 of Exhibit 1: inner note.eml",
        "the inner words",
        "1 picture on the web (not loaded)",
    ] {
        says(&all, wanted);
    }
    for source in ["source page 1", "source page 2"] {
        assert_eq!(pages.iter().filter(|page| page.contains(source)).count(), 1, "{source}");
    }
    // The stamp counts every page of the exhibit, and the next one follows.
    let manifest = space.json("build/cases/a/manifest.json");
    let (mail, next) = (&manifest["exhibits"][0], &manifest["exhibits"][1]);
    let count = mail["pages"].as_u64().expect("a number");
    assert!(count >= 4, "{mail}");
    assert_eq!(mail["first_page"].as_u64().expect("a number") + count, next["first_page"].as_u64().expect("a number"));
    let stamps = (1..=count).filter(|n| all.contains(&format!("Exhibit 1 · page {n} of {count}"))).count();
    assert_eq!(stamps as u64, count);
    let enclosed = mail["enclosed"].as_array().expect("attachments");
    let shown: Vec<(u64, u64)> = enclosed
        .iter()
        .map(|one| (one["source_pages"].as_u64().unwrap_or(0), one["shown_pages"].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(shown, [(2, 2), (1, 1), (1, 0), (0, 0), (1, 0)]);
    assert_eq!(enclosed[1]["sha256"], appealc::read::sha256(PHOTO));
    // A photo goes in as it is, from inside a mail too.
    let bundle = space.read("build/cases/a/bundle.pdf");
    let scan = &PHOTO[PHOTO.len() - 2_000..];
    assert!(bundle.windows(scan.len()).any(|window| window == scan), "the photo was changed");
}

#[test]
fn documents_and_videos() {
    if !have(&["pdftotext"]) {
        return;
    }
    let (_, pages) = built(&[("report.docx", zipped(&word())), ("drop.mp4", video())]);
    let all = pages.concat();
    let hash = appealc::read::sha256(&video());
    for wanted in [
        "in a simplified layout",
        "Inspection of lot 7",
        "All #eval(\"1\") boxes were dropped.",
        "• corner first",
        "Lot Failed",
        "Length 12.5 s",
        "Picture 1920 × 1080 pixels",
        "The video itself accompanies this bundle",
        &hash,
    ] {
        says(&all, wanted);
    }
}

/// Numbers that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).expect("a small number")
    }

    fn mutate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(8) {
            if bytes.is_empty() {
                break;
            }
            let at = self.below(bytes.len());
            match self.below(5) {
                0 => bytes[at] = self.below(256) as u8,
                1 => bytes[at] ^= 1 << self.below(8),
                2 => bytes.truncate(at),
                3 => {
                    let end = (at + 1 + self.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
                _ => {
                    let end = (at + 1 + self.below(200)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
        }
        bytes
    }
}

/// Looks into bytes: no panic, and no longer than this.
fn look(bytes: &[u8], name: &str, from: &str) -> Result<(), Refusal> {
    let start = Instant::now();
    let found = std::panic::catch_unwind(|| inspect(bytes, name, &Limits::default()));
    assert!(start.elapsed() < Duration::from_secs(10), "{from}: {:?}", start.elapsed());
    match found {
        Ok(found) => found.map(drop),
        Err(_) => {
            let kept = std::env::temp_dir().join(format!("appealc-panic-{name}"));
            let _ = std::fs::write(&kept, bytes);
            panic!("{from}: a reader panicked; see {}", kept.display());
        }
    }
}

#[test]
fn mutated_files_are_refused_or_shown() {
    let rounds = std::env::var("APPEALC_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for (name, made) in [("a.xlsx", workbook()), ("a.docx", word())] {
        assert_eq!(look(&zipped(&made), name, name), Ok(()));
        for round in 0..rounds {
            let mut made = made.clone();
            let at = dice.below(made.len());
            made[at].1 = dice.mutate(&made[at].1);
            let _ = look(&zipped(&made), name, &format!("{name}, round {round}"));
            let _ = look(&dice.mutate(&zipped(&made)), name, &format!("{name} as a whole, round {round}"));
        }
    }
    for (name, made) in [("a.eml", mail()), ("a.mp4", video())] {
        assert_eq!(look(&made, name, name), Ok(()));
        for round in 0..rounds {
            let _ = look(&dice.mutate(&made), name, &format!("{name}, round {round}"));
        }
    }
    let Some(corpus) = corpus() else { return };
    for path in files(&corpus) {
        let lower = path.to_lowercase();
        let name = lower.rsplit('/').next().expect("a name");
        let Some(end) = [".xlsx", ".ods", ".docx", ".eml", ".mp4", ".mov"].iter().find(|e| lower.ends_with(**e)) else {
            continue;
        };
        let bytes = std::fs::read(corpus.join(&path)).expect("a file");
        for round in 0..rounds / 20 {
            let _ = look(&dice.mutate(&bytes), name, &format!("{path}, round {round}"));
        }
        if ![".xlsx", ".ods", ".docx"].contains(end) {
            continue;
        }
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else { continue };
        let mut parts: Vec<Part> = Vec::new();
        for at in 0..archive.len() {
            let Ok(mut part) = archive.by_index(at) else { continue };
            let mut bytes = Vec::new();
            let name = part.name().to_owned();
            if std::io::Read::read_to_end(&mut part, &mut bytes).is_ok() {
                parts.push((name, bytes));
            }
        }
        let xml: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].0.ends_with(".xml")).collect();
        for round in 0..rounds / 10 {
            let mut made = parts.clone();
            let at = xml[dice.below(xml.len())];
            made[at].1 = dice.mutate(&made[at].1);
            let _ = look(&zipped(&made), name, &format!("{path}, {}, round {round}", made[at].0));
        }
    }
}

/// Old workbooks are read by a library that can want more memory than there is: the worker's limit
/// is what holds it, so the whole program is run.
#[test]
fn mutated_old_workbooks_cost_their_own_case() {
    let Some(bytes) = corpus().and_then(|corpus| std::fs::read(corpus.join("tables/example-citic-records.xls")).ok())
    else {
        return;
    };
    let mut dice = Dice(0x5DEE_CE66_D123_4567);
    let space = Space::new();
    for n in 0..40 {
        let text = format!(
            "asin = \"B0C{n:07}\"\ntype = \"onpe/packaging\"\nstance = \"dispute\"\nproduct = \"Board\"\n\n\
             [[arguments]]\nclaim = \"All units passed.\"\nevidence = [\"evidence/a.xls\"]\n"
        );
        space.write(&format!("cases/c{n}/case.toml"), text);
        space.write(&format!("cases/c{n}/evidence/a.xls"), dice.mutate(&bytes));
    }
    let run = space.build(&[]);
    let codes = run.codes();
    for n in 0..40 {
        let status = run.status(&format!("cases/c{n}"));
        assert!(["built", "failed"].contains(&status.as_str()), "c{n}: {status}");
    }
    let wrong: Vec<&String> =
        codes.iter().filter(|code| !["E004", "E006", "E013", "E017"].contains(&code.as_str())).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn archives_and_messages_are_named() {
    let told = |bytes: &[u8], name: &str| match inspect(bytes, name, &Limits::default()) {
        Err(Refusal::Unsupported { what, .. }) => what,
        other => format!("{other:?}"),
    };
    assert_eq!(told(&zipped(&parts(&[("a.txt", "x")])), "a.xlsx"), "ZIP archive");
    assert_eq!(
        told(&zipped(&parts(&[("[Content_Types].xml", "x"), ("xl/workbook.bin", "x")])), "a"),
        "XLSB spreadsheet"
    );
    assert_eq!(told(b"{\\rtf1 x}", "a.doc"), "RTF document");
    let told_by_content = inspect(&zipped(&workbook()), "photo.jpg", &Limits::default()).map(|found| found.content);
    assert!(matches!(told_by_content, Ok(Content::Sheets(_))), "{told_by_content:?}");
}
