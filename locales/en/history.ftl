# What is recorded of a case, and looked back at: `history-…`, `status-…`, `state-…`, `event-…`.

history-one-case = `{ $path }` holds { $count } cases; this command takes one
    .help = name the case's folder, or its `case.toml`
history-leads-out = it is a link that leads out of the workspace
history-moved = another program has changed it meanwhile
history-broken = nothing was recorded: `{ $path }` has errors
    .help = mend what is named above; what stands there is never written over
history-no-tables = nothing was recorded: events cannot be added to `{ $path }` as it is written
    .help = write each event as a table of its own, under `[[events]]`
history-no-market = `{ $value }` is no Amazon marketplace
    .help = write a country code such as `DE`
history-bad-case-id = `{ $value }` is no Amazon case id
    .help = copy it from the case log: 10 to 12 digits
history-closed = `{ $case }` is over: its last outcome is final
    .help = if Amazon took the listing down again, start a new case; if the outcome was recorded in error, mend `history.toml`
history-not-built = nothing was recorded: `{ $case }` could not be built
    .help = mend the errors named above; `appealc check` shows all of them
history-draft = nothing was recorded: the outputs of `{ $case }` are a draft
    .help = fill the gaps that `appealc check` names
history-approval-missing = nothing was recorded: nobody signed `{ $case }` off
    .note = `[workflow] approval = true` in appealc.toml asks for it
    .help = read letter and bundle, then `appealc approve CASE --by NAME`
history-approval-changed = nothing was recorded: letter or bundle of `{ $case }` changed since they were signed off
    .help = have them read again, then `appealc approve CASE --by NAME`
history-sent-already = nothing was recorded: this is what submission { $n } sent, byte for byte
    .help = record Amazon's answer first: `appealc outcome CASE rejected --reply FILE`; to send it again, `--same --reason "…"`
history-no-name = nobody signs with an empty name
    .help = write `--by "Li Wei"`
history-unseen = nothing was signed: the outputs were out of date and have been built anew
    .help = read letter and bundle in `{ $folder }`, then sign off
history-approved = { $case }: letter and bundle signed off by { $by }
history-other-asin = { $asin } is none of the ASINs of `{ $case }`
    .help = name ASINs of this case
history-which-asins = `partial` says which ASINs were reinstated
    .help = name them: `--reinstated B0CHX3QBCH B0D3FN6VZK`
history-no-submission = there is no submission { $n }
    .help = `appealc log CASE` lists all of them
history-nothing-sent = `{ $case }` was not sent yet
    .help = record what was sent first: `appealc submit CASE`
history-before-sent = the answer of { $date } is older than the submission of { $sent }
    .help = write the day of the answer with `--date YYYY-MM-DD`
history-reply-paste = paste the reply, then press Ctrl-D (Windows: Ctrl-Z, Enter)
history-empty-note = the note is empty
    .help = write what happened: `appealc note CASE "called seller support: …"`
history-no-format = this command writes { $allowed }
    .help = choose one of these with `--format`
history-seems = note: by its words the reply seems to be `{ $seems }`
history-noted = noted in { $path }
history-outcome = { $case }: submission { $n } { $result }
history-attacks-root-cause = the reply asks for more on the root cause
history-attacks-actions = the reply asks for more on the actions taken
history-attacks-prevention = the reply asks for more on prevention
history-attacks-arguments = the reply does not accept the arguments
history-attacks-implementation = the reply does not believe that the actions were done
history-attacks-evidence = the reply does not accept the documents

history-submitted = { $case }: recorded as submission { $n } to { $domain }
history-upload = ready to upload, in { $folder }:
history-file-letter = paste, where Amazon has one box
history-file-letter-pdf = attach, where the letter is wanted as a file
history-file-form = paste, where Amazon has a box for each part
history-file-evidence = attach
history-commit = commit { $commit } holds everything it was made from
history-commit-lacks = warning: commit { $commit } lacks what it was made from: { $path }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }; commit it, or the PDFs cannot be made again
history-no-commit = warning: nothing is committed yet; without a commit the PDFs cannot be made again
history-no-repository = note: this folder is in no git repository; keep the upload folder, for the PDFs cannot be made again from history
history-next = when Amazon answers: appealc outcome { $case } rejected --reply FILE

state-draft = draft
state-ready = ready
state-submitted = submitted
state-rejected = rejected
state-more-info = more information wanted
state-partial = partly reinstated
state-no-answer = no answer
state-reinstated = reinstated
state-withdrawn = withdrawn

status-case = CASE
status-market = IN
status-state = STATE
status-due = DUE
status-errors = ERRORS
status-exhibits = EXHIBITS
status-last = LAST
status-today = today
status-days = { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
status-past = { $days ->
        [one] { $days } day
       *[other] { $days } days
    } late
status-sum = { $count ->
        [one] { $count } case
       *[other] { $count } cases
    }; your turn in { $turn }, { $near } due within 3 days
status-unchecked = `?`: changed since the last build, or never built; `appealc status --check` looks

event-submitted = submission { $n }
event-approved = signed off by { $by }

field-root-cause = root cause
field-actions = actions taken
field-prevention = prevention
field-arguments = arguments
field-implementation = days and proof of actions
field-evidence = documents

part-cause = root cause
part-corrective = corrective action
part-preventive = preventive action
part-argument = argument

log-no-repository = git: this folder is in no repository; only what is in history.toml is shown
log-no-commit = git: nothing is committed yet; only what is in history.toml is shown
log-shallow = git: this clone is shallow; older commits are not in it (`git fetch --unshallow` brings them)
log-not-committed = git: no commit holds this case yet
log-unreadable = git: the history cannot be read: { $detail }
log-sent = { $exhibits ->
        [one] { $exhibits } exhibit
       *[other] { $exhibits } exhibits
    } on { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
log-case-id = case { $id }
log-dirty = git { $commit }, which lacks something
log-same = the same again: { $reason }
log-attacks = attacks { $areas }
log-note = note

diff-now = the case as it is now
diff-head = from { $from } to { $to }
diff-not-kept = of { $what } nothing is kept that could be compared
    .help = `submissions/` of `{ $case }` holds what was sent; bring it back from git, or name another submission
diff-type = another type
diff-stance = another stance
diff-route = another route
diff-asins = other ASINs
diff-figures = numbers
diff-exhibits = exhibits
diff-pages = the bundle had { $from } pages, and has { $to }
diff-letter = the letter, line by line where it changed
diff-not-built = the letter is not compared: build the case for it
diff-nothing = nothing changed
diff-no-substance = nothing of substance changed
diff-added = new: { $part } { $number }
diff-dropped = dropped: { $part } { $number }
diff-reworded = changed: { $part } { $number }
diff-proof = other proof: { $part } { $number }
exhibit-added = new: exhibit { $number }, { $id }: { $caption } (pages: { $pages })
exhibit-dropped = dropped: exhibit { $number }, { $id }: { $caption } (pages: { $pages })
exhibit-replaced = replaced: exhibit { $number }, { $id }: { $caption } (pages: { $pages })
exhibit-described = other words: exhibit { $number }, { $id }: { $caption } (pages: { $pages })

stats-head = { $sent } of { $cases ->
        [one] { $cases } case was sent
       *[other] { $cases } cases were sent
    }
stats-group = SUBMISSIONS
stats-reinstated = REINSTATED
stats-partial = PARTLY
stats-refused = REFUSED
stats-open = OPEN
stats-share = REINSTATED OF THOSE DECIDED
stats-all = all
stats-by-type = by type
stats-by-stance = by stance
stats-by-try = by try
stats-by-evidence = by kind of evidence shown
stats-try = try { $n }
stats-few = too few to tell
stats-note = a share is shown from { $enough } decided submissions on; open ones (no answer, withdrawn) count for nothing, and a kind of evidence that goes with success need not be its cause
stats-unkept = of { $count ->
        [one] { $count } submission
       *[other] { $count } submissions
    } nothing is kept in `submissions/`; type and stance are those of the case as it is now

reply-result = by its words: { $result }
reply-nothing = no sentence of it attacks a part of the appeal
reply-holds = what stands there now:
reply-empty = nothing
reply-advice-root-cause = say which step of your own process let it happen, with figures and the report they come from
reply-advice-actions = say who did what to how many units, on which day, and cite what shows it
reply-advice-prevention = say what happens from now on, how often, who answers for it, and what stops a bad batch
reply-advice-arguments = say more exactly what is wrong in the finding, and cite what proves it
reply-advice-implementation = cite dated proof for each action: a photo, a record, a removal order
reply-advice-evidence = replace what could not be verified or opened by complete, legible, unaltered originals
reply-next = to record it: appealc outcome { $case } { $result } --reply FILE

history-other-market = the case does not go to `{ $value }`
    .help = name it in the case: `[[submissions_to]]` with `marketplace = "{ $value }"`
history-package-exists = `{ $path }` exists already
    .help = name another file with `--out`, or replace it with `--force`
history-not-packed = nothing was packed: `{ $case }` could not be built
    .help = mend the errors named above; `appealc check` shows all of them
history-packed = { $path }: { $count } files
history-nothing-withheld = nothing in it is marked `confidential`: it is what Amazon gets
history-withheld = withheld, as `confidential`: exhibit { $exhibits }; letter and bundle keep their numbers and say so
