//! PDF files: small ones to put in, and what other programs say of those that come out.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Joins objects (numbered from 1, the first is the catalog) to a PDF file.
pub fn file(objects: &[String]) -> Vec<u8> {
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, body) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{body}\nendobj\n", at + 1));
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    pdf.push_str(&format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

/// A PDF file whose pages bear the words `source page N`.
pub fn plain(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for page in 0..pages {
        let (content, shown) = (5 + page * 2, page + 1);
        let resources = "/Resources<</Font<</F 3 0 R>>>>";
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {content} 0 R>>"));
        let draw = format!("BT /F 24 Tf 100 700 Td (source page {shown}) Tj ET");
        objects.push(format!("<</Length {}>>\nstream\n{draw}\nendstream", draw.len()));
    }
    file(&objects)
}

/// A PDF file of one page with these lines.
pub fn lines(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T* ")).collect();
    let draw = format!("BT /F 12 Tf 16 TL 72 760 Td {shown}ET");
    file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[4 0 R]/Count 1>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{draw}\nendstream", draw.len()),
    ])
}

/// A PDF file whose pages bear so many bytes each that cannot be made smaller.
pub fn heavy(pages: usize, bytes: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 3 + page * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")),
    ];
    let mut state = 1_u64;
    for page in 0..pages {
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R>>", 4 + page * 2));
        let mut content = String::from("% ");
        while content.len() < bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            content.push_str(&format!("{state:x}\n% "));
        }
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

/// What a program prints about a file; fails if it fails.
#[track_caller]
pub fn tool(program: &str, args: &[&str], file: &Path) -> String {
    let done = Command::new(program).args(args).arg(file).output().expect("the program starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {args:?} {}: {said}", file.display());
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// The text of every page.
pub fn pages(file: &Path) -> Vec<String> {
    let done = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().expect("pdftotext starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    pages
}

/// The text in the order in which the file draws it.
pub fn raw_text(file: &Path) -> String {
    let done = Command::new("pdftotext").arg("-raw").arg(file).arg("-").output().expect("pdftotext starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// The words of a page.
pub struct Page {
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
    /// In the order of reading.
    pub words: Vec<Word>,
}

/// A word and where it stands, in points from the left and from the top.
pub struct Word {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// The words of every page.
pub fn words(file: &Path) -> Vec<Page> {
    let done = Command::new("pdftotext").arg("-bbox").arg(file).arg("-").output().expect("pdftotext starts");
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut pages: Vec<Page> = Vec::new();
    for line in text.lines().map(str::trim) {
        let number = |name: &str| -> f64 {
            let value = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            value.and_then(|value| value.parse().ok()).unwrap_or(f64::NAN)
        };
        if line.starts_with("<page ") {
            pages.push(Page { width: number("width"), height: number("height"), words: Vec::new() });
        } else if let (true, Some(page)) = (line.starts_with("<word "), pages.last_mut()) {
            let text = line.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            let [left, right, top, bottom] = ["xMin", "xMax", "yMin", "yMax"].map(number);
            page.words.push(Word { text, left, right, top, bottom });
        }
    }
    pages
}

/// Text without white space, for comparing over line breaks.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many pages poppler counts.
pub fn page_count(file: &Path) -> usize {
    let info = tool("pdfinfo", &[], file);
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a page count");
    line.trim().parse().expect("a number")
}

/// Fails unless qpdf finds a file sound.
#[track_caller]
pub fn sound(file: &Path) {
    let done = Command::new("qpdf").arg("--check").arg(file).output().expect("qpdf starts");
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && err.is_empty(), "{}: {out}{err}", file.display());
}

/// All that qpdf knows of a file.
pub struct Document {
    json: Value,
}

impl Document {
    /// Reads a file.
    pub fn new(file: &Path) -> Self {
        let text = tool("qpdf", &["--json"], file);
        Self { json: serde_json::from_str(&text).expect("JSON") }
    }

    /// A section, such as `outlines`.
    pub fn get(&self, section: &str) -> &Value {
        &self.json[section]
    }

    /// What a reference leads to; what is no reference is itself.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.as_str().filter(|text| text.ends_with(" R")) {
            Some(reference) => &self.json["qpdf"][1][format!("obj:{reference}")]["value"],
            None => value,
        }
    }

    /// Every object's dictionary, those of streams too.
    pub fn dictionaries(&self) -> impl Iterator<Item = &Value> {
        let objects = self.json["qpdf"][1].as_object().into_iter().flat_map(|all| all.values());
        objects.filter_map(|object| object.get("value").or_else(|| object["stream"].get("dict")))
    }

    /// The references of the pages, in order.
    pub fn pages(&self) -> Vec<String> {
        let all = self.json["pages"].as_array().into_iter().flatten();
        all.map(|page| page["object"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The catalog.
    pub fn catalog(&self) -> &Value {
        let root = &self.json["qpdf"][1]["trailer"]["value"]["/Root"];
        self.resolve(root)
    }
}
