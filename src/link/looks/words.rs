use hayro_syntax::object::{Dict, Name, Number, Object, Stream, String as Bytes};

use crate::evidence::formats::pdf::text as decoded;

use super::super::syntax;
use super::{Look, Pen, colour, inset, reals, rectangle};

/// Fields may be nested; deeper than this only in hostile files.
const DEPTH: usize = 32;

/// What a form field says, with what it inherits.
pub(in crate::link) struct Field {
    kind: Vec<u8>,
    value: String,
    flags: i64,
    default: Vec<u8>,
    align: i64,
}

impl Field {
    /// The field that a widget belongs to.
    pub(in crate::link) fn of(widget: &Dict<'_>, form: &Dict<'_>) -> Option<Self> {
        let mut chain = vec![widget.clone()];
        while let Some(parent) = chain.last().and_then(|d| d.get::<Dict<'_>>("Parent")) {
            if chain.len() >= DEPTH {
                return None;
            }
            chain.push(parent);
        }
        let kind = chain.iter().find_map(|d| d.get::<Name<'_>>("FT"))?.to_vec();
        let value = chain.iter().find_map(|d| d.get::<Object<'_>>("V"));
        let value = match value {
            Some(Object::String(bytes)) => decoded(bytes.as_bytes()),
            Some(Object::Name(name)) => decoded(&name),
            Some(Object::Stream(stream)) => said(&stream),
            Some(Object::Array(list)) => {
                let all: Vec<String> = list.iter::<Bytes<'_>>().map(|b| decoded(&b)).collect();
                all.join(", ")
            }
            _ => String::new(),
        };
        let number = |key: &str| {
            let found = chain.iter().find_map(|d| d.get::<Number>(key));
            found.map_or(0, |n| n.as_i64())
        };
        let default = chain.iter().chain([form]).find_map(|d| d.get::<Bytes<'_>>("DA"));
        Some(Self {
            kind,
            value,
            flags: number("Ff"),
            default: default.map(|d| d.to_vec()).unwrap_or_default(),
            align: number("Q"),
        })
    }

    /// Whether it is a field for text, and filled.
    pub(in crate::link) fn has_text(&self) -> bool {
        matches!(self.kind.as_slice(), b"Tx" | b"Ch") && !self.value.trim().is_empty()
    }
}

fn said(stream: &Stream<'_>) -> String {
    decoded(&stream.decoded_data().unwrap_or_default())
}

/// Font size and colour out of a default appearance such as `/Helv 12 Tf 0 g`.
fn style(default: &[u8]) -> (f64, String) {
    let text = String::from_utf8_lossy(default);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let mut size = 0.0;
    let mut colour = "0 g ".to_owned();
    for (i, word) in words.iter().enumerate() {
        let before = |count: usize| -> Option<Vec<f64>> {
            let range = words.get(i.checked_sub(count)?..i)?;
            range.iter().map(|word| word.parse().ok()).collect()
        };
        let count = match *word {
            "Tf" => {
                size = before(1).and_then(|n| n.first().copied()).unwrap_or(0.0);
                continue;
            }
            "g" => 1,
            "rg" => 3,
            "k" => 4,
            _ => continue,
        };
        if let Some(numbers) = before(count) {
            colour = format!("{} {word} ", reals(&numbers));
        }
    }
    let sane = (0.0..=500.0).contains(&size);
    (if sane { size } else { 0.0 }, colour)
}

/// Width of a character in ems, near enough for breaking lines.
fn width(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.25,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' => 0.31,
        'm' | 'M' | 'W' | '@' | '%' => 0.87,
        'A'..='Z' | 'w' | '&' => 0.69,
        '\u{0}'..='\u{2E7F}' => 0.54,
        _ => 1.0,
    }
}

fn length(text: &str) -> f64 {
    text.chars().map(width).sum()
}

/// Breaks text into lines of at most so many ems.
fn lines(text: &str, limit: f64) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in text.split(['\n', '\r']) {
        let mut line = String::new();
        for piece in paragraph.split_inclusive(|c: char| c == ' ' || width(c) == 1.0) {
            if !line.is_empty() && length(&line) + length(piece.trim_end()) > limit {
                found.push(std::mem::take(&mut line));
            }
            line.push_str(piece);
        }
        found.push(line);
        if found.len() > 2000 {
            break;
        }
    }
    found
}

/// Text set in a box: Helvetica where that has all characters, else a font for Chinese that
/// readers bring along.
struct Setting<'t> {
    text: &'t str,
    rect: [f64; 4],
    size: f64,
    align: i64,
    wrap: bool,
    colour: &'t str,
}

impl Setting<'_> {
    fn set(&self) -> (String, Vec<u8>) {
        let (_, _, missing) = encoding_rs::WINDOWS_1252.encode(self.text);
        let font = if missing {
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H\
             /DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
             /W[1 [250] 34 94 540 814 939 500]\
             /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
             /FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4\
             /FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752/Descent -271/CapHeight 737\
             /StemV 58>>>>]>>"
        } else {
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        };
        let [x0, y0, x1, y1] = inset(self.rect, 2.0);
        let limit = if self.wrap { (x1 - x0) / self.size } else { f64::INFINITY };
        let lines = lines(self.text, limit.max(1.0));
        let mut y = if self.wrap { y1 - self.size } else { f64::midpoint(y0, y1) - self.size * 0.36 };
        let mut content = format!("BT /F {} Tf {}", reals(&[self.size]), self.colour).into_bytes();
        for line in lines {
            let line = line.trim_end();
            let space = (x1 - x0) - length(line) * self.size;
            let x = match self.align {
                1 => x0 + space / 2.0,
                2 => x0 + space,
                _ => x0,
            };
            content.extend(format!("1 0 0 1 {} Tm ", reals(&[x, y])).bytes());
            let bytes = if missing {
                // Outside the basic plane the font has nothing.
                let known = line.chars().map(|c| u16::try_from(u32::from(c)).unwrap_or(0x3013));
                known.flat_map(u16::to_be_bytes).collect()
            } else {
                encoding_rs::WINDOWS_1252.encode(line).0.into_owned()
            };
            syntax::string(&mut content, &bytes);
            content.extend_from_slice(b" Tj ");
            y -= self.size * 1.2;
        }
        content.extend_from_slice(b"ET ");
        (format!("/Font<</F {font}>>"), content)
    }
}

/// A note written onto the page.
pub(super) fn free_text(annotation: &Dict<'_>, rect: [f64; 4], pen: &Pen) -> Option<Look> {
    let text = decoded(&annotation.get::<Bytes<'_>>("Contents")?);
    let default = annotation.get::<Bytes<'_>>("DA").map(|d| d.to_vec()).unwrap_or_default();
    let (size, text_colour) = style(&default);
    let setting = Setting {
        text: &text,
        rect,
        size: if size > 0.0 { size } else { 12.0 },
        align: annotation.get::<Number>("Q").map_or(0, |n| n.as_i64()),
        wrap: true,
        colour: &text_colour,
    };
    let (font, words) = setting.set();
    let background = annotation.contains_key("C").then(|| pen.stroke.clone()).flatten();
    let mut content = Vec::new();
    if let Some(colour) = background {
        content.extend(format!("{colour}{} f ", rectangle(rect)).bytes());
    }
    if pen.width > 0.0 && (annotation.contains_key("BS") || annotation.contains_key("Border")) {
        let frame = rectangle(inset(rect, pen.width / 2.0));
        content.extend(format!("0 G {} w {frame} S ", reals(&[pen.width])).bytes());
    }
    content.extend(words);
    Some(Look { bbox: rect, resources: font, content })
}

/// A rubber stamp without a picture: its name in a frame.
pub(super) fn stamp(annotation: &Dict<'_>, rect: [f64; 4], pen: &Pen) -> Option<Look> {
    let name = annotation.get::<Name<'_>>("Name");
    let name = name.map_or_else(|| "Draft".to_owned(), |name| decoded(&name));
    let text = name.trim_start_matches("SB").to_uppercase();
    let [x0, y0, x1, y1] = rect;
    let fitting = (x1 - x0 - 8.0) / length(&text).max(1.0);
    let red = pen.stroke.clone().filter(|c| c != "0 g ");
    let colour = red.unwrap_or_else(|| "0.8 0 0 rg ".to_owned());
    let setting = Setting {
        text: &text,
        rect,
        size: fitting.min((y1 - y0) * 0.7).clamp(1.0, 200.0),
        align: 1,
        wrap: false,
        colour: &colour,
    };
    let (font, words) = setting.set();
    let frame = rectangle(inset(rect, 1.5));
    let mut content = format!("{}2 w {frame} S ", colour.to_uppercase()).into_bytes();
    content.extend(words);
    Some(Look { bbox: rect, resources: font, content })
}

/// A form field: background, border, and what was filled in.
pub(super) fn widget(annotation: &Dict<'_>, form: &Dict<'_>, rect: [f64; 4]) -> Option<Look> {
    const MULTILINE: i64 = 1 << 12;
    const PASSWORD: i64 = 1 << 13;
    let field = Field::of(annotation, form)?;
    let own = annotation.get::<Dict<'_>>("MK").unwrap_or_default();
    let mut content = Vec::new();
    if let Some(background) = colour(&own, "BG", false) {
        content.extend(format!("{background}{} f ", rectangle(rect)).bytes());
    }
    if let Some(line) = colour(&own, "BC", false) {
        let frame = rectangle(inset(rect, 0.5));
        content.extend(format!("{}1 w {frame} S ", line.to_uppercase()).bytes());
    }
    let mut resources = String::new();
    if field.kind == b"Btn" {
        content.extend(ticked(annotation, &field, rect));
    } else if field.has_text() {
        let [_, y0, _, y1] = rect;
        let wrap = field.flags & MULTILINE != 0;
        let (size, text_colour) = style(&field.default);
        let fitting = if wrap { 10.0 } else { ((y1 - y0) * 0.66).clamp(4.0, 12.0) };
        let hidden = "*".repeat(field.value.chars().count().min(100));
        let setting = Setting {
            text: if field.flags & PASSWORD != 0 { &hidden } else { &field.value },
            rect,
            size: if size > 0.0 { size } else { fitting },
            align: field.align,
            wrap,
            colour: &text_colour,
        };
        let (font, words) = setting.set();
        resources = font;
        content.extend(words);
    }
    (!content.is_empty()).then_some(Look { bbox: rect, resources, content })
}

/// A cross in a box that is ticked.
fn ticked(annotation: &Dict<'_>, field: &Field, rect: [f64; 4]) -> Vec<u8> {
    const PUSH_BUTTON: i64 = 1 << 16;
    let state = annotation.get::<Name<'_>>("AS");
    let state = state.map_or_else(|| field.value.clone(), |name| decoded(&name));
    if state.is_empty() || state == "Off" || field.flags & PUSH_BUTTON != 0 {
        return Vec::new();
    }
    let [x0, y0, x1, y1] = inset(rect, 3.0);
    let corners = [[x0, y0], [x1, y1], [x0, y1], [x1, y0]].map(|point| reals(&point));
    let [a, b, c, d] = corners;
    format!("0 G 1.5 w {a} m {b} l {c} m {d} l S ").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_appearance() {
        assert_eq!(style(b"/Helv 9 Tf 1 0 0 rg"), (9.0, "1 0 0 rg ".to_owned()));
        assert_eq!(style(b"rubbish Tf"), (0.0, "0 g ".to_owned()));
    }

    #[test]
    fn breaking() {
        assert_eq!(lines("aa bb cc", 2.5), ["aa bb ", "cc"]);
        assert_eq!(lines("\u{8D28}\u{68C0}\u{62A5}", 2.0), ["\u{8D28}\u{68C0}", "\u{62A5}"]);
    }
}
