//! `templates`: lists the built-in templates, or copies them out to be changed.

use std::path::Path;

use super::{COULD_NOT_RUN, Console, GOOD};
use crate::diag::Arg;
use crate::locale::Args;
use crate::templates::Templates;
use crate::write;

/// Lists templates; copies those whose name begins with `name`, or prints them.
pub fn templates(name: Option<&str>, print: bool, console: &Console) -> u8 {
    let all = Templates::new(Vec::new());
    // Typst files cannot be overridden, so they are not offered.
    let offered = all.iter().filter(|(template, _)| !template.ends_with(".typ") && !template.ends_with("example.toml"));
    let Some(name) = name else {
        console.result(&offered.map(|(name, _)| format!("{name}\n")).collect::<String>());
        return GOOD;
    };
    let mut code = COULD_NOT_RUN;
    for (template, text) in offered.filter(|(template, _)| template.starts_with(name)) {
        code = GOOD;
        if print {
            console.result(&text.text);
            continue;
        }
        let path = Path::new("templates").join(template);
        if let Err(error) = write::create(&path, &text.text) {
            let args = Args::from([
                ("path".into(), Arg::from(path.display().to_string())),
                ("detail".into(), Arg::from(error.to_string())),
            ]);
            return console.refuse("tool-write-failed", &args);
        }
        console.result(&format!("{}\n", path.display()));
    }
    if code == COULD_NOT_RUN {
        return console.refuse("tool-no-template", &Args::from([("name".into(), Arg::from(name))]));
    }
    code
}
