//! The parts of the document's XML, walked within bounds.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::lists::{Lists, attribute, value};
use super::{Block, Cell, Run};
use crate::evidence::LeftOut;

/// Elements within each other that are followed.
const DEPTH: usize = 200;
/// Blocks that are kept.
const BLOCKS: usize = 3_000;
/// Rows of a table that are kept.
const ROWS: usize = 200;
/// Cells of one row that are kept.
const CELLS: usize = 64;
/// Characters that are kept in all.
const CHARACTERS: usize = 600_000;

/// What the walk gathers.
pub struct Walk<'a> {
    /// Blocks so far.
    pub blocks: Vec<Block>,
    /// Blocks past the limit.
    pub more: usize,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
    /// The pictures that blocks name: ids of relations, in the order of their indexes.
    pub pictures: Vec<String>,
    /// The footnotes that are referred to, in their order.
    pub notes: Vec<(bool, String)>,
    lists: Lists,
    /// Heading levels by the id of their style.
    headings: &'a BTreeMap<String, usize>,
    /// Lists by the id of their style.
    listed: &'a BTreeMap<String, (String, usize)>,
    characters: usize,
}

/// The text of a paragraph while it is gathered.
#[derive(Default)]
struct Paragraph {
    runs: Vec<Run>,
    pictures: Vec<(String, Option<f64>)>,
    /// Paragraphs of text boxes, to follow.
    boxes: Vec<Vec<Run>>,
}

impl Paragraph {
    fn push(&mut self, text: &str, bold: bool, italic: bool) {
        match self.runs.last_mut() {
            Some(run) if (run.bold, run.italic) == (bold, italic) => run.text.push_str(text),
            _ => self.runs.push(Run { text: text.to_owned(), bold, italic }),
        }
    }
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Whether a property is set: present, and not set to false.
fn is_on(node: Node<'_, '_>, name: &'static str) -> bool {
    let found = node.children().find(|child| child.tag_name().name() == name);
    found.is_some_and(|child| !matches!(attribute(child, "val"), Some("0" | "false" | "none" | "off")))
}

fn properties<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

impl<'a> Walk<'a> {
    /// Begins a walk.
    pub fn new(
        lists: Lists,
        headings: &'a BTreeMap<String, usize>,
        listed: &'a BTreeMap<String, (String, usize)>,
    ) -> Self {
        Self {
            blocks: Vec::new(),
            more: 0,
            left_out: Vec::new(),
            pictures: Vec::new(),
            notes: Vec::new(),
            lists,
            headings,
            listed,
            characters: 0,
        }
    }

    fn add(&mut self, block: Block) {
        if self.blocks.len() < BLOCKS && self.characters < CHARACTERS {
            self.blocks.push(block);
        } else {
            self.more += 1;
        }
    }

    /// Walks what stands in the body, or in something like it.
    pub fn body(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child, depth + 1),
                "tbl" => self.table(child, depth + 1),
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => self.body(child, depth + 1),
                "del" | "moveFrom" => self.left_out.push(LeftOut::Deleted),
                "AlternateContent" => {
                    if let Some(choice) = properties(child, "Choice").or_else(|| properties(child, "Fallback")) {
                        self.body(choice, depth + 1);
                    }
                }
                "oMathPara" | "oMath" => self.left_out.push(LeftOut::Drawing),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let mut made = Paragraph::default();
        self.inline(node, &mut made, depth);
        self.characters += made.runs.iter().map(|run| run.text.len()).sum::<usize>();
        let style = properties(node, "pPr").and_then(|p| value(p, "pStyle")).unwrap_or_default();
        let outline =
            properties(node, "pPr").and_then(|p| value(p, "outlineLvl")).and_then(|n| n.parse::<usize>().ok());
        let level = self.headings.get(style).copied().or(outline.filter(|n| *n < 9).map(|n| n + 1));
        let own = properties(node, "pPr").and_then(|p| properties(p, "numPr")).map(|list| {
            let level = value(list, "ilvl").and_then(|n| n.parse().ok());
            (value(list, "numId").map(str::to_owned), level)
        });
        let styled = self.listed.get(style);
        let list = match (own, styled) {
            (Some((Some(id), level)), _) => Some((id, level.unwrap_or(0))),
            (Some((None, level)), Some((id, at))) => Some((id.clone(), level.unwrap_or(*at))),
            (None, Some((id, at))) => Some((id.clone(), *at)),
            _ => None,
        };
        let text = plain(&made.runs);
        let mark = list.as_ref().filter(|_| !text.trim().is_empty()).and_then(|(id, at)| self.lists.next(id, *at));
        if !text.trim().is_empty() {
            self.add(match (level, mark) {
                (Some(level), mark) => {
                    let mark = mark.filter(|mark| !mark.is_empty()).map(|mark| mark + " ").unwrap_or_default();
                    Block::Heading { level, text: mark + text.trim() }
                }
                (None, Some(mark)) => Block::Item { level: list.map_or(0, |(_, at)| at.min(8)), mark, runs: made.runs },
                (None, None) => Block::Paragraph(made.runs),
            });
        }
        self.place(made.pictures);
        for runs in made.boxes {
            self.characters += plain(&runs).len();
            self.add(Block::Paragraph(runs));
        }
    }

    fn place(&mut self, pictures: Vec<(String, Option<f64>)>) {
        for (id, width) in pictures {
            if self.blocks.len() >= BLOCKS || self.characters >= CHARACTERS {
                self.more += 1;
                continue;
            }
            let index = self.pictures.iter().position(|known| *known == id).unwrap_or_else(|| {
                self.pictures.push(id);
                self.pictures.len() - 1
            });
            self.add(Block::Picture { index, width });
        }
    }

    fn inline(&mut self, node: Node<'_, '_>, to: &mut Paragraph, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "r" => self.run(child, to, depth + 1),
                "hyperlink" | "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "fldSimple" | "customXml"
                | "bdo" | "dir" => self.inline(child, to, depth + 1),
                "del" | "moveFrom" => self.left_out.push(LeftOut::Deleted),
                "oMath" | "oMathPara" => {
                    let text: String = child.descendants().filter_map(|n| n.text()).collect();
                    to.push(&text, false, true);
                    self.left_out.push(LeftOut::Drawing);
                }
                "commentRangeStart" => self.left_out.push(LeftOut::Comments),
                _ => {}
            }
        }
    }

    fn run(&mut self, node: Node<'_, '_>, to: &mut Paragraph, depth: usize) {
        let look = properties(node, "rPr");
        let on = |name| look.is_some_and(|look| is_on(look, name));
        if on("vanish") {
            self.left_out.push(LeftOut::HiddenText);
            return;
        }
        self.pieces(node, to, (on("b"), on("i")), depth);
    }

    fn pieces(&mut self, node: Node<'_, '_>, to: &mut Paragraph, (bold, italic): (bool, bool), depth: usize) {
        if depth > DEPTH {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "t" => to.push(child.text().unwrap_or_default(), bold, italic),
                "tab" | "ptab" => to.push("    ", bold, italic),
                "br" if attribute(child, "type").is_none_or(|kind| kind == "textWrapping") => {
                    to.push("\n", bold, italic);
                }
                "cr" => to.push("\n", bold, italic),
                "noBreakHyphen" => to.push("\u{2011}", bold, italic),
                "sym" => {
                    let code = attribute(child, "char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                    to.push(symbol(code.unwrap_or(0)), bold, italic);
                }
                "footnoteReference" | "endnoteReference" => {
                    let foot = child.tag_name().name() == "footnoteReference";
                    if let Some(id) = attribute(child, "id").filter(|_| self.notes.len() < 500) {
                        self.notes.push((foot, id.to_owned()));
                        to.push(&format!("[{}]", self.notes.len()), bold, italic);
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(child, to),
                "AlternateContent" => {
                    if let Some(choice) = properties(child, "Choice").or_else(|| properties(child, "Fallback")) {
                        self.pieces(choice, to, (bold, italic), depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// A drawing: its pictures, and the text in its boxes.
    fn drawing(&mut self, node: Node<'_, '_>, to: &mut Paragraph) {
        let mut any = false;
        let width = node.descendants().find(|n| n.tag_name().name() == "extent").and_then(|n| attribute(n, "cx"));
        // 12,700 units are a point.
        let width =
            width.and_then(|n| n.parse::<f64>().ok()).map(|n| n / 12_700.0).filter(|n| (1.0..5_000.0).contains(n));
        for inner in node.descendants().filter(Node::is_element) {
            match inner.tag_name().name() {
                "blip" => {
                    if let Some(id) = attribute(inner, "embed") {
                        to.pictures.push((id.to_owned(), width));
                        any = true;
                    } else if attribute(inner, "link").is_some() {
                        self.left_out.push(LeftOut::RemotePictures { count: 1 });
                        any = true;
                    }
                }
                "imagedata" => {
                    if let Some(id) = attribute(inner, "id") {
                        to.pictures.push((id.to_owned(), None));
                        any = true;
                    }
                }
                "chart" => {
                    self.left_out.push(LeftOut::Chart);
                    any = true;
                }
                "txbxContent" => {
                    for paragraph in inner.descendants().filter(|n| n.tag_name().name() == "p") {
                        let texts = paragraph.descendants().filter(|n| n.tag_name().name() == "t");
                        let text: String = texts.filter_map(|n| n.text()).collect();
                        if !text.trim().is_empty() && to.boxes.len() < 500 {
                            to.boxes.push(vec![Run { text, ..Run::default() }]);
                        }
                        any = true;
                    }
                }
                _ => {}
            }
        }
        if !any {
            self.left_out.push(LeftOut::Drawing);
        }
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        let grid = properties(node, "tblGrid").into_iter().flat_map(|grid| grid.children());
        let columns = grid.filter_map(|column| attribute(column, "w")?.parse().ok()).take(CELLS).collect();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut more = 0;
        let mut pictures = Vec::new();
        let found = node.children().flat_map(|child| match child.tag_name().name() {
            "tr" => vec![child],
            "sdt" | "ins" => child.descendants().filter(|n| n.tag_name().name() == "tr").collect(),
            _ => Vec::new(),
        });
        for row in found {
            if rows.len() >= ROWS {
                more += 1;
                continue;
            }
            let mut cells = Vec::new();
            let all = row.children().flat_map(|child| match child.tag_name().name() {
                "tc" => vec![child],
                "sdt" => child.descendants().filter(|n| n.tag_name().name() == "tc").collect(),
                _ => Vec::new(),
            });
            for cell in all.take(CELLS) {
                cells.push(self.cell(cell, &mut pictures, depth + 1));
            }
            rows.push(cells);
        }
        if rows.iter().flatten().any(|cell| !cell.text.trim().is_empty()) {
            self.add(Block::Table { columns, rows, more });
        }
        self.place(pictures);
    }

    fn cell(&mut self, node: Node<'_, '_>, pictures: &mut Vec<(String, Option<f64>)>, depth: usize) -> Cell {
        let look = properties(node, "tcPr");
        let span = look.and_then(|look| value(look, "gridSpan")).and_then(|n| n.parse().ok()).unwrap_or(1);
        let merge = look.and_then(|look| properties(look, "vMerge"));
        let continues = merge.is_some_and(|merge| attribute(merge, "val") != Some("restart"));
        let mut lines = Vec::new();
        // Tables within the cell come as lines too; text boxes come with their paragraph.
        let in_box =
            |n: &Node<'_, '_>| n.ancestors().take_while(|a| *a != node).any(|a| a.tag_name().name() == "txbxContent");
        for paragraph in node.descendants().filter(|n| n.tag_name().name() == "p" && !in_box(n)).take(5_000) {
            let mut made = Paragraph::default();
            self.inline(paragraph, &mut made, depth);
            pictures.append(&mut made.pictures);
            let mut line = plain(&made.runs);
            for runs in made.boxes {
                line.push_str(&plain(&runs));
            }
            let list = properties(paragraph, "pPr").and_then(|p| properties(p, "numPr"));
            if let Some(id) = list.and_then(|list| value(list, "numId"))
                && !line.trim().is_empty()
            {
                let at = list.and_then(|list| value(list, "ilvl")).and_then(|n| n.parse().ok()).unwrap_or(0);
                if let Some(mark) = self.lists.next(id, at) {
                    line = format!("{mark} {line}");
                }
            }
            if !line.trim().is_empty() {
                lines.push(line);
            }
        }
        let text = if continues { String::new() } else { lines.join("\n") };
        self.characters += text.len();
        let text = if self.characters > CHARACTERS { String::new() } else { text };
        Cell { text, span: usize::clamp(span, 1, CELLS) }
    }
}

/// A character of a symbol font: ticks and bullets are what documents use.
fn symbol(code: u32) -> &'static str {
    match code & 0xFF {
        0xFC | 0x50 => "\u{2713}",
        0xFB | 0x4F => "\u{2717}",
        0xFE | 0x52 => "\u{2611}",
        0x6F | 0xA8 | 0x71 => "\u{2610}",
        0xE0 => "\u{2192}",
        _ => "\u{2022}",
    }
}
