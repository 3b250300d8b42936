//! `serve`: a local page that shows all cases.

use super::args::Format;
use super::args::serve::Serve;
use super::{COULD_NOT_RUN, Console, GOOD, build, verify};
use crate::diag::Arg;
use crate::locale::Args;
use crate::options::{Options, Task};
use crate::read;
use crate::serve::{self, Setup};

/// Serves the page until the program is ended.
pub fn serve(flags: &Serve, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Serve, console: &Console) -> Result<u8, u8> {
    let (today, given) = build::today(flags.cases.today.as_deref(), console)?;
    let workspace = read::workspace(&flags.cases.paths).map_err(|error| build::refuse(&error, console))?;
    let options = verify::options(workspace.root.clone(), Task::Glance, console)?;
    let (program, jobs) = build::workers(flags.cases.jobs)?;
    let count = workspace.cases.len();
    let setup = Setup {
        paths: flags.cases.paths.clone(),
        cases: workspace.cases,
        program,
        options: Options { today, today_given: given, ..options },
        jobs,
        port: flags.port,
        lang: console.locale.lang(),
        // A page that is left open sees the day change.
        today: Box::new(move || if given { today } else { build::clock() }),
    };
    let detail = |error: &dyn std::fmt::Display| Args::from([("detail".into(), Arg::from(error.to_string()))]);
    let served = serve::run(setup, &mut |address| {
        let args = Args::from([
            ("path".into(), Arg::from(workspace.root.display().to_string())),
            ("cases".into(), Arg::from(count)),
            ("url".into(), Arg::from(address.url.as_str())),
        ]);
        match console.format {
            Format::Json => {
                let line = serde_json::json!({"reason": "serving", "url": address.url, "cases": count});
                console.result(&format!("{line}\n"));
            }
            _ if console.quiet => console.result(&format!("{}\n", address.url)),
            _ => console.result(&format!("{}\n", console.locale.text("serve-ready", &args))),
        }
        if flags.open
            && let Err(error) = open::that_detached(&address.once)
        {
            console.refuse("serve-not-opened", &detail(&error));
        }
    });
    match served {
        Ok(()) => Ok(GOOD),
        Err(error) if flags.port != 0 => {
            let mut args = detail(&error);
            args.insert("port".into(), Arg::from(usize::from(flags.port)));
            console.refuse("serve-port-taken", &args);
            Ok(COULD_NOT_RUN)
        }
        Err(error) => Err(console.refuse("serve-failed", &detail(&error))),
    }
}
