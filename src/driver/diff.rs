//! Two submissions side by side, or one and the case as it is now.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::past;
use crate::history::changes::{Changes, changes};
use crate::history::said::Said;
use crate::history::words::{Piece, words};
use crate::read::built;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A submission.
    Sent(u64),
    /// The case as it is now.
    Now,
}

/// What one side says.
#[derive(Debug, Clone)]
pub struct Letter {
    /// As data.
    pub said: Said,
    /// The letter, where it was written.
    pub text: Option<String>,
    /// How many pages the bundle has, where it was built.
    pub pages: Option<usize>,
    /// How many pages each exhibit has there, by id.
    pub of_exhibits: Vec<(String, usize)>,
}

/// A line of the letter that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Word by word.
    pub pieces: Vec<Piece>,
}

/// What changed.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The earlier side.
    pub from: Letter,
    /// The later side.
    pub to: Letter,
    /// In points and exhibits.
    pub changes: Changes,
    /// In the letter, where both were written.
    pub letter: Option<Vec<Line>>,
}

/// What a side says; none where it is not kept, or cannot be read. `now` is what the case says now.
pub fn letter(root: &Path, case: &str, side: &Side, now: Option<&Said>) -> Option<Letter> {
    match side {
        Side::Sent(n) => {
            let manifest = past::kept(root, case, *n)?;
            let text = past::kept_file(root, case, *n, "letter.txt");
            Some(of_manifest(past::said(&manifest)?, &manifest, text))
        }
        Side::Now => {
            let said = now?.clone();
            let settings = past::Shelf::default().settings(root, case);
            let folder = past::outputs(root, case, &settings, None);
            let manifest: Option<Value> =
                built::file(&folder.join(built::MANIFEST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
            // Outputs that say something else were built of another state.
            match manifest.filter(|manifest| past::said(manifest).as_ref() == Some(&said)) {
                Some(manifest) => Some(of_manifest(said, &manifest, built::output(&folder, "letter.txt").ok())),
                None => Some(Letter { said, text: None, pages: None, of_exhibits: Vec::new() }),
            }
        }
    }
}

fn of_manifest(said: Said, manifest: &Value, text: Option<Vec<u8>>) -> Letter {
    let count = |value: &Value| value.as_u64().and_then(|count| usize::try_from(count).ok());
    let list = |key: &str| manifest[key].as_array().cloned().unwrap_or_default();
    let pages = list("volumes").iter().map(|volume| count(&volume["pages"])).sum::<Option<usize>>();
    let exhibits = list("exhibits");
    let of_exhibits =
        exhibits.iter().filter_map(|exhibit| Some((exhibit["id"].as_str()?.to_owned(), count(&exhibit["pages"])?)));
    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Letter { said, text, pages, of_exhibits: of_exhibits.collect() }
}

/// Compares two sides.
pub fn diff(from: Letter, to: Letter) -> Diff {
    let changes = changes(&from.said, &to.said);
    let letter = from.text.as_ref().zip(to.text.as_ref()).map(|(from, to)| lines(&words(from, to)));
    Diff { from, to, changes, letter }
}

/// The lines in which something changed.
fn lines(pieces: &[Piece]) -> Vec<Line> {
    let mut lines = vec![Line { pieces: Vec::new() }];
    for piece in pieces {
        let (text, make): (&String, fn(String) -> Piece) = match piece {
            Piece::Same(text) => (text, Piece::Same),
            Piece::Gone(text) => (text, Piece::Gone),
            Piece::New(text) => (text, Piece::New),
        };
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Line { pieces: Vec::new() });
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.pieces.push(make(part.to_owned()));
            }
        }
    }
    lines.retain(|line| line.pieces.iter().any(|piece| !matches!(piece, Piece::Same(_))));
    lines
}
