//! HTML as plain text: what a mail says, without its looks. Nothing that it names is loaded.

/// Characters of text that are made of one part.
const MOST: usize = 2_000_000;

/// The text of an HTML part, and how many pictures it would load from elsewhere.
pub fn text(html: &str) -> (String, usize) {
    let mut made = Made::default();
    let mut rest = html;
    let mut remote = 0;
    let mut heads = 0;
    while let Some(at) = rest.find('<') {
        made.words(&rest[..at]);
        let tag = &rest[at..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            // `<` that begins no tag.
            made.words("<");
            rest = &tag[1..];
            continue;
        }
        let Some(end) = end_of_tag(tag) else {
            made.words(tag);
            rest = "";
            break;
        };
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        let closes = inner.starts_with('/');
        let name: String =
            inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "head" if !closes => {
                // Never closed, it is left open once: there is one.
                rest = if heads == 0 { skip(rest, &name).unwrap_or(rest) } else { rest };
                heads += 1;
            }
            "style" | "script" | "title" | "template" | "noscript" if !closes => {
                rest = skip(rest, &name).unwrap_or_default();
            }
            "br" => made.line(),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" | "pre" => made.gap(),
            "hr" => {
                made.gap();
                made.words("----------");
                made.gap();
            }
            "div" | "tr" | "dt" | "dd" | "section" | "article" | "header" | "footer" | "address" => made.fresh(),
            "li" if !closes => {
                made.fresh();
                made.words("\u{2022} ");
            }
            "td" | "th" if !closes => made.cell(),
            "img" => remote += usize::from(is_remote(inner)),
            _ => {}
        }
    }
    made.words(rest);
    (made.text.trim().to_owned(), remote)
}

/// Where a tag ends; `>` in quotation marks does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices().take(20_000) {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    // A quotation mark that is never closed: the tag ends where the next `>` stands.
    tag.find('>')
}

/// What follows the end of an element whose content is not text.
fn skip<'t>(rest: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at + 2;
        let there = rest.as_bytes().get(start..start + name.len());
        if there.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return rest[start..].find('>').map(|end| &rest[start + end + 1..]);
        }
        from = start;
    }
    None
}

fn is_remote(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    ["src=\"http", "src='http", "src=http", "src=\"//", "src='//"].iter().any(|mark| lower.contains(mark))
}

#[derive(Default)]
struct Made {
    text: String,
    space: bool,
    /// Whether a cell of a row stands before.
    cells: bool,
}

impl Made {
    fn words(&mut self, raw: &str) {
        if self.text.len() > MOST {
            return;
        }
        for c in entities(raw).chars() {
            if c.is_whitespace() && c != '\u{a0}' {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with(['\n', ' ', '\t']) {
                self.text.push(' ');
            }
            self.space = false;
            self.cells = true;
            self.text.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }

    fn line(&mut self) {
        self.space = false;
        self.cells = false;
        while self.text.ends_with([' ', '\t']) {
            self.text.pop();
        }
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A new line, if the line has something on it.
    fn fresh(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.line();
        }
        self.space = false;
        self.cells = false;
    }

    /// An empty line, if there is none.
    fn gap(&mut self) {
        self.fresh();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn cell(&mut self) {
        if self.cells && !self.text.ends_with('\n') {
            self.text.push_str("   ");
            self.space = false;
        }
    }
}

/// Text with its entities resolved.
fn entities(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((entity(rest.get(1..end)?)?, end)));
        match found {
            Some((c, end)) => {
                text.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    const NAMES: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("euro", '€'),
        ("pound", '£'),
        ("yen", '¥'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("bull", '•'),
        ("middot", '·'),
        ("times", '×'),
        ("deg", '°'),
        ("plusmn", '±'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("ntilde", 'ñ'),
        ("zwnj", '\u{200c}'),
        ("zwj", '\u{200d}'),
        ("shy", '\u{ad}'),
        ("ensp", ' '),
        ("emsp", ' '),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn blocks_become_lines() {
        let html = "<html><head><style>p{}</style><title>x</title></head><body><p>Dear  <b>Ms&nbsp;Li</b>,</p>\
            <p>a<br>b &lt; c &amp; d</p><ul><li>one</li><li>two</li></ul><table><tr><td>1</td><td>2</td></tr></table>\
            <!-- no --><img src=\"https://t.example/p.gif\"><img src=\"cid:1\"></body></html>";
        let wanted = "Dear Ms Li,\n\na\nb < c & d\n\n• one\n• two\n\n1   2";
        assert_eq!(text(html), (wanted.to_owned(), 1));
    }

    #[test]
    fn what_is_not_closed_is_no_trap() {
        assert_eq!(text("a <b title=\"x> c</b> d").0, "a c d");
        assert_eq!(text("a < b > c &nosuch; &").0, "a < b > c &nosuch; &");
        assert_eq!(text("<script>1<2").0, "");
        assert_eq!(text("&#x8d28;&#26816;").0, "质检");
        assert_eq!(text("").0, "");
        let _ = text(&"<".repeat(50_000));
        let _ = text(&"<a \"".repeat(20_000));
        let _ = text(&"<!--".repeat(20_000));
    }
}
