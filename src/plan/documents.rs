//! Text documents, as they are printed.

use serde_json::{Value, json};

use super::printed::cut;
use crate::evidence::Content;
use crate::evidence::word::{Block, Cell, Document, Run};

/// The leaf of a document; `slot` gives the placeholder of a picture.
pub fn leaf(document: &Document, slot: impl Fn(usize) -> Option<u32>) -> Value {
    let blocks = document.blocks.iter().filter_map(|block| {
        Some(match block {
            Block::Heading { level, text } => json!({"kind": "heading", "level": level, "text": cut(text)}),
            Block::Paragraph(runs) => json!({"kind": "par", "runs": self::runs(runs)}),
            Block::Item { level, mark, runs } => {
                json!({"kind": "item", "level": level, "mark": mark, "runs": self::runs(runs)})
            }
            Block::Table { columns, rows, more } => table(columns, rows, *more),
            Block::Picture { index, width } => {
                let picture = document.pictures.get(*index)?;
                let Some(inspected) = &picture.inspected else {
                    let text = format!("[Picture not shown: {}]", picture.why.as_deref().unwrap_or("cannot be read"));
                    return Some(json!({"kind": "par", "runs": [[text, false, true]]}));
                };
                let Content::Image(image) = &inspected.content else { return None };
                let (w, h) = (f64::from(image.width), f64::from(image.height));
                // Without a size on its page a picture has 96 dots per inch.
                let wide = width.unwrap_or(w * 0.75);
                json!({"kind": "picture", "slot": slot(*index), "w": w, "h": h, "wide": wide})
            }
        })
    });
    json!({"kind": "document", "blocks": blocks.collect::<Vec<_>>(), "more": document.more})
}

fn runs(runs: &[Run]) -> Vec<Value> {
    runs.iter().map(|run| json!([cut(&run.text), run.bold, run.italic])).collect()
}

/// A table: every row filled to the same number of columns.
fn table(columns: &[u32], rows: &[Vec<Cell>], more: usize) -> Value {
    let across = |row: &Vec<Cell>| row.iter().map(|cell| cell.span).sum::<usize>();
    let count = rows.iter().map(across).max().unwrap_or(1).clamp(1, 64);
    let filled = rows.iter().map(|row| {
        let mut left = count;
        let mut cells = Vec::new();
        for cell in row {
            let span = cell.span.min(left);
            if span == 0 {
                break;
            }
            left -= span;
            cells.push(json!([cut(&cell.text), span]));
        }
        cells.extend((0..left).map(|_| json!(["", 1])));
        cells
    });
    let filled: Vec<Vec<Value>> = filled.collect();
    // No column is narrower than a thirtieth of the table.
    let widths: Vec<u32> = match columns.len() == count && columns.iter().all(|width| *width < 1_000_000) {
        true => {
            let least = columns.iter().sum::<u32>() / 30;
            columns.iter().map(|width| (*width).max(least).max(1)).collect()
        }
        false => vec![1; count],
    };
    json!({"kind": "table", "columns": widths, "rows": filled, "more": more})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_same_number_of_columns() {
        let cell = |text: &str, span| Cell { text: text.to_owned(), span };
        let made = table(&[10, 300], &[vec![cell("a", 2)], vec![cell("b", 1)]], 0);
        assert_eq!(made["rows"], json!([[["a", 2]], [["b", 1], ["", 1]]]));
        assert_eq!(made["columns"], json!([10, 300]));
    }
}
