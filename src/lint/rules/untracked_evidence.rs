use std::collections::BTreeSet;

use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};
use crate::read::git::Untracked;

/// E008: a file that git does not keep.
pub static RULE: Rule = Rule {
    code: "E008",
    name: "untracked-evidence",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E008.md"),
    page_zh: include_str!("../../../locales/zh/rules/E008.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for evidence in &context.case.evidence {
        let Some(file) = &evidence.file else { continue };
        let Some(untracked) = &file.untracked else { continue };
        // Several exhibits may show pages of one file.
        if !told.insert(&file.path) {
            continue;
        }
        let finding = Finding::new("E008", evidence.path_place.clone())
            .arg("path", file.path.as_str())
            .arg("argument", argument(&file.path));
        out.push(match untracked {
            Untracked::NotAdded => finding,
            Untracked::Ignored { file, line, pattern } => finding
                .variant("ignored")
                .arg("file", file.as_str())
                .arg("line", *line)
                .arg("pattern", pattern.as_str()),
        });
    }
}

/// A path as it is typed after a command.
fn argument(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if path.chars().all(plain) && !path.starts_with('-') {
        path.to_owned()
    } else if path.contains(['"', '$', '`', '!', '\\']) {
        format!("'{}'", path.replace('\'', "'\\''"))
    } else {
        format!("\"{path}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::argument;

    #[test]
    fn paths_can_be_typed() {
        assert_eq!(argument("cases/a/箱子.jpg"), "cases/a/箱子.jpg");
        assert_eq!(argument("cases/a b.jpg"), "\"cases/a b.jpg\"");
        assert_eq!(argument("it's $5.jpg"), "'it'\\''s $5.jpg'");
    }
}
