# What the program says about itself and the run: `tool-…`.

tool-summary-built-first = { $count ->
        [one] built { $count } case
       *[other] built { $count } cases
    }
tool-summary-checked-first = { $count ->
        [one] checked { $count } case
       *[other] checked { $count } cases
    }
tool-summary-fresh-first = { $count ->
        [one] { $count } case up to date
       *[other] { $count } cases up to date
    }
tool-summary-failed-first = { $count ->
        [one] { $count } case failed
       *[other] { $count } cases failed
    }
tool-summary-built = built { $count }
tool-summary-checked = checked { $count }
tool-summary-fresh = { $count } up to date
tool-summary-failed = { $count } failed
tool-summary-nothing = no cases
tool-summary-errors = { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
tool-summary-warnings = { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
# Between the parts of a list; the bars keep its blank.
tool-summary-separator = |, |
tool-summary-clean = { $cases } in { $seconds } s
tool-summary-found = { $cases }: { $found } in { $seconds } s

tool-case-built = built { $case }
tool-case-fresh = up to date: { $case }
tool-case-failed = failed: { $case }
tool-case-checked = checked { $case }
tool-case-gone = removed the outputs of { $case }, which is not there any more
tool-case-sizes = { $case }: { $files }
tool-case-sizes-total = { $case }: { $files }; bundle together { $total } MB
tool-case-pictures = {"  "}{ $reduced ->
        [one] 1 picture is shown smaller
       *[other] { $reduced } pictures are shown smaller
    }, { $decoded } decoded for it
tool-case-why = {" "}(…)

tool-explain = for more about this error, run `appealc explain { $code }`
tool-explain-several = for more about an error, run `appealc explain { $code }`

tool-typst-missing = the `typst` program was not found
    .help = install Typst, name it with `--typst PATH`, or leave `--engine cli` out
tool-typst-old = the `typst` program is version { $found }; { $needed } or later is needed
    .help = install a newer Typst, or leave `--engine cli` out
tool-typst-failed = typesetting failed: { $detail }
tool-typst-timeout = typesetting was not done after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }
tool-template-error = template `{ $file }`, line { $line }: { $detail }
    .help = correct the template, or remove it to use the built-in one
tool-no-cases = no case found in `{ $path }`
    .help = a case is a folder that holds a `case.toml`; start one with `appealc new`
tool-no-path = no such file or folder: `{ $path }`
tool-roots-differ = `{ $first }` and `{ $second }` belong to different workspaces
    .help = run the program once for each workspace
tool-worker-died = the process that worked on `{ $case }` died
    .help = build it again on its own; if it dies again, leave out exhibits to find the one that causes it
tool-write-failed = `{ $path }` cannot be written: { $detail }
    .help = check that no other program has it open and that the disk is not full
tool-lock-held = another build is running in this workspace: waiting until it is done
tool-remove-failed = the outputs of `{ $path }` cannot be removed: { $detail }
    .help = check that no other program has them open and that you may write there
tool-cleaned = removed { $files ->
        [one] { $files } file
       *[other] { $files } files
    } of { $cases ->
        [one] { $cases } case
       *[other] { $cases } cases
    }
tool-unknown-rule = there is no rule or group `{ $name }`
    .help = `appealc rules` lists all of them
tool-unknown-rule-similar = there is no rule or group `{ $name }`; did you mean `{ $nearest }`?
    .help = `appealc rules` lists all of them
tool-cannot-allow = `{ $rule }` cannot be allowed: a case that it finds fault with cannot be built

tool-read-failed = `{ $path }` cannot be read: { $detail }
tool-bad-date = `{ $value }` is no date
    .help = write a date such as 2026-10-07
tool-bad-asin = `{ $asin }` is no ASIN
    .help = an ASIN has ten letters and digits, such as B0CHX3QBCH
tool-bad-value = `{ $value }` does not exist
    .help = choose one of: { $allowed }
tool-no-template = there is no template `{ $name }`
    .help = run `appealc templates` for a list
tool-github-hidden = { $count ->
        [one] 1 more is
       *[other] { $count } more are
    } not shown as annotations; run `appealc check` for all
tool-bad-baseline = `{ $path }` is no baseline
    .help = make one with `appealc check --write-baseline FILE`

tool-fix-done = fixed { $count ->
        [one] { $count } slip
       *[other] { $count } slips
    } in { $file }:
tool-fix-would = would fix { $count ->
        [one] { $count } slip
       *[other] { $count } slips
    } in { $file }:

tool-no-outputs = nothing that appealc built is in `{ $path }`
    .help = name an output folder, a `bundle.pdf`, or a folder of cases; `appealc build` makes outputs
tool-no-bundle = `{ $path }` is no bundle made by appealc
    .help = a bundle carries its `manifest.json` as an attached file; some programs drop it when they save a PDF file
tool-other-bundle = `{ $path }` belongs to another bundle than the files before it
    .help = extract one bundle at a time; its volumes may be given together
tool-exists = `{ $path }` exists already
    .help = name another folder with `--out`, or replace files with `--force`
tool-file-timeout = `{ $path }` cannot be read: not done after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }
    .help = the file is damaged, or made to keep programs busy; if you trust it, save it again in smaller parts, or raise `{ $key }` under `[limits]` in appealc.toml
tool-file-crashed = `{ $path }` cannot be read: its reader broke down, or needed more memory than a worker may take
    .help = the file is damaged, very large, or made to fill the memory; if you trust it, save it again in smaller parts, or raise `worker_mb` under `[limits]` in appealc.toml
tool-worker-not-started = a worker process could not be started: { $detail }
    .help = check that the disk for temporary files is not full and that the program may start itself
tool-no-message = no text could be read in `{ $path }`
    .help = save the message as plain text or as `.eml`, or paste it: write `-` in place of the file
tool-no-csv = only `status` and `stats` write CSV
    .help = choose another `--format`
tool-no-repository = `--changed-since` needs a git repository around the workspace, and there is none
    .help = leave it out to do all cases
tool-no-revision = git knows no revision `{ $revision }`: { $detail }
    .help = name a branch, a tag or a commit of this repository, such as `main` or `HEAD~1`
tool-shallow = this clone is shallow, and `{ $revision }` is not in it
    .help = fetch more history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow
tool-changed-since = { $count } of { $total } cases changed since { $revision }
