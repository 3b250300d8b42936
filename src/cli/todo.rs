//! `todo`: what is missing, whose it is, and by when.

use super::args::{Format, Todo};
use super::build::{self, today, workers};
use super::{Console, GOOD, tell, verify};
use crate::check;
use crate::diag::Arg;
use crate::driver::pool;
use crate::issue_type::IssueTypes;
use crate::locale::Args;
use crate::options::{Options, Task};
use crate::parse;
use crate::read::{self, Workspace};
use crate::templates::Templates;
use crate::todo::{self, Due, Gap, Said};

/// Lists what is missing.
pub fn todo(flags: &Todo, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Todo, console: &Console) -> Result<u8, u8> {
    let (today, today_given) = today(flags.cases.today.as_deref(), console)?;
    let workspace = read::workspace(&flags.cases.paths).map_err(|error| build::refuse(&error, console))?;
    let options = verify::options(workspace.root.clone(), Task::Cases, console)?;
    let options = Options { today, today_given, ..options };
    let types = IssueTypes::new(&Templates::new(read::templates(&workspace.root)));
    let (program, jobs) = workers(flags.cases.jobs)?;
    let bar = build::progress_bar(workspace.cases.len(), console);
    let mut first = true;
    let mut tell = |result: crate::driver::CaseResult| {
        let case = result.outcome.case.clone();
        let Some(read) = Read::new(&workspace, &case) else {
            // What cannot be read at all lacks more than can be listed.
            return bar.suspend(|| console.message(&tell::diagnostics(&result.report, console)));
        };
        let raw = &read.case;
        let kind = raw.top.kind.as_ref().and_then(|kind| types.find(kind));
        let gaps = todo::gaps(&Said { case: raw, included: &read.included, kind }, &result.report, &console.locale);
        let due = raw.top.respond_by.as_ref().map(|day| Due::new(day.value, today));
        let text = match console.format {
            Format::Json => json(&case, due, &gaps),
            _ if gaps.is_empty() => {
                let args = Args::from([("case".into(), Arg::from(case.as_str()))]);
                format!("{}\n", console.locale.text("start-todo-none", &args))
            }
            _ => todo::chat(&read.title(&case), due, &gaps, console.verbose, &console.locale),
        };
        let between = if first || console.format == Format::Json { "" } else { "\n" };
        first = false;
        bar.suspend(|| console.result(&format!("{between}{text}")));
    };
    pool::run(&program, &options, &workspace.cases, jobs, &|count| bar.set_position(count as u64), &mut tell);
    bar.finish_and_clear();
    Ok(GOOD)
}

/// A case and what it includes, as written.
struct Read {
    case: parse::raw::RawCase,
    included: Vec<parse::raw::RawShared>,
}

impl Read {
    /// Reads a case; what is wrong with it, `check` says.
    fn new(workspace: &Workspace, case: &str) -> Option<Self> {
        let root = &workspace.root;
        let text = read::text(root, &read::join(case, read::CASE_FILE)).ok()?;
        let raw = parse::case(&text, &mut Vec::new())?;
        let included = raw.include.iter().filter_map(|include| {
            let base = check::evidence::base(&include.place).to_owned();
            let full = read::resolve(root, &base, include).ok()?;
            let text = read::text(root, &read::relative(root, &full)).ok()?;
            parse::shared(&text, &mut Vec::new())
        });
        Some(Self { included: included.collect(), case: raw })
    }

    /// ASIN and product, by which people know a case.
    fn title(&self, case: &str) -> String {
        let top = &self.case.top;
        let asins = top.asin.iter().chain(top.asins.iter().flatten());
        let mut parts: Vec<&str> = asins.map(|asin| asin.value.as_str()).collect();
        parts.extend(self.case.items.iter().filter_map(|item| Some(item.asin.as_ref()?.value.as_str())));
        let more = parts.len().saturating_sub(3);
        parts.truncate(3);
        let mut title = parts.join(", ");
        if more > 0 {
            title.push_str(&format!(" +{more}"));
        }
        let product = top.product.as_ref().map(|product| product.value.as_str()).filter(|text| !text.contains("TODO"));
        for part in [product, Some(case)].into_iter().flatten() {
            title.push_str(if title.is_empty() { "" } else { " · " });
            title.push_str(&crate::quote::quoted(part, 100));
        }
        title
    }
}

/// One object for each gap, then one for the case.
fn json(case: &str, due: Option<Due>, gaps: &[Gap]) -> String {
    let by = due.map(|due| due.date.to_string());
    let line = |gap: &Gap| {
        serde_json::json!({
            "reason": "todo",
            "case": case,
            "what": gap.what,
            "party": gap.party.name(),
            "owner": gap.owner,
            "by": by,
            "code": gap.code,
            "file": gap.place.as_ref().map(|(file, _)| file),
            "line": gap.place.as_ref().map(|(_, line)| line),
        })
    };
    let lines: String = gaps.iter().map(|gap| format!("{}\n", line(gap))).collect();
    let last = serde_json::json!({
        "reason": "todo-case", "case": case, "missing": gaps.len(), "respond_by": by, "days": due.map(|due| due.days),
    });
    format!("{lines}{last}\n")
}
