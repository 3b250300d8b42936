use crate::diag::{Finding, Level};
use crate::history::thread::State;
use crate::lint::{Context, Group, Rule};

/// H003: the deadline is near or past, and it is the seller's turn.
pub static RULE: Rule = Rule {
    code: "H003",
    name: "deadline-near",
    level: Level::Warning,
    group: Group::History,
    page_en: include_str!("../../../locales/en/rules/H003.md"),
    page_zh: include_str!("../../../locales/zh/rules/H003.md"),
    judge: Some(judge),
};

/// So many days are near.
const NEAR: i32 = 3;

fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    let case = context.case;
    let (Some(deadline), Some(place)) = (case.respond_by, &case.respond_by_place) else { return };
    // Until then nothing depends on the day.
    let far = deadline.checked_sub(jiff::Span::new().days(NEAR + 1));
    if far.is_ok_and(|far| !context.is_after(far)) || !is_open(context, deadline) {
        return;
    }
    let days = (deadline - context.today()).get_days();
    let count = usize::try_from(days.unsigned_abs()).unwrap_or(0);
    let finding = Finding::new("H003", place.clone()).arg("days", count).arg("date", deadline.to_string());
    out.push(match days {
        0 => finding.variant("today"),
        days if days < 0 => finding.variant("past"),
        _ => finding,
    });
}

/// Whether the deadline still waits for something to be sent: one that was met says nothing any more, unless
/// the answer set another.
fn is_open(context: &Context<'_>, deadline: jiff::civil::Date) -> bool {
    let Some(past) = context.past else { return true };
    let thread = past.thread();
    let answer = thread.last_sent().and_then(|sent| thread.answer_to(sent.n));
    match (thread.state(), answer) {
        (None, _) => true,
        (Some(state), Some((_, date))) => State::waits_for_seller(state) && deadline > date,
        (Some(_), None) => false,
    }
}
