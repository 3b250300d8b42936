//! Exhibits of several parts: the sheets of a spreadsheet, a mail and its attachments, a document, a
//! video. Each part is a leaf: it may have a title of its own, and it begins on a page of its own
//! where its paper lies otherwise than that of the leaf before.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::mask::{Rules, table};
use super::printed::{self, cut, one_line};
use super::{Exhibit, Inside, documents, left_out, sheets};
use crate::check::case::EvidenceFile;
use crate::evidence::enclosed::Enclosed;
use crate::evidence::formats::mp4::FIRST_PICTURE;
use crate::evidence::{Content, Inspected, Mail, Video};
use crate::fonts::spell_out;

/// Lines of all texts of one exhibit that are printed.
const LINES: usize = 4_000;
/// A picture of an attachment that is lower than this many points shares its page.
const LOW: f64 = 260.0;

/// The leaves of a file; characters that no font has are spelt out.
pub fn leaves(file: &EvidenceFile, exhibit: &Exhibit, missing: &BTreeSet<char>, rules: Rules<'_>) -> Value {
    let mut leaves = Value::Array(Builder::new(Some(exhibit), rules).file(file).leaves);
    if !missing.is_empty() {
        spell(&mut leaves, missing);
    }
    leaves
}

/// The text that the leaves of a file print.
pub fn text(file: &EvidenceFile, to: &mut String) {
    Builder::new(None, Rules::default()).file(file).leaves.iter().for_each(|leaf| gather(leaf, to));
}

/// The columns of a file's tables in which something is masked, each once.
pub fn masked(file: &EvidenceFile, rules: Rules<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for name in Builder::new(None, rules).file(file).masked {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

struct Builder<'a> {
    number: usize,
    inside: &'a [Inside],
    cells: usize,
    lines: usize,
    leaves: Vec<Value>,
    rules: Rules<'a>,
    masked: Vec<String>,
}

impl<'a> Builder<'a> {
    fn new(exhibit: Option<&'a Exhibit>, rules: Rules<'a>) -> Self {
        Self {
            number: exhibit.map_or(0, |exhibit| exhibit.number),
            inside: exhibit.map(|exhibit| exhibit.inside.as_slice()).unwrap_or_default(),
            cells: sheets::CELLS,
            lines: LINES,
            leaves: Vec::new(),
            rules,
            masked: Vec::new(),
        }
    }

    fn file(mut self, file: &EvidenceFile) -> Self {
        let whole = Whole { name: &file.name, bytes: file.bytes, sha256: file.sha256(), title: None };
        self.content(&file.inspected, &whole, &[]);
        self
    }

    fn slot(&self, way: &[usize], page: usize) -> Option<u32> {
        self.inside.iter().find(|inside| inside.way == way && inside.page == page).map(|inside| inside.slot)
    }

    fn content(&mut self, file: &Inspected, whole: &Whole<'_>, way: &[usize]) {
        let own = self.leaves.len();
        match &file.content {
            Content::Sheets(all) => {
                self.leaves.extend(sheets::leaves(all, &mut self.cells, self.rules, &mut self.masked))
            }
            Content::Mail(mail) => self.mail(mail, way),
            Content::Document(document) => {
                let slot = |index: usize| {
                    let mut way = way.to_vec();
                    way.push(index);
                    self.slot(&way, 0)
                };
                self.leaves.push(documents::leaf(document, slot));
            }
            Content::Video(video) => self.video(video, whole, way),
            Content::Image(image) => {
                let (w, h) = (f64::from(image.width), f64::from(image.height));
                let low = h * 0.72 < LOW;
                self.leaves.push(json!({
                    "kind": "image", "slot": self.slot(way, 0), "w": w, "h": h, "low": low, "alone": !low,
                }));
            }
            Content::Pages(sizes) => {
                let page = |(at, size): (usize, &crate::evidence::PageSize)| json!({"slot": self.slot(way, at + 1), "w": size.width, "h": size.height});
                let pages: Vec<Value> = sizes.iter().enumerate().map(page).collect();
                self.leaves.push(json!({"kind": "pages", "pages": pages, "alone": true}));
            }
            Content::Text { text, .. } => {
                let mut body = printed::text(text);
                self.shorten(&mut body);
                self.leaves.push(body);
            }
            Content::Table { rows, total_rows, .. } => {
                let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
                let most = (self.cells / columns).min(printed::ROWS) + 1;
                self.cells = self.cells.saturating_sub(rows.len().min(most) * columns);
                let shown: Vec<Vec<String>> = rows.iter().take(most).cloned().collect();
                let shown = table(&shown, self.rules, &mut self.masked);
                self.leaves.push(printed::table(&shown, *total_rows));
            }
        }
        let Some(title) = &whole.title else { return };
        if let Some(first) = self.leaves.get_mut(own) {
            // The leaf's own title, of a sheet, follows that of the attachment.
            let inner = first.get("title").and_then(Value::as_str).map(str::to_owned);
            first["over"] = json!(title);
            if let Some(inner) = inner {
                first["title"] = json!(inner);
            }
            let left = left_out::words(&file.left_out);
            let facts = match &file.content {
                Content::Pages(sizes) if sizes.len() > 1 => vec![format!("{} pages", sizes.len())],
                _ => Vec::new(),
            };
            let left = (!left.is_empty()).then(|| format!("Not reproduced: {}", left.join(", ")));
            first["facts"] = json!(facts.into_iter().chain(left).collect::<Vec<_>>());
        }
    }

    /// Bounds the lines of all texts of the exhibit.
    fn shorten(&mut self, body: &mut Value) {
        let count = body["lines"].as_array().map_or(0, Vec::len);
        if count > self.lines {
            if let Some(lines) = body["lines"].as_array_mut() {
                lines.truncate(self.lines);
            }
            body["more"] = json!(body["more"].as_u64().unwrap_or(0) + (count - self.lines) as u64);
        }
        self.lines -= count.min(self.lines);
    }

    fn mail(&mut self, mail: &Mail, way: &[usize]) {
        let mut body = printed::text(&mail.text);
        self.shorten(&mut body);
        let attachments: Vec<Value> = mail.attachments.iter().enumerate().map(|(at, one)| row(way, at, one)).collect();
        self.leaves.push(json!({
            "kind": "mail", "headers": mail.headers, "lines": body["lines"], "more": body["more"],
            "from_html": mail.from_html, "attachments": attachments,
        }));
        for (at, one) in mail.attachments.iter().enumerate() {
            let Some(inspected) = &one.inspected else { continue };
            let mut inner = way.to_vec();
            inner.push(at);
            let title =
                format!("Attachment {} of Exhibit {}: {}", number(&inner), self.number, cut(&one_line(&one.name)));
            let whole = Whole { name: &one.name, bytes: one.bytes, sha256: &one.sha256, title: Some(title) };
            self.content(inspected, &whole, &inner);
        }
    }

    fn video(&mut self, video: &Video, whole: &Whole<'_>, way: &[usize]) {
        let mut facts = vec![
            ("Length", length(video.milliseconds)),
            ("Picture", format!("{} × {} pixels", video.width, video.height)),
        ];
        facts.extend(video.created.clone().map(|created| ("Recorded", created)));
        let sound = if video.sound { "with sound" } else { "without sound" };
        let coding = [video.codec.as_str(), sound].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
        facts.push(("Video", coding.join(", ")));
        facts.push(("File", whole.name.to_owned()));
        facts.push(("Size", format!("{} bytes", printed::grouped(whole.bytes))));
        let mut inner = way.to_vec();
        inner.push(0);
        let cover = video.cover.first().and_then(|cover| match &cover.inspected.as_ref()?.content {
            Content::Image(image) => Some(json!({
                "slot": self.slot(&inner, 0), "w": image.width, "h": image.height, "first": cover.name == FIRST_PICTURE,
            })),
            _ => None,
        });
        self.leaves.push(json!({
            "kind": "video", "rows": facts, "sha256": whole.sha256, "cover": cover, "attached": whole.title.is_some(),
        }));
    }
}

/// A file as a whole.
struct Whole<'a> {
    name: &'a str,
    bytes: u64,
    sha256: &'a str,
    title: Option<String>,
}

/// `[0, 2]` → `1.3`.
fn number(way: &[usize]) -> String {
    way.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(".")
}

/// The row of an attachment in the list: number, name, type, size, hash, and why it is not shown.
fn row(way: &[usize], at: usize, one: &Enclosed) -> Value {
    let mut inner = way.to_vec();
    inner.push(at);
    json!({
        "number": number(&inner), "name": cut(&one_line(&one.name)), "type": one.media_type,
        "bytes": one.bytes, "sha256": one.sha256,
        "state": one.why.as_ref().map(|why| format!("not shown: {why}")),
    })
}

/// A length as people say it: `12.5 s`, `2 min 5 s`.
fn length(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..=59 => format!("{}.{} s", seconds, milliseconds % 1000 / 100),
        60..=3_599 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min {} s", seconds / 3_600, seconds / 60 % 60, seconds % 60),
    }
}

fn spell(value: &mut Value, missing: &BTreeSet<char>) {
    match value {
        Value::String(text) if text.contains(|c| missing.contains(&c)) => *text = spell_out(text, missing),
        Value::Array(all) => all.iter_mut().for_each(|one| spell(one, missing)),
        Value::Object(all) => all.values_mut().for_each(|one| spell(one, missing)),
        _ => {}
    }
}

fn gather(value: &Value, to: &mut String) {
    match value {
        Value::String(text) => to.push_str(text),
        Value::Array(all) => all.iter().for_each(|one| gather(one, to)),
        Value::Object(all) => all.values().for_each(|one| gather(one, to)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!([5_167, 125_000, 3_725_000].map(length), ["5.1 s", "2 min 5 s", "1 h 2 min 5 s"]);
        assert_eq!(number(&[0, 2]), "1.3");
    }

    #[test]
    fn texts_share_their_lines() {
        let mut builder = Builder::new(None, Rules::default());
        for _ in 0..5 {
            let mut body = printed::text(&"x\n".repeat(1_000));
            builder.shorten(&mut body);
            builder.leaves.push(body);
        }
        assert_eq!(builder.leaves[3]["lines"].as_array().map(Vec::len), Some(1_000));
        assert_eq!(builder.leaves[4]["lines"].as_array().map(Vec::len), Some(0));
        assert_eq!(builder.leaves[4]["more"], 1_000);
    }
}
