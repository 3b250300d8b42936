//! A small file of every format, made here, for the fuzzer to change.

use std::io::{Cursor, Write};

use super::made::old_office::{number, of_records, text};

/// A file: its name and its bytes.
pub type Sample = (String, Vec<u8>);

/// The files that are made here.
pub fn made() -> Vec<Sample> {
    let all: Vec<(&str, Vec<u8>)> = vec![
        ("photo.jpg", jpeg(jpeg_encoder::ColorType::Rgb, 3)),
        ("grey.jpg", jpeg(jpeg_encoder::ColorType::Luma, 1)),
        ("press.jpg", jpeg(jpeg_encoder::ColorType::Cmyk, 4)),
        ("screen.png", png(png::ColorType::Rgba, png::BitDepth::Eight, 4)),
        ("deep.png", png(png::ColorType::Grayscale, png::BitDepth::Sixteen, 2)),
        ("moving.gif", gif()),
        ("picture.webp", webp()),
        ("picture.bmp", bmp()),
        ("scan.tif", tiff()),
        ("phone.heic", heic()),
        ("phone.avif", include_bytes!("../../tests/fixtures/gradient.avif").to_vec()),
        ("drawing.svg", DRAWING.as_bytes().to_vec()),
        ("report.pdf", pdf()),
        ("locked.pdf", include_bytes!("../../tests/fixtures/locked.pdf").to_vec()),
        ("returns.xlsx", zipped(WORKBOOK)),
        ("returns.xls", xls()),
        ("returns.ods", zipped(ODS)),
        ("record.docx", zipped(WORD)),
        ("mail.eml", MAIL.as_bytes().to_vec()),
        ("clip.mp4", video()),
        ("returns.csv", b"lot;failed;\"why\"\n7;0;\"a \"\"b\"\"\n c\"\n".to_vec()),
        ("wide.txt", "Größe\n质检报告\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("old.log", b"\xd6\xca\xbc\xec\xb1\xa8\xb8\xe6\n\xca\xfd\xc1\xbf 12\n".to_vec()),
        ("notes.md", b"# Lot 7\n\n- **passed**\n| a | b |\n".to_vec()),
    ];
    all.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

fn xls() -> Vec<u8> {
    let cells = [text(0, 0, "Lot"), text(0, 1, "Failed"), text(1, 0, "质检 7"), number(1, 1, 0.5)];
    of_records(&[("Returns", cells.concat()), ("Notes", text(2, 2, "none"))])
}

fn pixels(count: usize) -> Vec<u8> {
    (0..24 * 16 * count).map(|n| u8::try_from(n * 7 % 251).unwrap_or(0)).collect()
}

fn jpeg(colours: jpeg_encoder::ColorType, samples: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 80);
    encoder.set_progressive(samples == 3);
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    encoder.add_app_segment(1, exif.to_vec()).expect("a segment");
    encoder.encode(&pixels(samples), 24, 16, colours).expect("it encodes");
    file
}

fn png(colours: png::ColorType, depth: png::BitDepth, bytes: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 24, 16);
    encoder.set_color(colours);
    encoder.set_depth(depth);
    encoder.add_text_chunk("Comment".to_owned(), "made".to_owned()).expect("a text");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels(bytes)).expect("pixels");
    writer.finish().expect("an end");
    file
}

fn gif() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = gif::Encoder::new(&mut file, 6, 2, &[255, 0, 0, 0, 0, 255]).expect("it begins");
    for n in 0..2 {
        let buffer = vec![0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, n];
        let frame = gif::Frame { width: 6, height: 2, buffer: buffer.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    file
}

fn webp() -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.encode(&pixels(4), 24, 16, image_webp::ColorType::Rgba8).expect("it encodes");
    file
}

fn bmp() -> Vec<u8> {
    let mut file = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x18\0\0\0\x10\0\0\0\x01\0\x18\0".to_vec();
    file.extend([0; 24]);
    file.extend(pixels(3));
    file
}

fn tiff() -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for page in 0..2_u32 {
        let data = u32::try_from(file.len()).unwrap_or(0) + 2 + 8 * 12 + 4;
        let size = 24 * 16;
        let next = if page == 0 { data + size } else { 0 };
        file.extend(8_u16.to_le_bytes());
        let entries = [(256, 24), (257, 16), (258, 8), (259, 1), (262, 1), (273, data), (278, 16), (279, size)];
        for (tag, value) in entries {
            file.extend([u16::to_le_bytes(tag), 4_u16.to_le_bytes()].concat());
            file.extend([1_u32.to_le_bytes(), u32::to_le_bytes(value)].concat());
        }
        file.extend(next.to_le_bytes());
        file.extend(pixels(1));
    }
    file
}

fn heic() -> Vec<u8> {
    heifer::encode_rgb8(24, 16, &pixels(3), &heifer::EncodeOptions::default()).expect("it encodes")
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
    <defs><linearGradient id='g'><stop stop-color='red'/></linearGradient><path id='p' d='M0 0L9 9z'/></defs>\
    <style>.a{fill:url(#g)}</style><rect class='a' width='20' height='20'/><use href='#p' x='2'/>\
    <text x='21' y='12' font-size='5'>Carton</text></svg>";

/// A page with text, marks, a picture, a layer and bookmarks.
fn pdf() -> Vec<u8> {
    let picture = jpeg(jpeg_encoder::ColorType::Rgb, 3);
    let objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R/Outlines 9 0 R/OCProperties<</OCGs[8 0 R]/D<</OFF[8 0 R]>>>>\
          /Names<</Dests<</Names[(one)[3 0 R/Fit]]>>>>>>"
            .to_vec(),
        b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/MediaBox[0 0 300 200]/Rotate 90>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/CropBox[10 10 290 190]/Contents[4 0 R]/Annots[7 0 R 11 0 R]/Resources\
          <</Font<</F 5 0 R>>/XObject<</I 6 0 R>>/Properties<</L 8 0 R>>>>/Group<</S/Transparency/CS/DeviceRGB>>>>"
            .to_vec(),
        stream("", b"/OC /L BDC q 100 0 0 80 20 20 cm /I Do Q EMC BT /F 12 Tf 20 150 Td (seven) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
        stream(
            "/Type/XObject/Subtype/Image/Width 24/Height 16/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode",
            &picture,
        ),
        b"<</Type/Annot/Subtype/Highlight/Rect[20 140 80 160]/QuadPoints[20 160 80 160 20 140 80 140]/C[1 1 0]>>"
            .to_vec(),
        b"<</Type/OCG/Name(a)>>".to_vec(),
        b"<</Type/Outlines/First 10 0 R/Last 10 0 R>>".to_vec(),
        b"<</Title(One)/Parent 9 0 R/Dest(one)/First 12 0 R/Next 10 0 R>>".to_vec(),
        b"<</Type/Annot/Subtype/FreeText/Rect[20 20 120 60]/DA(/Helv 10 Tf 1 0 0 rg)/Contents(seen)>>".to_vec(),
        b"<</Title<FEFF8D28>/Parent 10 0 R/A<</S/GoTo/D[1 /XYZ 0 0 0]>>/Next 10 0 R>>".to_vec(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (at, body) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n\r\n", file.len()));
        file.extend(format!("{at} 0 obj\n").bytes());
        file.extend(body);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.bytes());
    file.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{entries}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A ZIP archive, its parts as they are: what is changed in them is then seen by their readers.
pub fn zipped(parts: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        // Two parts of one name, as a damaged archive may have them, are one.
        if writer.start_file(name.as_ref(), options).is_ok() {
            writer.write_all(content.as_ref()).expect("bytes");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

const WORKBOOK: &[(&str, &str)] = &[
    ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
    (
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
         <sheet name=\"Returns\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
    (
        "xl/styles.xml",
        "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt \
         numFmtId=\"170\" formatCode=\"#,##0.00;[Red]-0.0%\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf \
         numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>",
    ),
    (
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cols><col min=\"1\" max=\"2\" \
         width=\"12\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Day</t></is></c><c r=\"C1\" \
         t=\"str\"><v>Share</v></c></row><row r=\"3\" hidden=\"1\"><c r=\"A3\" s=\"1\"><v>46304</v></c><c r=\"C3\" \
         s=\"2\"><v>0.125</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>",
    ),
];

const ODS: &[(&str, &str)] = &[
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    (
        "content.xml",
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table \
         table:name=\"Lots\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
         office:value-type=\"string\"><text:p>lot</text:p></table:table-cell><table:table-cell \
         table:number-columns-repeated=\"3\" office:value-type=\"float\" office:value=\"1.5\"><text:p>1.5</text:p>\
         </table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>\
         </office:document-content>",
    ),
];

const WORD: &[(&str, &str)] = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "word/document.xml",
        "<w:document xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\"><w:body><w:p><w:pPr><w:pStyle w:val=\"H1\"/><w:numPr>\
         <w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Lot 7</w:t></w:r>\
         <w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/>\
         </w:tcPr><w:p><w:r><w:t>Failed</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
    ),
    (
        "word/styles.xml",
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>",
    ),
    (
        "word/numbering.xml",
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/>\
         <w:numFmt w:val=\"lowerRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\">\
         <w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
    ),
];

const MAIL: &str = "From: =?utf-8?B?TGkgV2Vp?= <li@factory.example>\nTo: shop@example.com\nSubject: New guards\n\
    Date: Fri, 9 Oct 2026 14:30:12 +0800\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
    --B\nContent-Type: text/html; charset=gb18030\n\n<p>Dear &amp; <b>all</b><br><img src='https://t.example/x.gif'>\
    <table><tr><td>1</table>\n--B\nContent-Type: text/csv; name*=utf-8''a%20b.csv\nContent-Transfer-Encoding: base64\n\
    Content-Disposition: attachment\n\nbG90LGZhaWxlZAo3LDAK\n--B\nContent-Type: message/rfc822\n\n\
    From: a@b.example\nSubject: inner\n\nwords\n--B--\n";

fn video() -> Vec<u8> {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len() + 8).unwrap_or(0);
        [&size.to_be_bytes()[..], kind, content].concat()
    };
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&600_u32.to_be_bytes());
    header[16..20].copy_from_slice(&7_500_u32.to_be_bytes());
    let mut track = vec![0; 84];
    track[40..44].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    track[56..60].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    track[76..78].copy_from_slice(&1920_u16.to_be_bytes());
    track[80..82].copy_from_slice(&1080_u16.to_be_bytes());
    let handler = boxed(b"hdlr", &[&[0; 8][..], b"vide", &[0; 12]].concat());
    let media = boxed(b"mdia", &[handler, boxed(b"minf", &[])].concat());
    let cover = boxed(b"data", &[&[0, 0, 0, 13, 0, 0, 0, 0][..], &jpeg(jpeg_encoder::ColorType::Luma, 1)].concat());
    let list = boxed(b"ilst", &boxed(b"covr", &cover));
    let told = boxed(b"udta", &boxed(b"meta", &[&[0; 4][..], &list].concat()));
    let track = boxed(b"trak", &[boxed(b"tkhd", &track), media].concat());
    let movie = [boxed(b"mvhd", &header), track, told];
    [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &movie.concat())].concat()
}
