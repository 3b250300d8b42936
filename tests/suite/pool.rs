//! Cases lie ready for a worker while it checks another: whichever it dies of is the one that is told.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use appealc::diag::Report;
use appealc::driver::{CaseOutcome, CaseResult, Status, Step, pool};
use appealc::options::{Options, WorkerLimits};
use appealc::source::SourceFile;

use super::kit::Space;

/// A worker that says of each case what it is about to do and that it is well; `quiet` kills it at
/// once, `loud` after a step, `slow` never ends.
fn worker(space: &Space) -> std::path::PathBuf {
    let place = SourceFile::new("cases/CASE/case.toml", "").at(0..0);
    let step =
        serde_json::to_string(&("\"CASE\"", Step::Evidence { place, path: "evidence/CASE".into() })).expect("JSON");
    let outcome = CaseOutcome::new("CASE", Status::Checked);
    let done = CaseResult { outcome, report: Report::default(), keys: Vec::new() };
    let done = serde_json::to_string(&done).expect("JSON");
    let script = format!(
        "#!/bin/sh\nread -r options\nwhile read -r line; do\n  name=$(echo \"$line\" | tr -d '\"')\n  \
         case $name in quiet*) kill -SEGV $$;; esac\n  printf '%s\\n' '{step}' | sed \"s/CASE/$name/g\" >&2\n  \
         case $name in loud*) kill -SEGV $$;; slow*) sleep 60;; esac\n  printf '%s\\n' '{done}' | sed \"s/CASE/$name/g\"\ndone\n"
    );
    space.write("worker", script);
    let path = space.at("worker");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
    path
}

#[test]
fn the_case_that_kills_a_worker_is_told() {
    let space = Space::new();
    let program = worker(&space);
    let options = Options {
        limits: WorkerLimits { case_seconds: 2, worker_mb: 4096, file_seconds: 60 },
        ..Options::looking(space.at(""), jiff::civil::date(2026, 11, 20))
    };
    let cases: Vec<String> = (0..40)
        .map(|number| match number {
            0 | 9 | 10 | 38 => format!("quiet{number}"),
            4 | 17 | 18 | 39 => format!("loud{number}"),
            24 => format!("slow{number}"),
            _ => format!("well{number}"),
        })
        .collect();
    for jobs in [1, 3] {
        let mut told = Vec::new();
        pool::run(&program, &options, &cases, jobs, &|_| {}, &mut |result| {
            let codes: Vec<_> = result.report.diagnostics.iter().map(|d| d.finding.message.clone()).collect();
            told.push((result.outcome.case, codes));
        });
        let wanted = cases.iter().map(|case| {
            let codes = match &case[..4] {
                "quie" => vec!["X001-crashed".to_owned()],
                "loud" => vec!["E004-crashed".to_owned()],
                "slow" => vec!["E004-timeout".to_owned()],
                _ => Vec::new(),
            };
            (case.clone(), codes)
        });
        assert_eq!(told, wanted.collect::<Vec<_>>(), "{jobs} workers");
    }
}
