//! Spreadsheets, documents, mail and videos.

use std::io::{Cursor, Write};

/// A part of a ZIP archive.
pub type Part = (String, Vec<u8>);

/// Parts of text.
pub fn parts(all: &[(&str, &str)]) -> Vec<Part> {
    all.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// A ZIP archive of these parts.
pub fn zipped(parts: &[Part]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The namespace of workbooks.
pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A cell of a workbook that holds text.
pub fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
}

/// The letters of a column, from 0.
pub fn column(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
    if n < 26 { letter(n).to_string() } else { format!("{}{}", letter(n / 26 - 1), letter(n)) }
}

/// A sheet's name, its XML, and what more its entry in the workbook says.
pub type SheetXml<'a> = (&'a str, String, &'a str);

/// The parts of a workbook.
pub fn workbook(sheets: &[SheetXml<'_>], styles: &str) -> Vec<Part> {
    let numbered = || (1..).zip(sheets);
    let listed: String = numbered()
        .map(|(n, (name, _, more))| format!("<sheet name=\"{}\" sheetId=\"{n}\"{more} r:id=\"s{n}\"/>", escaped(name)))
        .collect();
    let links: String = numbered()
        .map(|(n, _)| {
            format!("<Relationship Id=\"s{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
        })
        .collect();
    let mut all = parts(&[
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", &format!("<Relationships xmlns=\"{PACKAGE}\">{links}</Relationships>")),
        ("xl/styles.xml", &format!("<styleSheet xmlns=\"{MAIN}\">{styles}</styleSheet>")),
    ]);
    for (n, (_, xml, _)) in numbered() {
        all.push((format!("xl/worksheets/sheet{n}.xml"), xml.as_bytes().to_vec()));
    }
    all
}

/// Rows of text, the header first.
pub type Rows = Vec<Vec<String>>;

/// A workbook of sheets of text.
pub fn xlsx(sheets: &[(&str, Rows)]) -> Vec<u8> {
    let sheet = |rows: &Rows| {
        let row = |(n, row): (usize, &Vec<String>)| {
            let cells = row.iter().enumerate().map(|(c, text)| cell(&format!("{}{}", column(c), n + 1), text));
            format!("<row r=\"{}\">{}</row>", n + 1, cells.collect::<String>())
        };
        let rows: String = rows.iter().enumerate().map(row).collect();
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")
    };
    let all: Vec<SheetXml<'_>> = sheets.iter().map(|(name, rows)| (*name, sheet(rows), "")).collect();
    zipped(&workbook(&all, ""))
}

/// A spreadsheet as LibreOffice writes it, of sheets of text.
pub fn ods(sheets: &[(&str, Rows)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, rows) in sheets {
        body += &format!("<table:table table:name=\"{}\">", escaped(name));
        for row in rows {
            body += "<table:table-row>";
            for text in row {
                let text = escaped(text);
                body += &format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                );
            }
            body += "</table:table-row>";
        }
        body += "</table:table>";
    }
    let name = |short: &str| format!("xmlns:{short}=\"urn:oasis:names:tc:opendocument:xmlns:{short}:1.0\"");
    let content = format!(
        "<office:document-content {} {} {}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        name("office"),
        name("table"),
        name("text")
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("mimetype", stored).expect("a part");
    writer.write_all(b"application/vnd.oasis.opendocument.spreadsheet").expect("bytes");
    writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).expect("a part");
    writer.write_all(content.as_bytes()).expect("bytes");
    writer.finish().expect("an archive").into_inner()
}

/// A block of a document.
pub enum Block<'a> {
    Heading(&'a str),
    Paragraph(&'a str),
    Item(&'a str),
    Table(&'a Rows),
    /// A JPEG.
    Picture(&'a [u8]),
}

/// A Word document.
pub fn docx(blocks: &[Block<'_>]) -> Vec<u8> {
    zipped(&document(blocks))
}

/// The parts of a Word document.
pub fn document(blocks: &[Block<'_>]) -> Vec<Part> {
    let names = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\" xmlns:wp=\"wp\"";
    let run = |text: &str| format!("<w:r><w:t>{}</w:t></w:r>", escaped(text));
    let (mut body, mut links, mut media) = (String::new(), String::new(), Vec::new());
    for block in blocks {
        body += &match block {
            Block::Heading(text) => {
                format!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr>{}</w:p>", run(text))
            }
            Block::Paragraph(text) => format!("<w:p>{}</w:p>", run(text)),
            Block::Item(text) => {
                format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>", run(text))
            }
            Block::Table(rows) => {
                let cell = |text: &String| format!("<w:tc><w:p>{}</w:p></w:tc>", run(text));
                let row = |row: &Vec<String>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
                format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
            }
            Block::Picture(bytes) => {
                let n = media.len() + 1;
                media.push((format!("word/media/p{n}.jpg"), bytes.to_vec()));
                links += &format!("<Relationship Id=\"p{n}\" Target=\"media/p{n}.jpg\"/>");
                format!(
                    "<w:p><w:r><w:drawing><wp:extent cx=\"2540000\"/><a:blip r:embed=\"p{n}\"/></w:drawing></w:r></w:p>"
                )
            }
        };
    }
    let mut all = parts(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &format!("<w:document {names}><w:body>{body}</w:body></w:document>")),
        (
            "word/styles.xml",
            "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>",
        ),
        ("word/_rels/document.xml.rels", &format!("<Relationships>{links}</Relationships>")),
    ]);
    all.extend(media);
    all
}

/// An attachment of a mail.
pub fn attachment(kind: &str, name: &str, bytes: &[u8]) -> String {
    format!(
        "--B\nContent-Type: {kind}; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\
         Content-Transfer-Encoding: base64\n\n{}\n",
        base64(bytes)
    )
}

/// Bytes in lines of letters.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (at, three) in bytes.chunks(3).enumerate() {
        let number = three.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[number >> (18 - 6 * place) & 63];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
        if at % 19 == 18 {
            text.push('\n');
        }
    }
    text
}

/// A video of so many milliseconds: a description, and no pictures.
pub fn video(milliseconds: u32, width: u16, height: u16) -> Vec<u8> {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len() + 8).expect("a small box");
        [&size.to_be_bytes()[..], kind, content].concat()
    };
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    header[16..20].copy_from_slice(&milliseconds.to_be_bytes());
    let mut track = vec![0; 84];
    track[40..44].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    track[56..60].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    track[76..78].copy_from_slice(&width.to_be_bytes());
    track[80..82].copy_from_slice(&height.to_be_bytes());
    let handler = boxed(b"hdlr", &[&[0; 8][..], b"vide", &[0; 12]].concat());
    let media = boxed(b"mdia", &[handler, boxed(b"minf", &[])].concat());
    let movie = [boxed(b"mvhd", &header), boxed(b"trak", &[boxed(b"tkhd", &track), media].concat())];
    [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &movie.concat())].concat()
}

/// Text within XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
