use crate::diag::{Finding, Level};
use crate::evidence::Content;
use crate::lint::{Context, Group, Rule};

/// E012: a picture that cannot be read where it is printed.
pub static RULE: Rule = Rule {
    code: "E012",
    name: "low-resolution",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E012.md"),
    page_zh: include_str!("../../../locales/zh/rules/E012.md"),
    judge: Some(judge),
};

/// A photo shows a thing: it takes this many pixels on its longer side to see what it is. At the 100
/// dots an inch at which small pictures are printed, that is a hand wide.
const PHOTO: u32 = 480;
/// A picture of writing: 60 characters a line have some 10 dots each; with fewer, letters have no shape.
const WRITING: u32 = 640;

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for evidence in &context.case.evidence {
        let Some(Content::Image(image)) = evidence.file.as_ref().map(|file| &file.inspected.content) else { continue };
        let needed = if matches!(evidence.kind.as_str(), "photo" | "other" | "video") { PHOTO } else { WRITING };
        if image.width.max(image.height) >= needed {
            continue;
        }
        let size = |pixels: u32| usize::try_from(pixels).unwrap_or(usize::MAX);
        out.push(
            Finding::new("E012", evidence.path_place.clone())
                .arg("id", evidence.id.as_str())
                .arg("width", size(image.width))
                .arg("height", size(image.height))
                .arg("needed", size(needed)),
        );
    }
}
