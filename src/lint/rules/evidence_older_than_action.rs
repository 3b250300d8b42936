use jiff::civil::Date;

use crate::check::case::Evidence;
use crate::diag::{Finding, Level};
use crate::lint::{Context, Group, Rule};

/// A007: proof that was made before what it proves.
pub static RULE: Rule = Rule {
    code: "A007",
    name: "evidence-older-than-action",
    level: Level::Warning,
    group: Group::Action,
    page_en: include_str!("../../../locales/en/rules/A007.md"),
    page_zh: include_str!("../../../locales/zh/rules/A007.md"),
    judge: Some(judge),
};

/// Kinds that may well be older than the action that rests on them.
const TIMELESS: &[&str] = &["sop", "manual", "packaging-spec", "training-record"];

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    for action in &case.actions {
        let Some(began) = action.started.or(case.notified) else { continue };
        for cite in &action.cites {
            let Some(evidence) = case.evidence.get(cite.evidence) else { continue };
            let before = case.evidence.iter().any(|other| other.after == Some(cite.evidence));
            let Some((made, by)) = made(evidence) else { continue };
            if before || TIMELESS.contains(&evidence.kind.as_str()) || made >= began {
                continue;
            }
            let finding = Finding::new("A007", cite.place.clone())
                .arg("id", evidence.id.as_str())
                .arg("made", made.to_string())
                .arg("by", by)
                .arg("days", usize::try_from((began - made).get_days()).unwrap_or(0))
                .arg("began", began.to_string())
                .label(evidence.path_place.clone(), "made");
            out.push(if action.started.is_some() { finding.variant("started") } else { finding });
        }
    }
}

/// A clock that was never set says 1970 or 2000.
const CLOCK: i16 = 2005;

/// When a file says that it was made, else when the seller says so; and who says it.
fn made(evidence: &Evidence) -> Option<(Date, &'static str)> {
    let taken = evidence.file.as_ref().and_then(|file| file.inspected.taken);
    let said =
        |(year, month, day): (i16, u8, u8)| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let taken = taken.and_then(said).filter(|date| date.year() >= CLOCK).map(|date| (date, "file"));
    taken.or_else(|| Some((evidence.date?, "seller")))
}

#[cfg(test)]
mod tests {
    use super::TIMELESS;
    use crate::parse::keys::KINDS;

    #[test]
    fn every_kind_exists() {
        assert!(TIMELESS.iter().all(|kind| KINDS.contains(kind)));
    }
}
