//! What changed in a text, word by word.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// A piece of a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "text", rename_all = "lowercase")]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the old text only.
    Gone(String),
    /// In the new text only.
    New(String),
}

/// Two texts that share nothing are not compared forever.
const PATIENCE: Duration = Duration::from_secs(2);

/// A text in words, blanks and marks; of Chinese, in characters.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        '\u{3400}'..='\u{9fff}' => 0,
        '\n' => 1,
        c if c.is_whitespace() => 2,
        c if c.is_alphanumeric() => 3,
        _ => 4,
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let own = kind(c);
        if last.is_some_and(|last| last != own || matches!(own, 0 | 1 | 4)) {
            found.push(&text[start..at]);
            start = at;
        }
        last = Some(own);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// What became of a text.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let deadline = Instant::now() + PATIENCE;
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline)) {
        let gone = |range: Range<usize>| Piece::Gone(old[range].concat());
        let added = |range: Range<usize>| Piece::New(new[range].concat());
        match op {
            DiffOp::Equal { old_index, len, .. } => pieces.push(Piece::Same(old[old_index..old_index + len].concat())),
            DiffOp::Delete { old_index, old_len, .. } => pieces.push(gone(old_index..old_index + old_len)),
            DiffOp::Insert { new_index, new_len, .. } => pieces.push(added(new_index..new_index + new_len)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                pieces.push(gone(old_index..old_index + old_len));
                pieces.push(added(new_index..new_index + new_len));
            }
        }
    }
    joined(pieces)
}

/// Changes with nothing but a blank between them are one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let (mut gone, mut new, mut between) = (String::new(), String::new(), String::new());
    let flush = |gone: &mut String, new: &mut String, between: &mut String, all: &mut Vec<Piece>| {
        for (text, piece) in [(gone, Piece::Gone as fn(String) -> Piece), (new, Piece::New), (between, Piece::Same)] {
            if !text.is_empty() {
                all.push(piece(std::mem::take(text)));
            }
        }
    };
    for piece in pieces {
        match piece {
            Piece::Same(text) if text == " " && !(gone.is_empty() && new.is_empty()) => between.push_str(&text),
            Piece::Same(text) => {
                flush(&mut gone, &mut new, &mut between, &mut all);
                match all.last_mut() {
                    Some(Piece::Same(before)) => before.push_str(&text),
                    _ => all.push(Piece::Same(text)),
                }
            }
            changed => {
                if !between.is_empty() {
                    gone.push_str(&between);
                    new.push_str(&between);
                    between.clear();
                }
                match changed {
                    Piece::Gone(text) => gone.push_str(&text),
                    Piece::New(text) | Piece::Same(text) => new.push_str(&text),
                }
            }
        }
    }
    flush(&mut gone, &mut new, &mut between, &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let pieces = words(old, new);
        let whole = |keep: fn(&Piece) -> Option<&String>| pieces.iter().filter_map(keep).cloned().collect::<String>();
        let is_old = |piece: &Piece| !matches!(piece, Piece::New(_));
        assert_eq!(pieces.iter().filter(|piece| is_old(piece)).map(text).collect::<String>(), old);
        assert!(new.len() >= whole(|piece| if let Piece::New(text) = piece { Some(text) } else { None }).len());
        let mark = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("{{+{text}+}}"),
        };
        pieces.iter().map(mark).collect()
    }

    fn text(piece: &Piece) -> &str {
        match piece {
            Piece::Same(text) | Piece::Gone(text) | Piece::New(text) => text,
        }
    }

    #[test]
    fn words_are_told_apart() {
        assert_eq!(shown("dropped from 76 cm.", "dropped from 100 cm."), "dropped from [-76-]{+100+} cm.");
        assert_eq!(shown("a b c d", "a x y d"), "a [-b c-]{+x y+} d");
        assert_eq!(shown("每批抽检十件", "每批抽检二十件"), "每批抽检{+二+}十件");
        assert_eq!(shown("", "new"), "{+new+}");
        assert_eq!(shown("same", "same"), "same");
    }

    #[test]
    fn long_texts_end() {
        let (old, new) = ("a b c d e ".repeat(20_000), "x y z ".repeat(30_000));
        assert!(!words(&old, &new).is_empty());
    }
}
