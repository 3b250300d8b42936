//! `extract`: writes the exhibits of a bundle out again.

use std::path::Path;

use super::args::{self, Format};
use super::verify::options;
use super::{COULD_NOT_RUN, Console, ERRORS, GOOD, build};
use crate::diag::Arg;
use crate::driver::extract::{Extracted, Form, Taken, Wanted};
use crate::driver::pool::{self, Death};
use crate::locale::Args;
use crate::options::Task;
use crate::read::built;
use crate::report::{human, json};

/// Writes the exhibits of a bundle out again.
pub fn extract(flags: &args::Extract, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &args::Extract, console: &Console) -> Result<u8, u8> {
    let shown = |path: &Path| Args::from([("path".into(), Arg::from(path.display().to_string()))]);
    let mut bundles = Vec::new();
    let mut root = None;
    for path in &flags.bundles {
        let (found, full) = built::root_of(path).map_err(|_| console.refuse("tool-no-path", &shown(path)))?;
        root.get_or_insert(found);
        bundles.push(full);
    }
    let out = std::path::absolute(&flags.folder).unwrap_or_else(|_| flags.folder.clone());
    let wanted = Wanted { bundles, out, force: flags.force };
    let options = options(root.unwrap_or_default(), Task::Extract, console)?;
    let (program, _) = build::workers(None)?;
    let lost = |wanted: &Wanted, death: &Death, _| Extracted::lost(wanted, death);
    let mut code = GOOD;
    pool::each(&program, &options, &[wanted], 1, &lost, &|_| {}, &mut |extracted: Extracted| {
        if let Some((id, args)) = &extracted.refused {
            code = console.refuse(id, args);
        }
        for taken in &extracted.taken {
            tell(taken, console);
            if taken.form == Form::Damaged && code != COULD_NOT_RUN {
                code = ERRORS;
            }
        }
    });
    Ok(code)
}

fn tell(taken: &Taken, console: &Console) {
    match console.format {
        Format::Json => console.result(&json::extracted(taken)),
        _ if !console.quiet || taken.form == Form::Damaged => console.result(&human::extracted(taken, &console.locale)),
        _ => {}
    }
}
