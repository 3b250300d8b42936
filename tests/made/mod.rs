#![allow(dead_code, reason = "each test uses some of it")]

use appealc::evidence::PageSize;

/// Numbers that are the same everywhere.
pub mod dice;
/// Spreadsheets, documents, mail, videos.
pub mod office;
/// Spreadsheets of old versions of Excel.
pub mod old_office;
/// PDF files whose pages are turned and cut.
pub mod paper;
/// Pictures in every format.
pub mod picture;

/// A frame as Typst would write it: a page for each slot, filled by its placeholder.
pub fn frame(sizes: &[PageSize]) -> Vec<u8> {
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
    pdf(&objects)
}

/// A stream object's body.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF file of these objects, numbered from 1, the first of which is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
    let size = objects.len() + 1;
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f\r\n");
    for (i, body) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n\r\n", pdf.len()));
        pdf.extend(format!("{} 0 obj\n", i + 1).bytes());
        pdf.extend(body);
        pdf.extend(b"\nendobj\n\n");
    }
    let start = pdf.len();
    pdf.extend(table.bytes());
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R/ID[(a)(b)]>>\n");
    pdf.extend(trailer.bytes());
    pdf.extend(format!("startxref\n{start}\n%%EOF").bytes());
    pdf
}
