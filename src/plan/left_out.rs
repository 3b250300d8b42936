//! What a document holds that is not in the bundle, in words.

use std::collections::BTreeSet;

use crate::evidence::LeftOut;

/// Each kind of thing once, with how many there are of it.
pub fn words(all: &[LeftOut]) -> Vec<String> {
    let mut words = BTreeSet::new();
    let count = |wanted: fn(&LeftOut) -> bool| all.iter().filter(|left| wanted(left)).count();
    let plural = |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    for left in all {
        words.insert(match left {
            LeftOut::JavaScript => "JavaScript".to_owned(),
            LeftOut::LaunchAction => "actions that start a program".to_owned(),
            LeftOut::OpenAction => "actions on opening".to_owned(),
            LeftOut::EmbeddedFile { .. } => {
                plural(count(|l| matches!(l, LeftOut::EmbeddedFile { .. })), "embedded file", "embedded files")
            }
            LeftOut::RemoteLink { .. } => {
                plural(count(|l| matches!(l, LeftOut::RemoteLink { .. })), "link to a web page", "links to web pages")
            }
            LeftOut::InternalLink => "links within the document".to_owned(),
            LeftOut::Xfa => "form description (XFA)".to_owned(),
            LeftOut::Media => "sound or video".to_owned(),
            LeftOut::Animation => "frames after the first".to_owned(),
            LeftOut::Fonts => "its own fonts (text is set in another)".to_owned(),
            LeftOut::Annotation { .. } => {
                let n = count(|l| matches!(l, LeftOut::Annotation { .. }));
                plural(n, "annotation without a look", "annotations without a look")
            }
            LeftOut::Chart => "charts".to_owned(),
            LeftOut::Picture { .. } => plural(count(|l| matches!(l, LeftOut::Picture { .. })), "picture", "pictures"),
            LeftOut::RemotePictures { count } => {
                plural(*count, "picture on the web (not loaded)", "pictures on the web (not loaded)")
            }
            LeftOut::Attachments { count } => plural(*count, "attachment", "attachments"),
            LeftOut::Attachment { .. } => {
                let n = count(|l| matches!(l, LeftOut::Attachment { .. }));
                plural(n, "attachment that cannot be shown", "attachments that cannot be shown")
            }
            LeftOut::Margins => "headers and footers".to_owned(),
            LeftOut::Deleted => "deleted text (tracked changes)".to_owned(),
            LeftOut::HiddenText => "hidden text".to_owned(),
            LeftOut::Drawing => "drawings and formulas".to_owned(),
            LeftOut::Comments => "comments".to_owned(),
            LeftOut::Macros => "macros".to_owned(),
            LeftOut::Columns { sheet, count } => {
                plural(*count, "column of the sheet", "columns of the sheet") + &format!(" \u{201c}{sheet}\u{201d}")
            }
            LeftOut::Sheets { count } => plural(*count, "sheet", "sheets"),
            LeftOut::Rows { .. } => continue,
        });
    }
    words.into_iter().collect()
}
