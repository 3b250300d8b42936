use crate::diag::{Finding, Level};
use crate::evidence::formats;
use crate::lint::{Context, Group, Rule};

/// E005: bytes that are not what the name says.
pub static RULE: Rule = Rule {
    code: "E005",
    name: "wrong-extension",
    level: Level::Warning,
    group: Group::Evidence,
    page_en: include_str!("../../../locales/en/rules/E005.md"),
    page_zh: include_str!("../../../locales/zh/rules/E005.md"),
    judge: Some(judge),
};

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for evidence in &context.case.evidence {
        let Some(file) = &evidence.file else { continue };
        let Some(format) = formats::by_id(file.inspected.format) else { continue };
        let written = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let lower = written.to_lowercase();
        // Text may be called anything: a log, a table without an ending of its own.
        if format.extensions.contains(&lower.as_str()) || formats::is_plain(format) {
            continue;
        }
        let stem = file.name.strip_suffix(written).map_or(file.name.as_str(), |stem| stem.trim_end_matches('.'));
        let wanted = format!("{stem}.{}", format.extensions.first().copied().unwrap_or_default());
        out.push(
            Finding::new("E005", evidence.path_place.clone())
                .arg("path", file.name.as_str())
                .arg("format", format.id)
                .arg("wanted", wanted),
        );
    }
}
