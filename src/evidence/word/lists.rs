//! Lists: which mark stands before a paragraph.

use std::collections::BTreeMap;

use roxmltree::Node;

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub struct Lists {
    /// Levels by the list's number: format, pattern and first number.
    levels: BTreeMap<String, Vec<Level>>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
}

#[derive(Clone)]
struct Level {
    format: String,
    pattern: String,
    start: u32,
}

fn named<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// The `val` of a child.
pub fn value<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    attribute(named(node, name).next()?, "val")
}

/// An attribute, whatever its namespace.
pub fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

impl Lists {
    /// Reads `numbering.xml`.
    pub fn new(root: Node<'_, '_>) -> Self {
        let mut kinds: BTreeMap<&str, Vec<Level>> = BTreeMap::new();
        for kind in named(root, "abstractNum") {
            let Some(id) = attribute(kind, "abstractNumId") else { continue };
            let levels = named(kind, "lvl").take(LEVELS).map(|level| Level {
                format: value(level, "numFmt").unwrap_or("decimal").to_owned(),
                pattern: value(level, "lvlText").unwrap_or_default().chars().take(40).collect(),
                start: value(level, "start").and_then(|n| n.parse().ok()).unwrap_or(1),
            });
            kinds.insert(id, levels.collect());
        }
        let lists = named(root, "num").filter_map(|list| {
            let levels = kinds.get(value(list, "abstractNumId")?)?;
            Some((attribute(list, "numId")?.to_owned(), levels.clone()))
        });
        Self { levels: lists.collect(), counts: BTreeMap::new() }
    }

    /// The mark of the next entry of a list; nothing where the list is none.
    pub fn next(&mut self, list: &str, level: usize) -> Option<String> {
        if list == "0" {
            return None;
        }
        let level = level.min(LEVELS - 1);
        let Some(levels) = self.levels.get(list) else { return Some("\u{2022}".to_owned()) };
        let own = levels.get(level)?;
        let counts = self.counts.entry(list.to_owned()).or_default();
        counts[level] = Some(counts[level].map_or(own.start, |count| count.saturating_add(1)));
        counts.iter_mut().skip(level + 1).for_each(|count| *count = None);
        if own.format == "none" {
            return Some(String::new());
        }
        if own.format == "bullet" {
            return Some(if level == 0 { "\u{2022}" } else { "\u{2013}" }.to_owned());
        }
        let mut mark = own.pattern.clone();
        for (at, of) in levels.iter().enumerate() {
            let count = counts.get(at).copied().flatten().unwrap_or(of.start);
            mark = mark.replace(&format!("%{}", at + 1), &number(count, &of.format));
        }
        Some(mark)
    }
}

fn number(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count, 'a'),
        "upperLetter" => letters(count, 'A'),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "decimalZero" => format!("{count:02}"),
        "chineseCounting" | "chineseCountingThousand" | "ideographDigital" | "taiwaneseCounting" => chinese(count),
        _ => count.to_string(),
    }
}

fn letters(count: u32, first: char) -> String {
    if count == 0 || count > 26 * 20 {
        return count.to_string();
    }
    // Word doubles the letters: z, aa, bb.
    let letter = char::from_u32(u32::from(first) + (count - 1) % 26).unwrap_or(first);
    std::iter::repeat_n(letter, ((count - 1) / 26 + 1) as usize).collect()
}

fn roman(count: u32) -> String {
    if count == 0 || count >= 4000 {
        return count.to_string();
    }
    const MARKS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = count;
    let mut text = String::new();
    for (value, mark) in MARKS {
        while left >= value {
            text.push_str(mark);
            left -= value;
        }
    }
    text
}

fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    match count {
        0..=9 => digit(count).to_owned(),
        10..=99 => {
            let tens = if count < 20 { "" } else { digit(count / 10) };
            let ones = if count.is_multiple_of(10) { "" } else { digit(count % 10) };
            format!("{tens}十{ones}")
        }
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!([1, 27, 28].map(|n| number(n, "lowerLetter")), ["a", "aa", "bb"]);
        assert_eq!([4, 1999].map(|n| number(n, "upperRoman")), ["IV", "MCMXCIX"]);
        assert_eq!([3, 10, 21].map(|n| number(n, "chineseCounting")), ["三", "十", "二十一"]);
    }

    #[test]
    fn levels_count_by_themselves() {
        let text = "<numbering><abstractNum abstractNumId=\"1\"><lvl><start val=\"1\"/><numFmt val=\"decimal\"/><lvlText val=\"%1.\"/></lvl>\
            <lvl><start val=\"1\"/><numFmt val=\"decimal\"/><lvlText val=\"%1.%2\"/></lvl></abstractNum>\
            <num numId=\"5\"><abstractNumId val=\"1\"/></num></numbering>";
        let tree = roxmltree::Document::parse(text).expect("XML");
        let mut lists = Lists::new(tree.root_element());
        let marks: Vec<Option<String>> = [0, 1, 1, 0, 1].iter().map(|level| lists.next("5", *level)).collect();
        let wanted = ["1.", "1.1", "1.2", "2.", "2.1"].map(|mark| Some(mark.to_owned()));
        assert_eq!(marks, wanted);
        assert_eq!(lists.next("0", 0), None);
    }
}
