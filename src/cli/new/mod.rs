//! `new`: commented case directories, made from the type's own example.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{Format, New};
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build, named, schema};
use crate::check::ident;
use crate::diag::Arg;
use crate::driver::named::{Asked, Listed};
use crate::driver::reports::Ask;
use crate::issue_type::{IssueType, IssueTypes};
use crate::locale::Args;
use crate::options::Task;
use crate::parse::keys::STANCES;
use crate::read;
use crate::start::like::{Model, Words};
use crate::start::listing::{Defaults, Listing};
use crate::start::{Draft, Fault, example};
use crate::templates::Templates;
use crate::write;

/// Questions in a terminal.
pub(super) mod ask;

/// Amazon's notice.
mod notice;

/// The file at the root of a workspace that tells editors what a case may hold.
pub(super) const SCHEMA: &str = "case.schema.json";

/// Raw reports name buyers, and git never forgets; what a build took from them names none.
const IGNORED: &str =
    "# Reports name buyers: git keeps only what a build counted in them.\n/reports/*\n!/reports/*.tally.json\n";

/// Makes case directories.
pub fn new(flags: &New, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &New, console: &Console) -> Result<u8, u8> {
    if let Some(stance) = flags.stance.as_deref().filter(|stance| !STANCES.contains(stance)) {
        return Err(bad_value(stance, &STANCES.join(", "), console));
    }
    let maker = Maker::new(flags, console)?;
    if let Some(report) = &flags.from_report {
        return from_report(report, &maker);
    }
    if let Some(list) = &flags.list {
        return from_list(list, &maker);
    }
    if let Some(path) = &flags.notice {
        return notice::from_notice(path, &maker);
    }
    let model = || maker.model.as_ref().and_then(|model| model.kind());
    let draft = match (&flags.asin, flags.kind.as_deref().or_else(model)) {
        (Some(asin), Some(kind)) => maker.draft(vec![maker.asin(asin)?], maker.kind(kind)?),
        // Somebody who can be asked is asked.
        (asin, kind) if can_ask() && console.format == Format::Human => ask::draft(asin.as_deref(), kind, &maker)?,
        _ => return Err(console.refuse("tool-new-what", &Args::new())),
    };
    maker.make(&draft, &Extra::default()).map(|()| GOOD)
}

/// Whether questions reach a person.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn bad_value(value: &str, allowed: &str, console: &Console) -> u8 {
    let args = Args::from([("value".into(), Arg::from(value)), ("allowed".into(), Arg::from(allowed))]);
    console.refuse("tool-bad-value", &args)
}

/// What is not in the draft of a case.
#[derive(Default)]
struct Extra<'e> {
    /// A report inside the workspace, from its root.
    report: Option<&'e str>,
    /// The notice, to be copied into the case: name and content.
    notice: Option<(&'e str, &'e [u8])>,
}

/// Makes case directories by the flags.
struct Maker<'m> {
    flags: &'m New,
    console: &'m Console,
    /// The workspace around the current folder.
    root: PathBuf,
    templates: Templates,
    types: IssueTypes,
    model: Option<Model>,
}

impl<'m> Maker<'m> {
    fn new(flags: &'m New, console: &'m Console) -> Result<Self, u8> {
        let root = read::root_above(Path::new(".")).map_or_else(|_| PathBuf::from("."), |above| above.root);
        let templates = Templates::new(read::templates(&root));
        let types = IssueTypes::new(&templates);
        let mut maker = Self { flags, console, root, templates, types, model: None };
        if let Some(path) = &flags.like {
            maker.model = Some(maker.read_model(path)?);
        }
        Ok(maker)
    }

    /// Reads the case that new ones should be like.
    fn read_model(&self, path: &Path) -> Result<Model, u8> {
        let console = self.console;
        let workspace = read::workspace(&[path.to_path_buf()]).map_err(|error| build::refuse(&error, console))?;
        let shown = || Args::from([("path".into(), Arg::from(path.display().to_string()))]);
        let [folder] = workspace.cases.as_slice() else { return Err(console.refuse("start-like-several", &shown())) };
        let here = self.above()?;
        if here.root != workspace.root {
            let pair = [("first", &here.root), ("second", &workspace.root)];
            let args = pair.map(|(name, root)| (name.to_owned(), Arg::from(root.display().to_string())));
            return Err(console.refuse("tool-roots-differ", &Args::from(args)));
        }
        let text = read::text(&workspace.root, &read::join(folder, read::CASE_FILE));
        let table = text.ok().and_then(|text| text.text.parse().ok());
        let table = table.ok_or_else(|| console.refuse("start-like-unreadable", &shown()))?;
        Ok(Model { folder: folder.clone(), table })
    }

    /// The workspace above the folder that cases are made in.
    fn above(&self) -> Result<read::Above, u8> {
        let dir = &self.flags.dir;
        let above = write::create_folder(dir).and_then(|()| read::root_above(dir));
        above.map_err(|error| self.cannot_write(dir, &error))
    }

    fn cannot_write(&self, path: &Path, error: &std::io::Error) -> u8 {
        let args = Args::from([
            ("path".into(), Arg::from(path.display().to_string())),
            ("detail".into(), Arg::from(error.to_string())),
        ]);
        self.console.refuse("tool-write-failed", &args)
    }

    /// An ASIN of the command line.
    fn asin(&self, text: &str) -> Result<String, u8> {
        let asin = text.trim().to_ascii_uppercase();
        match ident::asin(&asin) {
            Ok(()) => Ok(asin),
            Err(_) => Err(self.console.refuse("tool-bad-asin", &Args::from([("asin".into(), Arg::from(asin))]))),
        }
    }

    /// The type that a name means.
    fn kind(&self, name: &str) -> Result<&IssueType, u8> {
        self.types.find(name).ok_or_else(|| {
            let known: Vec<&str> = self.types.iter().map(|kind| kind.id.as_str()).collect();
            bad_value(name, &known.join(", "), self.console)
        })
    }

    /// Whether cases dispute, unless something else says so.
    fn dispute(&self) -> bool {
        match self.flags.stance.as_deref() {
            Some(stance) => stance == "dispute",
            None => self.model.as_ref().is_some_and(Model::dispute),
        }
    }

    fn draft(&self, asins: Vec<String>, kind: &IssueType) -> Draft {
        Draft { asins, kind: kind.id.clone(), dispute: self.dispute(), ..Draft::default() }
    }

    /// The text of a case file, without its first line.
    fn text(&self, draft: &Draft) -> Result<String, u8> {
        let name = format!("{}/example.toml", draft.kind);
        let Some(template) = self.templates.get(&name) else {
            let args = Args::from([("name".into(), Arg::from(draft.kind.as_str()))]);
            return Err(self.console.refuse("tool-no-template", &args));
        };
        let lang = self.console.locale.lang();
        let Some(model) = self.model.as_ref().filter(|model| model.dispute() == draft.dispute) else {
            return Ok(example::text(&template.text, draft, lang));
        };
        let args = Args::from([("case".into(), Arg::from(model.folder.as_str()))]);
        let words = Words {
            include: self.console.locale.word("start-like-include"),
            check: self.console.locale.text("start-like-check", &args),
        };
        Ok(example::filled(&model.text(&example::in_language(&template.text, lang), &words), draft))
    }

    /// Makes a case directory and says where it is.
    fn make(&self, draft: &Draft, extra: &Extra<'_>) -> Result<(), u8> {
        let console = self.console;
        let wanted = self.checklist(&draft.kind);
        let mut text = example::with_checklist(&self.text(draft)?, &wanted);
        if let Some(report) = extra.report {
            let path = toml::Value::from(format!("/{report}"));
            text.push_str(&format!("\n[complaints]\nreports = [{path}]\n"));
        }
        let folder = self.flags.dir.join(draft.folder());
        let file = folder.join(read::CASE_FILE);
        let above = self.above()?;
        let made = write::create(&file, &format!("#:schema {}../{SCHEMA}\n{text}", above.up)).and_then(|()| {
            write::create_folder(&folder.join("evidence"))?;
            write::create(&folder.join(".gitignore"), IGNORED)?;
            if let Some((name, bytes)) = extra.notice {
                write::file(&folder.join("evidence").join(name), bytes, false)?;
            }
            let schema = schema::text(false, console.locale.lang());
            if above.root_has(SCHEMA, &schema) { Ok(()) } else { write::replace(&above.root.join(SCHEMA), &schema) }
        });
        made.map_err(|error| self.cannot_write(&file, &error))?;
        if console.format == Format::Json {
            let asins = &draft.asins;
            let line = serde_json::json!({"reason": "new", "case": folder.display().to_string().replace('\\', "/"), "asins": asins, "type": draft.kind});
            console.result(&format!("{line}\n"));
        } else {
            console.result(&format!("{}\n", file.display()));
        }
        if self.flags.from_report.is_none() && self.flags.list.is_none() && console.format == Format::Human {
            console.result(&wanted.iter().map(|wanted| format!("  [ ] {wanted}\n")).collect::<String>());
        }
        Ok(())
    }

    /// The evidence that a type wants, to be ticked off.
    fn checklist(&self, kind: &str) -> Vec<String> {
        let wanted = self.types.find(kind).into_iter().flat_map(|kind| &kind.checklist);
        let lines = wanted.map(|wanted| match self.console.locale.lang() {
            crate::options::Lang::En => format!("{} ({})", wanted.en, wanted.kind),
            crate::options::Lang::Zh => format!("{}({})", wanted.zh, wanted.kind),
        });
        lines.collect()
    }
}

/// A fault in words.
fn worded(fault: &Fault, console: &Console) -> String {
    console.locale.text(&fault.message, &fault.args)
}

/// Makes a case for each row of a list; rows that say something wrong are told by their lines.
fn from_list(path: &Path, maker: &Maker<'_>) -> Result<u8, u8> {
    let console = maker.console;
    let file = named::file(path, "start-list-paste", console)?;
    let kind = match &maker.flags.kind {
        Some(kind) => Some(maker.kind(kind)?.id.as_str()),
        None => maker.model.as_ref().and_then(Model::kind),
    };
    let defaults = Defaults { kind: kind.map(str::to_owned), dispute: maker.dispute() };
    let listed = Listed { file, defaults };
    let list: Listing = named::in_worker(Task::List, &maker.root, &listed, &listed.file.path, console)?;
    if !list.ignored.is_empty() && !console.quiet && console.format == Format::Human {
        let args = Args::from([("columns".into(), Arg::from(list.ignored.join(", ")))]);
        console.message(&format!("{}\n", console.locale.text("start-ignored-columns", &args)));
    }
    let (mut made, mut bad) = (0, 0);
    for row in &list.rows {
        let faults = match &row.draft {
            Ok(draft) if maker.flags.dir.join(draft.folder()).join(read::CASE_FILE).is_file() => {
                vec![Fault::new("start-row-exists").arg("folder", draft.folder())]
            }
            Ok(draft) => {
                maker.make(draft, &Extra::default())?;
                made += 1;
                continue;
            }
            Err(faults) => faults.clone(),
        };
        bad += 1;
        let reasons: Vec<String> = faults.iter().map(|fault| worded(fault, console)).collect();
        let line = usize::try_from(row.line).unwrap_or(usize::MAX);
        console.message(&match console.format {
            Format::Json => {
                let file = path.display().to_string();
                let line = serde_json::json!({"reason": "row", "file": file, "line": line, "errors": reasons});
                format!("{line}\n")
            }
            _ => {
                let error = console.locale.word("level-error");
                format!(
                    "{}:{line}: {error}: {}\n",
                    crate::quote::escaped(&path.display().to_string()),
                    reasons.join("; ")
                )
            }
        });
    }
    if console.format == Format::Human && !console.quiet {
        let args = Args::from([("made".into(), Arg::Number(made)), ("bad".into(), Arg::Number(bad))]);
        console.message(&format!("{}\n", console.locale.text("start-list-done", &args)));
    }
    Ok(if bad > 0 { ERRORS } else { GOOD })
}

/// Makes a case for each of the ASINs with the most complaints, of the type that the leading one suggests.
fn from_report(report: &Path, maker: &Maker<'_>) -> Result<u8, u8> {
    let (flags, console) = (maker.flags, maker.console);
    let asked = Asked { path: report.to_path_buf(), ask: Ask::default(), asin: None, most: flags.top };
    let all = named::report(&asked, console)?.ranking.first;
    let chosen: Vec<_> = all.iter().filter(|of| of.fault > 0).collect();
    if chosen.is_empty() {
        let args = Args::from([("path".into(), Arg::from(report.display().to_string()))]);
        return Err(console.refuse("tool-complaints-no-worst", &args));
    }
    let inside = read::inside(&maker.above()?.root, report);
    let extra = Extra { report: inside.as_deref(), ..Extra::default() };
    let mut code = GOOD;
    for of in chosen {
        let kind = maker.kind(flags.kind.as_deref().or(of.kind.as_deref()).unwrap_or_default())?;
        let mut draft = maker.draft(vec![of.asin.clone()], kind);
        draft.set("product", &of.product);
        code = code.max(maker.make(&draft, &extra).err().unwrap_or(GOOD));
    }
    Ok(if code == GOOD { GOOD } else { COULD_NOT_RUN })
}
