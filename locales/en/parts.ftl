# What `--partition`, `merge` and `watch` say.

tool-bad-partition = `{ $value }` is no part
    .help = write `slice:M/N`, `hash:M/N` or `weight:M/N`, with M from 1 to N and N up to 10000, such as `slice:2/3`
tool-partition-folders = the outputs of these cases go to several folders, `{ $first }` and `{ $second }`; a part is one folder
    .help = say where: `--out DIR`
tool-no-parts = there is no part of a build in `{ $path }`
    .help = name the folders that `appealc build --partition …` wrote; each holds a file such as `part-1-of-3.json`

M001-none = there is no part of a build in this folder
    .help = it should hold a file such as `part-1-of-3.json`, which `appealc build --partition …` writes beside the outputs
M001-io = this cannot be read: { $detail }
M001-json = this manifest of a part is damaged: { $detail }
    .help = build this part again
M001-format = this manifest of a part was written by another version of appealc
    .help = build all parts, and merge them, with the same version
M001-key = in this manifest of a part, something cannot be: `{ $key }`
    .help = it was changed or renamed after it was written; build this part again
M002 = part { $part } of { $of } is missing
    .help = its build failed, or its outputs were not brought here; every part is needed, even one without cases
M002-more = { $count ->
        [one] 1 more part is missing
       *[other] { $count } more parts are missing
    }
M003 = `{ $part }` is there twice: `{ $path }` is the same part
    .help = name each part once
M004-partition = this is a part of `{ $here }`, and `{ $path }` one of `{ $there }`
    .help = build all parts with the same kind and the same number of parts, then merge those only
M004-tool = this part was built by appealc { $here }, and `{ $path }` by { $there }
    .help = build all parts with the same version
M004-commit = this part was built from commit { $here }, and `{ $path }` from { $there }
    .help = build all parts from the same commit
M004-engine = this part was typeset by the engine `{ $here }`, and `{ $path }` by `{ $there }`
    .help = give all parts the same `--engine`
M004-date = this part was built with `--today { $here }`, and `{ $path }` with `--today { $there }`
    .help = give all parts the same `--today`, or the same SOURCE_DATE_EPOCH
M004-levels = this part was built with other levels of rules (`-A`, `-W`, `-D`) than `{ $path }`
    .help = give all parts the same flags
M004-cases = this part was built of another list of cases than `{ $path }`
    .help = build all parts from the same files, and with the same PATHs
M004-inputs = when this part was built, a case.toml, a settings file or a template was not the same as for `{ $path }`
    .help = build all parts from the same files
M005 = the case `{ $case }` is in two parts: `{ $path }` has it too
    .help = the machines saw different evidence files, or a manifest was changed; build all parts again
M006 = the case `{ $case }` is in no part
    .help = the machines saw different evidence files, or a manifest was changed; build all parts again
M006-unknown = the case `{ $case }` is in this part, but not in the list of cases
    .help = the manifest was changed after it was written; build this part again
M007-missing = this file is missing; `{ $path }` names it
    .help = bring all outputs of the part here, or build it again
M007-changed = this file was changed: its SHA-256 is not the one in `{ $path }`
    .help = build this part again
M007-manifest = this manifest is of another build of the case than `{ $path }` says
    .help = build this part again
M007-leads = this path leads over a link; `{ $path }` names it
    .help = build this part again
M007-io = this file cannot be read: { $detail }
M007-foreign = this file is not in `{ $path }`
    .help = it belongs to another build; empty the folder, and bring the outputs of the part here again

merge-joined = { $parts ->
        [one] 1 part
       *[other] { $parts } parts
    }, { $cases ->
        [one] 1 case
       *[other] { $cases } cases
    }, { $files } files joined in { $path }
merge-verified = { $parts ->
        [one] 1 part
       *[other] { $parts } parts
    }, { $cases ->
        [one] 1 case
       *[other] { $cases } cases
    }, { $files } files in { $path }: complete, and as built
merge-refused = not merged; nothing was written

watch-polls = the system does not tell of changes ({ $detail }); files are looked at every { $ms } ms instead
watch-changed = changed: { $path }
watch-changed-more = changed: { $path } and { $count ->
        [one] 1 more file
       *[other] { $count } more files
    }
watch-gone = gone: { $case }
watch-waiting = waiting for changes in { $count ->
        [one] 1 case
       *[other] { $count } cases
    }; Ctrl-C ends
watch-settings = the settings have errors; nothing is built until they are mended
