//! `new`: a commented case directory, made from the type's own example.

use std::path::Path;

use super::args::New;
use super::schema;
use super::{COULD_NOT_RUN, Console, GOOD, complaints};
use crate::check::ident;
use crate::complaints::worst::worst;
use crate::diag::Arg;
use crate::issue_type::IssueTypes;
use crate::locale::Args;
use crate::parse::keys::STANCES;
use crate::templates::Templates;
use crate::write;

/// The ASIN that the examples are written with.
const BLANK: &str = "B0XXXXXXXX";

/// The file at the root of a workspace that tells editors what a case may hold.
const SCHEMA: &str = "case.schema.json";

/// Raw reports name buyers, and git never forgets; what a build took from them names none.
const IGNORED: &str =
    "# Reports name buyers: git keeps only what a build counted in them.\n/reports/*\n!/reports/*.tally.json\n";

/// Makes a case directory, or one for each of a report's worst ASINs.
pub fn new(flags: &New, console: &Console) -> u8 {
    if !STANCES.contains(&flags.stance.as_str()) {
        let args = Args::from([
            ("value".into(), Arg::from(flags.stance.as_str())),
            ("allowed".into(), Arg::from(STANCES.join(", "))),
        ]);
        return console.refuse("tool-bad-value", &args);
    }
    let templates = Templates::new(crate::read::templates(Path::new(".")));
    match (&flags.from_report, &flags.asin, &flags.kind) {
        (Some(report), ..) => from_report(report, flags, &templates, console).unwrap_or_else(|code| code),
        (None, Some(asin), Some(kind)) => {
            let asin = asin.trim().to_ascii_uppercase();
            if ident::asin(&asin).is_err() {
                return console.refuse("tool-bad-asin", &Args::from([("asin".into(), Arg::from(asin))]));
            }
            make(&Wanted { asin: &asin, kind, product: "", report: None }, flags, &templates, console)
        }
        _ => console.refuse("tool-new-what", &Args::new()),
    }
}

/// A case that is to be made.
struct Wanted<'w> {
    asin: &'w str,
    kind: &'w str,
    product: &'w str,
    /// A report inside the workspace, from its root.
    report: Option<&'w str>,
}

/// Makes a case for each of the ASINs with the most complaints, of the type that the leading one suggests.
fn from_report(report: &Path, flags: &New, templates: &Templates, console: &Console) -> Result<u8, u8> {
    let taken = complaints::named(report, console)?;
    let all = worst(&taken, None, None);
    let chosen: Vec<_> = all.iter().filter(|of| of.fault > 0).take(flags.top).collect();
    if chosen.is_empty() {
        let args = Args::from([("path".into(), Arg::from(report.display().to_string()))]);
        return Err(console.refuse("tool-complaints-no-worst", &args));
    }
    let above = write::create_folder(&flags.dir).and_then(|()| crate::read::root_above(&flags.dir));
    let inside = above.ok().and_then(|above| crate::read::inside(&above.root, report));
    let mut code = GOOD;
    for of in chosen {
        let kind = flags.kind.as_deref().or(of.kind).unwrap_or_default();
        let wanted = Wanted { asin: &of.asin, kind, product: &of.product, report: inside.as_deref() };
        code = code.max(make(&wanted, flags, templates, console));
    }
    Ok(code)
}

fn make(wanted: &Wanted<'_>, flags: &New, templates: &Templates, console: &Console) -> u8 {
    let asin = wanted.asin;
    let types = IssueTypes::new(templates);
    let Some(kind) = types.find(wanted.kind) else {
        let known: Vec<&str> = types.iter().map(|kind| kind.id.as_str()).collect();
        let args =
            Args::from([("value".into(), Arg::from(wanted.kind)), ("allowed".into(), Arg::from(known.join(", ")))]);
        return console.refuse("tool-bad-value", &args);
    };
    let Some(example) = templates.get(&format!("{}/example.toml", kind.id)) else {
        return console.refuse("tool-no-template", &Args::from([("name".into(), Arg::from(kind.id.as_str()))]));
    };
    let text = example.text.replace(BLANK, asin);
    let text = if flags.stance == "dispute" { dispute(&text) } else { text };
    let text = filled(&text, wanted);
    let topic = kind.id.rsplit('/').next().unwrap_or_default();
    let folder = flags.dir.join(format!("{asin}-{topic}"));
    let file = folder.join("case.toml");
    let schema = schema::text(false, console.locale.lang());
    let made = write::create_folder(&flags.dir).and_then(|()| crate::read::root_above(&flags.dir)).and_then(|above| {
        write::create(&file, &format!("#:schema {}../{SCHEMA}\n{text}", above.up))?;
        write::create_folder(&folder.join("evidence"))?;
        write::create(&folder.join(".gitignore"), IGNORED)?;
        if above.root_has(SCHEMA, &schema) { Ok(()) } else { write::replace(&above.root.join(SCHEMA), &schema) }
    });
    if let Err(error) = made {
        let args = Args::from([
            ("path".into(), Arg::from(file.display().to_string())),
            ("detail".into(), Arg::from(error.to_string())),
        ]);
        let _ = console.refuse("tool-write-failed", &args);
        return COULD_NOT_RUN;
    }
    console.result(&format!("{}\n", file.display()));
    if flags.from_report.is_none() {
        let list = kind.checklist.iter().map(|wanted| match console.locale.lang() {
            crate::options::Lang::En => format!("  [ ] {} ({})\n", wanted.en, wanted.kind),
            crate::options::Lang::Zh => format!("  [ ] {}({})\n", wanted.zh, wanted.kind),
        });
        console.result(&list.collect::<String>());
    }
    GOOD
}

/// The example with what the report says: the product's name, and the report itself.
fn filled(text: &str, wanted: &Wanted<'_>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut made = String::new();
    for line in text.lines() {
        match line.split_once('=') {
            Some((key, _)) if key.trim() == "product" && !wanted.product.is_empty() => {
                made.push_str(&format!("{key}= {}\n", quoted(wanted.product)));
            }
            _ => made.push_str(&format!("{line}\n")),
        }
    }
    if let Some(report) = wanted.report {
        made.push_str(&format!("\n[complaints]\nreports = [{}]\n", quoted(&format!("/{report}"))));
    }
    made
}

/// The example as a dispute: causes and actions go, the arguments at its end come in.
fn dispute(example: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_fault = false;
    let mut in_arguments = false;
    for line in example.lines() {
        if line.starts_with("[[root_cause]]") || line.starts_with("[[actions]]") {
            // The comment that leads into the table goes with it.
            while !in_fault && lines.last().is_some_and(|last| last.starts_with('#')) {
                lines.pop();
            }
            in_fault = true;
        } else if line.starts_with("[[evidence]]") {
            in_fault = false;
        } else if line.starts_with("# [[arguments]]") {
            in_arguments = true;
        }
        if in_fault {
            continue;
        }
        let line = if in_arguments { line.strip_prefix("# ").unwrap_or(line) } else { line };
        lines.push(match line.split_once('=') {
            Some((key, _)) if key.trim() == "stance" => "stance      = \"dispute\"".to_owned(),
            _ => line.to_owned(),
        });
    }
    cited_only(&(lines.join("\n") + "\n"))
}

/// Without the `[[evidence]]` tables that nothing cites any more.
fn cited_only(case: &str) -> String {
    let Ok(table) = case.parse::<toml::Table>() else { return case.to_owned() };
    let arguments = table.get("arguments").and_then(toml::Value::as_array).into_iter().flatten();
    let lists = arguments.filter_map(|argument| argument.get("evidence")?.as_array());
    let cited: Vec<&str> = lists.flatten().filter_map(toml::Value::as_str).collect();
    let all = table.get("evidence").and_then(toml::Value::as_array).into_iter().flatten();
    let mut keep = all.map(|one| one.get("id").and_then(toml::Value::as_str).is_some_and(|id| cited.contains(&id)));
    let mut dropping = false;
    let mut lines: Vec<&str> = Vec::new();
    for line in case.lines() {
        if line.starts_with("[[evidence]]") {
            dropping = !keep.next().unwrap_or(true);
        } else if line.starts_with('#') && !line.starts_with("# date") || line.starts_with('[') {
            dropping = false;
        }
        // What a table that stays improves on may be gone.
        let dangling = line.starts_with("after ") && !cited.iter().any(|id| line.contains(&format!("\"{id}\"")));
        if !dropping && !dangling {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}
