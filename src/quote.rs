//! How text from a file is shown: characters that would move the cursor, reorder the line or
//! vanish are spelt out, and long values are shortened.

/// How a character is spelt out, or `None` where it can be shown as it is.
pub fn escape(c: char) -> Option<String> {
    match c {
        '\n' => Some("\\n".to_owned()),
        '\r' => Some("\\r".to_owned()),
        '\t' => Some("\\t".to_owned()),
        _ if is_unsafe(c) => Some(format!("\\u{{{:x}}}", u32::from(c))),
        _ => None,
    }
}

/// Whether a character must not reach a terminal, a page or a log as it is: control characters,
/// bidirectional controls, line separators and characters without width that are not part of words.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text with every such character spelt out, whatever its length.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match escape(c) {
            Some(spelt) => shown.push_str(&spelt),
            None => shown.push(c),
        }
    }
    shown
}

/// Text as a message quotes it: escaped, and cut with `…` where it is longer than `longest`
/// characters.
pub fn quoted(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((cut, _)) => format!("{}…", escaped(&text[..cut])),
        None => escaped(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_out_what_would_mislead() {
        assert_eq!(escaped("a\nb\u{202e}c\u{1b}[31m"), "a\\nb\\u{202e}c\\u{1b}[31m");
        assert_eq!(escaped("x\u{2028}\u{2066}\u{200f}\u{61c}"), "x\\u{2028}\\u{2066}\\u{200f}\\u{61c}");
        assert_eq!(escaped("包装 é 👩\u{200d}🔧"), "包装 é 👩\u{200d}🔧");
    }

    #[test]
    fn cuts_long_values() {
        let shown = quoted(&"包".repeat(300), 200);
        assert_eq!(shown.chars().count(), 201);
        assert!(shown.ends_with('…'));
    }
}
