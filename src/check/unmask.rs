//! `unmask`: the columns that a seller wants printed as they are.

use super::case::EvidenceFile;
use crate::diag::Finding;
use crate::evidence::Content;
use crate::evidence::sheet::name_words;
use crate::parse::fields::nearest;
use crate::source::Spanned;

/// Rows of a sheet among which its columns are named.
const HEAD: usize = 40;

/// Tells of names that no column bears: what is to be printed would be masked without a word.
pub(super) fn check(names: &[Spanned<String>], file: Option<&EvidenceFile>, out: &mut Vec<Finding>) {
    let Some(columns) = file.and_then(|file| columns(&file.inspected.content)) else { return };
    for name in names {
        let same = |column: &&str| name_words(column).1 == name_words(name).1;
        if columns.iter().any(|column| same(&column.as_str())) {
            continue;
        }
        let finding = Finding::new("S009", name.place.clone()).arg("id", name.value.as_str());
        out.push(match nearest(name, columns.iter().map(String::as_str)) {
            Some(near) => finding.variant("column-similar").arg("nearest", near),
            None => finding.variant("column"),
        });
    }
}

/// What may be the names of columns, where the file is a table.
fn columns(content: &Content) -> Option<Vec<String>> {
    let cells: Vec<&String> = match content {
        Content::Table { rows, .. } => rows.iter().take(1).flatten().collect(),
        Content::Sheets(sheets) => {
            sheets.iter().flat_map(|sheet| sheet.rows.iter().take(HEAD)).flat_map(|row| &row.cells).collect()
        }
        _ => return None,
    };
    Some(cells.into_iter().filter(|cell| !cell.trim().is_empty()).map(|cell| cell.trim().to_owned()).collect())
}
