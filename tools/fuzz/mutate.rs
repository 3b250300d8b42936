//! Case files, changed at random: what a seed makes is the same on every machine.

/// Small and good enough; the state is the seed (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.next() % end as u64).unwrap_or(0) }
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// What sellers and their programs put into TOML, and what breaks readers of it.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    ",",
    ".",
    "\\",
    "\\u12",
    "\\UFFFFFFFF",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{fffd}",
    "“",
    "”",
    "„",
    "＝",
    "，",
    "［",
    "\u{3000}",
    "é",
    "包装",
    "😀",
    "e\u{301}",
    "0",
    "-1",
    "1e999",
    "99999999999999999999",
    "nan",
    "true",
    "2026-13-40",
    "2026/10/2",
    "2026年10月2日",
    "2026-10-02T00:00:00Z",
    "[]",
    "{}",
    "[[a.b]]",
    "a.b = 1\n",
    "[[actions]]\n",
    "[actions]\n",
    "id = 1\n",
    "evidence = [\n",
    "# appealc: allow(vague-action, reason = \"x\")\n",
    "# appealc: allow(",
    "../",
    "./",
    "//",
    "C:\\",
    "We will improve everything.",
    "我们会加强管理。",
    "order 112-5550111-5550122",
    "TODO",
    "[insert date]",
    "B0XXXXXXXX",
];

/// One of the texts, changed in up to eight ways.
pub fn case(texts: &[String], random: &mut Random) -> String {
    let mut text = texts[random.below(texts.len())].clone();
    for _ in 0..=random.below(8) {
        change(&mut text, texts, random);
        // A text that grew without end would only cost time.
        if text.len() > 60_000 {
            text.truncate(boundary(&text, 60_000));
        }
    }
    text
}

fn change(text: &mut String, texts: &[String], random: &mut Random) {
    let at = boundary(text, random.below(text.len() + 1));
    let line = line(text, at);
    match random.below(12) {
        0 | 1 => text.insert_str(at, random.of(PIECES)),
        2 | 3 => {
            let end = boundary(text, at + random.below(8));
            text.replace_range(at..end.max(at), random.of(PIECES));
        }
        4 => text.replace_range(line, ""),
        5 => {
            let copy = text[line.clone()].to_owned();
            text.insert_str(line.end, &copy);
        }
        6 => text.truncate(at),
        7 => {
            // The value of a key becomes something else.
            let new = format!("{} = {}\n", text[line.clone()].split('=').next().unwrap_or_default(), random.of(PIECES));
            text.replace_range(line, &new);
        }
        8 => {
            // Another file's lines.
            let other = &texts[random.below(texts.len())];
            let from = self::line(other, boundary(other, random.below(other.len() + 1))).start;
            let to = boundary(other, (from + random.below(400)).min(other.len()));
            text.insert_str(line.start, &other[from..to.max(from)]);
        }
        9 => {
            // A byte that makes the text another one, or none; what reads files replaces it.
            let mut bytes = std::mem::take(text).into_bytes();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        10 => {
            let piece = random.of(PIECES).repeat(1 + random.below(200));
            text.insert_str(at, &piece);
        }
        _ => {
            let copy = text[line.clone()].to_owned();
            text.replace_range(line, "");
            let there = self::line(text, boundary(text, random.below(text.len() + 1))).start;
            text.insert_str(there, &copy);
        }
    }
}

/// The line around a byte, with its end.
fn line(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The start of the character at a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
