//! `init`: a workspace. Nothing that exists is overwritten.

use std::io::ErrorKind;
use std::path::Path;

use inquire::validator::Validation;

use super::args::{Format, Init};
use super::{COULD_NOT_RUN, Console, GOOD, new, schema};
use crate::diag::Arg;
use crate::locale::Args;
use crate::read;
use crate::start::workspace::{self, File, Seller};
use crate::write;

/// Makes a workspace.
pub fn init(flags: &Init, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Init, console: &Console) -> Result<u8, u8> {
    let folder = flags.folder.as_path();
    let seller = seller(flags, console)?;
    let lang = console.locale.lang();
    let schemas = [schema::text(false, lang), schema::text(true, lang)];
    for made in ["cases", "shared"] {
        write::create_folder(&folder.join(made)).map_err(|error| cannot(&folder.join(made), &error, console))?;
    }
    for file in workspace::files(lang, &seller, schemas) {
        one(folder, &file, flags.append, console)?;
    }
    if !console.quiet && console.format == Format::Human {
        if !read::in_git(folder) {
            console.message(&format!("{}\n", console.locale.word("start-init-no-git")));
        }
        console.message(&format!("{}\n", console.locale.word("start-init-next")));
    }
    Ok(GOOD)
}

/// Who sells: by the flags, else asked for where somebody can be asked.
fn seller(flags: &Init, console: &Console) -> Result<Seller, u8> {
    let mut seller = Seller { name: flags.seller.clone(), store: flags.store.clone() };
    let new = !flags.folder.join(read::CONFIG_FILE).is_file();
    if new && new::can_ask() && console.format == Format::Human {
        let anything = |_: &str| -> Result<Validation, inquire::CustomUserError> { Ok(Validation::Valid) };
        for (name, question) in [(&mut seller.name, "start-ask-seller"), (&mut seller.store, "start-ask-store")] {
            if name.is_none() {
                let answer = new::ask::text(question, Some("start-ask-skip"), anything, console)?;
                *name = Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty());
            }
        }
    }
    Ok(seller)
}

/// Writes one file, or says that it is left alone.
fn one(folder: &Path, file: &File, append: bool, console: &Console) -> Result<(), u8> {
    let path = if folder == Path::new(".") { Path::new(file.path).to_path_buf() } else { folder.join(file.path) };
    let shown = Args::from([("path".into(), Arg::from(path.display().to_string()))]);
    let say = |id: &str, args: &Args| {
        if console.format == Format::Json {
            let done = id.trim_start_matches("start-init-");
            let line = serde_json::json!({"reason": "init", "path": path.display().to_string(), "done": done});
            console.result(&format!("{line}\n"));
        } else if !console.quiet {
            console.message(&format!("{}\n", console.locale.text(id, args)));
        }
    };
    match write::file(&path, file.text.as_bytes(), false) {
        Ok(()) => say("start-init-made", &shown),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let old = read::named(&path).map_err(|error| cannot(&path, &error, console))?;
            let missing = if file.lines { workspace::missing(&old, &file.text) } else { Vec::new() };
            if missing.is_empty() {
                say("start-init-kept", &shown);
            } else if append {
                let end = if old.ends_with('\n') || old.is_empty() { "" } else { "\n" };
                let text = format!("{old}{end}{}\n", missing.join("\n"));
                write::mend(folder, file.path, &old, &text).map_err(|error| cannot(&path, &error, console))?;
                let mut args = shown.clone();
                args.insert("count".into(), Arg::from(missing.len()));
                say("start-init-appended", &args);
            } else {
                say("start-init-missing", &shown);
                if console.format != Format::Json {
                    console.message(&format!("  {}\n", missing.join("\n  ")));
                }
            }
        }
        Err(error) => return Err(cannot(&path, &error, console)),
    }
    Ok(())
}

fn cannot(path: &Path, error: &std::io::Error, console: &Console) -> u8 {
    let args = Args::from([
        ("path".into(), Arg::from(path.display().to_string())),
        ("detail".into(), Arg::from(error.to_string())),
    ]);
    let _ = console.refuse("tool-write-failed", &args);
    COULD_NOT_RUN
}
