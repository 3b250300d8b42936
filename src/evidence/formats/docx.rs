use std::collections::BTreeMap;

use roxmltree::{Document as Tree, ParsingOptions};

use crate::evidence::enclosed::Enclosed;
use crate::evidence::pack::{self, Pack};
use crate::evidence::word::lists::{Lists, attribute, value};
use crate::evidence::word::walk::Walk;
use crate::evidence::word::{Block, Document, Run};
use crate::evidence::{Content, Inspected, LeftOut, Limits, Problem, Refusal};

use super::Format;

/// Word documents since 2007. Shown is what they say, in a simple layout.
pub static FORMAT: Format = Format {
    id: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: &["docx", "docm"],
    sniff: |bytes, _| pack::holds(bytes, "word/document.xml"),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Pictures that are kept.
const PICTURES: usize = 200;

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

fn tree<'t>(bytes: &'t [u8], name: &str) -> Result<Tree<'t>, Refusal> {
    let damaged = |detail: String| unreadable(Problem::damaged(format!("{name}: {detail}")));
    let text = std::str::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
    let options = ParsingOptions { nodes_limit: 3_000_000, ..ParsingOptions::default() };
    Tree::parse_with_options(text, options).map_err(|error| damaged(error.to_string()))
}

/// A part that a document can do without.
fn optional(pack: &mut Pack<'_>, name: &str) -> Result<Vec<u8>, Refusal> {
    Ok(pack.read(name)?.unwrap_or_else(|| b"<none/>".to_vec()))
}

struct Read {
    blocks: Vec<Block>,
    more: usize,
    left_out: Vec<LeftOut>,
    /// Part names of the pictures.
    pictures: Vec<String>,
}

fn read(pack: &mut Pack<'_>) -> Result<Read, Refusal> {
    let main = "word/document.xml";
    let Some(text) = pack.read(main)? else {
        return Err(unreadable(Problem::damaged("word/document.xml is missing")));
    };
    let document = tree(&text, main)?;
    let (styles, numbering) = (optional(pack, "word/styles.xml")?, optional(pack, "word/numbering.xml")?);
    let (headings, listed) = tree(&styles, "word/styles.xml").map(|tree| read_styles(&tree)).unwrap_or_default();
    let lists = tree(&numbering, "word/numbering.xml").map(|tree| Lists::new(tree.root_element())).unwrap_or_default();
    let mut walk = Walk::new(lists, &headings, &listed);
    if let Some(body) = document.root_element().children().find(|node| node.tag_name().name() == "body") {
        walk.body(body, 0);
    }
    let links = optional(pack, "word/_rels/document.xml.rels")?;
    let targets: BTreeMap<String, String> = tree(&links, "word/_rels/document.xml.rels")
        .map(|tree| {
            let all = tree.descendants().filter(|node| node.attribute("TargetMode") != Some("External"));
            all.filter_map(|node| Some((node.attribute("Id")?.to_owned(), part_name(node.attribute("Target")?))))
                .collect()
        })
        .unwrap_or_default();
    let notes = std::mem::take(&mut walk.notes);
    let (foot, end) = (optional(pack, "word/footnotes.xml")?, optional(pack, "word/endnotes.xml")?);
    let mut blocks = std::mem::take(&mut walk.blocks);
    blocks.extend(read_notes(&notes, &foot, &end));
    let mut left_out = walk.left_out;
    let has_text = |bytes: &[u8]| {
        tree(bytes, "").is_ok_and(|tree| {
            tree.descendants()
                .any(|node| node.tag_name().name() == "t" && node.text().is_some_and(|text| !text.trim().is_empty()))
        })
    };
    for name in pack.names() {
        let edge = name.starts_with("word/header") || name.starts_with("word/footer");
        if edge && name.ends_with(".xml") && pack.read(&name)?.is_some_and(|bytes| has_text(&bytes)) {
            left_out.push(LeftOut::Margins);
        } else if name == "word/comments.xml" && pack.read(&name)?.is_some_and(|bytes| has_text(&bytes)) {
            left_out.push(LeftOut::Comments);
        } else if name.contains("vbaProject") {
            left_out.push(LeftOut::Macros);
        } else if let Some(inner) = name.strip_prefix("word/embeddings/") {
            left_out.push(LeftOut::EmbeddedFile { name: inner.to_owned() });
        }
    }
    let pictures = walk.pictures.iter().map(|id| targets.get(id).cloned().unwrap_or_default()).collect();
    Ok(Read { blocks, more: walk.more, left_out, pictures })
}

/// `media/image1.png` → `word/media/image1.png`.
fn part_name(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("word/{}", target.trim_start_matches("./")),
    }
}

/// Headings and lists by the id of their style.
type Styles = (BTreeMap<String, usize>, BTreeMap<String, (String, usize)>);

fn read_styles(tree: &Tree<'_>) -> Styles {
    let mut styles = Styles::default();
    for style in tree.root_element().children().filter(|node| node.tag_name().name() == "style") {
        let Some(id) = attribute(style, "styleId") else { continue };
        let name = value(style, "name").unwrap_or_default().to_lowercase();
        let of_paragraph = style.children().find(|node| node.tag_name().name() == "pPr");
        let outline = of_paragraph.and_then(|p| value(p, "outlineLvl")).and_then(|n| n.parse::<usize>().ok());
        let named = name.strip_prefix("heading ").and_then(|n| n.parse::<usize>().ok());
        let title = (name == "title").then_some(1);
        if let Some(level) = named.or(title).or(outline.filter(|n| *n < 9).map(|n| n + 1)) {
            styles.0.insert(id.to_owned(), level.clamp(1, 9));
        }
        let list = of_paragraph.and_then(|p| p.children().find(|node| node.tag_name().name() == "numPr"));
        if let Some(number) = list.and_then(|list| value(list, "numId")) {
            let level = list.and_then(|list| value(list, "ilvl")).and_then(|n| n.parse().ok()).unwrap_or(0);
            styles.1.insert(id.to_owned(), (number.to_owned(), level));
        }
    }
    styles
}

/// The notes that are referred to, as paragraphs behind the text.
fn read_notes(wanted: &[(bool, String)], foot: &[u8], end: &[u8]) -> Vec<Block> {
    let texts = |bytes: &[u8]| -> BTreeMap<String, String> {
        let Ok(tree) = tree(bytes, "notes") else { return BTreeMap::new() };
        let notes = tree.root_element().children().filter(|node| node.is_element());
        let notes = notes.filter_map(|note| {
            let texts = note.descendants().filter(|node| node.tag_name().name() == "t");
            let text: String = texts.filter_map(|node| node.text()).collect();
            Some((attribute(note, "id")?.to_owned(), text.trim().to_owned()))
        });
        notes.collect()
    };
    let (foot, end) = (texts(foot), texts(end));
    let all = wanted.iter().enumerate().map(|(at, (is_foot, id))| {
        let text = if *is_foot { foot.get(id) } else { end.get(id) };
        let text = text.cloned().unwrap_or_default();
        Block::Item { level: 0, mark: format!("[{}]", at + 1), runs: vec![Run { text, ..Run::default() }] }
    });
    all.collect()
}

/// Reads a document.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, unpacks to too much, or says nothing.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let mut pack = Pack::open(FORMAT.id, bytes, limits)?;
    let read = read(&mut pack)?;
    let mut document = Document { blocks: read.blocks, more: read.more, pictures: Vec::new() };
    let mut left_out = read.left_out;
    for name in read.pictures.iter().take(PICTURES) {
        let short = name.rsplit('/').next().unwrap_or_default().to_owned();
        let picture = pack.read(name)?.unwrap_or_default();
        let mut enclosed = Enclosed::new(short.clone(), String::new(), &picture, limits);
        if !matches!(enclosed.inspected.as_ref().map(|found| &found.content), Some(Content::Image(_))) {
            enclosed.inspected = None;
            enclosed.why.get_or_insert_with(|| "no picture".to_owned());
            left_out.push(LeftOut::Picture { what: short });
        }
        document.pictures.push(enclosed);
    }
    let shown = document.pictures.len();
    document.blocks.retain(|block| !matches!(block, Block::Picture { index, .. } if *index >= shown));
    if read.pictures.len() > shown {
        left_out.push(LeftOut::Picture { what: format!("{} more", read.pictures.len() - shown) });
    }
    if document.blocks.is_empty() {
        return Err(unreadable(Problem::NoText));
    }
    let mut found = Inspected::new(FORMAT.id, Content::Document(Box::new(document)));
    found.left_out = left_out;
    Ok(found)
}

/// The bytes of the pictures, in the order of [`Document::pictures`].
pub fn pictures(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Ok(mut pack) = Pack::open(FORMAT.id, bytes, &Limits::passed()) else { return Vec::new() };
    let Ok(read) = read(&mut pack) else { return Vec::new() };
    let one = |name: &String| pack.read(name).ok().flatten().unwrap_or_default();
    read.pictures.iter().take(PICTURES).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::pack::tests::zipped;

    const NAMES: &str = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\" xmlns:wp=\"wp\"";

    fn file(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
        let main = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
        let styles =
            "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
        let links = "<Relationships><Relationship Id=\"p1\" Target=\"media/a.png\"/><Relationship Id=\"p2\" Target=\"http://x.example/a.png\" TargetMode=\"External\"/></Relationships>";
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", main.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
            ("word/_rels/document.xml.rels", links.as_bytes()),
        ];
        parts.extend(more);
        zipped(&parts)
    }

    fn blocks(body: &str) -> Result<(Vec<Block>, Vec<LeftOut>), Refusal> {
        let found = inspect(&file(body, &[]), &Limits::default())?;
        match found.content {
            Content::Document(document) => Ok((document.blocks, found.left_out)),
            other => panic!("{other:?}"),
        }
    }

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), ..Run::default() }
    }

    #[test]
    fn headings_lists_and_tables() {
        let body = "<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>Report</w:t></w:r></w:p>\
            <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r><w:hyperlink><w:r><w:t xml:space=\"preserve\"> link</w:t><w:br/><w:t>2</w:t></w:r></w:hyperlink></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:ins><w:r><w:t>item</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>\
            <w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"300\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>head</w:t></w:r></w:p></w:tc></w:tr>\
            <w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
        let (found, left_out) = blocks(body).expect("a document");
        let bold = Run { text: "Bold".to_owned(), bold: true, italic: false };
        let cell = |text: &str, span| crate::evidence::word::Cell { text: text.to_owned(), span };
        let rows = vec![vec![cell("head", 2)], vec![cell("a\nb", 1), cell("", 1)]];
        let wanted = [
            Block::Heading { level: 1, text: "Report".to_owned() },
            Block::Paragraph(vec![bold, run(" link\n2")]),
            Block::Item { level: 0, mark: "\u{2022}".to_owned(), runs: vec![run("item")] },
            Block::Table { columns: vec![100, 300], rows, more: 0 },
        ];
        assert_eq!(found, wanted);
        assert_eq!(left_out, [LeftOut::Deleted]);
    }

    #[test]
    fn pictures_come_where_they_stand() {
        let picture = |id: &str| {
            format!(
                "<w:p><w:r><w:t>x</w:t><w:drawing><wp:extent cx=\"1270000\"/><a:blip r:embed=\"{id}\"/></w:drawing></w:r></w:p>"
            )
        };
        let png: &[u8] = include_bytes!("../../../tests/fixtures/box.jpg");
        let bytes = file(&(picture("p1") + &picture("p2") + &picture("p1")), &[("word/media/a.png", png)]);
        let found = inspect(&bytes, &Limits::default()).expect("a document");
        let Content::Document(document) = &found.content else { panic!("{found:?}") };
        let indexes = document.blocks.iter().filter_map(|block| match block {
            Block::Picture { index, width } => Some((*index, *width)),
            _ => None,
        });
        assert_eq!(indexes.collect::<Vec<_>>(), [(0, Some(100.0)), (1, Some(100.0)), (0, Some(100.0))]);
        assert!(document.pictures[0].inspected.is_some() && document.pictures[1].inspected.is_none());
        assert_eq!(pictures(&bytes), [png.to_vec(), Vec::new()]);
    }

    #[test]
    fn what_is_empty_cut_off_or_deep_is_refused() {
        assert_eq!(blocks("<w:p/>"), Err(unreadable(Problem::NoText)));
        let good = file("<w:p><w:r><w:t>x</w:t></w:r></w:p>", &[]);
        for end in (0..good.len()).step_by(7) {
            assert!(inspect(&good[..end], &Limits::default()).is_err(), "{end}");
        }
        let deep = format!("{}{}", "<w:sdt>".repeat(30_000), "</w:sdt>".repeat(30_000));
        assert!(blocks(&deep).is_err());
        let entities = zipped(&[("word/document.xml", b"<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document xmlns:w=\"w\"><w:body><w:p>&b;</w:p></w:body></w:document>")]);
        assert!(inspect(&entities, &Limits::default()).is_err());
    }
}
